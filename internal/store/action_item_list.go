package store

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"accord/internal/accord"
)

// ItemFilter says which action items a list has. Its zero value has all that
// the view sees.
type ItemFilter struct {
	View      accord.View
	OwnerID   string // "" for any
	Ownerless bool   // unfinished and without owner (P9)
	Statuses  []accord.Status
	OverdueAt time.Time // not zero: open after the end of the due day, at this instant
	DueFrom   accord.Date
	DueTo     accord.Date
	SeriesID  string
	TeamID    string
	MeetingID string
	ProjectID string
	Side      accord.Side // of the owner
	ForSide   accord.Side
	Query     string       // words, or a short number
	Newest    bool         // by number, the last one first; else by due day
	Figure    *FigureItems // only what a figure counts

	Unconfirmed bool // done, and the other side has not answered (P3)
}

// runningStatuses is the literal predicate of the partial index
// action_items_running: with bound parameters neither database would use it.
const runningStatuses = "i.status IN ('open', 'blocked')"

// ActionItems returns a page of action items and, unless it is the last, the
// keys the next one begins after.
func (s *Store) ActionItems(ctx context.Context, f ItemFilter, p accord.Page) ([]accord.ActionItem, []string, error) {
	where, params := f.where()
	order := f.page(p, &where, params)
	var items []accord.ActionItem
	err := s.raw(ctx, "SELECT "+itemColumns+" FROM action_items i WHERE i.workspace_id = :workspace"+where+order, params).Scan(&items)
	if err != nil {
		return nil, nil, domainError(err, "action item")
	}
	items, next := accord.Cut(items, p, f.keys)
	then := make([]*accord.ActionItem, len(items))
	for i := range items {
		then[i] = &items[i]
	}
	return items, next, s.asThen(ctx, f.Figure, then)
}

// ItemRows is [Store.ActionItems] with the names a page shows.
func (s *Store) ItemRows(ctx context.Context, f ItemFilter, p accord.Page) ([]accord.ItemRow, []string, error) {
	where, params := f.where()
	order := f.page(p, &where, params)
	rows, err := s.itemRows(ctx, where+order, params)
	if err != nil {
		return nil, nil, err
	}
	rows, next := accord.Cut(rows, p, func(r accord.ItemRow) []string { return f.keys(r.ActionItem) })
	return rows, next, s.rowsThen(ctx, f.Figure, rows)
}

// ItemRow returns one action item with the names a page shows.
func (s *Store) ItemRow(ctx context.Context, id string) (accord.ItemRow, error) {
	rows, err := s.itemRows(ctx, " AND i.id = :id", map[string]any{"id": id})
	if err == nil && len(rows) == 0 {
		err = accord.NotFound("action item")
	}
	if err != nil {
		return accord.ItemRow{}, err
	}
	return rows[0], nil
}

// latestNote writes the last progress note on an action item i.
const latestNote = `COALESCE((SELECT n.text FROM item_notes n WHERE n.workspace_id = i.workspace_id AND n.item_id = i.id
		ORDER BY n.created_at DESC, n.id DESC LIMIT 1), '')`

// itemRows reads action items i with the names of others; tail follows the
// condition on the workspace.
func (s *Store) itemRows(ctx context.Context, tail string, params map[string]any) ([]accord.ItemRow, error) {
	var rows []accord.ItemRow
	err := s.raw(ctx, `SELECT `+itemColumns+`, COALESCE(o.name, '') AS owner_name, COALESCE(a.name, '') AS asker_name, COALESCE(a.side, '') AS asker_side,
	COALESCE(t.name, '') AS team_name, COALESCE(r.title, '') AS series_title, `+latestNote+` AS latest_note
FROM action_items i
LEFT JOIN people o ON o.workspace_id = i.workspace_id AND o.id = i.owner_id
LEFT JOIN people a ON a.workspace_id = i.workspace_id AND a.id = i.asker_id
LEFT JOIN teams t ON t.workspace_id = i.workspace_id AND t.id = i.team_id
LEFT JOIN series r ON r.workspace_id = i.workspace_id AND r.id = i.series_id
WHERE i.workspace_id = :workspace`+tail, params).Scan(&rows)
	return rows, domainError(err, "action item")
}

// running reports whether the list has nothing but accepted, unfinished items:
// all of them have a due day.
func (f ItemFilter) running() bool {
	if !f.OverdueAt.IsZero() {
		return true
	}
	return len(f.Statuses) > 0 && !slices.ContainsFunc(f.Statuses, func(s accord.Status) bool { return !s.Running() })
}

// where gives the conditions, each after an AND, and their parameters.
func (f ItemFilter) where() (string, map[string]any) {
	c := newCriteria(map[string]any{})
	if f.running() {
		c.and(runningStatuses)
	}
	if statuses := literals(f.Statuses); statuses != "" {
		c.and("i.status IN (" + statuses + ")")
	}
	c.equal("i.owner_id", f.OwnerID)
	c.equal("i.series_id", f.SeriesID)
	c.equal("i.team_id", f.TeamID)
	c.equal("i.meeting_id", f.MeetingID)
	c.equal("i.project_id", f.ProjectID)
	c.equal("i.owner_side", string(f.Side))
	c.equal("i.for_side", string(f.ForSide))
	if f.Ownerless {
		c.and("i.owner_id IS NULL AND i.status IN ('proposed', 'open', 'blocked')")
	}
	if f.Unconfirmed {
		c.and("i.status = 'done' AND i.for_side <> 'neutral' AND i.for_side <> i.owner_side")
	}
	if !f.OverdueAt.IsZero() {
		c.with("i.due_ends_at <= :overdue_at", "overdue_at", accord.Instant(f.OverdueAt))
	}
	if f.DueFrom != "" {
		c.with("i.due_on >= :due_from", "due_from", f.DueFrom)
	}
	if f.DueTo != "" {
		c.with("i.due_on <= :due_to", "due_to", f.DueTo)
	}
	if f.Query != "" {
		c.and(f.search(c.params))
	}
	if f.Figure != nil {
		c.and(f.Figure.where(c.params))
	}
	c.and(visible("i.team_id", f.View, c.params))
	return c.String(), c.params
}

// search matches words, or the number people say aloud.
func (f ItemFilter) search(params map[string]any) string {
	if n, ok := itemNumber(f.Query); ok {
		params["number"] = n
		return "i.number = :number"
	}
	return matching("i.search_text", f.Query, params)
}

var itemRef = regexp.MustCompile(`^\s*(?:[aA]\s*-?\s*|#)([0-9]{1,9})\s*$`)

// itemNumber reads "A-128", "a128" or "#128".
func itemNumber(q string) (int, bool) {
	m := itemRef.FindStringSubmatch(q)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// literals writes known statuses into the query; see [runningStatuses].
func literals(statuses []accord.Status) string {
	quoted := make([]string, 0, len(statuses))
	for _, s := range statuses {
		if s.Valid() {
			quoted = append(quoted, "'"+string(s)+"'")
		}
	}
	return strings.Join(quoted, ", ")
}

const noDue = "9999-12-31"

// page adds the condition that begins after a cursor and gives the order. Only
// running items all have a due day, and their order is that of the index.
func (f ItemFilter) page(p accord.Page, where *string, params map[string]any) string {
	column, direction, after := "i.due_on", "", ">"
	switch {
	case f.Newest:
		column, direction, after = "i.number", " DESC", "<"
	case !f.running():
		column = "COALESCE(i.due_on, '" + noDue + "')"
	}
	if len(p.After) == 2 {
		params["after"], params["after_id"] = p.After[0], p.After[1]
		if f.Newest { // a cursor somebody made up begins nowhere
			params["after"], _ = strconv.Atoi(p.After[0])
		}
		*where += " AND (" + column + ", i.id) " + after + " (:after, :after_id)"
	}
	params["limit"] = p.Limit + 1
	return " ORDER BY " + column + direction + ", i.id" + direction + " LIMIT :limit"
}

func (f ItemFilter) keys(i accord.ActionItem) []string {
	switch {
	case f.Newest:
		return []string{strconv.Itoa(i.Number), i.ID}
	case i.DueOn == "":
		return []string{noDue, i.ID}
	}
	return []string{string(i.DueOn), i.ID}
}
