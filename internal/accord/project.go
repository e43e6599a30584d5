package accord

import "time"

// ProjectState is a growth project's place in its life:
// idea → chosen → active → done, or stopped from any of the first three.
type ProjectState string

// The states of a growth project.
const (
	ProjectIdea    ProjectState = "idea"
	ProjectChosen  ProjectState = "chosen"
	ProjectActive  ProjectState = "active"
	ProjectDone    ProjectState = "done"
	ProjectStopped ProjectState = "stopped"
)

// ProjectStates lists the states in the order of a project's life.
func ProjectStates() []ProjectState {
	return []ProjectState{ProjectIdea, ProjectChosen, ProjectActive, ProjectDone, ProjectStopped}
}

// Ended reports whether nothing follows.
func (s ProjectState) Ended() bool { return s == ProjectDone || s == ProjectStopped }

// Project is work the strategic team chose in order to grow: a hypothesis, what
// it is to bring, and one sponsor per side.
type Project struct {
	WorkspaceID        string       `json:"-"`
	ID                 string       `json:"id"`
	TeamID             NullID       `json:"team_id"` // whose meeting chooses it
	Title              string       `json:"title"`
	Hypothesis         string       `json:"hypothesis"`
	ExpectedEffect     string       `json:"expected_effect"` // money or a measure, in words
	Side               Side         `json:"side"`            // whose idea it was, frozen
	SponsorSalesID     NullID       `json:"sponsor_sales_id"`
	SponsorMarketingID NullID       `json:"sponsor_marketing_id"`
	Horizon            Horizon      `json:"horizon"`
	State              ProjectState `json:"state"`
	Learned            string       `json:"learned"` // said when it is done or stopped
	ChosenMeetingID    NullID       `json:"chosen_meeting_id"`
	ChosenAt           *time.Time   `json:"chosen_at"`
	ActiveAt           *time.Time   `json:"active_at"`
	EndedAt            *time.Time   `json:"ended_at"` // done or stopped
	SearchText         string       `json:"-"`        // folded; see store
	CreatedBy          string       `json:"created_by"`
	CreatedAt          time.Time    `json:"created_at"`
	Version            int          `json:"version"`
}

// MaxActiveProjects is how many growth projects a team has under way at
// once, unless it says otherwise: more would be none.
const MaxActiveProjects = 5

// ActiveProjects is how many growth projects of each team may be under way at
// once: across teams nobody may know of closed ones (X4).
func (w Workspace) ActiveProjects() int {
	if w.MaxActiveProjects > 0 {
		return w.MaxActiveProjects
	}
	return MaxActiveProjects
}

// ProjectRow is a growth project with what a list shows of others.
type ProjectRow struct {
	Project
	SalesName     string `json:"-"` // of the sponsors
	MarketingName string `json:"-"`
	TeamName      string `json:"-"`
	Promised      int    `json:"promised"` // open action items that serve it
	Kept          int    `json:"kept"`     // those done
}

// IsStalled reports whether it is under way and nothing is promised for it; see
// [Project.Stalled].
func (r ProjectRow) IsStalled(now time.Time) bool { return r.Stalled(r.Promised, now) }

// IsFresh reports whether it has just begun and waits for its first promise.
func (r ProjectRow) IsFresh(now time.Time) bool {
	return r.State == ProjectActive && r.Promised+r.Kept == 0 && r.Fresh(now)
}
