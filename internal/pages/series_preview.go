package pages

import (
	"accord/internal/accord"
	"accord/internal/app"
)

// seriesPreviewView is the right half of the editor: what the scheduler makes
// of the fields.
type seriesPreviewView struct {
	Base
	app.SeriesPreview
	ID       string // "" for a new one
	Minutes  int
	Zone     string
	MonthEnd string
	Problem  string // why there is nothing to show yet
}

// Dates writes the next dates for the reader.
func (v *seriesPreviewView) Dates() []dateRow { return dateRows(v.Base, v.Next, v.Zone, "") }

// KeptDates writes the dates a change leaves alone.
func (v *seriesPreviewView) KeptDates() []dateRow { return dateRows(v.Base, v.Kept, v.Zone, "") }

// Sum says how much time a series that ends takes in all.
func (v *seriesPreviewView) Sum() string {
	if v.Total == 0 {
		return ""
	}
	return v.L.N("series.sum", v.Total, "Length", v.L.Minutes(v.Total*v.Minutes))
}

// ClashRows writes what else the team has at the next dates.
func (v *seriesPreviewView) ClashRows() []clashRow {
	rows := make([]clashRow, 0, len(v.Clashes))
	for _, c := range v.Clashes {
		d := dateRows(v.Base, []accord.SeriesDate{c.With.SeriesDate}, v.Zone, "")[0]
		rows = append(rows, clashRow{Text: v.L.T("series.clash", "Day", d.Day, "Time", d.Time), Title: c.With.Title, Href: c.With.Path()})
	}
	return rows
}

// clashRow is a meeting at the time of a date of the series.
type clashRow struct{ Text, Title, Href string }

// MailReason says why somebody is told.
func (b Base) MailReason(m app.PreviewMail) string {
	if m.TeamRole == "" {
		return b.L.T("series.mail_invited")
	}
	reason := b.L.T("series.mail_reason", "Role", b.L.Word(m.TeamRole), "Team", m.Team)
	if m.Twice {
		reason = b.L.T("series_scope.twice", "Reason", reason)
	}
	if m.Dates > 0 {
		reason = b.L.N("series.mail_dates", m.Dates, "Reason", reason)
	}
	return reason
}
