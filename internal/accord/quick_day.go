package accord

import (
	"strconv"
	"strings"
	"time"
)

// takeDay cuts a day off the words: off their end, or off what directly follows
// the mention that stood at the index at. It gives the words left and the day,
// "" where none or an ambiguous one is named.
func takeDay(words []string, at int, today Date) ([]string, Date) {
	for n := min(4, len(words)); n > 0; n-- {
		if d, ok := readDay(words[len(words)-n:], today); ok && d == "" {
			return words, ""
		} else if ok {
			return trimLead(words[:len(words)-n]), d
		}
	}
	if at > 0 || len(words) == 0 { // only a mention in front leaves the day there too
		return words, ""
	}
	for n := min(4, len(words)-1); n > 0; n-- {
		if d, ok := readDay(words[:n], today); ok && d == "" {
			return words, ""
		} else if ok {
			return words[n:], d
		}
	}
	return words, ""
}

// trimLead drops the small word that led to the day: "by", "bis".
func trimLead(words []string) []string {
	for len(words) > 0 {
		switch dayWord(words[len(words)-1]) {
		case "by", "until", "till", "due", "on", "before", "for", "bis", "am", "zum", "fallig", "spatestens":
			words = words[:len(words)-1]
		default:
			return words
		}
	}
	return words
}

// dayWord is a word as the day reader compares it.
func dayWord(w string) string { return strings.Trim(foldName(w), ",;:!?") }

var dayWords = map[string]time.Weekday{
	"mon": 1, "monday": 1, "mo": 1, "montag": 1,
	"tue": 2, "tues": 2, "tuesday": 2, "di": 2, "dienstag": 2,
	"wed": 3, "wednesday": 3, "mi": 3, "mittwoch": 3,
	"thu": 4, "thur": 4, "thurs": 4, "thursday": 4, "donnerstag": 4,
	"fri": 5, "friday": 5, "fr": 5, "freitag": 5,
	"sat": 6, "saturday": 6, "sa": 6, "samstag": 6, "sonnabend": 6,
	"sun": 0, "sunday": 0, "sonntag": 0,
}

var monthWords = map[string]time.Month{
	"jan": 1, "january": 1, "januar": 1, "feb": 2, "february": 2, "februar": 2, "mar": 3, "march": 3, "marz": 3,
	"apr": 4, "april": 4, "may": 5, "mai": 5, "jun": 6, "june": 6, "juni": 6, "jul": 7, "july": 7, "juli": 7,
	"aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9, "oct": 10, "october": 10, "okt": 10, "oktober": 10,
	"nov": 11, "november": 11, "dec": 12, "december": 12, "dez": 12, "dezember": 12,
}

// readDay reads exactly these words as a day; "" where they mean two.
func readDay(words []string, today Date) (Date, bool) {
	w := make([]string, len(words))
	for i, s := range words {
		w[i] = dayWord(s)
	}
	for _, read := range []func([]string, Date) (Date, bool){readOneWord, readWeekday, readSpan, readCalendarDay} {
		if d, ok := read(w, today); ok {
			return d, true
		}
	}
	return "", false
}

func readOneWord(w []string, today Date) (Date, bool) {
	switch strings.Join(w, " ") {
	case "today", "heute", "eod":
		return today, true
	case "tomorrow", "tmr", "morgen":
		return today.AddDays(1), true
	case "day after tomorrow", "ubermorgen":
		return today.AddDays(2), true
	case "end of week", "eow", "ende der woche", "wochenende":
		return weekdayIn(today, 0, time.Friday), true
	}
	return "", false
}

// readWeekday reads "fri", "next fri", "fri next week" and their German forms.
// Said on a Friday "fri" could be today: it is left to the chips. So is "next
// fri" where the coming one lies in this week.
func readWeekday(w []string, today Date) (Date, bool) {
	next, week := false, false
	var day time.Weekday
	found := false
	for _, s := range w {
		d, isDay := dayWords[s]
		switch {
		case isDay && !found:
			day, found = d, true
		case !next && isNext(s):
			next = true
		case next && !week && (s == "week" || s == "woche"):
			week = true
		default:
			return "", false
		}
	}
	if !found {
		return "", false
	}
	coming := today.AddDays((int(day)-int(today.Time().Weekday())+6)%7 + 1)
	switch {
	case week:
		return weekdayIn(today, 1, day), true
	case next && coming != weekdayIn(today, 1, day), coming == today.AddDays(7) && !next:
		return "", true
	}
	return coming, true
}

func isNext(s string) bool {
	switch s {
	case "next", "nachste", "nachsten", "nachster", "nachstem", "kommende", "kommenden", "kommender":
		return true
	}
	return false
}

// weekdayIn gives the weekday of the week that begins on a Monday, weeks later
// than the one of today.
func weekdayIn(today Date, weeks int, day time.Weekday) Date {
	monday := today.AddDays(-((int(today.Time().Weekday()) + 6) % 7))
	return monday.AddDays(7*weeks + (int(day)+6)%7)
}

// readSpan reads "in 3 days", "in two weeks", "in 10 Tagen".
func readSpan(w []string, today Date) (Date, bool) {
	if len(w) != 3 || w[0] != "in" {
		return "", false
	}
	n, ok := map[string]int{"a": 1, "an": 1, "one": 1, "einem": 1, "einer": 1, "two": 2, "zwei": 2, "three": 3, "drei": 3}[w[1]]
	if !ok {
		v, err := strconv.Atoi(w[1])
		if err != nil || v < 1 || v > 366 {
			return "", false
		}
		n = v
	}
	switch w[2] {
	case "day", "days", "tag", "tagen":
		return today.AddDays(n), true
	case "week", "weeks", "woche", "wochen":
		return today.AddDays(7 * min(n, 104)), true
	}
	return "", false
}

// readCalendarDay reads 2026-12-04, 4.12., 4.12.2026, "4 Dec", "Dec 4", "4.
// Dezember 2026". A day without a year is the next such one. 4/12 is not read:
// it is April in one country and December in the next.
func readCalendarDay(w []string, today Date) (Date, bool) {
	if len(w) == 1 {
		if d, err := ParseDate(w[0]); err == nil {
			return d, true
		}
		if parts := strings.Split(strings.TrimSuffix(w[0], "."), "."); len(parts) == 2 || len(parts) == 3 {
			month, err := strconv.Atoi(parts[1])
			if err == nil {
				return makeDay(parts[0], time.Month(month), parts[2:], today)
			}
		}
		return "", false
	}
	if len(w) > 3 {
		return "", false
	}
	if m, ok := monthWords[strings.TrimSuffix(w[1], ".")]; ok {
		return makeDay(w[0], m, w[2:], today)
	}
	if m, ok := monthWords[strings.TrimSuffix(w[0], ".")]; ok {
		return makeDay(w[1], m, w[2:], today)
	}
	return "", false
}

func makeDay(day string, month time.Month, year []string, today Date) (Date, bool) {
	day = strings.TrimRight(day, ".stndrh")
	d, err := strconv.Atoi(day)
	if err != nil || len(day) > 2 || month < 1 || month > 12 {
		return "", false
	}
	y := today.Time().Year()
	if len(year) == 1 {
		if y, err = strconv.Atoi(year[0]); err != nil || y < 2000 || y > 2200 {
			return "", false
		}
	}
	t := time.Date(y, month, d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || t.Month() != month {
		return "", false
	}
	if date := DateOf(t, time.UTC); len(year) == 1 || date >= today {
		return date, true
	}
	return DateOf(time.Date(y+1, month, d, 0, 0, 0, 0, time.UTC), time.UTC), true
}
