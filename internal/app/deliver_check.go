package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// verdict is what becomes of a claimed mail before it is sent. The zero value
// is to send it.
type verdict struct {
	state  accord.DeliveryState
	reason string    // a word the deliveries page explains
	until  time.Time // for mails held back
}

// The verdicts that need no more words.
var (
	send   = verdict{}
	unsure = verdict{state: accord.DeliveryUncertain, reason: "crashed"}
)

func skip(reason string) verdict { return verdict{state: accord.DeliverySkipped, reason: reason} }

func hold(until time.Time) verdict {
	return verdict{state: accord.DeliveryQueued, reason: "held", until: until}
}

// apply writes the verdict onto the mail.
func (v verdict) apply(d accord.Delivery) accord.Delivery {
	d.State, d.LastError = v.state, v.reason
	switch v.state {
	case accord.DeliveryQueued:
		d.DueAt, d.Attempts = v.until, d.Attempts-1
	case accord.DeliverySkipped:
		if d.EventUID == "" { // else its reader may have it
			d.TransportStartedAt = nil
		}
		if d.SecretLink() {
			d.Payload = ""
		}
	default:
	}
	return d
}

// composer judges and words the mails of one person.
type composer struct {
	app       *App
	tx        *store.Store
	now       time.Time
	workspace accord.Workspace
	person    accord.Person
	view      accord.View
	news      *news                // of the calendar event that was checked last
	week      []accord.MailSection // of the digest that was checked last
}

// newComposer loads who a mail goes to, and what they may see now.
func (a *App) newComposer(ctx context.Context, tx *store.Store, d accord.Delivery, now time.Time) (*composer, error) {
	c := &composer{app: a, tx: tx, now: now}
	var err error
	if c.workspace, err = tx.Workspace(ctx); err != nil {
		return nil, err
	}
	if c.person, err = tx.Person(ctx, string(d.PersonID)); err != nil {
		return nil, err
	}
	c.view, err = tx.View(ctx, c.person.ID, c.person.Role)
	return c, err
}

// check decides whether the mail still holds: rights and state are those of
// now, not of when it was queued (X1). What is gone has nothing to tell.
func (c *composer) check(ctx context.Context, d accord.Delivery) (verdict, error) {
	if no, err := c.unwanted(ctx, d); err != nil || no {
		return skip("opted_out"), err
	}
	if no, err := c.tx.Suppressed(ctx, c.person.Email); err != nil || no && c.person.Active() {
		return skip("suppressed"), err
	}
	v, err := c.checkKind(ctx, d)
	switch {
	case accord.CodeOf(err) == accord.CodeNotFound:
		return skip("settled"), nil
	case err == nil && v == send && d.Late(c.now):
		return skip("late"), nil
	}
	return v, err
}

func (c *composer) checkKind(ctx context.Context, d accord.Delivery) (verdict, error) {
	switch {
	case !c.person.Active() && d.Kind != accord.MailUninvited: // what their calendar has is called off
		return skip("left"), nil
	case c.person.Email == "":
		return skip("no_address"), nil
	case c.workspace.SampleData && strings.HasSuffix(strings.ToLower(c.person.Email), ".example"):
		return skip("invented"), nil
	case d.EventUID != "":
		return c.checkEvent(ctx, d)
	case d.SubjectType == "diagnostic":
		return c.checkDiagnostic(ctx, d)
	case d.SubjectType == "meeting":
		return c.checkMeeting(ctx, d)
	case d.SubjectType == "sit_down":
		return c.checkSitDown(ctx, d)
	case d.Kind == accord.MailIntelAnswered:
		return c.checkAnswered(ctx, d)
	case d.Gathers():
		return c.checkItem(ctx, d)
	case d.SecretLink():
		return c.checkLink(ctx, d)
	case d.Kind == accord.MailIntelOverdue:
		return c.checkIntel(ctx, d)
	case d.Kind == accord.MailCharterReview:
		return c.checkCharterReview(ctx, d)
	case d.Kind == accord.MailVisitReport:
		return c.checkVisitReport(ctx, d)
	case d.Kind == accord.MailCharterChanged:
		return c.checkCharterChanged(ctx)
	case d.Kind == accord.MailDigest:
		return c.checkDigest(ctx, d)
	case d.Kind == accord.MailWeeklyUpdate:
		return c.checkUpdate(ctx, d)
	}
	return skip("unknown_kind"), nil
}

// checkLink leaves out a link that no longer opens anything. The mail's key
// ends in the link's id.
func (c *composer) checkLink(ctx context.Context, d accord.Delivery) (verdict, error) {
	_, id, _ := strings.Cut(d.Key, ":")
	alive, err := c.tx.LinkAlive(ctx, id, c.now)
	if err != nil || alive {
		return send, err
	}
	return skip("used"), nil
}

// checkItem asks whether what a mail says of an action item is still so.
func (c *composer) checkItem(ctx context.Context, d accord.Delivery) (verdict, error) {
	item, err := c.tx.ActionItem(ctx, d.SubjectID)
	if err != nil {
		return send, err
	}
	p, err := unpack(d)
	if err != nil {
		return send, err
	}
	mine := string(item.OwnerID) == c.person.ID
	what := strings.TrimPrefix(d.Kind, accord.MailItem)
	holds := true
	switch what {
	case accord.ItemAsked, accord.ItemHandedOver:
		holds = mine && item.Status == accord.StatusProposed
	case accord.ItemReturned:
		holds = mine && item.Status.Running()
	case accord.ItemDone:
		holds = item.AwaitsConfirmation()
	case accord.ItemDropAsked:
		holds = item.AwaitsDrop()
	case accord.ItemDueTomorrow:
		holds = mine && item.Status.Running() && item.DueOn == p.Due && !item.DueDayBegun(c.now)
	case accord.ItemOverdue:
		holds = mine && item.DueOn == p.Due && item.Overdue(c.now)
	}
	switch {
	case !c.view.Sees(string(item.TeamID)): // X1: as its page is hidden, from its owner too
		return skip("hidden"), nil
	case !holds:
		return skip("settled"), nil
	}
	return c.inMeeting(ctx, d, what, item)
}

// checkMeeting asks whether a mail about a meeting still has a point.
func (c *composer) checkMeeting(ctx context.Context, d accord.Delivery) (verdict, error) {
	m, err := c.tx.Meeting(ctx, d.SubjectID)
	if err != nil {
		return send, err
	}
	invited, err := c.invited(ctx, m)
	if err != nil {
		return send, err
	}
	over := m.Status != accord.MeetingScheduled || !c.now.Before(m.StartsAt)
	holds := true
	switch d.Kind {
	case accord.MailProposalsWanted, accord.MailProposalsMissing, accord.MailAgendaOpen:
		holds = !over && m.LockedAt == nil
	case accord.MailAgenda:
		holds = m.LockedAt != nil && (m.Status == accord.MeetingInProgress || !over)
	case accord.MailMinutes, accord.MailMinutesCorrected:
		holds = m.Status == accord.MeetingClosed
	}
	switch {
	case !invited:
		return skip("hidden"), nil
	case takenBack(d, m): // by a move: it comes again
		return skip("past"), nil
	case d.Kind == accord.MailAgenda && !over && m.LockedAt == nil:
		return verdict{state: accord.DeliveryQueued, reason: "unlocked", until: c.now.Add(unlockedPause)}, nil
	case !holds:
		return skip("past"), nil
	case d.Kind == accord.MailProposalsMissing:
		return c.checkMissing(ctx, m)
	case d.Kind == accord.MailDuty:
		return c.checkDuty(d, m)
	}
	return send, nil
}

// unlockedPause is how long the mail of an agenda that was opened again waits
// before it is looked at anew.
const unlockedPause = 5 * time.Minute

// takenBack reports whether the mail is a step towards an agenda that counts as
// not taken any more, since the meeting was moved.
func takenBack(d accord.Delivery, m accord.Meeting) bool {
	switch d.Kind {
	case accord.MailProposalsWanted:
		return m.AskedAt == nil
	case accord.MailProposalsMissing:
		return m.RemindedAt == nil
	case accord.MailAgenda, accord.MailAgendaOpen:
		return m.AgendaSentAt == nil
	}
	return false
}

// checkMissing leaves out the reminder of a side that has proposed meanwhile.
func (c *composer) checkMissing(ctx context.Context, m accord.Meeting) (verdict, error) {
	agenda, err := c.tx.Agenda(ctx, m.ID)
	if err != nil {
		return send, err
	}
	if slices.Contains(accord.SidesWithoutProposal(agenda), c.person.Side) {
		return send, nil
	}
	return skip("settled"), nil
}

// invited reports whether the person belongs to the meeting or its team, and
// may see what the team has.
func (c *composer) invited(ctx context.Context, m accord.Meeting) (bool, error) {
	if c.view.Shut(string(m.TeamID)) {
		return false, nil
	}
	people, err := c.tx.MeetingPeople(ctx, m.ID)
	if err != nil {
		return false, err
	}
	for _, p := range people {
		if p.PersonID == c.person.ID {
			return true, nil
		}
	}
	if m.TeamID == "" || !c.view.Sees(string(m.TeamID)) {
		return false, nil
	}
	role, err := c.tx.TeamRole(ctx, string(m.TeamID), c.person.ID)
	return role != "", err
}
