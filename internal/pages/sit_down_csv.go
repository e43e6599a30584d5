package pages

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
)

// sitDownsCSV answers what was revealed, a line a priority and a line an answer;
// ?id= keeps one sit-down. What is still private is in no line (X2).
func (p *Pages) sitDownsCSV(c echo.Context) error {
	ctx, actor, l := c.Request().Context(), Actor(c), Localizer(c)
	var header []string
	for _, key := range []string{"revealed_on", "sales_by", "marketing_by", "side", "what", "rank", "text", "horizon_of", "relation", "theirs", "theirs_rank"} {
		header = append(header, l.T("sit_downs.csv."+key))
	}
	var rows [][]string
	only, v := c.QueryParam("id"), &sitDownView{Base: p.Base(c, "", "")}
	for after := []string(nil); ; {
		list, lists, next, err := p.app.SitDownsWhole(ctx, actor, accord.Page{Limit: 100, After: after})
		if err != nil {
			return err
		}
		for _, row := range list {
			if row.RevealedAt != nil && (only == "" || row.ID == only) {
				rows = append(rows, v.csvRows(row, lists[row.ID])...)
			}
		}
		if len(next) == 0 {
			return p.CSV(c, "sit-downs.csv", header, rows)
		}
		after = next
	}
}

// csvRows are the lines of one sit-down.
func (v *sitDownView) csvRows(d accord.SitDownRow, lists accord.SitDownLists) [][]string {
	date := string(v.L.DateOf(*d.RevealedAt))
	var rows [][]string
	for _, side := range v.Parties() {
		line := func(cells ...string) {
			rows = append(rows, append([]string{date, d.SalesName, d.MarketingName, v.SideName(side)}, cells...))
		}
		for _, q := range lists.Part(side).Priorities {
			pair, other, paired := lists.PairOf(q.ID)
			relation, rank := v.L.T("sit_downs.kind.unknown"), ""
			if paired {
				relation, rank = v.L.T("sit_downs.kind."+string(pair.Kind)), strconv.Itoa(other.Rank)
			}
			line(v.L.T("sit_downs.csv.priority"), strconv.Itoa(q.Rank), q.Title, v.HorizonName(q.Horizon), relation, other.Title, rank)
		}
		for _, a := range lists.Part(side).Answers {
			line(v.L.T("sit_downs.question."+string(a.Question)), strconv.Itoa(a.Score), a.Words, "", "", "", "")
		}
	}
	return rows
}
