package pages

import (
	"time"

	"accord/internal/accord"
)

// NextDay is the day of the next meeting for the reader.
func (v *dashboardView) NextDay() accord.Date { return v.L.DateOf(v.Next.StartsAt) }

// NextTimes writes when the next meeting is in its own zone, and in the
// reader's where the clocks differ.
func (v *dashboardView) NextTimes() string {
	n := v.Next
	ends := n.StartsAt.Add(time.Duration(n.DurationMinutes) * time.Minute)
	zone := accord.Zone(n.TimeZone)
	text := v.L.T("dashboard.next.times", "Range", v.L.ClockRange(n.StartsAt, ends, zone), "City", v.L.City(n.TimeZone))
	if accord.LocalTimeOf(n.StartsAt, zone) != accord.LocalTimeOf(n.StartsAt, v.L.Zone()) {
		text += ", " + v.L.T("time.in_city", "Time", v.L.Clock(n.StartsAt), "City", v.L.City(v.Actor.TimeZone))
	}
	return text
}

// NextLink is the page of the next meeting.
func (v *dashboardView) NextLink() string {
	if v.Next.SeriesID != "" {
		return "/series/" + v.Next.SeriesID + "/" + string(v.Next.OriginalStart)
	}
	return "/meetings/" + v.Next.MeetingID
}

// MeetingLink is the page of a meeting.
func (v *dashboardView) MeetingLink(m accord.Meeting) string {
	if m.SeriesID != "" {
		return "/series/" + string(m.SeriesID) + "/" + string(m.OriginalStart)
	}
	return "/meetings/" + m.ID
}

// check is one line of what the next meeting has or lacks.
type check struct {
	OK         bool
	Text       string
	Link, Verb string
}

// NextChecks says how far the next meeting is prepared. What cannot be done any
// more has no link.
func (v *dashboardView) NextChecks() []check {
	n := v.Next
	checks := []check{}
	if n.AgendaKnown {
		checks = v.agendaChecks()
	} else if n.Locked {
		checks = append(checks, check{OK: true, Text: v.L.T("dashboard.next.locked")})
	}
	if n.Open > 0 {
		text := v.L.N("dashboard.next.open", n.Open)
		if n.Carried > 0 {
			text = v.L.N("dashboard.next.carried", n.Open, "Carried", v.L.Int(n.Carried))
		}
		checks = append(checks, check{Text: text, Link: v.NextLink() + "#opening", Verb: v.L.T("dashboard.next.review")})
	}
	if v.Past {
		for i := range checks {
			checks[i].Link, checks[i].Verb = "", ""
		}
	}
	return checks
}

// agendaChecks says what stands on the agenda, and what it lacks.
func (v *dashboardView) agendaChecks() []check {
	n := v.Next
	if n.AgendaItems == 0 {
		return []check{{Text: v.L.T("dashboard.next.no_agenda"), Link: v.NextLink(), Verb: v.L.T("dashboard.next.propose")}}
	}
	fits := n.AgendaMinutes <= n.DurationMinutes && len(n.MissingSides) == 0
	checks := []check{{OK: fits, Text: v.L.N("dashboard.next.agenda", n.AgendaItems, "Minutes", v.L.Int(n.AgendaMinutes), "Length", v.L.Int(n.DurationMinutes))}}
	for _, side := range n.MissingSides {
		checks = append(checks, check{Text: v.L.T("dashboard.next.missing_side", "Side", v.SideName(side)), Link: v.NextLink(), Verb: v.L.T("dashboard.next.propose")})
	}
	if n.NoPresenter > 0 {
		checks = append(checks, check{Text: v.L.N("dashboard.next.no_presenter", n.NoPresenter), Link: v.NextLink(), Verb: v.L.T("dashboard.next.assign")})
	}
	return checks
}

// FirstPeople are the avatars shown of the next meeting's people.
func (v *dashboardView) FirstPeople() []Avatar {
	var out []Avatar
	for _, p := range v.Next.People[:min(len(v.Next.People), maxAvatars)] {
		out = append(out, v.Avatar(p.Name, p.Side))
	}
	return out
}

// MorePeople is how many are not shown.
func (v *dashboardView) MorePeople() int { return max(len(v.Next.People)-maxAvatars, 0) }

const maxAvatars = 4
