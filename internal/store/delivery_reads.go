package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// LinkAlive reports whether a one-time link still opens something at now.
func (s *Store) LinkAlive(ctx context.Context, id string, now time.Time) (bool, error) {
	links, err := rowsOf[accord.Link](s.db).Where("id = ? AND used_at IS NULL AND expires_at > ?", id, now).Limit(1).Find(ctx)
	return len(links) > 0, domainError(err, "link")
}

// MailGoes reports whether the mail with the key is on its way or has arrived,
// as far as anybody knows.
func (s *Store) MailGoes(ctx context.Context, key string) (bool, error) {
	rows, err := rowsOf[accord.Delivery](s.db).
		Where("key = ? AND state IN ('queued', 'leased', 'sent', 'uncertain')", key).Limit(1).Find(ctx)
	return len(rows) > 0, domainError(err, "delivery")
}

// PromisesOf returns what a person still owes a team, and what of a meeting's
// action items they have not finished, the earliest due first.
func (s *Store) PromisesOf(ctx context.Context, personID, meetingID string, teamID accord.NullID) ([]accord.ActionItem, error) {
	items, err := rowsOf[accord.ActionItem](s.db).
		Where("owner_id = ? AND status IN ('proposed', 'open', 'blocked') AND (meeting_id = ? OR team_id = ?)", personID, meetingID, string(teamID)).
		Order("due_on, number").Limit(100).Find(ctx)
	return items, domainError(err, "action item")
}

// MailedDecisions returns the decisions of a meeting for its minutes, by number.
func (s *Store) MailedDecisions(ctx context.Context, meetingID string) ([]accord.Decision, error) {
	decisions, err := rowsOf[accord.Decision](s.db).Where("meeting_id = ?", meetingID).Order("number").Limit(200).Find(ctx)
	return decisions, domainError(err, "decision")
}

// MailPending reports whether a mail of that kind about a thing still waits to
// be sent to somebody.
func (s *Store) MailPending(ctx context.Context, kind, subjectID, personID string) (bool, error) {
	var n int
	err := s.raw(ctx, `SELECT COUNT(*) FROM deliveries WHERE workspace_id = :workspace AND state = 'queued' AND person_id = :person
AND kind = :kind AND subject_id = :subject`, map[string]any{"kind": kind, "subject": subjectID, "person": personID}).Scan(&n)
	return n > 0, domainError(err, "delivery")
}
