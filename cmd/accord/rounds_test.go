package main

import (
	"testing"

	"accord/internal/app"
)

// TestRounds are the whole rounds of what both sides do together, each in the
// browsers of people of a demo company of its own: a running meeting in two at
// once and by keyboard alone (M1), how far both look and who owes whom, lists
// revealed together and answers nobody can link (X2), and the others.
func TestRounds(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	for _, round := range []string{"live", "aligned", "charter", "diagnostic", "intel", "projects", "sit_down", "visits", "weekly_update"} {
		t.Run(round, func(t *testing.T) {
			t.Parallel()
			w, _, _ := startWorld(t, serveCmd{Demo: true}, "")
			w.node(t, round+".test.mjs", "ACCORD_E2E_EMAILS=ana@marlow.example greta@marlow.example", "ACCORD_E2E_PASSWORD="+app.DemoPassword)
		})
	}
}
