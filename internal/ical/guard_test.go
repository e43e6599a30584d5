package ical

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// fill repeats a piece inside an event up to the size a file may have.
func fill(piece string) []byte {
	head, tail := "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:a\r\n", "END:VEVENT\r\nEND:VCALENDAR\r\n"
	return []byte(head + strings.Repeat(piece, (MaxFileSize-len(head)-len(tail))/len(piece)) + tail)
}

// hostileFiles are files that made a parser slow, deep or panic, each as large
// as a file may be.
func hostileFiles() map[string][]byte {
	// Each %d is the number of the series.
	series := func(pattern string) []byte {
		var b strings.Builder
		for i := range maxSeries {
			b.WriteString("BEGIN:VEVENT\r\nDTSTART;TZID=Europe/Berlin:19900106T100000\r\n" + strings.ReplaceAll(pattern, "%d", fmt.Sprint(i)) + "\r\nEND:VEVENT\r\n")
		}
		return []byte("BEGIN:VCALENDAR\r\n" + b.String() + "END:VCALENDAR\r\n")
	}
	days := func(entry string) []byte {
		return []byte("BEGIN:VCALENDAR\r\n" + strings.Repeat("BEGIN:VEVENT\r\n"+entry+"END:VEVENT\r\n", maxDayRules) + "END:VCALENDAR\r\n")
	}
	far := "UID:%d\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:%d\r\nRECURRENCE-ID:19910101T100000Z\r\n" +
		"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:%d\r\nRECURRENCE-ID:20190101T100000Z"
	var changes strings.Builder
	for i := range 1800 {
		fmt.Fprintf(&changes, "UID:a\r\nRECURRENCE-ID;TZID=Europe/Berlin:%04d0106T100000\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n", 1900+i%300)
	}
	return map[string][]byte{
		"nested events":      []byte("BEGIN:VCALENDAR\r\n" + strings.Repeat("BEGIN:VEVENT\r\n", MaxFileSize/14-2)),
		"nested others":      []byte("BEGIN:VCALENDAR\r\n" + strings.Repeat("BEGIN:X\r\n", MaxFileSize/9-2)),
		"many events":        fill("END:VEVENT\r\nBEGIN:VEVENT\r\n"),
		"many alarms":        fill("BEGIN:VALARM\r\nEND:VALARM\r\n"),
		"a long line":        fill("DESCRIPTION:" + strings.Repeat("x", 60_000) + "\r\n"),
		"a long folded one":  fill("DESCRIPTION:x\r\n" + strings.Repeat(" x\r\n", 60_000)),
		"folds alone":        fill(" \r\n"),
		"empty lines":        fill("\r\n"),
		"line ends":          fill("\n"),
		"long parameters":    fill("ATTENDEE;CN=" + strings.Repeat("x", maxParameters-20) + ":mailto:a@example.com\r\n"),
		"shorter parameters": fill("ATTENDEE;CN=" + strings.Repeat("x", maxParameters/4-20) + ":mailto:a@example.com\r\n"),
		"longer parameters":  fill(`ATTENDEE;CN="` + strings.Repeat("x:", 5_000) + `":mailto:a@example.com` + "\r\n"),
		"many parameters":    fill("ATTENDEE" + strings.Repeat(";A=B", 250) + ":mailto:a@example.com\r\n"),
		"many attendees":     fill("ATTENDEE:mailto:a@example.com\r\n"),
		"many dates":         fill("RDATE:" + strings.Repeat("20260106T100000,", 900) + "20260106T100000\r\n"),
		"many exdates":       fill("EXDATE;TZID=Nowhere/At All:20260106T100000\r\n"),
		"short lines":        fill("A:\r\n"),
		"many lines":         fill("UID:\r\n"),
		"backslashes":        fill("SUMMARY:" + strings.Repeat(`\`, 12_000) + "\r\n"),
		"a broken quote":     calendar(`ATTENDEE;CN="Ana"x:mailto:a@example.com`),
		"an open quote":      calendar(`ATTENDEE;CN="Ana:mailto:a@example.com`),
		"a bare parameter":   calendar(`ATTENDEE;CN="Ana"`),
		"no value":           calendar("DTSTART", "RRULE"),
		"no equals":          calendar("DTSTART;:20260101"),
		"ends too early":     []byte("BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
		"ends never":         []byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"),
		"zero":               bytes.Repeat([]byte{0}, MaxFileSize),
		"never a date":       series("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
		"never on any day":   series("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
		"hardly a date":      series("RRULE:FREQ=DAILY;INTERVAL=97;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO\r\n" + far),
		"many counted":       series("RRULE:FREQ=DAILY;COUNT=1000\r\n" + far),
		"far changes":        series("RRULE:FREQ=DAILY\r\n" + far),
		"changes over ages":  calendar("UID:a", "DTSTART;TZID=Europe/Berlin:19000106T100000", "RRULE:FREQ=DAILY", "END:VEVENT\r\nBEGIN:VEVENT\r\n"+changes.String()+"UID:b"),
		"never a day":        days("DTSTART;VALUE=DATE:19000101\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
		"many years' days":   days("DTSTART;VALUE=DATE:19000101\r\nDTEND;VALUE=DATE:21000101\r\nRRULE:FREQ=YEARLY;INTERVAL=100\r\n"),
		"every year's days":  days("DTSTART;VALUE=DATE:19000101\r\nDURATION:P99999999W\r\nRRULE:FREQ=YEARLY\r\n"),
	}
}

// readers are the three ways into the package.
var readers = map[string]func([]byte) error{
	"ReadReply":  func(b []byte) error { _, err := ReadReply(b); return err },
	"ReadSeries": func(b []byte) error { _, err := ReadSeries(b); return err },
	"ReadDays":   func(b []byte) error { _, err := ReadDays(b, "2020-01-01", "2030-12-31"); return err },
}

// slowest is what reading one file may take.
const slowest = 100 * time.Millisecond

// timed reads a file and says how long that takes at best: a busy machine is
// late now and then, a slow reader always.
func timed(read func([]byte) error, data []byte) (took time.Duration, err error) {
	took = time.Hour
	for try := 0; try < 10 && took >= slowest; try++ {
		begin := time.Now()
		err = read(data)
		took = min(took, time.Since(begin))
	}
	return took, err
}

func TestRead_hostile_files(t *testing.T) {
	for name, data := range hostileFiles() {
		if len(data) > MaxFileSize {
			t.Errorf("%s: %d octets, larger than a file may be: it tests nothing", name, len(data))
		}
		for reader, read := range readers {
			took, err := timed(read, data)
			if err != nil && accord.CodeOf(err) != accord.CodeInvalid {
				t.Errorf("%s of %s = %v, want invalid", reader, name, err)
			}
			if testing.Verbose() {
				t.Logf("%-24s %-10s %v", name, reader, took)
			}
			if took >= slowest {
				t.Errorf("%s of %s took %v", reader, name, took)
			}
		}
	}
}

func TestPrepare_refuses(t *testing.T) {
	files := hostileFiles()
	for name, want := range map[string]string{
		"nested events":     "nested too deeply",
		"nested others":     "nested too deeply",
		"many events":       "more than 2000 entries",
		"many alarms":       "more than 2000 entries",
		"a long line":       "longer than 16 KB",
		"a long folded one": "longer than 16 KB",
		"longer parameters": "too much before",
		"long parameters":   "too much before",
		"many lines":        "more than 20000 lines",
		"ends too early":    "ends that never began",
		"ends never":        "cut off",
		"zero":              "not a calendar file",
	} {
		if _, err := prepare(files[name]); accord.CodeOf(err) != accord.CodeInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	if _, err := prepare(bytes.Repeat([]byte("x"), MaxFileSize+1)); accord.CodeOf(err) != accord.CodeInvalid || !strings.Contains(err.Error(), "256 KB") {
		t.Errorf("too large: %v", err)
	}
	if _, err := prepare(fill("SUMMARY:as long as a usual line is\r\nUID:b\r\nX-Y:c\r\n")); err != nil {
		t.Errorf("as large as it may be: %v, want none", err)
	}
}

func TestPrepare_keeps_what_is_understood(t *testing.T) {
	got, err := prepare([]byte("\xEF\xBB\xBFbegin:vcalendar\nx-other:1\nBEGIN:VTODO\nSUMMARY:no\nEND:VTODO\nbegin:vevent\nsummary;language=de:Stra\n ße \xff\n\tund\nX-APPLE:no\nBEGIN:VALARM\nSUMMARY:no\nEND:VALARM\nbroken\nend:vevent\nEND:VCALENDAR\nBEGIN:VCALENDAR\n"))
	want := "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY;language=de:Straße \uFFFDund\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	if err != nil || string(got) != want {
		t.Errorf("prepare = %q, %v, want %q", got, err, want)
	}
}
