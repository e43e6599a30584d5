package app

import (
	"context"

	"accord/internal/accord"
)

// Aligned says what is due, missed or revealed of each instrument that the
// company uses, in the order of the sidebar. What the reader may not see is left
// out.
func (a *App) Aligned(ctx context.Context, actor accord.Actor) ([]accord.AlignedLine, error) {
	var lines []accord.AlignedLine
	for _, instrument := range []func() (*accord.AlignedLine, error){
		alignedBy(ctx, actor, a.ProjectState),
		alignedBy(ctx, actor, a.SitDownState),
		alignedBy(ctx, actor, a.DiagnosticState),
		alignedBy(ctx, actor, a.CharterState),
		alignedBy(ctx, actor, a.IntelligenceState),
		alignedBy(ctx, actor, a.WeeklyUpdateState),
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
	ctx context.Context, actor accord.Actor, state func(context.Context, accord.Actor) (S, error),
) func() (*accord.AlignedLine, error) {
	return func() (*accord.AlignedLine, error) {
		s, err := state(ctx, actor)
		if err != nil {
			return nil, err
		}
		return s.Aligned(), nil
	}
}
