package accord

import (
	"cmp"
	"slices"
	"time"
)

// PlanSeriesChange plans a change of a series (S4); exceptions are all its
// meetings. from is the original start of the first date that a change of
// following dates reaches, and ignored with all.
//
// Nothing that is past, running or closed changes. With following the series is
// split before from; where nothing lies before, and with all, it is changed in
// place and plans nothing of the new rule before now. Meetings to come that
// still have a date in the new rule, on the same day or in the same place of
// their week, month or year, take its name; one that nobody had moved takes its
// time too. Any other is listed. Dates left out go with their date; added dates
// at the series' hour take the new hour. What remains of a COUNT moves over; a
// COUNT typed anew counts the dates to come.
func PlanSeriesChange(series Series, exceptions []Meeting, change SeriesChange, scope Scope, from LocalTime, now time.Time) (SeriesPlan, error) {
	if series.Status == SeriesEnded {
		return SeriesPlan{}, Errorf(CodeConflict, "This series has ended.").By("S4")
	}
	p := planner{before: series, change: change, rows: slices.Clone(exceptions), now: now}
	slices.SortFunc(p.rows, func(a, b Meeting) int { return cmp.Compare(a.OriginalStart, b.OriginalStart) })
	if err := p.read(); err != nil {
		return SeriesPlan{}, err
	}
	if scope == ScopeFollowing {
		if err := p.cutAtDate(from); err != nil {
			return SeriesPlan{}, err
		}
	}
	if err := p.keepInstants(); err != nil {
		return SeriesPlan{}, err
	}
	same, _ := p.goOn(p.old)
	next, err := p.goOn(p.typed)
	plan, ok := p.nothingPlanned(same, next)
	if ok || err != nil {
		return plan, err
	}
	return p.plan(next)
}

// planner holds what one change of a series is planned from.
type planner struct {
	before Series
	change SeriesChange
	rows   []Meeting // by original start
	now    time.Time
	old    Schedule  // of the series
	typed  Schedule  // what it shall be, as typed
	cut    LocalTime // the first date of a split; "" in place
	cutDay Date      // the first day of the new rule
	cutAt  time.Time // the instant of cut by the rule; in place now
	begun  bool      // something of the series is past, running or closed

	sameRule bool // the dates of the rule stay what they are
}

// read takes the schedules before and after.
func (p *planner) read() error {
	var err error
	if p.old, err = p.before.Schedule(); err != nil {
		return err
	}
	if p.typed, err = p.change.After.Schedule(); err != nil {
		return err
	}
	p.cutAt = p.now
	p.begun = slices.ContainsFunc(p.rows, p.protected)
	for o := range p.old.dates() {
		if p.begun || o.StartsAt.After(p.now) {
			break
		}
		p.begun = p.before.Plans(o)
	}
	return nil
}

// protected reports whether nothing may change about the meeting: it is past,
// running or closed.
func (p *planner) protected(m Meeting) bool { return m.Begun(p.now) }

// row is the meeting of that name.
func (p *planner) row(name LocalTime) (Meeting, bool) {
	i, ok := slices.BinarySearchFunc(p.rows, name, func(m Meeting, name LocalTime) int { return cmp.Compare(m.OriginalStart, name) })
	if !ok {
		return Meeting{}, false
	}
	return p.rows[i], true
}

// cutAtDate cuts the series before a date that is still to come, unless it is
// the first: then it is changed in place.
func (p *planner) cutAtDate(from LocalTime) error {
	planned, ok := p.old.Observing(p.change.Was).At(from)
	row, touched := p.row(from)
	known := ok && !planned.Skipped && p.before.Plans(planned.Occurrence)
	if touched { // one called off whose date the rule forgot is not of the series any more
		known = ok || row.Status != MeetingCancelled
	}
	if !known {
		var v Validation
		v.Check(false, "from", "The series has no such date.")
		return v.Err()
	}
	at := Instant(from.In(p.old.Zone))
	if !at.After(p.now) && (touched && row.StartsAt.After(p.now) && !p.protected(row) || !touched && planned.StartsAt.After(p.now)) {
		return Errorf(CodeConflict, "The rule names this date in the past, though it is held later; choose a date after it.").By("S4")
	}
	if !at.After(p.now) || touched && p.protected(row) || !touched && !planned.StartsAt.After(p.now) {
		return Errorf(CodeConflict, "What is past or has begun does not change; choose a date to come.").By("S4")
	}
	earlier := len(p.rows) > 0 && p.rows[0].OriginalStart < from
	for o := range p.old.dates() {
		if earlier || o.OriginalStart >= from {
			break
		}
		earlier = p.before.Plans(o)
	}
	if !earlier {
		return nil
	}
	p.cut, p.cutDay, p.cutAt = from, from.Date(), at
	for _, o := range p.old.ruleOnly().onDays(p.cutDay, p.cutDay.AddDays(1)) {
		if o.OriginalStart < from { // an added date is cut at, on a day of the rule
			p.cutDay = p.cutDay.AddDays(1)
		}
	}
	return nil
}

// reaches reports whether a date of the new rule is one the change brings.
func (p *planner) reaches(o Occurrence) bool {
	switch {
	case !o.StartsAt.After(p.now):
		return false
	case p.cut == "":
		return true
	case p.change.KeepInstants:
		return !o.StartsAt.Before(p.cutAt.Add(-maxClockShift))
	default:
		return o.OriginalStart.Date() >= p.cutDay
	}
}

// leaves reports whether a date of the old rule gives way to the new one.
func (p *planner) leaves(o Occurrence) bool {
	if p.cut == "" {
		return o.StartsAt.After(p.now)
	}
	return o.OriginalStart >= p.cut
}

// nothingPlanned is the plan of a change that leaves all dates as they are and
// splits nothing. same is how the series would go on unchanged.
func (p *planner) nothingPlanned(same, next Schedule) (SeriesPlan, bool) {
	after := p.change.After
	words, dates := p.before.sameWords(after), same.equal(next) && !p.change.Reobserved
	switch {
	case words && dates:
		return SeriesPlan{Updated: p.before, Untouched: p.rows}, true
	case dates && p.cut == "":
		return SeriesPlan{
			Changes: true, Updated: after.withScheduleOf(p.before), Untouched: p.rows,
			Bumps: p.before.Location != after.Location || p.before.DurationMinutes != after.DurationMinutes,
		}, true
	}
	p.sameRule = same.equal(next)
	return SeriesPlan{}, false
}

// plan puts the plan together.
func (p *planner) plan(next Schedule) (SeriesPlan, error) {
	plan := SeriesPlan{Changes: true, Replans: true, Bumps: true, Open: p.unopened()}
	if p.sameRule && p.cut == "" {
		next = p.old // the days off alone are others: the rule stays as it is written
	}
	p.rekey(&plan, &next)
	if err := p.series(&plan, next); err != nil {
		return SeriesPlan{}, err
	}
	plan.Dates = p.dateChanges(next)
	plan.counterpart = p.counterparts(next)
	return plan, nil
}

// counterparts finds the new names of dates to come.
func (p *planner) counterparts(next Schedule) func(LocalTime) (LocalTime, bool) {
	m := p.matcher(next)
	return func(name LocalTime) (LocalTime, bool) {
		if o, ok := m.old.At(name); !ok || !p.leaves(o) {
			return "", false // also where it is another series of the lineage that has the date
		}
		to, ok := m.to(name)
		return to, ok && !slices.Contains(next.Exdates, to)
	}
}

// series writes the schedules into the series of the plan.
func (p *planner) series(plan *SeriesPlan, next Schedule) error {
	after := p.change.After
	after.Rrule, after.StartsAtLocal, after.MonthEnd = next.Rule.String(), next.Start, string(next.MonthEnd)
	after.Exdates, after.Rdates = JoinLocalTimes(next.Exdates), JoinLocalTimes(next.Rdates)
	after, _, err := after.WithSchedule(after.Input())
	if err != nil {
		return err
	}
	if p.cut == "" {
		after.PlannedFrom = &p.now
		plan.Updated = after
		return nil
	}
	plan.Updated = p.predecessor(plan.Rekeys, plan.Listed)
	after.ID, after.Status, after.CreatedAt, after.Version = p.change.SuccessorID, SeriesActive, p.now, 1
	after.PlannedFrom, after.NextStartsAt, after.EndedAt, after.ObservedFrom, after.ChangedAt, after.Sequence = nil, nil, nil, nil, nil, 0
	plan.Successor = &after
	return nil
}

// sameWords reports whether nothing but the schedule may differ.
func (s Series) sameWords(o Series) bool {
	o = o.withScheduleOf(s)
	o.NextStartsAt, o.PlannedFrom, o.EndedAt, o.CreatedAt = s.NextStartsAt, s.PlannedFrom, s.EndedAt, s.CreatedAt
	return s == o
}

// withScheduleOf is the series with the schedule of another, length excepted.
func (s Series) withScheduleOf(o Series) Series {
	s.Rrule, s.StartsAtLocal, s.TimeZone, s.MonthEnd, s.Exdates, s.Rdates = o.Rrule, o.StartsAtLocal, o.TimeZone, o.MonthEnd, o.Exdates, o.Rdates
	return s
}
