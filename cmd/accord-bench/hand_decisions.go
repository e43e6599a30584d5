package main

import (
	"context"
	"time"
)

type decided struct {
	ID           string    `json:"id"`
	Number       int       `json:"number"`
	Text         string    `json:"text"`
	MeetingID    *string   `json:"meeting_id"`
	SeriesID     *string   `json:"series_id"`
	TeamID       *string   `json:"team_id"`
	AgendaItemID *string   `json:"agenda_item_id"`
	ProjectID    *string   `json:"project_id"`
	Domain       string    `json:"domain"`
	InputFor     string    `json:"input_for"`
	ReviewOn     *string   `json:"review_on"`
	SupersedesID *string   `json:"supersedes_id"`
	Provisional  bool      `json:"provisional"`
	DecidedOn    *string   `json:"decided_on"`
	CreatedBy    string    `json:"created_by"`
	CreatedAt    time.Time `json:"created_at"`
	Version      int       `json:"version"`
	DecidedBy    []string  `json:"decided_by"`
	SupersededBy *string   `json:"superseded_by"`
	DeciderNames []string  `json:"decider_names"`
	MeetingTitle string    `json:"meeting_title"`

	by, name *string
}

const decisionsQuery = `SELECT d.id, d.number, d.text, d.meeting_id, d.series_id, d.team_id, d.agenda_item_id, d.domain, d.review_on, d.supersedes_id,
d.provisional, d.decided_on, d.created_by, d.created_at, d.version, dp.person_id, p.name, d.project_id, d.input_for,
(SELECT MAX(l.id) FROM decisions l WHERE l.workspace_id = ?1 AND l.supersedes_id = d.id)
FROM decisions d
LEFT JOIN decision_people dp ON dp.workspace_id = ?1 AND dp.decision_id = d.id
LEFT JOIN people p ON p.workspace_id = ?1 AND p.id = dp.person_id
WHERE d.workspace_id = ?1 AND d.meeting_id = ?2 ORDER BY +d.number DESC, p.name, p.id`

func (d *decided) fields() []any {
	return []any{
		&d.ID, &d.Number, &d.Text, &d.MeetingID, &d.SeriesID, &d.TeamID, &d.AgendaItemID, &d.Domain, &d.ReviewOn, &d.SupersedesID,
		&d.Provisional, &d.DecidedOn, &d.CreatedBy, &d.CreatedAt, &d.Version, &d.by, &d.name, &d.ProjectID, &d.InputFor, &d.SupersededBy,
	}
}

func (h *hand) decisionsOf(ctx context.Context, m *meetingPage) error {
	rows, err := list(ctx, h, decisionsQuery, (*decided).fields, h.workspace, m.ID)
	m.Decisions = []decided{}
	for _, d := range rows {
		if n := len(m.Decisions); n == 0 || m.Decisions[n-1].ID != d.ID {
			d.DecidedBy, d.DeciderNames, d.MeetingTitle = []string{}, []string{}, m.Title
			m.Decisions = append(m.Decisions, d)
		}
		if last := &m.Decisions[len(m.Decisions)-1]; d.by != nil {
			last.DecidedBy, last.DeciderNames = append(last.DecidedBy, *d.by), append(last.DeciderNames, *d.name)
		}
	}
	return err
}
