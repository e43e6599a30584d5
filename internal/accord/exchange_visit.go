package accord

import (
	"time"
)

// VisitStatus is a visit's place in its life.
type VisitStatus string

// A visit is planned until it was made and reported; who is skipped keeps their
// place in the round.
const (
	VisitPlanned   VisitStatus = "planned"
	VisitSkipped   VisitStatus = "skipped"
	VisitCancelled VisitStatus = "cancelled"
)

// ExchangeVisit is somebody of one side with the other: in a seat of one of their
// staff meetings or, without a meeting, at their side for some days.
type ExchangeVisit struct {
	WorkspaceID   string      `json:"-"`
	ID            string      `json:"id"`
	SeriesID      NullID      `json:"series_id"`
	MeetingID     NullID      `json:"meeting_id"`
	OriginalStart LocalTime   `json:"original_start"` // of the date of the series; "" for days
	HostSide      Side        `json:"host_side"`
	HostID        NullID      `json:"host_id"` // whom they shadow, of days; "" for nobody in particular
	VisitorID     string      `json:"visitor_id"`
	VisitorSide   Side        `json:"visitor_side"` // as it was when the visit was planned
	FromOn        Date        `json:"from_on"`
	ToOn          Date        `json:"to_on"` // the last day
	What          string      `json:"what"`  // what the days are for
	Status        VisitStatus `json:"status"`
	Learned       string      `json:"learned"` // the report: what I learned
	Told          string      `json:"told"`    // the report: what I told them
	DueOn         Date        `json:"due_on"`  // the report is due by the end of this day
	ReportedAt    *time.Time  `json:"reported_at"`
	RemindedAt    *time.Time  `json:"reminded_at"`
	CreatedBy     string      `json:"created_by"`
	CreatedAt     time.Time   `json:"created_at"`
	Version       int         `json:"version"`
}
