package main

import (
	"testing"

	"accord/internal/app"
)

// TestProjects is the round of growth projects, in the browsers of both leads.
func TestProjects(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	w, _, _ := startWorld(t, serveCmd{Demo: true}, "")
	w.node(t, "projects.test.mjs", "ACCORD_E2E_PASSWORD="+app.DemoPassword)
}
