package accord

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Quick is what one typed line says: "Send the list @luis fri next week". What
// is ambiguous stays empty, and its words stay in the title, so that nothing
// typed is lost.
type Quick struct {
	Title     string
	OwnerID   NullID
	DueOn     Date
	ProjectID NullID  // by [TakeProject]
	Horizon   Horizon // by [TakeHorizon]
}

// ParseQuick reads a captured line in English or German. People are those who
// may own it; today is the typist's. A line is read up to 500 characters.
func ParseQuick(line string, people []Person, today Date) Quick {
	if utf8.RuneCountInString(line) > 500 {
		return Quick{Title: strings.TrimSpace(line)}
	}
	words := strings.Fields(line)
	var q Quick
	at := len(words) // where the mention stood
	if i, n, id := findMention(words, people); id != "" {
		q.OwnerID, at = id, i
		words = slices.Delete(slices.Clone(words), i, i+n)
	}
	words, q.DueOn = takeDay(words, at, today)
	q.Title = strings.TrimRight(strings.Join(words, " "), " ,;:–-")
	return q
}

// findMention finds the first @name that means exactly one person, and how many
// words it takes: "@luis" one, "@Luis Ortega" two.
func findMention(words []string, people []Person) (at, n int, id NullID) {
	for i, w := range words {
		name, ok := strings.CutPrefix(w, "@")
		name = strings.TrimRight(name, ",.;:!?")
		if !ok || name == "" {
			continue
		}
		if i+1 < len(words) {
			both := name + " " + strings.TrimRight(words[i+1], ",.;:!?")
			if p := named(people, both, true); len(p) == 1 {
				return i, 2, NullID(p[0].ID)
			}
		}
		for _, exact := range []bool{true, false} {
			if p := named(people, name, exact); len(p) == 1 {
				return i, 1, NullID(p[0].ID)
			} else if len(p) > 1 {
				break
			}
		}
	}
	return 0, 0, ""
}

// named gives the people a name means: the whole name, the first, the last, or
// the address before the @; exactly, or by how one of them begins.
func named(people []Person, name string, exact bool) []Person {
	name = foldName(name)
	return slices.DeleteFunc(slices.Clone(people), func(p Person) bool {
		local, _, _ := strings.Cut(p.Email, "@")
		full := foldName(p.Name)
		for _, c := range append(strings.Fields(full), full, strings.ReplaceAll(full, " ", "."), foldName(local)) {
			if c == name || !exact && len(name) > 1 && strings.HasPrefix(c, name) {
				return false
			}
		}
		return true
	})
}

// foldName makes names comparable: lower case, the common marks stripped.
var foldMarks = strings.NewReplacer("ä", "a", "á", "a", "à", "a", "â", "a", "å", "a", "ã", "a", "ö", "o", "ó", "o", "ò", "o", "ô", "o", "ø", "o", "õ", "o",
	"ü", "u", "ú", "u", "ù", "u", "û", "u", "é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "ì", "i", "î", "i", "ï", "i",
	"ñ", "n", "ç", "c", "ß", "ss", "š", "s", "ž", "z", "č", "c", "ć", "c", "ł", "l", "ý", "y")

func foldName(s string) string { return foldMarks.Replace(strings.ToLower(s)) }
