package app

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

func TestApp_PreviewSeries_clashes(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		// The team's call of every Tuesday at 9:30 takes an hour; that of
		// 8 December was moved away, that of 12 January called off.
		call := secondTuesday()
		call.Title, call.Rrule, call.StartsAtLocal = "Call", "FREQ=WEEKLY;BYDAY=TU", "2026-11-24T09:30"
		other, err := w.app.CreateSeries(w.ctx(), w.as("ana"), call)
		if err != nil {
			t.Fatal(err)
		}
		away := accord.LocalTime("2026-12-09T09:30").In(accord.Zone("Europe/Berlin"))
		for name, c := range map[string]OccurrenceChange{"2026-12-08T09:30": {StartsAt: &away}, "2027-01-12T09:30": {Status: accord.MeetingCancelled}} {
			if _, _, err := w.app.ChangeOccurrence(w.ctx(), w.as("ana"), other.ID, name, accord.Match{}, c); err != nil {
				t.Fatal(err)
			}
		}
		once := NewMeeting{Title: "Planning day", TeamID: "team", StartsAt: accord.LocalTime("2026-12-08T08:00").In(accord.Zone("Europe/Berlin")), DurationMinutes: 480}
		if _, err := w.app.CreateMeeting(w.ctx(), w.as("ana"), once); err != nil {
			t.Fatal(err)
		}
		clashes := func(in NewSeries) []string {
			t.Helper()
			p, err := w.app.PreviewSeries(w.ctx(), w.as("ana"), in)
			if err != nil {
				t.Fatal(err)
			}
			list := []string{}
			for _, c := range p.Clashes {
				list = append(list, string(c.OriginalStart)[:10]+" "+c.With.Title)
			}
			return list
		}
		if got, want := clashes(secondTuesday()), []string{
			"2026-12-08 Planning day", "2027-02-09 Call", "2027-03-09 Call", "2027-04-13 Call", "2027-05-11 Call",
		}; !slices.Equal(got, want) {
			t.Errorf("clashes = %v, want %v", got, want)
		}
		after := secondTuesday()
		after.StartsAtLocal, after.DurationMinutes = "2026-10-01T10:30", 5 // begins as the call ends
		if got, want := clashes(after), []string{"2026-12-08 Planning day"}; !slices.Equal(got, want) {
			t.Errorf("one that begins as the other ends clashes with %v, want %v", got, want)
		}
		rare := secondTuesday()
		rare.Rrule = "FREQ=YEARLY;INTERVAL=100;BYMONTH=12;BYDAY=2TU"
		rare.StartsAtLocal = "2026-12-08T10:00"
		if got := clashes(rare); !slices.Contains(got, "2026-12-08 Planning day") {
			t.Errorf("every hundred years: %v", got)
		}
		// A change is held against the others, never against itself.
		p, err := w.app.PreviewChange(w.ctx(), w.as("ana"), other.ID, accord.Match{}, SeriesPatch{Title: accord.Some("Weekly call")})
		if err != nil || len(p.Clashes) != 0 {
			t.Errorf("the call clashes with %+v, %v", p.Clashes, err)
		}
	})
}

func TestApp_CreateSeries_leads_facilitator_goal(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		in := secondTuesday()
		in.SendMinutes, in.FacilitatorID = accord.Some(60), "leo"
		in.Goal = accord.SharedGoal{Title: "Pipeline", By: "2027-06-30"}
		d, err := w.app.CreateSeries(w.ctx(), w.as("ana"), in)
		if err != nil || d.AskMinutes != 10*1440 || d.SendMinutes != 60 || d.FacilitatorID != "leo" || d.GoalTitle != "Pipeline" || d.GoalBy != "2027-06-30" {
			t.Errorf("A4: made with %d, %d, by %s, goal %s, %v", d.AskMinutes, d.SendMinutes, d.FacilitatorID, d.GoalTitle, err)
		}
		for name, change := range map[string]func(*NewSeries){
			"facilitator_id":      func(n *NewSeries) { n.FacilitatorID = "stranger" },
			"facilitator_id ":     func(n *NewSeries) { n.FacilitatorID = "oz" }, // who observes
			"ask_minutes":         func(n *NewSeries) { n.AskMinutes = accord.Some(-1) },
			"goal_title":          func(n *NewSeries) { n.Goal = accord.SharedGoal{Measure: "won deals"} },
			"team_id":             func(n *NewSeries) { n.TeamID, n.FacilitatorID = "nowhere", "leo" },
			"title of two things": func(n *NewSeries) { n.Title = "" },
		} {
			in := secondTuesday()
			change(&in)
			_, err := w.app.CreateSeries(w.ctx(), w.as("ana"), in)
			e, ok := errors.AsType[*accord.Error](err)
			if field, _, _ := strings.Cut(name, " "); !ok || e.Code != accord.CodeInvalid || len(e.Fields) != 1 || e.Fields[0].Location != field {
				t.Errorf("a wrong %s = %v, want invalid there alone", name, err)
			}
		}
	})
}

func TestApp_SeriesPage_lists_who_the_end_mails(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		d := w.made()
		for _, name := range []string{"2026-12-08T10:00", "2027-01-12T10:00"} {
			if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, name); err != nil {
				t.Fatal(err)
			}
		}
		listed := func(who string) []string {
			page, err := w.app.SeriesPage(w.ctx(), w.as(who), d.ID)
			if err != nil {
				t.Fatal(err)
			}
			return mailedTo(page.Mails)
		}
		if got := listed("leo"); len(got) != 0 {
			t.Errorf("S5: a member is shown %v", got)
		}
		before := listed("ana")
		if want := []string{"ana", "ben", "leo", "mia", "oz"}; !slices.Equal(before, want) {
			t.Errorf("S5: ending mails %v, want %v, each once", before, want)
		}
		w.clock.add(2 * time.Minute)
		if _, err := w.app.EndSeries(w.ctx(), w.as("ana"), d.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		mails, err := w.store.Deliveries(w.ctx(), "", "", 100)
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, m := range mails {
			if m.Kind == accord.MailSeriesEnded && !slices.Contains(told, string(m.PersonID)) {
				told = append(told, string(m.PersonID))
			}
		}
		slices.Sort(told)
		if !slices.Equal(told, before) {
			t.Errorf("S5: ending mailed %v, listed %v", told, before)
		}
		if got := listed("ana"); len(got) != 0 {
			t.Errorf("an ended series lists %v", got)
		}
	})
}
