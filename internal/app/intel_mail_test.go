package app

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// Whoever told something hears what becomes of it: the answers of a minute in
// one mail, the last one to each thing alone, none that is taken back, and none
// to who does not want it.
func TestDeliver_intelAnswered(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		box := &postbox{}
		for _, text := range []string{"They wait.", "They want it in blue."} {
			if _, _, err := w.app.TellIntel(w.ctx(), w.as("leo"), accord.IntelDraft{Text: text}); err != nil {
				t.Fatal(err)
			}
		}
		answer := func(ref string, a accord.IntelAnswer, why string) {
			t.Helper()
			if _, err := w.app.AnswerIntel(w.ctx(), w.as("ben"), ref, anyVersion, a, why); err != nil {
				t.Fatal(err)
			}
		}
		answer("I-1", accord.IntelNoted, "")
		w.clock.add(20 * time.Second)
		answer("I-2", accord.IntelUsed, "")
		answer("I-1", accord.IntelNotNow, "No budget")
		w.clock.add(time.Minute)
		w.deliver(box)
		if len(box.mails) != 1 || box.mails[0].Address != "leo@example.com" || box.mails[0].StopKind != accord.WishAnswers || len(box.mails[0].Sections[0].Lines) != 2 {
			t.Fatalf("mails = %+v, want one to leo with both, which he can stop", box.mails)
		}
		for n, want := range []string{"I-2 They want it in blue. mail.intel_answered.used", "I-1 They wait. mail.intel_answered.not_now"} {
			if l := box.mails[0].Sections[0].Lines[n]; l.Text+" "+l.Facts[0].Key != want {
				t.Errorf("line %d = %s %s, want %s", n, l.Text, l.Facts[0].Key, want)
			}
		}
		answer("I-2", accord.IntelNoted, "")
		if _, err := w.app.UndoIntel(w.ctx(), w.as("ben"), "I-2"); err != nil {
			t.Fatal(err)
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.OptOut(ctx, "leo", accord.WishAnswers) })
		answer("I-1", accord.IntelUsed, "")
		w.clock.add(5 * time.Minute)
		w.deliver(box)
		if len(box.mails) != 1 {
			t.Errorf("mails = %+v, want no other: one answer is taken back, and leo wants none", box.mails[1:])
		}
	})
}

// Whoever told something reads on the page what becomes of it, the latest answer
// first, for a month; what others told is not theirs.
func TestIntelItems_mine(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		for n, who := range []string{"leo", "leo", "ana", "leo"} {
			if _, _, err := w.app.TellIntel(w.ctx(), w.as(who), accord.IntelDraft{Text: fmt.Sprint("What they said ", n)}); err != nil {
				t.Fatal(err)
			}
		}
		for _, ref := range []string{"I-2", "I-3", "I-1"} {
			w.clock.add(time.Hour)
			if _, err := w.app.AnswerIntel(w.ctx(), w.as("ben"), ref, anyVersion, accord.IntelUsed, "In the spring mail"); err != nil {
				t.Fatal(err)
			}
		}
		mine := func(want ...string) {
			t.Helper()
			list, _, err := w.app.IntelItems(w.ctx(), w.as("leo"), IntelQuery{Mine: true}, accord.Page{Limit: 5})
			var refs []string
			for _, i := range list {
				refs = append(refs, i.Ref()+" "+i.Why)
			}
			if err != nil || !slices.Equal(refs, want) {
				t.Errorf("answers to leo = %v, %v, want %v", refs, err, want)
			}
		}
		mine("I-1 In the spring mail", "I-2 In the spring mail")
		w.clock.add(answeredLately)
		mine("I-1 In the spring mail")
		w.clock.add(time.Minute)
		mine()
		// One that changed is news again, by the answer that stands.
		change := func(ref string, at time.Duration) {
			t.Helper()
			w.clock.add(at)
			if _, err := w.app.AnswerIntel(w.ctx(), w.as("ben"), ref, anyVersion, accord.IntelNotNow, "No budget"); err != nil {
				t.Fatal(err)
			}
		}
		change("I-2", 0)
		change("I-1", time.Hour)
		change("I-2", time.Hour)
		mine("I-2 No budget", "I-1 No budget")
		if _, err := w.app.UndoIntel(w.ctx(), w.as("ben"), "I-2"); err != nil {
			t.Fatal(err)
		}
		mine("I-1 No budget", "I-2 No budget")
	})
}
