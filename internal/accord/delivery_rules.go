package accord

import (
	"strings"
	"time"
)

// The kinds of mail.
const (
	MailInvitation       = "invitation"
	MailPassword         = "password"
	MailProposalsWanted  = "proposals_wanted"
	MailProposalsMissing = "proposals_missing"
	MailAgenda           = "agenda"
	MailAgendaOpen       = "agenda_open"
	MailMinutes          = "minutes"
	MailMinutesCorrected = "minutes_corrected"
	MailSeries           = "series"
	MailSeriesEnded      = "series_ended" // it ends, or was split: what it was until then (S4)
	MailMeeting          = "meeting"
	MailMeetingMoved     = "meeting_moved"
	MailMeetingCancelled = "meeting_cancelled"
	MailUninvited        = "uninvited"     // the reader is not invited any more
	MailIntelOverdue     = "intel_overdue" // answers to what Sales told are overdue
	// MailIntelAnswered says what Marketing does with what the reader told; those
	// of a minute are gathered into one mail.
	MailIntelAnswered  = "intel_answered"
	MailDigest         = "digest"
	MailCharterReview  = "charter_review"  // a definition is to be looked at again
	MailVisit          = "visit"           // days with the other side are planned, others, or off
	MailVisitReport    = "visit_report"    // asks a visitor for their report
	MailCharterChanged = "charter_changed" // what was agreed is worded otherwise
	MailWeeklyUpdate   = "weekly_update"
	MailTest           = "test" // sent at once, never queued

	MailDiagnostic         = "diagnostic"          // asks for answers to a round
	MailDiagnosticReminder = "diagnostic_reminder" // asks once more, before its deadline
	MailDiagnosticReport   = "diagnostic_report"   // its report can be read

	// MailDuty says that a duty at a meeting is somebody's now, or no more; those
	// of a minute are gathered into one mail a person.
	MailDuty = "meeting_duty"
	// MailItem leads the kinds of what happens to one action item,
	// "action_item.asked"; they are gathered into one mail a person.
	MailItem = "action_item."
)

// What a mail about an action item says; the kind is [MailItem] and this.
const (
	ItemAsked         = "asked"
	ItemAccepted      = "accepted"
	ItemDeclined      = "declined"
	ItemReturned      = "returned"
	ItemDone          = "done"
	ItemConfirmed     = "confirmed"
	ItemSelfConfirmed = "self_confirmed"
	ItemHandedOver    = "handed_over"
	ItemRescheduled   = "rescheduled"
	ItemDropAsked     = "drop_asked"
	ItemDropped       = "dropped"
	ItemKept          = "kept"
	ItemNoted         = "noted"
	ItemDueTomorrow   = "due_tomorrow"
	ItemOverdue       = "overdue"
)

// Bundle names what the mail is gathered with: several of a bundle to one person
// become one mail (S5). "" is a mail of its own.
func (d Delivery) Bundle() string {
	switch {
	case d.PersonID == "":
		return ""
	case strings.HasPrefix(d.Kind, MailItem):
		return MailItem
	case d.Kind == MailDuty, d.Kind == MailIntelAnswered:
		return d.Kind
	}
	return ""
}

// Gathers reports whether several such mails to one person become one.
func (d Delivery) Gathers() bool { return d.Bundle() != "" }

// SecretLink reports whether the mail carries a one-time link, which is wiped
// once it is sent or left out. Its key is the kind, a colon and the link's id.
func (d Delivery) SecretLink() bool { return d.Kind == MailInvitation || d.Kind == MailPassword }

// Invites reports whether the mail tells of a date in people's calendars: that
// there is one, that it is another, that it is none.
func (d Delivery) Invites() bool {
	switch d.Kind {
	case MailSeries, MailSeriesEnded, MailMeeting, MailMeetingMoved, MailMeetingCancelled, MailUninvited:
		return true
	}
	return d.EventUID != ""
}

// Repeatable reports whether sending it twice does no harm beyond a second
// copy: after a crash while it was handed over it is sent again. The others
// become uncertain and wait for an admin.
func (d Delivery) Repeatable() bool {
	return d.SecretLink() || d.Invites() || d.Kind == MailWeeklyUpdate
}

// LateAfter is how long after it was due a mail that tells of something is
// still worth a first try.
const LateAfter = 3 * 24 * time.Hour

// Late reports whether the mail waited too long for its first try, as months of
// history do where no mail server was named. Invitations, changes of dates and
// links are not late by age: what they are about is over, or not.
func (d Delivery) Late(now time.Time) bool {
	if d.SecretLink() || d.Invites() {
		return false
	}
	first := d.Attempts <= 1 && d.LastError == "" && d.TransportStartedAt == nil
	return first && now.Sub(d.DueAt) > LateAfter
}

// MaxAttempts is how often a mail is tried before it has failed; with the
// pauses of [RetryAfter] that is about a day and a half.
const MaxAttempts = 10

// RetryAfter is the pause after the given number of failed tries: a minute,
// five, thirty, two hours, then every six. chance, 0 to 1, spreads it by a
// tenth either way, so that many do not come back at once.
func RetryAfter(attempts int, chance float64) time.Duration {
	pauses := []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour}
	pause := pauses[min(max(attempts, 1), len(pauses))-1]
	return pause + time.Duration((chance*2-1)*float64(pause)/10)
}

// LogKind is the kind as a log names it: of a reminder to answer a diagnostic
// not that it is one, since only who was late gets it (X2).
func (d Delivery) LogKind() string {
	if d.Kind == MailDiagnosticReminder {
		return MailDiagnostic
	}
	return d.Kind
}
