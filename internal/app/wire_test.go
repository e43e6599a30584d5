package app

import (
	"bytes"
	"context"
	"mime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/emersion/go-smtp"

	"accord/internal/mail"
	"accord/internal/mail/mailtest"
)

// wire is a mail server that keeps what it gets and answers as a test wants.
type wire struct {
	t    *testing.T
	addr string

	mu      sync.Mutex
	letters []letter
	dialled int
	rcpt    func(to string) error // the answer to RCPT TO
	data    func() error          // the answer to the end of DATA, once the mail is kept
	gate    chan struct{}         // DATA waits for it
	arrived chan struct{}         // told when DATA waits
	cut     bool                  // break the line instead of answering DATA
}

// letter is a mail as it arrived.
type letter struct {
	to, subject, id, thread string
	text, mimeMethod        string
	raw                     []byte
	event                   *ical.Event // nil for a mail in words alone
	calendar                *ical.Calendar
}

func newWire(t *testing.T) *wire {
	t.Helper()
	w := &wire{t: t}
	server := mailtest.Listen(t, mailtest.Backend{Dialled: func() { w.set(func(w *wire) { w.dialled++ }) }, Rcpt: w.addressed, Data: w.keep})
	w.addr = server.Addr
	return w
}

// sender is the real one.
func (w *wire) sender(options string) *mail.SMTP {
	w.t.Helper()
	s, err := mail.NewSMTP("smtp://"+w.addr+options, "Accord <accord@example.com>")
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *wire) addressed(to string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.rcpt != nil {
		return w.rcpt(to)
	}
	return nil
}

// keep takes a mail, once the gate lets it.
func (w *wire) keep(_, _ string, raw []byte) error {
	w.mu.Lock()
	gate := w.gate
	w.mu.Unlock()
	if gate != nil {
		w.arrived <- struct{}{}
		<-gate
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var answer error
	if w.data != nil {
		answer = w.data()
	}
	if answer == nil || w.cut {
		w.letters = append(w.letters, w.open(raw))
	}
	if w.cut {
		return mailtest.ErrCut
	}
	return answer
}

// open reads a mail with the standard library and an iCalendar reader that is
// not ours.
func (w *wire) open(raw []byte) letter {
	parts, err := mailtest.Parts(raw)
	if err != nil {
		w.t.Error(err)
		return letter{}
	}
	header := parts[0].Header
	subject, _ := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
	to, _ := header.AddressList("To")
	l := letter{to: to[0].Address, subject: subject, id: header.Get("Message-Id"), raw: raw, thread: header.Get("In-Reply-To")}
	for _, p := range parts {
		switch p.Media {
		case "text/plain":
			l.text = string(p.Body)
		case "text/calendar":
			w.readEvent(&l, p)
		}
	}
	return l
}

// readEvent reads the calendar part of a mail.
func (w *wire) readEvent(l *letter, p mailtest.Part) {
	var err error
	l.mimeMethod = p.Params["method"]
	if l.calendar, err = ical.NewDecoder(bytes.NewReader(p.Body)).Decode(); err != nil {
		w.t.Errorf("calendar part: %v\n%s", err, p.Body)
		return
	}
	events := l.calendar.Events()
	if len(events) != 1 {
		w.t.Errorf("trap 11: %d events in one message, want one", len(events))
		return
	}
	l.event = &events[0]
}

// take empties the box of those to one address; "" is everybody's.
func (w *wire) take(to string) []letter {
	w.mu.Lock()
	defer w.mu.Unlock()
	var taken, left []letter
	for _, l := range w.letters {
		if to == "" || l.to == to {
			taken = append(taken, l)
		} else {
			left = append(left, l)
		}
	}
	w.letters = left
	return taken
}

func (w *wire) set(change func(w *wire)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(w)
}

// prop is one property of the mail's event, with its TZID before it.
func (l letter) prop(name string) string {
	if l.event == nil {
		return ""
	}
	p := l.event.Props.Get(name)
	if p == nil {
		return ""
	}
	if zone := p.Params.Get("TZID"); zone != "" {
		return zone + ":" + p.Value
	}
	return p.Value
}

// said is a mail's event in one line.
func (l letter) said() string {
	if l.event == nil {
		return "words"
	}
	out := []string{l.mimeMethod, l.prop("UID"), "SEQ " + l.prop("SEQUENCE")}
	if id := l.prop("RECURRENCE-ID"); id != "" {
		out = append(out, "OF "+id, "AT "+l.prop("DTSTART"))
	}
	if rule := l.prop("RRULE"); rule != "" {
		out = append(out, rule)
	}
	for _, x := range l.event.Props.Values("EXDATE") {
		out = append(out, "LESS "+x.Value)
	}
	return strings.Join(out, " ")
}

// attendee is the person's line in the event, as "role answer".
func (l letter) attendee(address string) string {
	for _, p := range l.event.Props.Values("ATTENDEE") {
		if p.Value == "mailto:"+address {
			return p.Params.Get("ROLE") + " " + p.Params.Get("PARTSTAT")
		}
	}
	return ""
}

// post lets the minute pass in which changes are gathered, and delivers.
func (w *workplace) post(s Sender) {
	w.t.Helper()
	w.clock.add(time.Minute)
	if err := w.app.Deliver(context.Background(), s); err != nil {
		w.t.Fatal(err)
	}
}

// tell delivers and gives what one person got, each mail held against what every
// message must be.
func (w *workplace) tell(server *wire, to string) []letter {
	w.t.Helper()
	w.post(server.sender(""))
	got := map[string]int{}
	mine := []letter{}
	for _, l := range server.take("") {
		got[l.to]++
		if l.event != nil {
			w.sound(l)
		}
		if l.to == to {
			mine = append(mine, l)
		}
	}
	for who, n := range got {
		if n != len(mine) {
			w.t.Errorf("%s got %d mails and %s %d", who, n, to, len(mine))
		}
	}
	return mine
}

// sound checks what holds for every message: the traps others fell into.
func (w *workplace) sound(l letter) {
	w.t.Helper()
	method := l.calendar.Props.Get("METHOD").Value
	if method != l.mimeMethod {
		w.t.Errorf("trap 9: MIME method %s, body %s", l.mimeMethod, method)
	}
	status := l.prop("STATUS")
	if (method == "CANCEL") != (status == "CANCELLED") || method != "CANCEL" && method != "REQUEST" {
		w.t.Errorf("trap 7, 10: METHOD %s with STATUS %s", method, status)
	}
	if organizer := l.prop("ORGANIZER"); organizer != "mailto:accord@example.com" {
		w.t.Errorf("trap 18: ORGANIZER %s, want the sender's bare address", organizer)
	}
	if cn := l.event.Props.Get("ORGANIZER").Params.Get("CN"); cn != "Nordwind (Accord)" {
		w.t.Errorf("ORGANIZER;CN = %q", cn)
	}
	me := slices.IndexFunc(l.event.Props.Values("ATTENDEE"), func(p ical.Prop) bool { return p.Value == "mailto:"+l.to })
	if me < 0 {
		w.t.Fatalf("trap 10: %s is not among the attendees", l.to)
	}
	mine := l.event.Props.Values("ATTENDEE")[me].Params
	if mine.Get("CUTYPE") != "INDIVIDUAL" || method == "REQUEST" && mine.Get("RSVP") != "TRUE" {
		w.t.Errorf("trap 10: attendee %v, want RSVP=TRUE of an individual", mine)
	}
	if l.prop("DTSTAMP") == "" || l.prop("UID") == "" {
		w.t.Error("no DTSTAMP or no UID")
	}
	for line := range strings.SplitSeq(string(l.raw), "\n") {
		if len(line) > 998 {
			w.t.Errorf("a line of %d octets", len(line))
		}
	}
	if zone := l.event.Props.Get("DTSTART").Params.Get("TZID"); zone != "" && !slices.ContainsFunc(l.calendar.Children, func(c *ical.Component) bool {
		return c.Name == "VTIMEZONE" && c.Props.Get("TZID").Value == zone
	}) {
		w.t.Errorf("trap 16: TZID %s without its VTIMEZONE", zone)
	}
}

// says compares what somebody's mails said of their events.
func (w *workplace) says(what string, got []letter, want ...string) {
	w.t.Helper()
	lines := make([]string, len(got))
	for i, l := range got {
		lines[i] = l.said()
	}
	if !slices.Equal(lines, want) {
		w.t.Errorf("%s:\n got  %s\n want %s", what, strings.Join(lines, "\n      "), strings.Join(want, "\n      "))
	}
}

var errLater = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "later"}

var errNobody = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "nobody"}
