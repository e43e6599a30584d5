package app

import (
	"cmp"
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// nextShown is how many of a series' next dates are shown.
const nextShown = 6

// SeriesDetail is a series with its rule in words and its next dates.
type SeriesDetail struct {
	accord.Series
	RuleText string
	Phrases  []accord.Phrase
	Next     []accord.SeriesDate // what is still to come, called off or not
	Leads    bool                // the actor may change, move, cancel and end
	Proposes bool                // the actor may prepare a date and add to the backlog
	CameFrom *SeriesLink         // what it was split from; nil for nothing
	WentOn   *SeriesLink         // what goes on from it, where it was split
}

// NewSeries is what a series is made from.
type NewSeries struct {
	accord.ScheduleInput
	Title, TeamID, Purpose, Location string
	Template                         string // key of the template whose agenda it starts from; "" for none
	HolidayCalendar                  string // code of a holiday calendar; "" for the workspace's own days alone
	HolidayPolicy                    string // an accord.HolidayPolicy; "" is keep

	FacilitatorID                          accord.NullID           // somebody of the team; "" for nobody in particular
	RotateFacilitator, RotateMinuteTaker   bool                    // by turn
	RotateRepresentatives                  accord.Opt[bool]        // left alone: in a representative call
	HostSide                               accord.Opt[accord.Side] // whose staff meeting it is, of exchange visits
	VisitingSeats                          accord.Opt[int]         // for the other side at each date
	Goal                                   accord.SharedGoal
	AskMinutes, RemindMinutes, SendMinutes accord.Opt[int] // A4; left alone, those of the rhythm

	Changes []ChangedDate // dates that are not as the rule says, of a series brought from elsewhere
}

// Series returns one series.
func (a *App) Series(ctx context.Context, actor accord.Actor, id string) (SeriesDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeSeries)
	if err != nil {
		return SeriesDetail{}, err
	}
	series, standing, err := a.seriesFor(ctx, a.store, actor, id)
	if err != nil {
		return SeriesDetail{}, err
	}
	return a.seriesDetail(ctx, a.store, standing, series)
}

// SeriesList returns a page of the series the actor sees, by title, and the
// keys the next page goes on after.
func (a *App) SeriesList(ctx context.Context, actor accord.Actor, f accord.SeriesFilter, p accord.Page) ([]SeriesDetail, []string, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeSeries)
	if err != nil {
		return nil, nil, err
	}
	list, err := a.store.SeriesList(ctx, view, f, p.After, p.Limit)
	if err != nil {
		return nil, nil, err
	}
	list, next := accord.Cut(list, p, func(s accord.Series) []string { return []string{s.Title, s.ID} })
	dates, err := a.upcoming(ctx, a.store, list, a.now(), nextShown)
	if err != nil {
		return nil, nil, err
	}
	details := make([]SeriesDetail, len(list))
	for i, s := range list {
		details[i] = describe(actor, s, dates[s.ID])
	}
	return details, next, a.relate(ctx, a.store, details)
}

// seriesFor loads a series the actor may see, and what they are to its team.
func (a *App) seriesFor(ctx context.Context, s *store.Store, actor accord.Actor, id string) (accord.Series, Standing, error) {
	series, err := s.Series(ctx, id)
	if err != nil {
		return series, Standing{}, err
	}
	if err := a.seesTeam(ctx, s, actor, accord.NullID(series.TeamID), "series"); err != nil {
		return series, Standing{}, err
	}
	standing, err := a.teamStanding(ctx, s, actor, accord.NullID(series.TeamID))
	standing.Facilitator = actor.PersonID != "" && string(series.FacilitatorID) == actor.PersonID
	return series, standing, err
}

// ledSeries is seriesFor for those who may change it: leaders of its team and
// admins.
func (a *App) ledSeries(ctx context.Context, s *store.Store, actor accord.Actor, id string) (accord.Series, Standing, error) {
	series, standing, err := a.seriesFor(ctx, s, actor, id)
	if err == nil && !standing.Leads() {
		err = accord.Errorf(accord.CodeDenied, "Only a leader of its team or an admin can change this series.").By("X4")
	}
	return series, standing, err
}

// seriesDetail puts the sentence and the next dates beside a series.
func (a *App) seriesDetail(ctx context.Context, s *store.Store, standing Standing, series accord.Series) (SeriesDetail, error) {
	dates, err := a.upcoming(ctx, s, []accord.Series{series}, a.now(), nextShown)
	d := describe(standing.Actor, series, dates[series.ID])
	d.Leads, d.Proposes = standing.Leads(), standing.Proposes()
	if err != nil {
		return d, err
	}
	related := []SeriesDetail{d}
	err = a.relate(ctx, s, related)
	return related[0], err
}

// describe is a series in the actor's language.
func describe(actor accord.Actor, series accord.Series, next []accord.SeriesDate) SeriesDetail {
	d := SeriesDetail{Series: series, Next: next}
	if schedule, err := series.Schedule(); err == nil {
		d.RuleText, d.Phrases = schedule.Text(actor.Locale), schedule.Phrases(actor.Locale)
	}
	if d.Next == nil {
		d.Next = []accord.SeriesDate{}
	}
	return d
}

// CreateSeries makes a series and mails its team. Dates that have passed are
// listed, nothing else.
func (a *App) CreateSeries(ctx context.Context, actor accord.Actor, in NewSeries) (d SeriesDetail, err error) {
	err = a.change(ctx, actor, ActChangeSeries, func(ctx context.Context, tx *store.Store, now time.Time) error {
		series, standing, agenda, err := a.draft(ctx, tx, actor, in, now)
		if err != nil {
			return err
		}
		if !standing.Leads() {
			return accord.Errorf(accord.CodeDenied, "Only a leader of the team or an admin can make a series for it.").By("X4")
		}
		if d, err = a.saveNewSeries(ctx, tx, standing, series, agenda, now); err != nil {
			return err
		}
		e, err := tx.Record(ctx, seriesEvent(actor, "series.created", d.Series, now))
		if err != nil {
			return err
		}
		if err := a.mailSeries(ctx, tx, d.Series, e); err != nil || len(in.Changes) == 0 {
			return err
		}
		if err := a.carryChanges(ctx, tx, actor, d.Series, in.Changes, e); err != nil {
			return err
		}
		if series, err = tx.Series(ctx, d.ID); err != nil {
			return err
		}
		d, err = a.seriesDetail(ctx, tx, standing, series)
		return err
	})
	return d, err
}

// draft checks the input and makes the series it describes, unsaved.
func (a *App) draft(ctx context.Context, s *store.Store, actor accord.Actor, in NewSeries, now time.Time) (accord.Series, Standing, []accord.SeriesAgendaItem, error) {
	var v accord.Validation
	template, known := accord.TemplateNamed(in.Template, actor.Locale)
	v.Check(in.Template == "" || known, "template", "There is no such template.")
	seen := a.seesTeam(ctx, s, actor, accord.NullID(in.TeamID), "team")
	if seen == nil {
		_, seen = s.Team(ctx, in.TeamID)
	}
	if seen != nil && accord.CodeOf(seen) != accord.CodeNotFound {
		return accord.Series{}, Standing{}, nil, seen
	}
	v.Check(seen == nil, "team_id", "Choose a team.")
	series, err := in.series(actor, now)
	v.Add("", err)
	if seen == nil {
		if err := a.checkFacilitator(ctx, s, &v, series); err != nil {
			return series, Standing{}, nil, err
		}
	}
	if err := v.Err(); err != nil {
		return series, Standing{}, nil, err
	}
	if err := a.checkObserved(ctx, s, series); err != nil {
		return series, Standing{}, nil, err
	}
	standing, err := a.teamStanding(ctx, s, actor, accord.NullID(in.TeamID))
	return series, standing, agendaFrom(template), err
}

// series is the series the input describes, unsaved; its errors are those of
// words, schedule and lead times alike.
func (in NewSeries) series(actor accord.Actor, now time.Time) (accord.Series, error) {
	series, schedule, err := accord.Series{
		WorkspaceID: actor.WorkspaceID, ID: store.NewID(), TeamID: in.TeamID, Title: in.Title, Purpose: in.Purpose, Template: in.Template,
		Location: in.Location, HolidayCalendar: in.HolidayCalendar, HolidayPolicy: cmp.Or(accord.HolidayPolicy(in.HolidayPolicy), accord.HolidayKeep),
		FacilitatorID: in.FacilitatorID, Status: accord.SeriesActive, CreatedBy: actor.PersonID, CreatedAt: now, Version: 1,
		RotateFacilitator: in.RotateFacilitator, RotateMinuteTaker: in.RotateMinuteTaker,
		RotateRepresentatives: in.RotateRepresentatives.Or(in.Template == accord.TemplateRepresentativeCall),
		GoalTitle:             in.Goal.Title, GoalMeasure: in.Goal.Measure, GoalTarget: in.Goal.Target, GoalBy: in.Goal.By,
	}.WithSeats(in.HostSide.Value, in.VisitingSeats.Value).WithSchedule(in.ScheduleInput)
	var v accord.Validation
	v.Add("", err)
	v.Add("", checkHolidays(series))
	ask, remind, send := schedule.Rule.LeadMinutes()
	series.AskMinutes, series.RemindMinutes, series.SendMinutes = in.AskMinutes.Or(ask), in.RemindMinutes.Or(remind), in.SendMinutes.Or(send)
	v.Add("", series.CheckLeads())
	v.Add("", series.CheckRota())
	v.Add("", series.CheckSeats())
	return series, v.Err()
}

// agendaFrom copies the agenda of a template.
func agendaFrom(t accord.Template) []accord.SeriesAgendaItem {
	items := make([]accord.SeriesAgendaItem, 0, len(t.Agenda))
	for _, i := range t.Agenda {
		items = append(items, accord.SeriesAgendaItem{Title: i.Title, Kind: i.Kind, Side: i.Side, Minutes: i.Minutes, Why: i.Why})
	}
	return items
}

func (a *App) saveNewSeries(ctx context.Context, tx *store.Store, standing Standing, series accord.Series, agenda []accord.SeriesAgendaItem, now time.Time) (SeriesDetail, error) {
	dates, err := a.upcoming(ctx, tx, []accord.Series{series}, now, nextShown)
	if err != nil {
		return SeriesDetail{}, err
	}
	series.NextStartsAt = firstStart(dates[series.ID])
	if err := tx.CreateSeries(ctx, &series); err != nil {
		return SeriesDetail{}, err
	}
	d := describe(standing.Actor, series, dates[series.ID])
	d.Leads, d.Proposes = standing.Leads(), standing.Proposes()
	return d, tx.SetSeriesAgenda(ctx, series.ID, agenda)
}

// seriesEvent tells of a series.
func seriesEvent(actor accord.Actor, kind string, s accord.Series, now time.Time) accord.Event {
	return accord.Event{At: now, ActorID: actor.PersonID, Kind: kind, SubjectType: "series", SubjectID: s.ID, TeamID: accord.NullID(s.TeamID)}
}
