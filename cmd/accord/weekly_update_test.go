package main

import (
	"testing"

	"accord/internal/app"
)

// The whole round of the weekly update in the demo company, without script.
func TestWeeklyUpdate_InABrowser(t *testing.T) {
	needBrowser(t)
	w, _, _ := startWorld(t, serveCmd{Demo: true}, "")
	w.node(t, "weekly_update.test.mjs", "ACCORD_E2E_PASSWORD="+app.DemoPassword)
}
