package pages

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) agendaRoutes() []Route {
	return []Route{
		{http.MethodPost, "/meetings/:id/agenda-items", app.ActPropose, p.proposeItem},
		{http.MethodGet, "/agenda-items/:id", app.ActSeeMeetings, p.agendaItem},
		{http.MethodPost, "/agenda-items/:id", app.ActPropose, p.changeAgendaItem},
		{http.MethodPost, "/agenda-items/:id/accept", app.ActRunMeeting, p.acceptAgendaItem},
		{http.MethodPost, "/agenda-items/:id/park", app.ActRunMeeting, p.parkAgendaItem},
		{http.MethodPost, "/agenda-items/:id/decline", app.ActRunMeeting, p.declineAgendaItem},
		{http.MethodPost, "/agenda-items/:id/merge", app.ActRunMeeting, p.mergeAgendaItem},
		{http.MethodPost, "/agenda-items/:id/move", app.ActRunMeeting, p.moveAgendaItem},
		{http.MethodPost, "/agenda-items/:id/share", app.ActRunMeeting, p.shareAgendaItem},
		{http.MethodPost, "/agenda-items/:id/outcome", app.ActRecord, p.setOutcome},
		{http.MethodPost, "/agenda-items/:id/notes", app.ActRecord, p.saveNotes},
	}
}

// newItem reads an agenda item as it was typed.
func newItem(form *Form) app.NewAgendaItem {
	return app.NewAgendaItem{
		Title: form.Get("title"), Kind: accord.AgendaKind(form.Get("kind")), Side: accord.Side(form.Get("side")),
		Minutes: wholeNumber(form.Get("minutes")), PresenterID: form.Get("presenter_id"), Why: form.Get("why"), Horizon: accord.Horizon(form.Get("horizon")),
	}
}

func (p *Pages) proposeItem(c echo.Context) error {
	form := NewForm(c)
	_, err := p.app.ProposeAgendaItem(c.Request().Context(), Actor(c), c.Param("id"), newItem(form))
	if form.Failed(err) {
		return p.showMeeting(c, form, "propose-"+form.Get("side"))
	}
	if err != nil {
		return err
	}
	return p.SeeOther(c, "/meetings/"+c.Param("id"))
}

// agendaItemView is one agenda item with what can be done to it.
type agendaItemView struct {
	*meetingView
	Item accord.AgendaItem
}

func (p *Pages) agendaItem(c echo.Context) error { return p.showAgendaItem(c, nil) }

func (p *Pages) showAgendaItem(c echo.Context, form *Form) error {
	item, err := p.app.AgendaItem(c.Request().Context(), Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	if item.MeetingID == "" {
		return p.SeeOther(c, "/series/"+string(item.SeriesID))
	}
	id := item.ID
	c.SetParamNames("id")
	c.SetParamValues(string(item.MeetingID))
	mv, err := p.meetingView(c)
	if err != nil {
		return err
	}
	c.SetParamValues(id)
	status := http.StatusOK
	if form == nil {
		form = BlankForm(mv.L)
		for name, value := range agendaWords(item) {
			form.Set(name, value)
			form.Set("was_"+name, value)
		}
	} else if status = form.Status(); status == http.StatusConflict {
		for name, value := range agendaWords(item) {
			form.Set("was_"+name, value) // once more is on top of what is there now
		}
	}
	mv.Form, mv.Title = form, item.Title
	return p.Page(c, status, "agenda_item", &agendaItemView{meetingView: mv, Item: item})
}

// agendaWords are the fields of an agenda item's form.
func agendaWords(i accord.AgendaItem) map[string]string {
	return map[string]string{
		"title": i.Title, "kind": string(i.Kind), "side": string(i.Side), "minutes": strconv.Itoa(i.Minutes),
		"presenter_id": string(i.PresenterID), "why": i.Why, "horizon": string(i.Horizon),
	}
}

// Was are the hidden fields with what the form was made from.
func (v *agendaItemView) Was() map[string]string {
	was := map[string]string{}
	for name := range agendaWords(v.Item) {
		was["was_"+name] = v.Form.Values.Get("was_" + name)
	}
	return was
}

// agendaPatch is what somebody changed in the form: notes that save themselves
// raise the item's version, so each field says what it was made from. A field
// somebody else changed meanwhile is stale.
func agendaPatch(form *Form, item accord.AgendaItem) (app.AgendaPatch, error) {
	in, now, stale := newItem(form), agendaWords(item), false
	changed := func(name string) bool {
		if !form.Values.Has("was_" + name) {
			return true
		}
		typed, was := form.Get(name), form.Get("was_"+name)
		stale = stale || typed != was && now[name] != was && now[name] != typed
		return typed != was
	}
	patch := app.AgendaPatch{
		Title: given(changed("title"), in.Title), Kind: given(changed("kind"), in.Kind), Side: given(changed("side"), in.Side),
		Minutes: given(changed("minutes"), in.Minutes), PresenterID: given(changed("presenter_id"), in.PresenterID),
		Why: given(changed("why"), in.Why), Horizon: given(changed("horizon"), in.Horizon),
	}
	if stale {
		return patch, accord.MatchVersion(0).Check(item.Version, item)
	}
	return patch, nil
}

// given is a value where it was changed.
func given[T any](changed bool, value T) accord.Opt[T] {
	if !changed {
		return accord.Opt[T]{}
	}
	return accord.Some(value)
}

// Edits reports whether the reader may change the item's words now.
func (v *agendaItemView) Edits() bool {
	own := v.Item.ProposedBy == v.Actor.PersonID && v.Item.Status == accord.AgendaProposed && v.D.Open() == nil
	return own || v.Orders()
}

// Others are the items it can be merged into.
func (v *agendaItemView) Others() []Option {
	var options []Option
	for _, i := range v.D.Agenda {
		if i.ID != v.Item.ID && (i.Status == accord.AgendaAccepted || i.Status == accord.AgendaProposed) {
			options = append(options, Option{Value: i.ID, Label: i.Title})
		}
	}
	return options
}

func (p *Pages) changeAgendaItem(c echo.Context) error {
	form := NewForm(c)
	i, err := p.app.AgendaItem(c.Request().Context(), Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	patch, err := agendaPatch(form, i)
	if err == nil {
		i, err = p.app.ChangeAgendaItem(c.Request().Context(), Actor(c), c.Param("id"), accord.MatchVersion(i.Version), patch)
	}
	if form.Failed(err) {
		return p.showAgendaItem(c, form)
	}
	return p.toMeeting(c, i, err)
}

// toMeeting goes back to the page of the item's meeting, or its series where it
// has none any more.
func (p *Pages) toMeeting(c echo.Context, i accord.AgendaItem, err error) error {
	if err != nil {
		return err
	}
	if form := NewForm(c); form.Has("back") {
		return p.SeeOther(c, localPath(form.Get("back")))
	}
	if i.MeetingID == "" {
		return p.SeeOther(c, "/series/"+string(i.SeriesID))
	}
	return p.SeeOther(c, "/meetings/"+string(i.MeetingID))
}

// itemStep does one thing to the agenda item of the request.
func (p *Pages) itemStep(c echo.Context, do func(ctx context.Context, actor accord.Actor, id string, form *Form) (accord.AgendaItem, error)) error {
	form := NewForm(c)
	i, err := do(c.Request().Context(), Actor(c), c.Param("id"), form)
	if form.Failed(err) {
		return p.showAgendaItem(c, form)
	}
	return p.toMeeting(c, i, err)
}

func (p *Pages) acceptAgendaItem(c echo.Context) error {
	return p.itemStep(c, func(ctx context.Context, actor accord.Actor, id string, _ *Form) (accord.AgendaItem, error) {
		return p.app.AcceptAgendaItem(ctx, actor, id, accord.Match{})
	})
}

func (p *Pages) parkAgendaItem(c echo.Context) error {
	return p.itemStep(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) (accord.AgendaItem, error) {
		return p.app.ParkAgendaItem(ctx, actor, id, accord.Match{}, form.Get("reason"))
	})
}

func (p *Pages) declineAgendaItem(c echo.Context) error {
	return p.itemStep(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) (accord.AgendaItem, error) {
		return p.app.DeclineAgendaItem(ctx, actor, id, accord.Match{}, form.Get("reason"))
	})
}

func (p *Pages) mergeAgendaItem(c echo.Context) error {
	return p.itemStep(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) (accord.AgendaItem, error) {
		return p.app.MergeAgendaItem(ctx, actor, id, form.Get("into"), accord.Match{})
	})
}

func (p *Pages) moveAgendaItem(c echo.Context) error {
	return p.itemStep(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) (accord.AgendaItem, error) {
		return p.app.MoveAgendaItem(ctx, actor, id, accord.Match{}, app.AgendaMove{
			Before: form.Get("before"), After: form.Get("after"), MeetingID: form.Get("meeting_id"), SeriesID: form.Get("series_id"),
			Up: form.Get("way") == "up", Down: form.Get("way") == "down",
		})
	})
}

// shareAgendaItem shares an item with the visitors of a closed team, or takes
// that back.
func (p *Pages) shareAgendaItem(c echo.Context) error {
	return p.itemStep(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) (accord.AgendaItem, error) {
		return p.app.ChangeAgendaItem(ctx, actor, id, accord.Match{}, app.AgendaPatch{Shared: accord.Some(form.Has("shared"))})
	})
}

// Shares reports whether the reader can share items with the visitors of a
// closed team.
func (v *meetingView) Shares() bool {
	return v.D.Visited && v.S.Runs() && v.D.Status != accord.MeetingClosed && v.D.Status != accord.MeetingCancelled
}

func (p *Pages) setOutcome(c echo.Context) error {
	return p.itemStep(c, func(ctx context.Context, actor accord.Actor, id string, form *Form) (accord.AgendaItem, error) {
		return p.app.ChangeAgendaItem(ctx, actor, id, accord.Match{}, app.AgendaPatch{
			Outcome: accord.Some(accord.Outcome(form.Get("outcome"))), OutcomeText: accord.Some(form.Get("outcome_text")),
		})
	})
}

// notesView is a note that was saved, or the card of a conflict.
type notesView struct {
	*meetingView
	Item     accord.AgendaItem
	Mine     string
	Conflict *app.NotesConflict
}

// TheirLines are the lines of theirs that are not in mine.
func (v *notesView) TheirLines() string {
	mine := strings.Split(v.Mine, "\n")
	return strings.Join(slices.DeleteFunc(strings.Split(v.Conflict.Theirs, "\n"), func(line string) bool {
		return slices.Contains(mine, line)
	}), "\n")
}

// saveNotes saves notes: for script with a line of state, without it with a
// redirect. Lines both changed bring the conflict card.
func (p *Pages) saveNotes(c echo.Context) error {
	form := NewForm(c)
	ctx, actor, text := c.Request().Context(), Actor(c), form.Values.Get("notes")
	notes, err := p.app.SaveItemNotes(ctx, actor, c.Param("id"), text, wholeNumber(form.Get("notes_version")), accord.Keep(form.Get("keep")))
	if e, ok := errors.AsType[*accord.Error](err); ok && e.Rule == "M1" {
		return p.notesConflict(c, e, text)
	}
	if err != nil {
		return err
	}
	if Live(c) {
		return c.JSON(http.StatusOK, notes)
	}
	item, err := p.app.AgendaItem(ctx, actor, c.Param("id"))
	return p.toMeeting(c, item, err)
}

// notesConflict shows both texts and asks which to keep.
func (p *Pages) notesConflict(c echo.Context, e *accord.Error, mine string) error {
	conflict, _ := e.Current.(app.NotesConflict)
	if Live(c) {
		card := &notesView{meetingView: &meetingView{Base: p.Base(c, "", "")}, Mine: mine, Conflict: &conflict}
		return p.Fragment(c, http.StatusConflict, "meeting_conflict", "meeting/conflict-card", card)
	}
	item, err := p.app.AgendaItem(c.Request().Context(), Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	id := c.Param("id")
	c.SetParamNames("id")
	c.SetParamValues(string(item.MeetingID))
	mv, err := p.meetingView(c)
	if err != nil {
		return err
	}
	c.SetParamValues(id)
	mv.Form, mv.Focus = BlankForm(mv.L, "base", NewForm(c).Get("notes_version")), true
	return p.Page(c, http.StatusConflict, "meeting_conflict", &notesView{meetingView: mv, Item: item, Mine: mine, Conflict: &conflict})
}
