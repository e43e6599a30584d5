package accord

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sides of a diff put together again.
func joined(parts []DiffPart, not DiffKind) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Kind != not {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestWordDiff(t *testing.T) {
	mark := map[DiffKind]string{DiffAdded: "+", DiffRemoved: "-"}
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"same words", "same words", "same words"},
		{"", "new", "[+new]"},
		{"old", "", "[-old]"},
		{"within 48 hours.", "within 24 hours.", "within [-48][+24] hours."},
		{"calls within one working day", "calls within two calendar days", "calls within [-one working day][+two calendar days]"},
		{"a b", "a  b", "a[- ][+  ]b"},
		{"Größe zählt", "Größe zählt nicht", "Größe zählt[+ nicht]"},
	} {
		var b strings.Builder
		for _, p := range WordDiff(c.before, c.after) {
			if m := mark[p.Kind]; m != "" {
				fmt.Fprintf(&b, "[%s%s]", m, p.Text)
			} else {
				b.WriteString(p.Text)
			}
		}
		if b.String() != c.want {
			t.Errorf("WordDiff(%q, %q) = %s, want %s", c.before, c.after, b.String(), c.want)
		}
	}
}

func TestWordDiff_says_both_texts(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"lead", " ", "  ", "\n", ".", "48", "hours", "é", "🙂"}), 0, 40)
	rapid.Check(t, func(t *rapid.T) {
		before, after := strings.Join(words.Draw(t, "before"), ""), strings.Join(words.Draw(t, "after"), "")
		parts := WordDiff(before, after)
		if got := joined(parts, DiffAdded); got != before {
			t.Fatalf("same and removed = %q, want %q", got, before)
		}
		if got := joined(parts, DiffRemoved); got != after {
			t.Fatalf("same and added = %q, want %q", got, after)
		}
		for i, p := range parts {
			if p.Text == "" || i > 0 && parts[i-1].Kind == p.Kind {
				t.Fatalf("parts %q hold an empty or a split piece", parts)
			}
		}
	})
}

func testCharter() Charter {
	c := CharterTemplate("en", Workspace{}, "2027-01-12")
	return c
}

func counter() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("new-%d", n) }
}

func TestCharterTemplate(t *testing.T) {
	for _, locale := range []string{"en", "de"} {
		c := CharterTemplate(locale, Workspace{SalesName: "Vertrieb Nord"}, "2027-01-12")
		if err := c.Check(); err != nil {
			t.Errorf("%s: %v", locale, err)
		}
		if text := fmt.Sprint(c); strings.Contains(text, "{S}") || !strings.Contains(text, "Vertrieb Nord") {
			t.Errorf("%s names the sides wrongly: %s", locale, text)
		}
		for _, r := range c.Rules {
			if r.Answer != "" || !strings.HasSuffix(r.Question, "?") {
				t.Errorf("%s: %q ships as %q, want an unanswered question", locale, r.Question, r.Answer)
			}
		}
		if got := c.Definitions[0].ReviewOn; got != "2027-07-13" {
			t.Errorf("review on %s, want half a year later", got)
		}
	}
	decides := map[string]Side{}
	for _, d := range testCharter().Domains {
		decides[d.Name] = d.Decides
	}
	for name, want := range map[string]Side{"Lead quality": Sales, "Copy and plans": Marketing, "Market intelligence": Marketing, "Definitions": Neutral} {
		if decides[name] != want {
			t.Errorf("%s is decided by %q, want %s", name, decides[name], want)
		}
	}
}

func TestCharter_Edit(t *testing.T) {
	c := testCharter()
	to := c
	to.Domains = append(slices.Clone(c.Domains[:1]), CharterDomain{Name: "  Trade fairs ", Decides: Marketing})
	got, err := c.Edit(to, counter())
	if err != nil {
		t.Fatal(err)
	}
	if d := got.Domains[1]; d.ID != "new-1" || d.Name != "Trade fairs" {
		t.Errorf("new domain = %+v, want an id and a trimmed name", d)
	}
	if to.Domains[1].ID != "" {
		t.Error("Edit changed what it was given")
	}
	for what, bad := range map[string]Charter{
		"domains.0.id":            {Domains: []CharterDomain{{ID: "foreign", Name: "x", Decides: Sales}}},
		"domains.1.id":            {Domains: []CharterDomain{c.Domains[0], c.Domains[0]}},
		"domains.1.name":          {Domains: []CharterDomain{{Name: "Fairs", Decides: Sales}, {Name: "fairs ", Decides: Sales}}},
		"domains.0.decides":       {Domains: []CharterDomain{{Name: "Fairs"}}},
		"domains.0.supplies":      {Domains: []CharterDomain{{Name: "Fairs", Decides: Sales, Supplies: Sales}}},
		"definitions.0.text":      {Definitions: []CharterDefinition{{Term: "Lead", ReviewOn: "2027-01-01"}}},
		"definitions.0.review_on": {Definitions: []CharterDefinition{{Term: "Lead", Text: "x", ReviewOn: "soon"}}},
		"ground_rules.0.question": {Rules: []CharterRule{{Answer: "yes"}}},
		"pledge":                  {Pledge: strings.Repeat("x", maxCharterPledge+1)},
		"ground_rules.0.answer":   {Rules: []CharterRule{{Question: "Who?", Answer: strings.Repeat("x", maxCharterText+1)}}},
		"definitions.0.term":      {Definitions: []CharterDefinition{{Text: "x", ReviewOn: "2027-01-01"}}},
		"domains":                 {Domains: make([]CharterDomain, maxCharterEntries+1)},
		"domains.0.note":          {Domains: []CharterDomain{{Name: "Fairs", Decides: Sales, Note: strings.Repeat("x", maxCharterNote+1)}}},
	} {
		_, err := c.Edit(bad, counter())
		var v Validation
		v.Add("", err)
		if !slices.ContainsFunc(v.fields, func(f FieldError) bool { return f.Location == what }) {
			t.Errorf("Edit = %v, want an error on %s", err, what)
		}
	}
}

func TestCharter_Reworded(t *testing.T) {
	c := testCharter()
	next, err := c.Edit(c, counter())
	if err != nil || !c.Same(next) || len(c.Reworded(next)) > 0 || len(c.Agrees(next)) > 0 {
		t.Fatalf("the same charter: %v, reworded %v", err, c.Reworded(next))
	}
	next.Domains[0].Note = "Another"
	if got := c.Reworded(next); len(got) > 0 {
		t.Errorf("a domain's note rewords %v, want nothing that is agreed to", got)
	}
	next.Definitions[0].ReviewOn = "2028-01-01"
	next.Definitions = append(next.Definitions[:1:1], CharterDefinition{ID: "n", Term: "Pipeline", Text: "x", ReviewOn: "2028-01-01"})
	next.Pledge += "!"
	if got := strings.Join(c.Reworded(next), ","); got != "qualified_lead,hand_over,new_customer,pledge" {
		t.Errorf("Reworded = %s", got)
	}
	if got := strings.Join(c.Agrees(next), ","); got != "qualified_lead,n" {
		t.Errorf("Agrees = %s, want what was reworded and what is new, not the pledge", got)
	}
}

func TestWorkspace_SpeaksFor(t *testing.T) {
	w := Workspace{SalesLeadID: "ana", SalesDeputyID: "ben"}
	for _, c := range []struct {
		by    Actor
		want  Side
		edits bool
	}{
		{Actor{PersonID: "ana", Side: Sales, Role: RoleMember}, Sales, true},
		{Actor{PersonID: "ben", Side: Sales, Role: RoleMember}, Sales, true},
		{Actor{PersonID: "cleo", Side: Sales, Role: RoleMember}, "", false},
		{Actor{PersonID: "adm", Side: Sales, Role: RoleAdmin}, "", true}, // Sales has a lead
		{Actor{PersonID: "adm", Side: Marketing, Role: RoleAdmin}, Marketing, true},
		{Actor{PersonID: "adm", Side: Neutral, Role: RoleAdmin}, "", true},
		{Actor{PersonID: "max", Side: Marketing, Role: RoleMember}, "", false},
		{Actor{Side: Marketing, Role: RoleObserver}, "", false},
	} {
		if got := w.SpeaksFor(c.by); got != c.want {
			t.Errorf("SpeaksFor(%s, %s of %s) = %q, want %q", c.by.PersonID, c.by.Role, c.by.Side, got, c.want)
		}
		if got := w.ChangesCharter(c.by); got != c.edits {
			t.Errorf("ChangesCharter(%s, %s) = %v, want %v", c.by.PersonID, c.by.Role, got, c.edits)
		}
	}
}

func TestCharter_Place(t *testing.T) {
	c := testCharter()
	for _, tc := range []struct {
		domain   string
		as       RecordedAs
		by       Side
		deciders []Side
		want     string // the side it is input for, "decision", "asks" or "invalid"
	}{
		{"", "", Sales, nil, "decision"},
		{"Pricing", "", Sales, nil, "decision"},
		{"Definitions", "", Sales, nil, "decision"},
		{"Lead quality", "", Sales, nil, "decision"},
		{"lead  QUALITY", "", Marketing, []Side{Sales}, "asks"},
		{"Copy and plans", "", Sales, []Side{Sales, Marketing}, "asks"},
		{"Copy and plans", "", Neutral, []Side{Sales, Marketing}, "decision"},
		{"Copy and plans", "", Neutral, []Side{Sales}, "asks"},
		{"Market intelligence", "", Sales, nil, "asks"},
		{"Market intelligence", "", Marketing, nil, "decision"},
		{"Copy and plans", AsInput, Sales, nil, "marketing"},
		{"Copy and plans", AsInput, Marketing, nil, "marketing"},
		{"Copy and plans", AsDecision, Sales, nil, "decision"},
		{"Definitions", AsInput, Sales, nil, "invalid"},
		{"", AsInput, Sales, nil, "invalid"},
		{"", "maybe", Sales, nil, "invalid"},
	} {
		side, err := c.Place(tc.domain, tc.as, tc.by, tc.deciders)
		got := string(side)
		id, asks := AsksInput(err)
		switch {
		case asks && id != "" && CodeOf(err) == CodeConflict:
			got = "asks"
		case err != nil:
			got = string(CodeOf(err))
		case side == "":
			got = "decision"
		}
		if got != tc.want {
			t.Errorf("Place(%q, as %q, by %s, of %v) = %s, %v, want %s", tc.domain, tc.as, tc.by, tc.deciders, got, err, tc.want)
		}
	}
}

func TestCharter_ChangesFrom(t *testing.T) {
	before := testCharter()
	after, err := before.Edit(before, counter())
	if err != nil {
		t.Fatal(err)
	}
	if got := after.ChangesFrom(before); len(got) != 0 {
		t.Errorf("nothing changed, got %v", got)
	}
	after.Domains = append([]CharterDomain{{ID: "n", Name: "Fairs", Decides: Marketing}}, after.Domains[1:]...)
	after.Definitions[0].Text = strings.Replace(after.Definitions[0].Text, "A person", "Somebody", 1)
	after.Rules[0].Answer = "Sales."
	var got []string
	for _, c := range after.ChangesFrom(before) {
		var fields []string
		for _, f := range c.Fields {
			fields = append(fields, f.Field)
		}
		got = append(got, fmt.Sprintf("%s %s %s %s", c.Part, c.ID, c.How, strings.Join(fields, "+")))
	}
	want := []string{
		"domain n added name+decides", "definition qualified_lead same text", "ground_rule customer_contact same answer",
		"domain lead_quality removed name+decides+note",
	}
	if !slices.Equal(got, want) {
		t.Errorf("ChangesFrom =\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestCharterDetail_State(t *testing.T) {
	c := CharterDetail{Charter: testCharter(), Version: 3, Leads: Marketing}
	c.Rules[0].Answer = "Sales."
	c.Definitions[1].ReviewOn = "2027-02-01"
	for _, a := range []CharterAgreement{
		{EntryID: "qualified_lead", Side: Sales}, {EntryID: "qualified_lead", Side: Marketing}, {EntryID: "hand_over", Side: Sales}, {EntryID: CharterPledge, Side: Sales},
	} {
		c.Agreed = append(c.Agreed, CharterName{CharterAgreement: a})
	}
	s := c.State("2027-02-01")
	if s.Settled != 1 || s.Definitions != 3 || len(s.Asked) != 2 || s.Asked[0].ID != "hand_over" || !s.AsksPledge || s.Unanswered != 5 {
		t.Errorf("State = %+v", s)
	}
	if len(s.Due) != 1 || s.Due[0].ID != "hand_over" || !slices.Equal(s.Signed, []Side{Sales}) {
		t.Errorf("due %v, signed %v", s.Due, s.Signed)
	}
	if due := c.State("2027-01-31").Due; len(due) > 0 {
		t.Errorf("due the day before: %v", due)
	}
	berlin := Zone("Europe/Berlin")
	if got := c.Definitions[1].ReviewSaidAt(berlin).UTC().Format("2006-01-02T15:04"); got != "2027-02-01T07:00" {
		t.Errorf("said at %s, want eight in Berlin", got)
	}
}
