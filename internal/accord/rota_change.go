package accord

import (
	"slices"
	"time"
)

// Skip passes over whoever has the turn at a date. They keep their place and
// have the next turn of their side; what they had swapped is as before.
func (r Rota) Skip(dates []RotaDate, name LocalTime, by string, now time.Time) (RotaSkip, error) {
	t, err := r.coming(dates, name, now)
	if err != nil {
		return RotaSkip{}, err
	}
	skip := RotaSkip{Kind: r.Kind, OriginalStart: name, PersonID: string(t.HolderID), CreatedBy: by, CreatedAt: now}
	r.Skips = append(slices.Clone(r.Skips), skip)
	if next, _ := r.At(dates, name); next.HolderID == "" {
		return RotaSkip{}, Errorf(CodeConflict, "There is nobody else to take this turn.").By("P9")
	}
	return skip, nil
}

// Swap lets the people of two turns to come do each other's.
func (r Rota) Swap(dates []RotaDate, first, second LocalTime, by string, now time.Time) (RotaSwap, error) {
	a, err := r.coming(dates, first, now)
	if err != nil {
		return RotaSwap{}, err
	}
	b, err := r.coming(dates, second, now)
	if err != nil {
		return RotaSwap{}, err
	}
	var v Validation
	v.Check(a.HolderID != b.HolderID, "with", "Choose a turn of somebody else.")
	v.Check(!r.skipped(first, string(b.HolderID)) && !r.skipped(second, string(a.HolderID)), "with", "One of the two is passed over at that date.")
	return RotaSwap{
		Kind: r.Kind, FirstStart: first, FirstID: string(a.HolderID), SecondStart: second, SecondID: string(b.HolderID), CreatedBy: by, CreatedAt: now,
	}, v.Err()
}

// coming is a turn that can still change.
func (r Rota) coming(dates []RotaDate, name LocalTime, now time.Time) (RotaTurn, error) {
	t, ok := r.At(dates, name)
	switch {
	case !ok || t.HolderID == "":
		return t, NotFound("turn")
	case !t.StartsAt.After(now) || r.took(name) != "":
		return t, Errorf(CodeConflict, "This turn has passed.")
	}
	return t, nil
}

// Take is the turn to store when a meeting starts. holder is whom the meeting
// names for the duty, "" for whoever has the turn.
func (r Rota) Take(dates []RotaDate, name LocalTime, holder NullID) (RotaTurn, error) {
	t, ok := r.At(dates, name)
	if !ok {
		return t, NotFound("turn")
	}
	if holder != "" {
		t.HolderID = holder
	}
	return t, nil
}
