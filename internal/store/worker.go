package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// SeriesMeetingBefore returns the active series that meet next before the
// instant: those whose next occurrence may have to be opened.
func (s *Store) SeriesMeetingBefore(ctx context.Context, before time.Time) ([]accord.Series, error) {
	list, err := rowsOf[accord.Series](s.db).Where("status = 'active' AND next_starts_at < ?", before).Order("next_starts_at, id").Find(ctx)
	return list, domainError(err, "series")
}

// MeetingsToAskFor returns the scheduled meetings of series whose agenda has
// not been sent, or given up on, yet (A4).
func (s *Store) MeetingsToAskFor(ctx context.Context) ([]accord.Meeting, error) {
	list, err := rowsOf[accord.Meeting](s.db).Where("status = 'scheduled' AND series_id IS NOT NULL AND agenda_sent_at IS NULL").
		Order("starts_at, id").Find(ctx)
	return list, domainError(err, "meeting")
}

// StampAgenda records which steps towards the agenda of a meeting were taken
// (A4). It is no change of the meeting: its version stays.
func (s *Store) StampAgenda(ctx context.Context, m accord.Meeting) error {
	_, err := s.exec(ctx, `UPDATE meetings SET asked_at = :asked, reminded_at = :reminded, agenda_sent_at = :sent
		WHERE workspace_id = :workspace AND id = :id`,
		map[string]any{"asked": m.AskedAt, "reminded": m.RemindedAt, "sent": m.AgendaSentAt, "id": m.ID})
	return domainError(err, "meeting")
}

// How far back an item can be overdue and still be told of, and how many are
// looked at in one go. Whoever let an item stand for longer has it on top of
// every page; a thousand mails after an import help nobody.
const (
	overdueFor    = 14 * 24 * time.Hour
	remindersOnce = 200
)

// shortestDay is less than any day takes, the clocks going forward included.
const shortestDay = 22 * time.Hour

// ItemsDueSoon returns running items due within the time, but whose due day has
// not begun long since, whose owner has not been reminded of this due day.
func (s *Store) ItemsDueSoon(ctx context.Context, now time.Time, within time.Duration) ([]accord.ActionItem, error) {
	return s.itemsToRemind(ctx, accord.ItemDueTomorrow, now.Add(shortestDay), now.Add(within))
}

// ItemsOverdue returns running items after their due day whose owner has not
// been told of this due day.
func (s *Store) ItemsOverdue(ctx context.Context, now time.Time) ([]accord.ActionItem, error) {
	return s.itemsToRemind(ctx, accord.ItemOverdue, now.Add(-overdueFor), now)
}

// itemsToRemind reads by the partial index over the running items, whose
// predicate stands in the text.
func (s *Store) itemsToRemind(ctx context.Context, what string, after, until time.Time) ([]accord.ActionItem, error) {
	var items []accord.ActionItem
	err := s.raw(ctx, `SELECT i.* FROM action_items i
		WHERE i.workspace_id = :workspace AND i.status IN ('open', 'blocked') AND i.owner_id IS NOT NULL
		AND i.due_ends_at > :after AND i.due_ends_at <= :until
		AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.workspace_id = :workspace AND d.key = 'item:' || i.id || ':' || :what || ':' || i.due_on || ':' || i.owner_id)
		ORDER BY i.due_ends_at, i.id LIMIT :limit`,
		map[string]any{"after": after, "until": until, "what": what, "limit": remindersOnce}).Scan(&items)
	return items, domainError(err, "action item")
}
