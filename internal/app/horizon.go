package app

import (
	"context"

	"accord/internal/accord"
)

// HorizonSpan is how far the agendas of a series should look, by its rhythm: ""
// for no series and for one whose meetings come round often.
func (a *App) HorizonSpan(ctx context.Context, actor accord.Actor, seriesID string) (accord.HorizonSpan, error) {
	ctx, err := a.read(ctx, actor, ActSeeMeetings)
	if err != nil || seriesID == "" {
		return "", err
	}
	series, _, err := a.seriesFor(ctx, a.store, actor, seriesID)
	if accord.CodeOf(err) == accord.CodeNotFound { // a guest of one meeting
		return "", nil
	}
	if err != nil {
		return "", err
	}
	rule, err := accord.ParseRule(series.Rrule)
	return rule.HorizonSpan(), err
}
