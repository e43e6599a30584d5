package accord

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// planCase is a drawn series with its meetings, and a change of it.
type planCase struct {
	series Series
	rows   []Meeting
	patch  func(Series) Series
	change SeriesChange
	now    time.Time
	old    Schedule
}

// genPlan draws a series a year or so old, in any zone, with dates left out and
// added, and meetings of every kind.
func genPlan(t *rapid.T) planCase {
	c := planCase{now: time.Date(2027, 2, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 300).Draw(t, "now"))}
	rule := genRule(t)
	rule.ByYearDay, rule.ByWeekNo = nil, nil // their years have hardly any date near
	switch rapid.IntRange(0, 3).Draw(t, "end") {
	case 0:
		rule.Count = rapid.IntRange(1, 60).Draw(t, "count")
	case 1:
		rule.Until = Until{Wall: c.now.AddDate(0, 0, rapid.IntRange(-30, 400).Draw(t, "until")).Truncate(24 * time.Hour).Add(24*time.Hour - time.Second), Local: true, Day: true}
	}
	hour := rapid.SampledFrom([]string{"00:30", "02:30", "10:00", "23:45"}).Draw(t, "hour")
	start := c.now.AddDate(0, 0, -rapid.IntRange(-20, 400).Draw(t, "age")).Format(time.DateOnly)
	c.series = Series{
		ID: "old", Title: "Call", TeamID: "team", Rrule: rule.String(), StartsAtLocal: LocalTime(start + "T" + hour), TimeZone: genZone(t).String(),
		DurationMinutes: 60, MonthEnd: "skip", Status: SeriesActive, Version: 1, CreatedAt: c.now.AddDate(0, 0, -rapid.IntRange(0, 90).Draw(t, "made")),
	}
	if schedule, err := c.series.Schedule(); err != nil || schedule.CheckDates() != nil {
		t.Skip("a rule without any date")
	}
	if schedule, _ := c.series.Schedule(); schedule.MonthEndMatters() && rapid.Bool().Draw(t, "last day") {
		c.series.MonthEnd = string(MonthEndLastDay)
	}
	c.old, _ = c.series.Schedule()
	near := c.old.within(c.now.AddDate(0, -3, 0), c.now.AddDate(1, 0, 0))
	var exdates, rdates []LocalTime
	for _, o := range near[:min(len(near), 30)] {
		switch rapid.IntRange(0, 7).Draw(t, "date "+string(o.OriginalStart)) {
		case 0:
			exdates = append(exdates, o.OriginalStart)
		case 1, 2, 3:
			c.rows = append(c.rows, genRow(t, c, o))
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "added") {
		day := DateOf(c.now, time.UTC).AddDays(rapid.IntRange(-60, 200).Draw(t, "added on"))
		rdates = append(rdates, LocalTime(string(day)+"T"+rapid.SampledFrom([]string{hour, "16:00"}).Draw(t, "added at")))
	}
	slices.Sort(rdates)
	c.series.Exdates, c.series.Rdates = JoinLocalTimes(exdates), JoinLocalTimes(slices.Compact(rdates))
	c.old, _ = c.series.Schedule()
	c.patch = genPatch(t, rule)
	c.change = SeriesChange{After: c.patch(c.series), SuccessorID: "new", Was: genObservance(t, c.now)}
	c.change.Is = c.change.Was
	return c
}

// genObservance draws days off around an instant, now and then many in a row.
// All days are working days: only then does a split not widen the way past a
// date that stays.
func genObservance(t *rapid.T, now time.Time) Observance {
	var days []DayOff
	for i, n := range rapid.SliceOfN(rapid.IntRange(-60, 300), 0, 12).Draw(t, "days off") {
		for d := range 1 + i%4 {
			days = append(days, DayOff{DateOf(now, time.UTC).AddDays(n + d), "off"})
		}
	}
	policy := rapid.SampledFrom([]HolidayPolicy{HolidayKeep, HolidayNext, HolidayPrevious, HolidaySkip}).Draw(t, "policy")
	return Observance{Policy: policy, Off: NewDaysOff(days)}
}

// genRow makes a meeting of a date: past ones are over, some to come are moved,
// called off, or were held early.
func genRow(t *rapid.T, c planCase, o Occurrence) Meeting {
	m := Meeting{ID: "m " + string(o.OriginalStart), SeriesID: "old", OriginalStart: o.OriginalStart, StartsAt: o.StartsAt, DurationMinutes: 60, Status: MeetingScheduled}
	kind := rapid.IntRange(0, 7).Draw(t, "row")
	switch {
	case !o.StartsAt.After(c.now):
		m.Status = rapid.SampledFrom([]MeetingStatus{MeetingClosed, MeetingCancelled, MeetingInProgress, MeetingScheduled}).Draw(t, "past")
	case kind == 0:
		m.Status = MeetingClosed
	case kind == 1:
		m.Status = MeetingCancelled
	}
	if kind >= 5 {
		m.StartsAt = o.StartsAt.Add(time.Duration(rapid.IntRange(-50, 50).Draw(t, "moved")) * time.Hour)
	}
	return m
}

// genPatch draws what somebody types.
func genPatch(t *rapid.T, rule Rule) func(Series) Series {
	kind := rapid.SampledFrom([]string{"nothing", "title", "hour", "rule", "days", "zone", "hour and zone"}).Draw(t, "patch")
	hour := rapid.SampledFrom([]LocalTime{"2000-01-01T09:00", "2000-01-01T10:00", "2000-01-01T02:15"}).Draw(t, "new hour")
	zone := genZone(t).String()
	typed := genRule(t)
	typed.ByYearDay, typed.ByWeekNo = nil, nil
	shifted := rule
	shifted.ByDay = nil
	for _, d := range rule.ByDay {
		shifted.ByDay = append(shifted.ByDay, RuleDay{N: d.N, Day: (d.Day + 1) % 7})
	}
	slices.SortFunc(shifted.ByDay, compareRuleDays)
	return func(s Series) Series {
		switch kind {
		case "title":
			s.Title = "Another"
		case "rule":
			s.Rrule = typed.String()
			s.MonthEnd = "skip"
		case "days":
			typed := shifted // with the end the form shows
			current, _ := ParseRule(s.Rrule)
			typed.Count, typed.Until = current.Count, current.Until
			s.Rrule = typed.String()
			s.MonthEnd = "skip"
		}
		if kind == "hour" || kind == "hour and zone" {
			s.StartsAtLocal = s.StartsAtLocal.at(hour)
		}
		if kind == "zone" || kind == "hour and zone" {
			s.TimeZone = zone
		}
		return s
	}
}

// carryOut does with series and meetings what the application does, and fails
// where a row meets another's name.
func carryOut(t *rapid.T, c planCase, p SeriesPlan) (list []Series, rows []Meeting) {
	list = []Series{p.Updated}
	if p.Successor != nil {
		list = append(list, *p.Successor)
	}
	rows = slices.Clone(c.rows)
	for _, o := range p.Open {
		rows = append(rows, genOpened(o))
	}
	change := func(id, series string, name LocalTime, edit func(*Meeting)) {
		for _, m := range rows {
			if m.ID != id && string(m.SeriesID) == series && m.OriginalStart == name {
				t.Fatalf("%s takes the name %s of %s", id, name, m.ID)
			}
		}
		i := slices.IndexFunc(rows, func(m Meeting) bool { return m.ID == id })
		edit(&rows[i])
	}
	for _, r := range p.Rekeys {
		change(r.Meeting.ID, r.SeriesID, r.Original, func(m *Meeting) {
			m.SeriesID, m.OriginalStart, m.StartsAt = NullID(r.SeriesID), r.Original, r.StartsAt
		})
	}
	for _, l := range p.Listed {
		change(l.Meeting.ID, l.SeriesID, l.Meeting.OriginalStart, func(m *Meeting) {
			m.SeriesID = NullID(l.SeriesID)
			if l.Drop {
				m.Status = MeetingCancelled
			}
		})
	}
	return list, rows
}

func genOpened(o Occurrence) Meeting {
	return Meeting{ID: "opened " + string(o.OriginalStart), SeriesID: "old", OriginalStart: o.OriginalStart, StartsAt: o.StartsAt, DurationMinutes: 60, Status: MeetingScheduled}
}

// listed are the dates of several series in a window, by series.
func listed(t *rapid.T, list []Series, rows []Meeting, obs [2]Observance, from, to time.Time) []string {
	var texts []string
	for i, s := range list {
		ob := obs[len(obs)-len(list)+i] // a cut-off series keeps what it observed
		schedule, err := s.Schedule()
		if err != nil {
			t.Fatalf("%s from %s: %v", s.Rrule, s.StartsAtLocal, err)
		}
		of := slices.DeleteFunc(slices.Clone(rows), func(m Meeting) bool { return string(m.SeriesID) != s.ID })
		for _, d := range s.Dates(schedule.Observing(ob).around(from, to), of, from, to) {
			texts = append(texts, fmt.Sprint(d.StartsAt.UTC().Format(time.RFC3339), " ", d.OriginalStart))
		}
	}
	slices.Sort(texts)
	return texts
}

// genScope draws all, or a date to come to cut before.
func genScope(t *rapid.T, c planCase) (Scope, LocalTime) {
	if rapid.Bool().Draw(t, "all") {
		return ScopeAll, ""
	}
	next := c.old.Next(c.now, 8)
	if len(next) == 0 {
		t.Skip("nothing to come")
	}
	return ScopeFollowing, next[rapid.IntRange(0, len(next)-1).Draw(t, "from")].OriginalStart
}

// S4: past and closed meetings never change, every exception goes one way, no
// row ever meets another's name, and a second time there is nothing to do.
func TestPlanSeriesChange_promises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := genPlan(t)
		scope, from := genScope(t, c)
		for _, m := range c.rows {
			if rapid.Bool().Draw(t, "drop "+m.ID) {
				c.change.Drop = append(c.change.Drop, m.OriginalStart)
			}
		}
		if rapid.IntRange(0, 3).Draw(t, "reobserved") == 0 {
			c.change.Reobserved, c.change.Is.Policy = true, rapid.SampledFrom([]HolidayPolicy{HolidayNext, HolidayPrevious, HolidaySkip}).Draw(t, "new policy")
			c.change.Is.Since = c.now
		}
		p, err := PlanSeriesChange(c.series, c.rows, c.change, scope, from, c.now)
		if err != nil {
			t.Skip(err.Error())
		}
		list, rows := carryOut(t, c, p)

		ways := map[string]int{}
		for _, m := range p.Untouched {
			ways[m.ID]++
		}
		for _, r := range p.Rekeys {
			ways[r.Meeting.ID]++
		}
		for _, l := range p.Listed {
			ways[l.Meeting.ID]++
		}
		for i, m := range c.rows {
			if ways[m.ID] != 1 {
				t.Fatalf("%s is in %d of untouched, re-keyed and listed", m.ID, ways[m.ID])
			}
			if (m.Status == MeetingClosed || m.Status == MeetingInProgress || !m.StartsAt.After(c.now)) && rows[i] != m {
				t.Fatalf("%s was past and became %+v", m.ID, rows[i])
			}
		}
		made := c.series.CreatedAt.Add(-time.Hour)
		before := listed(t, []Series{c.series}, c.rows, [2]Observance{1: c.change.Was}, made, c.now.Add(1))
		after := listed(t, list, rows, [2]Observance{c.change.Was, c.change.Is}, made, c.now.Add(1))
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("the past changed (-before +after):\n%s", diff)
		}

		again := c.change
		again.After = c.patch(p.Updated)
		again.SuccessorID, again.Was, again.Reobserved = "newer", again.Is, false
		switch twice, err := PlanSeriesChange(p.Updated, rowsOf(rows, "old"), again, scope, from, c.now); {
		case !p.Changes:
		case scope == ScopeAll && (err != nil || twice.Changes):
			t.Fatalf("a second time: %v, %v", told(twice), err)
		case p.Split() && err == nil:
			t.Fatalf("a second split: %v", told(twice))
		}
	})
}

func rowsOf(rows []Meeting, series NullID) []Meeting {
	return slices.DeleteFunc(slices.Clone(rows), func(m Meeting) bool { return m.SeriesID != series })
}

// S4: a split without another rule leaves every date what and where it was,
// the number of a COUNT among them.
func TestPlanSeriesChange_a_split_alone_moves_nothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := genPlan(t)
		c.change.After = c.series
		c.change.After.Title = "Another"
		next := c.old.Next(c.now, 8)
		if len(next) == 0 {
			t.Skip("nothing to come")
		}
		from := next[rapid.IntRange(0, len(next)-1).Draw(t, "from")].OriginalStart
		p, err := PlanSeriesChange(c.series, c.rows, c.change, ScopeFollowing, from, c.now)
		if err != nil {
			t.Skip(err.Error())
		}
		list, rows := carryOut(t, c, p)
		until := c.now.AddDate(6, 0, 0)
		if diff := cmp.Diff(listed(t, []Series{c.series}, c.rows, [2]Observance{1: c.change.Was}, c.series.CreatedAt, until), listed(t, list, rows, [2]Observance{c.change.Was, c.change.Is}, c.series.CreatedAt, until)); diff != "" {
			t.Fatalf("%s from %s in %s, cut at %s: %v (-before +after):\n%s", c.series.Rrule, c.series.StartsAtLocal, c.series.TimeZone, from, told(p), diff)
		}
		if len(p.Listed) > 0 {
			t.Fatalf("listed %v though no date changed", told(p))
		}
	})
}

// S4: after a change the dates are those of before the cut, and those of the
// new rule from the cut on; a COUNT is kept in sum.
func TestPlanSeriesChange_union_of_dates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := genPlan(t)
		c.rows, c.series.Exdates, c.series.Rdates = nil, "", ""
		c.series.CreatedAt = c.now
		c.old, _ = c.series.Schedule()
		c.change = SeriesChange{After: c.patch(c.series), SuccessorID: "new"} // the rule's dates, whatever is off
		typed, err := c.change.After.Schedule()
		if err != nil {
			t.Skip(err.Error())
		}
		scope, from := genScope(t, c)
		p, err := PlanSeriesChange(c.series, nil, c.change, scope, from, c.now)
		if err != nil || !p.Replans {
			t.Skip("no other dates")
		}
		var want []string
		begin, until := c.now.AddDate(-3, 0, 0), c.now.AddDate(3, 0, 0)
		passed := 0
		for _, o := range c.old.within(begin, until) {
			if p.Split() && o.OriginalStart < from || !p.Split() && !o.StartsAt.After(c.now) {
				want = append(want, string(o.OriginalStart))
				passed++
			}
		}
		if !p.Split() {
			want = nil // what has passed is the meetings', not the rule's
		}
		if p.Split() && typed.Start == c.old.Start && !typed.spelled().sameDays(c.old.spelled()) {
			typed.Start = from.at(typed.Start)
		}
		left := typed.Rule.Count
		if left == c.old.Rule.Count {
			left -= passed
		}
		count := typed.Rule.Count
		typed.Rule.Count = 0
		for _, o := range typed.within(begin, until) {
			if o.StartsAt.After(c.now) && (!p.Split() || o.OriginalStart.Date() >= from.Date()) && (count == 0 || left > 0) {
				want = append(want, string(o.OriginalStart))
				left--
			}
		}
		var got []string
		list := []Series{p.Updated}
		if p.Split() {
			list = append(list, *p.Successor)
		}
		for _, s := range list {
			schedule, err := s.Schedule()
			if err != nil {
				t.Fatal(err)
			}
			dates := schedule.within(begin, until)
			got = append(got, texts(slices.DeleteFunc(dates, func(o Occurrence) bool { return !s.Plans(o) }))...)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s to %s, cut at %q: %v (-want +got):\n%s", c.series.Rrule, c.change.After.Rrule, from, told(p), diff)
		}
	})
}

func texts(list []Occurrence) []string {
	var names []string
	for _, o := range list {
		names = append(names, string(o.OriginalStart))
	}
	return names
}

// S4: kept instants are kept, up to what the clocks of the two zones differ by
// within a year; the next one exactly.
func TestPlanSeriesChange_keeps_instants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := genPlan(t)
		c.rows = nil
		c.change = SeriesChange{After: c.series, SuccessorID: "new", KeepInstants: true}
		c.change.After.TimeZone = genZone(t).String()
		next := c.old.Next(c.now, 8)
		if len(next) == 0 {
			t.Skip("nothing to come")
		}
		p, err := PlanSeriesChange(c.series, c.rows, c.change, ScopeFollowing, next[0].OriginalStart, c.now)
		if err != nil || !p.Changes {
			t.Skip("not possible")
		}
		carryOut(t, c, p)
		goesOn := p.Updated
		if p.Split() {
			goesOn = *p.Successor
		}
		schedule, err := goesOn.Schedule()
		if err != nil {
			t.Fatal(err)
		}
		got := schedule.Next(c.now, 8)
		for i, o := range c.old.Next(c.now, len(got)) {
			apart := got[i].StartsAt.Sub(o.StartsAt)
			if apart > maxClockShift || apart < -maxClockShift {
				t.Fatalf("%s %s %s became %s %s in %s: %v apart: %v", c.series.Exdates, c.series.Rrule, o.OriginalStart, goesOn.Rrule, got[i].OriginalStart, goesOn.TimeZone, apart, told(p))
			}
		}
	})
}
