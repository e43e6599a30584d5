package mail

import (
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"strings"
	"testing"

	"accord/internal/accord"
)

// part is a leaf of a mail, with the types of what it lies in.
type part struct{ path, kind, file, text string }

// leaves walks through a mail's parts in their order.
func leaves(t *testing.T, kind, encoding, disposition, path string, r io.Reader) []part {
	t.Helper()
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatalf("Content-Type %q: %v", kind, err)
	}
	if !strings.HasPrefix(media, "multipart/") {
		if encoding == "base64" {
			r = base64.NewDecoder(base64.StdEncoding, r)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		_, file, _ := mime.ParseMediaType(disposition)
		return []part{{path, kind, file["filename"], string(b)}}
	}
	var out []part
	parts := multipart.NewReader(r, params["boundary"])
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		h := p.Header
		out = append(out, leaves(t, h.Get("Content-Type"), h.Get("Content-Transfer-Encoding"), h.Get("Content-Disposition"), path+media+" ", p)...)
	}
}

func TestSMTP_Send_Calendar(t *testing.T) {
	s := newSink(t, sinkKind{})
	body := "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Jörg's=strategy\r\nEND:VCALENDAR\r\n"
	m := reminder()
	m.Thread = "0190-0@accord.example"
	m.Calendar = &accord.MailCalendar{ContentType: "text/calendar; charset=UTF-8; method=REQUEST; component=VEVENT", Body: []byte(body)}
	if err := client(t, s, "smtp://HOST").Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	msg, err := netmail.ReadMessage(strings.NewReader(s.received()[0]))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"In-Reply-To", "References"} {
		if got := msg.Header.Get(name); got != "<0190-0@accord.example>" {
			t.Errorf("%s = %q, want the mail it goes on from", name, got)
		}
	}
	parts := leaves(t, msg.Header.Get("Content-Type"), "", "", "", msg.Body)
	want := []string{
		"multipart/mixed multipart/alternative text/plain",
		"multipart/mixed multipart/alternative text/html",
		"multipart/mixed multipart/alternative text/calendar",
		"multipart/mixed application/ics",
	}
	if len(parts) != len(want) {
		t.Fatalf("parts = %+v, want %d", parts, len(want))
	}
	for i, p := range parts {
		kind, _, _ := mime.ParseMediaType(p.kind)
		if p.path+kind != want[i] {
			t.Errorf("part %d = %s, want %s", i, p.path+kind, want[i])
		}
	}
	_, params, err := mime.ParseMediaType(parts[2].kind)
	if err != nil || params["method"] != "REQUEST" || params["charset"] != "UTF-8" || params["component"] != "VEVENT" {
		t.Errorf("calendar part = %q, %v, want its method, charset and component once each", parts[2].kind, err)
	}
	if parts[2].text != body || parts[3].text != body || parts[3].file != "invite.ics" {
		t.Errorf("calendar = %q and file %s %q, want the body unchanged in both", parts[2].text, parts[3].file, parts[3].text)
	}
}

// A mail that begins something threads to nothing, least of all to itself.
func TestSMTP_Send_FirstOfAThread(t *testing.T) {
	s := newSink(t, sinkKind{})
	m := reminder()
	m.Thread = m.MessageID
	if err := client(t, s, "smtp://HOST").Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := s.received()[0]; strings.Contains(got, "In-Reply-To") || strings.Contains(got, "References") {
		t.Errorf("mail = %s, want no thread", got)
	}
}
