package accord

import (
	"slices"
	"strings"
)

// MaxAgendaMinutes bounds one agenda item's length.
const MaxAgendaMinutes = 480

// maxWhy bounds the reason of an agenda item, in bytes.
const maxWhy = 1000

// Check validates the words of an agenda item (title, kind, side, minutes).
func (i AgendaItem) Check() error {
	var v Validation
	v.Check(i.Title != "", "title", "Give it a title.")
	v.Check(len(i.Title) <= 200, "title", "Keep it under 200 characters.")
	v.Check(i.Kind.Valid(), "kind", "Choose decide, solve, inform or plan.")
	v.Check(i.Side.Valid(), "side", "Choose sales, marketing or neutral.")
	v.Add("", i.Horizon.Check())
	v.Check(i.Minutes > 0 && i.Minutes <= MaxAgendaMinutes, "minutes", "Give 1 to 480 minutes.")
	v.Check(len(i.Why) <= maxWhy, "why", "Keep it under 1,000 characters.")
	v.Check(len(i.Notes) <= MaxNotes, "notes", "Keep it under 8 KiB.")
	return v.Err()
}

// MaxNotes is the longest Markdown field, in bytes: rendering is quadratic in
// the worst case.
const MaxNotes = 8 << 10

// Accept puts a proposal or a parked item on the agenda (A1).
func (i AgendaItem) Accept() (AgendaItem, error) {
	if i.Status != AgendaProposed && i.Status != AgendaParked && i.Status != AgendaDeclined {
		return i, Errorf(CodeConflict, "It is %s already.", i.Status).By("A1")
	}
	i.Status, i.Reason = AgendaAccepted, ""
	return i, nil
}

// Park takes an item off the meeting into the series' backlog (A1). reason may
// be empty.
func (i AgendaItem) Park(reason string) (AgendaItem, error) {
	switch {
	case i.SeriesID == "":
		return i, Errorf(CodeConflict, "A one-time meeting has no backlog to park it in.").By("A1")
	case i.Status != AgendaProposed && i.Status != AgendaAccepted:
		return i, Errorf(CodeConflict, "It is %s already.", i.Status).By("A1")
	}
	i.CameFromID = i.MeetingID
	i.Status, i.Reason, i.MeetingID = AgendaParked, reason, ""
	return i, nil
}

// Decline refuses a proposal with a reason its author sees (A1).
func (i AgendaItem) Decline(reason string) (AgendaItem, error) {
	var v Validation
	v.Check(reason != "", "reason", "Say why; its author sees it.")
	v.Check(len(reason) <= 1000, "reason", "Keep it under 1,000 characters.")
	if err := v.Err(); err != nil {
		return i, err
	}
	if i.Status != AgendaProposed {
		return i, Errorf(CodeConflict, "Only a proposal can be declined; this is %s.", i.Status).By("A1")
	}
	i.Status, i.Reason = AgendaDeclined, reason
	return i, nil
}

// Merge folds the item into another one of the same meeting (A1).
func (i AgendaItem) Merge(into AgendaItem) (AgendaItem, error) {
	switch {
	case into.ID == i.ID:
		return i, Errorf(CodeConflict, "An item cannot be merged into itself.").By("A1")
	case i.Status == AgendaMerged || i.Status == AgendaDeclined:
		return i, Errorf(CodeConflict, "It is %s already.", i.Status).By("A1")
	case into.Status == AgendaMerged || into.Status == AgendaDeclined:
		return i, Errorf(CodeConflict, "The other item is %s.", into.Status).By("A1")
	case into.MeetingID != i.MeetingID || into.SeriesID != i.SeriesID:
		return i, Errorf(CodeConflict, "Both items must stand at the same meeting.").By("A1")
	}
	i.Status, i.MergedIntoID = AgendaMerged, NullID(into.ID)
	return i, nil
}

// AskedAlready is the item of an agenda that asks the same for the same side, as
// the standing questions of a template do: what is left over of one joins it. A
// proposal joins nothing by itself (A1); the zero item is none.
func (i AgendaItem) AskedAlready(agenda []AgendaItem) AgendaItem {
	same := func(o AgendaItem) bool {
		return o.Status == AgendaAccepted && o.Side == i.Side && strings.EqualFold(strings.TrimSpace(o.Title), strings.TrimSpace(i.Title))
	}
	if at := slices.IndexFunc(agenda, same); at >= 0 && i.Status == AgendaAccepted {
		return agenda[at]
	}
	return AgendaItem{}
}

// AgendaMinutes is what an agenda plans per side against the meeting's length
// (A2).
type AgendaMinutes struct {
	Sales     int `json:"sales"`
	Joint     int `json:"joint"`
	Marketing int `json:"marketing"`
	Length    int `json:"length"`
}

// Total is the planned minutes of all sides.
func (m AgendaMinutes) Total() int { return m.Sales + m.Joint + m.Marketing }

// Over is by how many minutes the agenda exceeds the meeting, at least 0.
func (m AgendaMinutes) Over() int { return max(0, m.Total()-m.Length) }

// PlannedMinutes sums the accepted items per side (A2); length is the
// meeting's, in minutes.
func PlannedMinutes(items []AgendaItem, length int) AgendaMinutes {
	m := AgendaMinutes{Length: length}
	for _, i := range items {
		if i.Status != AgendaAccepted {
			continue
		}
		switch i.Side {
		case Sales:
			m.Sales += i.Minutes
		case Marketing:
			m.Marketing += i.Minutes
		default:
			m.Joint += i.Minutes
		}
	}
	return m
}

// MissingSides lists the sides without an accepted item (A3), Sales first.
func MissingSides(items []AgendaItem) []Side {
	var missing []Side
	for _, side := range []Side{Sales, Marketing} {
		found := false
		for _, i := range items {
			found = found || i.Status == AgendaAccepted && i.Side == side
		}
		if !found {
			missing = append(missing, side)
		}
	}
	return missing
}

// Decided sets how the item ended at its meeting; "" takes that back.
func (i AgendaItem) Decided(o Outcome, text string) (AgendaItem, error) {
	var v Validation
	v.Check(o == "" || o.Valid(), "outcome", "Choose settled, continued, parked or dropped.")
	v.Check(len(text) <= 1000, "outcome_text", "Keep it under 1,000 characters.")
	if err := v.Err(); err != nil {
		return i, err
	}
	if i.Status != AgendaAccepted {
		return i, Errorf(CodeConflict, "Only an item on the agenda has an outcome; this one is %s.", i.Status)
	}
	i.Outcome, i.OutcomeText = o, text
	return i, nil
}

// The places a left-over agenda item may go at closing (A3).
const (
	LeftOverNext    = "next"
	LeftOverBacklog = "backlog"
)

// CheckLeftOver validates a closer's choice; "" is none.
func CheckLeftOver(location, choice string) error {
	var v Validation
	v.Check(choice == "" || choice == LeftOverNext || choice == LeftOverBacklog, location, "Choose next or backlog.")
	return v.Err()
}

// LeftOver reports whether the item has to go on when its meeting closes (A3):
// on the agenda without an outcome, proposed and never answered, or continued.
func (i AgendaItem) LeftOver() bool {
	switch i.Status {
	case AgendaAccepted:
		return i.Outcome == "" || i.Outcome == OutcomeContinued
	case AgendaProposed:
		return true
	default:
		return false
	}
}

// GoesOn sends a left-over item from one meeting to the next, as it is, or to
// the series' backlog where next is "" (A3). A continued one stays, since its
// outcome is part of the minutes; what goes on is its [AgendaItem.Continuation].
func (i AgendaItem) GoesOn(from Meeting, next string) AgendaItem {
	i.CameFromID, i.MeetingID = NullID(from.ID), NullID(next)
	if next == "" && i.Status == AgendaAccepted {
		i.Status = AgendaParked
	}
	return i
}

// Continuation is the item a continued one goes on as.
func (i AgendaItem) Continuation(id string, from Meeting, next string) AgendaItem {
	i.ID, i.Version, i.NotesVersion = id, 1, 1
	i.Outcome, i.OutcomeText, i.SpentSeconds, i.Notes = "", "", 0, ""
	return i.GoesOn(from, next)
}

// MeetingLeftOver counts what stood on the agenda of a meeting, by side, and
// went on without an outcome when it was closed (A3). The items are elsewhere
// by now; the figures of that meeting still count them.
type MeetingLeftOver struct {
	WorkspaceID string
	MeetingID   string
	Side        Side
	Items       int
	Minutes     int // as planned
}

// LeftWithoutOutcome counts the items of an agenda that leave it at closing. A
// continued one stays with its outcome, a proposal never stood on it.
func LeftWithoutOutcome(meetingID string, agenda []AgendaItem) []MeetingLeftOver {
	var list []MeetingLeftOver
	for _, side := range Sides() {
		left := MeetingLeftOver{MeetingID: meetingID, Side: side}
		for _, i := range agenda {
			if i.Side == side && i.Status == AgendaAccepted && i.Outcome == "" {
				left.Items, left.Minutes = left.Items+1, left.Minutes+i.Minutes
			}
		}
		if left.Items > 0 {
			list = append(list, left)
		}
	}
	return list
}
