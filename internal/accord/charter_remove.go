package accord

import "slices"

// Keep gives next as it may become of c by one side alone: what is to go of the
// definitions and the pledge, marked or left out, stays with its words, and with
// the mark, where agreed says that it is not that side's alone. Both sides agree
// to it then as they would to other words.
func (c Charter) Keep(next Charter, agreed func(entryID string) bool) Charter {
	next.Definitions = slices.DeleteFunc(slices.Clone(next.Definitions), func(d CharterDefinition) bool { return d.Remove })
	for i, was := range c.Definitions {
		if _, stays := next.Definition(was.ID); !stays && agreed(was.ID) {
			was.Remove = true
			next.Definitions = slices.Insert(next.Definitions, min(i, len(next.Definitions)), was)
		}
	}
	if next.Pledge == "" || next.PledgeRemove {
		next.Pledge, next.PledgeRemove = "", false
		if c.Pledge != "" && agreed(CharterPledge) {
			next.Pledge, next.PledgeRemove = c.Pledge, true
		}
	}
	return next
}

// Leaving reports whether an entry goes once both sides agree to that.
func (c Charter) Leaving(entryID string) bool {
	d, _ := c.Definition(entryID)
	return d.Remove || entryID == CharterPledge && c.PledgeRemove
}

// Without is the charter without an entry that both sides agreed to remove.
func (c Charter) Without(entryID string) Charter {
	c.Definitions = slices.DeleteFunc(slices.Clone(c.Definitions), func(d CharterDefinition) bool { return d.ID == entryID })
	if entryID == CharterPledge {
		c.Pledge, c.PledgeRemove = "", false
	}
	return c
}

// Staying is the charter with an entry that stays in it after all.
func (c Charter) Staying(entryID string) Charter {
	c.Definitions = slices.Clone(c.Definitions)
	for i := range c.Definitions {
		if c.Definitions[i].ID == entryID {
			c.Definitions[i].Remove = false
		}
	}
	c.PledgeRemove = c.PledgeRemove && entryID != CharterPledge
	return c
}
