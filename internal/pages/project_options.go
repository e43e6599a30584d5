package pages

import (
	"context"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
)

// projectOptions are the projects that go on, and the one chosen, after none;
// nothing where there are none to choose.
func (p *Pages) projectOptions(c echo.Context, chosen string) ([]Option, error) {
	ctx, actor := c.Request().Context(), Actor(c)
	list, err := p.app.GoingProjects(ctx, actor)
	if err != nil {
		return nil, err
	}
	options := []Option{{Label: Localizer(c).T("projects.none_chosen")}}
	for _, r := range list {
		options = append(options, Option{Value: r.ID, Label: r.Title})
	}
	if chosen != "" && labelOf(options, chosen) == "" {
		row, err := p.app.Project(ctx, actor, chosen)
		if err == nil {
			options = append(options, Option{Value: row.ID, Label: row.Title})
		} else if accord.CodeOf(err) != accord.CodeNotFound {
			return nil, err
		}
	}
	if len(options) == 1 {
		return nil, nil
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

// proposedProject finds the growth project the current agenda item proposes.
func (p *Pages) proposedProject(ctx context.Context, v *meetingView) error {
	id := v.Current().ProjectID
	if id == "" {
		return nil
	}
	row, err := p.app.Project(ctx, v.Actor, string(id))
	if accord.CodeOf(err) == accord.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	may, err := p.app.ProjectMay(ctx, v.Actor, row.Project)
	v.Project, v.Chooses = &row, row.State == accord.ProjectIdea && may.Choose && may.Meeting
	return err
}
