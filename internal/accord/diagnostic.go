package accord

import "time"

// Diagnostic is one round of the alignment diagnostic: twenty statements, which
// everybody of both sides answers from 1 to 5 until a deadline (X2). What is
// known of the answers is their sums a side, on its statements, once it is
// closed with a report.
type Diagnostic struct {
	WorkspaceID       string            `json:"-"`
	ID                string            `json:"id"`
	Status            DiagnosticStatus  `json:"status"`
	Outcome           DiagnosticOutcome `json:"outcome"` // "" while it is open
	Deadline          Date              `json:"deadline"`
	ClosesAt          time.Time         `json:"closes_at"` // the end of the deadline's day in the workspace's zone
	RemindAt          *time.Time        `json:"-"`         // when those who have not answered are reminded; nil for never
	RemindedAt        *time.Time        `json:"-"`
	ClosedAt          *time.Time        `json:"closed_at"`
	SalesAsked        int               `json:"sales_asked"` // once closed; before that they are counted
	MarketingAsked    int               `json:"marketing_asked"`
	SalesAnswered     int               `json:"sales_answered"`
	MarketingAnswered int               `json:"marketing_answered"`
	SeriesID          NullID            `json:"series_id"` // whose backlog has the largest gaps as proposals
	OpenedBy          string            `json:"opened_by"`
	OpenedAt          time.Time         `json:"opened_at"`
	Version           int               `json:"version"`
}

// DiagnosticStatus is a round's place in its life.
type DiagnosticStatus string

// A round is open until everybody has answered or its deadline has passed.
const (
	DiagnosticOpen   DiagnosticStatus = "open"
	DiagnosticClosed DiagnosticStatus = "closed"
)

// DiagnosticOutcome is what a round ended in.
type DiagnosticOutcome string

// The outcomes. Of a round without a report nothing is known but how many
// answered.
const (
	DiagnosticReported  DiagnosticOutcome = "report"
	DiagnosticTooFew    DiagnosticOutcome = "too_few"
	DiagnosticCalledOff DiagnosticOutcome = "called_off"
)

// DiagnosticStatement is one statement of a round, in both languages, frozen
// when the round opens; once the round has a report, with what each side
// answered in sum.
type DiagnosticStatement struct {
	WorkspaceID    string `json:"-"`
	DiagnosticID   string `json:"-"`
	Position       int    `json:"position"` // 1 to 20
	Name           string `json:"key"`      // the same in every round, "leads_2"
	Theme          string `json:"theme"`
	TextEn         string `json:"text_en"`
	TextDe         string `json:"text_de"`
	SalesSum       int    `json:"-"`
	SalesCount     int    `json:"-"`
	MarketingSum   int    `json:"-"`
	MarketingCount int    `json:"-"`
}

// Text is the statement in German for a locale "de…", else in English.
func (s DiagnosticStatement) Text(locale string) string {
	return inBoth{s.TextEn, s.TextDe}.in(locale)
}

// DiagnosticPerson is somebody a round asks, with the side they were on when it
// opened. It lives as long as the round is open: which answer is whose stands
// nowhere, and that they answered not for longer than it takes to remind them.
type DiagnosticPerson struct {
	WorkspaceID  string
	DiagnosticID string
	PersonID     string
	Side         Side
	Answered     bool
}

// DiagnosticAnswer is what one person answered, sealed, under an id that only
// the server's secret tells whose it is. There is one for everybody asked from
// the opening on, in an order of chance and of one length, whether they have
// answered or not; all are deleted when the round closes.
type DiagnosticAnswer struct {
	WorkspaceID  string
	DiagnosticID string
	ID           string
	Sealed       string
}

// DiagnosticKey is what the ids and the seals of a round's answers are made
// with, besides the server's secret. It is deleted when the round closes.
type DiagnosticKey struct {
	WorkspaceID  string
	DiagnosticID string
	Salt         string
}
