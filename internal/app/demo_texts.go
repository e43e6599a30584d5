package app

import (
	"fmt"
	"strings"

	"accord/internal/accord"
)

// The demo company makes instruments for laboratories.
const (
	demoCompany = "Marlow Instruments"
	demoZone    = "Europe/Berlin"
)

type demoPerson struct {
	name, title string
	side        accord.Side
	role        accord.Role
}

func (p demoPerson) first() string {
	first, _, _ := strings.Cut(p.name, " ")
	return first
}

func (p demoPerson) email() string { return strings.ToLower(p.first()) + "@marlow.example" }

func demoPeople() []demoPerson {
	return []demoPerson{
		{"Ana Petrov", "Head of Sales", accord.Sales, accord.RoleAdmin},
		{"Ben Adler", "Key accounts", accord.Sales, accord.RoleMember},
		{"Carla Ruiz", "Universities", accord.Sales, accord.RoleMember},
		{"David Osei", "Distributors", accord.Sales, accord.RoleMember},
		{"Elif Demir", "Applications", accord.Sales, accord.RoleMember},
		{"Greta Lind", "Head of Marketing", accord.Marketing, accord.RoleAdmin},
		{"Hugo Moreau", "Content", accord.Marketing, accord.RoleMember},
		{"Ines Castro", "Campaigns", accord.Marketing, accord.RoleMember},
		{"Jan Novak", "Product marketing", accord.Marketing, accord.RoleMember},
		{"Kira Tanaka", "Trade fairs", accord.Marketing, accord.RoleMember},
		{"Luis Ferreira", "Revenue operations", accord.Neutral, accord.RoleMember},
		{"Mara Weiss", "Managing director", accord.Neutral, accord.RoleObserver},
	}
}

// demoLogins are the people worth being.
func demoLogins() []DemoLogin {
	return []DemoLogin{
		{"Ana Petrov", "ana@marlow.example", "Head of Sales, admin"},
		{"Greta Lind", "greta@marlow.example", "Head of Marketing, admin"},
		{"Ines Castro", "ines@marlow.example", "Campaigns, member"},
		{"Mara Weiss", "mara@marlow.example", "Managing director, observer"},
	}
}

type demoMember struct {
	first string
	role  accord.TeamRole
}

type demoTeam struct {
	name    string
	members []demoMember
}

func demoTeams() []demoTeam {
	const leader, rep, member, observer = accord.TeamLeader, accord.TeamRepresentative, accord.TeamMemberRole, accord.TeamObserver
	return []demoTeam{
		{"Growth team", []demoMember{
			{"Ana", leader}, {"Greta", leader}, {"Ben", rep}, {"Elif", rep}, {"Hugo", rep}, {"Jan", rep}, {"Luis", member}, {"Mara", observer},
		}},
		{"Representatives", []demoMember{{"David", leader}, {"Ines", leader}, {"Carla", rep}, {"Kira", rep}}},
		{"Heads of both sides", []demoMember{{"Greta", leader}, {"Ana", leader}}},
		{"Field exchange", []demoMember{{"Ben", leader}, {"Hugo", leader}, {"Carla", member}, {"David", member}, {"Kira", member}, {"Jan", member}}},
		{"Alignment", []demoMember{{"Ana", leader}, {"Greta", leader}, {"Luis", member}, {"Ben", member}, {"Ines", member}, {"Mara", observer}}},
	}
}

// demoSeries is one series: how many of the matters of a meeting end with a
// decision or with promises, and with how many of these.
type demoSeries struct {
	template, team, leads, location string
	prepareDays                     int // before the meeting it is prepared; of a monthly one the next always is
	decisions, matters, promises    int
	minutes                         int // of a question somebody proposes
}

func demoSeriesList() []demoSeries {
	return []demoSeries{
		{accord.TemplateStrategicTeam, "Growth team", "Ana", "Room Curie", 32, 2, 4, 2, 10},
		{"representative_call", "Representatives", "Ines", "By phone", 3, 0, 1, 3, 5},
		{"counterpart_sit_down", "Heads of both sides", "Greta", "Greta's office", 4, 1, 1, 2, 5},
		{"exchange_visit", "Field exchange", "Ben", "Room Bunsen", 3, 0, 1, 2, 5},
		{"alignment_review", "Alignment", "Greta", "Room Curie", 12, 2, 3, 2, 10},
	}
}

// demoTexts are the words of the story, by what they are for.
func demoTexts() map[string][]string {
	return map[string][]string{
		"questions sales": {
			"Which leads of the spring fair were worth calling?", "What do labs answer when the price comes up?",
			"Where do demos stall between visit and offer?", "Which story won the Leiden deal?", "What do distributors need before summer?",
			"Who calls when a university asks twice?", "Which competitor do we meet most often now?",
		},
		"questions marketing": {
			"Which three references may we name?", "What should the autumn campaign be about?", "Do we send samples, or only data sheets?",
			"How fast is a web enquiry answered?", "What did the webinar bring?", "Which trade fair do we leave out?",
			"Who signs off on the comparison sheet?",
		},
		"why":   {"Asked by three customers.", "It costs us a week each time.", "The quarter depends on it.", ""},
		"notes": {"Half of it is there.", "The customer answers next week.", "Draft is with Jan.", "Waiting for two photos.", "Legal has it."},
		"heard sales": {
			"Two labs said the new data sheet saved them a call.", "Universities ask for leasing.", "The distributor in Lyon feels left alone.",
			"A competitor promises delivery in four weeks.",
		},
		"heard marketing": {
			"The webinar had 140 guests, a third of them labs.", "Enquiries from food testing have doubled.", "Nobody reads the brochure past page two.",
			"The case study is shared most on Tuesdays.",
		},
		"thanks sales":     {"For the list of references, two days early.", "For the slides that won Leiden.", "For answering a web enquiry on a Sunday."},
		"thanks marketing": {"For the customer who agreed to be quoted.", "For taking us along to Utrecht.", "For honest words about the campaign."},
		"decisions": {
			"A lead counts as qualified when budget, date and instrument are known.", "Web enquiries are answered within one working day by the region.",
			"Case studies come first, brochures last.", "We go to two trade fairs instead of four.", "Prices are named in the second conversation.",
			"Every won deal gets a short story within a week.", "Marketing writes the first mail, Sales signs it.", "Samples go to labs with a date for a decision.",
			"The comparison sheet is internal.", "Distributors get the same kit as our own people.",
			"Every region names one person who answers marketing within a day.", "The newsletter goes out monthly, no longer weekly.",
			"A discount above ten per cent needs both heads.", "Universities get their own page and their own mail.",
			"We name delivery times only after production has confirmed them.", "Every campaign starts with three customer calls.",
			"Demos are recorded where the customer agrees.", "A lost deal is explained within two weeks.",
			"The field gets campaign drafts ten days ahead.", "Price lists change twice a year, in January and July.",
			"Webinar guests are called within three days.", "A lead without an answer goes back to Marketing after 14 days.",
			"One set of slides, kept by Jan.", "Applications writes the technical part of every case study.",
			"Trade fair contacts are entered on the same day.", "Only instruments in stock are advertised.",
			"Web enquiries are answered within four working hours by the region.",
			"Both sides read the same pipeline report on Mondays.", "Quotes from customers are cleared by Sales.",
			"We go to three trade fairs, each with a demo.", "The spring campaign is for food laboratories only.",
			"References are asked for at the second visit.", "Offers carry the name of one person to call.",
		},
		"outcomes": {"Agreed as proposed.", "Settled; Luis watches the number.", "Both sides try it until next time.", "Clear; see the action items."},
		"promises sales": demoPromises([]string{
			"Name three customers who may be quoted", "List the stalled demos with their reason", "Call the ten fair contacts without an answer",
			"Collect objections to the new price", "Take Hugo along to the Utrecht visit", "Say which data sheets nobody asks for",
			"Send the win story of Leiden", "Check the lead list of the spring fair", "Ask the distributors what they miss", "Record a demo for the website",
			"Give feedback on the campaign draft", "Note what competitors promised this month", "Introduce Kira to the lab in Basel",
		}, demoSalesPromises),
		"promises marketing": demoPromises([]string{
			"Write the case study on Leiden", "Shorten the data sheet to one page", "Build the mail for universities", "Send the webinar's guest list by region",
			"Make the comparison sheet for the field", "Plan the autumn campaign with two dates", "Print the kit for distributors", "Update the slides with the new prices",
			"Show which pages labs read before they ask", "Book the stand in Hanover", "Translate the application note", "Prepare three answers to the price question",
			"Draft the story for food testing",
		}, demoMarketingPromises),
		"reasons": {
			"The customer asked for more time.", "Two people were ill.", "Legal has not answered yet.", "The fair took longer than planned.",
			"It waits for the new prices.", "The plan changed.",
		},
		"returns": {"Two of the names are missing.", "This is last year's price.", "The field cannot read it on a phone."},
	}
}

// demoSecondThoughts are decisions that replace an older one.
var demoSecondThoughts = map[string]string{
	"Web enquiries are answered within four working hours by the region.": "Web enquiries are answered within one working day by the region.",
	"We go to three trade fairs, each with a demo.":                       "We go to two trade fairs instead of four.",
}

// demoCustomers are whom the promises are about.
var demoCustomers = []string{
	"the lab in Leiden", "the university in Basel", "the clinic in Utrecht", "Nordfood", "the water board in Lyon", "the institute in Graz", "Halden Logistics",
	"the brewery in Pilsen", "the university in Porto", "Alpen Pharma", "the lab in Ghent", "the dairy in Cork", "Baltic Polymers",
}

// The promises about a customer; their numbers and that of the customers have
// no common divisor, so that every pair comes once.
var (
	demoSalesPromises = []string{
		"Ask whether we may quote %s", "Say in five lines why %s chose us", "Ask %s what the data sheet lacks", "Get a photo of the instrument at %s",
		"Say by when %s decides", "Pass on what %s objected to", "Take Ines along to %s", "Ask %s for a guest at the webinar", "Name who decides at %s",
	}
	demoMarketingPromises = []string{
		"Write the first draft about %s", "Prepare the visit to %s", "Make a one-page summary for %s", "Send the application note to %s",
		"Build the slides for %s", "Invite %s to the webinar", "Edit the interview with %s", "Find out how %s found us", "Clear the pictures of %s",
	}
)

// demoPromises mixes the promises that stand alone with those about customers,
// every pattern with every customer once.
func demoPromises(alone, about []string) []string {
	var all []string
	for n := range len(about) * len(demoCustomers) {
		if n%5 == 0 && n/5 < len(alone) {
			all = append(all, alone[n/5])
		}
		all = append(all, fmt.Sprintf(about[n%len(about)], demoCustomers[n%len(demoCustomers)]))
	}
	return all
}
