package store

import (
	"context"
	"strconv"
	"time"

	"accord/internal/accord"
)

// IntelItem returns one thing told.
func (s *Store) IntelItem(ctx context.Context, id string) (accord.IntelItem, error) {
	i, err := rowsOf[accord.IntelItem](s.db).Where("id = ?", id).Take(ctx)
	return i, domainError(err, "intelligence")
}

// IntelItemByNumber returns what people call I-number.
func (s *Store) IntelItemByNumber(ctx context.Context, number int) (accord.IntelItem, error) {
	i, err := rowsOf[accord.IntelItem](s.db).Where("number = ?", number).Take(ctx)
	return i, domainError(err, "intelligence")
}

// IntelByExternalID returns what came from elsewhere under one of the ids, by
// that id.
func (s *Store) IntelByExternalID(ctx context.Context, ids []string) (map[string]accord.IntelItem, error) {
	by := map[string]accord.IntelItem{}
	err := inParts(ids, func(part []string) error {
		list, err := rowsOf[accord.IntelItem](s.db).Where("external_id IN ? AND external_id <> ''", part).Find(ctx)
		for _, i := range list {
			by[i.ExternalID] = i
		}
		return domainError(err, "intelligence")
	})
	return by, err
}

// CreateIntelItem adds what was told.
func (s *Store) CreateIntelItem(ctx context.Context, i *accord.IntelItem) error {
	return domainError(rowsOf[accord.IntelItem](s.db).Create(ctx, i), "intelligence")
}

// SaveIntelItem writes it and raises its version.
func (s *Store) SaveIntelItem(ctx context.Context, i *accord.IntelItem) error {
	i.Version++
	return save(ctx, s, "intelligence", i.ID, i.Version, *i)
}

// DeleteIntelItem takes an entry away that is undone.
func (s *Store) DeleteIntelItem(ctx context.Context, id string) error {
	_, err := rowsOf[accord.IntelItem](s.db).Where("id = ?", id).Delete(ctx)
	return domainError(err, "intelligence")
}

// IntelFilter says what is listed.
type IntelFilter struct {
	ID     string
	State  accord.IntelState // "" for all; those answered by "answered"
	Answer accord.IntelAnswer
	From   accord.Date // told on
	To     accord.Date
	Now    time.Time
	Open   bool // what waits for an answer, the first due first, in place of the newest

	ToldBy        string
	AnsweredSince time.Time // the latest answer first; the zero time is not asked for
}

// lastAnswer is when the answer of i was given that stands: a later one changes
// the words, and answered_at stays that of the first.
const lastAnswer = `COALESCE((SELECT MAX(e.at) FROM events e WHERE e.workspace_id = :workspace AND e.subject_id = i.id AND e.kind = 'intel.answered'
	AND NOT EXISTS (SELECT 1 FROM events u WHERE u.workspace_id = :workspace AND u.subject_id = i.id AND u.undoes = e.seq)), i.answered_at)`

// IntelAnswered is the state of whatever has an answer, in time or late.
const IntelAnswered accord.IntelState = "answered"

// intelRow is something told with the names of who had to do with it.
type intelRow struct {
	accord.IntelItem
	ToldByName       string
	AnsweredByName   string
	ActionItemNumber int
	ActionItemTeamID accord.NullID
	AgendaItemTitle  string
	AgendaTeamID     accord.NullID
}

// IntelItems returns a page of what was told, the newest first.
func (s *Store) IntelItems(ctx context.Context, f IntelFilter, p accord.Page) ([]accord.IntelDetail, []string, error) {
	params := map[string]any{"limit": p.Limit + 1}
	where, order := f.where(params), "i.number DESC"
	if len(p.After) == 1 {
		params["after"], _ = strconv.Atoi(p.After[0])
		where += " AND i.number < :after"
	}
	switch {
	case f.Open:
		where, order = where+" AND i.answered_at IS NULL", "i.due_ends_at, i.number"
	case !f.AnsweredSince.IsZero():
		where, order = where+" AND i.answered_at IS NOT NULL AND "+lastAnswer+" >= :since", lastAnswer+" DESC, i.number DESC"
		params["since"] = f.AnsweredSince
	}
	var rows []intelRow
	err := s.raw(ctx, `SELECT i.*, COALESCE(t.name, '') AS told_by_name, COALESCE(m.name, '') AS answered_by_name,
	COALESCE(a.number, 0) AS action_item_number, a.team_id AS action_item_team_id, COALESCE(g.title, '') AS agenda_item_title,
	COALESCE(n.team_id, r.team_id) AS agenda_team_id FROM intel_items i
LEFT JOIN people t ON t.workspace_id = :workspace AND t.id = i.told_by
LEFT JOIN people m ON m.workspace_id = :workspace AND m.id = i.answered_by
LEFT JOIN action_items a ON a.workspace_id = :workspace AND a.id = i.action_item_id
LEFT JOIN agenda_items g ON g.workspace_id = :workspace AND g.id = i.agenda_item_id
LEFT JOIN meetings n ON n.workspace_id = :workspace AND n.id = g.meeting_id
LEFT JOIN series r ON r.workspace_id = :workspace AND r.id = g.series_id
WHERE i.workspace_id = :workspace`+where+` ORDER BY `+order+` LIMIT :limit`, params).Scan(&rows)
	if err != nil {
		return nil, nil, domainError(err, "intelligence")
	}
	list := make([]accord.IntelDetail, len(rows))
	for i, r := range rows {
		list[i] = accord.IntelDetail(r)
	}
	list, next := accord.Cut(list, p, func(i accord.IntelDetail) []string { return []string{strconv.Itoa(i.Number)} })
	return list, next, nil
}

func (f IntelFilter) where(params map[string]any) string {
	c := newCriteria(params)
	c.equal("i.id", f.ID)
	c.equal("i.answer", string(f.Answer))
	c.equal("i.told_by", f.ToldBy)
	switch f.State {
	case accord.IntelWaiting:
		c.with("i.answered_at IS NULL AND i.due_ends_at > :now", "now", f.Now)
	case accord.IntelMissed:
		c.with("i.answered_at IS NULL AND i.due_ends_at <= :now", "now", f.Now)
	case accord.IntelInTime:
		c.and("i.answered_at < i.due_ends_at")
	case accord.IntelLate:
		c.and("i.answered_at >= i.due_ends_at")
	case IntelAnswered:
		c.and("i.answered_at IS NOT NULL")
	}
	if f.From != "" {
		c.with("i.told_on >= :from", "from", string(f.From))
	}
	if f.To != "" {
		c.with("i.told_on <= :to", "to", string(f.To))
	}
	return c.String()
}

// IntelTold returns what was told on the days, both included.
func (s *Store) IntelTold(ctx context.Context, from, to accord.Date) ([]accord.IntelItem, error) {
	list, err := rowsOf[accord.IntelItem](s.db).Where("told_on >= ? AND told_on <= ?", from, to).Find(ctx)
	return list, domainError(err, "intelligence")
}

// UnansweredIntel returns what has no answer, and of that what somebody was
// reminded of or what nobody was, the first due first.
func (s *Store) UnansweredIntel(ctx context.Context, reminded bool) ([]accord.IntelItem, error) {
	condition := "answered_at IS NULL AND reminded_at IS NULL"
	if reminded {
		condition = "answered_at IS NULL AND reminded_at IS NOT NULL"
	}
	list, err := rowsOf[accord.IntelItem](s.db).Where(condition).Order("due_ends_at, number").Find(ctx)
	return list, domainError(err, "intelligence")
}

// IntelWaits counts what had no answer at an instant.
func (s *Store) IntelWaits(ctx context.Context, asOf time.Time) (w accord.IntelWaits, err error) {
	err = s.raw(ctx, `SELECT COUNT(*) AS unanswered, COALESCE(SUM(CASE WHEN due_ends_at <= :as_of THEN 1 ELSE 0 END), 0) AS overdue,
	COALESCE(MIN(CASE WHEN due_ends_at <= :as_of THEN due_on END), '') AS first_due FROM intel_items
WHERE workspace_id = :workspace AND created_at <= :as_of AND (answered_at IS NULL OR answered_at > :as_of)`, map[string]any{"as_of": asOf}).Scan(&w)
	return w, domainError(err, "intelligence")
}

// AnyIntelligence reports whether anything was told, and whether leads were
// served, by an instant.
func (s *Store) AnyIntelligence(ctx context.Context, asOf time.Time) (told, served bool, err error) {
	var is struct{ Told, Served bool }
	err = s.raw(ctx, `SELECT EXISTS (SELECT 1 FROM intel_items WHERE workspace_id = :workspace AND created_at <= :as_of) AS told,
	EXISTS (SELECT 1 FROM lead_batches WHERE workspace_id = :workspace AND created_at <= :as_of) AS served`, map[string]any{"as_of": asOf}).Scan(&is)
	return is.Told, is.Served, domainError(err, "intelligence")
}
