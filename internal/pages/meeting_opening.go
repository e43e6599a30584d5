package pages

import "accord/internal/accord"

// OpeningDone counts the promises of the opening that were kept.
func (v *meetingView) OpeningDone() int {
	n := 0
	for _, o := range v.D.Opening {
		if o.Result == accord.ResultKeptOnTime || o.Result == accord.ResultKeptLate || v.doneNow(o.ID) {
			n++
		}
	}
	return n
}

// OpeningRow is a promise of the opening.
type OpeningRow struct {
	accord.OpeningItem
	Chip   Chip
	Done   bool // kept by the start, or ticked since
	Ticks  bool // the reader can say that it is done
	Decide bool // carried twice, and the reader can decide
}

// OpeningRows are the promises of the opening for the reader.
func (v *meetingView) OpeningRows() []OpeningRow {
	rows := make([]OpeningRow, len(v.D.Opening))
	for n, o := range v.D.Opening {
		r := OpeningRow{OpeningItem: o, Chip: v.resultChip(o)}
		r.Done = o.Result == accord.ResultKeptOnTime || o.Result == accord.ResultKeptLate || v.doneNow(o.ID)
		r.Ticks = !r.Done && o.Status.Running() && string(o.OwnerID) == v.Actor.PersonID
		r.Decide = o.NeedsDecision && o.Manages(v.Actor, v.S.Leads())
		rows[n] = r
	}
	return rows
}

// doneNow reports whether the item is done by now; the opening itself is as of
// the start.
func (v *meetingView) doneNow(id string) bool {
	s := v.Since[id]
	return s == accord.StatusDone || s == accord.StatusConfirmed
}

// resultChip says what became of a promise.
func (v *meetingView) resultChip(o accord.OpeningItem) Chip {
	text := v.L.T("meeting.result." + string(o.Result))
	switch o.Result {
	case accord.ResultMissed:
		return v.LateChip(max(1, o.OriginalDueOn.DaysUntil(accord.DateOf(v.Now, accord.Zone(o.OwnerZone)))))
	case accord.ResultKeptOnTime, accord.ResultKeptLate:
		return Chip{Kind: "done", Icon: "check", Text: text}
	case accord.ResultDropped:
		return Chip{Icon: "circle-slash", Text: text}
	default:
		if o.DueOn != "" {
			text = v.L.T("meeting.due", "Day", v.L.ShortDay(o.DueOn))
		}
		return Chip{Icon: "circle", Text: text}
	}
}
