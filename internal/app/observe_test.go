package app

import (
	"slices"
	"testing"
	"time"

	"accord/internal/accord"
)

// friday is a weekly series whose Friday is Christmas and New Year's Day.
func (w *workplace) friday(policy accord.HolidayPolicy) SeriesDetail {
	w.t.Helper()
	in := secondTuesday()
	in.Rrule, in.StartsAtLocal = "FREQ=WEEKLY;BYDAY=FR", "2026-12-11T10:00"
	in.HolidayCalendar, in.HolidayPolicy = "DE", string(policy)
	d, err := w.app.CreateSeries(w.ctx(), w.as("ana"), in)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

// Every reader of a series' dates sees what the days off leave (S3).
func TestSchedule_readers(t *testing.T) {
	for policy, want := range map[accord.HolidayPolicy]struct {
		december []string // start of each date, from the 18th on
		opens    string   // where the date of the 25th is opened; "" for nowhere
	}{
		accord.HolidayKeep:     {[]string{"18", "25", "01", "08"}, "2026-12-25T10:00"},
		accord.HolidayNext:     {[]string{"18", "28", "04", "08"}, "2026-12-28T10:00"},
		accord.HolidayPrevious: {[]string{"18", "24", "31", "08"}, "2026-12-24T10:00"},
		accord.HolidaySkip:     {[]string{"18", "08"}, ""},
	} {
		t.Run(string(policy), func(t *testing.T) {
			eachWorkplace(t, "2026-12-14T09:00", func(t *testing.T, w *workplace) {
				d, zone := w.friday(policy), accord.Zone("Europe/Berlin")
				days := func(dates []accord.SeriesDate) (list []string) {
					for _, d := range dates {
						list = append(list, d.StartsAt.In(zone).Format("02"))
					}
					return list
				}
				from, to := accord.Date("2026-12-17").End(zone), accord.Date("2027-01-09").End(zone)
				all, err := w.app.Occurrences(w.ctx(), w.as("leo"), d.ID, from, to)
				if err != nil || !slices.Equal(days(all), want.december) {
					t.Errorf("occurrences = %v, %v, want %v", days(all), err, want.december)
				}
				detail, err := w.app.Series(w.ctx(), w.as("leo"), d.ID)
				if err != nil || !slices.Equal(days(detail.Next)[:len(want.december)], want.december) {
					t.Errorf("next = %v, %v, want %v", days(detail.Next), err, want.december)
				}
				entries, err := w.app.Calendar(w.ctx(), w.as("leo"), false, from, to)
				if err != nil || len(entries) != len(want.december) {
					t.Errorf("calendar has %d entries, %v, want %d", len(entries), err, len(want.december))
				}
				m, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, "2026-12-25T10:00")
				switch {
				case want.opens == "" && accord.CodeOf(err) != accord.CodeConflict:
					t.Errorf("Open(a date left out) = %v, want conflict", err)
				case want.opens != "" && (err != nil || string(accord.LocalTimeOf(m.StartsAt, zone)) != want.opens || m.OriginalStart != "2026-12-25T10:00"):
					t.Errorf("opened %s at %s, %v, want %s", m.OriginalStart, m.StartsAt, err, want.opens)
				}
				if all, _ = w.app.Occurrences(w.ctx(), w.as("leo"), d.ID, from, to); !slices.Equal(days(all), want.december) {
					t.Errorf("occurrences = %v after one was opened, want %v", days(all), want.december)
				}
				named := func(entries []CalendarEntry) (names []string) {
					for _, e := range entries {
						names = append(names, e.DayOff)
					}
					return names
				}
				if opened, err := w.app.Calendar(w.ctx(), w.as("leo"), false, from, to); policy != accord.HolidayKeep && !slices.Equal(named(opened), named(entries)) {
					t.Errorf("S3 days off of the calendar after one was opened = %q, %v, want %q", named(opened), err, named(entries))
				}
			})
		})
	}
}

// A date that a day off moves into a window, or out of it, is found exactly
// once, opened or not.
func TestSchedule_readers_at_the_edge_of_a_window(t *testing.T) {
	eachWorkplace(t, "2026-12-14T09:00", func(t *testing.T, w *workplace) {
		d, zone := w.friday(accord.HolidayNext), accord.Zone("Europe/Berlin")
		monday := accord.Date("2026-12-27").End(zone)
		look := func() (before, after, coming []string) {
			for _, window := range []struct {
				from, to time.Time
				names    *[]string
			}{{monday.AddDate(0, 0, -4), monday, &before}, {monday, monday.AddDate(0, 0, 3), &after}} {
				dates, err := w.app.Occurrences(w.ctx(), w.as("leo"), d.ID, window.from, window.to)
				if err != nil {
					t.Fatal(err)
				}
				*window.names = names(dates)
			}
			list, err := w.app.upcoming(w.ctx(), w.store, []accord.Series{d.Series}, monday, 1)
			if err != nil {
				t.Fatal(err)
			}
			return before, after, names(list[d.ID])
		}
		d.Series, _ = w.store.Series(w.ctx(), d.ID)
		for _, status := range []string{"planned", "scheduled"} {
			before, after, coming := look()
			want := []string{"2026-12-25T10:00 " + status}
			if len(before) != 0 || !slices.Equal(after, want) || !slices.Equal(coming, want) {
				t.Errorf("%s: %v before Monday, %v from then on, %v next; want it once, from Monday on", status, before, after, coming)
			}
			if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, "2026-12-25T10:00"); err != nil {
				t.Fatal(err)
			}
		}
		// Moved by hand to before the window that its series had put it into.
		saturday := accord.LocalTime("2026-12-26T10:00").In(zone)
		if _, _, err := w.app.ChangeOccurrence(w.ctx(), w.as("ana"), d.ID, "2026-12-25T10:00", accord.Match{}, OccurrenceChange{StartsAt: &saturday}); err != nil {
			t.Fatal(err)
		}
		before, after, coming := look()
		if !slices.Equal(before, []string{"2026-12-25T10:00 scheduled"}) || len(after) != 0 || !slices.Equal(coming, []string{"2027-01-01T10:00 planned"}) {
			t.Errorf("moved: %v before Monday, %v from then on, %v next; want it once, before", before, after, coming)
		}
	})
}
