package ical

import (
	"slices"
	"time"

	"github.com/emersion/go-ical"

	"accord/internal/accord"
)

// names returns the original starts that the series gives around its changes,
// and whether it can be asked for them: a rule with dates far between, or
// changes over many years, would take too long, and are not checked.
func (r *reader) names(changes []*ical.Component) (map[accord.LocalTime]bool, bool) {
	in := r.scheduleInput()
	in.Exdates = nil // a date left out and changed at once is changed
	plan, err := accord.ParseSchedule(in)
	if err != nil || len(changes) == 0 || !Portable(plan) {
		return nil, false
	}
	var slots []time.Time
	for _, c := range changes {
		if id, ok := r.one(c, "RECURRENCE-ID"); ok {
			slots = append(slots, id.at(r.zone))
		}
	}
	if len(slots) == 0 {
		return nil, false
	}
	from := slices.MinFunc(slots, time.Time.Compare).AddDate(0, 0, -1)
	to := slices.MaxFunc(slots, time.Time.Compare).AddDate(0, 0, 2)
	if r.spent.asked += int(to.Sub(from).Hours())/24 + plan.Rule.Count; r.spent.asked > maxAsked {
		return nil, false
	}
	list, err := plan.Between(from, to)
	if err != nil {
		return nil, false
	}
	named := map[accord.LocalTime]bool{}
	for _, o := range list {
		named[o.OriginalStart] = true
	}
	return named, true
}
