package pages

import (
	"encoding/json"
	"net/url"
	"strings"

	"accord/internal/accord"
	"accord/internal/app"
)

func queryEscape(s string) string { return url.QueryEscape(s) }

// Happened says an event in words: who did what, with the dates and the people
// it is about.
func (v *actionItemView) Happened(h app.ItemHappening) string {
	data := []any{"Name", v.who(h.ActorID)}
	text := func(field string, side int) string {
		var s string
		if c, ok := h.Changes[field]; ok {
			_ = json.Unmarshal(c[side], &s) // null is no value
		}
		return s
	}
	data = append(data,
		"From", v.L.ShortDay(accord.Date(text("due_on", 0))), "To", v.L.ShortDay(accord.Date(text("due_on", 1))),
		"Owner", v.who(text("owner_id", 1)), "Due", v.L.ShortDay(accord.Date(text("original_due_on", 1))))
	kind := strings.TrimPrefix(h.Kind, "action_item.")
	key := "action_items.event." + kind
	_, first := h.Changes["original_due_on"]
	switch {
	case kind == "accepted" && !first:
		key = "action_items.event.accepted_again"
	case kind == "created" && first:
		key = "action_items.event.promised"
	case kind == "handed_over" && text("owner_id", 1) == "":
		key = "action_items.event.orphaned"
	}
	return v.L.T(key, data...)
}

// who is a person's name in a sentence.
func (v *actionItemView) who(id string) string {
	switch {
	case id == accord.SystemID:
		return "Accord"
	case v.Names[id] == "":
		return v.L.T("action_items.nobody")
	}
	return v.Names[id]
}

// Who is the name of a person by id.
func (v *actionItemView) Who(id string) string { return v.who(id) }

// Due is the due day with its distance.
func (v *actionItemView) Due() string {
	if v.DueOn == "" {
		return v.L.T("action_items.no_due")
	}
	if !v.Unfinished() {
		return v.L.Day(v.DueOn)
	}
	return v.L.Day(v.DueOn) + ", " + v.L.Relative(v.Today, v.DueOn)
}

// FirstDue is the day first promised where it is not the one now.
func (v *actionItemView) FirstDue() string { return firstDue(&v.Base, v.ActionItem) }

// AskedDue is the day asked for where another one was promised.
func (v *actionItemView) AskedDue() string {
	if v.AskedDueOn == "" || v.AskedDueOn == v.OriginalDueOn || !v.Accepted() {
		return ""
	}
	return v.L.Day(v.AskedDueOn)
}

// Confirming says who confirms it, or who did (P3).
func (v *actionItemView) Confirming() string {
	l, side := v.L, v.SideName(v.ForSide)
	switch {
	case v.Status == accord.StatusConfirmed && v.SelfConfirmed:
		return l.T("action_items.confirmed_itself", "Day", day(&v.Base, *v.ConfirmedAt))
	case v.Status == accord.StatusConfirmed:
		return l.T("action_items.confirmed_by", "Name", v.who(string(v.ConfirmedBy)), "Day", day(&v.Base, *v.ConfirmedAt))
	case !v.NeedsConfirmation():
		return l.T("action_items.needs_none")
	case v.AwaitsConfirmation():
		// It ends with a working day: the last moment belongs to that day.
		return l.T("action_items.awaits", "Side", side, "Day", day(&v.Base, v.ConfirmsItselfAt.Add(-1)))
	}
	return l.T("action_items.confirms", "Side", side)
}
