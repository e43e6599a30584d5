package store

import (
	"context"
	"errors"
	"fmt"

	"accord/internal/accord"
)

// Diagnostic returns one round.
func (s *Store) Diagnostic(ctx context.Context, id string) (accord.Diagnostic, error) {
	d, err := rowsOf[accord.Diagnostic](s.db).Where("id = ?", id).Take(ctx)
	return d, domainError(err, "round")
}

// Diagnostics returns every round, the latest first: a company has a handful a
// year.
func (s *Store) Diagnostics(ctx context.Context) ([]accord.Diagnostic, error) {
	list, err := rowsOf[accord.Diagnostic](s.db).Order("opened_at DESC, id DESC").Find(ctx)
	return list, domainError(err, "round")
}

// OpenDiagnostics returns the rounds that are open.
func (s *Store) OpenDiagnostics(ctx context.Context) ([]accord.Diagnostic, error) {
	list, err := rowsOf[accord.Diagnostic](s.db).Where("status = 'open'").Order("opened_at, id").Find(ctx)
	return list, domainError(err, "round")
}

// DiagnosticStatements returns the statements of a round in their order.
func (s *Store) DiagnosticStatements(ctx context.Context, id string) ([]accord.DiagnosticStatement, error) {
	list, err := rowsOf[accord.DiagnosticStatement](s.db).Where("diagnostic_id = ?", id).Order("position").Find(ctx)
	return list, domainError(err, "round")
}

// CreateDiagnostic adds a round with its statements, whom it asks, a place for
// each answer in the order given, and the key of those.
func (s *Store) CreateDiagnostic(ctx context.Context, d accord.Diagnostic, statements []accord.DiagnosticStatement, people []accord.DiagnosticPerson,
	answers []accord.DiagnosticAnswer, key accord.DiagnosticKey,
) error {
	if err := rowsOf[accord.Diagnostic](s.db).Create(ctx, &d); err != nil {
		return domainError(err, "round")
	}
	return errors.Join(Insert(ctx, s, statements...), Insert(ctx, s, people...), Insert(ctx, s, answers...), Insert(ctx, s, key))
}

// SaveDiagnostic writes the round and raises its version; stale where somebody
// was faster.
func (s *Store) SaveDiagnostic(ctx context.Context, d *accord.Diagnostic) error {
	d.Version++
	return save(ctx, s, "round", d.ID, d.Version, *d)
}

// DiagnosticPeople returns whom an open round asks; of a closed one nobody.
func (s *Store) DiagnosticPeople(ctx context.Context, id string) ([]accord.DiagnosticPerson, error) {
	list, err := rowsOf[accord.DiagnosticPerson](s.db).Where("diagnostic_id = ?", id).Order("person_id").Find(ctx)
	return list, domainError(err, "round")
}

// DiagnosticAsked is what an open round has of one person, not found where it
// does not ask them.
func (s *Store) DiagnosticAsked(ctx context.Context, id, personID string) (accord.DiagnosticPerson, error) {
	p, err := rowsOf[accord.DiagnosticPerson](s.db).Where("diagnostic_id = ? AND person_id = ?", id, personID).Take(ctx)
	return p, domainError(err, "round")
}

// DiagnosticTurnout says how many of a side are asked and have answered.
// Whoever has left without an answer is not waited for.
type DiagnosticTurnout struct {
	Side            accord.Side
	Asked, Answered int
}

// DiagnosticTurnout counts the people of an open round, by side.
func (s *Store) DiagnosticTurnout(ctx context.Context, id string) ([]DiagnosticTurnout, error) {
	var list []DiagnosticTurnout
	err := s.raw(ctx, `SELECT d.side, COUNT(*) AS asked, SUM(CASE WHEN d.answered THEN 1 ELSE 0 END) AS answered
FROM diagnostic_people d JOIN people p ON p.workspace_id = d.workspace_id AND p.id = d.person_id
WHERE d.workspace_id = :workspace AND d.diagnostic_id = :id AND (d.answered OR p.left_at IS NULL AND p.erased_at IS NULL)
GROUP BY d.side ORDER BY d.side`, map[string]any{"id": id}).Scan(&list)
	return list, domainError(err, "round")
}

// DiagnosticKey is what the answers of an open round are kept with.
func (s *Store) DiagnosticKey(ctx context.Context, id string) (accord.DiagnosticKey, error) {
	k, err := rowsOf[accord.DiagnosticKey](s.db).Where("diagnostic_id = ?", id).Take(ctx)
	return k, domainError(err, "round")
}

// DiagnosticAnswers returns the sealed answers of an open round.
func (s *Store) DiagnosticAnswers(ctx context.Context, id string) ([]accord.DiagnosticAnswer, error) {
	list, err := rowsOf[accord.DiagnosticAnswer](s.db).Where("diagnostic_id = ?", id).Order("id").Find(ctx)
	return list, domainError(err, "round")
}

// SaveDiagnosticAnswer writes an answer into its place, and that the person has
// answered. The place is made where it is not there: another secret names others.
func (s *Store) SaveDiagnosticAnswer(ctx context.Context, a accord.DiagnosticAnswer, personID string) error {
	n, err := rowsOf[accord.DiagnosticAnswer](s.db).Where("diagnostic_id = ? AND id = ?", a.DiagnosticID, a.ID).Update(ctx, "sealed", a.Sealed)
	if err == nil && n == 0 {
		err = rowsOf[accord.DiagnosticAnswer](s.db).Create(ctx, &a)
	}
	if err != nil {
		return domainError(err, "round")
	}
	_, err = rowsOf[accord.DiagnosticPerson](s.db).Where("diagnostic_id = ? AND person_id = ?", a.DiagnosticID, personID).Update(ctx, "answered", true)
	return domainError(err, "round")
}

// SealDiagnostic ends what is known of a round's answers: the sums of its
// statements are written, and who was asked and reminded, what they answered and
// what would tell whose it was are deleted (X2).
func (s *Store) SealDiagnostic(ctx context.Context, id string, statements []accord.DiagnosticStatement) error {
	for _, t := range statements {
		_, err := rowsOf[accord.DiagnosticStatement](s.db).Where("diagnostic_id = ? AND position = ?", id, t.Position).Select("*").Updates(ctx, t)
		if err != nil {
			return domainError(err, "round")
		}
	}
	for _, table := range []string{"diagnostic_answers", "diagnostic_keys", "diagnostic_people"} {
		if _, err := s.exec(ctx, "DELETE FROM "+table+" WHERE workspace_id = :workspace AND diagnostic_id = :id", map[string]any{"id": id}); err != nil {
			return fmt.Errorf("forget answers: %w", err)
		}
	}
	// The mails that asked and reminded say who was asked and who was late. One
	// that was not sent asks for what nobody takes any more.
	_, err := s.exec(ctx, `DELETE FROM deliveries WHERE workspace_id = :workspace AND subject_type = 'diagnostic' AND subject_id = :id AND kind IN (:kinds)`,
		map[string]any{"id": id, "kinds": []string{accord.MailDiagnostic, accord.MailDiagnosticReminder}})
	return domainError(err, "delivery")
}
