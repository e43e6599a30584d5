package app

import (
	"context"
	"fmt"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
)

// What both leads wrote is found by those who may read it (X1, X4), and the
// charter by every member.
func TestSearch_UpdatesAndCharter(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			oz, err := tx.Person(ctx, "oz")
			if err != nil {
				return err
			}
			oz.Role = accord.RoleObserver // of neither side
			return tx.SavePerson(ctx, &oz)
		})
		found := func(who, q string) string {
			t.Helper()
			f, err := w.app.Search(t.Context(), w.as(who), q)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, u := range f.Updates {
				got += fmt.Sprintf("%s %s;", u.Week, u.Text)
			}
			for _, e := range f.Charter {
				got += fmt.Sprintf("%s#%s;", e.Part, e.Anchor())
			}
			return got
		}
		want := func(who, q, want string) {
			t.Helper()
			if got := found(who, q); got != want {
				t.Errorf("%s finds %q = %q, want %q", who, q, got, want)
			}
		}
		w.patch("ana", week3, UpdatePatch{Wins: lines("Klinik Grünau | The webinar"), Asks: lines("Three references"), News: accord.Some("Leo starts\non Monday.")})
		want("ana", "grunau webinar", "2027-W03 Klinik Grünau;")
		want("mia", "references", "2027-W03 Three references;")
		want("leo", "grunau", "") // a draft is its writers'
		w.sign("ana", week3)
		w.sign("mia", week3)
		want("leo", "GRÜNAU", "2027-W03 Klinik Grünau;")
		want("leo", "leo monday", "2027-W03 Leo starts on Monday.;")
		want("leo", "grunau references", "")
		want("oz", "grunau", "")
		want("oz", "qualified", "")
		want("leo", "qualified", "definition#d-qualified_lead;")
		want("leo", "cold called", "")
		want("leo", "lead called time", "ground_rule#r-cold_lead;")
		want("leo", "copy plans", "domain#domains;")
		want("leo", "prepared", "pledge#pledge;")
		want("leo", " ", "")
		_, err := w.app.ChangeCharter(t.Context(), w.as("ana"), accord.Match{}, accord.Charter{Definitions: []accord.CharterDefinition{{Term: "Zebra", Text: "x", ReviewOn: "2027-06-01"}}})
		if err != nil {
			t.Fatal(err)
		}
		want("leo", "qualified", "")
		f, err := w.app.Search(t.Context(), w.as("leo"), "zebra")
		if err != nil || len(f.Charter) != 1 || f.Empty() {
			t.Errorf("the charter as it stands: %+v %v", f.Charter, err)
		}
	})
}
