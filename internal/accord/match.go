package accord

import "slices"

// Match is what a writer believes the version of a thing to be, from If-Match
// or from the form's hidden field. The zero Match makes no claim, and so does
// "*": it overwrites knowingly.
type Match struct {
	Set      bool
	Any      bool
	Versions []int
}

// MatchVersion claims one version.
func MatchVersion(v int) Match { return Match{Set: true, Versions: []int{v}} }

// Check returns CodeStale with the current state where the claim is wrong.
func (m Match) Check(version int, current any) error {
	if !m.Set || m.Any || slices.Contains(m.Versions, version) {
		return nil
	}
	err := Errorf(CodeStale, "Somebody changed this meanwhile. Look at what it is now, then save again.")
	err.Current = current
	return err
}
