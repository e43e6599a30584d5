package app

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accord/internal/accord"
)

// fate is what became of one date of a series.
type fate struct {
	name, planned         accord.LocalTime
	opens, held, calledAt time.Time // zero for never
}

// Cadence kept is counted by the day that days off left a date on; what they
// left out does not count. It stays what it was whatever days off and policy
// become later (S3).
func TestDashboard_cadence_over_days_off(t *testing.T) {
	defer runs("15", "200")()
	eachWorkplace(t, "2026-12-14T09:00", func(t *testing.T, w *workplace) {
		rapid.Check(t, func(rt *rapid.T) {
			w.clock.set("2026-12-14T09:00")
			o := &offWork{t: rt, w: w, own: map[accord.Date]bool{}, zone: accord.Zone("Europe/Berlin")}
			days := o.drawDays("days", nil)
			w.edit(rt, DaysOffEdit{Put: days, Remove: w.others(days)})
			in := secondTuesday()
			in.Rrule = rapid.SampledFrom([]string{"FREQ=WEEKLY;BYDAY=MO,TH;COUNT=8", "FREQ=WEEKLY;BYDAY=FR;COUNT=6", "FREQ=DAILY;INTERVAL=3;COUNT=9"}).Draw(rt, "rule")
			in.StartsAtLocal, in.HolidayCalendar = "2026-12-15T10:00", "DE"
			in.HolidayPolicy = rapid.SampledFrom([]string{"keep", "next", "previous", "skip"}).Draw(rt, "policy")
			made, err := w.app.CreateSeries(WithoutMail(w.ctx()), w.as("ana"), in)
			if accord.CodeOf(err) == accord.CodeInvalid {
				rt.Skip("every date is a day off")
			}
			if err != nil {
				rt.Fatal(err)
			}
			o.series = made.Series
			fates := o.live(o.expected(w.clock.Now(), w.clock.Now().AddDate(0, 0, 150)))
			w.clock.set("2027-04-20T09:00")
			from := accord.Date("2026-12-14").AddDays(rapid.IntRange(0, 30).Draw(rt, "from"))
			q := DashboardQuery{From: from, To: from.AddDays(60 - rapid.IntRange(0, 55).Draw(rt, "fewer days")), SeriesID: o.series.ID}
			q.AsOf = berlin("2026-12-15T09:30").AddDate(0, 0, 100-rapid.IntRange(0, 99).Draw(rt, "days before")).Format(time.RFC3339)
			o.compare("at the end", q, fates)

			w.edit(rt, DaysOffEdit{Put: []accord.DayOff{{Date: "2027-04-22", Name: "Outing"}, {Date: "2027-04-23", Name: "Outing"}}})
			policy := rapid.SampledFrom([]string{"keep", "next", "skip"}).Draw(rt, "other policy")
			if _, err := w.app.ChangeSeries(WithoutMail(w.ctx()), w.as("ana"), o.series.ID, accord.Match{}, SeriesPatch{HolidayPolicy: accord.Some(policy)}); err != nil && accord.CodeOf(err) != accord.CodeInvalid {
				rt.Fatal(err)
			}
			o.compare("after days off and policy became others", q, fates)
		})
	})
}

// live lets chance hold dates, late at times, call them off, or forget them.
func (o *offWork) live(dates []string) []fate {
	var fates []fate
	for _, text := range dates {
		f := fate{name: accord.LocalTime(text[:16]), planned: accord.LocalTime(text[17:])}
		at := f.planned.In(o.zone)
		switch rapid.IntRange(0, 5).Draw(o.t, "fate") {
		case 5: // nobody opens it
		case 4:
			f.opens, f.calledAt = at.Add(-time.Hour), at.Add(-30*time.Minute)
		case 3:
			f.opens = at.Add(-time.Hour)
		default:
			f.opens, f.held = at.Add(-time.Hour), at.AddDate(0, 0, rapid.IntRange(0, 7).Draw(o.t, "late"))
		}
		fates = append(fates, f)
	}
	type step struct {
		at time.Time
		do func(id string) error
		of int
	}
	var steps []step
	ids := make([]string, len(fates))
	ana := o.w.as("ana")
	for i, f := range fates {
		steps = append(steps, step{f.opens, func(string) error {
			m, _, err := o.w.app.OpenOccurrence(o.w.ctx(), ana, o.series.ID, string(f.name))
			ids[i] = m.ID
			return err
		}, i}, step{f.calledAt, func(id string) error {
			_, err := o.w.app.CancelMeeting(WithoutMail(o.w.ctx()), ana, id, accord.Match{})
			return err
		}, i}, step{f.held, func(id string) error {
			if _, err := o.w.app.StartMeeting(WithoutMail(o.w.ctx()), ana, id, accord.Match{}); err != nil {
				return err
			}
			_, err := o.w.app.CloseMeeting(WithoutMail(o.w.ctx()), ana, id, accord.Match{}, Closing{Override: true})
			return err
		}, i})
	}
	steps = slices.DeleteFunc(steps, func(s step) bool { return s.at.IsZero() })
	slices.SortStableFunc(steps, func(a, b step) int { return a.at.Compare(b.at) })
	for _, s := range steps {
		o.w.clock.set(accord.LocalTimeOf(s.at, o.zone))
		if err := s.do(ids[s.of]); err != nil {
			o.t.Fatalf("%s: %v", fates[s.of].name, err)
		}
	}
	return fates
}

// compare holds the dashboard against what was counted by hand.
func (o *offWork) compare(when string, q DashboardQuery, fates []fate) {
	asOf, err := time.Parse(time.RFC3339, q.AsOf)
	if err != nil {
		o.t.Fatal(err)
	}
	counted, kept, moved := 0, 0, 0
	for _, f := range fates {
		if day := f.name.Date(); day < q.From || day > q.To {
			continue
		}
		held := !f.held.IsZero() && !f.held.After(asOf)
		if !held && f.planned.In(o.zone).Add(time.Hour).After(asOf) {
			continue
		}
		counted++
		apart := 0
		for day := f.planned.Date(); held && day < accord.DateOf(f.held, o.zone); {
			day = day.AddDays(1)
			if weekday := day.Time().Weekday(); weekday != time.Saturday && weekday != time.Sunday {
				apart++
			}
		}
		if held && apart <= 3 {
			kept++
		}
		if held && accord.DateOf(f.held, o.zone) != f.planned.Date() {
			moved++
		}
	}
	d, err := o.w.app.Dashboard(o.w.ctx(), o.w.as("leo"), q)
	if err != nil {
		o.t.Fatal(err)
	}
	if d.Tally.Occurrences != counted || d.Tally.OnCadence != kept || d.Tally.Moved != moved {
		o.t.Fatalf("S3 cadence kept %s, %s to %s as of %s = %d of %d, %d moved; want %d of %d, %d moved: %+v", when, q.From, q.To, q.AsOf,
			d.Tally.OnCadence, d.Tally.Occurrences, d.Tally.Moved, kept, counted, moved, fates)
	}
}
