package app

import (
	"context"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
)

// stay plans days of mia's with Sales: Thursday and Friday, 2027-01-07 and 08.
func (w *workplace) stay() accord.VisitDetail {
	w.t.Helper()
	v, err := w.app.PlanVisit(w.ctx(), w.as("mia"), NewVisit{FromOn: "2027-01-07", ToOn: "2027-01-08"})
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// asked are the mails that ask for a report, as "person state reason".
func (w *workplace) asked() string {
	w.t.Helper()
	list, err := w.store.Deliveries(w.ctx(), "", "", 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	var lines []string
	for _, d := range list {
		if d.Kind == accord.MailVisitReport {
			lines = append(lines, strings.TrimSpace(string(d.PersonID)+" "+string(d.State)+" "+d.LastError))
		}
	}
	return strings.Join(lines, ", ")
}

func TestVisits_S6_the_report_is_asked_for_once(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		v := w.stay()
		for _, c := range []struct {
			at   accord.LocalTime
			want string
		}{
			{"2027-01-08T23:00", ""},
			{"2027-01-10T12:00", ""}, // Sunday
			{"2027-01-11T07:59", ""},
			{"2027-01-11T08:00", "mia queued"},
			{"2027-01-11T08:05", "mia queued"},
			{"2027-01-20T08:00", "mia queued"},
		} {
			w.clock.set(c.at)
			w.tick()
			if got := w.asked(); got != c.want {
				t.Errorf("at %s asked %q, want %q", c.at, got, c.want)
			}
		}
		other := New(Config{Store: w.store, Clock: w.clock.Now}) // another process, or this one after a crash
		if err := other.Tick(t.Context()); err != nil || w.asked() != "mia queued" {
			t.Errorf("another process: %v, asked %q", err, w.asked())
		}
		w.clock.set("2027-01-11T08:06")
		box := &postbox{}
		if err := w.app.Deliver(t.Context(), box); err != nil {
			t.Fatal(err)
		}
		for _, m := range box.mails {
			if m.Kind == accord.MailVisitReport && (m.Link != "https://accord.example/exchange-visits/"+v.ID+"#report" || m.StopKind != accord.WishReminders || m.Args["Due"] != accord.Date("2027-01-15")) {
				t.Errorf("mail = %+v", m)
			}
		}
		if got := w.asked(); got != "mia sent" {
			t.Errorf("after delivery = %q, want one sent", got)
		}
	})
}

// The report somebody is writing when the mail goes is still one to what there is.
func TestVisits_S6_asking_leaves_the_open_form(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		v := w.stay()
		w.clock.set("2027-01-11T08:00")
		w.tick()
		if got := w.asked(); got != "mia queued" {
			t.Fatalf("asked %q, want mia", got)
		}
		if _, err := w.app.ReportVisit(w.ctx(), w.as("mia"), v.ID, accord.MatchVersion(v.Version), "Much", ""); err != nil {
			t.Errorf("a report begun before the reminder: %v", err)
		}
	})
}

func TestVisits_S6_what_is_not_asked_for(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(w *workplace, v accord.VisitDetail) error
		at   accord.LocalTime
		want string
	}{
		{"days down", nil, "2027-01-14T15:00", "mia sent"},
		{"a month down", nil, "2027-02-08T15:00", "mia skipped late"},
		{"told already", func(w *workplace, v accord.VisitDetail) error {
			w.clock.set("2027-01-08T17:00")
			_, err := w.app.ReportVisit(w.ctx(), w.as("mia"), v.ID, accord.Match{}, "Much", "")
			return err
		}, "2027-01-11T09:00", ""},
		{"called off", func(w *workplace, v accord.VisitDetail) error {
			_, err := w.app.CallOffVisit(w.ctx(), w.as("mia"), v.ID, accord.Match{})
			return err
		}, "2027-01-11T09:00", ""},
		{"reminders not wanted", func(w *workplace, _ accord.VisitDetail) error {
			w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.OptOut(ctx, "mia", accord.WishReminders) })
			return nil
		}, "2027-01-11T09:00", "mia skipped opted_out"},
		{"told between queue and mail", func(w *workplace, v accord.VisitDetail) error {
			w.clock.set("2027-01-11T08:00")
			w.tick()
			_, err := w.app.ReportVisit(w.ctx(), w.as("mia"), v.ID, accord.Match{}, "Much", "")
			return err
		}, "2027-01-11T09:00", "mia skipped settled"},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
				v := w.stay()
				if c.do != nil {
					if err := c.do(w, v); err != nil {
						t.Fatal(err)
					}
				}
				w.clock.set(c.at)
				w.tick()
				if err := w.app.Deliver(t.Context(), &postbox{}); err != nil {
					t.Fatal(err)
				}
				if got := w.asked(); got != c.want {
					t.Errorf("asked %q, want %q", got, c.want)
				}
			})
		})
	}
}
