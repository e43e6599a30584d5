package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// CloseDiagnostic closes a round whose deadline has passed or that everybody has
// answered, as Accord does by itself (X2); one that is closed stays as it is. To
// call it off ends it at any time, without a report and with no answer kept.
func (a *App) CloseDiagnostic(ctx context.Context, actor accord.Actor, id string, match accord.Match, callOff bool) (DiagnosticDetail, error) {
	var out DiagnosticDetail
	err := a.change(ctx, actor, ActOpenDiagnostic, func(ctx context.Context, tx *store.Store, now time.Time) error {
		d, err := a.oneDiagnostic(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		w, err := tx.Workspace(ctx)
		if err != nil {
			return err
		}
		if !MayOpenDiagnostic(actor, w) {
			return notTheirRound()
		}
		if err := match.Check(d.Version, d.Diagnostic); err != nil {
			return err
		}
		switch {
		case callOff:
			err = a.callOffDiagnostic(ctx, tx, d.Diagnostic, actor, now)
		case d.Status == accord.DiagnosticOpen:
			err = a.closeDiagnostic(ctx, tx, d.Diagnostic, actor.PersonID, now)
		}
		if err != nil {
			return err
		}
		out, err = a.oneDiagnostic(ctx, tx, actor, id)
		return err
	})
	return out, err
}

func (a *App) callOffDiagnostic(ctx context.Context, tx *store.Store, d accord.Diagnostic, actor accord.Actor, now time.Time) error {
	d, err := d.CallOff(now)
	if err != nil {
		return err
	}
	return a.sealDiagnostic(ctx, tx, d, nil, actor.PersonID)
}

// closeAnswered closes a round that waits for nobody any more.
func (a *App) closeAnswered(ctx context.Context, tx *store.Store, d accord.Diagnostic, now time.Time) error {
	d, err := counted(ctx, tx, d)
	if err != nil || waiting(d) > 0 {
		return err
	}
	return a.closeDiagnostic(ctx, tx, d, accord.SystemID, now)
}

// waiting is how many a round still waits for.
func waiting(d accord.Diagnostic) int {
	return d.SalesAsked + d.MarketingAsked - d.SalesAnswered - d.MarketingAnswered
}

// closeDiagnostic counts the answers, keeps their sums where three a side
// answered, deletes them with all that would tell whose they were, and proposes
// the largest gaps: in one transaction, so that after a crash all of it has
// happened or none.
func (a *App) closeDiagnostic(ctx context.Context, tx *store.Store, d accord.Diagnostic, by string, now time.Time) error {
	d, err := counted(ctx, tx, d)
	if err != nil {
		return err
	}
	if err := d.May(now, waiting(d)); err != nil {
		return err
	}
	statements, err := tx.DiagnosticStatements(ctx, d.ID)
	if err != nil {
		return err
	}
	ballots, err := a.ballots(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	d.SalesAnswered, d.MarketingAnswered = 0, 0 // counted by what can be read
	d, statements = d.Close(now, statements, ballots)
	if report, err := d.Report(statements); err == nil {
		if d.SeriesID, err = a.proposeToTemplate(ctx, tx, d, report, now); err != nil {
			return err
		}
		if err := a.tellReport(ctx, tx, d); err != nil {
			return err
		}
	}
	return a.sealDiagnostic(ctx, tx, d, statements, by)
}

// ballots opens the answers of a round. Their order is that of people's ids,
// which says nothing of when they answered.
func (a *App) ballots(ctx context.Context, tx *store.Store, id string) ([]accord.Ballot, error) {
	key, err := tx.DiagnosticKey(ctx, id)
	if err != nil {
		return nil, err
	}
	people, err := tx.DiagnosticPeople(ctx, id)
	if err != nil {
		return nil, err
	}
	answers, err := tx.DiagnosticAnswers(ctx, id)
	if err != nil {
		return nil, err
	}
	byPlace := map[string]accord.DiagnosticAnswer{}
	for _, x := range answers {
		byPlace[x.ID] = x
	}
	sealer := a.diagnosticSealer(key)
	var list []accord.Ballot
	for _, p := range people {
		if scores := sealer.scores(byPlace[sealer.place(p.PersonID)]); scores != nil {
			list = append(list, accord.Ballot{Side: p.Side, Scores: scores})
		}
	}
	return list, nil
}

// sealDiagnostic saves a closed round and deletes its answers; the worker takes
// them out of the files as well.
func (a *App) sealDiagnostic(ctx context.Context, tx *store.Store, d accord.Diagnostic, statements []accord.DiagnosticStatement, by string) error {
	if err := tx.SaveDiagnostic(ctx, &d); err != nil {
		return err
	}
	if err := tx.SealDiagnostic(ctx, d.ID, statements); err != nil {
		return err
	}
	a.forget.Store(true)
	e := diagnosticEvent(d, "closed", by, *d.ClosedAt)
	e.Data = `{"outcome":"` + string(d.Outcome) + `"}`
	_, err := tx.Record(ctx, e)
	return err
}

// diagnosticsDue reminds, once, those who have not answered an open round, and
// closes what is past its deadline or waits for nobody. Closed ones are taken
// out of the files.
func (a *App) diagnosticsDue(ctx context.Context, g glance) (next time.Time, err error) {
	if err := a.forgetAnswers(ctx); err != nil {
		return g.now, err
	}
	if a.forget.Load() {
		next = g.now
	}
	rounds, err := a.store.OpenDiagnostics(ctx)
	if err != nil {
		return next, err
	}
	for _, d := range rounds {
		due, err := a.diagnosticDue(ctx, g, d)
		if err != nil {
			return next, err
		}
		next = sooner(next, due)
	}
	return next, nil
}

// forgetAnswers takes deleted answers out of the files, unless that is done or
// somebody still reads them there: then at the next tick.
func (a *App) forgetAnswers(ctx context.Context) error {
	if !a.forget.CompareAndSwap(true, false) {
		return nil
	}
	gone, err := a.store.Forget(ctx)
	if !gone {
		a.forget.Store(true)
	}
	return err
}

// diagnosticDue does what is due of one round and returns what is due next.
func (a *App) diagnosticDue(ctx context.Context, g glance, d accord.Diagnostic) (time.Time, error) {
	d, err := counted(ctx, a.store, d)
	switch {
	case err != nil:
		return time.Time{}, err
	case d.May(g.now, waiting(d)) == nil:
		// At the next tick what is deleted is taken out of the files.
		return g.now, a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
			return a.stillOpen(ctx, tx, d.ID, func(d accord.Diagnostic) error { return a.closeDiagnostic(ctx, tx, d, accord.SystemID, g.now) })
		})
	case d.RemindedAt != nil || d.RemindAt == nil:
		return d.ClosesAt, nil
	case d.RemindAt.After(g.now):
		return *d.RemindAt, nil
	}
	return d.ClosesAt, a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
		return a.stillOpen(ctx, tx, d.ID, func(d accord.Diagnostic) error { return a.remindDiagnostic(ctx, tx, d, g.now) })
	})
}

// stillOpen runs do on a round unless another process closed it meanwhile.
func (a *App) stillOpen(ctx context.Context, tx *store.Store, id string, do func(accord.Diagnostic) error) error {
	d, err := tx.Diagnostic(ctx, id)
	if err != nil || d.Status != accord.DiagnosticOpen {
		return err
	}
	return do(d)
}
