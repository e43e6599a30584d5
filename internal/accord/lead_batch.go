package accord

import (
	"fmt"
	"time"
)

// LeadBatch is leads that Marketing served at once. Sales alone judges them;
// what is neither accepted nor rejected waits.
type LeadBatch struct {
	WorkspaceID string     `json:"-"`
	ID          string     `json:"id"`
	Number      int        `json:"number"`
	ExternalID  string     `json:"external_id"` // in the system it came from; "" for none
	ServedOn    Date       `json:"served_on"`
	Source      string     `json:"source"` // "trade fair", "webinar"
	Count       int        `json:"count"`
	Note        string     `json:"note"`
	ServedBy    string     `json:"served_by"`
	Accepted    int        `json:"accepted"` // by the verdict that stands
	Rejected    int        `json:"rejected"`
	JudgedAt    *time.Time `json:"judged_at"` // the verdict that stands; nil for none yet
	JudgedBy    NullID     `json:"judged_by"`
	CreatedAt   time.Time  `json:"created_at"`
	Version     int        `json:"version"`
}

// Ref is what people say aloud: "L-12".
func (b LeadBatch) Ref() string { return fmt.Sprintf("L-%d", b.Number) }

// Judged counts the leads Sales has said something about.
func (b LeadBatch) Judged() int { return b.Accepted + b.Rejected }

// Waiting counts the leads nobody has judged yet.
func (b LeadBatch) Waiting() int { return b.Count - b.Judged() }

// LeadVerdict is what Sales says of a whole batch. A later verdict takes the
// place of the one before, which stays to be read.
type LeadVerdict struct {
	WorkspaceID string    `json:"-"`
	ID          string    `json:"id"`
	BatchID     string    `json:"-"`
	Number      int       `json:"number"` // of the batch, from 1
	Accepted    int       `json:"accepted"`
	Rejected    int       `json:"rejected"`
	Note        string    `json:"note"`
	JudgedBy    string    `json:"judged_by"`
	JudgedAt    time.Time `json:"judged_at"`
}

// LeadRejection counts the leads a verdict rejects for one reason.
type LeadRejection struct {
	WorkspaceID string `json:"-"`
	VerdictID   string `json:"-"`
	ReasonID    string `json:"reason"`
	Count       int    `json:"count"`
}

// LeadBatchDetail is a batch with the names of who had to do with it and the
// reasons of the verdict that stands, the commonest first.
type LeadBatchDetail struct {
	LeadBatch
	ServedByName string
	JudgedByName string
	Rejections   []LeadRejection
}
