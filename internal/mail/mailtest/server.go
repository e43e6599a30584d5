// Package mailtest is a mail server for tests: it speaks SMTP on a free port of
// this machine, does with mails what the test says, and ends with it.
package mailtest

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Backend is what a server does. What is nil is accepted. All of it may be
// called by several connections at once.
type Backend struct {
	StartTLS bool // offers it
	Implicit bool // speaks TLS from the start

	Dialled func()                                  // somebody connects
	Login   func(user, password string) error       // asked for before a mail; nil offers no login
	Rcpt    func(to string) error                   // the answer to RCPT TO
	Data    func(from, to string, raw []byte) error // the answer to the end of DATA, or [ErrCut]
}

// ErrCut is not answered: the line is cut instead.
var ErrCut = errors.New("the line is cut")

// Server is a running server.
type Server struct {
	Addr  string
	Trust *tls.Config // for clients: trusts its certificate
}

// Listen starts a server that lives as long as the test.
func Listen(t testing.TB, b Backend) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Addr: l.Addr().String()}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		if b.Dialled != nil {
			b.Dialled()
		}
		return &session{backend: b, conn: c}, nil
	}))
	server.Domain, server.AllowInsecureAuth, server.ErrorLog = "mail.test", true, quiet{}
	if b.StartTLS || b.Implicit {
		cert, pool := certificate(t)
		s.Trust = &tls.Config{RootCAs: pool, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
		config := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
		if b.Implicit {
			l = tls.NewListener(l, config)
		} else {
			server.TLSConfig = config
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() { _ = server.Serve(l) })
	t.Cleanup(func() { server.Close(); wg.Wait() })
	return s
}

// quiet drops go-smtp's remarks on clients that hang up.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// session is one connection.
type session struct {
	backend  Backend
	conn     *smtp.Conn
	in       bool // logged in
	from, to string
}

func (s *session) AuthMechanisms() []string {
	if s.backend.Login == nil {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		err := s.backend.Login(user, password)
		s.in = err == nil
		return err
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.backend.Login != nil && !s.in {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	if s.backend.Rcpt == nil {
		return nil
	}
	return s.backend.Rcpt(to)
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil || s.backend.Data == nil {
		return err // where there is an error, its sender died on the way
	}
	if err = s.backend.Data(s.from, s.to, raw); errors.Is(err, ErrCut) {
		return s.conn.Conn().Close()
	}
	return err
}

func (*session) Reset()        {}
func (*session) Logout() error { return nil }
