package accord

import "slices"

// VisitorsView is a closed team's meeting for one of its visitors (X4): when and
// where it is, their own part in it, and the agenda items marked shared, without
// who proposed or turned down what. The rest of the team is not theirs to see.
func VisitorsView(m Meeting, agenda []AgendaItem, attendance []Attendee, visitorID string) MeetingDetail {
	d := MeetingDetail{
		Meeting: Meeting{
			WorkspaceID: m.WorkspaceID, ID: m.ID, SeriesID: m.SeriesID, OriginalStart: m.OriginalStart, Title: m.Title, Location: m.Location,
			StartsAt: m.StartsAt, DurationMinutes: m.DurationMinutes, TimeZone: m.TimeZone, Sequence: m.Sequence, Status: m.Status,
			StartedAt: m.StartedAt, ClosedAt: m.ClosedAt, CancelledAt: m.CancelledAt, CreatedAt: m.CreatedAt, Version: m.Version,
		},
	}
	d.Agenda = slices.DeleteFunc(slices.Clone(agenda), func(i AgendaItem) bool { return !i.Shared || i.Status != AgendaAccepted })
	d.Attendance = slices.DeleteFunc(slices.Clone(attendance), func(p Attendee) bool { return p.PersonID != visitorID })
	d.AgendaMinutes = PlannedMinutes(d.Agenda, d.DurationMinutes)
	return d
}
