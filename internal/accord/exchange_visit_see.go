package accord

import (
	"cmp"
	"slices"
)

// VisitorsView is a closed team's meeting for one of its visitors (X4): when and
// where it is, their own part in it, and the agenda items marked shared, without
// who proposed them and what was noted about them. The rest of the team is not
// theirs to see.
func VisitorsView(m Meeting, agenda []AgendaItem, attendance []Attendee, visitorID string) MeetingDetail {
	d := MeetingDetail{
		Meeting: Meeting{
			WorkspaceID: m.WorkspaceID, ID: m.ID, SeriesID: m.SeriesID, OriginalStart: m.OriginalStart, Title: m.Title, Location: m.Location,
			StartsAt: m.StartsAt, DurationMinutes: m.DurationMinutes, TimeZone: m.TimeZone, Sequence: m.Sequence, Status: m.Status,
			StartedAt: m.StartedAt, ClosedAt: m.ClosedAt, CancelledAt: m.CancelledAt, CreatedAt: m.CreatedAt, Version: m.Version,
		},
	}
	d.Agenda = []AgendaItem{}
	for _, i := range agenda {
		if i.Shared && i.Status == AgendaAccepted {
			d.Agenda = append(d.Agenda, i.forVisitors())
		}
	}
	d.Attendance = slices.DeleteFunc(slices.Clone(attendance), func(p Attendee) bool { return p.PersonID != visitorID })
	d.AgendaMinutes = PlannedMinutes(d.Agenda, d.DurationMinutes)
	return d
}

// forVisitors is the item as visitors of a closed team see it: what it is about
// and for how long.
func (i AgendaItem) forVisitors() AgendaItem {
	return AgendaItem{
		WorkspaceID: i.WorkspaceID, ID: i.ID, SeriesID: i.SeriesID, MeetingID: i.MeetingID, Title: i.Title, Kind: i.Kind, Side: i.Side,
		PresenterID: i.PresenterID, Minutes: i.Minutes, Why: i.Why, Status: i.Status, Position: i.Position, Shared: true, Horizon: i.Horizon,
		CreatedAt: i.CreatedAt, Version: i.Version,
	}
}

// VisitTitle is what days with the other side are called in calendars, in the
// reader's language: with somebody, or with the side.
func VisitTitle(w Workspace, host Side, visitor, with, locale string) string {
	words := minutesWordsIn(locale, w)
	return oneLine(visitor) + words.visits + cmp.Or(oneLine(with), words.sides[host])
}
