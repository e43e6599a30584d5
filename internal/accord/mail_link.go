package accord

import (
	"strconv"
	"strings"
	"time"
)

// LinkPurpose is the one thing a link in a mail lets its reader do.
type LinkPurpose string

// The purposes. Stop ends a kind of mail; the others answer.
const (
	LinkAccept  LinkPurpose = "accept"  // an action item
	LinkDecline LinkPurpose = "decline" // an action item
	LinkDate    LinkPurpose = "date"    // another day for an action item
	LinkDone    LinkPurpose = "done"    // an action item
	LinkRSVP    LinkPurpose = "rsvp"    // a meeting; Detail is the answer
	LinkSeries  LinkPurpose = "series"  // all dates of a series to come; Detail is the answer
	LinkStop    LinkPurpose = "stop"    // a kind of mail; Detail is the kind

	LinkDiagnostic LinkPurpose = "diagnostic" // answer a round; it has a page of its own
)

// MailLinkLife is how long a link about an action item or a series acts. One
// about a meeting ends with it, one that stops a kind of mail never.
const MailLinkLife = 30 * 24 * time.Hour

// MailLink is what a signed link in a mail says: who may do which one thing to
// what, until when. It is not stored; its signature is what makes it true.
type MailLink struct {
	WorkspaceID string
	PersonID    string
	Address     string // a mark of the address it was sent to: it dies with it
	Purpose     LinkPurpose
	SubjectID   string
	Detail      string    // the answer, or the kind of mail
	ExpiresAt   time.Time // the zero time for never
}

// Text is what is signed: one field a line.
func (l MailLink) Text() string {
	until := ""
	if !l.ExpiresAt.IsZero() {
		until = strconv.FormatInt(l.ExpiresAt.Unix(), 36)
	}
	return strings.Join([]string{l.WorkspaceID, l.PersonID, l.Address, string(l.Purpose), l.SubjectID, l.Detail, until}, "\n")
}

// ParseMailLink reads what [MailLink.Text] wrote; ok is false for anything else.
func ParseMailLink(text string) (l MailLink, ok bool) {
	f := strings.Split(text, "\n")
	if len(f) != 7 {
		return MailLink{}, false
	}
	l = MailLink{WorkspaceID: f[0], PersonID: f[1], Address: f[2], Purpose: LinkPurpose(f[3]), SubjectID: f[4], Detail: f[5]}
	if f[6] == "" {
		return l, l.Purpose == LinkStop
	}
	seconds, err := strconv.ParseInt(f[6], 36, 64)
	l.ExpiresAt = time.Unix(seconds, 0).UTC()
	return l, err == nil
}

// Answers reports whether the purpose is to answer an invitation.
func (p LinkPurpose) Answers() bool { return p == LinkRSVP || p == LinkSeries }

// Alive reports whether the link still acts at the instant.
func (l MailLink) Alive(now time.Time) bool { return l.ExpiresAt.IsZero() || now.Before(l.ExpiresAt) }

// Open reports whether the purpose can still be done to the action item by its
// owner.
func (p LinkPurpose) Open(item ActionItem) bool {
	switch p {
	case LinkAccept, LinkDecline:
		return item.Status == StatusProposed
	case LinkDate:
		return item.Status == StatusProposed || item.Status.Running()
	case LinkDone:
		return item.Status.Running()
	}
	return false
}
