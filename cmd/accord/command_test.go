package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// command runs one command line over a database in dir and returns what it
// printed.
func command(t *testing.T, dir, stdin string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	env := map[string]string{"ACCORD_DATABASE_URL": "sqlite:" + filepath.Join(dir, "accord.db")}
	var out, errOut bytes.Buffer
	err = run(context.Background(), args, func(k string) string { return env[k] }, strings.NewReader(stdin), &out, &errOut)
	return out.String(), errOut.String(), err
}

func TestRun_WrongSettingsAreNamed(t *testing.T) {
	for flag, name := range map[string]string{
		"--listen=8080": "ACCORD_LISTEN", "--database-url=mysql://x": "ACCORD_DATABASE_URL", "--base-url=accord.example": "ACCORD_BASE_URL",
		"--smtp-url=mail.example": "ACCORD_SMTP_URL", "--mail-from=nobody": "ACCORD_MAIL_FROM", "--secret=short": "ACCORD_SECRET",
		"--trusted-proxies=home": "ACCORD_TRUSTED_PROXIES", "--log-level=loud": "ACCORD_LOG_LEVEL", "--log-format=xml": "ACCORD_LOG_FORMAT",
		"--metrics-listen=x": "ACCORD_METRICS_LISTEN",
	} {
		_, _, err := command(t, t.TempDir(), "", "serve", flag)
		if _, ok := errors.AsType[usageError](err); !ok || !strings.HasPrefix(err.Error(), name+" must") || strings.Contains(err.Error(), "\n") {
			t.Errorf("serve %s = %v, want one line that begins with %s must", flag, err, name)
		}
	}
}

func TestRun_PeopleTokensAndBackup(t *testing.T) {
	dir := t.TempDir()
	good := func(stdin string, args ...string) string {
		t.Helper()
		out, errOut, err := command(t, dir, stdin, args...)
		if err != nil {
			t.Fatalf("%v = %v\n%s", args, err, errOut)
		}
		return out
	}
	good("a good long password\n", "user", "add", "--email", "Ann@example.com", "--name", "Ann", "--side", "sales", "--role", "admin")
	if link := good("", "user", "add", "--email", "bo@example.com", "--name", "Bo", "--side", "marketing"); !strings.Contains(link, "/join/") {
		t.Errorf("user add without password printed %q, want an invitation link", link)
	}
	token := good("", "token", "create", "--email", "ann@example.com", "--name", "script")
	if strings.Count(token, "\n") != 1 || strings.ContainsAny(strings.TrimSpace(token), " \t") {
		t.Errorf("token create printed %q, want the token and a newline", token)
	}
	good("another good password\n", "user", "password", "--email", "ann@example.com")
	backup := filepath.Join(dir, "backup.db")
	good("", "backup", backup)
	if _, _, err := command(t, dir, "", "backup", backup); err == nil {
		t.Error("a backup was overwritten")
	}
	good("", "workspace", "add", "--name", "Second")
	good("", "restore", backup)
	if list := good("", "workspace", "list"); strings.Contains(list, "Second") {
		t.Errorf("workspaces after restoring = %q, want the first alone", list)
	}
	if kept, _ := filepath.Glob(filepath.Join(dir, "*.before-restore-*")); len(kept) != 1 {
		t.Errorf("kept = %v, want the old database", kept)
	}
	broken := filepath.Join(dir, "broken.db")
	if err := os.WriteFile(broken, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := command(t, dir, "", "restore", broken); err == nil {
		t.Error("a broken backup was restored")
	}
	if out := good("", "doctor"); strings.Contains(out, "FAIL") {
		t.Errorf("doctor found\n%s", out)
	}
}
