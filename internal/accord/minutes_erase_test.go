package accord

import (
	"testing"

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
		Decisions:   []MinutesDecision{{Text: "Market first", DecidedBy: []string{"Mark", "Mark Twain"}}},
	}
	want := Minutes{
		Title: "Marketing & Sales", Notes: "X spoke about Marketing.",
		Attendance:  []MinutesPerson{{PersonID: "p1", Name: "X"}, {PersonID: "p2", Name: "Mark"}},
		ActionItems: []MinutesPromise{{OwnerID: "p1", OwnerName: "X"}, {OwnerID: "p2", OwnerName: "Mark"}},
		Decisions:   []MinutesDecision{{Text: "Market first", DecidedBy: []string{"X", "Mark Twain"}}},
	}
	if d := cmp.Diff(want, was.Erase(Erasing(Person{ID: "p1", Name: "Mark"}, "X"))); d != "" {
		t.Errorf("Erase (-want +got):\n%s", d)
	}
}

func TestEraser_P9(t *testing.T) {
	e := Erasing(Person{Name: `Mark "M" & Sons`, Email: "mark@acme.test"}, "X")
	for text, want := range map[string]string{
		"Write to mark@acme.test, Mark@Acme.test.":       "Write to X, X.",
		"denmark@acme.test, a.mark@acme.test":            "denmark@acme.test, a.mark@acme.test",
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
