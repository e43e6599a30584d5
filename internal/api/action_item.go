package api

import (
	"context"
	"strconv"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerActionItems(a *API) {
	register(a, app.ActChangeItems, created(op("POST", "/action-items", "Make an action item")), a.makeItem)
	register(a, app.ActSeeItems, op("GET", "/action-items", "List action items"), a.listItems)
	register(a, app.ActSeeItems, op("GET", "/action-items/{id}", "Get an action item"), a.item)
	register(a, app.ActChangeItems, op("PATCH", "/action-items/{id}", "Change an action item's words"), a.changeItem)
	register(a, app.ActSeeItems, op("GET", "/action-items/{id}/events", "Get an action item's history"), a.itemEvents)
	register(a, app.ActSeeItems, op("GET", "/action-items/{id}/notes", "List progress notes"), a.itemNotes)
	register(a, app.ActChangeItems, created(op("POST", "/action-items/{id}/notes", "Add a progress note")), a.addItemNote)
	registerItemVerbs(a)
}

// itemBody is an action item as the API answers it, with what follows from its
// state.
type itemBody struct {
	accord.ActionItem
	Ref               string `json:"ref" doc:"What people say aloud: A-128"`
	IsOverdue         bool   `json:"overdue" doc:"Open after the end of the due day in the owner's zone"`
	AskedForDecision  bool   `json:"needs_decision" doc:"Carried twice: break it down, hand it over, drop it, or keep it knowingly"`
	NeedsConfirmation bool   `json:"needs_confirmation" doc:"It is for the other side, which confirms or returns it"`
}

func (a *API) itemAnswer(i accord.ActionItem) itemBody {
	return itemBody{
		ActionItem: i, Ref: i.Ref(), IsOverdue: i.Overdue(a.app.Now()), AskedForDecision: i.NeedsDecision(), NeedsConfirmation: i.NeedsConfirmation(),
	}
}

// itemResult answers with an item, or the error.
func (a *API) itemResult(i accord.ActionItem, err error) (*one[itemBody], error) {
	if err != nil {
		return nil, err
	}
	return answer(a.itemAnswer(i), i.Version), nil
}

type newItemInput struct {
	Body struct {
		Title        string         `json:"title"`
		OwnerID      accord.NullID  `json:"owner_id,omitempty" doc:"Absent: it stands without owner"`
		DueOn        accord.Date    `json:"due_on,omitempty" doc:"Absent: whoever accepts names the day"`
		ForSide      accord.Side    `json:"for_side" doc:"sales, marketing, or neutral for both"`
		MeetingID    accord.NullID  `json:"meeting_id,omitempty"`
		AgendaItemID accord.NullID  `json:"agenda_item_id,omitempty"`
		TeamID       accord.NullID  `json:"team_id,omitempty"`
		ProjectID    accord.NullID  `json:"project_id,omitempty"`
		Horizon      accord.Horizon `json:"horizon,omitempty" doc:"now, quarter, year, beyond; absent for none"`
		Details      string         `json:"details,omitempty"`
	}
}

func (a *API) makeItem(ctx context.Context, actor accord.Actor, in *newItemInput) (*one[itemBody], error) {
	b := in.Body
	if err := checkDueOn(b.DueOn); err != nil {
		return nil, err
	}
	return a.itemResult(a.app.CreateActionItem(ctx, actor, app.NewActionItem{
		ItemDraft: accord.ItemDraft{Title: b.Title, Details: b.Details, ForSide: b.ForSide, DueOn: b.DueOn, Horizon: b.Horizon},
		OwnerID:   string(b.OwnerID), MeetingID: string(b.MeetingID), AgendaItemID: string(b.AgendaItemID), TeamID: string(b.TeamID), ProjectID: string(b.ProjectID),
	}))
}

// checkDueOn refuses a due day that is none; "" is no day.
func checkDueOn(d accord.Date) error {
	if d == "" {
		return nil
	}
	var v accord.Validation
	_, err := accord.ParseDate(string(d))
	v.Add("due_on", err)
	return v.Err()
}

type listItemsInput struct {
	Paged
	Owner   string `query:"owner" maxLength:"64" doc:"me, or a person's id"`
	Status  string `query:"status" maxLength:"100" doc:"One or several, with commas: open,blocked"`
	Overdue bool   `query:"overdue"`
	Series  string `query:"series" maxLength:"64"`
	Team    string `query:"team" maxLength:"64"`
	Project string `query:"project" maxLength:"64"`
	Side    string `query:"side" enum:"sales,marketing,neutral" doc:"Of the owner"`
	ForSide string `query:"for_side" enum:"sales,marketing,neutral"`
	Q       string `query:"q" maxLength:"200" doc:"Words of title and details, or A-128"`
	Figure  string `query:"figure" maxLength:"40" doc:"Only what a figure of the dashboard counts, in its period"`
	From    string `query:"from" format:"date" doc:"With figure"`
	To      string `query:"to" format:"date" doc:"With figure"`
	AsOf    string `query:"as_of" maxLength:"40" doc:"With figure"`
	Sort    string `query:"sort" enum:"due_on,-number" default:"due_on" doc:"The next due first, or the newest first"`
}

func (in *listItemsInput) query() (app.ItemQuery, error) {
	q := app.ItemQuery{
		Owner: in.Owner, Overdue: in.Overdue, SeriesID: in.Series, TeamID: in.Team, ProjectID: in.Project, Side: accord.Side(in.Side),
		ForSide: accord.Side(in.ForSide), Query: in.Q, Newest: in.Sort == "-number",
		Figure:   accord.FigureKey(in.Figure),
		FigureOf: app.DashboardQuery{From: accord.Date(in.From), To: accord.Date(in.To), AsOf: in.AsOf},
	}
	var v accord.Validation
	for word := range strings.SplitSeq(in.Status, ",") {
		if status := accord.Status(strings.TrimSpace(word)); status.Valid() {
			q.Statuses = append(q.Statuses, status)
		} else {
			v.Check(in.Status == "", "status", "Choose among proposed, open, blocked, done, confirmed, declined and dropped.")
		}
	}
	return q, v.Err()
}

func (a *API) listItems(ctx context.Context, actor accord.Actor, in *listItemsInput) (*items[itemBody], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	list, next, err := a.app.ActionItems(ctx, actor, q, p)
	bodies := make([]itemBody, len(list))
	for n, i := range list {
		bodies[n] = a.itemAnswer(i)
	}
	return listed(bodies, next), err
}

func (a *API) item(ctx context.Context, actor accord.Actor, in *ByID) (*one[itemBody], error) {
	return a.itemResult(a.app.ActionItem(ctx, actor, in.ID))
}

type changeItemInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Title     Opt[string]         `json:"title,omitzero"`
		Details   Opt[string]         `json:"details,omitzero"`
		DueOn     Opt[accord.Date]    `json:"due_on,omitzero" doc:"The day asked for, as long as nobody promised one"`
		ProjectID Opt[accord.NullID]  `json:"project_id,omitzero"`
		Horizon   Opt[accord.Horizon] `json:"horizon,omitzero" doc:"now, quarter, year, beyond; null for none"`
	}
}

func (a *API) changeItem(ctx context.Context, actor accord.Actor, in *changeItemInput) (*one[itemBody], error) {
	b := in.Body
	if err := checkDueOn(b.DueOn.Value); err != nil {
		return nil, err
	}
	return a.itemResult(a.app.EditItem(ctx, actor, in.ID, match(ctx), app.ItemPatch{
		Title: b.Title.Opt, Details: b.Details.Opt, DueOn: b.DueOn.Opt, Horizon: b.Horizon.Opt, Project: b.ProjectID.Opt,
	}))
}

func (a *API) itemNotes(ctx context.Context, actor accord.Actor, in *pagedByID) (*items[accord.ItemNote], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	notes, err := a.app.ItemNotes(ctx, actor, in.ID)
	return listed(pageOf(notes, p, func(n accord.ItemNote) []string { return []string{n.ID} })), err
}

type pagedByID struct {
	ID string `path:"id" maxLength:"64"`
	Paged
}

type itemNoteInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Text string `json:"text"`
	}
}

func (a *API) addItemNote(ctx context.Context, actor accord.Actor, in *itemNoteInput) (*bare[accord.ItemNote], error) {
	n, err := a.app.AddItemNote(ctx, actor, in.ID, in.Body.Text)
	return &bare[accord.ItemNote]{Body: n}, err
}

// itemEvent is one thing that happened to an action item.
type itemEvent struct {
	Seq     int64                   `json:"seq"`
	At      time.Time               `json:"at"`
	ActorID string                  `json:"actor_id" doc:"system where Accord did it by itself"`
	Kind    string                  `json:"kind"`
	Reason  string                  `json:"reason"`
	Undoes  *int64                  `json:"undoes" nullable:"true" doc:"The event this one takes back"`
	Changes map[string]itemFieldNow `json:"changes"`
}

// itemFieldNow is a field's value before and after.
type itemFieldNow struct {
	Before any `json:"before"`
	After  any `json:"after"`
}

func (a *API) itemEvents(ctx context.Context, actor accord.Actor, in *pagedByID) (*items[itemEvent], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	events, err := a.app.ItemEvents(ctx, actor, in.ID)
	if err != nil {
		return nil, err
	}
	list := make([]itemEvent, len(events))
	for n, e := range events {
		if list[n], err = eventAnswer(e); err != nil {
			return nil, err
		}
	}
	return listed(pageOf(list, p, func(e itemEvent) []string { return []string{strconv.FormatInt(e.Seq, 10)} })), nil
}

func eventAnswer(e accord.Event) (itemEvent, error) {
	out := itemEvent{Seq: e.Seq, At: e.At, ActorID: e.ActorID, Kind: e.Kind, Undoes: e.Undoes, Changes: map[string]itemFieldNow{}}
	d, err := accord.ItemEventOf(e)
	out.Reason = d.Reason
	for name, c := range d.Changes {
		out.Changes[name] = itemFieldNow{Before: c[0], After: c[1]}
	}
	return out, err
}
