package app

import (
	"context"
	"errors"

	"accord/internal/accord"
	"accord/internal/store"
)

// What became of a test mail, and so what to do.
const (
	MailTaken       = "taken"       // the server took it
	MailUnset       = "unset"       // no server is named
	MailUnreachable = "unreachable" // not reached, no TLS, or the login was refused
	MailRefused     = "refused"     // this mail was refused for good
	MailTrouble     = "trouble"     // the server could not take it now
)

// MailTest is how a test mail fared.
type MailTest struct {
	Result string `json:"result"`
	To     string `json:"to"`
	Answer string `json:"answer"` // what the server, or the way to it, said; "" where it was taken
}

// TestMail sends a mail to the actor, at once, and tells what the server
// answered. Admins only.
func (a *App) TestMail(ctx context.Context, actor accord.Actor) (MailTest, error) {
	ctx, err := a.read(ctx, actor, ActChangeWorkspace)
	if err != nil {
		return MailTest{}, err
	}
	p, err := a.store.Person(ctx, actor.PersonID)
	if err != nil {
		return MailTest{}, err
	}
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return MailTest{}, err
	}
	t := MailTest{Result: MailUnset, To: p.Email}
	if a.mailer == nil {
		return t, nil
	}
	err = a.mailer.Send(ctx, accord.Mail{
		Kind: accord.MailTest, MessageID: a.messageID([]accord.Delivery{{ID: store.NewID()}}), Name: p.Name, Address: p.Email, Locale: p.Locale,
		TimeZone: p.TimeZone, Workspace: w.Name, Link: a.baseURL + "/settings/deliveries", SentAt: a.now(),
	})
	if t.Result = testResult(err); err != nil {
		t.Answer = err.Error()
	}
	return t, nil
}

// MailConfigured reports whether a mail server is named.
func (a *App) MailConfigured() bool { return a.mailer != nil }

// MailsWait says whether mails wait for a mail server; those of the demo
// company are meant to go nowhere.
func (a *App) MailsWait() bool { return a.mailer == nil && !a.demo }

func testResult(err error) string {
	answer, ok := errors.AsType[*accord.MailError](err)
	switch {
	case err == nil:
		return MailTaken
	case ok && answer.Halt:
		return MailUnreachable
	case ok && answer.Permanent:
		return MailRefused
	}
	return MailTrouble
}
