package app

import (
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// P9: who observes from now on, or changes side, visits nobody any more; their
// seats go to the next.
func TestChangePerson_P9_visits(t *testing.T) {
	for name, change := range map[string]PersonPatch{
		"observes":     {Role: accord.Some(accord.RoleObserver)},
		"changes side": {Side: accord.Some(accord.Sales)},
	} {
		t.Run(name, func(t *testing.T) {
			eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
				w.hosted(false)
				w.tick()
				_, err := w.app.PlanVisit(w.ctx(), w.as("ben"), NewVisit{FromOn: "2027-02-01", ToOn: "2027-02-02"})
				w.must(err)
				_, err = w.app.ChangePerson(w.ctx(), w.admin(), "ben", anyVersion, PersonPatch{Title: accord.Some("Head")})
				w.must(err)
				w.wants("another title", "01-04 ben planned, 01-11 mia planned, 02-01 ben planned")
				_, err = w.app.ChangePerson(w.ctx(), w.admin(), "ben", anyVersion, change)
				w.must(err)
				w.tick()
				w.wants("P9", "01-04 ben skipped, 01-04 mia planned, 01-11 mia planned, 02-01 ben cancelled")
			})
		})
	}
}

// An observer leads no side: the weekly update and the charter would wait for
// somebody who may not sign.
func TestChangePerson_observers_lead_nothing(t *testing.T) {
	f := newItemFixture(t)
	ctx, adm := t.Context(), itemActor("adm")
	names := func(who accord.NullID) error {
		_, _, err := f.app.ChangeWorkspace(ctx, adm, anyVersion, WorkspacePatch{MarketingDeputyID: accord.Some(who)})
		return err
	}
	if err := names("obi"); accord.CodeOf(err) != accord.CodeInvalid {
		t.Errorf("an observer as deputy = %v, want invalid", err)
	}
	if err := names("max"); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"max", "mia"} {
		if _, err := f.app.ChangePerson(ctx, adm, who, anyVersion, PersonPatch{Role: accord.Some(accord.RoleObserver)}); err != nil {
			t.Fatal(err)
		}
	}
	w, err := f.store.Workspace(store.Within(ctx, "w"))
	if err != nil || w.MarketingLeadID != "" || w.MarketingDeputyID != "" {
		t.Errorf("observers lead Marketing: %q, %q, %v", w.MarketingLeadID, w.MarketingDeputyID, err)
	}
}

// A sit-down whose counterpart is gone before they revealed asks nobody any
// more; one they revealed can still be opened.
func TestSitDownState_counterpart_gone(t *testing.T) {
	for name, tt := range map[string]struct {
		ready bool
		gone  func(f *sitDownFixture) error
		asks  bool
	}{
		"left": {false, func(f *sitDownFixture) error {
			_, err := f.app.Leave(f.Context(), itemActor("adm"), "mia", nil)
			return err
		}, false},
		"left, revealed": {true, func(f *sitDownFixture) error {
			_, err := f.app.Leave(f.Context(), itemActor("adm"), "mia", nil)
			return err
		}, true},
		"erased": {true, func(f *sitDownFixture) error {
			f.gone("mia")
			return nil
		}, false},
		"observes": {false, func(f *sitDownFixture) error {
			_, err := f.app.ChangePerson(f.Context(), itemActor("adm"), "mia", anyVersion, PersonPatch{Role: accord.Some(accord.RoleObserver)})
			return err
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			eachMeeting(t, func(m *meetingFixture) {
				f := &sitDownFixture{meetingFixture: m}
				d, err := f.app.BeginSitDown(f.Context(), itemActor("ana"), NewSitDown{MarketingID: "mia"})
				f.must(err)
				f.id = d.ID
				f.ranks("ana", "Shorter quotes")
				f.ranks("mia", "A launch page")
				waits := func() string {
					t.Helper()
					s, err := f.app.SitDownState(f.Context(), itemActor("ana"), time.Time{})
					f.must(err)
					return s.WaitingID
				}
				if waits() != f.id {
					t.Fatal("it does not wait for ana to begin with")
				}
				if tt.ready {
					f.reveals("mia")
				}
				f.must(tt.gone(f))
				if asks := waits() == f.id; asks != tt.asks {
					t.Errorf("it asks ana: %v, want %v", asks, tt.asks)
				}
			})
		})
	}
}
