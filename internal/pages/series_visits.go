package pages

import (
	"net/url"
	"slices"

	"accord/internal/accord"
	"accord/internal/app"
)

// Visited reports whether the editor is of a staff meeting with seats for
// visitors of the other side: those fields stand first then.
func (v *seriesEditView) Visited() bool {
	if v.ID == "" {
		return v.Form.Get("template") == accord.TemplateExchangeVisit
	}
	return v.Form.Has("host_side")
}

// presetHost makes a new series of exchange visits the staff meeting of the
// chosen team's side, else of the reader's own, in the first team that is that
// side's alone. Where there is none, the page says to make it first.
func (v *seriesEditView) presetHost(teams []app.LedTeam) {
	if !v.Visited() {
		return
	}
	staff := func(t app.LedTeam) accord.Side { return accord.TeamBalanceOf(t.People).StaffOf() }
	if !v.Form.Has("host_side") {
		host := v.Actor.Side
		for _, t := range teams {
			if t.ID == v.Form.Get("team_id") && staff(t) != "" {
				host = staff(t)
			}
		}
		if host == accord.Neutral {
			host = accord.Sales
		}
		v.Form.Set("host_side", string(host))
	}
	own := slices.IndexFunc(teams, func(t app.LedTeam) bool { return staff(t) == v.Host() })
	v.Staffless = own < 0
	if own >= 0 && !v.Form.Has("team_id") {
		v.Form.Set("team_id", teams[own].ID)
	}
}

// Host is the side whose staff meeting it is; "" for none.
func (v *seriesEditView) Host() accord.Side { return accord.Side(v.Form.Get("host_side")) }

// HostSides are whose staff meeting a series can be for exchange visits; a new
// one of that kind is one of a side.
func (v *seriesEditView) HostSides() []Option {
	var options []Option
	if v.ID != "" || !v.Visited() {
		options = append(options, Option{Label: v.L.T("visits.host_none")})
	}
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		options = append(options, Option{Value: string(side), Label: v.L.T("visits.host_of", "Side", v.SideName(side))})
	}
	return options
}

// TeamLink leads to where a team is made; whoever may not finds there who may.
func (v *seriesEditView) TeamLink() string {
	if v.Actor.Admin() {
		return "/people#new-team"
	}
	return "/people"
}

// TeamLinkText says what [seriesEditView.TeamLink] is for.
func (v *seriesEditView) TeamLinkText() string {
	if v.Actor.Admin() {
		return v.L.T("visits.make_team")
	}
	return v.L.T("series.to_people")
}

// NoTeamText says that the side has no team of its own yet, and what to do.
func (v *seriesEditView) NoTeamText() string {
	if v.Actor.Admin() {
		return v.L.T("visits.no_team_admin", "Side", v.SideName(v.Host()))
	}
	return v.L.T("visits.no_team_ask", "Side", v.SideName(v.Host()))
}

// SeriesLink leads from a team to a new series of it: to its staff meeting with
// visitors where it is the team of one side.
func (v *teamView) SeriesLink() string {
	link := url.Values{"team": {v.Team.ID}}
	if v.staffOf() != "" {
		link.Set("template", accord.TemplateExchangeVisit)
	}
	return "/series/new?" + link.Encode()
}

// SeriesWord says what [teamView.SeriesLink] leads to.
func (v *teamView) SeriesWord() string {
	if v.staffOf() != "" {
		return v.L.T("visits.to_series")
	}
	return v.L.T("series.new")
}

// Leads reports whether the reader can make a series of the team: it has people,
// and they lead it or administer.
func (v *teamView) Leads() bool {
	return len(v.Members) > 0 && (v.Actor.Admin() || slices.ContainsFunc(v.Members, func(m teamMemberView) bool {
		return m.Person.ID == v.Actor.PersonID && m.Role == accord.TeamLeader
	}))
}

func (v *teamView) staffOf() accord.Side {
	people := make([]accord.TeamPerson, len(v.Members))
	for i, m := range v.Members {
		people[i] = accord.TeamPerson{Person: m.Person, TeamRole: m.Role}
	}
	return accord.TeamBalanceOf(people).StaffOf()
}
