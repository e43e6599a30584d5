package pages

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// The choices of the step that asks how far a change of a series reaches (S4),
// and of a new time zone.
const (
	scopeThis   = "this" // one date: that is a change of its own
	keepWall    = "wall"
	keepInstant = "instants"
)

// scopeFields are the fields of the step itself; everything else was typed in
// the editor and is carried along.
var scopeFields = []string{"scope", "from", "keep", "drop", "shown", "confirm", "look", "back", "preview"}

// seriesScopeView is the step between typing a change of a series and saving
// it: how far it reaches, what becomes of which date, and who is mailed.
type seriesScopeView struct {
	Base
	Form      *Form
	ID        string
	Stored    accord.Series
	Wanted    accord.Series // as it was typed, however far that reaches
	Starts    []Option      // the dates it can begin at
	Change    app.ChangePreview
	Same      bool            // nothing was typed over
	People    []accord.Person // named in what changes
	Calendars []Option
	Problem   string // why it cannot be done so; nothing is shown then
	Notice    string // why it is asked once more
}

// Typed are the fields of the editor, to be carried along.
func (v *seriesScopeView) Typed() []Option { return typedFields(v.Form) }

func typedFields(f *Form) []Option {
	var fields []Option
	for name, values := range f.Values {
		for _, value := range values {
			if !slices.Contains(scopeFields, name) {
				fields = append(fields, Option{Label: name, Value: value})
			}
		}
	}
	slices.SortStableFunc(fields, func(a, b Option) int { return strings.Compare(a.Label, b.Label) })
	return fields
}

// Scopes are how far the change can reach.
func (v *seriesScopeView) Scopes() []Option {
	var options []Option
	for _, scope := range []string{scopeThis, string(accord.ScopeFollowing), string(accord.ScopeAll)} {
		options = append(options, Option{Value: scope, Label: v.L.T("series_scope." + scope), Hint: v.L.T("series_scope." + scope + "_hint")})
	}
	return options
}

// MovesZone says whether the time zone is another one.
func (v *seriesScopeView) MovesZone() bool { return v.Form.Get("time_zone") != v.Stored.TimeZone }

// Keeps are what can stay in another time zone.
func (v *seriesScopeView) Keeps() []Option {
	clock, old, city := v.Form.Get("start"), v.L.City(v.Stored.TimeZone), v.L.City(v.Form.Get("time_zone"))
	was := v.Stored.StartsAtLocal.Floating().Format("15:04")
	return []Option{
		{Value: keepWall, Label: v.L.T("series_scope.keep_wall", "Time", clock, "City", city), Hint: v.L.T("series_scope.keep_wall_hint")},
		{Value: keepInstant, Label: v.L.T("series_scope.keep_instants", "Time", was, "City", old), Hint: v.L.T("series_scope.keep_instants_hint")},
	}
}

// One says whether the change is of one date alone.
func (v *seriesScopeView) One() bool { return v.Form.Get("scope") == scopeThis }

// Shown names what the page shows, so that nothing else is confirmed.
func (v *seriesScopeView) Shown() string {
	h := sha256.New()
	fmt.Fprintln(h, scopeOf(v.Form), v.Change.Split, v.Change.Untouched, v.Change.RuleText, v.Change.Mails)
	for _, d := range v.Change.Dates {
		for _, o := range []*accord.Occurrence{d.Before, d.After} {
			if o != nil {
				fmt.Fprint(h, o.OriginalStart, o.StartsAt.UTC(), o.EndsAt.UTC())
			}
			fmt.Fprintln(h)
		}
	}
	for _, l := range v.Change.Listed {
		fmt.Fprintln(h, l.MeetingID, l.Drop)
	}
	for _, m := range v.Change.Moved {
		fmt.Fprintln(h, m.Before.MeetingID, m.After.OriginalStart, m.After.StartsAt.UTC())
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// scopeOf reads how far the change reaches.
func scopeOf(f *Form) app.SeriesScope {
	s := app.SeriesScope{Scope: f.Get("scope"), KeepInstants: f.Get("keep") == keepInstant, Drop: f.All("drop")}
	if s.Scope == string(accord.ScopeFollowing) {
		s.From = f.Get("from")
	}
	return s
}

// scopeStep is the step for what was typed and chosen. Its error is about what
// was typed; what cannot be done as chosen is a problem of the step, with the
// status that says so.
func (p *Pages) scopeStep(c echo.Context, form *Form, id string) (v *seriesScopeView, status int, err error) {
	ctx, actor := c.Request().Context(), Actor(c)
	version, _ := strconv.Atoi(form.Get("version"))
	patch := seriesPatch(form)
	patch.SeriesScope = app.SeriesScope{} // what is typed must be right however far it reaches
	plain, err := p.app.PreviewChange(ctx, actor, id, accord.MatchVersion(version), patch)
	if err != nil {
		return nil, 0, err
	}
	v = &seriesScopeView{Base: p.Base(c, "meetings", "series_scope.title"), Form: form, ID: id, Stored: plain.Before, Wanted: plain.After, Change: plain, Same: !plain.Changes}
	if err := p.nameFields(ctx, actor, v); err != nil {
		return nil, 0, err
	}
	if !form.Has("scope") {
		form.Set("scope", string(accord.ScopeAll))
		if form.Has("from") {
			form.Set("scope", string(accord.ScopeFollowing))
		}
	}
	if !form.Has("keep") {
		form.Set("keep", keepWall)
	}
	if err := p.startsOf(c, v); err != nil || v.One() {
		return v, http.StatusOK, err
	}
	patch.SeriesScope = scopeOf(form)
	v.Change, err = p.app.PreviewChange(ctx, actor, id, accord.MatchVersion(version), patch)
	if accord.CodeOf(err) == accord.CodeInvalid && form.Values.Has("drop") { // they were listed for another choice
		form.Values.Del("drop")
		patch.Drop = nil
		v.Change, err = p.app.PreviewChange(ctx, actor, id, accord.MatchVersion(version), patch)
	}
	tried := BlankForm(v.L)
	switch {
	case err == nil:
	case tried.Failed(err):
		v.Problem = tried.Summary
		for _, field := range tried.Wrong() {
			v.Problem = field.Error
			break
		}
		return v, tried.Status(), nil
	}
	return v, http.StatusOK, err
}

// mostStarts bounds the dates a change can be said to begin at.
const mostStarts = 26

// startsOf lists the dates of the next year that take place, and the one that
// was chosen.
func (p *Pages) startsOf(c echo.Context, v *seriesScopeView) error {
	now := p.Clock()
	dates, err := p.app.Occurrences(c.Request().Context(), Actor(c), v.ID, now, now.AddDate(1, 0, 0))
	if err != nil {
		return err
	}
	chosen := v.Form.Get("from")
	for i, d := range dates {
		coming := d.Status == accord.MeetingPlanned || d.Status == accord.MeetingScheduled
		if (!coming || i >= mostStarts) && string(d.OriginalStart) != chosen {
			continue
		}
		row := dateRows(v.Base, dates[i:i+1], v.Stored.TimeZone, "")[0]
		v.Starts = append(v.Starts, Option{Value: string(d.OriginalStart), Label: row.Day + ", " + row.Time, Selected: string(d.OriginalStart) == chosen})
	}
	if chosen == "" && len(v.Starts) > 0 {
		v.Form.Set("from", v.Starts[0].Value)
	}
	return nil
}

// changeSeries takes what was typed in the editor through the step that says
// what it does, and saves it when just that is confirmed.
func (p *Pages) changeSeries(c echo.Context) error {
	form, id := NewForm(c), c.Param("id")
	if form.Has("preview") || form.Has("back") {
		return p.showEditor(c, form, id, http.StatusOK)
	}
	v, status, err := p.scopeStep(c, form, id)
	switch {
	case failSeries(form, err):
		return p.showEditor(c, form, id, form.Status())
	case err != nil:
		return err
	case v.Same:
		p.Flash(c, v.L.T("series_scope.nothing"), "")
		return p.SeeOther(c, "/series/"+id)
	case v.One() && form.Has("confirm"):
		return p.SeeOther(c, "/series/"+id+"/"+url.PathEscape(form.Get("from"))+"/change?"+url.Values{"time": {form.Get("start")}}.Encode())
	case v.Problem != "" || !form.Has("confirm"):
	case form.Get("shown") != v.Shown():
		v.Notice = v.L.T("series_scope.other")
	default:
		return p.saveChange(c, v)
	}
	return p.Page(c, status, "series_scope", v)
}

// saveChange saves what was confirmed.
func (p *Pages) saveChange(c echo.Context, v *seriesScopeView) error {
	version, _ := strconv.Atoi(v.Form.Get("version"))
	patch := seriesPatch(v.Form)
	patch.SeriesScope = scopeOf(v.Form)
	d, err := p.app.ChangeSeries(c.Request().Context(), Actor(c), v.ID, accord.MatchVersion(version), patch)
	if failSeries(v.Form, err) {
		return p.showEditor(c, v.Form, v.ID, v.Form.Status())
	}
	if err != nil {
		return err
	}
	goesOn := d.SeriesDetail
	if d.Successor != nil {
		goesOn = *d.Successor
	}
	p.Flash(c, v.L.T("series.saved", "Title", goesOn.Title), "")
	return p.SeeOther(c, "/series/"+goesOn.ID)
}

// previewScope answers the step when another choice is made.
func (p *Pages) previewScope(c echo.Context) error {
	v, _, err := p.scopeStep(c, NewForm(c), c.Param("id"))
	form := BlankForm(Localizer(c))
	switch {
	case failSeries(form, err): // somebody was faster: sending it says so
		v = &seriesScopeView{Base: p.Base(c, "meetings", "series_scope.title"), Form: form, ID: c.Param("id"), Problem: form.Summary}
	case err != nil:
		return err
	}
	return p.Fragment(c, http.StatusOK, "series_scope", "series_scope/preview", v)
}
