package accord

import (
	"fmt"
	"time"
)

// IntelAnswer is what Marketing does with what Sales told it.
type IntelAnswer string

// The answers; "" is none yet.
const (
	IntelUsed   IntelAnswer = "used"
	IntelNoted  IntelAnswer = "noted"
	IntelNotNow IntelAnswer = "not_now" // says why
)

// IntelAnswers lists them as they are offered.
func IntelAnswers() []IntelAnswer { return []IntelAnswer{IntelUsed, IntelNoted, IntelNotNow} }

// IntelItem is one thing the market says, as Sales heard it: market
// intelligence. Marketing answers it.
type IntelItem struct {
	WorkspaceID  string      `json:"-"`
	ID           string      `json:"id"`
	Number       int         `json:"number"`
	ExternalID   string      `json:"external_id"` // in the system it came from; "" for none
	Text         string      `json:"text"`
	HeardFrom    string      `json:"heard_from"` // a customer, a fair; "" where it is not said
	ToldOn       Date        `json:"told_on"`
	ToldBy       string      `json:"told_by"`
	DueOn        Date        `json:"due_on"`      // by when Marketing answers: set when it is entered, never moved
	DueEndsAt    time.Time   `json:"due_ends_at"` // the end of that day in the workspace's zone
	Answer       IntelAnswer `json:"answer"`
	Why          string      `json:"why"`
	AnsweredBy   NullID      `json:"answered_by"`
	AnsweredAt   *time.Time  `json:"answered_at"` // the first answer
	RemindedAt   *time.Time  `json:"-"`           // when the lead of Marketing was told that it is overdue
	ActionItemID NullID      `json:"action_item_id"`
	AgendaItemID NullID      `json:"agenda_item_id"`
	CreatedAt    time.Time   `json:"created_at"`
	Version      int         `json:"version"`
}

// Ref is what people say aloud: "I-34".
func (i IntelItem) Ref() string { return fmt.Sprintf("I-%d", i.Number) }

// IntelState is where a thing told is between the sides.
type IntelState string

// The states. An answer is late when it came after the due day; missed is one
// that is due and did not come.
const (
	IntelWaiting IntelState = "waiting"
	IntelMissed  IntelState = "overdue"
	IntelInTime  IntelState = "in_time"
	IntelLate    IntelState = "late"
)

// State is where it is at an instant; an answer after asOf is none yet.
func (i IntelItem) State(asOf time.Time) IntelState {
	switch answered := i.AnsweredAt != nil && !i.AnsweredAt.After(asOf); {
	case answered && i.AnsweredAt.Before(i.DueEndsAt):
		return IntelInTime
	case answered:
		return IntelLate
	case asOf.Before(i.DueEndsAt):
		return IntelWaiting
	default:
		return IntelMissed
	}
}

// DaysLate counts the days since the due day, 0 while it is not over.
func (i IntelItem) DaysLate(today Date) int { return max(0, i.DueOn.DaysUntil(today)) }

// IntelDetail is a thing told with the names of who had to do with it, and
// what it became.
type IntelDetail struct {
	IntelItem
	ToldByName       string
	AnsweredByName   string
	ActionItemNumber int // 0 for none
	ActionItemTeamID NullID
	AgendaItemTitle  string
	AgendaTeamID     NullID
}

// Seen leaves out what it became where that belongs to a team the reader does
// not see (X1).
func (d IntelDetail) Seen(v View) IntelDetail {
	if !v.Sees(string(d.ActionItemTeamID)) {
		d.ActionItemID, d.ActionItemNumber = "", 0
	}
	if !v.Sees(string(d.AgendaTeamID)) {
		d.AgendaItemID, d.AgendaItemTitle = "", ""
	}
	return d
}
