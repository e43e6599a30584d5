package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/emersion/go-smtp"
)

// crashSink is the mail server of the tests that kill servers. It outlives the servers that
// send to it, keeps what it got, and can hold a mail until its sender is dead.
type crashSink struct {
	addr string

	mu      sync.Mutex
	letters []letter
	holds   *hold
}

// hold is a mail that is not answered: the n-th from now on.
type hold struct {
	n     int
	taken bool          // it is kept before, so that it has arrived and its sender never hears of it
	begun chan struct{} // closed when it is there
	dead  chan struct{} // closed when its sender is
}

// letter is a mail as it arrived.
type letter struct {
	id, from, to string
	subject      string
	text         string    // as it reads without HTML
	titles       []string  // of the action items it tells of
	uid          string    // of its calendar event, "" for none
	starts       time.Time // of the event
	sequence     string
}

var itemTitle = regexp.MustCompile(`\b(?:due|asked)-\d+\b`)

func newCrashSink(t *testing.T) *crashSink {
	t.Helper()
	s := &crashSink{}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &crashSession{sink: s}, nil }))
	server.Domain, server.ErrorLog = "sink.test", mute{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	var wg sync.WaitGroup
	wg.Go(func() { _ = server.Serve(l) })
	t.Cleanup(func() { server.Close(); wg.Wait() })
	return s
}

// mute drops the mail server's log: broken lines are what the test makes.
type mute struct{}

func (mute) Printf(string, ...any) {}
func (mute) Println(...any)        {}

// holdBack has the n-th mail from now on wait for its sender's death.
func (s *crashSink) holdBack(n int, taken bool) *hold {
	h := &hold{n: n, taken: taken, begun: make(chan struct{}), dead: make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holds = h
	return h
}

// release lets go of it, once its sender is dead.
func (s *crashSink) release(h *hold) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holds = nil
	close(h.dead)
}

func (s *crashSink) received() []letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.letters)
}

// take keeps a mail, or returns the hold it falls under.
func (s *crashSink) take(l letter) *hold {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.holds
	if h != nil {
		h.n--
	}
	if h == nil || h.n != 0 || h.taken {
		s.letters = append(s.letters, l)
	}
	if h == nil || h.n != 0 {
		return nil
	}
	close(h.begun)
	return h
}

type crashSession struct {
	sink     *crashSink
	from, to string
}

func (s *crashSession) Mail(from string, _ *smtp.MailOptions) error { s.from = from; return nil }
func (s *crashSession) Rcpt(to string, _ *smtp.RcptOptions) error   { s.to = to; return nil }
func (s *crashSession) Reset()                                      {}
func (s *crashSession) Logout() error                               { return nil }

func (s *crashSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err // its sender died on the way
	}
	l, err := readLetter(raw)
	if err != nil {
		return err
	}
	l.from, l.to = s.from, s.to
	if h := s.sink.take(l); h != nil {
		<-h.dead
		return errors.New("its sender is dead")
	}
	return nil
}

func readLetter(raw []byte) (letter, error) {
	var l letter
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return l, err
	}
	if l.subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return l, err
	}
	l.id = strings.Trim(m.Header.Get("Message-ID"), "<>")
	return l, l.read(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
}

// read reads one part of a mail and those within it.
func (l *letter) read(contentType, encoding string, r io.Reader) error {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return err
	}
	switch strings.ToLower(encoding) {
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	}
	switch {
	case strings.HasPrefix(media, "multipart/"):
		for parts := multipart.NewReader(r, params["boundary"]); ; {
			p, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := l.read(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p); err != nil {
				return err
			}
		}
	case media == "text/plain":
		text, err := io.ReadAll(r)
		l.text, l.titles = string(text), itemTitle.FindAllString(string(text), -1)
		return err
	case media == "text/calendar":
		return l.readEvent(r)
	}
	return nil
}

func (l *letter) readEvent(r io.Reader) error {
	calendar, err := ical.NewDecoder(r).Decode()
	if err != nil {
		return err
	}
	for _, e := range calendar.Events() {
		l.uid, l.sequence = e.Props.Get("UID").Value, e.Props.Get("SEQUENCE").Value
		if l.starts, err = e.DateTimeStart(time.UTC); err != nil {
			return err
		}
	}
	return nil
}
