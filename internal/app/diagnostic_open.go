package app

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// NewDiagnostic opens a round.
type NewDiagnostic struct {
	Deadline accord.Date             // "" is two weeks from today
	Words    []accord.StatementWords // other words than the round before had
}

// DiagnosticDraft is what a round opened now would be.
type DiagnosticDraft struct {
	Statements     []accord.DiagnosticStatement // as the round before had them, or as they ship
	Asked          []accord.Person              // by side and name
	WithoutAddress []accord.Person              // of the sides, who are not asked
	Deadline       accord.Date                  // unless another is named
}

// DiagnosticDraft says what a round opened now would ask, and whom.
func (a *App) DiagnosticDraft(ctx context.Context, actor accord.Actor) (DiagnosticDraft, error) {
	ctx, err := a.read(ctx, actor, ActSeeDiagnostics)
	if err != nil {
		return DiagnosticDraft{}, err
	}
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return DiagnosticDraft{}, err
	}
	if !MayOpenDiagnostic(actor, w) {
		return DiagnosticDraft{}, notTheirRound()
	}
	days, zone, err := a.workCalendar(ctx, a.store)
	if err != nil {
		return DiagnosticDraft{}, err
	}
	draft, err := a.draftDiagnostic(ctx, a.store)
	draft.Deadline = days.In(accord.DateOf(a.now(), zone), accord.DiagnosticDays)
	return draft, err
}

func notTheirRound() error {
	return accord.Errorf(accord.CodeDenied, "Only the leads of both sides, their deputies and admins can open a round or call it off.").By("X4")
}

func (a *App) draftDiagnostic(ctx context.Context, s *store.Store) (DiagnosticDraft, error) {
	draft := DiagnosticDraft{Statements: accord.ShippedStatements()}
	rounds, err := s.Diagnostics(ctx)
	if err != nil {
		return draft, err
	}
	if len(rounds) > 0 {
		if draft.Statements, err = s.DiagnosticStatements(ctx, rounds[0].ID); err != nil {
			return draft, err
		}
		for i, t := range draft.Statements { // the words alone
			draft.Statements[i] = accord.DiagnosticStatement{Position: t.Position, Name: t.Name, Theme: t.Theme, TextEn: t.TextEn, TextDe: t.TextDe}
		}
	}
	people, err := s.People(ctx)
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		for _, p := range people {
			switch {
			case p.Side != side || !p.Active():
			case p.Email == "":
				draft.WithoutAddress = append(draft.WithoutAddress, p)
			default:
				draft.Asked = append(draft.Asked, p)
			}
		}
	}
	return draft, err
}

// OpenDiagnostic opens a round: it asks everybody of both sides who has an
// address, by mail. Statements and people are frozen; there is one open round at
// a time, and none with fewer than three people a side, since it could have no
// report (X2).
func (a *App) OpenDiagnostic(ctx context.Context, actor accord.Actor, in NewDiagnostic) (DiagnosticDetail, error) {
	var out DiagnosticDetail
	err := a.change(ctx, actor, ActOpenDiagnostic, func(ctx context.Context, tx *store.Store, now time.Time) error {
		w, err := tx.Workspace(ctx)
		if err != nil {
			return err
		}
		if !MayOpenDiagnostic(actor, w) {
			return notTheirRound()
		}
		draft, err := a.draftDiagnostic(ctx, tx)
		if err != nil {
			return err
		}
		days, zone, err := a.workCalendar(ctx, tx)
		if err != nil {
			return err
		}
		d, err := accord.Diagnostic{WorkspaceID: w.ID, ID: store.NewID(), OpenedBy: actor.PersonID}.Opens(in.Deadline, days, zone, now)
		var v accord.Validation
		v.Add("", err)
		statements, err := accord.Reworded(draft.Statements, in.Words)
		v.Add("", err)
		if err := v.Err(); err != nil {
			return err
		}
		if err := canOpen(ctx, tx, w, draft); err != nil {
			return err
		}
		if err := a.createDiagnostic(ctx, tx, d, statements, draft.Asked); err != nil {
			return err
		}
		if _, err := tx.Record(ctx, diagnosticEvent(d, "opened", actor.PersonID, now)); err != nil {
			return err
		}
		if err := a.askDiagnostic(ctx, tx, d, actor, draft.Asked); err != nil {
			return err
		}
		out, err = a.oneDiagnostic(ctx, tx, actor, d.ID)
		return err
	})
	return out, err
}

// diagnosticEvent tells of a round. What somebody answered stands in none, nor
// who did.
func diagnosticEvent(d accord.Diagnostic, what, actorID string, now time.Time) accord.Event {
	return accord.Event{At: now, ActorID: actorID, Kind: "diagnostic." + what, SubjectType: "diagnostic", SubjectID: d.ID}
}

func canOpen(ctx context.Context, tx *store.Store, w accord.Workspace, draft DiagnosticDraft) error {
	open, err := tx.OpenDiagnostics(ctx)
	if err != nil {
		return err
	}
	if len(open) > 0 {
		return accord.Errorf(accord.CodeConflict, "There is an open round already; it closes on %s.", string(open[0].Deadline)).By("X2")
	}
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		n := 0
		for _, p := range draft.Asked {
			if p.Side == side {
				n++
			}
		}
		if n < accord.DiagnosticMinimum {
			name := map[accord.Side]string{accord.Sales: w.SalesName, accord.Marketing: w.MarketingName}[side]
			return accord.Errorf(accord.CodeConflict, "A round needs three people a side with an address: %s has %d.", name, n).By("X2")
		}
	}
	return nil
}

// createDiagnostic writes the round with a place for everybody's answer, in the
// order of the places' ids, which is chance: neither the order nor the time of
// a row tells whose it is.
func (a *App) createDiagnostic(ctx context.Context, tx *store.Store, d accord.Diagnostic, statements []accord.DiagnosticStatement, asked []accord.Person) error {
	key := accord.DiagnosticKey{WorkspaceID: d.WorkspaceID, DiagnosticID: d.ID, Salt: rand.Text()}
	sealer := a.diagnosticSealer(key)
	var people []accord.DiagnosticPerson
	var answers []accord.DiagnosticAnswer
	for _, p := range asked {
		people = append(people, accord.DiagnosticPerson{WorkspaceID: d.WorkspaceID, DiagnosticID: d.ID, PersonID: p.ID, Side: p.Side})
		answers = append(answers, sealer.answer(p.ID, make([]int, len(statements))))
	}
	slices.SortFunc(answers, func(x, y accord.DiagnosticAnswer) int { return strings.Compare(x.ID, y.ID) })
	for i := range statements {
		statements[i].WorkspaceID, statements[i].DiagnosticID = d.WorkspaceID, d.ID
	}
	return tx.CreateDiagnostic(ctx, d, statements, people, answers, key)
}
