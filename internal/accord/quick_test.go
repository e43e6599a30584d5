package accord

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var quickPeople = []Person{
	{ID: "luis", Name: "Luis Ortega", Email: "luis.ortega@example.com"},
	{ID: "hanna", Name: "Hanna Weiß", Email: "hw@example.com"},
	{ID: "ben1", Name: "Ben Adler", Email: "ben@example.com"},
	{ID: "ben2", Name: "Ben Brook", Email: "brook@example.com"},
	{ID: "jürgen", Name: "Jürgen Müller", Email: "jm@example.com"},
}

func TestParseQuick(t *testing.T) {
	const today = Date("2026-11-26") // a Thursday
	for _, c := range []struct {
		line, title string
		owner       NullID
		due         Date
	}{
		{"Move the CRM alert to the round-robin queue @luis fri next week", "Move the CRM alert to the round-robin queue", "luis", "2026-12-04"},
		{"@hanna fri: case study", "case study", "hanna", "2026-11-27"},
		{"@Luis Ortega send the list tomorrow", "send the list", "luis", "2026-11-27"},
		{"Liste schicken @jurgen bis Freitag nächste Woche", "Liste schicken", "jürgen", "2026-12-04"},
		{"Liste schicken @Jürgen nächste Woche Di", "Liste schicken", "jürgen", "2026-12-01"},
		{"Call @han in 3 days", "Call", "hanna", "2026-11-29"},
		{"Angebot @luis in zwei Wochen", "Angebot", "luis", "2026-12-10"},
		{"Write it up by 4 Dec", "Write it up", "", "2026-12-04"},
		{"Write it up Dec 4th", "Write it up", "", "2026-12-04"},
		{"Bericht bis 4.12.", "Bericht", "", "2026-12-04"},
		{"Bericht 4. Januar", "Bericht", "", "2027-01-04"},
		{"Bericht am 4. Januar 2028", "Bericht", "", "2028-01-04"},
		{"Report 2027-02-28", "Report", "", "2027-02-28"},
		{"Report 2027-02-30", "Report 2027-02-30", "", ""},
		{"Report by monday", "Report", "", "2026-11-30"},
		{"Übermorgen fertig @luis übermorgen", "Übermorgen fertig", "luis", "2026-11-28"},
		// Ambiguous: the chips stay empty and no word is lost.
		{"Ask @ben fri", "Ask @ben", "", "2026-11-27"},
		{"Report thu", "Report thu", "", ""},
		{"Report next fri", "Report next fri", "", ""},
		{"Report next mon", "Report", "", "2026-11-30"},
		{"Report 4/12", "Report 4/12", "", ""},
		{"Plan next week", "Plan next week", "", ""},
		{"Call Friday's customers", "Call Friday's customers", "", ""},
		{"Fri is a bad day for mails", "Fri is a bad day for mails", "", ""},
		{"mail hanna@example.com", "mail hanna@example.com", "", ""},
		{"@nobody asks", "@nobody asks", "", ""},
		{"", "", "", ""},
		{strings.Repeat("x", 600) + " fri", strings.Repeat("x", 600) + " fri", "", ""},
	} {
		got := ParseQuick(c.line, quickPeople, today)
		if want := (Quick{Title: c.title, OwnerID: c.owner, DueOn: c.due}); got != want {
			t.Errorf("ParseQuick(%q) = %+v, want %+v", c.line, got, want)
		}
	}
}

// Whatever is typed: no panic, and a day it finds is a real one.
func TestParseQuick_anything(t *testing.T) {
	word := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"@luis", "@", "@ben", "fri", "next", "week", "in", "3", "days", "4.", "dez", "2026-13-40", "99.99.", "by", "bis"}))
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "words"), " ")
		q := ParseQuick(line, quickPeople, "2026-11-26")
		if _, err := ParseDate(string(q.DueOn)); q.DueOn != "" && err != nil {
			t.Fatalf("ParseQuick(%q) = %q, no day", line, q.DueOn)
		}
	})
}
