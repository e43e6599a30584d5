package pages

import (
	"bytes"
	"context"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/sse"
)

// live is the running meeting's own stream: its parts as the reader sees them,
// whole, at every connect and after every change. Script morphs them in, so
// that focus and what is being typed stay.
func (p *Pages) live(c echo.Context) error {
	var out *sse.Stream
	err := p.app.Follow(c.Request().Context(), app.Following{
		MeetingID: c.Param("id"),
		Who:       func(ctx context.Context) (accord.Actor, error) { return p.Sessions.Again(ctx, c) },
		Tell: func(_ context.Context, change app.LiveChange) error {
			SetActor(c, change.Actor, nil)
			e, err := p.liveEvent(c, change.Seq)
			if err != nil {
				return err
			}
			if out == nil {
				out = sse.Open(c.Response())
			}
			return out.Send(e)
		},
		Beat: func() error { return out.Beat() },
	})
	if out != nil && err != nil {
		p.Log.DebugContext(c.Request().Context(), "live stream ended", "error", err)
		return nil
	}
	return err
}

// liveEvent holds the parts of the meeting's page; a meeting that no longer
// runs has another page, which "reload" makes the browser fetch.
func (p *Pages) liveEvent(c echo.Context, seq int64) (sse.Event, error) {
	v, err := p.meetingView(c)
	if err != nil {
		return sse.Event{}, err
	}
	if v.D.Status != accord.MeetingInProgress {
		return sse.Event{ID: seq, Name: "reload"}, nil
	}
	v.Form = BlankForm(v.L)
	b, err := p.Render("meeting_run", "meeting/live", v)
	return sse.Event{ID: seq, Data: string(bytes.TrimSpace(b))}, err
}
