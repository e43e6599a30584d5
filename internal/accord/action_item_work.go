package accord

import "time"

// Done is the owner's word that it is done. Where the item is for the other
// side it waits for their agreement (P3); otherwise it is final.
func (a ActionItem) Done(by Actor, now time.Time) (ActionItem, error) {
	switch {
	case !a.Status.Running():
		return a, Errorf(CodeConflict, "%s is not open; only an open action item can be done.", a.Ref()).By("P3")
	case !a.owns(by):
		return a, Errorf(CodeDenied, "Only its owner can say that %s is done.", a.Ref()).By("P3")
	}
	a = a.ended(StatusDone, "", now)
	a.DoneAt = a.EndedAt
	return a.withoutDropRequest(), nil
}

// Block says what stands in the way; the due date goes on counting.
func (a ActionItem) Block(reason string, by Actor, now time.Time) (ActionItem, error) {
	switch {
	case a.Status != StatusOpen:
		return a, Errorf(CodeConflict, "%s is not open; only an open action item can be blocked.", a.Ref())
	case !a.owns(by):
		return a, Errorf(CodeDenied, "Only its owner can say that %s is blocked.", a.Ref())
	}
	reason, err := checkReason("", reason)
	if err != nil {
		return a, err
	}
	a.Status, a.BlockedReason, a.UpdatedAt = StatusBlocked, reason, Instant(now)
	return a, nil
}

// Unblock says that the work goes on.
func (a ActionItem) Unblock(by Actor, now time.Time) (ActionItem, error) {
	switch {
	case a.Status != StatusBlocked:
		return a, Errorf(CodeConflict, "%s is not blocked.", a.Ref())
	case !a.owns(by):
		return a, Errorf(CodeDenied, "Only its owner can say that %s goes on.", a.Ref())
	}
	a.Status, a.BlockedReason, a.UpdatedAt = StatusOpen, "", Instant(now)
	return a, nil
}
