package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// days lists dates as "original start > start status", in the series' zone.
func (w *workplace) days(id, from, to string) []string {
	w.t.Helper()
	zone := accord.Zone("Europe/Berlin")
	dates, err := w.app.Occurrences(w.ctx(), w.as("leo"), id, accord.LocalTime(from).In(zone), accord.LocalTime(to).In(zone))
	if err != nil {
		w.t.Fatal(err)
	}
	var list []string
	for _, d := range dates {
		text := string(d.OriginalStart.Date())
		if day := accord.DateOf(d.StartsAt, zone); day != d.OriginalStart.Date() {
			text += " > " + string(day)
		}
		list = append(list, text+" "+string(d.Status))
	}
	return list
}

// affected lists what a change of days off does, as "name: before > after".
func affected(c DaysOffChange) []string {
	day := func(t *time.Time) string {
		if t == nil {
			return "out"
		}
		return string(accord.DateOf(*t, accord.Zone("Europe/Berlin")))
	}
	list := []string{}
	for _, d := range c.Affected {
		text := string(d.OriginalStart.Date()) + ": " + day(d.Before) + " > " + day(d.After)
		if d.MeetingID != "" {
			text += " (meeting)"
		}
		list = append(list, text)
	}
	return list
}

// admin is ana, as an admin.
func (w *workplace) admin() accord.Actor {
	a := w.as("ana")
	a.Role = accord.RoleAdmin
	return a
}

func (w *workplace) changeDays(edit DaysOffEdit) DaysOffChange {
	w.t.Helper()
	planned, err := w.app.PreviewDaysOff(w.ctx(), w.admin(), edit)
	if err != nil {
		w.t.Fatal(err)
	}
	done, err := w.app.ChangeDaysOff(w.ctx(), w.admin(), edit)
	if err != nil {
		w.t.Fatal(err)
	}
	if !slices.Equal(affected(planned), affected(done)) || len(planned.Mails) != len(done.Mails) {
		w.t.Errorf("preview said %v and %d mails, then it was %v and %d", affected(planned), len(planned.Mails), affected(done), len(done.Mails))
	}
	return done
}

func day(date accord.Date, name string) accord.DayOff { return accord.DayOff{Date: date, Name: name} }

// Own days plan anew what nobody touched; meetings stay unless they shall
// follow (S3, S4).
func TestApp_ChangeDaysOff(t *testing.T) {
	for name, c := range map[string]struct {
		policy   accord.HolidayPolicy
		follow   bool
		affected []string
		dates    []string // with the 18th a day off; the 8th is closed too
	}{
		"next, meetings stay": {
			accord.HolidayNext, false,
			[]string{"2026-12-18: 2026-12-18 > 2026-12-21 (meeting)", "2027-01-08: 2027-01-08 > 2027-01-11"},
			[]string{"2026-12-18 scheduled", "2026-12-25 > 2026-12-28 planned", "2027-01-01 > 2027-01-04 planned", "2027-01-08 > 2027-01-11 planned"},
		},
		"next, meetings follow": {
			accord.HolidayNext, true,
			[]string{"2026-12-18: 2026-12-18 > 2026-12-21 (meeting)", "2027-01-08: 2027-01-08 > 2027-01-11"},
			[]string{"2026-12-18 > 2026-12-21 scheduled", "2026-12-25 > 2026-12-28 planned", "2027-01-01 > 2027-01-04 planned", "2027-01-08 > 2027-01-11 planned"},
		},
		"previous, meetings follow": {
			accord.HolidayPrevious, true,
			[]string{"2026-12-18: 2026-12-18 > 2026-12-17 (meeting)", "2027-01-08: 2027-01-08 > 2027-01-07"},
			[]string{"2026-12-18 > 2026-12-17 scheduled", "2026-12-25 > 2026-12-24 planned", "2027-01-01 > 2026-12-31 planned", "2027-01-08 > 2027-01-07 planned"},
		},
		"skip, meetings follow": {
			accord.HolidaySkip, true, []string{"2026-12-18: 2026-12-18 > out (meeting)", "2027-01-08: 2027-01-08 > out"}, []string{"2026-12-18 cancelled"},
		},
		"keep": {accord.HolidayKeep, true, []string{}, []string{"2026-12-18 scheduled", "2026-12-25 planned", "2027-01-01 planned", "2027-01-08 planned"}},
	} {
		t.Run(name, func(t *testing.T) {
			eachWorkplace(t, "2026-12-14T09:00", func(t *testing.T, w *workplace) {
				d := w.friday(c.policy)
				if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, "2026-12-18T10:00"); err != nil {
					t.Fatal(err)
				}
				before := w.mailed()
				got := w.changeDays(DaysOffEdit{Put: []accord.DayOff{day("2026-12-18", "Inventory"), day("2027-01-08", "Outing")}, Follow: c.follow})
				if !slices.Equal(affected(got), c.affected) {
					t.Errorf("S3 affected = %q, want %q", affected(got), c.affected)
				}
				if dates := w.days(d.ID, "2026-12-15T00:00", "2027-01-12T00:00"); !slices.Equal(dates, c.dates) {
					t.Errorf("S3 dates = %q, want %q", dates, c.dates)
				}
				if first := w.days(d.ID, "2026-12-15T00:00", "2027-12-12T00:00"); c.policy != accord.HolidaySkip && !strings.Contains(first[0], w.next(d.ID)[:10]) {
					t.Errorf("next start %s, the first date is %s", w.next(d.ID), first[0])
				}
				if mails := w.mailed() - before; (mails > 0) != (len(got.Mails) > 0) || c.policy != accord.HolidayKeep && len(got.Mails) != 5 {
					t.Errorf("S5: %d mails to %d people, want all of the team", mails, len(got.Mails))
				}
			})
		})
	}
}

// mailed counts what was queued.
func (w *workplace) mailed() int {
	w.t.Helper()
	mails, err := w.store.Deliveries(w.ctx(), "", "", 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	return len(mails)
}

// Taking a day off away brings the dates back; a meeting that it had moved stays
// where it is, one that somebody moved in any case.
func TestApp_ChangeDaysOff_removes(t *testing.T) {
	eachWorkplace(t, "2026-12-14T09:00", func(t *testing.T, w *workplace) {
		w.changeDays(DaysOffEdit{Put: []accord.DayOff{day("2027-01-08", "Outing"), day("2027-01-15", "Inventory"), day("2027-01-22", "Fair")}})
		d := w.friday(accord.HolidayNext)
		for _, name := range []string{"2027-01-08T10:00", "2027-01-15T10:00"} {
			if _, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), d.ID, name); err != nil {
				t.Fatal(err)
			}
		}
		moved := accord.LocalTime("2027-01-19T11:00").In(accord.Zone("Europe/Berlin"))
		if _, _, err := w.app.ChangeOccurrence(w.ctx(), w.as("ana"), d.ID, "2027-01-15T10:00", accord.Match{}, OccurrenceChange{StartsAt: &moved}); err != nil {
			t.Fatal(err)
		}
		got := w.changeDays(DaysOffEdit{Remove: []accord.Date{"2027-01-08", "2027-01-15", "2027-01-22"}})
		if want := []string{"2027-01-08: 2027-01-11 > 2027-01-08 (meeting)", "2027-01-22: 2027-01-25 > 2027-01-22"}; !slices.Equal(affected(got), want) {
			t.Errorf("affected = %q, want %q", affected(got), want)
		}
		want := []string{"2027-01-08 > 2027-01-11 scheduled", "2027-01-15 > 2027-01-19 scheduled", "2027-01-22 planned"}
		if dates := w.days(d.ID, "2027-01-05T00:00", "2027-01-23T00:00"); !slices.Equal(dates, want) {
			t.Errorf("dates = %q, want %q", dates, want)
		}
	})
}

func TestApp_ChangeDaysOff_refuses(t *testing.T) {
	eachWorkplace(t, "2026-12-14T09:00", func(t *testing.T, w *workplace) {
		for name, c := range map[string]struct {
			edit DaysOffEdit
			want accord.Code
		}{
			"a day that is past":      {DaysOffEdit{Put: []accord.DayOff{day("2026-12-13", "Outing")}}, accord.CodeInvalid},
			"a day without a name":    {DaysOffEdit{Put: []accord.DayOff{day("2026-12-20", " ")}}, accord.CodeInvalid},
			"a name that is too long": {DaysOffEdit{Put: []accord.DayOff{day("2026-12-20", strings.Repeat("x", 201))}}, accord.CodeInvalid},
			"no day":                  {DaysOffEdit{Put: []accord.DayOff{day("2026-02-30", "Outing")}}, accord.CodeInvalid},
			"a day too far away":      {DaysOffEdit{Put: []accord.DayOff{day("2036-12-14", "Outing")}}, accord.CodeInvalid},
			"one that is none":        {DaysOffEdit{Remove: []accord.Date{"2026-12-20"}}, accord.CodeNotFound},
		} {
			_, planned := w.app.PreviewDaysOff(w.ctx(), w.admin(), c.edit)
			_, err := w.app.ChangeDaysOff(w.ctx(), w.admin(), c.edit)
			if accord.CodeOf(err) != c.want || accord.CodeOf(planned) != c.want {
				t.Errorf("%s = %v, previewed %v; want %s", name, err, planned, c.want)
			}
		}
		w.changeDays(DaysOffEdit{Put: []accord.DayOff{day("2026-12-15", "Outing")}})
		w.clock.set("2026-12-16T09:00")
		if _, err := w.app.ChangeDaysOff(w.ctx(), w.admin(), DaysOffEdit{Remove: []accord.Date{"2026-12-15"}}); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("S4 remove a day that is past = %v, want conflict", err)
		}
		if _, err := w.app.ChangeDaysOff(w.ctx(), w.as("mia"), DaysOffEdit{Put: []accord.DayOff{day("2026-12-20", "Outing")}}); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("X4 by a member = %v, want denied", err)
		}
	})
}

// A date that came and went while nobody ticked is opened before its day is
// planned anew: it is not lost (S6).
func TestApp_ChangeDaysOff_opens_what_was_due(t *testing.T) {
	eachWorkplace(t, "2026-12-14T09:00", func(t *testing.T, w *workplace) {
		d := w.friday(accord.HolidayNext)
		w.clock.set("2026-12-18T12:00")
		w.changeDays(DaysOffEdit{Put: []accord.DayOff{day("2026-12-18", "Inventory")}})
		if dates := w.days(d.ID, "2026-12-15T00:00", "2026-12-23T00:00"); !slices.Equal(dates, []string{"2026-12-18 scheduled"}) {
			t.Errorf("dates = %q, want the 18th where it was", dates)
		}
	})
}

// Other working days plan anew where days off move dates to.
func TestApp_ChangeWorkspace_working_days(t *testing.T) {
	eachWorkplace(t, "2026-12-14T09:00", func(t *testing.T, w *workplace) {
		d := w.friday(accord.HolidayNext)
		version := d.Version
		if _, _, err := w.app.ChangeWorkspace(w.ctx(), w.admin(), accord.Match{}, WorkspacePatch{WorkingDays: accord.Some("2,3,4,5")}); err != nil {
			t.Fatal(err)
		}
		want := []string{"2026-12-25 > 2026-12-29 planned", "2027-01-01 > 2027-01-05 planned"}
		if dates := w.days(d.ID, "2026-12-19T00:00", "2027-01-08T00:00"); !slices.Equal(dates, want) {
			t.Errorf("dates = %q, want %q", dates, want)
		}
		if s, _ := w.store.Series(w.ctx(), d.ID); s.Version == version || s.Sequence == 0 || s.ChangedAt == nil {
			t.Errorf("calendars are not told: version %d, sequence %d, changed %v", s.Version, s.Sequence, s.ChangedAt)
		}
	})
}
