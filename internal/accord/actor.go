package accord

import (
	"slices"
	"time"
)

// SystemID is the actor of what Accord does by itself (P3's self-confirmation,
// the automatic lock, opening the next meeting).
const SystemID = "system"

// Actor is whoever does something: a person by session or token, or Accord
// itself.
type Actor struct {
	WorkspaceID string
	PersonID    string
	Name        string
	Email       string
	Side        Side
	Role        Role
	TimeZone    string
	Locale      string
	TokenScope  string // "" by session, "read" or "write" by token
	SessionID   string // "" by token
}

// System is Accord itself in a workspace.
func System(workspaceID string) Actor {
	return Actor{WorkspaceID: workspaceID, PersonID: SystemID, Name: "Accord", Side: Neutral, Role: RoleAdmin, TimeZone: "UTC", Locale: "en"}
}

// Zone returns the actor's time zone.
func (a Actor) Zone() *time.Location { return Zone(a.TimeZone) }

// Today returns the day it is for the actor.
func (a Actor) Today(now time.Time) Date { return DateOf(now, a.Zone()) }

// Admin reports whether the actor administers the workspace.
func (a Actor) Admin() bool { return a.Role == RoleAdmin }

// View is what a person may see (X1, X4), the same for every channel: things
// of a team they may not see do not exist for them.
type View struct {
	OnlyTeams bool     // observers: nothing but what their teams have
	Teams     []string // the teams they belong to
	Hidden    []string // closed teams they do not belong to
}

// Shut reports whether the team is closed and they are not of it.
func (v View) Shut(teamID string) bool { return slices.Contains(v.Hidden, teamID) }

// Sees reports whether a thing of the team is visible; teamID may be "".
func (v View) Sees(teamID string) bool {
	if v.OnlyTeams {
		return teamID != "" && slices.Contains(v.Teams, teamID)
	}
	return !slices.Contains(v.Hidden, teamID)
}
