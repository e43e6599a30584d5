package pages

import (
	"bytes"
	"html/template"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"accord/internal/accord"
)

var (
	markdown  = goldmark.New(goldmark.WithExtensions(extension.Strikethrough, extension.Linkify))
	sanitizer = sync.OnceValue(func() *bluemonday.Policy {
		p := bluemonday.NewPolicy() // no pictures: they would call home
		p.AllowStandardURLs()
		p.AllowElements("p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr")
		p.AllowAttrs("href").OnElements("a")
		return p
	})
	rendered = markdownCache{by: map[string]template.HTML{}}
)

// maxRendered bounds the cache of rendered texts; when it is full it begins
// anew.
const maxRendered = 512

// markdownCache keeps what was rendered: goldmark is quadratic in the worst
// case, and a page shows the same notes again and again.
type markdownCache struct {
	sync.Mutex
	by map[string]template.HTML
}

// Markdown renders text people wrote. What is longer than 8 KiB is cut: no
// field takes more.
func Markdown(text string) template.HTML {
	text = text[:min(len(text), accord.MaxNotes)]
	if text == "" {
		return ""
	}
	rendered.Lock()
	defer rendered.Unlock()
	if html, ok := rendered.by[text]; ok {
		return html
	}
	var b bytes.Buffer
	if err := markdown.Convert([]byte(text), &b); err != nil {
		return template.HTML(template.HTMLEscapeString(text)) //nolint:gosec // escaped
	}
	html := template.HTML(sanitizer().SanitizeBytes(b.Bytes())) //nolint:gosec // sanitized
	if len(rendered.by) >= maxRendered {
		clear(rendered.by)
	}
	rendered.by[text] = html
	return html
}
