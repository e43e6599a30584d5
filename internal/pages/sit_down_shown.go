package pages

import (
	"html/template"
	"math"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// sitDownShown is what a revealed sit-down shows besides the lists themselves.
type sitDownShown struct {
	Lists  accord.SitDownLists
	Slope  template.HTML
	Table  template.HTML
	Trends []sitDownTrend // none while there is one sit-down
	People []Option
	Places []Option
	Refs   map[accord.NullID]string // of action items, "A-128"
	Judges bool                     // the reader may pair and end gaps
	Due    accord.Date              // when what ends a gap is due, unless said otherwise

	Promised []Mark // how far what the two owe looks
}

func (p *Pages) sitDownShown(c echo.Context, v *sitDownView) (*sitDownShown, error) {
	ctx, actor := c.Request().Context(), Actor(c)
	s := &sitDownShown{Lists: v.D.Lists(), Judges: v.D.Mine != "", Refs: map[accord.NullID]string{}}
	v.sitDownShown = s
	s.Slope, s.Table = v.slope().SVG(), v.table()
	if len(v.D.Trend) > 1 {
		s.Trends = v.trends()
	}
	for _, g := range v.D.Gaps {
		if g.ActionItemID == "" {
			continue
		}
		item, err := p.app.ActionItem(ctx, actor, string(g.ActionItemID))
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return s, err
		}
		if err == nil {
			s.Refs[g.ActionItemID] = item.Ref()
		}
	}
	owed, err := p.app.PromisedHorizons(ctx, actor, app.PromiseQuery{OwnerIDs: []string{v.D.SalesID, v.D.MarketingID}})
	if err != nil {
		return s, err
	}
	if s.Promised = v.promisedMarks(owed); !s.Judges {
		return s, nil
	}
	if s.Due, err = p.app.DayIn(ctx, actor, accord.GapDueDays); err != nil {
		return s, err
	}
	if v.Pairing == nil {
		v.Pairing = v.pairingForm()
	}
	if s.People, err = p.personOptions(c, "action_items.without_owner"); err != nil {
		return s, err
	}
	places, err := p.app.SitDownPlaces(ctx, actor)
	s.Places = v.placeOptions(places)
	return s, err
}

func (v *sitDownView) placeOptions(places []app.SitDownPlace) []Option {
	options := make([]Option, 0, len(places))
	for _, at := range places {
		if at.MeetingID != "" {
			options = append(options, Option{Value: "meeting:" + at.MeetingID, Label: v.L.T("sit_downs.at_meeting", "Title", at.Title, "Day", day(&v.Base, at.StartsAt))})
		} else {
			options = append(options, Option{Value: "series:" + at.SeriesID, Label: v.L.T("sit_downs.at_series", "Title", at.Title)})
		}
	}
	return options
}

// sitDownCard is one priority in the picture.
type sitDownCard struct {
	Side       accord.Side
	Row        int // of the grid; the headings are the first
	Rank       int
	Title, Sub string
	Solo       bool // unknown to the other side
}

// Cards are one side's priorities with what the other side makes of each.
func (v *sitDownView) Cards(side accord.Side) []sitDownCard {
	cards := []sitDownCard{}
	for _, q := range v.Lists.Part(side).Priorities {
		pair, other, paired := v.Lists.PairOf(q.ID)
		key := "sit_downs.unknown"
		if paired {
			key = "sit_downs.pair." + string(pair.Kind)
		}
		sub := v.L.T(key, "Side", v.SideName(side.Other()), "Rank", v.L.T("sit_downs.rank."+strconv.Itoa(max(other.Rank, 1))))
		cards = append(cards, sitDownCard{
			Side: side, Row: q.Rank + 1, Rank: q.Rank, Title: q.Title, Solo: !paired,
			Sub: sub + " · " + v.HorizonName(q.Horizon),
		})
	}
	return cards
}

// Rows is how many rows the longer list has.
func (v *sitDownView) Rows() int {
	return max(len(v.Lists.Sales.Priorities), len(v.Lists.Marketing.Priorities), 1)
}

// Mix says how a side's list is spread over the horizons.
func (v *sitDownView) Mix(side accord.Side) string {
	return v.HorizonWords(v.Lists.Part(side).Mix())
}

func (v *sitDownView) slope() SlopeChart {
	chart := SlopeChart{Title: v.L.T("sit_downs.picture"), Answer: v.Answer(), Rows: v.Rows()}
	for _, pair := range v.Lists.Pairs {
		m := 0
		if _, other, ok := v.Lists.PairOf(pair.SalesPriorityID); ok {
			m = other.Rank
		}
		_, own, _ := v.Lists.PairOf(pair.MarketingPriorityID)
		chart.Links = append(chart.Links, SlopeLink{Left: own.Rank, Right: m, Kind: pair.Kind})
	}
	return chart
}

// Answer is the sit-down in a sentence.
func (v *sitDownView) Answer() string {
	f := v.D.Figures
	if f.Shared == 0 {
		return v.L.T("sit_downs.answer_none", "Total", v.L.Int(f.Total))
	}
	return v.L.T("sit_downs.answer", "Shared", v.L.Int(f.Shared), "Total", v.L.Int(f.Total), "Gap", v.InPlaces(f.RankGap))
}

// InPlaces writes a mean distance of ranks: "1.5 places".
func (b Base) InPlaces(gap *float64) string {
	if gap == nil {
		return "–"
	}
	tenths := math.Round(*gap * 10)
	if whole := int(tenths / 10); float64(whole)*10 == tenths {
		return b.L.N("sit_downs.whole_places", whole)
	}
	return b.L.T("sit_downs.places", "Gap", b.L.Decimal(*gap, 1))
}

// table is the picture as text.
func (v *sitDownView) table() template.HTML {
	t := ChartTable{Summary: v.L.T("sit_downs.as_table"), Columns: []Column{
		{Label: v.SideName(accord.Sales), Side: accord.Sales},
		{Label: v.L.T("sit_downs.relation")},
		{Label: v.SideName(accord.Marketing), Side: accord.Marketing},
		{Label: v.L.T("sit_downs.apart")},
	}}
	ranked := func(q accord.SitDownPriority) string { return strconv.Itoa(q.Rank) + ". " + q.Title }
	for _, q := range v.Lists.Sales.Priorities {
		pair, other, paired := v.Lists.PairOf(q.ID)
		row := ChartRow{Label: ranked(q), Cells: []ChartMark{{Text: v.L.T("sit_downs.kind.unknown")}, {Text: "–"}, {Text: "–"}}}
		if paired {
			row.Cells = []ChartMark{{Text: v.L.T("sit_downs.kind." + string(pair.Kind))}, {Text: ranked(other)}, {Text: v.L.Int(v.Lists.Distance(pair))}}
		}
		t.Rows = append(t.Rows, row)
	}
	for _, q := range v.Lists.Marketing.Priorities {
		if _, _, paired := v.Lists.PairOf(q.ID); !paired {
			t.Rows = append(t.Rows, ChartRow{Label: "–", Cells: []ChartMark{{Text: v.L.T("sit_downs.kind.unknown")}, {Text: ranked(q)}, {Text: "–"}}})
		}
	}
	m := &markup{}
	t.html(m)
	return m.html()
}

// pairingForm holds the pairs as they are.
func (v *sitDownView) pairingForm() *Form {
	f := BlankForm(v.L, "version", strconv.Itoa(v.D.Version))
	for _, pair := range v.Lists.Pairs {
		f.Set("with_"+pair.SalesPriorityID, pair.MarketingPriorityID)
		f.Set("kind_"+pair.SalesPriorityID, string(pair.Kind))
	}
	return f
}

// MarketingOptions are the priorities a priority of Sales may belong to.
func (v *sitDownView) MarketingOptions() []Option {
	options := []Option{{Label: v.L.T("sit_downs.to_none", "Side", v.SideName(accord.Marketing))}}
	for _, q := range v.Lists.Marketing.Priorities {
		options = append(options, Option{Value: q.ID, Label: strconv.Itoa(q.Rank) + ". " + q.Title})
	}
	return options
}

// KindOptions are the ways two priorities belong together.
func (v *sitDownView) KindOptions() []Option {
	options := make([]Option, 0, len(accord.PairKinds()))
	for _, k := range accord.PairKinds() {
		options = append(options, Option{Value: string(k), Label: v.L.T("sit_downs.kind." + string(k))})
	}
	return options
}

// sitDownSaid is one question with what both sides say.
type sitDownSaid struct {
	Question         string
	Sales, Marketing string // "4 of 5", "" unanswered
	SalesWords       string
	MarketingWords   string
	Apart            int
}

// Said are the four questions side by side.
func (v *sitDownView) Said() []sitDownSaid {
	said := make([]sitDownSaid, 0, len(accord.SitDownQuestions()))
	for _, q := range accord.SitDownQuestions() {
		one := sitDownSaid{Question: v.L.T("sit_downs.question." + string(q))}
		s, answered := v.Lists.Sales.Answer(q)
		m, too := v.Lists.Marketing.Answer(q)
		one.SalesWords, one.MarketingWords = s.Words, m.Words
		if answered {
			one.Sales = v.L.T("sit_downs.score_of", "Score", s.Score)
		}
		if too {
			one.Marketing = v.L.T("sit_downs.score_of", "Score", m.Score)
		}
		if answered && too {
			one.Apart = max(s.Score-m.Score, m.Score-s.Score)
		}
		said = append(said, one)
	}
	return said
}

// GapTitle names a gap, and is what it is called where it goes on.
func (v *sitDownView) GapTitle(g accord.SitDownGap) string {
	switch g.Kind {
	case accord.GapConflict:
		return v.L.T("sit_downs.gap.conflict", "Sales", g.Sales, "Marketing", g.Marketing)
	case accord.GapAnswers:
		return v.L.T("sit_downs.question." + string(g.Question))
	}
	return g.Sales + g.Marketing
}

// GapText says why it is a gap.
func (v *sitDownView) GapText(g accord.SitDownGap) string {
	switch g.Kind {
	case accord.GapConflict:
		return v.L.T("sit_downs.gap.conflict_text")
	case accord.GapAnswers:
		return v.L.T("sit_downs.gap.answers_text", "Distance", v.L.Int(g.Distance))
	}
	return v.L.T("sit_downs.gap.unknown_text", "Side", v.SideName(g.Side), "Other", v.SideName(g.Side.Other()))
}

// GapForm is the form a gap ends by; what was typed stays where it failed.
func (v *sitDownView) GapForm(g accord.SitDownGap, outcome accord.GapEnd) *Form {
	if v.Gap != nil && v.Gap.Get("gap") == g.Key && v.Gap.Get("outcome") == string(outcome) {
		v.Gap.Scope = g.Key + string(outcome)
		return v.Gap
	}
	side := accord.Neutral
	if g.Side != "" {
		side = g.Side.Other()
	}
	f := BlankForm(v.L, "title", clip(v.GapTitle(g)), "owner_id", v.Actor.PersonID, "for_side", string(side), "due_on", string(v.Due))
	f.Scope = g.Key + string(outcome)
	return f
}

// GapEnded says what a gap became, with where it is.
func (v *sitDownView) GapEnded(g accord.SitDownGap) ChartMark {
	switch {
	case g.Outcome == accord.GapLeft:
		return ChartMark{Text: v.L.T("sit_downs.left")}
	case g.Outcome == accord.GapActionItem && v.Refs[g.ActionItemID] != "":
		return ChartMark{Text: v.Refs[g.ActionItemID], Href: "/action-items/" + v.Refs[g.ActionItemID]}
	case g.Outcome == accord.GapActionItem:
		return ChartMark{Text: v.L.T("sit_downs.became_item")}
	}
	return ChartMark{Text: v.L.T("sit_downs.became_agenda"), Href: "/agenda-items/" + string(g.AgendaItemID)}
}
