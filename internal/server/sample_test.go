package server

import (
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/app"
)

// The sample company can be lived in and taken away without a trace.
func TestSample(t *testing.T) {
	s := newSite(t)
	key := setupKey(t, s)
	b := s.browser()
	b.want(422, "POST", "/setup", fields("key", key, "sample", "1", "name", "Zoe", "email", "zoe@real.test", "password", "short", "side", "neutral", "time_zone", "Europe/Berlin", "locale", "en"))
	b.want(303, "POST", "/setup", fields("key", key, "sample", "1", "name", "Zoe", "email", "zoe@real.test", "password", "a long password", "side", "neutral", "time_zone", "Europe/Berlin", "locale", "en"))
	if body := b.want(200, "GET", "/people", ""); !strings.Contains(body, "Zoe") || !strings.Contains(body, "Ana Petrov") {
		t.Error("the sample company lacks its people")
	}
	if _, err := s.app.Login(t.Context(), "ana@marlow.example", app.DemoPassword); accord.CodeOf(err) != accord.CodeInvalid {
		t.Errorf("Login with the demo's password = %v, want invalid: everybody knows it", err)
	}
	b.want(200, "GET", "/settings", "")
	r := b.do("POST", "/settings/remove-sample", fields("x", ""))
	if r.StatusCode != 303 || !strings.HasPrefix(r.Header.Get("Location"), "/setup?key=") {
		t.Fatalf("remove = %d to %s", r.StatusCode, r.Header.Get("Location"))
	}
	b.want(200, "GET", r.Header.Get("Location"), "")
	if _, err := s.app.Login(t.Context(), "zoe@real.test", "a long password"); err == nil {
		t.Error("somebody of the removed company can sign in")
	}
	if open, err := s.app.SetupOpen(t.Context()); err != nil || !open {
		t.Errorf("SetupOpen = %v, %v", open, err)
	}
}

// A company that is none of the samples stays.
func TestSample_RealCompanyStays(t *testing.T) {
	c := newCompany(t)
	if _, err := c.app.RemoveSample(t.Context(), c.admin); accord.CodeOf(err) != accord.CodeConflict {
		t.Errorf("RemoveSample of a real company = %v, want conflict", err)
	}
}
