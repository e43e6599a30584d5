package app

import (
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// Notes beside other changes are one change: where one part is refused, nothing
// is saved; and only notes that say what they are based on need no version (M1).
func TestMeeting_M1_notes_with_other_changes(t *testing.T) {
	f := newMeetingFixture(t)
	ctx, ana, stale := t.Context(), itemActor("ana"), accord.MatchVersion(99)
	item := f.adds("ana", "Leads", accord.Sales)
	_, err := f.app.ChangeMeeting(ctx, ana, f.meeting, stale, MeetingPatch{Notes: accord.Some("x"), NotesVersion: 1, Title: accord.Some("New")})
	wantItemCode(t, "a stale meeting", err, accord.CodeStale)
	_, err = f.app.ChangeMeeting(ctx, ana, f.meeting, stale, MeetingPatch{Notes: accord.Some("x")})
	wantItemCode(t, "notes of no version", err, accord.CodeStale)
	_, err = f.app.ChangeMeeting(ctx, ana, f.meeting, anyVersion, MeetingPatch{Notes: accord.Some("x"), NotesVersion: 1, Title: accord.Some("")})
	wantItemCode(t, "a meeting without title", err, accord.CodeInvalid)
	_, err = f.app.ChangeAgendaItem(ctx, ana, item.ID, stale, AgendaPatch{Notes: accord.Some("x"), NotesVersion: 1, Title: accord.Some("New")})
	wantItemCode(t, "a stale agenda item", err, accord.CodeStale)
	_, err = f.app.ChangeAgendaItem(ctx, ana, item.ID, anyVersion, AgendaPatch{Notes: accord.Some("x"), NotesVersion: 1, Minutes: accord.Some(-1)})
	wantItemCode(t, "an agenda item of no minutes", err, accord.CodeInvalid)
	if d := f.detail(f.meeting); d.Notes != "" || d.Agenda[0].Notes != "" || d.Title != "Pipeline review" {
		t.Errorf("half a change was saved: %q, %q, %q", d.Title, d.Notes, d.Agenda[0].Notes)
	}
	_, err = f.app.ChangeMeeting(ctx, itemActor("max"), f.meeting, stale, MeetingPatch{Notes: accord.Some("a"), NotesVersion: 1})
	f.must(err)
	_, err = f.app.ChangeAgendaItem(ctx, itemActor("max"), item.ID, stale, AgendaPatch{Notes: accord.Some("b"), NotesVersion: 1})
	f.must(err)
	_, err = f.app.ChangeAgendaItem(ctx, ana, item.ID, anyVersion, AgendaPatch{Notes: accord.Some("b2"), NotesVersion: 2, Title: accord.Some("Better")})
	f.must(err)
	if d := f.detail(f.meeting); d.Notes != "a" || d.Agenda[0].Notes != "b2" || d.Agenda[0].Title != "Better" {
		t.Errorf("notes = %q, %q of %q, want a, b2 of Better", d.Notes, d.Agenda[0].Notes, d.Agenda[0].Title)
	}
}

// A date that was called off, moved or begun early is not the next one.
func TestMeeting_the_series_knows_when_it_meets_next(t *testing.T) {
	ctx, ana := t.Context(), itemActor("ana")
	for name, tt := range map[string]struct {
		change func(f *meetingFixture) error
		want   string
	}{
		"called off": {func(f *meetingFixture) error {
			_, err := f.app.CancelMeeting(ctx, ana, f.meeting, anyVersion)
			return err
		}, "2027-01-12T10:00"},
		"called off and brought back": {func(f *meetingFixture) error {
			if _, err := f.app.CancelMeeting(ctx, ana, f.meeting, anyVersion); err != nil {
				return err
			}
			_, err := f.app.RestoreMeeting(ctx, ana, f.meeting, anyVersion)
			return err
		}, "2027-01-05T10:00"},
		"moved": {func(f *meetingFixture) error {
			_, err := f.app.ChangeMeeting(ctx, ana, f.meeting, anyVersion, MeetingPatch{StartsAt: accord.Some(time.Date(2027, 1, 7, 9, 0, 0, 0, time.UTC))})
			return err
		}, "2027-01-07T09:00"},
		"begun early": {func(f *meetingFixture) error {
			_, err := f.app.StartMeeting(ctx, ana, f.meeting, anyVersion)
			return err
		}, "2027-01-12T10:00"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newMeetingFixture(t)
			f.must(tt.change(f))
			s, err := f.store.Series(store.Within(ctx, "w"), f.series)
			f.must(err)
			if s.NextStartsAt == nil || s.NextStartsAt.UTC().Format("2006-01-02T15:04") != tt.want {
				t.Errorf("meets next at %v, want %s", s.NextStartsAt, tt.want)
			}
		})
	}
}

// P9, M4: erasing changes a name where it is one, whatever stands in it.
func TestErase_P9_minutes_and_mails(t *testing.T) {
	for name, said := range map[string]string{"Max": "Max", `O'Hara & "Sons"`: "Former person 1"} { // P9: a name of one word may be a word
		t.Run(name, func(t *testing.T) {
			f := newMeetingFixture(t)
			ctx, adm := t.Context(), itemActor("adm")
			_, err := f.app.ChangePerson(ctx, adm, "max", anyVersion, PersonPatch{Name: accord.Some(name)})
			f.must(err)
			f.start("max", "ana")
			_, err = f.app.SaveMeetingNotes(ctx, itemActor("ana"), f.meeting, "Maximal effort, says "+name+".", 1, accord.KeepAsk)
			f.must(err)
			_, err = f.app.CloseMeeting(ctx, itemActor("ana"), f.meeting, anyVersion, Closing{Override: true})
			f.must(err)
			_, err = f.app.Leave(ctx, adm, "max", nil)
			f.must(err)
			f.must(f.app.Erase(ctx, adm, "max"))
			m, _, err := f.app.Minutes(ctx, itemActor("ana"), f.meeting, 0)
			f.must(err)
			if want := "Maximal effort, says " + said + "."; m.Notes != want {
				t.Errorf("notes = %q, want %q", m.Notes, want)
			}
			for _, p := range m.Attendance {
				if p.PersonID == "max" && p.Name != "Former person 1" {
					t.Errorf("attendance names %q", p.Name)
				}
			}
		})
	}
}
