package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
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

// seriesAPI is the API over a company with a team that ana leads and leo is a
// member of, both of Sales. A token is a person's id, or "admin": ana as one.
type seriesAPI struct {
	t *testing.T
	h http.Handler
}

func newSeriesAPI(t *testing.T, more ...accord.TeamPerson) seriesAPI {
	t.Helper()
	team := append([]accord.TeamPerson{
		{Person: accord.Person{ID: "ana", Side: accord.Sales}, TeamRole: accord.TeamLeader}, {Person: accord.Person{ID: "leo", Side: accord.Sales}, TeamRole: accord.TeamMemberRole},
	}, more...)
	clock := func() time.Time { return storetest.Start }
	s := storetest.Open(t, clock)
	actors := map[string]accord.Actor{}
	err := s.Tx(t.Context(), "w", func(ctx context.Context, tx *store.Store) error {
		err := tx.CreateWorkspace(ctx, &accord.Workspace{ID: "w", Name: "W", SalesName: "S", MarketingName: "M", TimeZone: "UTC", WorkingDays: "1,2,3,4,5", Version: 1, CreatedAt: storetest.Start})
		if err != nil {
			return err
		}
		if err := store.Insert(ctx, tx, accord.Team{ID: "team", Name: "Strategy", Version: 1, CreatedAt: storetest.Start}); err != nil {
			return err
		}
		for _, m := range team {
			id, role := m.ID, m.TeamRole
			p := accord.Person{WorkspaceID: "w", ID: id, Name: id, Email: id + "@example.com", Side: m.Side, Role: accord.RoleMember, TimeZone: "UTC", Locale: "en", Version: 1, CreatedAt: storetest.Start}
			if err := store.Insert(ctx, tx, p); err != nil {
				return err
			}
			if err := store.Insert(ctx, tx, accord.TeamMember{TeamID: "team", PersonID: id, Role: role, AddedAt: storetest.Start}); err != nil {
				return err
			}
			actors[id] = accord.Actor{WorkspaceID: "w", PersonID: id, Name: id, Side: p.Side, Role: p.Role, TimeZone: "UTC", Locale: "en", TokenScope: "write"}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	admin := actors["ana"]
	admin.Role = accord.RoleAdmin
	actors["admin"] = admin
	mux := http.NewServeMux()
	New(Config{
		App: app.New(app.Config{Store: s, Clock: clock, BaseURL: "https://accord.example"}), Log: slog.New(slog.DiscardHandler),
		Authenticate: func(_ context.Context, token string) (accord.Actor, error) {
			if a, ok := actors[token]; ok {
				return a, nil
			}
			return accord.Actor{}, accord.Errorf(accord.CodeUnauthenticated, "No.")
		},
		Adapter: func(c huma.Config) huma.API { return humago.NewWithPrefix(mux, Prefix, c) },
	})
	return seriesAPI{t, mux}
}

// ask sends a request as ana, unless a header says otherwise.
func (a seriesAPI) ask(method, path string, body any, header ...string) (int, map[string]any, string) {
	a.t.Helper()
	text, ok := body.(string)
	if !ok {
		b, err := json.Marshal(body)
		if err != nil {
			a.t.Fatal(err)
		}
		text = string(b)
	}
	r := httptest.NewRequest(method, Prefix+path, strings.NewReader(text))
	r.Header.Set("Authorization", "Bearer ana")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	a.h.ServeHTTP(w, r)
	var got map[string]any
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			a.t.Fatalf("%s %s answered %q: %v", method, path, w.Body, err)
		}
	}
	return w.Code, got, w.Header().Get("ETag")
}

func strategic() map[string]any {
	return map[string]any{
		"title": "Strategic team", "team_id": "team", "rrule": "FREQ=MONTHLY;BYDAY=2TU", "starts_at_local": "2027-01-12T10:00",
		"time_zone": "Europe/Berlin", "duration_minutes": 60, "template": "strategic_team",
	}
}

// Every case of the domain comes out of the API to the last date.
func TestSeries_recurrence_cases(t *testing.T) {
	data, err := os.ReadFile("../accord/testdata/recurrence_cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, Rrule string
		Start       string `json:"dtstart_local"`
		Zone        string `json:"tzid"`
		Exdates     []string
		Rdates      []string
		From, To    string
		Expected    []string
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	a := newSeriesAPI(t)
	for _, c := range cases {
		status, series, _ := a.ask("POST", "/series?notify=false", map[string]any{
			"title": c.Name, "team_id": "team", "rrule": c.Rrule, "starts_at_local": c.Start, "time_zone": c.Zone, "duration_minutes": 60,
			"exdates": c.Exdates, "rdates": c.Rdates,
		})
		if c.Name == "until_before_dtstart_yields_nothing" {
			if status != 422 {
				t.Errorf("%s = %d, want 422: a rule without any date", c.Name, status)
			}
			continue
		}
		if status != 201 {
			t.Errorf("%s = %d %v", c.Name, status, series)
			continue
		}
		q := url.Values{"from": {c.From}, "to": {c.To}}
		status, got, _ := a.ask("GET", "/series/"+series["id"].(string)+"/occurrences?"+q.Encode(), "")
		items, _ := got["items"].([]any)
		if status != 200 || len(items) != len(c.Expected) {
			t.Errorf("%s = %d with %d dates, want %d", c.Name, status, len(items), len(c.Expected))
			continue
		}
		for i, item := range items {
			start, err := time.Parse(time.RFC3339, item.(map[string]any)["starts_at"].(string))
			want, _ := time.Parse(time.RFC3339, c.Expected[i])
			_, offset := start.Zone()
			_, wantOffset := want.Zone()
			if err != nil || !start.Equal(want) || offset != wantOffset {
				t.Errorf("%s: date %d is %v, want %s", c.Name, i, item, c.Expected[i])
			}
		}
	}
}

func TestSeries_life(t *testing.T) {
	a := newSeriesAPI(t)
	status, made, tag := a.ask("POST", "/series", strategic())
	if status != 201 || made["rule_text"] != "Every month on the second Tuesday, 10:00 to 11:00 in Berlin, from 12 January 2027" || tag != `"1"` {
		t.Fatalf("make = %d %v %s", status, made, tag)
	}
	next, _ := made["next"].([]any)
	if first := next[0].(map[string]any); len(next) != 6 || first["starts_at"] != "2027-01-12T10:00:00+01:00" || first["meeting_id"] != nil || first["status"] != "planned" {
		t.Errorf("next = %v", next)
	}
	path := "/series/" + made["id"].(string)
	date := path + "/occurrences/2027-01-12T10:00"
	steps := []struct {
		name, method, path string
		body               any
		header             []string
		want               int
		field, value       string
	}{
		{"preview", "POST", "/series/preview", strategic(), nil, 200, "rule_text", made["rule_text"].(string)},
		{"no If-Match", "PATCH", date, `{"status":"cancelled"}`, nil, 428, "", ""},
		{"cancel by a member", "PATCH", date, `{"status":"cancelled"}`, []string{"Authorization", "Bearer leo", "If-Match", "*"}, 403, "rule", "X4"},
		{"cancel", "PATCH", date, `{"status":"cancelled"}`, []string{"If-Match", `"0"`}, 200, "status", "cancelled"},
		{"stale", "PATCH", date, `{"status":"scheduled"}`, []string{"If-Match", `"0"`}, 412, "", ""},
		{"restore", "PATCH", date, `{"status":"scheduled"}`, []string{"If-Match", "*"}, 200, "status", "scheduled"},
		{"move", "PATCH", date, `{"starts_at":"2027-01-14T15:00:00+01:00"}`, []string{"If-Match", "*"}, 200, "starts_at", "2027-01-14T15:00:00+01:00"},
		{"open what is open", "POST", date + "/open", "", nil, 200, "original_start", "2027-01-12T10:00"},
		{"open", "POST", path + "/occurrences/2027-02-09T10:00/open", "", nil, 201, "status", "scheduled"},
		{"open again", "POST", path + "/occurrences/2027-02-09T10:00/open", "", nil, 200, "status", "scheduled"},
		{"no such date", "POST", path + "/occurrences/2027-02-10T10:00/open", "", nil, 404, "", ""},
		{"no date at all", "POST", path + "/occurrences/soon/open", "", nil, 404, "", ""},
		{"following without a first date", "PATCH", path, `{"scope":"following","title":"X"}`, []string{"If-Match", "*"}, 422, "", ""},
		{"a first date without following", "PATCH", path, `{"from":"2027-01-12T10:00"}`, []string{"If-Match", "*"}, 422, "", ""},
		{"rename", "PATCH", path, `{"title":"Growth team"}`, []string{"If-Match", tag}, 200, "title", "Growth team"},
		{"rename at an old version", "PATCH", path, `{"title":"X"}`, []string{"If-Match", tag}, 412, "", ""},
		{"backlog", "POST", path + "/backlog", `{"title":"Fair","kind":"decide","side":"sales","minutes":10}`, nil, 201, "status", "parked"},
		{"backlog without a title", "POST", path + "/backlog", `{"title":"","kind":"decide","side":"sales","minutes":10}`, nil, 422, "", ""},
		{"window too wide", "GET", path + "/occurrences?from=2027-01-01T00:00:00Z&to=2057-01-02T00:00:00Z", "", nil, 422, "", ""},
		{"window backwards", "GET", path + "/occurrences?from=2027-02-01T00:00:00Z&to=2027-01-01T00:00:00Z", "", nil, 422, "", ""},
		{"end", "DELETE", path, "", []string{"If-Match", "*"}, 204, "", ""},
		{"ended", "GET", path, "", nil, 200, "status", "ended"},
		{"missing", "GET", "/series/nothing", "", nil, 404, "", ""},
	}
	for _, s := range steps {
		status, got, _ := a.ask(s.method, s.path, s.body, s.header...)
		if status != s.want || s.field != "" && got[s.field] != s.value {
			t.Errorf("%s = %d %v, want %d with %s %s", s.name, status, got, s.want, s.field, s.value)
		}
	}
}

func TestSeries_pages_of_dates(t *testing.T) {
	a := newSeriesAPI(t)
	in := strategic()
	in["rrule"] = "FREQ=DAILY"
	_, made, _ := a.ask("POST", "/series", in)
	path := "/series/" + made["id"].(string) + "/occurrences?from=2027-01-12T00:00:00Z&to=2027-01-22T00:00:00Z&limit=4"
	seen, cursor := 0, ""
	for range 4 {
		status, got, _ := a.ask("GET", path+cursor, "")
		if status != 200 {
			t.Fatalf("= %d %v", status, got)
		}
		seen += len(got["items"].([]any))
		next, _ := got["next_cursor"].(string)
		if cursor = "&cursor=" + next; next == "" {
			break
		}
	}
	if seen != 10 {
		t.Errorf("%d dates over the pages, want 10", seen)
	}
}

func TestSeries_refuses(t *testing.T) {
	a := newSeriesAPI(t)
	for field, values := range map[string][]any{
		"rrule": {
			"FREQ=SECONDLY", "FREQ=MONTHLY;BYDAY=53MO", "FREQ=MONTHLY;BYDAY=-53MO", "FREQ=HOURLY;INTERVAL=24;BYHOUR=5", "FREQ=YEARLY;BYEASTER=400",
			"FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=2;UNTIL=20280101", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
			"FREQ=YEARLY;BYWEEKNO=30;BYMONTH=1", "", "FREQ=WEEKLY;", strings.Repeat("FREQ=DAILY;", 100),
		},
		"holiday_policy": {"never", "Skip"}, "holiday_calendar": {"de", "XX", "DE-XX"}, "colour": {"red"}, "month_end": {"last_day", "first_day"},
		"time_zone": {"Local", "Nowhere/City"}, "duration_minutes": {0, -5, 100000}, "starts_at_local": {"2027-02-30T10:00", "2027-01-12T10:00:30"},
		"team_id": {"nothing"}, "template": {"party"}, "title": {"", strings.Repeat("x", 201)},
	} {
		for _, value := range values {
			in := strategic()
			in[field] = value
			var status int
			var got map[string]any
			took := time.Hour
			for try := 0; try < 20 && took > 50*time.Millisecond; try++ { // the machine may be busy
				begun := time.Now()
				status, got, _ = a.ask("POST", "/series", in)
				took = time.Since(begun)
			}
			b, _ := json.Marshal(got["errors"])
			if status != 422 || !strings.Contains(string(b), `"location":"`+field+`"`) {
				t.Errorf("%s %.40v = %d %s, want 422 there", field, value, status, b)
			}
			if took > 50*time.Millisecond {
				t.Errorf("%s %.40v took %v, want at most 50ms", field, value, took)
			}
		}
	}
	if status, _, _ := a.ask("POST", "/series", strategic(), "Authorization", "Bearer leo"); status != 403 {
		t.Errorf("make by a member = %d, want 403", status)
	}
}
