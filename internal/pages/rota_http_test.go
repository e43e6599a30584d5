package pages

import (
	"strings"
	"testing"
)

// rotaSite has a weekly series whose duties luis of Sales and mia of Marketing
// take by turn.
func rotaSite(t *testing.T) (s *itemSite, series string) {
	t.Helper()
	s = newSeriesSite(t)
	code, to := s.post("luis", "/series/new", typedSeries("freq", "WEEKLY", "day", "TU", "facilitator_id", "turn", "rotate_minute_taker", "1")...)
	if code != 303 {
		t.Fatalf("make = %d %.600s", code, to)
	}
	return s, to
}

func TestRota_editor(t *testing.T) {
	s, series := rotaSite(t)
	_, body := s.get("luis", "/series/new")
	s.has(body, `<option value="turn">By turn, both sides alternating</option><option value="" selected>`, `name="rotate_minute_taker" value="1"`)
	_, body = s.get("luis", series+"/edit")
	s.has(body, `<option value="turn" selected>`, `name="rotate_minute_taker" value="1" checked`)
	typed := typedSeries("freq", "WEEKLY", "day", "TU", "facilitator_id", "mia", "version", "1")
	if code, to := s.confirmed("luis", series+"/edit", typed, "scope", "all"); code != 303 {
		t.Fatalf("somebody named = %d %.600s", code, to)
	}
	_, body = s.get("luis", series)
	s.has(body, "Nobody takes turns in this series.", series+"/edit#f-facilitator_id", "<dd>MIA</dd>")
	_, body = s.get("mia", series)
	s.has(body, "Nobody takes turns in this series.")
	s.lacks(body, "Let it go by turn")
}

// A round of one is said to be none.
func TestRota_of_one(t *testing.T) {
	s := newSeriesSite(t)
	_, series := s.post("luis", "/series/new", typedSeries("freq", "WEEKLY", "day", "TU", "facilitator_id", "turn", "rotate_representatives", "1")...)
	_, body := s.get("luis", series)
	s.has(body, "Only LUIS can take this turn", "Only MIA can take this turn")
	if n := strings.Count(body, "can take this turn"); n != 2 {
		t.Errorf("it is said %d times, want of the two representatives alone", n)
	}
}

func TestRota_page(t *testing.T) {
	s, series := rotaSite(t)
	_, body := s.get("luis", series)
	s.has(body, `id="rota"`, "Whose turn", `<span class="mark" data-side="sales">LUIS</span>`, `<span class="mark" data-side="marketing">MIA</span>`,
		series+"/rota/2027-01-12T10:00/skip", "Pass over LUIS", "Then it is the turn of MIA.", "Nobody is mailed.", `name="with"`)
	_, other := s.get("mia", series)
	s.has(other, "Pass over MIA")
	s.lacks(other, "Pass over LUIS")
	turn := series + "/rota/2027-01-12T10:00/"
	for _, c := range []struct {
		name, as, path string
		typed          []string
		want           int
		says           []string
	}{
		{"skip somebody else's", "mia", turn + "skip", nil, 403, []string{"Only whoever has the turn"}},
		{"skip", "luis", turn + "skip", nil, 303, []string{"Passed over. On Tue 12 Jan 2027 MIA facilitates.", "passed over: LUIS", "Give it back to LUIS"}},
		{"take back", "luis", turn + "unskip", nil, 303, []string{"Given back. On Tue 12 Jan 2027 LUIS facilitates."}},
		{"take back twice", "luis", turn + "unskip", nil, 404, nil},
		{"swap with oneself", "luis", turn + "swap", []string{"with", "2027-01-26T10:00"}, 422, []string{"Choose a turn of somebody else.", `href="#f-facilitator-2027-01-12T1000-with"`, `id="f-facilitator-2027-01-12T1000-with"`, "<details class=\"sub sm\" open>"}},
		{"swap", "luis", turn + "swap", []string{"with", "2027-01-19T10:00"}, 303, []string{"Swapped. On Tue 12 Jan 2027 MIA facilitates.", "instead of LUIS, swapped"}},
	} {
		code, got := s.post(c.as, c.path, append([]string{"kind", "facilitator"}, c.typed...)...)
		if code != c.want {
			t.Errorf("%s = %d %.300s, want %d", c.name, code, got, c.want)
			continue
		}
		if code == 303 {
			if got != series+"#rota" {
				t.Errorf("%s goes to %s", c.name, got)
			}
			_, got = s.get(c.as, series)
		}
		s.has(got, c.says...)
	}
	_, to := s.post("luis", strings.Replace(turn, "/rota", "", 1)+"prepare")
	_, body = s.get("luis", to)
	if !strings.Contains(body, "Facilitator:") {
		_, to = s.get("luis", to)
		_, body = s.get("luis", to)
	}
	s.has(body, `<span class="muted">Facilitator:</span> <span class="mark" data-side="marketing">MIA</span>`, `<span class="muted">Minute taker:</span>`)
}
