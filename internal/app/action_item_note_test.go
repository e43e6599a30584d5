package app

import (
	"testing"
	"time"

	"accord/internal/accord"
)

// Owner and asker talk on the item; the latest note stands in the opening and
// in my items.
func TestActionItem_P10_latest_note(t *testing.T) {
	f := newItemFixture(t)
	ctx := f.Context()
	item := f.asks("ana", "luis")
	f.ok(f.verb("accept", "luis", item.ID))
	for _, note := range []struct{ by, text string }{{"luis", "Half done"}, {"ana", "Thank you"}, {"luis", "Nearly there"}} {
		f.now = f.now.Add(time.Minute)
		if _, err := f.app.AddItemNote(ctx, itemActor(note.by), item.ID, note.text); err != nil {
			t.Fatal(err)
		}
	}
	d, err := f.app.CreateMeeting(ctx, itemActor("ana"), NewMeeting{Title: "Next", TeamID: "team", StartsAt: f.now.Add(time.Hour), DurationMinutes: 30})
	if err != nil || len(d.Opening) != 1 || d.Opening[0].LatestNote != "Nearly there" {
		t.Errorf("P10 opening = %+v, %v, want the latest note", d.Opening, err)
	}
	mine, err := f.app.MyItems(ctx, itemActor("luis"), accord.DateOf(f.now, time.UTC).AddDays(6))
	rows := append(append([]accord.ItemRow{}, mine.ThisWeek...), mine.Later...)
	if err != nil || len(rows) != 1 || rows[0].LatestNote != "Nearly there" {
		t.Errorf("P10 my items = %+v, %v, want the latest note", rows, err)
	}
}
