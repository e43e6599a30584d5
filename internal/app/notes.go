package app

import (
	"context"

	"accord/internal/accord"
)

// Notes are a text many write at once, as it is after a save.
type Notes struct {
	Text    string `json:"notes"`
	Version int    `json:"notes_version"`
	Merged  bool   `json:"merged"`       // somebody else's lines are in it too
	Sent    int    `json:"sent_version"` // what was sent, as a version: whoever typed on meanwhile saves on top of it
}

// NotesConflict is the state a save missed: both changed the same lines.
type NotesConflict struct {
	Theirs  string `json:"notes"`
	Version int    `json:"notes_version"`
	By      string `json:"by"` // the name of who wrote them
}

// SaveItemNotes saves an agenda item's notes that were begun from a version of
// them. What others wrote since is merged by line (M1); where both changed the
// same lines it is a conflict with their text, until keep says what becomes of
// those. Version 0 overwrites.
func (a *App) SaveItemNotes(ctx context.Context, actor accord.Actor, itemID, text string, version int, keep accord.Keep) (Notes, error) {
	var out Notes
	err := a.atAgendaItem(ctx, actor, ActRecord, itemID, mayWrite, func(ctx context.Context, t *meetingTx, item accord.AgendaItem) (err error) {
		out, err = t.saveItemNotes(ctx, &item, text, version, keep)
		return err
	})
	return out, err
}

// saveItemNotes merges and saves the notes of an agenda item.
func (t *meetingTx) saveItemNotes(ctx context.Context, item *accord.AgendaItem, text string, version int, keep accord.Keep) (Notes, error) {
	if err := t.m.Open(); err != nil && item.MeetingID != "" {
		return Notes{}, err
	}
	out, err := t.mergeNotes(ctx, item.ID, item.Notes, item.NotesVersion, text, version, keep)
	if err != nil || out.Version == item.NotesVersion {
		return out, err
	}
	item.Notes, item.NotesVersion = out.Text, out.Version
	if err := t.tx.SaveAgendaItem(ctx, item); err != nil {
		return out, err
	}
	_, err = t.record(ctx, "agenda_item.noted", "agenda_item", item.ID, facts{"notes_version": out.Version})
	return out, err
}

// SaveMeetingNotes is [App.SaveItemNotes] for the notes of the meeting as a
// whole.
func (a *App) SaveMeetingNotes(ctx context.Context, actor accord.Actor, meetingID, text string, version int, keep accord.Keep) (Notes, error) {
	var out Notes
	err := a.atMeeting(ctx, actor, ActRecord, meetingID, mayWrite, func(ctx context.Context, t *meetingTx) (err error) {
		out, err = t.saveNotes(ctx, text, version, keep)
		return err
	})
	return out, err
}

// saveNotes merges and saves the notes of the meeting.
func (t *meetingTx) saveNotes(ctx context.Context, text string, version int, keep accord.Keep) (Notes, error) {
	if err := t.m.Open(); err != nil {
		return Notes{}, err
	}
	out, err := t.mergeNotes(ctx, t.m.ID, t.m.Notes, t.m.NotesVersion, text, version, keep)
	if err != nil || out.Version == t.m.NotesVersion {
		return out, err
	}
	t.m.Notes, t.m.NotesVersion = out.Text, out.Version
	_, err = t.save(ctx, "noted", facts{"notes_version": out.Version})
	return out, err
}

// mayWrite is who writes notes: in the meeting those who record it, before that
// those who propose for it.
var mayWrite = right{
	func(s Standing) bool { return s.Records() || s.Proposes() },
	"Only people of the meeting can write its notes.",
}

// mergeNotes puts text, written on top of the given version, together with what
// is there now, and keeps what was there for those who still write on it.
func (t *meetingTx) mergeNotes(ctx context.Context, subject, theirs string, current int, text string, version int, keep accord.Keep) (Notes, error) {
	var v accord.Validation
	v.Check(len(text) <= accord.MaxNotes, "notes", "Keep it under 8 KiB.")
	v.Check(version >= 0 && version <= current, "notes_version", "There is no such version yet.")
	v.Check(keep.Valid(), "keep", "Choose mine, theirs or both.")
	if err := v.Err(); err != nil {
		return Notes{}, err
	}
	base, known := theirs, true
	if version != 0 && version != current {
		var err error
		base, err = t.tx.NoteText(ctx, subject, version)
		if known = err == nil; err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return Notes{}, err
		}
	}
	if !known {
		base = "" // too long ago to know: what stands in both is common, the rest a conflict
	}
	merged, ok := accord.MergeNotes(base, text, theirs, keep)
	if !ok || len(merged) > accord.MaxNotes {
		return Notes{}, t.notesConflict(ctx, subject, theirs, current)
	}
	if merged == theirs {
		sent := current
		if merged != text { // others have all of it and more: it goes on from where it began
			sent = version
		}
		return Notes{Text: theirs, Version: current, Merged: merged != text, Sent: sent}, nil
	}
	err := t.tx.KeepNoteText(ctx, accord.NoteVersion{SubjectID: subject, Number: current, Text: theirs, CreatedAt: t.now})
	out := Notes{Text: merged, Version: current + 1, Merged: merged != text, Sent: current + 1}
	if err == nil && out.Merged {
		err = t.keepNotes(ctx, subject, out.Sent, text)
		out.Version++
	}
	if err != nil {
		return Notes{}, err
	}
	return out, t.keepNotes(ctx, subject, out.Version, merged)
}

func (t *meetingTx) keepNotes(ctx context.Context, subject string, number int, text string) error {
	return t.tx.KeepNoteText(ctx, accord.NoteVersion{SubjectID: subject, Number: number, Text: text, AuthorID: t.by.PersonID, CreatedAt: t.now})
}

// notesConflict tells what the other one wrote, and who that was.
func (t *meetingTx) notesConflict(ctx context.Context, subject, theirs string, version int) error {
	conflict := NotesConflict{Theirs: theirs, Version: version}
	if author, err := t.tx.NoteAuthor(ctx, subject, version); err == nil {
		conflict.By = author
	}
	err := accord.Errorf(accord.CodeConflict, "Somebody changed the same lines while you were typing.").By("M1")
	err.Current = conflict
	return err
}
