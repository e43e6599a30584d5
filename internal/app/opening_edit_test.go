package app

import (
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"accord/internal/accord"
	"accord/internal/store"
)

// split changes a series from one of its dates on.
func (o *openingRun) split(*rapid.T) { o.edit("following") }

// edit changes all of a series that is not past.
func (o *openingRun) all(*rapid.T) { o.edit("all") }

// across holds a meeting at which something is promised, changes the series
// from a date on, and holds the first meeting after that.
func (o *openingRun) across(*rapid.T) {
	if o.live != "" {
		o.close(nil)
	}
	series := rapid.SampledFrom(o.series).Draw(o.T, "series")
	if o.live != "" || !o.holdNext(series) {
		return
	}
	o.pass()
	dates := o.coming(series)
	if len(dates) == 0 {
		return
	}
	p := SeriesPatch{DurationMinutes: accord.Some(rapid.SampledFrom([]int{45, 50}).Draw(o.T, "length"))}
	p.Scope, p.From = "following", string(dates[0].OriginalStart)
	c, err := o.app.ChangeSeries(o.ctx, o.leader(), series, accord.Match{}, p)
	if !o.ok(err) {
		return
	}
	if c.Successor != nil {
		o.series, o.line[c.Successor.ID] = append(o.series, c.Successor.ID), o.line[series]
		o.splits++
		series = c.Successor.ID
	}
	o.known()
	o.holdNext(series)
}

// coming are the dates of a series to come that take place.
func (o *openingRun) coming(series string) []accord.SeriesDate {
	now := o.clock.Now()
	dates, err := o.app.Occurrences(o.ctx, o.leader(), series, now.Add(time.Minute), now.AddDate(0, 2, 0))
	if !o.ok(err) {
		return nil
	}
	return slices.DeleteFunc(dates, func(d accord.SeriesDate) bool {
		return d.Status != accord.MeetingPlanned && d.Status != accord.MeetingScheduled
	})
}

// holdNext holds the next meeting of a series, at which something is promised.
func (o *openingRun) holdNext(series string) bool {
	dates := o.coming(series)
	if len(dates) == 0 {
		return false
	}
	m, made, err := o.app.OpenOccurrence(o.ctx, o.leader(), series, string(dates[0].OriginalStart))
	if !o.ok(err) {
		return false
	}
	if made {
		o.at = append(o.at, m.ID)
	}
	o.clock.add(dates[0].StartsAt.Sub(o.clock.Now()))
	if o.startAt(m.ID); o.live != m.ID {
		return false
	}
	o.pass()
	o.create(o.leader(), NewActionItem{MeetingID: m.ID})
	o.close(nil)
	return o.live == ""
}

// edit changes rule, hour, zone, length or words of a series as far as said,
// and now and then gives up what the new dates leave out. Whatever the change
// does, no meeting is lost or doubled, none that is past changes at all, and
// one that somebody moved keeps its time (S4).
func (o *openingRun) edit(scope string) {
	o.pass()
	series, d, ok := o.date()
	if !ok {
		return
	}
	p := o.patch(series)
	if p.Scope = scope; scope == "following" {
		p.From = string(d.OriginalStart)
	}
	preview, err := o.app.PreviewChange(o.ctx, o.leader(), series, accord.Match{}, p)
	if !o.ok(err) {
		return
	}
	for _, l := range preview.Listed {
		if rapid.Bool().Draw(o.T, "drop") {
			p.Drop = append(p.Drop, string(l.OriginalStart))
		}
	}
	before := o.rows()
	c, err := o.app.ChangeSeries(o.ctx, o.leader(), series, accord.Match{}, p)
	if err != nil {
		o.Fatalf("S4 what was previewed cannot be done: %v", err)
	}
	if c.Successor != nil {
		o.series = append(o.series, c.Successor.ID)
		o.line[c.Successor.ID] = o.line[series]
		o.splits++
	}
	o.known()
	o.unharmed(before, o.rows(), series, p)
}

// patch draws what is changed.
func (o *openingRun) patch(series string) (p SeriesPatch) {
	s, err := o.app.Series(o.ctx, o.leader(), series)
	if err != nil {
		o.Fatal(err)
	}
	switch rapid.SampledFrom([]string{"rule", "rule", "hour", "hour", "zone", "length", "words"}).Draw(o.T, "what") {
	case "rule":
		p.Rrule = accord.Some(rapid.SampledFrom([]string{
			"FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=WE,FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "FREQ=MONTHLY;BYDAY=2TU",
			"FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=WEEKLY;COUNT=5;BYDAY=MO", "FREQ=DAILY;INTERVAL=3",
		}).Draw(o.T, "rule"))
	case "hour":
		hour := rapid.SampledFrom([]string{"T08:30", "T10:00", "T15:00", "T23:30"}).Draw(o.T, "hour")
		p.StartsAtLocal = accord.Some(string(s.StartsAtLocal.Date()) + hour)
	case "zone":
		p.TimeZone = accord.Some(rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"}).Draw(o.T, "zone"))
		p.KeepInstants = rapid.Bool().Draw(o.T, "instants")
	case "length":
		p.DurationMinutes = accord.Some(rapid.SampledFrom([]int{30, 60, 90}).Draw(o.T, "length"))
	default:
		p.Title = accord.Some(rapid.SampledFrom([]string{"Call", "Round"}).Draw(o.T, "title"))
	}
	return p
}

// rows are all meetings of all series, by id.
func (o *openingRun) rows() map[string]accord.Meeting {
	rows := map[string]accord.Meeting{}
	for _, id := range o.series {
		list, err := o.app.store.MeetingsOf(store.Within(o.ctx, o.ws), id)
		if err != nil {
			o.Fatal(err)
		}
		for _, m := range list {
			rows[m.ID] = m
		}
	}
	return rows
}

// unharmed holds the meetings after a change of a series against those before.
func (o *openingRun) unharmed(before, after map[string]accord.Meeting, series string, p SeriesPatch) {
	now := o.clock.Now()
	for id, m := range before {
		got, ok := after[id]
		switch past := m.Status == accord.MeetingClosed || m.Status == accord.MeetingInProgress || !m.StartsAt.After(now); {
		case !ok:
			o.Fatalf("S4 the meeting of %s is gone", m.OriginalStart)
		case past || string(m.SeriesID) != series:
			if diff := cmp.Diff(m, got); diff != "" {
				o.Fatalf("S4 a meeting that is past, or of another series, changed (-before +after):\n%s", diff)
			}
		case o.line[string(m.SeriesID)] != o.line[string(got.SeriesID)]:
			o.Fatalf("S4 the meeting of %s went to a series that has nothing to do with its own", m.OriginalStart)
		case got.Status != m.Status && !slices.Contains(p.Drop, string(m.OriginalStart)):
			o.Fatalf("S4 the meeting of %s is %s, was %s", m.OriginalStart, got.Status, m.Status)
		case m.TimeZone == "Europe/Berlin" && !m.StartsAt.Equal(m.PlannedAt()) && !got.StartsAt.Equal(m.StartsAt):
			o.Fatalf("S4 a meeting that was moved to %s is held at %s", m.StartsAt, got.StartsAt)
		}
	}
	named := map[string]int{}
	for id, m := range after {
		if _, old := before[id]; !old && m.StartsAt.After(now) {
			o.Fatalf("S4 the change opened %s, which is to come", m.OriginalStart)
		}
		if m.Status == accord.MeetingScheduled && m.StartsAt.After(now) && m.StartsAt.Equal(m.PlannedAt()) {
			named[string(m.SeriesID)+" "+m.StartsAt.Format(time.RFC3339)]++
		}
	}
	for when, n := range named {
		if n > 1 {
			o.Fatalf("S4 %d meetings stand where their series meets once: %s", n, when)
		}
	}
}
