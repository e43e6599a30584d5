package accord

// Anchor is where the entry stands on the charter's page.
func (e FoundEntry) Anchor() string {
	switch e.Part {
	case PartDefinition:
		return "d-" + e.ID
	case PartRule:
		return "r-" + e.ID
	case PartDomain:
		return "domains"
	default:
		return "pledge"
	}
}

// ShellCounts are the numbers that stand beside the entries of every page's
// navigation.
type ShellCounts struct {
	Overdue int // one's own running action items past their day
	Waiting int // what waits for one's word: to accept, to confirm, to agree to drop
	Live    int // meetings running now that one is part of
}

// Found is what a search finds, of each kind the nearest few.
type Found struct {
	Items     []ActionItem
	Decisions []Decision
	People    []Person
	Series    []Series
	Projects  []ProjectRow
	Updates   []FoundUpdate
	Charter   []FoundEntry
	Reports   []FoundReport
	Visits    []VisitDetail
}

// FoundReport is a line that a representative reported, with the meeting it was
// said at.
type FoundReport struct {
	RepLine
	MeetingTitle string
}

// FoundUpdate is a weekly update with what in it has the words.
type FoundUpdate struct {
	Week Week
	Text string
}

// FoundEntry is an entry of the charter that has the words.
type FoundEntry struct {
	Part  CharterPart
	ID    string
	Title string
}

// Empty reports whether nothing was found.
func (f Found) Empty() bool {
	return len(f.Items)+len(f.Decisions)+len(f.People)+len(f.Series)+len(f.Projects)+len(f.Updates)+len(f.Charter)+len(f.Reports)+len(f.Visits) == 0
}
