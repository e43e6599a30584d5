package accord

import "time"

// Feed is a secret address under which a calendar program reads somebody's
// meetings, or those of one series, as that person may see them (X1).
type Feed struct {
	WorkspaceID string     `json:"-"`
	ID          string     `json:"id"`
	PersonID    string     `json:"-"`
	SeriesID    NullID     `json:"series_id"` // "" for all of the person's meetings
	Hash        string     `json:"-"`         // of the secret in the address
	CreatedAt   time.Time  `json:"created_at"`
	LastUsedAt  *time.Time `json:"last_used_at"`
	RevokedAt   *time.Time `json:"revoked_at"`
}

// SeriesReply is somebody's answer to a whole series, or to one of its dates
// that has no row yet; the date's meeting takes it over.
type SeriesReply struct {
	WorkspaceID   string    `json:"-"`
	SeriesID      string    `json:"series_id"`
	OriginalStart LocalTime `json:"original_start"` // "" for the whole series
	PersonID      string    `json:"person_id"`
	Response      string    `json:"response"` // "", "yes", "no", "maybe"
	Comment       string    `json:"comment"`
	Stamp         time.Time `json:"stamp"` // DTSTAMP of the reply: an older one is ignored (RFC 5546 §2.1.5)
	CreatedAt     time.Time `json:"created_at"`
}
