package server

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"accord/internal/mail"
)

// postbox is a mail server that keeps what it gets.
type postbox struct {
	mu  sync.Mutex
	raw [][]byte
}

func (*postbox) Mail(string, *smtp.MailOptions) error { return nil }
func (*postbox) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (*postbox) Reset()                               {}
func (*postbox) Logout() error                        { return nil }

func (b *postbox) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.raw = append(b.raw, raw)
	return err
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

// letters sends by SMTP what waits and gives each mail as its reader has it:
// every header and every part, decoded.
func (c *company) letters() []string {
	c.t.Helper()
	box := &postbox{}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return box, nil }))
	server.Domain, server.AllowInsecureAuth, server.ErrorLog = "post.test", true, silent{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		c.t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() { _ = server.Serve(l) })
	defer wg.Wait()
	defer server.Close()
	sender, err := mail.NewSMTP("smtp://"+l.Addr().String(), "Accord <accord@acme.test>")
	if err != nil {
		c.t.Fatal(err)
	}
	c.now = c.now.Add(2 * time.Minute)
	if err := c.app.Deliver(context.Background(), sender); err != nil {
		c.t.Fatal(err)
	}
	var list []string
	for _, raw := range box.raw {
		list = append(list, readable(c.t, raw))
	}
	return list
}

// readable is a mail decoded: headers, then the parts.
func readable(t *testing.T, raw []byte) string {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	part(t, &b, m.Header, m.Body)
	return b.String()
}

func part(t *testing.T, b *strings.Builder, header map[string][]string, body io.Reader) {
	t.Helper()
	words := mime.WordDecoder{}
	for name, values := range header {
		for _, v := range values {
			if decoded, err := words.DecodeHeader(v); err == nil {
				v = decoded
			}
			b.WriteString(name + ": " + v + "\n")
		}
	}
	get := func(name string) string { return netmail.Header(header).Get(name) }
	kind, params, _ := mime.ParseMediaType(get("Content-Type"))
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err != nil {
				return
			}
			part(t, b, p.Header, p)
		}
	}
	switch strings.ToLower(get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	if _, err := io.Copy(b, body); err != nil {
		t.Fatal(err)
	}
}
