package app

import (
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
)

// toldTo delivers and gives what one person was told of events, each mail held
// against what every message must be.
func (w *workplace) toldTo(server *wire, to string) []letter {
	w.t.Helper()
	w.post(server.sender(""))
	mine := []letter{}
	for _, l := range server.take("") {
		if l.event != nil {
			w.sound(l)
		}
		if l.to == to {
			mine = append(mine, l)
		}
	}
	return mine
}

// A seat in the visitor's calendar: given, moved, called off, back, swapped and
// given back; of an open team's meeting as of a closed one's.
func TestVisits_Wire_a_seat(t *testing.T) {
	for _, closed := range []bool{false, true} {
		t.Run(map[bool]string{false: "open", true: "closed"}[closed], func(t *testing.T) {
			eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
				server := newWire(t)
				w.hosted(closed)
				w.tick()
				const uid, slot = "strategic@accord", "OF Europe/Berlin:20270104T100000 AT Europe/Berlin:"
				got := w.toldTo(server, "ben@example.com")
				w.says("given", got, "REQUEST "+uid+" SEQ 0 "+slot+"20270104T100000")
				if !strings.Contains(got[0].text, "Strategic team") {
					t.Errorf("the invitation says:\n%s", got[0].text)
				}
				w.movedTo("strategic", "2027-01-04T10:00", "2027-01-06T11:00")
				w.says("moved", w.toldTo(server, "ben@example.com"), "REQUEST "+uid+" SEQ 1 "+slot+"20270106T110000")
				w.occurs("strategic", "2027-01-04T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
				w.says("called off", w.toldTo(server, "ben@example.com"), "CANCEL "+uid+" SEQ 2 "+slot+"20270106T110000")
				w.occurs("strategic", "2027-01-04T10:00", OccurrenceChange{Status: accord.MeetingScheduled})
				w.says("back", w.toldTo(server, "ben@example.com"), "REQUEST "+uid+" SEQ 3 "+slot+"20270106T110000")
				_, err := w.app.SwapVisits(w.ctx(), w.as("ana"), w.visitAt("2027-01-06").ID, accord.Match{}, w.visitAt("2027-01-11").ID)
				w.must(err)
				w.says("swapped: one goes, one comes", w.toldTo(server, "ben@example.com"),
					"CANCEL "+uid+" SEQ 3 "+slot+"20270106T110000",
					"REQUEST "+uid+" SEQ 0 OF Europe/Berlin:20270111T100000 AT Europe/Berlin:20270111T100000")
				w.feeds("ben", "20270111T100000", "20270106T110000")
				w.feeds("mia", "20270106T110000", "20270111T100000")
				_, err = w.app.CallOffVisit(w.ctx(), w.as("ben"), w.visitAt("2027-01-11").ID, accord.Match{})
				w.must(err)
				w.says("given back", w.toldTo(server, "ben@example.com"), "CANCEL "+uid+" SEQ 0 OF Europe/Berlin:20270111T100000 AT Europe/Berlin:20270111T100000")
				w.feeds("ben", "BEGIN:VCALENDAR", "20270111T100000")
			})
		})
	}
}

// feeds checks what somebody's calendar feed has, and has not.
func (w *workplace) feeds(who, has, hasNot string) {
	w.t.Helper()
	feed, err := w.app.feed(w.ctx(), w.as(who), "")
	w.must(err)
	body, err := feed.Bytes()
	w.must(err)
	if !strings.Contains(string(body), has) || strings.Contains(string(body), hasNot) {
		w.t.Errorf("the feed of %s, want %s and no %s:\n%s", who, has, hasNot, body)
	}
}

// Days with the other side stand in both calendars as whole days: planned, moved,
// with another, called off.
func TestVisits_Wire_days(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		v, err := w.app.PlanVisit(w.ctx(), w.as("mia"), NewVisit{FromOn: "2027-02-01", ToOn: "2027-02-12", HostID: "leo", What: "Calls with clinics"})
		w.must(err)
		uid := v.ID + "@accord"
		for _, who := range []string{"mia", "leo"} {
			w.feeds(who, "DTEND;VALUE=DATE:20270213", "VTIMEZONE")
		}
		w.feeds("ana", "BEGIN:VCALENDAR", uid)
		days := func(l letter) string {
			return l.said() + " " + l.prop("DTSTART") + "-" + l.prop("DTEND") + " " + l.prop("SUMMARY")
		}
		check := func(what string, got []letter, want ...string) {
			t.Helper()
			lines := []string{}
			for _, l := range got {
				lines = append(lines, days(l))
			}
			if strings.Join(lines, "; ") != strings.Join(want, "; ") {
				t.Errorf("%s:\n got %s\nwant %s", what, strings.Join(lines, "; "), strings.Join(want, "; "))
			}
		}
		w.post(server.sender(""))
		planned := "REQUEST " + uid + " SEQ 0 20270201-20270213 Mia visits Leo"
		first := server.take("mia@example.com")
		check("the visitor", first, planned)
		check("the host", server.take("leo@example.com"), planned)
		w.sound(first[0])
		if l := first[0]; !strings.Contains(l.text, "Calls with clinics") || !strings.Contains(l.text, "Mon 1 Feb 2027") {
			t.Errorf("the invitation says:\n%s", l.text)
		}

		_, err = w.app.ChangeVisit(w.ctx(), w.as("leo"), v.ID, accord.Match{}, VisitPatch{ToOn: accord.Some(accord.Date("2027-02-05"))})
		if accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("changed by the host = %v, want denied", err)
		}
		_, err = w.app.ChangeVisit(w.ctx(), w.as("mia"), v.ID, accord.Match{}, VisitPatch{ToOn: accord.Some(accord.Date("2027-02-05")), HostID: accord.Some("ana")})
		w.must(err)
		w.post(server.sender(""))
		check("moved", server.take("mia@example.com"), "REQUEST "+uid+" SEQ 1 20270201-20270206 Mia visits Ana")
		check("the new host", server.take("ana@example.com"), "REQUEST "+uid+" SEQ 1 20270201-20270206 Mia visits Ana")
		check("the host before", server.take("leo@example.com"), "CANCEL "+uid+" SEQ 1 20270201-20270213 Mia visits Leo")

		_, err = w.app.CallOffVisit(w.ctx(), w.as("mia"), v.ID, accord.Match{})
		w.must(err)
		w.post(server.sender(""))
		check("called off", server.take("mia@example.com"), "CANCEL "+uid+" SEQ 2 20270201-20270206 Mia visits Ana")
		check("the host", server.take("ana@example.com"), "CANCEL "+uid+" SEQ 2 20270201-20270206 Mia visits Ana")
		w.feeds("mia", "BEGIN:VCALENDAR", uid)
		if _, err := w.app.ChangeVisit(w.ctx(), w.as("mia"), v.ID, accord.Match{}, VisitPatch{What: accord.Some("More")}); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("changed after it was called off = %v, want conflict", err)
		}
	})
}

// What is planned and called off within a minute is nobody's news.
func TestVisits_S5_days_called_off_at_once(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		v := w.stay()
		_, err := w.app.CallOffVisit(w.ctx(), w.as("mia"), v.ID, accord.Match{})
		w.must(err)
		box := &postbox{}
		w.post(box)
		if got := box.got(); len(got) != 0 {
			t.Errorf("mails = %v, want none", got)
		}
		if list, _, err := w.store.ExchangeVisits(w.ctx(), store.VisitFilter{}, accord.Page{}); err != nil || len(list) != 1 {
			t.Errorf("visits = %d %v", len(list), err)
		}
	})
}
