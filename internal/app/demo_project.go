package app

import (
	"context"
	"fmt"
	"time"

	"accord/internal/accord"
)

// demoProject is a growth project of the demo: when the strategic team chose it,
// what was promised for it, and what became of it.
type demoProject struct {
	title, hypothesis, effect string
	by                        string    // whose idea it is
	sponsors                  [2]string // of Sales and of Marketing
	horizon                   accord.Horizon
	chosen                    int           // at which meeting of the strategic team, from 0
	waits                     bool          // chosen, and not begun
	promises                  []demoPromise // two at each meeting from then on, while there are any
	ends                      accord.ProjectState
	weeks                     int // after it was chosen, it ends
	learned                   string
	decided                   string // a month after it was chosen
}

// demoPromise is an action item of a project.
type demoPromise struct {
	owner, title string
	horizon      accord.Horizon
	late         int // days; most are kept
}

// never is said of an idea that no meeting has chosen.
const never = -1

// demoProjects are the demo's: at most five are under way at a time.
func demoProjects() []demoProject {
	const now, quarter, year, beyond = accord.HorizonNow, accord.HorizonQuarter, accord.HorizonYear, accord.HorizonBeyond
	return []demoProject{
		{
			title: "Food laboratories as a second market", by: "Ben", sponsors: [2]string{"Ben", "Jan"}, horizon: year, chosen: 0,
			hypothesis: "Enquiries from food testing have doubled. With an application note and three references they buy what we already build.",
			effect:     "12 new laboratories a quarter", decided: "Food laboratories get a price list of their own.",
			promises: []demoPromise{
				{"Ben", "Name ten food laboratories within a day's drive", now, 0},
				{"Jan", "Write the application note on residues", quarter, 3},
				{"Elif", "Measure three samples from Nordfood", quarter, 0},
				{"Hugo", "Draft the page for food laboratories", quarter, 0},
				{"Ben", "Visit two of the ten and say what they asked", now, 0},
				{"Jan", "Turn their questions into one page of answers", quarter, 0},
				{"Ben", "Get one of them to be quoted", quarter, 6},
				{"Hugo", "Write the first food story", year, 0},
				{"Elif", "Train two colleagues on food samples", year, 0},
				{"Jan", "Plan the food laboratories' day", year, 0},
				{"Ben", "Invite ten laboratories to their day", quarter, 0},
				{"Hugo", "Translate the application note", quarter, 0},
				{"Ben", "Count who of the ten bought", now, 0},
				{"Jan", "Plan the second food story", year, 0},
			},
		}, {
			title: "Answer web enquiries within four hours", by: "Ines", sponsors: [2]string{"Ana", "Greta"}, horizon: now, chosen: 0,
			hypothesis: "Who asks on the web asks three others too. The first who answers is asked back.",
			effect:     "Twice as many demos out of the same enquiries",
			promises: []demoPromise{
				{"Ana", "Name one person a region who answers", now, 0},
				{"Hugo", "Ask two questions fewer in the form", now, 0},
				{"Elif", "Write five answers that fit most enquiries", now, 2},
				{"Hugo", "Send enquiries straight to the region", quarter, 0},
				{"Ana", "Look at every enquiry older than a day", now, 0},
				{"Jan", "Show hours to the first answer on the board", quarter, 0},
			},
			ends: accord.ProjectDone, weeks: 14,
			learned: "From nineteen hours to three. Demos went up by two thirds, not by half again as hoped; a call did more than a quick mail.",
		}, {
			title: "Rent before you buy", by: "Carla", sponsors: [2]string{"Carla", "Jan"}, horizon: quarter, chosen: 1,
			hypothesis: "Start-ups have no budget for an instrument, but one for a monthly rate.",
			effect:     "€ 30,000 a month from rents",
			promises: []demoPromise{
				{"Ben", "Ask ten start-ups what they would pay a month", now, 4},
				{"Jan", "Work out the offer on one page", quarter, 0},
			},
			ends: accord.ProjectStopped, weeks: 5,
			learned: "Nine of ten would rent, but finance cannot carry more than three instruments. Ask finance first next time.",
		}, {
			title: "Clean rooms in practice, six webinars", by: "Hugo", sponsors: [2]string{"Elif", "Hugo"}, horizon: quarter, chosen: 2,
			hypothesis: "Guests who see a clean room at work ask for a demo; who reads about it does not.",
			effect:     "20 demos a quarter", decided: "Every webinar has a customer as its guest.",
			promises: []demoPromise{
				{"Elif", "Find a guest for the first webinar", now, 0},
				{"Hugo", "Invite two thousand people to the first webinar", now, 0},
				{"Elif", "Call the guests within three days", now, 0},
				{"Hugo", "Cut the first webinar into five short films", quarter, 5},
				{"Elif", "Find guests for the next two webinars", quarter, 0},
				{"Hugo", "Plan the second half of the series", quarter, 0},
				{"Elif", "Say which webinar led to which demo", now, 0},
				{"Hugo", "Send the films to whoever missed it", now, 0},
				{"Elif", "Ask the guests what they want to see next", now, 0},
				{"Hugo", "Name the dates of the second half", quarter, 0},
			},
		}, {
			title: "Universities: one page, one contact", by: "Carla", sponsors: [2]string{"Carla", "Hugo"}, horizon: year, chosen: 3,
			hypothesis: "Who learned on our instrument buys it later. Today no university knows whom to ask.",
			effect:     "A framework contract with five universities",
			promises: []demoPromise{
				{"Ben", "List the universities that asked twice", now, 0},
				{"Hugo", "Write the page for universities", quarter, 2},
			},
		}, {
			title: "A name in the north", by: "Greta", sponsors: [2]string{"Ana", "Greta"}, horizon: beyond, chosen: 3,
			hypothesis: "In the north nobody asks for us by name. Two years of being seen come before the first big order.",
			effect:     "Named by one laboratory in three when asked for a maker",
			promises: []demoPromise{
				{"Ana", "Open the door at two laboratories in Tromsø", quarter, 0},
				{"Jan", "Ask forty laboratories whom they know", year, 0},
				{"Ana", "Find a distributor for the north", year, 0},
				{"Jan", "Plan two years of being seen in the north", beyond, 0},
				{"Ana", "Take part in the northern fair's panel", year, 0},
				{"Hugo", "Tell the story of Tromsø in two languages", year, 0},
				{"Ana", "Bring the distributor to both sides", quarter, 0},
				{"Jan", "Ask the forty laboratories again", beyond, 0},
			},
		}, {
			title: "Trade-in for the old series", by: "David", sponsors: [2]string{"Ben", "Jan"}, horizon: now, chosen: 4,
			hypothesis: "Four hundred instruments of the old series are ten years old. A price for the old one decides it this quarter.",
			effect:     "€ 200,000 this quarter",
			promises: []demoPromise{
				{"Ben", "Call the twenty with the oldest instruments", now, 0},
				{"Jan", "Write the mail about the trade-in", now, 0},
				{"Ben", "Offer the trade-in to five of them", now, 0},
				{"Hugo", "Put the trade-in on the first page", now, 0},
				{"Ben", "Say what they answered to the offer", now, 0},
				{"Jan", "Work out what becomes of the old ones", quarter, 0},
			},
		}, {
			title: "Sell the service contract with the instrument", by: "Elif", sponsors: [2]string{"Elif", "Jan"}, horizon: quarter, chosen: 5, waits: true,
			hypothesis: "They compare us by service hours, not by price. Nobody finds ours on our site.",
			effect:     "A contract with every second instrument",
		}, {
			title: "A customer day in our own laboratory", by: "Jan", horizon: quarter, chosen: never,
			hypothesis: "Half of those who stood beside an instrument bought it.",
			effect:     "Thirty visitors, ten offers",
		}, {
			title: "Distributors put their own kit together", by: "David", horizon: year, chosen: never,
		},
	}
}

// projectIdeas writes down the ideas that wait for a meeting, the first of them
// proposed to it.
func (d *demo) projectIdeas() {
	days := 24
	for _, p := range demoProjects() {
		if p.chosen != never {
			continue
		}
		proposed := days > 20
		d.plan(d.now.Add(-time.Duration(24*days+3)*time.Hour), func(ctx context.Context) error {
			id, err := d.idea(ctx, p)
			if err == nil && proposed {
				_, err = d.app.ProposeProject(ctx, d.as(p.by), id, "Do we choose “%s”?")
			}
			return err
		})
		days -= 15
	}
}

// idea writes one down.
func (d *demo) idea(ctx context.Context, p demoProject) (string, error) {
	row, err := d.app.CreateProject(ctx, d.as(p.by), ProjectPatch{
		Title: accord.Some(p.title), Hypothesis: accord.Some(p.hypothesis), ExpectedEffect: accord.Some(p.effect), Horizon: accord.Some(p.horizon),
		TeamID: accord.Some(accord.NullID(d.teams["Growth team"])),
	})
	d.projects[p.title] = row.ID
	return row.ID, err
}

// writeIdeas writes down what a meeting of the strategic team will choose.
func (m *demoMeeting) writeIdeas(ctx context.Context) error {
	if m.series.template != accord.TemplateStrategicTeam {
		return nil
	}
	for _, p := range demoProjects() {
		if p.chosen == m.number {
			if _, err := m.idea(ctx, p); err != nil {
				return fmt.Errorf("write an idea down: %w", err)
			}
		}
	}
	return nil
}

// chooseProjects lets the strategic team choose, begin and promise.
func (m *demoMeeting) chooseProjects(ctx context.Context) error {
	for _, p := range demoProjects() {
		if p.chosen == never || p.chosen > m.number {
			continue
		}
		id := m.projects[p.title]
		if p.chosen == m.number {
			if err := m.begin(ctx, p, id); err != nil {
				return fmt.Errorf("choose a project: %w", err)
			}
		}
		row, err := m.app.Project(ctx, m.as(m.series.leads), id)
		if err != nil {
			return err
		}
		if p.decided != "" && p.chosen+1 == m.number {
			if _, err := m.app.RecordDecision(ctx, m.as(m.series.leads), m.id, NewDecision{Text: p.decided, ProjectID: id}); err != nil {
				return err
			}
		}
		first := 2 * (m.number - p.chosen)
		if row.State != accord.ProjectActive || first >= len(p.promises) {
			continue
		}
		for n, days := range []int{8 + m.number%4, 23} { // one soon, one by the next meeting
			if err := m.promiseFor(ctx, id, p.promises[first+n], days); err != nil {
				return fmt.Errorf("promise for a project: %w", err)
			}
		}
	}
	return nil
}

// begin chooses a project and, unless it waits for room, begins it; some end.
func (m *demoMeeting) begin(ctx context.Context, p demoProject, id string) error {
	lead := m.as(m.series.leads)
	sponsor := func(n int) accord.Opt[accord.NullID] { return accord.Some(accord.NullID(m.people[p.sponsors[n]].ID)) }
	if _, err := m.app.ChangeProject(ctx, lead, id, accord.Match{}, ProjectPatch{
		SponsorSales: sponsor(0), SponsorMktg: sponsor(1), State: accord.Some(accord.ProjectChosen),
	}); err != nil {
		return err
	}
	if _, err := m.app.RecordDecision(ctx, lead, m.id, NewDecision{Text: "We choose “" + p.title + "”.", ProjectID: id}); err != nil || p.waits {
		return err
	}
	if _, err := m.app.ChangeProject(ctx, lead, id, accord.Match{}, ProjectPatch{State: accord.Some(accord.ProjectActive)}); err != nil || p.ends == "" {
		return err
	}
	m.plan(m.at.AddDate(0, 0, 7*p.weeks), func(ctx context.Context) error {
		_, err := m.app.ChangeProject(ctx, m.as(p.sponsors[0]), id, accord.Match{}, ProjectPatch{State: accord.Some(p.ends), Learned: accord.Some(p.learned)})
		return err
	})
	return nil
}

// promiseFor makes an action item for a project, for both sides, and plans its
// life: accepted, and done before its day or some days late.
func (m *demoMeeting) promiseFor(ctx context.Context, projectID string, p demoPromise, days int) error {
	zone := accord.Zone(demoZone)
	item, err := m.app.CreateActionItem(ctx, m.as(m.series.leads), NewActionItem{
		ItemDraft: accord.ItemDraft{
			Title: p.title, ForSide: accord.Neutral, Horizon: p.horizon, DueOn: accord.WorkWeek("1,2,3,4,5").After(accord.DateOf(m.at, zone), days),
		},
		OwnerID: m.people[p.owner].ID, MeetingID: m.id, ProjectID: projectID,
	})
	if err != nil {
		return err
	}
	if item.Status == accord.StatusProposed {
		m.plan(m.at.Add(5*time.Hour), func(ctx context.Context) error {
			_, err := m.app.AcceptItem(ctx, m.as(p.owner), item.ID, accord.Match{}, "", "")
			return err
		})
	}
	m.plan(item.DueOn.AddDays(p.late).End(zone).Add(-9*time.Hour), func(ctx context.Context) error {
		_, err := m.app.DoneItem(ctx, m.as(p.owner), item.ID, accord.Match{})
		return err
	})
	return nil
}
