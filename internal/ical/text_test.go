package ical

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// hostile are words that would begin a property, close a parameter or break a
// line, were they written as they stand.
var hostile = []string{
	"Ana\r\nATTENDEE:mailto:eve@example.com",
	"Ana\nEND:VEVENT\nBEGIN:VEVENT",
	"Ana\rX-EVIL:1",
	`Ana";X-EVIL="1`,
	`Ana":mailto:eve@example.com`,
	"Ana;X-EVIL=1:mailto:eve@example.com,",
	"Ana\u2028X-EVIL:1\u2029X-EVIL:2\u0085X-EVIL:3\vX-EVIL:4\fX-EVIL:5\x1cX-EVIL:6",
	"Ana\x00\x1b[31m\x7f",
	"Ana\xff\xfe",
	`Ana\`, `Ana\n`, "^nX-EVIL:1", strings.Repeat("ö", 200), strings.Repeat("🙂,", 60), " lead ", "",
}

// everywhere puts a word into everything a person can type.
func everywhere(t testing.TB, word string) Feed {
	d := Details{
		Title: word, Description: word, Location: word, URL: "https://accord.example.com/" + word, Modified: modified,
		Organizer: Person{Name: word, Address: "accord@example.com"},
		Attendees: []Attendee{
			{Person: Person{Name: word, Address: "ana@example.com"}},
			{Person: Person{Name: "Eve", Address: word + "@example.com"}},
		},
	}
	s := Series{UID: "s1@example.com", Details: d, Schedule: plan(t, "FREQ=WEEKLY;BYDAY=TU", "2026-01-06T10:00", "Europe/Berlin")}
	s.Exceptions = []Exception{moved(s, "2026-01-13T10:00", at(t, "2026-01-14T09:00:00Z"))}
	return Feed{
		Name: word, From: at(t, "2026-01-01T00:00:00Z"), To: at(t, "2027-01-01T00:00:00Z"), Series: []Series{s},
		Meetings: []Meeting{{UID: "m1@example.com", Details: d, StartsAt: at(t, "2026-02-01T09:00:00Z"), Length: time.Hour, Zone: time.UTC}},
	}
}

// wellFormed checks the lines of a calendar: CRLF, at most 75 octets, valid
// UTF-8, no control. It returns them unfolded.
func wellFormed(t testing.TB, data []byte) []string {
	t.Helper()
	if !bytes.HasSuffix(data, []byte("\r\n")) {
		t.Fatalf("the last line does not end with CRLF")
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
		bad := strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 })
		if len(line) > 75 || len(line) == 0 || !utf8.ValidString(line) || bad {
			t.Fatalf("bad line of %d octets: %q", len(line), line)
		}
	}
	return strings.Split(strings.ReplaceAll(strings.TrimSuffix(string(data), "\r\n"), "\r\n ", ""), "\r\n")
}

// names counts the properties of a calendar by name.
func names(lines []string) map[string]int {
	count := map[string]int{}
	for _, line := range lines {
		count[line[:max(strings.IndexAny(line, ":;"), 0)]]++
	}
	return count
}

func TestBytes_lets_no_word_begin_a_property(t *testing.T) {
	allowed := map[string]bool{}
	for name := range strings.FieldsSeq(`BEGIN END VERSION PRODID CALSCALE REFRESH-INTERVAL X-PUBLISHED-TTL X-WR-CALNAME TZID
		TZNAME TZOFFSETFROM TZOFFSETTO RRULE UID SUMMARY DESCRIPTION LOCATION URL DTSTAMP LAST-MODIFIED SEQUENCE TRANSP STATUS
		DTSTART DTEND ORGANIZER ATTENDEE RECURRENCE-ID`) {
		allowed[name] = true
	}
	for _, word := range hostile {
		feed := everywhere(t, word)
		data, err := feed.Bytes()
		if err != nil {
			t.Errorf("%q: %v", word, err)
			continue
		}
		lines := wellFormed(t, data)
		count := names(lines)
		for name := range count {
			if !allowed[name] {
				t.Errorf("%q makes a property %s", word, name)
			}
		}
		if count["BEGIN"] != 7 || count["ORGANIZER"] != 3 || count["ATTENDEE"] < 3 || count["ATTENDEE"] > 6 {
			t.Errorf("%q: %d components, %d organizers, %d attendees, want 7, 3 and 3 to 6", word, count["BEGIN"], count["ORGANIZER"], count["ATTENDEE"])
		}
		if strings.Contains(word, "eve@") && strings.Contains(strings.Join(lines, "\n"), "\nATTENDEE:") {
			t.Errorf("%q invites somebody else", word)
		}
	}
}

func TestBytes_writes_any_text_in_short_lines(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		word := rapid.String().Draw(r, "word") + strings.Repeat(rapid.StringN(0, 3, 8).Draw(r, "piece"), 40)
		data, err := everywhere(t, word).Bytes()
		if err != nil {
			r.Fatalf("%q: %v", word, err)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				r.Fatalf("%q: bad line %q", word, line)
			}
		}
	})
}

func TestUnescape_reads_what_escape_wrote(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.String().Draw(r, "text")
		if got, want := unescape(escape(text)), clean(text); got != want {
			r.Fatalf("unescape(escape(%q)) = %q, want %q", text, got, want)
		}
	})
	for text, want := range map[string]string{
		`a\, b\; c\\d\ne\N`: "a, b; c\\d\ne\n", // as the RFC writes it
		`a, b; c\:d\"e`:     `a, b; c:d"e`,     // as some programs do
		`a\`:                "a",
	} {
		if got := unescape(text); got != want {
			t.Errorf("unescape(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestPlainAddress(t *testing.T) {
	for address, want := range map[string]bool{
		"ana@example.com": true, "ana+x@mail.example.com": true, "o'brien@example.com": true, "zoë@example.com": true,
		"Ana <ana@example.com>": false, "ana": false, "@example.com": false, "ana@": false, "a na@example.com": false,
		"ana@example.com\r\nX:1": false, `"a"@example.com`: false, "ana@example.com,eve@example.com": false, "": false,
	} {
		if _, got := plainAddress(address); got != want {
			t.Errorf("plainAddress(%q) = %v, want %v", address, got, want)
		}
	}
}
