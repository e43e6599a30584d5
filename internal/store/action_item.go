package store

import (
	"context"

	"accord/internal/accord"
)

// ActionItem returns one action item.
func (s *Store) ActionItem(ctx context.Context, id string) (accord.ActionItem, error) {
	item, err := rowsOf[accord.ActionItem](s.db).Where("id = ?", id).Take(ctx)
	return item, domainError(err, "action item")
}

// ActionItemByNumber returns the action item people call A-number (P7).
func (s *Store) ActionItemByNumber(ctx context.Context, number int) (accord.ActionItem, error) {
	item, err := rowsOf[accord.ActionItem](s.db).Where("number = ?", number).Take(ctx)
	return item, domainError(err, "action item")
}

// CreateActionItem adds an action item. Its span and event are the use case's
// business.
func (s *Store) CreateActionItem(ctx context.Context, i *accord.ActionItem) error {
	i.SearchText = itemSearchText(*i)
	return domainError(rowsOf[accord.ActionItem](s.db).Create(ctx, i), "action item")
}

// SaveActionItem writes the item and raises its version; stale where somebody
// was faster.
func (s *Store) SaveActionItem(ctx context.Context, i *accord.ActionItem) error {
	i.SearchText = itemSearchText(*i)
	i.Version++
	return save(ctx, s, "action item", i.ID, i.Version, *i)
}

// DeleteActionItem removes an item nothing has happened to, with its spans:
// its making was undone. Whatever became it is open again.
func (s *Store) DeleteActionItem(ctx context.Context, id string) error {
	if err := s.ForgetSpans(ctx, id); err != nil {
		return err
	}
	if err := s.unlinkItem(ctx, id); err != nil {
		return err
	}
	_, err := rowsOf[accord.ActionItem](s.db).Where("id = ?", id).Delete(ctx)
	return domainError(err, "action item")
}

func itemSearchText(i accord.ActionItem) string { return Fold(i.Title + "\n" + i.Details) }

// ItemsOfMeeting returns the action items made in a meeting, in the order they
// were made.
func (s *Store) ItemsOfMeeting(ctx context.Context, meetingID string) ([]accord.ActionItem, error) {
	items, err := rowsOf[accord.ActionItem](s.db).Where("meeting_id = ?", meetingID).Order("number").Find(ctx)
	return items, domainError(err, "action item")
}

// UnfinishedOf returns what a person owns and has not ended: proposed, open,
// blocked (P9).
func (s *Store) UnfinishedOf(ctx context.Context, personID string) ([]accord.ActionItem, error) {
	items, err := rowsOf[accord.ActionItem](s.db).Where("owner_id = ? AND status IN ('proposed', 'open', 'blocked')", personID).Order("number").Find(ctx)
	return items, domainError(err, "action item")
}

// UnfinishedOfTeam returns what a team has that somebody owns and has not ended.
func (s *Store) UnfinishedOfTeam(ctx context.Context, teamID string) ([]accord.ActionItem, error) {
	items, err := rowsOf[accord.ActionItem](s.db).
		Where("team_id = ? AND owner_id IS NOT NULL AND status IN ('proposed', 'open', 'blocked')", teamID).Order("number").Find(ctx)
	return items, domainError(err, "action item")
}

// AwaitingConfirmation returns what was done for the other side and not
// answered yet, the longest silent first (P3).
func (s *Store) AwaitingConfirmation(ctx context.Context) ([]accord.ActionItem, error) {
	items, err := rowsOf[accord.ActionItem](s.db).
		Where("status = 'done' AND for_side <> 'neutral' AND for_side <> owner_side").Order("done_at, id").Find(ctx)
	return items, domainError(err, "action item")
}

// AddItemNote keeps a progress note (P10).
func (s *Store) AddItemNote(ctx context.Context, n *accord.ItemNote) error {
	return domainError(rowsOf[accord.ItemNote](s.db).Create(ctx, n), "note")
}

// ItemNotes returns the progress notes of an item, oldest first.
func (s *Store) ItemNotes(ctx context.Context, itemID string) ([]accord.ItemNote, error) {
	notes, err := rowsOf[accord.ItemNote](s.db).Where("item_id = ?", itemID).Order("created_at, id").Find(ctx)
	return notes, domainError(err, "note")
}
