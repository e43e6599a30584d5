package accord

import "time"

// IdempotencyKey remembers the answer to one POST for 24 hours, so that a
// repeat gets the same answer and makes no second thing.
type IdempotencyKey struct {
	WorkspaceID string
	PersonID    string
	Operation   string // method and path
	Key         string
	BodyHash    string // SHA-256 of the body, hex
	Status      int    // 0 while the first still runs
	Header      string // JSON of the headers that belong to the answer
	Body        []byte
	CreatedAt   time.Time
}
