package accord

import "time"

// SuppressedAddress is an address no mail is sent to any more, since a server
// said for good that there is nobody.
type SuppressedAddress struct {
	WorkspaceID string    `json:"-"`
	Address     string    `json:"address"`
	Reason      string    `json:"reason"` // what the server said last
	CreatedAt   time.Time `json:"created_at"`
}

// MailOptout is a kind of mail somebody does not want.
type MailOptout struct {
	WorkspaceID string    `json:"-"`
	PersonID    string    `json:"person_id"`
	Kind        string    `json:"kind"`
	CreatedAt   time.Time `json:"created_at"`
}
