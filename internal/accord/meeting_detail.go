package accord

import "slices"

// MeetingDetail is a meeting with everything its page shows. It is put together
// by queries and never saved.
type MeetingDetail struct {
	Meeting
	SeriesTitle   string           `json:"series_title"`
	TeamName      string           `json:"team_name"`
	Opening       []OpeningItem    `json:"opening"`         // P4
	HeardLastTime []SideText       `json:"heard_last_time"` // of the last held meeting of the series
	Thanks        []SideText       `json:"thanks"`          // of the last held meeting of the series
	SharedGoal    *SharedGoal      `json:"shared_goal"`     // the series', as it was when the meeting started
	Heard         []SideText       `json:"heard"`           // at this meeting, for the next one
	ThanksSaid    []SideText       `json:"thanks_said"`     // at this meeting, for the next one
	Agenda        []AgendaItem     `json:"agenda"`
	AgendaMinutes AgendaMinutes    `json:"agenda_minutes"` // A2
	Attendance    []Attendee       `json:"attendance"`
	Decisions     []DecisionDetail `json:"decisions"`
	ActionItems   []MeetingPromise `json:"action_items"` // made at this meeting
	NextGoal      SharedGoal       `json:"-"`            // the series' goal now, for the next meeting
	Visited       bool             `json:"-"`            // a closed team's, to which people of the other side come: items are shared with them
}

// SideText is what one side said.
type SideText struct {
	Side Side   `json:"side"`
	Text string `json:"text"`
}

// SharedGoal is what both sides of a series work towards.
type SharedGoal struct {
	Title   string `json:"title"`
	Measure string `json:"measure"`
	Target  string `json:"target"`
	By      Date   `json:"by"`
}

// Check validates a goal as it was typed; an empty one is none.
func (g SharedGoal) Check() error {
	var v Validation
	for _, f := range []struct{ name, text string }{{"title", g.Title}, {"measure", g.Measure}, {"target", g.Target}} {
		v.Check(len(f.text) <= 200, f.name, "Keep it under 200 characters.")
	}
	v.Check(g.Title != "" || g.Measure == "" && g.Target == "" && g.By == "", "title", "Name the goal.")
	if g.By != "" {
		_, err := ParseDate(string(g.By))
		v.Add("by", err)
	}
	return v.Err()
}

// Attendee is a person's part in a meeting, with their name.
type Attendee struct {
	MeetingPerson
	Name string `json:"name"`
}

// DecisionDetail is a decision with who decided it and what it stands in for.
type DecisionDetail struct {
	Decision
	DecidedBy    []string `json:"decided_by"`    // ids of people
	SupersededBy NullID   `json:"superseded_by"` // the later decision that replaced it
	DeciderNames []string `json:"decider_names"`
	MeetingTitle string   `json:"meeting_title"`
}

// MeetingPromise is an action item made at a meeting, with its owner's name.
type MeetingPromise struct {
	ActionItem
	OwnerName string `json:"owner_name"`
}

// Present lists the ids of those marked present.
func (d MeetingDetail) Present() []string {
	var ids []string
	for _, p := range d.Attendance {
		if p.Present {
			ids = append(ids, p.PersonID)
		}
	}
	return ids
}

// People gives the meeting's people without their names.
func (d MeetingDetail) People() []MeetingPerson {
	people := make([]MeetingPerson, len(d.Attendance))
	for i, p := range d.Attendance {
		people[i] = p.MeetingPerson
	}
	return people
}

// PlainDecisions gives the meeting's decisions alone.
func (d MeetingDetail) PlainDecisions() []Decision {
	list := make([]Decision, len(d.Decisions))
	for i, x := range d.Decisions {
		list[i] = x.Decision
	}
	return list
}

// Given are the action items made at the meeting that its opening does not list:
// one asked for while it was prepared was open when it started, and is shown
// once, there (P4).
func (d MeetingDetail) Given() []MeetingPromise {
	opened := map[string]bool{}
	for _, o := range d.Opening {
		opened[o.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(d.ActionItems), func(i MeetingPromise) bool { return opened[i.ID] })
}

// PlainItems gives the meeting's action items alone.
func (d MeetingDetail) PlainItems() []ActionItem {
	list := make([]ActionItem, len(d.ActionItems))
	for i, x := range d.ActionItems {
		list[i] = x.ActionItem
	}
	return list
}
