package app

import (
	"context"
	"time"

	"accord/internal/accord"
)

// Aligned says what is due, missed or revealed of each instrument that the
// company uses, in the order of the sidebar, as of an instant; zero is now. What
// the reader may not see is left out, and of a past instant what the reader could
// have done then.
func (a *App) Aligned(ctx context.Context, actor accord.Actor, asOf time.Time) ([]accord.AlignedLine, error) {
	var lines []accord.AlignedLine
	for _, instrument := range []func() (*accord.AlignedLine, error){
		alignedBy(ctx, actor, asOf, a.ProjectState),
		alignedBy(ctx, actor, asOf, a.SitDownState),
		alignedBy(ctx, actor, asOf, a.DiagnosticState),
		alignedBy(ctx, actor, asOf, a.CharterState),
		alignedBy(ctx, actor, asOf, a.IntelligenceState),
		alignedBy(ctx, actor, asOf, a.WeeklyUpdateState),
		alignedBy(ctx, actor, asOf, a.VisitState),
	} {
		line, err := instrument()
		switch {
		case accord.CodeOf(err) == accord.CodeDenied:
		case err != nil:
			return nil, err
		case line != nil:
			lines = append(lines, *line)
		}
	}
	return lines, nil
}

// alignedBy is how an instrument stands, by the use case that knows.
func alignedBy[S interface{ Aligned() *accord.AlignedLine }](
	ctx context.Context, actor accord.Actor, asOf time.Time, state func(context.Context, accord.Actor, time.Time) (S, error),
) func() (*accord.AlignedLine, error) {
	return func() (*accord.AlignedLine, error) {
		s, err := state(ctx, actor, asOf)
		if err != nil {
			return nil, err
		}
		return s.Aligned(), nil
	}
}

// asOf is the instant a figure is asked for, and whether it lies in the past: the
// zero time and what is to come are now.
func (a *App) asOf(asked time.Time) (at time.Time, past bool) {
	now := a.now()
	if asked.IsZero() || !asked.Before(now) {
		return now, false
	}
	return accord.Instant(asked), true
}
