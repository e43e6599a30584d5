package app

import (
	"context"
	"strings"

	"accord/internal/accord"
)

// proposedMinutes is how long the choice of a project stands on an agenda for.
const proposedMinutes = 15

// ProposeProject puts the choice of an idea into the backlog of its team's
// meetings, as a proposal of its side, and returns their series. title is written
// with %s for the project's.
func (a *App) ProposeProject(ctx context.Context, actor accord.Actor, id, title string) (accord.Series, error) {
	scoped, err := a.read(ctx, actor, ActPropose)
	if err != nil {
		return accord.Series{}, err
	}
	p, err := a.findProject(scoped, a.store, actor, id)
	if err != nil {
		return accord.Series{}, err
	}
	list, err := a.store.ActiveSeriesOf(scoped, string(p.TeamID))
	if err != nil {
		return accord.Series{}, err
	}
	if p.State != accord.ProjectIdea || len(list) == 0 {
		return accord.Series{}, accord.Errorf(accord.CodeConflict, "Only an idea is proposed, to a team that has meetings.")
	}
	series := list[0]
	for _, s := range list {
		if s.Template == accord.TemplateStrategicTeam {
			series = s
			break
		}
	}
	_, err = a.AddToBacklog(ctx, actor, series.ID, accord.AgendaItem{
		Title: cutWords(strings.ReplaceAll(title, "%s", p.Title), accord.MaxTitle), Kind: accord.KindDecide, Side: p.Side, Minutes: proposedMinutes,
		Why: cutWords(p.Hypothesis, accord.MaxTitle), Horizon: p.Horizon,
	})
	return series, err
}

// cutWords cuts a text to so many bytes, at a letter's edge.
func cutWords(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}
