package pages

import (
	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// projectOptions are the projects that go on, and the one chosen, after none;
// nothing where there are no projects at all.
func (p *Pages) projectOptions(c echo.Context, chosen string) ([]Option, error) {
	rows, _, err := p.app.Projects(c.Request().Context(), Actor(c), app.ProjectQuery{}, accord.Page{Limit: mostProjects})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	options := []Option{{Label: Localizer(c).T("projects.none_chosen")}}
	for _, r := range rows {
		if !r.State.Ended() || r.ID == chosen {
			options = append(options, Option{Value: r.ID, Label: r.Title})
		}
	}
	return options, nil
}

// labelOf is the label of one of the options; "" for none of them.
func labelOf(options []Option, value string) string {
	for _, o := range options {
		if o.Value == value && value != "" {
			return o.Label
		}
	}
	return ""
}

// ProjectTitle names the growth project something recorded serves; "" for none.
func (v *meetingView) ProjectTitle(id accord.NullID) string { return labelOf(v.Projects, string(id)) }

// itemProject finds the project an action item serves and those it could.
func (p *Pages) itemProject(c echo.Context, view *actionItemView) (err error) {
	if !view.May["edit"] && view.ProjectID == "" {
		return nil
	}
	view.Projects, err = p.projectOptions(c, string(view.ProjectID))
	view.ProjectTitle = labelOf(view.Projects, string(view.ProjectID))
	return err
}
