package accord

import (
	"fmt"
	"time"
)

// Decision is something settled. A later one may supersede it; all of them are
// the decision register.
type Decision struct {
	WorkspaceID  string    `json:"-"`
	ID           string    `json:"id"`
	Number       int       `json:"number"`
	Text         string    `json:"text"`
	MeetingID    NullID    `json:"meeting_id"`
	SeriesID     NullID    `json:"series_id"`
	TeamID       NullID    `json:"team_id"`
	AgendaItemID NullID    `json:"agenda_item_id"`
	ProjectID    NullID    `json:"project_id"` // the growth project it is about
	Domain       string    `json:"domain"`
	InputFor     Side      `json:"input_for"` // the side that decides, where this is input for it; "" for a decision
	ReviewOn     Date      `json:"review_on"`
	SupersedesID NullID    `json:"supersedes_id"`
	Provisional  bool      `json:"provisional"` // M3: made without quorum
	DecidedOn    Date      `json:"decided_on"`  // in the meeting's zone
	SearchText   string    `json:"-"`           // folded; see store
	CreatedBy    string    `json:"created_by"`
	CreatedAt    time.Time `json:"created_at"`
	Version      int       `json:"version"`
}

// Ref is the number people say aloud: "D-37".
func (d Decision) Ref() string { return fmt.Sprintf("D-%d", d.Number) }

// DecisionPerson names one of those who decided.
type DecisionPerson struct {
	WorkspaceID string
	DecisionID  string
	PersonID    string
}
