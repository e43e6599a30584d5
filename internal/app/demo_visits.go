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
		accord.RepActivity: {"Six demos with hospitals", "Two tenders handed in", "Road show in the north", "Renewals of the quarter called"},
		accord.RepProblem:  {"The price list on the site is the old one", "Fair leads reach us after a week", "Two demos without a case study"},
		accord.RepCare:     {"A story about a small clinic", "One page on how we compare", "More names from the north"},
		accord.RepConcern:  {"The new competitor undercuts us by a tenth", "Quota and campaign end on different days", "Nobody owns old trial users"},
	},
	accord.Marketing: {
		accord.RepActivity: {"Spring mail to four thousand", "Case study with a clinic shot", "New landing page for laboratories", "Webinar with two hundred guests"},
		accord.RepProblem:  {"No verdict on last week's leads", "The customer for the story called off", "The booth arrives a day late"},
		accord.RepCare:     {"Hear two calls a month", "Know why a deal was lost", "Dates of the road show a month ahead"},
		accord.RepConcern:  {"The budget for autumn is not decided", "Two people leave before the fair", "We promise features that are not there"},
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
				words[kind] = list[m.number%len(list)]
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
