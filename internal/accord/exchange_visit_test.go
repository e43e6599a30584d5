package accord

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSeries_WithSeats(t *testing.T) {
	if s := (Series{}).WithSeats(Sales, 0); s.VisitingSeats != 1 || !s.HasVisits() || s.CheckSeats() != nil {
		t.Errorf("a host alone = %d seats, want one", s.VisitingSeats)
	}
	if s := (Series{}).WithSeats("", 3); s.HasVisits() || s.VisitingSeats != 0 {
		t.Errorf("no host = %d seats, want none", s.VisitingSeats)
	}
	for _, bad := range []Series{{HostSide: Neutral, VisitingSeats: 1}, {HostSide: Sales, VisitingSeats: 6}, {HostSide: Sales}} {
		if CodeOf(bad.CheckSeats()) != CodeInvalid {
			t.Errorf("%s with %d seats is taken", bad.HostSide, bad.VisitingSeats)
		}
	}
}

func TestRota_Seats(t *testing.T) {
	people := []RotaPerson{{ID: "a", Side: Marketing}, {ID: "b", Side: Marketing}, {ID: "c", Side: Marketing}}
	start := time.Date(2027, 1, 6, 10, 0, 0, 0, time.UTC)
	var dates []RotaDate
	for i := range 3 {
		at := start.AddDate(0, 0, 7*i)
		dates = append(dates, RotaDate{OriginalStart: LocalTimeOf(at, time.UTC), StartsAt: at})
	}
	r := Rota{Kind: RotaVisitor, People: people}
	given := func(turns []RotaTurn) (ids string) {
		for _, t := range turns {
			ids += string(t.HolderID)
		}
		return ids
	}
	if got := given(r.Seats(dates, 2)); got != "abcabc" {
		t.Errorf("two seats a date = %s, want abcabc: everybody before anybody again", got)
	}
	r.Taken = []RotaTurn{{Kind: RotaVisitor, OriginalStart: dates[0].OriginalStart, StartsAt: start, OwnerID: "b", HolderID: "b", Side: Marketing}}
	if got := given(r.Seats(dates[:1], 2)); got != "a" {
		t.Errorf("the free seat = %s, want a", got)
	}
	r.Skips = []RotaSkip{{Kind: RotaVisitor, OriginalStart: dates[0].OriginalStart, PersonID: "a"}}
	if got := given(r.Seats(dates[:1], 2)); got != "c" {
		t.Errorf("after a skip = %s, want c", got)
	}
	if got := given(Rota{Kind: RotaVisitor, People: people[:1]}.Seats(dates[:1], 3)); got != "a" {
		t.Errorf("more seats than people = %s, want a", got)
	}
}

func TestExchangeVisit_Check_Days(t *testing.T) {
	for _, c := range []struct{ from, to, field string }{
		{"2027-03-01", "2027-03-05", ""},
		{"", "2027-03-05", "from_on"},
		{"zzz", "zzzz", "from_on"},
		{"2027-03-01", "9999-03-01", "to_on"},
		{"2027-03-05", "2027-03-01", "to_on"},
		{"2027-03-01", "2027-09-01", "to_on"},
	} {
		_, err := ExchangeVisit{HostSide: Sales, VisitorSide: Marketing, FromOn: Date(c.from), ToOn: Date(c.to)}.Check()
		field := ""
		if e, ok := errors.AsType[*Error](err); ok && len(e.Fields) > 0 {
			field = e.Fields[0].Location
		}
		if field != c.field {
			t.Errorf("from %q to %q = %v, want an error by %q", c.from, c.to, err, c.field)
		}
	}
}

func TestExchangeVisit_Report(t *testing.T) {
	v, err := ExchangeVisit{HostSide: Sales, VisitorSide: Marketing, VisitorID: "mia", FromOn: "2027-03-01", ToOn: "2027-03-02", Status: VisitPlanned}.Check()
	stay := VisitDetail{ExchangeVisit: v}
	if err != nil || v.DueOn != "2027-03-09" {
		t.Fatalf("Check = %s, %v", v.DueOn, err)
	}
	for day, want := range map[Date]VisitState{
		"2027-02-28": VisitComing, "2027-03-02": VisitNow, "2027-03-09": VisitDue, "2027-03-10": VisitMissing,
	} {
		if got := stay.State(day, day.Time()); got != want {
			t.Errorf("State on %s = %s, want %s", day, got, want)
		}
	}
	mia, now := Actor{PersonID: "mia", TimeZone: "UTC"}, time.Date(2027, 3, 1, 23, 0, 0, 0, time.UTC)
	if _, err := stay.Report(Actor{PersonID: "ana", TimeZone: "UTC"}, "x", "", now); CodeOf(err) != CodeDenied {
		t.Errorf("Report by another = %v, want denied", err)
	}
	if _, err := stay.Report(mia, "x", "", now.AddDate(0, 0, -1)); CodeOf(err) != CodeConflict {
		t.Errorf("Report before = %v, want conflict", err)
	}
	if _, err := stay.Report(mia, " ", "y", now); CodeOf(err) != CodeInvalid {
		t.Errorf("Report of nothing learned = %v, want invalid", err)
	}
	got, err := stay.Report(mia, "They call every lead", "", now)
	if err != nil || (VisitDetail{ExchangeVisit: got}).State("2027-03-20", now) != VisitReported || !got.ReportedAt.Equal(now) {
		t.Errorf("Report = %+v %v", got, err)
	}
	later := now.AddDate(0, 0, 3)
	if again, err := (VisitDetail{ExchangeVisit: got}).Report(mia, "Twice", "", later); err != nil || !again.ReportedAt.Equal(now) {
		t.Errorf("mended = %v %v, want the first time to stay", again.ReportedAt, err)
	}
	if _, err := got.CallOff(VisitCancelled, now); CodeOf(err) != CodeConflict {
		t.Errorf("calling off what was reported = %v, want conflict", err)
	}
}

// A seat in a meeting begins when the meeting does, whichever day that is for the
// reader.
func TestVisitDetail_State_of_a_seat(t *testing.T) {
	starts := time.Date(2027, 3, 1, 15, 0, 0, 0, time.UTC)
	v := VisitDetail{ExchangeVisit: ExchangeVisit{MeetingID: "m", VisitorID: "mia", FromOn: "2027-03-01", ToOn: "2027-03-01", DueOn: "2027-03-08", Status: VisitPlanned}, StartsAt: &starts}
	mia := Actor{PersonID: "mia", TimeZone: "Pacific/Auckland"}
	for _, c := range []struct {
		today Date
		now   time.Time
		want  VisitState
		code  Code
	}{
		{"2027-03-01", starts.Add(-time.Hour), VisitComing, CodeConflict},
		{"2027-03-02", starts.Add(-time.Second), VisitComing, CodeConflict}, // in Auckland it is Tuesday already
		{"2027-03-02", starts, VisitDue, ""},
		{"2027-02-28", starts, VisitDue, ""},
		{"2027-03-09", starts.AddDate(0, 0, 8), VisitMissing, ""},
	} {
		if got := v.State(c.today, c.now); got != c.want {
			t.Errorf("State on %s at %s = %s, want %s", c.today, c.now, got, c.want)
		}
		if _, err := v.Report(mia, "x", "", c.now); CodeOf(err) != c.code {
			t.Errorf("Report at %s = %v, want %q", c.now, err, c.code)
		}
		if got := VisitTotalsOf([]VisitDetail{v}, c.today, c.now); (len(got.Tallies) == 1) != (c.code == "") {
			t.Errorf("totals at %s = %+v", c.now, got)
		}
	}
}

func TestCoverage(t *testing.T) {
	got := Coverage([]VisitTally{
		{HostSide: Sales, VisitorID: "mia", Visits: 2, Reported: 1}, {HostSide: Sales, VisitorID: "gone", Visits: 1}, {HostSide: Marketing, VisitorID: "leo", Visits: 1},
	}, map[Side][]string{Sales: {"ana", "leo", "lu", "li"}, Marketing: {"mia", "ben", "bo"}})
	want := []VisitCoverage{
		{Host: Sales, Visits: 3, Reported: 1, Visitors: []string{"mia"}, Of: 3},
		{Host: Marketing, Visits: 1, Visitors: []string{"leo"}, Of: 4},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("(-want +got)", diff)
	}
}

// A visit of a Friday is asked about on Monday, or after the day off.
func TestExchangeVisit_RemindAt(t *testing.T) {
	week, zone := WorkWeek("1,2,3,4,5"), Zone("Europe/Berlin")
	friday := ExchangeVisit{ToOn: "2027-03-05", DueOn: "2027-03-12", Status: VisitPlanned}
	off := NewDaysOff([]DayOff{{Date: "2027-03-08", Name: "Works outing"}})
	for _, c := range []struct {
		name string
		days WorkCalendar
		want string
	}{
		{"after the weekend", WorkCalendar{Week: week}, "2027-03-08T07:00:00Z"},
		{"after a day off", WorkCalendar{Week: week, Off: off}, "2027-03-09T07:00:00Z"},
	} {
		if got := friday.RemindAt(c.days, zone).UTC().Format(time.RFC3339); got != c.want {
			t.Errorf("%s: RemindAt = %s, want %s", c.name, got, c.want)
		}
	}
	if friday.ReminderLapsed("2027-03-26") || !friday.ReminderLapsed("2027-03-27") {
		t.Error("the reminder holds for two weeks after the report was due")
	}
	now := time.Now()
	asked, reported, off2 := friday, friday, friday
	asked.RemindedAt, reported.ReportedAt, off2.Status = &now, &now, VisitSkipped
	if !friday.AwaitsReport() || asked.AwaitsReport() || reported.AwaitsReport() || off2.AwaitsReport() {
		t.Error("a report is asked for once, of a visit that was made and not reported")
	}
}
