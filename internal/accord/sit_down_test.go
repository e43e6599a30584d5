package accord

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var sitDownNow = time.Date(2027, 1, 7, 9, 0, 0, 0, time.UTC)

func sitDownPerson(id string, side Side) Person {
	return Person{ID: id, Name: id, Side: side, Role: RoleMember}
}

func TestBeginSitDown(t *testing.T) {
	sam, mia, nora := sitDownPerson("sam", Sales), sitDownPerson("mia", Marketing), sitDownPerson("nora", Neutral)
	gone, watcher := sitDownPerson("gone", Marketing), sitDownPerson("watcher", Sales)
	gone.LeftAt, watcher.Role = &sitDownNow, RoleObserver
	cases := []struct {
		name             string
		sales, marketing Person
		by               Actor
		want             Code
	}{
		{"one of the two", sam, mia, Actor{PersonID: "mia"}, ""},
		{"an admin for others", sam, mia, Actor{PersonID: "adm", Role: RoleAdmin}, ""},
		{"X4 a third", sam, mia, Actor{PersonID: "zoe", Role: RoleMember}, CodeDenied},
		{"the sides swapped", mia, sam, Actor{PersonID: "sam"}, CodeInvalid},
		{"two of one side", sam, sam, Actor{PersonID: "sam"}, CodeInvalid},
		{"neutral", sam, nora, Actor{PersonID: "sam"}, CodeInvalid},
		{"somebody who left", sam, gone, Actor{PersonID: "sam"}, CodeInvalid},
		{"an observer", watcher, mia, Actor{PersonID: "mia"}, CodeInvalid},
	}
	for _, c := range cases {
		if _, err := BeginSitDown(c.sales, c.marketing, c.by, sitDownNow); CodeOf(err) != c.want {
			t.Errorf("%s = %v, want %q", c.name, err, c.want)
		}
	}
}

func TestSitDown_Reveal(t *testing.T) {
	s := SitDown{SalesID: "sam", MarketingID: "mia"}
	if _, err := s.Reveal(Actor{PersonID: "adm", Role: RoleAdmin}, 3, sitDownNow); CodeOf(err) != CodeDenied {
		t.Errorf("X2 by an admin = %v, want denied", err)
	}
	if _, err := s.Reveal(Actor{PersonID: "sam"}, 0, sitDownNow); CodeOf(err) != CodeConflict {
		t.Errorf("an empty list = %v, want conflict", err)
	}
	one, err := s.Reveal(Actor{PersonID: "sam"}, 1, sitDownNow)
	if err != nil || one.RevealedAt != nil || !one.Ready(Sales) || one.Ready(Marketing) {
		t.Fatalf("X2 one side = %+v, %v, want it private", one, err)
	}
	again, err := one.Reveal(Actor{PersonID: "sam"}, 1, sitDownNow.Add(time.Hour))
	if err != nil || again != one {
		t.Errorf("X2 the same side twice = %+v, %v, want no change", again, err)
	}
	if _, err := one.Writing(Actor{PersonID: "sam"}); err != nil {
		t.Errorf("writing on after saying reveal = %v", err)
	}
	if err := one.Judging(Actor{PersonID: "sam"}); CodeOf(err) != CodeConflict {
		t.Errorf("X2 pairing before the reveal = %v, want conflict", err)
	}
	both, err := one.Reveal(Actor{PersonID: "mia"}, 2, sitDownNow.Add(time.Hour))
	if err != nil || both.RevealedAt == nil || both.Stage() != SitDownRevealed {
		t.Fatalf("both = %+v, %v, want it revealed", both, err)
	}
	if _, err := both.Writing(Actor{PersonID: "sam"}); CodeOf(err) != CodeConflict {
		t.Errorf("X2 writing after the reveal = %v, want conflict", err)
	}
	if err := both.Cancelling(Actor{PersonID: "sam"}); CodeOf(err) != CodeConflict {
		t.Errorf("calling off after the reveal = %v, want conflict", err)
	}
	if err := both.Judging(Actor{PersonID: "adm", Role: RoleAdmin}); CodeOf(err) != CodeDenied {
		t.Errorf("X4 pairing by an admin = %v, want denied", err)
	}
}

func TestSitDown_RankPriorities(t *testing.T) {
	s := SitDown{ID: "s", SalesID: "sam", MarketingID: "mia"}
	list := func(titles ...string) []SitDownPriority {
		var out []SitDownPriority
		for _, title := range titles {
			out = append(out, SitDownPriority{Title: title, Horizon: HorizonNow})
		}
		return out
	}
	got, err := s.RankPriorities(Sales, list(" b ", "a"))
	if err != nil || got[0].Title != "b" || got[0].Rank != 1 || got[1].Rank != 2 || got[0].Side != Sales || got[0].SitDownID != "s" {
		t.Errorf("RankPriorities = %+v, %v", got, err)
	}
	ready := s
	ready.SalesReadyAt = &sitDownNow
	bad := map[string]struct {
		s    SitDown
		list []SitDownPriority
	}{
		"eight":                   {s, list("1", "2", "3", "4", "5", "6", "7", "8")},
		"no words":                {s, list("a", " ")},
		"twice":                   {s, list("Leads", "leads")},
		"no horizon":              {s, []SitDownPriority{{Title: "a"}}},
		"nothing left to reveal":  {ready, nil},
		"a horizon that is none":  {s, []SitDownPriority{{Title: "a", Horizon: "soon"}}},
		"longer than a title may": {s, list(fmt.Sprintf("%0201d", 0))},
	}
	for name, c := range bad {
		if _, err := c.s.RankPriorities(Sales, c.list); CodeOf(err) != CodeInvalid {
			t.Errorf("%s = %v, want invalid", name, err)
		}
	}
	if _, err := s.RankPriorities(Sales, list("1", "2", "3", "4", "5", "6", "7")); err != nil {
		t.Errorf("seven = %v", err)
	}
}

func TestSitDown_Answer(t *testing.T) {
	s := SitDown{ID: "s"}
	if got, err := s.Answer(Marketing, []SitDownAnswer{{Question: QuestionLeads, Score: 5, Words: " yes "}}); err != nil || got[0].Words != "yes" || got[0].Side != Marketing {
		t.Errorf("Answer = %+v, %v", got, err)
	}
	for name, list := range map[string][]SitDownAnswer{
		"0":         {{Question: QuestionLeads, Score: 0}},
		"6":         {{Question: QuestionLeads, Score: 6}},
		"unknown":   {{Question: "weather", Score: 3}},
		"twice":     {{Question: QuestionLeads, Score: 3}, {Question: QuestionLeads, Score: 3}},
		"too wordy": {{Question: QuestionLeads, Score: 3, Words: fmt.Sprintf("%01001d", 0)}},
	} {
		if _, err := s.Answer(Sales, list); CodeOf(err) != CodeInvalid {
			t.Errorf("%s = %v, want invalid", name, err)
		}
	}
}

// prioritiesOf makes a list in its order; the title is the id.
func prioritiesOf(side Side, titles ...string) []SitDownPriority {
	list := make([]SitDownPriority, len(titles))
	for i, title := range titles {
		list[i] = SitDownPriority{ID: string(side) + " " + title, Side: side, Rank: i + 1, Title: title, Horizon: HorizonQuarter}
	}
	return list
}

// The lists of ui/sit-down.png, and what stands above them there.
func TestSitDownLists_Figures(t *testing.T) {
	l := SitDownLists{
		Sales: SitDownPart{
			Priorities: prioritiesOf(Sales, "Call every qualified lead in 48 hours", "One definition of a qualified lead", "Win back three lost renewals",
				"Shorter quotes for small deals", "Two customer stories in logistics"),
			Answers: []SitDownAnswer{{Question: QuestionLeads, Score: 2, Words: "too few"}, {Question: QuestionPlans, Score: 3}, {Question: QuestionSamePage, Score: 1}},
		},
		Marketing: SitDownPart{
			Priorities: prioritiesOf(Marketing, "One definition of a qualified lead", "Call every qualified lead in 48 hours", "Two customer stories in logistics",
				"Nordic launch page in spring", "Win back three lost renewals", "Webinar series, second half"),
			Answers: []SitDownAnswer{{Question: QuestionLeads, Score: 5, Words: "plenty"}, {Question: QuestionPlans, Score: 4}},
		},
	}
	l.Pairs = SuggestPairs(l.Sales.Priorities, l.Marketing.Priorities)
	f := l.Figures()
	if f.Shared != 4 || f.Total != 7 || f.RankGap == nil || *f.RankGap != 1.5 || f.OnlySales != 1 || f.OnlyMarketing != 2 {
		t.Errorf("Figures = %+v (gap %v), want 4 of 7, 1.5 places, 1, 2; pairs %+v", f, f.RankGap, l.Pairs)
	}
	var keys []string
	for _, g := range l.Gaps() {
		keys = append(keys, g.Key)
	}
	want := []string{
		"priority-sales Shorter quotes for small deals", "priority-marketing Nordic launch page in spring",
		"priority-marketing Webinar series, second half", "answer-leads",
	}
	if !slices.Equal(keys, want) {
		t.Errorf("Gaps = %q, want %q", keys, want)
	}
	l.Outcomes = []SitDownOutcome{{Gap: "answer-leads", Outcome: GapActionItem, ActionItemID: "a"}}
	if f := l.Figures(); f.Gaps != 4 || f.OpenGaps != 3 {
		t.Errorf("with one ended %d of %d are open, want 3 of 4", f.OpenGaps, f.Gaps)
	}
	l.Pairs[0].Kind = PairConflicts
	if f := l.Figures(); f.Shared != 3 || f.Conflicts != 1 || f.Gaps != 5 || f.Total != 8 {
		t.Errorf("with a conflict: %+v", f)
	}
	l.Outcomes = []SitDownOutcome{{Gap: conflictIn(l), Outcome: GapLeft}}
	if f := l.Figures(); f.OpenGaps != 4 {
		t.Errorf("with the conflict ended %d are open, want 4", f.OpenGaps)
	}
	was := l.Pairs[0].MarketingPriorityID
	for i, p := range l.Marketing.Priorities {
		if _, _, paired := l.PairOf(p.ID); !paired && i > 0 {
			l.Pairs[0].MarketingPriorityID = p.ID
		}
	}
	if f := l.Figures(); f.Conflicts != 1 || f.OpenGaps != 5 {
		t.Errorf("another conflict of the same priority: %d open, want 5: the end of the one before is not its own", f.OpenGaps)
	}
	if l.Pairs[0].MarketingPriorityID = was; l.Figures().OpenGaps != 4 {
		t.Error("paired as before, and its end is forgotten")
	}
	if f := (SitDownLists{}).Figures(); f.RankGap != nil || f.Total != 0 {
		t.Errorf("nothing = %+v, want no rank gap", f)
	}
	if mix := l.Sales.Mix(); mix != (HorizonCounts{Quarter: 5}) {
		t.Errorf("Mix = %v", mix)
	}
}

func TestLikeness(t *testing.T) {
	same := [][2]string{
		{"Call every qualified lead in 48 hours", "Call qualified leads within 48 hours"},
		{"Kündigungen zurückgewinnen", "KUENDIGUNGEN zuruckgewinnen"},
		{"Größere Messe in Köln", "große Messe Koeln"},
		{"Win back three lost renewals", "Lost renewals: win them back"},
		{"More of it", "more of it!"},
		{"Café-Kampagne für Händler", "Die Cafe Kampagne der Haendler"},
	}
	for _, c := range same {
		if like := Likeness(c[0], c[1]); like < likeSame {
			t.Errorf("Likeness(%q, %q) = %.2f, want the same", c[0], c[1], like)
		}
	}
	apart := [][2]string{
		{"Shorter quotes for small deals", "Nordic launch page in spring"},
		{"The best of the year", "The price of the part"},
		{"Die Messe im Herbst", "Der Preis im Frühjahr"},
		{"", "Leads"},
		{"the and of", "the or of"},
		{"marketing budget", "market share"},
	}
	for _, c := range apart {
		if like := Likeness(c[0], c[1]); like >= likeSupports {
			t.Errorf("Likeness(%q, %q) = %.2f, want nothing in common", c[0], c[1], like)
		}
	}
}

func TestLikeness_Properties(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"Leads", "leads", "Messe", "Größe", "groesse", "the", "und", "48", "renewals", "quote", "é"}), 0, 6)
	rapid.Check(t, func(t *rapid.T) {
		a, b := fmt.Sprint(words.Draw(t, "a")), fmt.Sprint(words.Draw(t, "b"))
		like := Likeness(a, b)
		if like < 0 || like > 1 {
			t.Fatalf("Likeness(%q, %q) = %f", a, b, like)
		}
		if self := Likeness(a, a); self != 0 && self != 1 {
			t.Fatalf("Likeness(%q) with itself = %f", a, self)
		}
	})
}

func TestSuggestPairs(t *testing.T) {
	sales := prioritiesOf(Sales, "Raise prices for small deals", "More webinars", "Qualified leads from Norway", "Hiring")
	marketing := prioritiesOf(Marketing, "Lower prices for small deals", "Webinars in Norway", "Qualified leads from Norway")
	kinds := map[string]PairKind{}
	for _, p := range SuggestPairs(sales, marketing) {
		if !p.Suggested {
			t.Errorf("%+v is not marked as suggested", p)
		}
		kinds[p.SalesPriorityID+" | "+p.MarketingPriorityID] = p.Kind
	}
	want := map[string]PairKind{
		"sales Raise prices for small deals | marketing Lower prices for small deals": PairConflicts,
		"sales More webinars | marketing Webinars in Norway":                          PairSupports,
		"sales Qualified leads from Norway | marketing Qualified leads from Norway":   PairSame,
	}
	if fmt.Sprint(kinds) != fmt.Sprint(want) {
		t.Errorf("SuggestPairs = %v, want %v", kinds, want)
	}
	if got := SuggestPairs(nil, marketing); got == nil || len(got) != 0 {
		t.Errorf("nothing to pair = %v, want an empty list", got)
	}
}

func TestSitDown_PairUp(t *testing.T) {
	sales, marketing := prioritiesOf(Sales, "a", "b"), prioritiesOf(Marketing, "x", "y")
	s := SitDown{ID: "s"}
	pair := func(a, x string, kind PairKind) SitDownPair {
		return SitDownPair{SalesPriorityID: "sales " + a, MarketingPriorityID: "marketing " + x, Kind: kind}
	}
	if got, err := s.PairUp(sales, marketing, []SitDownPair{pair("a", "y", PairSame), pair("b", "x", PairSupports)}); err != nil || got[0].SitDownID != "s" {
		t.Errorf("PairUp = %+v, %v", got, err)
	}
	for name, pairs := range map[string][]SitDownPair{
		"one of Sales twice":     {pair("a", "x", PairSame), pair("a", "y", PairSame)},
		"one of Marketing twice": {pair("a", "x", PairSame), pair("b", "x", PairSame)},
		"of another list":        {pair("z", "x", PairSame)},
		"no kind":                {pair("a", "x", "")},
	} {
		if _, err := s.PairUp(sales, marketing, pairs); CodeOf(err) != CodeInvalid {
			t.Errorf("%s = %v, want invalid", name, err)
		}
	}
}

func TestSitDown_VersionFor(t *testing.T) {
	s := SitDown{Version: 3, SalesVersion: 4, MarketingVersion: 5}
	after := s
	after.MarketingVersion++
	if s.VersionFor(Sales) != after.VersionFor(Sales) || s.VersionFor("") != after.VersionFor("") || s.VersionFor(Marketing) == after.VersionFor(Marketing) {
		t.Error("X2: what Marketing writes moves what others see")
	}
}

// conflictIn is the key of the gap that is a conflict.
func conflictIn(l SitDownLists) string {
	for _, g := range l.Gaps() {
		if g.Kind == GapConflict {
			return g.Key
		}
	}
	return ""
}
