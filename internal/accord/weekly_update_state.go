package accord

import (
	"slices"
	"time"
)

// stateWeeks is how many weeks that are over the dashboard counts.
const stateWeeks = 12

// UpdateState sums the updates up for the dashboard; list has the latest first.
// Nothing is counted before the first update there was.
func UpdateState(list []UpdateDetail, s UpdateSettings, w Workspace, reader Actor, now time.Time) WeeklyUpdateState {
	current := s.Current(now)
	out := WeeklyUpdateState{Week: current, Status: UpdateDraft, DueAt: s.DueUnbegun(current, now), Unsigned: []Side{}}
	draft := UpdateDetail{WeeklyUpdate: WeeklyUpdate{ID: string(current), Status: UpdateDraft}}
	draft.Sales.Side, draft.Marketing.Side = Sales, Marketing
	if i := slices.IndexFunc(list, func(d UpdateDetail) bool { return d.Week() == current }); i >= 0 {
		draft = list[i]
		out.Status, out.DueAt = draft.Status, s.DueAt(draft.WeeklyUpdate)
	}
	if out.Status == UpdateDraft {
		out.Unsigned = draft.UnsignedSides()
		if side := w.UpdateSide(reader.PersonID); side != "" && !draft.Part(side).Signed() {
			out.Yours = side
		}
	}
	over := UpdateArchive(list, current)
	if len(over) > 0 && over[0].Week == current && out.Status == UpdateDraft {
		over = over[1:]
	}
	running := true
	for i, week := range over {
		sent := week.Status() == UpdateSent
		running = running && sent
		switch {
		case i < stateWeeks && sent:
			out.Sent++
		case i < stateWeeks:
			out.Missed++
		}
		if running {
			out.Streak++
		}
	}
	return out
}
