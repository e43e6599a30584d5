package accord

import "strings"

// Plain is a text as both databases keep it: valid UTF-8 without NUL. Nobody
// types either; they come with what is pasted from elsewhere.
func Plain(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
}
