package api

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// itemsAPI is the API over a real database with luis of Sales and mia of
// Marketing; the token is the person's id.
func itemsAPI(t *testing.T) (http.Handler, *store.Store) {
	t.Helper()
	people := map[string]accord.Person{"luis": {Side: accord.Sales, Role: accord.RoleMember}, "mia": {Side: accord.Marketing, Role: accord.RoleMember}}
	clock := func() time.Time { return storetest.Start }
	s := storetest.Open(t, clock)
	err := s.Tx(t.Context(), "w", func(ctx context.Context, tx *store.Store) error {
		if err := store.Insert(ctx, tx, accord.Workspace{ID: "w", TimeZone: "UTC", WorkingDays: "1,2,3,4,5", Version: 1, CreatedAt: clock()}); err != nil {
			return err
		}
		for id, p := range people {
			p.ID, p.Name, p.Email, p.TimeZone, p.Locale, p.Version, p.CreatedAt = id, id, id+"@example.com", "UTC", "en", 1, clock()
			if err := store.Insert(ctx, tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	New(Config{
		App: app.New(app.Config{Store: s, Clock: clock}), Log: slog.New(slog.DiscardHandler),
		Authenticate: func(_ context.Context, token string) (accord.Actor, error) {
			p := people[token]
			return accord.Actor{WorkspaceID: "w", PersonID: token, Side: p.Side, Role: p.Role, TimeZone: "UTC", TokenScope: "write"}, nil
		},
		Adapter: func(c huma.Config) huma.API { return humago.NewWithPrefix(mux, Prefix, c) },
	})
	return mux, s
}

func TestActionItems_life(t *testing.T) {
	h, _ := itemsAPI(t)
	as := func(who string, more ...string) []string { return append(more, "Authorization", "Bearer "+who) }
	code, item, header := call(t, h, "POST", "/action-items", `{"title":"Send the list","owner_id":"luis","due_on":"2027-01-11","for_side":"marketing"}`, as("mia")...)
	if code != 201 || item["number"] != 1.0 || item["status"] != "proposed" || item["asked_due_on"] != "2027-01-11" || item["original_due_on"] != nil || item["ref"] != "A-1" || header.Get("ETag") != `"1"` {
		t.Fatalf("POST = %d %v %v", code, item, header)
	}
	path := fmt.Sprint("/action-items/", item["id"])
	for _, c := range []struct {
		name, who, method, path, body, match string
		code                                 int
		has                                  string
	}{
		{"P1 not by another", "mia", "POST", "/accept", `{}`, "", 403, `"rule":"P1"`},
		{"P1 another date becomes the original", "luis", "POST", "/accept", `{"due_on":"2027-01-12"}`, "", 200, `"original_due_on":"2027-01-12"`},
		{"a stale verb", "luis", "POST", "/done", ``, `"1"`, 412, `"current":`},
		{"P2 without a reason", "luis", "POST", "/reschedule", `{"due_on":"2027-01-20"}`, "", 422, `"location":"reason"`},
		{"no such day", "luis", "POST", "/reschedule", `{"due_on":"2027-02-30","reason":"x"}`, "", 422, `"location":"due_on"`},
		{"P2 a slip", "luis", "POST", "/reschedule", `{"due_on":"2027-01-20","reason":"x"}`, "", 200, `"slips":1`},
		{"unknown field", "luis", "POST", "/block", `{"because":"x"}`, "", 422, ``},
		{"blocked", "luis", "POST", "/block", `{"reason":"No access"}`, `"3"`, 200, `"status":"blocked"`},
		{"open again", "luis", "POST", "/unblock", ``, "", 200, `"status":"open"`},
		{"P6 asked", "luis", "POST", "/drop", `{"reason":"x"}`, "", 200, `"drop_asked_by":"luis"`},
		{"P6 refused", "mia", "POST", "/keep", `{"reason":"x"}`, "", 200, `"drop_asked_by":null`},
		{"P10 note", "luis", "POST", "/notes", `{"text":"Half done"}`, "", 201, `"text":"Half done"`},
		{"done", "luis", "POST", "/done", ``, "", 200, `"needs_confirmation":true`},
		{"P3 nobody confirms their own", "luis", "POST", "/confirm", ``, "", 403, `"rule":"P3"`},
		{"P3 returned", "mia", "POST", "/return", `{"reason":"Half of it"}`, "", 200, `"status":"open"`},
		{"done again", "luis", "POST", "/done", ``, "", 200, `"status":"done"`},
		{"P8 undone", "luis", "POST", "/undo", ``, "", 200, `"status":"open"`},
		{"done once more", "luis", "POST", "/done", ``, "", 200, `"done_at":"2027-01-04T09:00:00Z"`},
		{"P3 confirmed", "mia", "POST", "/confirm", ``, "", 200, `"confirmed_by":"mia"`},
		{"P3 only once", "mia", "POST", "/confirm", ``, "", 409, `"rule":"P3"`},
		{"PATCH needs If-Match", "luis", "PATCH", "", `{"title":"y"}`, "", 428, ``},
		{"notes", "mia", "GET", "/notes", ``, "", 200, `"next_cursor":null`},
		{"history", "mia", "GET", "/events", ``, "", 200, `"kind":"action_item.undone"`},
		{"not there", "mia", "GET", "x", ``, "", 404, ``},
	} {
		header := as(c.who)
		if c.match != "" {
			header = append(header, "If-Match", c.match)
		}
		code, got, _ := call(t, h, c.method, path+c.path, c.body, header...)
		b, _ := json.Marshal(got)
		if code != c.code || !strings.Contains(string(b), c.has) {
			t.Errorf("%s: %s %s = %d %s, want %d with %s", c.name, c.method, c.path, code, b, c.code, c.has)
		}
	}
}

func TestActionItems_patch(t *testing.T) {
	h, _ := itemsAPI(t)
	_, item, _ := call(t, h, "POST", "/action-items", `{"title":"x","for_side":"sales","details":"long","owner_id":null}`, "Authorization", "Bearer mia")
	path := fmt.Sprint("/action-items/", item["id"])
	code, got, header := call(t, h, "PATCH", path, `{"title":"y","details":null,"due_on":"2027-01-20"}`, "Authorization", "Bearer mia", "If-Match", `"1"`)
	if code != 200 || got["title"] != "y" || got["details"] != "" || got["asked_due_on"] != "2027-01-20" || header.Get("ETag") != `"2"` {
		t.Errorf("PATCH = %d %v", code, got)
	}
	if code, got, _ := call(t, h, "PATCH", path, `{"title":"z"}`, "Authorization", "Bearer mia", "If-Match", `"1"`); code != 412 || got["current"] == nil {
		t.Errorf("stale PATCH = %d %v", code, got)
	}
	if code, got, _ := call(t, h, "PATCH", path, `{"title":"z"}`, "Authorization", "Bearer luis", "If-Match", `*`); code != 403 {
		t.Errorf("PATCH by somebody else = %d %v", code, got)
	}
}

func TestActionItems_list(t *testing.T) {
	h, _ := itemsAPI(t)
	for n := range 3 {
		call(t, h, "POST", "/action-items", fmt.Sprintf(`{"title":"Größe %d","owner_id":"luis","due_on":"2027-01-1%d","for_side":"marketing"}`, n, n), "Authorization", "Bearer luis")
	}
	call(t, h, "POST", "/action-items", `{"title":"Asked","owner_id":"luis","for_side":"marketing"}`, "Authorization", "Bearer mia")
	for query, want := range map[string]int{
		"": 4, "?owner=me": 4, "?owner=mia": 0, "?status=open,blocked": 3, "?status=proposed": 1, "?q=grosse": 3, "?q=A-2": 1, "?overdue=true": 0,
		"?side=sales": 4, "?for_side=sales": 0, "?sort=-number&limit=2": 2, "?team=none": 0,
	} {
		code, got, _ := call(t, h, "GET", "/action-items"+query, "", "Authorization", "Bearer luis")
		list, _ := got["items"].([]any)
		if code != 200 || len(list) != want {
			t.Errorf("GET %s = %d with %d items, want %d", query, code, len(list), want)
		}
	}
	for _, query := range []string{"?status=lost", "?sort=title", "?side=left", "?cursor=xyz", "?nonsense=1", "?limit=201"} {
		if code, got, _ := call(t, h, "GET", "/action-items"+query, "", "Authorization", "Bearer luis"); code != 422 {
			t.Errorf("GET %s = %d %v, want 422", query, code, got)
		}
	}
	_, first, _ := call(t, h, "GET", "/action-items?limit=3", "", "Authorization", "Bearer luis")
	_, rest, _ := call(t, h, "GET", fmt.Sprint("/action-items?limit=3&cursor=", first["next_cursor"]), "", "Authorization", "Bearer luis")
	if list, _ := rest["items"].([]any); len(list) != 1 || rest["next_cursor"] != nil {
		t.Errorf("the second page = %v", rest)
	}
}
