package pages

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// newSeriesSite serves the pages of series: luis leads the team, mia is of it,
// uma is not. An hour before the 10:00 of the second Tuesday the team meets once.
func newSeriesSite(t *testing.T) *itemSite {
	t.Helper()
	return newSite(t, func(p *Pages) []Route { return slices.Concat(p.seriesRoutes(), p.meetingRoutes()) }, func(ctx context.Context, tx *store.Store) error {
		if err := store.Insert(ctx, tx, accord.Team{WorkspaceID: "w", ID: "team", Name: "Strategy", Version: 1, CreatedAt: storetest.Start}); err != nil {
			return err
		}
		for id, role := range map[string]accord.TeamRole{"luis": accord.TeamLeader, "mia": accord.TeamMemberRole} {
			if err := store.Insert(ctx, tx, accord.TeamMember{WorkspaceID: "w", TeamID: "team", PersonID: id, Role: role, AddedAt: storetest.Start}); err != nil {
				return err
			}
		}
		return tx.CreateMeeting(ctx, &accord.Meeting{
			ID: "planning", TeamID: "team", Title: "Planning day", StartsAt: time.Date(2027, 1, 12, 9, 30, 0, 0, time.UTC), DurationMinutes: 60,
			TimeZone: "UTC", Status: accord.MeetingScheduled, NotesVersion: 1, CreatedBy: "luis", CreatedAt: storetest.Start, Version: 1,
		})
	})
}

// typed is the editor as it comes, with some fields typed over.
func typedSeries(over ...string) []string {
	fields := url.Values{
		"title": {"Strategic team"}, "freq": {"MONTHLY"}, "interval": {"1"}, "month_on": {"2"}, "month_day": {"TU"}, "ends": {"never"},
		"first": {"2027-01-12"}, "start": {"10:00"}, "time_zone": {"UTC"}, "duration_minutes": {"60"}, "team_id": {"team"}, "template": {"strategic_team"},
		"leads_were": {"14400,7200,2880"}, "ask_n": {"10"}, "ask_unit": {"days"}, "remind_n": {"5"}, "remind_unit": {"days"}, "send_n": {"2"}, "send_unit": {"days"},
	}
	for i := 0; i+1 < len(over); i += 2 {
		fields.Set(over[i], over[i+1])
	}
	var list []string
	for name := range fields {
		list = append(list, name, fields.Get(name))
	}
	return list
}

func (s *itemSite) lacks(body, unwanted string) {
	s.Helper()
	if strings.Contains(body, unwanted) {
		s.Errorf("the page has %q", unwanted)
	}
}

func TestSeriesEditor_new_has_what_the_old_one_has(t *testing.T) {
	s := newSeriesSite(t)
	_, body := s.get("luis", "/series/new")
	s.has(body, `name="ask_n" min="0" value="10"`, `name="send_n" min="0" value="2"`, `name="goal_title"`, `name="facilitator_id"`, ">MIA, ")
	s.lacks(body, ">UMA, ")

	code, to := s.post("luis", "/series/new", typedSeries("ask_n", "7", "facilitator_id", "mia", "goal_title", "Pipeline", "goal_by", "2027-06-30")...)
	if code != 303 {
		t.Fatalf("create = %d %s", code, to)
	}
	_, body = s.get("luis", to+"/edit")
	s.has(body, `name="ask_n" min="0" value="7"`, `value="Pipeline"`, `value="2027-06-30"`, `<option value="mia" selected>`)
}

func TestSeriesEditor_wrong_fields_by_the_field(t *testing.T) {
	s := newSeriesSite(t)
	for field, over := range map[string][]string{
		"f-facilitator_id": {"facilitator_id", "uma"},
		"f-ask_minutes":    {"ask_n", "1000"},
		"f-goal_title":     {"goal_measure", "won deals"},
		"f-title":          {"title", ""},
	} {
		code, body := s.post("luis", "/series/new", typedSeries(append(over, "purpose", "typed before")...)...)
		if code != 422 {
			t.Errorf("a wrong %s = %d, want 422", field, code)
		}
		s.has(body, `href="#`+field+`"`, ">typed before</textarea>")
	}
	_, to := s.post("luis", "/series/new", typedSeries()...)
	if code, body := s.post("luis", to+"/edit", typedSeries("version", "1", "facilitator_id", "uma")...); code != 422 || !strings.Contains(body, `href="#f-facilitator_id"`) {
		t.Errorf("X4: a forged facilitator of an existing series = %d, want 422 by the field", code)
	}
}

func TestSeriesEditor_shows_clashes(t *testing.T) {
	s := newSeriesSite(t)
	code, body := s.post("luis", "/series/preview", typedSeries()...)
	if code != 200 {
		t.Fatalf("preview = %d", code)
	}
	s.has(body, `id="clashes"`, "The team meets then already", `<a href="/meetings/planning">Planning day</a>`, "MIA")
	_, body = s.post("luis", "/series/preview", typedSeries("start", "11:00")...)
	s.lacks(body, `id="clashes"`)
}

// What somebody else saved meanwhile is not overwritten unknowingly, and what
// was typed is not lost.
func TestSeriesEditor_changed_meanwhile(t *testing.T) {
	s := newSeriesSite(t)
	_, to := s.post("luis", "/series/new", typedSeries()...)
	if code, _ := s.confirmed("luis", to+"/edit", typedSeries("version", "1", "title", "Growth team")); code != 303 {
		t.Fatalf("the first = %d, want 303", code)
	}
	code, body := s.post("luis", to+"/edit", typedSeries("version", "1", "title", "Typed late")...)
	if code != 409 {
		t.Errorf("an old version = %d, want 409", code)
	}
	s.has(body, "Somebody changed this meanwhile", `value="Typed late"`, `name="version" value="2"`)
	if code, _ := s.confirmed("luis", to+"/edit", typedSeries("version", "2", "title", "Typed late")); code != 303 {
		t.Errorf("saving it again = %d, want 303", code)
	}
}

func TestSeriesAgenda_pages(t *testing.T) {
	s := newSeriesSite(t)
	_, series := s.post("luis", "/series/new", typedSeries("template", "")...)
	path := series + "/agenda"
	line := func(i string, values ...string) []string {
		names := []string{"title", "kind", "side", "minutes", "why"}
		var fields []string
		for n, v := range values {
			fields = append(fields, "agenda."+i+"."+names[n], v)
		}
		return fields
	}
	first, second := line("0", "Which project?", "decide", "neutral", "20", "Because"), line("1", "What did customers say?", "inform", "sales", "10", "")
	for _, c := range []struct {
		name   string
		fields []string
		code   int
		to     string
	}{
		{"add the first", slices.Concat([]string{"version", "1", "lines", "0", "do", "add"}, first), 303, path + "#line-2"},
		{"a line without a title", slices.Concat([]string{"version", "2", "lines", "1", "do", "add"}, first, line("1", "", "inform", "sales", "10", "")), 422, `href="#f-agenda.1.title"`},
		{"minutes no meeting has", slices.Concat([]string{"version", "2", "lines", "1"}, line("0", "Which project?", "decide", "neutral", "0", "")), 422, `href="#f-agenda.0.minutes"`},
		{"add the second", slices.Concat([]string{"version", "2", "lines", "1", "do", "add"}, first, second), 303, path + "#line-3"},
		{"move it up", slices.Concat([]string{"version", "3", "lines", "2", "do", "up.1"}, first, second), 303, path + "#line-1"},
		{"an old version", slices.Concat([]string{"version", "3", "lines", "2", "do", "remove.0"}, first, second), 409, "Somebody changed this meanwhile"},
		{"save", slices.Concat([]string{"version", "4", "lines", "2"}, line("0", "What did customers say?", "inform", "sales", "10", ""), line("1", "Which project?", "decide", "neutral", "20", "Because")), 303, series},
	} {
		code, to := s.post("luis", path, c.fields...)
		if code != c.code || !strings.Contains(to, c.to) {
			t.Errorf("%s = %d, want %d with %s", c.name, code, c.code, c.to)
		}
	}
	_, body := s.get("luis", path)
	if a, b := strings.Index(body, "What did customers say?"), strings.Index(body, "Which project?"); a < 0 || b < 0 || a > b {
		t.Errorf("the agenda is not in the order it was put: %d, %d", a, b)
	}
	if code, _ := s.post("mia", path, "version", "5", "lines", "0"); code != 403 {
		t.Errorf("X4: the agenda by a member = %d, want 403", code)
	}
}

// Ending, calling off, moving and restoring first say who is mailed and why.
func TestSeries_pages_say_who_is_mailed(t *testing.T) {
	s := newSeriesSite(t)
	_, series := s.post("luis", "/series/new", typedSeries()...)
	_, body := s.get("luis", series)
	s.has(body, "End it and mail 2 people", "Leader, Strategy", "Member, Strategy")
	if code, _ := s.post("luis", series+"/2027-01-12T10:00/prepare"); code != 303 {
		t.Fatalf("prepare = %d", code)
	}
	_, body = s.get("luis", series)
	s.has(body, "End it and mail 2 people", "Member, Strategy")
	_, body = s.get("luis", series+"/2027-01-12T10:00/change")
	s.has(body, "Move it and mail 2 people", "Call it off and mail 2 people", "Member, Strategy")
	_, meeting := s.get("luis", series+"/2027-01-12T10:00")
	_, body = s.get("luis", meeting)
	s.has(body, "Cancel and mail 2 people", "Member, Strategy")
	if code, _ := s.post("luis", meeting+"/cancel"); code != 303 {
		t.Fatalf("cancel = %d", code)
	}
	_, body = s.get("luis", meeting)
	s.has(body, "Restore and mail 2 people", "Member, Strategy")
	_, body = s.get("mia", meeting)
	s.lacks(body, "and mail")
}
