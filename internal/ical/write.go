package ical

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-ical"
)

// productID names the program that wrote a calendar, RFC 5545 §3.7.3.
const productID = "-//Accord//Accord//EN"

// maxOctets is the length of a line without its end, RFC 5545 §3.1.
const maxOctets = 75

// newCalendar returns a VCALENDAR with what every one of them says.
func newCalendar() *ical.Calendar {
	c := ical.NewCalendar()
	setRaw(c.Props, ical.PropVersion, "2.0")
	setRaw(c.Props, ical.PropProductID, productID)
	setRaw(c.Props, ical.PropCalendarScale, "GREGORIAN")
	return c
}

// encode writes the calendar: CRLF, folded lines, properties sorted by name.
func encode(c *ical.Calendar) ([]byte, error) {
	var long, folded bytes.Buffer
	if err := ical.NewEncoder(&long).Encode(c); err != nil {
		return nil, fmt.Errorf("write calendar: %w", err)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(long.String(), "\r\n"), "\r\n") {
		fold(&folded, line)
	}
	return folded.Bytes(), nil
}

// fold writes one line in pieces of at most 75 octets, never through a
// character, each but the first after a space (RFC 5545 §3.1).
func fold(w io.StringWriter, line string) {
	room := maxOctets
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		_, _ = w.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], maxOctets-1
	}
	_, _ = w.WriteString(line + "\r\n")
}

// setRaw sets a property to a value that is written as it stands.
func setRaw(props ical.Props, name, value string) {
	p := ical.NewProp(name)
	p.Value = value
	props.Set(p)
}

// setText sets a property to escaped text, or not at all where there is none.
func setText(props ical.Props, name, text string) {
	if text != "" {
		setRaw(props, name, escape(text))
	}
}
