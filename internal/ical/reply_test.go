package ical

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
)

// read returns a file of testdata with CRLF, as it comes by mail.
func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(strings.ReplaceAll(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n", "\r\n"))
}

func TestReadReply(t *testing.T) {
	berlin, york := accord.Zone("Europe/Berlin"), accord.Zone("America/New_York")
	zones := cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })
	for name, want := range map[string][]Reply{
		"reply_google.ics": {{
			UID: "s1@example.com", Sequence: 2, Stamp: at(t, "2026-01-05T08:15:30Z"),
			Slot:      &Slot{Wall: "2026-01-13T10:00", Zone: berlin},
			Attendees: []Attendee{{Person: Person{Name: "Zoë Ölmann", Address: "zoe@example.com"}, Role: RoleRequired, Answer: Declined}},
			Comment:   `On a train, but "there" in spirit`,
		}},
		"reply_outlook.ics": {{
			UID: "s1@example.com", Sequence: 2, Stamp: at(t, "2026-01-05T08:15:30Z"),
			Slot:      &Slot{Wall: "2026-01-13T04:00", Zone: york},
			Attendees: []Attendee{{Person: Person{Name: "Ölmann, Zoë", Address: "zoe@example.com"}, Answer: Tentative}},
			Comment:   "Maybe; I'll try",
		}},
		"reply_apple.ics": {{
			UID: "s1@example.com", Stamp: at(t, "2026-01-05T08:15:30Z"),
			Attendees: []Attendee{{Person: Person{Name: "Zoë Ölmann", Address: "zoe@example.com"}, Role: RoleRequired, Answer: Accepted}},
		}},
		"reply_two_dates.ics": {
			{UID: "s1@example.com", Slot: &Slot{Wall: "2026-01-13T09:00", Zone: time.UTC}, Attendees: []Attendee{{Person: Person{Address: "zoe@example.com"}, Answer: Accepted}}},
			{UID: "s1@example.com", Slot: &Slot{Wall: "2026-02-10T00:00", Day: true}, Attendees: []Attendee{{Person: Person{Address: "zoe@example.com"}, Answer: NeedsAction}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ReadReply(read(t, name))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, zones); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if _, ok := got[0].By("ZOE@Example.com"); !ok {
				t.Error("By() finds nobody by the address in upper case")
			}
			if a, ok := got[0].By("eve@example.com"); ok {
				t.Errorf("By(eve) = %v, want nobody", a)
			}
		})
	}
}

func TestReadReply_refuses(t *testing.T) {
	reply := string(read(t, "reply_apple.ics"))
	event := reply[strings.Index(reply, "BEGIN:VEVENT"):strings.Index(reply, "END:VCALENDAR")]
	for name, text := range map[string]string{
		"a request":       strings.Replace(reply, "METHOD:REPLY", "METHOD:REQUEST", 1),
		"no method":       strings.Replace(reply, "METHOD:REPLY\r\n", "", 1),
		"a counter":       strings.Replace(reply, "METHOD:REPLY", "METHOD:COUNTER", 1),
		"no event":        strings.Replace(reply, event, "", 1),
		"no UID":          strings.Replace(reply, "UID:s1@example.com\r\n", "", 1),
		"no attendee":     strings.Replace(reply, "ATTENDEE", "X-NOBODY", 1),
		"two UIDs":        strings.Replace(reply, event, event+strings.Replace(event, "UID:s1", "UID:s2", 1), 1),
		"too many events": strings.Replace(reply, event, strings.Repeat(event, maxReplies+1), 1),
		"an unread slot":  strings.Replace(reply, "UID:", "RECURRENCE-ID:tomorrow\r\nUID:", 1),
		"nothing":         "",
	} {
		if got, err := ReadReply([]byte(text)); accord.CodeOf(err) != accord.CodeInvalid || !strings.Contains(err.Error(), "file: ") {
			t.Errorf("%s: %v, %v, want invalid on the field file", name, got, err)
		}
	}
}

func TestSlot_Of(t *testing.T) {
	s := plan(t, "FREQ=WEEKLY;BYDAY=SU", "2026-03-01T02:30", "America/New_York")
	for name, c := range map[string]struct {
		slot Slot
		want accord.LocalTime
	}{
		"its own wall clock":       {Slot{Wall: "2026-03-01T02:30", Zone: s.Zone}, "2026-03-01T02:30"},
		"without a zone":           {Slot{Wall: "2026-03-01T02:30"}, "2026-03-01T02:30"},
		"in UTC":                   {Slot{Wall: "2026-03-01T07:30", Zone: time.UTC}, "2026-03-01T02:30"},
		"in another zone":          {Slot{Wall: "2026-03-01T08:30", Zone: accord.Zone("Europe/London")}, ""},
		"in Kolkata":               {Slot{Wall: "2026-03-01T13:00", Zone: accord.Zone("Asia/Kolkata")}, "2026-03-01T02:30"},
		"a gap by its name":        {Slot{Wall: "2026-03-08T02:30", Zone: s.Zone}, "2026-03-08T02:30"},
		"a gap by its instant":     {Slot{Wall: "2026-03-08T07:30", Zone: time.UTC}, "2026-03-08T02:30"},
		"a gap by the clock shown": {Slot{Wall: "2026-03-08T03:30", Zone: s.Zone}, "2026-03-08T02:30"},
		"by the day":               {Slot{Wall: "2026-03-15T00:00", Day: true}, "2026-03-15T02:30"},
		"a day without one":        {Slot{Wall: "2026-03-16T00:00", Day: true}, ""},
		"no date of the rule":      {Slot{Wall: "2026-03-02T02:30"}, ""},
	} {
		got, ok := c.slot.Of(s)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s: Of = %q, %v, want %q", name, got, ok, c.want)
		}
	}
}
