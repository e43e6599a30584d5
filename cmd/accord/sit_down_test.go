package main

import (
	"testing"

	"accord/internal/app"
)

// TestSitDown is a counterpart sit-down of the demo company in two browsers, one
// of them without script (X2).
func TestSitDown(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	w, _, _ := startWorld(t, serveCmd{Demo: true}, "")
	w.node(t, "sit_down.test.mjs", "ACCORD_E2E_EMAILS=ana@marlow.example greta@marlow.example", "ACCORD_E2E_PASSWORD="+app.DemoPassword)
}
