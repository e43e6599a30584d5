package ical

import (
	"strings"
	"unicode"
)

// What is written otherwise, by place.
var (
	newlines     = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	textEscapes  = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)  // RFC 5545 §3.3.11
	paramEscapes = strings.NewReplacer("^'", `"`, "^n", "\n", "^N", "\n", "^^", "^") // RFC 6868, when reading
)

// clean makes text safe inside a line of a calendar: valid UTF-8, line ends as
// "\n", and nothing that some reader takes for the end of a line: controls, and
// the separators U+2028 and U+2029.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = newlines.Replace(text)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\u2028' || r == '\u2029':
			return '\n'
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
}

// cleanLine is [clean] for what stands in one line: a name, an address.
func cleanLine(text string) string {
	return strings.Join(strings.Fields(clean(text)), " ")
}

// paramValue makes text safe as the value of a parameter, which RFC 5545 §3.2
// gives no way to write a double quote or a control in; the writer puts it into
// quotes where it holds one of `;:,`.
func paramValue(text string) string {
	return strings.ReplaceAll(cleanLine(text), `"`, "'")
}

// escape writes text as RFC 5545 §3.3.11 has it.
func escape(text string) string {
	return textEscapes.Replace(clean(text))
}

// unescape reads text as RFC 5545 §3.3.11 has it, and leniently: a separator
// that stands without its backslash stays, a backslash before anything else is
// dropped.
func unescape(text string) string {
	if !strings.Contains(text, `\`) {
		return clean(text)
	}
	var b strings.Builder
	escaped := false
	for _, r := range text {
		switch {
		case !escaped && r == '\\':
			escaped = true
			continue
		case escaped && (r == 'n' || r == 'N'):
			r = '\n'
		}
		escaped = false
		b.WriteRune(r)
	}
	return clean(b.String())
}

// unquote reads the value of a parameter as RFC 6868 writes what RFC 5545
// cannot: ^' for a double quote, ^n for a new line, ^^ for a circumflex.
func unquote(value string) string {
	return cleanLine(paramEscapes.Replace(value))
}

// plainAddress returns an address as it stands in a mailto: URI, bare and
// without a name, and whether it is one. "Ana <ana@example.com>" is not: some
// readers no longer know their own user then.
func plainAddress(address string) (string, bool) {
	local, domain, found := strings.Cut(address, "@")
	bad := func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`<>"\;,:`, r) || r == unicode.ReplacementChar
	}
	return address, found && local != "" && domain != "" && !strings.ContainsFunc(address, bad)
}
