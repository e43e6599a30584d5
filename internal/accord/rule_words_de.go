package accord

import "fmt"

// germanRule are the words of [Schedule.Text] in German. Ordinals and weekdays
// stand in the dative, after "am".
func germanRule() ruleWords {
	w := ruleWords{
		every:  map[Frequency]string{Daily: "Jeden *Tag*", Weekly: "Jede *Woche*", Monthly: "Jeden *Monat*", Yearly: "Jedes *Jahr*"},
		everyN: map[Frequency]string{Daily: "Alle *%d Tage*", Weekly: "Alle *%d Wochen*", Monthly: "Alle *%d Monate*", Yearly: "Alle *%d Jahre*"},
		ofThese: map[Frequency]string{
			Weekly: ", davon nur am %s der Woche", Monthly: ", davon nur am %s des Monats", Yearly: ", davon nur am %s des Jahres",
		},
		weekdays:   []string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		monthNames: []string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		and:        " und ", or: " oder ",
		times: ", %s bis %s Uhr", nextDay: " am nächsten Tag", inCity: " in %s", inZone: " %s",
		from: ", ab %s", fromTo: ", vom %s bis %s", once: ", einmal, am %s", timesFrom: ", %d-mal ab %s",
		leftOut: [2]string{"; ein Termin entfällt", "; %d Termine entfallen"},
		added:   [2]string{"; ein Termin kommt dazu", "; %d Termine kommen dazu"},
		on:      " am *%s*", onWhen: " am *%s*, wenn es *%s* ist", monToFri: " von *Montag bis Freitag*", everyDay: " an *jedem Tag*", everyNamed: " an *jedem %s*",
		nth: "%s %s", aDay: "ein %s", workingDay: "Arbeitstag (Montag bis Freitag)", weekendDay: "Wochenendtag", anyDay: "Tag",
		inMonths: ", im %s", ofMonths: " im %s", together: " im %s zusammen", ofYear: " des Jahres",
		ofEveryMonth: " jedes Monats", ofTheMonth: " des Monats", leapYears: ", nur in Schaltjahren",
		orLastDay: "%s, in kürzeren Monaten am letzten Tag", lastOfFebruary: "letzten Tag im Februar", skipping: ", ohne Monate, denen dieser Tag fehlt",
		dayMonth: "%d. %s", lastDay: "letzten Tag", nthDay: "%s Tag", upTo: "%s bis %s",
		yearDay: "%d. Tag des Jahres", lastYearDay: "letzten Tag des Jahres", yearDayFromEnd: "%d. Tag vor Ende des Jahres, den letzten mitgezählt",
		ofWeeks: " der %s", week: "Woche %d", lastWeek: "letzten Woche des Jahres", weekFromEnd: "%d. Woche vom Ende des Jahres her",
		fits: " an jedem Tag, der all dem entspricht: *%s*", dailyFits: ", sofern er all dem entspricht: *%s*", weekStart: ", Wochen beginnen am %s",
	}
	w.ordinal = germanOrdinal
	w.dayOfMonth = func(n int) string {
		switch {
		case n > 0:
			return fmt.Sprintf("%d.", n)
		case n == -1:
			return w.lastDay
		default:
			return fmt.Sprintf(w.nthDay, germanOrdinal(n))
		}
	}
	return w
}

func germanOrdinal(n int) string {
	names := []string{"", "ersten", "zweiten", "dritten", "vierten", "fünften", "sechsten", "siebten", "achten", "neunten", "zehnten"}
	switch {
	case n == -1:
		return "letzten"
	case n == -2:
		return "vorletzten"
	case n == -3:
		return "drittletzten"
	case n == -4:
		return "viertletzten"
	case n < 0:
		return fmt.Sprintf("%d.-letzten", -n)
	case n < len(names):
		return names[n]
	default:
		return fmt.Sprintf("%d.", n)
	}
}
