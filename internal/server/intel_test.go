package server

import (
	"strings"
	"testing"
)

// The page says what there is: nothing yet on either side, then what became of
// what the reader told; and of leads never served not that all are judged.
func TestIntel_page(t *testing.T) {
	m := &matrix{company: newCompany(t)}
	shows := func(when string, words ...string) {
		t.Helper()
		_, page := m.as(persona{"admin", m.admin, ""}, Route{Method: "GET"}, "/alignment/intel", "")
		for _, w := range words {
			w, lacks := strings.CutPrefix(w, "not ")
			if strings.Contains(page, w) == lacks {
				t.Errorf("%s: %q is there: %t, want %t", when, w, lacks, !lacks)
			}
		}
	}
	shows("an empty company", "Nothing told yet", "No leads served yet", "not Everything told is answered.", "not Every lead served is judged.", "not Answered lately")
	told := m.made("admin", "/intel", `{"text":"They wait for the cheaper one."}`)
	m.made("member", "/intel/"+id(told)+"/answer", `{"answer":"used","why":"In the mailing of May"}`)
	shows("told and answered", "Answered lately, of what you told", "In the mailing of May", "Everything told is answered.", "No leads served yet", "not Every lead served is judged.")
	batch := m.made("member", "/lead-batches", `{"source":"Fair","count":4}`)
	m.made("admin", "/lead-batches/"+id(batch)+"/verdict", `{"accepted":4,"rejections":[]}`)
	shows("served and judged", "Every lead served is judged.", "not No leads served yet")
}

// What the API refuses a side calls it as the company does.
func TestIntel_refusals_use_the_names_of_the_sides(t *testing.T) {
	c := newCompany(t)
	if status, got, _ := c.call("admin", "PATCH", "/workspace", `{"sides":{"sales":{"name":"Field"},"marketing":{"name":"Brand"}}}`, "If-Match", "*"); status != 200 {
		t.Fatalf("PATCH workspace = %d %v", status, got)
	}
	for _, r := range []struct{ as, path, body, want string }{
		{"member", "/intel", `{"text":"Prices"}`, "Only somebody of Field can enter what the market says."},
		{"admin", "/lead-batches", `{"source":"A fair","count":40}`, "Only somebody of Brand can enter a batch of leads."},
	} {
		if status, got, _ := c.call(r.as, "POST", r.path, r.body); status != 403 || got["detail"] != r.want {
			t.Errorf("POST %s = %d %v, want 403 %q", r.path, status, got["detail"], r.want)
		}
	}
}
