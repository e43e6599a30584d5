package accord

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The most a charter holds: entries of a kind, and characters of a name, a
// note, a text and the pledge.
const (
	maxCharterEntries = 40
	maxCharterName    = 100 // a decision names its domain
	maxCharterNote    = 300
	maxCharterText    = 2000
	maxCharterPledge  = 4000
)

// CharterReviewAfter is how many days after a definition ships it is to be
// looked at again: half a year.
const CharterReviewAfter = 182

// Check refuses a charter whose entries are wrong. Locations count the entries
// of each kind from 0: "domains.0.name".
func (c Charter) Check() error {
	var v Validation
	for kind, n := range map[string]int{"domains": len(c.Domains), "definitions": len(c.Definitions), "ground_rules": len(c.Rules)} {
		v.Check(n <= maxCharterEntries, kind, "Keep it to %d entries.", maxCharterEntries)
	}
	names := map[string]bool{}
	for i, d := range c.Domains {
		v.Under(fmt.Sprintf("domains.%d.", i), d.check(names))
	}
	terms := map[string]bool{}
	for i, d := range c.Definitions {
		v.Under(fmt.Sprintf("definitions.%d.", i), d.check(terms))
	}
	for i, r := range c.Rules {
		v.Under(fmt.Sprintf("ground_rules.%d.", i), r.check())
	}
	v.Check(utf8.RuneCountInString(c.Pledge) <= maxCharterPledge, "pledge", "Keep it under %d characters.", maxCharterPledge)
	return v.Err()
}

// once refuses a name that is empty, too long or taken.
func once(v *Validation, location, name string, taken map[string]bool) {
	v.Check(name != "", location, "Give a name.")
	v.Check(fits(name, maxCharterName), location, "Give at most %d characters.", maxCharterName)
	v.Check(name == "" || !taken[sameName(name)], location, "Each name stands once.")
	taken[sameName(name)] = true
}

// sameName folds what is no difference between two names: case, and space.
func sameName(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func (d CharterDomain) check(taken map[string]bool) error {
	var v Validation
	once(&v, "name", d.Name, taken)
	v.Check(d.Decides.Valid(), "decides", "Choose a side.")
	v.Check(d.Supplies == "" || d.Decides != Neutral && d.Supplies == d.Decides.Other(), "supplies", "The side that does not decide can supply.")
	v.Check(fits(d.Note, maxCharterNote), "note", "Give at most %d characters.", maxCharterNote)
	return v.Err()
}

func (d CharterDefinition) check(taken map[string]bool) error {
	var v Validation
	once(&v, "term", d.Term, taken)
	v.Check(d.Text != "", "text", "Say what it means.")
	v.Check(utf8.RuneCountInString(d.Text) <= maxCharterText, "text", "Keep it under %d characters.", maxCharterText)
	_, err := ParseDate(string(d.ReviewOn))
	v.Add("review_on", err)
	return v.Err()
}

func (r CharterRule) check() error {
	var v Validation
	v.Check(r.Question != "", "question", "Ask the question.")
	v.Check(fits(r.Question, maxCharterNote), "question", "Give at most %d characters.", maxCharterNote)
	v.Check(utf8.RuneCountInString(r.Answer) <= maxCharterText, "answer", "Keep it under %d characters.", maxCharterText)
	return v.Err()
}

// Edit gives the charter as somebody wants it: entries with an id are those of
// c, the others are new and get one. Space around texts goes.
func (c Charter) Edit(to Charter, newID func() string) (Charter, error) {
	known := c.ids()
	var v Validation
	take := func(location string, id *string) {
		if *id == "" {
			*id = newID()
			return
		}
		v.Check(known[*id], location, "The charter has no such entry, or names it twice.")
		delete(known, *id)
	}
	to.Domains, to.Definitions, to.Rules = slices.Clone(to.Domains), slices.Clone(to.Definitions), slices.Clone(to.Rules)
	for i := range to.Domains {
		d := &to.Domains[i]
		take(fmt.Sprintf("domains.%d.id", i), &d.ID)
		d.Name, d.Note = strings.TrimSpace(d.Name), strings.TrimSpace(d.Note)
	}
	for i := range to.Definitions {
		d := &to.Definitions[i]
		take(fmt.Sprintf("definitions.%d.id", i), &d.ID)
		d.Term, d.Text = strings.TrimSpace(d.Term), lines(d.Text)
	}
	for i := range to.Rules {
		r := &to.Rules[i]
		take(fmt.Sprintf("ground_rules.%d.id", i), &r.ID)
		r.Question, r.Answer = strings.TrimSpace(r.Question), lines(r.Answer)
	}
	to.Pledge = lines(to.Pledge)
	v.Add("", to.Check())
	return to, v.Err()
}

// lines is a text of several lines as it is kept, whatever a browser sent.
func lines(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

func (c Charter) ids() map[string]bool {
	ids := map[string]bool{}
	for _, d := range c.Domains {
		ids[d.ID] = true
	}
	for _, d := range c.Definitions {
		ids[d.ID] = true
	}
	for _, r := range c.Rules {
		ids[r.ID] = true
	}
	return ids
}

// Same reports whether nothing differs, order included.
func (c Charter) Same(o Charter) bool {
	return slices.Equal(c.Domains, o.Domains) && slices.Equal(c.Definitions, o.Definitions) && slices.Equal(c.Rules, o.Rules) &&
		c.Pledge == o.Pledge && c.PledgeRemove == o.PledgeRemove
}

// Definition finds a definition by id.
func (c Charter) Definition(id string) (CharterDefinition, bool) {
	for _, d := range c.Definitions {
		if d.ID == id {
			return d, true
		}
	}
	return CharterDefinition{}, false
}

// Reworded lists the entries to which agreement was given that next words
// otherwise, dates another review or leaves out: definitions by id, and
// [CharterPledge].
func (c Charter) Reworded(next Charter) []string {
	var ids []string
	for _, d := range c.Definitions {
		if now, ok := next.Definition(d.ID); !ok || now != d {
			ids = append(ids, d.ID)
		}
	}
	if c.Pledge != next.Pledge || c.PledgeRemove != next.PledgeRemove {
		ids = append(ids, CharterPledge)
	}
	return ids
}

// Agrees lists the definitions of next that the side of whoever wrote them
// agrees to by writing: the reworded and the new ones, and to remove the pledge. A
// signature under the pledge is always given apart.
func (c Charter) Agrees(next Charter) []string {
	var ids []string
	for _, d := range next.Definitions {
		if was, ok := c.Definition(d.ID); !ok || was != d {
			ids = append(ids, d.ID)
		}
	}
	if next.PledgeRemove && !c.PledgeRemove {
		ids = append(ids, CharterPledge)
	}
	return ids
}

// SpeaksFor is the side somebody agrees for: the one they lead, or lead as its
// deputy while they are named. An admin speaks for their own side while it has
// neither. "" for everybody else.
func (w Workspace) SpeaksFor(by Actor) Side {
	for _, side := range []Side{Sales, Marketing} {
		lead, deputy := w.Lead(side)
		unled := lead == "" && deputy == ""
		if w.LeadsSide(by.PersonID, side) || unled && by.PersonID != "" && by.Admin() && by.Side == side {
			return side
		}
	}
	return ""
}

// ChangesCharter reports whether somebody may change the charter: leads of a
// side, their deputies and admins.
func (w Workspace) ChangesCharter(by Actor) bool { return by.Admin() || w.Leads(by.PersonID) }

// ReviewsDue lists the definitions that are to be looked at again by a day.
func (c Charter) ReviewsDue(today Date) []CharterDefinition {
	due := []CharterDefinition{}
	for _, d := range c.Definitions {
		if d.ReviewOn <= today {
			due = append(due, d)
		}
	}
	return due
}

// reviewHour is the hour of the review's day, by the workspace's clocks, at
// which both leads are told.
const reviewHour = "T08:00"

// ReviewSaidAt is when both leads are told to look at the definition again.
func (d CharterDefinition) ReviewSaidAt(zone *time.Location) time.Time {
	return LocalTime(string(d.ReviewOn) + reviewHour).In(zone)
}
