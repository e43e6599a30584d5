package accord

import "strings"

// Check refuses a team whose name is wrong.
func (t Team) Check() error {
	var v Validation
	v.Check(strings.TrimSpace(t.Name) != "", "name", "Give a name.")
	v.Check(fits(t.Name, 120), "name", "Give at most %d characters.", 120)
	return v.Err()
}

// Facilitates reports whether the person may lead through the meetings of the
// team: an observer, of the team or of the workspace, writes nothing (X4).
func (p TeamPerson) Facilitates() bool {
	return p.Active() && p.TeamRole != TeamObserver && p.Role != RoleObserver
}
