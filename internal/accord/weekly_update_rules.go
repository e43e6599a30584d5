package accord

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The limits of what a side writes.
const (
	MaxUpdateLines = 20  // of one kind
	MaxUpdateLine  = 300 // characters, of a line and of its detail
	MaxUpdateNews  = 4000
	MaxRevenue     = 1e12
)

// The deadline unless a company chooses another.
const (
	defaultUpdateWeekday = 5
	defaultUpdateTime    = "16:00"
)

// Updates are the settings of the weekly update.
func (w Workspace) Updates() UpdateSettings {
	s := UpdateSettings{Weekday: w.UpdateWeekday, Clock: w.UpdateTime, Zone: Zone(w.TimeZone)}
	if s.Weekday < 1 || s.Weekday > 7 {
		s.Weekday = defaultUpdateWeekday
	}
	if _, err := time.Parse("15:04", s.Clock); err != nil {
		s.Clock = defaultUpdateTime
	}
	return s
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// checkUpdates refuses a deadline or a currency that is none.
func (w Workspace) checkUpdates(v *Validation) {
	v.Check(w.UpdateWeekday >= 0 && w.UpdateWeekday <= 7, "update_weekday", "Choose a day of the week.")
	_, err := time.Parse("15:04", w.UpdateTime)
	v.Check(err == nil && len(w.UpdateTime) == 5 || w.UpdateTime == "", "update_time", "Give a time like 16:00.")
	v.Check(w.Currency == "" || currencyCode.MatchString(w.Currency), "currency", "Give a currency by its three letters, for example EUR.")
}

// Deadline is when a week's update is sent at the latest.
func (s UpdateSettings) Deadline(w Week) time.Time {
	return LocalTime(string(w.Monday().AddDays(s.Weekday-1)) + "T" + s.Clock).In(s.Zone)
}

// Ends is when the week is over, and with it every chance to tell of it.
func (s UpdateSettings) Ends(w Week) time.Time { return w.Sunday().End(s.Zone) }

// Current is the week an update is written for.
func (s UpdateSettings) Current(now time.Time) Week { return WeekOf(DateOf(now, s.Zone)) }

// DueAt is when an update is closed: at the deadline, or, where nothing stood in
// it by then, when its week ends.
func (s UpdateSettings) DueAt(u WeeklyUpdate) time.Time {
	deadline := s.Deadline(u.Week())
	if u.BegunAt != nil && u.BegunAt.Before(deadline) {
		return deadline
	}
	return s.Ends(u.Week())
}

// DueUnbegun is when the update of a week is closed that nobody has begun by
// now: the deadline is kept in view while it can be met.
func (s UpdateSettings) DueUnbegun(w Week, now time.Time) time.Time {
	if deadline := s.Deadline(w); now.Before(deadline) {
		return deadline
	}
	return s.Ends(w)
}

// WantedAt is when people are told that an update is due, begun or not.
func (s UpdateSettings) WantedAt(u WeeklyUpdate, now time.Time) time.Time {
	if u.Status == UpdateDraft && u.BegunAt == nil {
		return s.DueUnbegun(u.Week(), now)
	}
	return s.DueAt(u)
}

// ToldUntil is the instant up to which earlier updates have told what happened:
// when the last one was sent, however many weeks were missed since. Before any
// was sent it is the deadline before the first week there was. before are those
// of earlier weeks, the latest first.
func (s UpdateSettings) ToldUntil(week Week, before []WeeklyUpdate) time.Time {
	first := week
	for _, u := range before {
		if u.SentAt != nil {
			return *u.SentAt
		}
		first = u.Week()
	}
	return s.Deadline(first.Add(-1))
}

// UpdateMailed is for how long after it was due an update is still mailed; a
// later one stands in the archive alone.
const UpdateMailed = 3 * 24 * time.Hour

// UpdateSide is the side somebody signs for, as its lead or deputy; "" for none.
func (w Workspace) UpdateSide(personID string) Side {
	for _, side := range []Side{Sales, Marketing} {
		if w.LeadsSide(personID, side) {
			return side
		}
	}
	return ""
}

// WritesUpdate reports whether somebody writes the part of a side: its lead, its
// deputy and admins.
func (w Workspace) WritesUpdate(by Actor, side Side) bool {
	return side.Other() != Neutral && (by.Admin() || w.UpdateSide(by.PersonID) == side)
}

// SeesDrafts reports whether somebody sees what is not sent yet: both leads,
// their deputies and admins.
func (w Workspace) SeesDrafts(by Actor) bool { return by.Admin() || w.UpdateSide(by.PersonID) != "" }

// ReadsUpdates reports whether somebody may read what was sent: every member.
// Observers see only what their teams have (X4).
func (a Actor) ReadsUpdates() bool { return a.Role != RoleObserver }

// SeesUpdate reports whether somebody may see an update: the draft those who
// write it, one that is closed those it is for (X1).
func (w Workspace) SeesUpdate(by Actor, u WeeklyUpdate) bool {
	if u.Status == UpdateDraft {
		return w.SeesDrafts(by)
	}
	return by.ReadsUpdates()
}

// Open refuses to change an update that is closed.
func (u WeeklyUpdate) Open() error {
	switch u.Status {
	case UpdateSent:
		return Errorf(CodeConflict, "The update of week %s was sent; it stays as it is.", u.ID)
	case UpdateMissed:
		return Errorf(CodeConflict, "Week %s is over without an update.", u.ID)
	}
	return nil
}

// Check refuses figures that are none.
func (u WeeklyUpdate) Check() error {
	var v Validation
	for location, n := range map[string]*float64{"revenue_to_date": u.RevenueToDate, "revenue_goal": u.RevenueGoal} {
		v.Check(n == nil || !math.IsNaN(*n) && *n >= 0 && *n <= MaxRevenue, location, "Give an amount from 0 up, for example 1200000.")
	}
	return v.Err()
}

// Cents rounds an amount to what is kept of it.
func Cents(amount float64) float64 { return math.Round(amount*100) / 100 }

// CheckUpdatePart refuses texts that are too long or too many, by the names the
// API gives them.
func CheckUpdatePart(p WeeklyUpdatePart, lines []WeeklyUpdateLine) error {
	var v Validation
	v.Check(utf8.RuneCountInString(p.News) <= MaxUpdateNews, "news", "Keep it under %d characters.", MaxUpdateNews)
	count := map[UpdateLineKind]int{}
	for _, l := range lines {
		field := l.Kind.Field()
		count[l.Kind]++
		v.Check(count[l.Kind] != MaxUpdateLines+1, field, "Give at most %d lines.", MaxUpdateLines)
		if said := strings.TrimSpace(l.Text) != ""; l.Kind == LineWin {
			v.Check(said, field, "Line %d: name the customer.", count[l.Kind])
		} else {
			v.Check(said, field, "Line %d: say it in a few words.", count[l.Kind])
		}
		long := utf8.RuneCountInString(l.Text) > MaxUpdateLine || utf8.RuneCountInString(l.Detail) > MaxUpdateLine
		v.Check(!long, field, "Keep it under %d characters.", MaxUpdateLine)
	}
	return v.Err()
}

// Field is the list of the API a kind stands in.
func (k UpdateLineKind) Field() string {
	switch k {
	case LineWin:
		return "wins"
	case LineTool:
		return "tools"
	case LineAsk:
		return "asks"
	default:
		return string(k)
	}
}

// Written reports whether people write the lines of the kind, rather than Accord.
func (k UpdateLineKind) Written() bool { return k == LineWin || k == LineTool || k == LineAsk }

// Signed reports whether the side's name is under it.
func (p WeeklyUpdatePart) Signed() bool { return p.SignedAt != nil }

// Sign puts the name of a side's lead, or of their deputy, under its part.
func (p WeeklyUpdatePart) Sign(by Actor, w Workspace, now time.Time) (WeeklyUpdatePart, error) {
	lead, _ := w.Lead(p.Side)
	switch {
	case w.UpdateSide(by.PersonID) != p.Side:
		return p, Errorf(CodeDenied, "Only the lead of a side or their deputy signs its part of the update.")
	case p.Signed():
		return p, Errorf(CodeConflict, "This part is signed already.")
	}
	at := Instant(now)
	p.SignedBy, p.SignedAt, p.AsDeputy = NullID(by.PersonID), &at, string(lead) != by.PersonID
	return p, nil
}

// TakeBack takes a side's name back while the update is not sent, by whoever may
// put it there.
func (p WeeklyUpdatePart) TakeBack(by Actor, w Workspace) (WeeklyUpdatePart, error) {
	switch {
	case w.UpdateSide(by.PersonID) != p.Side:
		return p, Errorf(CodeDenied, "Only the lead of a side or their deputy signs its part of the update.")
	case !p.Signed():
		return p, Errorf(CodeConflict, "This part is not signed.")
	}
	return p.Unsigned(), nil
}

// Unsigned takes the name back, since what it stands under is another now.
func (p WeeklyUpdatePart) Unsigned() WeeklyUpdatePart {
	p.SignedBy, p.SignedAt, p.AsDeputy = "", nil, false
	return p
}

// KeepAsks gives the new asks of a side the ids of those with the same words, and
// the action items they became, and keeps an ask that became one whatever is
// written: the item is there.
func KeepAsks(before, after []WeeklyUpdateLine) []WeeklyUpdateLine {
	out := slices.Clone(after)
	for _, old := range before {
		if old.Kind != LineAsk {
			continue
		}
		at := slices.IndexFunc(out, func(l WeeklyUpdateLine) bool {
			return l.Kind == LineAsk && l.ID == "" && l.Text == old.Text
		})
		switch {
		case at >= 0:
			out[at].ID, out[at].ActionItemID = old.ID, old.ActionItemID
		case old.ActionItemID != "":
			out = append(out, old)
		}
	}
	return out
}

// GoalOf is the goal of the quarter a week tells of, as the latest of earlier
// updates has it; nil where none of the quarter does.
func GoalOf(week Week, earlier []WeeklyUpdate) *float64 {
	for _, u := range earlier {
		if u.Week().Quarter() == week.Quarter() && u.RevenueGoal != nil {
			goal := *u.RevenueGoal
			return &goal
		}
	}
	return nil
}

// TitleOf is what fits into the title of an action item, cut at a word.
func TitleOf(text string) string {
	runes := []rune(text)
	if len(runes) <= MaxTitle {
		return text
	}
	cut := string(runes[:MaxTitle-1])
	if i := strings.LastIndexByte(cut, ' '); i > MaxTitle/2 {
		cut = cut[:i]
	}
	return strings.TrimSpace(cut) + "…"
}
