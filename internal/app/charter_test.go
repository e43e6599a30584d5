package app

import (
	"strings"
	"testing"

	"accord/internal/accord"
)

// charterFixture is a company whose Sales lead is ana, with luis as the deputy;
// mia leads Marketing.
func charterFixture(t *testing.T) *meetingFixture {
	f := newMeetingFixture(t)
	_, _, err := f.app.ChangeWorkspace(f.Context(), itemActor("adm"), accord.Match{}, WorkspacePatch{
		Name: accord.Some("Co"), SalesName: accord.Some("Sales"), MarketingName: accord.Some("Marketing"),
		SalesLeadID: accord.Some(accord.NullID("ana")), SalesDeputyID: accord.Some(accord.NullID("luis")),
	})
	f.must(err)
	return f
}

func (f *meetingFixture) charter(who string) accord.CharterDetail {
	f.Helper()
	c, err := f.app.Charter(f.Context(), itemActor(who))
	f.must(err)
	return c
}

// agreed says who agreed to an entry: "ana, mia".
func agreed(c accord.CharterDetail, entry string) string {
	var names []string
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		if a := c.AgreedBy(entry, side); a != nil {
			names = append(names, a.PersonID)
		}
	}
	return strings.Join(names, ", ")
}

func TestCharter_agreement_of_both_sides(t *testing.T) {
	f := charterFixture(t)
	ctx := f.Context()
	c := f.charter("zoe")
	if c.Version != 0 || len(c.Definitions) == 0 || c.Edits || c.Leads != "" {
		t.Fatalf("the charter that ships = version %d, %d definitions, edits %v, leads %q", c.Version, len(c.Definitions), c.Edits, c.Leads)
	}
	const lead, hand = "qualified_lead", "hand_over"
	for _, entry := range []string{lead, hand, accord.CharterPledge} {
		for _, who := range []string{"ana", "mia", "mia", "luis"} { // once more, and by the deputy, changes nothing
			_, err := f.app.AgreeCharter(ctx, itemActor(who), accord.Match{}, entry)
			f.must(err)
		}
		if got := agreed(f.charter("max"), entry); got != "ana, mia" {
			t.Errorf("%s is agreed by %q, want ana, mia", entry, got)
		}
	}
	c = f.charter("ana")
	if c.Version != 1 {
		t.Errorf("version %d after agreeing to what ships, want 1", c.Version)
	}
	f.now = f.now.AddDate(0, 0, 1)
	next := c.Charter
	next.Definitions[0].Text += " Or not."
	c, err := f.app.ChangeCharter(ctx, itemActor("luis"), accord.MatchVersion(1), next)
	f.must(err)
	if agreed(c, lead) != "luis" || agreed(c, hand) != "ana, mia" || agreed(c, accord.CharterPledge) != "ana, mia" {
		t.Errorf("after an edit by the deputy of Sales: %q, %q, %q; want the other side's withdrawn of that alone",
			agreed(c, lead), agreed(c, hand), agreed(c, accord.CharterPledge))
	}
	if s := f.charter("mia").State("2027-01-05"); len(s.Asked) != 2 || s.Asked[0].ID != lead || s.Settled != 1 {
		t.Errorf("Marketing is asked for %v, settled %d", s.Asked, s.Settled)
	}
	_, err = f.app.AgreeCharter(ctx, itemActor("mia"), accord.MatchVersion(1), lead)
	if accord.CodeOf(err) != accord.CodeStale {
		t.Errorf("agreeing to words that changed meanwhile = %v, want stale", err)
	}
	_, err = f.app.AgreeCharter(ctx, itemActor("mia"), accord.MatchVersion(2), lead)
	f.must(err)
	next = f.charter("adm").Charter
	next.Pledge, next.Definitions[1].Term = "We try.", "Handing over"
	c, err = f.app.ChangeCharter(ctx, itemActor("adm"), accord.Match{}, next)
	f.must(err)
	if agreed(c, hand)+agreed(c, accord.CharterPledge) != "" || agreed(c, lead) != "luis, mia" {
		t.Errorf("after an edit by an admin: %q, %q, %q; want both withdrawn of what changed", agreed(c, hand), agreed(c, accord.CharterPledge), agreed(c, lead))
	}
	if c, err = f.app.ChangeCharter(ctx, itemActor("adm"), accord.MatchVersion(3), c.Charter); err != nil || c.Version != 3 {
		t.Errorf("no change = version %d, %v, want 3 as before", c.Version, err)
	}
}

func TestCharter_who_may(t *testing.T) {
	f := charterFixture(t)
	ctx := f.Context()
	for who, want := range map[string]accord.Code{"zoe": accord.CodeDenied, "obi": accord.CodeDenied, "max": accord.CodeDenied, "luis": "", "mia": "", "adm": ""} {
		_, err := f.app.ChangeCharter(ctx, itemActor(who), accord.Match{Any: true}, f.charter("adm").Charter)
		if accord.CodeOf(err) != want {
			t.Errorf("ChangeCharter by %s = %v, want %q", who, err, want)
		}
	}
	for who, want := range map[string]accord.Code{"zoe": accord.CodeDenied, "adm": accord.CodeDenied, "luis": ""} {
		_, err := f.app.AgreeCharter(ctx, itemActor(who), accord.Match{}, "qualified_lead")
		if accord.CodeOf(err) != want {
			t.Errorf("AgreeCharter by %s = %v, want %q", who, err, want)
		}
	}
	if _, err := f.app.Charter(ctx, itemActor("obi")); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("an observer reads the charter = %v, want denied (X4)", err)
	}
	if found, err := f.app.Search(ctx, itemActor("obi"), "lead"); err != nil || len(found.Charter) > 0 {
		t.Errorf("an observer finds %v of the charter (%v), want nothing", found.Charter, err)
	}
	if _, err := f.app.AgreeCharter(ctx, itemActor("mia"), accord.Match{}, "none"); accord.CodeOf(err) != accord.CodeNotFound {
		t.Errorf("AgreeCharter to nothing = %v, want not found", err)
	}
	_, _, err := f.app.ChangeWorkspace(ctx, itemActor("adm"), accord.Match{}, WorkspacePatch{SalesDeputyID: accord.Some(accord.NullID(""))})
	f.must(err)
	if _, err := f.app.AgreeCharter(ctx, itemActor("luis"), accord.Match{}, "hand_over"); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("a deputy named no more agrees = %v, want denied", err)
	}
	if got := agreed(f.charter("mia"), "qualified_lead"); got != "luis" {
		t.Errorf("what the deputy agreed to while named = %q, want it kept", got)
	}
}

func TestCharter_versions(t *testing.T) {
	f := charterFixture(t)
	ctx := f.Context()
	for _, answer := range []string{"Sales.", "Sales, after asking Luis.", "Sales, after asking Max Weber."} {
		c := f.charter("ana").Charter
		c.Rules[0].Answer = answer
		_, err := f.app.ChangeCharter(ctx, itemActor("ana"), accord.Match{}, c)
		f.must(err)
	}
	steps, next, err := f.app.CharterVersions(ctx, itemActor("max"), accord.Page{Limit: 2})
	f.must(err)
	if len(steps) != 2 || steps[0].Number != 3 || len(steps[1].Changes) != 1 || steps[0].Name != "Ana" {
		t.Fatalf("the newest two = %+v", steps)
	}
	if d := steps[1].Changes[0].Fields[0]; d.Before != "Sales." || d.After != "Sales, after asking Luis." {
		t.Errorf("version 2 changed %q into %q", d.Before, d.After)
	}
	rest, next, err := f.app.CharterVersions(ctx, itemActor("max"), accord.Page{Limit: 2, After: next})
	f.must(err)
	if len(rest) != 1 || rest[0].Number != 1 || len(rest[0].Changes) != 0 || len(next) != 0 {
		t.Errorf("the rest = %+v, next %v", rest, next)
	}
	one, err := f.app.CharterVersion(ctx, itemActor("zoe"), 2)
	if err != nil || one.Charter.Rules[0].Answer != "Sales, after asking Luis." || len(one.Changes) != 1 {
		t.Errorf("version 2 = %+v, %v", one, err)
	}
	for _, n := range []int{0, 4, -1} {
		if _, err := f.app.CharterVersion(ctx, itemActor("zoe"), n); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("version %d = %v, want not found", n, err)
		}
	}
	_, err = f.app.ChangePerson(ctx, itemActor("adm"), "max", anyVersion, PersonPatch{Name: accord.Some("Max Weber")})
	f.must(err)
	_, err = f.app.Leave(ctx, itemActor("adm"), "max", nil)
	f.must(err)
	was := f.charter("ana")
	f.must(f.app.Erase(ctx, itemActor("adm"), "max"))
	if _, err := f.app.ChangeCharter(ctx, itemActor("ana"), accord.MatchVersion(was.Version), was.Charter); accord.CodeOf(err) != accord.CodeStale {
		t.Errorf("P9: the old words saved from a form opened before = %v, want stale", err)
	}
	if got := f.charter("ana").Rules[0].Answer; strings.Contains(got, "Max") || !strings.HasPrefix(got, "Sales, after asking ") {
		t.Errorf("P9: the answer still names whoever was erased: %q", got)
	}
}

func TestRecordDecision_input_or_decision(t *testing.T) {
	f := charterFixture(t)
	ctx := f.Context()
	f.start("mia", "luis")
	record := func(who, domain string, as accord.RecordedAs) (accord.DecisionDetail, error) {
		return f.app.RecordDecision(ctx, itemActor(who), f.meeting, NewDecision{Text: "x", Domain: domain, As: as})
	}
	if _, err := record("luis", "Copy and plans", ""); accord.CodeOf(err) != accord.CodeConflict {
		t.Errorf("a decision of Sales in Marketing's domain = %v, want it asked", err)
	}
	if _, err := record("luis", "Texte und Pläne", ""); accord.CodeOf(err) != accord.CodeConflict {
		t.Errorf("what ships is known in German too: %v", err)
	}
	input, err := record("luis", "copy and PLANS", accord.AsInput)
	f.must(err)
	if input.InputFor != accord.Marketing || input.Ref() != "D-1" {
		t.Errorf("%s is input for %q, want D-1 for Marketing", input.Ref(), input.InputFor)
	}
	own, err := record("mia", "Copy and plans", "")
	f.must(err)
	if own.InputFor != "" {
		t.Errorf("Marketing's own is input for %q", own.InputFor)
	}
	for _, c := range []struct {
		name  string
		patch DecisionPatch
		code  accord.Code
		want  accord.Side
	}{
		{"another date", DecisionPatch{ReviewOn: accord.Some(accord.Date("2027-05-01"))}, "", accord.Marketing},
		{"it replaces one", DecisionPatch{Supersedes: accord.Some("D-1")}, accord.CodeInvalid, accord.Marketing},
		{"a decision after all", DecisionPatch{As: accord.AsDecision}, "", ""},
		{"its own side's domain", DecisionPatch{Domain: accord.Some("Lead quality")}, "", ""},
		{"back without a word", DecisionPatch{Domain: accord.Some("Copy and plans")}, accord.CodeConflict, ""},
		{"back as input", DecisionPatch{Domain: accord.Some("Market intelligence"), As: accord.AsInput}, "", accord.Marketing},
		{"no domain", DecisionPatch{Domain: accord.Opt[string]{Set: true, Null: true}}, "", ""},
		{"input to nobody", DecisionPatch{As: accord.AsInput}, accord.CodeInvalid, ""},
	} {
		_, err := f.app.ChangeDecision(ctx, itemActor("luis"), "D-1", anyVersion, c.patch)
		got, readErr := f.app.Decision(ctx, itemActor("zoe"), "D-1")
		f.must(readErr)
		if accord.CodeOf(err) != c.code || got.InputFor != c.want {
			t.Errorf("%s: %v, input for %q; want %q, for %q", c.name, err, got.InputFor, c.code, c.want)
		}
	}
}
