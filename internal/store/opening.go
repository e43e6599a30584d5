package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
)

// itemColumns are the columns of an action item i, except what only searches
// look at.
const itemColumns = `i.workspace_id, i.id, i.number, i.title, i.details, i.owner_id, i.owner_side, i.owner_zone, i.previous_owner_id,
i.previous_owner_side, i.previous_owner_zone, i.asker_id, i.for_side, i.team_id, i.series_id, i.meeting_id, i.agenda_item_id, i.project_id, i.horizon, i.status,
i.asked_due_on, i.original_due_on, i.due_on, i.original_due_ends_at, i.due_ends_at, i.slips, i.carried, i.kept_carried, i.accepted_at,
i.blocked_reason, i.done_at, i.confirmed_at, i.confirmed_by, i.self_confirmed, i.drop_asked_by, i.drop_reason, i.drop_asked_at,
i.ended_reason, i.ended_at, i.created_at, i.updated_at, i.version`

// spanColumns are the same with what a span sp knows of the item as it was;
// see [accord.ActionItemSpan.Onto].
var spanColumns = strings.NewReplacer("i.status", "sp.status", "i.owner_id", "sp.owner_id", "i.owner_side", "sp.owner_side",
	"i.original_due_on", "sp.original_due_on", "i.original_due_ends_at", "sp.original_due_ends_at", "i.due_on", "sp.due_on",
	"i.due_ends_at", "sp.due_ends_at", "i.accepted_at", "sp.accepted_at", "i.done_at", "sp.done_at", "i.ended_at", "sp.ended_at",
	"i.slips", "sp.slips", "i.carried", "sp.carried").Replace(itemColumns)

// The parts of the statement that reads a meeting's action items.
var (
	madeThere = `SELECT TRUE AS made, ` + itemColumns + `, COALESCE(o.name, '') AS owner_name, '' AS latest_note
FROM action_items i LEFT JOIN people o ON o.workspace_id = i.workspace_id AND o.id = i.owner_id
WHERE i.workspace_id = :workspace AND i.meeting_id = :meeting`

	asTheyAre = `SELECT FALSE AS made, ` + itemColumns + `, COALESCE(o.name, '') AS owner_name, ` + latestNote + ` AS latest_note
FROM action_items i LEFT JOIN people o ON o.workspace_id = i.workspace_id AND o.id = i.owner_id
WHERE i.workspace_id = :workspace AND i.team_id = :team`
	openingNow = asTheyAre + ` AND i.status IN ('proposed', 'open', 'blocked')
UNION ALL ` + asTheyAre + ` AND i.ended_at IS NOT NULL AND i.ended_at > :since`

	asTheyWere = `SELECT FALSE AS made, ` + spanColumns + `, COALESCE(o.name, '') AS owner_name, ` + latestNote + ` AS latest_note
FROM action_item_spans sp JOIN action_items i ON i.workspace_id = sp.workspace_id AND i.id = sp.item_id
LEFT JOIN people o ON o.workspace_id = sp.workspace_id AND o.id = sp.owner_id
WHERE sp.workspace_id = :workspace AND sp.team_id = :team AND sp.to_at > :as_of AND sp.from_at <= :as_of`
	openingThen = asTheyWere + ` AND sp.status IN ('proposed', 'open', 'blocked')
UNION ALL ` + asTheyWere + ` AND sp.ended_at IS NOT NULL AND sp.ended_at > :since AND sp.ended_at <= :as_of`
)

// itemOfMeeting is an action item as it stands at a meeting: made there, or in
// its opening.
type itemOfMeeting struct {
	accord.ActionItem
	Made       bool
	OwnerName  string
	LatestNote string
}

// MeetingItems returns the action items made at a meeting, in the order they
// were made, and those of its opening (P4), in one statement: a query over the
// items themselves. Until the meeting starts the opening is as of now; from
// then on as of its start.
func (s *Store) MeetingItems(ctx context.Context, head MeetingHead, now time.Time) ([]accord.MeetingPromise, []accord.OpeningItem, error) {
	params, query, at := map[string]any{"meeting": head.ID}, madeThere, now
	if head.TeamID != "" {
		params["team"], params["since"] = head.TeamID, accord.Instant(head.OpeningSince())
		if head.StartedAt == nil {
			query += "\nUNION ALL " + openingNow
		} else {
			query += "\nUNION ALL " + openingThen
			at = *head.StartedAt
			params["as_of"] = accord.Instant(at)
		}
	}
	var rows []itemOfMeeting
	if err := s.raw(ctx, query, params).Scan(&rows); err != nil {
		return nil, nil, domainError(err, "action item")
	}
	made := make([]accord.MeetingPromise, 0, len(rows))
	for _, r := range rows {
		if r.Made {
			made = append(made, accord.MeetingPromise{ActionItem: r.ActionItem, OwnerName: r.OwnerName})
		}
	}
	slices.SortFunc(made, func(a, b accord.MeetingPromise) int { return cmp.Compare(a.Number, b.Number) })
	return made, openingOf(rows, at), nil
}

// Opening returns every action item of the team that is unfinished now, or
// ended after since, each once (P4).
func (s *Store) Opening(ctx context.Context, teamID string, since, now time.Time) ([]accord.OpeningItem, error) {
	return s.opening(ctx, openingNow, map[string]any{"team": teamID, "since": accord.Instant(since)}, now)
}

// OpeningAsOf is [Store.Opening] as it was at a past instant, read from the
// spans of the items' lives: what was done since is still open there.
func (s *Store) OpeningAsOf(ctx context.Context, teamID string, since, asOf time.Time) ([]accord.OpeningItem, error) {
	params := map[string]any{"team": teamID, "since": accord.Instant(since), "as_of": accord.Instant(asOf)}
	return s.opening(ctx, openingThen, params, asOf)
}

func (s *Store) opening(ctx context.Context, query string, params map[string]any, at time.Time) ([]accord.OpeningItem, error) {
	var rows []itemOfMeeting
	err := s.raw(ctx, query, params).Scan(&rows)
	return openingOf(rows, at), domainError(err, "action item")
}

// openingOf puts the rows that were not made at the meeting in the opening's
// order.
func openingOf(rows []itemOfMeeting, at time.Time) []accord.OpeningItem {
	items := make([]accord.OpeningItem, 0, len(rows))
	for _, r := range rows {
		if !r.Made {
			item := accord.NewOpeningItem(r.ActionItem, at)
			item.OwnerName, item.LatestNote = r.OwnerName, r.LatestNote
			items = append(items, item)
		}
	}
	accord.SortOpening(items)
	return items
}

// RunningMeeting returns the meeting of the team that is in progress; not found
// where none is.
func (s *Store) RunningMeeting(ctx context.Context, teamID string) (accord.Meeting, error) {
	m, err := rowsOf[accord.Meeting](s.db).Where("team_id = ? AND closed_at IS NULL AND status = 'in_progress'", teamID).
		Order("started_at DESC, id").Take(ctx)
	return m, domainError(err, "meeting")
}

// TeamMetSince reports whether a meeting of the team began at or after the
// instant; "" is no team.
func (s *Store) TeamMetSince(ctx context.Context, teamID string, at time.Time) (bool, error) {
	if teamID == "" {
		return false, nil
	}
	var met bool
	err := s.raw(ctx, `SELECT EXISTS (SELECT 1 FROM meetings m WHERE m.workspace_id = :workspace AND m.team_id = :team AND m.started_at >= :at)`,
		map[string]any{"team": teamID, "at": accord.Instant(at)}).Scan(&met)
	return met, domainError(err, "meeting")
}
