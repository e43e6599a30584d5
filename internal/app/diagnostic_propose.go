package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// proposeToTemplate puts the largest gaps of a report into the backlog of the
// strategic team's series, or else of the alignment review's, and returns which;
// "" where there is neither: then they wait for [App.ProposeGaps].
func (a *App) proposeToTemplate(ctx context.Context, tx *store.Store, d accord.Diagnostic, report accord.DiagnosticReport, now time.Time) (accord.NullID, error) {
	series, err := tx.SeriesFromTemplate(ctx, accord.TemplateStrategicTeam, "alignment_review")
	if accord.CodeOf(err) == accord.CodeNotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	opener, err := tx.Person(ctx, d.OpenedBy)
	if err != nil {
		return "", err
	}
	return accord.NullID(series.ID), a.proposeGaps(ctx, tx, series, opener, d, report, now)
}

// proposeGaps makes proposals of the largest gaps, in words of the proposer's
// language: by nobody who runs the series, so that its leaders decide (A1). One
// that waits since an earlier round, on a coming meeting as well, is not put
// there again; it tells the new figures.
func (a *App) proposeGaps(ctx context.Context, tx *store.Store, series accord.Series, by accord.Person, d accord.Diagnostic, report accord.DiagnosticReport, now time.Time) error {
	w, err := tx.Workspace(ctx)
	if err != nil {
		return err
	}
	quarter := accord.QuarterIn(accord.DateOf(*d.ClosedAt, accord.Zone(w.TimeZone)))
	waiting, err := tx.AgendaAhead(ctx, series.ID)
	if err != nil {
		return err
	}
	for _, gap := range report.ToDiscuss() {
		matter := gap.Proposal(w, quarter, by.Locale)
		if item := gap.Among(waiting, w, quarter); item != nil {
			before := item.Why
			var was string
			if item.Why, was = gap.Retold(before, matter.Why); item.Why != before {
				err = a.changeWaiting(ctx, tx, series, *item, was, now)
			}
		} else {
			item := backlogItem(series, Standing{Actor: actorOf(by)}, matter, now)
			item.Status = accord.AgendaProposed
			err = a.addToBacklog(ctx, tx, series, item, accord.SystemID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// changeWaiting keeps what Accord itself changed of a matter that waits: the
// figures of the round before, was, are in the event.
func (a *App) changeWaiting(ctx context.Context, tx *store.Store, series accord.Series, item accord.AgendaItem, was string, now time.Time) error {
	if err := tx.SaveAgendaItem(ctx, &item); err != nil {
		return err
	}
	_, err := tx.Record(ctx, accord.Event{
		At: now, ActorID: accord.SystemID, Kind: "agenda_item.changed", SubjectType: "agenda_item", SubjectID: item.ID,
		MeetingID: item.MeetingID, TeamID: accord.NullID(series.TeamID), Data: jsonObject("title", item.Title, "figures_were", was),
	})
	return err
}

// ProposeGaps puts the largest gaps of a report into a series' backlog, where
// there was no series for them when the round closed; once.
func (a *App) ProposeGaps(ctx context.Context, actor accord.Actor, id string, match accord.Match, seriesID string) (DiagnosticDetail, error) {
	var out DiagnosticDetail
	err := a.change(ctx, actor, ActOpenDiagnostic, func(ctx context.Context, tx *store.Store, now time.Time) error {
		d, err := a.oneDiagnostic(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if err := match.Check(d.Version, d.Diagnostic); err != nil {
			return err
		}
		series, err := a.seriesForGaps(ctx, tx, actor, d, seriesID)
		if err != nil {
			return err
		}
		report, err := d.Report(d.Statements)
		if err != nil {
			return err
		}
		by, err := tx.Person(ctx, actor.PersonID)
		if err != nil {
			return err
		}
		if err := a.proposeGaps(ctx, tx, series, by, d.Diagnostic, report, now); err != nil {
			return err
		}
		d.SeriesID = accord.NullID(series.ID)
		if err := tx.SaveDiagnostic(ctx, &d.Diagnostic); err != nil {
			return err
		}
		if _, err := tx.Record(ctx, diagnosticEvent(d.Diagnostic, "proposed", actor.PersonID, now)); err != nil {
			return err
		}
		out, err = a.oneDiagnostic(ctx, tx, actor, id)
		return err
	})
	return out, err
}

// seriesForGaps is the series the actor chose, checked.
func (a *App) seriesForGaps(ctx context.Context, tx *store.Store, actor accord.Actor, d DiagnosticDetail, seriesID string) (accord.Series, error) {
	w, err := tx.Workspace(ctx)
	switch {
	case err != nil:
		return accord.Series{}, err
	case !MayOpenDiagnostic(actor, w):
		return accord.Series{}, accord.Errorf(accord.CodeDenied, "Only the leads of both sides, their deputies and admins can propose its gaps.").By("X4")
	case d.Proposed:
		return accord.Series{}, accord.Errorf(accord.CodeConflict, "The largest gaps of this round are proposals already.")
	case seriesID == "":
		return accord.Series{}, accord.BadField("series_id", "Choose a series.")
	}
	series, _, err := a.seriesFor(ctx, tx, actor, seriesID)
	switch {
	case accord.CodeOf(err) == accord.CodeNotFound:
		return series, accord.BadField("series_id", "There is no such series.")
	case err == nil && series.Status == accord.SeriesEnded:
		return series, accord.Errorf(accord.CodeConflict, "This series has ended.").By("S4")
	}
	return series, err
}
