package accord

import (
	"strings"
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
	OffAt         *time.Time  `json:"-"` // when it was called off
	Sequence      int         `json:"-"` // of days in calendars; a seat goes by its meeting's
	ChangedAt     *time.Time  `json:"-"` // what calendars show of days, last
	SearchText    string      `json:"-"` // folded; see store
	CreatedBy     string      `json:"created_by"`
	CreatedAt     time.Time   `json:"created_at"`
	Version       int         `json:"version"`
}

const (
	// VisitLead is how long ahead the visitors of a date are named and invited, in
	// days.
	VisitLead = 14
	// VisitAhead is how far ahead a form suggests a stay, in days.
	VisitAhead = 7
	// ReportDays is how long after a visit its report is due, in days.
	ReportDays = 7
	// visitReminderLapses is for how long after its report was due a visitor is
	// still reminded of it, in days: later nobody remembers.
	visitReminderLapses = 14
	// MaxVisitDays bounds a longer stay.
	MaxVisitDays = 92
)

// Check looks at a visit before it is saved; its report is due a week after its
// last day.
func (v ExchangeVisit) Check() (ExchangeVisit, error) {
	var bad Validation
	bad.Check(v.HostSide == Sales || v.HostSide == Marketing, "host_side", "Choose sales or marketing.")
	bad.Check(v.VisitorSide == v.HostSide.Other(), "visitor_id", "Who visits is of the other side than who hosts.")
	if v.FromOn == "" || v.ToOn == "" {
		bad.Check(false, "from_on", "Give the first and the last day.")
	} else if ok := checkVisitDays(&bad, v); ok {
		v.DueOn = v.ToOn.AddDays(ReportDays)
	}
	bad.Check(len([]rune(v.What)) <= 200, "what", "Keep it under 200 characters.")
	return v, bad.Err()
}

// checkVisitDays looks at both days of a visit, as they were typed.
func checkVisitDays(bad *Validation, v ExchangeVisit) bool {
	day := func(field string, d Date) {
		_, err := ParseDate(string(d))
		bad.Check(err == nil && d >= "2000-01-01" && d < "2100-01-01", field, "Give a day like 2026-11-23.")
	}
	day("from_on", v.FromOn)
	day("to_on", v.ToOn)
	if bad.Err() != nil {
		return false
	}
	bad.Check(v.FromOn <= v.ToOn, "to_on", "The last day comes before the first.")
	bad.Check(v.FromOn.DaysUntil(v.ToOn) < MaxVisitDays, "to_on", "Choose a last day within %d days of the first.", MaxVisitDays)
	return bad.Err() == nil
}

// Report keeps what the visitor tells of it: what they learned, what they told.
// It can be mended; the first time counts.
func (v VisitDetail) Report(by Actor, learned, told string, now time.Time) (ExchangeVisit, error) {
	out := v.ExchangeVisit
	learned, told = strings.TrimSpace(Plain(learned)), strings.TrimSpace(Plain(told))
	switch {
	case by.PersonID != v.VisitorID:
		return out, Errorf(CodeDenied, "Only whoever visited reports of it.").By("X4")
	case v.Status != VisitPlanned:
		return out, Errorf(CodeConflict, "This visit was not made.")
	case !v.Begun(DateOf(now, Zone(by.TimeZone)), now):
		return out, Errorf(CodeConflict, "This visit is still to come.")
	}
	var bad Validation
	bad.Check(learned != "", "learned", "Say what you learned.")
	bad.Check(len(learned) <= 8192, "learned", "Keep it under 8 KiB.")
	bad.Check(len(told) <= 8192, "told", "Keep it under 8 KiB.")
	if err := bad.Err(); err != nil {
		return out, err
	}
	out.Learned, out.Told = learned, told
	if out.ReportedAt == nil {
		out.ReportedAt = &now
	}
	return out, nil
}

// CheckMovable says whether the days of the visit can still be others.
func (v ExchangeVisit) CheckMovable(today Date) error {
	switch {
	case v.MeetingID != "":
		return Errorf(CodeConflict, "The date of a seat is that of its meeting; swap the seat, or give it back.")
	case v.Status != VisitPlanned || v.ReportedAt != nil || today > v.ToOn:
		return Errorf(CodeConflict, "This visit is over.")
	}
	return nil
}

// CallOff ends a visit that has not been reported; skipped keeps who was to come
// away from that date, so that the next in the round has the seat.
func (v ExchangeVisit) CallOff(status VisitStatus, now time.Time) (ExchangeVisit, error) {
	if v.Status != VisitPlanned || v.ReportedAt != nil {
		return v, Errorf(CodeConflict, "This visit is over.")
	}
	v.Status, v.OffAt = status, &now
	return v, nil
}

// VisitState is how a visit stands on a day.
type VisitState string

// The states a list shows; a missing report is one that is late.
const (
	VisitComing   VisitState = "coming"
	VisitNow      VisitState = "now"
	VisitDue      VisitState = "report_due"
	VisitMissing  VisitState = "report_missing"
	VisitReported VisitState = "reported"
	VisitOff      VisitState = "off"
)

// Begun reports whether the visit has begun: a seat with its meeting, whichever
// day that is for the reader; days with their first.
func (v VisitDetail) Begun(today Date, now time.Time) bool {
	if v.StartsAt != nil {
		return !v.StartsAt.After(now)
	}
	return v.FromOn <= today
}

// State says how the visit stands now, on the reader's day.
func (v VisitDetail) State(today Date, now time.Time) VisitState {
	switch {
	case v.Status != VisitPlanned:
		return VisitOff
	case v.ReportedAt != nil:
		return VisitReported
	case !v.Begun(today, now):
		return VisitComing
	case today <= v.ToOn && v.MeetingID == "":
		return VisitNow
	case today <= v.DueOn:
		return VisitDue
	default:
		return VisitMissing
	}
}

// RemindAt is when the visitor is asked for the report, once: the morning of the
// first working day after the visit, while they remember it, in their zone.
func (v ExchangeVisit) RemindAt(days WorkCalendar, zone *time.Location) time.Time {
	return morning(days.After(v.ToOn, 1), zone)
}

// AwaitsReport reports whether the visitor still owes the report and was not
// asked for it.
func (v ExchangeVisit) AwaitsReport() bool {
	return v.Status == VisitPlanned && v.ReportedAt == nil && v.RemindedAt == nil
}

// ReminderLapsed reports whether asking for the report has lost its point by
// that day.
func (v ExchangeVisit) ReminderLapsed(today Date) bool {
	return today > v.DueOn.AddDays(visitReminderLapses)
}

// VisitDetail is a visit with the names a list shows.
type VisitDetail struct {
	ExchangeVisit
	VisitorName   string     `json:"visitor_name"`
	VisitorLeftAt *time.Time `json:"-"` // from then on their report will not come any more
	HostName      string     `json:"host_name"`
	SeriesTitle   string     `json:"series_title"`
	StartsAt      *time.Time `json:"starts_at"`
	TimeZone      string     `json:"-"`
}
