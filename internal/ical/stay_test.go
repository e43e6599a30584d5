package ical

import (
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// Days are written as days, RFC 5545 §3.3.4: the end is the day after the last,
// without a clock or a zone, so that they are the same days everywhere.
func TestStay(t *testing.T) {
	s := Stay{UID: "v@accord", From: "2027-03-26", To: "2027-03-28", Details: Details{
		Title: "Mia with Sales", Modified: time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC), Sequence: 2,
		Organizer: Person{Address: "accord@example.com"}, Attendees: []Attendee{{Person: Person{Address: "mia@example.com"}}},
	}}
	feed, err := Feed{Name: "Mia", From: s.From.Time(), To: s.To.Time(), Stays: []Stay{s}}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	request, err := s.Request()
	if err != nil {
		t.Fatal(err)
	}
	cancel, err := s.Cancel()
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{"feed": string(feed), "request": string(request.Body), "cancel": string(cancel.Body)} {
		for _, line := range []string{"DTSTART;VALUE=DATE:20270326", "DTEND;VALUE=DATE:20270329", "SEQUENCE:2", "TRANSP:TRANSPARENT", "UID:v@accord"} {
			if !strings.Contains(body, line+"\r\n") {
				t.Errorf("%s lacks %s:\n%s", name, line, body)
			}
		}
		if strings.Contains(body, "VTIMEZONE") || strings.Contains(body, "TZID") {
			t.Errorf("%s has a zone:\n%s", name, body)
		}
	}
	if request.Method != MethodRequest || !strings.Contains(string(cancel.Body), "STATUS:CANCELLED") {
		t.Errorf("request is %s, cancel:\n%s", request.Method, cancel.Body)
	}
	days, err := ReadDays(feed, "2027-01-01", "2027-12-31")
	if err != nil || len(days.List) != 3 || days.List[2].Date != accord.Date("2027-03-28") {
		t.Errorf("read again = %+v %v, want the three days", days.List, err)
	}
}
