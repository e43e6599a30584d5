package accord

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	berlin = Zone("Europe/Berlin")
	// A Friday, twelve weeks after the period's Monday.
	figuresNow = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	testPeriod = Period{From: "2026-08-31", To: "2026-11-20", AsOf: figuresNow, Zone: berlin}
)

func instant(t *testing.T, s string) *time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return &at
}

// promised is an open item of a Sales person in Berlin for Marketing.
func promised(due Date) ItemFact {
	ends := due.End(berlin)
	made := ends.AddDate(0, 0, -10)
	return ItemFact{
		OwnerSide: Sales, ForSide: Marketing, Status: StatusOpen, CreatedAt: made, AcceptedAt: &made,
		OriginalDueOn: due, OriginalDueEndsAt: &ends, DueOn: due, DueEndsAt: &ends,
	}
}

func TestFigures_KeptOnTime(t *testing.T) {
	// Due on 10 November; the day ends in Berlin at 23:00 UTC.
	done := func(at string) ItemFact {
		f := promised("2026-11-10")
		f.Status, f.DoneAt = StatusDone, instant(t, at)
		return f
	}
	dropped := func(at string) ItemFact {
		f := promised("2026-11-10")
		f.Status, f.EndedAt = StatusDropped, instant(t, at)
		return f
	}
	moved := promised("2026-11-10")
	moved.DueOn, moved.Slips = "2026-12-01", 1
	for _, c := range []struct {
		name             string
		item             ItemFact
		kept, of, beside int
	}{
		{"last moment of the owner's day", done("2026-11-10T22:59:59Z"), 1, 1, 0},
		{"first moment after it is late", done("2026-11-10T23:00:00Z"), 0, 1, 0},
		{"a later date changes nothing", moved, 0, 1, 0},
		{"day not ended at as of", promised("2026-11-20"), 0, 0, 0},
		{"day before the period", promised("2026-08-30"), 0, 0, 0},
		{"first day of the period", promised("2026-08-31"), 0, 1, 0},
		{"dropped before its day", dropped("2026-11-10T12:00:00Z"), 0, 0, 1},
		{"dropped after its day", dropped("2026-11-12T12:00:00Z"), 0, 1, 0},
		{"never accepted", ItemFact{OwnerSide: Sales, Status: StatusDeclined, ForSide: Sales}, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var tally Tally
			tally.AddItem(c.item, testPeriod)
			got := tally.Figures()[KeptOnTime]
			if got.Sales.Numerator != c.kept || got.Sales.Denominator != c.of || got.Sales.Detail[0].Count != c.beside {
				t.Errorf("kept on time = %+v, want %d of %d, %d beside", got.Sales, c.kept, c.of, c.beside)
			}
			if (got.Sales.Value == nil) != (c.of == 0) {
				t.Errorf("value = %v of %d, want none exactly without data", got.Sales.Value, c.of)
			}
			if got.Joint.Numerator != c.kept || got.Marketing.Denominator != 0 {
				t.Errorf("joint = %+v, marketing = %+v, want it under Sales only", got.Joint, got.Marketing)
			}
		})
	}
}

func TestFigures_Overdue(t *testing.T) {
	var tally Tally
	for _, due := range []Date{"2026-11-20", "2026-11-19", "2026-11-13", "2026-11-12", "2026-09-21", "2026-09-20"} {
		tally.AddItem(promised(due), testPeriod)
	}
	got := tally.Figures()[OverdueAgeing].Sales
	if got.Numerator != 5 || got.Denominator != 6 {
		t.Errorf("overdue = %d of %d, want 5 of 6", got.Numerator, got.Denominator)
	}
	want := []int{2, 1, 0, 1, 1}
	for i, n := range want {
		if got.Buckets[i].Count != n || got.Buckets[i].Name != AgeNames[i] {
			t.Errorf("bucket %+v, want %s = %d", got.Buckets[i], AgeNames[i], n)
		}
	}
}

func TestFigures_Steps(t *testing.T) {
	accepted := instant(t, "2026-11-01T09:00:00Z")
	step := func(status, next Status, byTime bool) StepFact {
		return StepFact{
			OwnerSide: Marketing, ForSide: Sales, Status: status, At: *instant(t, "2026-11-05T09:00:00Z"), AcceptedAt: accepted,
			Next: next, NextAt: instant(t, "2026-11-06T09:00:00Z"), ByTime: byTime,
		}
	}
	after := step(StatusDone, StatusConfirmed, false)
	after.NextAt = instant(t, "2026-11-25T09:00:00Z") // after as of: not known yet
	var tally Tally
	for _, f := range []StepFact{
		step(StatusProposed, StatusOpen, false), step(StatusProposed, StatusDeclined, false), step(StatusDone, StatusOpen, false),
		step(StatusDone, StatusConfirmed, false), step(StatusDone, StatusConfirmed, true), after,
	} {
		tally.AddStep(f, testPeriod)
	}
	figures := tally.Figures()
	for key, want := range map[FigureKey][2]int{Acceptance: {1, 2}, Confirmation: {1, 4}, Returned: {1, 4}, TimeToClose: {3, 4}} {
		if f := figures[key].Marketing; f.Numerator != want[0] || f.Denominator != want[1] {
			t.Errorf("%s = %d of %d, want %v", key, f.Numerator, f.Denominator, want)
		}
	}
	if v := figures[TimeToClose].Marketing.Value; v == nil || *v != 4 {
		t.Errorf("time to close = %v, want 4 days", v)
	}
	if self := figures[Confirmation].Marketing.Detail[0]; self.Count != 1 {
		t.Errorf("confirmed by silence = %+v, want 1 counted apart", self)
	}
}

func TestFigures_Empty(t *testing.T) {
	var tally Tally
	figures := tally.Figures()
	for _, key := range FigureKeys() {
		split, ok := figures[key]
		if !ok {
			t.Errorf("no figure %s", key)
		}
		if split.Joint.Value != nil || !split.Joint.Few() {
			t.Errorf("%s without data = %+v, want no value, few", key, split.Joint)
		}
	}
	if len(figures) != len(FigureKeys()) {
		t.Errorf("%d figures, want %d", len(figures), len(FigureKeys()))
	}
}

// Adding the sides up must forget no field: the joint tally of one side alone
// is that side's.
func TestTally_Joint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var one Tally
		n := rapid.IntRange(0, 20).Draw(t, "items")
		for range n {
			f := promised(testPeriod.From.AddDays(rapid.IntRange(-20, 90).Draw(t, "day")))
			f.Slips, f.Carried = rapid.IntRange(0, 2).Draw(t, "slips"), rapid.IntRange(0, 5).Draw(t, "carried")
			if rapid.Bool().Draw(t, "done") {
				at := f.OriginalDueEndsAt.AddDate(0, 0, rapid.IntRange(-5, 5).Draw(t, "late"))
				f.Status, f.DoneAt = StatusDone, &at
			}
			one.AddItem(f, testPeriod)
			one.AddStep(StepFact{OwnerSide: Sales, ForSide: Marketing, Status: StatusDone, At: *f.AcceptedAt, AcceptedAt: &f.CreatedAt}, testPeriod)
		}
		figures := one.Figures()
		for _, key := range FigureKeys() {
			if key == Balance {
				continue
			}
			joint, sales := figures[key].Joint, figures[key].Sales
			if joint.Numerator != sales.Numerator || joint.Denominator != sales.Denominator {
				t.Fatalf("%s joint = %+v, want that of Sales %+v", key, joint, sales)
			}
		}
	})
}

func TestCadence(t *testing.T) {
	planned := time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC) // a Tuesday, 10:00 in Berlin
	occurrence := func(f OccurrenceFact) OccurrenceFact {
		f.Original, f.Zone, f.PlannedAt = "2026-11-10T10:00", berlin, planned
		if f.EndsAt.IsZero() {
			f.EndsAt = planned.Add(time.Hour)
		}
		return f
	}
	held := func(on string) OccurrenceFact {
		return occurrence(OccurrenceFact{StartedAt: instant(t, on+"T09:00:00Z"), ClosedAt: instant(t, on+"T10:00:00Z")})
	}
	for _, c := range []struct {
		name     string
		fact     OccurrenceFact
		state    CadenceState
		kept, of int
	}{
		{"held", held("2026-11-10"), CadenceHeld, 1, 1},
		{"three working days later, over a weekend", held("2026-11-13"), CadenceMoved, 1, 1},
		{"four working days later", held("2026-11-16"), CadenceMoved, 0, 1},
		{"before its plan", held("2026-11-06"), CadenceMoved, 1, 1},
		{"cancelled counts", occurrence(OccurrenceFact{CancelledAt: instant(t, "2026-11-09T09:00:00Z")}), CadenceMissed, 0, 1},
		{"nobody came", occurrence(OccurrenceFact{}), CadenceMissed, 0, 1},
		{"moved to later is waited for", occurrence(OccurrenceFact{EndsAt: *instant(t, "2026-11-27T10:00:00Z")}), CadencePlanned, 0, 0},
		{"closed after as of", occurrence(OccurrenceFact{StartedAt: instant(t, "2026-11-10T09:00:00Z"), ClosedAt: instant(t, "2026-11-21T09:00:00Z")}), CadenceMissed, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var tally Tally
			tally.AddOccurrence(c.fact, testPeriod, WorkWeek("1,2,3,4,5"))
			if state := c.fact.State(figuresNow); state != c.state || tally.OnCadence != c.kept || tally.Occurrences != c.of {
				t.Errorf("%s, %d of %d; want %s, %d of %d", state, tally.OnCadence, tally.Occurrences, c.state, c.kept, c.of)
			}
		})
	}
}

func TestCadenceOf_ended(t *testing.T) {
	at := func(original LocalTime, held bool) OccurrenceFact {
		f := OccurrenceFact{Original: original, Zone: berlin, PlannedAt: original.In(berlin)}
		if held {
			f.StartedAt, f.ClosedAt = &f.PlannedAt, &f.PlannedAt
		} else {
			f.CancelledAt = instant(t, "2026-11-05T12:00:00Z")
		}
		return f
	}
	s := Series{
		Rrule: "FREQ=WEEKLY", StartsAtLocal: "2026-10-06T10:00", TimeZone: "Europe/Berlin", DurationMinutes: 60,
		CreatedAt: *instant(t, "2026-10-01T08:00:00Z"), EndedAt: instant(t, "2026-11-05T12:00:00Z"),
	}
	rows := map[LocalTime]OccurrenceFact{}
	for _, f := range []OccurrenceFact{at("2026-11-03T10:00", false), at("2026-11-10T10:00", false), at("2026-11-17T10:00", true)} {
		rows[f.Original] = f
	}
	schedule, err := s.Schedule()
	if err != nil {
		t.Fatal(err)
	}
	c, err := CadenceOf(s, schedule.Observing(Observance{}), rows, Period{From: "2026-10-26", To: "2026-11-20", AsOf: figuresNow})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range c.Occurrences {
		got = append(got, string(o.Original))
	}
	slices.Sort(got)
	// The 10th was open when the series ended, and is not missed; the 17th was held all the same.
	if want := []string{"2026-10-27T10:00", "2026-11-03T10:00", "2026-11-17T10:00"}; !slices.Equal(got, want) {
		t.Errorf("dates of an ended series = %v, want %v", got, want)
	}
}

func TestDays_Percentile(t *testing.T) {
	days := Days{1: 1, 4: 1, 10: 1, 100: 1}
	for q, want := range map[float64]float64{0.5: 4, 0.85: 100, 0.25: 1} {
		if got := days.Percentile(q); got == nil || *got != want {
			t.Errorf("Percentile(%v) = %v, want %v", q, got, want)
		}
	}
	if got := (Days{}).Percentile(0.5); got != nil {
		t.Errorf("median of nothing = %v, want none", *got)
	}
}
