package store

import (
	"context"
	"strconv"
	"time"

	"gorm.io/gorm/clause"

	"accord/internal/accord"
)

// LeadBatch returns one batch.
func (s *Store) LeadBatch(ctx context.Context, id string) (accord.LeadBatch, error) {
	b, err := rowsOf[accord.LeadBatch](s.db).Where("id = ?", id).Take(ctx)
	return b, domainError(err, "batch")
}

// LeadBatchByNumber returns the batch people call L-number.
func (s *Store) LeadBatchByNumber(ctx context.Context, number int) (accord.LeadBatch, error) {
	b, err := rowsOf[accord.LeadBatch](s.db).Where("number = ?", number).Take(ctx)
	return b, domainError(err, "batch")
}

// LeadBatchesByExternalID returns the batches that came from elsewhere under
// one of the ids, by that id.
func (s *Store) LeadBatchesByExternalID(ctx context.Context, ids []string) (map[string]accord.LeadBatch, error) {
	by := map[string]accord.LeadBatch{}
	err := inParts(ids, func(part []string) error {
		list, err := rowsOf[accord.LeadBatch](s.db).Where("external_id IN ? AND external_id <> ''", part).Find(ctx)
		for _, b := range list {
			by[b.ExternalID] = b
		}
		return domainError(err, "batch")
	})
	return by, err
}

// inParts gives fn the ids in parts that fit into one statement.
func inParts(ids []string, fn func([]string) error) error {
	for from := 0; from < len(ids); from += insertBatch {
		if err := fn(ids[from:min(from+insertBatch, len(ids))]); err != nil {
			return err
		}
	}
	return nil
}

// CreateLeadBatch adds a batch.
func (s *Store) CreateLeadBatch(ctx context.Context, b *accord.LeadBatch) error {
	return domainError(rowsOf[accord.LeadBatch](s.db).Create(ctx, b), "batch")
}

// SaveLeadBatch writes the batch and raises its version.
func (s *Store) SaveLeadBatch(ctx context.Context, b *accord.LeadBatch) error {
	b.Version++
	return save(ctx, s, "batch", b.ID, b.Version, *b)
}

// DeleteLeadBatch takes a batch away whose entry is undone; it has no verdict.
func (s *Store) DeleteLeadBatch(ctx context.Context, id string) error {
	_, err := rowsOf[accord.LeadBatch](s.db).Where("id = ?", id).Delete(ctx)
	return domainError(err, "batch")
}

// LeadBatchFilter says which batches are listed.
type LeadBatchFilter struct {
	ID    string
	State string // "waiting": leads without a verdict; "judged": none
	From  accord.Date
	To    accord.Date

	Source string
	Reason string // the verdict that stands rejects leads for it
}

// leadBatchRow is a batch with the names of who had to do with it.
type leadBatchRow struct {
	accord.LeadBatch
	ServedByName string
	JudgedByName string
}

// LeadBatches returns a page of batches, the newest first, with the reasons of
// the verdict that stands.
func (s *Store) LeadBatches(ctx context.Context, f LeadBatchFilter, p accord.Page) ([]accord.LeadBatchDetail, []string, error) {
	params := map[string]any{"limit": p.Limit + 1}
	where := f.where(params)
	if len(p.After) == 1 {
		params["after"], _ = strconv.Atoi(p.After[0])
		where += " AND b.number < :after"
	}
	var rows []leadBatchRow
	err := s.raw(ctx, `SELECT b.*, COALESCE(m.name, '') AS served_by_name, COALESCE(j.name, '') AS judged_by_name FROM lead_batches b
LEFT JOIN people m ON m.workspace_id = :workspace AND m.id = b.served_by
LEFT JOIN people j ON j.workspace_id = :workspace AND j.id = b.judged_by
WHERE b.workspace_id = :workspace`+where+` ORDER BY b.number DESC LIMIT :limit`, params).Scan(&rows)
	if err != nil {
		return nil, nil, domainError(err, "batch")
	}
	list := make([]accord.LeadBatchDetail, len(rows))
	for i, r := range rows {
		list[i] = accord.LeadBatchDetail{LeadBatch: r.LeadBatch, ServedByName: r.ServedByName, JudgedByName: r.JudgedByName, Rejections: []accord.LeadRejection{}}
	}
	list, next := accord.Cut(list, p, func(b accord.LeadBatchDetail) []string { return []string{strconv.Itoa(b.Number)} })
	return list, next, s.addRejections(ctx, list)
}

func (f LeadBatchFilter) where(params map[string]any) string {
	c := newCriteria(params)
	c.equal("b.id", f.ID)
	c.equal("b.source", f.Source)
	switch f.State {
	case "waiting":
		c.and("b.accepted + b.rejected < b.count")
	case "judged":
		c.and("b.accepted + b.rejected = b.count")
	}
	if f.From != "" {
		c.with("b.served_on >= :from", "from", string(f.From))
	}
	if f.To != "" {
		c.with("b.served_on <= :to", "to", string(f.To))
	}
	if f.Reason != "" {
		c.with(`EXISTS (SELECT 1 FROM lead_verdicts v JOIN lead_rejections r ON r.workspace_id = :workspace AND r.verdict_id = v.id
	WHERE v.workspace_id = :workspace AND v.batch_id = b.id AND r.reason_id = :reason AND v.number =
	(SELECT MAX(l.number) FROM lead_verdicts l WHERE l.workspace_id = :workspace AND l.batch_id = b.id))`, "reason", f.Reason)
	}
	return c.String()
}

// rejectionRow is a rejection with its batch.
type rejectionRow struct {
	accord.LeadRejection
	BatchID string
}

// addRejections puts the reasons of the verdicts that stand to the batches.
func (s *Store) addRejections(ctx context.Context, list []accord.LeadBatchDetail) error {
	at := map[string]int{}
	var ids []string
	for i, b := range list {
		if b.Rejected > 0 {
			at[b.ID] = i
			ids = append(ids, b.ID)
		}
	}
	return inParts(ids, func(part []string) error {
		var rows []rejectionRow
		err := s.raw(ctx, `SELECT r.*, v.batch_id FROM lead_verdicts v
JOIN lead_rejections r ON r.workspace_id = :workspace AND r.verdict_id = v.id
WHERE v.workspace_id = :workspace AND v.batch_id IN (:ids) AND NOT EXISTS (SELECT 1 FROM lead_verdicts l
	WHERE l.workspace_id = :workspace AND l.batch_id = v.batch_id AND l.number > v.number)
ORDER BY r.count DESC, r.reason_id`, map[string]any{"ids": part}).Scan(&rows)
		for _, r := range rows {
			b := &list[at[r.BatchID]]
			b.Rejections = append(b.Rejections, r.LeadRejection)
		}
		return domainError(err, "verdict")
	})
}

// LeadBatchesAsOf returns the batches served on the day or later, as they stood
// at the instant.
func (s *Store) LeadBatchesAsOf(ctx context.Context, from accord.Date, asOf time.Time) ([]accord.LeadBatch, error) {
	var list []accord.LeadBatch
	err := s.raw(ctx, batchesAsOf, map[string]any{"from": string(from), "as_of": asOf}).Scan(&list)
	return list, domainError(err, "batch")
}

// batchesAsOf are the batches served on the day or later, as they stood at the
// instant.
const batchesAsOf = `SELECT b.id, b.number, b.served_on, b.count, b.created_at, COALESCE(v.accepted, 0) AS accepted, COALESCE(v.rejected, 0) AS rejected
FROM lead_batches b LEFT JOIN lead_verdicts v ON v.workspace_id = :workspace AND v.batch_id = b.id AND v.number =
	(SELECT MAX(l.number) FROM lead_verdicts l WHERE l.workspace_id = :workspace AND l.batch_id = b.id AND l.judged_at <= :as_of)
WHERE b.workspace_id = :workspace AND b.served_on >= :from AND b.created_at <= :as_of`

// LeadRejectionsAsOf counts, by reason, the leads that the verdicts standing at
// the instant reject, of batches served on the day or later.
func (s *Store) LeadRejectionsAsOf(ctx context.Context, from accord.Date, asOf time.Time) ([]accord.LeadRejection, error) {
	var list []accord.LeadRejection
	err := s.raw(ctx, `SELECT r.reason_id, SUM(r.count) AS count FROM lead_batches b
JOIN lead_verdicts v ON v.workspace_id = :workspace AND v.batch_id = b.id AND v.number =
	(SELECT MAX(l.number) FROM lead_verdicts l WHERE l.workspace_id = :workspace AND l.batch_id = b.id AND l.judged_at <= :as_of)
JOIN lead_rejections r ON r.workspace_id = :workspace AND r.verdict_id = v.id
WHERE b.workspace_id = :workspace AND b.served_on >= :from AND b.created_at <= :as_of
GROUP BY r.reason_id ORDER BY SUM(r.count) DESC, r.reason_id`, map[string]any{"from": string(from), "as_of": asOf}).Scan(&list)
	return list, domainError(err, "verdict")
}

// LeadSources returns where leads came from, the latest source first.
func (s *Store) LeadSources(ctx context.Context, limit int) ([]string, error) {
	var rows []struct{ Source string }
	err := s.raw(ctx, `SELECT b.source FROM lead_batches b WHERE b.workspace_id = :workspace GROUP BY b.source ORDER BY MAX(b.number) DESC LIMIT :limit`,
		map[string]any{"limit": limit}).Scan(&rows)
	sources := make([]string, len(rows))
	for i, r := range rows {
		sources[i] = r.Source
	}
	return sources, domainError(err, "batch")
}

// LeadWaits counts the leads that had no verdict at an instant, by the verdicts
// that stood then; past says that this is not now.
func (s *Store) LeadWaits(ctx context.Context, asOf time.Time, past bool) (w accord.LeadWaits, err error) {
	batches := "lead_batches b WHERE b.workspace_id = :workspace"
	if past {
		batches = `(` + batchesAsOf + `) b WHERE 1 = 1`
	}
	err = s.raw(ctx, `SELECT COALESCE(SUM(b.count - b.accepted - b.rejected), 0) AS leads, COALESCE(MIN(b.served_on), '') AS first_served
FROM `+batches+` AND b.accepted + b.rejected < b.count`, map[string]any{"as_of": asOf, "from": ""}).Scan(&w)
	return w, domainError(err, "batch")
}

// LeadVerdicts returns the verdicts on a batch, the one that stands last.
func (s *Store) LeadVerdicts(ctx context.Context, batchID string) ([]accord.LeadVerdict, error) {
	list, err := rowsOf[accord.LeadVerdict](s.db).Where("batch_id = ?", batchID).Order("number").Find(ctx)
	return list, domainError(err, "verdict")
}

// CreateLeadVerdict adds a verdict with its rejections.
func (s *Store) CreateLeadVerdict(ctx context.Context, v *accord.LeadVerdict, rejections []accord.LeadRejection) error {
	if err := rowsOf[accord.LeadVerdict](s.db).Create(ctx, v); err != nil {
		return domainError(err, "verdict")
	}
	for _, r := range rejections {
		r.VerdictID = v.ID
		if err := rowsOf[accord.LeadRejection](s.db).Create(ctx, &r); err != nil {
			return domainError(err, "verdict")
		}
	}
	return nil
}

// DeleteLeadVerdict takes a verdict away that is undone.
func (s *Store) DeleteLeadVerdict(ctx context.Context, id string) error {
	if _, err := rowsOf[accord.LeadRejection](s.db).Where("verdict_id = ?", id).Delete(ctx); err != nil {
		return domainError(err, "verdict")
	}
	_, err := rowsOf[accord.LeadVerdict](s.db).Where("id = ?", id).Delete(ctx)
	return domainError(err, "verdict")
}

// LeadReasons returns why leads are rejected here, those retired too; the list
// that ships where the company has none of its own.
func (s *Store) LeadReasons(ctx context.Context) ([]accord.LeadReason, error) {
	list, err := rowsOf[accord.LeadReason](s.db).Where("1 = 1").Order("position, id").Find(ctx)
	if err == nil && len(list) == 0 {
		list = accord.ShippedLeadReasons()
	}
	return list, domainError(err, "reason")
}

// SaveLeadReasons writes the list; reasons that are there are changed.
func (s *Store) SaveLeadReasons(ctx context.Context, list []accord.LeadReason) error {
	for _, r := range list {
		r.WorkspaceID = workspaceOf(ctx)
		there := clause.OnConflict{
			Columns:   []clause.Column{{Name: "workspace_id"}, {Name: "id"}},
			DoUpdates: clause.AssignmentColumns([]string{"text", "position", "retired"}),
		}
		if err := rowsOf[accord.LeadReason](s.db, there).Create(ctx, &r); err != nil {
			return domainError(err, "reason")
		}
	}
	return nil
}
