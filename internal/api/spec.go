package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

// serveSpec puts the OpenAPI document at openapi.json. It needs no token: it
// says nothing the source does not.
func (a *API) serveSpec() {
	a.spec = sync.OnceValue(func() []byte {
		doc := a.huma.OpenAPI()
		// huma registers its own error type, which nothing here answers with.
		delete(doc.Components.Schemas.Map(), "ErrorModel")
		delete(doc.Components.Schemas.Map(), "ErrorDetail")
		b, err := json.Marshal(doc)
		if err != nil {
			panic("api: the OpenAPI document cannot be written: " + err.Error())
		}
		return b
	})
	o := &huma.Operation{Method: http.MethodGet, Path: "/openapi.json"}
	a.huma.Adapter().Handle(o, func(hc huma.Context) {
		hc.SetHeader("Content-Type", "application/json")
		hc.SetStatus(http.StatusOK)
		_, _ = hc.BodyWriter().Write(a.spec())
	})
}

// describe adds to an operation's description what guard does for it.
func describe(api huma.API, o *huma.Operation) {
	text := &huma.Schema{Type: huma.TypeString}
	header := func(name, doc string, required bool) {
		o.Parameters = append(o.Parameters, &huma.Param{Name: name, In: "header", Description: doc, Required: required, Schema: text})
	}
	switch {
	case needsMatch(o):
		header("If-Match", "The ETag seen, or * to overwrite knowingly", true)
	case o.Method == http.MethodPost, o.Method == http.MethodPut:
		header("If-Match", "The ETag seen", false)
	}
	if o.Method == http.MethodPost {
		header("Idempotency-Key", "A repeat with the same key within 24 hours gets the same answer and makes no second thing", false)
	}
	if o.Method != http.MethodGet {
		o.Parameters = append(o.Parameters, &huma.Param{
			Name: "notify", In: "query", Description: "false mails nobody", Schema: &huma.Schema{Type: huma.TypeBoolean},
		})
	}
	schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	if o.Responses == nil {
		o.Responses = map[string]*huma.Response{}
	}
	o.Responses["default"] = &huma.Response{
		Description: "What went wrong",
		Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: schema}},
	}
}

// nullRefs says of fields that point to a struct that they may be null, which
// huma leaves out.
func nullRefs(r huma.Registry) {
	for name, schema := range r.Map() {
		t := r.TypeFromRef("#/components/schemas/" + name)
		if t == nil || t.Kind() != reflect.Struct {
			continue
		}
		for _, f := range reflect.VisibleFields(t) {
			field, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			p := schema.Properties[field]
			if p == nil || p.Ref == "" || f.Type.Kind() != reflect.Pointer || strings.HasPrefix(options, "omit") {
				continue
			}
			null := &huma.Schema{AnyOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}, Description: p.Description}
			null.PrecomputeMessages()
			schema.Properties[field] = null
		}
	}
}
