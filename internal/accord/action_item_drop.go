package accord

import "time"

// Drop gives an unfinished item up (P6). A person of the side it is for drops
// it at once; for anybody else it becomes a request that side answers. While a
// request waits, their drop is the consent, and the request's reason stands.
func (a ActionItem) Drop(reason string, by Actor, leads bool, now time.Time) (ActionItem, error) {
	if !a.Unfinished() {
		return a, Errorf(CodeConflict, "%s has ended; there is nothing to drop.", a.Ref()).By("P6")
	}
	if a.AwaitsDrop() && a.Consents(by) {
		return a.ended(StatusDropped, a.DropReason, now), nil
	}
	switch {
	case !a.Manages(by, leads) && !a.speaksForIt(by):
		return a, Errorf(CodeDenied, "%s is dropped by the side it is for; its owner, its asker, a leader of its team or an admin asks for it.", a.Ref()).By("P6")
	case a.AwaitsDrop():
		return a, Errorf(CodeConflict, "Dropping %s was asked already; the side it is for decides.", a.Ref()).By("P6")
	}
	reason, err := checkReason("P6", reason)
	if err != nil {
		return a, err
	}
	if a.Consents(by) {
		return a.ended(StatusDropped, reason, now), nil
	}
	now = Instant(now)
	a.DropAskedBy, a.DropReason, a.DropAskedAt, a.UpdatedAt = NullID(by.PersonID), reason, &now, now
	return a, nil
}

// RefuseDrop answers a request to drop with no: the promise stands (P6).
func (a ActionItem) RefuseDrop(reason string, by Actor, now time.Time) (ActionItem, error) {
	switch {
	case !a.AwaitsDrop():
		return a, Errorf(CodeConflict, "Nobody asked to drop %s.", a.Ref()).By("P6")
	case !a.Consents(by):
		return a, Errorf(CodeDenied, "Only the side %s is for decides about dropping it.", a.Ref()).By("P6")
	}
	if _, err := checkReason("P6", reason); err != nil {
		return a, err
	}
	a.UpdatedAt = Instant(now)
	return a.withoutDropRequest(), nil
}

// speaksForIt reports whether by is of the one side the item is for: whoever is
// may give it up, without a part in it. What is for both takes somebody who has
// a part.
func (a ActionItem) speaksForIt(by Actor) bool { return a.ForSide != Neutral && a.Consents(by) }

// Consents reports whether by speaks for the side the item is for (P6): what is
// for both, either side gives up. The owner speaks for the side they promised
// as, whatever side they are on now.
func (a ActionItem) Consents(by Actor) bool {
	side := by.Side
	if a.owns(by) {
		side = a.OwnerSide
	}
	return by.Role != RoleObserver && (a.ForSide == Neutral || side == a.ForSide)
}

func (a ActionItem) withoutDropRequest() ActionItem {
	a.DropAskedBy, a.DropReason, a.DropAskedAt = "", "", nil
	return a
}
