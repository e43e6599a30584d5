package main

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// seriesDates is what the cadence asks of a series. Its rules here are by weeks
// or months, all that the seeded company has.
type seriesDates struct {
	id, rule, starts, zone string
	minutes                int
	ended, planned         *time.Time
	made                   time.Time
}

// metOn is one date of a series that has a row.
type metOn struct {
	series, original           string
	starts                     time.Time
	minutes                    int
	started, closed, cancelled *time.Time
}

const (
	seriesQuery = `SELECT r.id, r.rrule, r.starts_at_local, r.time_zone, r.duration_minutes, r.ended_at, r.planned_from, r.created_at
FROM series r WHERE r.workspace_id = ?1`
	occurrencesQuery = `SELECT m.series_id, m.original_start, m.starts_at, m.duration_minutes, m.started_at, m.closed_at, m.cancelled_at
FROM meetings m WHERE m.workspace_id = ?1 AND m.series_id IS NOT NULL AND m.original_start >= ?2 AND m.original_start < ?3`
)

// countCadence counts the dates of the period that have passed, and those held
// near their day.
func (h *hand) countCadence(ctx context.Context, f frame, t *dashboardCounts) error {
	series, err := list(ctx, h, seriesQuery, func(s *seriesDates) []any {
		return []any{&s.id, &s.rule, &s.starts, &s.zone, &s.minutes, &s.ended, &s.planned, &s.made}
	}, h.workspace)
	if err != nil {
		return err
	}
	last, _ := time.Parse(time.DateOnly, f.to)
	rows, err := list(ctx, h, occurrencesQuery, func(m *metOn) []any {
		return []any{&m.series, &m.original, &m.starts, &m.minutes, &m.started, &m.closed, &m.cancelled}
	}, h.workspace, f.from, last.AddDate(0, 0, 1).Format(time.DateOnly))
	if err != nil {
		return err
	}
	type name struct{ series, original string }
	met := make(map[name]struct{}, len(rows))
	for _, m := range rows {
		met[name{m.series, m.original}] = struct{}{}
		day := ""
		if m.started != nil && m.closed != nil && !m.closed.After(f.now) {
			day = m.started.In(f.zone).Format(time.DateOnly)
		}
		if day == "" && m.starts.Add(time.Duration(m.minutes)*time.Minute).After(f.now) {
			continue // to come, or cancelled ahead
		}
		t.occurrences++
		t.onCadence += when(day != "" && nearDays(m.original[:10], day), 1)
	}
	for i := range series {
		for wall := range series[i].dates(f) {
			if _, ok := met[name{series[i].id, wall}]; !ok && series[i].passed(wall, f) {
				t.occurrences++
			}
		}
	}
	return nil
}

// nearDays reports whether a meeting was held within three working days.
func nearDays(planned, held string) bool {
	if planned == held {
		return true
	}
	a, _ := time.Parse(time.DateOnly, min(planned, held))
	b, _ := time.Parse(time.DateOnly, max(planned, held))
	n := 0
	for a.Before(b) && n <= 3 {
		a = a.AddDate(0, 0, 1)
		n += when(a.Weekday() != time.Saturday && a.Weekday() != time.Sunday, 1)
	}
	return n <= 3
}

// dates are the wall clocks of the series that lie in the period.
func (s *seriesDates) dates(f frame) func(func(string) bool) {
	return func(yield func(string) bool) {
		const layout = "2006-01-02T15:04"
		every := 1
		if _, n, ok := strings.Cut(s.rule, "INTERVAL="); ok {
			every, _ = strconv.Atoi(n)
		}
		weeks, months := 7*every, 0
		if strings.HasPrefix(s.rule, "FREQ=MONTHLY") {
			weeks, months = 0, every
		}
		day, _ := time.Parse(layout, s.starts)
		for ; ; day = day.AddDate(0, months, weeks) {
			wall := day.Format(layout)
			if wall[:10] > f.to || wall[:10] >= f.from && !yield(wall) {
				return
			}
		}
	}
}

// passed reports whether a date without a row was planned and is over.
func (s *seriesDates) passed(wall string, f frame) bool {
	start, _ := time.ParseInLocation("2006-01-02T15:04", wall, f.zone)
	end := start.Add(time.Duration(s.minutes) * time.Minute)
	return !end.After(f.now) && end.After(s.made) && (s.ended == nil || start.Before(*s.ended)) &&
		(s.planned == nil || !start.Before(*s.planned))
}
