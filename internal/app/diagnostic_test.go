package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// diagnosticPlace is the workplace with three people a side, a strategic series
// and an admin of neither side.
type diagnosticPlace struct{ *workplace }

func eachDiagnosticPlace(t *testing.T, fn func(t *testing.T, w diagnosticPlace)) {
	eachWorkplace(t, "2026-11-24T10:00", func(t *testing.T, w *workplace) {
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			for id, side := range map[string]accord.Side{"kim": accord.Sales, "lou": accord.Marketing, "max": accord.Sales, "ida": accord.Neutral} {
				p := accord.Person{
					WorkspaceID: workID, ID: id, Name: strings.ToUpper(id[:1]) + id[1:], Email: id + "@example.com", Side: side, Role: accord.RoleMember,
					TimeZone: "Europe/Berlin", Locale: "en", Version: 1, CreatedAt: accord.Instant(w.clock.Now()),
				}
				switch id {
				case "max": // cannot be asked
					p.Email = ""
				case "ida":
					p.Role = accord.RoleAdmin
				case "lou":
					p.Role = accord.RoleObserver
				}
				if err := store.Insert(ctx, tx, p); err != nil {
					return err
				}
			}
			return nil
		})
		s := w.monthly()
		s.Template = "strategic_team"
		w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.SaveSeries(ctx, &s) })
		fn(t, diagnosticPlace{w})
	})
}

func (w diagnosticPlace) as(id string) accord.Actor {
	w.t.Helper()
	a, err := w.app.SessionActor(context.Background(), workID, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w diagnosticPlace) opened() DiagnosticDetail {
	w.t.Helper()
	d, err := w.app.OpenDiagnostic(context.Background(), w.as("ana"), NewDiagnostic{})
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

// alike answers every statement alike, the first by another score.
func alike(first, rest int) map[string]int {
	m := map[string]int{}
	for _, s := range accord.ShippedStatements() {
		m[s.Name] = rest
	}
	m["shared_goal_1"] = first
	return m
}

func (w diagnosticPlace) answer(id, person string, answers map[string]int) {
	w.t.Helper()
	if _, err := w.app.AnswerDiagnostic(context.Background(), w.as(person), id, answers); err != nil {
		w.t.Fatalf("%s answers: %v", person, err)
	}
}

func (w diagnosticPlace) tick() {
	w.t.Helper()
	if err := w.app.Tick(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

// mails are the people who were queued a mail of the kind, by name.
func (w diagnosticPlace) mails(kind string) string {
	w.t.Helper()
	list, err := w.store.Deliveries(w.ctx(), "", "", 200)
	if err != nil {
		w.t.Fatal(err)
	}
	var to []string
	for _, d := range list {
		if d.Kind == kind {
			to = append(to, string(d.PersonID))
		}
	}
	return sorted(to)
}

func sorted(list []string) string {
	m := map[string]bool{}
	for _, s := range list {
		m[s] = true
	}
	var out []string
	for _, s := range []string{"ana", "ben", "ida", "kim", "leo", "lou", "max", "mia", "oz"} {
		if m[s] {
			out = append(out, s)
		}
	}
	if len(out) != len(list) {
		out = append(out, "and others or twice")
	}
	return strings.Join(out, " ")
}

func TestOpenDiagnostic(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		ctx := context.Background()
		for _, who := range []string{"leo", "lou", "oz"} {
			if _, err := w.app.OpenDiagnostic(ctx, w.as(who), NewDiagnostic{}); accord.CodeOf(err) != accord.CodeDenied {
				t.Errorf("OpenDiagnostic by %s = %v, want denied", who, err)
			}
		}
		d, err := w.app.OpenDiagnostic(ctx, w.as("ana"), NewDiagnostic{Deadline: "2026-12-01", Words: []accord.StatementWords{{Name: "trust_1", En: "Words are kept.", De: "Worte gelten."}}})
		if err != nil {
			t.Fatal(err)
		}
		if d.SalesAsked != 3 || d.MarketingAsked != 3 || !d.Mine || d.Statements[16].TextEn != "Words are kept." {
			t.Errorf("asks %d and %d, %v, %q", d.SalesAsked, d.MarketingAsked, d.Mine, d.Statements[16].TextEn)
		}
		if got := w.mails(accord.MailDiagnostic); got != "ben kim leo lou mia" {
			t.Errorf("mails went to %s", got)
		}
		if _, err := w.app.OpenDiagnostic(ctx, w.as("ida"), NewDiagnostic{}); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("a second round = %v, want conflict", err)
		}
		// X4: an observer sees the round that asks them, and no other.
		if list, err := w.app.Diagnostics(ctx, w.as("lou")); err != nil || len(list) != 1 || !list[0].Mine {
			t.Errorf("the asked observer sees %d rounds, %v", len(list), err)
		}
		if _, err := w.app.CloseDiagnostic(ctx, w.as("ana"), d.ID, anyVersion, true); err != nil {
			t.Fatal(err)
		}
		if list, err := w.app.Diagnostics(ctx, w.as("lou")); err != nil || len(list) != 0 {
			t.Errorf("an observer sees %d closed rounds, %v", len(list), err)
		}
		next, err := w.app.OpenDiagnostic(ctx, w.as("ida"), NewDiagnostic{})
		if err != nil || next.Statements[16].TextDe != "Worte gelten." || next.Mine {
			t.Errorf("the next round = %v, keeps %q, asks the neutral %v", err, next.Statements[16].TextDe, next.Mine)
		}
		if _, err := w.app.AnswerDiagnostic(ctx, w.as("ida"), next.ID, alike(1, 2)); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("a neutral's answer = %v, want denied", err)
		}
	})
}

func TestOpenDiagnostic_needs_three_a_side(t *testing.T) {
	eachWorkplace(t, "2026-11-24T10:00", func(t *testing.T, w *workplace) {
		_, err := w.app.OpenDiagnostic(context.Background(), diagnosticPlace{w}.as("ana"), NewDiagnostic{})
		if ruleOf(err) != "X2" || accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("OpenDiagnostic with two a side = %v, want X2", err)
		}
	})
}

func TestDiagnostic_everybody_answered(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		ctx := context.Background()
		d := w.opened()
		w.answer(d.ID, "ana", alike(1, 1)) // answered again below
		for i, who := range []string{"ana", "leo", "kim", "mia", "ben"} {
			if _, err := w.app.CloseDiagnostic(ctx, w.as("ida"), d.ID, anyVersion, false); ruleOf(err) != "X2" {
				t.Errorf("close after %d = %v, want X2", i, err)
			}
			w.answer(d.ID, who, alike(map[bool]int{true: 5, false: 1}[w.as(who).Side == accord.Sales], 3))
			if _, _, err := w.app.DiagnosticReport(ctx, w.as("ida"), d.ID); accord.CodeOf(err) != accord.CodeConflict {
				t.Errorf("report after %d = %v, want conflict", i+1, err)
			}
		}
		last, err := w.app.AnswerDiagnostic(ctx, w.as("lou"), d.ID, alike(1, 3))
		if err != nil || last.Status != accord.DiagnosticClosed {
			t.Fatalf("after the last answer it is %s, %v", last.Status, err)
		}
		_, report, err := w.app.DiagnosticReport(ctx, w.as("leo"), d.ID)
		if err != nil || report.Statements[0].Name != "shared_goal_1" || report.Statements[0].Gap != 4 || report.Statements[0].Level != 3 {
			t.Fatalf("report %+v, %v", report.Statements[0], err)
		}
		// The one statement with a gap is proposed, once, by whoever opened it.
		w.tick()
		backlog, err := w.app.Backlog(ctx, w.as("ana"), "strategic")
		if err != nil || len(backlog) != 1 || backlog[0].Status != accord.AgendaProposed || backlog[0].ProposedBy != "ana" {
			t.Errorf("the backlog has %+v, %v", backlog, err)
		}
		if again, err := w.app.CloseDiagnostic(ctx, w.as("ida"), d.ID, anyVersion, false); err != nil || again.Outcome != accord.DiagnosticReported {
			t.Errorf("closing again = %v, %s", err, again.Outcome)
		}
		if _, err := w.app.AnswerDiagnostic(ctx, w.as("ana"), d.ID, alike(1, 1)); ruleOf(err) != "X2" {
			t.Errorf("an answer after closing = %v, want X2", err)
		}
		if _, err := w.app.CloseDiagnostic(ctx, w.as("ida"), d.ID, anyVersion, true); ruleOf(err) != "X2" {
			t.Errorf("a report called off = %v, want X2", err)
		}
		_, same, err := w.app.DiagnosticReport(ctx, w.as("leo"), d.ID)
		if err != nil || same.Gap != report.Gap || same.Level != report.Level {
			t.Errorf("the report changed: %v", err)
		}
	})
}

func TestDiagnostic_deadline(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		ctx := context.Background()
		d := w.opened() // until 8 December
		for _, who := range []string{"ana", "leo", "kim", "mia", "ben"} {
			w.answer(d.ID, who, alike(2, 4))
		}
		w.clock.set("2026-12-06T08:59")
		w.tick()
		if got := w.mails(accord.MailDiagnosticReminder); got != "" {
			t.Errorf("reminded too early: %s", got)
		}
		for _, at := range []accord.LocalTime{"2026-12-06T09:01", "2026-12-07T09:01", "2026-12-08T23:59"} {
			w.clock.set(at)
			w.tick()
			if got := w.mails(accord.MailDiagnosticReminder); got != "lou" {
				t.Errorf("at %s reminded: %s, want lou once", at, got)
			}
		}
		w.clock.set("2026-12-09T00:00")
		if _, err := w.app.AnswerDiagnostic(ctx, w.as("lou"), d.ID, alike(1, 1)); ruleOf(err) != "X2" {
			t.Errorf("an answer at the deadline = %v, want X2", err)
		}
		w.tick()
		got, err := w.app.Diagnostic(ctx, w.as("ida"), d.ID)
		if err != nil || got.Outcome != accord.DiagnosticTooFew || got.MarketingAnswered != 2 || got.MarketingAsked != 3 || got.Figures != nil {
			t.Fatalf("after the deadline: %+v, %v", got.Diagnostic, err)
		}
		if _, _, err := w.app.DiagnosticReport(ctx, w.as("ida"), d.ID); ruleOf(err) != "X2" {
			t.Errorf("report of too few = %v, want X2", err)
		}
		for _, s := range got.Statements {
			if s.SalesSum+s.SalesCount+s.MarketingSum+s.MarketingCount != 0 {
				t.Fatalf("too few left sums: %+v", s)
			}
		}
		if backlog, err := w.app.Backlog(ctx, w.as("ana"), "strategic"); err != nil || len(backlog) != 0 {
			t.Errorf("too few made %d proposals, %v", len(backlog), err)
		}
	})
}

func TestDiagnostic_who_left_is_not_waited_for(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		d := w.opened()
		for _, who := range []string{"ana", "leo", "kim", "mia", "ben"} {
			w.answer(d.ID, who, alike(2, 4))
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			p, err := tx.Person(ctx, "lou")
			if err != nil {
				return err
			}
			now := accord.Instant(w.clock.Now())
			p.LeftAt = &now
			return tx.SavePerson(ctx, &p)
		})
		w.tick()
		got, err := w.app.Diagnostic(context.Background(), w.as("ida"), d.ID)
		if err != nil || got.Outcome != accord.DiagnosticTooFew {
			t.Errorf("it waits for who left: %s %s, %v", got.Status, got.Outcome, err)
		}
	})
}

func TestDiagnosticByLink(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		ctx := context.Background()
		d := w.opened()
		link := func(person string) string {
			return w.app.signLink(accord.MailLink{
				WorkspaceID: workID, PersonID: person, Purpose: accord.LinkDiagnostic, SubjectID: d.ID, ExpiresAt: d.ClosesAt,
			}, person+"@example.com")
		}
		if _, err := w.app.DiagnosticByLink(ctx, link("oz")); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("a link for who is not asked = %v, want not found", err)
		}
		if _, err := w.app.MailLink(ctx, link("lou")); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("the link elsewhere = %v, want not found", err)
		}
		page, err := w.app.AnswerByLink(ctx, link("lou"), alike(1, 2))
		if err != nil || !page.MineAnswered {
			t.Errorf("AnswerByLink = %v", err)
		}
		if page, err = w.app.AnswerByLink(ctx, link("lou"), map[string]int{"trust_1": 9}); accord.CodeOf(err) != accord.CodeInvalid || page.ID == "" {
			t.Errorf("a bad answer = %v, want invalid with the page", err)
		}
		w.clock.add(30 * 24 * time.Hour)
		if _, err := w.app.DiagnosticByLink(ctx, link("leo")); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("a link past the deadline = %v, want not found", err)
		}
	})
}

func TestDiagnosticState(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		ctx := context.Background()
		if s, err := w.app.DiagnosticState(ctx, w.as("leo"), time.Time{}); err != nil || s.Open != nil || s.Last != nil {
			t.Errorf("before all: %+v, %v", s, err)
		}
		d := w.opened()
		w.answer(d.ID, "leo", alike(2, 2))
		mia, err := w.app.DiagnosticState(ctx, w.as("mia"), time.Time{})
		if err != nil || !mia.Mine || mia.Asked != 6 || mia.Answered != 1 {
			t.Errorf("for who has not answered: %+v, %v", mia, err)
		}
		if leo, err := w.app.DiagnosticState(ctx, w.as("leo"), time.Time{}); err != nil || leo.Mine {
			t.Errorf("for who has: %+v, %v", leo, err)
		}
		for _, who := range []string{"ana", "kim", "mia", "ben", "lou"} {
			w.answer(d.ID, who, alike(2, 2))
		}
		if s, err := w.app.DiagnosticState(ctx, w.as("leo"), time.Time{}); err != nil || s.Open != nil || s.Last == nil || s.Last.Level != 2 || s.Last.Gap != 0 {
			t.Errorf("after all: %+v, %v", s, err)
		}
	})
}

// reported opens a round and lets everybody answer it, with a gap of 4 in one
// statement.
func (w diagnosticPlace) reported() DiagnosticDetail {
	w.t.Helper()
	d := w.opened()
	for _, who := range []string{"ana", "leo", "kim", "mia", "ben", "lou"} {
		w.answer(d.ID, who, alike(map[bool]int{true: 5, false: 1}[w.as(who).Side == accord.Sales], 3))
	}
	got, err := w.app.Diagnostic(context.Background(), w.as("ida"), d.ID)
	if err != nil || got.Outcome != accord.DiagnosticReported {
		w.t.Fatalf("%s, %v", got.Outcome, err)
	}
	return got
}

// One mail tells that there is a report: to everybody who may read it, answered
// or not, and nobody who wants none.
func TestDiagnostic_report_mail(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		ctx := context.Background()
		if err := w.app.WishMail(ctx, w.as("leo"), accord.WishReports, false); err != nil {
			t.Fatal(err)
		}
		d := w.reported()
		w.tick()
		if got := w.mails(accord.MailDiagnosticReport); got != "ana ben ida kim leo mia oz" {
			t.Errorf("mails went to %s, want all members with an address, no observer", got)
		}
		w.clock.add(2 * time.Minute)
		var mails []accord.Mail
		send := senderFunc(func(m accord.Mail) error { mails = append(mails, m); return nil })
		if err := w.app.Deliver(ctx, send); err != nil {
			t.Fatal(err)
		}
		sent := 0
		for _, m := range mails {
			if m.Kind != accord.MailDiagnosticReport {
				continue
			}
			sent++
			if m.Address == "leo@example.com" {
				t.Error("leo wanted none")
			}
			if m.StopKind != accord.WishReports || !strings.HasSuffix(m.Link, "/alignment/"+d.ID+"/report") || m.Args["Gap"] != accord.Mean(0.2) || len(m.Sections[0].Lines) != 1 {
				t.Errorf("the mail says %+v", m)
			}
		}
		if sent != 6 {
			t.Errorf("%d mails were sent, want 6", sent)
		}
	})
}

// The largest gaps of a round that had no series become proposals later, once.
func TestDiagnostic_proposed_later(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		ctx := context.Background()
		retemplate := func(key string) {
			w.tx(workID, func(ctx context.Context, tx *store.Store) error {
				s, err := tx.Series(ctx, "strategic")
				if err != nil {
					return err
				}
				s.Template = key
				return tx.SaveSeries(ctx, &s)
			})
		}
		retemplate("")
		open := w.opened()
		if _, err := w.app.ProposeGaps(ctx, w.as("ana"), open.ID, anyVersion, "strategic"); ruleOf(err) != "X2" {
			t.Errorf("proposed out of an open round = %v, want X2", err)
		}
		if _, err := w.app.CloseDiagnostic(ctx, w.as("ana"), open.ID, anyVersion, true); err != nil {
			t.Fatal(err)
		}
		d := w.reported()
		if d.SeriesID != "" {
			t.Fatalf("they are in %s", d.SeriesID)
		}
		for who, want := range map[string]accord.Code{"leo": accord.CodeDenied, "lou": accord.CodeDenied} {
			if _, err := w.app.ProposeGaps(ctx, w.as(who), d.ID, anyVersion, "strategic"); accord.CodeOf(err) != want {
				t.Errorf("proposed by %s = %v, want %s", who, err, want)
			}
		}
		for _, series := range []string{"", "nowhere"} {
			if _, err := w.app.ProposeGaps(ctx, w.as("ana"), d.ID, anyVersion, series); accord.CodeOf(err) != accord.CodeInvalid {
				t.Errorf("proposed for %q = %v, want invalid", series, err)
			}
		}
		got, err := w.app.ProposeGaps(ctx, w.as("ana"), d.ID, accord.MatchVersion(d.Version), "strategic")
		if err != nil || got.SeriesID != "strategic" || *got.Figures != *d.Figures {
			t.Fatalf("ProposeGaps = %+v, %v", got, err)
		}
		backlog, err := w.app.Backlog(ctx, w.as("ana"), "strategic")
		if err != nil || len(backlog) != 1 || backlog[0].Status != accord.AgendaProposed || backlog[0].ProposedBy != "ana" {
			t.Errorf("the backlog has %+v, %v", backlog, err)
		}
		if _, err := w.app.ProposeGaps(ctx, w.as("ana"), d.ID, anyVersion, "strategic"); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("proposed twice = %v, want conflict", err)
		}
	})
}

// A gap whose matter still waits from the round before is not put there twice:
// the one that waits tells the new figures, whatever language it is in.
func TestDiagnostic_the_same_gap_waits_once(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		ctx := context.Background()
		w.reported()
		first, err := w.app.Backlog(ctx, w.as("ana"), "strategic")
		if err != nil || len(first) != 1 {
			t.Fatalf("the backlog has %+v, %v", first, err)
		}
		if _, err := w.app.ChangePerson(ctx, w.as("ida"), "ana", anyVersion, PersonPatch{Locale: accord.Some("de")}); err != nil {
			t.Fatal(err)
		}
		w.clock.set("2027-03-02T10:00")
		w.reported()
		again, err := w.app.Backlog(ctx, w.as("ana"), "strategic")
		if err != nil || len(again) != 1 || again[0].ID != first[0].ID || again[0].Title != first[0].Title {
			t.Fatalf("after the next round the backlog has %+v, %v", again, err)
		}
		if !strings.HasPrefix(again[0].Why, "Befragung 2027 Q1") || again[0].Version != first[0].Version+1 {
			t.Errorf("it says %q in version %d", again[0].Why, again[0].Version)
		}
		// What people made of it stays, above the figures and below.
		const above, below = "Kim asked for this.", "Ask the regions first."
		if _, err := w.app.ChangeAgendaItem(ctx, w.as("ana"), first[0].ID, anyVersion, AgendaPatch{Why: accord.Some(above + "\n" + again[0].Why + "\n" + below)}); err != nil {
			t.Fatal(err)
		}
		w.clock.set("2027-06-02T10:00")
		w.reported()
		again, err = w.app.Backlog(ctx, w.as("ana"), "strategic")
		if err != nil || len(again) != 1 || !strings.HasPrefix(again[0].Why, above+"\nBefragung 2027 Q2") || !strings.HasSuffix(again[0].Why, "\n"+below) || strings.Contains(again[0].Why, "Q1") {
			t.Errorf("after the third round the backlog has %+v, %v", again, err)
		}
		events, err := w.store.Events(w.ctx(), first[0].ID)
		if last := events[len(events)-1]; err != nil || !strings.Contains(last.Data, `"figures_were":"Befragung 2027 Q1`) {
			t.Errorf("the event says %s, %v; want the figures before", last.Data, err)
		}
		// One on a meeting to come waits as well, whatever was made of its words.
		m, _, err := w.app.OpenOccurrence(ctx, w.as("ana"), "strategic", "2027-06-08T10:00")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.MoveAgendaItem(ctx, w.as("ana"), first[0].ID, anyVersion, AgendaMove{MeetingID: m.ID}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.ChangeAgendaItem(ctx, w.as("ana"), first[0].ID, anyVersion, AgendaPatch{Why: accord.Some(above)}); err != nil {
			t.Fatal(err)
		}
		w.clock.set("2027-06-05T10:00")
		w.reported()
		again, err = w.app.Backlog(ctx, w.as("ana"), "strategic")
		item, found := w.store.AgendaItem(w.ctx(), first[0].ID)
		if err != nil || len(again) != 0 || found != nil || !strings.HasPrefix(item.Why, above+"\nBefragung 2027 Q2") {
			t.Errorf("on a meeting: it says %q, %v; the backlog has %+v, %v", item.Why, found, again, err)
		}
	})
}
