package pages

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// dashboardView is the dashboard: the next meeting, three figures, four
// questions with their pictures, and the lists behind them.
type dashboardView struct {
	Base
	app.DashboardPage
	Periods  []choice
	Choices  []choice // series, all first
	Chosen   string   // the title of the chosen series, or "all"
	Week     string   // the chosen number of weeks, for the form of as of
	AsOfDay  accord.Date
	BackLink string // to now
	SitDowns accord.SitDownState
	Tiles    []tile
	Promises card
	Carrying card
	Load     card
	Cadence  card
	Owes     owesCard
	Strip    []alignedRow
	Deviated []deviation
	Rows     []overdueRow
	Waits    []waitingRow
	Table    []figureRow
}

// choice is one link of a chooser.
type choice struct {
	Label, Href string
	Current     bool
}

// card is a question, today's answer in words, and the picture.
type card struct {
	Failed bool
	Answer string
	Chart  template.HTML
}

// tile is one of the three large figures.
type tile struct {
	Label, Meaning string
	Value, Unit    string
	Href           string
	Note           []noted
	Late           bool
	Sides          []sideValue
}

// noted is a part of a note, strong or not.
type noted struct {
	Text   string
	Strong bool
}

// sideValue is a figure of one side, linked to its list.
type sideValue struct {
	Mark  Mark
	Value string
	Href  string
}

// overdueRow is one of the longest overdue items.
type overdueRow struct {
	accord.ItemRow
	Late Chip
	Own  bool // the reader owns it: they may say done and name another date
	Sub  string
}

// waitingRow is one thing that waits for the reader.
type waitingRow struct {
	accord.ItemRow
	Kind string // accept, confirm, drop, orphan
}

func (p *Pages) dashboardRoutes() []Route {
	return []Route{{http.MethodGet, "/", app.ActSeeDashboard, p.dashboard}}
}

func (p *Pages) dashboard(c echo.Context) error {
	base := p.Base(c, "dashboard", "dashboard.title")
	in, weeks := dashboardQuery(c.QueryParams(), base)
	d, err := p.app.DashboardPage(c.Request().Context(), Actor(c), in)
	if err != nil {
		return err
	}
	view := newDashboardView(base, d, weeks)
	if base.CanEdit && !view.Past {
		if view.SitDowns, err = p.app.SitDownState(c.Request().Context(), Actor(c), time.Time{}); err != nil {
			p.Log.ErrorContext(c.Request().Context(), "load the state of the sit-downs", "error", err) // cards fail alone
		}
	}
	return p.Page(c, http.StatusOK, "dashboard", view)
}

// dashboardWeeks are the periods to choose among.
var dashboardWeeks = []int{4, 12, 26}

// dashboardQuery reads the query string. weeks counts back from as of; from and
// to say it by days.
func dashboardQuery(v url.Values, b Base) (app.DashboardQuery, int) {
	in := app.DashboardQuery{
		From: accord.Date(v.Get("from")), To: accord.Date(v.Get("to")), AsOf: v.Get("as_of"), SeriesID: v.Get("series"), TeamID: v.Get("team"),
	}
	weeks, err := strconv.Atoi(v.Get("weeks"))
	if err != nil || weeks < 1 || weeks > 104 {
		weeks = 12
	}
	if in.From == "" && in.To == "" {
		in.To = b.Today
		if day, err := accord.ParseDate(in.AsOf); err == nil && day < b.Today {
			in.To = day
		}
		in.From = in.To.AddDays(1 - 7*weeks)
	} else {
		weeks = 0
	}
	return in, weeks
}

// with is the dashboard's address with some values changed; "" removes one.
func (v *dashboardView) with(weeks int, pairs ...string) string {
	q := url.Values{}
	set := func(name, value string) {
		q.Del(name)
		if value != "" {
			q.Set(name, value)
		}
	}
	if weeks == 0 {
		set("from", string(v.Period.From))
		set("to", string(v.Period.To))
	} else if weeks != 12 {
		set("weeks", strconv.Itoa(weeks))
	}
	set("series", v.Query.SeriesID)
	set("team", v.Query.TeamID)
	if v.Past {
		set("as_of", v.Query.AsOf)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		set(pairs[i], pairs[i+1])
	}
	if len(q) == 0 {
		return "/"
	}
	return "/?" + q.Encode()
}

func newDashboardView(b Base, d app.DashboardPage, weeks int) *dashboardView {
	v := &dashboardView{Base: b, DashboardPage: d}
	v.choosers(weeks)
	v.tiles()
	v.promises()
	v.carrying()
	v.load()
	v.cadence()
	v.owes()
	v.aligned()
	v.figureTable()
	for _, item := range d.Overdue {
		late := max(1, accord.DaysLate(item.DueEndsAt, d.Period.AsOf))
		sub := item.Ref()
		if item.SeriesTitle != "" {
			sub = item.SeriesTitle + ", " + sub
		}
		v.Rows = append(v.Rows, overdueRow{ItemRow: item, Late: b.LateChip(late), Own: !d.Past && string(item.OwnerID) == b.Actor.PersonID, Sub: sub})
	}
	v.waits()
	return v
}

func (v *dashboardView) waits() {
	for _, part := range []struct {
		kind string
		rows []accord.ItemRow
	}{
		{"accept", v.Waiting.Accept}, {"confirm", v.Waiting.Confirm}, {"drop", v.Waiting.Drop}, {"orphan", v.Waiting.Orphans},
	} {
		for _, r := range part.rows {
			v.Waits = append(v.Waits, waitingRow{ItemRow: r, Kind: part.kind})
		}
	}
}

func (v *dashboardView) choosers(weeks int) {
	for _, n := range dashboardWeeks {
		v.Periods = append(v.Periods, choice{Label: v.L.N("dashboard.weeks", n), Href: v.with(n), Current: n == weeks})
	}
	v.Chosen = v.L.T("dashboard.all_series")
	v.Choices = []choice{{Label: v.Chosen, Href: v.with(weeks, "series", ""), Current: v.Query.SeriesID == ""}}
	for _, s := range v.Series {
		current := s.ID == v.Query.SeriesID
		if current {
			v.Chosen = s.Title
		}
		v.Choices = append(v.Choices, choice{Label: s.Title, Href: v.with(weeks, "series", s.ID), Current: current})
	}
	if weeks != 0 {
		v.Week = strconv.Itoa(weeks)
	}
	v.AsOfDay = accord.DateOf(v.Period.AsOf.Add(-time.Microsecond), v.L.Zone())
	v.BackLink = v.with(weeks, "as_of", "")
}

// list is the page's list behind a figure.
func (v *dashboardView) list(key accord.FigureKey, side accord.Side) string {
	l := accord.ListOf(key, side, v.Period, v.Past, v.Query.SeriesID, v.Query.TeamID)
	if l.Meetings {
		return "/meetings?" + l.Query.Encode()
	}
	return "/action-items?" + l.Query.Encode()
}

// share writes a ratio: per cent, or counts where there are few.
func (v *dashboardView) share(f accord.Figure) string {
	switch {
	case f.Denominator == 0:
		return "–"
	case f.Few() || f.Value == nil:
		return v.L.T("dashboard.of", "Part", v.L.Int(f.Numerator), "All", v.L.Int(f.Denominator))
	default:
		return v.L.Percent(*f.Value)
	}
}

// OverdueCount is how many items are overdue altogether.
func (v *dashboardView) OverdueCount() int { return v.Figures[accord.OverdueItems].Joint.Numerator }

// OverdueLink lists all that is overdue, of what the dashboard is about.
func (v *dashboardView) OverdueLink() string { return v.list(accord.OverdueItems, accord.Neutral) }
