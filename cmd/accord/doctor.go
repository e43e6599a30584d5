package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"accord/internal/accord"
	"accord/internal/mail"
	"accord/internal/store"
)

// doctorCmd is accord doctor.
type doctorCmd struct{}

// finding is what one check found: fine, worth a look, or broken.
type finding struct {
	state, text string
}

func fine(format string, args ...any) finding { return finding{"ok", fmt.Sprintf(format, args...)} }

func odd(format string, args ...any) finding { return finding{"look", fmt.Sprintf(format, args...)} }

func broken(format string, args ...any) finding { return finding{"FAIL", fmt.Sprintf(format, args...)} }

// Run checks one thing after the other and says what to do about each.
func (doctorCmd) Run(e *env) error {
	s, err := e.flags.check()
	if err != nil {
		return err
	}
	failed := 0
	for _, check := range []struct {
		name string
		run  func(*env, settings) finding
	}{
		{"database", checkDatabase},
		{"secret", checkSecret},
		{"clock", checkClock},
		{"zones", checkZones},
		{"base URL", checkBase},
		{"mail", checkSMTP},
		{"disk", checkDisk},
	} {
		f := check.run(e, s)
		if f.state == "FAIL" {
			failed++
		}
		fmt.Fprintf(e.stdout, "%-5s %-9s %s\n", f.state, check.name, f.text)
	}
	if failed > 0 {
		return fmt.Errorf("doctor: %d of the checks failed", failed)
	}
	return nil
}

func checkDatabase(e *env, s settings) finding {
	if s.sqlitePath != "" {
		if _, err := os.Stat(s.sqlitePath); err != nil {
			return odd("there is no file %s yet: accord serve makes it", s.sqlitePath)
		}
	}
	db, err := store.Open(e.ctx, store.Config{URL: s.databaseURL, Clock: e.clock})
	if err != nil {
		return broken("%v", err)
	}
	defer db.Close()
	st, err := db.SchemaStatus(e.ctx)
	switch {
	case err != nil:
		return broken("%v", err)
	case st.Newer():
		return broken("schema %d is newer than this program's %d: use the newer program, or restore a backup", st.Current, st.Latest)
	case len(st.Pending) > 0:
		return odd("%d migrations wait: run accord migrate up", len(st.Pending))
	}
	if err := db.Verify(e.ctx); err != nil {
		return broken("%v: restore a backup", err)
	}
	version, err := db.Version(e.ctx)
	if err != nil {
		return broken("%v", err)
	}
	return fine("%s %s, schema %d", db.Dialect(), version, st.Current)
}

func checkSecret(_ *env, s settings) finding {
	if s.secret != "" {
		return fine("from ACCORD_SECRET")
	}
	if s.sqlitePath == "" {
		return broken("ACCORD_SECRET must be set with PostgreSQL, such as to the output of openssl rand -hex 32")
	}
	file := filepath.Join(filepath.Dir(s.sqlitePath), "accord.secret")
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return odd("there is no %s yet: accord serve makes it", file)
	case info.Mode().Perm()&0o077 != 0:
		return broken("others may read %s: run chmod 600 %s", file, file)
	default:
		return fine("%s; keep it with your backups", file)
	}
}

// checkClock finds a clock set back behind what is already written.
func checkClock(e *env, s settings) finding {
	now := e.clock()
	if now.Year() < 2026 {
		return broken("it says %s: set it, best by NTP", now.UTC().Format(time.DateTime))
	}
	if s.sqlitePath != "" {
		if _, err := os.Stat(s.sqlitePath); err != nil {
			return fine("%s UTC", now.UTC().Format(time.DateTime))
		}
	}
	db, err := store.Open(e.ctx, store.Config{URL: s.databaseURL, Clock: e.clock})
	if err != nil {
		return odd("%s UTC; the database does not answer", now.UTC().Format(time.DateTime))
	}
	defer db.Close()
	if last, err := db.LastEventAt(e.ctx); err == nil && last.After(now.Add(time.Minute)) {
		return broken("it says %s, but something was written at %s: set it, best by NTP", now.UTC().Format(time.DateTime), last.Format(time.DateTime))
	}
	return fine("%s UTC", now.UTC().Format(time.DateTime))
}

func checkZones(*env, settings) finding {
	if _, err := accord.LoadZone("Europe/Berlin"); err != nil {
		return broken("there are no time zones: install tzdata")
	}
	return fine("time zones are known")
}

func checkBase(_ *env, s settings) finding {
	if s.baseURL == "" {
		return odd("ACCORD_BASE_URL is not set: links begin with %s, which works on this machine only", s.publicURL(s.listen))
	}
	u, _ := url.Parse(s.baseURL)
	if u.Scheme == "http" && u.Hostname() != "localhost" && !net.ParseIP(u.Hostname()).IsLoopback() {
		return odd("%s is not encrypted: put a proxy with TLS before it and use https", s.baseURL)
	}
	return fine("%s", s.baseURL)
}

func checkSMTP(e *env, s settings) finding {
	if s.smtpURL == "" {
		return odd("ACCORD_SMTP_URL is not set: nothing is mailed, links are shown instead")
	}
	sender, err := mail.NewSMTP(s.smtpURL, s.mailFrom)
	if err != nil {
		return broken("%v", err)
	}
	ctx, cancel := context.WithTimeout(e.ctx, 15*time.Second)
	defer cancel()
	if err := sender.Check(ctx); err != nil {
		return broken("the mail server does not take us: %v", err)
	}
	return fine("the mail server takes us")
}

// minFree is when a disk counts as nearly full.
const minFree = 500 << 20

func checkDisk(_ *env, s settings) finding {
	if s.sqlitePath == "" {
		return fine("the database is elsewhere")
	}
	dir := filepath.Dir(s.sqlitePath)
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return odd("%s: %v", dir, errors.Unwrap(err))
	}
	free := fs.Bavail * uint64(fs.Bsize) //nolint:gosec // never negative
	text := fmt.Sprintf("%.1f GB free in %s", float64(free)/1e9, strings.TrimSuffix(dir, "/"))
	if free < minFree {
		return broken("%s: make room, or writes will fail", text)
	}
	return fine("%s", text)
}
