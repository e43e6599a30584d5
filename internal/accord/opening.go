package accord

import (
	"cmp"
	"slices"
	"time"
)

// Result is what became of a promise, as the opening of a meeting shows it.
type Result string

// The results of the opening (P4).
const (
	ResultKeptOnTime Result = "kept_on_time"
	ResultKeptLate   Result = "kept_late"
	ResultMissed     Result = "missed"  // still open after its original due day
	ResultDropped    Result = "dropped" // or declined
	ResultRunning    Result = "running" // its original due day has not ended, or nobody promised one
)

// OpeningItem is one line of a meeting's opening.
type OpeningItem struct {
	ActionItem
	Result        Result `json:"result"`
	NeedsDecision bool   `json:"needs_decision"` // P5
	OwnerName     string `json:"owner_name"`
	LatestNote    string `json:"latest_note"` // P10
}

// ResultAt says what became of the item by the instant at, which is never
// before what the item says.
func (a ActionItem) ResultAt(at time.Time) Result {
	due := a.OriginalDueEndsAt
	switch a.Status {
	case StatusDropped, StatusDeclined:
		return ResultDropped
	case StatusDone, StatusConfirmed:
		if due == nil || a.DoneAt == nil || a.DoneAt.Before(*due) {
			return ResultKeptOnTime
		}
		return ResultKeptLate
	}
	if due != nil && !at.Before(*due) {
		return ResultMissed
	}
	return ResultRunning
}

// NewOpeningItem is the item as the opening shows it at the instant at.
func NewOpeningItem(a ActionItem, at time.Time) OpeningItem {
	return OpeningItem{ActionItem: a, Result: a.ResultAt(at), NeedsDecision: a.NeedsDecision()}
}

// SortOpening orders the opening: what has no owner first (P9), then by the
// owner's side, then by the day first promised, then by number.
func SortOpening(items []OpeningItem) {
	sides := Sides()
	slices.SortFunc(items, func(x, y OpeningItem) int {
		return cmp.Or(
			cmp.Compare(ownerless(x), ownerless(y)),
			cmp.Compare(slices.Index(sides, x.OwnerSide), slices.Index(sides, y.OwnerSide)),
			cmp.Compare(cmp.Or(x.OriginalDueOn, x.AskedDueOn), cmp.Or(y.OriginalDueOn, y.AskedDueOn)),
			cmp.Compare(x.Number, y.Number),
		)
	})
}

func ownerless(o OpeningItem) int {
	if o.OwnerID == "" && o.Unfinished() {
		return 0
	}
	return 1
}

// Onto gives the item as the span says it was: status, owner and dates; its
// words stay as they are now.
func (s ActionItemSpan) Onto(a ActionItem) ActionItem {
	a.Status, a.OwnerID, a.OwnerSide = s.Status, s.OwnerID, s.OwnerSide
	a.OriginalDueOn, a.OriginalDueEndsAt, a.DueOn, a.DueEndsAt = s.OriginalDueOn, s.OriginalDueEndsAt, s.DueOn, s.DueEndsAt
	a.AcceptedAt, a.DoneAt, a.EndedAt = s.AcceptedAt, s.DoneAt, s.EndedAt
	a.Slips, a.Carried = s.Slips, s.Carried
	if a.Status != StatusConfirmed {
		a.ConfirmedAt, a.ConfirmedBy, a.SelfConfirmed = nil, "", false
	}
	if a.Status != StatusBlocked {
		a.BlockedReason = ""
	}
	if a.Status != StatusDeclined && a.Status != StatusDropped {
		a.EndedReason = ""
	}
	return a
}
