package accord

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// WithoutName puts a pseudonym in the place of a name that stands in a text as
// a word of its own (P9): "Mark" is not in "Marketing".
func WithoutName(text, name, pseudonym string) string {
	if name == "" {
		return text
	}
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }
	var out strings.Builder
	for rest, before := text, rune(' '); ; {
		at := strings.Index(rest, name)
		if at < 0 {
			out.WriteString(rest)
			return out.String()
		}
		if at > 0 {
			before, _ = utf8.DecodeLastRuneInString(rest[:at])
		}
		after, _ := utf8.DecodeRuneInString(rest[at+len(name):]) // RuneError, no letter, at the end
		out.WriteString(rest[:at])
		if word(before) || word(after) {
			out.WriteString(name)
		} else {
			out.WriteString(pseudonym)
		}
		rest = rest[at+len(name):]
		before, _ = utf8.DecodeLastRuneInString(name)
	}
}

// Erase puts a pseudonym in the place of a person's name: by their id where
// there is one, so that namesakes keep theirs, by the whole name among deciders,
// and by words in texts.
func (m Minutes) Erase(personID, name, pseudonym string) Minutes {
	words := func(texts ...*string) {
		for _, t := range texts {
			*t = WithoutName(*t, name, pseudonym)
		}
	}
	words(&m.Title, &m.SeriesTitle, &m.Location, &m.Notes, &m.Reason)
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
		if m.Attendance[i].PersonID == personID {
			m.Attendance[i].Name = pseudonym
		}
	}
	for _, list := range [][]MinutesPromise{m.Opening, m.ActionItems} {
		for i := range list {
			words(&list[i].Title)
			if string(list[i].OwnerID) == personID {
				list[i].OwnerName = pseudonym
			}
		}
	}
	for i := range m.Reports {
		if m.Reports[i].AuthorID == personID {
			m.Reports[i].AuthorName = pseudonym
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
		for n, by := range m.Decisions[i].DecidedBy {
			if by == name {
				m.Decisions[i].DecidedBy[n] = pseudonym
			}
		}
	}
	for i := range m.LeftOver {
		words(&m.LeftOver[i].Title)
	}
	for i := range m.Changes {
		words(&m.Changes[i].Subject, &m.Changes[i].Before, &m.Changes[i].After)
	}
	return m
}
