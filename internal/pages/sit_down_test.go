package pages

import (
	"strings"
	"testing"

	"accord/internal/accord"
)

// testSitDown is a revealed sit-down as in ui/sit-down.png.
func testSitDown() accord.SitDownDetail {
	at := testNow.AddDate(0, 0, -12)
	list := func(side accord.Side, titles ...string) *accord.SitDownPart {
		part := &accord.SitDownPart{}
		for i, title := range titles {
			part.Priorities = append(part.Priorities, accord.SitDownPriority{ID: string(side) + title, Side: side, Rank: i + 1, Title: title, Horizon: accord.Horizons()[i%4]})
		}
		part.Answers = []accord.SitDownAnswer{{Question: accord.QuestionLeads, Score: 2 + len(titles)%3, Words: "In words"}}
		return part
	}
	d := accord.SitDownDetail{
		SitDownRow: accord.SitDownRow{
			SitDown: accord.SitDown{
				ID: "s", SalesID: "p", MarketingID: "q", SalesReadyAt: &at, MarketingReadyAt: &at, RevealedAt: &at, CreatedAt: at, Version: 3,
			}, SalesName: "Maya Chen", MarketingName: "Theo Lang", State: accord.SitDownRevealed, Mine: accord.Sales,
		},
		Sales: list(accord.Sales, "Call every qualified lead in 48 hours", "One definition of a qualified lead", "Win back three lost renewals", "Shorter quotes for small deals"),
		Marketing: list(accord.Marketing, "One definition of a qualified lead", "Call every qualified lead in 48 hours", "Two customer stories in logistics", "Nordic launch page in spring",
			"Win back three lost renewals"),
	}
	d.Pairs = accord.SuggestPairs(d.Sales.Priorities, d.Marketing.Priorities)
	d.Gaps = d.Lists().Gaps()
	f := d.Lists().Figures()
	d.Figures = &f
	gap := 2.0
	d.Trend = []accord.SitDownPoint{{ID: "a", RevealedAt: at.AddDate(0, 0, -14), Shared: 1, Total: 7, RankGap: &gap}, {ID: "s", RevealedAt: at, Shared: f.Shared, Total: f.Total, RankGap: f.RankGap}}
	return d
}

// shownSitDown is the page of a revealed sit-down.
func shownSitDown(b Base, d accord.SitDownDetail) *sitDownView {
	v := &sitDownView{Base: b, D: d}
	v.sitDownShown = &sitDownShown{
		Lists: d.Lists(), Judges: d.Mine != "", Refs: map[accord.NullID]string{"i": "A-7"}, People: []Option{{Label: "Nobody"}}, Places: []Option{{Value: "series:x", Label: "X"}},
	}
	v.Slope, v.Table = v.slope().SVG(), v.table()
	if len(d.Trend) > 1 {
		v.Trends = v.trends()
	}
	v.Pairing = v.pairingForm()
	return v
}

// privateSitDown is the page of one that is not revealed yet.
func privateSitDown(b Base, mine accord.Side) *sitDownView {
	d := testSitDown()
	d.RevealedAt, d.MarketingReadyAt, d.Pairs, d.Gaps, d.Trend, d.Figures, d.Mine, d.State = nil, nil, nil, nil, nil, nil, mine, accord.SitDownPrivate
	d.Marketing = nil
	v := &sitDownView{Base: b, D: d}
	v.Form = BlankForm(b.L, "title_1", "Call every lead", "horizon_1", "now", "version", "3")
	return v
}

func sitDownViews(b Base) map[string][]framed {
	ended := testSitDown()
	ends := []accord.GapEnd{accord.GapActionItem, accord.GapAgendaItem, accord.GapLeft}
	for i := range ended.Gaps {
		ended.Gaps[i].Outcome = ends[i%3]
		ended.Gaps[i].ActionItemID, ended.Gaps[i].AgendaItemID = "i", "j"
	}
	ended.Mine, ended.Trend = "", nil
	conflict := testSitDown()
	conflict.Pairs[0].Kind, conflict.Pairs[1].Kind = accord.PairConflicts, accord.PairSupports
	conflict.Gaps = conflict.Lists().Gaps()
	f := conflict.Lists().Figures()
	conflict.Figures = &f
	failed := privateSitDown(b, accord.Sales)
	failed.Form.Fail("title_2", "Wrong")
	offer := &sitDownsView{Base: b, Pager: Pager{L: b.L}}
	offer.offer([]accord.Person{{ID: "p", Name: "Maya Chen", Side: accord.Sales, Role: accord.RoleMember}, {ID: "q", Name: "Theo Lang", Side: accord.Marketing, Role: accord.RoleMember}})
	some := *offer
	private := testSitDown().SitDownRow
	private.RevealedAt, private.Figures = nil, nil
	some.Rows = []accord.SitDownRow{testSitDown().SitDownRow, private}
	return map[string][]framed{
		"sit_downs": {offer, &some, &sitDownsView{Base: b, Form: BlankForm(b.L), Pager: Pager{L: b.L}}},
		"sit_down": {
			shownSitDown(b, testSitDown()), shownSitDown(b, ended), shownSitDown(b, conflict),
			privateSitDown(b, accord.Sales), privateSitDown(b, ""), failed,
		},
	}
}

func TestSlopeChart(t *testing.T) {
	v := shownSitDown(testBase("en"), testSitDown())
	svg := string(v.Slope)
	if n := strings.Count(svg, "<path"); n != 3 {
		t.Errorf("%d lines, want 3: %s", n, svg)
	}
	for _, want := range []string{`viewBox="0 0 100 500"`, "M0 50 C50 50 50 150 100 150", "M0 250 C50 250 50 450 100 450"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture lacks %q: %s", want, svg)
		}
	}
	if got, want := v.Answer(), "3 of 6 priorities are on both lists, 1.3 places apart on average."; got != want {
		t.Errorf("Answer = %q, want %q", got, want)
	}
	cards := v.Cards(accord.Sales)
	if cards[0].Sub != "Marketing ranks it 2nd · Now" || !cards[3].Solo || cards[3].Sub != "Not on the list of Marketing · Beyond" {
		t.Errorf("cards = %+v", cards)
	}
}

func TestForm_MoveRow(t *testing.T) {
	base := testBase("en")
	for what, want := range map[string]string{"up-2": "bac", "down-2": "acb", "up-1": "abc", "down-9": "abc", "sideways-2": "abc", "up": "abc"} {
		f := BlankForm(base.L, "title_1", "a", "title_2", "b", "title_3", "c")
		f.moveRow(what)
		if got := f.Get("title_1") + f.Get("title_2") + f.Get("title_3"); got != want {
			t.Errorf("%s gives %s, want %s", what, got, want)
		}
	}
}

// The export has a line a priority and a line an answer, of both sides.
func TestSitDown_CSV(t *testing.T) {
	d := testSitDown()
	v := &sitDownView{Base: testBase("en")}
	rows := v.csvRows(d.SitDownRow, d.Lists())
	if want := len(d.Sales.Priorities) + len(d.Marketing.Priorities) + len(d.Sales.Answers) + len(d.Marketing.Answers); len(rows) != want {
		t.Fatalf("%d lines, want %d", len(rows), want)
	}
	if got := strings.Join(rows[1], "|"); !strings.HasPrefix(got, "2026-11-12|Maya Chen|Theo Lang|Sales|Priority|2|One definition of a qualified lead|") || !strings.HasSuffix(got, "|One definition of a qualified lead|1") {
		t.Errorf("the second line is %q", got)
	}
}
