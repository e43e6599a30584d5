package pages

import (
	"accord/internal/accord"
)

// owesCard is the two by two of sides: what each promised itself and the other.
type owesCard struct {
	Answer string
	Rows   []owesRow
	Joint  string // what is in none of the four, "" where that is nothing
}

// owesRow is what one side owed.
type owesRow struct {
	Mark  Mark
	Cells []owesCell
}

// owesCell is how much of it was kept on time: a share, or where there are few
// the counts alone.
type owesCell struct {
	Value, Of string
	Href      string // "" where nothing was due
}

// owes lays out who owes whom in the period.
func (v *dashboardView) owes() {
	if v.Failed["figures"] {
		return
	}
	list := v.Tally.Owed()
	v.Owes.Answer = v.sentences(accord.AnswerOwed(list))
	rest := v.Figures[accord.KeptOnTime].Joint.Denominator
	for i := 0; i < len(list); i += 2 {
		row := owesRow{Mark: v.Mark(list[i].Owner)}
		for _, o := range list[i : i+2] {
			row.Cells = append(row.Cells, v.owesCell(o))
			rest -= o.Count
		}
		v.Owes.Rows = append(v.Owes.Rows, row)
	}
	if rest > 0 {
		v.Owes.Joint = v.L.N("dashboard.owed.joint", rest)
	}
}

func (v *dashboardView) owesCell(o accord.Owed) owesCell {
	if o.Count == 0 {
		return owesCell{Value: "–"}
	}
	l := accord.ListOf(accord.KeptOnTime, o.Owner, v.Period, v.Past, v.Query.SeriesID, v.Query.TeamID)
	l.Query.Set("for_side", string(o.For))
	cell := owesCell{Href: "/action-items?" + l.Query.Encode(), Value: v.L.Int(o.OnTime), Of: v.L.T("dashboard.of_all", "All", v.L.Int(o.Count))}
	if o.Count >= accord.FewItems {
		cell.Of = v.L.T("dashboard.of", "Part", cell.Value, "All", v.L.Int(o.Count))
		cell.Value = v.L.Percent(float64(o.OnTime) / float64(o.Count))
	}
	return cell
}
