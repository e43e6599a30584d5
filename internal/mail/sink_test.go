package mail

import (
	"crypto/tls"
	"errors"
	"slices"
	"sync"
	"testing"

	"accord/internal/mail/mailtest"
)

// sink is an SMTP server in this process that keeps what it gets and answers
// as a test wants it to.
type sink struct {
	addr  string
	trust *tls.Config // for clients: trusts the sink's certificate

	mu     sync.Mutex
	mails  []string
	rcptTo []string
	logins int
	rcpt   error // the answer to RCPT TO
	data   error // the answer to the end of DATA
	cut    bool  // break the line instead of answering DATA
}

// sinkKind says how a sink speaks TLS and whether it wants a login.
type sinkKind struct{ starttls, implicit, auth bool }

func newSink(t *testing.T, kind sinkKind) *sink {
	t.Helper()
	s := &sink{}
	b := mailtest.Backend{StartTLS: kind.starttls, Implicit: kind.implicit, Rcpt: s.addressed, Data: s.take}
	if kind.auth {
		b.Login = s.login
	}
	server := mailtest.Listen(t, b)
	s.addr, s.trust = server.Addr, server.Trust
	return s
}

func (s *sink) received() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

func (s *sink) login(user, password string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.logins++
	if user != "accord" || password != "p@ss:word" {
		return errors.New("wrong")
	}
	return nil
}

func (s *sink) addressed(to string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rcptTo = append(s.rcptTo, to)
	return s.rcpt
}

func (s *sink) take(_, _ string, raw []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.cut:
		return mailtest.ErrCut
	case s.data == nil:
		s.mails = append(s.mails, string(raw))
	}
	return s.data
}
