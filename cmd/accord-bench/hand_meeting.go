package main

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"
)

// meetingPage is a meeting as the API answers it.
type meetingPage struct {
	ID                   string            `json:"id"`
	SeriesID             *string           `json:"series_id"`
	OriginalStart        string            `json:"original_start"`
	TeamID               *string           `json:"team_id"`
	Title                string            `json:"title"`
	Location             string            `json:"location"`
	StartsAt             time.Time         `json:"starts_at"`
	DurationMinutes      int               `json:"duration_minutes"`
	TimeZone             string            `json:"time_zone"`
	Status               string            `json:"status"`
	FacilitatorID        *string           `json:"facilitator_id"`
	MinuteTakerID        *string           `json:"minute_taker_id"`
	Sequence             int               `json:"sequence"`
	SalesRepID           *string           `json:"sales_rep_id"`
	MarketingRepID       *string           `json:"marketing_rep_id"`
	Notes                string            `json:"notes"`
	NotesVersion         int               `json:"notes_version"`
	LockedAt             *time.Time        `json:"locked_at"`
	LockedBy             *string           `json:"locked_by"`
	WaivedSides          string            `json:"waived_sides"`
	CurrentItemID        *string           `json:"current_item_id"`
	CurrentItemStartedAt *time.Time        `json:"current_item_started_at"`
	StartedAt            *time.Time        `json:"started_at"`
	StartedBy            *string           `json:"started_by"`
	ClosedAt             *time.Time        `json:"closed_at"`
	ClosedBy             *string           `json:"closed_by"`
	CancelledAt          *time.Time        `json:"cancelled_at"`
	QuorumMet            *bool             `json:"quorum_met"`
	GoalTitle            string            `json:"goal_title"`
	GoalMeasure          string            `json:"goal_measure"`
	GoalTarget           string            `json:"goal_target"`
	GoalBy               *string           `json:"goal_by"`
	MinutesVersion       int               `json:"minutes_version"`
	LeftOver             int               `json:"left_over"`
	AskedAt              *time.Time        `json:"asked_at"`
	RemindedAt           *time.Time        `json:"reminded_at"`
	AgendaSentAt         *time.Time        `json:"agenda_sent_at"`
	CreatedBy            string            `json:"created_by"`
	CreatedAt            time.Time         `json:"created_at"`
	Version              int               `json:"version"`
	SeriesTitle          string            `json:"series_title"`
	TeamName             string            `json:"team_name"`
	Opening              []openingPromise  `json:"opening"`
	HeardLastTime        []saidText        `json:"heard_last_time"`
	Thanks               []saidText        `json:"thanks"`
	SharedGoal           *sharedGoal       `json:"shared_goal"`
	Heard                []saidText        `json:"heard"`
	ThanksSaid           []saidText        `json:"thanks_said"`
	Agenda               []agendaLine      `json:"agenda"`
	AgendaMinutes        minutesBySide     `json:"agenda_minutes"`
	Attendance           []guest           `json:"attendance"`
	Decisions            []decided         `json:"decisions"`
	ActionItems          []meetingsPromise `json:"action_items"`

	seriesGoal sharedGoal
	previous   *string    // the meeting the series held before
	heldBefore *time.Time // when that one began
	seriesMade *time.Time
}

type sharedGoal struct {
	Title   string  `json:"title"`
	Measure string  `json:"measure"`
	Target  string  `json:"target"`
	By      *string `json:"by"`
}

type saidText struct {
	Side string `json:"side"`
	Text string `json:"text"`
}

type minutesBySide struct {
	Sales     int `json:"sales"`
	Joint     int `json:"joint"`
	Marketing int `json:"marketing"`
	Length    int `json:"length"`
}

type openingPromise struct {
	promise
	Result        string `json:"result"`
	NeedsDecision bool   `json:"needs_decision"`
	OwnerName     string `json:"owner_name"`
	LatestNote    string `json:"latest_note"`
}

type meetingsPromise struct {
	promise
	OwnerName string `json:"owner_name"`
}

type agendaLine struct {
	ID           string    `json:"id"`
	SeriesID     *string   `json:"series_id"`
	MeetingID    *string   `json:"meeting_id"`
	Title        string    `json:"title"`
	Kind         string    `json:"kind"`
	Side         string    `json:"side"`
	PresenterID  *string   `json:"presenter_id"`
	Minutes      int       `json:"minutes"`
	Why          string    `json:"why"`
	Notes        string    `json:"notes"`
	NotesVersion int       `json:"notes_version"`
	Status       string    `json:"status"`
	Reason       string    `json:"reason"`
	Outcome      string    `json:"outcome"`
	OutcomeText  string    `json:"outcome_text"`
	MergedIntoID *string   `json:"merged_into_id"`
	CameFromID   *string   `json:"came_from_id"`
	Position     int       `json:"position"`
	SpentSeconds int       `json:"spent_seconds"`
	Shared       bool      `json:"shared"`
	Horizon      string    `json:"horizon"`
	ProjectID    *string   `json:"project_id"`
	ProposedBy   string    `json:"proposed_by"`
	CreatedAt    time.Time `json:"created_at"`
	Version      int       `json:"version"`
}

type guest struct {
	MeetingID string     `json:"meeting_id"`
	PersonID  string     `json:"person_id"`
	Side      string     `json:"side"`
	TeamRole  string     `json:"team_role"`
	Response  string     `json:"response"`
	Present   bool       `json:"present"`
	Excused   bool       `json:"excused"`
	UpdatedAt *time.Time `json:"updated_at"`
	Comment   string     `json:"reply_comment"`
	Name      string     `json:"name"`
}

const meetingQuery = `SELECT m.id, m.series_id, m.original_start, m.team_id, m.title, m.location, m.starts_at, m.duration_minutes, m.time_zone,
m.status, m.facilitator_id, m.minute_taker_id, m.notes, m.notes_version, m.locked_at, m.locked_by, m.waived_sides, m.current_item_id,
m.current_item_started_at, m.started_at, m.started_by, m.closed_at, m.closed_by, m.cancelled_at, m.quorum_met, m.goal_title, m.goal_measure,
m.goal_target, m.goal_by, m.minutes_version, m.left_over, m.asked_at, m.reminded_at, m.agenda_sent_at, m.created_by, m.created_at, m.version,
COALESCE(r.title, ''), COALESCE(t.name, ''), COALESCE(r.goal_title, ''), COALESCE(r.goal_measure, ''), COALESCE(r.goal_target, ''), r.goal_by,
l.id, l.started_at, r.created_at, m.sequence, m.sales_rep_id, m.marketing_rep_id
FROM meetings m
LEFT JOIN series r ON r.workspace_id = m.workspace_id AND r.id = m.series_id
LEFT JOIN teams t ON t.workspace_id = m.workspace_id AND t.id = m.team_id
LEFT JOIN meetings l ON l.workspace_id = m.workspace_id AND l.id = (SELECT h.id FROM meetings h WHERE h.workspace_id = m.workspace_id
	AND h.series_id = m.series_id AND h.status = 'closed' AND h.started_at < COALESCE(m.started_at, ?3) ORDER BY h.started_at DESC LIMIT 1)
WHERE m.workspace_id = ?1 AND m.id = ?2`

func (m *meetingPage) fields() []any {
	return []any{
		&m.ID, &m.SeriesID, &m.OriginalStart, &m.TeamID, &m.Title, &m.Location, &m.StartsAt, &m.DurationMinutes, &m.TimeZone,
		&m.Status, &m.FacilitatorID, &m.MinuteTakerID, &m.Notes, &m.NotesVersion, &m.LockedAt, &m.LockedBy, &m.WaivedSides, &m.CurrentItemID,
		&m.CurrentItemStartedAt, &m.StartedAt, &m.StartedBy, &m.ClosedAt, &m.ClosedBy, &m.CancelledAt, &m.QuorumMet, &m.GoalTitle, &m.GoalMeasure,
		&m.GoalTarget, &m.GoalBy, &m.MinutesVersion, &m.LeftOver, &m.AskedAt, &m.RemindedAt, &m.AgendaSentAt, &m.CreatedBy, &m.CreatedAt, &m.Version,
		&m.SeriesTitle, &m.TeamName, &m.seriesGoal.Title, &m.seriesGoal.Measure, &m.seriesGoal.Target, &m.seriesGoal.By,
		&m.previous, &m.heldBefore, &m.seriesMade, &m.Sequence, &m.SalesRepID, &m.MarketingRepID,
	}
}

const agendaQuery = `SELECT g.id, g.series_id, g.meeting_id, g.title, g.kind, g.side, g.presenter_id, g.minutes, g.why, g.notes, g.notes_version,
g.status, g.reason, g.outcome, g.outcome_text, g.merged_into_id, g.came_from_id, g.position, g.spent_seconds, g.proposed_by, g.created_at, g.version,
g.shared, g.horizon, g.project_id
FROM agenda_items g WHERE g.workspace_id = ?1 AND g.meeting_id = ?2 ORDER BY g.position, g.id`

func (g *agendaLine) fields() []any {
	return []any{
		&g.ID, &g.SeriesID, &g.MeetingID, &g.Title, &g.Kind, &g.Side, &g.PresenterID, &g.Minutes, &g.Why, &g.Notes, &g.NotesVersion,
		&g.Status, &g.Reason, &g.Outcome, &g.OutcomeText, &g.MergedIntoID, &g.CameFromID, &g.Position, &g.SpentSeconds, &g.ProposedBy, &g.CreatedAt, &g.Version,
		&g.Shared, &g.Horizon, &g.ProjectID,
	}
}

const guestsQuery = `SELECT mp.meeting_id, mp.person_id, mp.side, mp.team_role, mp.response, mp.present, mp.excused, mp.updated_at, mp.reply_comment, p.name
FROM meeting_people mp JOIN people p ON p.workspace_id = mp.workspace_id AND p.id = mp.person_id
WHERE mp.workspace_id = ?1 AND mp.meeting_id = ?2
ORDER BY CASE mp.side WHEN 'sales' THEN 0 WHEN 'neutral' THEN 1 ELSE 2 END,
	CASE mp.team_role WHEN 'leader' THEN 0 WHEN '' THEN 2 ELSE 1 END, p.name, p.id`

func (g *guest) fields() []any {
	return []any{&g.MeetingID, &g.PersonID, &g.Side, &g.TeamRole, &g.Response, &g.Present, &g.Excused, &g.UpdatedAt, &g.Comment, &g.Name}
}

const promisesQuery = `SELECT ` + promiseColumns + `, COALESCE(p.name, '') FROM action_items i
LEFT JOIN people p ON p.workspace_id = i.workspace_id AND p.id = i.owner_id
WHERE i.workspace_id = ?1 AND i.meeting_id = ?2 ORDER BY +i.number`

const wordsQuery = `SELECT w.meeting_id, w.kind, w.side, w.text FROM meeting_words w WHERE w.workspace_id = ?1 AND w.meeting_id IN (?2, ?3)
ORDER BY CASE w.side WHEN 'sales' THEN 0 WHEN 'neutral' THEN 1 ELSE 2 END`

const latestNote = `COALESCE((SELECT n.text FROM item_notes n WHERE n.workspace_id = i.workspace_id AND n.item_id = i.id
	ORDER BY n.created_at DESC, n.id DESC LIMIT 1), '')`

const openingPart = `SELECT ` + promiseColumns + `, COALESCE(p.name, ''), ` + latestNote + ` FROM action_items i
LEFT JOIN people p ON p.workspace_id = i.workspace_id AND p.id = i.owner_id WHERE i.workspace_id = ?1 AND i.team_id = ?2 AND `

// openingQuery is the opening of a meeting to come.
const openingQuery = openingPart + `i.status IN ('proposed', 'open', 'blocked')
UNION ALL ` + openingPart + `i.ended_at IS NOT NULL AND i.ended_at > ?3`

// heldColumns are those of promiseColumns with what a span knows better.
const heldColumns = `i.id, i.number, i.title, i.details, s.owner_id, s.owner_side, i.owner_zone, i.asker_id, i.for_side, i.team_id,
i.series_id, i.meeting_id, i.agenda_item_id, s.status, i.asked_due_on, s.original_due_on, s.due_on, s.original_due_ends_at, s.due_ends_at,
s.slips, s.carried, i.kept_carried, s.accepted_at, i.blocked_reason, s.done_at, i.confirmed_at, i.confirmed_by, i.self_confirmed,
i.drop_asked_by, i.drop_reason, i.drop_asked_at, i.ended_reason, s.ended_at, i.created_at, i.updated_at, i.version,
i.project_id, i.horizon`

const heldPart = `SELECT ` + heldColumns + `, COALESCE(p.name, ''), ` + latestNote + ` FROM action_item_spans s
JOIN action_items i ON i.workspace_id = s.workspace_id AND i.id = s.item_id
LEFT JOIN people p ON p.workspace_id = s.workspace_id AND p.id = s.owner_id
WHERE s.workspace_id = ?1 AND s.team_id = ?2 AND s.from_at <= ?4 AND s.to_at > ?4 AND `

// heldQuery is the opening as it was when a meeting began.
const heldQuery = heldPart + `s.status IN ('proposed', 'open', 'blocked')
UNION ALL ` + heldPart + `s.ended_at IS NOT NULL AND s.ended_at > ?3 AND s.ended_at <= ?4`

// meeting answers with a meeting and everything that stands at it.
func (h *hand) meeting(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	found, err := list(ctx, h, meetingQuery, (*meetingPage).fields, h.workspace, id, at(time.Now()))
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return echo.ErrNotFound
	}
	m := &found[0]
	for _, read := range []func(context.Context, *meetingPage) error{h.agendaOf, h.decisionsOf, h.wordsOf, h.openingOf} {
		if err := read(ctx, m); err != nil {
			return err
		}
	}
	if m.Attendance, err = list(ctx, h, guestsQuery, (*guest).fields, h.workspace, id); err != nil {
		return err
	}
	m.ActionItems, err = list(ctx, h, promisesQuery, func(p *meetingsPromise) []any { return append(p.fields(), &p.OwnerName) }, h.workspace, id)
	if err != nil {
		return err
	}
	goal := m.seriesGoal
	if m.StartedAt != nil {
		goal = sharedGoal{m.GoalTitle, m.GoalMeasure, m.GoalTarget, m.GoalBy}
	}
	if goal.Title != "" {
		m.SharedGoal = &goal
	}
	return c.JSON(http.StatusOK, m)
}

func (h *hand) agendaOf(ctx context.Context, m *meetingPage) (err error) {
	m.Agenda, err = list(ctx, h, agendaQuery, (*agendaLine).fields, h.workspace, m.ID)
	m.AgendaMinutes.Length = m.DurationMinutes
	for _, g := range m.Agenda {
		switch {
		case g.Status != "accepted":
		case g.Side == "sales":
			m.AgendaMinutes.Sales += g.Minutes
		case g.Side == "marketing":
			m.AgendaMinutes.Marketing += g.Minutes
		default:
			m.AgendaMinutes.Joint += g.Minutes
		}
	}
	return err
}

func (h *hand) wordsOf(ctx context.Context, m *meetingPage) error {
	type word struct{ meeting, kind, side, text string }
	rows, err := list(ctx, h, wordsQuery, func(w *word) []any { return []any{&w.meeting, &w.kind, &w.side, &w.text} }, h.workspace, m.ID, m.previous)
	m.HeardLastTime, m.Thanks, m.Heard, m.ThanksSaid = []saidText{}, []saidText{}, []saidText{}, []saidText{}
	for _, w := range rows {
		into := map[bool]map[string]*[]saidText{
			true: {"heard": &m.Heard, "thanks": &m.ThanksSaid}, false: {"heard": &m.HeardLastTime, "thanks": &m.Thanks},
		}[w.meeting == m.ID][w.kind]
		*into = append(*into, saidText{w.side, w.text})
	}
	return err
}

func (h *hand) openingOf(ctx context.Context, m *meetingPage) (err error) {
	m.Opening = []openingPromise{}
	if m.TeamID == nil {
		return nil
	}
	fields := func(p *openingPromise) []any { return append(p.fields(), &p.OwnerName, &p.LatestNote) }
	now := at(time.Now())
	if m.StartedAt != nil {
		now = *m.StartedAt
		m.Opening, err = list(ctx, h, heldQuery, fields, h.workspace, *m.TeamID, m.since(), now)
	} else {
		m.Opening, err = list(ctx, h, openingQuery, fields, h.workspace, *m.TeamID, m.since())
	}
	for i := range m.Opening {
		p := &m.Opening[i]
		p.NeedsDecision, p.Result = p.needsDecision(), p.resultAt(now)
	}
	slices.SortFunc(m.Opening, func(a, b openingPromise) int {
		return cmp.Or(cmp.Compare(a.place(), b.place()), cmp.Compare(a.day(), b.day()), cmp.Compare(a.Number, b.Number))
	})
	return err
}

// since is from when on ended items stand in the opening.
func (m *meetingPage) since() time.Time {
	switch {
	case m.heldBefore != nil:
		return *m.heldBefore
	case m.seriesMade != nil:
		return *m.seriesMade
	}
	return m.CreatedAt
}

// place is the item's part of the opening: without owner, then by side.
func (p *promise) place() int {
	if p.OwnerID == nil && p.unfinished() {
		return -1
	}
	return map[string]int{"sales": 0, "neutral": 1, "marketing": 2}[p.OwnerSide]
}

// day is the day first promised, or else the one asked for.
func (p *promise) day() string {
	for _, day := range []*string{p.OriginalDueOn, p.AskedDueOn} {
		if day != nil {
			return *day
		}
	}
	return ""
}

func (p *promise) resultAt(now time.Time) string {
	due := p.OriginalDueEndsAt
	switch {
	case p.Status == "dropped" || p.Status == "declined":
		return "dropped"
	case (p.Status == "done" || p.Status == "confirmed") && (due == nil || p.DoneAt == nil || p.DoneAt.Before(*due)):
		return "kept_on_time"
	case p.Status == "done" || p.Status == "confirmed":
		return "kept_late"
	case due != nil && !now.Before(*due):
		return "missed"
	}
	return "running"
}
