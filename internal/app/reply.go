package app

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/ical"
	"accord/internal/store"
)

// maxComment bounds what is kept of the words with an answer, in characters.
const maxComment = 1000

// ReplyTaken is what became of one answer that was handed in.
type ReplyTaken struct {
	Title         string           `json:"title"`
	SeriesID      accord.NullID    `json:"series_id"`
	MeetingID     accord.NullID    `json:"meeting_id"`
	OriginalStart accord.LocalTime `json:"original_start"` // "" for a whole series or a one-time meeting
	PersonID      string           `json:"person_id"`
	Response      string           `json:"response"` // yes, no, maybe, or "" for none yet
	Taken         bool             `json:"taken"`    // false: it is older than what was said since, or than the date; nothing changed
}

// answer is what somebody says to an invitation.
type answer struct {
	response, comment string
	stamp             time.Time // when it was given
}

// HandInReply takes the answer that a calendar program made (an iTIP REPLY,
// RFC 5546). Everybody hands in their own, an admin anybody's. It changes no
// SEQUENCE and invites nobody anew.
func (a *App) HandInReply(ctx context.Context, actor accord.Actor, data []byte) (list []ReplyTaken, err error) {
	if err := Allow(actor, ActRespond); err != nil {
		return nil, err
	}
	replies, err := ical.ReadReply(data)
	if err != nil {
		return nil, err
	}
	err = a.change(ctx, actor, ActRespond, func(ctx context.Context, tx *store.Store, now time.Time) error {
		list = make([]ReplyTaken, 0, len(replies))
		for _, r := range replies {
			taken, err := a.takeReply(ctx, tx, actor, r, now)
			if err != nil {
				return err
			}
			list = append(list, taken)
		}
		return nil
	})
	return list, err
}

// takeReply finds whose answer it is and to what.
func (a *App) takeReply(ctx context.Context, tx *store.Store, actor accord.Actor, r ical.Reply, now time.Time) (ReplyTaken, error) {
	whose, said, err := replier(ctx, tx, actor, r)
	if err != nil {
		return ReplyTaken{}, err
	}
	given, err := given(r, said, now)
	if err != nil {
		return ReplyTaken{}, err
	}
	w := &responder{app: a, tx: tx, by: actor, whose: whose, now: now}
	uid, slot := ical.SplitUID(r.UID)
	id, ours := uidID(uid)
	unknown := accord.BadField("file", "This answers a meeting that is not here.")
	if !ours {
		return ReplyTaken{}, unknown
	}
	series, err := tx.Series(ctx, id)
	var taken ReplyTaken
	switch {
	case err == nil:
		taken, err = w.seriesReply(ctx, series, slot, r, given)
	case accord.CodeOf(err) == accord.CodeNotFound:
		taken, err = w.meetingReply(ctx, id, r, given)
	}
	if accord.CodeOf(err) == accord.CodeNotFound {
		err = unknown
	}
	return taken, err
}

// replier is whose answer it is: the actor's own, or for an admin that of
// anybody here.
func replier(ctx context.Context, tx *store.Store, actor accord.Actor, r ical.Reply) (accord.Actor, ical.Attendee, error) {
	if said, ok := r.By(actor.Email); ok {
		return actor, said, nil
	}
	if !actor.Admin() {
		return actor, ical.Attendee{}, accord.Errorf(accord.CodeDenied, "This answer is somebody else's; everybody hands in their own.").By("X4")
	}
	for _, said := range r.Attendees {
		p, err := tx.PersonByEmail(ctx, cleanEmail(said.Address))
		if err == nil && p.Active() {
			return actorOf(p), said, nil
		}
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return actor, said, err
		}
	}
	return actor, ical.Attendee{}, accord.BadField("file", "Nobody here has the address this answer comes from.")
}

// given reads the answer. A stamp in the future would outlast every later
// answer: it is taken for now.
func given(r ical.Reply, said ical.Attendee, now time.Time) (answer, error) {
	out := answer{comment: firstRunes(strings.TrimSpace(accord.Plain(r.Comment)), maxComment), stamp: accord.Instant(r.Stamp)}
	if out.stamp.IsZero() || out.stamp.After(now) {
		out.stamp = now
	}
	switch said.Answer {
	case ical.Accepted:
		out.response = "yes"
	case ical.Declined:
		out.response = "no"
	case ical.Tentative:
		out.response = "maybe"
	case ical.Delegated:
		return out, accord.BadField("file", "An invitation cannot be passed on to somebody else. Decline it, and ask a leader of the team to invite them.")
	}
	return out, nil
}

func firstRunes(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// seriesReply takes an answer under the UID of a series, or of one of its dates
// that is an event of its own.
func (w *responder) seriesReply(ctx context.Context, series accord.Series, slot accord.LocalTime, r ical.Reply, given answer) (ReplyTaken, error) {
	out := ReplyTaken{Title: series.Title, SeriesID: accord.NullID(series.ID), PersonID: w.whose.PersonID, Response: given.response}
	if err := w.sees(ctx, series); err != nil {
		return out, err
	}
	single := slot != ""
	if r.Slot != nil && !single {
		plan, err := series.Schedule()
		if err != nil {
			return out, err
		}
		if name, ok := r.Slot.Of(plan); ok {
			slot = name
		} else {
			slot = r.Slot.In(plan.Zone)
		}
	}
	if slot == "" {
		if r.Sequence < series.Sequence {
			return out, nil
		}
		var err error
		out.Taken, err = w.toSeries(ctx, series, given)
		return out, err
	}
	out.OriginalStart = slot
	o, m, err := w.app.occurrence(ctx, w.tx, series, slot)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return out, accord.BadField("file", "The series has no date on %s.", string(slot))
	}
	if err != nil {
		return out, err
	}
	if m != nil {
		out.MeetingID = accord.NullID(m.ID)
	}
	if older(r.Sequence, single, series, m) {
		return out, nil
	}
	out.Taken, err = w.toDate(ctx, series, o.Occurrence, m, given)
	return out, err
}

// older reports whether the answer is to an invitation that was changed since.
// A date that is an event of its own has a sequence of its own.
func older(sequence int, single bool, series accord.Series, m *accord.Meeting) bool {
	least := 0
	if m != nil {
		least = m.Sequence
	}
	if !single {
		least = max(least, series.Sequence)
	}
	return sequence < least
}

// meetingReply takes an answer to a one-time meeting.
func (w *responder) meetingReply(ctx context.Context, id string, r ical.Reply, given answer) (ReplyTaken, error) {
	m, err := w.tx.Meeting(ctx, id)
	if err == nil && m.SeriesID != "" {
		err = accord.NotFound("meeting") // it goes by the UID of its series
	}
	if err == nil && w.by.PersonID != w.whose.PersonID {
		_, _, err = w.app.loadMeeting(ctx, w.tx, w.by, id, w.now)
	}
	out := ReplyTaken{Title: m.Title, MeetingID: accord.NullID(id), PersonID: w.whose.PersonID, Response: given.response}
	if err != nil || r.Sequence < m.Sequence {
		return out, err
	}
	out.Taken, err = w.toMeeting(ctx, m, given)
	return out, err
}
