package accord

import (
	"regexp"
	"strings"
)

// DiffPart is a piece of two texts laid over each other.
type DiffPart struct {
	Kind DiffKind `json:"kind"`
	Text string   `json:"text"`
}

// DiffKind says in which of two texts a piece stands.
type DiffKind string

// The kinds of a piece.
const (
	DiffSame    DiffKind = "same"
	DiffAdded   DiffKind = "added"
	DiffRemoved DiffKind = "removed"
)

// words cuts a text into words, space and everything else.
var diffWords = regexp.MustCompile(`[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]`)

// WordDiff lays two texts over each other word by word: the same and the added
// pieces are after, the same and the removed ones before. Changed words with
// nothing but space between them are one change.
func WordDiff(before, after string) []DiffPart {
	b, a := diffWords.FindAllString(before, -1), diffWords.FindAllString(after, -1)
	parts := []DiffPart{}
	var removed, added, space string
	flush := func() {
		for _, p := range []DiffPart{{DiffRemoved, removed}, {DiffAdded, added}, {DiffSame, space}} {
			if p.Text != "" {
				parts = append(parts, p)
			}
		}
		removed, added, space = "", "", ""
	}
	same := func(words []string) {
		text := strings.Join(words, "")
		if removed+added != "" && space == "" && strings.TrimSpace(text) == "" {
			space = text // until it is known what follows
			return
		}
		flush()
		space = text
		flush()
	}
	at := 0
	for _, h := range diffLines(b, a, true) {
		if h.from > at {
			same(b[at:h.from])
		}
		if removed+added == "" {
			flush()
		}
		removed += space + strings.Join(b[h.from:h.to], "")
		added += space + strings.Join(h.lines, "")
		space, at = "", h.to
	}
	if at < len(b) {
		same(b[at:])
	}
	flush()
	return parts
}

// CharterPart names the part of a charter an entry belongs to.
type CharterPart string

// The parts.
const (
	PartDomain     CharterPart = "domain"
	PartDefinition CharterPart = "definition"
	PartRule       CharterPart = "ground_rule"
	PartPledge     CharterPart = "pledge"
)

// CharterChange is what a version changed of one entry.
type CharterChange struct {
	Part   CharterPart          `json:"part"`
	ID     string               `json:"id"`
	Title  string               `json:"title"` // as it is now, or was
	How    DiffKind             `json:"how"`   // of the entry; "same" where fields of it changed
	Fields []CharterFieldChange `json:"fields"`
}

// CharterFieldChange is what changed of one field; Diff lays both over each
// other.
type CharterFieldChange struct {
	Field  string     `json:"field"`
	Before string     `json:"before"`
	After  string     `json:"after"`
	Diff   []DiffPart `json:"diff"`
}

// CharterEntry is one entry of any part with all its words.
type CharterEntry struct {
	Part             CharterPart
	ID, Title, Words string
}

// Entries are the entries of the charter in their order, the pledge at the end;
// words of a field that is chosen, and not written, are none.
func (c Charter) Entries() []CharterEntry {
	var list []CharterEntry
	for _, d := range c.Domains {
		list = append(list, CharterEntry{PartDomain, d.ID, d.Name, d.Name + " " + d.Note})
	}
	for _, d := range c.Definitions {
		list = append(list, CharterEntry{PartDefinition, d.ID, d.Term, d.Term + " " + d.Text})
	}
	for _, r := range c.Rules {
		list = append(list, CharterEntry{PartRule, r.ID, r.Question, r.Question + " " + r.Answer})
	}
	if c.Pledge != "" {
		list = append(list, CharterEntry{PartPledge, CharterPledge, "", c.Pledge})
	}
	return list
}

// entry is one entry of any part as its fields, in the order they are shown.
type entry struct {
	part   CharterPart
	id     string
	title  string
	fields []string // name, value, name, value …
}

func (c Charter) entries() []entry {
	var list []entry
	for _, d := range c.Domains {
		list = append(list, entry{PartDomain, d.ID, d.Name, []string{"name", d.Name, "decides", string(d.Decides), "supplies", string(d.Supplies), "note", d.Note}})
	}
	for _, d := range c.Definitions {
		list = append(list, entry{PartDefinition, d.ID, d.Term, []string{"term", d.Term, "text", d.Text, "review_on", string(d.ReviewOn), "removal", removal(d.Remove)}})
	}
	for _, r := range c.Rules {
		list = append(list, entry{PartRule, r.ID, r.Question, []string{"question", r.Question, "answer", r.Answer}})
	}
	return append(list, entry{PartPledge, CharterPledge, "", []string{"text", c.Pledge, "removal", removal(c.PledgeRemove)}})
}

// removal is the field that says whether an entry is to go.
func removal(asked bool) string {
	if asked {
		return "asked"
	}
	return ""
}

// ChangesFrom says what the charter changed against the version before it,
// entry by entry in its own order; what was taken out stands at the end.
func (c Charter) ChangesFrom(before Charter) []CharterChange {
	was := map[string]entry{}
	for _, e := range before.entries() {
		was[string(e.part)+e.id] = e
	}
	list := []CharterChange{}
	add := func(e entry, how DiffKind, fields []CharterFieldChange) {
		if len(fields) > 0 {
			list = append(list, CharterChange{Part: e.part, ID: e.id, Title: e.title, How: how, Fields: fields})
		}
	}
	for _, e := range c.entries() {
		old, ok := was[string(e.part)+e.id]
		how := DiffSame
		if !ok {
			how = DiffAdded
		}
		add(e, how, fieldChanges(old.fields, e.fields))
		delete(was, string(e.part)+e.id)
	}
	for _, e := range before.entries() {
		if _, gone := was[string(e.part)+e.id]; gone {
			add(e, DiffRemoved, fieldChanges(e.fields, nil))
		}
	}
	return list
}

// fieldChanges compares the fields of an entry; nil is one that is not there.
func fieldChanges(before, after []string) []CharterFieldChange {
	var list []CharterFieldChange
	value := func(of []string, i int) string {
		if len(of) == 0 {
			return ""
		}
		return of[i+1]
	}
	names := after
	if len(names) == 0 {
		names = before
	}
	for i := 0; i < len(names); i += 2 {
		if b, a := value(before, i), value(after, i); b != a {
			list = append(list, CharterFieldChange{Field: names[i], Before: b, After: a, Diff: WordDiff(b, a)})
		}
	}
	return list
}
