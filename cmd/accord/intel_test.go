package main

import (
	"testing"

	"accord/internal/app"
)

// TestIntelligence is the round of leads and market intelligence, in the
// browsers of both sides.
func TestIntelligence(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	w, _, _ := startWorld(t, serveCmd{Demo: true}, "")
	w.node(t, "intel.test.mjs", "ACCORD_E2E_PASSWORD="+app.DemoPassword)
}
