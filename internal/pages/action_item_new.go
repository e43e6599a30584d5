package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// newActionItemView is the form for a new action item.
type newActionItemView struct {
	Base
	Form     *Form
	People   []Option
	Teams    []Option
	Projects []Option
}

// newActionItem shows the form; ?line= is a line as typed in a meeting, read
// into the fields as far as it is clear.
func (p *Pages) newActionItem(c echo.Context) error {
	ctx, actor := c.Request().Context(), Actor(c)
	form := BlankForm(Localizer(c), "owner_id", actor.PersonID, "for_side", string(accord.Neutral))
	for _, name := range []string{"meeting_id", "agenda_item_id", "team_id", "owner_id", "for_side", "title", "project_id", "horizon"} {
		if v := c.QueryParam(name); v != "" {
			form.Set(name, clip(v))
		}
	}
	if line := c.QueryParam("line"); line != "" {
		people, err := p.app.People(ctx, actor)
		if err != nil {
			return err
		}
		quick := accord.ParseQuick(line, people, actor.Today(p.Clock()))
		form.Set("title", clip(quick.Title))
		form.Set("owner_id", string(quick.OwnerID))
		form.Set("due_on", string(quick.DueOn))
	}
	return p.newActionItemPage(c, http.StatusOK, form)
}

func (p *Pages) newActionItemPage(c echo.Context, status int, form *Form) error {
	view := &newActionItemView{Base: p.Base(c, "action-items", "action_items.new"), Form: form}
	var err error
	if view.People, err = p.personOptions(c, "action_items.without_owner"); err != nil {
		return err
	}
	if view.Teams, err = p.teamOptions(c, "action_items.no_team"); err != nil {
		return err
	}
	if view.Projects, err = p.projectOptions(c, form.Get("project_id")); err != nil {
		return err
	}
	return p.Page(c, status, "action_item_new", view)
}

func (p *Pages) makeActionItem(c echo.Context) error {
	form := NewForm(c)
	due, dayErr := accord.Date(form.Get("due_on")), error(nil)
	if due != "" {
		_, dayErr = accord.ParseDate(string(due))
	}
	if dayErr != nil {
		var v accord.Validation
		v.Add("due_on", dayErr)
		form.Failed(v.Err())
		return p.newActionItemPage(c, form.Status(), form)
	}
	item, err := p.app.CreateActionItem(c.Request().Context(), Actor(c), app.NewActionItem{
		ItemDraft: accord.ItemDraft{Title: form.Get("title"), Details: form.Get("details"), ForSide: accord.Side(form.Get("for_side")), DueOn: due, Horizon: accord.Horizon(form.Get("horizon"))},
		OwnerID:   form.Get("owner_id"), TeamID: form.Get("team_id"), MeetingID: form.Get("meeting_id"), AgendaItemID: form.Get("agenda_item_id"), ProjectID: form.Get("project_id"),
	})
	if form.Failed(err) {
		return p.newActionItemPage(c, form.Status(), form)
	}
	if err != nil {
		return err
	}
	back := itemPath(item)
	if form.Has("back") {
		back = localPath(form.Get("back"))
	}
	p.flashItem(c, "create", item, back)
	return p.SeeOther(c, back)
}
