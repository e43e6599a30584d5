package app

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

func (f *itemFixture) serves(by, source string, count int) accord.LeadBatchDetail {
	f.Helper()
	b, _, err := f.app.ServeLeads(f.Context(), itemActor(by), accord.LeadDraft{Source: source, Count: count})
	f.must(err)
	return b
}

func (f *itemFixture) tells(by, text string) accord.IntelDetail {
	f.Helper()
	i, _, err := f.app.TellIntel(f.Context(), itemActor(by), accord.IntelDraft{Text: text})
	f.must(err)
	return i
}

func (f *itemFixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func TestLeads_round(t *testing.T) {
	f := newItemFixture(t)
	ctx := f.Context()
	b := f.serves("mia", "Trade fair", 40)
	if b.Ref() != "L-1" || b.ServedByName != "Mia" || b.Waiting() != 40 {
		t.Fatalf("served %+v", b)
	}
	judged, err := f.app.JudgeLeads(ctx, itemActor("ana"), "L-1", anyVersion, Verdict{Accepted: 20, Rejections: []accord.LeadRejection{{ReasonID: "no budget", Count: 5}, {ReasonID: "too_early", Count: 0}}})
	f.must(err)
	if judged.Waiting() != 15 || len(judged.Rejections) != 1 || judged.Rejections[0] != (accord.LeadRejection{WorkspaceID: "w", VerdictID: judged.Rejections[0].VerdictID, ReasonID: "no_budget", Count: 5}) {
		t.Errorf("judged %+v", judged)
	}
	if _, err := f.app.JudgeLeads(ctx, itemActor("ana"), "L-1", accord.MatchVersion(1), Verdict{Accepted: 40}); accord.CodeOf(err) != accord.CodeStale {
		t.Errorf("judge a former version = %v, want stale", err)
	}
	second, err := f.app.JudgeLeads(ctx, itemActor("luis"), b.ID, anyVersion, Verdict{Accepted: 30, Rejections: []accord.LeadRejection{{ReasonID: "duplicate", Count: 10}}})
	f.must(err)
	if second.Waiting() != 0 || second.Rejections[0].ReasonID != "duplicate" || len(second.Rejections) != 1 {
		t.Errorf("second verdict %+v, want its own reasons alone", second)
	}
	if _, err := f.app.UndoLeads(ctx, itemActor("ana"), "L-1"); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("undo of somebody else's verdict = %v, want denied", err)
	}
	f.now = f.now.Add(accord.UndoFor)
	back, err := f.app.UndoLeads(ctx, itemActor("luis"), "L-1")
	f.must(err)
	if back.Accepted != 20 || back.Waiting() != 15 || string(back.JudgedBy) != "ana" || back.Rejections[0].ReasonID != "no_budget" {
		t.Errorf("undone %+v, want the verdict before", back)
	}
	f.now = f.now.Add(time.Second)
	if _, err := f.app.UndoLeads(ctx, itemActor("ana"), "L-1"); accord.CodeOf(err) != accord.CodeConflict {
		t.Errorf("undo after ten minutes = %v, want conflict", err)
	}
	other := f.serves("max", "Webinar", 3)
	if _, err := f.app.UndoLeads(ctx, itemActor("max"), other.Ref()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.app.LeadBatch(ctx, itemActor("max"), other.Ref()); accord.CodeOf(err) != accord.CodeNotFound {
		t.Errorf("a batch whose serving is undone = %v, want not found", err)
	}
	if next := f.serves("max", "Webinar", 3); next.Ref() != "L-3" {
		t.Errorf("the next is %s, want a number of its own", next.Ref())
	}
	for q, want := range map[LeadQuery]string{{}: "L-3,L-1", {State: "waiting"}: "L-3,L-1", {State: "judged"}: "", {From: "2030-01-01"}: ""} {
		list, _, err := f.app.LeadBatches(ctx, itemActor("zoe"), q, accord.DefaultPage)
		f.must(err)
		var refs []string
		for _, b := range list {
			refs = append(refs, b.Ref())
		}
		if strings.Join(refs, ",") != want {
			t.Errorf("LeadBatches(%+v) = %v, want %s", q, refs, want)
		}
	}
}

func TestIntel_round(t *testing.T) {
	f := newItemFixture(t)
	ctx := f.Context()
	i := f.tells("ana", "They wait for the cheaper one.")
	if i.Ref() != "I-1" || i.ToldByName != "Ana" || i.DueOn != "2027-01-18" {
		t.Fatalf("told %+v", i)
	}
	if _, err := f.app.AnswerIntel(ctx, itemActor("luis"), "I-1", anyVersion, accord.IntelUsed, ""); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("answer by Sales = %v, want denied", err)
	}
	noted, err := f.app.AnswerIntel(ctx, itemActor("max"), "I-1", anyVersion, accord.IntelNoted, "")
	f.must(err)
	f.now = f.now.Add(time.Hour)
	used, err := f.app.AnswerIntel(ctx, itemActor("mia"), "I-1", accord.MatchVersion(noted.Version), accord.IntelUsed, "In the mailing")
	f.must(err)
	if used.AnsweredByName != "Mia" || !used.AnsweredAt.Equal(*noted.AnsweredAt) {
		t.Errorf("answered %+v", used)
	}
	back, err := f.app.UndoIntel(ctx, itemActor("mia"), "I-1")
	f.must(err)
	if back.Answer != accord.IntelNoted || back.AnsweredByName != "Max" || back.Why != "" {
		t.Errorf("undone %+v, want the answer before", back)
	}
	if _, err := f.app.UndoIntel(ctx, itemActor("max"), "I-1"); accord.CodeOf(err) != accord.CodeConflict {
		t.Errorf("undo after an hour = %v, want conflict", err)
	}
	typo := f.tells("luis", "Tpyo")
	if _, err := f.app.UndoIntel(ctx, itemActor("luis"), typo.ID); err != nil {
		t.Fatal(err)
	}
	if list, _, _ := f.app.IntelItems(ctx, itemActor("ana"), IntelQuery{}, accord.DefaultPage); len(list) != 1 {
		t.Errorf("%d entries after the undo, want 1", len(list))
	}
	if _, _, err := f.app.IntelItems(ctx, itemActor("obi"), IntelQuery{}, accord.DefaultPage); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("an observer reads = %v, want denied: it belongs to no team of theirs", err)
	}
}

func TestIntel_turns(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	i := f.tells("ana", "They wait for the cheaper one.")
	item, err := f.app.IntelToItem(ctx, itemActor("mia"), i.Ref())
	f.must(err)
	if item.Status != accord.StatusOpen || string(item.OwnerID) != "mia" || item.ForSide != accord.Sales || item.DueOn != "2027-01-18" || !strings.HasPrefix(item.Details, "I-1: ") {
		t.Errorf("by Marketing: %+v, want it promised by whoever clicked, for Sales", item)
	}
	again, err := f.app.IntelToItem(ctx, itemActor("max"), i.Ref())
	f.must(err)
	if again.ID != item.ID {
		t.Errorf("a second time made %s, want the same item", again.Ref())
	}
	if _, err := f.app.UndoItem(ctx, itemActor("mia"), item.ID, 0); err != nil {
		t.Fatalf("undo of the item = %v", err)
	}
	asked, err := f.app.IntelToItem(ctx, itemActor("luis"), i.Ref())
	f.must(err)
	if asked.Status != accord.StatusProposed || string(asked.OwnerID) != "mia" {
		t.Errorf("by Sales: %+v, want Marketing's lead asked", asked)
	}
	proposal, err := f.app.IntelToProposal(ctx, itemActor("luis"), i.Ref(), f.series)
	f.must(err)
	if proposal.Status != accord.AgendaProposed || proposal.Side != accord.Sales || string(proposal.SeriesID) != f.series {
		t.Errorf("proposal %+v", proposal)
	}
	got, err := f.app.IntelItem(ctx, itemActor("ana"), i.ID)
	f.must(err)
	if got.ActionItemNumber != asked.Number || got.AgendaItemTitle != proposal.Title {
		t.Errorf("became %+v", got)
	}
	if _, err := f.app.IntelToProposal(ctx, itemActor("luis"), f.tells("luis", "More").Ref(), ""); accord.CodeOf(err) != accord.CodeInvalid {
		t.Errorf("a proposal for no series = %v, want invalid", err)
	}
	f.tx(func(ctx context.Context, tx *store.Store) error { // the board closes: what it has is hidden (X1)
		team, err := tx.Team(ctx, "board")
		if err == nil {
			team.Closed = true
			err = tx.SaveTeam(ctx, &team)
		}
		return err
	})
	got, err = f.app.IntelItem(ctx, itemActor("zoe"), i.ID)
	f.must(err)
	if got.AgendaItemTitle != "" || got.AgendaItemID != "" || got.ActionItemNumber == 0 {
		t.Errorf("X1 somebody not of the closed team sees %+v", got)
	}
}

func TestImportLeads(t *testing.T) {
	f := newItemFixture(t)
	ctx := f.Context()
	file := []byte("external_id,source,count,served_on\nc-1,Fair,40,2027-01-02\nc-2,,x,2031-01-01\nc-3,Mail,5,\nc-1,Fair,41,\n,Mail,1,\n")
	if _, err := f.app.ImportLeads(ctx, itemActor("ana"), file, true); accord.CodeOf(err) != accord.CodeDenied {
		t.Fatalf("import by Sales = %v, want denied", err)
	}
	look, err := f.app.ImportLeads(ctx, itemActor("mia"), file, false)
	f.must(err)
	if list, _, _ := f.app.LeadBatches(ctx, itemActor("mia"), LeadQuery{}, accord.DefaultPage); look.New != 2 || look.Refused != 3 || len(list) != 0 {
		t.Errorf("preview = %+v with %d saved, want 2 new, 3 refused and nothing saved", look, len(list))
	}
	var said []string
	for _, r := range look.Rows {
		for _, e := range r.Errors {
			said = append(said, strconv.Itoa(r.Line)+" "+e.Location)
		}
	}
	if s := strings.Join(said, ", "); s != "3 count, 3 served_on, 3 source, 5 external_id, 6 external_id" && s != "3 count, 3 source, 3 served_on, 5 external_id, 6 external_id" {
		t.Errorf("said %s", s)
	}
	first, err := f.app.ImportLeads(ctx, itemActor("mia"), file, true)
	f.must(err)
	mended := []byte(strings.Replace(string(file), "c-2,,x,2031-01-01", "c-2,Fair,7,", 1))
	second, err := f.app.ImportLeads(ctx, itemActor("mia"), mended, true)
	f.must(err)
	if first.New != 2 || second.New != 1 || second.Known != 2 || second.Refused != 2 {
		t.Errorf("first %d new; mended and sent again %d new, %d known, %d refused; want 2, then 1, 2, 2", first.New, second.New, second.Known, second.Refused)
	}
	list, _, err := f.app.LeadBatches(ctx, itemActor("mia"), LeadQuery{}, accord.DefaultPage)
	f.must(err)
	if len(list) != 3 || list[2].ServedOn != "2027-01-02" || list[2].Count != 40 {
		t.Errorf("saved %+v", list)
	}
	b, known, err := f.app.ServeLeads(ctx, itemActor("mia"), accord.LeadDraft{ExternalID: "c-1", Source: "Other", Count: 1})
	if err != nil || !known || b.Count != 40 {
		t.Errorf("served again = %+v, %t, %v; want the one there is, unchanged", b, known, err)
	}
}

func TestImportIntel(t *testing.T) {
	f := newItemFixture(t)
	ctx := f.Context()
	file := []byte("external_id;text;heard_from\nx1;They wait.;Alba\nx2;;\n")
	in, err := f.app.ImportIntel(ctx, itemActor("luis"), file, true)
	f.must(err)
	if in.New != 1 || in.Refused != 1 || in.Rows[0].Ref != "I-1" {
		t.Errorf("import = %+v", in)
	}
	if in, err = f.app.ImportIntel(ctx, itemActor("luis"), file, true); err != nil || in.Known != 1 || in.New != 0 {
		t.Errorf("again = %+v, %v", in, err)
	}
	_, known, err := f.app.TellIntel(ctx, itemActor("luis"), accord.IntelDraft{ExternalID: "x1", Text: "Other"})
	if err != nil || !known {
		t.Errorf("told again = %t, %v", known, err)
	}
	if _, err := f.app.ImportIntel(ctx, itemActor("mia"), file, true); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("import by Marketing = %v, want denied", err)
	}
}

// composing is the composer of the one queued mail of a kind, and that mail.
func (w *workplace) composing(ctx context.Context, tx *store.Store, kind string) (*composer, accord.Delivery) {
	w.t.Helper()
	list, err := tx.Deliveries(ctx, accord.DeliveryQueued, "", 10)
	at := slices.IndexFunc(list, func(d accord.Delivery) bool { return d.Kind == kind })
	if err != nil || at < 0 {
		w.t.Fatalf("no mail of kind %s is queued: %v", kind, err)
	}
	c, err := w.app.newComposer(ctx, tx, list[at], w.app.now())
	if err != nil {
		w.t.Fatal(err)
	}
	return c, list[at]
}

// Answers that became overdue together are one mail to the lead of Marketing,
// once; what is answered before it goes is not told any more.
func TestTick_intelOverdue(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		leo := accord.Actor{WorkspaceID: workID, PersonID: "leo", Side: accord.Sales, Role: accord.RoleMember, TimeZone: "Europe/Berlin", Locale: "en"}
		ben := leo
		ben.PersonID, ben.Side = "ben", accord.Marketing
		var refs []string
		for _, text := range []string{"They wait.", "They want it in blue."} {
			i, _, err := w.app.TellIntel(t.Context(), leo, accord.IntelDraft{Text: text})
			if err != nil {
				t.Fatal(err)
			}
			refs = append(refs, i.Ref())
		}
		w.clock.set("2026-12-08T07:59") // due on Monday the 7th
		w.tick()
		same(t, "before the morning after", w.queued())
		w.clock.set("2026-12-08T08:00")
		w.tick()
		same(t, "the morning after", w.queued(), "intel_overdue mia queued")
		w.clock.set("2026-12-10T08:00")
		w.tick()
		same(t, "two days later", w.queued(), "intel_overdue mia queued")
		// The form that was open before the reminder is still one to what there is.
		if _, err := w.app.AnswerIntel(t.Context(), ben, refs[0], accord.MatchVersion(1), accord.IntelNoted, ""); err != nil {
			t.Fatal(err)
		}
		err := w.store.Tx(context.Background(), workID, func(ctx context.Context, tx *store.Store) error {
			c, mail := w.composing(ctx, tx, accord.MailIntelOverdue)
			v, err := c.check(ctx, mail)
			if err != nil || v != send {
				t.Errorf("with one answered: %+v, %v; want it sent", v, err)
			}
			m, err := c.compose(ctx, []accord.Delivery{mail})
			if err != nil || len(m.Sections) != 1 || len(m.Sections[0].Lines) != 1 || m.Sections[0].Lines[0].Text != "I-2 They want it in blue." {
				t.Errorf("mail = %+v, %v; want the one that waits", m.Sections, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.AnswerIntel(t.Context(), ben, refs[1], anyVersion, accord.IntelNotNow, "No budget"); err != nil {
			t.Fatal(err)
		}
		err = w.store.Tx(context.Background(), workID, func(ctx context.Context, tx *store.Store) error {
			c, mail := w.composing(ctx, tx, accord.MailIntelOverdue)
			v, err := c.check(ctx, mail)
			if err != nil || v != skip("settled") {
				t.Errorf("with both answered: %+v, %v; want it left out", v, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// What is counted and listed reads alike on both databases.
func TestIntelligence_databases(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		leo := accord.Actor{WorkspaceID: workID, PersonID: "leo", Side: accord.Sales, Role: accord.RoleMember, TimeZone: "Europe/Berlin", Locale: "en"}
		ben := leo
		ben.PersonID, ben.Side = "ben", accord.Marketing
		in, err := w.app.ImportLeads(t.Context(), ben, []byte("external_id,source,count,served_on\nc-1,Fair,40,\nc-2,Mail,2,2026-11-16\n"), true)
		if err != nil || in.New != 2 {
			t.Fatalf("import = %+v, %v", in, err)
		}
		before := w.app.now()
		w.clock.add(time.Hour)
		_, err = w.app.JudgeLeads(t.Context(), leo, "L-1", anyVersion, Verdict{Accepted: 30, Rejections: []accord.LeadRejection{{ReasonID: "no_need", Count: 5}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.app.TellIntel(t.Context(), leo, accord.IntelDraft{Text: "They wait."}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			asOf             time.Time
			judged, unjudged int
		}{{before, 0, 42}, {time.Time{}, 35, 7}} {
			f, err := w.app.IntelligenceFlow(t.Context(), leo, 2, c.asOf)
			if err != nil || f.Total.Judged() != c.judged || f.Total.Unjudged() != c.unjudged {
				t.Errorf("as of %v: %+v, %v; want %d judged, %d not", c.asOf, f.Total, err, c.judged, c.unjudged)
			}
		}
		for state, want := range map[accord.IntelState]int{"": 1, accord.IntelWaiting: 1, accord.IntelMissed: 0, accord.IntelInTime: 0, accord.IntelLate: 0, store.IntelAnswered: 0} {
			list, _, err := w.app.IntelItems(t.Context(), leo, IntelQuery{State: state, From: "2026-11-01", To: "2026-12-01"}, accord.DefaultPage)
			if err != nil || len(list) != want {
				t.Errorf("%q lists %d, %v; want %d", state, len(list), err, want)
			}
		}
		list, _, err := w.app.LeadBatches(t.Context(), leo, LeadQuery{State: "waiting", From: "2026-11-20"}, accord.DefaultPage)
		if err != nil || len(list) != 1 || len(list[0].Rejections) != 1 {
			t.Errorf("batches = %+v, %v", list, err)
		}
		for q, want := range map[LeadQuery]int{{Source: "Fair"}: 1, {Source: "fair"}: 0, {Reason: "no_need"}: 1, {Reason: "no_budget"}: 0, {Source: "Mail", Reason: "no_need"}: 0} {
			list, _, err := w.app.LeadBatches(t.Context(), leo, q, accord.DefaultPage)
			if err != nil || len(list) != want {
				t.Errorf("%+v lists %d, %v; want %d", q, len(list), err, want)
			}
		}
		if sources, err := w.app.LeadSources(t.Context(), leo); err != nil || !slices.Equal(sources, []string{"Mail", "Fair"}) {
			t.Errorf("sources = %v, %v; want the latest first", sources, err)
		}
		s, err := w.app.IntelligenceState(t.Context(), leo, time.Time{})
		if err != nil || !s.Told || !s.Served || s.LeadsWaiting != 7 || s.Unanswered != 1 {
			t.Errorf("state = %+v, %v", s, err)
		}
		if _, err := w.app.EditLeadReasons(t.Context(), accord.Actor{WorkspaceID: workID, PersonID: "ana", Side: accord.Sales, Role: accord.RoleMember, Locale: "en"}, []string{"Too early", "Other"}); err != nil {
			t.Errorf("EditLeadReasons = %v", err)
		}
	})
}
