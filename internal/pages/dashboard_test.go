package pages

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store"
)

// busyDashboard is a dashboard with something in every card.
func busyDashboard(b Base) app.DashboardPage {
	period := accord.Period{From: b.Today.AddDays(-83), To: b.Today, AsOf: testNow, Zone: b.L.Zone()}
	d := app.DashboardPage{
		Dashboard: app.Dashboard{Period: period}, Failed: map[string]bool{}, Ahead: b.Today.AddDays(14),
	}
	d.Tally.Sales = accord.SideTally{Due: 20, OnTime: 16, Kept: 18, Open: 9, Overdue: 4, AgeCurrent: [5]int{2, 1, 1}, Invited: 20, Present: 18}
	d.Tally.Marketing = accord.SideTally{Due: 4, OnTime: 3, Open: 9, Overdue: 7, AgeCurrent: [5]int{3, 2, 1, 1}, LeftOut: 2}
	late := testNow.AddDate(0, 0, -34)
	item := accord.ItemRow{OwnerName: "Hanna Weiss", SeriesTitle: "Content and enablement", AskerName: "Luis Ortega"}
	item.Number, item.Title, item.OwnerSide, item.OwnerID, item.DueEndsAt, item.DueOn = 7, "Rewrite <the> series", accord.Marketing, accord.NullID(b.Actor.PersonID), &late, "2026-10-20"
	d.Overdue, d.Waiting.Accept, d.Waiting.Confirm = []accord.ItemRow{item}, []accord.ItemRow{item}, []accord.ItemRow{item}
	d.Waiting.Projects = []accord.ProjectRow{{Project: accord.Project{ID: "p", Title: "North", State: accord.ProjectActive, SponsorSalesID: "luis"}}}
	series := accord.Series{ID: "s1", Title: "Pipeline review", TimeZone: "Europe/Berlin"}
	d.Series = []accord.Series{series}
	for i := range 12 {
		day := period.From.AddDays(7 * i)
		d.Days = append(d.Days, store.DueDay{On: day, OwnerSide: accord.Sales, OnTime: 4 + i%3, Count: 7}, store.DueDay{On: day, OwnerSide: accord.Marketing, OnTime: 2, Count: 3 + i%4})
		at := accord.LocalTime(string(day) + "T10:00")
		o := accord.OccurrenceFact{SeriesID: "s1", Original: at, Zone: b.L.Zone(), PlannedAt: at.In(b.L.Zone()), EndsAt: at.In(b.L.Zone()).Add(time.Hour)}
		if i%5 != 0 {
			o.StartedAt, o.ClosedAt = &o.PlannedAt, &o.EndsAt
		}
		d.Tally.AddOccurrence(o, period, accord.WorkWeek("1,2,3,4,5"))
		if i == 0 {
			d.Cadences = []accord.Cadence{{Series: series}}
		}
		d.Cadences[0].Occurrences = append(d.Cadences[0].Occurrences, o)
	}
	for i := range 20 {
		d.Loads = append(d.Loads, accord.Load{PersonID: fmt.Sprint(i), Name: fmt.Sprint("Person ", i), Side: accord.Sales, Overdue: i % 4, Week: i % 3, Later: i})
	}
	d.Figures = d.Tally.Figures()
	d.Before = (&accord.Tally{Sales: accord.SideTally{Due: 20, OnTime: 10}}).Figures()
	d.Decisions = []store.DecisionRow{{Decision: accord.Decision{Number: 3, Text: "First call within 48 hours", DecidedOn: "2026-11-19"}, MeetingTitle: "Pipeline review"}}
	d.Live = []accord.Meeting{{ID: "m", Title: "Campaign stand-up"}}
	d.Next = &app.NextMeeting{
		Title: "Pipeline review", SeriesID: "s1", OriginalStart: "2026-11-26T10:00", StartsAt: testNow.AddDate(0, 0, 2), TimeZone: "Europe/London", DurationMinutes: 45,
		People: []accord.Person{{Name: "A B"}, {Name: "C D"}, {Name: "E F"}, {Name: "G H"}, {Name: "I J"}}, AgendaKnown: true, AgendaItems: 3, AgendaMinutes: 45, NoPresenter: 2,
		MissingSides: []accord.Side{accord.Marketing}, Open: 5, Carried: 3,
	}
	return d
}

// dashboardViews are its states: busy, empty, in the past, and with every card
// failed.
func dashboardViews(b Base) []framed {
	empty := app.DashboardPage{Dashboard: app.Dashboard{Period: busyDashboard(b).Period, Figures: (&accord.Tally{}).Figures()}, Failed: map[string]bool{}}
	past := busyDashboard(b)
	past.Past, past.Query.AsOf, past.Waiting = true, "2026-10-01", store.Waiting{}
	past.Next = &app.NextMeeting{Title: "Pipeline review", SeriesID: "s1", StartsAt: testNow, TimeZone: "Europe/London", DurationMinutes: 45, Locked: true, Open: 5}
	failed := app.DashboardPage{Dashboard: app.Dashboard{Period: empty.Period}, Failed: map[string]bool{}}
	for _, name := range []string{"figures", "before", "promises", "load", "decisions", "series", "overdue", "live", "next", "waiting", "cadence"} {
		failed.Failed[name] = true
	}
	goal := 0.8
	b.Workspace.KeptOnTimeTarget = &goal
	var views []framed
	for _, d := range []app.DashboardPage{busyDashboard(b), empty, past, failed} {
		views = append(views, newDashboardView(b, d, 12))
	}
	return views
}

func TestDashboard_answers_in_words(t *testing.T) {
	for locale, want := range map[string][]string{
		"en": {"More than before. Sales is at the 80% goal.", "Marketing owes 7 of the 11.", "All series"},
		"de": {"Mehr als zuvor. Vertrieb", "7 von 11 liegen bei Marketing.", "Alle Serien"},
	} {
		p, b, goal := testPages(t), testBase(locale), 0.8
		b.Workspace.KeptOnTimeTarget = &goal
		html, err := p.render.Page("dashboard", newDashboardView(b, busyDashboard(b), 12))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range want {
			if !strings.Contains(string(html), text) {
				t.Errorf("the dashboard in %s lacks %q", locale, text)
			}
		}
		if strings.Contains(string(html), "Rewrite <the>") {
			t.Error("a title reaches the page unescaped")
		}
	}
}

func TestDashboard_fewer_than_five_are_counts(t *testing.T) {
	b := testBase("en")
	v := newDashboardView(b, busyDashboard(b), 12)
	for _, row := range v.Table {
		if row.Label == "Kept on time" && (row.Cells[1].Text != "80%" || row.Cells[2].Text != "3 of 4") {
			t.Errorf("kept on time = %q and %q, want 80%% and 3 of 4", row.Cells[1].Text, row.Cells[2].Text)
		}
	}
}

// X3: nobody is ranked. The joint figure comes first, then the sides, Sales
// left; people stand by side and name, never by what they owe.
func TestDashboard_X3_nobody_is_ranked(t *testing.T) {
	p, b := testPages(t), testBase("en")
	d := busyDashboard(b)
	d.Loads = []accord.Load{{PersonID: "1", Name: "Ana", Side: accord.Sales, Later: 1}, {PersonID: "2", Name: "Zoe", Side: accord.Sales, Overdue: 9}, {PersonID: "3", Name: "Bo", Side: accord.Marketing, Overdue: 20}}
	v := newDashboardView(b, d, 12)
	for _, row := range v.Table {
		if len(row.Cells) != 3 {
			t.Errorf("%s has %d cells, want joint, Sales, Marketing", row.Label, len(row.Cells))
		}
	}
	if kept := v.Table[0]; kept.Cells[0].Text != "79%" || kept.Cells[1].Text != "80%" {
		t.Errorf("kept on time = %q, want the joint figure first", kept.Cells)
	}
	if tile := v.Tiles[0]; tile.Value != "79" || tile.Sides[0].Mark.Side != accord.Sales || tile.Sides[1].Mark.Side != accord.Marketing {
		t.Errorf("tile = %+v, want the joint figure large, Sales before Marketing", tile)
	}
	html, err := p.render.Page("dashboard", v)
	if err != nil {
		t.Fatal(err)
	}
	_, load, _ := strings.Cut(string(html), "Who has too much on?")
	if a, z, bo := strings.Index(load, ">Ana<"), strings.Index(load, ">Zoe<"), strings.Index(load, ">Bo<"); a < 0 || a > z || z > bo {
		t.Errorf("the load stands in the order %d, %d, %d, want Ana, Zoe, Bo", a, z, bo)
	}
}

func TestDashboardQuery(t *testing.T) {
	b := testBase("en")
	for query, want := range map[string]app.DashboardQuery{
		"":                              {From: "2026-09-02", To: "2026-11-24"},
		"weeks=4&series=s1":             {From: "2026-10-28", To: "2026-11-24", SeriesID: "s1"},
		"weeks=-1":                      {From: "2026-09-02", To: "2026-11-24"},
		"weeks=4&as_of=2026-10-01":      {From: "2026-09-04", To: "2026-10-01", AsOf: "2026-10-01"},
		"from=2026-01-01&to=2026-01-31": {From: "2026-01-01", To: "2026-01-31"},
	} {
		values, _ := url.ParseQuery(query)
		if got, _ := dashboardQuery(values, b); got != want {
			t.Errorf("dashboardQuery(%q) = %+v, want %+v", query, got, want)
		}
	}
}

func TestDashboard_who_owes_whom(t *testing.T) {
	owed := accord.Owed{Owner: accord.Sales, For: accord.Marketing, Count: accord.FewItems, OnTime: accord.FewItems}
	for locale, want := range map[string]string{"en": "100%", "de": "100\u00a0%"} {
		v := &dashboardView{Base: testBase(locale)}
		if got := v.owesCell(owed).Value; got != want {
			t.Errorf("%s: %q, want %q as everywhere on the dashboard", locale, got, want)
		}
	}
}
