package app

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// X2: of a round so large that its answers fill many pages of the file, which
// are split, moved and freed, nothing is left either.
func TestDiagnostic_manyLeaveNothing(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		if w.store.Path() == "" {
			t.Skip("of SQLite")
		}
		ctx := context.Background()
		var people []accord.Person
		for i := range 120 {
			people = append(people, accord.Person{
				WorkspaceID: workID, ID: fmt.Sprintf("p%03d", i), Name: "P", Email: fmt.Sprintf("p%d@example.com", i), Side: []accord.Side{accord.Sales, accord.Marketing}[i%2],
				Role: accord.RoleMember, TimeZone: "Europe/Berlin", Locale: "en", Version: 1, CreatedAt: accord.Instant(w.clock.Now()),
			})
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error { return store.Insert(ctx, tx, people...) })
		d := w.opened()
		for i := range people {
			w.answer(d.ID, people[(i*7)%len(people)].ID, alike(1+i%5, 3))
		}
		answers, err := w.store.DiagnosticAnswers(w.ctx(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		key, err := w.store.DiagnosticKey(w.ctx(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		url := "sqlite:" + w.store.Path()
		if !bytes.Contains(storetest.Bytes(t, url), []byte(answers[len(answers)/2].Sealed)) {
			t.Fatal("what is kept is not in the files: the test cannot fail")
		}
		w.clock.set("2026-12-09T00:00")
		w.tick()
		w.tick()
		if got, err := w.app.Diagnostic(ctx, w.as("ida"), d.ID); err != nil || got.Outcome != accord.DiagnosticReported {
			t.Fatalf("%s, %v", got.Outcome, err)
		}
		files := storetest.Bytes(t, url)
		left := 0
		for _, a := range answers {
			if bytes.Contains(files, []byte(a.ID)) || bytes.Contains(files, []byte(a.Sealed)) {
				left++
			}
		}
		if left > 0 || bytes.Contains(files, []byte(key.Salt)) {
			t.Errorf("%d of %d answers, or the salt, are left in the files", left, len(answers))
		}
	})
}
