package accord

import "time"

// Event is one thing that happened: append-only, the spine of history, audit,
// live pages, undo and every figure for a past date (P8).
type Event struct {
	WorkspaceID string    `json:"-"`
	Seq         int64     `json:"seq"` // per workspace, without gaps, in the order of commits
	At          time.Time `json:"at"`
	ActorID     string    `json:"actor_id"`
	Kind        string    `json:"kind"` // "action_item.done"
	SubjectType string    `json:"subject_type"`
	SubjectID   string    `json:"subject_id"`
	MeetingID   NullID    `json:"meeting_id"` // the live page it shows on
	TeamID      NullID    `json:"team_id"`    // who may see its text (X1)
	Undoes      *int64    `json:"undoes"`     // the event this one takes back
	Data        string    `json:"data"`       // JSON object: what changed, with what undo needs
}
