package accord

// Cadence is what became of each occurrence of a series in a period.
type Cadence struct {
	Series      Series
	Occurrences []OccurrenceFact
}

// CadenceOf puts together the dates a series' rule gives for the period and the
// meetings that have a row, by their original start: each occurrence once,
// whatever was moved. Dates before the series was made, or after it ended, do
// not count.
func CadenceOf(s Series, rows map[LocalTime]OccurrenceFact, p Period) (Cadence, error) {
	c := Cadence{Series: s}
	schedule, err := s.Schedule()
	if err != nil {
		return c, err
	}
	zone := Zone(s.TimeZone)
	from, to := p.From.AddDays(-1).End(zone), p.To.End(zone)
	planned, err := schedule.Between(from, to)
	if err != nil {
		return c, err
	}
	seen := map[LocalTime]bool{}
	for _, o := range planned {
		if row, ok := rows[o.OriginalStart]; ok {
			c.Occurrences, seen[o.OriginalStart] = append(c.Occurrences, row), true
			continue
		}
		if s.Plans(o) && o.EndsAt.After(s.CreatedAt) {
			c.Occurrences = append(c.Occurrences, OccurrenceFact{
				SeriesID: s.ID, Original: o.OriginalStart, Zone: zone, PlannedAt: o.StartsAt, EndsAt: o.EndsAt,
			})
		}
	}
	for original, row := range rows {
		if !seen[original] {
			c.Occurrences = append(c.Occurrences, row) // its rule was changed since
		}
	}
	return c, nil
}
