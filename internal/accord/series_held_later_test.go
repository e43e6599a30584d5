package accord

import (
	"slices"
	"strings"
	"testing"
)

// S3, S4: a date the rule names in the past but that is held later stays where
// it is, and nothing is split at it.
func TestPlanSeriesChange_held_later(t *testing.T) {
	s := weeklySeries()
	s.Rrule += ";COUNT=8"
	ob := Observance{Policy: HolidayNext, Off: NewDaysOff([]DayOff{{"2027-01-26", "Fair"}, {"2027-01-27", "Fair"}, {"2027-01-28", "Fair"}, {"2027-01-29", "Fair"}}), Working: WorkWeek("2,3,4,5")}
	now := planNow.AddDate(0, 0, -3) // 26 January is held on 2 February
	after := s
	after.StartsAtLocal = "2027-01-05T11:00"
	change := SeriesChange{After: after, SuccessorID: "new", Was: ob, Is: ob}
	plan, err := PlanSeriesChange(s, held(s)[:3], change, ScopeAll, "", now)
	want := []string{"series FREQ=WEEKLY;COUNT=4;BYDAY=TU from 2027-02-02T11:00", "open 2027-01-26T10:00"}
	if err != nil || !slices.Equal(told(plan), want) {
		t.Errorf("S4 plan = %q, %v, want %q", told(plan), err, want)
	}
	_, err = PlanSeriesChange(s, held(s)[:3], change, ScopeFollowing, "2027-01-26T10:00", now)
	if CodeOf(err) != CodeConflict || strings.Contains(err.Error(), "has begun") {
		t.Errorf("S4 from it on = %v, want a conflict that does not call it past", err)
	}
}
