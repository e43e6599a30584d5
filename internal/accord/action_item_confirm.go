package accord

import "time"

// SilentDays is after how many working days of silence a done item confirms
// itself (P3).
const SilentDays = 5

// Confirm is the other side's agreement that it is done (P3).
func (a ActionItem) Confirm(by Actor, now time.Time) (ActionItem, error) {
	if err := a.mayJudge(by); err != nil {
		return a, err
	}
	now = Instant(now)
	a.Status, a.ConfirmedAt, a.ConfirmedBy, a.UpdatedAt = StatusConfirmed, &now, NullID(by.PersonID), now
	return a, nil
}

// Return opens a done item again, with a reason and both dates kept (P3).
func (a ActionItem) Return(reason string, by Actor, now time.Time) (ActionItem, error) {
	if err := a.mayJudge(by); err != nil {
		return a, err
	}
	if _, err := checkReason("P3", reason); err != nil {
		return a, err
	}
	a.Status, a.DoneAt, a.EndedAt, a.UpdatedAt = StatusOpen, nil, nil, Instant(now)
	return a, nil
}

// ConfirmItself is what five working days of silence mean (P3); days is the
// workspace's calendar, loc its zone.
func (a ActionItem) ConfirmItself(days WorkCalendar, loc *time.Location, now time.Time) (ActionItem, error) {
	if !a.AwaitsConfirmation() || now.Before(a.ConfirmsItselfAt(days, loc)) {
		return a, Errorf(CodeConflict, "%s still waits for the other side.", a.Ref()).By("P3")
	}
	now = Instant(now)
	a.Status, a.ConfirmedAt, a.SelfConfirmed, a.UpdatedAt = StatusConfirmed, &now, true, now
	return a, nil
}

// ConfirmsItselfAt is when the silence is long enough: the end of the fifth
// working day after the day it was done. The zero time where it waits for
// nobody.
func (a ActionItem) ConfirmsItselfAt(days WorkCalendar, loc *time.Location) time.Time {
	if !a.AwaitsConfirmation() {
		return time.Time{}
	}
	return days.After(DateOf(*a.DoneAt, loc), SilentDays).End(loc)
}

// Judges reports whether by may confirm or return it: a member or admin of the
// side it is for, never its owner.
func (a ActionItem) Judges(by Actor) bool {
	return by.Role != RoleObserver && by.Side == a.ForSide && !a.owns(by)
}

func (a ActionItem) mayJudge(by Actor) error {
	switch {
	case a.Status == StatusConfirmed:
		return Errorf(CodeConflict, "%s is confirmed already.", a.Ref()).By("P3")
	case a.Status != StatusDone:
		return Errorf(CodeConflict, "%s is not done yet.", a.Ref()).By("P3")
	case !a.NeedsConfirmation():
		return Errorf(CodeConflict, "%s needs no confirmation: it is done.", a.Ref()).By("P3")
	case a.owns(by):
		return Errorf(CodeDenied, "Nobody confirms their own promise.").By("P3")
	case !a.Judges(by):
		return Errorf(CodeDenied, "Only the side %s is for can say whether it is done.", a.Ref()).By("P3")
	}
	return nil
}
