package app

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/store"
)

// decides records decisions at an instant.
func (w *workplace) decides(at accord.LocalTime, list ...accord.Decision) {
	w.t.Helper()
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		for _, d := range list {
			d.ID, d.DecidedOn, d.CreatedBy, d.CreatedAt, d.Version = d.Text, at.Date(), "ana", at.In(time.UTC), 1
			if err := store.Insert(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func kept(d accord.UpdateDetail) []string {
	out := []string{}
	for _, l := range d.Facts {
		if l.Kind != accord.FactMeeting {
			out = append(out, l.Text)
		}
	}
	return out
}

// What happened in a week that was missed stands in the next update.
func TestUpdate_FactsOfAMissedWeek(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		w.patch("ana", week3, UpdatePatch{News: accord.Some("x")})
		w.sign("ana", week3)
		w.sign("mia", week3)
		w.decides("2027-01-21T09:00", accord.Decision{Number: 1, Text: "In the week"})
		w.clock.set("2027-02-10T10:00")
		w.tick()
		if got := w.update("2027-W05").Status; got != accord.UpdateMissed {
			t.Fatalf("week 5 is %s, want missed", got)
		}
		w.decides("2027-02-01T09:00", accord.Decision{Number: 2, Text: "In a missed one"})
		if diff := cmp.Diff([]string{"D-1 In the week", "D-2 In a missed one"}, kept(w.update("2027-W06"))); diff != "" {
			t.Errorf("since the last one that was sent: %s", diff)
		}
	})
}

// Where every week so far was missed, the next update tells of all of them.
func TestUpdate_FactsBeforeAnythingWasSent(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		w.patch("ana", week3, UpdatePatch{News: accord.Some("x")})
		w.patch("ana", week3, UpdatePatch{News: accord.Some("")})
		w.decides("2027-01-14T09:00", accord.Decision{Number: 1, Text: "Before the first"})
		w.decides("2027-01-20T09:00", accord.Decision{Number: 2, Text: "In it"})
		w.clock.set("2027-02-10T10:00")
		w.tick()
		if diff := cmp.Diff([]string{"D-2 In it"}, kept(w.update("2027-W06"))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestUpdate_FactsLeaveOutInputAndReplaced(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		w.decides("2027-01-19T09:00", accord.Decision{Number: 1, Text: "Stands"}, accord.Decision{Number: 2, Text: "Input", InputFor: accord.Marketing},
			accord.Decision{Number: 3, Text: "Old"}, accord.Decision{Number: 4, Text: "New", SupersedesID: "Old"})
		if diff := cmp.Diff([]string{"D-1 Stands", "D-4 New"}, kept(w.update(week3))); diff != "" {
			t.Errorf("what was decided: %s", diff)
		}
	})
}

// X4: observers are mailed no update.
func TestUpdate_ObserversAreNotMailed(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		w.person("leo", func(p *accord.Person) { p.Role = accord.RoleObserver })
		people, err := w.app.UpdateMails(t.Context(), w.as("ana"))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			if p.ID == "leo" || len(people) != 3 {
				t.Errorf("mailed to %v, want nobody who observes", people)
			}
		}
	})
}
