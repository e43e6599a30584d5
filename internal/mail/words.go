package mail

import (
	"cmp"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"accord/internal/accord"
	"accord/web"
)

// subjectLimit is the length of a subject in characters; people's own words may
// be longer.
const subjectLimit = 160

// readable is how long an address below the button may be.
const readable = 100

// words is a mail in its reader's language, as the templates take it.
type words struct {
	Lang     string
	Subject  string
	Greeting string
	Intro    string
	Sections []section
	Question string // above the answers
	Acts     []act  // answers beside the button
	Action   string // the button; "" for none
	Link     string
	Address  string // the link again, to be read; "" where it is too long for that
	Why      string // why this mail came
	Stop     string // the words that end this kind of mail, "" for none
	StopLink string

	Workspace string
}

type section struct {
	Heading string
	Lines   []line
}

type line struct {
	Text             string
	Link             string
	Facts            []string
	Acts             []act
	Sales, Marketing bool // whose it is, as an accent
}

// act is a link that answers; nothing happens before its page is confirmed.
type act struct{ Text, Link string }

// inWords puts a mail into its reader's language.
func inWords(m accord.Mail) words {
	l := web.NewLocalizer(m.Locale, accord.Zone(m.TimeZone)).Naming(func() (string, string) { return m.Sides[0], m.Sides[1] })
	key := "mail." + m.Kind
	w := words{
		Lang:     l.Lang(),
		Subject:  oneLine(say(l, key+".subject", m.Args)),
		Greeting: l.T("mail.greeting", "Name", m.Name),
		Intro:    say(l, key+".intro", m.Args),
		Link:     m.Link,
		Why:      l.T("mail.why", "Workspace", m.Workspace),
		Acts:     inActs(l, m.Actions),

		Workspace: oneLine(m.Workspace),
	}
	if m.Link != "" {
		w.Action = say(l, cmp.Or(m.LinkKey, key+".action"), m.Args)
	}
	if len(m.Link) <= readable {
		w.Address = m.Link
	}
	if len(w.Acts) > 0 {
		w.Question = say(l, m.Question, m.Args)
	}
	if m.Stop != "" {
		w.Stop, w.StopLink = l.T("mail.stop."+m.StopKind), m.Stop
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
	out := line{
		Text: oneLine(ln.Text), Link: ln.Link, Acts: inActs(l, ln.Actions),
		Sales: ln.Side == accord.Sales, Marketing: ln.Side == accord.Marketing,
	}
	if ln.Said.Key != "" {
		out.Text = oneParagraph(say(l, ln.Said.Key, ln.Said.Args))
	}
	if !ln.At.IsZero() {
		out.Text = oneLine(l.DateTime(ln.At) + " " + ln.Text)
	}
	for _, f := range ln.Facts {
		out.Facts = append(out.Facts, say(l, f.Key, f.Args))
	}
	return out
}

func inActs(l *web.Localizer, actions []accord.MailAction) []act {
	var out []act
	for _, a := range actions {
		out = append(out, act{Text: l.T(a.Key), Link: a.Link})
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
		case accord.Money:
			values[name] = l.Amount(v.Amount, v.Currency)
		case accord.Share:
			values[name] = l.Percent(float64(v))
		case accord.Mean:
			values[name] = l.Decimal(float64(v), 1)
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

// oneParagraph takes line breaks out of what Accord says, which has no limit.
func oneParagraph(s string) string { return strings.Join(strings.Fields(s), " ") }

// oneLine takes line breaks and other white space out of people's words, so
// that they can neither add a header nor a line, and cuts them to a length.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if utf8.RuneCountInString(s) <= subjectLimit {
		return s
	}
	return string([]rune(s)[:subjectLimit-1]) + "…"
}
