package store

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
)

// WeeklyUpdate returns the update of a week.
func (s *Store) WeeklyUpdate(ctx context.Context, week accord.Week) (accord.WeeklyUpdate, error) {
	u, err := rowsOf[accord.WeeklyUpdate](s.db).Where("id = ?", string(week)).Take(ctx)
	return u, domainError(err, "weekly update")
}

// WeeklyUpdates returns at most limit updates before a week, "" for all, the
// latest first.
func (s *Store) WeeklyUpdates(ctx context.Context, before accord.Week, limit int) ([]accord.WeeklyUpdate, error) {
	q := rowsOf[accord.WeeklyUpdate](s.db).Where("1 = 1")
	if before != "" {
		q = q.Where("id < ?", string(before))
	}
	list, err := q.Order("id DESC").Limit(limit).Find(ctx)
	return list, domainError(err, "weekly update")
}

// CreateWeeklyUpdate begins the update of a week.
func (s *Store) CreateWeeklyUpdate(ctx context.Context, u *accord.WeeklyUpdate) error {
	return domainError(rowsOf[accord.WeeklyUpdate](s.db).Create(ctx, u), "weekly update")
}

// SaveWeeklyUpdate writes it and raises its version; stale where somebody was
// faster.
func (s *Store) SaveWeeklyUpdate(ctx context.Context, u *accord.WeeklyUpdate) error {
	u.Version++
	return save(ctx, s, "weekly update", u.ID, u.Version, *u)
}

// UpdateParts returns what both sides have in updates; a side that has written
// nothing yet has none.
func (s *Store) UpdateParts(ctx context.Context, weeks []string) ([]accord.WeeklyUpdatePart, error) {
	parts, err := rowsOf[accord.WeeklyUpdatePart](s.db).Where("update_id IN ?", weeks).Order("update_id, side").Find(ctx)
	return parts, domainError(err, "weekly update")
}

// SaveUpdatePart writes a side's part, the first time as well, and raises its
// version; stale where somebody was faster.
func (s *Store) SaveUpdatePart(ctx context.Context, p *accord.WeeklyUpdatePart) error {
	p.Version++
	if p.ID == "" {
		p.ID = NewID()
		return domainError(rowsOf[accord.WeeklyUpdatePart](s.db).Create(ctx, p), "weekly update")
	}
	return save(ctx, s, "weekly update", p.ID, p.Version, *p)
}

// UpdateLines returns the lines of updates, in their order.
func (s *Store) UpdateLines(ctx context.Context, weeks []string) ([]accord.WeeklyUpdateLine, error) {
	lines, err := rowsOf[accord.WeeklyUpdateLine](s.db).Where("update_id IN ?", weeks).Order("update_id, position, id").Find(ctx)
	return lines, domainError(err, "weekly update")
}

// UpdateLine returns one line.
func (s *Store) UpdateLine(ctx context.Context, id string) (accord.WeeklyUpdateLine, error) {
	l, err := rowsOf[accord.WeeklyUpdateLine](s.db).Where("id = ?", id).Take(ctx)
	return l, domainError(err, "line of the update")
}

// writtenLines are the kinds of line that people write.
var writtenLines = []string{string(accord.LineWin), string(accord.LineTool), string(accord.LineAsk)}

// SetUpdateLines puts a side's lines in the place of those it had; facts stay. A
// line without an id gets one.
func (s *Store) SetUpdateLines(ctx context.Context, week accord.Week, side accord.Side, lines []accord.WeeklyUpdateLine) error {
	_, err := rowsOf[accord.WeeklyUpdateLine](s.db).Where("update_id = ? AND side = ? AND kind IN ?", string(week), string(side), writtenLines).Delete(ctx)
	if err != nil {
		return domainError(err, "weekly update")
	}
	for i := range lines {
		lines[i].Side = side
	}
	return s.AddUpdateLines(ctx, week, lines)
}

// AddUpdateLines adds lines in the order they come.
func (s *Store) AddUpdateLines(ctx context.Context, week accord.Week, lines []accord.WeeklyUpdateLine) error {
	for i := range lines {
		l := &lines[i]
		l.UpdateID, l.Position = string(week), i
		if l.ID == "" {
			l.ID = NewID()
		}
	}
	return Insert(ctx, s, lines...)
}

// LinkUpdateLine says what action item an ask became: the update is another
// version then.
func (s *Store) LinkUpdateLine(ctx context.Context, id, itemID string) error {
	_, err := s.exec(ctx, `UPDATE weekly_update_lines SET action_item_id = :item WHERE workspace_id = :workspace AND id = :id`,
		map[string]any{"item": itemID, "id": id})
	if err == nil {
		_, err = s.exec(ctx, updateOfItem, map[string]any{"item": itemID})
	}
	return domainError(err, "line of the update")
}

// maxFacts bounds what Accord finds of a kind for one update.
const maxFacts = 50

// UpdateFacts finds what an update can tell of a time: the action items done in
// it, and what was decided and still stands; input for the other side decides
// nothing. What belongs to closed teams stays there (X1).
func (s *Store) UpdateFacts(ctx context.Context, from, to time.Time) ([]accord.WeeklyUpdateLine, error) {
	params := map[string]any{"from": from, "to": to, "limit": maxFacts}
	const open = ` AND NOT EXISTS (SELECT 1 FROM teams t WHERE t.workspace_id = :workspace AND t.id = x.team_id AND t.closed)`
	var items []accord.ActionItem
	err := s.raw(ctx, `SELECT x.* FROM action_items x WHERE x.workspace_id = :workspace AND x.status IN ('done', 'confirmed')
AND x.done_at >= :from AND x.done_at < :to`+open+` ORDER BY x.done_at, x.number LIMIT :limit`, params).Scan(&items)
	if err != nil {
		return nil, domainError(err, "action item")
	}
	var decisions []accord.Decision
	err = s.raw(ctx, `SELECT x.* FROM decisions x WHERE x.workspace_id = :workspace AND x.created_at >= :from AND x.created_at < :to
AND x.input_for = '' AND NOT EXISTS (SELECT 1 FROM decisions l WHERE l.workspace_id = :workspace AND l.supersedes_id = x.id)`+open+
		` ORDER BY x.number LIMIT :limit`, params).Scan(&decisions)
	if err != nil {
		return nil, domainError(err, "decision")
	}
	lines := make([]accord.WeeklyUpdateLine, 0, len(items)+len(decisions))
	for _, i := range items {
		lines = append(lines, accord.WeeklyUpdateLine{Kind: accord.FactKept, Side: i.OwnerSide, Text: i.Ref() + " " + i.Title, SubjectID: i.ID, TeamID: i.TeamID})
	}
	for _, d := range decisions {
		lines = append(lines, accord.WeeklyUpdateLine{Kind: accord.FactDecision, Side: accord.Neutral, Text: d.Ref() + " " + d.Text, SubjectID: d.ID, TeamID: d.TeamID})
	}
	return lines, nil
}

// SearchUpdates finds what people wrote in the updates of some weeks, the latest
// first, each week once. It is folded in Go, as no column of theirs is.
func (s *Store) SearchUpdates(ctx context.Context, weeks []string, q string) ([]accord.FoundUpdate, error) {
	if len(weeks) == 0 || strings.TrimSpace(q) == "" {
		return nil, nil
	}
	var texts []struct{ Week, Text, Detail string }
	params := map[string]any{"weeks": weeks, "kinds": writtenLines}
	err := s.raw(ctx, `SELECT l.update_id AS week, l.text, l.detail FROM weekly_update_lines l
WHERE l.workspace_id = :workspace AND l.update_id IN (:weeks) AND l.kind IN (:kinds)
UNION ALL SELECT p.update_id AS week, p.news AS text, '' AS detail FROM weekly_update_parts p
WHERE p.workspace_id = :workspace AND p.update_id IN (:weeks) AND p.news <> '' ORDER BY week DESC`, params).Scan(&texts)
	var found []accord.FoundUpdate
	for _, t := range texts {
		known := len(found) > 0 && found[len(found)-1].Week == accord.Week(t.Week)
		if !known && len(found) < SearchEach && HasWords(t.Text+" "+t.Detail, q) {
			found = append(found, accord.FoundUpdate{Week: accord.Week(t.Week), Text: accord.TitleOf(strings.Join(strings.Fields(t.Text), " "))})
		}
	}
	return found, domainError(err, "weekly update")
}

// UpdateReaders are those an update is mailed to: everybody of both sides who is
// here and has an address, by name; observers are told nothing of it (X4).
func (s *Store) UpdateReaders(ctx context.Context) ([]accord.Person, error) {
	people, err := rowsOf[accord.Person](s.db).
		Where("side IN ('sales', 'marketing') AND role <> 'observer' AND left_at IS NULL AND erased_at IS NULL AND email <> ''").Order("name, id").Find(ctx)
	return people, domainError(err, "person")
}
