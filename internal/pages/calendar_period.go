package pages

import (
	"net/url"
	"slices"
	"time"

	"accord/internal/accord"
)

// longestPeriod bounds how much of the calendar one page shows.
const longestPeriod = 3 * 366 * 24 * time.Hour

// periodOf reads the days a figure of the dashboard counts meetings of, as
// instants; both are zero where the address names none.
func periodOf(query url.Values) (from, to time.Time) {
	from, err := time.Parse(time.RFC3339, query.Get("from"))
	if err != nil {
		return time.Time{}, time.Time{}
	}
	to, err = time.Parse(time.RFC3339, query.Get("to"))
	if err != nil || !to.After(from) || to.Sub(from) > longestPeriod {
		return time.Time{}, time.Time{}
	}
	return from, to
}

// ofPeriod keeps the rows a figure counts, in one group.
func (v *calendarView) ofPeriod(rows []calendarRow, query url.Values, from, to time.Time) {
	v.From, v.To = v.L.DateOf(from), v.L.DateOf(to.Add(-time.Microsecond))
	series, team, status := query.Get("series"), query.Get("team"), accord.MeetingStatus(query.Get("status"))
	rows = slices.DeleteFunc(rows, func(r calendarRow) bool {
		return r.StartsAt.Before(from) || !r.StartsAt.Before(to) ||
			series != "" && r.SeriesID != series || team != "" && r.TeamID != team || status != "" && r.Status != status
	})
	if len(rows) > 0 {
		v.Groups = []calendarGroup{{Key: "period", Rows: rows}}
	}
}
