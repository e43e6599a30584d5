package api

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"accord/internal/accord"
	"accord/internal/app"
)

// maxBody is the most a body may hold, in bytes.
const maxBody = 1 << 20

type actorKey struct{}

type matchKey struct{}

// actorOf is whoever acts; guard has put it there.
func actorOf(ctx context.Context) accord.Actor {
	a, _ := ctx.Value(actorKey{}).(accord.Actor)
	return a
}

// match is what the caller claimed by If-Match.
func match(ctx context.Context) accord.Match {
	m, _ := ctx.Value(matchKey{}).(accord.Match)
	return m
}

// guard runs before every operation: who is it, may they, is the request whole.
func (a *API) guard(hc huma.Context, next func(huma.Context)) {
	r, err := a.inspect(hc)
	if err != nil {
		fail(hc, a.problem(hc.Context(), err))
		return
	}
	if key := r.Header("Idempotency-Key"); key != "" && r.Method() == http.MethodPost {
		a.keyed(r, key, next)
		return
	}
	next(r)
}

// inspect checks the request and gives it with its body read.
func (a *API) inspect(hc huma.Context) (*request, error) {
	actor, err := a.actor(hc)
	if err != nil {
		return nil, err
	}
	o := hc.Operation()
	action, _ := o.Metadata["action"].(app.Action)
	if err := app.Allow(actor, action); err != nil {
		return nil, err
	}
	m, err := precondition(hc)
	if err != nil {
		return nil, err
	}
	if err := knownQuery(hc); err != nil {
		return nil, err
	}
	body, err := readBody(hc)
	if err != nil {
		return nil, err
	}
	ctx := context.WithValue(context.WithValue(hc.Context(), actorKey{}, actor), matchKey{}, m)
	if hc.Query("notify") == "false" {
		ctx = app.WithoutMail(ctx)
	}
	return &request{humaContext: hc, ctx: ctx, body: body}, nil
}

// actor finds who the bearer token belongs to. A session's cookie is no way in.
func (a *API) actor(hc huma.Context) (accord.Actor, error) {
	scheme, token, _ := strings.Cut(hc.Header("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > 200 {
		hc.SetHeader("WWW-Authenticate", "Bearer")
		return accord.Actor{}, accord.Errorf(accord.CodeUnauthenticated, "Send an API token: Authorization: Bearer TOKEN.")
	}
	actor, err := a.auth(hc.Context(), strings.TrimSpace(token))
	if accord.CodeOf(err) == accord.CodeUnauthenticated {
		hc.SetHeader("WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	return actor, err
}

// needsMatch reports whether an operation is refused without If-Match: PATCH,
// DELETE, and a PUT that says so.
func needsMatch(o *huma.Operation) bool {
	says, _ := o.Metadata["if_match"].(bool)
	return says || o.Method == http.MethodPatch || o.Method == http.MethodDelete
}

// precondition reads If-Match, which some operations must bring.
func precondition(hc huma.Context) (accord.Match, error) {
	h := hc.Header("If-Match")
	if h == "" {
		if needsMatch(hc.Operation()) {
			return accord.Match{}, NewProblem(http.StatusPreconditionRequired,
				"Send If-Match with the ETag you saw, or * to overwrite whatever is there.")
		}
		return accord.Match{}, nil
	}
	m := accord.Match{Set: true}
	for tag := range strings.SplitSeq(h, ",") {
		tag = strings.TrimSpace(tag)
		m.Any = m.Any || tag == "*"
		if v, err := strconv.Atoi(strings.Trim(tag, `"`)); err == nil && strings.HasPrefix(tag, `"`) {
			m.Versions = append(m.Versions, v)
		}
	}
	return m, nil
}

// knownQuery refuses query parameters nobody reads, repeated ones and a notify
// that is neither true nor false.
func knownQuery(hc huma.Context) error {
	known := map[string]bool{}
	for _, p := range hc.Operation().Parameters {
		known[p.Name] = known[p.Name] || p.In == "query"
	}
	var v accord.Validation
	url := hc.URL()
	for name, values := range url.Query() {
		v.Check(known[name], name, "There is no such query parameter.")
		v.Check(len(values) == 1, name, "Give it once.")
		v.Check(name != "notify" || values[0] == "true" || values[0] == "false", name, "Give true or false.")
	}
	return v.Err()
}

// readBody reads the whole body. An operation with a body takes none for {};
// one without refuses any field.
func readBody(hc huma.Context) ([]byte, error) {
	if m := hc.Method(); m == http.MethodGet || m == http.MethodHead {
		return nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(hc.BodyReader(), maxBody+1))
	if err != nil {
		return nil, NewProblem(http.StatusBadRequest, "The body could not be read.")
	}
	if len(body) > maxBody {
		return nil, NewProblem(http.StatusRequestEntityTooLarge, "The body is larger than 1 MiB.")
	}
	empty := len(bytes.TrimSpace(body)) == 0
	takes := hc.Operation().RequestBody != nil
	if file, ok := hc.Operation().Metadata["file"].(string); ok {
		return readFile(hc, file, body, empty)
	}
	if !empty {
		if err := jsonType(hc.Header("Content-Type")); err != nil {
			return nil, err
		}
	}
	switch {
	case empty && takes:
		return []byte("{}"), nil
	case !empty && !takes:
		return nil, noFields(body)
	}
	return body, nil
}

// readFile takes a body that is a file of the type.
func readFile(hc huma.Context, kind string, body []byte, empty bool) ([]byte, error) {
	sent, _, _ := strings.Cut(hc.Header("Content-Type"), ";")
	switch {
	case empty:
		return nil, accord.BadField("file", "Choose a file.")
	case !strings.EqualFold(strings.TrimSpace(sent), kind):
		return nil, NewProblem(http.StatusUnsupportedMediaType, "Send Content-Type: "+kind+".")
	}
	return body, nil
}

func jsonType(contentType string) error {
	kind, _, _ := strings.Cut(contentType, ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	if kind == "" || kind == "application/json" || kind == "application/merge-patch+json" {
		return nil
	}
	return NewProblem(http.StatusUnsupportedMediaType, "Send Content-Type: application/json.")
}

// noFields accepts an empty object only.
func noFields(body []byte) error {
	var fields map[string]any
	if err := unmarshal(body, &fields); err != nil {
		return NewProblem(http.StatusBadRequest, "The body is not JSON, or has something behind it.")
	}
	var v accord.Validation
	for name := range fields {
		v.Check(false, name, "There is no such field.")
	}
	return v.Err()
}

// fail answers with a problem.
func fail(hc huma.Context, p *Problem) {
	hc.SetHeader("Content-Type", p.ContentType(""))
	hc.SetStatus(p.Status)
	_, _ = hc.BodyWriter().Write(p.JSON())
}

type humaContext huma.Context

// request is the request with its body read and its context filled.
type request struct {
	humaContext
	ctx  context.Context //nolint:containedctx // it is the request's
	body []byte
}

func (r *request) Context() context.Context { return r.ctx }

func (r *request) BodyReader() io.Reader { return bytes.NewReader(r.body) }

// Unwrap gives the router's own context.
func (r *request) Unwrap() huma.Context { return r.humaContext }

// Header hides a Content-Type huma would look up: it was checked.
func (r *request) Header(name string) string {
	if name == "Content-Type" {
		return "application/json"
	}
	return r.humaContext.Header(name)
}
