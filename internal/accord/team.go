package accord

import "time"

// Team is a standing cross-team group. What a closed team has, only its people
// see (X4).
type Team struct {
	WorkspaceID string    `json:"-"`
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Closed      bool      `json:"closed"`
	Version     int       `json:"version"`
	CreatedAt   time.Time `json:"created_at"`
}

// TeamRole is a person's part in a team.
type TeamRole string

// The roles in a team. A leader counts for agenda and quorum.
const (
	TeamLeader         TeamRole = "leader"
	TeamRepresentative TeamRole = "representative"
	TeamMemberRole     TeamRole = "member"
	TeamObserver       TeamRole = "observer"
)

// Valid reports whether r is one of the four roles.
func (r TeamRole) Valid() bool {
	return r == TeamLeader || r == TeamRepresentative || r == TeamMemberRole || r == TeamObserver
}

// TeamMember is one person's place in one team.
type TeamMember struct {
	WorkspaceID string    `json:"-"`
	TeamID      string    `json:"team_id"`
	PersonID    string    `json:"person_id"`
	Role        TeamRole  `json:"role"`
	AddedAt     time.Time `json:"added_at"`
}

// TeamPerson is a person with their role in a team.
type TeamPerson struct {
	Person
	TeamRole TeamRole `json:"team_role"`
}
