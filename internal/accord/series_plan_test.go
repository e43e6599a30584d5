package accord

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// planNow is a Monday noon, before which weeklySeries has met four times.
var planNow = time.Date(2027, 2, 1, 12, 0, 0, 0, time.UTC)

func weeklySeries() Series {
	return Series{
		ID: "old", TeamID: "team", Title: "Weekly call", Rrule: "FREQ=WEEKLY;BYDAY=TU", StartsAtLocal: "2027-01-05T10:00", TimeZone: "Europe/Berlin",
		DurationMinutes: 60, MonthEnd: "skip", Status: SeriesActive, CreatedAt: time.Date(2027, 1, 1, 9, 0, 0, 0, time.UTC), Version: 1,
	}
}

// rowOf is a scheduled meeting of the series at its planned time.
func rowOf(s Series, name LocalTime) Meeting {
	return Meeting{
		ID: "m " + string(name), SeriesID: NullID(s.ID), OriginalStart: name, StartsAt: Instant(name.In(Zone(s.TimeZone))),
		DurationMinutes: s.DurationMinutes, Status: MeetingScheduled,
	}
}

func movedRow(s Series, name, to LocalTime) Meeting {
	m := rowOf(s, name)
	m.StartsAt = Instant(to.In(Zone(s.TimeZone)))
	return m
}

func closedRow(s Series, name LocalTime) Meeting {
	m := rowOf(s, name)
	m.Status = MeetingClosed
	return m
}

// held are the four meetings before planNow.
func held(s Series) []Meeting {
	return []Meeting{closedRow(s, "2027-01-05T10:00"), closedRow(s, "2027-01-12T10:00"), closedRow(s, "2027-01-19T10:00"), closedRow(s, "2027-01-26T10:00")}
}

// told writes a plan for tables.
func told(p SeriesPlan) []string {
	if !p.Changes {
		return []string{"nothing"}
	}
	of := func(who string, s Series) string {
		text := fmt.Sprintf("%s %s from %s", who, s.Rrule, s.StartsAtLocal)
		for _, part := range []struct{ name, value string }{{"without", s.Exdates}, {"and", s.Rdates}, {"in", s.TimeZone}} {
			if part.value != "" && part.value != "Europe/Berlin" {
				text += " " + part.name + " " + part.value
			}
		}
		if s.Status == SeriesEnded {
			text += " ended"
		}
		return text
	}
	list := []string{of("series", p.Updated)}
	if p.Successor != nil {
		list = append(list, of("successor", *p.Successor))
	}
	for _, o := range p.Open {
		list = append(list, "open "+string(o.OriginalStart))
	}
	for _, r := range p.Rekeys {
		text := fmt.Sprintf("rekey %s to %s %s", r.Meeting.OriginalStart, r.SeriesID, r.Original)
		if !r.Follows {
			text += " keeps its time"
		}
		list = append(list, text)
	}
	for _, l := range p.Listed {
		text := fmt.Sprintf("list %s in %s", l.Meeting.OriginalStart, l.SeriesID)
		if l.Drop {
			text += " dropped"
		}
		list = append(list, text)
	}
	return list
}

func TestPlanSeriesChange(t *testing.T) {
	future := []Meeting{
		rowOf(weeklySeries(), "2027-02-02T10:00"), rowOf(weeklySeries(), "2027-02-09T10:00"),
		movedRow(weeklySeries(), "2027-02-16T10:00", "2027-02-18T15:00"),
	}
	for name, c := range map[string]struct {
		before func(*Series)
		rows   []Meeting
		after  func(*Series)
		change SeriesChange
		scope  Scope
		from   LocalTime
		want   []string
	}{
		"S4 another hour from a date on": {
			rows: future, after: func(s *Series) { s.StartsAtLocal = "2027-02-09T14:00" }, scope: ScopeFollowing, from: "2027-02-09T10:00",
			want: []string{
				"series FREQ=WEEKLY;UNTIL=20270202;BYDAY=TU from 2027-01-05T10:00", "successor FREQ=WEEKLY;BYDAY=TU from 2027-02-09T14:00",
				"rekey 2027-02-09T10:00 to new 2027-02-09T14:00", "rekey 2027-02-16T10:00 to new 2027-02-16T14:00 keeps its time",
			},
		},
		"S4 another hour, typed on the first date of all": {
			after: func(s *Series) { s.StartsAtLocal = "2027-01-05T14:00" }, scope: ScopeFollowing, from: "2027-02-09T10:00",
			want: []string{"series FREQ=WEEKLY;UNTIL=20270202;BYDAY=TU from 2027-01-05T10:00", "successor FREQ=WEEKLY;BYDAY=TU from 2027-02-09T14:00"},
		},
		"S4 another day of the week, a meeting goes with it": {
			rows: future, after: func(s *Series) { s.Rrule = "FREQ=WEEKLY;BYDAY=TH" }, scope: ScopeAll,
			want: []string{
				"series FREQ=WEEKLY;BYDAY=TH from 2027-02-04T10:00", "rekey 2027-02-02T10:00 to old 2027-02-04T10:00",
				"rekey 2027-02-09T10:00 to old 2027-02-11T10:00", "rekey 2027-02-16T10:00 to old 2027-02-18T10:00 keeps its time",
			},
		},
		"S4 what the new rule does not know is listed, and dropped when said so": {
			rows: future, after: func(s *Series) { s.Rrule = "FREQ=MONTHLY;BYDAY=2TU" }, scope: ScopeAll, change: SeriesChange{Drop: []LocalTime{"2027-02-02T10:00"}},
			want: []string{
				"series FREQ=MONTHLY;BYDAY=2TU from 2027-02-09T10:00", "list 2027-02-02T10:00 in old dropped", "list 2027-02-16T10:00 in old",
			},
		},
		"S4 listed meetings go on with the successor": {
			rows: future, after: func(s *Series) { s.Rrule = "FREQ=MONTHLY;BYDAY=2TU" }, scope: ScopeFollowing, from: "2027-02-09T10:00",
			want: []string{
				"series FREQ=WEEKLY;UNTIL=20270202;BYDAY=TU from 2027-01-05T10:00", "successor FREQ=MONTHLY;BYDAY=2TU from 2027-02-09T10:00",
				"rekey 2027-02-09T10:00 to new 2027-02-09T10:00", "list 2027-02-16T10:00 in new",
			},
		},
		"S4 the rest of a COUNT moves over": {
			before: func(s *Series) { s.Rrule += ";COUNT=10" }, after: func(s *Series) { s.StartsAtLocal = "2027-02-16T09:00" }, scope: ScopeFollowing, from: "2027-02-16T10:00",
			want: []string{"series FREQ=WEEKLY;UNTIL=20270209;BYDAY=TU from 2027-01-05T10:00", "successor FREQ=WEEKLY;COUNT=4;BYDAY=TU from 2027-02-16T09:00"},
		},
		"S4 a COUNT typed anew is of the dates to come": {
			before: func(s *Series) { s.Rrule += ";COUNT=10" }, after: func(s *Series) { s.Rrule = "FREQ=WEEKLY;BYDAY=TU;COUNT=12" }, scope: ScopeAll,
			want: []string{"series FREQ=WEEKLY;COUNT=12;BYDAY=TU from 2027-02-02T10:00"},
		},
		"S4 every other week goes on in its rhythm": {
			before: func(s *Series) { s.Rrule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" }, after: func(s *Series) { s.StartsAtLocal = "2027-01-05T09:00" }, scope: ScopeAll,
			want: []string{"series FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO from 2027-02-02T09:00"},
		},
		"S4 dates left out and added go along": {
			before: func(s *Series) {
				s.Exdates, s.Rdates = "2027-01-19T10:00,2027-02-16T10:00", "2027-01-21T10:00,2027-02-18T10:00,2027-02-19T16:00"
			},
			after: func(s *Series) { s.StartsAtLocal = "2027-02-09T14:00" }, scope: ScopeFollowing, from: "2027-02-09T10:00",
			want: []string{
				"series FREQ=WEEKLY;UNTIL=20270202;BYDAY=TU from 2027-01-05T10:00 without 2027-01-19T10:00 and 2027-01-21T10:00",
				"successor FREQ=WEEKLY;BYDAY=TU from 2027-02-09T14:00 without 2027-02-16T14:00 and 2027-02-18T14:00,2027-02-19T16:00",
				"open 2027-01-21T10:00",
			},
		},
		"S4 another zone keeps the wall clock": {
			rows: future[:1], after: func(s *Series) { s.TimeZone = "America/New_York" }, scope: ScopeAll,
			want: []string{"series FREQ=WEEKLY;BYDAY=TU from 2027-02-02T10:00 in America/New_York", "rekey 2027-02-02T10:00 to old 2027-02-02T10:00"},
		},
		"S4 another zone keeps the instants when asked": {
			rows: future[:1], after: func(s *Series) { s.TimeZone = "America/New_York" }, scope: ScopeAll, change: SeriesChange{KeepInstants: true},
			want: []string{"series FREQ=WEEKLY;BYDAY=TU from 2027-02-02T04:00 in America/New_York", "rekey 2027-02-02T10:00 to old 2027-02-02T04:00"},
		},
		"S4 another zone keeps the instants on another day": {
			before: func(s *Series) { s.Rrule, s.StartsAtLocal = "FREQ=WEEKLY;BYDAY=MO,TU", "2027-01-05T04:00" }, rows: []Meeting{},
			after: func(s *Series) { s.TimeZone = "America/New_York" }, scope: ScopeAll, change: SeriesChange{KeepInstants: true},
			want: []string{"series FREQ=WEEKLY;BYDAY=MO,SU;WKST=SU from 2027-02-01T22:00 in America/New_York"},
		},
		"S4 the first date: in place": {
			before: func(s *Series) { s.StartsAtLocal = "2027-02-09T10:00" }, rows: []Meeting{}, after: func(s *Series) { s.StartsAtLocal = "2027-02-09T11:00" },
			scope: ScopeFollowing, from: "2027-02-09T10:00", want: []string{"series FREQ=WEEKLY;BYDAY=TU from 2027-02-09T11:00"},
		},
		"S4 an hour that has passed today, before anything happened: the COUNT stays": {
			before: func(s *Series) { s.Rrule, s.StartsAtLocal = "FREQ=WEEKLY;COUNT=2", "2027-02-01T15:00" }, rows: []Meeting{},
			after: func(s *Series) { s.StartsAtLocal = "2027-02-01T10:00" }, scope: ScopeAll,
			want: []string{"series FREQ=WEEKLY;COUNT=2;BYDAY=MO from 2027-02-08T10:00"},
		},
		"S4 with nothing left before the cut the old one has ended": {
			after: func(s *Series) { s.Title = "Call" }, scope: ScopeFollowing, from: "2027-02-02T10:00",
			want: []string{"series FREQ=WEEKLY;UNTIL=20270126;BYDAY=TU from 2027-01-05T10:00 ended", "successor FREQ=WEEKLY;BYDAY=TU from 2027-02-02T10:00"},
		},
		"S4 what was held early is not planned again": {
			rows: []Meeting{closedRow(weeklySeries(), "2027-02-16T10:00")}, after: func(s *Series) { s.StartsAtLocal = "2027-02-09T14:00" },
			scope: ScopeFollowing, from: "2027-02-09T10:00",
			want: []string{
				"series FREQ=WEEKLY;UNTIL=20270202;BYDAY=TU from 2027-01-05T10:00", "successor FREQ=WEEKLY;BYDAY=TU from 2027-02-09T14:00 without 2027-02-16T14:00",
			},
		},
		"S6 what passed while nobody looked is opened": {
			rows: held(weeklySeries())[:3], after: func(s *Series) { s.Rrule = "FREQ=WEEKLY;BYDAY=TH" }, scope: ScopeAll,
			want: []string{"series FREQ=WEEKLY;BYDAY=TH from 2027-02-04T10:00", "open 2027-01-26T10:00"},
		},
		"S2 the last day of the month stays the last": {
			before: func(s *Series) { s.Rrule, s.MonthEnd, s.StartsAtLocal = "FREQ=MONTHLY", "last_day", "2026-12-31T10:00" }, rows: []Meeting{},
			after: func(s *Series) { s.Location = "Berlin" }, scope: ScopeFollowing, from: "2027-03-31T10:00",
			want: []string{"series FREQ=MONTHLY;UNTIL=20270228 from 2026-12-31T10:00", "successor FREQ=MONTHLY;BYMONTHDAY=31 from 2027-03-31T10:00", "open 2027-01-31T10:00"},
		},
		"S4 words alone change no date": {
			rows: future, after: func(s *Series) { s.Title = "Call" }, scope: ScopeAll, want: []string{"series FREQ=WEEKLY;BYDAY=TU from 2027-01-05T10:00"},
		},
		"S4 the same again changes nothing":         {after: func(s *Series) { s.Rrule = "BYDAY=TU;FREQ=WEEKLY" }, scope: ScopeAll, want: []string{"nothing"}},
		"S4 the same from a date on splits nothing": {after: func(*Series) {}, scope: ScopeFollowing, from: "2027-02-09T10:00", want: []string{"nothing"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := weeklySeries()
			if c.before != nil {
				c.before(&s)
			}
			rows := slices.Clone(c.rows)
			if s.StartsAtLocal == "2027-01-05T10:00" && s.Rrule != "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" && !strings.HasPrefix(name, "S6") {
				rows = append(held(s), rows...)
			}
			c.change.After, c.change.SuccessorID = s, "new"
			c.after(&c.change.After)
			plan, err := PlanSeriesChange(s, rows, c.change, c.scope, c.from, planNow)
			if err != nil {
				t.Fatal(err)
			}
			got := slices.DeleteFunc(told(plan), func(s string) bool { return strings.HasPrefix(s, "open") && !slices.Contains(c.want, s) })
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlanSeriesChange_refused(t *testing.T) {
	started := rowOf(weeklySeries(), "2027-02-02T10:00")
	started.Status = MeetingInProgress
	for name, c := range map[string]struct {
		before, after func(*Series)
		rows          []Meeting
		change        SeriesChange
		from          LocalTime
		want          Code
	}{
		"S4 from a date that is past":        {from: "2027-01-26T10:00", want: CodeConflict},
		"S4 from a date there is none":       {from: "2027-02-03T10:00", want: CodeInvalid},
		"S4 from no date":                    {from: "", want: CodeInvalid},
		"S4 from a meeting that has started": {from: "2027-02-02T10:00", rows: []Meeting{started}, want: CodeConflict},
		"S4 of a series that has ended":      {before: func(s *Series) { s.Status = SeriesEnded }, from: "2027-02-09T10:00", want: CodeConflict},
		"S2 to a rule that cannot be read":   {after: func(s *Series) { s.Rrule = "FREQ=HOURLY" }, from: "2027-02-09T10:00", want: CodeInvalid},
		"S2 to a rule that is over":          {after: func(s *Series) { s.Rrule += ";UNTIL=20270115" }, from: "2027-02-09T10:00", want: CodeInvalid},
		"S4 instants of a second Tuesday on another day": {
			before: func(s *Series) { s.Rrule, s.StartsAtLocal = "FREQ=MONTHLY;BYDAY=2TU", "2027-01-12T02:00" },
			after:  func(s *Series) { s.TimeZone = "America/New_York" }, change: SeriesChange{KeepInstants: true}, from: "2027-02-09T02:00", want: CodeInvalid,
		},
		"S4 instants and another hour": {
			after:  func(s *Series) { s.TimeZone, s.StartsAtLocal = "America/New_York", "2027-02-09T11:00" },
			change: SeriesChange{KeepInstants: true}, from: "2027-02-09T10:00", want: CodeInvalid,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := weeklySeries()
			if c.before != nil {
				c.before(&s)
			}
			c.change.After, c.change.SuccessorID = s, "new"
			c.change.After.Title = "Call"
			if c.after != nil {
				c.after(&c.change.After)
			}
			if plan, err := PlanSeriesChange(s, c.rows, c.change, ScopeFollowing, c.from, planNow); CodeOf(err) != c.want {
				t.Errorf("= %v, %v, want %s", told(plan), err, c.want)
			}
		})
	}
}

func TestParseScope(t *testing.T) {
	if s, err := ParseScope(""); s != ScopeAll || err != nil {
		t.Errorf("none = %s, %v, want all", s, err)
	}
	if _, err := ParseScope("this"); CodeOf(err) != CodeInvalid {
		t.Errorf("this = %v, want invalid", err)
	}
}

// S3, S4: a meeting that the days off had moved is where its series put it.
func TestPlanSeriesChange_days_off(t *testing.T) {
	s := weeklySeries()
	off := NewDaysOff([]DayOff{{"2027-02-09", "Carnival"}})
	observe := func(p HolidayPolicy) Observance {
		return Observance{Policy: p, Off: off, Working: WorkWeek("1,2,3,4,5")}
	}
	rows := append(held(s), movedRow(s, "2027-02-09T10:00", "2027-02-10T10:00"), movedRow(s, "2027-02-16T10:00", "2027-02-17T10:00"))
	for name, c := range map[string]struct {
		change SeriesChange
		edit   func(*Series)
		want   map[LocalTime]string
	}{
		"S4 it goes with another hour": {
			SeriesChange{Was: observe(HolidayNext), Is: observe(HolidayNext)},
			func(s *Series) { s.StartsAtLocal = "2027-02-09T14:00" },
			map[LocalTime]string{"2027-02-09T10:00": "2027-02-10T14:00", "2027-02-16T10:00": "2027-02-17T10:00"},
		},
		"S3 it goes with another policy": {
			SeriesChange{Was: observe(HolidayNext), Is: observe(HolidayPrevious), Reobserved: true},
			func(*Series) {},
			map[LocalTime]string{"2027-02-09T10:00": "2027-02-08T10:00"},
		},
		"S3 prepared and then skipped it is listed": {
			SeriesChange{Was: observe(HolidayNext), Is: observe(HolidaySkip), Reobserved: true},
			func(*Series) {},
			map[LocalTime]string{"2027-02-09T10:00": "listed"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.change.After = s
			c.edit(&c.change.After)
			plan, err := PlanSeriesChange(s, rows, c.change, ScopeAll, "", planNow)
			if err != nil {
				t.Fatal(err)
			}
			got := map[LocalTime]string{}
			for _, r := range plan.Rekeys {
				got[r.Meeting.OriginalStart] = string(LocalTimeOf(r.StartsAt, Zone(s.TimeZone)))
			}
			for _, l := range plan.Listed {
				got[l.Meeting.OriginalStart] = "listed"
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%v (-want +got):\n%s", told(plan), diff)
			}
			if !c.change.Reobserved {
				return
			}
			if plan.Updated.Rrule != s.Rrule || plan.Updated.StartsAtLocal != s.StartsAtLocal {
				t.Errorf("the rule became %s from %s, want it as it was", plan.Updated.Rrule, plan.Updated.StartsAtLocal)
			}
		})
	}
}

// S4: the preview shows what becomes of the next dates.
func TestPlanSeriesChange_dates(t *testing.T) {
	s := weeklySeries()
	s.Rrule = "FREQ=WEEKLY;BYDAY=TU;COUNT=7"
	after := s
	after.Rrule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=2"
	plan, err := PlanSeriesChange(s, held(s), SeriesChange{After: after, SuccessorID: "new"}, ScopeFollowing, "2027-02-09T10:00", planNow)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range plan.Dates {
		text := []string{"-", "-"}
		for i, o := range []*Occurrence{d.Before, d.After} {
			if o != nil {
				text[i] = string(o.OriginalStart)
			}
		}
		got = append(got, text[0]+" > "+text[1])
	}
	want := []string{"2027-02-09T10:00 > 2027-02-09T10:00", "2027-02-16T10:00 > -", "- > 2027-02-23T10:00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The last of the dates shown goes nowhere because its counterpart is later
// than the last of the others.
func TestPlanSeriesChange_dates_to_the_last(t *testing.T) {
	s := weeklySeries()
	for _, start := range []LocalTime{"2027-01-05T08:00", "2027-01-05T18:00"} {
		after := s
		after.StartsAtLocal = start
		plan, err := PlanSeriesChange(s, held(s), SeriesChange{After: after, SuccessorID: "new"}, ScopeAll, "", planNow)
		if err != nil {
			t.Fatal(err)
		}
		if len(plan.Dates) != datesShown {
			t.Errorf("%d dates, want %d", len(plan.Dates), datesShown)
		}
		for _, d := range plan.Dates {
			if d.Before == nil || d.After == nil {
				t.Errorf("at %s: a date without its counterpart: %+v", start, d)
			}
		}
	}
}

// A weekly series of ten years with a meeting each week.
func BenchmarkPlanSeriesChange(b *testing.B) {
	s := weeklySeries()
	s.StartsAtLocal, s.CreatedAt = "2017-02-07T10:00", s.CreatedAt.AddDate(-10, 0, 0)
	schedule, _ := s.Schedule()
	var rows []Meeting
	for _, o := range schedule.within(s.CreatedAt, planNow.AddDate(0, 1, 0)) {
		row := rowOf(s, o.OriginalStart)
		if !o.StartsAt.After(planNow) {
			row.Status = MeetingClosed
		}
		rows = append(rows, row)
	}
	after := s
	after.Rrule = "FREQ=WEEKLY;BYDAY=TH"
	for _, scope := range []Scope{ScopeAll, ScopeFollowing} {
		b.Run(string(scope), func(b *testing.B) {
			for b.Loop() {
				if _, err := PlanSeriesChange(s, rows, SeriesChange{After: after, SuccessorID: "new"}, scope, "2027-02-16T10:00", planNow); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
