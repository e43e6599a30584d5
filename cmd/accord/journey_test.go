package main

import "testing"

// TestJourney is the main job, from set-up to the dashboard, in a browser.
func TestJourney(t *testing.T) {
	needBrowser(t)
	t.Parallel() // a browser waits more than it works
	for _, tt := range []struct{ name, script, locale string }{
		{"with script", "1", "en-GB"},
		{"by forms alone", "0", "en-GB"},
		{"in German", "1", "de-DE"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			databases(t, func(t *testing.T, url string) {
				serveWorld(t, url).node(t, "journey.test.mjs", "ACCORD_E2E_SCRIPT="+tt.script, "ACCORD_E2E_LOCALE="+tt.locale)
			})
		})
	}
}
