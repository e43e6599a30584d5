package app

import (
	"slices"
	"strings"
	"testing"

	"accord/internal/accord"
)

// carriedCall is a weekly call that is made with dates that are not as its rule
// says.
func carriedCall(w *workplace, calendar string, changes ...ChangedDate) SeriesDetail {
	return w.weeklyCall(func(n *NewSeries) {
		n.StartsAtLocal, n.Changes = "2027-01-12T10:00", changes
		if calendar != "" {
			n.HolidayCalendar, n.HolidayPolicy = calendar, string(accord.HolidayNext)
		}
	})
}

func subjects(got []letter) []string {
	list := make([]string, len(got))
	for i, l := range got {
		list[i] = l.subject
	}
	slices.Sort(list)
	return list
}

// Nobody heard of a date that was off before its series was made.
func TestCreateSeries_S5_DatesBroughtAlongAsOff(t *testing.T) {
	for _, calendar := range []string{"", "DE"} {
		eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
			server := newWire(t)
			d := carriedCall(w, calendar, ChangedDate{OriginalStart: "2027-01-19T10:00", Cancelled: true},
				ChangedDate{OriginalStart: "2027-01-26T10:00", StartsAtLocal: "2027-01-03T10:00"})
			got := w.tell(server, "leo@example.com")
			if want := []string{"Weekly call: when it meets"}; !slices.Equal(subjects(got), want) {
				t.Errorf("S5 days off %q: mails %q, want %q", calendar, subjects(got), want)
			}
			w.hasRows("they are off all the same", d.ID, "2027-01-19T10:00 at 2027-01-19T10:00 cancelled", "2027-01-26T10:00 at 2027-01-26T10:00 cancelled")
		})
	}
}

// An invitation that was not sent yet says nothing where its date is called off
// without mail.
func TestInvite_S5_OpenedAndOffBeforeAnybodyHeard(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		server := newWire(t)
		d := carriedCall(w, "DE")
		w.tell(server, "leo@example.com")
		m := w.opened(d.ID, "2027-01-19T10:00")
		if _, err := w.app.CancelMeeting(WithoutMail(w.ctx()), w.as("ana"), m.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.says("nobody was invited to it", w.tell(server, "leo@example.com"))
	})
}

// A date that was moved before its series was made is no news of a move: nobody
// knew it elsewhere.
func TestCreateSeries_S5_DatesBroughtAlongAsMoved(t *testing.T) {
	for _, calendar := range []string{"", "DE"} {
		eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
			server := newWire(t)
			d := carriedCall(w, calendar, ChangedDate{OriginalStart: "2027-01-19T10:00", StartsAtLocal: "2027-01-20T11:00"},
				ChangedDate{OriginalStart: "2027-02-02T10:00", StartsAtLocal: "2027-02-03T10:00", Location: "Room 9"},
				ChangedDate{OriginalStart: "2027-02-09T10:00", StartsAtLocal: "2027-02-09T10:00"})
			got := w.tell(server, "leo@example.com")
			want := []string{"Weekly call, Wed 20 Jan 2027, 11:00", "Weekly call, Wed 3 Feb 2027, 10:00", "Weekly call: when it meets"}
			if calendar != "" {
				want = slices.Insert(want, 1, "Weekly call, Tue 9 Feb 2027, 10:00")
				slices.Sort(want)
			}
			if !slices.Equal(subjects(got), want) {
				t.Errorf("S5 days off %q: mails %q, want %q", calendar, subjects(got), want)
			}
			for _, l := range got {
				if strings.Contains(l.text, "from Tue") || strings.Contains(l.text, "was ") {
					t.Errorf("S5 a mail tells of a move:\n%s", l.text)
				}
			}
			if calendar == "" {
				w.movedTo(d.ID, "2027-01-19T10:00", "2027-01-21T11:00")
				got = w.tell(server, "leo@example.com")
				if len(got) != 1 || !strings.Contains(got[0].text, "from Wed 20 Jan 2027, 11:00") {
					t.Errorf("a later move says %q, want from where it was carried", subjects(got))
				}
			}
		})
	}
}

// The preview says of how many dates brought along people are mailed.
func TestPreviewSeries_S5_MailsOfDatesBroughtAlong(t *testing.T) {
	for calendar, want := range map[string]int{"": 2, "DE": 3} {
		eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
			in := NewSeries{
				Title: "Weekly call", TeamID: "team", HolidayCalendar: calendar, HolidayPolicy: string(accord.HolidayNext),
				ScheduleInput: accord.ScheduleInput{Rrule: "FREQ=WEEKLY;BYDAY=TU", StartsAtLocal: "2027-01-12T10:00", TimeZone: "Europe/Berlin", DurationMinutes: 30},
				Changes: []ChangedDate{
					{OriginalStart: "2027-01-19T10:00", StartsAtLocal: "2027-01-20T11:00"},
					{OriginalStart: "2027-01-26T10:00", Cancelled: true},
					{OriginalStart: "2027-02-02T10:00", Location: "Room 9"},
					{OriginalStart: "2027-02-09T10:00", StartsAtLocal: "2027-02-09T10:00"},
					{OriginalStart: "2027-02-10T10:00", StartsAtLocal: "2027-02-11T10:00"},
				},
			}
			if calendar == "" {
				in.HolidayPolicy = ""
			}
			p, err := w.app.PreviewSeries(w.ctx(), w.as("ana"), in)
			if err != nil || len(p.Mails) == 0 || p.Mails[0].Dates != want {
				t.Fatalf("S5 days off %q: preview = %+v, %v, want %d dates mailed", calendar, p.Mails, err, want)
			}
			server := newWire(t)
			if _, err := w.app.CreateSeries(w.ctx(), w.as("ana"), in); err != nil {
				t.Fatal(err)
			}
			if got := w.tell(server, "leo@example.com"); len(got) != 1+want {
				t.Errorf("S5 days off %q: mails %q, want %d", calendar, subjects(got), 1+want)
			}
		})
	}
}
