package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// SitDown returns one sit-down, without what either side wrote.
func (s *Store) SitDown(ctx context.Context, id string) (accord.SitDown, error) {
	d, err := rowsOf[accord.SitDown](s.db).Where("id = ?", id).Take(ctx)
	return d, domainError(err, "sit-down")
}

// SitDowns returns a page of the sit-downs, those begun last first.
func (s *Store) SitDowns(ctx context.Context, p accord.Page) ([]accord.SitDown, []string, error) {
	params := map[string]any{"limit": p.Limit + 1}
	where := ""
	if len(p.After) == 1 {
		params["after"] = p.After[0]
		where = " AND d.id < :after" // ids grow with time
	}
	var list []accord.SitDown
	err := s.raw(ctx, `SELECT d.* FROM sit_downs d WHERE d.workspace_id = :workspace`+where+` ORDER BY d.id DESC LIMIT :limit`, params).Scan(&list)
	list, next := accord.Cut(list, p, func(d accord.SitDown) []string { return []string{d.ID} })
	return list, next, domainError(err, "sit-down")
}

// SitDownsOfPair returns the revealed sit-downs of two counterparts, the
// earliest first.
func (s *Store) SitDownsOfPair(ctx context.Context, salesID, marketingID string) ([]accord.SitDown, error) {
	list, err := rowsOf[accord.SitDown](s.db).Where("sales_id = ? AND marketing_id = ? AND revealed_at IS NOT NULL", salesID, marketingID).
		Order("revealed_at, id").Find(ctx)
	return list, domainError(err, "sit-down")
}

// PrivateSitDown returns the sit-down of two counterparts that is not revealed
// yet; not found where there is none.
func (s *Store) PrivateSitDown(ctx context.Context, salesID, marketingID string) (accord.SitDown, error) {
	d, err := rowsOf[accord.SitDown](s.db).Where("sales_id = ? AND marketing_id = ? AND revealed_at IS NULL", salesID, marketingID).Take(ctx)
	return d, domainError(err, "sit-down")
}

// SitDownLists reads both parts of sit-downs with their pairs and outcomes, by
// id. Whoever asks answers for who may read them (X2).
func (s *Store) SitDownLists(ctx context.Context, ids ...string) (map[string]accord.SitDownLists, error) {
	lists := make(map[string]accord.SitDownLists, len(ids))
	if len(ids) == 0 {
		return lists, nil
	}
	priorities, err := rowsOf[accord.SitDownPriority](s.db).Where("sit_down_id IN ?", ids).Order("sit_down_id, side, rank").Find(ctx)
	if err != nil {
		return nil, domainError(err, "priority")
	}
	answers, err := rowsOf[accord.SitDownAnswer](s.db).Where("sit_down_id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, domainError(err, "answer")
	}
	pairs, err := rowsOf[accord.SitDownPair](s.db).Where("sit_down_id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, domainError(err, "pair")
	}
	outcomes, err := rowsOf[accord.SitDownOutcome](s.db).Where("sit_down_id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, domainError(err, "gap")
	}
	for _, id := range ids {
		lists[id] = accord.SitDownLists{
			Sales:     partOf(id, accord.Sales, priorities, answers),
			Marketing: partOf(id, accord.Marketing, priorities, answers),
			Pairs:     keep(pairs, func(p accord.SitDownPair) bool { return p.SitDownID == id }),
			Outcomes:  keep(outcomes, func(o accord.SitDownOutcome) bool { return o.SitDownID == id }),
		}
	}
	return lists, nil
}

// partOf picks what one side wrote; its answers stand in the order of the
// questions.
func partOf(id string, side accord.Side, priorities []accord.SitDownPriority, answers []accord.SitDownAnswer) accord.SitDownPart {
	part := accord.SitDownPart{
		Priorities: keep(priorities, func(p accord.SitDownPriority) bool { return p.SitDownID == id && p.Side == side }),
		Answers:    []accord.SitDownAnswer{},
	}
	for _, q := range accord.SitDownQuestions() {
		part.Answers = append(part.Answers, keep(answers, func(a accord.SitDownAnswer) bool {
			return a.SitDownID == id && a.Side == side && a.Question == q
		})...)
	}
	return part
}

// keep gives those of a list that hold, never nil.
func keep[T any](list []T, holds func(T) bool) []T {
	kept := []T{}
	for _, v := range list {
		if holds(v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// SitDownPriorities returns what one side has on its list, in its order.
func (s *Store) SitDownPriorities(ctx context.Context, id string, side accord.Side) ([]accord.SitDownPriority, error) {
	list, err := rowsOf[accord.SitDownPriority](s.db).Where("sit_down_id = ? AND side = ?", id, side).Order("rank").Find(ctx)
	return list, domainError(err, "priority")
}

// SitDownAnswers returns what one side answered.
func (s *Store) SitDownAnswers(ctx context.Context, id string, side accord.Side) ([]accord.SitDownAnswer, error) {
	list, err := rowsOf[accord.SitDownAnswer](s.db).Where("sit_down_id = ? AND side = ?", id, side).Find(ctx)
	return partOf(id, side, nil, list).Answers, domainError(err, "answer")
}

// CreateSitDown adds a sit-down; a second private one of the same pair is a
// conflict.
func (s *Store) CreateSitDown(ctx context.Context, d *accord.SitDown) error {
	return domainError(rowsOf[accord.SitDown](s.db).Create(ctx, d), "sit-down")
}

// SaveSitDown writes the sit-down and raises its version; stale where somebody
// was faster.
func (s *Store) SaveSitDown(ctx context.Context, d *accord.SitDown) error {
	d.Version++
	return save(ctx, s, "sit-down", d.ID, d.Version, *d)
}

// SetSitDownPriorities puts the list of one side in place of the one before.
func (s *Store) SetSitDownPriorities(ctx context.Context, id string, side accord.Side, list []accord.SitDownPriority) error {
	if _, err := rowsOf[accord.SitDownPriority](s.db).Where("sit_down_id = ? AND side = ?", id, side).Delete(ctx); err != nil {
		return domainError(err, "priority")
	}
	for i := range list {
		if err := rowsOf[accord.SitDownPriority](s.db).Create(ctx, &list[i]); err != nil {
			return domainError(err, "priority")
		}
	}
	return nil
}

// SetSitDownAnswers puts the answers of one side in place of those before.
func (s *Store) SetSitDownAnswers(ctx context.Context, id string, side accord.Side, list []accord.SitDownAnswer) error {
	if _, err := rowsOf[accord.SitDownAnswer](s.db).Where("sit_down_id = ? AND side = ?", id, side).Delete(ctx); err != nil {
		return domainError(err, "answer")
	}
	for i := range list {
		if err := rowsOf[accord.SitDownAnswer](s.db).Create(ctx, &list[i]); err != nil {
			return domainError(err, "answer")
		}
	}
	return nil
}

// SetSitDownPairs puts the pairs in place of those before.
func (s *Store) SetSitDownPairs(ctx context.Context, id string, list []accord.SitDownPair) error {
	if _, err := rowsOf[accord.SitDownPair](s.db).Where("sit_down_id = ?", id).Delete(ctx); err != nil {
		return domainError(err, "pair")
	}
	for i := range list {
		if err := rowsOf[accord.SitDownPair](s.db).Create(ctx, &list[i]); err != nil {
			return domainError(err, "pair")
		}
	}
	return nil
}

// EndSitDownGap says what became of a gap, once.
func (s *Store) EndSitDownGap(ctx context.Context, o *accord.SitDownOutcome) error {
	return domainError(rowsOf[accord.SitDownOutcome](s.db).Create(ctx, o), "gap")
}

// SitDownOutcome returns what became of a gap; not found while it is open.
func (s *Store) SitDownOutcome(ctx context.Context, id, gap string) (accord.SitDownOutcome, error) {
	o, err := rowsOf[accord.SitDownOutcome](s.db).Where("sit_down_id = ? AND gap = ?", id, gap).Take(ctx)
	return o, domainError(err, "gap")
}

// ReopenSitDownGap takes back what became of a gap.
func (s *Store) ReopenSitDownGap(ctx context.Context, id, gap string) error {
	_, err := rowsOf[accord.SitDownOutcome](s.db).Where("sit_down_id = ? AND gap = ?", id, gap).Delete(ctx)
	return domainError(err, "gap")
}

// DeleteSitDown takes a sit-down away with everything in it: one that was called
// off leaves no words behind.
func (s *Store) DeleteSitDown(ctx context.Context, id string) error {
	for _, table := range []string{"sit_down_outcomes", "sit_down_pairs", "sit_down_answers", "sit_down_priorities"} {
		if _, err := s.exec(ctx, "DELETE FROM "+table+" WHERE workspace_id = :workspace AND sit_down_id = :id", map[string]any{"id": id}); err != nil {
			return domainError(err, "sit-down")
		}
	}
	if _, err := s.exec(ctx, "DELETE FROM sit_downs WHERE workspace_id = :workspace AND id = :id", map[string]any{"id": id}); err != nil {
		return domainError(err, "sit-down")
	}
	// Answers kept for a repeat of their key have the words as well.
	_, err := s.exec(ctx, "DELETE FROM idempotency_keys WHERE workspace_id = :workspace AND operation LIKE :about", map[string]any{"about": "%/sit-downs/" + id + "/%"})
	return domainError(err, "sit-down")
}

// AnySitDown reports whether the company ever began one.
func (s *Store) AnySitDown(ctx context.Context) (bool, error) {
	var ids []string
	err := s.raw(ctx, "SELECT d.id FROM sit_downs d WHERE d.workspace_id = :workspace LIMIT 1", nil).Scan(&ids)
	return len(ids) > 0, domainError(err, "sit-down")
}

// SitDownToReveal returns the latest sit-down whose reveal waits for the person;
// not found where there is none. One whose other side nobody will ever reveal
// waits for nobody.
func (s *Store) SitDownToReveal(ctx context.Context, personID string) (accord.SitDown, error) {
	var d accord.SitDown
	err := s.raw(ctx, `SELECT d.* FROM sit_downs d WHERE d.workspace_id = :workspace AND d.revealed_at IS NULL
AND (d.sales_id = :person AND d.sales_ready_at IS NULL OR d.marketing_id = :person AND d.marketing_ready_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM people p WHERE p.workspace_id = :workspace AND p.id <> :person AND (p.erased_at IS NOT NULL OR p.left_at IS NOT NULL OR p.role = 'observer')
AND (p.id = d.sales_id AND (p.erased_at IS NOT NULL OR d.sales_ready_at IS NULL) OR p.id = d.marketing_id AND (p.erased_at IS NOT NULL OR d.marketing_ready_at IS NULL)))
ORDER BY d.id DESC LIMIT 1`, map[string]any{"person": personID}).One(&d, "sit-down")
	return d, domainError(err, "sit-down")
}

// LastSitDown returns the sit-down revealed last by an instant, of the person
// or, for "", of anybody; not found where there is none.
func (s *Store) LastSitDown(ctx context.Context, personID string, asOf time.Time) (accord.SitDown, error) {
	where, params := "", map[string]any{"as_of": asOf}
	if personID != "" {
		where, params["person"] = " AND (d.sales_id = :person OR d.marketing_id = :person)", personID
	}
	var d accord.SitDown
	err := s.raw(ctx, `SELECT d.* FROM sit_downs d WHERE d.workspace_id = :workspace AND d.revealed_at <= :as_of`+where+`
ORDER BY d.revealed_at DESC, d.id DESC LIMIT 1`, params).One(&d, "sit-down")
	return d, domainError(err, "sit-down")
}

// RaiseSitDownPart raises the version of what one side wrote; the sit-down's own
// stays, so that the other side does not see it move (X2).
func (s *Store) RaiseSitDownPart(ctx context.Context, id string, side accord.Side) error {
	column := "sales_version"
	if side == accord.Marketing {
		column = "marketing_version"
	}
	_, err := s.exec(ctx, "UPDATE sit_downs SET "+column+" = "+column+" + 1 WHERE workspace_id = :workspace AND id = :id", map[string]any{"id": id})
	return domainError(err, "sit-down")
}

// SeriesOfTeams returns the series of the teams that have not ended, by title.
func (s *Store) SeriesOfTeams(ctx context.Context, teamIDs []string) ([]accord.Series, error) {
	if len(teamIDs) == 0 {
		return nil, nil
	}
	list, err := rowsOf[accord.Series](s.db).Where("team_id IN ? AND status = ?", teamIDs, accord.SeriesActive).Order("title, id").Find(ctx)
	return list, domainError(err, "series")
}
