package pages

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// confirmed posts what was typed, then what the step before saving asks for,
// with further choices, and gives the answer to the confirmation.
func (s *itemSite) confirmed(who, path string, typed []string, choices ...string) (int, string) {
	s.Helper()
	fields := append(append([]string{}, typed...), choices...)
	code, body := s.post(who, path, fields...)
	if code != 200 {
		s.Fatalf("POST %s = %d, want the step before saving: %.600s", path, code, body)
	}
	return s.post(who, path, append(fields, "confirm", "1", "shown", hiddenValue(s.T, body, "shown"))...)
}

// weeklySite has a weekly series of the team, from Tuesday 12 January 2027 on.
func weeklySite(t *testing.T) (s *itemSite, series string, typed func(over ...string) []string) {
	s = newSeriesSite(t)
	typed = func(over ...string) []string {
		return typedSeries(append([]string{"freq", "WEEKLY", "day", "TU", "template", "", "version", "1"}, over...)...)
	}
	code, series := s.post("luis", "/series/new", typed()...)
	if code != 303 {
		t.Fatalf("create = %d %s", code, series)
	}
	return s, series, typed
}

// Nothing is saved before it is confirmed, and what was typed comes along.
func TestSeriesScope_asks_before_saving(t *testing.T) {
	s, series, typed := weeklySite(t)
	code, body := s.post("luis", series+"/edit", typed("start", "14:00", "purpose", "typed before")...)
	if code != 200 {
		t.Fatalf("what changes = %d", code)
	}
	s.has(body, "How far does the change reach?", `name="scope" value="all" checked`, `name="purpose" value="typed before"`,
		"14:00 to 15:00", "Confirm and mail 2 people", "MIA", "Member, Strategy")
	if _, page := s.get("luis", series); !strings.Contains(page, "10:00") || strings.Contains(page, "14:00") {
		t.Error("S4: it was saved before it was confirmed")
	}
	_, body = s.post("luis", series+"/edit", typed("start", "14:00", "purpose", "typed before", "back", "1")...)
	s.has(body, `value="14:00"`, ">typed before</textarea>", "Next: what changes")
	// Another choice than the one that was shown is shown first.
	code, body = s.post("luis", series+"/edit", typed("start", "14:00", "scope", "following", "from", "2027-01-26T10:00", "confirm", "1", "shown", "another")...)
	if code != 200 {
		t.Errorf("what was not shown = %d, want it shown", code)
	}
	s.has(body, "Look at it once more", "Until then the series stays as it is", "one mail about the part that ends")
	if code, to := s.confirmed("luis", series+"/edit", typed("start", "14:00"), "scope", "all"); code != 303 || to != series {
		t.Errorf("confirmed = %d to %s, want 303 to %s", code, to, series)
	}
	if _, page := s.get("luis", series); !strings.Contains(page, "14:00") {
		t.Error("S4: the confirmed change is not saved")
	}
	if code, to := s.post("luis", series+"/edit", typed("start", "14:00", "version", "2")...); code != 303 || to != series {
		t.Errorf("nothing changed = %d to %s, want 303", code, to)
	}
}

// Both halves of a split lead to each other; an occurrence offers the split.
func TestSeriesScope_splits(t *testing.T) {
	s, series, typed := weeklySite(t)
	s.post("luis", series+"/2027-02-02T10:00/prepare")
	_, body := s.get("luis", series+"/2027-01-26T10:00/change")
	s.has(body, `href="`+series+`/edit?from=2027-01-26T10%3a00"`)
	_, body = s.get("luis", series+"/edit?from=2027-01-26T10:00")
	s.has(body, `<input type="hidden" name="from" value="2027-01-26T10:00">`)
	_, body = s.post("luis", series+"/edit", typed("start", "14:00", "from", "2027-01-26T10:00")...)
	s.has(body, `name="scope" value="following" checked`, `<option value="2027-01-26T10:00" selected>`, "A meeting in preparation moves with them")
	code, next := s.confirmed("luis", series+"/edit", typed("start", "14:00"), "scope", "following", "from", "2027-01-26T10:00")
	if code != 303 || next == series {
		t.Fatalf("split = %d to %s", code, next)
	}
	_, body = s.get("luis", next)
	s.has(body, "Goes on from", `<a href="`+series+`">`, "14:00")
	_, body = s.get("luis", series)
	s.has(body, "Went on as", `<a href="`+next+`">`, "from 26 Jan 2027")
	for _, old := range []string{series + "/2027-02-02T10:00", series + "/2027-02-09T10:00"} { // links that calendars have
		if code, to := s.get("luis", old); code != 303 || to != next+old[len(series):len(old)-5]+"14:00" {
			t.Errorf("GET %s = %d %.100s, want it to lead on", old, code, to)
		}
	}
	if code, _ := s.get("luis", series+"/2027-02-03T10:00"); code != 404 {
		t.Errorf("a date there never was = %d, want 404", code)
	}
	if code, _ := s.get("luis", next+"/2027-02-02T14:00"); code != 303 {
		t.Errorf("the prepared date in the new series = %d, want its meeting", code)
	}
}

// One date alone is changed on its own page, at the hour that was typed.
func TestSeriesScope_this_leads_to_the_date(t *testing.T) {
	s, series, typed := weeklySite(t)
	code, to := s.post("luis", series+"/edit", typed("start", "15:30", "scope", "this", "from", "2027-01-26T10:00", "confirm", "1")...)
	if code != 303 || to != series+"/2027-01-26T10:00/change?time=15%3A30" {
		t.Fatalf("this = %d to %s", code, to)
	}
	_, body := s.get("luis", to)
	s.has(body, `name="time" value="15:30"`, `name="day" value="2027-01-26"`)
}

// A new zone asks whether clock or moment stays.
func TestSeriesScope_zone(t *testing.T) {
	s, series, typed := weeklySite(t)
	_, body := s.post("luis", series+"/edit", typed("time_zone", "Asia/Kolkata")...)
	s.has(body, `name="keep" value="wall" checked`, "Keep 10:00 on the clock, in Kolkata", "Keep the moment, 10:00 in UTC", "11:00, Kolkata")
	if code, _ := s.confirmed("luis", series+"/edit", typed("time_zone", "Asia/Kolkata"), "scope", "all", "keep", "instants"); code != 303 {
		t.Fatalf("keep the moment = %d", code)
	}
	_, body = s.get("luis", series)
	s.has(body, "15:30")
	code, body := s.post("luis", series+"/edit", typed("time_zone", "UTC", "start", "08:00", "version", "2", "scope", "all", "keep", "instants")...)
	if code != 422 {
		t.Errorf("the moment with another hour = %d, want 422", code)
	}
	s.has(body, "Change the zone alone to keep the instants", `name="start" value="08:00"`)
	s.lacks(body, `name="confirm"`)
}

// What has no date any more is listed and kept, or given up.
func TestSeriesScope_lists_what_is_left(t *testing.T) {
	s, series, typed := weeklySite(t)
	s.post("luis", series+"/2027-01-26T10:00/prepare")
	monthly := typed("freq", "MONTHLY", "month_on", "2", "month_day", "TU")
	_, body := s.post("luis", series+"/edit", monthly...)
	s.has(body, "A meeting has no date any more", `name="drop" value="2027-01-26T10:00"`, "in preparation")
	if regexp.MustCompile(`name="drop"[^>]*checked`).MatchString(body) {
		t.Error("S4: what is listed is given up unasked")
	}
	_, body = s.post("luis", series+"/scope", append(append([]string{}, monthly...), "scope", "all", "drop", "2027-01-26T10:00")...)
	if !regexp.MustCompile(`name="drop" value="2027-01-26T10:00" checked`).MatchString(body) {
		t.Error("the choice is forgotten when it is looked at")
	}
	s.lacks(body, "<header")
	if code, _ := s.confirmed("luis", series+"/edit", monthly, "scope", "all", "drop", "2027-01-26T10:00"); code != 303 {
		t.Fatalf("given up = %d", code)
	}
	_, body = s.get("luis", series+"/2027-01-26T10:00")
	s.has(body, "Called off")
}

// What cannot be done as chosen is said at the step; what was typed stays.
func TestSeriesScope_refuses(t *testing.T) {
	s, series, typed := weeklySite(t)
	for name, c := range map[string]struct {
		over []string
		want int
		says string
	}{
		"a first date that is none":      {[]string{"scope", "following", "from", "2027-01-27T10:00"}, 422, "The series has no such date."},
		"a first date that is long past": {[]string{"scope", "following", "from", "2026-01-06T10:00"}, 422, "The series has no such date."},
		"a scope there is not":           {[]string{"scope", "half"}, 422, "Choose following or all."},
		"a wrong field":                  {[]string{"title", "", "scope", "all"}, 422, `href="#f-title"`},
		"a change in between":            {[]string{"version", "7", "scope", "all"}, 409, "Somebody changed this meanwhile"},
	} {
		code, body := s.post("luis", series+"/edit", typed(append([]string{"start", "14:00", "purpose", "typed before", "confirm", "1"}, c.over...)...)...)
		if code != c.want {
			t.Errorf("%s = %d, want %d", name, code, c.want)
		}
		s.has(body, c.says, "typed before")
	}
	if code, _ := s.post("mia", series+"/edit", typed("start", "14:00")...); code != 403 {
		t.Errorf("X4: the step for a member = %d, want 403", code)
	}
	if code, _ := s.post("mia", series+"/scope", typed("start", "14:00")...); code != 403 {
		t.Errorf("X4: its preview for a member = %d, want 403", code)
	}
}

// The step names the fields that change, as they are and as they will be, and no
// other.
func TestSeriesScope_names_the_fields(t *testing.T) {
	s, series, typed := weeklySite(t)
	fields := func(over ...string) []string {
		_, body := s.post("luis", series+"/edit", typed(over...)...)
		_, list, _ := strings.Cut(body, `id="fields"`)
		list, _, _ = strings.Cut(list, "</ul>")
		rows := []string{}
		for _, m := range regexp.MustCompile(`<li>([^<]*)<s>([^<]*)</s>.*?<b>([^<]*)</b>`).FindAllStringSubmatch(list, -1) {
			rows = append(rows, m[1]+m[2]+" > "+m[3])
		}
		return rows
	}
	for _, c := range []struct {
		name string
		over []string
		want []string
	}{
		{"time", []string{"start", "11:00"}, []string{"Starts: 10:00 > 11:00"}},
		{"time from a date on", []string{"start", "11:00", "scope", "following", "from", "2027-01-26T10:00"}, []string{"Starts: 10:00 > 11:00"}},
		{"words", []string{"title", "Call", "location", "Room 2"}, []string{"Name: Strategic team > Call", "Place or link: nothing > Room 2"}},
		{"visits", []string{"host_side", "sales", "visiting_seats", "2"}, []string{"Visitors from the other side: No visits > Sales hosts, the other side visits", "Seats for visitors: nothing > 2"}},
		{"who", []string{"facilitator_id", "mia", "rotate_minute_taker", "1"}, []string{"Facilitator: Nobody in particular > MIA", "Minute taker by turn: No > Yes"}},
		{"rhythm", []string{"interval", "2", "duration_minutes", "30", "ask_n", "4"}, []string{
			"Repeats: Every week on Tuesday, 10:00 to 11:00 UTC, from 12 January 2027 > Every 2 weeks on Tuesday, 10:00 to 10:30 UTC, from 12 January 2027",
			"Length: 1 h > 30 min", "Both sides are asked for proposals: 3 days before > 4 days before",
			"A side without one is reminded: 1 day before > 5 days before", "The agenda is sent: 4 h before > 2 days before",
		}},
	} {
		if got := fields(c.over...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
