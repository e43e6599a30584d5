package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

func TestLimiter(t *testing.T) {
	now := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	limits := func() *tries { return newTries(func() time.Time { return now }, 3) }
	t.Run("a window ends", func(t *testing.T) {
		l := limits()
		for i, want := range []bool{true, true, true, false} {
			if got := l.may("a"); got != want {
				t.Errorf("try %d = %t, want %t", i+1, got, want)
			}
		}
		now = now.Add(limitWindow)
		if !l.may("a") {
			t.Error("after the window = false, want true")
		}
	})
	t.Run("many keys forget the oldest alone", func(t *testing.T) {
		l := limits()
		for i := range limiterSize + 100 {
			l.may(fmt.Sprint("made up ", i))
		}
		for range 4 {
			l.may("last")
		}
		if l.may("last") || len(l.byKey) > limiterSize+1 || len(l.order) > limiterSize+1 {
			t.Errorf("%d windows; the last is tried again", len(l.byKey))
		}
	})
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "::ffff:192.0.2.7", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "?": "?",
	} {
		if got := network(address); got != want {
			t.Errorf("network(%s) = %s, want %s", address, got, want)
		}
	}
}

// Whoever fills one account's tries by other means than signing in, or from one
// machine, does not lock its login.
func TestLimiter_Forgot(t *testing.T) {
	c := newCompany(t)
	b := c.browser()
	for range triesPerAccount + 1 {
		b.do("POST", "/forgot", fields("email", "ana@acme.test"))
	}
	c.app.Wait()
	if r := b.do("POST", "/login", fields("email", "ana@acme.test", "password", "correct horse")); r.StatusCode != http.StatusSeeOther {
		t.Errorf("login after eleven forgotten passwords = %d, want 303", r.StatusCode)
	}
	if r := b.do("POST", "/forgot", fields("email", "ana@acme.test")); r.StatusCode != http.StatusTooManyRequests {
		t.Errorf("the twelfth = %d, want 429", r.StatusCode)
	}
}

// A password forgotten by anybody leaves the links an admin handed out good.
func TestPages_ForgotKeepsLinks(t *testing.T) {
	c := newCompany(t)
	_, link, err := c.app.AddPerson(t.Context(), c.admin, app.NewPerson{Name: "Di", Email: "di@acme.test", Side: accord.Sales, Role: accord.RoleMember}, true)
	if err != nil {
		t.Fatal(err)
	}
	b := c.browser()
	b.want(http.StatusOK, "POST", "/forgot", fields("email", "di@acme.test"))
	c.app.Wait()
	b.want(http.StatusOK, "GET", strings.TrimPrefix(link, "http://accord.test"), "")
}
