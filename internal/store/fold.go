package store

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold makes text searchable: compatibility forms taken apart (NFKD), lower
// case, marks stripped, so that "Müller" is found by "muller". SQLite's LIKE
// folds nothing but ASCII, so both sides of every search pass here.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch r = unicode.ToLower(r); {
		case unicode.Is(unicode.Mn, r):
		case r == 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// maxSearchWords bounds a search; more words are left out.
const maxSearchWords = 8

// matching gives the SQL condition under which the folded text in column holds
// every word of q, and adds its parameters. column is written by us.
func matching(column, q string, params map[string]any) string {
	words := strings.Fields(Fold(q))
	conditions := make([]string, 0, len(words))
	for i, w := range words[:min(len(words), maxSearchWords)] {
		name := "word" + string(rune('a'+i))
		params[name] = "%" + escapeLike.Replace(w) + "%"
		conditions = append(conditions, column+` LIKE :`+name+` ESCAPE '\'`)
	}
	if len(conditions) == 0 {
		return "1 = 1"
	}
	return strings.Join(conditions, " AND ")
}

var escapeLike = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
