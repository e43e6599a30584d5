package pages

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// itemVerbNames are what can be done to an action item, as in the API.
var itemVerbNames = []string{
	"accept", "decline", "block", "unblock", "done", "confirm", "return", "drop", "keep", "reschedule", "hand-over", "edit", "note", "undo",
}

func (p *Pages) actionItemRoutes() []Route {
	routes := []Route{
		{http.MethodGet, "/action-items", app.ActSeeItems, p.actionItems},
		{http.MethodGet, "/action-items/new", app.ActChangeItems, p.newActionItem},
		{http.MethodPost, "/action-items", app.ActChangeItems, p.makeActionItem},
		{http.MethodGet, "/action-items/:id", app.ActSeeItems, p.actionItem},
	}
	for _, verb := range itemVerbNames {
		routes = append(routes, Route{http.MethodPost, "/action-items/:id/" + verb, app.ActChangeItems, p.itemVerb(verb)})
	}
	return routes
}

// actionItemsView is the list of action items: my own, or all by filters.
type actionItemsView struct {
	Base
	All      bool
	Mine     app.MyItems
	Rows     []accord.ItemRow
	Filters  *Form
	People   []Option
	Teams    []Option
	Filtered bool
	Past     bool // as it stood at the end of Today
	Pager    Pager
}

// itemLine is one row of a list, as the partial "item-row" takes it.
type itemLine struct {
	*Base
	accord.ItemRow
	Back  string // where a verb in the row comes back to
	Owner bool   // the row says who owns it
	Past  bool   // as it stood once: nothing can be done to it here
}

// Line is a row of one's own list, LineOf one that says who owns it.
func (v *actionItemsView) Line(r accord.ItemRow) itemLine {
	return itemLine{&v.Base, r, v.Path, false, false}
}

// LineOf is a row that says who owns the item.
func (v *actionItemsView) LineOf(r accord.ItemRow) itemLine {
	return itemLine{&v.Base, r, v.Path, true, v.Past}
}

// Mine reports whether the reader owns the item.
func (l itemLine) Mine() bool { return l.OwnerID != "" && string(l.OwnerID) == l.Actor.PersonID }

// CanDo reports whether the reader can say here that it is done.
func (l itemLine) CanDo() bool { return l.CanEdit && !l.Past && l.Mine() && l.Status.Running() }

// From says where the item comes from: its series, or its team.
func (l itemLine) From() string {
	if l.SeriesTitle != "" {
		return l.SeriesTitle
	}
	return l.TeamName
}

// DueText is the due day for the reader, with its distance.
func (l itemLine) DueText() string {
	if l.DueOn == "" {
		return l.L.T("action_items.no_due")
	}
	if !l.Unfinished() {
		return l.L.Date(l.DueOn)
	}
	return l.L.ShortDay(l.DueOn) + ", " + l.L.Relative(l.Today, l.DueOn)
}

// FirstDue is the day first promised where it is not the one now.
func (l itemLine) FirstDue() string { return firstDue(l.Base, l.ActionItem) }

func firstDue(b *Base, i accord.ActionItem) string {
	if i.OriginalDueOn == "" || i.OriginalDueOn == i.DueOn {
		return ""
	}
	return b.L.ShortDate(i.OriginalDueOn)
}

// running is the filter for what is accepted and not done.
const running = "open,blocked"

// itemFilters are the query's names that make a list of all items.
var itemFilters = []string{"status", "overdue", "series", "team", "side", "for_side", "q", "sort", "figure"}

func (p *Pages) actionItems(c echo.Context) error {
	view := &actionItemsView{Base: p.Base(c, "action-items", "action_items.title"), Filters: BlankForm(Localizer(c))}
	query := c.QueryParams()
	for _, name := range itemFilters {
		if v := strings.TrimSpace(query.Get(name)); v != "" {
			view.Filters.Set(name, v)
			view.Filtered = true
		}
	}
	for _, name := range []string{"from", "to", "as_of"} { // of a figure's period
		view.Filters.Set(name, query.Get(name))
	}
	owner := query.Get("owner")
	view.lookAt(query.Get("as_of"))
	view.All = view.Filtered || query.Has("view") || owner != "" && owner != "me"
	if !view.All {
		var err error
		view.Mine, err = p.app.MyItems(c.Request().Context(), view.Actor, weekEnd(&view.Base))
		if err != nil {
			return err
		}
		return p.Page(c, http.StatusOK, "action_items", view)
	}
	view.Filtered = view.Filtered || owner != ""
	view.Filters.Set("owner", owner)
	return p.allActionItems(c, view)
}

// lookAt makes the list speak of the day a figure of the past is of: what was
// late then, and how far off a day was.
func (v *actionItemsView) lookAt(asOf string) {
	at, err := time.Parse(time.RFC3339, asOf)
	if day, dayErr := accord.ParseDate(asOf); dayErr == nil {
		at, err = day.End(v.L.Zone()), nil
	}
	if err != nil || !v.Filters.Has("figure") || !at.Before(v.Now) {
		return
	}
	v.Now, v.Today, v.Past = at, v.L.DateOf(at.Add(-time.Microsecond)), true
}

// weekEnd is the last day of the reader's week.
func weekEnd(b *Base) accord.Date {
	last := (b.L.WeekStart() + 6) % 7
	return b.Today.AddDays(int(last-b.Today.Time().Weekday()+7) % 7)
}

func (p *Pages) allActionItems(c echo.Context, view *actionItemsView) error {
	ctx, form := c.Request().Context(), view.Filters
	after, err := accord.DecodeCursor(c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	q := app.ItemQuery{
		Owner: form.Get("owner"), Overdue: form.Get("overdue") == "true", SeriesID: form.Get("series"), TeamID: form.Get("team"),
		Side: accord.Side(form.Get("side")), ForSide: accord.Side(form.Get("for_side")), Query: clip(form.Get("q")),
		Figure:   accord.FigureKey(form.Get("figure")),
		FigureOf: app.DashboardQuery{From: accord.Date(form.Get("from")), To: accord.Date(form.Get("to")), AsOf: form.Get("as_of")},
		Newest:   form.Get("sort") == "-number" || form.Get("sort") == "" && form.Get("overdue") == "" && form.Get("status") != running,
	}
	if form.Get("sort") == "" && q.Newest {
		form.Set("sort", "-number")
	}
	for status := range strings.SplitSeq(form.Get("status"), ",") {
		if s := accord.Status(status); s.Valid() {
			q.Statuses = append(q.Statuses, s)
		}
	}
	var next []string
	if view.Rows, next, err = p.app.ItemRows(ctx, view.Actor, q, accord.Page{Limit: 50, After: after}); err != nil {
		return err
	}
	view.Pager = itemPager(c.QueryParams(), next, view)
	if view.People, err = p.personOptions(c, "action_items.anybody"); err != nil {
		return err
	}
	if view.Teams, err = p.teamOptions(c, "action_items.any_team"); err != nil {
		return err
	}
	return p.Page(c, http.StatusOK, "action_items", view)
}

// itemPager keeps the filters in the links to other pages of the list.
func itemPager(query url.Values, next []string, view *actionItemsView) Pager {
	pager := Pager{L: view.L}
	if query.Get("cursor") != "" {
		query.Del("cursor")
		pager.First = "/action-items?" + query.Encode()
	}
	if len(next) > 0 {
		query.Set("cursor", accord.EncodeCursor(next))
		pager.Next = "/action-items?" + query.Encode()
	}
	return pager
}

// FigureName is the figure of the dashboard whose items are listed, "" for none.
func (v *actionItemsView) FigureName() string {
	if !v.Filters.Has("figure") {
		return ""
	}
	return v.L.T("figure." + v.Filters.Get("figure"))
}

// DateOf is a day of the figure's period.
func (v *actionItemsView) DateOf(name string) accord.Date {
	d, _ := accord.ParseDate(v.Filters.Get(name))
	return d
}

// StatusOptions are the states one can filter by.
func (v *actionItemsView) StatusOptions() []Option {
	options := []Option{{Value: "", Label: v.L.T("action_items.any_status")}, {Value: running, Label: v.L.T("action_items.running")}}
	for _, s := range []accord.Status{
		accord.StatusProposed, accord.StatusOpen, accord.StatusBlocked, accord.StatusDone, accord.StatusConfirmed, accord.StatusDeclined, accord.StatusDropped,
	} {
		options = append(options, Option{Value: string(s), Label: v.L.Word(s)})
	}
	return options
}

// AnySide are the sides one can filter by.
func (v *actionItemsView) AnySide() []Option {
	return append([]Option{{Value: "", Label: v.L.T("action_items.any_side")}}, v.SideOptions()...)
}

// OrderOptions are the ways to put the list in order.
func (v *actionItemsView) OrderOptions() []Option {
	return []Option{{Value: "due_on", Label: v.L.T("action_items.by_due")}, {Value: "-number", Label: v.L.T("action_items.by_number")}}
}

// personOptions are those who can own an item, after a first choice of none.
func (p *Pages) personOptions(c echo.Context, noneKey string) ([]Option, error) {
	people, err := p.app.People(c.Request().Context(), Actor(c))
	if err != nil {
		return nil, err
	}
	options := []Option{{Label: Localizer(c).T(noneKey)}}
	for _, person := range people {
		if person.Active() && person.Role != accord.RoleObserver {
			options = append(options, Option{Value: person.ID, Label: person.Name})
		}
	}
	return options, nil
}

// teamOptions are the teams the reader sees, after a first choice of none.
func (p *Pages) teamOptions(c echo.Context, noneKey string) ([]Option, error) {
	teams, err := p.app.Teams(c.Request().Context(), Actor(c))
	if err != nil {
		return nil, err
	}
	options := []Option{{Label: Localizer(c).T(noneKey)}}
	for _, t := range teams {
		options = append(options, Option{Value: t.ID, Label: t.Name})
	}
	return options, nil
}

// clip cuts a text from an address to what a title may have, at a letter's edge.
func clip(s string) string {
	if len(s) <= accord.MaxTitle {
		return s
	}
	return strings.ToValidUTF8(s[:accord.MaxTitle], "")
}

// day writes an instant's day for the reader.
func day(b *Base, t time.Time) string { return b.L.ShortDay(b.L.DateOf(t)) }
