package main

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
)

// promise is an action item as the API answers it.
type promise struct {
	ID                string     `json:"id"`
	Number            int        `json:"number"`
	Title             string     `json:"title"`
	Details           string     `json:"details"`
	OwnerID           *string    `json:"owner_id"`
	OwnerSide         string     `json:"owner_side"`
	OwnerZone         string     `json:"owner_zone"`
	AskerID           string     `json:"asker_id"`
	ForSide           string     `json:"for_side"`
	TeamID            *string    `json:"team_id"`
	SeriesID          *string    `json:"series_id"`
	MeetingID         *string    `json:"meeting_id"`
	AgendaItemID      *string    `json:"agenda_item_id"`
	ProjectID         *string    `json:"project_id"`
	Horizon           string     `json:"horizon"`
	Status            string     `json:"status"`
	AskedDueOn        *string    `json:"asked_due_on"`
	OriginalDueOn     *string    `json:"original_due_on"`
	DueOn             *string    `json:"due_on"`
	OriginalDueEndsAt *time.Time `json:"original_due_ends_at"`
	DueEndsAt         *time.Time `json:"due_ends_at"`
	Slips             int        `json:"slips"`
	Carried           int        `json:"carried"`
	KeptCarried       int        `json:"kept_carried"`
	AcceptedAt        *time.Time `json:"accepted_at"`
	BlockedReason     string     `json:"blocked_reason"`
	DoneAt            *time.Time `json:"done_at"`
	ConfirmedAt       *time.Time `json:"confirmed_at"`
	ConfirmedBy       *string    `json:"confirmed_by"`
	SelfConfirmed     bool       `json:"self_confirmed"`
	DropAskedBy       *string    `json:"drop_asked_by"`
	DropReason        string     `json:"drop_reason"`
	DropAskedAt       *time.Time `json:"drop_asked_at"`
	EndedReason       string     `json:"ended_reason"`
	EndedAt           *time.Time `json:"ended_at"`
	CreatedAt         time.Time  `json:"created_at"`
	UpdatedAt         time.Time  `json:"updated_at"`
	Version           int        `json:"version"`
}

// promiseColumns are the columns of an action item i, in the order of fields.
const promiseColumns = `i.id, i.number, i.title, i.details, i.owner_id, i.owner_side, i.owner_zone, i.asker_id, i.for_side, i.team_id,
i.series_id, i.meeting_id, i.agenda_item_id, i.status, i.asked_due_on, i.original_due_on, i.due_on, i.original_due_ends_at, i.due_ends_at,
i.slips, i.carried, i.kept_carried, i.accepted_at, i.blocked_reason, i.done_at, i.confirmed_at, i.confirmed_by, i.self_confirmed,
i.drop_asked_by, i.drop_reason, i.drop_asked_at, i.ended_reason, i.ended_at, i.created_at, i.updated_at, i.version,
i.project_id, i.horizon`

func (p *promise) fields() []any {
	return []any{
		&p.ID, &p.Number, &p.Title, &p.Details, &p.OwnerID, &p.OwnerSide, &p.OwnerZone, &p.AskerID, &p.ForSide, &p.TeamID,
		&p.SeriesID, &p.MeetingID, &p.AgendaItemID, &p.Status, &p.AskedDueOn, &p.OriginalDueOn, &p.DueOn, &p.OriginalDueEndsAt, &p.DueEndsAt,
		&p.Slips, &p.Carried, &p.KeptCarried, &p.AcceptedAt, &p.BlockedReason, &p.DoneAt, &p.ConfirmedAt, &p.ConfirmedBy, &p.SelfConfirmed,
		&p.DropAskedBy, &p.DropReason, &p.DropAskedAt, &p.EndedReason, &p.EndedAt, &p.CreatedAt, &p.UpdatedAt, &p.Version,
		&p.ProjectID, &p.Horizon,
	}
}

func (p *promise) unfinished() bool { return p.Status == "proposed" || p.running() }

func (p *promise) running() bool { return p.Status == "open" || p.Status == "blocked" }

func (p *promise) needsDecision() bool { return p.unfinished() && p.Carried-p.KeptCarried >= 2 }

// listedPromise is one line of the list of action items.
type listedPromise struct {
	promise
	Ref               string `json:"ref"`
	Overdue           bool   `json:"overdue"`
	NeedsDecision     bool   `json:"needs_decision"`
	NeedsConfirmation bool   `json:"needs_confirmation"`
}

const myItemsQuery = `SELECT ` + promiseColumns + ` FROM action_items i
WHERE i.workspace_id = ?1 AND i.owner_id = ?2 AND i.status IN ('open', 'blocked') ORDER BY i.due_on, i.id LIMIT 51`

// items answers with a person's running items, the first fifty.
func (h *hand) items(c echo.Context) error {
	found, err := list(c.Request().Context(), h, myItemsQuery, func(p *listedPromise) []any { return p.fields() }, h.workspace, h.person)
	if err != nil {
		return err
	}
	var answer struct {
		Items      []listedPromise `json:"items"`
		NextCursor *string         `json:"next_cursor"`
	}
	const page = 50
	if answer.Items = found; len(found) > page {
		answer.Items = found[:page]
	}
	now := time.Now()
	for i := range answer.Items {
		p := &answer.Items[i]
		p.Ref = "A-" + strconv.Itoa(p.Number)
		p.Overdue = p.running() && p.DueEndsAt != nil && !now.Before(*p.DueEndsAt)
		p.NeedsDecision = p.needsDecision()
		p.NeedsConfirmation = p.ForSide != "neutral" && p.ForSide != p.OwnerSide
	}
	return c.JSON(http.StatusOK, answer)
}
