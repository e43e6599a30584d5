package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/sse"
)

func registerLive(a *API) {
	o := op("GET", "/meetings/{id}/stream", "Follow a meeting")
	o.Description = "Server-sent events. First `snapshot` with the meeting as GET /meetings/{id} gives it, " +
		"then `change` for each event that shows at it, as GET /events gives them. The id of each is an event's seq: " +
		"a reconnect with it as Last-Event-ID brings what was missed instead of a snapshot. Comments in between say that the stream lives."
	o.Responses = map[string]*huma.Response{"200": {
		Description: "Events until the client ends it, the token is revoked or the meeting may no longer be seen",
		Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
	register(a, app.ActSeeMeetings, o, a.followMeeting)
}

type followInput struct {
	ID          string `path:"id" maxLength:"64"`
	LastEventID string `header:"Last-Event-ID" maxLength:"20" doc:"The id of the last event that arrived"`
}

// followMeeting answers when huma lets it write, so that a meeting that is not
// there is a problem like any other.
func (a *API) followMeeting(_ context.Context, _ accord.Actor, in *followInput) (*huma.StreamResponse, error) {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		f := &follower{api: a, hc: hc}
		after, _ := strconv.ParseInt(in.LastEventID, 10, 64) // what is no number gets a snapshot
		err := a.app.Follow(hc.Context(), app.Following{
			MeetingID: in.ID, After: after, Tell: f.tell,
			Who:  func(context.Context) (accord.Actor, error) { return a.actor(hc) },
			Beat: func() error { return f.out.Beat() },
		})
		switch {
		case err == nil:
		case f.out == nil:
			fail(hc, a.problem(hc.Context(), err))
		default:
			a.log.DebugContext(hc.Context(), "api: stream ended", "error", err)
		}
	}}, nil
}

// follower is one stream of a meeting.
type follower struct {
	api *API
	hc  huma.Context
	out *sse.Stream // nil until there is something to tell
}

// tell writes the snapshot, or what changed.
func (f *follower) tell(ctx context.Context, c app.LiveChange) error {
	var events []sse.Event
	if c.Snapshot {
		d, _, err := f.api.app.Meeting(ctx, c.Actor, f.hc.Param("id"))
		if err != nil {
			return err
		}
		b, err := marshalText(d)
		if err != nil {
			return err
		}
		events = append(events, sse.Event{ID: c.Seq, Name: "snapshot", Data: b})
	}
	for _, e := range c.Events {
		b, err := marshalText(eventOf(e))
		if err != nil {
			return err
		}
		events = append(events, sse.Event{ID: e.Seq, Name: "change", Data: b})
	}
	if f.out == nil {
		w, ok := f.hc.BodyWriter().(http.ResponseWriter)
		if !ok {
			return http.ErrNotSupported
		}
		f.out = sse.Open(w)
	}
	if len(events) == 0 {
		return f.out.Beat() // nothing was missed
	}
	for _, e := range events {
		if err := f.out.Send(e); err != nil {
			return err
		}
	}
	return nil
}
