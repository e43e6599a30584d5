package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// as is one of the workplace's people.
func (w *workplace) as(id string) accord.Actor {
	p, err := w.store.Person(w.ctx(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return accord.Actor{WorkspaceID: workID, PersonID: id, Name: p.Name, Side: p.Side, Role: p.Role, TimeZone: p.TimeZone, Locale: "en"}
}

// secondTuesday is the monthly series as it is typed.
func secondTuesday() NewSeries {
	return NewSeries{
		Title: "Strategic team", TeamID: "team", Template: "strategic_team",
		ScheduleInput: accord.ScheduleInput{Rrule: "FREQ=MONTHLY;BYDAY=2TU", StartsAtLocal: "2026-10-01T10:00", TimeZone: "Europe/Berlin", DurationMinutes: 60},
	}
}

// made creates the monthly series as ana, who leads the team.
func (w *workplace) made() SeriesDetail {
	w.t.Helper()
	d, err := w.app.CreateSeries(w.ctx(), w.as("ana"), secondTuesday())
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

// names lists dates as "original start status".
func names(dates []accord.SeriesDate) []string {
	var list []string
	for _, d := range dates {
		list = append(list, string(d.OriginalStart)+" "+string(d.Status))
	}
	return list
}

// between lists the dates of a series.
func (w *workplace) between(id, from, to string) []string {
	w.t.Helper()
	dates, err := w.app.Occurrences(w.ctx(), w.as("leo"), id, accord.LocalTime(from).In(time.UTC), accord.LocalTime(to).In(time.UTC))
	if err != nil {
		w.t.Fatal(err)
	}
	return names(dates)
}

func (w *workplace) next(id string) string {
	w.t.Helper()
	s, err := w.store.Series(w.ctx(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	if s.NextStartsAt == nil {
		return ""
	}
	return string(accord.LocalTimeOf(*s.NextStartsAt, accord.Zone(s.TimeZone)))
}

func TestApp_CreateSeries(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		d := w.made()
		if want := "Every month on the second Tuesday, 10:00 to 11:00 in Berlin, from 13 October 2026"; d.RuleText != want {
			t.Errorf("rule text = %q, want %q", d.RuleText, want)
		}
		if len(d.Next) != 6 || d.Next[0].OriginalStart != "2026-12-08T10:00" || w.next(d.ID) != "2026-12-08T10:00" {
			t.Errorf("next = %v, column %s", names(d.Next), w.next(d.ID))
		}
		if d.AskMinutes != 10*1440 || d.RemindMinutes != 5*1440 || d.SendMinutes != 2*1440 {
			t.Errorf("A4: lead times %d, %d, %d", d.AskMinutes, d.RemindMinutes, d.SendMinutes)
		}
		agenda, err := w.store.SeriesAgenda(w.ctx(), d.ID)
		if err != nil || len(agenda) != 6 || agenda[1].Side != accord.Sales {
			t.Errorf("agenda = %v, %v, want the template's six lines", agenda, err)
		}
		mails, err := w.store.Deliveries(w.ctx(), "", "", 100)
		if err != nil || len(mails) != 5 {
			t.Errorf("S5: %d mails, %v, want one to each of the team", len(mails), err)
		}
		for _, m := range mails {
			if m.Kind != accord.MailSeries {
				t.Errorf("mail %s to %s", m.Kind, m.PersonID)
			}
		}
		// Dates that had passed are listed, never opened.
		if got := w.between(d.ID, "2026-10-01T00:00", "2027-01-01T00:00"); !slices.Equal(got, []string{"2026-10-13T10:00 planned", "2026-11-10T10:00 planned", "2026-12-08T10:00 planned"}) {
			t.Errorf("occurrences = %v", got)
		}
		if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, "2026-11-10T10:00"); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("Open(a date before the series) = %v, want conflict", err)
		}
	})
}

func TestApp_CreateSeries_refuses(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		for field, change := range map[string]func(*NewSeries){
			"title":            func(n *NewSeries) { n.Title = "" },
			"team_id":          func(n *NewSeries) { n.TeamID = "nowhere" },
			"template":         func(n *NewSeries) { n.Template = "party" },
			"rrule":            func(n *NewSeries) { n.Rrule = "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2" },
			"time_zone":        func(n *NewSeries) { n.TimeZone = "Europe/Atlantis" },
			"duration_minutes": func(n *NewSeries) { n.DurationMinutes = 0 },
			"month_end":        func(n *NewSeries) { n.MonthEnd = "last_day" },
			"starts_at_local":  func(n *NewSeries) { n.StartsAtLocal = "soon" },
			"exdates":          func(n *NewSeries) { n.Exdates = []string{"never"} },
		} {
			in := secondTuesday()
			change(&in)
			_, err := w.app.CreateSeries(w.ctx(), w.as("ana"), in)
			if accord.CodeOf(err) != accord.CodeInvalid || !strings.Contains(err.Error(), "; "+field+": ") {
				t.Errorf("Create(wrong %s) = %v, want invalid there", field, err)
			}
			if _, preview := w.app.PreviewSeries(w.ctx(), w.as("ana"), in); accord.CodeOf(preview) != accord.CodeInvalid {
				t.Errorf("Preview(wrong %s) = %v, want invalid", field, preview)
			}
		}
		for person, want := range map[string]accord.Code{"ana": "", "mia": "", "leo": accord.CodeDenied, "oz": accord.CodeDenied} {
			if _, err := w.app.CreateSeries(w.ctx(), w.as(person), secondTuesday()); accord.CodeOf(err) != want {
				t.Errorf("Create by %s = %v, want %q", person, err, want)
			}
		}
	})
}

func TestApp_PreviewSeries_is_what_Create_makes(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		p, err := w.app.PreviewSeries(w.ctx(), w.as("ana"), secondTuesday())
		if err != nil {
			t.Fatal(err)
		}
		if list, _, _ := w.app.SeriesList(w.ctx(), w.as("ana"), accord.SeriesFilter{}, accord.DefaultPage); len(list) != 0 {
			t.Errorf("the preview saved %d series", len(list))
		}
		d := w.made()
		if p.RuleText != d.RuleText || !slices.Equal(names(p.Next), names(d.Next)) {
			t.Errorf("preview %q %v, made %q %v", p.RuleText, names(p.Next), d.RuleText, names(d.Next))
		}
		mails, _ := w.store.Deliveries(w.ctx(), "", "", 100)
		if len(p.Mails) != len(mails) {
			t.Errorf("S5: %d mails announced, %d queued", len(p.Mails), len(mails))
		}
	})
}

func TestApp_OpenOccurrence(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		d := w.made()
		if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("oz"), d.ID, "2027-01-12T10:00"); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("Open by an observer = %v, want denied", err)
		}
		first, _, err := w.app.OpenOccurrence(w.ctx(), w.as("leo"), d.ID, "2027-01-12T10:00")
		if err != nil {
			t.Fatal(err)
		}
		again, made, err := w.app.OpenOccurrence(w.ctx(), w.as("mia"), d.ID, "2027-01-12T10:00")
		if err != nil || made || again.ID != first.ID {
			t.Errorf("second Open = %s, made %v, %v, want %s again", again.ID, made, err, first.ID)
		}
		agenda, _ := w.store.Agenda(w.ctx(), first.ID)
		people, _ := w.store.MeetingPeople(w.ctx(), first.ID)
		if len(agenda) != 6 || len(people) != 5 {
			t.Errorf("%d agenda items and %d people, want 6 and 5", len(agenda), len(people))
		}
		if missing := accord.SidesWithoutProposal(agenda); len(missing) != 2 {
			t.Errorf("A4: sides without a proposal = %v, want both: the series' own agenda is nobody's", missing)
		}
		for _, name := range []string{"2027-01-13T10:00", "2027-01-12T10:00:00", "tomorrow", ""} {
			if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, name); accord.CodeOf(err) != accord.CodeNotFound {
				t.Errorf("Open(%q) = %v, want not found", name, err)
			}
		}
	})
}

func TestApp_ChangeOccurrence(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		d := w.made()
		change := func(name string, m accord.Match, c OccurrenceChange) (accord.SeriesDate, int, error) {
			return w.app.ChangeOccurrence(w.ctx(), w.as("ana"), d.ID, name, m, c)
		}
		cancelled := OccurrenceChange{Status: accord.MeetingCancelled}
		if _, _, err := w.app.ChangeOccurrence(w.ctx(), w.as("leo"), d.ID, "2026-12-08T10:00", accord.Match{}, cancelled); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("S4 cancel by a member = %v, want denied", err)
		}
		_, version, err := change("2026-12-08T10:00", accord.MatchVersion(0), cancelled)
		if err != nil || w.next(d.ID) != "2027-01-12T10:00" {
			t.Errorf("S4 cancel = %v, next %s", err, w.next(d.ID))
		}
		if _, _, err := change("2026-12-08T10:00", accord.MatchVersion(0), OccurrenceChange{Status: accord.MeetingScheduled}); accord.CodeOf(err) != accord.CodeStale {
			t.Errorf("restore at an old version = %v, want stale", err)
		}
		if _, _, err := change("2026-12-08T10:00", accord.MatchVersion(version), OccurrenceChange{Status: accord.MeetingScheduled}); err != nil || w.next(d.ID) != "2026-12-08T10:00" {
			t.Errorf("S4 restore = %v, next %s", err, w.next(d.ID))
		}
		later := accord.LocalTime("2027-03-05T15:00").In(accord.Zone("Europe/Berlin"))
		moved, _, err := change("2027-01-12T10:00", accord.Match{}, OccurrenceChange{StartsAt: &later})
		if err != nil || !moved.StartsAt.Equal(later) || moved.OriginalStart != "2027-01-12T10:00" || !moved.EndsAt.Equal(later.Add(time.Hour)) {
			t.Errorf("S4 move = %+v, %v", moved, err)
		}
		// It stands where it was moved, under its first name, and leaves its place.
		if got := w.between(d.ID, "2027-01-01T00:00", "2027-02-01T00:00"); len(got) != 0 {
			t.Errorf("January = %v, want nothing", got)
		}
		if got := w.between(d.ID, "2027-03-01T00:00", "2027-04-01T00:00"); !slices.Equal(got, []string{"2027-01-12T10:00 scheduled", "2027-03-09T10:00 planned"}) {
			t.Errorf("March = %v", got)
		}
		if _, _, err := change("2027-02-09T10:00", accord.Match{}, OccurrenceChange{Status: "held"}); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("status held = %v, want invalid", err)
		}
		// Nothing changed makes no meeting.
		if same, v, err := change("2027-02-09T10:00", accord.Match{}, OccurrenceChange{Status: accord.MeetingScheduled}); err != nil || v != 0 || same.Status != accord.MeetingPlanned {
			t.Errorf("scheduled for a planned date = %+v, %d, %v", same, v, err)
		}
	})
}

func TestApp_ChangeSeries(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		d := w.made()
		if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, "2026-12-08T10:00"); err != nil {
			t.Fatal(err)
		}
		w.clock.set("2027-01-20T09:00")
		changed, err := w.app.ChangeSeries(w.ctx(), w.as("mia"), d.ID, accord.MatchVersion(d.Version), SeriesPatch{
			Title: accord.Some("Growth team"), Rrule: accord.Some("FREQ=MONTHLY;BYDAY=1TH"), StartsAtLocal: accord.Some("2026-10-01T14:00"),
		})
		if err != nil {
			t.Fatal(err)
		}
		if changed.Version != d.Version+1 || changed.Title != "Growth team" || w.next(d.ID) != "2027-02-04T14:00" {
			t.Errorf("changed = version %d, %s, next %s", changed.Version, changed.Title, w.next(d.ID))
		}
		// S4: what is past stays, the date nobody opened too; the new rule plans nothing there.
		if got := w.between(d.ID, "2026-11-01T00:00", "2027-04-01T00:00"); !slices.Equal(got, []string{
			"2026-12-08T10:00 scheduled", "2027-01-12T10:00 scheduled", "2027-02-04T14:00 planned", "2027-03-04T14:00 planned",
		}) {
			t.Errorf("dates = %v", got)
		}
		m, _ := w.store.MeetingAt(w.ctx(), d.ID, "2026-12-08T10:00")
		if m.Title != "Strategic team" {
			t.Errorf("S4: a past meeting is called %q", m.Title)
		}
		if _, err := w.app.ChangeSeries(w.ctx(), w.as("ana"), d.ID, accord.MatchVersion(d.Version), SeriesPatch{Title: accord.Some("X")}); accord.CodeOf(err) != accord.CodeStale {
			t.Errorf("an old version = %v, want stale", err)
		}
		for _, person := range []string{"leo", "oz"} {
			if _, err := w.app.ChangeSeries(w.ctx(), w.as(person), d.ID, accord.Match{}, SeriesPatch{Title: accord.Some("X")}); accord.CodeOf(err) != accord.CodeDenied {
				t.Errorf("change by %s = %v, want denied", person, err)
			}
		}
	})
}

func TestApp_EndSeries(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		untouched := w.made()
		if removed, err := w.app.EndSeries(w.ctx(), w.as("ana"), untouched.ID, accord.Match{}); err != nil || !removed {
			t.Errorf("End(untouched) = removed %v, %v", removed, err)
		}
		if _, err := w.app.Series(w.ctx(), w.as("ana"), untouched.ID); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("a removed series = %v, want not found", err)
		}
		d := w.made()
		if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, "2026-12-08T10:00"); err != nil {
			t.Fatal(err)
		}
		if removed, err := w.app.EndSeries(w.ctx(), w.as("ana"), d.ID, accord.Match{}); err != nil || removed {
			t.Errorf("End(used) = removed %v, %v", removed, err)
		}
		ended, err := w.app.Series(w.ctx(), w.as("ana"), d.ID)
		if err != nil || ended.Status != accord.SeriesEnded || len(ended.Next) > 1 || w.next(d.ID) != "" {
			t.Errorf("ended = %s, next %v, %v", ended.Status, names(ended.Next), err)
		}
		if got := w.between(d.ID, "2026-12-01T00:00", "2027-06-01T00:00"); !slices.Equal(got, []string{"2026-12-08T10:00 cancelled"}) {
			t.Errorf("dates = %v", got)
		}
		if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, "2027-01-12T10:00"); err == nil {
			t.Error("a date of an ended series was opened")
		}
		if _, err := w.app.EndSeries(w.ctx(), w.as("ana"), d.ID, accord.Match{}); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("End(ended) = %v, want conflict", err)
		}
	})
}

func TestApp_Backlog_and_calendar(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		d := w.made()
		matter := accord.AgendaItem{Title: "Trade fair", Kind: accord.KindDecide, Side: accord.Sales, Minutes: 10}
		for person, want := range map[string]accord.AgendaStatus{"ana": accord.AgendaParked, "leo": accord.AgendaProposed} {
			if item, err := w.app.AddToBacklog(w.ctx(), w.as(person), d.ID, matter); err != nil || item.Status != want {
				t.Errorf("A1 AddToBacklog(%s) = %s, %v, want %s", person, item.Status, err, want)
			}
		}
		if _, err := w.app.AddToBacklog(w.ctx(), w.as("oz"), d.ID, matter); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("AddToBacklog(observer) = %v, want denied", err)
		}
		if list, err := w.app.Backlog(w.ctx(), w.as("oz"), d.ID); err != nil || len(list) != 2 {
			t.Errorf("Backlog = %d, %v, want 2", len(list), err)
		}
		if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, "2026-12-08T10:00"); err != nil {
			t.Fatal(err)
		}
		from := accord.LocalTime("2026-11-20T00:00").In(time.UTC)
		entries, err := w.app.Calendar(w.ctx(), w.as("leo"), true, from, from.AddDate(0, 2, 0))
		if err != nil || len(entries) != 2 || entries[0].MeetingID == "" || entries[1].Path() != "/series/"+d.ID+"/2027-01-12T10:00" {
			t.Errorf("Calendar = %+v, %v", entries, err)
		}
	})
}
