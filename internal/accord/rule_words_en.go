package accord

import "fmt"

// englishRule are the words of [Schedule.Text] in English.
func englishRule() ruleWords {
	w := ruleWords{
		every:  map[Frequency]string{Daily: "Every *day*", Weekly: "Every *week*", Monthly: "Every *month*", Yearly: "Every *year*"},
		everyN: map[Frequency]string{Daily: "Every *%d days*", Weekly: "Every *%d weeks*", Monthly: "Every *%d months*", Yearly: "Every *%d years*"},
		ofThese: map[Frequency]string{
			Weekly: ", of these only the %s of the week", Monthly: ", of these only the %s of the month", Yearly: ", of these only the %s of the year",
		},
		weekdays:   []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		monthNames: []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		and:        " and ", or: " or ",
		times: ", %s to %s", nextDay: " the next day", inCity: " in %s", inZone: " %s",
		from: ", from %s", fromTo: ", from %s to %s", once: ", once, on %s", timesFrom: ", %d times from %s",
		leftOut: [2]string{"; one date left out", "; %d dates left out"},
		added:   [2]string{"; one date added", "; %d dates added"},
		on:      " on *%s*", onWhen: " on *%s* when it is *%s*", monToFri: " from *Monday to Friday*", everyDay: " on *every day*", everyNamed: " on *every %s*",
		nth: "the %s %s", aDay: "a %s", workingDay: "working day (Monday to Friday)", weekendDay: "weekend day", anyDay: "day",
		inMonths: ", in %s", ofMonths: " of %s", together: " of %s together", ofYear: " of the year",
		ofEveryMonth: " of every month", ofTheMonth: " of the month", leapYears: ", in leap years only",
		orLastDay: "%s, or the last day of a shorter month", lastOfFebruary: "the last day of February", skipping: ", skipping months without one",
		dayMonth: "%d %s", lastDay: "the last day", nthDay: "the %s day", upTo: "%s to %s",
		yearDay: "day %d of the year", lastYearDay: "the last day of the year", yearDayFromEnd: "day %d from the end of the year",
		ofWeeks: " of %s", week: "week %d", lastWeek: "the last week of the year", weekFromEnd: "week %d from the end of the year",
		fits: " on every day that is all of this: *%s*", dailyFits: ", whenever it is all of this: *%s*", weekStart: ", weeks beginning on %s",
	}
	w.ordinal = englishOrdinal
	w.dayOfMonth = func(n int) string {
		switch {
		case n > 0:
			return fmt.Sprintf("the %d%s", n, englishSuffix(n))
		case n == -1:
			return w.lastDay
		default:
			return fmt.Sprintf(w.nthDay, englishOrdinal(n))
		}
	}
	return w
}

func englishOrdinal(n int) string {
	names := []string{"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
	switch {
	case n == -1:
		return "last"
	case n < 0:
		return englishOrdinal(-n) + " to last"
	case n < len(names):
		return names[n]
	default:
		return fmt.Sprintf("%d%s", n, englishSuffix(n))
	}
}

func englishSuffix(n int) string {
	switch {
	case n%100 >= 11 && n%100 <= 13:
		return "th"
	case n%10 == 1:
		return "st"
	case n%10 == 2:
		return "nd"
	case n%10 == 3:
		return "rd"
	default:
		return "th"
	}
}
