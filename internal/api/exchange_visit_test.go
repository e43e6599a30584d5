package api

import "testing"

// Verbs of a visit take If-Match: a stale one changes nothing and shows what is
// there.
func TestVisits_match(t *testing.T) {
	h, _ := itemsAPI(t)
	mia := []string{"Authorization", "Bearer mia"}
	code, made, header := call(t, h, "POST", "/exchange-visits", `{"from_on":"2027-01-04","to_on":"2027-01-08"}`, mia...)
	if code != 201 || header.Get("ETag") != `"1"` {
		t.Fatalf("POST = %d %v %s", code, made, header.Get("ETag"))
	}
	path := "/exchange-visits/" + made["id"].(string)
	for _, c := range []struct{ verb, body string }{{"/report", `{"learned":"Much"}`}, {"/call-off", ``}} {
		code, got, _ := call(t, h, "POST", path+c.verb, c.body, append([]string{"If-Match", `"7"`}, mia...)...)
		if current, _ := got["current"].(map[string]any); code != 412 || current["status"] != "planned" || current["reported_at"] != nil || current["state"] != "now" {
			t.Errorf("%s of another version = %d %v, want 412 with what is there", c.verb, code, got)
		}
	}
	if code, got, header := call(t, h, "POST", path+"/report", `{"learned":"Much"}`, append([]string{"If-Match", `"1"`}, mia...)...); code != 200 || header.Get("ETag") != `"2"` {
		t.Errorf("report of the version seen = %d %v", code, got)
	}
	if code, got, _ := call(t, h, "POST", path+"/report", `{"learned":"More"}`, mia...); code != 200 || got["learned"] != "More" {
		t.Errorf("report without a claim = %d %v, want 200", code, got)
	}
}

// A list of visits goes on where the page before ended.
func TestVisits_cursor(t *testing.T) {
	h, _ := itemsAPI(t)
	mia := []string{"Authorization", "Bearer mia"}
	for _, day := range []string{"2027-01-11", "2027-01-12", "2027-01-13"} {
		if code, got, _ := call(t, h, "POST", "/exchange-visits", `{"from_on":"`+day+`","to_on":"`+day+`"}`, mia...); code != 201 {
			t.Fatalf("POST = %d %v", code, got)
		}
	}
	got := ""
	for path := "/exchange-visits?limit=2"; path != ""; {
		_, page, _ := call(t, h, "GET", path, "", mia...)
		list, _ := page["items"].([]any)
		for _, v := range list {
			got += v.(map[string]any)["from_on"].(string)[8:] + " "
		}
		next, _ := page["next_cursor"].(string)
		if got += "| "; next == "" {
			break
		}
		path = "/exchange-visits?limit=2&cursor=" + next
	}
	if got != "13 12 | 11 | " {
		t.Errorf("pages = %s, want 13 12 | 11 |", got)
	}
}
