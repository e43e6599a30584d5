package pages

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// newVisitSite serves the pages of visits and of series: luis, of Sales, leads a
// team of both sides.
func newVisitSite(t *testing.T) *itemSite {
	t.Helper()
	routes := func(p *Pages) []Route {
		return slices.Concat(p.exchangeVisitRoutes(), p.seriesRoutes(), p.meetingRoutes(), p.teamRoutes())
	}
	return newSite(t, routes, func(ctx context.Context, tx *store.Store) error { return staff(ctx, tx, "Both", "luis", "mia") })
}

// staff makes a team that the first of the people leads.
func staff(ctx context.Context, tx *store.Store, name string, people ...string) error {
	if err := store.Insert(ctx, tx, accord.Team{ID: name, Name: name, Version: 1, CreatedAt: storetest.Start}); err != nil {
		return err
	}
	role := accord.TeamLeader
	for _, id := range people {
		if err := store.Insert(ctx, tx, accord.TeamMember{TeamID: name, PersonID: id, Role: role, AddedAt: storetest.Start}); err != nil {
			return err
		}
		role = accord.TeamMemberRole
	}
	return nil
}

// The empty state of exchange visits leads to a series that has visits.
func TestVisits_from_the_empty_state(t *testing.T) {
	s := newVisitSite(t)
	const form = "/series/new?template=exchange_visit"
	_, body := s.get("luis", "/exchange-visits")
	s.has(body, `href="`+form+`"`, "Set up a staff meeting")
	_, body = s.get("luis", form)
	s.has(body, `<option value="sales" selected>`, `name="visiting_seats" value="1"`, "You lead no team of Sales alone")
	s.lacks(body, "No visits</option>")
	if seats, rhythm := strings.Index(body, `name="host_side"`), strings.Index(body, `name="freq"`); seats < 0 || seats > rhythm {
		t.Errorf("the seats stand at %d, want them before the rhythm at %d", seats, rhythm)
	}
	_, body = s.get("mia", form)
	s.has(body, "First a team, then its meeting", "You lead no team of Marketing alone")

	s.within(func(ctx context.Context, tx *store.Store) error { return staff(ctx, tx, "Own", "luis", "uma") })
	_, body = s.get("luis", form)
	s.has(body, `<option value="Own" selected>`, `<option value="sales" selected>`)
	s.lacks(body, "You lead no team")
	_, body = s.get("luis", "/teams/Own")
	s.has(body, `href="/series/new?team=Own&amp;template=exchange_visit"`)
	_, body = s.get("luis", "/teams/Both")
	s.has(body, `href="/series/new?team=Both"`)

	code, to := s.post("luis", "/series/new", typedSeries("template", "exchange_visit", "team_id", "Own", "host_side", "sales", "visiting_seats", "1")...)
	if code != 303 {
		t.Fatalf("create = %d %s", code, to)
	}
	_, body = s.get("luis", to)
	s.has(body, "One seat at each date for Marketing, by turn.")
	_, body = s.get("luis", to+"/edit")
	s.has(body, "No visits</option>", `<option value="sales" selected>`)
	_, body = s.get("luis", "/series/new")
	s.has(body, "No visits</option>")
}

// stayed is a stay of mia's that has begun.
func stayed(s *itemSite) string {
	s.Helper()
	code, to := s.post("mia", "/exchange-visits", "from_on", "2026-12-28", "to_on", "2027-01-08", "what", "Calls")
	if code != 303 {
		s.Fatalf("plan = %d %s", code, to)
	}
	return to
}

// What somebody else changed meanwhile is not overwritten unknowingly, and what
// was typed is not lost.
func TestVisits_changed_meanwhile(t *testing.T) {
	s := newVisitSite(t)
	visit := stayed(s)
	_, body := s.get("mia", visit)
	old := hiddenValue(t, body, "version")
	if code, to := s.post("mia", visit, "version", old, "from_on", "2026-12-28", "to_on", "2027-01-07", "what", "Their calls"); code != 303 {
		t.Fatalf("changed = %d %.200s", code, to)
	}
	code, body := s.post("mia", visit+"/report", "version", old, "learned", "typed late", "told", "and this")
	if code != 409 {
		t.Errorf("a report on an old version = %d, want 409", code)
	}
	s.has(body, "Somebody changed this meanwhile", ">typed late</textarea>", ">and this</textarea>", `name="version" value="2"`, `name="to_on" value="2027-01-07"`)
	if code, _ := s.post("mia", visit, "version", old, "from_on", "2026-12-28", "to_on", "2027-01-09", "what", "x"); code != 409 {
		t.Errorf("days on an old version = %d, want 409", code)
	}
	if code, body := s.post("mia", visit+"/call-off", "version", old); code != 409 || !strings.Contains(body, "Somebody changed this meanwhile") {
		t.Errorf("called off on an old version = %d, want 409", code)
	}
	if code, _ := s.post("mia", visit+"/report", "version", "2", "learned", "typed late", "told", "and this"); code != 303 {
		t.Errorf("saving it again = %d, want 303", code)
	}
	_, body = s.get("mia", visit)
	s.has(body, "Change the report")
	s.lacks(body, "Write the report")

	other := stayed(s)
	if code, _ := s.post("mia", other+"/call-off", "version", "1"); code != 303 {
		t.Fatalf("called off = %d", code)
	}
	code, body = s.post("mia", other+"/report", "version", "1", "learned", "of a visit called off")
	if code != 409 {
		t.Errorf("a report of what was called off = %d, want 409", code)
	}
	s.has(body, "Somebody changed this meanwhile", ">of a visit called off</textarea>")
}

// The words fit where the visit stands.
func TestVisits_words(t *testing.T) {
	s := newVisitSite(t)
	visit := stayed(s)
	_, body := s.get("mia", visit)
	s.has(body, "Planned. The days come to your calendar as soon as mail is set up.", "Write the report", "What for")
	s.lacks(body, "agenda is shared")
	_, gone := s.post("mia", "/exchange-visits", "from_on", "2026-12-28", "to_on", "2026-12-28")
	_, body = s.get("mia", gone)
	s.has(body, "Noted. Now write what you learned")
	s.lacks(body, "Planned.")
	_, body = s.get("mia", "/exchange-visits")
	s.has(body, "<th>State</th>")
}

// A form suggests no day on which nobody works (S3).
func TestVisits_S3_the_suggested_day(t *testing.T) {
	s := newVisitSite(t)
	_, body := s.get("mia", "/exchange-visits")
	s.has(body, `name="from_on" value="2027-01-11"`)
	s.within(func(ctx context.Context, tx *store.Store) error {
		return store.Insert(ctx, tx, accord.WorkspaceDay{Date: "2027-01-11", Name: "Works outing"})
	})
	_, body = s.get("mia", "/exchange-visits")
	s.has(body, `name="from_on" value="2027-01-12"`, `name="to_on" value="2027-01-12"`)
}

// A list longer than a page goes on behind it.
func TestVisits_pages(t *testing.T) {
	s := newVisitSite(t)
	s.within(func(ctx context.Context, tx *store.Store) error {
		for i := range visitsListed + 1 {
			day := accord.Date("2026-12-01").AddDays(i / 10)
			v := accord.ExchangeVisit{
				ID: fmt.Sprintf("v%02d", i), VisitorID: "mia", VisitorSide: accord.Marketing, HostSide: accord.Sales, FromOn: day, ToOn: day, DueOn: day,
				Status: accord.VisitPlanned, CreatedBy: "mia", CreatedAt: storetest.Start, Version: 1,
			}
			if err := tx.CreateExchangeVisit(ctx, &v); err != nil {
				return err
			}
		}
		return nil
	})
	_, body := s.get("mia", "/exchange-visits")
	next := regexp.MustCompile(`href="(/exchange-visits\?cursor=[^"#]+)`).FindStringSubmatch(body)
	if next == nil || strings.Count(body, "data-row") != visitsListed || strings.Contains(body, `"/exchange-visits/v00"`) {
		t.Fatalf("the first page leads to %v with %d rows", next, strings.Count(body, "data-row"))
	}
	_, body = s.get("mia", next[1])
	s.has(body, `"/exchange-visits/v00"`, `href="/exchange-visits#visits"`)
	s.lacks(body, `"/exchange-visits/v01"`)
	if _, csv := s.get("mia", "/exchange-visits.csv"); strings.Count(csv, "\n") != visitsListed+2 {
		t.Errorf("the CSV has %d lines, want all visits", strings.Count(csv, "\n"))
	}
	if code, _ := s.get("mia", "/exchange-visits?cursor=x"); code != 422 && code != 400 {
		t.Errorf("a forged cursor = %d, want it refused", code)
	}
}
