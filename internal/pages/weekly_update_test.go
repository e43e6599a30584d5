package pages

import (
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

// testUpdate is an update with something of everything.
func testUpdate(status accord.UpdateStatus) accord.UpdateDetail {
	revenue, goal, at := 620000.5, 1000000.0, testNow
	d := accord.UpdateDetail{
		WeeklyUpdate: accord.WeeklyUpdate{ID: "2026-W47", Status: status, RevenueToDate: &revenue, RevenueGoal: &goal, MarketingMissing: accord.PartUnsigned, Recipients: 12, Version: 3},
		DueAt:        testNow,
	}
	if status == accord.UpdateSent {
		d.SentAt, d.AsOf, d.DaysElapsed, d.DaysTotal = &at, "2026-11-20", 36, 65
	}
	d.Sales.Side, d.Marketing.Side = accord.Sales, accord.Marketing
	d.Sales.SignedAt, d.Sales.SignedName, d.Sales.News = &at, "Ana Flores", "Leo starts on Monday."
	d.Marketing.LeadName = "Mia Krause"
	for _, l := range []accord.WeeklyUpdateLine{
		{ID: "1", Kind: accord.LineWin, Side: accord.Sales, Text: "Kettering", Detail: "The January webinar"},
		{ID: "2", Kind: accord.LineAsk, Side: accord.Sales, Text: "Three references"},
		{ID: "3", Kind: accord.LineAsk, Side: accord.Marketing, Text: "A quote", ActionItemID: "i"},
		{ID: "4", Kind: accord.LineTool, Side: accord.Marketing, Text: "Webinar"},
		{ID: "5", Kind: accord.FactKept, Side: accord.Sales, Text: "A-1 Done", SubjectID: "a"},
		{ID: "6", Kind: accord.FactMeeting, Side: accord.Neutral, Text: "Strategic team", SubjectID: "/meetings/m", StartsAt: &at},
	} {
		d.AddLine(l)
	}
	d.Pace = accord.PaceOf(d.WeeklyUpdate, "2026-11-20", accord.WorkCalendar{Week: accord.WorkWeek("1,2,3,4,5")})
	return d
}

// updateViews gives the pages of the weekly update in their states.
func updateViews(b Base) map[string][]framed {
	b.Workspace.SalesLeadID, b.Workspace.MarketingLeadID, b.Workspace.Currency = accord.NullID(b.Actor.PersonID), "mia", "EUR"
	draft := &updateView{Base: b, D: testUpdate(accord.UpdateDraft), Side: accord.Sales, Asks: map[accord.Side]app.UpdateAsk{accord.Sales: {Owner: accord.Person{ID: "m", Name: "Mia"}, DueOn: "2026-11-27"}}}
	draft.Form = draft.blankForm()
	theirs := &updateView{Base: b, D: testUpdate(accord.UpdateDraft), Side: accord.Marketing, Readers: []accord.Person{maya2()}, Asks: map[accord.Side]app.UpdateAsk{}}
	theirs.Form = theirs.blankForm()
	theirs.Form.Failed(accord.Errorf(accord.CodeStale, "Somebody changed this meanwhile. Look at what it is now, then save again."))
	theirs.Form.Failed(accord.BadField("wins", "Line %d: name the customer.", 1))
	theirs.Stored = theirs.Mine()
	empty := &updateView{Base: b, D: accord.UpdateDetail{WeeklyUpdate: accord.WeeklyUpdate{ID: "2026-W48", Status: accord.UpdateDraft}}}
	empty.D.Pace = accord.PaceOf(empty.D.WeeklyUpdate, "2026-11-24", accord.WorkCalendar{})
	empty.D.Sales.Side, empty.D.Marketing.Side = accord.Sales, accord.Marketing
	sent, missed := testUpdate(accord.UpdateSent), accord.UpdateDetail{WeeklyUpdate: accord.WeeklyUpdate{ID: "2026-W46", Status: accord.UpdateMissed}}
	list := &updatesView{Base: b, UpdatesPage: app.UpdatesPage{Current: "2026-W48", DueAt: testNow, Writes: true, Begun: true}}
	list.Weeks = accord.UpdateArchive([]accord.UpdateDetail{sent, missed, testUpdateAt("2026-W44")}, "2026-W48")
	list.fill()
	none := &updatesView{Base: b, UpdatesPage: app.UpdatesPage{Current: "2026-W48", DueAt: testNow}}
	none.fill()
	first := &updatesView{Base: b, UpdatesPage: app.UpdatesPage{Current: "2026-W48", DueAt: testNow, Writes: true}}
	first.fill()
	return map[string][]framed{
		"updates": {list, none, first},
		"update":  {draft, theirs, empty, &updateView{Base: b, D: sent, Asks: map[accord.Side]app.UpdateAsk{}}, &updateView{Base: b, D: missed}},
	}
}

func testUpdateAt(week accord.Week) accord.UpdateDetail {
	d := testUpdate(accord.UpdateSent)
	d.ID = string(week)
	return d
}

func TestUpdateRow(t *testing.T) {
	b := testBase("en")
	b.Workspace.Currency = "EUR"
	d := testUpdate(accord.UpdateSent)
	got := strings.Join(updateRow(b, accord.UpdateWeek{Week: "2026-W47", Update: &d}), "|")
	want := "2026-W47|2026-11-16|2026-11-22|Sent, a name missing|2026-11-24T09:00:00Z|Ana Flores||620000.5|1000000|EUR|36|65|Kettering (The January webinar)|Webinar|Three references\nA quote|Leo starts on Monday."
	if got != want {
		t.Errorf("row = %s, want %s", got, want)
	}
	if got := strings.Join(updateRow(b, accord.UpdateWeek{Week: "2026-W46"}), "|"); got != "2026-W46|2026-11-09|2026-11-15|Missed||||||EUR||||||" {
		t.Errorf("a missed week = %s", got)
	}
}

func TestAmounts(t *testing.T) {
	for _, c := range []struct {
		locale, typed string
		want          float64
		ok            bool
		shown         string
	}{
		{"en", "1,200.50", 1200.5, true, "1,200.50\u00a0EUR"},
		{"en", "1200", 1200, true, "1,200\u00a0EUR"},
		{"en", "1.200,50", 1200.5, true, "1,200.50\u00a0EUR"},
		{"de", "1.200,50", 1200.5, true, "1.200,50\u00a0EUR"},
		{"de", "1.200.000", 1200000, true, "1.200.000\u00a0EUR"},
		{"de", "1200.50", 1200.5, true, "1.200,50\u00a0EUR"},
		{"de", "1 200", 1200, true, "1.200\u00a0EUR"},
		{"en", "€ 1,200,000", 1200000, true, "1,200,000\u00a0EUR"},
		{"de", "1.200.000,50 €", 1200000.5, true, "1.200.000,50\u00a0EUR"},
		{"en", "$1200", 1200, true, "1,200\u00a0EUR"},
		{"en", "12 EUR", 12, true, "12\u00a0EUR"},
		{"de", "1,234,56", 0, false, ""},
		{"en", "1,234,56", 0, false, ""},
		{"en", "1,2345.00", 0, false, ""},
		{"en", "1.2m", 0, false, ""},
		{"en", "much", 0, false, ""},
		{"en", "0x10", 0, false, ""},
		{"en", "1e9", 0, false, ""},
		{"en", "NaN", 0, false, ""},
	} {
		l := web.NewLocalizer(c.locale, time.UTC)
		got, ok := l.ParseAmount(c.typed)
		if got != c.want || ok != c.ok {
			t.Errorf("%s: ParseAmount(%q) = %v, %v; want %v, %v", c.locale, c.typed, got, ok, c.want, c.ok)
		}
		if ok && l.Amount(got, "EUR") != c.shown {
			t.Errorf("%s: Amount(%v) = %q, want %q", c.locale, got, l.Amount(got, "EUR"), c.shown)
		}
	}
}

// A refused form has as many rows as before, and none asks twice for the same.
func TestTypedLines_drop_empty_rows(t *testing.T) {
	v := updateViews(testBase("en"))["update"][0].(*updateView) //nolint:forcetypeassert // it is
	v.Form.Values["win"], v.Form.Values["win_detail"] = []string{"", "Kettering", "", ""}, []string{"", "", "The fair", ""}
	p := updatePatch(v.Form)
	if got := v.Form.All("win"); len(got) != 2 || got[0] != "Kettering" || v.Form.All("win_detail")[1] != "The fair" || len(p.Wins.Value) != 2 {
		t.Errorf("kept %q beside %q", got, v.Form.All("win_detail"))
	}
	if got := len(v.Lists()[0].Rows); got != 2+blankLines {
		t.Errorf("%d rows, want the two that hold something and %d empty ones", got, blankLines)
	}
}

func TestAskEmpty(t *testing.T) {
	v := updateViews(testBase("en"))["update"][2].(*updateView) //nolint:forcetypeassert // it is
	revenue := 0.0
	for _, c := range []struct {
		name, side, sure string
		change           func(d *accord.UpdateDetail)
		asks             bool
	}{
		{"nothing stands in it", "sales", "", func(*accord.UpdateDetail) {}, true},
		{"pressed again", "sales", "1", func(*accord.UpdateDetail) {}, false},
		{"revenue", "sales", "", func(d *accord.UpdateDetail) { d.RevenueToDate = &revenue }, false},
		{"revenue is not Marketing's", "marketing", "", func(d *accord.UpdateDetail) { d.RevenueToDate = &revenue }, true},
		{"news", "marketing", "", func(d *accord.UpdateDetail) { d.Marketing.News = "x" }, false},
	} {
		d := v.D
		c.change(&d)
		if err := askEmpty(BlankForm(v.L, "side", c.side, "sure", c.sure), d); (err != nil) != c.asks {
			t.Errorf("%s: asks %v, want %v", c.name, err, c.asks)
		}
	}
}
