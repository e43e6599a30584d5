// Package pages makes the HTML pages: for each page one file with a view
// struct, a handler and its routes, and a template of the same name.
//
// # How to add a page
//
// 1. Template web/templates/pages/NAME.html:
//
//	{{template "app" .}}
//	{{define "main"}}
//	<header class="pagehead"><div><h1>{{.Title}}</h1><p>{{.L.T "NAME.lead"}}</p></div></header>
//	…
//	{{end}}
//
// "plain" instead of "app" is the layout without sidebar (login, set-up).
// "main" is required; "actions", "aside" and "scripts" are not a thing: keep it
// all in "main". Other {{define "NAME/part"}} blocks are fragments for htmx.
// The partials are in web/templates/partials; each says what it takes.
//
// 2. View and handler in internal/pages/NAME.go:
//
//	type teamsView struct {
//		Base
//		Teams []accord.Team
//	}
//
//	func (p *Pages) teams(c echo.Context) error {
//		list, err := p.app.Teams(c.Request().Context(), Actor(c))
//		if err != nil {
//			return err // the server's error handler calls p.Error
//		}
//		return p.Page(c, http.StatusOK, "teams", &teamsView{Base: p.Base(c, "people", "teams.title"), Teams: list})
//	}
//
// 3. Its routes, in the same file, each with the action of app's policy, added
// to the list in routes.go:
//
//	func (p *Pages) teamRoutes() []Route {
//		return []Route{{Method: http.MethodGet, Path: "/teams", Action: app.ActTeamsRead, Handler: p.teams}}
//	}
//
// 4. Words in web/locales/NAME.en.json and NAME.de.json, and a line in the
// table of render_test.go, which renders every template with its view.
//
// # Forms
//
// A POST answers 303 with [Pages.SeeOther] and, where something is worth
// saying, [Pages.Flash] before it. An invalid form answers 422 with what was
// typed:
//
//	form := NewForm(c)
//	team, err := p.app.CreateTeam(ctx, Actor(c), form.Get("name"))
//	if form.Failed(err) {
//		return p.Page(c, form.Status(), "team_new", &teamNewView{Base: base, Form: form})
//	}
//
// and in the template {{template "form-errors" .Form}} and
// {{template "field" (.Form.Text "name" (.L.T "teams.name")).Need}}.
package pages

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"accord/web"
)

// Renderer holds the templates: what all pages share, and of each page a set of
// its own with it, made when the page is first asked for. All sets at once would
// take longer than the rest of the start, and half of the idle memory.
type Renderer struct {
	pages  map[string]func() (*template.Template, error)
	assets *web.Assets
}

// NewRenderer parses every template. A mistake in one stops the start.
func NewRenderer(assets *web.Assets) (*Renderer, error) {
	r := &Renderer{pages: map[string]func() (*template.Template, error){}, assets: assets}
	blank := func(name string) *template.Template {
		return template.New(name).Option("missingkey=error").Funcs(r.functions())
	}
	files := web.Files()
	shared, err := blank("shared").ParseFS(files, "templates/layouts/*.html", "templates/partials/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse layouts: %w", err)
	}
	names, err := fs.Glob(files, "templates/pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("list pages: %w", err)
	}
	for _, name := range names {
		if _, err := blank(name).ParseFS(files, name); err != nil {
			return nil, fmt.Errorf("parse page: %w", err)
		}
		r.pages[strings.TrimSuffix(path.Base(name), ".html")] = sync.OnceValues(func() (*template.Template, error) {
			set, err := shared.Clone()
			if err != nil {
				return nil, fmt.Errorf("clone layouts: %w", err)
			}
			return set.ParseFS(files, name)
		})
	}
	return r, nil
}

// Names lists the pages there are templates for.
func (r *Renderer) Names() []string { return slices.Sorted(maps.Keys(r.pages)) }

// Page renders the whole page of that name.
func (r *Renderer) Page(name string, view any) ([]byte, error) {
	return r.Fragment(name, name+".html", view)
}

// Fragment renders one {{define}}d part of a page.
func (r *Renderer) Fragment(page, part string, view any) ([]byte, error) {
	makeSet, ok := r.pages[page]
	if !ok {
		return nil, fmt.Errorf("render: there is no page %q", page)
	}
	set, err := makeSet()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := set.ExecuteTemplate(&b, part, view); err != nil {
		return nil, fmt.Errorf("render %s: %w", page, err)
	}
	return b.Bytes(), nil
}

// functions are what templates may call besides the methods of their view.
func (r *Renderer) functions() template.FuncMap {
	return template.FuncMap{
		"icon": r.icon,
		"dict": dict,
		"list": func(items ...any) []any { return items },
		"add":  func(a, b int) int { return a + b },
	}
}

// icon draws a lucide icon; the build finds the names used in templates and
// puts them into the sprite. It is decoration: words stand beside it.
func (r *Renderer) icon(name string) template.HTML {
	if !r.assets.Bundled() {
		return ""
	}
	return template.HTML(`<svg class="icon" aria-hidden="true"><use href="` + //nolint:gosec // the name is a template's literal
		template.HTMLEscapeString(r.assets.URL("icons.svg")+"#"+name) + `"/></svg>`)
}

// dict makes a map for a partial that takes several values: dict "A" 1 "B" 2.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: a name without a value")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is not a name", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}
