package accord

import (
	"slices"
	"time"
)

// Charter is what Sales and Marketing have settled about working together, as
// one version of it says it: who decides what, what words mean, how to behave,
// and what both leads pledge. Every version is kept.
type Charter struct {
	Domains     []CharterDomain     `json:"domains"`
	Definitions []CharterDefinition `json:"definitions"`
	Rules       []CharterRule       `json:"ground_rules"`
	Pledge      string              `json:"pledge"`
	// PledgeRemove: the pledge goes once both sides agree to that.
	PledgeRemove bool `json:"pledge_remove,omitempty"`
}

// CharterDomain says who decides one kind of matter. Decisions name it.
type CharterDomain struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Decides  Side   `json:"decides"`  // Neutral: both sides together
	Supplies Side   `json:"supplies"` // the other side, where it supplies what the deciding one uses; "" for none
	Note     string `json:"note"`
}

// CharterDefinition is what a word means to both sides, until they look at it
// again.
type CharterDefinition struct {
	ID       string `json:"id"`
	Term     string `json:"term"`
	Text     string `json:"text"`
	ReviewOn Date   `json:"review_on"`
	Remove   bool   `json:"remove,omitempty"` // it goes once both sides agree to that
}

// CharterRule is a ground rule: a question of whose ground is whose, answered
// once. Answer is empty until it is.
type CharterRule struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// CharterPledge is the entry that stands for the pledge beside the ids of
// definitions.
const CharterPledge = "pledge"

// CharterVersion is one version as it is kept.
type CharterVersion struct {
	WorkspaceID string    `json:"-"`
	ID          string    `json:"id"`
	Number      int       `json:"number"`
	Body        string    `json:"-"` // the [Charter] as JSON
	CreatedBy   string    `json:"created_by"`
	CreatedAt   time.Time `json:"created_at"`
}

// CharterAgreement is a side's yes to a definition, or its signature under the
// pledge. It holds until somebody changes the words.
type CharterAgreement struct {
	WorkspaceID string     `json:"-"`
	ID          string     `json:"-"`
	EntryID     string     `json:"-"` // of a definition, or [CharterPledge]
	Side        Side       `json:"-"`
	Version     int        `json:"version"` // whose words were agreed to
	PersonID    string     `json:"person_id"`
	AgreedAt    time.Time  `json:"at"`
	WithdrawnAt *time.Time `json:"-"` // the words were changed
}

// CharterName is an agreement with the name of whoever gave it for their side.
type CharterName struct {
	CharterAgreement
	Name string `json:"name"`
}

// CharterDetail is the charter as it stands: its words, and who agreed to them.
type CharterDetail struct {
	Charter
	Version   int // 0 while nobody has touched what ships
	ChangedAt *time.Time
	ChangedBy NullID
	Agreed    []CharterName // those that hold
	Leads     Side          // the side the reader may agree for, "" for none
	Edits     bool          // whether the reader may change it
}

// AgreedBy is the agreement of a side to an entry, nil where there is none.
func (c CharterDetail) AgreedBy(entryID string, side Side) *CharterName {
	for i := range c.Agreed {
		if a := &c.Agreed[i]; a.EntryID == entryID && a.Side == side {
			return a
		}
	}
	return nil
}

// Fallen lists those of the entries that somebody had agreed to, in their order.
func (c CharterDetail) Fallen(entryIDs []string) []string {
	var fell []string
	for _, id := range entryIDs {
		if c.AgreedBy(id, Sales) != nil || c.AgreedBy(id, Marketing) != nil {
			fell = append(fell, id)
		}
	}
	return fell
}

// Reopened are the entries that were agreed to, whose words were changed since,
// and that are not agreed by both sides again. withdrawn are those whose words
// were ever changed.
func (c CharterDetail) Reopened(withdrawn map[string]bool) []CharterEntry {
	return slices.DeleteFunc(c.Entries(), func(e CharterEntry) bool { return !withdrawn[e.ID] || c.Settled(e.ID) })
}

// Settled reports whether both sides agreed to an entry.
func (c CharterDetail) Settled(entryID string) bool {
	return c.AgreedBy(entryID, Sales) != nil && c.AgreedBy(entryID, Marketing) != nil
}

// Asks reports whether an entry waits for the reader's agreement.
func (c CharterDetail) Asks(entryID string) bool {
	return c.Leads != "" && c.AgreedBy(entryID, c.Leads) == nil
}

// MayEdit refuses a reader who may not change the charter.
func (c CharterDetail) MayEdit() error {
	if c.Edits {
		return nil
	}
	return Errorf(CodeDenied, "Only the leads of both sides, their deputies and admins change the charter.")
}

// CharterState is what is to be said of the charter in a line.
type CharterState struct {
	Version     int
	Definitions int
	Settled     int                 // agreed by both sides
	Asked       []CharterDefinition // wait for the reader's agreement
	Due         []CharterDefinition // to be looked at again by now
	Signed      []Side              // under the pledge
	AsksPledge  bool                // the reader's signature is missing, or their word to let the pledge go
	PledgeGoes  bool                // the latter
	Unanswered  int                 // ground rules
}

// State sums the charter up for the reader on a day.
func (c CharterDetail) State(today Date) CharterState {
	s := CharterState{
		Version: c.Version, Definitions: len(c.Definitions), Asked: []CharterDefinition{}, Due: c.ReviewsDue(today), Signed: []Side{},
		AsksPledge: c.Pledge != "" && c.Asks(CharterPledge),
	}
	for _, d := range c.Definitions {
		if c.Settled(d.ID) {
			s.Settled++
		}
		if c.Asks(d.ID) {
			s.Asked = append(s.Asked, d)
		}
	}
	for _, side := range []Side{Sales, Marketing} {
		if c.AgreedBy(CharterPledge, side) != nil && !c.PledgeRemove {
			s.Signed = append(s.Signed, side)
		}
	}
	s.PledgeGoes = s.AsksPledge && c.PledgeRemove
	s.Unanswered = c.Unanswered()
	return s
}

// Unanswered counts the ground rules nobody has answered yet.
func (c Charter) Unanswered() int {
	n := 0
	for _, r := range c.Rules {
		if r.Answer == "" {
			n++
		}
	}
	return n
}

// Reviews are the review dates of the definitions, by their ids: what the events
// of a charter keep of them, so that any day's figures follow (P8).
func (c Charter) Reviews() map[string]Date {
	days := map[string]Date{}
	for _, d := range c.Definitions {
		days[d.ID] = d.ReviewOn
	}
	return days
}
