package accord

import "time"

// DeliveryState is a queued mail's place in its life.
type DeliveryState string

// The states of a delivery. Uncertain: the process died between handing the
// mail over and recording it.
const (
	DeliveryQueued    DeliveryState = "queued"
	DeliveryLeased    DeliveryState = "leased"
	DeliverySent      DeliveryState = "sent"
	DeliveryFailed    DeliveryState = "failed"
	DeliverySkipped   DeliveryState = "skipped"
	DeliveryWithdrawn DeliveryState = "withdrawn"
	DeliveryUncertain DeliveryState = "uncertain"
)

// Delivery is one mail to one person, written in the transaction that causes
// it and sent outside any.
type Delivery struct {
	WorkspaceID        string        `json:"-"`
	ID                 string        `json:"id"`
	Key                string        `json:"key"`  // unique: the same cause is queued once
	Kind               string        `json:"kind"` // "action_item.asked", "minutes", "invitation", …
	PersonID           NullID        `json:"person_id"`
	Recipient          string        `json:"recipient"` // address
	SubjectType        string        `json:"subject_type"`
	SubjectID          string        `json:"subject_id"`
	EventSeq           *int64        `json:"event_seq"` // the event that caused it; undo withdraws it
	EventUID           string        `json:"event_uid"` // UID of the calendar event it is about, RFC 5545 §3.8.4.7; "" for none
	Sequence           int           `json:"sequence"`  // SEQUENCE of what it says about that event
	Lane               string        `json:"-"`         // what is sent to one person in order, one after the other: the lineage of a series, a meeting; "" for none
	MessageID          string        `json:"message_id"`
	Payload            string        `json:"-"` // JSON for the template
	State              DeliveryState `json:"state"`
	DueAt              time.Time     `json:"due_at"`
	LeaseOwner         string        `json:"lease_owner"`
	LeaseUntil         *time.Time    `json:"lease_until"`
	TransportStartedAt *time.Time    `json:"transport_started_at"`
	Attempts           int           `json:"attempts"`
	LastError          string        `json:"last_error"`
	NoAddress          bool          `json:"no_address"` // a server said for good that there is nobody at the address
	SentAt             *time.Time    `json:"sent_at"`
	CreatedAt          time.Time     `json:"created_at"`
}
