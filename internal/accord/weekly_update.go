package accord

import "time"

// UpdateStatus is a weekly update's place in its life.
type UpdateStatus string

// The states. A week is missed when it ended without anything written or
// signed.
const (
	UpdateDraft  UpdateStatus = "draft"
	UpdateSent   UpdateStatus = "sent"
	UpdateMissed UpdateStatus = "missed"
)

// WeeklyUpdate is what the leads of both sides tell everybody of both sides once
// a week. Its id is its week. What each side writes is a part of its own, so that
// two who write at once lose nothing.
type WeeklyUpdate struct {
	WorkspaceID      string       `json:"-"`
	ID               string       `json:"iso_week"` // a [Week]
	Status           UpdateStatus `json:"status"`
	RevenueToDate    *float64     `json:"revenue_to_date"` // of the quarter; nil where nobody told it
	RevenueGoal      *float64     `json:"revenue_goal"`    // of the quarter; nil for none
	SalesMissing     MissingPart  `json:"-"`               // as it was sent
	MarketingMissing MissingPart  `json:"-"`
	BegunAt          *time.Time   `json:"-"`     // when the first of it was written or signed
	AsOf             Date         `json:"as_of"` // the day its figures are of, once it is sent
	DaysElapsed      int          `json:"-"`     // working days of the quarter up to and with AsOf, as they were then
	DaysTotal        int          `json:"-"`
	Recipients       int          `json:"recipients"` // how many it was mailed to
	SentAt           *time.Time   `json:"sent_at"`
	CreatedAt        time.Time    `json:"created_at"`
	Version          int          `json:"version"` // raised by every change of any part
}

// Week is the week it tells of.
func (u WeeklyUpdate) Week() Week { return Week(u.ID) }

// MissingPart says why a side's name is not under an update; "" where it is.
type MissingPart string

// Why a part is missing.
const (
	PartSigned   MissingPart = ""
	PartUnsigned MissingPart = "unsigned" // it was written, and not signed
	PartEmpty    MissingPart = "empty"    // neither
	PartNoLead   MissingPart = "no_lead"  // the side has nobody to sign for it
)

// WeeklyUpdatePart is what one side has in an update. What is in it line by
// line is a [WeeklyUpdateLine].
type WeeklyUpdatePart struct {
	WorkspaceID string     `json:"-"`
	ID          string     `json:"-"`
	UpdateID    string     `json:"-"`
	Side        Side       `json:"side"`
	News        string     `json:"news"`
	SignedBy    NullID     `json:"signed_by"`
	AsDeputy    bool       `json:"as_deputy"` // signed while the lead was away
	SignedAt    *time.Time `json:"signed_at"`
	Version     int        `json:"version"` // of this part alone
}

// UpdateLineKind says what a line of an update is.
type UpdateLineKind string

// The kinds of line. Sides write wins, tools and asks; the facts below are found
// by Accord and frozen when the update is sent.
const (
	LineWin  UpdateLineKind = "win"  // a customer won; the detail is the marketing that helped
	LineTool UpdateLineKind = "tool" // something of Marketing's; the detail is what it contributed
	LineAsk  UpdateLineKind = "ask"  // of the other side; it can become an action item

	FactKept     UpdateLineKind = "kept"     // an action item that was done
	FactDecision UpdateLineKind = "decision" // what was decided
	FactMeeting  UpdateLineKind = "meeting"  // when both sides meet next
)

// WeeklyUpdateLine is one line of an update.
type WeeklyUpdateLine struct {
	WorkspaceID  string         `json:"-"`
	ID           string         `json:"id"`
	UpdateID     string         `json:"-"`
	Side         Side           `json:"side"` // whose line it is; of a fact, its owner's
	Kind         UpdateLineKind `json:"kind"`
	Position     int            `json:"-"`
	Text         string         `json:"text"`
	Detail       string         `json:"detail"`
	SubjectID    string         `json:"subject_id"`     // what a fact is about
	TeamID       NullID         `json:"-"`              // whose people may see a fact (X1)
	ActionItemID NullID         `json:"action_item_id"` // what an ask became
	StartsAt     *time.Time     `json:"starts_at"`      // of a meeting
}

// UpdateSettings say when the update of a week is due at the latest.
type UpdateSettings struct {
	Weekday int    // ISO, Monday is 1
	Clock   string // wall clock in the workspace's zone, "16:00"
	Zone    *time.Location
}

// WeeklyUpdateState is what the dashboard says of the weekly update.
type WeeklyUpdateState struct {
	Week     Week         // the one that is being written, or was sent already
	Status   UpdateStatus // of this week
	DueAt    time.Time    // when it is sent at the latest
	Begun    bool         // somebody has begun this week's, or it was sent
	Unsigned []Side       // whose signature it waits for; empty once it is closed
	Yours    Side         // the side the reader can sign for and has not, "" for none
	Sent     int          // of the last twelve weeks that are over
	Missed   int
	Streak   int // weeks in a row sent up to now, across all kept
	Lapse    int // weeks in a row missed up to now, across all kept
}
