package mail

import (
	"bytes"
	"cmp"
	"fmt"

	gomail "github.com/wneessen/go-mail"

	"accord/internal/accord"
	"accord/web"
)

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
	if err := msg.FromFormat(cmp.Or(fromNames(m), s.from.Name), s.from.Address); err != nil {
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
	if m.Stop != "" { // RFC 8058
		msg.SetGenHeader("List-Unsubscribe", "<"+m.Stop+">")
		msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(gomail.TypeTextPlain, text.String())
	msg.AddAlternativeString(gomail.TypeTextHTML, html.String())
	thread(msg, m)
	return msg, addCalendar(msg, m.Calendar)
}

// fromNames are the people a mail comes from, in the reader's language; "" for
// none.
func fromNames(m accord.Mail) string {
	return oneLine(web.NewLocalizer(m.Locale, accord.Zone(m.TimeZone)).Join(m.From))
}
