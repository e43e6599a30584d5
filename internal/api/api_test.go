package api

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"accord/internal/accord"
	"accord/internal/app"
)

// thing is a resource of the tests' own.
type thing struct {
	ID    string        `json:"id"`
	Title string        `json:"title"`
	DueOn accord.Date   `json:"due_on"`
	Owner accord.NullID `json:"owner_id"`
	Tags  []string      `json:"tags"`
}

type newThing struct {
	Body struct {
		Title  string `json:"title" minLength:"1"`
		Secret int    `json:"secret,omitempty"`
	}
}

type changeThing struct {
	ID   string `path:"id"`
	Body struct {
		Title Opt[string]   `json:"title,omitzero"`
		DueOn Opt[string]   `json:"due_on,omitzero" format:"date"`
		Tags  Opt[[]string] `json:"tags,omitzero"`
	}
}

type listThings struct{ Paged }

// frame is the API with operations on things only.
func frame(t *testing.T, whileMaking ...func()) (http.Handler, *int) {
	t.Helper()
	made, mux := 0, http.NewServeMux()
	kept := map[app.RequestKey]app.Answer{}
	a := New(Config{
		Log: slog.New(slog.DiscardHandler),
		Authenticate: func(_ context.Context, token string) (accord.Actor, error) {
			switch token {
			case "read", "write":
				return accord.Actor{WorkspaceID: "w", PersonID: "ana", Role: accord.RoleMember, TokenScope: token}, nil
			}
			return accord.Actor{}, accord.Errorf(accord.CodeUnauthenticated, "This token is not known.")
		},
		Once: func(ctx context.Context, _ accord.Actor, k app.RequestKey, do func(context.Context) (app.Answer, error)) (app.Answer, bool, error) {
			for old, answer := range kept {
				if old.Key == k.Key && old.Operation == k.Operation {
					if old != k {
						return app.Answer{}, true, accord.Errorf(accord.CodeInvalid, "This Idempotency-Key was used with another body.")
					}
					return answer, true, nil
				}
			}
			answer, err := do(ctx)
			if err == nil {
				kept[k] = answer
			}
			return answer, false, err
		},
		Adapter: func(c huma.Config) huma.API { return humago.NewWithPrefix(mux, Prefix, c) },
	})
	make := func(_ context.Context, _ accord.Actor, in *newThing) (*one[thing], error) {
		made++
		for _, f := range whileMaking {
			f()
		}
		if in.Body.Title == "fail" {
			return nil, accord.Errorf(accord.CodeConflict, "No.").By("P1")
		}
		return answer(thing{ID: "1", Title: in.Body.Title}, made), nil
	}
	register(a, app.ActChangeItems, created(op("POST", "/things", "Make a thing")), make)
	register(a, app.ActChangeItems, op("POST", "/things/{id}/done", "Do a thing"),
		func(context.Context, accord.Actor, *ByID) (*one[thing], error) { return answer(thing{}, 1), nil })
	register(a, app.ActChangeItems, op("PATCH", "/things/{id}", "Change a thing"),
		func(ctx context.Context, _ accord.Actor, in *changeThing) (*one[thing], error) {
			now := thing{ID: in.ID, Title: "before"}
			if err := match(ctx).Check(3, now); err != nil {
				return nil, err
			}
			now.Title, now.DueOn = in.Body.Title.Or(now.Title), accord.Date(in.Body.DueOn.Or(string(now.DueOn)))
			now.Tags = in.Body.Tags.Or(nil)
			return answer(now, 4), nil
		})
	register(a, app.ActSeeItems, op("GET", "/things", "List things"),
		func(_ context.Context, _ accord.Actor, in *listThings) (*items[thing], error) {
			if _, err := in.page(); err != nil {
				return nil, err
			}
			return listed[thing](nil, []string{"k"}), nil
		})
	return mux, &made
}

func call(t *testing.T, h http.Handler, method, path, body string, header ...string) (int, map[string]any, http.Header) {
	t.Helper()
	r := httptest.NewRequest(method, Prefix+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer write")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var got map[string]any
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s %s answered %q: %v", method, path, w.Body, err)
		}
	}
	return w.Code, got, w.Header()
}

func TestAPI_Requests(t *testing.T) {
	tests := []struct {
		name, method, path, body string
		header                   []string
		want                     int
		has                      string // in the body as JSON
	}{
		{"made", "POST", "/things", `{"title":"a"}`, nil, 201, `"tags":[]`},
		{"no day and no owner are null", "POST", "/things", `{"title":"a"}`, nil, 201, `"due_on":null`},
		{"no token", "GET", "/things", ``, []string{"Authorization", ""}, 401, `"status":401`},
		{"unknown token", "GET", "/things", ``, []string{"Authorization", "Bearer x"}, 401, ``},
		{"a cookie is no way in", "GET", "/things", ``, []string{"Authorization", "", "Cookie", "session=x"}, 401, ``},
		{"read token reads", "GET", "/things", ``, []string{"Authorization", "Bearer read"}, 200, `"items":[]`},
		{"read token writes", "POST", "/things", `{"title":"a"}`, []string{"Authorization", "Bearer read"}, 403, `"rule":"X4"`},
		{"not JSON", "POST", "/things", `{"title"`, nil, 400, ``},
		{"trailing JSON", "POST", "/things", `{"title":"a"} {}`, nil, 400, ``},
		{"a form", "POST", "/things", `title=a`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, ``},
		{"no body where one is taken", "POST", "/things", ``, nil, 422, `"location":"title"`},
		{"unknown field", "POST", "/things", `{"title":"a","x":"hunter2"}`, nil, 422, `"location":"x"`},
		{"field in another case", "POST", "/things", `{"Title":"a"}`, nil, 422, `"location":"Title"`},
		{"wrong kind", "POST", "/things", `{"title":"a","secret":"hunter2"}`, nil, 422, `"location":"secret"`},
		{"field for an operation without a body", "POST", "/things/1/done", `{"x":1}`, nil, 422, `"location":"x"`},
		{"empty object for one without a body", "POST", "/things/1/done", `{}`, nil, 200, ``},
		{"a rule", "POST", "/things", `{"title":"fail"}`, nil, 409, `"rule":"P1"`},
		{"no If-Match", "PATCH", "/things/1", `{}`, nil, 428, ``},
		{"stale", "PATCH", "/things/1", `{}`, []string{"If-Match", `"2"`}, 412, `"title":"before"`},
		{"stale lists are not null", "PATCH", "/things/1", `{}`, []string{"If-Match", `"2"`}, 412, `"tags":[]`},
		{"unquoted tag", "PATCH", "/things/1", `{}`, []string{"If-Match", `3`}, 412, ``},
		{"left alone", "PATCH", "/things/1", `{}`, []string{"If-Match", `"3"`}, 200, `"title":"before"`},
		{"overwritten", "PATCH", "/things/1", `{"title":"b"}`, []string{"If-Match", `*`}, 200, `"title":"b"`},
		{"cleared", "PATCH", "/things/1", `{"title":null,"tags":null}`, []string{"If-Match", `*`}, 200, `"title":""`},
		{"not a day", "PATCH", "/things/1", `{"due_on":"soon"}`, []string{"If-Match", `*`}, 422, `"location":"due_on"`},
		{"too many", "GET", "/things?limit=201", ``, nil, 422, `"location":"limit"`},
		{"unknown query", "GET", "/things?colour=red", ``, nil, 422, `"location":"colour"`},
		{"bad cursor", "GET", "/things?cursor=x", ``, nil, 422, `"location":"cursor"`},
		{"bad notify", "POST", "/things?notify=no", `{"title":"a"}`, nil, 422, `"location":"notify"`},
		{"quietly", "POST", "/things?notify=false", `{"title":"a"}`, nil, 201, ``},
		{"null body", "POST", "/things", `null`, nil, 422, ``},
		{"large", "POST", "/things", `{"title":"` + strings.Repeat("a", maxBody) + `"}`, nil, 413, ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, _ := frame(t)
			status, got, header := call(t, h, tt.method, tt.path, tt.body, tt.header...)
			b, _ := json.Marshal(got)
			if status != tt.want || !bytes.Contains(b, []byte(tt.has)) {
				t.Errorf("%s %s = %d %s, want %d with %s", tt.method, tt.path, status, b, tt.want, tt.has)
			}
			if bytes.Contains(b, []byte("hunter2")) {
				t.Errorf("the answer repeats the value: %s", b)
			}
			if status >= 400 && header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("Content-Type = %q, want application/problem+json", header.Get("Content-Type"))
			}
		})
	}
}

func TestAPI_IdempotencyKey(t *testing.T) {
	h, made := frame(t)
	key := []string{"Idempotency-Key", "k1"}
	status, first, header := call(t, h, "POST", "/things", `{"title":"a"}`, key...)
	if status != 201 || header.Get("ETag") != `"1"` {
		t.Fatalf("first = %d %v", status, header)
	}
	status, again, header := call(t, h, "POST", "/things", `{"title":"a"}`, key...)
	if status != 201 || again["title"] != first["title"] || *made != 1 || header.Get("ETag") != `"1"` {
		t.Errorf("repeat = %d %v with ETag %s after %d things, want the first answer and one thing", status, again, header.Get("ETag"), *made)
	}
	if status, _, _ = call(t, h, "POST", "/things", `{"title":"b"}`, key...); status != 422 {
		t.Errorf("another body = %d, want 422", status)
	}
	for range 2 { // only 2xx are kept
		if status, got, _ := call(t, h, "POST", "/things", `{"title":"fail"}`, "Idempotency-Key", "k2"); status != 409 || got["rule"] != "P1" {
			t.Errorf("refused = %d %v, want 409 by P1", status, got)
		}
	}
	if *made != 3 {
		t.Errorf("handler ran %d times, want 3", *made)
	}
}

// While the first request with a key runs, the same again is a conflict; one
// with another key, or on another path, is not.
func TestAPI_IdempotencyKey_while_the_first_runs(t *testing.T) {
	var h http.Handler
	depth := 0
	again := func() {
		if depth++; depth > 1 {
			return
		}
		status, problem, _ := call(t, h, "POST", "/things", `{"title":"a"}`, "Idempotency-Key", "k1")
		if status != 409 || problem["status"] != 409.0 {
			t.Errorf("the same key while it runs = %d %v, want 409", status, problem)
		}
		if status, _, _ := call(t, h, "POST", "/things/1/done", "", "Idempotency-Key", "k1"); status != 200 {
			t.Errorf("the same key on another path = %d, want 200", status)
		}
	}
	h, made := frame(t, again)
	if status, _, _ := call(t, h, "POST", "/things", `{"title":"a"}`, "Idempotency-Key", "k1"); status != 201 || *made != 1 {
		t.Errorf("the first = %d, %d made", status, *made)
	}
	if status, _, _ := call(t, h, "POST", "/things", `{"title":"a"}`, "Idempotency-Key", "k1"); status != 201 || *made != 1 {
		t.Errorf("once it has ended = %d, %d made, want the first answer", status, *made)
	}
}

func TestAPI_Spec(t *testing.T) {
	h, _ := frame(t)
	_, spec, _ := call(t, h, "GET", "/openapi.json", "", "Authorization", "")
	b, _ := json.Marshal(spec)
	if spec["openapi"] != "3.1.0" {
		t.Errorf("openapi = %v, want 3.1.0", spec["openapi"])
	}
	for _, no := range []string{"$schema", "ErrorModel", "http://", "unpkg"} {
		if bytes.Contains(b, []byte(no)) {
			t.Errorf("the document holds %s", no)
		}
	}
	for _, yes := range []string{"If-Match", "Idempotency-Key", "application/problem+json", `"type":["string","null"]`} {
		if !bytes.Contains(b, []byte(yes)) {
			t.Errorf("the document lacks %s", yes)
		}
	}
}

func TestRegister_NoAction(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an operation without an action was registered")
		}
	}()
	register(&API{}, "", op("GET", "/x", "X"), func(context.Context, accord.Actor, *ByID) (*nothing, error) { return nil, nil })
}
