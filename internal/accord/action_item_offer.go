package accord

import (
	"strings"
	"time"
	"unicode/utf8"
)

// The longest texts of an action item, in characters.
const (
	MaxTitle   = 200
	MaxDetails = 8 << 10
	MaxReason  = 1000
	MaxNote    = 4000
)

// ItemDraft is what somebody types to make an action item.
type ItemDraft struct {
	Title   string
	Details string
	ForSide Side
	DueOn   Date // "" leaves the day to whoever accepts
	Horizon Horizon
}

// Offer makes an action item (P1). It is open at once for oneself or for an
// owner present in the running meeting it is made in, where it has a due date;
// any other is proposed. A nil owner leaves it without one.
func Offer(d ItemDraft, owner *Person, present bool, by Actor, now time.Time) (ActionItem, error) {
	d.Title, d.Details = strings.TrimSpace(d.Title), strings.TrimSpace(d.Details)
	a := ActionItem{
		Title: d.Title, Details: d.Details, ForSide: d.ForSide, AskerID: by.PersonID,
		Status: StatusProposed, AskedDueOn: d.DueOn, DueOn: d.DueOn, Horizon: d.Horizon,
		OwnerSide: Neutral, OwnerZone: by.TimeZone,
		CreatedAt: Instant(now), UpdatedAt: Instant(now), Version: 1,
	}
	var v Validation
	v.Add("title", checkWords(d.Title, d.Details))
	v.Check(d.ForSide.Valid(), "for_side", "Say which side it is for: sales, marketing or neutral.")
	v.Add("", d.Horizon.Check())
	if owner != nil {
		v.Add("owner_id", checkOwner(*owner))
		a = a.givenTo(*owner)
	}
	v.Add("due_on", a.checkDue(d.DueOn, now))
	if err := v.Err(); err != nil {
		return a, ruled(err, "P1")
	}
	if owner != nil && d.DueOn != "" && (owner.ID == by.PersonID || present) {
		return a.promised(d.DueOn, now), nil
	}
	return a, nil
}

// Accept is the owner's promise (P1). Another day than the one asked for may be
// named; at the first acceptance it becomes the original due. Where the item
// was handed over the original due stays, and another day is a move like any
// other: with a reason, and a slip where it is later (P2).
func (a ActionItem) Accept(due Date, reason string, by Actor, owner Person, now time.Time) (ActionItem, error) {
	switch {
	case a.Status != StatusProposed:
		return a, Errorf(CodeConflict, "%s is not waiting to be accepted.", a.Ref()).By("P1")
	case !a.owns(by):
		return a, Errorf(CodeDenied, "Only its owner can accept %s.", a.Ref()).By("P1")
	}
	if due == "" {
		due = a.DueOn
	}
	next := a.givenTo(owner)
	if due == "" {
		return a, invalid("P1", "due_on", "Name the day you promise it for.")
	}
	if !a.Accepted() || due != a.DueOn {
		if err := next.checkDue(due, now); err != nil {
			return a, err
		}
	}
	if a.Accepted() && due != a.DueOn {
		if _, err := checkReason("P2", reason); err != nil {
			return a, err
		}
	}
	return next.promised(due, now), nil
}

// Decline is the owner's no to what was asked. A promise that was handed over
// does not end by it: it goes back to whoever gave it away, or stands without
// owner.
func (a ActionItem) Decline(reason string, by Actor, now time.Time) (ActionItem, error) {
	switch {
	case a.Status != StatusProposed:
		return a, Errorf(CodeConflict, "%s is not waiting to be accepted.", a.Ref()).By("P1")
	case !a.owns(by):
		return a, Errorf(CodeDenied, "Only its owner can decline %s.", a.Ref()).By("P1")
	case utf8.RuneCountInString(reason) > MaxReason:
		return a, invalid("P1", "reason", "Keep the reason under %d characters.", MaxReason)
	}
	now = Instant(now)
	switch {
	case a.PreviousOwnerID != "":
		a.OwnerID, a.OwnerSide, a.OwnerZone = a.PreviousOwnerID, a.PreviousOwnerSide, a.PreviousOwnerZone
		a = a.promised(a.DueOn, now)
	case a.Accepted():
		a.OwnerID = ""
	default:
		a = a.ended(StatusDeclined, strings.TrimSpace(reason), now)
	}
	a.UpdatedAt = now
	return a, nil
}

// Edit changes the words of an unfinished item, and the day asked for as long
// as nobody promised one.
func (a ActionItem) Edit(d ItemDraft, now time.Time) (ActionItem, error) {
	d.Title, d.Details = strings.TrimSpace(d.Title), strings.TrimSpace(d.Details)
	var v Validation
	v.Add("title", checkWords(d.Title, d.Details))
	v.Add("", d.Horizon.Check())
	if d.DueOn != a.DueOn {
		v.Check(a.Status == StatusProposed && !a.Accepted(), "due_on", "A promised day is moved by a new date with a reason.")
		v.Add("due_on", a.checkDue(d.DueOn, now))
	}
	if err := v.Err(); err != nil {
		return a, ruled(err, "P2")
	}
	if !a.Unfinished() {
		return a, Errorf(CodeConflict, "%s has ended; its words stay as they are.", a.Ref())
	}
	a.Title, a.Details, a.Horizon, a.UpdatedAt = d.Title, d.Details, d.Horizon, Instant(now)
	if d.DueOn != a.DueOn {
		a.AskedDueOn, a.DueOn = d.DueOn, d.DueOn
	}
	return a, nil
}

// givenTo names the owner and freezes their side and zone onto the item; at
// acceptance both are frozen for good.
func (a ActionItem) givenTo(p Person) ActionItem {
	a.OwnerID, a.OwnerSide, a.OwnerZone = NullID(p.ID), p.Side, p.TimeZone
	return a
}

// promised opens the item for the day due. The original due is set once (P2);
// a later day than the current one of a promise is a slip.
func (a ActionItem) promised(due Date, now time.Time) ActionItem {
	now = Instant(now)
	a.Status, a.AcceptedAt, a.UpdatedAt = StatusOpen, &now, now
	a.PreviousOwnerID, a.PreviousOwnerSide, a.PreviousOwnerZone = "", "", ""
	if !a.Accepted() {
		a.DueOn = due
	}
	a = a.moved(due)
	if !a.Accepted() {
		a.OriginalDueOn, a.OriginalDueEndsAt = a.DueOn, a.DueEndsAt
	}
	return a
}

// moved sets the due day, with the instant it ends at in the owner's zone, and
// counts the slip where it is later.
func (a ActionItem) moved(due Date) ActionItem {
	if due > a.DueOn {
		a.Slips++
	}
	end := Instant(due.End(Zone(a.OwnerZone)))
	a.DueOn, a.DueEndsAt = due, &end
	return a
}

// ended closes the item for good or until it is returned.
func (a ActionItem) ended(s Status, reason string, now time.Time) ActionItem {
	now = Instant(now)
	a.Status, a.EndedReason, a.EndedAt, a.UpdatedAt = s, reason, &now, now
	a.BlockedReason = ""
	return a
}

// checkDue refuses a day before today in the owner's zone; "" is no day.
func (a ActionItem) checkDue(due Date, now time.Time) error {
	if due != "" && due < DateOf(now, Zone(a.OwnerZone)) {
		return invalid("P1", "due_on", "Choose a day that is not over yet where the owner is.")
	}
	return nil
}

// checkOwner refuses an owner who cannot promise anything.
func checkOwner(p Person) error {
	switch {
	case !p.Active():
		return invalid("P9", "owner_id", "%s has left; choose somebody who is here.", p.Name)
	case p.Role == RoleObserver:
		return invalid("X4", "owner_id", "%s only observes and cannot own an action item.", p.Name)
	}
	return nil
}

func checkWords(title, details string) error {
	var v Validation
	v.Check(title != "", "title", "Say what is to be done.")
	v.Check(utf8.RuneCountInString(title) <= MaxTitle, "title", "Keep it under %d characters.", MaxTitle)
	v.Check(!strings.ContainsAny(title, "\r\n"), "title", "Keep it on one line.")
	v.Check(len(details) <= MaxDetails, "details", "Keep the details under %d characters.", MaxDetails)
	return v.Err()
}

// checkReason gives the trimmed reason; the rule asks for one.
func checkReason(rule, reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	switch {
	case reason == "":
		return "", invalid(rule, "reason", "Say why.")
	case utf8.RuneCountInString(reason) > MaxReason:
		return "", invalid(rule, "reason", "Keep the reason under %d characters.", MaxReason)
	}
	return reason, nil
}

// invalid is a CodeInvalid error on one field, by a rule.
func invalid(rule, location, format string, args ...any) *Error {
	var v Validation
	v.Check(false, location, format, args...)
	return v.err().By(rule)
}

// ruled names the rule of a validation error.
func ruled(err error, rule string) error {
	if e, ok := err.(*Error); ok { //nolint:errorlint // straight from Validation
		return e.By(rule)
	}
	return err
}
