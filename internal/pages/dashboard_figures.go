package pages

import (
	"fmt"

	"accord/internal/accord"
)

// figureRow is one line of the table of all figures, with its definition.
type figureRow struct {
	Label, Meaning string
	Cells          []ChartMark // joint, Sales, Marketing
	Beside         string      // what is counted apart
}

// figureTable lists every figure with its definition and its lists.
func (v *dashboardView) figureTable() {
	if v.Failed["figures"] {
		return
	}
	known := false
	for _, key := range accord.FigureKeys() {
		split := v.Figures[key]
		row := figureRow{Label: v.L.T("figure." + string(key)), Meaning: v.L.T("figure." + string(key) + ".means")}
		for _, side := range []accord.Side{accord.Neutral, accord.Sales, accord.Marketing} {
			f := split.Of(side)
			cell := ChartMark{Text: v.figureText(key, f), Href: v.list(key, side)}
			if cell.Text == "–" {
				cell.Href = ""
			}
			known = known || f.Denominator > 0 || f.Numerator > 0
			row.Cells = append(row.Cells, cell)
		}
		row.Beside = v.beside(split.Joint)
		v.Table = append(v.Table, row)
	}
	if !known { // a company that begins: a page of dashes tells nothing
		v.Table = nil
	}
}

// figureText writes a figure: a count, days, counts by name, or a share.
func (v *dashboardView) figureText(key accord.FigureKey, f accord.Figure) string {
	switch key {
	case accord.OpenItems:
		return v.L.Int(f.Numerator)
	case accord.OverdueItems, accord.CarriedItems:
		if f.Denominator == 0 {
			return "–"
		}
		return v.L.T("dashboard.of", "Part", v.L.Int(f.Numerator), "All", v.L.Int(f.Denominator))
	case accord.OverdueAgeing:
		return v.buckets(f, "current")
	case accord.MedianSlip, accord.TimeToClose:
		if f.Value == nil {
			return "–"
		}
		return v.L.N("dashboard.days", int(*f.Value))
	case accord.Balance:
		if f.Value == nil {
			return v.L.Int(f.Numerator)
		}
		return v.share(f)
	default:
		return v.share(f)
	}
}

// buckets writes a distribution without its empty places.
func (v *dashboardView) buckets(f accord.Figure, group string) string {
	text := ""
	for _, b := range f.Buckets {
		if b.Group != group || b.Count == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%s: %s", v.L.T("dashboard.age."+b.Name), v.L.Int(b.Count))
	}
	if text == "" {
		return "–"
	}
	return text
}

// beside writes what is counted apart from a figure.
func (v *dashboardView) beside(f accord.Figure) string {
	text := ""
	for _, b := range f.Detail {
		if b.Count == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += v.L.N("dashboard.beside."+b.Name, b.Count)
	}
	return text
}
