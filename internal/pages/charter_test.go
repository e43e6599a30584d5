package pages

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/app"
)

// charterViews are the pages of the charter, for the test of all templates.
func charterViews(b Base) map[string][]framed {
	ships := accord.CharterDetail{Charter: accord.CharterTemplate(b.L.Lang(), accord.Workspace{}, b.Today)}
	mine := ships
	mine.Version, mine.ChangedAt, mine.Edits, mine.Leads = 3, &testNow, true, accord.Sales
	mine.Charter.Definitions = slices.Clone(mine.Definitions)
	mine.Charter.Definitions[1].ReviewOn = b.Today
	mine.Charter.Rules = slices.Clone(mine.Rules)
	mine.Charter.Rules[0].Answer = "Sales, after **asking**."
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		mine.Agreed = append(mine.Agreed, accord.CharterName{Name: "Maya Chen", CharterAgreement: accord.CharterAgreement{EntryID: "qualified_lead", Side: side, AgreedAt: testNow}})
	}
	leaving := mine
	leaving.Definitions, leaving.PledgeRemove = slices.Clone(mine.Definitions), true
	leaving.Definitions[0].Remove = true
	empty := accord.CharterDetail{Version: 2, ChangedAt: &testNow}
	view := func(c accord.CharterDetail) *charterView {
		return &charterView{Base: b, C: c, S: c.State(b.Today), Form: BlankForm(b.L)}
	}
	form := charterForm(BlankForm(b.L), mine)
	return map[string][]framed{
		"charter":       {view(ships), view(mine), view(empty), view(leaving)},
		"charter_print": {view(ships), view(mine), view(empty)},
		"charter_history": {
			&charterHistoryView{Base: b, Pager: Pager{L: b.L}},
			&charterHistoryView{Base: b, Edits: true, Version: 3, Mailed: "Mia", Pager: Pager{L: b.L, Next: "/x"}, Steps: []app.CharterStep{
				{CharterVersion: accord.CharterVersion{Number: 3, CreatedAt: testNow}, Name: "Maya Chen", Changes: mine.ChangesFrom(ships.Charter)},
				{CharterVersion: accord.CharterVersion{Number: 2, CreatedAt: testNow}, Name: "Maya Chen", Changes: leaving.ChangesFrom(mine.Charter)},
				{CharterVersion: accord.CharterVersion{Number: 1, CreatedAt: testNow}, Name: "Maya Chen"},
			}},
		},
		"charter_edit": {&charterEditView{
			formView: formView{b, form}, Domains: rowsFrom(form.rows("domains")), Definitions: rowsFrom(form.rows("definitions")), Rules: rowsFrom(form.rows("ground_rules")),
		}},
	}
}

func TestCharterTyped(t *testing.T) {
	b := testBase("en")
	ships := accord.CharterTemplate("en", accord.Workspace{}, b.Today)
	form := charterForm(BlankForm(b.L), accord.CharterDetail{Charter: ships})
	got, _ := charterTyped(form)
	if !got.Same(ships) {
		t.Errorf("read back = %+v, want what was shown", got)
	}
	form.Set("domains.0.remove", "1")
	form.Set("ground_rules.2.question", "")
	form.Set("ground_rules.2.id", "")
	form.setRow("domains", 4, "name", "", "decides", "sales")
	form.setRow("domains", 5, "name", "Fairs", "decides", "sales>marketing")
	form.Values["domains.9999999.name"] = []string{"x"}
	got, at := charterTyped(form)
	if len(got.Domains) != 4 || got.Domains[3].Name != "Fairs" || got.Domains[3].Decides != accord.Marketing || got.Domains[3].Supplies != accord.Sales {
		t.Errorf("domains = %+v, want the first removed and Fairs new", got.Domains)
	}
	if len(got.Rules) != len(ships.Rules)-1 {
		t.Errorf("%d ground rules, want the emptied one gone", len(got.Rules))
	}
	form.Failed(inRows(accord.BadField("domains.3.name", "Give a name."), at))
	if form.Errors["domains.5.name"] == "" {
		t.Errorf("errors = %v, want the row Fairs was typed into", form.Errors)
	}
}

func TestCharterView_Summary(t *testing.T) {
	for locale, want := range map[string]string{
		"en": "1 of 3 definitions are agreed by both sides. Nobody has signed the pledge yet.",
		"de": "1 von 3 Begriffen haben beide Seiten zugestimmt. Das Versprechen ist noch nicht unterschrieben.",
	} {
		v, _ := charterViews(testBase(locale))["charter"][1].(*charterView)
		if got := v.Summary(); got != want {
			t.Errorf("Summary in %s = %q, want %q", locale, got, want)
		}
	}
}

func TestDecision_asks_input_or_decision(t *testing.T) {
	p := testPages(t)
	b := testBase("en")
	form := BlankForm(b.L, "domain", "Copy and plans")
	form.Asks = &accord.CharterDomain{ID: "d", Name: "Copy and plans", Decides: accord.Marketing}
	html, err := p.render.Page("decision", &decisionView{Base: b, Form: form, D: testDecision()})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`name="as" value="input"`, `name="as" value="decision"`, url.PathEscape("Marketing"), "Input for Marketing"} {
		if !strings.Contains(string(html), want) {
			t.Errorf("the page has no %q", want)
		}
	}
}
