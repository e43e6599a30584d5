package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"accord/internal/store/scratch"
)

// browserStart is what the clock says when a browser test begins. It lies in
// the future of whoever runs the tests, so that no browser finds a cookie of
// the server expired.
var browserStart = time.Date(2031, time.January, 6, 9, 0, 0, 0, time.UTC)

// webFolder is the front end, seen from this package.
var webFolder = filepath.Join("..", "..", "web")

// browserWorld is a whole accord serve whose clock the browser's test moves.
type browserWorld struct {
	url, setup string
	control    string // where the test asks for what only the server's side can do
	now        atomic.Int64
	database   string
}

// serveWorld starts accord serve on a free port. The clock is that of the
// command's environment: nothing in the shipped program knows of it.
func serveWorld(t *testing.T, database string) *browserWorld {
	t.Helper()
	w, out, done := startWorld(t, serveCmd{}, database)
	w.setup = out.wait(t, done, `\s(http://\S+/setup\S*)`)
	return w
}

// startWorld starts the server and waits until it serves.
func startWorld(t *testing.T, serve serveCmd, database string) (w *browserWorld, out *lines, done chan error) {
	t.Helper()
	w, out, done = &browserWorld{database: database}, &lines{}, make(chan error, 1)
	w.now.Store(browserStart.UnixMicro())
	ctx, cancel := context.WithCancel(context.Background())
	e := w.env(ctx, out, testWriter{t})
	go func() {
		done <- serve.Run(e)
		close(done) // whoever waits again does not wait for ever
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	w.url = out.wait(t, done, `serves on (http://\S+)`)
	control := httptest.NewServer(http.HandlerFunc(w.answer))
	t.Cleanup(control.Close)
	w.control = control.URL
	return w, out, done
}

func (w *browserWorld) env(ctx context.Context, stdout, stderr io.Writer) *env {
	return &env{
		ctx: ctx, clock: func() time.Time { return time.UnixMicro(w.now.Load()) }, stdin: strings.NewReader(""), stdout: stdout, stderr: stderr,
		flags: &flags{
			Listen: "127.0.0.1:0", DatabaseURL: w.database, Secret: strings.Repeat("k", minSecret), LogLevel: "warn", LogFormat: "text",
		},
	}
}

// answer does what the browser's test asks: POST /clock?at=RFC3339.
func (w *browserWorld) answer(rw http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/clock":
		at, err := time.Parse(time.RFC3339, r.URL.Query().Get("at"))
		if err != nil {
			http.Error(rw, err.Error(), http.StatusBadRequest)
			return
		}
		w.now.Store(at.UnixMicro())
	default:
		http.NotFound(rw, r)
	}
}

// node runs one file of browser tests against the world.
func (w *browserWorld) node(t *testing.T, file string, environment ...string) {
	t.Helper()
	scripts, err := filepath.Glob(filepath.Join(webFolder, "e2e", "*.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range scripts { // go test then knows that a result depends on them
		if _, err := os.ReadFile(script); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "--test", "--test-reporter=spec", filepath.Join("e2e", file))
	cmd.Dir = webFolder
	cmd.Env = append(os.Environ(), "ACCORD_E2E_URL="+w.url, "ACCORD_E2E_SETUP="+w.setup, "ACCORD_E2E_CONTROL="+w.control)
	cmd.Env = append(cmd.Env, environment...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", file, err, out)
	}
}

// needBrowser skips where Chromium, node or the front end's packages are
// absent; in CI nothing may be left out.
func needBrowser(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("browser tests are left out of -short")
	}
	missing := ""
	if _, err := exec.LookPath("chromium"); err != nil {
		missing = "chromium"
	}
	if _, err := exec.LookPath("node"); err != nil {
		missing = "node"
	}
	if _, err := os.Stat(filepath.Join(webFolder, "node_modules", "playwright-core")); err != nil {
		missing = "web/node_modules (npm ci)"
	}
	if _, err := os.Stat(filepath.Join(webFolder, "dist", "app.js")); err != nil {
		missing = "web/dist (npm run build)"
	}
	switch {
	case missing == "":
	case os.Getenv("CI") == "true":
		t.Fatalf("%s is missing: CI leaves nothing out", missing)
	default:
		t.Skipf("LEFT OUT: %s is missing", missing)
	}
}

// databases runs fn on SQLite always and on PostgreSQL where there is one.
func databases(t *testing.T, fn func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, scratch.SQLite(t, nil)) })
	t.Run("postgres", func(t *testing.T) {
		url := scratch.Postgres(t)
		if url == "" {
			t.Skip(scratch.PostgresVar + " is not set")
		}
		fn(t, url)
	})
}

// lines gathers what a command prints while others wait for it.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write takes what is printed.
func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// wait gives the first match of the pattern's group.
func (l *lines) wait(t *testing.T, done <-chan error, pattern string) string {
	t.Helper()
	re := regexp.MustCompile(pattern)
	deadline := time.After(2 * time.Minute)
	for {
		l.mu.Lock()
		text := l.text.String()
		l.mu.Unlock()
		if m := re.FindStringSubmatch(text); m != nil {
			return m[1]
		}
		select {
		case err := <-done:
			t.Fatalf("serve ended: %v\n%s", err, text)
		case <-deadline:
			t.Fatalf("serve did not print %s:\n%s", pattern, text)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// testWriter sends a command's log to the test's.
type testWriter struct{ t *testing.T }

// Write logs one line.
func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}
