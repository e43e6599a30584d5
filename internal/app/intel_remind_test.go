package app

import (
	"fmt"
	"testing"
	"time"

	"accord/internal/accord"
)

// Two processes that find the same answers overdue at once tell of each in one
// mail, which goes: what the slower one found goes by the first one's, and only
// what that had not found by its own.
func TestTick_intelOverdue_in_two_processes(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		var ids []string
		for n := range 3 {
			i, _, err := w.app.TellIntel(w.ctx(), w.as("leo"), accord.IntelDraft{Text: fmt.Sprint("What they said ", n+1)})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, i.ID)
		}
		w.clock.set("2026-12-08T08:00")
		other := New(Config{Store: w.store, Clock: w.clock.Now})
		first := glance{workspace: workID, now: w.app.now()}
		second := glance{workspace: workID, now: first.now.Add(time.Second)}
		if err := w.app.remindOfIntel(w.ctx(), first, "mia", ids[:2]); err != nil {
			t.Fatal(err)
		}
		if err := other.remindOfIntel(w.ctx(), second, "mia", ids); err != nil {
			t.Fatal(err)
		}
		w.clock.add(2 * time.Second)
		if err := w.app.remindOfIntel(w.ctx(), second, "mia", ids); err != nil {
			t.Fatal(err)
		}
		box := &postbox{}
		w.deliver(box)
		var told []string
		for _, m := range box.mails {
			for _, l := range m.Sections[0].Lines {
				told = append(told, fmt.Sprint(m.Args["Count"], " ", l.Text))
			}
		}
		same(t, "told", told, "2 I-1 What they said 1", "2 I-2 What they said 2", "1 I-3 What they said 3")
	})
}
