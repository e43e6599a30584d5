// Package api is the JSON API under /api/v1: one file per resource, each
// operation a thin shell over one method of app. What the answers look like is
// fixed in docs/api; the OpenAPI 3.1 document is made from the types here and
// served at /api/v1/openapi.json.
//
// To add a resource, write series.go with an input struct per operation (path,
// query and a body of its own: nothing is bound that is not named there), a
// function that registers them, and one line in [New]:
//
//	type seriesInput struct {
//		ID   string `path:"id"`
//		Body struct {
//			Title    Opt[string] `json:"title,omitzero"`    // PATCH: absent, null or a value
//			Location Opt[string] `json:"location,omitzero"`
//		}
//	}
//
//	func registerSeries(a *API) {
//		register(a, app.ActSeeSeries, op("GET", "/series/{id}", "Get a series"), a.series)
//		register(a, app.ActChangeSeries, op("PATCH", "/series/{id}", "Change a series"), a.changeSeries)
//	}
//
//	func (a *API) changeSeries(ctx context.Context, actor accord.Actor, in *seriesInput) (*one[accord.Series], error) {
//		s, err := a.app.ChangeSeries(ctx, actor, in.ID, match(ctx), app.SeriesPatch{Title: in.Body.Title.Opt})
//		return answer(s, s.Version), err
//	}
//
// What every operation gets without asking: the actor of its bearer token, the
// role and scope check of its action, 400 and 422 for bodies, unknown fields
// and unknown query parameters, If-Match as [match] (428 where PATCH or DELETE
// lack it), Idempotency-Key on POST, ?notify=false (see [app.WithoutMail]), and
// problem+json for every error. A list takes [Paged] and answers with [items];
// a POST that makes something uses created(op(…)). Fields of answers are
// required unless tagged omitempty; fields of bodies likewise.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"accord/internal/accord"
	"accord/internal/app"
)

// Prefix is where the API lives.
const Prefix = "/api/v1"

// Config is what the API needs from its surroundings.
type Config struct {
	App *app.App // nil only while testing the frame itself
	Log *slog.Logger

	// Authenticate turns a bearer token into whoever acts; CodeUnauthenticated
	// where the token is unknown, expired or revoked.
	Authenticate func(ctx context.Context, token string) (accord.Actor, error)

	// Once runs an operation at most once for a key: [app.App.Once].
	Once Once

	// Adapter puts the API onto the router below [Prefix]; the server gives it,
	// so that this package does not know which router it is.
	Adapter func(huma.Config) huma.API
}

// Route is one operation with the action of the policy it needs.
type Route struct {
	Method string
	Path   string // with the prefix, parameters as {id}
	Action app.Action
}

// API holds the registered operations.
type API struct {
	app     *app.App
	log     *slog.Logger
	auth    func(ctx context.Context, token string) (accord.Actor, error)
	huma    huma.API
	routes  []Route
	once    Once
	running sync.Map // idempotency keys whose first request still runs
	spec    func() []byte
}

// huma keeps these as package variables: lists are never null here, and a
// field is only known by its exact name.
var configureHuma = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false
	huma.ValidateStrictCasing = true
})

// New registers every operation on the router behind cfg.Adapter.
func New(cfg Config) *API {
	configureHuma()
	a := &API{app: cfg.App, log: cfg.Log, auth: cfg.Authenticate, once: cfg.Once}
	a.huma = cfg.Adapter(a.humaConfig())
	a.huma.UseMiddleware(a.guard)
	a.serveSpec()
	registerAll(a)
	nullRefs(a.huma.OpenAPI().Components.Schemas)
	return a
}

// Routes lists every operation with its action.
func (a *API) Routes() []Route { return a.routes }

// humaConfig is written by hand: huma's defaults serve a page from a public
// CDN, add $schema to every body and echo bad values in errors.
func (a *API) humaConfig() huma.Config {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	registerTypes(registry)
	json := huma.Format{Marshal: marshal, Unmarshal: unmarshal}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI:    "3.1.0",
			Info:       &huma.Info{Title: "Accord", Version: "1", Description: "Where Sales and Marketing keep their promises to each other."},
			Servers:    []*huma.Server{{URL: Prefix}},
			Components: &huma.Components{Schemas: registry, SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}},
			Security:   []map[string][]string{{"token": {}}},
		},
		Formats:       map[string]huma.Format{"application/json": json, "json": json},
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{transform},
	}
}

// op describes an operation; its id is the summary in kebab case.
func op(method, path, summary string) huma.Operation {
	return huma.Operation{
		Method: method, Path: path, Summary: summary,
		OperationID: strings.ReplaceAll(strings.ToLower(strings.NewReplacer("'", "", ",", "").Replace(summary)), " ", "-"),
	}
}

// created makes the operation answer 201.
func created(o huma.Operation) huma.Operation {
	o.DefaultStatus = http.StatusCreated
	return o
}

// secret says that a field of the operation's answer is one: an Idempotency-Key
// keeps the answer without it.
func secret(field string, o huma.Operation) huma.Operation {
	o.Metadata = map[string]any{"secret": field}
	return o
}

// mustMatch says that a PUT needs If-Match, like a PATCH: what it replaces was
// written by several.
func mustMatch(o huma.Operation) huma.Operation {
	o.Metadata = map[string]any{"if_match": true}
	return o
}

// calendarType is what files of calendars are sent as.
const calendarType = "text/calendar"

// calendarBody is the input of an operation whose body is a calendar file.
type calendarBody struct {
	RawBody []byte `contentType:"text/calendar" required:"true" doc:"The file as it is, at most 256 KiB"`
}

// takesFile says that the body of the operation is a file of the type.
func takesFile(kind string, o huma.Operation) huma.Operation {
	o.Metadata = map[string]any{"file": kind}
	return o
}

// register adds an operation with the action it needs; without one the start
// stops. The handler gets whoever acts and calls one method of app.
func register[I, O any](a *API, action app.Action, o huma.Operation, handle func(context.Context, accord.Actor, *I) (*O, error)) {
	if action == "" {
		panic("api: " + o.Method + " " + o.Path + " has no action")
	}
	if o.Metadata == nil {
		o.Metadata = map[string]any{}
	}
	o.Metadata["action"] = action
	o.Tags = []string{strings.Split(o.Path, "/")[1]}
	describe(a.huma, &o)
	a.routes = append(a.routes, Route{Method: o.Method, Path: Prefix + o.Path, Action: action})
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, actorOf(ctx), in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}
