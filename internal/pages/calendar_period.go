package pages

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// figureMeetingsShown is how many meetings of a figure one page lists.
const figureMeetingsShown = 200

// figureQuery reads which figure's meetings are asked for, as the dashboard
// links to them; without a figure or with days that are none it is no question.
func figureQuery(query url.Values) (app.MeetingQuery, bool) {
	from, err := time.Parse(time.RFC3339, query.Get("from"))
	to, toErr := time.Parse(time.RFC3339, query.Get("to"))
	q := app.MeetingQuery{
		Figure: accord.FigureKey(query.Get("figure")), From: from, To: to, AsOf: query.Get("as_of"), SeriesID: query.Get("series"), TeamID: query.Get("team"),
	}
	return q, q.Figure.ListsMeetings() && err == nil && toErr == nil
}

// calendarOfFigure lists the meetings a figure counts, as they stood at its as of.
func (p *Pages) calendarOfFigure(c echo.Context, v *calendarView, q app.MeetingQuery) error {
	after, err := accord.DecodeCursor(c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	list, next, err := p.app.Meetings(c.Request().Context(), Actor(c), q, accord.Page{Limit: figureMeetingsShown, After: after})
	if err != nil {
		return err
	}
	v.Figure = v.L.T("figure." + string(q.Figure))
	v.From, v.To = v.L.DateOf(q.From), v.L.DateOf(q.To.Add(-time.Microsecond))
	if at, err := time.Parse(time.RFC3339, q.AsOf); err == nil && at.Before(v.Now) {
		v.AsOf = v.L.DateOf(at.Add(-time.Microsecond))
	}
	if next != nil {
		query := c.QueryParams()
		query.Set("cursor", accord.EncodeCursor(next))
		v.Pager.Next = "/meetings?" + query.Encode()
	}
	entries, err := p.app.CalendarEntries(c.Request().Context(), Actor(c), list)
	if err != nil {
		return err
	}
	rows := make([]calendarRow, 0, len(entries))
	for _, e := range entries {
		rows = append(rows, v.row(e))
	}
	if len(rows) > 0 {
		v.Groups = []calendarGroup{{Key: "period", Rows: rows}}
	}
	return nil
}
