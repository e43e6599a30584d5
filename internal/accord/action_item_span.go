package accord

import "time"

// Forever ends the span an item is in now: a time that sorts after all others,
// where NULL would keep the database from its index.
func Forever() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// The steps figures count each time they happen, see [StepFact].
const (
	StepOffer = "offer"
	StepDone  = "done"
)

// ActionItemSpan is one stretch of an item's life in which everything figures
// ask of it stayed the same. It is written with the event that began it and can
// be rebuilt from the events; an undone event has none (P8).
type ActionItemSpan struct {
	WorkspaceID       string
	ItemID            string
	Seq               int64 // of the event that began it
	FromAt            time.Time
	ToAt              time.Time // [Forever] while it lasts
	Step              string    // what began with it: StepOffer, StepDone or ""
	Days              int       // of StepDone: from acceptance to done, in calendar days
	NextAt            time.Time // when the status changed, maybe some spans later; [Forever] while it has not
	NextStatus        Status    // to what; "" while it has not
	NextByTime        bool      // that was a confirmation by silence (P3)
	Status            Status
	OwnerID           NullID
	OwnerSide         Side
	ForSide           Side
	TeamID            NullID
	SeriesID          NullID
	ProjectID         NullID
	OriginalDueOn     Date
	OriginalDueEndsAt *time.Time
	DueOn             Date
	DueEndsAt         *time.Time
	AcceptedAt        *time.Time
	DoneAt            *time.Time
	EndedAt           *time.Time
	Slips             int
	Carried           int
	CreatedAt         time.Time // of the item
}

// SpanOf is the span that begins with the event seq at that time and left the
// item as given; before is the status it had until then, "" for a new one.
func SpanOf(a ActionItem, before Status, seq int64, at time.Time) ActionItemSpan {
	span := ActionItemSpan{
		WorkspaceID: a.WorkspaceID, ItemID: a.ID, Seq: seq, FromAt: Instant(at), ToAt: Forever(), NextAt: Forever(), Status: a.Status,
		OwnerID: a.OwnerID, OwnerSide: a.OwnerSide, ForSide: a.ForSide, TeamID: a.TeamID, SeriesID: a.SeriesID, ProjectID: a.ProjectID,
		OriginalDueOn: a.OriginalDueOn, OriginalDueEndsAt: a.OriginalDueEndsAt, DueOn: a.DueOn, DueEndsAt: a.DueEndsAt,
		AcceptedAt: a.AcceptedAt, DoneAt: a.DoneAt, EndedAt: a.EndedAt, Slips: a.Slips, Carried: a.Carried, CreatedAt: a.CreatedAt,
	}
	switch a.Status {
	case before:
	case StatusProposed:
		span.Step = StepOffer
	case StatusDone:
		span.Step = StepDone
		if a.AcceptedAt != nil {
			span.Days = daysBetween(*a.AcceptedAt, at)
		}
	}
	return span
}

// Differs reports whether figures would see a difference between the two.
func (s ActionItemSpan) Differs(o ActionItemSpan) bool {
	return s.Status != o.Status || s.OwnerID != o.OwnerID || s.OwnerSide != o.OwnerSide || s.ForSide != o.ForSide ||
		s.TeamID != o.TeamID || s.SeriesID != o.SeriesID || s.ProjectID != o.ProjectID || s.OriginalDueOn != o.OriginalDueOn || s.DueOn != o.DueOn ||
		!sameInstant(s.DoneAt, o.DoneAt) || !sameInstant(s.DueEndsAt, o.DueEndsAt) || s.Slips != o.Slips || s.Carried != o.Carried
}

func sameInstant(a, b *time.Time) bool {
	return a == b || (a != nil && b != nil && a.Equal(*b))
}
