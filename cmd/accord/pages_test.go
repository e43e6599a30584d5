package main

import (
	"context"
	"strings"
	"testing"
)

// TestPages looks at every page of the demo company as a browser does: WCAG
// 2.2 AA in both themes at a desk and on a phone, and nothing too wide.
func TestPages(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	linkSecret := strings.Repeat("k", minSecret) // signs the links of mails
	ctx, cancel := context.WithCancel(context.Background())
	out := &lines{}
	done := make(chan error, 1)
	args := []string{"serve", "--demo", "--listen", "127.0.0.1:0", "--log-level", "warn", "--secret", linkSecret}
	none := func(string) string { return "" }
	go func() {
		done <- run(ctx, args, none, strings.NewReader(""), out, testWriter{t})
		close(done)
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	w := &browserWorld{url: out.wait(t, done, `serves on (http://\S+)`)}
	email := out.wait(t, done, `(\S+@\S+) /`)
	password := out.wait(t, done, `\S+@\S+ / (\S+)`)
	w.node(t, "pages.test.mjs", "ACCORD_E2E_EMAIL="+email, "ACCORD_E2E_PASSWORD="+password, "ACCORD_E2E_MEMBER=ines@marlow.example", "ACCORD_E2E_SECRET="+linkSecret)
}
