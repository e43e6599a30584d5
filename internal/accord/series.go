package accord

import "time"

// SeriesStatus says whether a series still goes on.
type SeriesStatus string

// A series is active until it is ended; an ended one keeps its history.
const (
	SeriesActive SeriesStatus = "active"
	SeriesEnded  SeriesStatus = "ended"
)

// Series is a standing meeting: rule, zone, length, team, agenda, backlog. Its
// occurrences are computed; one that somebody touched is a [Meeting].
type Series struct {
	WorkspaceID           string        `json:"-"`
	ID                    string        `json:"id"`
	LineageID             string        `json:"-"`        // the id of the series that splits made this one of; its own for any other (S4)
	Sequence              int           `json:"sequence"` // SEQUENCE, RFC 5545 §3.8.7.4: raised with date, time, place and rule
	TeamID                string        `json:"team_id"`
	Title                 string        `json:"title"`
	Purpose               string        `json:"purpose"`
	Template              string        `json:"template"` // key of the template it came from, "" for none
	Location              string        `json:"location"`
	Rrule                 string        `json:"rrule"`           // RFC 5545, in the grammar of ParseRule
	StartsAtLocal         LocalTime     `json:"starts_at_local"` // DTSTART, wall clock in TimeZone
	TimeZone              string        `json:"time_zone"`       // IANA
	DurationMinutes       int           `json:"duration_minutes"`
	MonthEnd              string        `json:"month_end"`        // "skip" or "last_day"
	Exdates               string        `json:"exdates"`          // local times, comma-separated
	Rdates                string        `json:"rdates"`           // local times, comma-separated
	HolidayCalendar       string        `json:"holiday_calendar"` // code of a holiday calendar, "" for the workspace's own days alone
	HolidayPolicy         HolidayPolicy `json:"holiday_policy"`
	ObservedFrom          *time.Time    `json:"-"` // when what it observes last changed
	FacilitatorID         NullID        `json:"facilitator_id"`
	RotateFacilitator     bool          `json:"rotate_facilitator"` // by turn among the team
	RotateMinuteTaker     bool          `json:"rotate_minute_taker"`
	RotateRepresentatives bool          `json:"rotate_representatives"` // a representative of each side, by turn
	HostSide              Side          `json:"host_side"`              // of an exchange visit: whose staff meeting it is, "" for no visits
	VisitingSeats         int           `json:"visiting_seats"`         // how many of the other side have a seat at each date
	AskMinutes            int           `json:"ask_minutes"`            // A4: before the start, both sides are asked
	RemindMinutes         int           `json:"remind_minutes"`         // A4: the side without a proposal is reminded
	SendMinutes           int           `json:"send_minutes"`           // A4: the agenda locks and is sent
	GoalTitle             string        `json:"goal_title"`
	GoalMeasure           string        `json:"goal_measure"`
	GoalTarget            string        `json:"goal_target"`
	GoalBy                Date          `json:"goal_by"`
	Status                SeriesStatus  `json:"status"`
	NextStartsAt          *time.Time    `json:"next_starts_at"` // next planned start; kept so that no list expands rules
	PlannedFrom           *time.Time    `json:"-"`              // when the rule last changed: it plans nothing before
	ChangedAt             *time.Time    `json:"-"`              // when what calendars show of it last changed; nil since it was made
	EndedAt               *time.Time    `json:"ended_at"`
	CreatedBy             string        `json:"created_by"`
	CreatedAt             time.Time     `json:"created_at"` // dates before it are listed, never opened
	Version               int           `json:"version"`
}

// SeriesAgendaItem is one line of a series' agenda template, copied onto every
// meeting when it is opened.
type SeriesAgendaItem struct {
	WorkspaceID string     `json:"-"`
	ID          string     `json:"id"`
	SeriesID    string     `json:"series_id"`
	Position    int        `json:"position"`
	Title       string     `json:"title"`
	Kind        AgendaKind `json:"kind"`
	Side        Side       `json:"side"`
	Minutes     int        `json:"minutes"`
	Why         string     `json:"why"`
}

// SeriesFilter chooses among the series; its zero value is all.
type SeriesFilter struct {
	TeamID string
	Status SeriesStatus
}
