package main

import (
	"testing"

	"accord/internal/app"
)

// TestDiagnosticInBrowser is a round of the alignment diagnostic in the demo
// company: answered on a phone and without script, and its report (X2).
func TestDiagnosticInBrowser(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	w, _, _ := startWorld(t, serveCmd{Demo: true}, "")
	w.node(t, "diagnostic.test.mjs", "ACCORD_E2E_PASSWORD="+app.DemoPassword)
}
