package accord

import (
	"testing"

	"pgregory.net/rapid"
)

func TestMergeNotes(t *testing.T) {
	for _, tt := range []struct {
		name, base, mine, theirs, want string
		keep                           Keep
		ok                             bool
	}{
		{"M1 only I wrote", "a", "a\nb", "a", "a\nb", "", true},
		{"M1 only they wrote", "a", "a", "a\nb", "a\nb", "", true},
		{"M1 both wrote the same", "a", "b", "b", "b", "", true},
		{"M1 both add at the end", "a", "a\nmine", "a\ntheirs", "a\ntheirs\nmine", "", true},
		{"M1 both begin an empty text", "", "mine", "theirs", "theirs\nmine", "", true},
		{"M1 the empty end is no line", "a\n", "a\nmine\n", "a\ntheirs", "a\ntheirs\nmine", "", true},
		{"M1 both add the same", "a\nz", "a\nb\nz", "a\nb\nz\ny", "a\nb\nz\ny", "", true},
		{"M1 different lines", "a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC", "", true},
		{"M1 neighbouring lines", "a\nb", "A\nb", "a\nB", "A\nB", "", true},
		{"M1 one adds below a line the other changes", "a\nb", "A\nb", "a\nnew\nb", "A\nnew\nb", "", true},
		{"M1 the same line", "a\nb", "a\nmine", "a\ntheirs", "a\ntheirs", "", false},
		{"M1 one deletes what the other changes", "a\nb\nc", "a\nc", "a\nB\nc", "a\nB\nc", "", false},
		{"keep mine", "x\na\ny", "x\nmine\ny", "x\ntheirs\nY", "x\nmine\nY", KeepMine, true},
		{"take theirs", "x\na\ny", "X\nmine\ny", "x\ntheirs\ny", "X\ntheirs\ny", KeepTheirs, true},
		{"keep both", "x\na\ny", "x\nmine\ny", "x\ntheirs\ny", "x\ntheirs\nmine\ny", KeepBoth, true},
		{"line ends of a browser", "a\nb", "a\r\nb\r\nmine", "a\nb", "a\r\nb\r\nmine", "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := MergeNotes(tt.base, tt.mine, tt.theirs, tt.keep)
			if got != tt.want || ok != tt.ok {
				t.Errorf("MergeNotes = %q, %v, want %q, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

// Whatever two people write: no line either of them added is lost once they
// keep both.
func TestMergeNotes_M1_keeps_every_line(t *testing.T) {
	line := rapid.SampledFrom([]string{"a", "b", "c", "d", "e"})
	text := rapid.SliceOfN(line, 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		base := text.Draw(t, "base")
		edit := func(name, new string) []string {
			out := append([]string{}, base...)
			for range rapid.IntRange(0, 3).Draw(t, name+" edits") {
				at := rapid.IntRange(0, len(out)).Draw(t, name+" at")
				if at < len(out) && rapid.Bool().Draw(t, name+" replaces") {
					out[at] = new
				} else {
					out = append(out[:at], append([]string{new}, out[at:]...)...)
				}
			}
			return out
		}
		mine, theirs := edit("mine", "MINE"), edit("theirs", "THEIRS")
		got, ok := MergeNotes(join(base), join(mine), join(theirs), KeepBoth)
		if !ok {
			t.Fatalf("keeping both asks again")
		}
		if count(got, "MINE") < count(join(mine), "MINE") || count(got, "THEIRS") < count(join(theirs), "THEIRS") {
			t.Fatalf("base %q, mine %q, theirs %q: merged %q loses a line", base, mine, theirs, got)
		}
	})
}

func join(lines []string) string {
	s := ""
	for i, l := range lines {
		if i > 0 {
			s += "\n"
		}
		s += l
	}
	return s
}

func count(s, what string) int {
	n := 0
	for _, l := range noteLines(s) {
		if l == what {
			n++
		}
	}
	return n
}
