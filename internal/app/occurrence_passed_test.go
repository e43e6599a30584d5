package app

import (
	"context"
	"slices"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
)

// Whatever is changed while dates have come and gone that nobody opened: the
// worker finds them afterwards (S6).
func TestPlanNext_S6_LosesNoDateThatPassedUnopened(t *testing.T) {
	const next = "2027-01-25T10:00"
	for name, c := range map[string]struct {
		change func(w *workplace) error
		want   string
	}{
		"a date to come is called off": {func(w *workplace) error {
			_, _, err := w.app.ChangeOccurrence(w.ctx(), w.as("ana"), "strategic", next, accord.Match{}, OccurrenceChange{Status: accord.MeetingCancelled})
			return err
		}, "cancelled"},
		"a meeting begins before its time": {func(w *workplace) error {
			m, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), "strategic", next)
			if err != nil {
				return err
			}
			w.propose(m, accord.Sales, accord.AgendaAccepted)
			w.propose(m, accord.Marketing, accord.AgendaAccepted)
			_, err = w.app.StartMeeting(w.ctx(), w.as("ana"), m.ID, accord.Match{})
			return err
		}, "in_progress"},
		"the series gets another title": {func(w *workplace) error {
			_, err := w.app.ChangeSeries(w.ctx(), w.as("ana"), "strategic", accord.Match{}, SeriesPatch{Title: accord.Some("Another")})
			if err != nil {
				return err
			}
			_, _, err = w.app.OpenOccurrence(w.ctx(), w.as("ana"), "strategic", next)
			return err
		}, "scheduled"},
	} {
		t.Run(name, func(t *testing.T) {
			eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
				w.series("strategic", "FREQ=WEEKLY;BYDAY=MO", "2027-01-04T10:00", 1440, 720, 60)
				w.clock.set("2027-01-18T12:00")
				if err := c.change(w); err != nil {
					t.Fatal(err)
				}
				w.tick()
				w.tick()
				want := []string{"2027-01-04T10:00 scheduled", "2027-01-11T10:00 scheduled", "2027-01-18T10:00 scheduled", next + " " + c.want}
				if got := w.meetings("2027-01-01T00:00", "2027-01-31T00:00"); !slices.Equal(got, want) {
					t.Errorf("S6 meetings = %q, want %q", got, want)
				}
			})
		})
	}
}

// observing is a weekly series, asked in the same hour, that observes the
// company's own days.
func (w *workplace) observing(policy accord.HolidayPolicy, day string, start accord.LocalTime) {
	w.t.Helper()
	w.series("strategic", "FREQ=WEEKLY;BYDAY="+day, start, 0, 0, 0)
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		s, err := tx.Series(ctx, "strategic")
		if err != nil {
			return err
		}
		s.HolidayPolicy = policy
		return tx.SaveSeries(ctx, &s)
	})
}

// A date that a day off moved from the past to later survives a change of all
// dates where it is (S4).
func TestChangeSeries_S4_KeepsADateHeldLater(t *testing.T) {
	for name, c := range map[string]struct {
		patch SeriesPatch
		next  string
	}{
		"another hour":  {SeriesPatch{StartsAtLocal: accord.Some("2026-12-15T11:00")}, "2026-12-29 > 2027-01-04 planned"},
		"another zone":  {SeriesPatch{TimeZone: accord.Some("Europe/London")}, "2026-12-29 > 2027-01-04 planned"},
		"an end":        {SeriesPatch{Rrule: accord.Some("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270301")}, "2026-12-29 > 2027-01-04 planned"},
		"kept days off": {SeriesPatch{HolidayPolicy: accord.Some("keep")}, "2026-12-29 planned"},
	} {
		t.Run(name, func(t *testing.T) {
			eachWorkplace(t, "2026-12-14T09:00", func(t *testing.T, w *workplace) {
				w.observing(accord.HolidayNext, "TU", "2026-12-15T10:00")
				var off []accord.DayOff
				for d := accord.Date("2026-12-22"); d <= "2027-01-01"; d = d.AddDays(1) {
					off = append(off, day(d, "Closed"))
				}
				w.changeDays(DaysOffEdit{Put: off})
				w.clock.set("2026-12-23T09:00")
				w.tick()
				preview, err := w.app.PreviewChange(w.ctx(), w.as("ana"), "strategic", accord.Match{}, c.patch)
				if err != nil || !slices.Equal(names(preview.Kept), []string{"2026-12-22T10:00 scheduled"}) {
					t.Errorf("S4 preview keeps %q, %v, want the 22nd", names(preview.Kept), err)
				}
				w.changes("strategic", c.patch)
				got := w.days("strategic", "2026-12-16T00:00", "2027-01-06T00:00")
				slices.Sort(got)
				if want := []string{"2026-12-22 > 2027-01-04 scheduled", c.next, "2027-01-05 planned"}; !slices.Equal(got, want) {
					t.Errorf("S4 dates = %q, want %q", got, want)
				}
				if m := w.meeting("2026-12-22T10:00"); accord.LocalTimeOf(m.StartsAt, accord.Zone("Europe/Berlin")) != "2027-01-04T10:00" {
					t.Errorf("S4 it is held at %s, want where it was", m.StartsAt)
				}
			})
		})
	}
}

// Where taking a day off away would put a coming date into the past, it stays,
// opened or not (S4).
func TestChangeDaysOff_S4_MovesNothingIntoThePast(t *testing.T) {
	for _, opened := range []bool{false, true} {
		eachWorkplace(t, "2027-01-05T09:00", func(t *testing.T, w *workplace) {
			w.observing(accord.HolidayNext, "MO", "2027-01-11T10:00")
			w.changeDays(DaysOffEdit{Put: []accord.DayOff{day("2027-01-11", "Outing")}})
			told := []string{"2027-01-11: 2027-01-12 > 2027-01-12"}
			if opened {
				w.opened("strategic", "2027-01-11T10:00")
				told[0] += " (meeting)"
			}
			w.clock.set("2027-01-11T15:00")
			got := w.changeDays(DaysOffEdit{Remove: []accord.Date{"2027-01-11"}, Follow: true})
			if !slices.Equal(affected(got), told) || !got.Affected[0].Stays {
				t.Errorf("S4 affected = %q, want %q, which stays", affected(got), told)
			}
			want := []string{"2027-01-11 > 2027-01-12 scheduled", "2027-01-18 planned"}
			if dates := w.days("strategic", "2027-01-06T00:00", "2027-01-19T00:00"); !slices.Equal(dates, want) {
				t.Errorf("S4 dates = %q, want %q", dates, want)
			}
		})
	}
}

// A date that a day off moved back to today stays there when another day becomes
// one (S3); one whose own day off goes still follows.
func TestChangeDaysOff_S3_AnotherDayOffLeavesToday(t *testing.T) {
	for name, c := range map[string]struct {
		edit     DaysOffEdit
		affected []string
		want     string
	}{
		"another": {DaysOffEdit{Put: []accord.DayOff{day("2027-12-24", "Closed")}}, []string{}, "2027-02-02 > 2027-02-01 scheduled"},
		"near":    {DaysOffEdit{Put: []accord.DayOff{day("2027-02-12", "Closed")}}, []string{}, "2027-02-02 > 2027-02-01 scheduled"},
		"its own": {DaysOffEdit{Remove: []accord.Date{"2027-02-02"}}, []string{"2027-02-02: 2027-02-01 > 2027-02-02"}, "2027-02-02 planned"},
		"today":   {DaysOffEdit{Put: []accord.DayOff{day("2027-02-01", "Closed")}}, []string{"2027-02-02: 2027-02-01 > 2027-02-03"}, "2027-02-02 > 2027-02-03 planned"},
	} {
		t.Run(name, func(t *testing.T) {
			eachWorkplace(t, "2027-01-27T09:00", func(t *testing.T, w *workplace) {
				w.observing(accord.HolidayPrevious, "TU", "2027-02-02T16:00")
				w.changeDays(DaysOffEdit{Put: []accord.DayOff{day("2027-02-02", "Fair")}})
				w.clock.set("2027-02-01T09:00")
				if got := affected(w.changeDays(c.edit)); !slices.Equal(got, c.affected) {
					t.Errorf("S3 affected = %q, want %q", got, c.affected)
				}
				if got := w.days("strategic", "2027-01-28T00:00", "2027-02-05T00:00"); !slices.Equal(got, []string{c.want}) {
					t.Errorf("S3 dates = %q, want %q", got, c.want)
				}
			})
		})
	}
}

// Newer tables of holidays bring an earlier date back: a start of the process
// finds it (S3).
func TestTick_S3_AnEarlierDateIsBack(t *testing.T) {
	eachWorkplace(t, "2027-01-05T09:00", func(t *testing.T, w *workplace) {
		w.observing(accord.HolidaySkip, "MO", "2027-01-11T10:00")
		later := accord.LocalTime("2027-01-18T10:00").In(accord.Zone("Europe/Berlin")) // as older tables had it
		w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.PlanSeries(ctx, "strategic", &later) })
		w.tick()
		if got := w.next("strategic"); got != "2027-01-11T10:00" {
			t.Errorf("S3 next start = %s, want the 11th", got)
		}
	})
}
