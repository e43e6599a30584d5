package store

import (
	"crypto/rand"

	"github.com/google/uuid"
)

// NewID makes an id: a UUIDv7 as text, so that rows made one after the other
// lie side by side in every index. It panics only if the system has no
// randomness.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// NewWorkspaceID makes the short id of a workspace, which leads every key:
// eight letters and digits.
func NewWorkspaceID() string {
	const length = 8
	return rand.Text()[:length]
}
