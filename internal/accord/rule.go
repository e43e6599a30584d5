package accord

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Frequency is how often the period of a [Rule] comes round.
type Frequency string

// The frequencies; nothing recurs more than once a day.
const (
	Daily   Frequency = "DAILY"
	Weekly  Frequency = "WEEKLY"
	Monthly Frequency = "MONTHLY"
	Yearly  Frequency = "YEARLY"
)

// The limits of a rule's text and numbers.
const (
	MaxRuleLength = 200
	MaxInterval   = 100
	MaxCount      = 1000
)

// RuleDay is one value of BYDAY: a weekday, or with N its nth of the period,
// counted from the end where N is negative.
type RuleDay struct {
	N   int
	Day time.Weekday
}

// Rule is an RFC 5545 recurrence rule that was checked against Accord's own,
// smaller grammar by [ParseRule]: S2. Its lists are sorted and without
// repetition.
type Rule struct {
	Freq       Frequency
	Interval   int
	Count      int   // 0: no end by count; counts before EXDATE
	Until      Until // zero: no end by date
	ByDay      []RuleDay
	ByMonthDay []int
	ByMonth    []int
	ByYearDay  []int
	ByWeekNo   []int
	BySetPos   []int
	WeekStart  time.Weekday
}

// Until is the end of a rule: an instant (UNTIL with Z), a local time, or a
// day, which counts to its local end.
type Until struct {
	Wall  time.Time // as if UTC; for a day 23:59:59
	Local bool      // Wall is in the series' zone
	Day   bool      // it was written as a day
}

// In returns the last instant the rule may still name in loc.
func (u Until) In(loc *time.Location) time.Time {
	if u.Local {
		return Resolve(u.Wall, loc)
	}
	return u.Wall
}

// weekdayCodes are the names of BYDAY and WKST, by time.Weekday.
var weekdayCodes = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// ParseRule reads an RRULE without its name, for example
// "FREQ=MONTHLY;BYDAY=2TU". It never panics; what it refuses is an error on the
// field "rrule".
func ParseRule(text string) (Rule, error) {
	rule := Rule{Interval: 1, WeekStart: time.Monday}
	if len(text) > MaxRuleLength {
		return Rule{}, ruleError("A rule has at most %d characters.", MaxRuleLength)
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(part, "=")
		if seen[name] {
			return Rule{}, ruleError("Every part of a rule stands in it once.")
		}
		seen[name] = true
		if err := rule.read(name, value); err != nil {
			return Rule{}, err
		}
	}
	if err := rule.check(seen); err != nil {
		return Rule{}, err
	}
	return rule, nil
}

// ruleError is an error on the field of the rule.
func ruleError(format string, args ...any) error {
	var v Validation
	v.Check(false, "rrule", format, args...)
	return v.Err()
}

// read takes one part of the rule.
func (r *Rule) read(name, value string) (err error) {
	switch name {
	case "FREQ":
		r.Freq = Frequency(value)
	case "INTERVAL":
		r.Interval, err = ruleNumber(name, value, 1, MaxInterval)
	case "COUNT":
		r.Count, err = ruleNumber(name, value, 1, MaxCount)
	case "UNTIL":
		r.Until, err = parseUntil(value)
	case "BYDAY":
		r.ByDay, err = parseRuleDays(value)
	case "BYMONTHDAY":
		r.ByMonthDay, err = signedNumbers(name, value, 31)
	case "BYYEARDAY":
		r.ByYearDay, err = signedNumbers(name, value, 366)
	case "BYWEEKNO":
		r.ByWeekNo, err = signedNumbers(name, value, 53)
	case "BYSETPOS":
		r.BySetPos, err = signedNumbers(name, value, 366)
	case "BYMONTH":
		r.ByMonth, err = months(value)
	case "WKST":
		day := slices.Index(weekdayCodes, value)
		if day < 0 {
			return ruleError("WKST is one of MO, TU, WE, TH, FR, SA and SU.")
		}
		r.WeekStart = time.Weekday(day)
	default:
		return ruleError("The parts of a rule are FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, BYYEARDAY, BYWEEKNO and WKST.")
	}
	return err
}

// check holds the parts against each other, as RFC 5545 §3.3.10 does.
func (r *Rule) check(seen map[string]bool) error {
	month, year := r.Freq == Monthly, r.Freq == Yearly
	nth, limit := 0, 53
	if month {
		limit = 5
	}
	for _, d := range r.ByDay {
		nth = max(nth, d.N, -d.N)
	}
	switch {
	case !month && !year && r.Freq != Daily && r.Freq != Weekly:
		return ruleError("FREQ is one of DAILY, WEEKLY, MONTHLY and YEARLY.")
	case seen["COUNT"] && seen["UNTIL"]:
		return ruleError("A rule ends by COUNT or by UNTIL, not by both.")
	case nth > 0 && !month && !year:
		return ruleError("Only a MONTHLY or a YEARLY rule counts weekdays, like 2TU.")
	case nth > limit:
		return ruleError("BYDAY counts weekdays up to %d in such a rule.", limit)
	case nth > 0 && len(r.ByWeekNo) > 0:
		return ruleError("BYDAY counts no weekdays beside BYWEEKNO.")
	case len(r.ByMonthDay) > 0 && r.Freq == Weekly:
		return ruleError("BYMONTHDAY does not go with a WEEKLY rule.")
	case len(r.ByYearDay) > 0 && !year:
		return ruleError("BYYEARDAY goes with a YEARLY rule only.")
	case len(r.ByWeekNo) > 0 && !year:
		return ruleError("BYWEEKNO goes with a YEARLY rule only.")
	case len(r.BySetPos) > 0 && len(r.ByDay)+len(r.ByMonthDay)+len(r.ByMonth)+len(r.ByYearDay)+len(r.ByWeekNo) == 0:
		return ruleError("BYSETPOS chooses among the dates of another BY part, which is missing.")
	}
	return nil
}

// ruleNumber reads an unsigned number between least and most.
func ruleNumber(name, value string, least, most int) (int, error) {
	n, ok := digits(value)
	if !ok || n < least || n > most {
		return 0, ruleError("%s takes a whole number from %d to %d.", name, least, most)
	}
	return n, nil
}

// digits reads one to four digits and nothing else.
func digits(s string) (int, bool) {
	if len(s) == 0 || len(s) > 4 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// signedNumbers reads a list of numbers from 1 to most, each with or without a
// sign.
func signedNumbers(name, value string, most int) ([]int, error) {
	var list []int
	for v := range strings.SplitSeq(value, ",") {
		n, ok := digits(strings.TrimPrefix(strings.TrimPrefix(v, "-"), "+"))
		if !ok || strings.HasPrefix(v, "-+") || n < 1 || n > most {
			return nil, ruleError("%s takes whole numbers from 1 to %d, with a minus to count from the end.", name, most)
		}
		if v[0] == '-' {
			n = -n
		}
		list = append(list, n)
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// months reads the list of BYMONTH.
func months(value string) ([]int, error) {
	var list []int
	for v := range strings.SplitSeq(value, ",") {
		n, err := ruleNumber("BYMONTH", v, 1, 12)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// parseRuleDays reads the list of BYDAY.
func parseRuleDays(value string) ([]RuleDay, error) {
	var list []RuleDay
	for v := range strings.SplitSeq(value, ",") {
		at := max(len(v)-2, 0)
		day := slices.Index(weekdayCodes, v[at:])
		n := 0
		if count := v[:at]; count != "" {
			one, err := signedNumbers("BYDAY", count, 53)
			if err != nil {
				return nil, err
			}
			n = one[0]
		}
		if day < 0 {
			return nil, ruleError("BYDAY takes MO, TU, WE, TH, FR, SA and SU, each with or without a number before it.")
		}
		list = append(list, RuleDay{N: n, Day: time.Weekday(day)})
	}
	slices.SortFunc(list, compareRuleDays)
	return slices.Compact(list), nil
}

// compareRuleDays orders by number, then Monday to Sunday.
func compareRuleDays(a, b RuleDay) int {
	if a.N != b.N {
		return a.N - b.N
	}
	return int(a.Day+6)%7 - int(b.Day+6)%7
}

// parseUntil reads the three forms of UNTIL.
func parseUntil(value string) (Until, error) {
	layouts := map[int]string{8: "20060102", 15: "20060102T150405", 16: "20060102T150405Z"}
	t, err := time.Parse(layouts[len(value)], value)
	if err != nil || layouts[len(value)] == "" {
		return Until{}, ruleError("UNTIL is a day or a time, for example 20271231 or 20271231T170000Z.")
	}
	if len(value) == 8 {
		return Until{Wall: t.Add(24*time.Hour - time.Second), Local: true, Day: true}, nil
	}
	return Until{Wall: t, Local: len(value) == 15}, nil
}
