package pages

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// calendarDays is how far ahead the list of meetings looks.
const calendarDays = 42

// calendarView is the list of meetings, or the same as a month.
type calendarView struct {
	Base
	Groups []calendarGroup
	Weeks  [][]calendarDay // of the month, where it is shown as one
	Bare   bool            // nothing stands in these weeks
	Month  string
	Before string // address of the month before, and after
	After  string
	Mine   bool
	AsDays bool // shown as a month

	Figure   string      // whose meetings are listed; "" for none
	From, To accord.Date // of its period
	AsOf     accord.Date // it is looked at as of; "" for now
	Pager    Pager
}

// calendarGroup is one part of the list: live now, today, this week, later.
type calendarGroup struct {
	Key  string
	Rows []calendarRow
}

// calendarRow is one meeting in the list.
type calendarRow struct {
	app.CalendarEntry
	When  When
	Far   string
	Clock string
	Chip  *Chip
	Why   string // the day off it is on or was moved away from; "" for none
	Off   bool
}

// calendarDay is one square of the month.
type calendarDay struct {
	Date    accord.Date
	Number  int
	Weekday string // short
	Name    string
	Outside bool // of another month
	Today   bool
	Rows    []calendarRow
}

// NewLink leads to the editor, for those who may use it.
func (v *calendarView) NewLink() string { return newSeriesLink(v.Base) }

// Who is whose meetings are shown, as the address says it.
func (v *calendarView) Who() string {
	if v.Mine {
		return "mine"
	}
	return "all"
}

// Weekdays heads the month.
func (v *calendarView) Weekdays() []string {
	var names []string
	for _, d := range v.L.Weekdays() {
		names = append(names, v.L.WeekdayShort(d))
	}
	return names
}

// Views are the switches above the list.
func (v *calendarView) Views() []map[string]any {
	who := func(key, value string, current bool) map[string]any {
		return map[string]any{"Path": "/meetings?" + value, "Label": v.L.T(key), "Current": current}
	}
	view := ""
	if v.AsDays {
		view = "&view=calendar"
	}
	return []map[string]any{who("meetings.mine", "who=mine"+view, v.Mine), who("meetings.all", "who=all"+view, !v.Mine)}
}

// Shapes are the switches between list and month.
func (v *calendarView) Shapes() []map[string]any {
	mine := "who=" + v.Who()
	return []map[string]any{
		{"Path": "/meetings?" + mine, "Label": v.L.T("meetings.list"), "Current": !v.AsDays},
		{"Path": "/meetings?" + mine + "&view=calendar", "Label": v.L.T("meetings.calendar"), "Current": v.AsDays},
	}
}

func (p *Pages) calendarRoutes() []Route {
	return []Route{{http.MethodGet, "/meetings", app.ActSeeMeetings, p.calendar}}
}

func (p *Pages) calendar(c echo.Context) error {
	v := &calendarView{Base: p.Base(c, "meetings", "meetings.title"), Mine: c.QueryParam("who") != "all", AsDays: c.QueryParam("view") == "calendar"}
	v.Pager.L = v.L
	if q, ok := figureQuery(c.QueryParams()); ok {
		v.Mine, v.AsDays = false, false
		if err := p.calendarOfFigure(c, v, q); err != nil {
			return err
		}
		return p.Page(c, http.StatusOK, "meetings", v)
	}
	from, to := p.calendarWindow(c, v)
	entries, err := p.app.Calendar(c.Request().Context(), Actor(c), v.Mine, from, to)
	if err != nil {
		return err
	}
	rows := make([]calendarRow, 0, len(entries))
	for _, e := range entries {
		rows = append(rows, v.row(e))
	}
	if v.AsDays {
		v.month(rows, accord.DateOf(from, v.L.Zone()))
	} else {
		v.group(rows)
	}
	return p.Page(c, http.StatusOK, "meetings", v)
}

// calendarWindow is from the start of today for six weeks, or the weeks that
// show the month asked for.
func (p *Pages) calendarWindow(c echo.Context, v *calendarView) (from, to time.Time) {
	start := func(d accord.Date) time.Time { return d.AddDays(-1).End(v.L.Zone()) }
	if !v.AsDays {
		return start(v.Today), start(v.Today.AddDays(calendarDays))
	}
	first, err := accord.ParseDate(c.QueryParam("month") + "-01")
	if err != nil {
		first = v.Today[:8] + "01"
	}
	t := first.Time()
	v.Month = v.L.Month(t.Month()) + " " + t.Format("2006")
	v.Before, v.After = t.AddDate(0, -1, 0).Format("2006-01"), t.AddDate(0, 1, 0).Format("2006-01")
	for first.Time().Weekday() != v.L.WeekStart() {
		first = first.AddDays(-1)
	}
	return start(first), start(first.AddDays(calendarDays))
}

func (v *calendarView) row(e app.CalendarEntry) calendarRow {
	return calendarRow{
		CalendarEntry: e, When: v.When(e.StartsAt, e.TimeZone), Far: v.L.Relative(v.Today, v.L.DateOf(e.StartsAt)), Clock: v.L.Clock(e.StartsAt),
		Chip: v.chip(e), Why: v.why(e), Off: e.Status == accord.MeetingCancelled,
	}
}

func (v *calendarView) chip(e app.CalendarEntry) *Chip {
	if e.SeriesID == "" && e.Status == accord.MeetingScheduled {
		return nil
	}
	return dateChip(v.Base, e.SeriesDate, accord.Zone(e.TimeZone))
}

// why names the day off, where the month has no room for more; a date that was
// called off has none.
func (v *calendarView) why(e app.CalendarEntry) string {
	chip := dayOffChip(v.Base, e.SeriesDate, accord.Zone(e.TimeZone))
	switch {
	case e.SeriesID == "" || e.Status != accord.MeetingPlanned && e.Status != accord.MeetingScheduled:
		return ""
	case chip != nil:
		return chip.Text
	}
	return e.DayOff
}

// group puts the rows into live now, today, this week and later.
func (v *calendarView) group(rows []calendarRow) {
	groups := []calendarGroup{{Key: "live"}, {Key: "today"}, {Key: "week"}, {Key: "later"}}
	week := v.Today
	for week.AddDays(1).Time().Weekday() != v.L.WeekStart() {
		week = week.AddDays(1)
	}
	for _, r := range rows {
		day, at := v.L.DateOf(r.StartsAt), 3
		switch {
		case r.Status == accord.MeetingInProgress:
			at = 0
		case day <= v.Today:
			at = 1
		case day <= week:
			at = 2
		}
		groups[at].Rows = append(groups[at].Rows, r)
	}
	for _, g := range groups {
		if len(g.Rows) > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
}

// month puts the rows on the squares of six weeks from first on.
func (v *calendarView) month(rows []calendarRow, first accord.Date) {
	middle := first.AddDays(10)[:7]
	v.Bare = len(rows) == 0
	on := map[accord.Date][]calendarRow{}
	for _, r := range rows {
		day := v.L.DateOf(r.StartsAt)
		on[day] = append(on[day], r)
	}
	for w := range calendarDays / 7 {
		var week []calendarDay
		for d := range 7 {
			day := first.AddDays(w*7 + d)
			week = append(week, calendarDay{
				Date: day, Number: day.Time().Day(), Weekday: v.L.WeekdayShort(day.Time().Weekday()), Name: v.L.Day(day), Outside: day[:7] != middle, Today: day == v.Today, Rows: on[day],
			})
		}
		v.Weeks = append(v.Weeks, week)
	}
}
