package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"accord/internal/accord"
	"accord/internal/app"
)

// Once runs do in one transaction that also keeps its answer, or gives the
// answer kept before; see [app.App.Once].
type Once func(ctx context.Context, actor accord.Actor, key app.RequestKey, do func(context.Context) (app.Answer, error)) (a app.Answer, repeat bool, err error)

// errNotKept takes back the transaction of an answer that is not 2xx.
var errNotKept = errors.New("api: answer is not kept")

// keyed runs the operation at most once for the key. Everything the handler
// does joins the transaction that keeps the answer (the context carries it), so
// there is never an effect without its answer.
func (a *API) keyed(r *request, key string, next func(huma.Context)) {
	ctx, actor := r.Context(), actorOf(r.Context())
	if len(key) > 200 || key != accord.Plain(key) {
		fail(r, a.problem(ctx, accord.BadField("Idempotency-Key", "Give at most 200 characters.")))
		return
	}
	sum := sha256.Sum256(append(r.body, "?"+queryOf(r)...))
	k := app.RequestKey{Operation: r.Method() + " " + pathOf(r), Key: key, BodyHash: hex.EncodeToString(sum[:])}
	running := actor.WorkspaceID + "\x00" + actor.PersonID + "\x00" + k.Operation + "\x00" + key
	if _, busy := a.running.LoadOrStore(running, true); busy {
		fail(r, NewProblem(http.StatusConflict, "The first request with this Idempotency-Key still runs."))
		return
	}
	defer a.running.Delete(running)

	var rec *recorder
	answer, repeat, err := a.once(ctx, actor, k, func(ctx context.Context) (app.Answer, error) {
		rec = &recorder{request: &request{humaContext: r.humaContext, ctx: ctx, body: r.body}, header: http.Header{}, status: http.StatusOK}
		next(rec)
		if rec.status >= 300 {
			return app.Answer{}, errNotKept
		}
		return app.Answer{Status: rec.status, ETag: rec.header.Get("ETag"), Body: withoutSecret(r.Operation(), rec.buf.Bytes())}, nil
	})
	switch {
	case rec != nil && !repeat && (err == nil || errors.Is(err, errNotKept)):
		rec.replay(r)
	case err != nil:
		fail(r, a.problem(ctx, err))
	default:
		repeated(r, answer)
	}
}

// withoutSecret is the answer as it is kept: a repeat of it shows no secret.
func withoutSecret(o *huma.Operation, body []byte) []byte {
	field, ok := o.Metadata["secret"].(string)
	if !ok {
		return body
	}
	var answer map[string]json.RawMessage
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil
	}
	delete(answer, field)
	kept, err := json.Marshal(answer)
	if err != nil {
		return nil
	}
	return kept
}

// repeated sends a kept answer again.
func repeated(hc huma.Context, a app.Answer) {
	hc.SetHeader("Idempotency-Replayed", "true")
	if a.ETag != "" {
		hc.SetHeader("ETag", a.ETag)
	}
	if len(a.Body) > 0 {
		hc.SetHeader("Content-Type", "application/json")
	}
	hc.SetStatus(a.Status)
	_, _ = hc.BodyWriter().Write(a.Body)
}

// recorder holds an answer back until its transaction is committed.
type recorder struct {
	*request
	status int
	header http.Header
	buf    bytes.Buffer
}

func (r *recorder) SetStatus(s int)               { r.status = s }
func (r *recorder) Status() int                   { return r.status }
func (r *recorder) SetHeader(name, value string)  { r.header.Set(name, value) }
func (r *recorder) AppendHeader(name, val string) { r.header.Add(name, val) }
func (r *recorder) BodyWriter() io.Writer         { return &r.buf }

func (r *recorder) replay(hc huma.Context) {
	for name, values := range r.header {
		for _, v := range values {
			hc.AppendHeader(name, v)
		}
	}
	hc.SetStatus(r.status)
	_, _ = hc.BodyWriter().Write(r.buf.Bytes())
}

func pathOf(hc huma.Context) string { u := hc.URL(); return u.Path }

func queryOf(hc huma.Context) string { u := hc.URL(); return u.Query().Encode() }
