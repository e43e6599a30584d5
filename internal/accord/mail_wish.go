package accord

import "time"

// SuppressedAddress is an address no mail is sent to any more, since a server
// said for good that there is nobody.
type SuppressedAddress struct {
	WorkspaceID string    `json:"-"`
	Address     string    `json:"address"`
	Reason      string    `json:"reason"` // what the server said last
	CreatedAt   time.Time `json:"created_at"`
}

// RefusalsToSuppress is how many mails a server refuses, since there is nobody at
// the address, before no more are sent there.
const RefusalsToSuppress = 3

// MailOptout is a kind of mail somebody does not want.
type MailOptout struct {
	WorkspaceID string    `json:"-"`
	PersonID    string    `json:"person_id"`
	Kind        string    `json:"kind"`
	CreatedAt   time.Time `json:"created_at"`
}

// The kinds of mail somebody can do without. Invitations, cancellations,
// minutes and what happens to one's own promises are none of them.
const (
	WishDigest    = "digest"    // the week's mail on Monday
	WishReminders = "reminders" // one's promises due tomorrow, or past their day; reports of visits
	WishProposals = "proposals" // what should be on an agenda
	WishUpdates   = "updates"   // the weekly update of both leads
	WishAnswers   = "answers"   // what becomes of what one told of the market
	WishReports   = "reports"   // that the diagnostic has a report
)

// Wishes are the kinds in the order they are shown.
var Wishes = []string{WishDigest, WishReminders, WishProposals, WishUpdates, WishAnswers, WishReports}

// Wish is the kind of wish that can end the mail, "" for none.
func (d Delivery) Wish() string {
	switch d.Kind {
	case MailDigest:
		return WishDigest
	case MailItem + ItemDueTomorrow, MailItem + ItemOverdue, MailIntelOverdue, MailVisitReport:
		return WishReminders
	case MailDiagnosticReport:
		return WishReports
	case MailIntelAnswered:
		return WishAnswers
	case MailWeeklyUpdate:
		return WishUpdates
	case MailProposalsWanted, MailProposalsMissing:
		return WishProposals
	}
	return ""
}
