package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// WrittenByOthers reports whether anything happened after the event that the
// worker did not do as a matter of course. What it opens, locks and confirms is
// due to nobody earlier than it was.
func (s *Store) WrittenByOthers(ctx context.Context, seq int64) (bool, error) {
	var n int
	err := s.raw(ctx, `SELECT COUNT(*) FROM events WHERE workspace_id = :workspace AND seq > :seq
		AND NOT (actor_id = :system AND kind IN ('meeting.opened', 'meeting.locked', 'action_item.self_confirmed'))`,
		map[string]any{"seq": seq, "system": accord.SystemID}).Scan(&n)
	return n > 0, domainError(err, "event")
}

// SeriesComing returns, of the active series that meet next before the instant,
// as much as tells when something of them can be due: id, next start and lead
// times. A row of every column takes ten times as long to read.
func (s *Store) SeriesComing(ctx context.Context, before time.Time) ([]accord.Series, error) {
	var list []accord.Series
	err := s.raw(ctx, `SELECT id, next_starts_at, ask_minutes, remind_minutes, send_minutes FROM series
		WHERE workspace_id = :workspace AND status = 'active' AND next_starts_at < :before ORDER BY next_starts_at, id`,
		map[string]any{"before": before}).Scan(&list)
	return list, domainError(err, "series")
}

// SeriesOf returns the series of the ids, by next start.
func (s *Store) SeriesOf(ctx context.Context, ids []string) ([]accord.Series, error) {
	list, err := rowsOf[accord.Series](s.db).Where("id IN ?", ids).Order("next_starts_at, id").Find(ctx)
	return list, domainError(err, "series")
}

// MeetingsToAskFor returns the scheduled meetings of series whose agenda has
// not been sent, or given up on, yet (A4), as far as their next step depends on
// it.
func (s *Store) MeetingsToAskFor(ctx context.Context) ([]accord.Meeting, error) {
	var list []accord.Meeting
	err := s.raw(ctx, `SELECT id, series_id, original_start, starts_at, duration_minutes, status, asked_at, reminded_at FROM meetings
		WHERE workspace_id = :workspace AND status = 'scheduled' AND series_id IS NOT NULL AND agenda_sent_at IS NULL
		ORDER BY starts_at, id`, nil).Scan(&list)
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

// How far back an item can be overdue and still be told of: whoever let one
// stand for longer has it on top of every page. What nobody said in time is
// written down for as long as anybody may ask why.
const (
	overdueFor = 14 * 24 * time.Hour
	missedFor  = 30 * 24 * time.Hour
)

// shortestDay is less than any day takes, the clocks going forward included.
const shortestDay = 22 * time.Hour

// dueWithin are the ends of the due days at which a reminder can be sent at
// now, or within the time ahead: in (after, until].
func dueWithin(what string, now time.Time, ahead time.Duration) map[string]any {
	after := now.Add(-overdueFor)
	if what == accord.ItemDueTomorrow {
		after = now.Add(shortestDay)
	}
	return map[string]any{"what": what, "after": after, "until": now.Add(ahead)}
}

// unsaid is the condition that an item runs, its day ends in (after, until] and
// its owner has not been reminded of that day. It reads by the partial index
// over the running items, whose predicate stands in the text.
const unsaid = `i.workspace_id = :workspace AND i.status IN ('open', 'blocked') AND i.owner_id IS NOT NULL
	AND i.due_ends_at > :after AND i.due_ends_at <= :until
	AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.workspace_id = :workspace AND d.key = 'item:' || i.id || ':' || :what || ':' || i.due_on || ':' || i.owner_id)`

// UnsaidDays returns the different due days, each with the zone it ends in, of the
// running items that a reminder is due for at now, or may be within the time
// ahead.
func (s *Store) UnsaidDays(ctx context.Context, what string, now time.Time, ahead time.Duration) ([]accord.ActionItem, error) {
	var days []accord.ActionItem
	err := s.raw(ctx, `SELECT DISTINCT i.due_on, i.owner_zone FROM action_items i WHERE `+unsaid, dueWithin(what, now, ahead)).Scan(&days)
	return days, domainError(err, "action item")
}

// ItemsDue returns the items of [Store.UnsaidDays], the first to be due first.
func (s *Store) ItemsDue(ctx context.Context, what string, now time.Time, ahead time.Duration) ([]accord.ActionItem, error) {
	var items []accord.ActionItem
	err := s.raw(ctx, `SELECT i.* FROM action_items i WHERE `+unsaid+` ORDER BY i.due_ends_at, i.id`, dueWithin(what, now, ahead)).Scan(&items)
	return items, domainError(err, "action item")
}

// ItemsMissed returns the running items whose reminder nobody sent and is too
// late now, as far as a month back.
func (s *Store) ItemsMissed(ctx context.Context, what string, now time.Time) ([]accord.ActionItem, error) {
	until := now.Add(-overdueFor)
	if what == accord.ItemDueTomorrow {
		until = now.Add(26 * time.Hour) // the longest a day that has begun can last
	}
	var items []accord.ActionItem
	err := s.raw(ctx, `SELECT i.* FROM action_items i WHERE `+unsaid+` ORDER BY i.due_ends_at, i.id`,
		map[string]any{"what": what, "after": now.Add(-missedFor), "until": until}).Scan(&items)
	return items, domainError(err, "action item")
}

// LongestSilent returns, of the item that was done for the other side and has
// not been answered for longest, what tells when silence confirms it (P3). It
// is empty where there is none.
func (s *Store) LongestSilent(ctx context.Context) (accord.ActionItem, error) {
	var item accord.ActionItem
	err := s.raw(ctx, `SELECT done_at, status, for_side, owner_side FROM action_items
		WHERE workspace_id = :workspace AND status = 'done' AND for_side <> 'neutral' AND for_side <> owner_side ORDER BY done_at LIMIT 1`, nil).Scan(&item)
	return item, domainError(err, "action item")
}

// ActiveSeries returns the series that go on, by next start.
func (s *Store) ActiveSeries(ctx context.Context) ([]accord.Series, error) {
	list, err := rowsOf[accord.Series](s.db).Where("status = 'active' AND next_starts_at IS NOT NULL").Order("next_starts_at, id").Find(ctx)
	return list, domainError(err, "series")
}

// MeetingStarts returns, of the scheduled meetings that start after the instant,
// when they do: by the instant and by the wall clock it was set to.
func (s *Store) MeetingStarts(ctx context.Context, after time.Time) ([]accord.Meeting, error) {
	var list []accord.Meeting
	err := s.raw(ctx, `SELECT id, status, starts_at, starts_at_local, time_zone FROM meetings
		WHERE workspace_id = :workspace AND status = 'scheduled' AND starts_at > :after AND starts_at_local <> '' ORDER BY starts_at, id`,
		map[string]any{"after": after}).Scan(&list)
	return list, domainError(err, "meeting")
}

// DueEnds returns, of the running items whose due day ends after the instant,
// when it and the day first promised do.
func (s *Store) DueEnds(ctx context.Context, after time.Time) ([]accord.ActionItem, error) {
	var items []accord.ActionItem
	err := s.raw(ctx, `SELECT id, status, owner_zone, due_on, due_ends_at, original_due_on, original_due_ends_at FROM action_items
		WHERE workspace_id = :workspace AND status IN ('open', 'blocked') AND due_ends_at > :after ORDER BY due_ends_at, id`,
		map[string]any{"after": after}).Scan(&items)
	return items, domainError(err, "action item")
}
