package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"accord/internal/accord"
)

// Locales are the locales a person can choose: the language, and how days,
// times and numbers are written. "en" writes 24 hours and the day first.
var Locales = []string{"en", "en-US", "de"}

// catalog is every message of every language, read once.
type catalog struct {
	bundle *i18n.Bundle
	plain  map[string]map[string]string // language → key → text without data
	errors map[string]map[string]string // language → English format → format
	sided  map[string]bool              // keys of the texts that name a side
}

// messages reads the embedded locales; they are part of the binary, so a
// mistake in them is a mistake of the build and stops the program.
var messages = sync.OnceValue(func() *catalog {
	c, err := readCatalog(files)
	if err != nil {
		panic(err)
	}
	return c
})

// readCatalog reads locales/FEATURE.LANG.json and locales/errors.LANG.json.
func readCatalog(from fs.FS) (*catalog, error) {
	c := &catalog{
		bundle: i18n.NewBundle(language.English),
		plain:  map[string]map[string]string{},
		errors: map[string]map[string]string{},
		sided:  map[string]bool{},
	}
	names, err := fs.Glob(from, "locales/*.json")
	if err != nil {
		return nil, fmt.Errorf("list locales: %w", err)
	}
	for _, name := range names {
		if err := c.read(from, name); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *catalog) read(from fs.FS, name string) error {
	b, err := fs.ReadFile(from, name)
	if err != nil {
		return fmt.Errorf("read locale: %w", err)
	}
	feature, lang, _ := strings.Cut(strings.TrimSuffix(path.Base(name), ".json"), ".")
	if feature == "errors" {
		texts := map[string]string{}
		if err := json.Unmarshal(b, &texts); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		c.errors[lang] = texts
		return nil
	}
	file, err := c.bundle.ParseMessageFileBytes(b, path.Base(name))
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if c.plain[lang] == nil {
		c.plain[lang] = map[string]string{}
	}
	for _, m := range file.Messages {
		if !strings.Contains(m.Other, "{{") {
			c.plain[lang][m.ID] = m.Other
		}
		if strings.Contains(m.Other, "{{.Sales}}") || strings.Contains(m.Other, "{{.Marketing}}") {
			c.sided[m.ID] = true
		}
	}
	return nil
}

// Localizer writes for one reader: language, zone, and the way days, times
// and numbers are written. It is a value for one request and safe to share.
type Localizer struct {
	lang   string // "en" or "de"
	locale string // one of Locales
	zone   *time.Location
	inner  *i18n.Localizer
	cat    *catalog
	sides  func() (sales, marketing string) // nil for what the language calls them
}

// NewLocalizer makes the localizer of a reader. An unknown locale is read as
// its language, an unknown language as English; a nil zone is UTC.
func NewLocalizer(locale string, zone *time.Location) *Localizer {
	if zone == nil {
		zone = time.UTC
	}
	if !slices.Contains(Locales, locale) {
		base, _, _ := strings.Cut(locale, "-")
		locale = base
	}
	lang := "en"
	if strings.HasPrefix(locale, "de") {
		lang = "de"
	}
	if !slices.Contains(Locales, locale) {
		locale = lang
	}
	cat := messages()
	return &Localizer{lang: lang, locale: locale, zone: zone, inner: i18n.NewLocalizer(cat.bundle, lang), cat: cat}
}

// Naming gives a localizer that calls the sides what their workspace does: where
// a text has {{.Sales}} or {{.Marketing}}, and as words. The names are asked for
// once, when the first of them is written; an empty one is what the language has.
func (l *Localizer) Naming(sides func() (sales, marketing string)) *Localizer {
	named := *l
	if sides != nil {
		named.sides = sync.OnceValues(func() (string, string) {
			sales, marketing := sides()
			return cmp.Or(sales, l.cat.plain[l.lang]["side.sales"]), cmp.Or(marketing, l.cat.plain[l.lang]["side.marketing"])
		})
	}
	return &named
}

// Sides are the names of Sales and Marketing.
func (l *Localizer) Sides() (sales, marketing string) {
	if l.sides != nil {
		return l.sides()
	}
	return l.cat.plain[l.lang]["side.sales"], l.cat.plain[l.lang]["side.marketing"]
}

// withSides adds the names of the sides to what a text is given, where it has
// them and was given others' names for none.
func (l *Localizer) withSides(key string, data any) any {
	values, ok := data.(map[string]any)
	if !ok || !l.cat.sided[key] {
		return data
	}
	sales, marketing := l.Sides()
	all := map[string]any{"Sales": sales, "Marketing": marketing}
	maps.Copy(all, values)
	return all
}

// AcceptLocale picks the locale for a browser's Accept-Language header.
func AcceptLocale(header string) string {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return "en"
	}
	for _, t := range tags {
		switch base, _ := t.Base(); base.String() {
		case "de":
			return "de"
		case "en":
			if region, _ := t.Region(); region.String() == "US" && strings.Contains(t.String(), "US") {
				return "en-US"
			}
			return "en"
		}
	}
	return "en"
}

// Lang is the language, "en" or "de", for the page's lang attribute.
func (l *Localizer) Lang() string { return l.lang }

// Locale is the reader's locale, one of [Locales].
func (l *Localizer) Locale() string { return l.locale }

// Zone is the reader's time zone.
func (l *Localizer) Zone() *time.Location { return l.zone }

// T gives the text of a key. data is name, value, name, value…, or one map or
// struct. A key that is missing is shown as itself in brackets: visible, and
// found by the tests.
func (l *Localizer) T(key string, data ...any) string {
	if len(data) == 0 {
		if text, ok := l.cat.plain[l.lang][key]; ok {
			return text
		}
	}
	return l.localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: l.withSides(key, pairs(data))})
}

// N gives the text of a key for a number, in the right plural form; the number
// is {{.Count}} in the text, written for the reader.
func (l *Localizer) N(key string, n int, data ...any) string {
	values, ok := pairs(data).(map[string]any)
	if !ok || values == nil {
		values = map[string]any{}
	} else {
		values = maps.Clone(values)
	}
	values["Count"] = l.Int(n)
	return l.localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: l.withSides(key, values), PluralCount: n})
}

func (l *Localizer) localize(config *i18n.LocalizeConfig) string {
	text, err := l.inner.Localize(config)
	if err != nil && text == "" {
		return "[" + config.MessageID + "]"
	}
	return text
}

// Has says whether a key is known in the reader's language.
func (l *Localizer) Has(key string) bool {
	_, tag, err := l.inner.LocalizeWithTag(&i18n.LocalizeConfig{MessageID: key, PluralCount: 2})
	return err == nil && tag.String() == l.lang
}

// Word translates one of the domain's own words (a status, a role, a kind): the
// key is "word." and the word. Unknown words are given back unchanged.
func (l *Localizer) Word(word any) string {
	s := fmt.Sprint(word)
	switch s {
	case string(accord.Sales):
		sales, _ := l.Sides()
		return sales
	case string(accord.Marketing):
		_, marketing := l.Sides()
		return marketing
	}
	if text, ok := l.cat.plain[l.lang]["word."+s]; ok {
		return text
	}
	return s
}

// Error gives the message of an error for the reader: the domain's own errors
// translated, any other as a general apology, never its inner text.
func (l *Localizer) Error(err error) string {
	e := asError(err)
	if e == nil {
		return l.T("error.internal")
	}
	words := e.Code == accord.CodeNotFound || e.Code == accord.CodeStale || strings.HasPrefix(e.Format, "There is already such a %s.")
	return l.format(e.Format, e.Args, words)
}

// FieldError gives the message of one field for the reader.
func (l *Localizer) FieldError(f accord.FieldError) string { return l.format(f.Format, f.Args, false) }

// format translates an English format and its arguments. Arguments of a named
// string type are words of the domain; plain strings are names, left alone
// unless words says otherwise.
func (l *Localizer) format(format string, args []any, words bool) string {
	if text, ok := l.cat.errors[l.lang][format]; ok {
		format = text
	}
	out := make([]any, len(args))
	for i, arg := range args {
		out[i] = arg
		v := reflect.ValueOf(arg)
		if !v.IsValid() || v.Kind() != reflect.String {
			continue
		}
		switch {
		case v.Type() == reflect.TypeFor[accord.Date]():
			out[i] = l.Date(accord.Date(v.String()))
		case words || v.Type() != reflect.TypeFor[string]():
			out[i] = l.Word(v.String())
		}
	}
	return fmt.Sprintf(format, out...)
}

// pairs makes a map of name, value, name, value…; one single value is passed on.
func pairs(data []any) any {
	if len(data) == 1 {
		return data[0]
	}
	m := make(map[string]any, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		m[fmt.Sprint(data[i])] = data[i+1]
	}
	return m
}
