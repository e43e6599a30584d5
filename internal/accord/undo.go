package accord

import "time"

// UndoFor is how long a change can be taken back (P8).
const UndoFor = 10 * time.Minute

// Undo says whether by may take e back (P8): their own change, within ten
// minutes, with nothing after it. last is the newest change of the subject
// that still stands, notes apart.
func Undo(e Event, last int64, by Actor, now time.Time) error {
	switch {
	case e.Undoes != nil:
		return Errorf(CodeConflict, "An undo cannot be undone; do it again instead.").By("P8")
	case e.ActorID != by.PersonID:
		return Errorf(CodeDenied, "Only whoever did it can undo it.").By("P8")
	case e.Seq != last:
		return Errorf(CodeConflict, "Something happened since that depends on it; it can no longer be undone.").By("P8")
	case now.Sub(e.At) > UndoFor:
		return Errorf(CodeConflict, "It was done more than ten minutes ago and can no longer be undone.").By("P8")
	}
	return nil
}
