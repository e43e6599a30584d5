package main

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// findWrites finds every acknowledged write that was not found before.
func (c *mailCrash) findWrites(ctx context.Context, db *store.Store) {
	c.t.Helper()
	lost := func(what, id string, err error) {
		if err != nil {
			c.t.Fatalf("the %s %s was acknowledged and is lost: %v", what, id, err)
		}
	}
	for id := range c.acknowledged {
		if !c.found[id] {
			_, err := db.ActionItem(ctx, id)
			lost("action item", id, err)
		}
		c.found[id] = true
	}
	for id, version := range c.meetings {
		if !c.found[id] {
			m, err := db.Meeting(ctx, id)
			lost("meeting", id, err)
			if m.Version < version {
				c.t.Fatalf("a move of %s was acknowledged and is lost: it is at version %d, want %d", m.Title, m.Version, version)
			}
		}
		c.found[id] = true
	}
	for id := range c.series {
		if !c.found[id] {
			_, err := db.Series(ctx, id)
			lost("series", id, err)
		}
		c.found[id] = true
	}
}

// reminded are the keys of the reminders that are due by now: of items due
// tomorrow, promised before that morning at eight where the owner is.
func (c *mailCrash) reminded(ctx context.Context, db *store.Store, now time.Time) map[string]bool {
	c.t.Helper()
	keys := map[string]bool{}
	for id, title := range c.acknowledged {
		if !strings.HasPrefix(title, "due-") {
			continue
		}
		i, err := db.ActionItem(ctx, id)
		if err != nil {
			c.t.Fatal(err)
		}
		zone, err := time.LoadLocation(i.OwnerZone)
		if err != nil || i.AcceptedAt == nil || i.DueOn != crashDay.AddDays(1) {
			c.t.Fatalf("%s: owned in %q, accepted %v, due %s", title, i.OwnerZone, i.AcceptedAt, i.DueOn)
		}
		morning := time.Date(2027, 1, 12, 8, 0, 0, 0, zone)
		if !now.Before(morning) && !i.AcceptedAt.After(morning) {
			keys["item:"+id+":due_tomorrow:"+string(i.DueOn)+":"+string(i.OwnerID)] = true
		}
	}
	return keys
}

// drained waits until every reminder that is due is queued and no mail is left
// to be sent.
func (c *mailCrash) drained(ctx context.Context, db *store.Store, patience time.Duration) {
	c.t.Helper()
	due := c.reminded(ctx, db, c.now())
	end := time.NewTimer(patience)
	defer end.Stop()
	beat := time.NewTicker(200 * time.Millisecond)
	defer beat.Stop()
	for {
		counts, err := db.DeliveryCounts(ctx)
		if err != nil {
			c.t.Fatal(err)
		}
		missing := maps.Clone(due)
		for _, d := range c.rows(ctx, db) {
			delete(missing, d.Key)
		}
		if counts[accord.DeliveryQueued]+counts[accord.DeliveryLeased]+len(missing) == 0 {
			return
		}
		select {
		case <-end.C:
			c.t.Fatalf("after %s: %v, and %d reminders are not queued", patience, counts, len(missing))
		case <-beat.C:
		}
	}
}

// judgement holds what is in the database against what arrived.
type judgement struct {
	c         *mailCrash
	rows      map[string]accord.Delivery   // by id
	mails     map[string][]accord.Delivery // what went out under a Message-ID
	arrived   map[string]int               // how often, by Message-ID
	states    map[accord.DeliveryState]int
	reminders int
	repeated  int
}

// judge says of every mail and every reminder whether it is where the rules put
// it.
func (c *mailCrash) judge(ctx context.Context, db *store.Store) *judgement {
	c.t.Helper()
	j := &judgement{
		c: c, rows: map[string]accord.Delivery{}, mails: map[string][]accord.Delivery{}, arrived: map[string]int{}, states: map[accord.DeliveryState]int{},
	}
	keys := map[string]accord.Delivery{}
	for _, d := range c.rows(ctx, db) {
		if other, ok := keys[d.Key]; ok {
			c.t.Errorf("%s is queued twice: %s and %s", d.Key, d.ID, other.ID)
		}
		keys[d.Key], j.rows[d.ID] = d, d
		j.states[d.State]++
		if d.MessageID != "" {
			j.mails[d.MessageID] = append(j.mails[d.MessageID], d)
		}
	}
	letters := c.sink.received()
	j.letters(letters)
	for _, d := range j.rows {
		j.row(d)
	}
	due := c.reminded(ctx, db, c.now())
	j.reminders = len(due)
	for key := range due {
		if d, ok := keys[key]; !ok || d.State != accord.DeliverySent && d.State != accord.DeliveryUncertain {
			c.t.Errorf("the reminder %s is lost: %q %s", key, d.State, d.LastError)
		}
	}
	for key, d := range keys {
		if d.Kind == accord.MailItem+accord.ItemDueTomorrow && !due[key] && c.items[d.SubjectID] != "" {
			c.t.Errorf("the reminder %s was never due", key)
		}
	}
	j.asked()
	j.meetings(ctx, db, letters)
	return j
}

// letters holds each mail that arrived against its row, and counts.
func (j *judgement) letters(letters []letter) {
	about := map[string]string{} // Message-ID by address and title
	for _, l := range letters {
		j.arrived[l.id]++
		id, _, _ := strings.Cut(l.id, "@")
		d, ok := j.rows[id]
		if !ok || d.MessageID != l.id || d.Recipient != l.to || l.from != "accord@example.com" {
			j.c.t.Errorf("%s arrived at %s from %s; its row is %s under %s to %s", l.id, l.to, l.from, id, d.MessageID, d.Recipient)
		}
		for _, title := range l.titles {
			if first := about[l.to+" "+title]; first != "" && first != l.id {
				j.c.t.Errorf("%s came to %s as %s and as %s", title, l.to, first, l.id)
			}
			about[l.to+" "+title] = l.id
		}
	}
	for id, n := range j.arrived {
		if n == 1 {
			continue
		}
		j.repeated += n - 1
		for _, d := range j.mails[id] {
			if !d.Repeatable() {
				j.c.t.Errorf("%s, a mail of %s, arrived %d times", id, d.Kind, n)
			}
		}
	}
}

// row is what one row says of itself, and whether the mail server agrees.
func (j *judgement) row(d accord.Delivery) {
	arrived, ok := j.arrived[d.MessageID] > 0, false
	switch d.State {
	case accord.DeliverySent:
		ok = arrived
	case accord.DeliveryUncertain:
		ok = !d.Repeatable()
	case accord.DeliveryWithdrawn:
		// One that was with the mail server when its sender died is not sent again
		// where a newer one tells more, but its reader may have it.
		ok = d.Invites() && d.LastError == "superseded" && (!arrived || d.TransportStartedAt != nil)
	case accord.DeliverySkipped:
		ok = d.Invites() && d.LastError == "settled"
	}
	if !ok {
		j.c.t.Errorf("%s is %s (%s) after %d attempts; it arrived: %v", d.Key, d.State, d.LastError, d.Attempts, arrived)
	}
}

// asked finds of each item asked of somebody the one mail that says so.
func (j *judgement) asked() {
	mails := map[string]int{}
	for _, d := range j.rows {
		if d.Kind == accord.MailItem+accord.ItemAsked && string(d.PersonID) == j.c.items[d.SubjectID] {
			mails[d.SubjectID]++
		}
	}
	for id, title := range j.c.acknowledged {
		if strings.HasPrefix(title, "asked-") && mails[id] != 1 {
			j.c.t.Errorf("%s has %d mails, want one", title, mails[id])
		}
	}
}

// meetings finds what everybody who was invited heard last: what is.
func (j *judgement) meetings(ctx context.Context, db *store.Store, letters []letter) {
	last, invited := map[string]letter{}, map[string]int{}
	for _, l := range letters {
		id, _, _ := strings.Cut(l.id, "@")
		last[j.rows[id].SubjectID+" "+l.to] = l
	}
	for _, d := range j.rows {
		if d.State == accord.DeliverySent && d.Invites() && last[d.SubjectID+" "+d.Recipient].id != "" {
			invited[d.SubjectID+" "+string(d.PersonID)]++
		}
	}
	for id := range j.c.meetings {
		m, err := db.Meeting(ctx, id)
		if err != nil {
			j.c.t.Fatal(err)
		}
		people, err := db.MeetingPersons(ctx, id)
		if err != nil || len(people) != 2 {
			j.c.t.Fatalf("%s: %d people, %v", m.Title, len(people), err)
		}
		for _, p := range people {
			l := last[id+" "+p.Email]
			if !l.starts.Equal(m.StartsAt) || l.sequence != fmt.Sprint(m.Sequence) {
				j.c.t.Errorf("%s heard last that %s is at %s (%s), want %s (%d)", p.Email, m.Title, l.starts, l.sequence, m.StartsAt, m.Sequence)
			}
		}
	}
	for id := range j.c.series {
		for _, p := range j.c.people {
			if invited[id+" "+p.id] != 1 {
				j.c.t.Errorf("%s has %d invitations to the series %s, want one", p.email, invited[id+" "+p.id], id)
			}
		}
	}
}

// report tells what the test saw, and that it saw enough.
func (j *judgement) report(kills int, c *mailCrash) {
	writes := len(c.items) + len(c.meetings) + len(c.series) + c.moved
	c.t.Logf("%d kills, %d acknowledged writes, %d deliveries: %v; %d mails arrived, %d again with the same Message-ID; %d reminders were due",
		kills, writes, len(j.rows), j.states, len(c.sink.received()), j.repeated, j.reminders)
	if writes < kills || j.reminders < len(c.people) {
		c.t.Error("the test proves little")
	}
	if kills >= 100 && (j.repeated == 0 || j.states[accord.DeliveryUncertain] == 0) {
		c.t.Error("no server died with a mail in its hands")
	}
}
