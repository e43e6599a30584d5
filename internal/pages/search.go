package pages

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) searchRoutes() []Route {
	return []Route{{http.MethodGet, "/search", app.ActSeeItems, p.search}}
}

// searchView is the page of what was found; its part "search/options" is what
// the palette shows.
type searchView struct {
	Base
	Query  string
	Groups []searchGroup
}

type searchGroup struct {
	Title string
	Hits  []searchHit
}

// searchHit is one thing found and where it is.
type searchHit struct {
	Path, Icon, Title, Note string
}

func (p *Pages) search(c echo.Context) error {
	q := strings.TrimSpace(c.QueryParam("q"))
	found, err := p.app.Search(c.Request().Context(), Actor(c), clip(q))
	if err != nil {
		return err
	}
	view := &searchView{Query: q}
	if Live(c) {
		view.Base = Base{L: Localizer(c)}
		view.Groups = view.groups(found)
		return p.Fragment(c, http.StatusOK, "search", "search/options", view)
	}
	view.Base = p.Base(c, "", "search.title")
	view.Groups = view.groups(found)
	return p.Page(c, http.StatusOK, "search", view)
}

// groups puts what was found in order; kinds with nothing are left out.
func (v *searchView) groups(found accord.Found) []searchGroup {
	var groups []searchGroup
	group := func(key string, hits []searchHit) {
		if len(hits) > 0 {
			groups = append(groups, searchGroup{Title: v.L.T(key), Hits: hits})
		}
	}
	var hits []searchHit
	for _, i := range found.Items {
		hits = append(hits, searchHit{Path: "/action-items/" + i.Ref(), Icon: "square-check", Title: i.Title, Note: i.Ref() + " · " + v.L.Word(i.Status)})
	}
	group("search.items", hits)
	hits = nil
	for _, d := range found.Decisions {
		hits = append(hits, searchHit{Path: "/decisions/" + d.Ref(), Icon: "gavel", Title: d.Text, Note: d.Ref() + " · " + v.L.Date(d.DecidedOn)})
	}
	group("search.decisions", hits)
	hits = nil
	for _, pr := range found.Projects {
		hits = append(hits, searchHit{Path: "/projects/" + pr.ID, Icon: "rocket", Title: pr.Title, Note: v.L.T("projects.state." + string(pr.State))})
	}
	group("search.projects", hits)
	hits = nil
	for _, r := range found.Reports {
		hits = append(hits, searchHit{Path: "/meetings/" + r.MeetingID + "#reports", Icon: "message-square", Title: r.Text, Note: r.MeetingTitle + ", " + v.L.Date(r.SaidOn)})
	}
	group("search.reports", hits)
	hits = nil
	for _, visit := range found.Visits {
		hits = append(hits, searchHit{Path: "/exchange-visits/" + visit.ID, Icon: "notebook-pen", Title: v.L.T("visits.heading", "Name", visit.VisitorName, "Host", cmp.Or(visit.HostName, v.SideName(visit.HostSide))), Note: v.L.Date(visit.FromOn)})
	}
	group("search.visits", hits)
	hits = nil
	for _, s := range found.Series {
		hits = append(hits, searchHit{Path: "/series/" + s.ID, Icon: "calendar-days", Title: s.Title})
	}
	group("search.series", hits)
	hits = nil
	for _, person := range found.People {
		hits = append(hits, searchHit{Path: "/people/" + person.ID, Icon: "user-round", Title: person.Name, Note: person.Title})
	}
	group("search.people", hits)
	group("search.updates", v.updateHits(found.Updates))
	group("search.charter", v.charterHits(found.Charter))
	return groups
}

// updateHits are the weekly updates with what was looked for.
func (v *searchView) updateHits(found []accord.FoundUpdate) []searchHit {
	hits := make([]searchHit, 0, len(found))
	for _, u := range found {
		hits = append(hits, searchHit{Path: "/updates/" + string(u.Week), Icon: "newspaper", Title: u.Text, Note: v.WeekName(u.Week)})
	}
	return hits
}

// charterHits are the entries of the charter.
func (v *searchView) charterHits(found []accord.FoundEntry) []searchHit {
	hits := make([]searchHit, 0, len(found))
	for _, e := range found {
		h := searchHit{Path: "/alignment/charter#" + e.Anchor(), Icon: "handshake", Title: e.Title, Note: v.L.T("charter.part." + string(e.Part))}
		if e.Part == accord.PartPledge {
			h.Title, h.Note = h.Note, v.L.T("charter.title")
		}
		hits = append(hits, h)
	}
	return hits
}
