package accord

// Cadence is what became of each occurrence of a series in a period.
type Cadence struct {
	Series      Series
	Occurrences []OccurrenceFact
}

// CadenceOf puts together the dates a series plans for the period and the
// meetings that have a row, by their original start: each occurrence once,
// whatever was moved. Dates before the series was made do not count, nor do
// those after it ended that were not held all the same, nor what a day off
// leaves out and nobody touched (S3).
func CadenceOf(s Series, schedule ObservedSchedule, rows map[LocalTime]OccurrenceFact, p Period) (Cadence, error) {
	c := Cadence{Series: s}
	zone := schedule.Zone
	from, to := p.From.AddDays(-1).End(zone), p.To.End(zone)
	planned, err := schedule.Named(from, to)
	if err != nil {
		return c, err
	}
	for _, row := range rows { // those of dates before its rule was changed, too
		if s.EndedAt == nil || row.PlannedAt.Before(*s.EndedAt) || row.ClosedAt != nil {
			c.Occurrences = append(c.Occurrences, row)
		}
	}
	for _, o := range TakingPlace(planned) {
		_, touched := rows[o.OriginalStart]
		if !touched && s.Plans(o) && o.EndsAt.After(s.CreatedAt) {
			c.Occurrences = append(c.Occurrences, OccurrenceFact{
				SeriesID: s.ID, Original: o.OriginalStart, Zone: zone, PlannedAt: o.StartsAt, EndsAt: o.EndsAt,
			})
		}
	}
	return c, nil
}
