package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/emersion/go-smtp"

	"accord/internal/mail"
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
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.dialled++
		return &wireSession{wire: w, conn: c}, nil
	}))
	server.Domain, server.AllowInsecureAuth, server.ErrorLog = "wire.test", true, noLog{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.addr = l.Addr().String()
	var wg sync.WaitGroup
	wg.Go(func() { _ = server.Serve(l) })
	t.Cleanup(func() { server.Close(); wg.Wait() })
	return w
}

type noLog struct{}

func (noLog) Printf(string, ...any) {}
func (noLog) Println(...any)        {}

// sender is the real one.
func (w *wire) sender(options string) *mail.SMTP {
	w.t.Helper()
	s, err := mail.NewSMTP("smtp://"+w.addr+options, "Accord <accord@example.com>")
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

type wireSession struct {
	wire *wire
	conn *smtp.Conn
}

func (*wireSession) Mail(string, *smtp.MailOptions) error { return nil }
func (*wireSession) Reset()                               {}
func (*wireSession) Logout() error                        { return nil }

func (s *wireSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	if s.wire.rcpt != nil {
		return s.wire.rcpt(to)
	}
	return nil
}

func (s *wireSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.wire.mu.Lock()
	gate := s.wire.gate
	s.wire.mu.Unlock()
	if gate != nil {
		s.wire.arrived <- struct{}{}
		<-gate
	}
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	var answer error
	if s.wire.data != nil {
		answer = s.wire.data()
	}
	if answer == nil || s.wire.cut {
		s.wire.letters = append(s.wire.letters, s.wire.open(raw))
	}
	if s.wire.cut {
		return s.conn.Conn().Close()
	}
	return answer
}

// open reads a mail with the standard library and an iCalendar reader that is
// not ours.
func (w *wire) open(raw []byte) letter {
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		w.t.Error(err)
		return letter{}
	}
	subject, _ := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
	to, _ := msg.Header.AddressList("To")
	l := letter{
		to: to[0].Address, subject: subject, id: msg.Header.Get("Message-Id"), raw: raw,
		thread: msg.Header.Get("In-Reply-To"),
	}
	w.read(&l, msg.Header.Get("Content-Type"), "", msg.Body)
	return l
}

func (w *wire) read(l *letter, kind, encoding string, r io.Reader) {
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		w.t.Errorf("Content-Type %q: %v", kind, err)
		return
	}
	if strings.HasPrefix(media, "multipart/") {
		parts := multipart.NewReader(r, params["boundary"])
		for {
			p, err := parts.NextPart()
			if err != nil {
				return
			}
			w.read(l, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
		}
	}
	if encoding == "base64" {
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	body, _ := io.ReadAll(r)
	switch media {
	case "text/plain":
		l.text = string(body)
	case "text/calendar":
		l.mimeMethod = params["method"]
		if l.calendar, err = ical.NewDecoder(bytes.NewReader(body)).Decode(); err != nil {
			w.t.Errorf("calendar part: %v\n%s", err, body)
			return
		}
		events := l.calendar.Events()
		if len(events) != 1 {
			w.t.Errorf("trap 11: %d events in one message, want one", len(events))
			return
		}
		l.event = &events[0]
	}
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
