// Package mail puts mails into words and hands them to an SMTP server.
package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"accord/internal/accord"
)

// Timeout bounds the dialling of the server and the sending of one mail, each.
// A lease on a delivery must be longer than the two together.
const Timeout = 20 * time.Second

// SMTP sends mails through one server. It keeps no connection open.
type SMTP struct {
	client *gomail.Client
	from   mail.Address
}

// NewSMTP reads smtp://user:pass@host:587, which insists on STARTTLS, or
// smtps://user:pass@host:465. ?tls=opportunistic takes TLS where the server has
// it, ?tls=none never; a server on this machine is taken as opportunistic
// unless said otherwise, since nothing leaves the machine. from is the address
// everything is sent from, "Accord <accord@example.com>".
func NewSMTP(serverURL, from string) (*SMTP, error) {
	return newSMTP(serverURL, from, nil)
}

// newSMTP also takes the TLS configuration, for tests with their own authority.
func newSMTP(serverURL, from string, trust *tls.Config) (*SMTP, error) {
	address, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("the sender %q is not an address such as Accord <accord@example.com>", from)
	}
	u, err := url.Parse(serverURL)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") || (u.Path != "" && u.Path != "/") {
		return nil, errors.New("allowed is smtp://user:pass@host:587 or smtps://user:pass@host:465")
	}
	options, err := clientOptions(u)
	if err != nil {
		return nil, err
	}
	if trust != nil {
		options = append(options, gomail.WithTLSConfig(trust))
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("prepare mail client: %w", err)
	}
	return &SMTP{client: client, from: *address}, nil
}

// clientOptions translates the server's URL.
func clientOptions(u *url.URL) ([]gomail.Option, error) {
	port := 587
	if u.Scheme == "smtps" {
		port = 465
	}
	if p := u.Port(); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil || n < 1 || n > 65535 {
			return nil, fmt.Errorf("the port %s is not between 1 and 65535", p)
		}
		port = n
	}
	policy, err := tlsPolicy(u)
	if err != nil {
		return nil, err
	}
	options := []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(Timeout), gomail.WithTLSPolicy(policy)}
	if u.Scheme == "smtps" {
		options = append(options, gomail.WithSSL())
	}
	if u.User != nil {
		password, _ := u.User.Password()
		options = append(options, gomail.WithUsername(u.User.Username()), gomail.WithPassword(password), auth(policy, u))
	}
	return options, nil
}

// tlsPolicy says how STARTTLS is treated.
func tlsPolicy(u *url.URL) (gomail.TLSPolicy, error) {
	switch u.Query().Get("tls") {
	case "mandatory":
		return gomail.TLSMandatory, nil
	case "opportunistic":
		return gomail.TLSOpportunistic, nil
	case "none":
		return gomail.NoTLS, nil
	case "":
		if local(u.Hostname()) {
			return gomail.TLSOpportunistic, nil
		}
		return gomail.TLSMandatory, nil
	default:
		return gomail.TLSMandatory, errors.New("tls= takes mandatory, opportunistic or none")
	}
}

// auth chooses the login: the strongest the server offers. A plain password
// over an open line is sent only to this machine or where TLS was switched off
// by name.
func auth(policy gomail.TLSPolicy, u *url.URL) gomail.Option {
	if policy == gomail.NoTLS || (policy == gomail.TLSOpportunistic && local(u.Hostname())) {
		return gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1,
			gomail.SMTPAuthCramMD5, gomail.SMTPAuthPlainNoEnc, gomail.SMTPAuthLoginNoEnc)
	}
	return gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover)
}

// local tells whether host is this machine.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// Check dials the server and signs in, without sending anything.
func (s *SMTP) Check(ctx context.Context) error {
	c, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("reach mail server: %w", err)
	}
	return s.client.CloseWithSMTPClient(c)
}

// Send words the mail and hands it over. Every error is an [accord.MailError].
func (s *SMTP) Send(ctx context.Context, m accord.Mail) error {
	msg, err := s.message(m)
	if err != nil {
		return &accord.MailError{Permanent: true, Err: err}
	}
	c, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return &accord.MailError{Halt: true, Err: fmt.Errorf("reach mail server: %w", err)}
	}
	err = s.client.SendWithSMTPClient(c, msg)
	if closeErr := s.client.CloseWithSMTPClient(c); closeErr != nil && err == nil && !msg.IsDelivered() {
		err = closeErr
	}
	if msg.IsDelivered() {
		return nil // whatever failed after the server's 250 changes nothing
	}
	return classify(err)
}

// classify tells a server's answer from a broken line.
func classify(err error) error {
	out := &accord.MailError{Err: err}
	if send, ok := errors.AsType[*gomail.SendError](err); ok {
		code := send.ErrorCode()
		out.Permanent = code >= 500
		out.NoAddress = out.Permanent && strings.HasPrefix(send.EnhancedStatusCode(), "5.1.")
		out.Unknown = code == 0 && send.Reason == gomail.ErrSMTPDataClose
	}
	return out
}
