package app

import (
	"context"
	"fmt"
	"time"

	"accord/internal/accord"
)

// demoReports are what the representatives of the demo say, in turn.
var demoReports = map[accord.Side]map[accord.RepKind][]string{
	accord.Sales: {
		accord.RepActivity: {
			"Six demos with hospitals", "Two tenders handed in", "Road show in the north", "Renewals of the quarter called", "Three labs visited in Lyon",
			"Offer to the university in Graz", "First order from the new distributor", "Trial at the water works begun", "Old customers of the south called", "Two demos by video",
		},
		accord.RepProblem: {
			"The price list on the site is the old one", "Fair leads reach us after a week", "Two demos without a case study", "The comparison sheet lacks two rivals",
			"The web form asks for a fax number", "Samples take three weeks", "No brochure in French", "The webinar link went to two customers late",
		},
		accord.RepCare: {
			"A story about a small clinic", "One page on how we compare", "More names from the north", "A slide on running costs", "Photos of the device in use",
			"A short film for the waiting room", "Questions labs ask, with answers", "A letter to those who went quiet", "Dates of the mailings beforehand",
		},
		accord.RepConcern: {
			"The new competitor undercuts us by a tenth", "Quota and campaign end on different days", "Nobody owns old trial users", "Hospitals put off buying until autumn",
			"Our best reference may change supplier", "Leasing is asked for and we have none", "Two distributors call the same labs", "Demos depend on one device", "Universities wait for the new grant rules",
		},
	},
	accord.Marketing: {
		accord.RepActivity: {
			"Spring mail to four thousand", "Case study with a clinic shot", "New landing page for laboratories", "Webinar with two hundred guests", "Booth for Hanover ordered",
			"Comparison sheet in two languages", "Interviews with three customers", "Autumn campaign sketched", "Newsletter to distributors", "Search words gone through",
		},
		accord.RepProblem: {
			"No verdict on last week's leads", "The customer for the story called off", "The booth arrives a day late", "Photos of the device are missing",
			"Half the addresses of the fair bounce", "The translator is away until the tenth", "Nobody answers which price may be named", "The landing page is slow on phones",
		},
		accord.RepCare: {
			"Hear two calls a month", "Know why a deal was lost", "Dates of the road show a month ahead", "A customer who talks to the press", "Ten minutes after each fair",
			"Which words customers use themselves", "A word before a discount is given", "To see the device at a customer's", "Names for the advisory board",
		},
		accord.RepConcern: {
			"The budget for autumn is not decided", "Two people leave before the fair", "We promise features that are not there", "The story of the year has no customer yet",
			"Mails to hospitals end in their filters", "Three campaigns fall into one week", "What we know of buyers is two years old", "The fair in Lyon clashes with the launch", "One agency does everything",
		},
	},
}

// report lets both representatives report at a call of the demo, and turns most
// of what they say into something. A concern now and then stays.
func (m *demoMeeting) report(ctx context.Context) error {
	if m.series.template != accord.TemplateRepresentativeCall {
		return nil
	}
	lead := m.as(m.series.leads)
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		words := accord.RepWords{}
		for i, kind := range accord.RepKinds() {
			if list := demoReports[side][kind]; i < 2 || (m.number+i)%3 == 0 {
				said := "reports " + string(side) + string(kind)
				words[kind] = list[m.used[said]%len(list)]
				m.used[said]++
			}
		}
		r, err := m.app.Report(ctx, lead, m.id, side, words, accord.Match{})
		if err != nil {
			return fmt.Errorf("report: %w", err)
		}
		for i, l := range r.Lines {
			into := accord.RepNothing
			if m.number == 20 && i == 1 {
				into = accord.RepProposal
			}
			if l.Kind == accord.RepConcern && m.number >= 20 && m.number%3 == 0 || l.Kind != accord.RepConcern && m.starts.AddDate(0, 0, 8).After(m.now) {
				continue
			}
			if _, err := m.app.TurnRepLine(ctx, lead, l.ID, TurnLine{Into: string(into)}); err != nil {
				return fmt.Errorf("turn a line: %w", err)
			}
		}
	}
	return nil
}

// demoHosts is whose staff meeting a series of the demo is, by its template.
var demoHosts = map[string]accord.Opt[accord.Side]{accord.TemplateExchangeVisit: accord.Some(accord.Sales)}

// visitReports lets the visitors of the demo report, all but the latest.
func (d *demo) visitReports() {
	d.stays()
	texts := []struct{ learned, told string }{
		{"They lose half a day a week to a spreadsheet nobody asked for.", "That customers quote the spring mail back to us."},
		{"A campaign is planned ten weeks ahead; asking on Friday is too late.", "Which three questions every hospital asks."},
		{"The story of the clinic took four months of asking.", "Where deals were lost in the last quarter, and why."},
	}
	for day := 10; day < 7*demoWeeks; day += 7 {
		d.plan(d.now.AddDate(0, 0, day-7*demoWeeks), func(ctx context.Context) error {
			list, _, err := d.app.ExchangeVisits(ctx, d.as("Ana"), VisitQuery{To: accord.DateOf(d.at.Add(-24*time.Hour), accord.Zone(demoZone))}, accord.Page{})
			for n, v := range list {
				if err != nil || v.ReportedAt != nil || v.Status != accord.VisitPlanned || n == 0 && d.now.Sub(d.at) < 8*24*time.Hour {
					continue
				}
				for name, p := range d.people {
					if p.ID == v.VisitorID {
						text := texts[d.used["visits"]%len(texts)]
						d.used["visits"]++
						_, err = d.app.ReportVisit(ctx, d.as(name), v.ID, accord.Match{}, text.learned, text.told)
					}
				}
			}
			return err
		})
	}
}

// demoStays are the days people of Sales spent with Marketing, the latest last.
var demoStays = []struct {
	who, host     string
	weeks, days   int // from now, the length
	what          string
	learned, told string
}{
	{"Ben", "Hugo", -22, 2, "How a case study comes about", "A story needs a customer who may be named; asking on the day of the order is best.", "Which three labs are proud enough to be named."},
	{"Carla", "Jan", -16, 1, "The launch plan", "The data sheet is finished ten weeks before the launch, and nobody had asked us.", "That universities read the method first and the price last."},
	{"David", "Kira", -9, 2, "Building up the booth in Hanover", "A fair costs as much as two devices; forty cards pay for it only if we call.", "Which distributors come, and what they want to see."},
	{"Elif", "Ines", -3, 1, "A day of the autumn campaign", "A mail is rewritten six times before it goes out.", "Which words labs use for what we call throughput."},
	{"Ben", "Ines", 1, 2, "The plan of the next quarter", "", ""},
}

// stays lets people of Sales spend days with Marketing; the last is to come.
func (d *demo) stays() {
	zone := accord.Zone(demoZone)
	for n, s := range demoStays {
		from := accord.WeekOf(accord.DateOf(d.now, zone).AddDays(7 * s.weeks)).Monday().AddDays(1 + n%3)
		to := from.AddDays(s.days - 1)
		d.plan(from.AddDays(-16).End(zone).UTC(), func(ctx context.Context) error {
			v, err := d.app.PlanVisit(ctx, d.as(s.who), NewVisit{HostID: d.people[s.host].ID, FromOn: from, ToOn: to, What: s.what})
			if err != nil {
				return fmt.Errorf("plan days: %w", err)
			}
			d.plan(to.End(zone).UTC().Add(-5*time.Hour), func(ctx context.Context) error {
				_, err := d.app.ReportVisit(ctx, d.as(s.who), v.ID, accord.Match{}, s.learned, s.told)
				return err
			})
			return nil
		})
	}
}
