package accord

import (
	"math"
	"strings"
	"testing"
	"time"
)

var diagnosticNow = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func TestDiagnostic_Opens(t *testing.T) {
	berlin := Zone("Europe/Berlin")
	for _, tt := range []struct {
		name     string
		deadline Date
		closes   string // "" for refused
		remind   string
		off      DaysOff
	}{
		{"two weeks unless named", "", "2026-12-08T23:00:00Z", "2026-12-06T08:00:00Z", nil},
		{"S3 not on a day off", "", "2026-12-09T23:00:00Z", "2026-12-07T08:00:00Z", NewDaysOff([]DayOff{{Date: "2026-12-08", Name: "Fair"}})},
		{"from tomorrow on", "2026-11-25", "2026-11-25T23:00:00Z", "2026-11-25T08:00:00Z", nil},
		{"the day before in a short round", "2026-11-26", "2026-11-26T23:00:00Z", "2026-11-25T08:00:00Z", nil},
		{"not today", "2026-11-24", "", "", nil},
		{"not further than sixty days", "2027-01-24", "", "", nil},
		{"a day", "soon", "", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Diagnostic{}.Opens(tt.deadline, WorkCalendar{Week: WorkWeek("1,2,3,4,5"), Off: tt.off}, berlin, diagnosticNow)
			if tt.closes == "" {
				if CodeOf(err) != CodeInvalid {
					t.Errorf("Opens(%s) = %v, want invalid", tt.deadline, err)
				}
				return
			}
			if err != nil || d.ClosesAt.Format(time.RFC3339) != tt.closes || d.RemindAt.Format(time.RFC3339) != tt.remind {
				t.Errorf("Opens(%s) closes %v, reminds %v, %v; want %s and %s", tt.deadline, d.ClosesAt, d.RemindAt, err, tt.closes, tt.remind)
			}
		})
	}
}

// ballot answers every statement alike.
func ballot(side Side, score int) Ballot {
	b := Ballot{Side: side}
	for range ShippedStatements() {
		b.Scores = append(b.Scores, score)
	}
	return b
}

func TestDiagnostic_Close(t *testing.T) {
	open := Diagnostic{Status: DiagnosticOpen, ClosesAt: diagnosticNow.Add(time.Hour)}
	three := []Ballot{ballot(Sales, 1), ballot(Sales, 2), ballot(Sales, 3), ballot(Marketing, 4), ballot(Marketing, 5), ballot(Marketing, 5)}
	t.Run("X2 not before its deadline while somebody has not answered", func(t *testing.T) {
		if err := open.May(diagnosticNow, 1); CodeOf(err) != CodeConflict {
			t.Errorf("May = %v, want conflict", err)
		}
		if err := open.May(diagnosticNow, 0); err != nil {
			t.Errorf("May with nobody left = %v", err)
		}
		if err := open.May(open.ClosesAt, 5); err != nil {
			t.Errorf("May at the deadline = %v", err)
		}
		if err := open.Takes(open.ClosesAt); CodeOf(err) != CodeConflict {
			t.Errorf("Takes at the deadline = %v, want conflict", err)
		}
	})
	t.Run("X2 three answers a side make a report", func(t *testing.T) {
		d, sums := open.Close(diagnosticNow, ShippedStatements(), three)
		r, err := d.Report(sums)
		if err != nil || d.SalesAnswered != 3 || d.MarketingAnswered != 3 {
			t.Fatalf("Report = %v after %d and %d answers", err, d.SalesAnswered, d.MarketingAnswered)
		}
		if got, want := r.Level, 20.0/6; math.Abs(got-want) > 1e-9 {
			t.Errorf("level = %v, want %v", got, want)
		}
		if got, want := r.Gap, 14.0/3-2; math.Abs(got-want) > 1e-9 {
			t.Errorf("gap = %v, want %v", got, want)
		}
		if d.May(diagnosticNow, 0) == nil {
			t.Error("a closed round closes again")
		}
	})
	t.Run("X2 fewer leave no report and no sums", func(t *testing.T) {
		for _, few := range [][]Ballot{nil, three[1:], three[:5], three[:3]} {
			d, sums := open.Close(diagnosticNow, ShippedStatements(), few)
			if _, err := d.Report(sums); CodeOf(err) != CodeConflict || d.Outcome != DiagnosticTooFew {
				t.Errorf("%d answers = %s, %v; want too_few", len(few), d.Outcome, err)
			}
			for _, s := range sums {
				if s.SalesSum+s.SalesCount+s.MarketingSum+s.MarketingCount != 0 {
					t.Fatalf("%d answers leave %+v", len(few), s)
				}
			}
		}
	})
	t.Run("X2 no report while it is open or where it was called off", func(t *testing.T) {
		off, err := open.CallOff(diagnosticNow)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []Diagnostic{open, off} {
			if _, err := d.Report(ShippedStatements()); CodeOf(err) != CodeConflict {
				t.Errorf("Report of %s %s = %v, want conflict", d.Status, d.Outcome, err)
			}
		}
		if _, err := off.CallOff(diagnosticNow); CodeOf(err) != CodeConflict {
			t.Errorf("CallOff twice = %v, want conflict", err)
		}
	})
}

func TestDiagnosticReport_largest_gap_first(t *testing.T) {
	statements := ShippedStatements()
	for i := range statements {
		statements[i].SalesCount, statements[i].MarketingCount = 3, 4
		statements[i].SalesSum, statements[i].MarketingSum = 9, 12 // 3.0 and 3.0
	}
	statements[4].SalesSum, statements[4].MarketingSum = 15, 4  // 5.0 and 1.0
	statements[9].SalesSum, statements[9].MarketingSum = 3, 12  // 1.0 and 3.0
	statements[17].SalesSum, statements[17].MarketingSum = 9, 4 // 3.0 and 1.0: as far, and later
	d := Diagnostic{Status: DiagnosticClosed, Outcome: DiagnosticReported}
	r, err := d.Report(statements)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, s := range r.ToDiscuss() {
		order = append(order, s.Name)
	}
	if got := strings.Join(order, " "); got != "leads_1 intelligence_2 trust_2" {
		t.Errorf("to discuss: %s", got)
	}
	if f := r.Statements[0]; f.Gap != 4 || math.Abs(f.Level-19.0/7) > 1e-9 || f.Sales != 5 || f.Marketing != 1 {
		t.Errorf("first = %+v", f)
	}
	if len(r.Themes) != 5 || r.Themes[1].Gap != 1 {
		t.Errorf("themes = %+v", r.Themes)
	}
	if flat := (DiagnosticReport{Statements: r.Statements[3:]}).ToDiscuss(); len(flat) != 0 {
		t.Errorf("no gap is to be discussed: %d", len(flat))
	}
}

func TestScores(t *testing.T) {
	statements := ShippedStatements()
	full := func() map[string]int {
		m := map[string]int{}
		for i, s := range statements {
			m[s.Name] = i%5 + 1
		}
		return m
	}
	if scores, err := Scores(statements, full()); err != nil || scores[7] != 3 {
		t.Errorf("Scores = %v, %v", scores, err)
	}
	for name, change := range map[string]func(map[string]int){
		"one is missing": func(m map[string]int) { delete(m, "trust_4") },
		"nought":         func(m map[string]int) { m["trust_4"] = 0 },
		"six":            func(m map[string]int) { m["trust_4"] = 6 },
		"unknown":        func(m map[string]int) { m["weather"] = 3 },
	} {
		m := full()
		change(m)
		if _, err := Scores(statements, m); CodeOf(err) != CodeInvalid {
			t.Errorf("%s: Scores = %v, want invalid", name, err)
		}
	}
}

func TestShippedStatements(t *testing.T) {
	list := ShippedStatements()
	if err := CheckStatements(list); err != nil || len(list) != 20 {
		t.Fatalf("%d statements, %v", len(list), err)
	}
	seen := map[string]bool{}
	for i, s := range list {
		if s.Position != i+1 || s.TextEn == s.TextDe || seen[s.TextEn] || seen[s.Name] {
			t.Errorf("statement %d: %+v", i+1, s)
		}
		seen[s.TextEn], seen[s.Name] = true, true
	}
	other, err := Reworded(list, []StatementWords{{"leads_2", "A lead comes whole.", "Ein Lead kommt ganz."}})
	if err != nil || other[5].Text("de") != "Ein Lead kommt ganz." || list[5].TextEn == other[5].TextEn {
		t.Errorf("Reworded = %+v, %v", other[5], err)
	}
	for _, words := range []StatementWords{{"weather_1", "x", "x"}, {"leads_2", "", "x"}, {"leads_2", "x", strings.Repeat("ü", MaxStatement+1)}} {
		if _, err := Reworded(list, []StatementWords{words}); CodeOf(err) != CodeInvalid {
			t.Errorf("Reworded(%.20s) = %v, want invalid", words.Name, err)
		}
	}
}

func TestAlignmentTrend(t *testing.T) {
	at := func(s string) time.Time { v, _ := time.Parse(time.RFC3339, s); return v }
	rounds := []ClosedRound{
		{ID: "d", ClosedAt: at("2026-12-31T23:30:00Z")}, // in Berlin already 2027
		{ID: "c", ClosedAt: at("2026-05-20T12:00:00Z")},
		{ID: "b", ClosedAt: at("2026-06-20T12:00:00Z")},
		{ID: "a", ClosedAt: at("2025-12-01T12:00:00Z")},
	}
	say := func(points []TrendPoint) string {
		var parts []string
		for _, p := range points {
			id := "-"
			if p.Round != nil {
				id = p.Round.ID
			}
			parts = append(parts, p.Quarter.String()+" "+id)
		}
		return strings.Join(parts, ", ")
	}
	want := "2025 Q4 a, 2026 Q1 -, 2026 Q2 b, 2026 Q3 -, 2026 Q4 -, 2027 Q1 d"
	if got := say(AlignmentTrend(rounds, Zone("Europe/Berlin"), 8)); got != want {
		t.Errorf("trend = %s\nwant    %s", got, want)
	}
	if got := say(AlignmentTrend(rounds, time.UTC, 2)); got != "2026 Q3 -, 2026 Q4 d" {
		t.Errorf("last two = %s", got)
	}
	if got := AlignmentTrend(nil, time.UTC, 2); len(got) != 0 {
		t.Errorf("trend of nothing = %v", got)
	}
}

// New figures leave what people wrote, and no room for them leaves it whole;
// statements that begin alike are not one.
func TestStatementFigures_Retold(t *testing.T) {
	s := DiagnosticStatement{TextEn: "We (all) agree.", TextDe: "Einig.", SalesSum: 13, SalesCount: 3, MarketingSum: 6, MarketingCount: 3}.Figures()
	told := func(year int, locale string) string { return s.Proposal(Workspace{}, Quarter{year, 4}, locale).Why }
	full := strings.Repeat("x", maxWhy-20)
	for _, c := range []struct{ why, want, was string }{
		{"", told(2027, "en"), ""},
		{told(2026, "en"), told(2027, "en"), told(2026, "en")},
		{told(2026, "de"), told(2027, "en"), told(2026, "de")},
		{"Above\r\n" + told(2026, "en") + " Below", "Above\r\n" + told(2027, "en") + " Below", told(2026, "en")},
		{"Ours", "Ours\n" + told(2027, "en"), ""},
		{full, full, ""},
	} {
		if got, was := s.Retold(c.why, told(2027, "en")); got != c.want || was != c.was {
			t.Errorf("Retold(%q) = %q in place of %q, want %q, %q", c.why, got, was, c.want, c.was)
		}
	}
	tight := full[:maxWhy-minTold-1]
	if got, _ := s.Retold(tight, told(2027, "en")); len(got) > maxWhy || !strings.HasPrefix(got, tight+"\nAlignment diagnostic 2027 Q4") {
		t.Errorf("with little room: %d bytes ending in %q", len(got), got[len(tight):])
	}
	begin := strings.Repeat("long ", 40)
	one := DiagnosticStatement{TextEn: begin + "one", TextDe: begin + "eins"}.Figures()
	two := DiagnosticStatement{TextEn: begin + "two", TextDe: begin + "zwei"}.Figures()
	waiting := []AgendaItem{one.Proposal(Workspace{}, Quarter{2026, 4}, "de")}
	if one.Among(waiting, Workspace{}, Quarter{2027, 1}) == nil || two.Among(waiting, Workspace{}, Quarter{2027, 1}) != nil {
		t.Error("statements that begin alike are taken for one, or one for none")
	}
}

func TestStatementFigures_Proposal(t *testing.T) {
	s := DiagnosticStatement{TextEn: strings.Repeat("ä", MaxStatement), TextDe: "Kurz.", SalesSum: 13, SalesCount: 3, MarketingSum: 6, MarketingCount: 3}.Figures()
	item := s.Proposal(Workspace{}, Quarter{2026, 4}, "de")
	if item.Title != "Warum sehen wir das verschieden: Kurz." || item.Why != "Befragung 2026 Q4, von 1 bis 5: Vertrieb 4,3, Marketing 2,0 (Niveau 3,2, Abstand 2,3). „Kurz.“" {
		t.Errorf("%s\n%s", item.Title, item.Why)
	}
	long := s.Proposal(Workspace{SalesName: "Field"}, Quarter{2026, 4}, "en")
	if err := long.Check(); err != nil || !strings.HasSuffix(long.Title, "ä…") || !strings.Contains(long.Why, "Field 4.3") {
		t.Errorf("%v\n%s\n%s", err, long.Title, long.Why)
	}
}
