package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// X2: whom a closed round asked, and who was late, stands nowhere, the queue of
// mails included; that there is a report is told to all.
func TestDiagnostic_forgets_whom_it_asked(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		d := w.opened()
		w.clock.set("2026-12-06T10:00")
		w.tick()
		if w.mails(accord.MailDiagnostic) == "" || w.mails(accord.MailDiagnosticReminder) == "" {
			t.Fatal("nobody was asked or reminded: the test cannot fail")
		}
		for _, who := range []string{"ana", "leo", "kim", "mia", "ben", "lou"} {
			w.answer(d.ID, who, alike(2, 2))
		}
		if asked, late := w.mails(accord.MailDiagnostic), w.mails(accord.MailDiagnosticReminder); asked != "" || late != "" {
			t.Errorf("after the closing: %q were asked, %q reminded", asked, late)
		}
		if got := w.mails(accord.MailDiagnosticReport); !strings.Contains(got, "ana") || !strings.Contains(got, "ida") {
			t.Errorf("told of the report: %q", got)
		}
	})
}

func (w diagnosticPlace) closeTeam(closed bool) {
	w.t.Helper()
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		team, err := tx.Team(ctx, "team")
		if err != nil {
			return err
		}
		team.Closed = closed
		return tx.SaveTeam(ctx, &team)
	})
}

// X1: gaps never go to a closed team by themselves, and that they went to one's
// series later shows to nobody who does not see it.
func TestDiagnostic_closed_team(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		w.closeTeam(true)
		d := w.reported()
		if d.SeriesID != "" || d.Proposed {
			t.Fatalf("the gaps went to the closed team's %s", d.SeriesID)
		}
		w.closeTeam(false)
		if d, err := w.app.ProposeGaps(w.ctx(), w.as("ana"), d.ID, anyVersion, "strategic"); err != nil || d.SeriesID != "strategic" {
			t.Fatalf("ProposeGaps = %s, %v", d.SeriesID, err)
		}
		w.closeTeam(true)
		for who, want := range map[string]accord.NullID{"ana": "strategic", "max": ""} {
			if got, err := w.app.Diagnostic(w.ctx(), w.as(who), d.ID); err != nil || got.SeriesID != want || !got.Proposed {
				t.Errorf("%s sees series %q, proposed %v, %v; want %q", who, got.SeriesID, got.Proposed, err, want)
			}
		}
		if _, err := w.app.ProposeGaps(w.ctx(), w.as("ida"), d.ID, anyVersion, "strategic"); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("proposed again by somebody who does not see the series = %v, want conflict", err)
		}
	})
}

// The dashboard reads the last two reports, however many there are.
func TestDiagnosticState_reads_two_reports(t *testing.T) {
	eachDiagnosticPlace(t, func(t *testing.T, w diagnosticPlace) {
		if w.store.Path() == "" {
			t.Skip("counted on SQLite")
		}
		counted, sent := traced(t, &meetingFixture{itemFixture: &itemFixture{app: w.app, store: w.store}})
		var takes []int
		var all []DiagnosticDetail
		for range 4 {
			w.clock.add(24 * time.Hour)
			all = append(all, w.reported())
			sent()
			s, err := counted.DiagnosticState(w.ctx(), w.as("leo"), time.Time{})
			if err != nil || s.Last.ID != all[len(all)-1].ID || len(all) > 1 && *s.Before != *all[len(all)-2].Figures {
				t.Fatalf("the dashboard says %+v, %v", s, err)
			}
			takes = append(takes, len(sent()))
		}
		if takes[0] >= takes[1] || takes[1] != takes[3] {
			t.Errorf("with 1 to 4 reports it takes %v statements, want no more after two", takes)
		}
	})
}
