package pages

// AlignmentTab is one of the tabs under /alignment.
type AlignmentTab struct {
	Path, Label string
	Current     bool
}

// AlignmentTabs are the tabs under /alignment, of which current is shown:
// "diagnostic", "charter" or "intel". A page of theirs has the entry
// "alignment" of the navigation and begins, under its head, with
//
//	{{template "alignment-tabs" (dict "L" .L "Tabs" (.AlignmentTabs "charter"))}}
func (b Base) AlignmentTabs(current string) []AlignmentTab {
	tabs := []AlignmentTab{{Path: "/alignment"}, {Path: "/alignment/charter"}, {Path: "/alignment/intel"}}
	for i, key := range []string{"diagnostic", "charter", "intel"} {
		tabs[i].Label, tabs[i].Current = b.L.T("alignment.tab."+key), key == current
	}
	if !b.CanEdit { // observers see neither the charter nor intelligence (X4)
		tabs = tabs[:1]
	}
	return tabs
}
