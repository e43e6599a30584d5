package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// DiagnosticDetail is a round as its reader sees it: of the answers nothing but
// how many there are and, once there is a report, what it says at large.
type DiagnosticDetail struct {
	accord.Diagnostic
	OpenerName   string
	Statements   []accord.DiagnosticStatement
	Asked        int  // of both sides
	Answered     int  // of both sides
	Mine         bool // it asks the reader, and is open
	MineAnswered bool
	Figures      *accord.AlignmentFigures // with a report
	Proposed     bool                     // its largest gaps are in a backlog, which the reader may not see
}

// Takes reports whether the reader can answer it now.
func (a *App) takes(d DiagnosticDetail) bool { return d.Mine && d.Takes(a.now()) == nil }

// MayOpenDiagnostic reports whether the actor opens rounds and calls them off:
// the leads of both sides, their deputies, and admins.
func MayOpenDiagnostic(actor accord.Actor, w accord.Workspace) bool {
	return Allow(actor, ActOpenDiagnostic) == nil && (actor.Admin() || w.Leads(actor.PersonID))
}

// Diagnostics lists the rounds, the latest first. An observer sees the open one
// that asks them, and no other (X4).
func (a *App) Diagnostics(ctx context.Context, actor accord.Actor) ([]DiagnosticDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeDiagnostics)
	if err != nil {
		return nil, err
	}
	rounds, err := a.store.Diagnostics(ctx)
	if err != nil {
		return nil, err
	}
	names, err := a.store.PersonNames(ctx)
	if err != nil {
		return nil, err
	}
	list := []DiagnosticDetail{}
	for _, round := range rounds {
		d, err := a.diagnosticDetail(ctx, a.store, actor, round)
		if accord.CodeOf(err) == accord.CodeNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		d.OpenerName = names[d.OpenedBy]
		list = append(list, d)
	}
	return list, nil
}

// Diagnostic gives one round.
func (a *App) Diagnostic(ctx context.Context, actor accord.Actor, id string) (DiagnosticDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeDiagnostics)
	if err != nil {
		return DiagnosticDetail{}, err
	}
	return a.oneDiagnostic(ctx, a.store, actor, id)
}

func (a *App) oneDiagnostic(ctx context.Context, s *store.Store, actor accord.Actor, id string) (DiagnosticDetail, error) {
	round, err := s.Diagnostic(ctx, id)
	if err != nil {
		return DiagnosticDetail{}, err
	}
	d, err := a.diagnosticDetail(ctx, s, actor, round)
	if err != nil {
		return d, err
	}
	opener, err := s.Person(ctx, d.OpenedBy)
	d.OpenerName = opener.Name
	return d, err
}

// diagnosticDetail is a round for the actor; not found where they do not see it.
func (a *App) diagnosticDetail(ctx context.Context, s *store.Store, actor accord.Actor, round accord.Diagnostic) (DiagnosticDetail, error) {
	d := DiagnosticDetail{Diagnostic: round}
	if round.Status == accord.DiagnosticOpen {
		mine, err := s.DiagnosticAsked(ctx, round.ID, actor.PersonID)
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return d, err
		}
		d.Mine, d.MineAnswered = err == nil, mine.Answered
	}
	if actor.Role == accord.RoleObserver && !d.Mine {
		return d, accord.NotFound("round")
	}
	var err error
	if d.Statements, err = s.DiagnosticStatements(ctx, round.ID); err != nil {
		return d, err
	}
	if d.Diagnostic, err = counted(ctx, s, round); err != nil {
		return d, err
	}
	d.Asked, d.Answered = d.SalesAsked+d.MarketingAsked, d.SalesAnswered+d.MarketingAnswered
	d.Proposed = d.SeriesID != ""
	if err := a.blankSeries(ctx, s, actor, &d); err != nil {
		return d, err
	}
	if report, err := round.Report(d.Statements); err == nil {
		d.Figures = &report.AlignmentFigures
	}
	return d, nil
}

// blankSeries leaves out whose backlog has the largest gaps where the actor does
// not see that (X1).
func (a *App) blankSeries(ctx context.Context, s *store.Store, actor accord.Actor, d *DiagnosticDetail) error {
	if !d.Proposed {
		return nil
	}
	series, err := s.Series(ctx, string(d.SeriesID))
	if err == nil {
		err = a.seesTeam(ctx, s, actor, accord.NullID(series.TeamID), "series")
	}
	if accord.CodeOf(err) == accord.CodeNotFound {
		d.SeriesID, err = "", nil
	}
	return err
}

// counted fills in how many an open round asks, and how many have answered.
func counted(ctx context.Context, s *store.Store, d accord.Diagnostic) (accord.Diagnostic, error) {
	if d.Status != accord.DiagnosticOpen {
		return d, nil
	}
	turnout, err := s.DiagnosticTurnout(ctx, d.ID)
	for _, t := range turnout {
		if t.Side == accord.Marketing {
			d.MarketingAsked, d.MarketingAnswered = t.Asked, t.Answered
		} else {
			d.SalesAsked, d.SalesAnswered = t.Asked, t.Answered
		}
	}
	return d, err
}

// DiagnosticReport gives the report of a closed round; a conflict before that,
// and for ever where too few answered (X2).
func (a *App) DiagnosticReport(ctx context.Context, actor accord.Actor, id string) (DiagnosticDetail, accord.DiagnosticReport, error) {
	d, err := a.Diagnostic(ctx, actor, id)
	if err != nil {
		return d, accord.DiagnosticReport{}, err
	}
	report, err := d.Report(d.Statements)
	return d, report, err
}

// closedRounds are those with a report, the newest first.
func closedRounds(list []DiagnosticDetail) []accord.ClosedRound {
	var closed []accord.ClosedRound
	for _, d := range list {
		if d.Figures != nil {
			closed = append(closed, accord.ClosedRound{ID: d.ID, ClosedAt: *d.ClosedAt, AlignmentFigures: *d.Figures})
		}
	}
	return closed
}

// trendQuarters is how many quarters the trend shows at most.
const trendQuarters = 8

// AlignmentTrend is level and gap by quarter, of the rounds in the list.
func AlignmentTrend(list []DiagnosticDetail, w accord.Workspace) []accord.TrendPoint {
	return accord.AlignmentTrend(closedRounds(list), accord.Zone(w.TimeZone), trendQuarters)
}

// DiagnosticState is what the dashboard says of the diagnostic, as of an instant;
// zero is now. Of a round that was open then nothing is told but that: who had
// answered is not kept (X2).
func (a *App) DiagnosticState(ctx context.Context, actor accord.Actor, asOf time.Time) (accord.DiagnosticState, error) {
	var state accord.DiagnosticState
	ctx, err := a.read(ctx, actor, ActSeeDiagnostics)
	if err != nil {
		return state, err
	}
	rounds, err := a.store.Diagnostics(ctx)
	if err != nil {
		return state, err
	}
	asOf, past := a.asOf(asOf)
	var closed []accord.ClosedRound
	for _, round := range rounds {
		open := round.ClosedAt == nil || round.ClosedAt.After(asOf)
		if round.OpenedAt.After(asOf) || !open && (round.Outcome != accord.DiagnosticReported || len(closed) == 2) {
			continue // of those before the last two nothing is read
		}
		d, err := a.diagnosticDetail(ctx, a.store, actor, round)
		switch {
		case accord.CodeOf(err) == accord.CodeNotFound:
		case err != nil:
			return state, err
		case open && past:
			state.Open = &accord.Diagnostic{ID: d.ID, Status: accord.DiagnosticOpen, OpenedBy: d.OpenedBy, OpenedAt: d.OpenedAt}
		case open:
			state.Open, state.Asked, state.Answered = &d.Diagnostic, d.Asked, d.Answered
			state.Mine = a.takes(d) && !d.MineAnswered
		default:
			closed = append(closed, closedRounds([]DiagnosticDetail{d})...)
		}
	}
	if len(closed) > 0 {
		state.Last = &closed[0]
	}
	if len(closed) > 1 {
		state.Before = &closed[1].AlignmentFigures
	}
	return state, nil
}
