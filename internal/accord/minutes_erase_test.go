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
	if d := cmp.Diff(want, was.Erase("p1", "Mark", "X")); d != "" {
		t.Errorf("Erase (-want +got):\n%s", d)
	}
}
