package main

import (
	"testing"

	"accord/internal/app"
)

// TestLiveMeeting is a running meeting of the demo company in two browsers at
// once (M1), and by keyboard alone.
func TestLiveMeeting(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	w, _, _ := startWorld(t, serveCmd{Demo: true}, "")
	w.node(t, "live.test.mjs", "ACCORD_E2E_EMAILS=ana@marlow.example greta@marlow.example", "ACCORD_E2E_PASSWORD="+app.DemoPassword)
}
