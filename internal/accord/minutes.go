package accord

import "time"

// Minutes are the record of a closed meeting as one version of them says it:
// names and words as they were, nothing looked up again (M4).
type Minutes struct {
	MeetingID      string            `json:"meeting_id"`
	Number         int               `json:"number"`
	Title          string            `json:"title"`
	SeriesTitle    string            `json:"series_title"`
	TeamName       string            `json:"team_name"`
	Location       string            `json:"location"`
	TimeZone       string            `json:"time_zone"`
	StartsAt       time.Time         `json:"starts_at"` // as planned
	StartedAt      time.Time         `json:"started_at"`
	ClosedAt       time.Time         `json:"closed_at"`
	QuorumMet      bool              `json:"quorum_met"` // M3
	FacilitatorID  NullID            `json:"facilitator_id"`
	MinuteTakerID  NullID            `json:"minute_taker_id"`
	SalesRepID     NullID            `json:"sales_rep_id"`
	MarketingRepID NullID            `json:"marketing_rep_id"`
	WaivedSides    string            `json:"waived_sides"` // A3
	Notes          string            `json:"notes"`        // Markdown
	SharedGoal     *SharedGoal       `json:"shared_goal"`
	Heard          []SideText        `json:"heard"`
	Thanks         []SideText        `json:"thanks"`
	Attendance     []MinutesPerson   `json:"attendance"`
	Opening        []MinutesPromise  `json:"opening"` // what was promised before, as of the start
	Agenda         []MinutesItem     `json:"agenda"`
	Decisions      []MinutesDecision `json:"decisions"`
	ActionItems    []MinutesPromise  `json:"action_items"`
	Reports        []MinutesReport   `json:"reports"`   // of the representatives, Sales first
	LeftOver       []MinutesLeftOver `json:"left_over"` // A3
	Reason         string            `json:"reason"`    // why this version; "" for the first
	Changes        []MinutesChange   `json:"changes"`   // against the version before
	CreatedBy      string            `json:"created_by"`
	CreatedAt      time.Time         `json:"created_at"`
}

// MinutesPerson is one line of the attendance.
type MinutesPerson struct {
	PersonID string `json:"person_id"`
	Name     string `json:"name"`
	Side     Side   `json:"side"`
	Present  bool   `json:"present"`
	Excused  bool   `json:"excused"`
}

// Duties names who facilitated, took the minutes and reported, as they were;
// nobody who was not at the meeting or invited to it.
func (m Minutes) Duties() Duties {
	of := func(kind RotaKind, id NullID) Duty {
		for _, p := range m.Attendance {
			if p.PersonID == string(id) {
				return Duty{Kind: kind, PersonID: id, Name: p.Name, Side: p.Side}
			}
		}
		return Duty{Kind: kind}
	}
	return Duties{
		Facilitator: of(RotaFacilitator, m.FacilitatorID), MinuteTaker: of(RotaMinuteTaker, m.MinuteTakerID),
		SalesRep: of(RotaSalesRep, m.SalesRepID), MarketingRep: of(RotaMarketingRep, m.MarketingRepID),
	}
}

// MinutesItem is one agenda item with what came of it.
type MinutesItem struct {
	ID           string     `json:"id"`
	Title        string     `json:"title"`
	Kind         AgendaKind `json:"kind"`
	Side         Side       `json:"side"`
	Minutes      int        `json:"minutes"`
	SpentSeconds int        `json:"spent_seconds"`
	Notes        string     `json:"notes"` // Markdown
	Outcome      Outcome    `json:"outcome"`
	OutcomeText  string     `json:"outcome_text"`
}

// MinutesDecision is one decision.
type MinutesDecision struct {
	ID           string   `json:"id"`
	Ref          string   `json:"ref"`
	Text         string   `json:"text"`
	AgendaItemID NullID   `json:"agenda_item_id"`
	InputFor     Side     `json:"input_for"` // the side it is input for; "" for a decision
	Provisional  bool     `json:"provisional"`
	ReviewOn     Date     `json:"review_on"`
	DecidedBy    []string `json:"decided_by"` // names
}

// MinutesPromise is one action item; Result is empty for one made here.
type MinutesPromise struct {
	ID           string `json:"id"`
	Ref          string `json:"ref"`
	Title        string `json:"title"`
	AgendaItemID NullID `json:"agenda_item_id"`
	OwnerID      NullID `json:"owner_id"`
	OwnerName    string `json:"owner_name"`
	OwnerSide    Side   `json:"owner_side"`
	ForSide      Side   `json:"for_side"`
	DueOn        Date   `json:"due_on"`
	Status       Status `json:"status"`
	Result       Result `json:"result"`
}

// MinutesLeftOver is an agenda item that went on.
type MinutesLeftOver struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	To    string `json:"to"` // "next" or "backlog"
}

// MinutesChange is one thing a correction changed.
type MinutesChange struct {
	Field   string `json:"field"`   // "notes", "outcome_text", "present"
	Subject string `json:"subject"` // the agenda item's title or the person's name, "" for the meeting
	Before  string `json:"before"`
	After   string `json:"after"`
}

// NewMinutes is the first version of a meeting's minutes, from the meeting as
// it was closed.
func NewMinutes(d MeetingDetail, left []MinutesLeftOver, by string, now time.Time) Minutes {
	m := Minutes{
		MeetingID: d.ID, Number: 1, Title: d.Title, SeriesTitle: d.SeriesTitle, TeamName: d.TeamName, Location: d.Location,
		TimeZone: d.TimeZone, StartsAt: d.StartsAt, ClosedAt: now, WaivedSides: d.WaivedSides, Notes: d.Notes,
		FacilitatorID: d.FacilitatorID, MinuteTakerID: d.MinuteTakerID, SalesRepID: d.SalesRepID, MarketingRepID: d.MarketingRepID,
		SharedGoal: d.SharedGoal, Heard: d.Heard, Thanks: d.ThanksSaid, LeftOver: left, CreatedBy: by, CreatedAt: now,
	}
	if d.StartedAt != nil {
		m.StartedAt = *d.StartedAt
	}
	if d.QuorumMet != nil {
		m.QuorumMet = *d.QuorumMet
	}
	for _, p := range d.Attendance {
		m.Attendance = append(m.Attendance, MinutesPerson{PersonID: p.PersonID, Name: p.Name, Side: p.Side, Present: p.Present, Excused: p.Excused})
	}
	for _, i := range d.Agenda {
		if i.Status == AgendaAccepted {
			m.Agenda = append(m.Agenda, MinutesItem{
				ID: i.ID, Title: i.Title, Kind: i.Kind, Side: i.Side, Minutes: i.Minutes, SpentSeconds: i.SpentSeconds,
				Notes: i.Notes, Outcome: i.Outcome, OutcomeText: i.OutcomeText,
			})
		}
	}
	for _, x := range d.Decisions {
		m.Decisions = append(m.Decisions, MinutesDecision{
			ID: x.ID, Ref: x.Ref(), Text: x.Text, AgendaItemID: x.AgendaItemID, InputFor: x.InputFor, Provisional: x.Provisional, ReviewOn: x.ReviewOn, DecidedBy: x.DeciderNames,
		})
	}
	for _, i := range d.Given() {
		m.ActionItems = append(m.ActionItems, promiseOf(i.ActionItem, i.OwnerName, ""))
	}
	for _, i := range d.Opening {
		m.Opening = append(m.Opening, promiseOf(i.ActionItem, i.OwnerName, i.Result))
	}
	return m
}

func promiseOf(i ActionItem, owner string, r Result) MinutesPromise {
	return MinutesPromise{
		ID: i.ID, Ref: i.Ref(), Title: i.Title, AgendaItemID: i.AgendaItemID, OwnerID: i.OwnerID, OwnerName: owner,
		OwnerSide: i.OwnerSide, ForSide: i.ForSide, DueOn: i.DueOn, Status: i.Status, Result: r,
	}
}

// Correction is what somebody changes in published minutes; nil leaves a thing
// as it is.
type Correction struct {
	Reason string
	Notes  *string
	Items  []ItemCorrection
	People []PersonCorrection
}

// ItemCorrection changes what the minutes say of one agenda item.
type ItemCorrection struct {
	ID          string
	Notes       *string
	OutcomeText *string
}

// PersonCorrection changes somebody's attendance.
type PersonCorrection struct {
	PersonID string
	Present  bool
}

// Correct makes the next version of the minutes, with what changed (M4). It
// needs a reason and at least one change.
func (m Minutes) Correct(c Correction, by string, now time.Time) (Minutes, error) {
	next := m
	next.Number, next.Reason, next.CreatedBy, next.CreatedAt, next.Changes = m.Number+1, c.Reason, by, now, nil
	next.Agenda = append([]MinutesItem{}, m.Agenda...)
	next.Attendance = append([]MinutesPerson{}, m.Attendance...)
	var v Validation
	v.Check(c.Reason != "", "reason", "Say what was wrong.")
	v.Check(len(c.Reason) <= MaxReason, "reason", "Keep it under 1,000 characters.")
	next.change(&v, "notes", "", &next.Notes, c.Notes)
	for _, x := range c.Items {
		found := false
		for i := range next.Agenda {
			if item := &next.Agenda[i]; item.ID == x.ID {
				found = true
				next.change(&v, "notes", item.Title, &item.Notes, x.Notes)
				next.change(&v, "outcome_text", item.Title, &item.OutcomeText, x.OutcomeText)
			}
		}
		v.Check(found, "agenda", "The minutes have no such agenda item.")
	}
	for _, x := range c.People {
		for i := range next.Attendance {
			if p := &next.Attendance[i]; p.PersonID == x.PersonID && p.Present != x.Present {
				next.Changes = append(next.Changes, MinutesChange{Field: "present", Subject: p.Name, Before: yesNo(p.Present), After: yesNo(x.Present)})
				p.Present, p.Excused = x.Present, p.Excused && !x.Present
			}
		}
	}
	if err := v.Err(); err != nil {
		return m, err
	}
	if len(next.Changes) == 0 {
		return m, Errorf(CodeConflict, "Nothing changed, so there is nothing to correct.").By("M4")
	}
	return next, nil
}

// change sets a text and notes what it was.
func (m *Minutes) change(v *Validation, field, subject string, is *string, to *string) {
	if to == nil || *to == *is {
		return
	}
	v.Check(len(*to) <= MaxNotes, field, "Keep it under 8 KiB.")
	m.Changes = append(m.Changes, MinutesChange{Field: field, Subject: subject, Before: *is, After: *to})
	*is = *to
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
