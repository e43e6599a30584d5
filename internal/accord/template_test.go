package accord

import "testing"

func TestTemplates(t *testing.T) {
	english, german := Templates("en"), Templates("de-DE")
	if len(english) != 5 || len(german) != 5 {
		t.Fatalf("%d and %d templates, want 5 and 5", len(english), len(german))
	}
	for i, tpl := range english {
		t.Run(tpl.Key, func(t *testing.T) {
			s, err := ParseSchedule(ScheduleInput{Rrule: tpl.Rrule, StartsAtLocal: "2027-01-01T" + tpl.StartTime, TimeZone: "UTC", DurationMinutes: tpl.DurationMinutes})
			if err != nil {
				t.Fatal(err)
			}
			minutes, sides := 0, map[Side]bool{}
			for j, item := range tpl.Agenda {
				minutes += item.Minutes
				sides[item.Side] = true
				de := german[i].Agenda[j]
				if !item.Kind.Valid() || !item.Side.Valid() || item.Title == "" || item.Why == "" || de.Title == "" || de.Title == item.Title || de.Why == "" {
					t.Errorf("agenda line %d is %+v, in German %+v", j, item, de)
				}
			}
			if minutes != tpl.DurationMinutes {
				t.Errorf("the agenda takes %d minutes, want %d", minutes, tpl.DurationMinutes)
			}
			if !sides[Sales] || !sides[Marketing] {
				t.Errorf("A3: a side is without an item: %v", sides)
			}
			ask, remind, send := 10*24*60, 5*24*60, 2*24*60
			if s.Rule.Freq == Weekly {
				ask, remind, send = 3*24*60, 24*60, 4*60
			}
			if tpl.AskMinutes != ask || tpl.RemindMinutes != remind || tpl.SendMinutes != send {
				t.Errorf("A4: lead times %d, %d, %d, want %d, %d, %d", tpl.AskMinutes, tpl.RemindMinutes, tpl.SendMinutes, ask, remind, send)
			}
			if german[i].Title == "" || german[i].Purpose == "" || german[i].Title == tpl.Title {
				t.Errorf("German title %q, purpose %q", german[i].Title, german[i].Purpose)
			}
		})
	}
	if _, ok := TemplateNamed("quarterly_party", "en"); ok {
		t.Error("TemplateNamed found a template that does not exist")
	}
}

func TestTemplate_FirstStart(t *testing.T) {
	tpl, _ := TemplateNamed("strategic_team", "en")
	for today, want := range map[Date]LocalTime{
		"2027-01-01": "2027-01-12T10:00", "2027-01-11": "2027-01-12T10:00", "2027-01-12": "2027-02-09T10:00",
	} {
		if got := tpl.FirstStart(today); got != want {
			t.Errorf("FirstStart(%s) = %s, want %s", today, got, want)
		}
	}
}
