package pages

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// updatesView is the archive of weekly updates with the week that is written now.
type updatesView struct {
	Base
	app.UpdatesPage
	Told    string // today's answer to "are we telling everybody?"
	Picture any
}

func (p *Pages) updates(c echo.Context) error {
	page, err := p.app.UpdatesPage(c.Request().Context(), Actor(c))
	if err != nil {
		return err
	}
	view := &updatesView{Base: p.Base(c, "updates", "updates.title"), UpdatesPage: page}
	view.fill()
	return p.Page(c, http.StatusOK, "updates", view)
}

// fill words the answer and draws its picture.
func (v *updatesView) fill() {
	v.Told = v.Say(accord.AnswerUpdates(v.Weeks)...)
	if len(v.Weeks) > 0 {
		v.Picture = v.picture().HTML()
	}
}

// pictureWeeks is how many weeks the picture has room for.
const pictureWeeks = 26

// picture is a square a week, told apart by shape.
func (v *updatesView) picture() CadenceChart {
	chart := CadenceChart{
		Key: []CadenceKey{
			{accord.CadenceHeld, v.L.T("updates.is.sent")},
			{accord.CadenceMoved, v.L.T("updates.is.part")},
			{accord.CadenceMissed, v.L.T("updates.is.missed")},
			{accord.CadencePlanned, v.L.T("updates.is.draft")},
		},
		Table: ChartTable{Summary: v.L.T("dashboard.as_table"), Columns: []Column{{Label: v.L.T("updates.week")}, {Label: v.L.T("updates.state")}}},
	}
	row := CadenceRow{Name: v.L.T("updates.title"), Href: "/updates"}
	for week := v.Current.Add(1 - pictureWeeks); week <= v.Current; week = week.Add(1) {
		month := ""
		if week.Monday().Time().Day() <= 7 {
			month = v.L.MonthShort(week.Monday().Time().Month())
		}
		chart.Months = append(chart.Months, month)
		square := CadenceWeek{}
		for _, w := range v.Weeks {
			if w.Week == week {
				chip := v.UpdateChip(w)
				square = CadenceWeek{State: cadenceOf(w), Text: v.WeekName(week) + ": " + chip.Text, Href: updateHref(w)}
				chart.Table.Rows = append(chart.Table.Rows, ChartRow{Label: v.WeekName(week), Cells: []ChartMark{{Text: chip.Text}}})
			}
		}
		row.Weeks = append(row.Weeks, square)
	}
	chart.Rows = []CadenceRow{row}
	return chart
}

// updateHref is where a week's page is; the archive for one that has none.
func updateHref(w accord.UpdateWeek) string {
	if w.Update == nil {
		return "/updates"
	}
	return "/updates/" + string(w.Week)
}

// cadenceOf is the shape of a week: a part that is missing is an arrow.
func cadenceOf(w accord.UpdateWeek) accord.CadenceState {
	switch {
	case w.Status() == accord.UpdateMissed:
		return accord.CadenceMissed
	case w.Status() == accord.UpdateDraft:
		return accord.CadencePlanned
	case len(w.Update.UnsignedSides()) > 0:
		return accord.CadenceMoved
	}
	return accord.CadenceHeld
}

// UpdateChip shows a week's state as icon and word.
func (b Base) UpdateChip(w accord.UpdateWeek) Chip {
	switch cadenceOf(w) {
	case accord.CadenceMissed:
		return Chip{Kind: "late", Icon: "circle-slash", Text: b.L.T("updates.is.missed")}
	case accord.CadencePlanned:
		return Chip{Icon: "circle-dashed", Text: b.L.T("updates.is.draft")}
	case accord.CadenceMoved:
		return Chip{Kind: "soon", Icon: "mail", Text: b.L.T("updates.is.part")}
	}
	return Chip{Kind: "done", Icon: "check", Text: b.L.T("updates.is.sent")}
}

// WeekName is a week as people say it, with its days.
func (b Base) WeekName(w accord.Week) string {
	_, n := w.Numbers()
	return b.L.T("updates.week_name", "Week", n, "From", b.L.ShortDate(w.Monday()), "To", b.L.Date(w.Sunday()))
}

// Say writes sentences with their amounts, shares and days the reader's way.
func (b Base) Say(answer ...accord.Sentence) string {
	texts := make([]string, 0, len(answer))
	for _, s := range answer {
		values := map[string]any{"Side": b.SideName(s.Side)}
		for name, value := range s.Args {
			switch v := value.(type) {
			case accord.Money:
				value = b.L.Amount(v.Amount, v.Currency)
			case accord.Share:
				value = b.L.Percent(float64(v))
			case accord.Date:
				value = b.L.Day(v)
			case accord.Sentence:
				value = b.Say(v)
			}
			values[name] = value
		}
		if s.Count > 0 {
			texts = append(texts, b.L.N(s.Key, s.Count, values))
		} else {
			texts = append(texts, b.L.T(s.Key, values))
		}
	}
	return strings.Join(texts, " ")
}

// updatesCSV is the archive as a table.
func (p *Pages) updatesCSV(c echo.Context) error {
	page, err := p.app.UpdatesPage(c.Request().Context(), Actor(c))
	if err != nil {
		return err
	}
	b := p.Base(c, "updates", "")
	head := []string{}
	for _, name := range []string{"week", "from", "to", "state", "sent_at", "by_sales", "by_marketing", "to_date", "goal", "currency", "elapsed", "total", "wins", "tools", "asks", "news"} {
		head = append(head, b.L.T("updates.csv."+name))
	}
	rows := make([][]string, 0, len(page.Weeks))
	for _, w := range page.Weeks {
		rows = append(rows, updateRow(b, w))
	}
	return p.CSV(c, "updates.csv", head, rows)
}

// updateRow is one week of the table; amounts and instants as machines read them.
func updateRow(b Base, w accord.UpdateWeek) []string {
	row := []string{string(w.Week), string(w.Week.Monday()), string(w.Week.Sunday()), b.UpdateChip(w).Text}
	d := w.Update
	if d == nil {
		d = &accord.UpdateDetail{}
	}
	sent := ""
	if d.SentAt != nil {
		sent = d.SentAt.UTC().Format("2006-01-02T15:04:05Z")
	}
	amount := func(v *float64) string {
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'f', -1, 64)
	}
	days := func(n int) string {
		if d.Pace.Total == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	return append(row, sent, d.Sales.SignedName, d.Marketing.SignedName, amount(d.RevenueToDate), amount(d.RevenueGoal), b.Workspace.Currency,
		days(d.Pace.Elapsed), days(d.Pace.Total), joined(d.Wins()), joined(d.Tools()), joined(d.Asks()), d.News())
}

// joined are lines in one cell, each with its detail.
func joined(lines []accord.WeeklyUpdateLine) string {
	texts := make([]string, len(lines))
	for i, l := range lines {
		if texts[i] = l.Text; l.Detail != "" {
			texts[i] += " (" + l.Detail + ")"
		}
	}
	return strings.Join(texts, "\n")
}
