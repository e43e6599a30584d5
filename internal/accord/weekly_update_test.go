package accord

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWeek(t *testing.T) {
	for _, c := range []struct {
		day    Date
		week   Week
		monday Date
	}{
		{"2027-01-18", "2027-W03", "2027-01-18"},
		{"2027-01-24", "2027-W03", "2027-01-18"},
		{"2027-01-03", "2026-W53", "2026-12-28"}, // a Sunday of the week before the year's first
		{"2024-12-30", "2025-W01", "2024-12-30"},
	} {
		w := WeekOf(c.day)
		if w != c.week || w.Monday() != c.monday || w.Sunday() != c.monday.AddDays(6) {
			t.Errorf("WeekOf(%s) = %s from %s, want %s from %s", c.day, w, w.Monday(), c.week, c.monday)
		}
	}
	if w := Week("2026-W53").Add(1); w != "2027-W01" {
		t.Errorf("2026-W53 + 1 = %s, want 2027-W01", w)
	}
	if n := Week("2026-W52").Until("2027-W02"); n != 3 {
		t.Errorf("2026-W52 until 2027-W02 = %d, want 3", n)
	}
	for _, bad := range []string{"", "2027-W00", "2027-W53", "2027-W3", "2027W03", "1850-W01", "2027-W03 ", "../2027-W03"} {
		if w, err := ParseWeek(bad); CodeOf(err) != CodeInvalid {
			t.Errorf("ParseWeek(%q) = %q, %v; want invalid", bad, w, err)
		}
	}
	if w, err := ParseWeek("2026-W53"); err != nil || w != "2026-W53" {
		t.Errorf("ParseWeek(2026-W53) = %q, %v", w, err)
	}
}

func TestPaceOf(t *testing.T) {
	calendar := WorkCalendar{Week: WorkWeek("1,2,3,4,5"), Off: NewDaysOff([]DayOff{{Date: "2027-01-01", Name: "New Year"}, {Date: "2027-01-06", Name: "Epiphany"}})}
	n := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		name         string
		week         Week
		asOf         Date
		toDate, goal *float64
		want         RevenuePace // State, Quarter, Elapsed, Total, Share, Even, Ahead
	}{
		{"nobody told it", "2027-W03", "2027-01-22", nil, n(1000), RevenuePace{State: PaceUntold, Quarter: "2027-Q1", Elapsed: 14, Total: 62}},
		{"no goal", "2027-W03", "2027-01-22", n(10), nil, RevenuePace{State: PaceNoGoal, Quarter: "2027-Q1", Elapsed: 14, Total: 62}},
		{"goal 0", "2027-W03", "2027-01-22", n(10), n(0), RevenuePace{State: PaceZeroGoal, Quarter: "2027-Q1", Elapsed: 14, Total: 62}},
		{"ahead, on the working days elapsed", "2027-W03", "2027-01-22", n(16000), n(62000), RevenuePace{State: PaceAhead, Quarter: "2027-Q1", Elapsed: 14, Total: 62, Share: 16.0 / 62, Even: 14000, Ahead: 2000}},
		{"behind", "2027-W03", "2027-01-22", n(13000.5), n(62000), RevenuePace{State: PaceBehind, Quarter: "2027-Q1", Elapsed: 14, Total: 62, Share: 13000.5 / 62000, Even: 14000, Ahead: -999.5}},
		{"just on it", "2027-W03", "2027-01-22", n(14000), n(62000), RevenuePace{State: PaceOn, Quarter: "2027-Q1", Elapsed: 14, Total: 62, Share: 14.0 / 62, Even: 14000}},
		{"a weekend elapses nothing", "2027-W03", "2027-01-24", n(14000), n(62000), RevenuePace{State: PaceOn, Quarter: "2027-Q1", Elapsed: 14, Total: 62, Share: 14.0 / 62, Even: 14000}},
		{"the quarter changes in mid-week: how it ended", "2027-W13", "2027-04-02", n(60000), n(62000), RevenuePace{State: PaceEnded, Quarter: "2027-Q1", Elapsed: 62, Total: 62, Share: 60.0 / 62, Even: 62000, Ahead: -2000}},
		{"its last day is not its end", "2027-W13", "2027-03-31", n(62000), n(62000), RevenuePace{State: PaceOn, Quarter: "2027-Q1", Elapsed: 62, Total: 62, Share: 1, Even: 62000}},
		{"a day after the week tells of the week", "2027-W02", "2027-03-31", n(9000), n(62000), RevenuePace{State: PaceOn, Quarter: "2027-Q1", Elapsed: 9, Total: 62, Share: 9.0 / 62, Even: 9000}},
		{"around New Year", "2026-W53", "2026-12-31", n(1), n(2), RevenuePace{State: PaceBehind, Quarter: "2026-Q4", Elapsed: 66, Total: 66, Share: 0.5, Even: 2, Ahead: -1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := PaceOf(WeeklyUpdate{ID: string(c.week), Status: UpdateDraft, RevenueToDate: c.toDate, RevenueGoal: c.goal}, c.asOf, calendar)
			got.From, got.To, got.AsOf, got.ToDate, got.Goal = "", "", "", 0, 0
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("PaceOf(): %s", diff)
			}
		})
	}
	t.Run("no working day yet", func(t *testing.T) {
		closed := WorkCalendar{Week: WorkWeek("5")}
		got := PaceOf(WeeklyUpdate{ID: "2027-W26", Status: UpdateDraft, RevenueToDate: n(5), RevenueGoal: n(10)}, "2027-06-28", closed)
		if got.State != PaceBehind { // the quarter of its Monday has had its Fridays
			t.Errorf("state = %s, want behind", got.State)
		}
		got = PaceOf(WeeklyUpdate{ID: "2029-W01", Status: UpdateDraft, RevenueToDate: n(5), RevenueGoal: n(10)}, "2029-01-01", closed)
		if got.State != PaceNoDays || got.Elapsed != 0 {
			t.Errorf("state = %s after %d days, want no_days", got.State, got.Elapsed)
		}
	})
	t.Run("what was sent keeps its days", func(t *testing.T) {
		u := WeeklyUpdate{ID: "2027-W03", Status: UpdateSent, RevenueToDate: n(1), RevenueGoal: n(10), AsOf: "2027-01-21", DaysElapsed: 1, DaysTotal: 10}
		if got := PaceOf(u, "2027-05-01", calendar); got.State != PaceOn || got.AsOf != "2027-01-21" {
			t.Errorf("pace = %+v, want on, as of 2027-01-21", got)
		}
	})
}

func TestUpdateSettings(t *testing.T) {
	w := Workspace{TimeZone: "Europe/Berlin"}
	berlin := Zone("Europe/Berlin")
	at := func(s LocalTime) time.Time { return s.In(berlin) }
	if got, want := w.Updates().Deadline("2027-W03"), at("2027-01-22T16:00"); !got.Equal(want) {
		t.Errorf("deadline unless chosen = %v, want %v", got, want)
	}
	w.UpdateWeekday, w.UpdateTime = 7, "02:30"
	if got, want := w.Updates().Deadline("2027-W12"), at("2027-03-28T03:30"); !got.Equal(want) {
		t.Errorf("deadline in the spring gap = %v, want %v", got, want)
	}
	w.UpdateWeekday, w.UpdateTime = 5, "16:00"
	s := w.Updates()
	before, after := at("2027-01-22T15:59"), at("2027-01-22T16:01")
	for _, c := range []struct {
		name  string
		begun *time.Time
		want  time.Time
	}{
		{"written in time: the deadline", &before, at("2027-01-22T16:00")},
		{"written later: the end of the week", &after, at("2027-01-25T00:00")},
		{"never written: the end of the week", nil, at("2027-01-25T00:00")},
	} {
		u := WeeklyUpdate{ID: "2027-W03", Status: UpdateDraft, BegunAt: c.begun}
		if got := s.DueAt(u); !got.Equal(c.want) {
			t.Errorf("%s: due at %v, want %v", c.name, got, c.want)
		}
		if got := s.WantedAt(u, after); !got.Equal(c.want) {
			t.Errorf("%s: wanted after the deadline at %v, want %v", c.name, got, c.want)
		}
	}
	for now, want := range map[time.Time]LocalTime{before: "2027-01-22T16:00", after: "2027-01-25T00:00"} {
		if got := s.DueUnbegun("2027-W03", now); !got.Equal(at(want)) {
			t.Errorf("begun by nobody at %v: due at %v, want %v", now, got, want)
		}
	}
}

func TestWeeklyUpdatePart_Sign(t *testing.T) {
	w := Workspace{SalesLeadID: "ana", SalesDeputyID: "leo", MarketingLeadID: "mia"}
	now := time.Date(2027, 1, 22, 9, 0, 0, 0, time.UTC)
	part := WeeklyUpdatePart{Side: Sales}
	for _, c := range []struct {
		name, who string
		part      WeeklyUpdatePart
		want      Code
		deputy    bool
	}{
		{"its lead", "ana", part, "", false},
		{"the deputy of the lead who is away", "leo", part, "", true},
		{"not the other side's lead", "mia", part, CodeDenied, false},
		{"not an admin", "ada", part, CodeDenied, false},
		{"nobody for a side without lead", "mia", WeeklyUpdatePart{Side: Neutral}, CodeDenied, false},
		{"not twice", "ana", WeeklyUpdatePart{Side: Sales, SignedAt: &now}, CodeConflict, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.part.Sign(Actor{PersonID: c.who, Role: RoleAdmin}, w, now)
			if CodeOf(err) != c.want {
				t.Fatalf("Sign() = %v, want %q", err, c.want)
			}
			if err == nil && (string(got.SignedBy) != c.who || got.AsDeputy != c.deputy || !got.Signed()) {
				t.Errorf("signed by %s, as deputy %v", got.SignedBy, got.AsDeputy)
			}
		})
	}
}

func TestWeeklyUpdatePart_TakeBack(t *testing.T) {
	w := Workspace{SalesLeadID: "ana", SalesDeputyID: "leo", MarketingLeadID: "mia"}
	now := time.Date(2027, 1, 22, 9, 0, 0, 0, time.UTC)
	signed := WeeklyUpdatePart{Side: Sales, SignedAt: &now, SignedBy: "leo", AsDeputy: true, News: "x"}
	for _, c := range []struct {
		who  string
		part WeeklyUpdatePart
		want Code
	}{{"ana", signed, ""}, {"leo", signed, ""}, {"mia", signed, CodeDenied}, {"ana", WeeklyUpdatePart{Side: Sales}, CodeConflict}} {
		got, err := c.part.TakeBack(Actor{PersonID: c.who, Role: RoleAdmin}, w)
		if CodeOf(err) != c.want {
			t.Errorf("TakeBack(%s) = %v, want %q", c.who, err, c.want)
		}
		if err == nil && (got.Signed() || got.SignedBy != "" || got.AsDeputy || got.News != "x") {
			t.Errorf("after TakeBack(%s) %+v, want the words alone", c.who, got)
		}
	}
}

func TestUpdateDetail_Close(t *testing.T) {
	now := time.Date(2027, 1, 22, 15, 0, 0, 0, time.UTC)
	goal := 100.0
	w := Workspace{SalesLeadID: "ana", MarketingLeadID: "mia"}
	for _, c := range []struct {
		name             string
		change           func(d *UpdateDetail, w *Workspace)
		status           UpdateStatus
		sales, marketing MissingPart
	}{
		{"nothing in it is missed", func(*UpdateDetail, *Workspace) {}, UpdateMissed, "", ""},
		{"a goal taken over is nothing", func(d *UpdateDetail, _ *Workspace) { d.RevenueGoal = &goal }, UpdateMissed, "", ""},
		{"what Accord found is nothing", func(d *UpdateDetail, _ *Workspace) { d.AddLine(WeeklyUpdateLine{Kind: FactKept}) }, UpdateMissed, "", ""},
		{"revenue alone is sent", func(d *UpdateDetail, _ *Workspace) { d.RevenueToDate = &goal }, UpdateSent, PartEmpty, PartEmpty},
		{"a signature alone is sent", func(d *UpdateDetail, _ *Workspace) { d.Sales.SignedAt = &now }, UpdateSent, PartSigned, PartEmpty},
		{"written and not signed", func(d *UpdateDetail, _ *Workspace) {
			d.Sales.SignedAt = &now
			d.AddLine(WeeklyUpdateLine{Kind: LineTool, Side: Marketing})
		}, UpdateSent, PartSigned, PartUnsigned},
		{"a side without lead", func(d *UpdateDetail, w *Workspace) {
			d.Sales.News = "Well"
			w.MarketingLeadID = ""
		}, UpdateSent, PartUnsigned, PartNoLead},
		{"both", func(d *UpdateDetail, _ *Workspace) { d.Sales.SignedAt, d.Marketing.SignedAt = &now, &now }, UpdateSent, PartSigned, PartSigned},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, w := UpdateDetail{WeeklyUpdate: WeeklyUpdate{ID: "2027-W03", Status: UpdateDraft}}, w
			d.Sales.Side, d.Marketing.Side = Sales, Marketing
			c.change(&d, &w)
			got := d.Close(w, now)
			if got.Status != c.status || got.SalesMissing != c.sales || got.MarketingMissing != c.marketing {
				t.Errorf("Close() = %s, missing %q and %q; want %s, %q and %q", got.Status, got.SalesMissing, got.MarketingMissing, c.status, c.sales, c.marketing)
			}
			if (got.SentAt != nil) != (c.status == UpdateSent) {
				t.Errorf("sent at %v", got.SentAt)
			}
		})
	}
}

func TestKeepAsks(t *testing.T) {
	before := []WeeklyUpdateLine{
		{ID: "1", Kind: LineAsk, Text: "Three references", ActionItemID: "item"},
		{ID: "2", Kind: LineAsk, Text: "A list"},
		{ID: "3", Kind: LineAsk, Text: "Dropped"},
		{ID: "4", Kind: LineAsk, Text: "Promised already", ActionItemID: "other"},
		{ID: "5", Kind: LineWin, Text: "A customer"},
	}
	after := []WeeklyUpdateLine{{Kind: LineAsk, Text: "A list"}, {Kind: LineAsk, Text: "New"}, {Kind: LineAsk, Text: "Three references"}}
	var got []string
	for _, l := range KeepAsks(before, after) {
		got = append(got, l.ID+" "+l.Text+" "+string(l.ActionItemID))
	}
	want := []string{"2 A list ", " New ", "1 Three references item", "4 Promised already other"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUpdateArchive(t *testing.T) {
	list := []UpdateDetail{
		{WeeklyUpdate: WeeklyUpdate{ID: "2027-W03", Status: UpdateDraft}},
		{WeeklyUpdate: WeeklyUpdate{ID: "2027-W02", Status: UpdateSent}},
		{WeeklyUpdate: WeeklyUpdate{ID: "2026-W52", Status: UpdateSent}},
	}
	var got []string
	for _, w := range UpdateArchive(list, "2027-W03") {
		got = append(got, string(w.Week)+" "+string(w.Status()))
	}
	want := []string{"2027-W03 draft", "2027-W02 sent", "2027-W01 missed", "2026-W53 missed", "2026-W52 sent"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := UpdateArchive(nil, "2027-W03"); len(got) != 0 {
		t.Errorf("an instrument nobody uses has missed %d weeks, want none", len(got))
	}
	long := []UpdateDetail{{WeeklyUpdate: WeeklyUpdate{ID: "2020-W01", Status: UpdateSent}}}
	if got := UpdateArchive(long, "2027-W03"); len(got) != ArchiveWeeks || got[0].Week != "2027-W02" {
		t.Errorf("archive has %d weeks from %s, want 52 from 2027-W02", len(got), got[0].Week)
	}
}

func TestUpdateState(t *testing.T) {
	w := Workspace{TimeZone: "UTC", SalesLeadID: "ana", MarketingLeadID: "mia"}
	now := time.Date(2027, 1, 20, 9, 0, 0, 0, time.UTC)
	row := func(id string, s UpdateStatus) UpdateDetail {
		return UpdateDetail{
			WeeklyUpdate: WeeklyUpdate{ID: id, Status: s}, Sales: UpdatePartDetail{WeeklyUpdatePart: WeeklyUpdatePart{Side: Sales, SignedAt: &now}},
			Marketing: UpdatePartDetail{WeeklyUpdatePart: WeeklyUpdatePart{Side: Marketing}},
		}
	}
	list := []UpdateDetail{row("2027-W03", UpdateDraft), row("2027-W02", UpdateSent), row("2026-W53", UpdateSent)}
	got := UpdateState(list, w.Updates(), w, Actor{PersonID: "mia"}, now)
	want := WeeklyUpdateState{
		Week: "2027-W03", Status: UpdateDraft, DueAt: time.Date(2027, 1, 22, 16, 0, 0, 0, time.UTC), Unsigned: []Side{Marketing}, Yours: Marketing,
		Sent: 2, Missed: 1, Streak: 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	empty := UpdateState(nil, w.Updates(), w, Actor{PersonID: "bo"}, now)
	if empty.Sent+empty.Missed != 0 || len(empty.Unsigned) != 2 || empty.Yours != "" {
		t.Errorf("state before the first update = %+v", empty)
	}
}

func TestRevenuePace_Sentence(t *testing.T) {
	n := func(v float64) *float64 { return &v }
	u := WeeklyUpdate{ID: "2027-W03", Status: UpdateDraft, RevenueToDate: n(13), RevenueGoal: n(62)}
	got := PaceOf(u, "2027-01-22", WorkCalendar{Week: WorkWeek("1,2,3,4,5")}).Sentence("EUR")
	if got.Key != "updates.pace.behind" || got.Args["By"] != (Money{Cents(62*16.0/64 - 13), "EUR"}) || got.Args["Quarter"] != "Q1 2027" || got.Args["Elapsed"] != 16 {
		t.Errorf("sentence = %+v", got)
	}
}

func TestRevenuePace_Sentence_of_an_ended_quarter(t *testing.T) {
	n := func(v float64) *float64 { return &v }
	calendar := WorkCalendar{Week: WorkWeek("1,2,3,4,5")}
	for _, c := range []struct {
		toDate, goal *float64
		asOf         Date
		want         string
	}{
		{nil, n(5), "2027-03-31", "updates.pace.untold"},
		{nil, n(5), "2027-04-01", "updates.pace.untold_ended"},
		{n(5), nil, "2027-04-01", "updates.pace.no_goal_ended"},
		{n(5), n(0), "2027-04-01", "updates.pace.zero_goal_ended"},
		{n(5), n(5), "2027-04-01", "updates.pace.ended"},
	} {
		u := WeeklyUpdate{ID: "2027-W13", Status: UpdateDraft, RevenueToDate: c.toDate, RevenueGoal: c.goal}
		if got := PaceOf(u, c.asOf, calendar).Sentence("EUR"); got.Key != c.want {
			t.Errorf("on %s: %s, want %s", c.asOf, got.Key, c.want)
		}
	}
}

func TestUpdateDetail_WaitSentence_names_who_signs(t *testing.T) {
	w := Workspace{SalesLeadID: "ana"}
	for _, c := range []struct{ lead, deputy, want string }{
		{"Ana", "", "updates.who.lead"}, {"Ana", "Leo", "updates.who.either"}, {"", "Leo", "updates.who.deputy"},
	} {
		d := UpdateDetail{WeeklyUpdate: WeeklyUpdate{Status: UpdateDraft}}
		d.Sales.Side, d.Sales.LeadName, d.Sales.DeputyName = Sales, c.lead, c.deputy
		if who, _ := d.WaitSentence(Sales, w).Args["Who"].(Sentence); who.Key != c.want || who.Args["Lead"] != c.lead || who.Args["Deputy"] != c.deputy {
			t.Errorf("lead %q, deputy %q: %+v, want %s", c.lead, c.deputy, who, c.want)
		}
	}
}

func TestUpdateDetail_Sentences(t *testing.T) {
	now := time.Date(2027, 1, 22, 15, 0, 0, 0, time.UTC)
	w := Workspace{SalesLeadID: "ana", SalesDeputyID: "leo"}
	d := UpdateDetail{WeeklyUpdate: WeeklyUpdate{ID: "2027-W03", Status: UpdateDraft}}
	d.Sales.Side, d.Marketing.Side, d.Sales.LeadName = Sales, Marketing, "Ana"
	keys := func() (out []string) {
		for _, s := range d.MissingSentences(w) {
			out = append(out, s.Key+" "+string(s.Side))
		}
		return append(out, d.WaitSentence(Sales, w).Key)
	}
	if diff := cmp.Diff([]string{"updates.missing.empty sales", "updates.missing.no_lead marketing", "updates.waits.empty"}, keys()); diff != "" {
		t.Error(diff)
	}
	d.Sales.News = "x"
	if diff := cmp.Diff([]string{"updates.missing.unsigned sales", "updates.missing.no_lead marketing", "updates.waits.unsigned"}, keys()); diff != "" {
		t.Error(diff)
	}
	d.Sales.SignedAt, d.Sales.AsDeputy = &now, true
	if diff := cmp.Diff([]string{"updates.missing.no_lead marketing", "updates.waits.deputy"}, keys()); diff != "" {
		t.Error(diff)
	}
}

func TestAnswerUpdates(t *testing.T) {
	weeks := func(states string) (list []UpdateWeek) {
		for _, s := range states {
			status := map[rune]UpdateStatus{'d': UpdateDraft, 's': UpdateSent, 'm': UpdateMissed}[s]
			list = append(list, UpdateWeek{Update: &UpdateDetail{WeeklyUpdate: WeeklyUpdate{Status: status}}})
		}
		return list
	}
	for states, want := range map[string][]string{
		"": {"updates.told.none"}, "d": {"updates.told.none"}, "dss": {"updates.told.all"},
		"ssms": {"updates.told.some", "updates.told.streak"}, "sms": {"updates.told.some"}, "dms": {"updates.told.some", "updates.told.last_missed"},
	} {
		var got []string
		for _, s := range AnswerUpdates(weeks(states)) {
			got = append(got, s.Key)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", states, diff)
		}
	}
}
