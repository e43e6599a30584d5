package mail

import (
	"bytes"
	"fmt"
	"mime"

	gomail "github.com/wneessen/go-mail"

	"accord/internal/accord"
)

// addCalendar adds an iTIP message: as the last alternative, which is what
// calendar programs act on (RFC 6047), and as a file for those that do not.
func addCalendar(msg *gomail.Msg, c *accord.MailCalendar) error {
	if c == nil {
		return nil
	}
	kind, params, err := mime.ParseMediaType(c.ContentType)
	if err != nil {
		return fmt.Errorf("type of the calendar part: %w", err)
	}
	delete(params, "charset") // the part writes its own
	msg.AddAlternativeString(gomail.ContentType(mime.FormatMediaType(kind, params)), string(c.Body), gomail.WithPartEncoding(gomail.EncodingB64))
	return msg.AttachReader("invite.ics", bytes.NewReader(c.Body), gomail.WithFileContentType("application/ics"))
}

// thread puts the mail behind the one that began what it goes on about.
func thread(msg *gomail.Msg, m accord.Mail) {
	if m.Thread == "" || m.Thread == m.MessageID {
		return
	}
	msg.SetGenHeader(gomail.HeaderInReplyTo, "<"+m.Thread+">")
	msg.SetGenHeader(gomail.HeaderReferences, "<"+m.Thread+">")
}
