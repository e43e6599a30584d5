package jobs_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
)

// The oracle says what is due, when, and what becomes of it, from the rules of
// product.md alone: it shares no line with the worker and resolves wall clocks
// in its own way.

// wallIn finds the first instant at which clocks in the zone show the wall
// clock, or, where they jump over it, the instant they would have shown it by
// the offset before the jump. It walks the offsets of the days around.
func wallIn(zone string, wall time.Time) time.Time {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	var first time.Time
	for h := -36; h <= 36; h++ {
		_, offset := wall.Add(time.Duration(h) * time.Hour).In(loc).Zone()
		t := wall.Add(-time.Duration(offset) * time.Second)
		shown := t.In(loc)
		same := shown.Hour() == wall.Hour() && shown.Minute() == wall.Minute() && shown.Day() == wall.Day()
		if same && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	if !first.IsZero() {
		return first
	}
	_, before := wall.Add(-36 * time.Hour).In(loc).Zone()
	return wall.Add(-time.Duration(before) * time.Second)
}

// daysBefore is the same wall clock so many days earlier.
func daysBefore(zone string, at time.Time, days int) time.Time {
	loc, _ := time.LoadLocation(zone)
	w := at.In(loc)
	return wallIn(zone, time.Date(w.Year(), w.Month(), w.Day()-days, w.Hour(), w.Minute(), 0, 0, time.UTC))
}

// rhythm is how a series of the world comes round, told once as a rule and once
// as a function from its first date.
type rhythm struct {
	rule   string
	lead   [3]time.Duration // ask, remind, send; whole days stand on the wall clock
	weekly int              // every so many weeks, or
	months int              // every so many months on the nth weekday, or
	nth    int              // 1 to 4, -1 is the last
	daily  bool
}

const aDay = 24 * time.Hour

var shortLead, longLead = [3]time.Duration{3 * aDay, aDay, 4 * time.Hour}, [3]time.Duration{10 * aDay, 5 * aDay, 2 * aDay}

// dates lists the wall clocks of the rhythm on a weekday from the first day on.
func (r rhythm) dates(from, to time.Time, weekday time.Weekday, clock time.Duration) []time.Time {
	var list []time.Time
	midnight := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, time.UTC)
	for midnight.Weekday() != weekday {
		midnight = midnight.Add(aDay)
	}
	switch {
	case r.daily:
		for d := midnight; d.Before(to); d = d.Add(aDay) {
			list = append(list, d.Add(clock))
		}
	case r.weekly > 0:
		for d := midnight; d.Before(to); d = d.Add(time.Duration(r.weekly) * 7 * aDay) {
			list = append(list, d.Add(clock))
		}
	default:
		for y, m := from.Year(), from.Month()+1; ; m += time.Month(r.months) {
			var of []time.Time
			for d := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC); d.Month() == (m-1)%12+1; d = d.Add(aDay) {
				if d.Weekday() == weekday {
					of = append(of, d)
				}
			}
			d := of[len(of)-1]
			if r.nth > 0 {
				d = of[r.nth-1]
			}
			if !d.Before(to) {
				return list
			}
			list = append(list, d.Add(clock))
		}
	}
	return list
}

// expected is one due thing.
type expected struct {
	at    time.Time // when a tick that runs in time does it
	state string    // of a mail; "" for what is no mail
}

// outage is when nobody ticks, [from, to).
type outage struct{ from, to time.Time }

// handled is when what is due at t is done at the earliest.
func (o outage) handled(t time.Time) time.Time {
	if !t.Before(o.from) && t.Before(o.to) {
		return o.to
	}
	return t
}

// meetingDue adds what is due of the dates of one series before the end.
func (w *clockWorld) meetingDue(s clockSeries, down outage, end time.Time) {
	var previous time.Time
	for _, wall := range s.dates {
		start := wallIn(s.zone, wall)
		steps := [3]time.Time{}
		for i, lead := range s.lead {
			t := start.Add(-lead)
			if lead >= aDay {
				t = daysBefore(s.zone, start, int(lead/aDay)).Add(-(lead % aDay))
			}
			if t.Before(previous) {
				t = previous
			}
			steps[i] = t
		}
		previous = start.Add(s.length)
		name := s.id + " " + wall.Format(accord.LocalLayout)
		if !steps[0].Before(end) {
			return
		}
		w.due("open "+name, expected{at: down.handled(steps[0])})
		for i, kind := range []string{accord.MailProposalsWanted, accord.MailProposalsMissing, accord.MailAgenda} {
			if !steps[i].Before(end) {
				break
			}
			at := down.handled(steps[i])
			state := "queued"
			overtaken := i < 2 && down.handled(steps[i+1]).Equal(at)
			if overtaken || !at.Before(start) {
				state = "skipped late"
			}
			to := []string{"sal", "mar"}
			if kind == accord.MailAgenda {
				to = append(to, "obs")
			}
			for _, p := range to {
				w.due(kind+" "+name+" "+p, expected{at, state})
			}
		}
	}
}

// itemDue adds what is due of one action item before the end.
func (w *clockWorld) itemDue(i clockItem, down outage, end time.Time) {
	due := i.due
	tomorrow, begins := wallIn(i.zone, due.Add(-aDay+8*time.Hour)), wallIn(i.zone, due)
	overdue := wallIn(i.zone, due.Add(aDay+8*time.Hour))
	if at := down.handled(tomorrow); tomorrow.Before(end) && i.done.After(at) {
		state := "queued"
		if !at.Before(begins) {
			state = "skipped late"
		}
		w.due("action_item.due_tomorrow "+i.id, expected{at, state})
	}
	if at := down.handled(overdue); overdue.Before(end) && i.done.After(at) {
		w.due("action_item.overdue "+i.id, expected{at, "queued"})
	}
	loc, _ := time.LoadLocation(i.workZone)
	d := i.done.In(loc)
	last := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
	for n := 0; n < 5; {
		last = last.Add(aDay)
		if strings.Contains(i.working, fmt.Sprint((int(last.Weekday())+6)%7+1)) {
			n++
		}
	}
	if at := wallIn(i.workZone, last.Add(aDay)); at.Before(end) && i.done.Before(end) {
		w.due("confirmed "+i.id, expected{at: down.handled(at)})
	}
}

// due takes a thing into what is expected.
func (w *clockWorld) due(name string, e expected) {
	if _, ok := w.want[name]; ok {
		panic("twice: " + name)
	}
	w.want[name] = e
}

// instants are the different instants at which something is due, in order.
func (w *clockWorld) instants() []time.Time {
	var list []time.Time
	for _, e := range w.want {
		list = append(list, e.at)
	}
	slices.SortFunc(list, time.Time.Compare)
	return slices.CompactFunc(list, time.Time.Equal)
}
