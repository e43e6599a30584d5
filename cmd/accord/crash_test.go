package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// What tells the test binary, run again, to be the server that is killed: its
// database, and for [TestCrash_mail] the instant at which its clock starts and
// the mail server.
const (
	crashDatabase = "ACCORD_TEST_CRASH_DATABASE"
	crashClock    = "ACCORD_TEST_CRASH_CLOCK"
	crashSMTP     = "ACCORD_TEST_CRASH_SMTP"
)

// TestCrash_server is no test: it is the server of TestCrash, in a process of
// its own.
func TestCrash_server(t *testing.T) {
	url := os.Getenv(crashDatabase)
	if url == "" {
		t.Skip("runs within TestCrash")
	}
	args := []string{"serve", "--listen", "127.0.0.1:0", "--database-url", url, "--log-level", "error"}
	clock := time.Now
	if start := os.Getenv(crashClock); start != "" {
		clock = fastClock(t, start)
		args = append(args, "--smtp-url", os.Getenv(crashSMTP), "--mail-from", crashFrom)
		go courier(t, clock, url)
	}
	if err := runAt(t.Context(), clock, args, func(string) string { return "" }, strings.NewReader(""), os.Stdout, os.Stderr); err != nil {
		t.Fatal(err)
	}
}

// TestCrash kills the server (SIGKILL) in the middle of writes, again and
// again, and finds every write it acknowledged: 5 times, 200 with
// ACCORD_TEST_LONG.
func TestCrash(t *testing.T) {
	times := 5
	if os.Getenv("ACCORD_TEST_LONG") != "" {
		times = 200
	}
	url := "sqlite:" + filepath.Join(t.TempDir(), "accord.db")
	c := &crash{t: t, url: url, acknowledged: map[string]string{}, found: map[string]bool{}}
	c.command("secret sentence 12", "user", "add", "--email", "ana@example.com", "--name", "Ana", "--side", "sales", "--role", "admin")
	c.token = strings.TrimSpace(c.command("", "token", "create", "--email", "ana@example.com", "--name", "test", "--scope", "write"))
	for range times {
		server := c.serve()
		c.check()
		c.writeUntilKilled(server)
	}
	server := c.serve()
	clear(c.found)
	c.check()
	stopServer(server)
	if len(c.acknowledged) < times {
		t.Errorf("only %d writes were acknowledged: the test proves little", len(c.acknowledged))
	}
	t.Logf("%d acknowledged writes survived %d kills", len(c.acknowledged), times)
}

// crash is one database with a server that dies.
type crash struct {
	t     *testing.T
	url   string
	clock func() time.Time // of the commands; nil is the machine's
	env   []string         // of the server, besides the database
	token string
	base  string

	mu           sync.Mutex
	acknowledged map[string]string // title by id
	found        map[string]bool   // those found after a kill, by id
	next         int
}

// command runs an accord command in this process and returns its output.
func (c *crash) command(stdin string, args ...string) string {
	c.t.Helper()
	var out, errs bytes.Buffer
	args = append(args, "--database-url", c.url)
	clock := c.clock
	if clock == nil {
		clock = time.Now
	}
	if err := runAt(c.t.Context(), clock, args, func(string) string { return "" }, strings.NewReader(stdin+"\n"), &out, &errs); err != nil {
		c.t.Fatalf("accord %s: %v\n%s", args[0], err, &errs)
	}
	return out.String()
}

// serve starts the server in a process of its own and waits for its address.
func (c *crash) serve() *exec.Cmd {
	c.t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestCrash_server$")
	cmd.Env = append(append(os.Environ(), crashDatabase+"="+c.url), c.env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { stopServer(cmd) })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if i := strings.Index(lines.Text(), "http://"); i >= 0 {
			c.base = strings.Fields(lines.Text()[i:])[0]
			return cmd
		}
	}
	c.t.Fatal("the server ended without saying where it serves")
	return nil
}

// stopServer kills a server of this test, by its own process.
func stopServer(cmd *exec.Cmd) {
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// writeUntilKilled has four writers make and close action items, and kills the
// server after a moment chosen by chance.
func (c *crash) writeUntilKilled(server *exec.Cmd) {
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for c.write(client) {
			}
		})
	}
	timer := time.NewTimer(time.Duration(50+rand.IntN(250)) * time.Millisecond)
	<-timer.C
	stopServer(server)
	wg.Wait()
}

// write makes one item and remembers it if the server says that it is there. It
// returns false once the server is gone.
func (c *crash) write(client *http.Client) bool {
	c.mu.Lock()
	c.next++
	title := fmt.Sprint("Promise ", c.next)
	c.mu.Unlock()
	status, body, err := c.do(client, http.MethodPost, "/action-items", fmt.Sprintf(`{"title":%q,"for_side":"sales"}`, title))
	if err != nil {
		return false
	}
	var item struct{ ID string }
	if status != http.StatusCreated || json.Unmarshal(body, &item) != nil {
		c.t.Errorf("create = %d %s, want 201", status, body)
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acknowledged[item.ID] = title
	return true
}

// check finds every acknowledged item that was not found before, with its event.
func (c *crash) check() {
	c.t.Helper()
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	events := map[string]int{}
	for after := 0; ; {
		_, body, err := c.do(client, http.MethodGet, fmt.Sprintf("/events?after=%d&limit=200", after), "")
		if err != nil {
			c.t.Fatal(err)
		}
		var page struct {
			Items []struct {
				Seq       int
				Kind      string
				SubjectID string `json:"subject_id"`
			}
		}
		if err := json.Unmarshal(body, &page); err != nil {
			c.t.Fatalf("events: %v in %s", err, body)
		}
		for _, e := range page.Items {
			after = e.Seq
			if e.Kind == "action_item.created" {
				events[e.SubjectID]++
			}
		}
		if len(page.Items) == 0 {
			break
		}
	}
	for id, title := range c.acknowledged {
		if c.found[id] {
			continue
		}
		c.found[id] = true
		status, body, err := c.do(client, http.MethodGet, "/action-items/"+id, "")
		if err != nil || status != http.StatusOK || !strings.Contains(string(body), title) {
			c.t.Fatalf("%s was acknowledged and is lost: %d %s %v", title, status, body, err)
		}
		if events[id] != 1 {
			c.t.Fatalf("%s has %d events of its making, want one", title, events[id])
		}
	}
}

func (c *crash) do(client *http.Client, method, path, body string) (int, []byte, error) {
	return c.doAs(client, c.token, method, path, body)
}

// doAs makes a request by a person's token.
func (c *crash) doAs(client *http.Client, token, method, path, body string) (int, []byte, error) {
	req, err := http.NewRequestWithContext(context.Background(), method, c.base+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if method == http.MethodPatch {
		req.Header.Set("If-Match", "*")
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, b, err
}
