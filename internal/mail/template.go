package mail

import (
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"strings"
	"sync"
	texttemplate "text/template"

	"github.com/vanng822/go-premailer/premailer"

	"accord/web"
)

// templates are read once; they are part of the binary, so a mistake in them is
// a mistake of the build.
var templates = sync.OnceValue(func() (t struct {
	text *texttemplate.Template
	html *htmltemplate.Template
},
) {
	t.text = texttemplate.Must(texttemplate.ParseFS(web.Files(), "templates/mail/message.txt"))
	html, err := inlined(web.Files())
	if err != nil {
		panic(err)
	}
	t.html = htmltemplate.Must(htmltemplate.New("message.html").Parse(html))
	return t
})

// inlined is the HTML template with its style sheet written into every element,
// since mail programs drop style sheets; only what stands in @media stays one.
// That is done to the template, not to each mail: its actions stand where HTML
// allows text, hold no quotes, and come through untouched.
func inlined(files fs.FS) (string, error) {
	html, err := fs.ReadFile(files, "templates/mail/message.html")
	if err != nil {
		return "", fmt.Errorf("read mail template: %w", err)
	}
	css, err := fs.ReadFile(files, "templates/mail/message.css")
	if err != nil {
		return "", fmt.Errorf("read mail style sheet: %w", err)
	}
	page := strings.Replace(string(html), "/* message.css */", string(css), 1)
	options := premailer.NewOptions() // classes stay: @media finds its elements by them
	prepared, err := premailer.NewPremailerFromString(page, options)
	if err != nil {
		return "", fmt.Errorf("read mail template: %w", err)
	}
	out, err := prepared.Transform()
	if err != nil {
		return "", fmt.Errorf("inline the style sheet of mails: %w", err)
	}
	return out, nil
}
