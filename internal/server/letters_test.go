package server

import (
	"context"
	"mime"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/internal/mail"
	"accord/internal/mail/mailtest"
)

// letters sends by SMTP what waits and gives each mail as its reader has it:
// every header and every part, decoded.
func (c *company) letters() []string {
	c.t.Helper()
	var mu sync.Mutex
	var got [][]byte
	post := mailtest.Listen(c.t, mailtest.Backend{Data: func(_, _ string, raw []byte) error {
		mu.Lock()
		defer mu.Unlock()
		got = append(got, raw)
		return nil
	}})
	sender, err := mail.NewSMTP("smtp://"+post.Addr, "Accord <accord@acme.test>")
	if err != nil {
		c.t.Fatal(err)
	}
	c.now = c.now.Add(2 * time.Minute)
	if err := c.app.Deliver(context.Background(), sender); err != nil {
		c.t.Fatal(err)
	}
	var list []string
	mu.Lock()
	defer mu.Unlock()
	for _, raw := range got {
		list = append(list, readable(c.t, raw))
	}
	return list
}

// readable is a mail decoded: headers, then the parts.
func readable(t *testing.T, raw []byte) string {
	t.Helper()
	parts, err := mailtest.Parts(raw)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	words := mime.WordDecoder{}
	for _, p := range parts {
		for name, values := range p.Header {
			for _, v := range values {
				if decoded, err := words.DecodeHeader(v); err == nil {
					v = decoded
				}
				b.WriteString(name + ": " + v + "\n")
			}
		}
		b.Write(p.Body)
	}
	return b.String()
}
