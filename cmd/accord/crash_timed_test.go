package main

import (
	"context"
	"encoding/json"
	"net/http"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// timedCrash is a crash whose servers have a fast clock of their own and mail to
// a server that outlives them.
type timedCrash struct {
	*crash
	sink *crashSink
	// at is where the clock of the last server started, begun when it was, by the
	// machine's.
	at, begun time.Time
}

func newTimedCrash(t *testing.T, start time.Time) *timedCrash {
	t.Helper()
	url := "sqlite:" + filepath.Join(t.TempDir(), "accord.db")
	return &timedCrash{
		sink: newCrashSink(t), at: start, begun: time.Now(),
		crash: &crash{t: t, url: url, clock: func() time.Time { return start }, acknowledged: map[string]string{}, found: map[string]bool{}},
	}
}

// now is no earlier than the clock of any server was.
func (c *timedCrash) now() time.Time { return c.at.Add(time.Since(c.begun) * crashSpeed) }

// start starts a server whose clock is ahead of the last one's by the pause.
func (c *timedCrash) start(pause time.Duration) *exec.Cmd {
	c.t.Helper()
	c.at, c.begun = c.now().Add(pause), time.Now()
	c.env = []string{crashClock + "=" + c.at.Format(time.RFC3339Nano), crashSMTP + "=smtp://" + c.sink.addr}
	return c.serve()
}

// must makes a request by the first person's token that is answered as wanted.
func (c *timedCrash) must(method, path, body string, want int, into any) {
	c.t.Helper()
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	status, got, err := c.do(client, method, path, body)
	if err != nil || status != want {
		c.t.Fatalf("%s %s = %d %s %v, want %d", method, path, status, got, err, want)
	}
	if into != nil {
		if err := json.Unmarshal(got, into); err != nil {
			c.t.Fatal(err)
		}
	}
}

// inDatabase runs fn over the database, as any process may that shares it.
func (c *timedCrash) inDatabase(fn func(ctx context.Context, db *store.Store)) {
	c.t.Helper()
	db, err := store.Open(context.Background(), store.Config{URL: c.url, Clock: c.now})
	if err != nil {
		c.t.Fatal(err)
	}
	defer db.Close()
	newest, err := db.NewestEvents(context.Background())
	if err != nil || len(newest) != 1 {
		c.t.Fatalf("workspaces = %v %v, want one", newest, err)
	}
	fn(store.Within(context.Background(), newest[0].WorkspaceID), db)
}

// rows are all mails there are.
func (c *timedCrash) rows(ctx context.Context, db *store.Store) []accord.Delivery {
	c.t.Helper()
	var all []accord.Delivery
	for before := ""; ; {
		list, err := db.Deliveries(ctx, "", before, 1000)
		if err != nil {
			c.t.Fatal(err)
		}
		if len(list) == 0 {
			return all
		}
		all, before = append(all, list...), list[len(list)-1].ID
	}
}
