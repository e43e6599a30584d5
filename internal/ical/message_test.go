package ical

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// invited is a series with a cancelled and a moved occurrence.
func invited(t testing.TB) Series {
	s := Series{UID: "s1@example.com", Details: details("Strategic team"), Schedule: plan(t, "FREQ=MONTHLY;BYDAY=2TU", "2026-01-01T10:00", "Europe/Berlin")}
	s.Exceptions = []Exception{moved(s, "2026-02-10T10:00", at(t, "2026-02-10T09:00:00Z")), moved(s, "2026-03-10T10:00", at(t, "2026-03-12T13:00:00Z"))}
	s.Exceptions[0].Cancelled = true
	return s
}

func TestMessage_golden(t *testing.T) {
	s := invited(t)
	off, later := s.Exceptions[0], s.Exceptions[1]
	off.Sequence, later.Sequence = 3, 4
	one := Meeting{UID: "m1@example.com", Details: details("Kick-off"), StartsAt: at(t, "2026-03-03T15:00:00Z"), Length: 90 * time.Minute, Zone: accord.Zone("America/New_York")}
	for name, make := range map[string]func() (Message, error){
		"request_series":     s.Request,
		"cancel_series":      s.Cancel,
		"request_occurrence": func() (Message, error) { return s.RequestOne(later) },
		"cancel_occurrence":  func() (Message, error) { return s.CancelOne(off) },
		"request_meeting":    one.Request,
		"cancel_meeting":     one.Cancel,
	} {
		t.Run(name, func(t *testing.T) {
			m, err := make()
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".ics", m.Body)
			lines := wellFormed(t, m.Body)
			verb, _, _ := strings.Cut(name, "_")
			method := strings.ToUpper(verb)
			if m.Method != method || !slices.Contains(lines, "METHOD:"+method) || !strings.Contains(m.ContentType(), "method="+method+";") {
				t.Errorf("method %s, type %s: they differ", m.Method, m.ContentType())
			}
			count := names(lines)
			if got := strings.Count(string(m.Body), "BEGIN:VEVENT"); got != 1 {
				t.Errorf("%d events, want one: Outlook reads no more", got)
			}
			if occurrence := strings.HasSuffix(name, "_occurrence"); (count["RECURRENCE-ID"] == 1) != occurrence {
				t.Errorf("RECURRENCE-ID stands %d times", count["RECURRENCE-ID"])
			}
			if cancelled := slices.Contains(lines, "STATUS:CANCELLED"); cancelled != (method == MethodCancel) {
				t.Errorf("cancelled = %v", cancelled)
			}
		})
	}
}

func TestMessage_of_a_series_written_singly(t *testing.T) {
	s := Series{UID: "s1@example.com", Details: details("Month's end"), Schedule: plan(t, "FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31T10:00", "Europe/Berlin")}
	if s.Portable() {
		t.Error("Portable() = true, want false")
	}
	if _, err := s.Request(); !errors.Is(err, ErrSingly) {
		t.Errorf("Request() = %v, want ErrSingly", err)
	}
	if _, err := s.Cancel(); !errors.Is(err, ErrSingly) {
		t.Errorf("Cancel() = %v, want ErrSingly", err)
	}
	m, err := s.RequestOne(moved(s, "2026-03-31T10:00", at(t, "2026-03-31T08:00:00Z")))
	if err != nil {
		t.Fatal(err)
	}
	lines := wellFormed(t, m.Body)
	if !slices.Contains(lines, "UID:"+s.UIDOf("2026-03-31T10:00")) || names(lines)["RECURRENCE-ID"] != 0 {
		t.Errorf("the occurrence is no event of its own:\n%s", m.Body)
	}
}

func TestMessage_of_a_series_without_a_date(t *testing.T) {
	s := invited(t)
	s.Ends = at(t, "2026-01-02T00:00:00Z")
	if m, err := s.Request(); err == nil || errors.Is(err, ErrSingly) {
		t.Errorf("Request() = %s, %v, want an error of its own", m.Body, err)
	}
}

func TestMessage_needs_somebody_to_answer(t *testing.T) {
	for name, change := range map[string]func(*Details){
		"no organizer":                   func(d *Details) { d.Organizer = Person{} },
		"an organizer with a name in it": func(d *Details) { d.Organizer.Address = "Ana <ana@example.com>" },
		"no attendee":                    func(d *Details) { d.Attendees = nil },
		"no attendee with an address":    func(d *Details) { d.Attendees = []Attendee{{Person: Person{Name: "Ana"}}} },
	} {
		s := invited(t)
		change(&s.Details)
		if _, err := s.Request(); err == nil {
			t.Errorf("%s: a message was written", name)
		}
	}
}
