package pages

import (
	"net/url"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// A figure of meetings opens the meetings it counted.
func TestCalendar_of_a_period(t *testing.T) {
	from, to := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), time.Date(2026, 2, 2, 0, 0, 0, 0, time.UTC)
	row := func(series, team string, status accord.MeetingStatus, at time.Time) calendarRow {
		e := app.CalendarEntry{SeriesID: series, TeamID: team}
		e.Status, e.StartsAt = status, at
		return calendarRow{CalendarEntry: e}
	}
	for _, c := range []struct {
		query string
		want  int
	}{
		{"", 3}, {"status=closed", 2}, {"series=s1", 2}, {"team=t2", 1}, {"series=s1&status=closed", 1}, {"series=none", 0},
	} {
		rows := []calendarRow{
			row("s1", "t1", accord.MeetingClosed, from), row("s1", "t1", accord.MeetingCancelled, from.AddDate(0, 0, 7)),
			row("s2", "t2", accord.MeetingClosed, to.Add(-time.Second)), row("s1", "t1", accord.MeetingClosed, to),
			row("s1", "t1", accord.MeetingClosed, from.Add(-time.Second)),
		}
		query, _ := url.ParseQuery(c.query)
		v, got := &calendarView{Base: testBase("en")}, 0
		v.ofPeriod(rows, query, from, to)
		for _, g := range v.Groups {
			got += len(g.Rows)
		}
		if got != c.want {
			t.Errorf("/meetings?%s has %d meetings, want %d", c.query, got, c.want)
		}
	}
	for _, bad := range []string{"", "from=2026-01-05T00:00:00Z", "from=x&to=y", "from=2026-02-05T00:00:00Z&to=2026-01-05T00:00:00Z", "from=1026-01-05T00:00:00Z&to=2026-01-05T00:00:00Z"} {
		query, _ := url.ParseQuery(bad)
		if a, b := periodOf(query); !a.IsZero() || !b.IsZero() {
			t.Errorf("periodOf(%q) = %v, %v, want none", bad, a, b)
		}
	}
}
