package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
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
	cert, pool := certificate(t)
	s.trust = &tls.Config{RootCAs: pool, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &sinkSession{sink: s, conn: c, auth: kind.auth}, nil
	}))
	server.Domain, server.AllowInsecureAuth, server.ErrorLog = "sink.test", true, quiet{}
	config := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case kind.implicit:
		l = tls.NewListener(l, config)
	case kind.starttls:
		server.TLSConfig = config
	}
	s.addr = l.Addr().String()
	var wg sync.WaitGroup
	wg.Go(func() { _ = server.Serve(l) })
	t.Cleanup(func() { server.Close(); wg.Wait() })
	return s
}

// quiet drops the server's log: broken lines are what some tests want.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// received gives the mails so far.
func (s *sink) received() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.mails...)
}

type sinkSession struct {
	sink     *sink
	conn     *smtp.Conn
	auth, in bool
}

func (s *sinkSession) AuthMechanisms() []string {
	if !s.auth {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *sinkSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.sink.mu.Lock()
		defer s.sink.mu.Unlock()
		s.sink.logins++
		if user != "accord" || password != "p@ss:word" {
			return errors.New("wrong")
		}
		s.in = true
		return nil
	}), nil
}

func (s *sinkSession) Mail(string, *smtp.MailOptions) error {
	if s.auth && !s.in {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.sink.mu.Lock()
	defer s.sink.mu.Unlock()
	s.sink.rcptTo = append(s.sink.rcptTo, to)
	return s.sink.rcpt
}

func (s *sinkSession) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.sink.mu.Lock()
	defer s.sink.mu.Unlock()
	if s.sink.cut {
		return s.conn.Conn().Close()
	}
	if s.sink.data == nil {
		s.sink.mails = append(s.sink.mails, string(b))
	}
	return s.sink.data
}

func (s *sinkSession) Reset()        {}
func (s *sinkSession) Logout() error { return nil }

// certificate makes one for 127.0.0.1 and a pool that trusts it.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sink"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
