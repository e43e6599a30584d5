package accord

import "time"

// AgendaKind says what an agenda item is for.
type AgendaKind string

// What an agenda item may be for.
const (
	KindDecide AgendaKind = "decide"
	KindSolve  AgendaKind = "solve"
	KindInform AgendaKind = "inform"
	KindPlan   AgendaKind = "plan"
)

// Valid reports whether k is one of the four kinds.
func (k AgendaKind) Valid() bool {
	return k == KindDecide || k == KindSolve || k == KindInform || k == KindPlan
}

// AgendaStatus is an agenda item's place between proposal and agenda.
type AgendaStatus string

// The states of an agenda item. A parked one is in the series' backlog.
const (
	AgendaProposed AgendaStatus = "proposed"
	AgendaAccepted AgendaStatus = "accepted"
	AgendaParked   AgendaStatus = "parked"
	AgendaDeclined AgendaStatus = "declined"
	AgendaMerged   AgendaStatus = "merged"
)

// Outcome is how an agenda item ended at its meeting; "" is none yet.
type Outcome string

// The outcomes of an agenda item.
const (
	OutcomeSettled   Outcome = "settled"
	OutcomeContinued Outcome = "continued"
	OutcomeParked    Outcome = "parked"
	OutcomeDropped   Outcome = "dropped"
)

// Valid reports whether o is one of the four outcomes.
func (o Outcome) Valid() bool {
	return o == OutcomeSettled || o == OutcomeContinued || o == OutcomeParked || o == OutcomeDropped
}

// AgendaItem is one matter: a proposal, a line of an agenda, or an entry of a
// series' backlog (then it has no meeting).
type AgendaItem struct {
	WorkspaceID  string       `json:"-"`
	ID           string       `json:"id"`
	SeriesID     NullID       `json:"series_id"`
	MeetingID    NullID       `json:"meeting_id"`
	Title        string       `json:"title"`
	Kind         AgendaKind   `json:"kind"`
	Side         Side         `json:"side"`
	PresenterID  NullID       `json:"presenter_id"`
	Minutes      int          `json:"minutes"`
	Why          string       `json:"why"`
	Notes        string       `json:"notes"` // Markdown
	NotesVersion int          `json:"notes_version"`
	Status       AgendaStatus `json:"status"`
	Reason       string       `json:"reason"` // why it was declined or parked; its author sees it (A1)
	Outcome      Outcome      `json:"outcome"`
	OutcomeText  string       `json:"outcome_text"`
	MergedIntoID NullID       `json:"merged_into_id"`
	CameFromID   NullID       `json:"came_from_id"` // the meeting it was left over at (A3)
	Position     int          `json:"position"`
	SpentSeconds int          `json:"spent_seconds"`
	Shared       bool         `json:"shared"` // visitors of a closed team see it (X4)
	Horizon      Horizon      `json:"horizon"`
	ProjectID    NullID       `json:"project_id"` // the growth project it proposes to choose
	ProposedBy   string       `json:"proposed_by"`
	CreatedAt    time.Time    `json:"created_at"`
	Version      int          `json:"version"`
}
