package main

import (
	"maps"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A backup taken while people write holds everything acknowledged before it
// began, each thing with its event, and can be restored and served.
func TestBackup_while_serving(t *testing.T) {
	dir := t.TempDir()
	c := &crash{t: t, url: "sqlite:" + filepath.Join(dir, "accord.db"), acknowledged: map[string]string{}, found: map[string]bool{}}
	c.command("secret sentence 12", "user", "add", "--email", "ana@example.com", "--name", "Ana", "--side", "sales", "--role", "admin")
	c.token = strings.TrimSpace(c.command("", "token", "create", "--email", "ana@example.com", "--name", "test", "--scope", "write"))
	server := c.serve()
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	var wg sync.WaitGroup
	enough := make(chan struct{})
	for n := range 3 {
		wg.Go(func() {
			for i := 0; c.write(client); i++ {
				if n == 0 && i == 20 {
					close(enough)
				}
			}
		})
	}
	<-enough
	c.mu.Lock()
	before := maps.Clone(c.acknowledged)
	c.mu.Unlock()
	backup := filepath.Join(dir, "backup.db")
	c.command("", "backup", backup)
	c.mu.Lock()
	during := len(c.acknowledged) - len(before)
	c.mu.Unlock()
	stopServer(server)
	wg.Wait()

	restored := &crash{t: t, url: "sqlite:" + filepath.Join(dir, "restored.db"), token: c.token, acknowledged: before, found: map[string]bool{}}
	restored.command("", "restore", backup)
	server = restored.serve()
	restored.check()
	stopServer(server)
	if len(restored.found) != len(before) {
		t.Errorf("%d of %d writes acknowledged before the backup are in it", len(restored.found), len(before))
	}
	t.Logf("%d writes before the backup, %d while it was taken", len(before), during)
}
