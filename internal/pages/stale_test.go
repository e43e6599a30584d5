package pages

import (
	"context"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// staleSite has a one-time meeting of luis with an agenda item, "next", and one
// that was closed, "held".
func staleSite(t *testing.T) *itemSite {
	t.Helper()
	routes := func(p *Pages) []Route {
		return append(append(p.actionItemRoutes(), p.agendaRoutes()...), p.minutesRoutes()...)
	}
	return newSite(t, routes, func(ctx context.Context, tx *store.Store) error {
		at := storetest.Start
		closed := at.Add(-time.Hour)
		next := accord.Meeting{
			ID: "next", Title: "Next", StartsAt: at.Add(time.Hour), DurationMinutes: 30, TimeZone: "UTC", Status: accord.MeetingScheduled,
			NotesVersion: 1, CreatedBy: "luis", CreatedAt: at, Version: 1,
		}
		held := next
		held.ID, held.Status, held.StartedAt, held.ClosedAt, held.MinutesVersion = "held", accord.MeetingClosed, &closed, &closed, 1
		for _, m := range []accord.Meeting{next, held} {
			if err := tx.CreateMeeting(ctx, &m); err != nil {
				return err
			}
			if err := tx.Invite(ctx, []accord.MeetingPerson{{MeetingID: m.ID, PersonID: "luis", Side: accord.Sales}}); err != nil {
				return err
			}
		}
		if err := tx.AddMinutes(ctx, accord.Minutes{MeetingID: "held", Number: 1, Title: "Held", StartedAt: closed, ClosedAt: closed, CreatedBy: "luis", CreatedAt: at}); err != nil {
			return err
		}
		return tx.CreateAgendaItem(ctx, &accord.AgendaItem{
			ID: "q", MeetingID: "next", Title: "Which leads?", Kind: accord.KindDecide, Side: accord.Sales, Minutes: 10, Why: "Old",
			Status: accord.AgendaAccepted, NotesVersion: 1, ProposedBy: "luis", CreatedAt: at, Version: 1,
		})
	})
}

// hiddenValue is the value of the page's first hidden field of the name.
func hiddenValue(t *testing.T, body, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(body, `name="`+name+`" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	if !ok || value == "" {
		t.Fatalf("the page has no hidden %s", name)
	}
	return value
}

// M1, M4: a form made from what was there before overwrites nobody's change
// silently, and keeps what was typed.
func TestForms_M1_on_top_of_a_change(t *testing.T) {
	s := staleSite(t)
	if code, to := s.post("luis", "/action-items", "title", "Call", "owner_id", "luis", "for_side", "sales", "due_on", "2027-01-11"); code != 303 {
		t.Fatalf("new item = %d %s", code, to)
	}
	for name, tt := range map[string]struct{ page, post, field string }{
		"words of an item": {"/action-items/A-1", "/action-items/A-1/edit", "title"},
		"minutes":          {"/meetings/held/correct", "/meetings/held/correct", "notes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, body := s.get("luis", tt.page)
			version := hiddenValue(t, body, "version")
			if code, b := s.post("luis", tt.post, "reason", "Mine", tt.field, "First", "version", version); code != 303 {
				t.Fatalf("first = %d, want 303: %s", code, b)
			}
			code, body := s.post("luis", tt.post, "reason", "Mine", tt.field, "Second", "version", version)
			if code != 409 || !strings.Contains(body, "Second") {
				t.Fatalf("second = %d, want 409 with what was typed", code)
			}
			if code, _ := s.post("luis", tt.post, "reason", "Mine", tt.field, "Second", "version", hiddenValue(t, body, "version")); code != 303 {
				t.Errorf("knowingly = %d, want 303", code)
			}
		})
	}
}

func TestAgendaItem_M1_saves_what_was_changed(t *testing.T) {
	s := staleSite(t)
	_, body := s.get("luis", "/agenda-items/q")
	var was []string
	for _, name := range []string{"title", "kind", "side", "minutes", "why"} {
		was = append(was, "was_"+name, hiddenValue(t, body, "was_"+name))
	}
	was = append(was, "was_presenter_id", "")
	typed := func(title, why string) []string {
		return append([]string{"title", title, "kind", "decide", "side", "sales", "minutes", "10", "presenter_id", "", "why", why}, was...)
	}
	for _, tt := range []struct {
		title, why string
		want       int
	}{{"Better", "Old", 303}, {"Which leads?", "New", 303}, {"Other", "Old", 409}} {
		if code, b := s.post("luis", "/agenda-items/q", typed(tt.title, tt.why)...); code != tt.want {
			t.Errorf("%s, %s = %d, want %d: %s", tt.title, tt.why, code, tt.want, b)
		}
	}
	if _, body := s.get("luis", "/agenda-items/q"); hiddenValue(t, body, "was_title") != "Better" || hiddenValue(t, body, "was_why") != "New" {
		t.Error("a change of one field took back another's")
	}
}
