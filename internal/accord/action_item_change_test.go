package accord

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestItemChanges(t *testing.T) {
	a := accepted(t, "luis", Marketing)
	a.TeamID, a.ID, a.Version = "t1", "i1", 3
	steps := []ActionItem{a}
	add := func(b ActionItem, err error) {
		a = must(t)(b, err)
		steps = append(steps, a)
	}
	add(a.Reschedule("2026-12-10", "x", actorOf("luis"), noon))
	add(a.HandOver(personOf("nora"), "x", false, actorOf("luis"), false, noon))
	add(a.Accept("", "", actorOf("nora"), personOf("nora"), noon))
	add(a.Drop("x", actorOf("nora"), false, noon))
	add(a.Done(actorOf("nora"), noon))
	add(a.Return("x", actorOf("mia"), noon))
	for i := 1; i < len(steps); i++ {
		b, err := json.Marshal(ItemEvent{Changes: ChangesOf(steps[i-1], steps[i])})
		if err != nil {
			t.Fatal(err)
		}
		e, err := ItemEventOf(Event{Data: string(b)})
		if err != nil {
			t.Fatal(err)
		}
		back, err := e.Changes.Back(steps[i])
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(steps[i-1], back); d != "" {
			t.Errorf("P8: step %d taken back (-want +got):\n%s", i, d)
		}
		forth, err := e.Changes.Forth(steps[i-1])
		if d := cmp.Diff(steps[i], forth); d != "" || err != nil {
			t.Errorf("P8: step %d told again: %v (-want +got):\n%s", i, err, d)
		}
	}
}
