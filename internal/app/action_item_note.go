package app

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"accord/internal/accord"
	"accord/internal/store"
)

// AddItemNote keeps a progress note (P10): of the owner, the asker, a leader of
// the team or an admin.
func (a *App) AddItemNote(ctx context.Context, actor accord.Actor, ref, text string) (accord.ItemNote, error) {
	var note accord.ItemNote
	err := a.change(ctx, actor, ActChangeItems, func(ctx context.Context, tx *store.Store, now time.Time) error {
		item, err := a.loadItem(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		w := &itemWork{tx: tx, actor: actor, now: now, item: item}
		if err := w.around(ctx, a, item.TeamID); err != nil {
			return err
		}
		if !item.Manages(actor, w.leads) {
			return accord.Errorf(accord.CodeDenied, "Its owner, its asker, a leader of its team or an admin notes on %s.", item.Ref()).By("P10")
		}
		note = accord.ItemNote{ID: store.NewID(), ItemID: item.ID, AuthorID: actor.PersonID, Text: strings.TrimSpace(text), CreatedAt: now}
		if err := checkNote(note.Text); err != nil {
			return err
		}
		return a.saveNote(ctx, w, &note)
	})
	return note, err
}

func checkNote(text string) error {
	var v accord.Validation
	v.Check(text != "", "text", "Write a note first.")
	v.Check(utf8.RuneCountInString(text) <= accord.MaxNote, "text", "Keep the note under %d characters.", accord.MaxNote)
	return v.Err()
}

func (a *App) saveNote(ctx context.Context, w *itemWork, note *accord.ItemNote) error {
	if err := w.tx.AddItemNote(ctx, note); err != nil {
		return err
	}
	e, err := w.tx.Record(ctx, w.event(w.item, itemNoted, note.Text))
	if err != nil {
		return err
	}
	return a.mailItem(ctx, w.tx, itemMailing{Verb: itemNoted, Before: w.item, After: w.item}, e, note.Text)
}

// ItemNotes returns the progress notes of an item, oldest first.
func (a *App) ItemNotes(ctx context.Context, actor accord.Actor, ref string) ([]accord.ItemNote, error) {
	ctx, err := a.read(ctx, actor, ActSeeItems)
	if err != nil {
		return nil, err
	}
	item, err := a.loadItem(ctx, a.store, actor, ref)
	if err != nil {
		return nil, err
	}
	return a.store.ItemNotes(ctx, item.ID)
}

// ItemEvents returns the whole history of an item, oldest first: what was
// undone and its undo both (P8).
func (a *App) ItemEvents(ctx context.Context, actor accord.Actor, ref string) ([]accord.Event, error) {
	ctx, err := a.read(ctx, actor, ActSeeItems)
	if err != nil {
		return nil, err
	}
	item, err := a.loadItem(ctx, a.store, actor, ref)
	if err != nil {
		return nil, err
	}
	return a.store.Events(ctx, item.ID)
}
