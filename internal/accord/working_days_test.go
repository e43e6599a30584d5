package accord

import "testing"

func TestWorkingDays_After(t *testing.T) {
	for _, c := range []struct {
		days string
		from Date
		n    int
		want Date
	}{
		{"1,2,3,4,5", "2026-11-26", 1, "2026-11-27"}, // Thursday → Friday
		{"1,2,3,4,5", "2026-11-26", 2, "2026-11-30"}, // over the week-end
		{"1,2,3,4,5", "2026-11-28", 5, "2026-12-04"}, // from a Saturday
		{"7,1,2,3,4", "2026-11-26", 1, "2026-11-29"}, // Sunday to Thursday
		{"3", "2026-11-25", 5, "2026-12-30"},
		{"1,2,3,4,5", "2026-11-26", 0, "2026-11-26"},
	} {
		w, err := ParseWorkingDays(c.days)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.After(c.from, c.n); got != c.want {
			t.Errorf("%s: After(%s, %d) = %s, want %s", c.days, c.from, c.n, got, c.want)
		}
	}
	if got := (WorkingDays{}).After("2026-11-26", 3); got != "2026-11-29" {
		t.Errorf("without working days After = %s, want every day to count", got)
	}
}

func TestParseWorkingDays(t *testing.T) {
	for _, s := range []string{"", "0", "8", "1,,2", "mon", "1;2"} {
		if _, err := ParseWorkingDays(s); CodeOf(err) != CodeInvalid {
			t.Errorf("ParseWorkingDays(%q) = %v, want invalid", s, err)
		}
	}
	if w := WorkWeek("nonsense"); !w[1] || w[0] || w[6] {
		t.Errorf("WorkWeek(nonsense) = %v, want Monday to Friday", w)
	}
}

func TestWorkCalendar_After(t *testing.T) {
	week := WorkWeek("1,2,3,4,5")
	for name, c := range map[string]struct {
		calendar WorkCalendar
		want     Date
	}{
		"a week-end does not count":        {WorkCalendar{Week: week}, "2026-12-28"},
		"nor a day off":                    {WorkCalendar{Week: week, Off: NewDaysOff([]DayOff{{Date: "2026-12-25", Name: "Christmas"}})}, "2026-12-29"},
		"rest without end is not believed": {WorkCalendar{Week: week, Off: func(Date) string { return "closed" }}, "2027-06-24"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.calendar.After("2026-12-23", 3); got != c.want {
				t.Errorf("After(Wednesday 23 December, 3) = %s, want %s", got, c.want)
			}
		})
	}
}

// S3: what a form suggests "in a week" is no week-end and no day off.
func TestWorkCalendar_In(t *testing.T) {
	calendar := WorkCalendar{Week: WorkWeek("1,2,3,4,5"), Off: NewDaysOff([]DayOff{{Date: "2026-12-25", Name: "Christmas"}})}
	for today, want := range map[Date]Date{
		"2026-12-02": "2026-12-09", // a Wednesday
		"2026-12-05": "2026-12-14", // a Saturday
		"2026-12-18": "2026-12-28", // Christmas, then the week-end
	} {
		if got := calendar.In(today, 7); got != want {
			t.Errorf("In(%s, 7) = %s, want %s", today, got, want)
		}
	}
	if got := (WorkCalendar{}).In("2026-12-05", 7); got != "2026-12-12" {
		t.Errorf("without any working day = %s, want the seventh day", got)
	}
}
