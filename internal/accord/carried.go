package accord

import (
	"slices"
	"time"
)

// CarriedTwice is how often an item may be carried before somebody decides
// what becomes of it (P5).
const CarriedTwice = 2

// NeedsDecision reports whether the item was carried so often that it asks for
// a decision: break it down, hand it over, drop it, or knowingly keep it.
func (a ActionItem) NeedsDecision() bool {
	return a.Unfinished() && a.Carried-a.KeptCarried >= CarriedTwice
}

// CarriedAt counts the held meeting m, where the item was open at its start
// (P5): a meeting of the series it came from or, for an item without a
// meeting, of any series of its team. Any other meeting changes nothing.
// lineage are the series that splits made of one (S4), the meeting's among
// them: to an item they are the same series.
func (a ActionItem) CarriedAt(m Meeting, lineage ...NullID) ActionItem {
	if a.carries(m, lineage) {
		a.Carried++
	}
	return a
}

// carries reports whether a meeting counts for P5. The one it was made in does
// not: there it was new.
func (a ActionItem) carries(m Meeting, lineage []NullID) bool {
	switch {
	case m.SeriesID == "" || string(a.MeetingID) == m.ID:
		return false
	case a.SeriesID != "":
		return a.SeriesID == m.SeriesID || slices.Contains(lineage, a.SeriesID)
	default:
		return a.MeetingID == "" && a.TeamID != "" && a.TeamID == m.TeamID
	}
}

// Keep decides that a carried item goes on as it is, for a reason everybody
// reads; it asks again when it was carried twice more.
func (a ActionItem) Keep(reason string, by Actor, leads bool, now time.Time) (ActionItem, error) {
	switch {
	case !a.NeedsDecision():
		return a, Errorf(CodeConflict, "%s asks for no decision.", a.Ref()).By("P5")
	case !a.Manages(by, leads):
		return a, Errorf(CodeDenied, "Its owner, its asker, a leader of its team or an admin decides about %s.", a.Ref()).By("P5")
	}
	if _, err := checkReason("P5", reason); err != nil {
		return a, err
	}
	a.KeptCarried, a.UpdatedAt = a.Carried, Instant(now)
	return a, nil
}
