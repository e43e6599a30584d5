package accord

import (
	"testing"
	"time"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v.UTC()
}

func TestSeries_LeadTimes(t *testing.T) {
	monthly := Series{TimeZone: "Europe/Berlin", AskMinutes: 10 * 1440, RemindMinutes: 5 * 1440, SendMinutes: 2 * 1440}
	weekly := Series{TimeZone: "Europe/Berlin", AskMinutes: 3 * 1440, RemindMinutes: 1440, SendMinutes: 240}
	for _, c := range []struct {
		name              string
		series            Series
		start, previous   string
		ask, remind, send string
	}{
		{
			"A4 ten, five, two days", monthly, "2027-01-12T10:00:00+01:00", "2026-12-08T11:00:00+01:00",
			"2027-01-02T10:00:00+01:00", "2027-01-07T10:00:00+01:00", "2027-01-10T10:00:00+01:00",
		},
		{
			"A4 three days, one day, four hours", weekly, "2027-01-12T10:00:00+01:00", "2027-01-05T11:00:00+01:00",
			"2027-01-09T10:00:00+01:00", "2027-01-11T10:00:00+01:00", "2027-01-12T06:00:00+01:00",
		},
		{
			"A4 days stay at the wall clock over a change of clocks", monthly, "2027-03-30T10:00:00+02:00", "2027-03-01T11:00:00+01:00",
			"2027-03-20T10:00:00+01:00", "2027-03-25T10:00:00+01:00", "2027-03-28T10:00:00+02:00",
		},
		{
			"A4 never before the previous occurrence has ended", monthly, "2027-01-12T10:00:00+01:00", "2027-01-08T11:00:00+01:00",
			"2027-01-08T11:00:00+01:00", "2027-01-08T11:00:00+01:00", "2027-01-10T10:00:00+01:00",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.series.LeadTimes(at(t, c.start), at(t, c.previous))
			want := LeadTimes{Ask: at(t, c.ask), Remind: at(t, c.remind), Send: at(t, c.send)}
			if got != want {
				t.Errorf("LeadTimes = %v, want %v", got, want)
			}
		})
	}
}

func TestActionItem_reminders(t *testing.T) {
	for _, c := range []struct{ zone, due, tomorrow, overdue string }{
		{"Europe/Berlin", "2026-11-25", "2026-11-24T08:00:00+01:00", "2026-11-26T08:00:00+01:00"},
		{"Europe/Berlin", "2027-03-28", "2027-03-27T08:00:00+01:00", "2027-03-29T08:00:00+02:00"},
		{"America/New_York", "2026-12-31", "2026-12-30T08:00:00-05:00", "2027-01-01T08:00:00-05:00"},
	} {
		item := ActionItem{DueOn: Date(c.due), OwnerZone: c.zone}
		if got, want := item.DueTomorrowAt(), at(t, c.tomorrow); !got.Equal(want) {
			t.Errorf("DueTomorrowAt(%s, %s) = %s, want %s", c.due, c.zone, got, want)
		}
		if got, want := item.OverdueAt(), at(t, c.overdue); !got.Equal(want) {
			t.Errorf("OverdueAt(%s, %s) = %s, want %s", c.due, c.zone, got, want)
		}
	}
}
