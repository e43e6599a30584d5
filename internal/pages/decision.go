package pages

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) decisionRoutes() []Route {
	return []Route{
		{http.MethodGet, "/decisions", app.ActSeeDecisions, p.decisions},
		{http.MethodGet, "/decisions/:ref", app.ActSeeDecisions, p.decision},
		{http.MethodPost, "/decisions/:ref", app.ActRecord, p.changeDecision},
	}
}

// decisionsView is the decision register.
type decisionsView struct {
	Base
	Form     *Form // the filter, from the query
	Rows     []accord.DecisionDetail
	Pager    Pager
	Filtered bool
}

func (p *Pages) decisions(c echo.Context) error {
	l := Localizer(c)
	form := BlankForm(l, "q", c.QueryParam("q"), "current", c.QueryParam("current"), "domain", c.QueryParam("domain"))
	after, err := accord.DecodeCursor(c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	rows, next, err := p.app.Decisions(c.Request().Context(), Actor(c), app.DecisionQuery{
		Query: form.Get("q"), Domain: form.Get("domain"), SeriesID: c.QueryParam("series"), TeamID: c.QueryParam("team"), Current: form.Has("current"),
	}, accord.Page{Limit: 50, After: after})
	if err != nil {
		return err
	}
	view := &decisionsView{
		Base: p.Base(c, "decisions", "decisions.title"), Form: form, Rows: rows,
		Filtered: form.Has("q") || form.Has("domain") || form.Has("current"), Pager: Pager{L: l},
	}
	if len(next) > 0 {
		query := c.Request().URL.Query()
		query.Set("cursor", accord.EncodeCursor(next))
		view.Pager.Next = "/decisions?" + query.Encode()
	}
	return p.Page(c, http.StatusOK, "decisions", view)
}

// decisionView is one decision: what was settled, by whom, and what replaced it.
type decisionView struct {
	Base
	Form         *Form
	D            accord.DecisionDetail
	Earlier      *accord.DecisionDetail // what it replaced
	Later        *accord.DecisionDetail // what replaced it
	Domains      []accord.CharterDomain // of the charter, to choose from
	Owner        *accord.CharterDomain  // its own, where the charter has it
	Projects     []Option
	ProjectTitle string // of the one it is about, where the reader sees it
}

func (p *Pages) decision(c echo.Context) error {
	view, err := p.decisionPage(c, nil)
	if err != nil {
		return err
	}
	return p.Page(c, http.StatusOK, "decision", view)
}

func (p *Pages) decisionPage(c echo.Context, form *Form) (*decisionView, error) {
	ctx, actor := c.Request().Context(), Actor(c)
	d, err := p.app.Decision(ctx, actor, c.Param("ref"))
	if err != nil {
		return nil, err
	}
	if form == nil {
		form = BlankForm(Localizer(c), "review_on", string(d.ReviewOn), "domain", d.Domain, "project_id", string(d.ProjectID), "version", strconv.Itoa(d.Version))
	}
	view := &decisionView{Base: p.Base(c, "decisions", ""), D: d, Form: form}
	view.Title = d.Ref()
	if view.Domains, err = p.app.CharterDomains(ctx, actor); err != nil {
		return nil, err
	}
	if owner, ok := (accord.Charter{Domains: view.Domains}).DomainNamed(d.Domain); ok {
		view.Owner = &owner
	}
	if view.Projects, err = p.projectOptions(c, string(d.ProjectID)); err != nil {
		return nil, err
	}
	view.ProjectTitle = labelOf(view.Projects, string(d.ProjectID))
	for id, into := range map[accord.NullID]**accord.DecisionDetail{d.SupersedesID: &view.Earlier, d.SupersededBy: &view.Later} {
		if id == "" {
			continue
		}
		other, err := p.app.Decision(ctx, actor, string(id))
		if err == nil {
			*into = &other
		} else if accord.CodeOf(err) != accord.CodeNotFound {
			return nil, err
		}
	}
	return view, nil
}

// changeDecision sets what may change after the minutes are closed: the day to
// look at it again, its domain, and what it replaces.
func (p *Pages) changeDecision(c echo.Context) error {
	form := NewForm(c)
	patch := app.DecisionPatch{As: accord.RecordedAs(form.Get("as")), ReviewOn: accord.Some(accord.Date(form.Get("review_on"))), Domain: accord.Some(form.Get("domain"))}
	if form.Values.Has("project_id") {
		patch.Project = accord.Some(accord.NullID(form.Get("project_id")))
	}
	if form.Has("supersedes") {
		patch.Supersedes = accord.Some(form.Get("supersedes"))
	}
	d, err := p.app.ChangeDecision(c.Request().Context(), Actor(c), c.Param("ref"), form.Match(), patch)
	if form.Failed(err) {
		p.askInput(c, form, err)
		view, err := p.decisionPage(c, form)
		if err != nil {
			return err
		}
		return p.Page(c, form.Status(), "decision", view)
	}
	if err != nil {
		return err
	}
	p.Flash(c, Localizer(c).T("decisions.saved", "Ref", d.Ref()), "")
	return p.SeeOther(c, "/decisions/"+url.PathEscape(d.Ref()))
}
