package accord

import (
	"slices"
	"strings"
	"time"
)

// RepKind is what a line of a representative's report is about.
type RepKind string

// The four things a representative reports.
const (
	RepActivity RepKind = "activity"
	RepProblem  RepKind = "problem"
	RepCare     RepKind = "care"
	RepConcern  RepKind = "concern"
)

// RepKinds lists them in the order they are told.
func RepKinds() []RepKind { return []RepKind{RepActivity, RepProblem, RepCare, RepConcern} }

// RepTurn is what a line was turned into; "" while nobody said.
type RepTurn string

// What a line can be turned into. RepNothing says that it was heard, and that
// nothing has to follow.
const (
	RepOpen       RepTurn = ""
	RepActionItem RepTurn = "action_item"
	RepIntel      RepTurn = "intel"
	RepProposal   RepTurn = "proposal"
	RepNothing    RepTurn = "nothing"
)

// RepReport is what one side reports at a meeting, told by its representative or
// by who stands in for them.
type RepReport struct {
	WorkspaceID string    `json:"-"`
	ID          string    `json:"id"`
	MeetingID   string    `json:"meeting_id"`
	Side        Side      `json:"side"`
	AuthorID    string    `json:"author_id"` // who wrote it last
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`
	Version     int       `json:"version"`
}

// RepLine is one line of a report. It becomes something else by one action.
type RepLine struct {
	WorkspaceID string     `json:"-"`
	ID          string     `json:"id"`
	ReportID    string     `json:"report_id"`
	MeetingID   string     `json:"meeting_id"`
	SeriesID    NullID     `json:"series_id"`
	Side        Side       `json:"side"`
	Kind        RepKind    `json:"kind"`
	Position    int        `json:"position"`
	Text        string     `json:"text"`
	SearchText  string     `json:"-"`       // folded; see store
	SaidOn      Date       `json:"said_on"` // the day of the call, in its zone: a concern's age counts from it
	Became      RepTurn    `json:"became"`
	BecameID    NullID     `json:"became_id"` // the action item, agenda item or intelligence entry
	BecameBy    NullID     `json:"became_by"`
	BecameAt    *time.Time `json:"became_at"`
	CreatedBy   string     `json:"created_by"`
	CreatedAt   time.Time  `json:"created_at"`
	Version     int        `json:"version"`
}

// RepReportDetail is a report with its lines and its author's name.
type RepReportDetail struct {
	RepReport
	AuthorName string
	Lines      []RepLine
}

// Of are the report's lines of a kind.
func (r RepReportDetail) Of(kind RepKind) []RepLine {
	return slices.DeleteFunc(slices.Clone(r.Lines), func(l RepLine) bool { return l.Kind != kind })
}

// RepWords is a report as it is written: a text of lines for each kind.
type RepWords map[RepKind]string

// How much a report says at most.
const (
	MaxRepLines = 20  // of a kind
	MaxRepLine  = 200 // characters
	// RepDueDays is when an action item made of a line is due unless somebody says
	// otherwise: at the next weekly call.
	RepDueDays = 7
)

// Lines are the lines of the report, empty ones and repetitions left out. A
// report says something, and fits on a page.
func (w RepWords) Lines() ([]RepLine, error) {
	var v Validation
	var lines []RepLine
	for _, kind := range RepKinds() {
		seen := map[string]bool{}
		for text := range strings.Lines(w[kind]) {
			text = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(Plain(text)), "-*•–"))
			if text == "" || seen[text] {
				continue
			}
			seen[text] = true
			v.Check(len([]rune(text)) <= MaxRepLine, kind.Field(), "Keep each line to %d characters.", MaxRepLine)
			lines = append(lines, RepLine{Kind: kind, Position: len(seen), Text: text})
		}
		v.Check(len(seen) <= MaxRepLines, kind.Field(), "Keep it to %d lines.", MaxRepLines)
	}
	v.Check(len(lines) > 0, RepActivity.Field(), "Say at least one thing.")
	return lines, v.Err()
}

// Field is the name of a kind in requests, which is its plural.
func (k RepKind) Field() string {
	if k == RepActivity {
		return "activities"
	}
	return string(k) + "s"
}

// Retell is the report after it was written anew: what still stands keeps its
// place in the world, what was turned into something stays whatever is written,
// the rest goes. added have no id yet.
func Retell(before, said []RepLine) (kept, added, gone []RepLine) {
	for _, was := range before {
		i := slices.IndexFunc(said, func(l RepLine) bool { return l.Kind == was.Kind && l.Text == was.Text })
		switch {
		case i >= 0:
			was.Position = said[i].Position
			kept = append(kept, was)
			said = slices.Delete(slices.Clone(said), i, i+1)
		case was.Became != RepOpen:
			kept = append(kept, was)
		default:
			gone = append(gone, was)
		}
	}
	return kept, said, gone
}

// CheckReported says whether the meeting still takes a report: until it closes
// (M4).
func (m Meeting) CheckReported() error {
	if m.Status != MeetingScheduled && m.Status != MeetingInProgress {
		return Errorf(CodeConflict, "This meeting is over; its minutes stay as they are.").By("M4")
	}
	return nil
}

// ParseRepTurn reads what a line is turned into, as an error on "into".
func ParseRepTurn(name string) (RepTurn, error) {
	var v Validation
	t := RepTurn(name)
	v.Check(slices.Contains([]RepTurn{RepActionItem, RepIntel, RepProposal, RepNothing}, t), "into", "Choose action_item, intel, proposal or nothing.")
	return t, v.Err()
}

// Turn makes the line something else, once.
func (l RepLine) Turn(into RepTurn, id string, by string, now time.Time) (RepLine, error) {
	if l.Became != RepOpen {
		return l, Errorf(CodeConflict, "Somebody has dealt with this line already.")
	}
	l.Became, l.BecameID, l.BecameBy, l.BecameAt = into, NullID(id), NullID(by), &now
	return l, nil
}

// Reopen makes the line what it was before it was turned.
func (l RepLine) Reopen() RepLine {
	l.Became, l.BecameID, l.BecameBy, l.BecameAt = RepOpen, "", "", nil
	return l
}

// AgeDays is how many days ago the line was said.
func (l RepLine) AgeDays(today Date) int { return max(0, l.SaidOn.DaysUntil(today)) }

// OpenConcerns are the concerns nothing came of yet, the oldest first; except
// leaves out those of a meeting whose own report shows them.
func OpenConcerns(lines []RepLine, except string) []RepLine {
	open := slices.DeleteFunc(slices.Clone(lines), func(l RepLine) bool {
		return l.Kind != RepConcern || l.Became != RepOpen || except != "" && l.MeetingID == except
	})
	slices.SortStableFunc(open, func(a, b RepLine) int { return strings.Compare(string(a.SaidOn), string(b.SaidOn)) })
	return open
}

// AgendaKind is what a line is for as an agenda item.
func (k RepKind) AgendaKind() AgendaKind {
	if k == RepActivity {
		return KindInform
	}
	return KindSolve
}
