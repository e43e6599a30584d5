package accord

import (
	"slices"
	"strings"
	"testing"
)

func served(t *testing.T, count int) LeadBatch {
	t.Helper()
	b, err := ServeLeads(LeadDraft{Source: "Trade fair", Count: count}, actorOf("mia"), "2026-11-26", noon)
	if err != nil {
		t.Fatal(err)
	}
	b.ID, b.Number = "b", 12
	return b
}

func TestServeLeads(t *testing.T) {
	good := LeadDraft{Source: " Trade fair ", Count: 40, ServedOn: "2026-11-20"}
	b, err := ServeLeads(good, actorOf("mia"), "2026-11-26", noon)
	if err != nil || b.Source != "Trade fair" || b.ServedOn != "2026-11-20" || b.Waiting() != 40 {
		t.Errorf("ServeLeads = %+v, %v", b, err)
	}
	for _, by := range []string{"ana", "nora"} {
		if _, err := ServeLeads(good, actorOf(by), "2026-11-26", noon); CodeOf(err) != CodeDenied {
			t.Errorf("ServeLeads by %s = %v, want denied: Marketing serves", by, err)
		}
	}
	admin := actorOf("nora")
	admin.Role = RoleAdmin
	if _, err := ServeLeads(good, admin, "2026-11-26", noon); CodeOf(err) != CodeDenied {
		t.Errorf("ServeLeads by an admin of no side = %v, want denied", err)
	}
	for field, d := range map[string]LeadDraft{
		"source":      {Count: 1},
		"count":       {Source: "x"},
		"served_on":   {Source: "x", Count: 1, ServedOn: "2026-11-27"},
		"note":        {Source: "x", Count: 1, Note: strings.Repeat("x", MaxLeadNote+1)},
		"external_id": {Source: "x", Count: 1, ExternalID: strings.Repeat("x", MaxExternalID+1)},
	} {
		if _, err := ServeLeads(d, actorOf("mia"), "2026-11-26", noon); !wrong(err, field) {
			t.Errorf("ServeLeads(%+v) = %v, want an error on %s", d, err, field)
		}
	}
	if _, err := ServeLeads(LeadDraft{Source: "x", Count: 1, ServedOn: "2025-11-24"}, actorOf("mia"), "2026-11-26", noon); !wrong(err, "served_on") {
		t.Errorf("a batch of long ago = %v, want an error on served_on", err)
	}
}

// wrong reports whether the error is about that field.
func wrong(err error, field string) bool {
	e, ok := err.(*Error) //nolint:errorlint // rules return it bare
	return ok && slices.ContainsFunc(e.Fields, func(f FieldError) bool { return f.Location == field })
}

func TestLeadBatch_Judge(t *testing.T) {
	reasons := ShippedLeadReasons()
	reject := func(counts ...int) (list []LeadRejection) {
		for i, n := range counts {
			list = append(list, LeadRejection{ReasonID: reasons[i].ID, Count: n})
		}
		return list
	}
	b := served(t, 40)
	part, v, err := b.Judge(VerdictDraft{Accepted: 10, Rejections: reject(4, 6)}, reasons, actorOf("ana"), noon)
	if err != nil || part.Waiting() != 20 || v.Rejected != 10 || part.JudgedBy != "ana" {
		t.Fatalf("Judge = %+v, %+v, %v; want 20 left waiting", part, v, err)
	}
	whole, _, err := part.Judge(VerdictDraft{Accepted: 25, Rejections: reject(15)}, reasons, actorOf("luis"), noon)
	if err != nil || whole.Waiting() != 0 || whole.Accepted != 25 {
		t.Errorf("a later verdict = %+v, %v; want the whole batch judged", whole, err)
	}
	for name, c := range map[string]struct {
		by    string
		d     VerdictDraft
		field string // "" for denied
	}{
		"Marketing cannot judge":   {"mia", VerdictDraft{Accepted: 40}, ""},
		"who is neutral neither":   {"nora", VerdictDraft{Accepted: 40}, ""},
		"more than there are":      {"ana", VerdictDraft{Accepted: 30, Rejections: reject(11)}, "accepted"},
		"nothing":                  {"ana", VerdictDraft{}, "accepted"},
		"less than was judged":     {"ana", VerdictDraft{Accepted: 19}, "accepted"},
		"less than none":           {"ana", VerdictDraft{Accepted: -1}, "accepted"},
		"a reason not of the list": {"ana", VerdictDraft{Accepted: 20, Rejections: []LeadRejection{{ReasonID: "", Count: 1}}}, "rejections"},
		"a reason twice":           {"ana", VerdictDraft{Accepted: 20, Rejections: append(reject(1), reject(1)...)}, "rejections"},
		"a reason less than none":  {"ana", VerdictDraft{Accepted: 30, Rejections: reject(-5, 10)}, "rejections"},
		"an overflow":              {"ana", VerdictDraft{Accepted: 20, Rejections: reject(1<<62, 1<<62, 1<<62, 1<<62)}, "rejections"},
	} {
		_, _, err := part.Judge(c.d, reasons, actorOf(c.by), noon)
		if c.field == "" && CodeOf(err) != CodeDenied || c.field != "" && !wrong(err, c.field) {
			t.Errorf("%s: Judge(%s) = %v, want %q refused", name, c.by, err, c.field)
		}
	}
	if back := whole.Under(&v); back.Waiting() != 20 || back.Under(nil).Waiting() != 40 || back.Under(nil).JudgedAt != nil {
		t.Errorf("Under = %+v, want it as the verdict before left it", back)
	}
}

func TestEditLeadReasons(t *testing.T) {
	w := Workspace{SalesLeadID: "ana", SalesDeputyID: "luis", MarketingLeadID: "mia"}
	list := ShippedLeadReasons()
	n := 0
	newID := func() string { n++; return "r" + string(rune('0'+n)) }
	by := actorOf("ana")
	by.Locale = "de"
	got, err := EditLeadReasons(list, []string{"Kein Budget", "  ", "Konkurrenz", "No need for it"}, w, by, newID)
	if err != nil {
		t.Fatal(err)
	}
	offered := OfferedLeadReasons(got)
	var words []string
	for _, r := range offered {
		words = append(words, r.ID+"="+r.Label("en"))
	}
	if s := strings.Join(words, ", "); s != "no_budget=No budget, r1=Konkurrenz, no_need=No need for it" || len(got) != 7 {
		t.Errorf("reasons = %s of %d, want those named in their order, the others kept as retired", s, len(got))
	}
	again, err := EditLeadReasons(got, []string{"Zu früh", "KONKURRENZ"}, w, by, newID)
	if err != nil || OfferedLeadReasons(again)[0].ID != "too_early" || OfferedLeadReasons(again)[1].ID != "r1" || n != 1 {
		t.Errorf("again = %+v, %v; want a retired reason back and the same one for the same words", OfferedLeadReasons(again), err)
	}
	if id := FindLeadReason(again, "konkurrenz", "en"); id != "r1" {
		t.Errorf("FindLeadReason by words = %q, want r1", id)
	}
	admin := actorOf("nora")
	admin.Role = RoleAdmin
	for id, may := range map[string]bool{"ana": true, "luis": true, "mia": false, "max": false, "nora": false, "admin": true} {
		by := actorOf(id)
		if id == "admin" {
			by = admin
		}
		if _, err := EditLeadReasons(list, []string{"x"}, w, by, newID); (err == nil) != may {
			t.Errorf("EditLeadReasons by %s = %v, want may %t", id, err, may)
		}
	}
	for name, texts := range map[string][]string{
		"none": {""}, "twice": {"x", "X"}, "too long": {strings.Repeat("x", MaxLeadReasonText+1)},
		"too many": strings.Split("a b c d e f g h i j k l m", " "),
	} {
		if _, err := EditLeadReasons(list, texts, w, by, newID); !wrong(err, "reasons") {
			t.Errorf("%s: %v, want an error on reasons", name, err)
		}
	}
}
