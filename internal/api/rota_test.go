package api

import (
	"testing"

	"accord/internal/accord"
)

// duty is one of the duties of an answer.
func duty(body map[string]any, kind string) map[string]any {
	d, _ := body[kind].(map[string]any)
	return d
}

// holdersOf joins who has the turns of a duty.
func holdersOf(body map[string]any, kind string) string {
	text := ""
	for _, t := range list(duty(body, kind)["turns"]) {
		id, _ := t.(map[string]any)["holder_id"].(string)
		text += id + " "
	}
	return text
}

func newRotaAPI(t *testing.T) (seriesAPI, string) {
	t.Helper()
	a := newSeriesAPI(t,
		accord.TeamPerson{Person: accord.Person{ID: "mia", Side: accord.Marketing}, TeamRole: accord.TeamMemberRole},
		accord.TeamPerson{Person: accord.Person{ID: "oz", Side: accord.Marketing}, TeamRole: accord.TeamObserver})
	in := strategic()
	in["rrule"], in["rotate_facilitator"], in["rotate_minute_taker"] = "FREQ=WEEKLY;BYDAY=TU", true, true
	status, made, _ := a.ask("POST", "/series", in)
	if status != 201 || made["rotate_facilitator"] != true || made["rotate_minute_taker"] != true {
		t.Fatalf("make = %d %v", status, made)
	}
	return a, "/series/" + made["id"].(string)
}

func TestRota_turns(t *testing.T) {
	a, path := newRotaAPI(t)
	status, got, _ := a.ask("GET", path+"/rota", "", "Authorization", "Bearer oz")
	fac := duty(got, "facilitator")
	if status != 200 || holdersOf(got, "facilitator") != "ana mia leo mia ana mia " || holdersOf(got, "minute_taker") != "mia ana mia leo mia ana " {
		t.Fatalf("rota = %d %q %q", status, holdersOf(got, "facilitator"), holdersOf(got, "minute_taker"))
	}
	first, _ := list(fac["turns"])[0].(map[string]any)
	if first["starts_at"] != "2027-01-12T10:00:00+01:00" || first["side"] != "sales" || first["next_id"] != nil || first["meeting_id"] != nil || fac["by_turn"] != true || fac["takers"] != 3.0 || len(list(fac["past"])) != 0 {
		t.Errorf("first = %v of %v, seen by an observer", first, fac)
	}
	turn := path + "/rota/2027-01-12T10:00/"
	for _, s := range []struct {
		name, as, path, body string
		want                 int
		holders              string
	}{
		{"skip as an observer", "oz", turn + "skip", `{"kind":"facilitator"}`, 403, ""},
		{"skip somebody else's", "leo", turn + "skip", `{"kind":"facilitator"}`, 403, ""},
		{"skip an unknown duty", "ana", turn + "skip", `{"kind":"juggler"}`, 422, ""},
		{"skip no date", "ana", path + "/rota/soon/skip", `{"kind":"facilitator"}`, 404, ""},
		{"skip in no series", "ana", "/series/nothing/rota/2027-01-12T10:00/skip", `{"kind":"facilitator"}`, 404, ""},
		{"a field too many", "ana", turn + "skip", `{"kind":"facilitator","why":"x"}`, 422, ""},
		{"no kind", "ana", turn + "skip", `{}`, 422, ""},
		{"take back what nobody skipped", "ana", turn + "unskip", `{"kind":"facilitator"}`, 404, ""},
		{"skip one's own", "mia", path + "/rota/2027-01-19T10:00/skip", `{"kind":"facilitator"}`, 200, ""},
		{"take one's own back", "mia", path + "/rota/2027-01-19T10:00/unskip", `{"kind":"facilitator"}`, 200, "ana mia leo mia ana mia "},
		{"skip as the leader", "ana", turn + "skip", `{"kind":"facilitator"}`, 200, "leo mia ana mia leo mia "},
		{"take back as another member", "mia", turn + "unskip", `{"kind":"facilitator"}`, 403, ""},
		{"take back", "ana", turn + "unskip", `{"kind":"facilitator"}`, 200, "ana mia leo mia ana mia "},
		{"swap with nothing", "ana", turn + "swap", `{"kind":"facilitator","with":"later"}`, 422, ""},
		{"swap with oneself", "ana", turn + "swap", `{"kind":"facilitator","with":"2027-02-09T10:00"}`, 422, ""},
		{"swap as an observer", "oz", turn + "swap", `{"kind":"facilitator","with":"2027-01-19T10:00"}`, 403, ""},
		{"swap as one of the two", "mia", turn + "swap", `{"kind":"facilitator","with":"2027-01-19T10:00"}`, 200, "mia ana leo mia ana mia "},
		{"swap back", "mia", turn + "swap", `{"kind":"facilitator","with":"2027-01-19T10:00"}`, 200, "ana mia leo mia ana mia "},
	} {
		status, got, _ := a.ask("POST", s.path, s.body, "Authorization", "Bearer "+s.as)
		if status != s.want || s.holders != "" && holdersOf(got, "facilitator") != s.holders {
			t.Errorf("%s = %d %q %v, want %d %q", s.name, status, holdersOf(got, "facilitator"), got["detail"], s.want, s.holders)
		}
	}
}

func TestRota_switched_on_and_off(t *testing.T) {
	a, path := newRotaAPI(t)
	for _, s := range []struct {
		name, body  string
		want        int
		fac, minute any
		named       any
	}{
		{"somebody named", `{"facilitator_id":"leo"}`, 200, false, true, "leo"},
		{"by turn again", `{"rotate_facilitator":true,"rotate_minute_taker":false}`, 200, true, false, nil},
		{"both at once", `{"facilitator_id":"leo","rotate_facilitator":true}`, 422, nil, nil, nil},
	} {
		status, got, _ := a.ask("PATCH", path, s.body, "If-Match", "*")
		if status != s.want || got["rotate_facilitator"] != s.fac || got["rotate_minute_taker"] != s.minute || got["facilitator_id"] != s.named {
			t.Errorf("%s = %d %v", s.name, status, got)
		}
	}
	_, got, _ := a.ask("GET", path+"/rota", "")
	if duty(got, "minute_taker")["by_turn"] != false || len(list(duty(got, "minute_taker")["turns"])) != 0 {
		t.Errorf("off = %v", got["minute_taker"])
	}
	if status, _, _ := a.ask("POST", path+"/rota/2027-01-12T10:00/skip", `{"kind":"minute_taker"}`); status != 409 {
		t.Errorf("skip where it does not go by turn = %d, want 409", status)
	}
	_, m, _ := a.ask("POST", path+"/occurrences/2027-01-12T10:00/open", "")
	if m["facilitator_id"] != "ana" || m["minute_taker_id"] != nil {
		t.Errorf("the meeting names %v and %v", m["facilitator_id"], m["minute_taker_id"])
	}
}
