package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// payload is what a queued mail carries beyond its subject: everything else is
// read when it is sent, so that it says what is true then.
type payload struct {
	By     string      `json:"by,omitempty"`     // the name of whoever caused it
	Link   string      `json:"link,omitempty"`   // a one-time link: a secret, wiped once sent
	Until  *time.Time  `json:"until,omitempty"`  // the end of the link
	Reason string      `json:"reason,omitempty"` // why: returned, dropped, corrected
	Due    accord.Date `json:"due,omitempty"`    // the due day a reminder is about
	Was    string      `json:"was,omitempty"`    // what the reader did at a meeting before: kinds of duty, comma-separated

	Told     *said `json:"told,omitempty"`     // what it says of a calendar event
	Doubtful bool  `json:"doubtful,omitempty"` // of a calendar event: an earlier try may have arrived
}

// pack writes a payload as it is stored.
func pack(p payload) string {
	b, _ := json.Marshal(p) // strings and times always marshal
	return string(b)
}

func unpack(d accord.Delivery) (payload, error) {
	var p payload
	if err := json.Unmarshal([]byte(d.Payload), &p); err != nil {
		return p, fmt.Errorf("read payload of delivery %s: %w", d.ID, err)
	}
	return p, nil
}

// quietKey marks a context in which nothing is mailed.
type quietKey struct{}

// WithoutMail returns a context in which changes mail nobody (?notify=false).
// Password links are mailed all the same: they are the point.
func WithoutMail(ctx context.Context) context.Context {
	return context.WithValue(ctx, quietKey{}, true)
}

func quiet(ctx context.Context) bool {
	q, _ := ctx.Value(quietKey{}).(bool)
	return q
}

// actorName is the name of whoever caused an event, "" for nobody.
func actorName(ctx context.Context, tx *store.Store, e accord.Event) (string, error) {
	if e.ActorID == "" || e.ActorID == accord.SystemID {
		return "", nil
	}
	actor, err := tx.Person(ctx, e.ActorID)
	return actor.Name, err
}

// queueItem queues what one change of an action item causes: what is one of the
// accord.Item… constants, e the event of the change, reason what was said with
// it. Whoever did it is not mailed. It is gathered for a minute, and in the
// running meeting the item comes from held back for the minutes' mail (S5).
func (a *App) queueItem(ctx context.Context, tx *store.Store, what string, item accord.ActionItem, e accord.Event, reason string, people ...accord.NullID) error {
	if quiet(ctx) {
		return nil
	}
	by, err := actorName(ctx, tx, e)
	if err != nil {
		return err
	}
	for _, id := range people {
		if id == "" || string(id) == e.ActorID {
			continue
		}
		p, err := tx.Person(ctx, string(id))
		if err != nil {
			return err
		}
		if !p.Active() || p.Email == "" {
			continue
		}
		seq := e.Seq
		err = tx.Queue(ctx, accord.Delivery{
			Key:  fmt.Sprintf("item:%s:%s:%d:%s", item.ID, what, e.Seq, id),
			Kind: accord.MailItem + what, PersonID: id, Recipient: p.Email, SubjectType: "action_item", SubjectID: item.ID,
			EventSeq: &seq, DueAt: a.now().Add(time.Minute), Payload: pack(payload{By: by, Reason: reason, Due: item.DueOn}),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// queueMeeting queues a mail about a meeting to each of the people; kind is one
// of the accord.Mail… constants, key what makes it once ("lock", the number of
// a minutes' version, an event). Whoever caused it gets it too: invitations,
// agendas and minutes are for everybody.
func (a *App) queueMeeting(ctx context.Context, tx *store.Store, kind, key string, m accord.Meeting, e accord.Event, reason string, people []string) error {
	if quiet(ctx) {
		return nil
	}
	by, err := actorName(ctx, tx, e)
	if err != nil {
		return err
	}
	for _, id := range people {
		p, err := tx.Person(ctx, id)
		if err != nil {
			return err
		}
		if !p.Active() || p.Email == "" {
			continue
		}
		d := accord.Delivery{
			Key: meetingKey(m.ID, kind, key, id), Kind: kind, PersonID: accord.NullID(id), Recipient: p.Email, SubjectType: "meeting", SubjectID: m.ID,
			Payload: pack(payload{By: by, Reason: reason}),
		}
		if e.Seq > 0 {
			seq := e.Seq
			d.EventSeq = &seq
		}
		if err := tx.Queue(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// firstMinutes is the key of the mail of a closed meeting's first minutes; a
// correction has the number of its version.
const firstMinutes = "1"

// meetingKey makes a mail about a meeting once.
func meetingKey(meetingID, kind, key, personID string) string {
	return fmt.Sprintf("meeting:%s:%s:%s:%s", meetingID, kind, key, personID)
}

// queueLink queues a one-time link, accord.MailInvitation or
// accord.MailPassword, for a person; link is its row, address what opens it, by
// the name of whoever invites.
func (a *App) queueLink(ctx context.Context, tx *store.Store, kind string, p accord.Person, link accord.Link, address, by string) error {
	if p.Email == "" || (kind == accord.MailInvitation && quiet(ctx)) {
		return nil
	}
	until := link.ExpiresAt
	return tx.Queue(ctx, accord.Delivery{
		Key: kind + ":" + link.ID, Kind: kind, PersonID: accord.NullID(p.ID), Recipient: p.Email, SubjectType: "link", SubjectID: link.ID,
		Payload: pack(payload{By: by, Link: address, Until: &until}),
	})
}

// messageID is the mail's name for ever: the one it was tried under before, or
// one made from its row and our host.
func (a *App) messageID(group []accord.Delivery) string {
	for _, d := range group {
		if d.MessageID != "" {
			return d.MessageID
		}
	}
	host := "accord.invalid"
	if u, err := url.Parse(a.baseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return group[0].ID + "@" + host
}
