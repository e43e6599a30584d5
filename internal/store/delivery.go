package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"accord/internal/accord"
)

// Queue writes a mail in the running transaction, to be sent after it commits.
// Two with one key are one: the second is left out without an error. An empty
// key is the id, a zero DueAt is now.
func (s *Store) Queue(ctx context.Context, d accord.Delivery) error {
	d.ID, d.WorkspaceID, d.CreatedAt = NewID(), workspaceOf(ctx), s.Now()
	if d.Key == "" {
		d.Key = d.ID
	}
	if d.State == "" {
		d.State = accord.DeliveryQueued
	}
	if d.DueAt.IsZero() {
		d.DueAt = d.CreatedAt
	}
	if d.Payload == "" {
		d.Payload = "{}"
	}
	once := clause.OnConflict{Columns: []clause.Column{{Name: "workspace_id"}, {Name: "key"}}, DoNothing: true}
	err := rowsOf[accord.Delivery](s.db, once).Create(ctx, &d)
	return domainError(err, "delivery")
}

// Delivery returns one queued mail.
func (s *Store) Delivery(ctx context.Context, id string) (accord.Delivery, error) {
	d, err := rowsOf[accord.Delivery](s.db).Where("id = ?", id).Take(ctx)
	return d, domainError(err, "delivery")
}

// Deliveries returns at most limit mails made before the one with the id
// before ("" is the newest), newest first; state "" is all.
func (s *Store) Deliveries(ctx context.Context, state accord.DeliveryState, before string, limit int) ([]accord.Delivery, error) {
	q := rowsOf[accord.Delivery](s.db).Order("id DESC").Limit(limit)
	if state != "" {
		q = q.Where("state = ?", state)
	}
	if before != "" {
		q = q.Where("id < ?", before)
	}
	list, err := q.Find(ctx)
	return list, domainError(err, "delivery")
}

// DeliveryCounts says how many mails are in each state.
func (s *Store) DeliveryCounts(ctx context.Context) (map[accord.DeliveryState]int, error) {
	var rows []struct {
		State accord.DeliveryState
		Count int
	}
	err := s.raw(ctx, `SELECT state, COUNT(*) AS count FROM deliveries WHERE workspace_id = :workspace GROUP BY state`, nil).Scan(&rows)
	counts := make(map[accord.DeliveryState]int, len(rows))
	for _, r := range rows {
		counts[r.State] = r.Count
	}
	return counts, domainError(err, "delivery")
}

// gatherWithin is how far ahead a mail that is gathered is taken along with
// another one to the same person, so that changes within a minute are one mail
// (S5).
const gatherWithin = time.Minute

// Claim takes at most limit mails that are due, or whose lease ran out, for
// owner until now+lease, and with each mail that is gathered those to the
// same person that are due within a minute. A mail that was being handed over
// when its lease ran out is returned with TransportStartedAt set.
func (s *Store) Claim(ctx context.Context, owner string, lease time.Duration, limit int) ([]accord.Delivery, error) {
	now := s.Now()
	due, err := s.lockDeliveries(ctx, "(d.state = 'queued' AND d.due_at <= :now OR d.state = 'leased' AND d.lease_until <= :now) AND "+firstInLane,
		map[string]any{"now": now, "limit": limit})
	if err != nil {
		return nil, err
	}
	seen, people := map[string]bool{}, []accord.NullID{}
	for _, d := range due {
		seen[d.ID] = true
		if d.Gathers() {
			people = append(people, d.PersonID)
		}
	}
	if len(people) > 0 {
		more, err := s.lockDeliveries(ctx, "d.state = 'queued' AND d.due_at <= :soon AND (d.subject_type = 'action_item' OR d.kind IN ('meeting_duty', 'intel_answered')) AND d.person_id IN (:people)",
			map[string]any{"soon": now.Add(gatherWithin), "people": people, "limit": limit})
		if err != nil {
			return nil, err
		}
		for _, d := range more {
			if !seen[d.ID] {
				due = append(due, d)
			}
		}
	}
	until := now.Add(lease)
	for i := range due {
		d := &due[i]
		d.State, d.LeaseOwner, d.LeaseUntil, d.Attempts = accord.DeliveryLeased, owner, &until, d.Attempts+1
		_, err := s.exec(ctx, `UPDATE deliveries SET state = 'leased', lease_owner = :owner, lease_until = :until, attempts = :attempts
			WHERE workspace_id = :workspace AND id = :id`, map[string]any{"owner": owner, "until": until, "attempts": d.Attempts, "id": d.ID})
		if err != nil {
			return nil, fmt.Errorf("lease delivery: %w", err)
		}
	}
	return due, nil
}

// lockDeliveries reads rows and, on PostgreSQL, locks them, passing over those
// another worker holds; on SQLite the transaction itself is the lock.
func (s *Store) lockDeliveries(ctx context.Context, where string, params map[string]any) ([]accord.Delivery, error) {
	query := `SELECT d.* FROM deliveries d WHERE d.workspace_id = :workspace AND (` + where + `) ORDER BY d.due_at, d.id LIMIT :limit`
	if s.dialect == Postgres {
		query += ` FOR UPDATE OF d SKIP LOCKED`
	}
	var rows []accord.Delivery
	if err := s.raw(ctx, query, params).Scan(&rows); err != nil {
		return nil, fmt.Errorf("claim deliveries: %w", err)
	}
	return rows, nil
}

// BeginTransport renews the owner's lease and records, before a mail is handed
// over, that it is about to be. It is a conflict where the lease was lost or
// the mail withdrawn: then it must not be sent.
func (s *Store) BeginTransport(ctx context.Context, d accord.Delivery, lease time.Duration) (accord.Delivery, error) {
	now := s.Now()
	until := now.Add(lease)
	n, err := s.exec(ctx, `UPDATE deliveries SET lease_until = :until, transport_started_at = :now, message_id = :message, recipient = :recipient
		WHERE workspace_id = :workspace AND id = :id AND lease_owner = :owner AND state = 'leased' AND lease_until > :now`,
		map[string]any{"until": until, "now": now, "message": d.MessageID, "recipient": d.Recipient, "id": d.ID, "owner": d.LeaseOwner})
	if err := leaseError(n, err); err != nil {
		return d, err
	}
	d.LeaseUntil, d.TransportStartedAt = &until, &now
	return d, nil
}

// FinishDelivery writes what became of a leased mail: its state, when it is due
// again, its error. It is a conflict where the owner lost the lease.
func (s *Store) FinishDelivery(ctx context.Context, d accord.Delivery) error {
	n, err := s.exec(ctx, `UPDATE deliveries SET state = :state, due_at = :due, attempts = :attempts, last_error = :error, no_address = :nobody, payload = :payload,
		sent_at = :sent, transport_started_at = :transport, lease_owner = '', lease_until = NULL
		WHERE workspace_id = :workspace AND id = :id AND lease_owner = :owner AND state = 'leased'`,
		map[string]any{
			"state": d.State, "due": d.DueAt, "attempts": d.Attempts, "error": plainText(d.LastError), "nobody": d.NoAddress, "payload": d.Payload,
			"sent": d.SentAt, "transport": d.TransportStartedAt, "id": d.ID, "owner": d.LeaseOwner,
		})
	return leaseError(n, err)
}

// errorLength bounds what is kept of an error, in bytes.
const errorLength = 500

// plainText makes what a mail server said fit for any database, which takes
// neither NUL nor what is no UTF-8: servers answer in whatever they like.
func plainText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "")
	if len(s) > errorLength {
		s = strings.ToValidUTF8(s[:errorLength], "") + "…"
	}
	return s
}

func leaseError(n int, err error) error {
	switch {
	case err != nil:
		return fmt.Errorf("save delivery: %w", err)
	case n == 0:
		return accord.Errorf(accord.CodeConflict, "Another worker has this mail, or it was withdrawn.")
	}
	return nil
}

// Withdraw takes back the mails an event caused that were not handed over yet
// (P8) and returns how many.
func (s *Store) Withdraw(ctx context.Context, eventSeq int64) (int, error) {
	n, err := s.exec(ctx, `UPDATE deliveries SET state = 'withdrawn', payload = '{}', lease_owner = '', lease_until = NULL
		WHERE workspace_id = :workspace AND event_seq = :seq AND transport_started_at IS NULL AND state IN ('queued', 'leased')`,
		map[string]any{"seq": eventSeq})
	return n, domainError(err, "delivery")
}

// WithdrawAbout takes back every mail about a subject that was not handed over
// yet, whatever caused it: there is nothing left to tell of (P8).
func (s *Store) WithdrawAbout(ctx context.Context, subjectType, id string) (int, error) {
	n, err := s.exec(ctx, `UPDATE deliveries SET state = 'withdrawn', payload = '{}', lease_owner = '', lease_until = NULL
		WHERE workspace_id = :workspace AND subject_type = :type AND subject_id = :id AND transport_started_at IS NULL AND state IN ('queued', 'leased')`,
		map[string]any{"type": subjectType, "id": id})
	return n, domainError(err, "delivery")
}

// WithdrawAboutTo is [Store.WithdrawAbout] for the mails to one person, where a
// newer one tells all of it.
func (s *Store) WithdrawAboutTo(ctx context.Context, person accord.NullID, subjectType, id string) (int, error) {
	n, err := s.exec(ctx, `UPDATE deliveries SET state = 'withdrawn', last_error = 'superseded', payload = '{}', lease_owner = '', lease_until = NULL
		WHERE workspace_id = :workspace AND person_id = :person AND subject_type = :type AND subject_id = :id AND transport_started_at IS NULL
			AND state IN ('queued', 'leased')`, map[string]any{"person": person, "type": subjectType, "id": id})
	return n, domainError(err, "delivery")
}

// SendAgain queues a mail that ended without arriving, due now, as if it were
// new. What its reader may have of a calendar event is not forgotten: it would
// never be called off. It is a conflict where it was sent, or is about to be.
func (s *Store) SendAgain(ctx context.Context, id string) error {
	n, err := s.exec(ctx, `UPDATE deliveries SET state = 'queued', due_at = :now, attempts = 0, last_error = '',
		transport_started_at = CASE WHEN event_uid <> '' THEN transport_started_at END
		WHERE workspace_id = :workspace AND id = :id AND state IN ('failed', 'uncertain', 'skipped') AND payload <> ''`,
		map[string]any{"now": s.Now(), "id": id})
	if err == nil && n == 0 {
		return accord.Errorf(accord.CodeConflict, "This mail cannot be sent again.")
	}
	return domainError(err, "delivery")
}
