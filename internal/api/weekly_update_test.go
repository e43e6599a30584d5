package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// updatesAPI is a company whose sides are led by luis and mia, with the path of
// its current update.
func updatesAPI(t *testing.T) (h http.Handler, path string) {
	t.Helper()
	h, s := itemsAPI(t)
	err := s.Tx(t.Context(), "w", func(ctx context.Context, tx *store.Store) error {
		w, err := tx.Workspace(ctx)
		if err != nil {
			return err
		}
		w.SalesLeadID, w.MarketingLeadID = "luis", "mia"
		return tx.SaveWorkspace(ctx, &w)
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, "/updates/" + string(accord.WeekOf(accord.DateOf(storetest.Start, accord.Zone("UTC"))))
}

// Whoever sends back what they read changes nothing: what is the other side's
// stays theirs, and no signature is taken back.
func TestUpdates_sent_back(t *testing.T) {
	h, path := updatesAPI(t)
	do := func(who, method, path, body string) map[string]any {
		t.Helper()
		code, got, _ := call(t, h, method, path, body, "Authorization", "Bearer "+who, "If-Match", "*")
		if code >= 300 {
			t.Fatalf("%s %s %s = %d %v", method, path, body, code, got)
		}
		return got
	}
	do("luis", "POST", "/updates", `{"wins":["Kettering"],"tools":["Fair"],"asks":["A quote","Three references"],"news":"Hello\n\nLeo comes"}`)
	do("mia", "PATCH", path, `{"wins":["Harlow"],"tools":["Webinar"],"asks":["Numbers by Friday","A quote"],"news":"The fair is booked"}`)
	read := do("luis", "POST", path+"/sign", "")
	fields := map[string]any{}
	for _, name := range []string{"wins", "tools", "asks", "news", "revenue_to_date", "revenue_goal"} {
		fields[name] = read[name]
	}
	same := func(what string, got map[string]any, names ...string) {
		t.Helper()
		for _, name := range names {
			if diff := cmp.Diff(read[name], got[name]); diff != "" {
				t.Errorf("%s: %s (-read +then) %s", what, name, diff)
			}
		}
	}
	for _, who := range []string{"luis", "mia"} {
		body, _ := json.Marshal(fields)
		same(who+" sends it back", do(who, "PATCH", path, string(body)), "version", "missing", "parts")
	}
	fields["revenue_to_date"], fields["news"] = 5, "Hello\n\nLeo starts\n\nThe fair is booked"
	body, _ := json.Marshal(fields)
	got := do("luis", "PATCH", path, string(body))
	same("with another figure and own news", got, "wins", "tools", "asks")
	if got["news"] != fields["news"] {
		t.Errorf("news = %q, want %q", got["news"], fields["news"])
	}
	fields["news"] = "Hello\n\nLeo starts\n\nThe fair is called off"
	body, _ = json.Marshal(fields)
	if got = do("mia", "PATCH", path, string(body)); got["news"] != fields["news"] {
		t.Errorf("Marketing's news = %q, want %q", got["news"], fields["news"])
	}
}

func TestUpdates_life(t *testing.T) {
	h, path := updatesAPI(t)
	for _, c := range []struct {
		name, who, method, path, body, match string
		code                                 int
		has                                  string
	}{
		{"the draft before anybody began", "luis", "GET", path, "", "", 200, `"status":"draft"`},
		{"begun", "luis", "POST", "/updates", `{"wins":["Kettering"],"revenue_to_date":120000,"revenue_goal":300000,"news":"Hello"}`, "", 201, `"wins":["Kettering"]`},
		{"once", "mia", "POST", "/updates", `{}`, "", 409, ``},
		{"of another week", "mia", "POST", "/updates", `{"iso_week":"2020-W01"}`, "", 404, ``},
		{"of no week", "mia", "POST", "/updates", `{"iso_week":"soon"}`, "", 422, `"location":"iso_week"`},
		{"without If-Match", "mia", "PATCH", path, `{"tools":["Webinar"]}`, "", 428, ``},
		{"stale", "mia", "PATCH", path, `{"tools":["Webinar"]}`, `"1"`, 412, `"current":{`},
		{"a line with a detail", "mia", "PATCH", path, `{"tools":[{"text":"Webinar","detail":"34 leads"}],"asks":["A quote"]}`, `"2"`, 200, `"detail":"34 leads"`},
		{"a text keeps it", "mia", "PATCH", path, `{"tools":["Webinar","Case study"],"news":null}`, `"3"`, 200, `"detail":"34 leads"`},
		{"an unknown field of a line", "mia", "PATCH", path, `{"tools":[{"text":"x","what":"y"}]}`, `"4"`, 422, ``},
		{"an empty line", "mia", "PATCH", path, `{"tools":[" "]}`, `"4"`, 422, `"location":"tools"`},
		{"less than nothing", "luis", "PATCH", path, `{"revenue_to_date":-1}`, `*`, 422, `"location":"revenue_to_date"`},
		{"another field", "luis", "PATCH", path, `{"gossip":"x"}`, `*`, 422, ``},
		{"the goal is cleared", "luis", "PATCH", path, `{"revenue_goal":null}`, `*`, 200, `"state":"no_goal"`},
		{"signed by one", "luis", "POST", path + "/sign", ``, "", 200, `"missing":["marketing"]`},
		{"signed by both", "mia", "POST", path + "/sign", ``, "", 200, `"status":"sent"`},
		{"signed twice", "mia", "POST", path + "/sign", ``, "", 409, ``},
		{"changed after it was sent", "luis", "PATCH", path, `{"news":"x"}`, `*`, 409, ``},
		{"the list", "mia", "GET", "/updates?limit=1", "", "", 200, `"next_cursor":null`},
		{"no week", "mia", "GET", "/updates/soon", "", "", 404, ``},
		{"a week to come", "mia", "GET", "/updates/2099-W01", "", "", 404, ``},
	} {
		headers := []string{"Authorization", "Bearer " + c.who}
		if c.match != "" {
			headers = append(headers, "If-Match", c.match)
		}
		code, got, _ := call(t, h, c.method, c.path, c.body, headers...)
		b, _ := json.Marshal(got)
		if code != c.code {
			t.Errorf("%s: %s %s = %d %s, want %d", c.name, c.method, c.path, code, b, c.code)
		}
		if c.has != "" && !strings.Contains(string(b), c.has) {
			t.Errorf("%s: %s lacks %s", c.name, b, c.has)
		}
	}
}
