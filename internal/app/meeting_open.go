package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// openMeeting makes the row of a planned occurrence: its agenda copied from the
// series' template, its team invited, its duties given to whose turn it is. It is the one way an occurrence becomes a
// meeting, whether somebody prepares, moves or cancels it or its first ask is
// due. The caller has authorised it and found no row.
func (a *App) openMeeting(ctx context.Context, tx *store.Store, series accord.Series, o accord.Occurrence, by string, now time.Time) (accord.Meeting, error) {
	m := accord.Meeting{
		ID: store.NewID(), SeriesID: accord.NullID(series.ID), OriginalStart: o.OriginalStart,
		TeamID: accord.NullID(series.TeamID), Title: series.Title, Location: series.Location,
		StartsAt: accord.Instant(o.StartsAt), PlannedOn: accord.DateOf(o.StartsAt, accord.Zone(series.TimeZone)), DurationMinutes: series.DurationMinutes, TimeZone: series.TimeZone,
		Status: accord.MeetingScheduled, FacilitatorID: series.FacilitatorID,
		NotesVersion: 1, CreatedBy: by, CreatedAt: now, Version: 1,
	}
	if series.HasRota() {
		r, err := a.loadRota(ctx, tx, series, o.OriginalStart, now)
		if err != nil {
			return m, err
		}
		m = r.filled(m)
	}
	if err := tx.CreateMeeting(ctx, &m); err != nil {
		return m, err
	}
	if err := a.copyAgenda(ctx, tx, m, now); err != nil {
		return m, err
	}
	people, err := tx.TeamAsInvited(ctx, series.TeamID, m.ID)
	if err != nil {
		return m, err
	}
	if err := tx.Invite(ctx, people); err != nil {
		return m, err
	}
	if err := a.takeReplies(ctx, tx, series, m, people); err != nil {
		return m, err
	}
	e, err := tx.Record(ctx, accord.Event{
		At: now, ActorID: by, Kind: "meeting.opened", SubjectType: "meeting", SubjectID: m.ID,
		MeetingID: accord.NullID(m.ID), TeamID: m.TeamID,
	})
	if err != nil {
		return m, err
	}
	return m, a.inviteOpened(ctx, tx, series, m, e)
}

// copyAgenda puts the series' agenda template on a new meeting, as nobody's
// proposal: A4 still asks a side that proposed nothing.
func (a *App) copyAgenda(ctx context.Context, tx *store.Store, m accord.Meeting, now time.Time) error {
	template, err := tx.SeriesAgenda(ctx, string(m.SeriesID))
	if err != nil {
		return err
	}
	for _, t := range template {
		item := accord.AgendaItem{
			ID: store.NewID(), SeriesID: m.SeriesID, MeetingID: accord.NullID(m.ID), Title: t.Title, Kind: t.Kind, Side: t.Side,
			Minutes: t.Minutes, Why: t.Why, Status: accord.AgendaAccepted, Position: t.Position,
			NotesVersion: 1, ProposedBy: accord.SystemID, CreatedAt: now, Version: 1,
		}
		if err := tx.CreateAgendaItem(ctx, &item); err != nil {
			return err
		}
	}
	return nil
}
