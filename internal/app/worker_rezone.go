package app

import (
	"context"
	"time"
)

// rezone is filled in next.
func (a *App) rezone(context.Context, glance) (time.Time, error) { return time.Time{}, nil }
