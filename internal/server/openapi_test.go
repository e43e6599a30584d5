package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/legacy"
)

// The document is valid OpenAPI 3.1, and what the server really answers is what
// it says, for every operation, by an admin with ids of their own.
func TestOpenAPI(t *testing.T) {
	m := newMatrix(t)
	raw := text(t, m.site.ask("GET", "/api/v1/openapi.json", ""))
	doc, err := openapi3.NewLoader().LoadFromData([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("openapi = %s, want 3.1.0", doc.OpenAPI)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatalf("the document is not valid: %v", err)
	}
	for _, schema := range doc.Components.Schemas {
		anything(schema)
	}
	doc.Servers = openapi3.Servers{{URL: "http://accord.test/api/v1"}}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, r := range m.Routes() {
		if !r.API || strings.HasSuffix(r.Path, "/stream") {
			continue
		}
		path, ok := fillPath(r, m.own)
		if !ok {
			continue
		}
		body := m.body(r)
		for _, token := range []string{"admin", "observer"} {
			req := httptest.NewRequestWithContext(t.Context(), r.Method, "http://accord.test"+path, strings.NewReader(body))
			req.Header.Set("Authorization", "Bearer "+m.tokens[token])
			req.Header.Set("If-Match", "*")
			req.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			m.Handler().ServeHTTP(w, req)
			route, params, err := router.FindRoute(req)
			if err != nil {
				t.Errorf("%s %s is not in the document: %v", r.Method, path, err)
				continue
			}
			err = openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
				RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route},
				Status:                 w.Code, Header: w.Header(), Body: io.NopCloser(bytes.NewReader(w.Body.Bytes())),
				Options: &openapi3filter.Options{IncludeResponseStatus: w.Code < 400, MultiError: true},
			})
			if err != nil {
				t.Errorf("%s %s as %s answers %d, not as the document says: %.600s\n%.600s", r.Method, path, token, w.Code, err, w.Body)
			}
			if w.Code < 300 && json.Valid(w.Body.Bytes()) && bytes.Contains(w.Body.Bytes(), []byte(`"$schema"`)) {
				t.Errorf("%s %s holds $schema", r.Method, path)
			}
			checked++
		}
	}
	if checked < 2*30 {
		t.Errorf("only %d answers were held against the document", checked)
	}
}

// anything lets properties without a type be null, as they may in OpenAPI 3.1;
// the checker wants that said.
func anything(s *openapi3.SchemaRef) {
	if s == nil || s.Value == nil || s.Ref != "" {
		return
	}
	for _, p := range s.Value.Properties {
		if p.Ref == "" && p.Value.Type == nil && len(p.Value.AnyOf) == 0 {
			p.Value.Type = &openapi3.Types{"null", "object", "array", "string", "number", "boolean"}
		}
		anything(p)
	}
	if s.Value.Items != nil {
		anything(s.Value.Items)
	}
	if extra := s.Value.AdditionalProperties.Schema; extra != nil {
		anything(extra)
	}
}
