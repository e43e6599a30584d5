package accord

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWithoutName_P9(t *testing.T) {
	for text, want := range map[string]string{
		"Marketing asks Mark; Mark's list.": "Marketing asks X; X's list.",
		"Mark":                              "X",
		"MarkMark Mark":                     "MarkMark X",
		"Marké, Markus, (Mark)":             "Marké, Markus, (X)",
		"":                                  "",
	} {
		if got := WithoutName(text, "Mark", "X"); got != want {
			t.Errorf("WithoutName(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestMinutes_Erase_P9(t *testing.T) {
	was := Minutes{
		Title: "Marketing & Sales", Notes: "Mark spoke about Marketing.",
		Attendance:  []MinutesPerson{{PersonID: "p1", Name: "Mark"}, {PersonID: "p2", Name: "Mark"}},
		ActionItems: []MinutesPromise{{OwnerID: "p1", OwnerName: "Mark"}, {OwnerID: "p2", OwnerName: "Mark"}},
		Decisions: []MinutesDecision{
			{ID: "d1", Text: "Market first", DecidedBy: []string{"Mark", "Mark Twain"}},
			{ID: "d2", Text: "Mark decides", DecidedBy: []string{"Mark"}},
		},
	}
	want := Minutes{
		Title: "Marketing & Sales", Notes: "Mark spoke about Marketing.",
		Attendance:  []MinutesPerson{{PersonID: "p1", Name: "X"}, {PersonID: "p2", Name: "Mark"}},
		ActionItems: []MinutesPromise{{OwnerID: "p1", OwnerName: "X"}, {OwnerID: "p2", OwnerName: "Mark"}},
		Decisions: []MinutesDecision{
			{ID: "d1", Text: "Market first", DecidedBy: []string{"X", "Mark Twain"}},
			{ID: "d2", Text: "Mark decides", DecidedBy: []string{"Mark"}},
		},
	}
	e := Erasing(Erased{PersonID: "p1", Names: []string{"Mark"}, Others: []string{"Mark"}}, "X")
	if d := cmp.Diff(want, was.Erase(e, map[string]bool{"d1": true})); d != "" {
		t.Errorf("Erase (-want +got):\n%s", d)
	}
}

func TestEraser_P9(t *testing.T) {
	e := Erasing(Erased{Names: []string{`Mark "M" & Sons`}, Addresses: []string{"mark@acme.test"}}, "X")
	for text, want := range map[string]string{
		"Write to mark@acme.test, Mark@Acme.test.":       "Write to X, X.",
		"denmark@acme.test, a.mark@acme.test":            "denmark@acme.test, a.mark@acme.test",
		"mark@acme.test.uk, mark@acme.test-op.de":        "mark@acme.test.uk, mark@acme.test-op.de",
		"_mark@acme.test_ die mark@acme.test-Adresse.":   "_X_ die X-Adresse.",
		"mark@acme.test mark@acme.test <mark@acme.test>": "X X <X>",
		`said by Mark "M" & Sons`:                        "said by X",
	} {
		if got := e.Text(text); got != want {
			t.Errorf("Text(%q) = %q, want %q", text, got, want)
		}
	}
	for document, want := range map[string]string{
		`{"n":12345678901234567890,"who":["Mark \"M\" \u0026 Sons",{"to":"\nmark@acme.test"}],"mark@acme.test":null}`: `{"mark@acme.test":null,"n":12345678901234567890,"who":["X",{"to":"\nX"}]}`,
		`no JSON of mark@acme.test`: `no JSON of X`,
	} {
		if got := e.JSON(document); got != want {
			t.Errorf("JSON(%s) = %s, want %s", document, got, want)
		}
	}
}

func TestEraser_P9_names(t *testing.T) {
	const text = "Ana called, Ana Weber called, Ana Weber-Roth called."
	for name, tt := range map[string]struct {
		p    Erased
		want string
	}{
		"a name of one word":      {Erased{Names: []string{"Ana"}}, text},
		"of two":                  {Erased{Names: []string{"Ana Weber"}}, "Ana called, X called, X-Roth called."},
		"somebody is called so":   {Erased{Names: []string{"Ana Weber"}, Others: []string{"Ana Weber"}}, text},
		"somebody's has it":       {Erased{Names: []string{"Ana Weber"}, Others: []string{"ana weber-Roth"}}, text},
		"somebody's is shorter":   {Erased{Names: []string{"Ana Weber"}, Others: []string{"Ana", "Weber"}}, "Ana called, X called, X-Roth called."},
		"called otherwise before": {Erased{Names: []string{"Ana Weber", "Ana Weber-Roth"}}, "Ana called, X called, X called."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Erasing(tt.p, "X").Text(text); got != tt.want {
				t.Errorf("Text = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEraser_P9_payload(t *testing.T) {
	const payload = `{"by":"Mark","reason":"Mark said so","told":{"duties":"Minutes: Mark","from":"2027-01-04","title":"Mark visits Marketing"},"was":"x"}`
	mark := Erased{Names: []string{"Mark"}}
	const want = `{"by":"X","reason":"Mark said so","told":{"duties":"Minutes: X","from":"2027-01-04","title":"X visits Marketing"},"was":"x"}`
	if got := Erasing(mark, "X").Payload(payload); got != want {
		t.Errorf("Payload = %s, want %s", got, want)
	}
	mark.Others = []string{"Mark"}
	if got := Erasing(mark, "X").Payload(payload); got != payload {
		t.Errorf("Payload with a namesake = %s, want it as it was", got)
	}
}

func TestCompanyLocale(t *testing.T) {
	left := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	en, de, gone := Person{Locale: "en-US"}, Person{Locale: "de"}, Person{Locale: "de", LeftAt: &left}
	for want, people := range map[string][]Person{"en": {en, gone, gone}, "de": {de, de, en}, "asked": {en, de}} {
		if got := CompanyLocale(people, "asked"); got != want {
			t.Errorf("CompanyLocale(%v) = %q, want %q", people, got, want)
		}
	}
	if got := Pseudonym("de", 3) + ", " + Pseudonym("en", 4); got != "Ehemalige Person 3, Former person 4" {
		t.Errorf("pseudonyms = %q", got)
	}
}
