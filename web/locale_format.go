package web

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"accord/internal/accord"
)

// names are the words of the calendar in one language; weeks begin on Sunday
// as in package time.
type names struct {
	days, shortDays     [7]string
	months, shortMonths [12]string
}

var calendarNames = map[string]names{
	"en": {
		days:      [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		shortDays: [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
		months: [12]string{
			"January", "February", "March", "April", "May", "June",
			"July", "August", "September", "October", "November", "December",
		},
		shortMonths: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	},
	"de": {
		days:      [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		shortDays: [7]string{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
		months: [12]string{
			"Januar", "Februar", "März", "April", "Mai", "Juni",
			"Juli", "August", "September", "Oktober", "November", "Dezember",
		},
		shortMonths: [12]string{"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
	},
}

// WeekStart is the first day of the reader's week.
func (l *Localizer) WeekStart() time.Weekday {
	if l.locale == "en-US" {
		return time.Sunday
	}
	return time.Monday
}

// Weekdays gives the days of the week from the reader's first.
func (l *Localizer) Weekdays() []time.Weekday {
	days := make([]time.Weekday, 7)
	for i := range days {
		days[i] = (l.WeekStart() + time.Weekday(i)) % 7
	}
	return days
}

// Weekday is the name of a day, "Thursday".
func (l *Localizer) Weekday(d time.Weekday) string { return calendarNames[l.lang].days[d] }

// WeekdayShort is the short name of a day, "Thu".
func (l *Localizer) WeekdayShort(d time.Weekday) string { return calendarNames[l.lang].shortDays[d] }

// Month is the name of a month, "November".
func (l *Localizer) Month(m time.Month) string { return calendarNames[l.lang].months[m-1] }

// MonthShort is the short name of a month, "Nov".
func (l *Localizer) MonthShort(m time.Month) string { return calendarNames[l.lang].shortMonths[m-1] }

// Date writes a day with its year, "26 Nov 2026". No day is "".
func (l *Localizer) Date(d accord.Date) string { return l.date(d, false, true) }

// Day writes a day with its weekday, "Thu 26 Nov 2026".
func (l *Localizer) Day(d accord.Date) string { return l.date(d, true, true) }

// ShortDate writes a day without its year, "26 Nov".
func (l *Localizer) ShortDate(d accord.Date) string { return l.date(d, false, false) }

// ShortDay writes a day with its weekday and without its year, "Thu 26 Nov".
func (l *Localizer) ShortDay(d accord.Date) string { return l.date(d, true, false) }

// LongDate writes a day in full, "Thursday, 26 November 2026".
func (l *Localizer) LongDate(d accord.Date) string {
	if d == "" {
		return ""
	}
	t := d.Time()
	day, month := l.Weekday(t.Weekday()), l.Month(t.Month())
	switch l.locale {
	case "en-US":
		return fmt.Sprintf("%s, %s %d, %d", day, month, t.Day(), t.Year())
	case "de":
		return fmt.Sprintf("%s, %d. %s %d", day, t.Day(), month, t.Year())
	}
	return fmt.Sprintf("%s, %d %s %d", day, t.Day(), month, t.Year())
}

func (l *Localizer) date(d accord.Date, weekday, year bool) string {
	if d == "" {
		return ""
	}
	t := d.Time()
	month := l.MonthShort(t.Month())
	var s, comma string
	switch l.locale {
	case "en-US":
		s, comma = fmt.Sprintf("%s %d", month, t.Day()), ","
		if year {
			s += fmt.Sprintf(", %d", t.Year())
		}
	case "de":
		s, comma = fmt.Sprintf("%d. %s", t.Day(), month), ","
	default:
		s = fmt.Sprintf("%d %s", t.Day(), month)
	}
	if year && l.locale != "en-US" {
		s += fmt.Sprintf(" %d", t.Year())
	}
	if weekday {
		s = l.WeekdayShort(t.Weekday()) + comma + " " + s
	}
	return s
}

// Clock writes the time of day in the reader's zone, "10:00" or "10:00 AM".
func (l *Localizer) Clock(t time.Time) string { return l.ClockIn(t, l.zone) }

// ClockIn writes the time of day in a zone.
func (l *Localizer) ClockIn(t time.Time, zone *time.Location) string {
	if l.locale == "en-US" {
		return t.In(zone).Format("3:04 PM")
	}
	return t.In(zone).Format("15:04")
}

// ClockRange writes from when to when in a zone: "10:00 to 10:45".
func (l *Localizer) ClockRange(from, to time.Time, zone *time.Location) string {
	return l.T("time.range", "From", l.ClockIn(from, zone), "To", l.ClockIn(to, zone))
}

// DateOf is the day of an instant in the reader's zone, for the other writers.
func (l *Localizer) DateOf(t time.Time) accord.Date { return accord.DateOf(t, l.zone) }

// DateTime writes an instant in the reader's zone, "Thu 26 Nov 2026, 10:00".
func (l *Localizer) DateTime(t time.Time) string { return l.Day(l.DateOf(t)) + ", " + l.Clock(t) }

// City is the last part of a zone's name, "Berlin" or "New York".
func (l *Localizer) City(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndex(zone, "/")+1:], "_", " ")
}

// Relative says how far a day is from today: "today", "in 2 days", "6 days ago".
func (l *Localizer) Relative(today, d accord.Date) string {
	switch n := today.DaysUntil(d); {
	case n == 0:
		return l.T("time.today")
	case n == 1:
		return l.T("time.tomorrow")
	case n == -1:
		return l.T("time.yesterday")
	case n > 1:
		return l.N("time.in_days", n)
	default:
		return l.N("time.days_ago", -n)
	}
}

// Int writes a whole number with the reader's grouping, "12,345".
func (l *Localizer) Int(n int) string {
	digits, sep := strconv.Itoa(n), ","
	if l.lang == "de" {
		sep = "."
	}
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + sep + digits[i:]
	}
	return sign + digits
}

// Decimal writes a number with the given decimals, "3.5" or "3,5".
func (l *Localizer) Decimal(f float64, decimals int) string {
	s := strconv.FormatFloat(f, 'f', decimals, 64)
	if l.lang == "de" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return strings.Replace(s, "-", "−", 1)
}

// Percent writes a ratio, "78%" or "78 %".
func (l *Localizer) Percent(ratio float64) string {
	n := strconv.Itoa(int(math.Round(ratio * 100)))
	if l.lang == "de" {
		return n + "\u00a0%"
	}
	return n + "%"
}

// Minutes writes a length, "45 min" or "1 h 30 min".
func (l *Localizer) Minutes(n int) string {
	switch {
	case n < 60:
		return l.T("time.min", "Minutes", n)
	case n%60 == 0:
		return l.T("time.hours", "Hours", n/60)
	}
	return l.T("time.hours_min", "Hours", n/60, "Minutes", n%60)
}

// Join writes a list, "Sales, Marketing and Luis".
func (l *Localizer) Join(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return l.T("list.and", "Most", strings.Join(items[:last], ", "), "Last", items[last])
}

// asError finds the domain's error in a chain, or nil.
func asError(err error) *accord.Error {
	e, _ := errors.AsType[*accord.Error](err)
	return e
}

// Amount writes money with the reader's grouping, cents only where there are any,
// and the currency behind it where one is given: "1,200.50 EUR".
func (l *Localizer) Amount(amount float64, currency string) string {
	cents := int64(math.Round(math.Abs(amount) * 100))
	s := l.Int(int(cents / 100))
	if cents%100 != 0 {
		point := "."
		if l.lang == "de" {
			point = ","
		}
		s += point + fmt.Sprintf("%02d", cents%100)
	}
	if amount < 0 && cents > 0 {
		s = "−" + s
	}
	if currency != "" {
		s += "\u00a0" + currency
	}
	return s
}

// currencyAround finds an amount between signs or codes of a currency.
var currencyAround = regexp.MustCompile(`^\s*(?:[A-Z]{3}|\p{Sc})?(.*?)(?:[A-Z]{3}|\p{Sc})?\s*$`)

// ParseAmount reads an amount the way the reader writes one, and the other way
// where only that makes sense: "1,200.50", "1.200,50", "1 200", "€ 1,200". Where
// digits are grouped they are by three.
func (l *Localizer) ParseAmount(s string) (float64, bool) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\'' || r == '’' {
			return -1
		}
		return r
	}, currencyAround.ReplaceAllString(s, "$1"))
	point, group := ".", ","
	if l.lang == "de" {
		point, group = ",", "."
	}
	last := strings.LastIndexAny(s, ".,")
	three := last >= 0 && len(s)-last == len(",000")
	switch both := strings.Contains(s, ".") && strings.Contains(s, ","); {
	case last < 0:
	case both && s[last:last+1] == group, !both && s[last:last+1] == group && !three:
		point, group = group, point
	case !both && strings.Count(s, point) > 1:
		point, group = group, point
	}
	whole, cents, pointed := strings.Cut(s, point)
	if grouped := strings.Split(whole, group); len(grouped) > 1 {
		for i, g := range grouped {
			if len(g) != 3 && (i > 0 || g == "" || len(strings.TrimLeft(g, "+-")) > 3) {
				return 0, false
			}
		}
		whole = strings.Join(grouped, "")
	}
	if pointed {
		whole += "." + cents
	}
	f, err := strconv.ParseFloat(whole, 64)
	if err != nil || strings.Trim(whole, "+-0123456789.") != "" {
		return 0, false
	}
	return f, true
}
