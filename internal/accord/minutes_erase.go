package accord

import "slices"

// Erase puts a pseudonym in the place of a person's name: by their id where
// there is one, so that namesakes keep theirs, by the whole name among the
// deciders of what they decided, whose ids are given, and by words in texts.
func (m Minutes) Erase(e Eraser, decided map[string]bool) Minutes {
	words := func(texts ...*string) {
		for _, t := range texts {
			*t = e.Text(*t)
		}
	}
	words(&m.Title, &m.SeriesTitle, &m.TeamName, &m.Location, &m.Notes, &m.Reason)
	if m.SharedGoal != nil {
		goal := *m.SharedGoal
		words(&goal.Title, &goal.Measure, &goal.Target)
		m.SharedGoal = &goal
	}
	for _, list := range [][]SideText{m.Heard, m.Thanks} {
		for i := range list {
			words(&list[i].Text)
		}
	}
	for i := range m.Attendance {
		if m.Attendance[i].PersonID == e.personID {
			m.Attendance[i].Name = e.pseudonym
		}
	}
	for _, list := range [][]MinutesPromise{m.Opening, m.ActionItems} {
		for i := range list {
			words(&list[i].Title)
			if string(list[i].OwnerID) == e.personID {
				list[i].OwnerName = e.pseudonym
			}
		}
	}
	for i := range m.Reports {
		if m.Reports[i].AuthorID == e.personID {
			m.Reports[i].AuthorName = e.pseudonym
		}
		for n := range m.Reports[i].Lines {
			words(&m.Reports[i].Lines[n].Text)
		}
	}
	for i := range m.Agenda {
		words(&m.Agenda[i].Title, &m.Agenda[i].Notes, &m.Agenda[i].OutcomeText)
	}
	for i := range m.Decisions {
		words(&m.Decisions[i].Text)
		e.decider(m.Decisions[i].DecidedBy, decided[m.Decisions[i].ID])
	}
	for i := range m.LeftOver {
		words(&m.LeftOver[i].Title)
	}
	for i := range m.Changes {
		if m.Changes[i].Field == "present" { // of a person
			m.Changes[i].Subject = e.written(m.Changes[i].Subject)
		}
		words(&m.Changes[i].Subject, &m.Changes[i].Before, &m.Changes[i].After)
	}
	return m
}

// decider takes the person's name out of those of the deciders: one of them
// where they decided, all where nobody else is called so.
func (e Eraser) decider(names []string, decided bool) {
	for i, name := range names {
		switch {
		case !slices.Contains(e.names, name):
		case slices.Contains(e.own, name):
			names[i] = e.pseudonym
		case decided:
			names[i], decided = e.pseudonym, false
		}
	}
}
