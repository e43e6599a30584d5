package main

import (
	"testing"

	"accord/internal/app"
)

// TestCharter is the round of the charter, in the browsers of both leads.
func TestCharter(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	w, _, _ := startWorld(t, serveCmd{Demo: true}, "")
	w.node(t, "charter.test.mjs", "ACCORD_E2E_PASSWORD="+app.DemoPassword)
}
