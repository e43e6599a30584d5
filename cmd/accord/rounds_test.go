package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/internal/app"
	"accord/internal/store"
	"accord/internal/store/scratch"
)

// TestRounds are the whole rounds of what both sides do together, each in the
// browsers of people of a demo company of its own: a running meeting in two at
// once and by keyboard alone (M1), how far both look and who owes whom, lists
// revealed together and answers nobody can link (X2), and the others.
func TestRounds(t *testing.T) {
	needBrowser(t)
	t.Parallel()
	for _, round := range []string{"live", "aligned", "charter", "diagnostic", "intel", "projects", "sit_down", "visits", "weekly_update"} {
		t.Run(round, func(t *testing.T) {
			t.Parallel()
			w, _, _ := startWorld(t, serveCmd{}, scratch.SQLite(t, demoCompany(t)))
			environment := []string{"ACCORD_E2E_EMAILS=ana@marlow.example greta@marlow.example", "ACCORD_E2E_PASSWORD=" + app.DemoPassword}
			if round == "visits" { // begins in a company that has nothing yet
				environment = append(environment, "ACCORD_E2E_SETUP="+serveWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "empty.db")).setup)
			}
			w.node(t, round+".test.mjs", environment...)
		})
	}
}

// demoCompany is the file of a demo company that has come to browserStart. It is
// made once for all tests: every server begins with a copy.
func demoCompany(t *testing.T) []byte {
	t.Helper()
	file, err := demoFile()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

var demoFile = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "accord-rounds-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path, ctx, clock := filepath.Join(dir, "accord.db"), context.Background(), func() time.Time { return browserStart }
	db, err := store.Open(ctx, store.Config{URL: "sqlite:" + path, Clock: clock, Volatile: true})
	if err != nil {
		return nil, err
	}
	_, err = db.Migrate(ctx)
	if err == nil {
		a := app.New(app.Config{Store: db, Clock: clock, BaseURL: "http://127.0.0.1", Secret: []byte(strings.Repeat("k", minSecret))})
		_, err = a.Demo(ctx)
		a.Wait()
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
