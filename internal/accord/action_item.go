package accord

import (
	"fmt"
	"time"
)

// Status is an action item's place in its life:
// proposed → open ⇄ blocked → done → confirmed, or declined, dropped.
type Status string

// The states of an action item.
const (
	StatusProposed  Status = "proposed"
	StatusOpen      Status = "open"
	StatusBlocked   Status = "blocked"
	StatusDone      Status = "done"
	StatusConfirmed Status = "confirmed"
	StatusDeclined  Status = "declined"
	StatusDropped   Status = "dropped"
)

// Valid reports whether s is one of the states.
func (s Status) Valid() bool {
	switch s {
	case StatusProposed, StatusOpen, StatusBlocked, StatusDone, StatusConfirmed, StatusDeclined, StatusDropped:
		return true
	}
	return false
}

// Running reports whether the work is accepted and not yet done.
func (s Status) Running() bool { return s == StatusOpen || s == StatusBlocked }

// ActionItem is one piece of work: what, exactly one owner, a due date, for
// which side. Days end in the zone the owner had at acceptance; the ends are
// kept as instants so that no query needs a zone.
type ActionItem struct {
	WorkspaceID       string     `json:"-"`
	ID                string     `json:"id"`
	Number            int        `json:"number"`
	Title             string     `json:"title"`
	Details           string     `json:"details"`
	OwnerID           NullID     `json:"owner_id"`   // "" stands without owner (P9)
	OwnerSide         Side       `json:"owner_side"` // frozen at acceptance
	OwnerZone         string     `json:"owner_zone"` // IANA, frozen at acceptance
	PreviousOwnerID   NullID     `json:"-"`          // whoever it goes back to when the new owner declines
	PreviousOwnerSide Side       `json:"-"`
	PreviousOwnerZone string     `json:"-"`
	AskerID           string     `json:"asker_id"`
	ForSide           Side       `json:"for_side"`
	TeamID            NullID     `json:"team_id"`
	SeriesID          NullID     `json:"series_id"` // of the meeting it came from
	MeetingID         NullID     `json:"meeting_id"`
	AgendaItemID      NullID     `json:"agenda_item_id"`
	ProjectID         NullID     `json:"project_id"` // the growth project it serves
	Horizon           Horizon    `json:"horizon"`
	Status            Status     `json:"status"`
	AskedDueOn        Date       `json:"asked_due_on"`
	OriginalDueOn     Date       `json:"original_due_on"` // set at the first acceptance, never changed (P2)
	DueOn             Date       `json:"due_on"`
	OriginalDueEndsAt *time.Time `json:"original_due_ends_at"` // first instant after the original due day
	DueEndsAt         *time.Time `json:"due_ends_at"`          // first instant after the due day
	Slips             int        `json:"slips"`
	Carried           int        `json:"carried"`      // P5: held meetings it was open at
	KeptCarried       int        `json:"kept_carried"` // P5: Carried when somebody last decided to keep it as it is
	AcceptedAt        *time.Time `json:"accepted_at"`  // the last acceptance
	BlockedReason     string     `json:"blocked_reason"`
	DoneAt            *time.Time `json:"done_at"` // the last done not followed by a return
	ConfirmedAt       *time.Time `json:"confirmed_at"`
	ConfirmedBy       NullID     `json:"confirmed_by"`
	SelfConfirmed     bool       `json:"self_confirmed"` // P3: five working days' silence
	DropAskedBy       NullID     `json:"drop_asked_by"`  // P6: a request waits for consent
	DropReason        string     `json:"drop_reason"`
	DropAskedAt       *time.Time `json:"drop_asked_at"`
	EndedReason       string     `json:"ended_reason"` // why it was declined or dropped
	EndedAt           *time.Time `json:"ended_at"`     // done, declined or dropped; nil while it runs
	SearchText        string     `json:"-"`            // folded; see store
	CreatedAt         time.Time  `json:"created_at"`
	UpdatedAt         time.Time  `json:"updated_at"`
	Version           int        `json:"version"`
}

// NeedsConfirmation reports whether the other side has to agree that the item is
// done (P3): it is for Sales or Marketing, and that is not the owner's side.
func (a ActionItem) NeedsConfirmation() bool {
	return a.ForSide != Neutral && a.ForSide != a.OwnerSide
}

// AwaitsConfirmation reports whether it is done and the other side has not
// answered yet.
func (a ActionItem) AwaitsConfirmation() bool {
	return a.Status == StatusDone && a.NeedsConfirmation()
}

// AwaitsDrop reports whether a request to drop it waits for consent (P6).
func (a ActionItem) AwaitsDrop() bool { return a.DropAskedBy != "" && a.Unfinished() }

// Unfinished reports whether it was neither done nor given up: also one that
// nobody accepted yet.
func (a ActionItem) Unfinished() bool { return a.Status == StatusProposed || a.Status.Running() }

// Accepted reports whether somebody ever promised it.
func (a ActionItem) Accepted() bool { return a.OriginalDueOn != "" }

// Overdue reports whether it is open after the end of its due day in the
// owner's zone.
func (a ActionItem) Overdue(now time.Time) bool {
	return a.Status.Running() && a.DueEndsAt != nil && !now.Before(*a.DueEndsAt)
}

// Manages reports whether by may edit its words, hand it over, ask to drop it
// and note on it: its owner, its asker, a leader of its team (leads), an admin.
func (a ActionItem) Manages(by Actor, leads bool) bool {
	return by.Role != RoleObserver && (a.owns(by) || a.AskerID == by.PersonID || leads || by.Admin())
}

// owns reports whether by is the owner; nobody owns an item without one.
func (a ActionItem) owns(by Actor) bool { return a.OwnerID != "" && string(a.OwnerID) == by.PersonID }

// Ref is the number people say aloud: "A-128" (P7).
func (a ActionItem) Ref() string { return fmt.Sprintf("A-%d", a.Number) }

// ItemNote is a progress note on an action item (P10); the latest shows in the
// opening and in my items.
type ItemNote struct {
	WorkspaceID string    `json:"-"`
	ID          string    `json:"id"`
	ItemID      string    `json:"item_id"`
	AuthorID    string    `json:"author_id"`
	Text        string    `json:"text"`
	CreatedAt   time.Time `json:"created_at"`
}

// ItemRow is an action item with what a list shows of others.
type ItemRow struct {
	ActionItem
	OwnerName   string
	AskerName   string
	AskerSide   Side
	TeamName    string
	SeriesTitle string
	LatestNote  string
}
