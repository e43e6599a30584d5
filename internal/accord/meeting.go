package accord

import "time"

// MeetingStatus is a meeting's place in its life:
// scheduled → in_progress → closed, or cancelled.
type MeetingStatus string

// The states of a meeting. MeetingPlanned is never stored: it is said of an
// occurrence without a row.
const (
	MeetingPlanned    MeetingStatus = "planned"
	MeetingScheduled  MeetingStatus = "scheduled"
	MeetingInProgress MeetingStatus = "in_progress"
	MeetingClosed     MeetingStatus = "closed"
	MeetingCancelled  MeetingStatus = "cancelled"
)

// Meeting is an occurrence with a row, or a one-time meeting. Its original
// start names it for ever, whatever its start becomes.
type Meeting struct {
	WorkspaceID          string        `json:"-"`
	ID                   string        `json:"id"`
	SeriesID             NullID        `json:"series_id"`
	OriginalStart        LocalTime     `json:"original_start"` // "" for a one-time meeting
	TeamID               NullID        `json:"team_id"`
	Title                string        `json:"title"`
	Location             string        `json:"location"`
	StartsAt             time.Time     `json:"starts_at"`
	PlannedOn            Date          `json:"-"` // the day its series had it on, days off observed, when it became a meeting; "" is that of its original start
	StartsAtLocal        LocalTime     `json:"-"` // the wall clock of StartsAt in TimeZone when it was set: what stays when the zone's rules change
	DurationMinutes      int           `json:"duration_minutes"`
	TimeZone             string        `json:"time_zone"` // IANA, the series' or its maker's
	Sequence             int           `json:"sequence"`  // SEQUENCE, RFC 5545 §3.8.7.4: raised with date, time and place, and when it is called off or restored
	ChangedAt            *time.Time    `json:"-"`         // when what calendars show of it last changed; nil since it was made
	Status               MeetingStatus `json:"status"`
	FacilitatorID        NullID        `json:"facilitator_id"`
	MinuteTakerID        NullID        `json:"minute_taker_id"`
	FacilitatorByHand    bool          `json:"-"` // somebody chose: the rota leaves it
	MinuteTakerByHand    bool          `json:"-"`
	SalesRepID           NullID        `json:"sales_rep_id"` // who reports for Sales at a representative call
	MarketingRepID       NullID        `json:"marketing_rep_id"`
	Notes                string        `json:"notes"` // Markdown, for the meeting as a whole
	NotesVersion         int           `json:"notes_version"`
	LockedAt             *time.Time    `json:"locked_at"`
	LockedBy             NullID        `json:"locked_by"`
	WaivedSides          string        `json:"waived_sides"` // A3: sides without an item when it locked, comma-separated
	CurrentItemID        NullID        `json:"current_item_id"`
	CurrentItemStartedAt *time.Time    `json:"current_item_started_at"`
	StartedAt            *time.Time    `json:"started_at"`
	StartedBy            NullID        `json:"started_by"`
	ClosedAt             *time.Time    `json:"closed_at"`
	ClosedBy             NullID        `json:"closed_by"`
	CancelledAt          *time.Time    `json:"cancelled_at"`
	QuorumMet            *bool         `json:"quorum_met"` // M3, set at closing
	GoalTitle            string        `json:"goal_title"` // the series' shared goal as it was at the start
	GoalMeasure          string        `json:"goal_measure"`
	GoalTarget           string        `json:"goal_target"`
	GoalBy               Date          `json:"goal_by"`
	MinutesVersion       int           `json:"minutes_version"` // 1 at closing; a correction adds one (M4)
	LeftOver             int           `json:"left_over"`       // A3: agenda items that went on to the next meeting or the backlog at closing
	AskedAt              *time.Time    `json:"asked_at"`        // A4: both sides were asked for proposals
	RemindedAt           *time.Time    `json:"reminded_at"`     // A4: the side without one was reminded
	AgendaSentAt         *time.Time    `json:"agenda_sent_at"`  // A3: the lock time was handled
	CreatedBy            string        `json:"created_by"`
	CreatedAt            time.Time     `json:"created_at"`
	Version              int           `json:"version"`
}

// LocalStart is the wall clock of the start in the meeting's zone.
func (m Meeting) LocalStart() LocalTime { return LocalTimeOf(m.StartsAt, Zone(m.TimeZone)) }

// PlannedAt is where its series had put it when it became a meeting: its
// original start, or that hour of the day that a day off moved it to (S3).
// Unlike the series' dates of today it stays what it was.
func (m Meeting) PlannedAt() time.Time {
	if m.OriginalStart == "" {
		return m.StartsAt
	}
	return Instant(m.OriginalStart.on(m.PlannedOn).In(Zone(m.TimeZone)))
}

// EndsAt is the planned end.
func (m Meeting) EndsAt() time.Time {
	return m.StartsAt.Add(time.Duration(m.DurationMinutes) * time.Minute)
}

// AsOf is the meeting as it stood at an instant, as far as its own times tell:
// what was started, closed, locked or called off later had not been yet.
func (m Meeting) AsOf(at time.Time) Meeting {
	later := func(t *time.Time) bool { return t != nil && t.After(at) }
	if later(m.LockedAt) {
		m.LockedAt, m.LockedBy, m.WaivedSides = nil, "", ""
	}
	switch {
	case later(m.CancelledAt):
		m.Status, m.CancelledAt = MeetingScheduled, nil
	case later(m.StartedAt):
		m.Status, m.StartedAt, m.StartedBy = MeetingScheduled, nil, ""
	case later(m.ClosedAt):
		m.Status = MeetingInProgress
	default:
		return m
	}
	m.ClosedAt, m.ClosedBy, m.QuorumMet, m.MinutesVersion, m.LeftOver = nil, "", nil, 0, 0
	return m
}

// Held reports whether the meeting was started and then closed.
func (m Meeting) Held() bool { return m.Status == MeetingClosed && m.StartedAt != nil }

// MeetingPerson is one person's part in one meeting: invitation, answer and
// attendance. Side and team role are frozen when the meeting starts.
type MeetingPerson struct {
	WorkspaceID  string     `json:"-"`
	MeetingID    string     `json:"meeting_id"`
	PersonID     string     `json:"person_id"`
	Side         Side       `json:"side"`
	TeamRole     TeamRole   `json:"team_role"`
	Response     string     `json:"response"` // "", "yes", "no", "maybe"
	Present      bool       `json:"present"`
	Excused      bool       `json:"excused"`
	UpdatedAt    *time.Time `json:"updated_at"`
	ReplyStamp   *time.Time `json:"-"` // DTSTAMP of the last iTIP reply taken
	ReplyComment string     `json:"reply_comment"`
}

// The kinds of [MeetingWord].
const (
	WordHeard  = "heard"
	WordThanks = "thanks"
)

// MeetingWord is what a side heard at a meeting, or thanks the other side for:
// one of each kind and side, shown at the next opening.
type MeetingWord struct {
	WorkspaceID string    `json:"-"`
	MeetingID   string    `json:"meeting_id"`
	Kind        string    `json:"kind"`
	Side        Side      `json:"side"`
	Text        string    `json:"text"`
	AuthorID    string    `json:"author_id"`
	UpdatedAt   time.Time `json:"updated_at"`
}

// NoteVersion is the text of notes as it was at one of their versions, so that
// a writer who saw that version can be merged with those who came later (M1).
// Old ones go; the newest hundred stay.
type NoteVersion struct {
	WorkspaceID string
	SubjectID   string // of an agenda item, or of a meeting for its own notes
	Number      int
	Text        string
	AuthorID    string
	CreatedAt   time.Time
}

// MinutesVersion is one published version of a meeting's minutes; a correction
// adds one, none is ever changed (M4).
type MinutesVersion struct {
	WorkspaceID string    `json:"-"`
	MeetingID   string    `json:"meeting_id"`
	Number      int       `json:"number"`
	Reason      string    `json:"reason"` // what changed; "" for the first
	Body        string    `json:"body"`   // JSON of the minutes as they were published
	CreatedBy   string    `json:"created_by"`
	CreatedAt   time.Time `json:"created_at"`
}
