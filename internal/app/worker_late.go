package app

import "accord/internal/accord"

// catchUp says what becomes of something that was due while nobody ticked.
type catchUp struct {
	Due    string // what is due
	Late   string // what the worker does with it when it comes late
	Reason string // the word it is written down with where it is left out, see deliveries.reason.*; "" where it never is
}

// catchUps is the policy, by kind: what still makes sense is done, what does not
// is written down as left out, with the reason, where an admin sees it. Nothing
// is dropped in silence (S6). docs/operations.md has the same table.
func catchUps() []catchUp {
	return []catchUp{
		{"opening a date", "done, also where the date has passed: its meeting is there to be called off or written up", ""},
		{accord.MailProposalsWanted, "sent until the meeting starts, left out once a later step is due", "late"},
		{accord.MailProposalsMissing, "sent until the meeting starts, left out once the agenda is due", "late"},
		{accord.MailAgenda, "locked and sent until the meeting starts, left out afterwards; the agenda stays open then", "late"},
		{accord.MailItem + accord.ItemDueTomorrow, "sent until the due day begins, left out afterwards", "late"},
		{accord.MailItem + accord.ItemOverdue, "sent for two weeks, left out afterwards", "late"},
		{accord.MailIntelOverdue, "sent while an answer is overdue", ""},
		{accord.MailVisitReport, "sent until two weeks after the report was due, left out afterwards", "late"},
		{accord.MailDigest, "sent until Wednesday ends, left out afterwards", "late"},
		{accord.MailWeeklyUpdate, "sent for three days after it was due, kept in the archive alone afterwards; a week nobody wrote in is missed", "late"},
		{"confirmation by silence", "done, as of now: the silence lasted", ""},
		{"the next start of a series", "moved on to the first date to come", ""},
		{"a mail not tried yet", "sent for three days, left out afterwards; invitations, changes of dates and links as long as they hold", "late"},
		{"a mail whose state is another by now", "left out", "settled"},
		{"a mail about a meeting that has begun or is over", "left out", "past"},
	}
}
