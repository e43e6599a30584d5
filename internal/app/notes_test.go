package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"accord/internal/accord"
)

func TestMeeting_M1_two_writers_lose_nothing(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	item := f.adds("ana", "Leads", accord.Sales)
	f.start("luis", "mia")
	save := func(who, text string, version int, keep accord.Keep) (Notes, error) {
		return f.app.SaveItemNotes(ctx, itemActor(who), item.ID, text, version, keep)
	}
	first, err := save("luis", "Oct: 212 leads\ncall within 48 hours", 1, "")
	f.must(err)
	_, err = save("luis", "Oct: 212 leads, 61 never called\ncall within 48 hours", first.Version, "")
	f.must(err)
	merged, err := save("mia", "Oct: 212 leads\ncall within 48 hours\nto the pool", first.Version, "")
	f.must(err)
	if want := "Oct: 212 leads, 61 never called\ncall within 48 hours\nto the pool"; merged.Text != want || !merged.Merged {
		t.Errorf("merged = %+v, want %q", merged, want)
	}
	_, err = save("luis", strings.Replace(merged.Text, "48", "24", 1), merged.Version, "")
	f.must(err)
	mine := strings.Replace(merged.Text, "48", "36", 1)
	_, err = save("mia", mine, merged.Version, "")
	e, _ := errors.AsType[*accord.Error](err)
	if e == nil || e.Rule != "M1" {
		t.Fatalf("the same line = %v, want M1", err)
	}
	conflict, ok := e.Current.(NotesConflict)
	if !ok || conflict.By != "Luis" || !strings.Contains(conflict.Theirs, "24 hours") {
		t.Errorf("conflict = %+v, want Luis's text", e.Current)
	}
	both, err := save("mia", mine, merged.Version, accord.KeepBoth)
	f.must(err)
	if !strings.Contains(both.Text, "24 hours") || !strings.Contains(both.Text, "36 hours") || !strings.Contains(both.Text, "61 never") {
		t.Errorf("keep both = %q", both.Text)
	}
	if _, err := save("mia", "x", 99, ""); accord.CodeOf(err) != accord.CodeInvalid {
		t.Errorf("a version of the future = %v, want invalid", err)
	}
	if _, err := save("mia", strings.Repeat("x", accord.MaxNotes+1), both.Version, ""); accord.CodeOf(err) != accord.CodeInvalid {
		t.Errorf("9 KiB = %v, want invalid", err)
	}
}

// What is typed while one's own save is being merged goes on top of what was
// sent: no half line of one's own stays behind, and none is in one's way.
func TestMeeting_M1_typing_through_a_merge(t *testing.T) {
	f := newMeetingFixture(t)
	item := f.adds("ana", "Leads", accord.Sales)
	f.start("luis", "mia")
	save := func(who, text string, version int) Notes {
		t.Helper()
		n, err := f.app.SaveItemNotes(f.Context(), itemActor(who), item.ID, text, version, "")
		f.must(err)
		return n
	}
	first := save("luis", "one", 1)
	save("mia", "one\nfrom Mia", first.Version)
	// Luis types "from Luis", sends it after "fro", "from", "from Lu", and never stops to take in what was merged.
	at := first.Version
	var last Notes
	for _, typed := range []string{"fro", "from", "from Lu", "from Luis"} {
		last = save("luis", "one\n"+typed, at)
		at = last.Sent
	}
	if lines := strings.Split(last.Text, "\n"); len(lines) != 3 || !slices.Contains(lines, "from Luis") || !slices.Contains(lines, "from Mia") {
		t.Errorf("notes = %q, want one line of each", last.Text)
	}
}
