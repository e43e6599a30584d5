package pages

import (
	"net/url"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

func testSeries() accord.Series {
	return accord.Series{
		ID: "s1", TeamID: "t1", Title: "Strategic team", Rrule: "FREQ=MONTHLY;BYDAY=2TU", StartsAtLocal: "2026-12-08T10:00",
		TimeZone: "America/New_York", DurationMinutes: 60, MonthEnd: "skip", AskMinutes: 14400, RemindMinutes: 7200, SendMinutes: 240,
		Status: accord.SeriesActive, CreatedAt: testNow.AddDate(-1, 0, 0), Version: 3, HolidayCalendar: "US", HolidayPolicy: accord.HolidayNext, GoalTitle: "Pipeline", GoalBy: "2027-03-31",
	}
}

func testDates() []accord.SeriesDate {
	s := testSeries()
	zone := accord.Zone(s.TimeZone)
	at := func(day int) time.Time { return time.Date(2026, 12, day, 10, 0, 0, 0, zone) }
	dates := []accord.SeriesDate{
		{OriginalStart: "2026-12-08T10:00", StartsAt: at(8), EndsAt: at(8).Add(time.Hour), Status: accord.MeetingPlanned},
		{OriginalStart: "2026-12-15T10:00", StartsAt: at(16), EndsAt: at(16).Add(time.Hour), Status: accord.MeetingScheduled, MeetingID: "m1"},
		{OriginalStart: "2026-12-22T10:00", StartsAt: at(22), EndsAt: at(22).Add(time.Hour), Status: accord.MeetingCancelled, MeetingID: "m2"},
	}
	for i, d := range dates {
		dates[i].PlannedAt = accord.Instant(d.OriginalStart.In(zone))
	}
	return dates
}

// testPast has the same dates as a history, one of another series.
func testPast() []app.PastDate {
	var past []app.PastDate
	for i, d := range testDates() {
		past = append(past, app.PastDate{SeriesDate: d, SeriesID: []string{"s1", "s0"}[i%2], TimeZone: "America/New_York", Listed: i == 0})
	}
	return past
}

// testHits has a date of each kind: kept, moved, moved onto another, left out.
func testHits(s accord.Series) []accord.HolidayHit {
	at := func(name accord.LocalTime) *time.Time { t := name.In(accord.Zone(s.TimeZone)); return &t }
	other := accord.LocalTime("2026-12-29T10:00")
	return []accord.HolidayHit{
		{OriginalStart: "2026-12-08T10:00", Name: "Office party", StartsAt: at("2026-12-08T10:00")},
		{OriginalStart: "2026-12-22T10:00", Name: "Inventory", StartsAt: at("2026-12-23T10:00")},
		{OriginalStart: "2026-12-25T10:00", Name: "Christmas Day", StartsAt: at("2026-12-29T10:00"), LandsOn: &other},
		{OriginalStart: "2027-01-01T10:00", Name: "New Year's Day"},
	}
}

func seriesViews(b Base) map[string][]framed {
	s, schedule := testSeries(), mustSchedule(testSeries())
	d := app.SeriesDetail{Series: s, RuleText: schedule.Text(b.L.Lang()), Phrases: schedule.Phrases(b.L.Lang()), Next: testDates(), Leads: true, Proposes: true}
	page := app.SeriesPage{
		SeriesDetail: d, Team: accord.Team{ID: "t1", Name: "Strategy"}, Past: testPast(), HolidaysHit: testHits(s), CalendarName: "United States",
		People:  []accord.TeamPerson{{Person: accord.Person{ID: "p", Name: "Maya Chen", Side: accord.Sales}, TeamRole: accord.TeamLeader}},
		Agenda:  []accord.SeriesAgendaItem{{ID: "a", Title: "Which project?", Kind: accord.KindDecide, Side: accord.Marketing, Minutes: 10, Why: "Because"}},
		Backlog: []accord.AgendaItem{{ID: "b", Title: "Trade fair", Kind: accord.KindPlan, Side: accord.Sales, Minutes: 15, Status: accord.AgendaParked}},
	}
	page.Mine = app.OwnAnswer{May: true, Response: "yes"}
	page.CameFrom, page.WentOn = &app.SeriesLink{ID: "s0", Title: "Strategy", From: "2026-01-13T10:00"}, &app.SeriesLink{ID: "s2", Title: "Growth", From: "2027-03-09T10:00"}
	ended := page
	ended.Series.Status, ended.EndedAt, ended.Next, ended.Past = accord.SeriesEnded, &testNow, nil, nil
	form := templateForm(b.L, accord.Templates(b.L.Lang())[0], b.Today)
	wrong := templateForm(b.L, accord.Templates(b.L.Lang())[1], b.Today)
	wrong.Fail("interval", "Wrong")
	preview := &seriesPreviewView{Base: b, Zone: s.TimeZone, Minutes: 60, MonthEnd: "skip", SeriesPreview: app.SeriesPreview{
		Phrases: d.Phrases, Next: d.Next, Total: 16, MonthEndMatters: true, Kept: d.Next[1:], HolidaysHit: testHits(s),
		Mails: []app.PreviewMail{{PersonID: "p", Name: "Maya Chen", Side: accord.Sales, TeamRole: accord.TeamLeader, Team: "Strategy"}},
	}}
	edit := &seriesEditView{Base: b, Form: form, Teams: []Option{{Value: "t1", Label: "Strategy"}}, Zones: ZoneOptions(), Templates: accord.Templates("en"), Preview: preview}
	return map[string][]framed{
		"series": {
			&seriesListView{Base: b, Pager: Pager{L: b.L}, CanMake: true},
			&seriesListView{Base: b, Pager: Pager{L: b.L}, Active: []seriesRow{{SeriesDetail: d, Next: &dateRow{Day: "Tue 8 Dec", Time: "10:00"}}, {SeriesDetail: d}}, Ended: []seriesRow{{SeriesDetail: d}}},
		},
		"series_show": {
			&seriesShowView{Base: b, SeriesPage: page, Form: BlankForm(b.L)}, &seriesShowView{Base: b, SeriesPage: ended, Form: BlankForm(b.L)},
			&seriesShowView{Base: b, SeriesPage: app.SeriesPage{SeriesDetail: app.SeriesDetail{Series: s}}, Form: BlankForm(b.L)},
		},
		"series_edit": {
			edit, &seriesEditView{Base: b, Form: wrong, ID: "s1", Zones: ZoneOptions(), Preview: &seriesPreviewView{Base: b, ID: "s1", Problem: "No"}},
			&seriesEditView{Base: b, Form: form, Preview: preview},
		},
		"series_scope":  seriesScopeViews(b, s, form),
		"series_agenda": seriesAgendaViews(b, d),
		"occurrence": {
			&occurrenceView{Base: b, Form: BlankForm(b.L), OccurrencePage: app.OccurrencePage{SeriesDetail: d, Date: testDates()[1], Opens: true, Mails: preview.Mails}},
			&occurrenceView{Base: b, Form: BlankForm(b.L), OccurrencePage: app.OccurrencePage{SeriesDetail: d, Date: testDates()[0], Opens: true, Mine: app.OwnAnswer{May: true}}},
			&occurrenceView{Base: b, Form: BlankForm(b.L), OccurrencePage: app.OccurrencePage{SeriesDetail: d, Date: testDates()[2], Opens: true}},
			&occurrenceView{Base: b, Form: BlankForm(b.L), OccurrencePage: app.OccurrencePage{SeriesDetail: d, Date: testDates()[0]}},
		},
	}
}

// seriesScopeViews are the step before saving: with everything it can show, of
// one date, and with what cannot be done.
func seriesScopeViews(b Base, s accord.Series, typed *Form) []framed {
	form := &Form{L: b.L, Values: url.Values{"scope": {"following"}, "from": {"2026-12-08T10:00"}, "keep": {keepWall}, "time_zone": {"Europe/Berlin"}, "start": {"10:00"}, "title": {"Growth"}}, Labels: map[string]string{}}
	dates := testDates()
	after := s
	after.TimeZone = "Europe/Berlin"
	o := accord.Occurrence{OriginalStart: dates[0].OriginalStart, StartsAt: dates[0].StartsAt, EndsAt: dates[0].EndsAt}
	later := accord.Occurrence{OriginalStart: o.OriginalStart, StartsAt: o.StartsAt.Add(time.Hour), EndsAt: o.EndsAt.Add(time.Hour)}
	change := app.ChangePreview{
		Before: s, After: after, Changes: true, Replans: true, Split: true, Untouched: 3,
		Dates: []accord.DateChange{{Before: &o, After: &later}, {Before: &o}, {After: &later}, {Before: &o, After: &o}},
		Moved: []app.MeetingChange{{Before: dates[0], After: dates[1]}, {Before: dates[1], After: dates[1], KeepsTime: true}},
	}
	for _, what := range []string{app.ListedCancelled, app.ListedMoved, app.ListedAnnotated, app.ListedPrepared} {
		d := dates[0]
		if d.Status = accord.MeetingScheduled; what == app.ListedCancelled {
			d.Status = accord.MeetingCancelled
		}
		change.Listed = append(change.Listed, app.ListedDate{SeriesDate: d, What: what, Drop: what == app.ListedPrepared})
	}
	change.Mails = []app.PreviewMail{{PersonID: "p", Name: "Maya Chen", Side: accord.Sales, TeamRole: accord.TeamLeader, Team: "Strategy", Twice: true}}
	starts := []Option{{Value: "2026-12-08T10:00", Label: "Tue 8 Dec", Selected: true}}
	one := &Form{L: b.L, Values: url.Values{"scope": {scopeThis}, "time_zone": {s.TimeZone}}, Labels: map[string]string{}}
	return []framed{
		&seriesScopeView{Base: b, Form: form, ID: "s1", Stored: s, Starts: starts, Change: change, Notice: "Look"},
		&seriesScopeView{Base: b, Form: one, ID: "s1", Stored: s, Starts: starts, Change: change},
		&seriesScopeView{Base: b, Form: typed, ID: "s1", Stored: s, Change: app.ChangePreview{Before: s, After: s}, Problem: "No"},
		&seriesScopeView{Base: b, Form: typed, ID: "s1", Stored: s, Change: app.ChangePreview{Before: s, After: s}},
	}
}

func calendarViews(b Base) []framed {
	list := &calendarView{Base: b, Mine: true}
	var rows []calendarRow
	for _, d := range testDates() {
		rows = append(rows, list.row(app.CalendarEntry{SeriesDate: d, SeriesID: "s1", Title: "Strategic team", TimeZone: "America/New_York", Location: "Room 1"}))
	}
	list.group(rows)
	month := &calendarView{Base: b, AsDays: true, Month: "December 2026", Before: "2026-11", After: "2027-01"}
	month.month(rows, "2026-11-30")
	return []framed{list, month, &calendarView{Base: b, Mine: true}, &calendarView{Base: b}}
}

func mustSchedule(s accord.Series) accord.Schedule {
	schedule, err := s.Schedule()
	if err != nil {
		panic(err)
	}
	return schedule
}

// What the editor's fields say is the rule, and a rule fills the fields that
// say it; one they cannot say stays as it is typed.
func TestSeriesForm_rule_to_fields_and_back(t *testing.T) {
	l := web.NewLocalizer("en", time.UTC)
	for text, custom := range map[string]bool{
		"FREQ=DAILY": false, "FREQ=DAILY;INTERVAL=3;COUNT=5": false, "FREQ=WEEKLY": false, "FREQ=WEEKLY;BYDAY=MO,TH": false,
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO": false, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20270624": false,
		"FREQ=MONTHLY": false, "FREQ=MONTHLY;BYDAY=2TU": false, "FREQ=MONTHLY;BYDAY=-1FR": false, "FREQ=MONTHLY;BYMONTHDAY=-1": false,
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1": false, "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TH": false, "FREQ=YEARLY": false,
		"FREQ=MONTHLY;BYDAY=5TH": true, "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR": true, "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO": true, "FREQ=WEEKLY;UNTIL=20270624T100000Z": true,
		"FREQ=MONTHLY;BYMONTHDAY=31": true, "FREQ=WEEKLY;BYDAY=TU;BYMONTH=3,4": true, "FREQ=MONTHLY;BYDAY=1MO,3MO": true, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU": true,
	} {
		f := BlankForm(l)
		fillRule(f, text)
		if got := f.Get("freq") == customFreq; got != custom {
			t.Errorf("%s: custom = %v, want %v", text, got, custom)
		}
		want, _ := accord.ParseRule(text)
		got, err := accord.ParseRule(seriesRule(f))
		if err != nil || got.String() != want.String() {
			t.Errorf("%s comes back as %s, %v", text, seriesRule(f), err)
		}
	}
}
