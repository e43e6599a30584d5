package app

import (
	"slices"

	"accord/internal/accord"
)

// itemMailing is a change of an action item, to find out who is told of it.
// The same rule queues the mail and says beside the button who will get one
// (S5); before the change, Before and After are the same.
type itemMailing struct {
	Verb          string
	Before, After accord.ActionItem
}

// Mails reports whether such a change mails anybody at all.
func (m itemMailing) Mails() bool {
	what, _ := m.to("", "")
	return what != ""
}

// To gives what is mailed and to whom; the workspace's leads answer for a side,
// askerSide is the side the asker is on. Whoever did it is left out later.
func (m itemMailing) To(w accord.Workspace, askerSide accord.Side) (what string, people []accord.NullID) {
	lead := accord.NullID("")
	switch m.After.ForSide {
	case accord.Sales:
		lead = w.SalesLeadID
	case accord.Marketing:
		lead = w.MarketingLeadID
	}
	what, people = m.to(lead, askerSide)
	people = slices.DeleteFunc(people, func(id accord.NullID) bool { return id == "" })
	slices.Sort(people)
	return what, slices.Compact(people)
}

func (m itemMailing) to(lead accord.NullID, askerSide accord.Side) (string, []accord.NullID) {
	owner, asker := m.After.OwnerID, accord.NullID(m.After.AskerID)
	// Who answers for the side it is for: whoever asked, where they are of it.
	side := []accord.NullID{lead}
	if askerSide == m.After.ForSide {
		side = []accord.NullID{asker}
	}
	switch m.Verb {
	case itemCreated:
		return accord.ItemAsked, one(owner, m.After.Status == accord.StatusProposed)
	case itemAccepted:
		return accord.ItemAccepted, []accord.NullID{asker}
	case itemDeclined:
		return accord.ItemDeclined, append(one(owner, m.After.Status == accord.StatusOpen), asker)
	case itemDone:
		if m.After.NeedsConfirmation() {
			return accord.ItemDone, side
		}
	case itemConfirmed:
		return accord.ItemConfirmed, []accord.NullID{owner}
	case itemSelfConfirmed:
		return accord.ItemSelfConfirmed, []accord.NullID{owner}
	case itemReturned:
		return accord.ItemReturned, []accord.NullID{owner}
	case itemHandedOver:
		return accord.ItemHandedOver, []accord.NullID{owner}
	case itemRescheduled:
		return accord.ItemRescheduled, []accord.NullID{asker}
	case itemDropAsked:
		return accord.ItemDropAsked, append(side, lead)
	case itemDropRefused:
		return accord.ItemKept, []accord.NullID{m.Before.DropAskedBy}
	case itemDropped:
		return accord.ItemDropped, []accord.NullID{owner, asker, m.Before.DropAskedBy}
	case itemNoted:
		return accord.ItemNoted, []accord.NullID{owner, asker}
	}
	return "", nil
}

func one(id accord.NullID, mailed bool) []accord.NullID {
	if !mailed {
		return nil
	}
	return []accord.NullID{id}
}
