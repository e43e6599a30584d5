package app

import (
	"strings"
	"testing"

	"accord/internal/accord"
)

// Who has a duty at a date that stands in calendars by itself, or has it no
// more, gets its entry anew: with the words of now, and no higher SEQUENCE, since
// words alone are no new date (calendar.md §3.3). Everybody else is left alone.
func TestRota_Wire_a_turn_renews_the_entry(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		d := w.weeklyCall(func(n *NewSeries) { n.StartsAtLocal, n.RotateMinuteTaker = "2027-01-12T10:00", true })
		const slot = "2027-01-19T10:00"
		w.movedTo(d.ID, slot, "2027-01-20T11:00")
		w.post(server.sender(""))
		told := server.take("")
		takes := func() string { return string(w.opened(d.ID, slot).MinuteTakerID) }
		turn := func(change func() (RotaPage, error)) map[string]letter {
			t.Helper()
			_, err := change()
			w.must(err)
			w.post(server.sender(""))
			got := map[string]letter{}
			for _, l := range server.take("") {
				got[strings.TrimSuffix(l.to, "@example.com")] = l
			}
			return got
		}
		skip := func() (RotaPage, error) {
			return w.app.SkipTurn(w.ctx(), w.as("ana"), d.ID, slot, string(accord.RotaMinuteTaker))
		}
		undo := func() (RotaPage, error) {
			return w.app.UndoSkip(w.ctx(), w.as("ana"), d.ID, slot, string(accord.RotaMinuteTaker))
		}

		before, names := takes(), map[string]string{}
		for _, p := range []string{"ana", "leo", "mia", "ben"} {
			names[p] = w.as(p).Name
		}
		got := turn(skip)
		after := takes()
		if before == after || len(got) != 2 || got[before].to == "" || got[after].to == "" {
			t.Fatalf("from %s to %s: mails to %v, want them alone", before, after, got)
		}
		for who, l := range got {
			w.sound(l)
			w.says(who, []letter{l}, "REQUEST "+d.ID+"@accord SEQ 1 OF Europe/Berlin:20270119T100000 AT Europe/Berlin:20270120T110000")
			if says := l.prop("DESCRIPTION"); !strings.Contains(says, names[after]) || strings.Contains(says, names[before]) {
				t.Errorf("the entry of %s says %q, want %s and not %s", who, says, names[after], names[before])
			}
			if !strings.HasPrefix(l.subject, "Who does what") || !strings.Contains(l.text, names[after]) {
				t.Errorf("the mail to %s says %s:\n%s", who, l.subject, l.text)
			}
		}
		was := told[len(told)-1]
		if now := got[after]; now.prop("DTSTAMP") <= was.prop("DTSTAMP") {
			t.Errorf("DTSTAMP %s, want it after %s", now.prop("DTSTAMP"), was.prop("DTSTAMP"))
		}
		if got := turn(func() (RotaPage, error) { _, err := undo(); w.must(err); return skip() }); len(got) != 0 {
			t.Errorf("S5 taken back and done again within a minute: %v, want nothing", got)
		}
		if got := turn(undo); len(got) != 2 || !strings.Contains(got[before].prop("DESCRIPTION"), names[before]) {
			t.Errorf("taken back: %v, want both told", got)
		}
	})
}
