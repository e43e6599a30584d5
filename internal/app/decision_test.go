package app

import (
	"encoding/json"
	"strings"
	"testing"

	"accord/internal/accord"
)

func TestDecisions(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	f.start("mia", "luis")
	first, err := f.app.RecordDecision(ctx, itemActor("luis"), f.meeting, NewDecision{Text: "Über 48 Stunden: zurück", Domain: "Leads"})
	f.must(err)
	if first.Ref() != "D-1" || strings.Join(first.DeciderNames, ",") != "Ana,Luis,Mia" {
		t.Errorf("%s decided by %v, want D-1 by those present", first.Ref(), first.DeciderNames)
	}
	second, err := f.app.RecordDecision(ctx, itemActor("mia"), f.meeting, NewDecision{Text: "24 hours", Supersedes: "D-1", DecidedBy: []string{"ana"}})
	f.must(err)
	got, err := f.app.Decision(ctx, itemActor("zoe"), "D-1")
	f.must(err)
	if string(got.SupersededBy) != second.ID {
		t.Errorf("D-1 is replaced by %q, want D-2", got.SupersededBy)
	}
	for q, want := range map[DecisionQuery]string{
		{}:                     "D-2,D-1",
		{Query: "uber zuruck"}: "D-1",
		{Query: "d-2"}:         "D-2",
		{Query: "100%"}:        "",
		{Current: true}:        "D-2",
		{Domain: "Leads"}:      "D-1",
		{MeetingID: f.meeting}: "D-2,D-1",
		{SeriesID: "other"}:    "",
	} {
		list, _, err := f.app.Decisions(ctx, itemActor("zoe"), q, accord.DefaultPage)
		f.must(err)
		var refs []string
		for _, d := range list {
			refs = append(refs, d.Ref())
		}
		if strings.Join(refs, ",") != want {
			t.Errorf("Decisions(%+v) = %v, want %s", q, refs, want)
		}
	}
	page, next, err := f.app.Decisions(ctx, itemActor("zoe"), DecisionQuery{}, accord.Page{Limit: 1})
	f.must(err)
	rest, _, err := f.app.Decisions(ctx, itemActor("zoe"), DecisionQuery{}, accord.Page{Limit: 1, After: next})
	f.must(err)
	if len(page) != 1 || len(rest) != 1 || page[0].ID == rest[0].ID {
		t.Errorf("pages: %v then %v", page, rest)
	}
	_, err = f.app.CloseMeeting(ctx, itemActor("ana"), f.meeting, anyVersion, Closing{Override: true})
	f.must(err)
	if _, err := f.app.ChangeDecision(ctx, itemActor("ana"), "D-1", anyVersion, DecisionPatch{Text: accord.Some("x")}); ruleOf(err) != "M4" {
		t.Errorf("words after closing = %v, want M4", err)
	}
	if _, err := f.app.ChangeDecision(ctx, itemActor("max"), "D-1", anyVersion, DecisionPatch{ReviewOn: accord.Some(accord.Date("2027-06-01"))}); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("review date by a member = %v, want denied", err)
	}
	if _, err := f.app.ChangeDecision(ctx, itemActor("ana"), "D-1", anyVersion, DecisionPatch{ReviewOn: accord.Some(accord.Date("2027-06-01"))}); err != nil {
		t.Error(err)
	}
	b, err := json.Marshal(got)
	if err != nil || !strings.Contains(string(b), `"decided_by":["ana"`) && !strings.Contains(string(b), `"decided_by":[`) {
		t.Errorf("JSON = %s, %v", b, err)
	}
}
