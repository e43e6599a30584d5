package accord

import (
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"
)

// Locales are the languages and ways of writing a person can choose.
func Locales() []string { return []string{"en", "en-US", "de"} }

// Check refuses a person whose fields are wrong. An address may be missing: the
// person is then only a name.
func (p Person) Check() error {
	var v Validation
	v.Check(strings.TrimSpace(p.Name) != "", "name", "Give a name.")
	v.Check(fits(p.Name, 120), "name", "Give at most %d characters.", 120)
	v.Check(p.Email == "" || goodAddress(p.Email), "email", "Give an address like ana@example.com.")
	v.Check(p.Side.Valid(), "side", "Choose a side.")
	v.Check(p.Role.Valid(), "role", "Choose a role.")
	v.Check(fits(p.Title, 120), "title", "Give at most %d characters.", 120)
	_, err := LoadZone(p.TimeZone)
	v.Add("time_zone", err)
	v.Check(slices.Contains(Locales(), p.Locale), "locale", "Choose a language.")
	return v.Err()
}

// goodAddress says whether mail can be sent to it and it is in lower case.
func goodAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254 && s == strings.ToLower(s) && !strings.ContainsAny(s, " \t\r\n")
}

// fits says whether a text is one line of at most n characters.
func fits(s string, n int) bool {
	return utf8.RuneCountInString(s) <= n && utf8.ValidString(s) && !strings.ContainsAny(s, "\r\n\x00")
}
