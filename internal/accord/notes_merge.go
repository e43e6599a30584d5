package accord

import (
	"cmp"
	"slices"
	"strings"
)

// Keep says what becomes of the lines two writers both changed.
type Keep string

// The answers to a conflict; KeepAsk is none yet.
const (
	KeepAsk    Keep = ""
	KeepMine   Keep = "mine"
	KeepTheirs Keep = "theirs"
	KeepBoth   Keep = "both"
)

// Valid reports whether k is one of the answers, or none yet.
func (k Keep) Valid() bool {
	return k == KeepAsk || k == KeepMine || k == KeepTheirs || k == KeepBoth
}

// MergeNotes puts together what two writers made of base, line by line (M1).
// Lines only one of them touched are taken from that one; what both added at
// the same place stands below each other, theirs first. Lines both changed, in
// different ways, go by keep; with KeepAsk the result is false and theirs.
func MergeNotes(base, mine, theirs string, keep Keep) (string, bool) {
	switch {
	case mine == theirs || theirs == base:
		return mine, true
	case mine == base:
		return theirs, true
	}
	b, m, t := noteLines(base), noteLines(mine), noteLines(theirs)
	merged, ok := mergeLines(b, append(diffLines(b, t, false), diffLines(b, m, true)...), keep)
	if !ok {
		return theirs, false
	}
	return strings.Join(merged, "\n"), true
}

// noteLines cuts a text into lines; the line ends a browser sends are one kind,
// and the empty end of the text is no line.
func noteLines(s string) []string {
	s = strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// hunk is one change: the base's lines from up to to become lines.
type hunk struct {
	from, to int
	lines    []string
	mine     bool
}

// touches reports whether two changes concern the same lines of the base. Lines
// put in beside a changed line do not touch it.
func (h hunk) touches(from, to int) bool {
	if h.from == h.to || from == to {
		return h.from > from && h.from < to || from > h.from && from < h.to
	}
	return h.from < to && from < h.to
}

// mergeLines applies both writers' changes to base. false says that they touch
// each other and nobody decided.
func mergeLines(base []string, changes []hunk, keep Keep) ([]string, bool) {
	slices.SortStableFunc(changes, func(a, b hunk) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(min(1, a.to-a.from), min(1, b.to-b.from)))
	})
	var out []string
	at := 0
	for len(changes) > 0 {
		from, to, n := changes[0].from, changes[0].to, 1
		for n < len(changes) && (changes[n].touches(from, to) || sameAddition(changes[0], changes[n])) {
			to = max(to, changes[n].to)
			n++
		}
		lines, ok := settle(base[from:to], from, changes[:n], keep)
		if !ok {
			return nil, false
		}
		out = append(append(out, base[at:from]...), lines...)
		at, changes = to, changes[n:]
	}
	return append(out, base[at:]...), true
}

// sameAddition reports whether both writers put the same lines in at one place.
func sameAddition(a, b hunk) bool {
	return a.from == b.from && a.to == b.to && a.from == a.to && a.mine != b.mine && slices.Equal(a.lines, b.lines)
}

// settle gives what becomes of the base's lines from offset on under changes
// that touch each other, or under a single one.
func settle(base []string, offset int, changes []hunk, keep Keep) ([]string, bool) {
	mine, theirs := rewrite(base, offset, changes, true), rewrite(base, offset, changes, false)
	switch {
	case len(changes) == 1 && !changes[0].mine:
		return theirs, true
	case len(changes) == 1, slices.Equal(mine, theirs), keep == KeepMine:
		return mine, true
	case keep == KeepTheirs:
		return theirs, true
	case keep == KeepBoth:
		return append(theirs, mine...), true
	}
	return nil, false
}

// rewrite applies one writer's changes to the base's lines from offset on.
func rewrite(base []string, offset int, changes []hunk, mine bool) []string {
	var out []string
	at := 0
	for _, h := range changes {
		if h.mine == mine {
			out = append(append(out, base[at:h.from-offset]...), h.lines...)
			at = h.to - offset
		}
	}
	return append(out, base[at:]...)
}

// maxDiffCells bounds the table of a comparison; beyond it the middle of the
// text counts as one change.
const maxDiffCells = 1 << 20

// diffLines gives the changes that make text out of base.
func diffLines(base, text []string, mine bool) []hunk {
	head := 0
	for head < len(base) && head < len(text) && base[head] == text[head] {
		head++
	}
	tail := 0
	for tail < len(base)-head && tail < len(text)-head && base[len(base)-1-tail] == text[len(text)-1-tail] {
		tail++
	}
	b, t := base[head:len(base)-tail], text[head:len(text)-tail]
	if len(b) == 0 && len(t) == 0 {
		return nil
	}
	if len(b)*len(t) > maxDiffCells {
		return []hunk{{from: head, to: head + len(b), lines: t, mine: mine}}
	}
	return walkDiff(b, t, head, mine)
}

// walkDiff finds the changes by the longest common lines.
func walkDiff(b, t []string, offset int, mine bool) []hunk {
	common := make([][]int, len(b)+1)
	for i := range common {
		common[i] = make([]int, len(t)+1)
	}
	for i := range slices.Backward(b) {
		for j := len(t) - 1; j >= 0; j-- {
			if b[i] == t[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var out []hunk
	for i, j := 0, 0; i < len(b) || j < len(t); {
		if i < len(b) && j < len(t) && b[i] == t[j] {
			i, j = i+1, j+1
			continue
		}
		h := hunk{from: offset + i, mine: mine}
		for (i < len(b) || j < len(t)) && (i == len(b) || j == len(t) || b[i] != t[j]) {
			if j == len(t) || i < len(b) && common[i+1][j] >= common[i][j+1] {
				i++
			} else {
				h.lines = append(h.lines, t[j])
				j++
			}
		}
		h.to = offset + i
		out = append(out, h.single()...)
	}
	return out
}

// single cuts a change of as many lines as before into changes of one line.
func (h hunk) single() []hunk {
	if h.to-h.from != len(h.lines) {
		return []hunk{h}
	}
	out := make([]hunk, len(h.lines))
	for i := range h.lines {
		out[i] = hunk{from: h.from + i, to: h.from + i + 1, lines: h.lines[i : i+1], mine: h.mine}
	}
	return out
}
