package store

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"accord/internal/accord"
)

// SaveSpan keeps, in the running transaction, what the event e made of an item,
// for figures of past dates: it ends the span the item was in and begins the
// next one. Where figures see no difference there is nothing to keep.
func (s *Store) SaveSpan(ctx context.Context, item accord.ActionItem, e accord.Event) error {
	now, err := s.lastingSpan(ctx, item)
	if err != nil {
		return err
	}
	next := accord.SpanOf(item, now.Status, e.Seq, e.At)
	if now.Seq != 0 {
		if !next.Differs(now) {
			return nil
		}
		if err := s.endSpan(ctx, now, next, item.SelfConfirmed); err != nil {
			return err
		}
	}
	return domainError(rowsOf[accord.ActionItemSpan](s.db).Create(ctx, &next), "span")
}

// UndoSpan forgets the span that the undone event seq began: figures ignore the
// pair of an act and its undo (P8). Only the last event can be undone, so the
// span before lasts again. An event that began none changes nothing.
func (s *Store) UndoSpan(ctx context.Context, itemID string, seq int64) error {
	undone, err := rowsOf[accord.ActionItemSpan](s.db).Where("item_id = ? AND seq = ?", itemID, seq).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return domainError(err, "span")
	}
	if _, err := rowsOf[accord.ActionItemSpan](s.db).Where("item_id = ? AND seq = ?", itemID, seq).Delete(ctx); err != nil {
		return domainError(err, "span")
	}
	params := map[string]any{"item": itemID, "at": undone.FromAt, "status": undone.Status, "forever": accord.Forever(), "seq": seq}
	_, err = s.exec(ctx, `UPDATE action_item_spans SET to_at = :forever WHERE workspace_id = :workspace AND item_id = :item AND seq =
		(SELECT MAX(p.seq) FROM action_item_spans p WHERE p.workspace_id = :workspace AND p.item_id = :item AND p.seq < :seq)`, params)
	if err == nil {
		_, err = s.exec(ctx, `UPDATE action_item_spans SET next_at = :forever, next_status = '', next_by_time = FALSE
			WHERE workspace_id = :workspace AND item_id = :item AND status <> :status AND next_at = :at AND next_status = :status`, params)
	}
	return domainError(err, "span")
}

// ForgetSpans removes the spans of an item, to build them again.
func (s *Store) ForgetSpans(ctx context.Context, itemID string) error {
	_, err := rowsOf[accord.ActionItemSpan](s.db).Where("item_id = ?", itemID).Delete(ctx)
	return domainError(err, "span")
}

// lastingSpan is the span an item is in; the zero span for a new item.
func (s *Store) lastingSpan(ctx context.Context, item accord.ActionItem) (accord.ActionItemSpan, error) {
	if item.Version <= 1 {
		return accord.ActionItemSpan{}, nil
	}
	span, err := rowsOf[accord.ActionItemSpan](s.db).Where("item_id = ? AND to_at = ?", item.ID, accord.Forever()).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return accord.ActionItemSpan{}, nil
	}
	return span, domainError(err, "span")
}

// endSpan ends a span where the next begins; where the status changes, it notes
// so on every span that had it until then.
func (s *Store) endSpan(ctx context.Context, now, next accord.ActionItemSpan, byTime bool) error {
	params := map[string]any{
		"to": next.FromAt, "status": next.Status, "by_time": byTime && next.Status == accord.StatusConfirmed,
		"item": now.ItemID, "seq": now.Seq, "forever": accord.Forever(),
	}
	_, err := s.exec(ctx, `UPDATE action_item_spans SET to_at = :to WHERE workspace_id = :workspace AND item_id = :item AND seq = :seq`, params)
	if err == nil && next.Status != now.Status {
		_, err = s.exec(ctx, `UPDATE action_item_spans SET next_at = :to, next_status = :status, next_by_time = :by_time
			WHERE workspace_id = :workspace AND item_id = :item AND next_at = :forever`, params)
	}
	return domainError(err, "span")
}

// ItemSpans returns the life of an item as figures see it, oldest first.
func (s *Store) ItemSpans(ctx context.Context, itemID string) ([]accord.ActionItemSpan, error) {
	spans, err := rowsOf[accord.ActionItemSpan](s.db).Where("item_id = ?", itemID).Order("seq").Find(ctx)
	return spans, domainError(err, "span")
}
