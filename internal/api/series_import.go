package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerImport(a *API) {
	o := op("POST", "/series/import", "Read series from a calendar file")
	o.Description = "The body is an .ics file with repeating events, as Google, Outlook and others export them. " +
		"Nothing is saved: make a series of an item by POST /series, then change its dates."
	register(a, app.ActChangeSeries, takesFile(calendarType, o), a.importSeries)
}

// importedBody is a series found in a file.
type importedBody struct {
	Title           string               `json:"title"`
	Purpose         string               `json:"purpose"`
	Location        string               `json:"location"`
	Rrule           string               `json:"rrule"`
	RuleText        string               `json:"rule_text" doc:"Empty where the rule is none of ours: see not_taken"`
	StartsAtLocal   string               `json:"starts_at_local"`
	TimeZone        string               `json:"time_zone"`
	DurationMinutes int                  `json:"duration_minutes"`
	MonthEnd        string               `json:"month_end"`
	Exdates         []string             `json:"exdates"`
	Rdates          []string             `json:"rdates"`
	Next            []accord.LocalTime   `json:"next" doc:"The next dates of the rule, by original start"`
	Changes         []app.ChangedDate    `json:"changes" doc:"Dates to come that are not as the rule says"`
	People          []app.ImportedPerson `json:"people" doc:"Who is invited there; person_id where they are here"`
	NotTaken        []notTaken           `json:"not_taken"`
}

// notTaken is something of the file that is not taken, by the field it is about.
type notTaken struct {
	Location string `json:"location"`
	Message  string `json:"message"`
}

type importedItems struct {
	Items []importedBody `json:"items"`
}

func (a *API) importSeries(ctx context.Context, actor accord.Actor, in *calendarBody) (*bare[importedItems], error) {
	list, err := a.app.ReadSeriesFile(ctx, actor, in.RawBody)
	out := &bare[importedItems]{}
	for _, i := range list {
		out.Body.Items = append(out.Body.Items, importedOf(i))
	}
	return out, err
}

func importedOf(i app.ImportedSeries) importedBody {
	b := importedBody{
		Title: i.Title, Purpose: i.Purpose, Location: i.Location, Rrule: i.Rrule, RuleText: i.RuleText, StartsAtLocal: i.StartsAtLocal,
		TimeZone: i.TimeZone, DurationMinutes: i.DurationMinutes, MonthEnd: i.MonthEnd, Exdates: i.Exdates, Rdates: i.Rdates,
		Changes: i.Changes, People: i.People,
	}
	for _, o := range i.Next {
		b.Next = append(b.Next, o.OriginalStart)
	}
	for _, f := range i.NotTaken {
		b.NotTaken = append(b.NotTaken, notTaken{f.Location, f.Message()})
	}
	return b
}
