package main

import (
	"testing"

	"accord/internal/app"
)

// TestVisits is a representative call and exchange visits, in the browsers of
// both sides.
func TestVisits(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	w, _, _ := startWorld(t, serveCmd{Demo: true}, "")
	w.node(t, "visits.test.mjs", "ACCORD_E2E_PASSWORD="+app.DemoPassword)
}
