package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// updatePeople is how many people the weekly update goes to.
const updatePeople = 500

// On a Wednesday, and shortly before the deadline of the week after.
var (
	updateStart    = time.Date(2027, 1, 20, 9, 0, 0, 0, time.UTC)
	updateDeadline = time.Date(2027, 1, 29, 16, 0, 0, 0, time.UTC)
)

// TestCrash_weekly_update kills the server (SIGKILL) again and again while it
// sends the weekly update to 500 people, which the second signature or the
// deadline set off. Each of the 500 has it; who has it twice has it under one
// Message-ID, and the update was closed once. 4 kills; with ACCORD_TEST_LONG 40,
// and 40 more after a deadline.
func TestCrash_weekly_update(t *testing.T) {
	c := newUpdateCrash(t)
	if os.Getenv("ACCORD_TEST_LONG") == "" {
		c.signed("2027-W03", 4)
		return
	}
	c.signed("2027-W03", 40)
	c.atDeadline("2027-W04", 40)
}

// updateCrash is a company of 500 whose leads write an update.
type updateCrash struct {
	*timedCrash
	leads [2]crashPerson
}

func newUpdateCrash(t *testing.T) *updateCrash {
	t.Helper()
	c := &updateCrash{timedCrash: newTimedCrash(t, updateStart)}
	for i, side := range []accord.Side{accord.Sales, accord.Marketing} {
		p := crashPerson{email: fmt.Sprintf("lead%d@example.com", i)}
		c.command("secret sentence 12", "user", "add", "--email", p.email, "--name", fmt.Sprint("Lead ", i), "--side", string(side), "--role", "admin", "--time-zone", "UTC")
		p.token = strings.TrimSpace(c.command("", "token", "create", "--email", p.email, "--name", "test", "--scope", "write"))
		c.leads[i] = p
	}
	c.token = c.leads[0].token
	c.inDatabase(c.fill)
	return c
}

// fill adds everybody else and names the leads.
func (c *updateCrash) fill(ctx context.Context, db *store.Store) {
	w, err := db.Workspace(ctx)
	if err != nil {
		c.t.Fatal(err)
	}
	err = db.Tx(ctx, w.ID, func(ctx context.Context, tx *store.Store) error {
		people, err := tx.People(ctx)
		if err != nil {
			return err
		}
		for _, p := range people {
			if p.Email == c.leads[0].email {
				w.SalesLeadID = accord.NullID(p.ID)
			} else {
				w.MarketingLeadID = accord.NullID(p.ID)
			}
		}
		w.TimeZone = "UTC"
		if err := tx.SaveWorkspace(ctx, &w); err != nil {
			return err
		}
		var list []accord.Person
		for i := range updatePeople - len(c.leads) {
			list = append(list, accord.Person{
				WorkspaceID: w.ID, ID: store.NewID(), Name: fmt.Sprint("Person ", i), Email: fmt.Sprintf("p%d@example.com", i),
				Side: []accord.Side{accord.Sales, accord.Marketing}[i%2], Role: accord.RoleMember, TimeZone: "UTC", Locale: []string{"en", "de"}[i/2%2],
				Version: 1, CreatedAt: tx.Now(),
			})
		}
		return store.Insert(ctx, tx, list...)
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// write has the lead of Sales begin the update.
func (c *updateCrash) write(week string) {
	c.must(http.MethodPatch, "/updates/"+week, `{"wins":["Kettering"],"news":"Told to all five hundred."}`, http.StatusOK, nil)
}

// signed has both sign; the server dies while it answers the second one, and
// then while it sends.
func (c *updateCrash) signed(week string, kills int) {
	server := c.start(0)
	c.write(week)
	c.must(http.MethodPost, "/updates/"+week+"/sign", "", http.StatusOK, nil)
	done := make(chan struct{})
	go func() {
		defer close(done)
		client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		_, _, _ = c.doAs(client, c.leads[1].token, http.MethodPost, "/updates/"+week+"/sign", "")
	}()
	timer := time.NewTimer(time.Duration(rand.IntN(60)) * time.Millisecond)
	<-timer.C
	stopServer(server)
	<-done
	server = c.start(0)
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	status, body, err := c.doAs(client, c.leads[1].token, http.MethodPost, "/updates/"+week+"/sign", "")
	if err != nil || status != http.StatusOK && status != http.StatusConflict {
		c.t.Fatalf("sign again = %d %s %v, want it signed, or that it was", status, body, err)
	}
	c.sends(server, week, kills)
}

// atDeadline has the lead of Sales alone sign; the deadline comes while nobody
// serves, or a moment after somebody does.
func (c *updateCrash) atDeadline(week string, kills int) {
	server := c.start(updateDeadline.Add(-time.Hour).Sub(c.now()))
	c.write(week)
	c.must(http.MethodPost, "/updates/"+week+"/sign", "", http.StatusOK, nil)
	stopServer(server)
	c.sends(c.start(updateDeadline.Sub(c.now())-time.Duration(rand.IntN(2))*crashSpeed*100*time.Millisecond), week, kills)
}

// sends kills the server while it sends the update of a week, and judges what
// arrived.
func (c *updateCrash) sends(server *exec.Cmd, week string, kills int) {
	c.t.Helper()
	died := 0
	for left := kills; left > 0; left-- {
		// So few mails between two kills that some are left for each.
		h := c.sink.holdBack(1+rand.IntN(updatePeople/(kills+1)), left%2 == 0)
		timer := time.NewTimer(20 * time.Second)
		select {
		case <-h.begun:
			died++
		case <-timer.C:
		}
		timer.Stop()
		stopServer(server)
		c.sink.release(h)
		server = c.start(time.Duration(rand.IntN(3)) * time.Minute)
	}
	c.drained(week)
	stopServer(server)
	c.inDatabase(func(ctx context.Context, db *store.Store) { c.judge(week, c.rows(ctx, db)) })
	if died < kills {
		c.t.Errorf("%s: %d of %d servers died with a mail in their hands: the test proves little", week, died, kills)
	}
}

// drained waits until nothing of the update is left to be sent.
func (c *updateCrash) drained(week string) {
	c.t.Helper()
	end := time.NewTimer(time.Minute)
	defer end.Stop()
	beat := time.NewTicker(100 * time.Millisecond)
	defer beat.Stop()
	c.inDatabase(func(ctx context.Context, db *store.Store) {
		for {
			sent, waits := 0, 0
			for _, d := range c.rows(ctx, db) {
				switch {
				case d.SubjectID != week:
				case d.State == accord.DeliverySent:
					sent++
				default:
					waits++
				}
			}
			if sent > 0 && waits == 0 {
				return
			}
			select {
			case <-end.C:
				c.t.Fatalf("%s: %d mails are sent, %d are not", week, sent, waits)
			case <-beat.C:
			}
		}
	})
}

// judge holds what arrived of a week's update against what was queued.
func (c *updateCrash) judge(week string, all []accord.Delivery) {
	c.t.Helper()
	rows, arrived, queued, named, twice := map[string]accord.Delivery{}, map[string]string{}, 0, 0, 0
	for _, d := range all {
		if d.SubjectID == week {
			queued++
		}
		if d.MessageID != "" {
			rows[d.MessageID] = d
			named++
		}
	}
	if queued != updatePeople || len(rows) != named {
		c.t.Errorf("%s: %d mails are queued, want %d; %d names are for %d", week, queued, updatePeople, len(rows), named)
	}
	for _, l := range c.sink.received() {
		d, ok := rows[l.id]
		if !ok || d.Recipient != l.to {
			c.t.Errorf("%s arrived at %s; its row is to %q", l.id, l.to, d.Recipient)
		}
		if d.SubjectID != week {
			continue
		}
		if first, again := arrived[l.to]; again {
			twice++
			if first != l.id {
				c.t.Errorf("%s: %s has it as %s and as %s", week, l.to, first, l.id)
			}
		}
		arrived[l.to] = l.id
	}
	if len(arrived) != updatePeople {
		c.t.Errorf("%s: %d people have it, want %d", week, len(arrived), updatePeople)
	}
	if sent := c.sentEvents(week); sent != 1 {
		c.t.Errorf("%s was sent %d times by its events, want once", week, sent)
	}
	c.t.Logf("%s: %d people have it, %d of them twice under the same Message-ID", week, len(arrived), twice)
}

// sentEvents counts how often the events say that the update was sent.
func (c *updateCrash) sentEvents(week string) (n int) {
	c.t.Helper()
	c.inDatabase(func(ctx context.Context, db *store.Store) {
		events, err := db.Events(ctx, week)
		if err != nil {
			c.t.Fatal(err)
		}
		for _, e := range events {
			var data struct{ Recipients int }
			if e.Kind == "weekly_update.sent" {
				n++
				if err := json.Unmarshal([]byte(e.Data), &data); err != nil || data.Recipients != updatePeople {
					c.t.Errorf("%s was sent to %d (%v), want %d", week, data.Recipients, err, updatePeople)
				}
			}
		}
	})
	return n
}
