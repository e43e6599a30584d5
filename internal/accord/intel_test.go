package accord

import (
	"strings"
	"testing"
	"time"
)

// heard on Thursday 2026-11-26, with a day off of the company in between.
func heard(t *testing.T) IntelItem {
	t.Helper()
	days := WorkCalendar{Week: WorkWeek("1,2,3,4,5"), Off: NewDaysOff([]DayOff{{"2026-12-04", "Outing"}})}
	i, err := TellIntel(IntelDraft{Text: "They wait for the cheaper one.", HeardFrom: "Alba Labs"}, actorOf("ana"), days, berlin, noon)
	if err != nil {
		t.Fatal(err)
	}
	i.ID, i.Number = "i", 34
	return i
}

func TestTellIntel(t *testing.T) {
	i := heard(t)
	if i.ToldOn != "2026-11-26" || i.DueOn != "2026-12-11" || !i.DueEndsAt.Equal(time.Date(2026, 12, 11, 23, 0, 0, 0, time.UTC)) {
		t.Errorf("told %s, due %s until %s; want ten working days, the day off left out", i.ToldOn, i.DueOn, i.DueEndsAt)
	}
	back, err := TellIntel(IntelDraft{Text: "x", ToldOn: "2026-10-01"}, actorOf("luis"), WorkCalendar{Week: WorkWeek("1,2,3,4,5")}, berlin, noon)
	if err != nil || back.DueOn != "2026-12-10" {
		t.Errorf("heard in October, entered today: due %s, %v; want ten working days from today", back.DueOn, err)
	}
	for _, by := range []string{"mia", "nora"} {
		if _, err := TellIntel(IntelDraft{Text: "x"}, actorOf(by), WorkCalendar{}, berlin, noon); CodeOf(err) != CodeDenied {
			t.Errorf("TellIntel by %s = %v, want denied: Sales tells", by, err)
		}
	}
	for field, d := range map[string]IntelDraft{
		"text": {Text: " "}, "heard_from": {Text: "x", HeardFrom: "a\nb"}, "told_on": {Text: "x", ToldOn: "2026-11-27"}, "external_id": {Text: "x", ExternalID: strings.Repeat("i", 200)},
	} {
		if _, err := TellIntel(d, actorOf("ana"), WorkCalendar{}, berlin, noon); !wrong(err, field) {
			t.Errorf("TellIntel(%+v) = %v, want an error on %s", d, err, field)
		}
	}
}

func TestIntelItem_Reply(t *testing.T) {
	i := heard(t)
	for _, by := range []string{"ana", "nora"} {
		if _, err := i.Reply(IntelUsed, "", actorOf(by), noon); CodeOf(err) != CodeDenied {
			t.Errorf("Reply by %s = %v, want denied: Marketing answers", by, err)
		}
	}
	if _, err := i.Reply(IntelNotNow, " ", actorOf("mia"), noon); !wrong(err, "why") {
		t.Errorf("not now without a reason = %v, want an error on why", err)
	}
	if _, err := i.Reply("later", "", actorOf("mia"), noon); !wrong(err, "answer") || strings.Contains(err.Error(), "not_now") {
		t.Errorf("another word = %v, want an error on answer in words people use", err)
	}
	noted, err := i.Reply(IntelNoted, "", actorOf("mia"), noon)
	if err != nil || noted.State(noon) != IntelInTime {
		t.Fatalf("Reply = %+v, %v; want in time", noted, err)
	}
	used, err := noted.Reply(IntelUsed, "In the mailing of May", actorOf("max"), noon.AddDate(0, 2, 0))
	if err != nil || used.Answer != IntelUsed || !used.AnsweredAt.Equal(noon) || used.AnsweredBy != "max" {
		t.Errorf("a later answer = %+v, %v; want the words of it and the day of the first", used, err)
	}
}

func TestIntelItem_State(t *testing.T) {
	i := heard(t)
	end := i.DueEndsAt
	for _, c := range []struct {
		answered time.Time // zero for never
		asOf     time.Time
		want     IntelState
	}{
		{time.Time{}, end.Add(-time.Second), IntelWaiting},
		{time.Time{}, end, IntelMissed},
		{end.Add(-time.Second), end.AddDate(1, 0, 0), IntelInTime},
		{end, end, IntelLate},
		{end.Add(time.Hour), end, IntelMissed},
		{end.Add(-time.Hour), end.Add(-2 * time.Hour), IntelWaiting},
	} {
		i.AnsweredAt = nil
		if !c.answered.IsZero() {
			i.AnsweredAt = &c.answered
		}
		if got := i.State(c.asOf); got != c.want {
			t.Errorf("answered %v, as of %v: %s, want %s", c.answered, c.asOf, got, c.want)
		}
	}
	if n := i.DaysLate("2026-12-14"); n != 3 {
		t.Errorf("DaysLate = %d, want 3", n)
	}
	if n := i.DaysLate("2026-12-01"); n != 0 {
		t.Errorf("DaysLate before = %d, want 0", n)
	}
	if at := i.RemindAt(berlin); !at.Equal(time.Date(2026, 12, 12, 7, 0, 0, 0, time.UTC)) {
		t.Errorf("RemindAt = %v, want the morning after", at)
	}
}

func TestFlowOf(t *testing.T) {
	now := time.Date(2027, 1, 14, 12, 0, 0, 0, time.UTC) // a Thursday of 2027-W02
	long := now.AddDate(0, -2, 0)
	at := func(days int) *time.Time { v := now.AddDate(0, 0, days); return &v }
	batches := []LeadBatch{
		{ServedOn: "2027-01-11", Count: 40, Accepted: 10, Rejected: 5, CreatedAt: long},
		{ServedOn: "2027-01-03", Count: 7, CreatedAt: long},                         // the Sunday of 2026-W53
		{ServedOn: "2026-12-27", Count: 99, CreatedAt: long},                        // before
		{ServedOn: "2027-01-12", Count: 1000, CreatedAt: now.Add(time.Microsecond)}, // entered later
	}
	intel := []IntelItem{
		{ToldOn: "2027-01-04", CreatedAt: long, DueEndsAt: *at(-1)},
		{ToldOn: "2027-01-05", CreatedAt: long, DueEndsAt: *at(-1), AnsweredAt: at(-2)},
		{ToldOn: "2027-01-10", CreatedAt: long, DueEndsAt: *at(-3), AnsweredAt: at(-2)},
		{ToldOn: "2027-01-14", CreatedAt: long, DueEndsAt: *at(3)},
		{ToldOn: "2027-01-14", CreatedAt: now.Add(time.Hour), DueEndsAt: *at(3)},
	}
	f := FlowOf("2027-01-14", 3, batches, intel, now)
	var weeks []string
	for _, w := range f.Weeks {
		weeks = append(weeks, w.ISOWeek())
	}
	if strings.Join(weeks, " ") != "2026-W53 2027-W01 2027-W02" {
		t.Errorf("weeks = %v", weeks)
	}
	first, second, third := f.Weeks[0], f.Weeks[1], f.Weeks[2]
	if first.Served != 7 || first.Unjudged() != 7 || third.Served != 40 || third.Judged() != 15 || third.Batches != 1 {
		t.Errorf("leads = %+v", f.Weeks)
	}
	if second.Told != 3 || second.InTime != 1 || second.Late != 1 || second.Missed != 1 || second.Open() != 0 || third.Open() != 1 {
		t.Errorf("told = %+v", f.Weeks)
	}
	total := f.Total
	if total.Served != 47 || total.Told != 4 || total.Answered()+total.Missed+total.Open() != total.Told || total.Judged()+total.Unjudged() != total.Served {
		t.Errorf("total = %+v, want the parts to add up", total)
	}
	if share, ok := total.AcceptedShare(); !ok || share != 10.0/15 {
		t.Errorf("AcceptedShare = %v, %t", share, ok)
	}
	if _, ok := total.InTimeShare(); ok {
		t.Error("InTimeShare of three has a value, want counts alone")
	}
}

func TestIntelligenceStateOf(t *testing.T) {
	none := IntelligenceStateOf(IntelWaits{Unanswered: 1}, LeadWaits{}, "2027-01-14")
	if none.Unanswered != 1 || none.OldestDaysLate != 0 || none.OldestBatchAge != 0 {
		t.Errorf("nothing late = %+v", none)
	}
	s := IntelligenceStateOf(IntelWaits{Unanswered: 3, Overdue: 2, FirstDue: "2027-01-08"}, LeadWaits{Leads: 7, FirstServed: "2027-01-04"}, "2027-01-14")
	if s.Unanswered != 3 || s.Overdue != 2 || s.OldestDaysLate != 6 || s.LeadsWaiting != 7 || s.OldestBatchAge != 10 {
		t.Errorf("state = %+v", s)
	}
}

func TestReadCSV(t *testing.T) {
	rows, err := ReadCSV([]byte("\ufeffSource;external_id;Count;note\r\n\"Fair; Berlin\";c-1;40;\"two\nlines\"\r\n;;;\r\nWebinar;;x;'=1+1\r\nMail;c-3;5;;more\r\n"), LeadColumns)
	if err != nil || len(rows) != 3 {
		t.Fatalf("ReadCSV = %+v, %v; want three rows", rows, err)
	}
	d, wrongs := rows[0].Lead()
	if d.Source != "Fair; Berlin" || d.Count != 40 || d.Note != "two\nlines" || len(wrongs) != 0 || rows[0].Line != 2 {
		t.Errorf("first = %+v %v on line %d", d, wrongs, rows[0].Line)
	}
	d, wrongs = rows[1].Lead()
	if rows[1].Line != 5 || len(wrongs) != 2 || wrongs[0].Location != "external_id" || wrongs[1].Location != "count" || d.Note != "=1+1" {
		t.Errorf("second = %+v %v on line %d; want two cells wrong on line 5, our own apostrophe taken off", d, wrongs, rows[1].Line)
	}
	if _, wrongs = rows[2].Lead(); len(wrongs) != 1 {
		t.Errorf("a row with more cells = %v, want it said", wrongs)
	}
	for name, file := range map[string]string{
		"empty": " \n", "no id": "source,count\nx,1", "a column of none": "external_id,owner\n1,2", "a column twice": "external_id,note,note\n1,2,3",
		"Latin-1": "external_id,note\n1,M\xfcller", "NUL": "external_id,note\n1,\x00", "quotes": "external_id,note\n1,\"open",
		"too large": "external_id,note\n1," + strings.Repeat("x", MaxCSV), "too many": "external_id\n" + strings.Repeat("1\n", MaxCSVRows+1),
	} {
		if _, err := ReadCSV([]byte(file), LeadColumns); !wrong(err, "file") {
			t.Errorf("%s: %v, want an error on file", name, err)
		}
	}
	wide := []byte(strings.Repeat("x,", MaxCSV/2-2) + "x\n")
	if _, err := ReadCSV(wide, LeadColumns); !wrong(err, "file") || len(err.Error()) > 300 {
		t.Errorf("a heading of half a million columns: %.80v, want one short error on file", err)
	}
	if rows, err := ReadCSV([]byte("external_id\n"+strings.Repeat("1\n", MaxCSVRows)), LeadColumns); err != nil || len(rows) != MaxCSVRows {
		t.Errorf("as many rows as may be = %d, %v", len(rows), err)
	}
}

func TestShorten(t *testing.T) {
	for in, want := range map[string]string{"short": "short", "two\nlines  here": "two lines…", "Donaudampfschiff": "Donaudamp…", "über dem Berg": "über dem…"} {
		if got := Shorten(in, 10); got != want {
			t.Errorf("Shorten(%q) = %q, want %q", in, got, want)
		}
	}
}
