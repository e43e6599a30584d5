package app

import (
	"errors"
	"slices"
	"testing"

	"accord/internal/accord"
)

// mailedTo names who would be mailed.
func mailedTo(mails []PreviewMail) []string {
	list := make([]string, 0, len(mails))
	for _, m := range mails {
		list = append(list, m.PersonID)
	}
	slices.Sort(list)
	return list
}

// Who is listed beside the buttons of a date is who is mailed.
func TestApp_OccurrencePage_lists_who_is_mailed(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		d := w.made()
		const name = "2026-12-08T10:00"
		mailed := func(kind string) []string {
			var list []string
			mails, err := w.store.Deliveries(w.ctx(), "", "", 100)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range mails {
				if m.Kind == kind {
					list = append(list, string(m.PersonID))
				}
			}
			slices.Sort(list)
			return list
		}
		listed := func(who string) []string {
			page, err := w.app.OccurrencePage(w.ctx(), w.as(who), d.ID, name)
			if err != nil {
				t.Fatal(err)
			}
			return mailedTo(page.Mails)
		}
		if got := listed("leo"); len(got) != 0 {
			t.Errorf("S5: a member who cannot change it is shown %v", got)
		}
		before := listed("ana")
		if want := []string{"ana", "ben", "leo", "mia", "oz"}; !slices.Equal(before, want) {
			t.Errorf("S5: a planned date mails %v, want %v", before, want)
		}
		later := accord.LocalTime("2026-12-09T15:00").In(accord.Zone("Europe/Berlin"))
		if _, _, err := w.app.ChangeOccurrence(w.ctx(), w.as("ana"), d.ID, name, accord.Match{}, OccurrenceChange{StartsAt: &later}); err != nil {
			t.Fatal(err)
		}
		if got := mailed(accord.MailMeetingMoved); !slices.Equal(got, before) {
			t.Errorf("S5: moving a planned date mailed %v, listed %v", got, before)
		}
		if got := listed("mia"); !slices.Equal(got, []string{"ana", "ben", "leo", "mia", "oz"}) {
			t.Errorf("S5: a prepared date mails %v for mia", got)
		}
		if _, _, err := w.app.ChangeOccurrence(w.ctx(), w.as("mia"), d.ID, name, accord.Match{}, OccurrenceChange{Status: accord.MeetingCancelled}); err != nil {
			t.Fatal(err)
		}
		if got := mailed(accord.MailMeetingCancelled); !slices.Equal(got, []string{"ana", "ben", "leo", "mia", "oz"}) {
			t.Errorf("S5: calling it off mailed %v", got)
		}
	})
}

func TestApp_ChangeSeries_agenda_leads_and_goal(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		d := w.made()
		if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, "2026-12-08T10:00"); err != nil {
			t.Fatal(err)
		}
		line := accord.SeriesAgendaItem{Title: "Which project?", Kind: accord.KindDecide, Side: accord.Marketing, Minutes: 30}
		_, err := w.app.ChangeSeries(w.ctx(), w.as("ana"), d.ID, accord.Match{}, SeriesPatch{
			Agenda: accord.Some([]accord.SeriesAgendaItem{line}), AskMinutes: accord.Some(1440), FacilitatorID: accord.Some(accord.NullID("leo")),
			GoalTitle: accord.Some("Pipeline"), GoalBy: accord.Some(accord.Date("2027-03-31")),
		})
		if err != nil {
			t.Fatal(err)
		}
		e, err := w.app.SeriesEditor(w.ctx(), w.as("mia"), d.ID)
		if err != nil || len(e.Agenda) != 1 || e.Agenda[0].Title != line.Title || e.AskMinutes != 1440 || e.GoalBy != "2027-03-31" || len(e.People) != 5 {
			t.Errorf("editor = %+v, %v", e, err)
		}
		if m, _ := w.store.MeetingAt(w.ctx(), d.ID, "2026-12-08T10:00"); m.FacilitatorID != "leo" {
			t.Errorf("the meeting in preparation is led by %q, want leo", m.FacilitatorID)
		}
		if _, err := w.app.SeriesEditor(w.ctx(), w.as("ben"), d.ID); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("X4: the editor for a member = %v, want denied", err)
		}
	})
}

func TestApp_ChangeSeries_refuses(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		d := w.made()
		good := accord.SeriesAgendaItem{Title: "a", Kind: accord.KindPlan, Side: accord.Sales, Minutes: 5}
		long := make([]accord.SeriesAgendaItem, accord.MaxSeriesAgenda+1)
		for i := range long {
			long[i] = good
		}
		untitled := good
		untitled.Title = ""
		for field, p := range map[string]SeriesPatch{
			"agenda":         {Agenda: accord.Some(long)},
			"agenda.1.title": {Agenda: accord.Some([]accord.SeriesAgendaItem{good, untitled})},
			"send_minutes":   {SendMinutes: accord.Some(-1)},
			"goal_title":     {GoalMeasure: accord.Some("won deals")},
			"goal_by":        {GoalTitle: accord.Some("Pipeline"), GoalBy: accord.Some(accord.Date("soon"))},
			"facilitator_id": {FacilitatorID: accord.Some(accord.NullID("nobody"))},
		} {
			_, err := w.app.ChangeSeries(w.ctx(), w.as("ana"), d.ID, accord.Match{}, p)
			e, ok := errors.AsType[*accord.Error](err)
			if !ok || e.Code != accord.CodeInvalid || len(e.Fields) != 1 || e.Fields[0].Location != field {
				t.Errorf("a wrong %s = %v, want invalid there", field, err)
			}
		}
	})
}
