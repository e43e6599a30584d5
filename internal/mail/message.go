package mail

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"reflect"
	"strings"
	"sync"
	texttemplate "text/template"
	"time"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"

	"accord/internal/accord"
	"accord/web"
)

// subjectLimit is the length of a subject in characters; people's own words may
// be longer.
const subjectLimit = 160

// words is a mail in its reader's language, as the templates take it.
type words struct {
	Lang     string
	Subject  string
	Greeting string
	Intro    string
	Sections []section
	Action   string // the button; "" for none
	Link     string
	Why      string // why this mail came
}

type section struct {
	Heading string
	Lines   []line
}

type line struct {
	Text  string
	Link  string
	Facts []string
}

// templates are read once; they are part of the binary, so a mistake in them is
// a mistake of the build.
var templates = sync.OnceValue(func() (t struct {
	text *texttemplate.Template
	html *htmltemplate.Template
},
) {
	t.text = texttemplate.Must(texttemplate.ParseFS(web.Files(), "templates/mail/message.txt"))
	t.html = htmltemplate.Must(htmltemplate.ParseFS(web.Files(), "templates/mail/message.html"))
	return t
})

// inWords puts a mail into its reader's language.
func inWords(m accord.Mail) words {
	l := web.NewLocalizer(m.Locale, accord.Zone(m.TimeZone))
	key := "mail." + m.Kind
	w := words{
		Lang:     l.Lang(),
		Subject:  oneLine(say(l, key+".subject", m.Args)),
		Greeting: l.T("mail.greeting", "Name", m.Name),
		Intro:    say(l, key+".intro", m.Args),
		Link:     m.Link,
		Why:      l.T("mail.why", "Workspace", m.Workspace),
	}
	if m.Link != "" {
		w.Action = say(l, key+".action", m.Args)
	}
	for _, s := range m.Sections {
		out := section{Heading: say(l, s.Key, s.Args)}
		for _, ln := range s.Lines {
			out.Lines = append(out.Lines, inLine(l, ln))
		}
		w.Sections = append(w.Sections, out)
	}
	return w
}

func inLine(l *web.Localizer, ln accord.MailLine) line {
	out := line{Text: oneLine(ln.Text), Link: ln.Link}
	for _, f := range ln.Facts {
		out.Facts = append(out.Facts, say(l, f.Key, f.Args))
	}
	return out
}

// say gives the text of a key, with days, instants, the domain's words and
// other messages written the reader's way. A whole number called Count chooses the plural.
func say(l *web.Localizer, key string, args map[string]any) string {
	values := make(map[string]any, len(args))
	for name, v := range args {
		switch v := v.(type) {
		case accord.Date:
			values[name] = l.Day(v)
		case time.Time:
			values[name] = l.DateTime(v)
		case accord.MailFact:
			values[name] = say(l, v.Key, v.Args)
		case string:
			values[name] = v
		default:
			values[name] = v
			if reflect.ValueOf(v).Kind() == reflect.String {
				values[name] = l.Word(v)
			}
		}
	}
	if n, ok := args["Count"].(int); ok {
		return l.N(key, n, values)
	}
	return l.T(key, values)
}

// oneLine takes line breaks and other white space out of people's words, so
// that they can neither add a header nor a line, and cuts them to a length.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if utf8.RuneCountInString(s) <= subjectLimit {
		return s
	}
	return string([]rune(s)[:subjectLimit-1]) + "…"
}

// message makes the MIME message: text first, HTML as the alternative.
func (s *SMTP) message(m accord.Mail) (*gomail.Msg, error) {
	w := inWords(m)
	var text, html bytes.Buffer
	if err := templates().text.Execute(&text, w); err != nil {
		return nil, fmt.Errorf("write mail: %w", err)
	}
	if err := templates().html.Execute(&html, w); err != nil {
		return nil, fmt.Errorf("write mail: %w", err)
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.FromFormat(s.from.Name, s.from.Address); err != nil {
		return nil, fmt.Errorf("sender of mail: %w", err)
	}
	if err := msg.AddToFormat(oneLine(m.Name), m.Address); err != nil {
		return nil, fmt.Errorf("recipient of mail: %w", err)
	}
	msg.Subject(w.Subject)
	msg.SetMessageIDWithValue(m.MessageID)
	msg.SetDateWithValue(m.SentAt)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	msg.SetBodyString(gomail.TypeTextPlain, text.String())
	msg.AddAlternativeString(gomail.TypeTextHTML, html.String())
	thread(msg, m)
	return msg, addCalendar(msg, m.Calendar)
}
