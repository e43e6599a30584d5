package accord

import "time"

// Role is what a person may do in the workspace at large.
type Role string

// The roles. An observer sees what their teams have and writes nothing but
// their RSVP and their own answers (X4).
const (
	RoleAdmin    Role = "admin"
	RoleMember   Role = "member"
	RoleObserver Role = "observer"
)

// Valid reports whether r is one of the three roles.
func (r Role) Valid() bool { return r == RoleAdmin || r == RoleMember || r == RoleObserver }

// Person is somebody with a login or, until invited, only a name and an
// address. Their past stays under their name when they leave (P9).
type Person struct {
	WorkspaceID string     `json:"-"`
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Email       string     `json:"email"`
	Side        Side       `json:"side"`
	Role        Role       `json:"role"`
	Title       string     `json:"title"`
	TimeZone    string     `json:"time_zone"` // IANA
	Locale      string     `json:"locale"`    // "en" or "de"
	LeftAt      *time.Time `json:"left_at"`   // set when they left or were deactivated
	ErasedAt    *time.Time `json:"erased_at"` // name and address are a pseudonym since
	DigestAt    *time.Time `json:"-"`         // when their next week's mail is due; nil until the worker has planned it
	Version     int        `json:"version"`
	CreatedAt   time.Time  `json:"created_at"`
}

// Active reports whether the person still takes part.
func (p Person) Active() bool { return p.LeftAt == nil && p.ErasedAt == nil }

// Zone returns the person's time zone.
func (p Person) Zone() *time.Location { return Zone(p.TimeZone) }

// Credential is a person's password, apart from the person so that no query
// for people can carry it.
type Credential struct {
	WorkspaceID  string
	PersonID     string
	PasswordHash string // argon2id, PHC string
	ChangedAt    time.Time
}

// Token is an API token; only its hash is stored.
type Token struct {
	WorkspaceID string     `json:"-"`
	ID          string     `json:"id"`
	PersonID    string     `json:"person_id"`
	Name        string     `json:"name"`
	Scope       string     `json:"scope"` // "read" or "write"
	Hash        string     `json:"-"`     // SHA-256, hex
	CreatedAt   time.Time  `json:"created_at"`
	LastUsedAt  *time.Time `json:"last_used_at"` // at most hourly
	RevokedAt   *time.Time `json:"revoked_at"`
}

// The kinds of one-time links.
const (
	LinkInvitation = "invitation"
	LinkPassword   = "password"
)

// Link is a one-time link to join or to set a new password; only its hash is
// stored.
type Link struct {
	WorkspaceID string
	ID          string
	PersonID    string
	Kind        string
	Hash        string // SHA-256, hex
	ExpiresAt   time.Time
	UsedAt      *time.Time
	CreatedBy   NullID
	CreatedAt   time.Time
}

// Session is a signed-in browser; only the hash of its token is stored.
type Session struct {
	ID          string // SHA-256 of the cookie's value, as scs keeps it
	WorkspaceID NullID
	PersonID    NullID
	Data        []byte
	UserAgent   string
	CreatedAt   time.Time
	LastSeenAt  time.Time // at most hourly, so that a page view commits nothing
	ExpiresAt   time.Time
}
