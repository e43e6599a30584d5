package accord

import (
	"errors"
	"slices"
)

// RecordedAs says what somebody recorded of a domain that the charter gives to
// the other side: input for it, or a decision all the same.
type RecordedAs string

// What can be recorded. AsUnsaid is a decision wherever nothing speaks against
// it.
const (
	AsUnsaid   RecordedAs = ""
	AsDecision RecordedAs = "decision"
	AsInput    RecordedAs = "input"
)

// MissingAs is the code of what is missing where [Charter.Place] asks.
const MissingAs = "as"

// DomainNamed finds a domain by what people call it, whatever the case.
func (c Charter) DomainNamed(name string) (CharterDomain, bool) {
	for _, d := range c.Domains {
		if sameName(d.Name) == sameName(name) {
			return d, true
		}
	}
	return CharterDomain{}, false
}

// Foreign reports whether the domain is not the ground of whoever records a
// decision in it: they are of the other side, or of neither and nobody of the
// deciding side is among those who decided.
func (d CharterDomain) Foreign(by Side, deciders []Side) bool {
	switch {
	case d.Decides == Neutral:
		return false
	case by == d.Decides.Other():
		return true
	case by == d.Decides:
		return false
	}
	return !slices.Contains(deciders, d.Decides)
}

// Place settles what somebody records under a domain: the side it is input for,
// or "" for a decision. Where the domain is the other side's and nobody said
// which of both it is, it is a conflict that asks. A domain the charter does not
// know belongs to nobody.
func (c Charter) Place(domain string, as RecordedAs, by Side, deciders []Side) (Side, error) {
	d, ok := c.DomainNamed(domain)
	owned := ok && d.Decides != Neutral
	switch as {
	case AsDecision:
		return "", nil
	case AsInput:
		if !owned {
			return "", BadField("as", "Input needs a domain that one side decides.")
		}
		return d.Decides, nil
	case AsUnsaid:
	default:
		return "", BadField("as", "Say input or decision.")
	}
	if !owned || !d.Foreign(by, deciders) {
		return "", nil
	}
	e := Errorf(CodeConflict, `In “%s” the other side decides. Say whether this is input or a decision: send as "input" or "decision".`, d.Name)
	e.Missing = []Missing{{Code: MissingAs, SubjectID: d.ID, Overridable: true}}
	return "", e
}

// AsksInput gives the domain's id where err is the question of [Charter.Place].
func AsksInput(err error) (domainID string, ok bool) {
	e, is := errors.AsType[*Error](err)
	if !is || len(e.Missing) != 1 || e.Missing[0].Code != MissingAs {
		return "", false
	}
	return e.Missing[0].SubjectID, true
}
