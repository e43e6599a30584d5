package app

import (
	"cmp"
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// repMinutes is how long a proposal made of a line takes on an agenda.
const repMinutes = 10

// TurnLine is what a reported line is turned into, with what the one action
// leaves open; the zero value is filled in.
type TurnLine struct {
	Into    string
	OwnerID string      // of an action item; "" is the other side's representative, else whoever turns it
	DueOn   accord.Date // of an action item; "" is in a week
	Series  string      // of a proposal: whose backlog it goes to; "" is the meeting while that is not over, else its series
}

// TurnRepLine turns a reported line into an action item, intelligence, a
// proposal or nothing, once and in one step. Nothing says it was heard.
func (a *App) TurnRepLine(ctx context.Context, actor accord.Actor, lineID string, in TurnLine) (line accord.RepLine, err error) {
	if err := Allow(actor, ActReport); err != nil {
		return line, err
	}
	err = a.store.Joined(ctx, actor.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
		t, before, err := a.turning(ctx, tx, actor, lineID)
		if err != nil {
			return err
		}
		into, err := accord.ParseRepTurn(in.Into)
		if err != nil {
			return err
		}
		if line, err = before.Turn(into, "", actor.PersonID, t.now); err != nil {
			return err
		}
		id, err := t.become(ctx, line, in)
		if err != nil {
			return err
		}
		line.BecameID = accord.NullID(id)
		if err := tx.SaveRepLine(ctx, &line); err != nil {
			return err
		}
		_, err = t.record(ctx, repTurned, "rep_line", line.ID, facts{"into": into, "became_id": line.BecameID})
		return err
	})
	return line, err
}

// turning loads a line with its meeting for somebody who may turn it.
func (a *App) turning(ctx context.Context, tx *store.Store, actor accord.Actor, lineID string) (*meetingTx, accord.RepLine, error) {
	now := a.now()
	line, err := tx.RepLine(ctx, lineID)
	if err != nil {
		return nil, line, err
	}
	head, standing, err := a.loadMeeting(ctx, tx, actor, line.MeetingID, now)
	if accord.CodeOf(err) == accord.CodeNotFound {
		err = accord.NotFound("line")
	}
	if err == nil {
		err = mayReport.check(standing)
	}
	return &meetingTx{app: a, tx: tx, by: actor, now: now, head: head, m: head.Meeting, standing: standing}, line, err
}

// become makes what the line is turned into and returns its id, "" for nothing.
func (t *meetingTx) become(ctx context.Context, line accord.RepLine, in TurnLine) (string, error) {
	switch line.Became {
	case accord.RepActionItem:
		return t.becomeItem(ctx, line, in)
	case accord.RepProposal:
		return t.becomeProposal(ctx, line, in)
	case accord.RepIntel:
		if err := t.staysInTeam(ctx, "into"); err != nil {
			return "", err
		}
		told, _, err := t.app.TellIntel(ctx, t.by, accord.IntelDraft{Text: line.Text})
		return told.ID, err
	default:
		return "", nil
	}
}

// staysInTeam refuses by field what would carry words of a closed team to people
// outside it (X1, X4).
func (t *meetingTx) staysInTeam(ctx context.Context, field string) error {
	if t.m.TeamID == "" {
		return nil
	}
	team, err := t.tx.Team(ctx, string(t.m.TeamID))
	if err == nil && team.Closed {
		return accord.BadField(field, "What a closed team says stays in it: make it an action item, or a proposal for its own series.")
	}
	return err
}

// becomeItem makes an action item for the side that said it: at the meeting
// while it is not over, else of its team.
func (t *meetingTx) becomeItem(ctx context.Context, line accord.RepLine, in TurnLine) (string, error) {
	other := t.m.Holder(accord.RepOf(line.Side.Other()))
	due, err := t.app.dayIn(ctx, t.tx, t.by, accord.RepDueDays)
	if err != nil {
		return "", err
	}
	item := NewActionItem{
		ItemDraft: accord.ItemDraft{Title: line.Text, ForSide: line.Side, DueOn: cmp.Or(in.DueOn, due)},
		OwnerID:   cmp.Or(in.OwnerID, string(other), t.by.PersonID), MeetingID: t.m.ID,
	}
	if t.m.CheckReported() != nil {
		item.MeetingID, item.TeamID = "", string(t.m.TeamID)
	}
	made, err := t.app.CreateActionItem(ctx, t.by, item)
	return made.ID, err
}

// becomeProposal puts the line before the meeting while it is not over, or into
// the backlog of a series.
func (t *meetingTx) becomeProposal(ctx context.Context, line accord.RepLine, in TurnLine) (string, error) {
	matter := NewAgendaItem{Title: line.Text, Kind: line.Kind.AgendaKind(), Side: line.Side, Minutes: repMinutes}
	if in.Series == "" && t.m.CheckReported() == nil {
		made, err := t.app.ProposeAgendaItem(ctx, t.by, t.m.ID, matter)
		return made.ID, err
	}
	series := cmp.Or(in.Series, string(t.m.SeriesID))
	if series == "" {
		return "", accord.BadField("series_id", "Choose a series.")
	}
	if series != string(t.m.SeriesID) {
		if err := t.staysInTeam(ctx, "series_id"); err != nil {
			return "", err
		}
	}
	made, err := t.app.AddToBacklog(ctx, t.by, series, accord.AgendaItem{
		Title: matter.Title, Kind: matter.Kind, Side: matter.Side, Minutes: matter.Minutes,
	})
	if accord.CodeOf(err) == accord.CodeNotFound {
		err = accord.BadField("series_id", "Choose a series.")
	}
	return made.ID, err
}
