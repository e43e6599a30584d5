package accord

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func repTexts(lines []RepLine) string {
	var list []string
	for _, l := range lines {
		list = append(list, string(l.Kind)+": "+l.Text)
	}
	return strings.Join(list, "; ")
}

func TestRepWords_Lines(t *testing.T) {
	lines, err := RepWords{RepActivity: "- Two fairs\n\n  Two fairs \n• Spring mail", RepConcern: "Leads go cold"}.Lines()
	if want := "activity: Two fairs; activity: Spring mail; concern: Leads go cold"; err != nil || repTexts(lines) != want {
		t.Errorf("Lines = %q %v, want %q", repTexts(lines), err, want)
	}
	for name, words := range map[string]RepWords{
		"activities": {RepProblem: " \n -"},
		"problems":   {RepProblem: strings.Repeat("x", MaxRepLine+1)},
		"cares":      {RepCare: "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20"},
	} {
		if _, err := words.Lines(); CodeOf(err) != CodeInvalid || !strings.Contains(err.Error(), name) {
			t.Errorf("Lines of bad %s = %v, want it refused there", name, err)
		}
	}
}

func TestRetell(t *testing.T) {
	before := []RepLine{
		{ID: "1", Kind: RepProblem, Text: "Forms break", Position: 1},
		{ID: "2", Kind: RepProblem, Text: "Slow quotes", Position: 2, Became: RepActionItem},
		{ID: "3", Kind: RepConcern, Text: "Leads go cold", Position: 1},
	}
	said := []RepLine{{Kind: RepConcern, Text: "Leads go cold", Position: 2}, {Kind: RepConcern, Text: "Budget", Position: 1}}
	kept, added, gone := Retell(before, said)
	if got, want := repTexts(kept), "problem: Slow quotes; concern: Leads go cold"; got != want {
		t.Errorf("kept %q, want %q: what was turned into something stays", got, want)
	}
	if kept[1].ID != "3" || kept[1].Position != 2 {
		t.Errorf("a line said again is %+v, want the same at its new place", kept[1])
	}
	if repTexts(added) != "concern: Budget" || repTexts(gone) != "problem: Forms break" {
		t.Errorf("added %q, gone %q", repTexts(added), repTexts(gone))
	}
}

func TestRepLine_Turn(t *testing.T) {
	now := time.Date(2027, 3, 1, 10, 0, 0, 0, time.UTC)
	l, err := RepLine{Kind: RepConcern, SaidOn: "2027-02-22"}.Turn(RepNothing, "", "ana", now)
	if err != nil || l.Became != RepNothing || l.BecameBy != "ana" || !l.BecameAt.Equal(now) {
		t.Errorf("Turn = %+v %v", l, err)
	}
	if _, err := l.Turn(RepProposal, "x", "mia", now); CodeOf(err) != CodeConflict {
		t.Errorf("Turn twice = %v, want conflict", err)
	}
	if got := l.AgeDays("2027-03-01"); got != 7 {
		t.Errorf("AgeDays = %d, want 7", got)
	}
	if got := l.AgeDays("2027-02-20"); got != 0 {
		t.Errorf("AgeDays before its call = %d, want 0", got)
	}
}

func TestOpenConcerns(t *testing.T) {
	lines := []RepLine{
		{ID: "new", MeetingID: "m2", Kind: RepConcern, SaidOn: "2027-03-08"},
		{ID: "old", MeetingID: "m1", Kind: RepConcern, SaidOn: "2027-03-01"},
		{ID: "done", MeetingID: "m1", Kind: RepConcern, SaidOn: "2027-03-01", Became: RepNothing},
		{ID: "other", MeetingID: "m1", Kind: RepProblem, SaidOn: "2027-03-01"},
	}
	ids := func(list []RepLine) (out []string) {
		for _, l := range list {
			out = append(out, l.ID)
		}
		return out
	}
	if diff := cmp.Diff([]string{"old", "new"}, ids(OpenConcerns(lines, ""))); diff != "" {
		t.Error("of the series (-want +got)", diff)
	}
	if diff := cmp.Diff([]string{"old"}, ids(OpenConcerns(lines, "m2"))); diff != "" {
		t.Error("before the second call (-want +got)", diff)
	}
}
