package mail

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net"
	netmail "net/mail"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	gomail "github.com/wneessen/go-mail"
	"go.uber.org/goleak"

	"accord/internal/accord"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// reminder is an ordinary mail; its names try to break out of their headers.
func reminder() accord.Mail {
	return accord.Mail{
		Kind: "items", MessageID: "0190-1@accord.example", Name: "Ana \"A\" Müller\r\nBcc: evil@example.com", Address: "ana@example.com",
		Locale: "en", TimeZone: "Europe/Berlin", Workspace: "Nordwind", Link: "https://accord.example/me/action-items",
		Args:   map[string]any{"Count": 1, "What": accord.MailFact{Key: "mail.items.due_tomorrow"}, "Title": "A-12 Write the brief\r\nX-Evil: 1"},
		SentAt: time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC),
		Sections: []accord.MailSection{{Key: "mail.items.due_tomorrow", Lines: []accord.MailLine{{
			Text: "A-12 Write the <brief>", Link: "https://accord.example/action-items/12",
			Facts: []accord.MailFact{{Key: "mail.fact.due", Args: map[string]any{"Due": accord.Date("2026-11-25")}}},
		}}}},
	}
}

func client(t *testing.T, s *sink, rawURL string) *SMTP {
	t.Helper()
	c, err := newSMTP(strings.ReplaceAll(rawURL, "HOST", s.addr), "Accord <accord@example.com>", s.trust)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSMTP_Send(t *testing.T) {
	s := newSink(t, sinkKind{starttls: true, auth: true})
	if err := client(t, s, "smtp://accord:p%40ss%3Aword@HOST").Send(t.Context(), reminder()); err != nil {
		t.Fatal(err)
	}
	mails := s.received()
	if len(mails) != 1 || s.logins != 1 {
		t.Fatalf("got %d mails by %d logins, want 1 by 1", len(mails), s.logins)
	}
	msg, err := netmail.ReadMessage(strings.NewReader(mails[0]))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Message-Id": "<0190-1@accord.example>", "Auto-Submitted": "auto-generated", "User-Agent": "", "X-Mailer": "",
		"X-Evil": "", "Bcc": "", "Date": "Tue, 24 Nov 2026 07:30:00 +0000",
		"Subject": "Due tomorrow: A-12 Write the brief X-Evil: 1",
	} {
		got, _ := new(mime.WordDecoder).DecodeHeader(msg.Header.Get(name))
		if got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	to, err := msg.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != "ana@example.com" {
		t.Errorf("To = %v, %v, want ana alone", to, err)
	}
	if len(s.rcptTo) != 1 {
		t.Errorf("RCPT TO = %q, want one", s.rcptTo)
	}
	parts := readParts(t, msg)
	if !strings.Contains(parts["text/plain"], "- A-12 Write the <brief>") || !strings.Contains(parts["text/plain"], "Wed 25 Nov 2026") {
		t.Errorf("text = %q, want the item and its day", parts["text/plain"])
	}
	if !strings.Contains(parts["text/html"], "A-12 Write the &lt;brief&gt;") {
		t.Errorf("html = %q, want the title escaped", parts["text/html"])
	}
}

// readParts gives the alternatives of a mail by their type.
func readParts(t *testing.T, msg *netmail.Message) map[string]string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("Content-Type = %q, %v, want multipart/alternative", kind, err)
	}
	parts, r := map[string]string{}, multipart.NewReader(msg.Body, params["boundary"])
	for {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(p)
		kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		parts[kind] = string(b)
	}
}

func TestSMTP_Send_failures(t *testing.T) {
	full := &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "later"}
	gone := &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
	for _, c := range []struct {
		name  string
		kind  sinkKind
		url   string
		setup func(*sink)
		want  accord.MailError
	}{
		{"451 to the recipient is temporary", sinkKind{}, "smtp://HOST", func(s *sink) { s.rcpt = full }, accord.MailError{}},
		{"550 to the recipient is for good", sinkKind{}, "smtp://HOST", func(s *sink) { s.rcpt = gone }, accord.MailError{Permanent: true}},
		{"451 after the data is temporary", sinkKind{}, "smtp://HOST", func(s *sink) { s.data = full }, accord.MailError{}},
		{"550 after the data is for good", sinkKind{}, "smtp://HOST", func(s *sink) { s.data = gone }, accord.MailError{Permanent: true}},
		{"a line cut after the data is unknown", sinkKind{}, "smtp://HOST", func(s *sink) { s.cut = true }, accord.MailError{Unknown: true}},
		{"a refused login stops the batch", sinkKind{auth: true, starttls: true}, "smtp://accord:wrong@HOST", nil, accord.MailError{Halt: true}},
		{"a missing login offer stops the batch", sinkKind{}, "smtp://accord:x@HOST", nil, accord.MailError{Halt: true}},
		{"no STARTTLS where it is mandatory stops the batch", sinkKind{}, "smtp://HOST?tls=mandatory", nil, accord.MailError{Halt: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSink(t, c.kind)
			if c.setup != nil {
				c.setup(s)
			}
			err := client(t, s, c.url).Send(t.Context(), reminder())
			got, ok := errors.AsType[*accord.MailError](err)
			if !ok {
				t.Fatalf("Send() = %v, want a MailError", err)
			}
			if got.Permanent != c.want.Permanent || got.Halt != c.want.Halt || got.Unknown != c.want.Unknown {
				t.Errorf("Send() = %+v, want %+v", got, c.want)
			}
			if len(s.received()) != 0 {
				t.Error("the sink kept a mail it refused")
			}
		})
	}
	t.Run("a server that is away stops the batch", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		err = client(t, &sink{addr: l.Addr().String()}, "smtp://HOST").Send(t.Context(), reminder())
		if got, ok := errors.AsType[*accord.MailError](err); !ok || !got.Halt {
			t.Errorf("Send() = %v, want Halt", err)
		}
	})
}

func TestSMTP_Check(t *testing.T) {
	for name, c := range map[string]struct {
		kind sinkKind
		url  string
	}{
		"implicit TLS":                      {sinkKind{implicit: true, auth: true}, "smtps://accord:p%40ss%3Aword@HOST"},
		"STARTTLS":                          {sinkKind{starttls: true, auth: true}, "smtp://accord:p%40ss%3Aword@HOST?tls=mandatory"},
		"plain on this machine, with login": {sinkKind{auth: true}, "smtp://accord:p%40ss%3Aword@HOST"},
		"plain by name":                     {sinkKind{}, "smtp://HOST?tls=none"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSink(t, c.kind)
			if err := client(t, s, c.url).Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("a certificate nobody vouches for is refused", func(t *testing.T) {
		s := newSink(t, sinkKind{implicit: true})
		c, err := NewSMTP("smtps://"+s.addr, "accord@example.com")
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Check(t.Context()); err == nil {
			t.Error("Check() = nil, want an error")
		}
	})
}

func TestNewSMTP_refuses(t *testing.T) {
	for _, c := range []struct{ url, from string }{
		{"http://host", "a@example.com"},
		{"smtp://", "a@example.com"},
		{"smtp://host/path", "a@example.com"},
		{"smtp://host:99999", "a@example.com"},
		{"smtp://host?tls=maybe", "a@example.com"},
		{"smtp://user:secret@host:x", "a@example.com"},
		{"smtp://host", "nobody"},
		{"smtp://host", ""},
	} {
		_, err := NewSMTP(c.url, c.from)
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("NewSMTP(%q, %q) = %v, want an error without the password", c.url, c.from, err)
		}
	}
}

func TestTLSPolicy(t *testing.T) {
	for raw, want := range map[string]gomail.TLSPolicy{
		"smtp://mail.example.com":                   gomail.TLSMandatory,
		"smtp://10.0.0.5:25":                        gomail.TLSMandatory,
		"smtp://mail.example.com?tls=opportunistic": gomail.TLSOpportunistic,
		"smtp://mail.example.com?tls=none":          gomail.NoTLS,
		"smtp://127.0.0.1:1025":                     gomail.TLSOpportunistic,
		"smtp://localhost":                          gomail.TLSOpportunistic,
		"smtp://localhost?tls=mandatory":            gomail.TLSMandatory,
	} {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := tlsPolicy(u); err != nil || got != want {
			t.Errorf("tlsPolicy(%s) = %v, %v, want %v", raw, got, err, want)
		}
	}
}
