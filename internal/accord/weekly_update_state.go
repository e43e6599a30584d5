package accord

import (
	"slices"
	"time"
)

// stateWeeks is how many weeks that are over the dashboard counts.
const stateWeeks = 12

// UpdateStep is one event of the writing of an update: its parts are kept as they
// ended, so that how they stood before is known of the events alone (P8).
type UpdateStep struct {
	At       time.Time `json:"-"`
	Signed   bool      `json:"-"` // by the side; else somebody wrote, or it was closed
	Side     Side      `json:"side"`
	Unsigned []Side    `json:"unsigned"` // whose names what was written took back
	Begun    *bool     `json:"begun"`    // whether anything stood in it then; nil says nothing of it
}

// UpdatesAt gives the updates as they stood at an instant, as far as
// [UpdateState] counts them; the words are those of today. steps are those of
// the current week's.
func UpdatesAt(list []UpdateDetail, steps []UpdateStep, current Week, asOf time.Time) []UpdateDetail {
	var then []UpdateDetail
	for _, d := range list {
		if d.CreatedAt.After(asOf) {
			continue
		}
		if d.SentAt != nil && d.SentAt.After(asOf) {
			d.Status, d.SentAt = UpdateDraft, nil
		}
		if d.Week() == current && d.Status != UpdateSent {
			d.Status = UpdateDraft
			d.writtenBy(steps, asOf)
		}
		then = append(then, d)
	}
	return then
}

// writtenBy sets the signatures, and since when anything stands in it, to what
// the steps up to an instant made of them.
func (d *UpdateDetail) writtenBy(steps []UpdateStep, asOf time.Time) {
	d.BegunAt = nil
	for _, p := range d.Parts() {
		p.WeeklyUpdatePart = p.Unsigned()
	}
	for _, s := range steps {
		if s.At.After(asOf) {
			break
		}
		if s.Signed {
			d.Part(s.Side).SignedAt = &s.At
		}
		for _, side := range s.Unsigned {
			d.Part(side).SignedAt = nil
		}
		switch {
		case s.Begun == nil:
		case !*s.Begun:
			d.BegunAt = nil
		case d.BegunAt == nil:
			d.BegunAt = &s.At
		}
	}
}

// UpdateState sums the updates up for the dashboard; list has the latest first.
// Nothing is counted before the first update there was.
func UpdateState(list []UpdateDetail, s UpdateSettings, w Workspace, reader Actor, now time.Time) WeeklyUpdateState {
	current := s.Current(now)
	out := WeeklyUpdateState{Week: current, Status: UpdateDraft, DueAt: s.DueUnbegun(current, now), Unsigned: []Side{}}
	draft := UpdateDetail{WeeklyUpdate: WeeklyUpdate{ID: string(current), Status: UpdateDraft}}
	draft.Sales.Side, draft.Marketing.Side = Sales, Marketing
	if i := slices.IndexFunc(list, func(d UpdateDetail) bool { return d.Week() == current }); i >= 0 {
		draft = list[i]
		out.Status = draft.Status
	}
	out.DueAt, out.Begun = s.WantedAt(draft.WeeklyUpdate, now), draft.BegunAt != nil || out.Status == UpdateSent
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
	running, lapsing := true, true
	for i, week := range over {
		sent := week.Status() == UpdateSent
		running, lapsing = running && sent, lapsing && !sent
		switch {
		case i < stateWeeks && sent:
			out.Sent++
		case i < stateWeeks:
			out.Missed++
		}
		if running {
			out.Streak++
		}
		if lapsing {
			out.Lapse++
		}
	}
	return out
}
