package app

import (
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// revealed is the fixture with one pair, a priority of each side alone, and
// answers far apart.
func (f *sitDownFixture) revealed() accord.SitDownDetail {
	f.Helper()
	f.ranks("ana", "Qualified leads from Norway", "Shorter quotes")
	f.ranks("mia", "A launch page", "Leads from Norway, qualified")
	f.answers("ana", 1, "too few")
	f.answers("mia", 4, "plenty")
	f.reveals("ana")
	return f.reveals("mia")
}

func (f *sitDownFixture) ends(who string, in EndGap) accord.SitDownDetail {
	f.Helper()
	d, err := f.app.EndSitDownGap(f.Context(), itemActor(who), f.id, in)
	f.must(err)
	return d
}

func (f *sitDownFixture) undoes(who string) (accord.SitDownDetail, error) {
	return f.app.UndoSitDown(f.Context(), itemActor(who), f.id, "taken back")
}

func (f *sitDownFixture) cannot(who string, code accord.Code, rule, why string) {
	f.Helper()
	if _, err := f.undoes(who); accord.CodeOf(err) != code || ruleOf(err) != rule {
		f.Errorf("undone by %s, %s = %v, want %s by %s", who, why, err, code, rule)
	}
}

// P8: the end of a gap is taken back with what it was made into.
func TestSitDown_UndoGap(t *testing.T) {
	f := newSitDownFixture(t)
	d := f.revealed()
	f.cannot("ana", accord.CodeDenied, "P8", "mia revealed last")
	f.ends("ana", EndGap{Gap: d.Gaps[0].Key, Outcome: accord.GapLeft})
	f.cannot("mia", accord.CodeDenied, "P8", "ana did it")
	f.cannot("zoe", accord.CodeDenied, "P8", "ana did it")
	back, err := f.undoes("ana")
	f.must(err)
	if back.Gaps[0].Outcome != "" || back.Figures.OpenGaps != 3 {
		t.Errorf("left and taken back = %+v", back.Gaps[0])
	}
	due := accord.DateOf(f.now.AddDate(0, 0, 7), time.UTC)
	made := f.ends("ana", EndGap{Gap: d.Gaps[0].Key, Outcome: accord.GapActionItem, Title: "Show it", OwnerID: "ana", ForSide: accord.Marketing, DueOn: due})
	if back, err = f.undoes("ana"); err != nil || back.Gaps[0].Outcome != "" {
		t.Errorf("an action item taken back = %v, %+v", err, back.Gaps[0])
	}
	if _, err := f.app.ActionItem(f.Context(), itemActor("ana"), string(made.Gaps[0].ActionItemID)); accord.CodeOf(err) != accord.CodeNotFound {
		t.Errorf("the action item = %v, want gone", err)
	}
	made = f.ends("ana", EndGap{Gap: d.Gaps[0].Key, Outcome: accord.GapActionItem, Title: "Show it", OwnerID: "ana", ForSide: accord.Marketing, DueOn: due})
	_, err = f.app.DoneItem(f.Context(), itemActor("ana"), string(made.Gaps[0].ActionItemID), accord.Match{})
	f.must(err)
	f.cannot("ana", accord.CodeConflict, "P8", "it is done since")
	if d := f.sees("ana"); d.Gaps[0].Outcome != accord.GapActionItem {
		t.Errorf("refused, and yet %+v", d.Gaps[0])
	}
}

// P8: a matter that a gap was made into leaves agenda and backlog again.
func TestSitDown_UndoMatter(t *testing.T) {
	f := newSitDownFixture(t)
	d := f.revealed()
	f.ends("mia", EndGap{Gap: d.Gaps[1].Key, Outcome: accord.GapAgendaItem, Title: "Why a launch page?", SeriesID: f.series})
	_, err := f.undoes("mia")
	f.must(err)
	if backlog, err := f.app.Backlog(f.Context(), itemActor("mia"), f.series); err != nil || len(backlog) != 0 {
		t.Errorf("the backlog still has %+v, %v", backlog, err)
	}
	made := f.ends("ana", EndGap{Gap: "answer-leads", Outcome: accord.GapAgendaItem, Title: "What is a lead?", MeetingID: f.meeting})
	id := string(made.Gaps[2].AgendaItemID)
	_, err = f.undoes("ana")
	f.must(err)
	if item, err := f.app.AgendaItem(f.Context(), itemActor("ana"), id); err != nil || item.Status != accord.AgendaDeclined || item.Reason != "taken back" {
		t.Errorf("the matter = %+v, %v, want declined", item, err)
	}
	made = f.ends("mia", EndGap{Gap: "answer-leads", Outcome: accord.GapAgendaItem, Title: "What is a lead?", SeriesID: f.series})
	_, err = f.app.ChangeAgendaItem(f.Context(), itemActor("ana"), string(made.Gaps[2].AgendaItemID), accord.Match{}, AgendaPatch{Minutes: accord.Some(20)})
	f.must(err)
	f.cannot("mia", accord.CodeConflict, "P8", "somebody has worked on it")
	f.now = f.now.Add(11 * time.Minute)
	f.cannot("mia", accord.CodeConflict, "P8", "it is too late")
}

// P8, X2: pairs set by mistake are as they were; being ready is taken back
// until the other side is, too.
func TestSitDown_UndoPairsAndReady(t *testing.T) {
	f := newSitDownFixture(t)
	f.ranks("ana", "Qualified leads from Norway")
	f.ranks("mia", "Leads from Norway, qualified")
	f.reveals("ana")
	f.ranks("mia", "Leads from Norway, qualified", "A launch page") // which nobody is told of
	d, err := f.undoes("ana")
	if err != nil || d.SalesReadyAt != nil {
		t.Fatalf("ready and taken back = %v, %v", d.SalesReadyAt, err)
	}
	if d = f.reveals("mia"); d.RevealedAt != nil {
		t.Fatal("X2: revealed with one side ready")
	}
	f.reveals("ana")
	f.cannot("ana", accord.CodeConflict, "P8", "both have revealed")
	before := f.sees("ana").Pairs
	if len(before) != 1 || before[0].Kind != accord.PairSame {
		t.Fatalf("suggested %+v", before)
	}
	after, err := f.app.PairPriorities(f.Context(), itemActor("ana"), f.id, accord.Match{}, nil)
	if err != nil || len(after.Pairs) != 0 {
		t.Fatalf("no pairs = %+v, %v", after.Pairs, err)
	}
	if d, err = f.undoes("ana"); err != nil || len(d.Pairs) != 1 || d.Pairs[0] != before[0] {
		t.Errorf("pairs taken back = %+v, %v, want %+v", d.Pairs, err, before)
	}
	if same, err := f.app.PairPriorities(f.Context(), itemActor("ana"), f.id, accord.Match{}, before); err != nil || same.Version != d.Version {
		t.Errorf("the same pairs once more = %v: version %d, want %d", err, same.Version, d.Version)
	}
}

// P8: an action item whose making is undone on its own page opens the gap again,
// which then ends anew; what the sit-down's own undo finds is what was before.
func TestSitDown_UndoItemOpensGap(t *testing.T) {
	f := newSitDownFixture(t)
	d := f.revealed()
	due := accord.DateOf(f.now.AddDate(0, 0, 7), time.UTC)
	in := EndGap{Gap: d.Gaps[0].Key, Outcome: accord.GapActionItem, Title: "Show it", OwnerID: "ana", ForSide: accord.Marketing, DueOn: due}
	made := f.ends("ana", in)
	_, err := f.app.UndoItem(f.Context(), itemActor("ana"), string(made.Gaps[0].ActionItemID), 0)
	f.must(err)
	back := f.sees("ana")
	if back.Gaps[0].Outcome != "" || back.Figures.OpenGaps != 3 || back.Version == made.Version {
		t.Errorf("the gap after its item is gone = %+v, version %d", back.Gaps[0], back.Version)
	}
	f.cannot("ana", accord.CodeDenied, "P8", "mia revealed last")
	if again := f.ends("ana", in); again.Gaps[0].ActionItemID == "" {
		t.Errorf("ended again = %+v", again.Gaps[0])
	}
	if _, err := f.undoes("ana"); err != nil {
		t.Errorf("taken back once more = %v", err)
	}
}

// X2: whoever is ready, takes it back and is ready again has the other side told.
func TestSitDown_ReadyAgainIsMailed(t *testing.T) {
	f := newSitDownFixture(t)
	f.ranks("ana", "Qualified leads from Norway")
	states := func() (list []accord.DeliveryState) {
		f.Helper()
		all, err := f.app.store.Deliveries(store.Within(f.Context(), itemActor("ana").WorkspaceID), "", "", 100)
		f.must(err)
		for _, d := range all {
			if d.Kind == accord.MailSitDown+accord.SitDownReady {
				list = append(list, d.State)
			}
		}
		return list
	}
	f.reveals("ana")
	_, err := f.undoes("ana")
	f.must(err)
	if got := states(); len(got) != 1 || got[0] != accord.DeliveryWithdrawn {
		t.Errorf("the mail of what was taken back = %v, want withdrawn", got)
	}
	f.reveals("ana")
	if got := states(); len(got) != 2 || got[0] != accord.DeliveryQueued {
		t.Errorf("ready again = %v, want one queued", got)
	}
}
