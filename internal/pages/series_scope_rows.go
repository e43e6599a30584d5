package pages

import (
	"accord/internal/accord"
	"accord/internal/app"
)

// changeRow is one date before and after a change; one of them may be "".
type changeRow struct{ Before, After string }

// Changes are the next dates that are others after the change.
func (v *seriesScopeView) Changes() []changeRow {
	var rows []changeRow
	for _, d := range v.Change.Dates {
		if d.Before != nil && d.After != nil && d.Before.StartsAt.Equal(d.After.StartsAt) && d.Before.EndsAt.Equal(d.After.EndsAt) {
			continue
		}
		rows = append(rows, changeRow{v.planned(v.Change.Before, d.Before), v.planned(v.Change.After, d.After)})
	}
	return rows
}

// planned writes a date on the clock of its series, with the place where the
// zone is another one.
func (v *seriesScopeView) planned(s accord.Series, o *accord.Occurrence) string {
	if o == nil {
		return ""
	}
	return v.date(s, accord.SeriesDate{StartsAt: o.StartsAt, EndsAt: o.EndsAt})
}

func (v *seriesScopeView) date(s accord.Series, d accord.SeriesDate) string {
	zone := accord.Zone(s.TimeZone)
	text := v.L.Day(accord.DateOf(d.StartsAt, zone)) + ", " + v.L.ClockRange(d.StartsAt, d.EndsAt, zone)
	if v.Change.Before.TimeZone != v.Change.After.TimeZone {
		text += ", " + v.L.City(s.TimeZone)
	}
	return text
}

// MovedRows are the meetings to come that are held at another time.
func (v *seriesScopeView) MovedRows() []changeRow {
	var rows []changeRow
	for _, m := range v.Change.Moved {
		if !m.Before.StartsAt.Equal(m.After.StartsAt) && m.Before.Status != accord.MeetingCancelled {
			rows = append(rows, changeRow{v.date(v.Change.Before, m.Before), v.date(v.Change.After, m.After)})
		}
	}
	return rows
}

// listedRow is a meeting that the new dates leave out.
type listedRow struct {
	Name, Text, What, Href string
	Drops, Drop            bool // it can be given up, and is
}

// ListedRows are the meetings that the new dates leave out, and those that keep
// a time somebody gave them.
func (v *seriesScopeView) ListedRows() []listedRow {
	var rows []listedRow
	for _, l := range v.Change.Listed {
		rows = append(rows, listedRow{
			Name: string(l.OriginalStart), Text: v.date(v.Change.Before, l.SeriesDate), What: v.L.T("series_scope.what." + l.What),
			Href: "/meetings/" + string(l.MeetingID), Drops: l.Status == accord.MeetingScheduled, Drop: l.Drop,
		})
	}
	return rows
}

// KeptRows are the meetings that go along but keep a time somebody gave them.
func (v *seriesScopeView) KeptRows() []listedRow {
	var rows []listedRow
	for _, m := range v.Change.Moved {
		if m.KeepsTime && m.Before.Status != accord.MeetingCancelled {
			rows = append(rows, listedRow{Text: v.date(v.Change.Before, m.Before), What: v.L.T("series_scope.what." + app.ListedMoved), Href: "/meetings/" + string(m.Before.MeetingID)})
		}
	}
	return rows
}

// SplitText says where the series ends and what goes on; "" where it does not.
func (v *seriesScopeView) SplitText() string {
	if !v.Change.Split {
		return ""
	}
	zone := accord.Zone(v.Stored.TimeZone)
	from := accord.LocalTime(v.Form.Get("from")).In(zone)
	return v.L.T("series_scope.split", "Day", v.L.Day(accord.DateOf(from, zone)))
}
