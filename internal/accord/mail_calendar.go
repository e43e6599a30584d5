package accord

// MailCalendar is the iTIP message in a mail (RFC 5546): what the reader's
// calendar program acts on. Its type carries the method, as whoever wrote the
// body gives it, so that the two cannot differ: Outlook refuses a mail in which
// they do.
type MailCalendar struct {
	ContentType string // "text/calendar; charset=UTF-8; method=REQUEST; component=VEVENT"
	Body        []byte
}
