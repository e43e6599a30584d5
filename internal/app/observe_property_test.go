package app

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accord/internal/accord"
	"accord/internal/holiday"
)

// offWork is what the property test knows of days off by itself.
type offWork struct {
	t      *rapid.T
	w      *workplace
	series accord.Series
	own    map[accord.Date]bool
	zone   *time.Location
}

// isOff asks the calendar day by day.
func (o *offWork) isOff(d accord.Date) bool {
	days, err := holiday.Days(o.series.HolidayCalendar, d, d)
	if err != nil {
		o.t.Fatal(err)
	}
	return o.own[d] || len(days) > 0
}

// expected works out by hand where the dates of [from, to) are held: "name
// start", in order.
func (o *offWork) expected(from, to time.Time) []string {
	schedule, err := o.series.Schedule()
	if err != nil {
		o.t.Fatal(err)
	}
	all, err := schedule.Between(from.AddDate(0, 0, -200), to.AddDate(0, 0, 200))
	if err != nil {
		o.t.Fatal(err)
	}
	stays := map[accord.Date]bool{}
	for _, d := range all {
		stays[d.OriginalStart.Date()] = !o.isOff(d.OriginalStart.Date())
	}
	var list []accord.Occurrence
	for _, d := range all {
		day, ok := o.landing(d.OriginalStart.Date(), stays)
		if !ok {
			continue
		}
		d.StartsAt = accord.LocalTime(string(day) + string(d.OriginalStart[10:])).In(o.zone)
		if !d.StartsAt.Before(from) && d.StartsAt.Before(to) {
			list = append(list, d)
		}
	}
	slices.SortStableFunc(list, func(a, b accord.Occurrence) int { return a.StartsAt.Compare(b.StartsAt) })
	texts := []string{}
	for _, d := range list {
		texts = append(texts, fmt.Sprintf("%s %s", d.OriginalStart, accord.LocalTimeOf(d.StartsAt, o.zone)))
	}
	return texts
}

// landing is the day a date is held on.
func (o *offWork) landing(day accord.Date, stays map[accord.Date]bool) (accord.Date, bool) {
	step := map[accord.HolidayPolicy]int{accord.HolidayNext: 1, accord.HolidayPrevious: -1}[o.series.HolidayPolicy]
	switch {
	case !o.isOff(day) || o.series.HolidayPolicy == accord.HolidayKeep:
		return day, true
	case o.series.HolidayPolicy == accord.HolidaySkip:
		return "", false
	}
	find := func(step int) (accord.Date, bool) {
		for n := 1; n <= 31; n++ {
			d := day.AddDays(n * step)
			weekday := d.Time().Weekday()
			if weekday != time.Saturday && weekday != time.Sunday && !o.isOff(d) {
				return d, true
			}
			if stays[d] {
				return "", false
			}
		}
		return "", false
	}
	landing, ok := find(step)
	today := accord.DateOf(o.w.clock.Now(), o.zone)
	if ok && landing <= today && day > today { // nobody could come any more
		return find(1)
	}
	return landing, ok
}

// starts writes dates as expected does.
func (o *offWork) starts(dates []accord.SeriesDate) []string {
	texts := []string{}
	for _, d := range dates {
		texts = append(texts, fmt.Sprintf("%s %s", d.OriginalStart, accord.LocalTimeOf(d.StartsAt, o.zone)))
	}
	return texts
}

func (o *offWork) occurrences(from, to time.Time) []accord.SeriesDate {
	dates, err := o.w.app.Occurrences(o.w.ctx(), o.w.as("leo"), o.series.ID, from, to)
	if err != nil {
		o.t.Fatal(err)
	}
	return dates
}

// agree holds everybody who lists dates against what was worked out by hand.
func (o *offWork) agree(what string, from, to time.Time, want []string) {
	if got := o.starts(o.occurrences(from, to)); !slices.Equal(got, want) {
		o.t.Fatalf("S3 %s: occurrences\n%q, want\n%q", what, got, want)
	}
	cut := from.Add(to.Sub(from) * time.Duration(rapid.IntRange(1, 99).Draw(o.t, "cut")) / 100)
	if got := slices.Concat(o.starts(o.occurrences(from, cut)), o.starts(o.occurrences(cut, to))); !slices.Equal(got, want) {
		o.t.Fatalf("S3 %s: in two windows, cut at %s,\n%q, want\n%q", what, cut, got, want)
	}
	d, err := o.w.app.Series(o.w.ctx(), o.w.as("leo"), o.series.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	shown := min(len(want), nextShown)
	if got := o.starts(d.Next); !slices.Equal(got[:min(len(got), shown)], want[:shown]) {
		o.t.Fatalf("S3 %s: next\n%q, want the first of\n%q", what, got, want)
	}
	if got := o.w.next(o.series.ID); got != want[0][17:] {
		o.t.Fatalf("S3 %s: next_starts_at %s, want that of %s", what, got, want[0])
	}
	entries, err := o.w.app.Calendar(o.w.ctx(), o.w.as("leo"), false, from, to)
	if err != nil {
		o.t.Fatal(err)
	}
	var listed []accord.SeriesDate
	for _, e := range entries {
		if e.SeriesID == o.series.ID {
			listed = append(listed, e.SeriesDate)
		}
	}
	slices.SortStableFunc(listed, func(a, b accord.SeriesDate) int { return a.StartsAt.Compare(b.StartsAt) })
	if got, sorted := o.starts(listed), slices.Clone(want); len(got) != len(sorted) || !sameAll(got, sorted) {
		o.t.Fatalf("S3 %s: calendar\n%q, want\n%q", what, got, want)
	}
}

// runs sets how often chance is asked, and gives what sets it back.
func runs(short, long string) func() {
	was := flag.Lookup("rapid.checks").Value.String()
	if os.Getenv("ACCORD_TEST_LONG") != "" {
		short = long
	}
	flag.Set("rapid.checks", short)
	return func() { flag.Set("rapid.checks", was) }
}

// sameAll compares two lists whatever their order.
func sameAll(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// Whatever a series' rule, policy, calendar and the company's own days: lists,
// preview, opening, calendar and the time kept for the worker agree on its
// dates, before and after days off become others (S3). 25 runs, 500 with
// ACCORD_TEST_LONG.
func TestSchedule_everybody_agrees(t *testing.T) {
	defer runs("25", "500")()
	eachWorkplace(t, "2026-12-14T09:00", func(t *testing.T, w *workplace) {
		rapid.Check(t, func(rt *rapid.T) {
			o := &offWork{t: rt, w: w, own: map[accord.Date]bool{}, zone: accord.Zone("Europe/Berlin")}
			put := o.drawDays("days", nil)
			w.edit(rt, DaysOffEdit{Put: put, Remove: w.others(put)})
			in := secondTuesday()
			in.Rrule = rapid.SampledFrom([]string{
				"FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;BYDAY=MO,WE,TH", "FREQ=DAILY", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYMONTHDAY=24,25,26", "FREQ=WEEKLY;BYDAY=SU",
			}).Draw(rt, "rule")
			in.StartsAtLocal = "2026-12-15T10:00"
			in.HolidayCalendar = rapid.SampledFrom([]string{"", "DE", "US", "DE-BY"}).Draw(rt, "calendar")
			in.HolidayPolicy = rapid.SampledFrom([]string{"keep", "next", "previous", "skip"}).Draw(rt, "policy")
			preview, err := w.app.PreviewSeries(w.ctx(), w.as("ana"), in)
			if err != nil {
				rt.Fatal(err)
			}
			made, err := w.app.CreateSeries(w.ctx(), w.as("ana"), in)
			if err != nil {
				rt.Fatal(err)
			}
			o.series = made.Series
			from := w.clock.Now()
			to := from.AddDate(0, 0, 120)
			want := o.expected(from, to)
			if got := o.starts(preview.Next); len(want) >= nextShown && !slices.Equal(got, want[:nextShown]) {
				rt.Fatalf("S3 preview\n%q, want\n%q", got, want[:nextShown])
			}
			o.agree("at first", from, to, want)
			o.open(from, to, want)
			if err := w.app.openBefore(w.ctx(), workID); err != nil { // what a tick would open
				rt.Fatal(err)
			}
			o.agree("opened", from, to, want)
			opened := o.starts(slices.DeleteFunc(o.occurrences(from, to), func(d accord.SeriesDate) bool { return d.MeetingID == "" }))

			again := o.drawDays("others", put)
			w.edit(rt, DaysOffEdit{Put: again, Remove: w.others(again)})
			o.agree("replanned", from, to, o.keep(opened, o.expected(from, to)))
			if _, err := w.app.EndSeries(w.ctx(), w.as("ana"), o.series.ID, accord.Match{}); err != nil {
				rt.Fatal(err)
			}
		})
	})
}

// drawDays draws own days of the months to come, one of them a long holiday at
// times; some of those before stay.
func (o *offWork) drawDays(label string, before []accord.DayOff) []accord.DayOff {
	clear(o.own)
	for _, d := range before {
		if rapid.Bool().Draw(o.t, "stays") {
			o.own[d.Date] = true
		}
	}
	for _, n := range rapid.SliceOfN(rapid.IntRange(1, 110), 0, 8).Draw(o.t, label) {
		o.own[accord.Date("2026-12-14").AddDays(n)] = true
	}
	if rapid.IntRange(0, 4).Draw(o.t, "closed") == 0 {
		begin := rapid.IntRange(20, 60).Draw(o.t, "from")
		for n := range rapid.IntRange(5, 40).Draw(o.t, "long") {
			o.own[accord.Date("2026-12-14").AddDays(begin+n)] = true
		}
	}
	var days []accord.DayOff
	for d := range o.own {
		days = append(days, accord.DayOff{Date: d, Name: "Closed"})
	}
	slices.SortFunc(days, func(a, b accord.DayOff) int { return a.Date.Time().Compare(b.Date.Time()) })
	return days
}

// others are the own days there are that are not among the list.
func (w *workplace) others(list []accord.DayOff) []accord.Date {
	days, err := w.store.WorkspaceDays(w.ctx())
	if err != nil {
		w.t.Fatal(err)
	}
	var dates []accord.Date
	for _, d := range days {
		if !slices.ContainsFunc(list, func(o accord.DayOff) bool { return o.Date == d.Date }) {
			dates = append(dates, d.Date)
		}
	}
	return dates
}

// edit changes the company's days off without mail.
func (w *workplace) edit(t *rapid.T, edit DaysOffEdit) {
	if _, err := w.app.ChangeDaysOff(WithoutMail(w.ctx()), w.admin(), edit); err != nil {
		t.Fatal(err)
	}
}

// open opens some of the dates, where they are listed, and finds that those
// left out cannot be.
func (o *offWork) open(from, to time.Time, want []string) {
	for _, text := range want {
		if rapid.IntRange(0, 6).Draw(o.t, "open") > 0 {
			continue
		}
		m, _, err := o.w.app.OpenOccurrence(o.w.ctx(), o.w.as("ana"), o.series.ID, text[:16])
		if err != nil || string(accord.LocalTimeOf(m.StartsAt, o.zone)) != text[17:] || m.PlannedOn != accord.Date(text[17:27]) {
			o.t.Fatalf("S3 opened %s at %s, planned on %s, %v; want %s", m.OriginalStart, m.StartsAt, m.PlannedOn, err, text)
		}
	}
	schedule, _ := o.series.Schedule()
	dates, _ := schedule.Between(from, to.AddDate(0, 0, -40))
	held := o.expected(from.AddDate(0, 0, -40), to)
	for _, d := range dates {
		left := !slices.ContainsFunc(held, func(text string) bool { return text[:16] == string(d.OriginalStart) })
		if !left {
			continue
		}
		if _, _, err := o.w.app.OpenOccurrence(o.w.ctx(), o.w.as("ana"), o.series.ID, string(d.OriginalStart)); accord.CodeOf(err) != accord.CodeConflict {
			o.t.Fatalf("S3 open %s, which is left out = %v, want conflict", d.OriginalStart, err)
		}
		break
	}
}

// keep is what is expected where some dates are meetings: these stay.
func (o *offWork) keep(opened, want []string) []string {
	list := slices.DeleteFunc(slices.Clone(want), func(text string) bool {
		return slices.ContainsFunc(opened, func(m string) bool { return m[:16] == text[:16] })
	})
	list = append(list, opened...)
	slices.SortFunc(list, func(a, b string) int {
		return slices.Compare([]string{a[17:], a[:16]}, []string{b[17:], b[:16]})
	})
	return list
}
