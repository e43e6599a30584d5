package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"accord/internal/store"
)

func TestCharter_API(t *testing.T) {
	h, s := itemsAPI(t)
	if err := s.Tx(t.Context(), "w", func(ctx context.Context, tx *store.Store) error {
		w, err := tx.Workspace(ctx)
		w.MarketingLeadID = "mia"
		return errors.Join(err, tx.SaveWorkspace(ctx, &w))
	}); err != nil {
		t.Fatal(err)
	}
	as := func(who string, more ...string) []string { return append(more, "Authorization", "Bearer "+who) }
	code, c, header := call(t, h, "GET", "/charter", "", as("luis")...)
	if code != 200 || header.Get("ETag") != `"0"` || c["agreements"] == nil || c["reviews_due"] == nil {
		t.Fatalf("GET = %d %v %v", code, header.Get("ETag"), c)
	}
	words := map[string]any{}
	for _, part := range []string{"domains", "definitions", "ground_rules", "pledge"} {
		words[part] = c[part]
	}
	same, err := json.Marshal(words)
	if err != nil {
		t.Fatal(err)
	}
	added := strings.Replace(string(same), `"domains":[`, `"domains":[{"name":"Fairs","decides":"marketing"},`, 1)
	for _, c := range []struct {
		name, who, method, path, body, match string
		code                                 int
		has                                  string
	}{
		{"a part is missing", "mia", "PUT", "/charter", `{"pledge":"x"}`, "*", 422, `"location":"definitions"`},
		{"a PUT needs If-Match", "mia", "PUT", "/charter", string(same), "", 428, ``},
		{"another version", "mia", "PUT", "/charter", string(same), `"7"`, 412, `"current":{`},
		{"a member", "luis", "PUT", "/charter", string(same), "*", 403, ``},
		{"read and sent back", "mia", "PUT", "/charter", string(same), `"0"`, 200, `"version":1`},
		{"once more", "mia", "PUT", "/charter", string(same), `"1"`, 200, `"version":1`},
		{"a new domain", "mia", "PUT", "/charter", added, `"1"`, 200, `"version":2`},
		{"a name twice", "mia", "PUT", "/charter", strings.Replace(added, "Fairs", "lead quality", 1), `"2"`, 422, `"location":"domains.1.name"`},
		{"agree", "mia", "POST", "/charter/definitions/hand_over/agree", ``, "", 200, `"entry_id":"hand_over"`},
		{"agree to what was read", "mia", "POST", "/charter/definitions/qualified_lead/agree", ``, `"1"`, 412, ``},
		{"the pledge is no definition", "mia", "POST", "/charter/definitions/pledge/agree", ``, "", 404, ``},
		{"sign", "mia", "POST", "/charter/pledge/sign", ``, "", 200, `"entry_id":"pledge"`},
		{"a member signs", "luis", "POST", "/charter/pledge/sign", ``, "", 403, ``},
		{"versions", "luis", "GET", "/charter/versions?limit=1", ``, "", 200, `"how":"added"`},
		{"a version", "luis", "GET", "/charter/versions/1", ``, "", 200, `"changes":[]`},
		{"no such version", "luis", "GET", "/charter/versions/9", ``, "", 404, ``},
	} {
		headers := as(c.who)
		if c.match != "" {
			headers = as(c.who, "If-Match", c.match)
		}
		code, got, _ := call(t, h, c.method, c.path, c.body, headers...)
		if text := fmt.Sprint(mustJSON(t, got)); code != c.code || !strings.Contains(text, c.has) {
			t.Errorf("%s: %s %s by %s = %d %.300s, want %d with %s", c.name, c.method, c.path, c.who, code, text, c.code, c.has)
		}
	}
}

func TestDecisions_input_or_decision(t *testing.T) {
	h, _ := itemsAPI(t)
	as := func(who string, more ...string) []string { return append(more, "Authorization", "Bearer "+who) }
	_, m, _ := call(t, h, "POST", "/meetings", `{"title":"Leads","starts_at":"2027-01-05T10:00:00+01:00","duration_minutes":45,"people":["mia"]}`, as("luis")...)
	id := fmt.Sprint(m["id"])
	call(t, h, "POST", "/meetings/"+id+"/start", ``, as("luis")...)
	for _, c := range []struct {
		body string
		code int
		has  []string
	}{
		{`{"text":"Plainer words","domain":"Copy and plans"}`, 409, []string{`"code":"as"`, `send as`}},
		{`{"text":"Plainer words","domain":"Copy and plans","as":"perhaps"}`, 422, []string{`"location":"as"`}},
		{`{"text":"Plainer words","domain":"Copy and plans","as":"input"}`, 201, []string{`"as":"input"`, `"input_for":"marketing"`}},
		{`{"text":"Plainer words","domain":"Copy and plans","as":"decision"}`, 201, []string{`"as":"decision"`, `"input_for":""`}},
		{`{"text":"Call at once","domain":"Lead quality"}`, 201, []string{`"as":"decision"`}},
	} {
		code, got, _ := call(t, h, "POST", "/meetings/"+id+"/decisions", c.body, as("luis")...)
		text := fmt.Sprint(mustJSON(t, got))
		for _, has := range c.has {
			if code != c.code || !strings.Contains(text, has) {
				t.Errorf("POST %s = %d %s, want %d with %s", c.body, code, text, c.code, has)
			}
		}
	}
	if code, got, _ := call(t, h, "PATCH", "/decisions/D-1", `{"as":"decision"}`, as("luis", "If-Match", "*")...); code != 200 || got["as"] != "decision" {
		t.Errorf("PATCH as = %d %v", code, got)
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
