package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// call makes a weekly representative call, Mondays at 10:00 from 2027-01-04.
func (w *workplace) call() accord.Series {
	w.t.Helper()
	s := w.series("strategic", "FREQ=WEEKLY;BYDAY=MO", "2027-01-04T10:00", 3*1440, 1440, 240)
	s.RotateRepresentatives, s.Template = true, accord.TemplateRepresentativeCall
	w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.SaveSeries(ctx, &s) })
	return s
}

func (w *workplace) reports(by, meeting string, side accord.Side, words accord.RepWords) (accord.RepReportDetail, error) {
	w.t.Helper()
	return w.app.Report(w.ctx(), w.as(by), meeting, side, words, accord.Match{})
}

func TestRota_representatives(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.call()
		first, second := w.prepared(monday(0)), w.prepared(monday(1))
		for _, m := range []accord.Meeting{first, second} {
			if m.SalesRepID == "" || m.MarketingRepID == "" {
				t.Fatalf("representatives of %s = %q %q, want one of each side", m.OriginalStart, m.SalesRepID, m.MarketingRepID)
			}
		}
		if first.SalesRepID == second.SalesRepID || first.MarketingRepID == second.MarketingRepID {
			t.Errorf("the same representatives twice: %q %q", first.SalesRepID, first.MarketingRepID)
		}
		p, err := w.app.SkipTurn(w.ctx(), w.as("ana"), "strategic", string(monday(0)), string(accord.RotaSalesRep))
		if err != nil || p.SalesRep.Turns[0].HolderID != second.SalesRepID || p.MarketingRep.Turns[0].HolderID != first.MarketingRepID {
			t.Errorf("after a skip = %+v %v, want the other of Sales and the same of Marketing", p.SalesRep.Turns, err)
		}
		if got := w.meeting(monday(0)).SalesRepID; got != second.SalesRepID {
			t.Errorf("the meeting still names %q for Sales", got)
		}
	})
}

func TestApp_Report(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.call()
		m := w.prepared(monday(0))
		r, err := w.reports("leo", m.ID, "", accord.RepWords{accord.RepProblem: "Forms break", accord.RepConcern: "Leads go cold\nBudget"})
		if err != nil || r.Side != accord.Sales || len(r.Lines) != 3 || r.Lines[0].SaidOn != "2027-01-04" {
			t.Fatalf("Report = %+v %v", r, err)
		}
		if _, err := w.reports("leo", m.ID, accord.Marketing, accord.RepWords{accord.RepCare: "x"}); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("a member for the other side = %v, want denied", err)
		}
		if _, err := w.reports("ana", m.ID, accord.Marketing, accord.RepWords{accord.RepCare: "More stories"}); err != nil {
			t.Errorf("a leader for the other side = %v", err)
		}
		again, err := w.reports("ana", m.ID, "", accord.RepWords{accord.RepConcern: "Budget\nHiring"})
		if err != nil || again.ID != r.ID || len(again.Lines) != 2 || again.AuthorName != "Ana" {
			t.Errorf("written again = %+v %v, want two lines of the same report", again, err)
		}
		list, err := w.app.RepReports(w.ctx(), w.as("oz"), m.ID)
		if err != nil || len(list) != 2 || list[0].Side != accord.Sales {
			t.Errorf("RepReports of an observer of the team = %+v %v", list, err)
		}
		w.clock.set("2027-01-04T10:00")
		w.hold(m.ID)
		if _, err := w.reports("ana", m.ID, "", accord.RepWords{accord.RepCare: "late"}); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("after the meeting = %v, want conflict (M4)", err)
		}
	})
}

// M1: two who write the same report lose nothing; the second is asked to look.
func TestApp_Report_M1(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.call()
		m := w.prepared(monday(0))
		unseen := accord.MatchVersion(0)
		if _, err := w.app.Report(w.ctx(), w.as("leo"), m.ID, accord.Sales, accord.RepWords{accord.RepConcern: "Leads go cold"}, unseen); err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.Report(w.ctx(), w.as("ana"), m.ID, accord.Sales, accord.RepWords{accord.RepProblem: "Forms break"}, unseen); accord.CodeOf(err) != accord.CodeStale {
			t.Errorf("over what Leo wrote meanwhile = %v, want stale", err)
		}
		list, err := w.app.RepReports(w.ctx(), w.as("ana"), m.ID)
		if err != nil || len(list) != 1 || len(list[0].Lines) != 1 || list[0].Lines[0].Text != "Leads go cold" {
			t.Errorf("RepReports = %+v %v, want Leo's line", list, err)
		}
	})
}

// P4: what is asked for while the call is prepared is open when it starts: it is
// in the opening, and not once more among what is given there.
func TestApp_TurnRepLine_P4_once(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.call()
		m := w.prepared(monday(0))
		r, err := w.reports("leo", m.ID, "", accord.RepWords{accord.RepProblem: "Forms break\nFair leads wait"})
		if err != nil {
			t.Fatal(err)
		}
		turn := func(n int) {
			t.Helper()
			if _, err := w.app.TurnRepLine(w.ctx(), w.as("ana"), r.Lines[n].ID, TurnLine{Into: string(accord.RepActionItem), OwnerID: "ben"}); err != nil {
				t.Fatal(err)
			}
		}
		shown := func(when, opening, given string) accord.MeetingDetail {
			t.Helper()
			d, _, err := w.app.Meeting(w.ctx(), w.as("ana"), m.ID)
			if err != nil {
				t.Fatal(err)
			}
			var o, g []string
			for _, i := range d.Opening {
				o = append(o, i.Title)
			}
			for _, i := range d.Given() {
				g = append(g, i.Title)
			}
			if strings.Join(o, ",") != opening || strings.Join(g, ",") != given {
				t.Errorf("%s: opening %v, given %v; want %q and %q", when, o, g, opening, given)
			}
			return d
		}
		turn(0)
		shown("prepared", "Forms break", "")
		w.clock.set("2027-01-04T10:00")
		if _, err := w.app.StartMeeting(w.ctx(), w.as("ana"), m.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.clock.add(time.Minute)
		turn(1)
		d := shown("running", "Forms break", "Fair leads wait")
		if minutes := accord.NewMinutes(d, nil, "ana", w.app.now()); len(d.ActionItems) != 2 || len(minutes.ActionItems) != 1 || len(minutes.Opening) != 1 {
			t.Errorf("%d items of the meeting; the minutes list %d given and %d of the opening, want 2, 1, 1", len(d.ActionItems), len(minutes.ActionItems), len(minutes.Opening))
		}
	})
}

// X4: what a closed team says reaches nobody outside it by being turned into
// something.
func TestApp_TurnRepLine_ClosedTeam(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.call()
		m := w.prepared(monday(0))
		if _, err := w.app.ChangeTeam(w.ctx(), w.admin(), "team", accord.Match{}, accord.Opt[string]{}, accord.Some(true)); err != nil {
			t.Fatal(err)
		}
		r, err := w.reports("leo", m.ID, "", accord.RepWords{accord.RepProblem: "Forms break"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.TurnRepLine(w.ctx(), w.as("leo"), r.Lines[0].ID, TurnLine{Into: string(accord.RepIntel)}); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("into intelligence = %v, want invalid", err)
		}
		if _, err := w.app.TurnRepLine(w.ctx(), w.as("leo"), r.Lines[0].ID, TurnLine{Into: string(accord.RepProposal)}); err != nil {
			t.Errorf("into a proposal of its own = %v", err)
		}
	})
}

// hold starts and closes a meeting.
func (w *workplace) hold(id string) {
	w.t.Helper()
	if _, err := w.app.StartMeeting(w.ctx(), w.as("ana"), id, accord.Match{}); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.app.CloseMeeting(w.ctx(), w.as("ana"), id, accord.Match{}, Closing{Override: true}); err != nil {
		w.t.Fatal(err)
	}
}

func TestApp_TurnRepLine(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.call()
		m := w.prepared(monday(0))
		r, err := w.reports("leo", m.ID, "", accord.RepWords{accord.RepConcern: "Leads go cold\nBudget\nHiring\nFairs"})
		if err != nil {
			t.Fatal(err)
		}
		w.clock.set("2027-01-04T10:00")
		item, err := w.app.TurnRepLine(w.ctx(), w.as("ana"), r.Lines[0].ID, TurnLine{Into: "action_item"})
		if err != nil {
			t.Fatal(err)
		}
		made, err := w.app.ActionItem(w.ctx(), w.as("ana"), string(item.BecameID))
		if err != nil || made.Title != "Leads go cold" || made.ForSide != accord.Sales || made.OwnerID != m.MarketingRepID || made.AskedDueOn != "2027-01-11" {
			t.Errorf("the action item = %+v %v, want it asked of Marketing's representative in a week", made, err)
		}
		if _, err := w.app.TurnRepLine(w.ctx(), w.as("mia"), r.Lines[0].ID, TurnLine{Into: "nothing"}); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("turned twice = %v, want conflict", err)
		}
		proposal, err := w.app.TurnRepLine(w.ctx(), w.as("leo"), r.Lines[1].ID, TurnLine{Into: "proposal"})
		if err != nil {
			t.Fatal(err)
		}
		matter, err := w.app.AgendaItem(w.ctx(), w.as("leo"), string(proposal.BecameID))
		if err != nil || matter.Title != "Budget" || string(matter.MeetingID) != m.ID || matter.Status != accord.AgendaProposed {
			t.Errorf("the proposal = %+v %v", matter, err)
		}
		told, err := w.reports("ana", m.ID, "", accord.RepWords{accord.RepProblem: "The rival is cheaper", accord.RepConcern: "Hiring\nFairs"})
		if err != nil {
			t.Fatal(err)
		}
		heard, err := w.app.TurnRepLine(w.ctx(), w.as("ana"), told.Lines[0].ID, TurnLine{Into: "intel"})
		if err != nil {
			t.Fatal(err)
		}
		if i, err := w.app.IntelItem(w.ctx(), w.as("mia"), string(heard.BecameID)); err != nil || i.Text != "The rival is cheaper" {
			t.Errorf("the intelligence = %+v %v", i, err)
		}
		if _, err := w.app.TurnRepLine(w.ctx(), w.as("oz"), r.Lines[2].ID, TurnLine{Into: "nothing"}); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("an observer of the team = %v, want denied", err)
		}
		w.hold(m.ID)
		w.clock.set("2027-01-11T09:00")
		late, err := w.app.TurnRepLine(w.ctx(), w.as("mia"), r.Lines[2].ID, TurnLine{Into: "action_item", OwnerID: "mia"})
		if err != nil {
			t.Fatal("after the meeting", err)
		}
		if made, err = w.app.ActionItem(w.ctx(), w.as("mia"), string(late.BecameID)); err != nil || made.MeetingID != "" || made.TeamID != "team" {
			t.Errorf("an item of a closed meeting's line = %+v %v, want it beside the meeting, of its team", made, err)
		}
		concerns, err := w.app.OpenConcerns(w.ctx(), w.as("ana"), "strategic")
		if err != nil || len(concerns) != 1 || concerns[0].Text != "Fairs" || concerns[0].AgeDays("2027-01-11") != 7 {
			t.Errorf("OpenConcerns = %+v %v, want the one nothing came of, seven days old", concerns, err)
		}
	})
}
