package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/web"
)

// tuesdays makes a weekly call on Tuesdays at ten in Berlin from January on.
func tuesdays(w *workplace) SeriesDetail {
	return w.weeklyCall(func(n *NewSeries) { n.StartsAtLocal, n.Location = "2027-01-12T10:00", "Room 1" })
}

// The life of a series as calendars hear of it (calendar.md §7.4).
func TestInvite_Wire_LifeOfASeries(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		d := tuesdays(w)
		uid := d.ID + "@accord"
		first := w.tell(server, "leo@example.com")
		w.says("made", first, "REQUEST "+uid+" SEQ 0 FREQ=WEEKLY;BYDAY=TU")
		if l := first[0]; l.prop("DTSTART") != "Europe/Berlin:20270112T100000" || l.prop("LOCATION") != "Room 1" || l.thread != "" ||
			l.attendee("leo@example.com") != "REQ-PARTICIPANT NEEDS-ACTION" || l.attendee("oz@example.com") != "OPT-PARTICIPANT NEEDS-ACTION" {
			t.Errorf("the invitation says %s at %s, in the thread %q:\n%s", l.prop("DTSTART"), l.prop("LOCATION"), l.thread, l.raw)
		}

		w.movedTo(d.ID, "2027-01-19T10:00", "2027-01-20T11:00")
		got := w.tell(server, "leo@example.com")
		w.says("one moved", got, "REQUEST "+uid+" SEQ 1 OF Europe/Berlin:20270119T100000 AT Europe/Berlin:20270120T110000")
		if l := got[0]; !strings.Contains(l.text, "from Tue 19 Jan 2027, 10:00") || !strings.Contains(l.text, "Wed 20 Jan 2027, 11:00") {
			t.Errorf("S5 the mail does not say from when to when:\n%s", l.text)
		}
		if got[0].thread != first[0].id {
			t.Errorf("thread = %s, want the invitation %s", got[0].thread, first[0].id)
		}

		w.occurs(d.ID, "2027-01-26T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		w.says("trap 8: one called off", w.tell(server, "leo@example.com"),
			"CANCEL "+uid+" SEQ 1 OF Europe/Berlin:20270126T100000 AT Europe/Berlin:20270126T100000")
		w.occurs(d.ID, "2027-01-26T10:00", OccurrenceChange{Status: accord.MeetingScheduled})
		got = w.tell(server, "leo@example.com")
		w.says("brought back", got, "REQUEST "+uid+" SEQ 2 OF Europe/Berlin:20270126T100000 AT Europe/Berlin:20270126T100000")
		if !strings.HasPrefix(got[0].subject, "It takes place after all") {
			t.Errorf("subject = %q", got[0].subject)
		}
		w.occurs(d.ID, "2027-02-02T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		w.says("another called off: no lower than what was said before", w.tell(server, "leo@example.com"),
			"CANCEL "+uid+" SEQ 2 OF Europe/Berlin:20270202T100000 AT Europe/Berlin:20270202T100000")

		// Split: the one that ends first, then the new one under a UID of its own.
		c := w.changes(d.ID, following("2027-02-16T10:00", SeriesPatch{StartsAtLocal: accord.Some("2027-01-12T14:00")}))
		next := c.Successor.ID + "@accord"
		w.says("split", w.tell(server, "leo@example.com"),
			"REQUEST "+uid+" SEQ 2 FREQ=WEEKLY;UNTIL=20270209T225959Z;BYDAY=TU LESS 20270202T100000",
			"REQUEST "+uid+" SEQ 2 OF Europe/Berlin:20270119T100000 AT Europe/Berlin:20270120T110000",
			"REQUEST "+next+" SEQ 0 FREQ=WEEKLY;BYDAY=TU")

		if _, err := w.app.EndSeries(w.ctx(), w.as("ana"), c.Successor.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.says("nothing of it took place: all is called off", w.tell(server, "leo@example.com"), "CANCEL "+next+" SEQ 1 FREQ=WEEKLY;BYDAY=TU")
		w.clock.set("2027-01-14T12:00")
		if _, err := w.app.EndSeries(w.ctx(), w.as("ana"), d.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		got = w.tell(server, "leo@example.com")
		w.says("what took place stays", got, "REQUEST "+uid+" SEQ 3 FREQ=WEEKLY;UNTIL=20270114T225959Z;BYDAY=TU")
	})
}

// A change in place is told of the series, then of each date that is still not
// as it says, one event a mail (trap 11).
func TestInvite_Wire_ChangeInPlace(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		d := tuesdays(w)
		uid := d.ID + "@accord"
		w.movedTo(d.ID, "2027-01-19T10:00", "2027-01-20T11:00")
		w.occurs(d.ID, "2027-01-26T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		w.says("S5 made, one moved, one called off within the minute", w.tell(server, "mia@example.com"),
			"REQUEST "+uid+" SEQ 0 FREQ=WEEKLY;BYDAY=TU LESS 20270126T100000",
			"REQUEST "+uid+" SEQ 1 OF Europe/Berlin:20270119T100000 AT Europe/Berlin:20270120T110000")
		w.changes(d.ID, SeriesPatch{StartsAtLocal: accord.Some("2027-01-12T15:00")})
		got := w.tell(server, "mia@example.com")
		w.says("in place", got,
			"REQUEST "+uid+" SEQ 1 FREQ=WEEKLY;BYDAY=TU LESS 20270126T150000",
			"REQUEST "+uid+" SEQ 2 OF Europe/Berlin:20270119T150000 AT Europe/Berlin:20270120T110000")
		if !strings.Contains(got[0].text, "Before:") || !strings.HasPrefix(got[1].subject, "As it was") {
			t.Errorf("words: %s\n%s", got[1].subject, got[0].text)
		}
		w.changes(d.ID, SeriesPatch{Location: accord.Some("Room 2")})
		got = w.tell(server, "mia@example.com")
		if len(got) == 0 || got[0].prop("LOCATION") != "Room 2" || got[0].prop("SEQUENCE") != "2" || !strings.Contains(got[0].text, "Before: Room 1") || strings.Contains(got[0].text, "Before: Every") {
			t.Errorf("another place: %s", got[0].text)
		}
		w.changes(d.ID, SeriesPatch{Purpose: accord.Some("To hear each other")})
		w.says("trap 12: words alone", w.tell(server, "mia@example.com"))
	})
}

// Whoever answers does not invite everybody again (trap 12); the next message
// says what they answered, of that date alone (trap 14).
func TestInvite_Wire_AnswersInviteNobody(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		d := tuesdays(w)
		m := w.opened(d.ID, "2027-01-12T10:00")
		w.tell(server, "leo@example.com")
		if _, err := w.app.Respond(w.ctx(), w.as("leo"), m.ID, "leo", "yes"); err != nil {
			t.Fatal(err)
		}
		w.says("an answer", w.tell(server, "leo@example.com"))
		w.movedTo(d.ID, "2027-01-12T10:00", "2027-01-13T10:00")
		got := w.tell(server, "mia@example.com")
		if len(got) != 1 || got[0].attendee("leo@example.com") != "REQ-PARTICIPANT ACCEPTED" || got[0].attendee("mia@example.com") != "REQ-PARTICIPANT NEEDS-ACTION" ||
			got[0].prop("SEQUENCE") != "1" {
			t.Errorf("after an answer: %d mails", len(got))
		}
	})
}

// toCome is what a team has before it, told an hour ago: the UIDs of a series
// with a moved date, and of a meeting once.
func toCome(w *workplace, server *wire) (series, once string) {
	w.t.Helper()
	d := tuesdays(w)
	w.movedTo(d.ID, "2027-01-19T10:00", "2027-01-20T11:00")
	m, err := w.app.CreateMeeting(w.ctx(), w.as("ana"), NewMeeting{Title: "Once", TeamID: "team", StartsAt: w.clock.Now().Add(72 * time.Hour), DurationMinutes: 30})
	if err != nil {
		w.t.Fatal(err)
	}
	w.tell(server, "leo@example.com")
	w.clock.add(time.Hour)
	return d.ID + "@accord", m.ID + "@accord"
}

// Somebody who joins is invited, who leaves is called off: them alone, without a
// change of SEQUENCE.
func TestInvite_Wire_PeopleComeAndGo(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		uid, once := toCome(w, server)
		admin := w.admin()
		if _, err := w.app.RemoveTeamMember(w.ctx(), admin, "team", "ben", accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.says("gone", w.tell(server, "ben@example.com"),
			"CANCEL "+uid+" SEQ 0 FREQ=WEEKLY;BYDAY=TU", "CANCEL "+once+" SEQ 0")
		if _, err := w.app.SetTeamMember(w.ctx(), admin, "team", "ben", accord.TeamMemberRole, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.says("back again", w.tell(server, "ben@example.com"),
			"REQUEST "+uid+" SEQ 0 FREQ=WEEKLY;BYDAY=TU",
			"REQUEST "+once+" SEQ 0",
			"REQUEST "+uid+" SEQ 1 OF Europe/Berlin:20270119T100000 AT Europe/Berlin:20270120T110000")
		if _, err := w.app.SetTeamMember(w.ctx(), admin, "team", "ben", accord.TeamObserver, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.says("another role", w.tell(server, "ben@example.com"))
	})
}

// A closed team has no guests: who is one is called off, who is of it is not.
func TestInvite_Wire_GuestsOfATeamThatCloses(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		admin := w.admin()
		if _, err := w.app.RemoveTeamMember(w.ctx(), admin, "team", "ben", accord.Match{}); err != nil {
			t.Fatal(err)
		}
		once, err := w.app.CreateMeeting(w.ctx(), admin, NewMeeting{Title: "Once", TeamID: "team", People: []string{"ben"}, StartsAt: w.clock.Now().Add(72 * time.Hour), DurationMinutes: 30})
		if err != nil {
			t.Fatal(err)
		}
		w.says("invited", w.tell(server, "ben@example.com"), "REQUEST "+once.ID+"@accord SEQ 0")
		w.clock.add(time.Hour)
		if _, err := w.app.ChangeTeam(w.ctx(), admin, "team", accord.Match{}, accord.Opt[string]{}, accord.Some(true)); err != nil {
			t.Fatal(err)
		}
		w.says("closed", w.tell(server, "ben@example.com"), "CANCEL "+once.ID+"@accord SEQ 0")
		w.says("who is of it", w.tell(server, "leo@example.com"))
	})
}

// A new address is invited to all there is to come, once, whatever the old one
// was told; who leaves the company is called off.
func TestInvite_Wire_NewAddressAndLeaving(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		uid, once := toCome(w, server)
		admin := w.admin()
		address := func(email string) {
			t.Helper()
			if _, err := w.app.ChangePerson(w.ctx(), admin, "ben", accord.Match{}, PersonPatch{Email: accord.Some(email)}); err != nil {
				t.Fatal(err)
			}
		}
		address("ben@new.example")
		w.says("the new address", w.tell(server, "ben@new.example"),
			"REQUEST "+uid+" SEQ 0 FREQ=WEEKLY;BYDAY=TU",
			"REQUEST "+once+" SEQ 0",
			"REQUEST "+uid+" SEQ 1 OF Europe/Berlin:20270119T100000 AT Europe/Berlin:20270120T110000")
		address("ben@new.example")
		w.says("the same again", w.tell(server, "ben@new.example"))
		if _, err := w.app.Leave(w.ctx(), admin, "ben", nil); err != nil {
			t.Fatal(err)
		}
		w.says("left", w.tell(server, "ben@new.example"),
			"CANCEL "+uid+" SEQ 0 FREQ=WEEKLY;BYDAY=TU", "CANCEL "+once+" SEQ 0")
	})
}

// A one-time meeting: invited to, moved twice within a minute, called off.
func TestInvite_Wire_OneTimeMeeting(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		at := func(local accord.LocalTime) time.Time { return local.In(accord.Zone("Europe/Berlin")) }
		d, err := w.app.CreateMeeting(w.ctx(), w.as("ana"), NewMeeting{Title: "Kick-off", StartsAt: at("2027-01-12T10:00"), DurationMinutes: 30, People: []string{"leo"}})
		if err != nil {
			t.Fatal(err)
		}
		uid := d.ID + "@accord"
		got := w.tell(server, "leo@example.com")
		w.says("made", got, "REQUEST "+uid+" SEQ 0")
		if got[0].attendee("ana@example.com") != "CHAIR NEEDS-ACTION" || got[0].prop("DTSTART") != "Europe/Berlin:20270112T100000" {
			t.Errorf("invitation:\n%s", got[0].raw)
		}
		move := func(to accord.LocalTime) {
			t.Helper()
			if _, err := w.app.ChangeMeeting(w.ctx(), w.as("ana"), d.ID, accord.Match{}, MeetingPatch{StartsAt: accord.Some(at(to))}); err != nil {
				t.Fatal(err)
			}
			w.clock.add(20 * time.Second)
		}
		move("2027-01-13T10:00")
		move("2027-01-13T11:00")
		got = w.tell(server, "leo@example.com")
		w.says("S5 moved twice within a minute", got, "REQUEST "+uid+" SEQ 2")
		if !strings.Contains(got[0].text, "from Tue 12 Jan 2027, 10:00") || !strings.Contains(got[0].text, "Wed 13 Jan 2027, 11:00") {
			t.Errorf("S5 the mail does not say what changed in the end:\n%s", got[0].text)
		}
		move("2027-01-14T11:00")
		move("2027-01-13T11:00")
		w.says("moved and moved back", w.tell(server, "leo@example.com"))
		if _, err := w.app.CancelMeeting(w.ctx(), w.as("ana"), d.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.says("trap 7: called off", w.tell(server, "leo@example.com"), "CANCEL "+uid+" SEQ 5")
	})
}

// What is called off before anybody heard of it is mailed to nobody.
func TestInvite_Wire_NothingWasSaid(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		d := tuesdays(w)
		if _, err := w.app.EndSeries(w.ctx(), w.as("ana"), d.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.says("made and ended within the minute", w.tell(server, "leo@example.com"))
		if got := w.states(); got[accord.DeliveryWithdrawn] != 10 || len(got) != 1 {
			t.Errorf("states = %v, want invitations and cancellations withdrawn, to be seen", got)
		}
	})
}

// A series that heeds days off has no rule that calendars understand: each date
// is invited to by itself once it is opened, under a UID of its own.
func TestInvite_Wire_DateByDate(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		d := w.weeklyCall(func(n *NewSeries) {
			n.StartsAtLocal, n.HolidayCalendar, n.HolidayPolicy = "2027-01-12T10:00", "DE", string(accord.HolidayNext)
		})
		w.says("made", w.tell(server, "leo@example.com"), "words")
		w.opened(d.ID, "2027-01-12T10:00")
		uid := d.ID + "-20270112T1000@accord"
		w.says("opened", w.tell(server, "leo@example.com"), "REQUEST "+uid+" SEQ 0")
		w.movedTo(d.ID, "2027-01-12T10:00", "2027-01-13T10:00")
		w.says("moved", w.tell(server, "leo@example.com"), "REQUEST "+uid+" SEQ 1")
		w.occurs(d.ID, "2027-01-12T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		w.says("called off", w.tell(server, "leo@example.com"), "CANCEL "+uid+" SEQ 2")
		w.occurs(d.ID, "2027-01-19T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		w.says("one that was only named", w.tell(server, "leo@example.com"), "words")
	})
}

// What comes before and after a meeting is threaded behind its invitation.
func TestInvite_Wire_Threads(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		d := tuesdays(w)
		m := w.opened(d.ID, "2027-01-12T10:00")
		first := w.tell(server, "leo@example.com")
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			now := accord.Instant(w.clock.Now())
			if m.AskedAt = &now; tx.StampAgenda(ctx, m) != nil {
				t.Error("the ask is not noted")
			}
			return w.app.queueMeeting(ctx, tx, accord.MailProposalsWanted, "once", m, accord.Event{}, "", []string{"leo"})
		})
		got := w.tell(server, "leo@example.com")
		if len(got) != 1 || got[0].event != nil || got[0].thread != first[0].id {
			t.Errorf("got %d mails, want the ask in the thread %s", len(got), first[0].id)
		}
	})
}

// When days off are not heeded any more, the series has a rule again: it is one
// entry, and what stood there by itself goes.
func TestInvite_Wire_DateByDateNoMore(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		d := w.weeklyCall(func(n *NewSeries) {
			n.StartsAtLocal, n.HolidayCalendar, n.HolidayPolicy = "2027-01-12T10:00", "DE", string(accord.HolidayNext)
		})
		w.opened(d.ID, "2027-01-12T10:00")
		single := d.ID + "-20270112T1000@accord"
		w.says("date by date", w.tell(server, "leo@example.com"), "words", "REQUEST "+single+" SEQ 0")
		w.changes(d.ID, SeriesPatch{HolidayPolicy: accord.Some(string(accord.HolidayKeep))})
		w.says("by its rule", w.tell(server, "leo@example.com"), "REQUEST "+d.ID+"@accord SEQ 1 FREQ=WEEKLY;BYDAY=TU", "CANCEL "+single+" SEQ 0")
		w.changes(d.ID, SeriesPatch{HolidayPolicy: accord.Some(string(accord.HolidaySkip))})
		w.says("date by date again", w.tell(server, "leo@example.com"), "CANCEL "+d.ID+"@accord SEQ 2 FREQ=WEEKLY;BYDAY=TU", "REQUEST "+single+" SEQ 0")
	})
}

// Every sort of news has its words, in both languages.
func TestInvite_Words(t *testing.T) {
	for _, locale := range []string{"en", "de"} {
		l := web.NewLocalizer(locale, time.UTC)
		for _, words := range []string{
			"series", "series_changed", "series_next", "series_ended", "series_over", "series_cancelled", "uninvited",
			"meeting", "meeting_moved", "meeting_changed", "meeting_duties", "meeting_restored", "meeting_stays", "meeting_replaced", "meeting_cancelled",
		} {
			for _, part := range []string{"subject", "intro", "action"} {
				key := "mail." + words + "." + part
				args := map[string]any{"Title": "Weekly call", "By": "Ana", "Rule": "Every Tuesday", "Start": "Tuesday", "Was": "Monday", "Day": "Friday"}
				if got := l.T(key, args); got == "" || strings.Contains(got, key) || strings.Contains(got, "<no value>") {
					t.Errorf("%s %s = %q", locale, key, got)
				}
			}
		}
		for _, key := range []string{"mail.invite.place", "mail.invite.duties", "mail.fact.before", "mail.fact.facilitates", "mail.fact.takes_minutes"} {
			if got := l.T(key, map[string]any{"Was": "Room 1"}); got == "" || strings.Contains(got, key) {
				t.Errorf("%s %s = %q", locale, key, got)
			}
		}
	}
}
