package accord

import "time"

// Reschedule moves the due date of a promise (P2): with a reason, and a slip
// where it is later. The original due never changes.
func (a ActionItem) Reschedule(due Date, reason string, by Actor, now time.Time) (ActionItem, error) {
	switch {
	case !a.Status.Running():
		return a, Errorf(CodeConflict, "%s is not open; only an open action item gets a new date.", a.Ref()).By("P2")
	case !a.owns(by):
		return a, Errorf(CodeDenied, "Only its owner can name a new date for %s.", a.Ref()).By("P2")
	}
	var v Validation
	_, err := checkReason("P2", reason)
	v.Add("reason", err)
	v.Check(due != "", "due_on", "Name the new day.")
	v.Check(due == "" || due != a.DueOn, "due_on", "That is the day it is due already.")
	v.Add("due_on", a.checkDue(due, now))
	if err := v.Err(); err != nil {
		return a, ruled(err, "P2")
	}
	a = a.moved(due)
	a.UpdatedAt = Instant(now)
	return a, nil
}

// HandOver gives an unfinished item to another owner, who accepts anew; both
// dates stay (P2). It is open at once where the new owner is whoever does it,
// or is present in the running meeting. Handing over answers P5's question.
func (a ActionItem) HandOver(to Person, reason string, present bool, by Actor, leads bool, now time.Time) (ActionItem, error) {
	switch {
	case !a.Unfinished():
		return a, Errorf(CodeConflict, "%s has ended; it cannot be handed over.", a.Ref()).By("P2")
	case !a.Manages(by, leads):
		return a, Errorf(CodeDenied, "%s is handed over by its owner, its asker, a leader of its team or an admin.", a.Ref()).By("P2")
	}
	var v Validation
	if a.OwnerID != "" { // an owner for one that has none needs no explanation
		_, err := checkReason("P2", reason)
		v.Add("reason", err)
	}
	v.Check(string(a.OwnerID) != to.ID, "owner_id", "%s owns it already.", to.Name)
	v.Add("owner_id", checkOwner(to))
	if err := v.Err(); err != nil {
		return a, ruled(err, "P2")
	}
	return a.handedTo(to, present || to.ID == by.PersonID, now), nil
}

// Orphan takes away an owner who leaves: the item stands without one until
// somebody gets it (P9). What has ended stays under their name.
func (a ActionItem) Orphan(now time.Time) ActionItem {
	if !a.Unfinished() {
		return a
	}
	a.Status, a.OwnerID, a.BlockedReason, a.UpdatedAt = StatusProposed, "", "", Instant(now)
	a.PreviousOwnerID, a.PreviousOwnerSide, a.PreviousOwnerZone = "", "", ""
	return a
}

func (a ActionItem) handedTo(to Person, atOnce bool, now time.Time) ActionItem {
	if a.Status.Running() {
		a.PreviousOwnerID, a.PreviousOwnerSide, a.PreviousOwnerZone = a.OwnerID, a.OwnerSide, a.OwnerZone
	}
	a = a.givenTo(to)
	a.Status, a.BlockedReason, a.KeptCarried, a.UpdatedAt = StatusProposed, "", a.Carried, Instant(now)
	inTime := a.Accepted() || a.checkDue(a.DueOn, now) == nil
	if atOnce && a.DueOn != "" && inTime {
		return a.promised(a.DueOn, now)
	}
	return a
}
