package store

import "accord/internal/accord"

// FigureItems narrows a list of action items to those a figure counts.
type FigureItems struct {
	Key  accord.FigureKey
	Side accord.Side // "" for all
	FigureQuery
}

// dueAs are the conditions of the items a period asks about, on alias x.
const dueAs = `x.original_due_on BETWEEN :fig_from AND :fig_to AND x.original_due_ends_at <= :fig_as_of
	AND NOT (x.status = 'declined' OR (x.status = 'dropped' AND x.ended_at < x.original_due_ends_at))`

// stateConditions are the figures counted of how an item stands.
var stateConditions = map[accord.FigureKey]string{
	accord.KeptOnTime:    dueAs,
	accord.Kept:          dueAs,
	accord.CrossSideKept: dueAs + ` AND x.for_side <> 'neutral' AND x.for_side <> x.owner_side`,
	accord.SlipRate:      dueAs + ` AND x.slips > 0`,
	accord.MedianSlip:    dueAs + ` AND x.slips > 0`,
	accord.OpenItems:     `x.status IN ('open', 'blocked')`,
	accord.OverdueItems:  `x.status IN ('open', 'blocked') AND x.due_ends_at <= :fig_as_of`,
	accord.OverdueAgeing: `x.status IN ('open', 'blocked') AND x.due_ends_at <= :fig_as_of`,
	accord.CarriedItems:  `x.status IN ('open', 'blocked') AND x.carried > 0`,
}

// stepConditions are the figures counted of what was done to it in the period.
// An item offered or done several times is counted each time and listed once.
var stepConditions = map[accord.FigureKey]string{
	accord.Acceptance:   `x.step IN ('offer', 'done') AND x.step = 'offer'`,
	accord.TimeToClose:  `x.step IN ('offer', 'done') AND x.step = 'done' AND NOT (x.next_status IN ('open', 'blocked') AND x.next_at <= :fig_as_of)`,
	accord.Confirmation: `x.step IN ('offer', 'done') AND x.step = 'done' AND x.for_side <> 'neutral' AND x.for_side <> x.owner_side`,
	accord.Returned:     `x.step IN ('offer', 'done') AND x.step = 'done' AND x.next_status IN ('open', 'blocked') AND x.next_at <= :fig_as_of`,
}

// where gives the condition on an action item i; it adds its parameters. Side,
// team and series are those of what was counted, not of the item today: an
// item handed over since then was the other side's.
func (f FigureItems) where(params map[string]any) string {
	p := f.Period
	params["fig_from"], params["fig_to"], params["fig_as_of"] = string(p.From), string(p.To), accord.Instant(p.AsOf)
	params["fig_start"], params["fig_end"] = p.Start(), p.End()
	condition, steps := stepConditions[f.Key]
	if !steps {
		condition = stateConditions[f.Key]
	}
	if condition == "" {
		condition = `x.created_at >= :fig_start AND x.created_at < :fig_end`
	}
	for column, value := range map[string]string{"owner_side": string(f.Side), "team_id": f.TeamID, "series_id": f.SeriesID} {
		if value != "" {
			params["fig_"+column] = value
			condition += " AND x." + column + " = :fig_" + column
		}
	}
	const spans = `i.id IN (SELECT x.item_id FROM action_item_spans x WHERE x.workspace_id = :workspace AND `
	switch {
	case steps:
		return spans + condition + ` AND x.from_at >= :fig_start AND x.from_at < :fig_end)`
	case f.Past:
		return spans + condition + ` AND x.from_at <= :fig_as_of AND x.to_at > :fig_as_of)`
	default:
		return `i.id IN (SELECT x.id FROM action_items x WHERE x.workspace_id = :workspace AND ` + condition + `)`
	}
}
