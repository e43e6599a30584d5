package main

import (
	"bytes"
	"errors"
	"mime"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"accord/internal/mail/mailtest"
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
	s.addr = mailtest.Listen(t, mailtest.Backend{Data: s.data}).Addr
	return s
}

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

// data keeps a mail; one that is held back is never answered for.
func (s *crashSink) data(from, to string, raw []byte) error {
	l, err := readLetter(raw)
	if err != nil {
		return err
	}
	l.from, l.to = from, to
	if h := s.take(l); h != nil {
		<-h.dead
		return errors.New("its sender is dead")
	}
	return nil
}

func readLetter(raw []byte) (letter, error) {
	var l letter
	parts, err := mailtest.Parts(raw)
	if err != nil {
		return l, err
	}
	if l.subject, err = new(mime.WordDecoder).DecodeHeader(parts[0].Header.Get("Subject")); err != nil {
		return l, err
	}
	l.id = strings.Trim(parts[0].Header.Get("Message-ID"), "<>")
	for _, p := range parts {
		switch p.Media {
		case "text/plain":
			l.text, l.titles = string(p.Body), itemTitle.FindAllString(string(p.Body), -1)
		case "text/calendar":
			if err := l.readEvent(p.Body); err != nil {
				return l, err
			}
		}
	}
	return l, nil
}

func (l *letter) readEvent(body []byte) error {
	calendar, err := ical.NewDecoder(bytes.NewReader(body)).Decode()
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
