package accord

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxDecision is the longest text of a decision, in characters.
const MaxDecision = 2000

// Check validates the words of a decision.
func (d Decision) Check() error {
	var v Validation
	v.Check(strings.TrimSpace(d.Text) != "", "text", "Say what was decided.")
	v.Check(utf8.RuneCountInString(d.Text) <= MaxDecision, "text", "Keep it under %d characters.", MaxDecision)
	v.Check(utf8.RuneCountInString(d.Domain) <= 100, "domain", "Keep it under %d characters.", 100)
	if d.ReviewOn != "" {
		_, err := ParseDate(string(d.ReviewOn))
		v.Add("review_on", err)
		v.Check(err != nil || d.ReviewOn >= d.DecidedOn, "review_on", "Choose a day after the decision.")
	}
	return v.Err()
}

// Supersedes makes the decision stand in for an older one.
func (d Decision) Supersedes(old Decision) (Decision, error) {
	if old.ID == d.ID || d.Number != 0 && old.Number > d.Number {
		return d, Errorf(CodeConflict, "A decision can only replace an older one.")
	}
	d.SupersedesID = NullID(old.ID)
	return d, nil
}

var decisionRef = regexp.MustCompile(`^\s*(?:[dD]\s*-?\s*|#)([0-9]{1,9})\s*$`)

// ParseDecisionRef reads "D-37", "d37" or "#37".
func ParseDecisionRef(s string) (int, bool) {
	m := decisionRef.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}
