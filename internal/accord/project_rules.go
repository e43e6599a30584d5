package accord

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The longest texts of a growth project, in characters.
const (
	MaxHypothesis = 2000
	MaxEffect     = 300
	MaxLearned    = 2000
)

// Valid reports whether s is one of the states.
func (s ProjectState) Valid() bool { return slices.Contains(ProjectStates(), s) }

// Check validates the words of a project.
func (p Project) Check() error {
	var v Validation
	v.Check(p.Title != "", "title", "Give it a title.")
	v.Check(utf8.RuneCountInString(p.Title) <= MaxTitle, "title", "Keep it under %d characters.", MaxTitle)
	v.Check(!strings.ContainsAny(p.Title, "\r\n"), "title", "Keep it on one line.")
	v.Check(utf8.RuneCountInString(p.Hypothesis) <= MaxHypothesis, "hypothesis", "Keep it under %d characters.", MaxHypothesis)
	v.Check(utf8.RuneCountInString(p.ExpectedEffect) <= MaxEffect, "expected_effect", "Keep it under %d characters.", MaxEffect)
	v.Check(utf8.RuneCountInString(p.Learned) <= MaxLearned, "learned", "Keep it under %d characters.", MaxLearned)
	v.Check(p.Side.Valid(), "side", "Choose sales, marketing or neutral.")
	v.Add("", p.Horizon.Check())
	return v.Err()
}

// Sponsor is who answers for the project on a side; "" is nobody yet.
func (p Project) Sponsor(side Side) NullID {
	switch side {
	case Sales:
		return p.SponsorSalesID
	case Marketing:
		return p.SponsorMarketingID
	default:
		return ""
	}
}

// CheckSponsor refuses a sponsor who is not of the side they are to answer for,
// or who can promise nothing.
func CheckSponsor(side Side, who Person) error {
	if who.Side != side || !who.Active() || who.Role == RoleObserver {
		return Errorf(CodeInvalid, "Choose somebody of this side who is here.")
	}
	return nil
}

// sponsors reports whether by is one of its sponsors.
func (p Project) sponsors(by Actor) bool {
	return by.PersonID != "" && (string(p.SponsorSalesID) == by.PersonID || string(p.SponsorMarketingID) == by.PersonID)
}

// Edits reports whether by may change its words: its sponsors, whoever wrote it
// down, the leaders of its team (leads) and admins.
func (p Project) Edits(by Actor, leads bool) bool {
	return by.Role != RoleObserver && (leads || by.Admin() || p.sponsors(by) || p.CreatedBy == by.PersonID)
}

// Steers reports whether by may begin and end it: its sponsors, the leaders of
// its team and admins. Whoever wrote an idea down may also take it back.
func (p Project) Steers(by Actor, leads bool) bool {
	own := p.State == ProjectIdea && p.CreatedBy == by.PersonID
	return by.Role != RoleObserver && (leads || by.Admin() || p.sponsors(by) || own)
}

// Next lists the states it can go to from where it is.
func (p Project) Next() []ProjectState {
	switch p.State {
	case ProjectIdea:
		return []ProjectState{ProjectChosen, ProjectStopped}
	case ProjectChosen:
		return []ProjectState{ProjectActive, ProjectStopped}
	case ProjectActive:
		return []ProjectState{ProjectDone, ProjectStopped}
	default:
		return nil
	}
}

// ProjectMove is a change of a project's state, with what the rule asks for.
type ProjectMove struct {
	To        ProjectState
	By        Actor
	Leads     bool   // By leads its team
	MeetingID string // of its team, running now or closed since the idea was written down; "" for none
	Active    int    // projects of its team under way
	Limit     int    // how many may be
	Now       time.Time
	Sides     Workspace // for the names of its sides
}

// Move brings the project into another state. It is chosen by a leader at or
// after a meeting of its team, begun when it has a sponsor of each side and room
// is left, and ended with what was learned.
func (p Project) Move(m ProjectMove) (Project, error) {
	if !m.To.Valid() {
		return p, invalid("", "state", "Choose idea, chosen, active, done or stopped.")
	}
	if m.To == p.State {
		return p, nil
	}
	if !slices.Contains(p.Next(), m.To) {
		return p, Errorf(CodeConflict, "A project goes from idea to chosen, active, and done or stopped; this one is %s.", p.State)
	}
	now := Instant(m.Now)
	var err error
	switch m.To {
	case ProjectChosen:
		err = p.mayChoose(m)
		p.ChosenMeetingID, p.ChosenAt = NullID(m.MeetingID), &now
	case ProjectActive:
		err = p.mayStart(m)
		p.ActiveAt = &now
	default:
		err = p.mayEnd(m)
		p.EndedAt = &now
	}
	p.State = m.To
	return p, err
}

func (p Project) mayChoose(m ProjectMove) error {
	switch {
	case !m.Leads && !m.By.Admin():
		return Errorf(CodeDenied, "The leaders of its team choose a project.").By("X4")
	case p.TeamID == "":
		return invalid("", "team_id", "Say which team's meeting chooses it.")
	case m.MeetingID == "":
		return Errorf(CodeConflict, "A project is chosen at a meeting of its team, or after one that was held since the idea was written down.")
	}
	return nil
}

func (p Project) mayStart(m ProjectMove) error {
	if !p.Steers(m.By, m.Leads) {
		return Errorf(CodeDenied, "Its sponsors and the leaders of its team begin and end a project.").By("X4")
	}
	var v Validation
	v.Check(p.SponsorSalesID != "", "sponsor_sales_id", "Name a sponsor of %s before it begins.", cmp.Or(m.Sides.SalesName, "Sales"))
	v.Check(p.SponsorMarketingID != "", "sponsor_marketing_id", "Name a sponsor of %s before it begins.", cmp.Or(m.Sides.MarketingName, "Marketing"))
	v.Check(p.Hypothesis != "", "hypothesis", "Say why it should work before it begins.")
	v.Check(p.ExpectedEffect != "", "expected_effect", "Say what it is to bring before it begins.")
	if err := v.Err(); err != nil {
		return err
	}
	return ProjectRoom(m.Active, m.Limit)
}

// Keeps refuses to empty what a project had to have in order to begin while it
// is under way. What was missing before, as where a sponsor left, may still be.
func (p Project) Keeps(before Project) error {
	var v Validation
	if before.State == ProjectActive {
		const message = "It is under way: change this, but do not empty it."
		v.Check(p.SponsorSalesID != "" || before.SponsorSalesID == "", "sponsor_sales_id", message)
		v.Check(p.SponsorMarketingID != "" || before.SponsorMarketingID == "", "sponsor_marketing_id", message)
		v.Check(p.Hypothesis != "" || before.Hypothesis == "", "hypothesis", message)
		v.Check(p.ExpectedEffect != "" || before.ExpectedEffect == "", "expected_effect", message)
	}
	return v.Err()
}

// ProjectRoom refuses one more project under way where as many are as may be.
func ProjectRoom(active, limit int) error {
	if active >= limit {
		return Errorf(CodeConflict, "%d projects are under way, as many as you set. End one first.", active)
	}
	return nil
}

func (p Project) mayEnd(m ProjectMove) error {
	if !p.Steers(m.By, m.Leads) {
		return Errorf(CodeDenied, "Its sponsors and the leaders of its team begin and end a project.").By("X4")
	}
	if p.Learned == "" {
		return invalid("", "learned", "Say what was learned.")
	}
	return nil
}

// stalledAfter is how many working days a project that begins has for its first
// promise.
const stalledAfter = 3

// Fresh reports whether the project began less than three working days, Monday
// to Friday, before now: until then it is no news that nobody promised anything.
func (p Project) Fresh(now time.Time) bool {
	if p.ActiveAt == nil {
		return false
	}
	day := DateOf(*p.ActiveAt, time.UTC)
	until := p.ActiveAt.AddDate(0, 0, day.DaysUntil(WorkWeek("").After(day, stalledAfter)))
	return now.Before(until)
}

// Stalled reports whether it is under way, for some working days by now, and
// nobody has promised anything for it: promised counts its open action items.
func (p Project) Stalled(promised int, now time.Time) bool {
	return p.State == ProjectActive && promised == 0 && !p.Fresh(now)
}

// StateAt is the state it was in at an instant; "" before it was written down.
func (p Project) StateAt(at time.Time) ProjectState {
	reached := func(t *time.Time) bool { return t != nil && !t.After(at) }
	switch {
	case p.CreatedAt.After(at):
		return ""
	case reached(p.EndedAt):
		return p.State
	case reached(p.ActiveAt):
		return ProjectActive
	case reached(p.ChosenAt):
		return ProjectChosen
	}
	return ProjectIdea
}
