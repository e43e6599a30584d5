package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"accord/internal/accord"
	"accord/internal/store"
)

// mailLinkVersion leads every signed link, so that the form can change while
// old mails lie in their boxes.
const mailLinkVersion = "1."

// maxMailLink bounds what is looked at: ours are shorter.
const maxMailLink = 600

// signLink writes a link as it stands in a mail: the version, what it says and
// its signature. The address it goes to becomes a part of it.
func (a *App) signLink(l accord.MailLink, address string) string {
	l.Address = addressMark(address)
	said := mailLinkVersion + base64.RawURLEncoding.EncodeToString([]byte(l.Text()))
	return said + "." + a.linkSignature(said)
}

func (a *App) linkSignature(said string) string {
	m := hmac.New(sha256.New, a.secret)
	m.Write([]byte("accord mail link\n" + said))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}

// addressMark tells addresses apart without naming them.
func addressMark(address string) string {
	sum := sha256.Sum256([]byte(cleanEmail(address)))
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// readLink gives what a link says where the signature is ours and its time is
// not over. What is wrong with one is nobody's business: they all read alike.
func (a *App) readLink(token string) (accord.MailLink, error) {
	said, signature, ok := cutLast(token)
	if len(token) > maxMailLink || !ok || !strings.HasPrefix(said, mailLinkVersion) ||
		!hmac.Equal([]byte(signature), []byte(a.linkSignature(said))) {
		return accord.MailLink{}, deadMailLink()
	}
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(said, mailLinkVersion))
	if err != nil {
		return accord.MailLink{}, deadMailLink()
	}
	l, ok := accord.ParseMailLink(string(text))
	if !ok || !l.Alive(a.now()) {
		return accord.MailLink{}, deadMailLink()
	}
	return l, nil
}

func cutLast(token string) (said, signature string, ok bool) {
	i := strings.LastIndexByte(token, '.')
	if i < 0 {
		return "", "", false
	}
	return token[:i], token[i+1:], true
}

func deadMailLink() error {
	return accord.Errorf(accord.CodeNotFound, "This link does not work any more: it is too old, or what it was about is not yours to see.")
}

// linkReader finds whom a link acts for: somebody who is here, still reached
// under the address the link was sent to.
func (a *App) linkReader(ctx context.Context, l accord.MailLink) (accord.Person, error) {
	p, err := a.store.Person(store.Within(ctx, l.WorkspaceID), l.PersonID)
	switch {
	case accord.CodeOf(err) == accord.CodeNotFound, err == nil && (!p.Active() || addressMark(p.Email) != l.Address):
		return p, deadMailLink()
	}
	return p, err
}

// linkActor is who acts by a link: the person, with no more than a token of
// theirs may do.
func linkActor(p accord.Person) accord.Actor {
	actor := actorOf(p)
	actor.TokenScope = "write"
	return actor
}

// hiddenIsDead makes a link that leads to what its reader may no longer see or
// do read like any other that does not work.
func hiddenIsDead(err error) error {
	switch accord.CodeOf(err) {
	case accord.CodeNotFound, accord.CodeDenied:
		return deadMailLink()
	}
	return err
}
