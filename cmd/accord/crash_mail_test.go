package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/mail"
	"accord/internal/store"
)

const (
	crashFrom = "Accord <accord@example.com>"
	// crashSpeed is how much faster than the machine's the clock of the killed
	// servers is: the minute in which changes are gathered is a second, the lease
	// of a dead one's mail two.
	crashSpeed = 60
	// courierEvery is how often the killed server looks for work, in real time; its
	// own beat of a quarter of a minute is longer than it lives.
	courierEvery = 20 * time.Millisecond
	// crashDay is the day whose morning reminds everybody of what is due on the
	// next one.
	crashDay = accord.Date("2027-01-12")
)

// The clock goes from before any of the four mornings to after the last of
// them, and stays within the day: no reminder loses its point.
var (
	crashStart = time.Date(2027, 1, 12, 6, 0, 0, 0, time.UTC)
	crashEnd   = time.Date(2027, 1, 12, 18, 0, 0, 0, time.UTC)
)

// fastClock starts at an instant and is as fast as [crashSpeed] says.
func fastClock(t *testing.T, start string) func() time.Time {
	t.Helper()
	from, err := time.Parse(time.RFC3339Nano, start)
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	return func() time.Time { return from.Add(time.Since(begun) * crashSpeed) }
}

// courier is a second process's background work, within the one that is killed:
// it ticks and delivers over a store of its own, at a beat that suits the clock.
func courier(t *testing.T, clock func() time.Time, url string) {
	e := &env{
		ctx: t.Context(), clock: clock, stderr: os.Stderr,
		flags: &flags{Listen: "127.0.0.1:0", DatabaseURL: url, SMTPURL: os.Getenv(crashSMTP), MailFrom: crashFrom, LogLevel: "error", LogFormat: "text"},
	}
	err := e.withApp(func(a *app.App, _ *store.Store, s settings) error {
		sender, err := mail.NewSMTP(s.smtpURL, s.mailFrom)
		if err != nil {
			return err
		}
		beat := time.NewTicker(courierEvery)
		defer beat.Stop()
		for {
			err := errors.Join(a.Tick(e.ctx), a.Deliver(e.ctx, sender))
			if err != nil && e.ctx.Err() == nil {
				slog.Error("courier", "error", err)
			}
			select {
			case <-e.ctx.Done():
				return nil
			case <-beat.C:
			}
		}
	})
	if err != nil && e.ctx.Err() == nil {
		t.Error(err)
	}
}

// TestCrash_mail kills the server (SIGKILL) while it delivers and reminds, at a
// moment chosen by chance or with a mail in a mail server's hands: no
// acknowledged write, no mail and no reminder is lost, and nothing arrives twice
// but with the same Message-ID. 5 times, 200 with ACCORD_TEST_LONG.
func TestCrash_mail(t *testing.T) {
	times, patience := 5, 40*time.Second
	if os.Getenv("ACCORD_TEST_LONG") != "" {
		times, patience = 200, 4*time.Minute
	}
	c := newMailCrash(t)
	for left := times; left > 0; left-- {
		server := c.start(c.pause(left))
		c.live(server)
		c.inDatabase(c.findWrites)
	}
	if now := c.now(); now.Before(crashEnd) {
		c.at = c.at.Add(crashEnd.Sub(now))
	}
	server := c.start(time.Minute)
	c.inDatabase(func(ctx context.Context, db *store.Store) { c.drained(ctx, db, patience) })
	clear(c.found)
	c.check()
	stopServer(server)
	c.inDatabase(func(ctx context.Context, db *store.Store) {
		c.findWrites(ctx, db)
		c.judge(ctx, db).report(times, c)
	})
}

// mailCrash is a crash whose writers cause mail.
type mailCrash struct {
	*timedCrash
	people []crashPerson
	team   string

	items    map[string]string // acknowledged, owner by id
	meetings map[string]int    // acknowledged, the version by id
	series   map[string]bool
	moved    int
}

// crashPerson writes in a zone of their own, so that their morning comes at
// another hour.
type crashPerson struct{ id, email, token, zone string }

func newMailCrash(t *testing.T) *mailCrash {
	t.Helper()
	c := &mailCrash{timedCrash: newTimedCrash(t, crashStart), items: map[string]string{}, meetings: map[string]int{}, series: map[string]bool{}}
	for i, zone := range []string{"Europe/Berlin", "Europe/London", "America/St_Johns", "America/New_York"} {
		p := crashPerson{email: fmt.Sprintf("p%d@example.com", i), zone: zone}
		side, role := accord.Sales, accord.RoleAdmin
		if i%2 == 1 {
			side, role = accord.Marketing, accord.RoleMember
		}
		c.command("secret sentence 12", "user", "add", "--email", p.email, "--name", fmt.Sprint("Person ", i), "--side", string(side), "--role", string(role), "--time-zone", zone)
		p.token = strings.TrimSpace(c.command("", "token", "create", "--email", p.email, "--name", "test", "--scope", "write"))
		c.people = append(c.people, p)
	}
	c.token = c.people[0].token
	c.gather()
	return c
}

// gather makes the team of all four, each with something due tomorrow.
func (c *mailCrash) gather() {
	c.t.Helper()
	server := c.start(0)
	defer stopServer(server)
	var all struct{ Items []accord.Person }
	c.must(http.MethodGet, "/people", "", http.StatusOK, &all)
	for i := range c.people {
		for _, p := range all.Items {
			if p.Email == c.people[i].email {
				c.people[i].id = p.ID
			}
		}
	}
	var team struct{ ID string }
	c.must(http.MethodPost, "/teams", `{"name":"All"}`, http.StatusCreated, &team)
	c.team = team.ID
	for i, p := range c.people {
		role := accord.TeamMemberRole
		if i == 0 {
			role = accord.TeamLeader
		}
		c.must(http.MethodPut, "/teams/"+team.ID+"/members/"+p.id, fmt.Sprintf(`{"role":%q}`, role), http.StatusOK, nil)
		c.next++
		c.due(http.DefaultClient, p, c.next)
	}
}

// pause is how long nobody serves before the next start, by the servers' clock:
// not at all in one case of three, so that what a dead one had leased is still
// leased; else so long that the day is through with the last kill.
func (c *mailCrash) pause(left int) time.Duration {
	if rand.IntN(3) == 0 {
		return 0
	}
	ahead := crashEnd.Sub(c.now()) - time.Duration(left)*crashSpeed*time.Second
	return max(0, time.Duration(rand.Float64()*3*float64(ahead)/float64(left+2)))
}

// live has everybody write what causes mail until the server is killed: after a
// moment chosen by chance or, in half the lives, when one of the next mails is
// handed over.
func (c *mailCrash) live(server *exec.Cmd) {
	h := c.sink.holdBack(1+rand.IntN(12), rand.IntN(2) == 0)
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var wg sync.WaitGroup
	for i := range c.people {
		wg.Go(func() {
			beat := time.NewTicker(40 * time.Millisecond)
			defer beat.Stop()
			for c.writeMailed(client, i) {
				select {
				case <-ctx.Done():
				case <-beat.C:
				}
			}
		})
	}
	timer, begun := time.NewTimer(time.Duration(20+rand.IntN(480))*time.Millisecond), h.begun
	if rand.IntN(2) == 0 {
		begun = nil
	}
	select {
	case <-timer.C:
	case <-begun:
	}
	stopServer(server)
	c.sink.release(h)
	cancel()
	wg.Wait()
}

// writeMailed makes or changes something that mails or reminds, by one person.
// It returns false once the server is gone.
func (c *mailCrash) writeMailed(client *http.Client, who int) bool {
	c.mu.Lock()
	c.next++
	n := c.next
	c.mu.Unlock()
	me, other := c.people[who], c.people[(who+1+n%3)%4]
	switch chance := rand.IntN(100); {
	case chance < 35:
		return c.due(client, me, n)
	case chance < 65:
		return c.item(client, me, fmt.Sprint("asked-", n), other.id, "")
	case chance < 80:
		return c.meeting(client, me, other, n)
	case chance < 96 || who > 0:
		return c.move(client, n)
	}
	return c.aSeries(client, me, n)
}

// due is a promise of one's own for tomorrow.
func (c *mailCrash) due(client *http.Client, me crashPerson, n int) bool {
	return c.item(client, me, fmt.Sprint("due-", n), me.id, fmt.Sprintf(`,"due_on":%q`, crashDay.AddDays(1)))
}

func (c *mailCrash) item(client *http.Client, me crashPerson, title, owner, more string) bool {
	var item struct{ ID string }
	body := fmt.Sprintf(`{"title":%q,"for_side":"sales","owner_id":%q%s}`, title, owner, more)
	if !c.wrote(client, me, http.MethodPost, "/action-items", body, http.StatusCreated, &item) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acknowledged[item.ID], c.items[item.ID] = title, owner
	return true
}

func (c *mailCrash) meeting(client *http.Client, me, other crashPerson, n int) bool {
	var m struct{ ID string }
	body := fmt.Sprintf(`{"title":"meeting-%d","starts_at":%q,"duration_minutes":30,"people":[%q]}`, n, later(n).Format(time.RFC3339), other.id)
	if !c.wrote(client, me, http.MethodPost, "/meetings", body, http.StatusCreated, &m) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.meetings[m.ID] = 1
	return true
}

// move has the admin give one of the meetings another time, if there is one.
func (c *mailCrash) move(client *http.Client, n int) bool {
	c.mu.Lock()
	id := ""
	for id = range c.meetings {
		break
	}
	c.mu.Unlock()
	if id == "" {
		return true
	}
	var m struct{ Version int }
	if !c.wrote(client, c.people[0], http.MethodPatch, "/meetings/"+id, fmt.Sprintf(`{"starts_at":%q}`, later(n).Format(time.RFC3339)), http.StatusOK, &m) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.meetings[id] = max(c.meetings[id], m.Version)
	delete(c.found, id)
	c.moved++
	return true
}

func (c *mailCrash) aSeries(client *http.Client, me crashPerson, n int) bool {
	var s struct{ ID string }
	body := fmt.Sprintf(`{"title":"series-%d","team_id":%q,"rrule":"FREQ=WEEKLY","starts_at_local":"%sT10:00","time_zone":%q,"duration_minutes":30}`,
		n, c.team, crashDay.AddDays(7+n%7), me.zone)
	if !c.wrote(client, me, http.MethodPost, "/series", body, http.StatusCreated, &s) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.series[s.ID] = true
	return true
}

// wrote makes a request that must be taken; false where the server is gone.
func (c *mailCrash) wrote(client *http.Client, me crashPerson, method, path, body string, want int, into any) bool {
	status, got, err := c.doAs(client, me.token, method, path, body)
	if err != nil {
		return false
	}
	if status != want || into != nil && json.Unmarshal(got, into) != nil {
		c.t.Errorf("%s %s = %d %s, want %d", method, path, status, got, want)
		return false
	}
	return true
}

// later is a time for a meeting, another one for every n.
func later(n int) time.Time { return crashStart.AddDate(0, 0, 8).Add(time.Duration(n) * time.Minute) }
