package accord

import "time"

// Mail is one mail to one person before it is put into words: what it is about,
// with the facts. The mail package words it in the reader's language, from the
// messages "mail.KIND.subject", "mail.KIND.intro" and "mail.KIND.action".
type Mail struct {
	Kind      string    // names its messages, "invitation"
	MessageID string    // without brackets; the same at every try, so that a repeat is recognised
	Name      string    // the recipient's
	Address   string    // the recipient's
	Locale    string    // "en", "de"
	TimeZone  string    // IANA name: instants are written in it
	Workspace string    // the company's name
	Sides     [2]string // what it calls Sales and Marketing; "" for what the language has
	From      []string  // the names it comes from, before our address; none for our own name
	// Args are the placeholders of the messages: text, numbers, and [Date],
	// time.Time and [MailFact], which are written the reader's way. A whole
	// number named Count chooses the plural.
	Args     map[string]any
	Link     string       // absolute; what the button leads to, "" for no button
	LinkKey  string       // of the button's words, "" for "mail.KIND.action"
	Actions  []MailAction // answers, under the Question
	Question string       // key of the words above the Actions
	Stop     string       // absolute; ends this kind of mail with one click (RFC 8058), "" for what cannot be ended
	StopKind string       // one of the [MailWish] kinds, where there is a Stop
	Sections []MailSection
	SentAt   time.Time

	Thread   string        // Message-ID, without brackets, of the mail that began what this one goes on about; "" for none
	Calendar *MailCalendar // for the reader's calendar; nil for none
}

// MailSection is a list within a mail under a heading.
type MailSection struct {
	Key   string // of its heading, "mail.minutes.promises"
	Args  map[string]any
	Lines []MailLine
}

// MailLine is one thing in a list: its words, where it leads, and facts below it.
type MailLine struct {
	Text    string   // what people wrote, as they wrote it
	Said    MailFact // in its place, what Accord says; the zero fact for none
	Link    string   // absolute, or ""
	Facts   []MailFact
	At      time.Time    // written before the text, the zero time for none
	Side    Side         // whose it is, as an accent; the words say it too
	Actions []MailAction // what the reader can do about it
}

// MailAction is a link that answers; its page shows what would happen and does
// it when it is confirmed.
type MailAction struct {
	Key  string // of its words, "mail.act.accept"
	Link string // absolute
}

// MailFact is one message with its placeholders, "mail.fact.due" with the day.
type MailFact struct {
	Key  string
	Args map[string]any
}

// MailError says what a failed try means for the next one.
type MailError struct {
	// Permanent: the server refused this mail for good; trying again is useless.
	Permanent bool
	// Halt: no mail can be sent now (unreachable, no TLS, login refused), so the
	// rest of the batch need not be tried.
	Halt bool
	// Unknown: the connection broke after the mail was handed over and before
	// the server answered, so it may have arrived.
	Unknown bool
	// NoAddress: it is permanent since there is nobody at the address (RFC 3463,
	// 5.1.x).
	NoAddress bool
	Err       error
}

// Error gives the cause.
func (e *MailError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *MailError) Unwrap() error { return e.Err }
