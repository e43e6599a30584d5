package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

type tokenKind int

const (
	wordToken tokenKind = iota + 1
	paramToken
	literalToken
	markToken
)

// token is one piece of SQL: a word in lower case, a parameter's name, a
// literal, or a mark. It stands at query[from:to].
type token struct {
	kind     tokenKind
	text     string
	from, to int
}

// is reports whether the token is one of these words or marks.
func (t token) is(texts ...string) bool {
	if t.kind != wordToken && t.kind != markToken {
		return false
	}
	return slices.Contains(texts, t.text)
}

// tokenize reads the common subset of SQL both databases speak. What could
// hide something from the check is refused: a second statement, positional
// parameters, odd quotes.
func tokenize(query string) ([]token, error) {
	var tokens []token
	for i := 0; i < len(query); {
		t, next, err := nextToken(query, i)
		if err != nil {
			return nil, err
		}
		if t.kind != 0 {
			tokens = append(tokens, t)
		}
		i = next
	}
	if len(tokens) == 0 {
		return nil, errors.New("no statement")
	}
	return tokens, nil
}

// nextToken reads the token at i; space and comments have kind 0.
func nextToken(query string, i int) (token, int, error) {
	rest := query[i:]
	switch c := rest[0]; {
	case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		return token{}, i + 1, nil
	case strings.HasPrefix(rest, "--"):
		line, _, _ := strings.Cut(rest, "\n")
		return token{}, i + len(line), nil
	case strings.HasPrefix(rest, "/*"):
		end := strings.Index(rest, "*/")
		if end < 0 {
			return token{}, 0, errors.New("an open comment")
		}
		return token{}, i + end + len("*/"), nil
	case c == '\'' || c == '"':
		end, err := quoteEnd(query, i)
		kind, text := literalToken, ""
		if c == '"' && err == nil {
			kind, text = wordToken, strings.ToLower(query[i+1:end-1])
		}
		return token{kind, text, i, end}, end, err
	case strings.HasPrefix(rest, "::"):
		return token{markToken, "::", i, i + 2}, i + 2, nil
	case (c == ':' || c == '@') && len(rest) > 1 && letter(rest[1]):
		end := wordEnd(query, i+1)
		return token{paramToken, query[i+1 : end], i, end}, end, nil
	case letter(c):
		end := wordEnd(query, i)
		return token{wordToken, strings.ToLower(query[i:end]), i, end}, end, nil
	case c >= '0' && c <= '9':
		end := wordEnd(query, i)
		return token{literalToken, "", i, end}, end, nil
	case strings.ContainsRune("?$;`[]{}\\:@", rune(c)):
		return token{}, 0, fmt.Errorf("%q is not for hand-written SQL", c)
	default:
		return token{markToken, string(c), i, i + 1}, i + 1, nil
	}
}

// quoteEnd finds the end of the quoted text at i; a doubled quote stands for
// itself.
func quoteEnd(query string, i int) (int, error) {
	for j := i + 1; j < len(query); j++ {
		if query[j] != query[i] {
			continue
		}
		if j+1 < len(query) && query[j+1] == query[i] {
			j++
			continue
		}
		return j + 1, nil
	}
	return 0, errors.New("an open quote")
}

func letter(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' }

func wordEnd(query string, i int) int {
	for i < len(query) && (letter(query[i]) || query[i] >= '0' && query[i] <= '9') {
		i++
	}
	return i
}
