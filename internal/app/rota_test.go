package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// weekly makes a series whose duties both go by turn: Mondays at 10:00 from
// 2027-01-04, asked three days, one day and four hours ahead.
func (w *workplace) weekly() accord.Series {
	w.t.Helper()
	s := w.series("strategic", "FREQ=WEEKLY;BYDAY=MO", "2027-01-04T10:00", 3*1440, 1440, 240)
	s.RotateFacilitator, s.RotateMinuteTaker = true, true
	w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.SaveSeries(ctx, &s) })
	return s
}

// turns writes the next turns of a duty as names, one a date.
func (w *workplace) turns(by string, kind accord.RotaKind) string {
	w.t.Helper()
	p, err := w.app.RotaTurns(w.ctx(), w.as(by), "strategic")
	if err != nil {
		w.t.Fatal(err)
	}
	return turnNames(p, kind)
}

func turnNames(p RotaPage, kind accord.RotaKind) string {
	d := p.Facilitator
	if kind == accord.RotaMinuteTaker {
		d = p.MinuteTaker
	}
	var list []string
	for _, t := range d.Turns {
		list = append(list, t.Holder.ID)
	}
	return strings.Join(list, " ")
}

// prepared prepares a date.
func (w *workplace) prepared(name accord.LocalTime) accord.Meeting {
	w.t.Helper()
	m, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), "strategic", string(name))
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// duties writes who a meeting names, facilitator first.
func (w *workplace) duties(name accord.LocalTime) string {
	w.t.Helper()
	m := w.meeting(name)
	return string(m.FacilitatorID) + " " + string(m.MinuteTakerID)
}

func (w *workplace) is(what, got, want string) {
	w.t.Helper()
	if got != want {
		w.t.Errorf("%s = %q, want %q", what, got, want)
	}
}

const (
	fac     = accord.RotaFacilitator
	minutes = accord.RotaMinuteTaker
)

func monday(n int) accord.LocalTime {
	return accord.LocalTime(time.Date(2027, 1, 4, 10, 0, 0, 0, time.UTC).AddDate(0, 0, 7*n).Format(accord.LocalLayout))
}

func TestApp_RotaTurns(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		w.is("facilitators", w.turns("oz", fac), "ana ben leo mia ana ben")
		w.is("minute takers", w.turns("leo", minutes), "ben ana mia leo ben ana")
		m := w.prepared(monday(0))
		w.is("opened", w.duties(monday(0)), "ana ben")
		if _, err := w.app.StartMeeting(w.ctx(), w.as("ana"), m.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.is("after the start", w.turns("leo", fac), "ben leo mia ana ben leo")
		p, err := w.app.RotaTurns(w.ctx(), w.as("leo"), "strategic")
		if err != nil || len(p.Facilitator.Past) != 1 || p.Facilitator.Past[0].Holder.Name != "Ana" || len(p.Duties()) != 2 {
			t.Errorf("past = %+v, %v, want Ana", p.Facilitator.Past, err)
		}
		if d, err := w.app.dutiesAt(w.ctx(), w.store, w.stored("strategic"), monday(1)); err != nil || d.Facilitator.Name != "Ben" || d.MinuteTaker.Side != accord.Sales {
			t.Errorf("dutiesAt(planned) = %+v, %v", d, err)
		}
		if d, err := w.app.dutiesAt(w.ctx(), w.store, w.stored("strategic"), monday(0)); err != nil || d.Facilitator.Name != "Ana" {
			t.Errorf("dutiesAt(started) = %+v, %v", d, err)
		}
	})
}

func (w *workplace) stored(id string) accord.Series {
	w.t.Helper()
	s, err := w.store.Series(w.ctx(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func TestApp_SkipTurn(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		w.prepared(monday(0))
		w.prepared(monday(2))
		before, err := w.app.RotaTurns(w.ctx(), w.as("ana"), "strategic")
		if err != nil {
			t.Fatal(err)
		}
		if first := before.Facilitator.Turns[0]; first.Next.ID != "leo" || fmt.Sprint(first.Told) != "[{leo Leo sales}]" || !first.MaySkip || !first.MaySwap {
			t.Errorf("S5: the first turn = %+v, want it to go to Leo, who is told", first)
		}
		p, err := w.app.SkipTurn(w.ctx(), w.as("ana"), "strategic", string(monday(0)), "facilitator")
		if err != nil {
			t.Fatal(err)
		}
		w.is("skipped", turnNames(p, fac), "leo ben ana mia leo ben")
		w.is("the meeting", w.duties(monday(0)), "leo ben")
		w.is("a later meeting", w.duties(monday(2)), "ana mia")
		same(t, "S5: mails", w.queued(), "meeting_duty leo queued", "meeting_duty leo queued")
		if s := p.Facilitator.Turns[0].Skipped; len(s) != 1 || s[0].Name != "Ana" || !p.Facilitator.Turns[0].MayRestore {
			t.Errorf("skipped = %v", s)
		}
		if p, err = w.app.UndoSkip(w.ctx(), w.as("ana"), "strategic", string(monday(0)), "facilitator"); err != nil {
			t.Fatal(err)
		}
		w.is("taken back", turnNames(p, fac), "ana ben leo mia ana ben")
		w.is("the meeting", w.duties(monday(0)), "ana ben")
		w.clock.add(2 * time.Minute)
		box := &postbox{}
		w.deliver(box)
		same(t, "nobody is told of what was taken back", box.got())
	})
}

func TestApp_SwapTurns(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		w.prepared(monday(0))
		w.prepared(monday(1))
		swap := func(by string, a, b int) error {
			_, err := w.app.SwapTurns(w.ctx(), w.as(by), "strategic", string(monday(a)), "facilitator", string(monday(b)))
			return err
		}
		if err := swap("leo", 0, 1); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("Swap(of two others by leo) = %v, want denied", err)
		}
		if err := swap("ben", 0, 1); err != nil {
			t.Fatal(err)
		}
		w.is("swapped", w.turns("ana", fac), "ben ana leo mia ana ben")
		w.is("the first", w.duties(monday(0)), "ben mia")
		w.is("the second", w.duties(monday(1)), "ana leo")
		w.clock.add(2 * time.Minute)
		box := &postbox{}
		w.deliver(box)
		same(t, "one mail a person", box.got(), "meeting_duty ana@example.com", "meeting_duty leo@example.com", "meeting_duty mia@example.com")
		if err := swap("ana", 0, 1); err != nil {
			t.Fatal(err)
		}
		w.is("swapped back", w.turns("ana", fac), "ana ben leo mia ana ben")
	})
}

func TestApp_changes_of_turns_that_are_refused(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		m := w.prepared(monday(2))
		_, err := w.app.ChangeMeeting(w.ctx(), w.as("ana"), m.ID, accord.Match{}, MeetingPatch{FacilitatorID: accord.Some("mia")})
		if err != nil {
			t.Fatal(err)
		}
		skip := func(by, name, kind string) error {
			_, err := w.app.SkipTurn(w.ctx(), w.as(by), "strategic", name, kind)
			return err
		}
		swap := func(by, name, with string) error {
			_, err := w.app.SwapTurns(w.ctx(), w.as(by), "strategic", name, "facilitator", with)
			return err
		}
		undo := func(by, name string) error {
			_, err := w.app.UndoSkip(w.ctx(), w.as(by), "strategic", name, "facilitator")
			return err
		}
		first, second, third := string(monday(0)), string(monday(1)), string(monday(2))
		for what, c := range map[string]struct {
			err  error
			want accord.Code
		}{
			"skip somebody else's":          {skip("leo", second, "facilitator"), accord.CodeDenied},
			"skip as an observer":           {skip("oz", first, "facilitator"), accord.CodeDenied},
			"skip an unknown duty":          {skip("ana", first, "juggler"), accord.CodeInvalid},
			"skip no date":                  {skip("ana", "soon", "facilitator"), accord.CodeNotFound},
			"skip a date there is not":      {skip("ana", "2027-01-05T10:00", "facilitator"), accord.CodeNotFound},
			"skip whom somebody chose":      {skip("ana", third, "facilitator"), accord.CodeConflict},
			"swap with whom they chose":     {swap("ana", first, third), accord.CodeConflict},
			"swap with no date":             {swap("ana", first, "later"), accord.CodeInvalid},
			"swap with a date unknown":      {swap("ana", first, "2027-01-05T10:00"), accord.CodeInvalid},
			"swap with oneself":             {swap("ana", first, string(monday(4))), accord.CodeInvalid},
			"take back what nobody skipped": {undo("ana", first), accord.CodeNotFound},
			"skip one's own":                {skip("ben", second, "facilitator"), ""},
			"take back another's":           {undo("leo", second), accord.CodeDenied},
			"take back as whom was skipped": {undo("ben", second), ""},
		} {
			if accord.CodeOf(c.err) != c.want {
				t.Errorf("%s = %v, want %q", what, c.err, c.want)
			}
		}
		off := w.stored("strategic")
		off.RotateFacilitator = false
		w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.SaveSeries(ctx, &off) })
		if err := skip("ana", first, "facilitator"); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("skip where it does not go by turn = %v, want conflict", err)
		}
	})
}

func TestApp_rota_by_hand(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		m := w.prepared(monday(0))
		choose := func(id string) {
			t.Helper()
			_, err := w.app.ChangeMeeting(w.ctx(), w.as("ana"), m.ID, accord.Match{}, MeetingPatch{FacilitatorID: accord.Some(id)})
			if err != nil {
				t.Fatal(err)
			}
		}
		choose("ben")
		w.is("chosen by hand", w.turns("ana", fac), "ben ben leo mia ana ben")
		w.is("who has another duty is passed over", w.duties(monday(0)), "ben mia")
		choose("")
		w.is("given back to the rota", w.duties(monday(0)), "ana ben")
		choose("mia")
		if _, err := w.app.StartMeeting(w.ctx(), w.as("ana"), m.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		turns, err := w.store.RotaTurns(w.ctx(), "strategic")
		if err != nil || len(turns) != 2 || turns[0].OwnerID != "ana" || turns[0].HolderID != "mia" {
			t.Errorf("stored = %+v, %v, want mia for ana", turns, err)
		}
		w.is("the place is used up", w.turns("ana", fac), "ben leo mia ana ben leo")
	})
}

func TestApp_rota_goes_with_people_and_dates(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		for i := range 3 {
			w.prepared(monday(i))
		}
		w.is("P9 before", w.duties(monday(0))+", "+w.duties(monday(1))+", "+w.duties(monday(2)), "ana ben, ben ana, leo mia")
		admin := w.as("mia")
		admin.Role = accord.RoleAdmin
		if _, err := w.app.Leave(w.ctx(), admin, "ben", nil); err != nil {
			t.Fatal(err)
		}
		w.is("P9 who left has no turn", w.duties(monday(0))+", "+w.duties(monday(1))+", "+w.duties(monday(2)), "ana mia, mia ana, leo mia")
		cancel := func(i int, status accord.MeetingStatus) {
			t.Helper()
			_, _, err := w.app.ChangeOccurrence(w.ctx(), w.as("ana"), "strategic", string(monday(i)), accord.Match{}, OccurrenceChange{Status: status})
			if err != nil {
				t.Fatal(err)
			}
		}
		cancel(0, accord.MeetingCancelled)
		w.is("called off: nobody's turn", w.duties(monday(1))+", "+w.duties(monday(2)), "ana mia, mia ana")
		cancel(0, accord.MeetingScheduled)
		w.is("restored", w.duties(monday(0))+", "+w.duties(monday(1)), "ana mia, mia ana")
		at := monday(0).In(accord.Zone("Europe/Berlin")).AddDate(0, 0, 8)
		if _, _, err := w.app.ChangeOccurrence(w.ctx(), w.as("ana"), "strategic", string(monday(0)), accord.Match{}, OccurrenceChange{StartsAt: &at}); err != nil {
			t.Fatal(err)
		}
		w.is("moved behind another: in the order they are held", w.duties(monday(1))+", "+w.duties(monday(0)), "ana mia, mia ana")
	})
}

func TestApp_rota_of_a_meeting_that_was_not_held(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		m := w.prepared(monday(0))
		w.prepared(monday(1))
		w.clock.set("2027-01-04T10:59")
		w.is("until its end it counts", w.turns("ana", fac), "ana ben leo mia ana ben")
		w.clock.set("2027-01-04T11:00")
		w.is("who could not keep a turn has the next", w.turns("ana", fac), "ana ben leo mia ana ben")
		w.is("the next meeting says what its people were told", w.duties(monday(1)), "ben ana")
		if _, err := w.app.StartMeeting(w.ctx(), w.as("ana"), m.ID, accord.Match{}); err != nil {
			t.Fatalf("it starts late: %v", err)
		}
		w.is("held after all", w.turns("ana", fac), "ben leo mia ana ben leo")
	})
}

func TestApp_rota_switched_on_and_off(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.series("strategic", "FREQ=WEEKLY;BYDAY=MO", "2027-01-04T10:00", 3*1440, 1440, 240)
		change := func(p SeriesPatch) error {
			_, err := w.app.ChangeSeries(w.ctx(), w.as("ana"), "strategic", accord.Match{}, p)
			return err
		}
		for _, c := range []struct {
			what string
			p    SeriesPatch
			want string
		}{
			{"a facilitator", SeriesPatch{FacilitatorID: accord.Some(accord.NullID("leo"))}, "leo "},
			{"by turn", SeriesPatch{RotateFacilitator: accord.Some(true), RotateMinuteTaker: accord.Some(true)}, "ana ben"},
			{"a facilitator again", SeriesPatch{FacilitatorID: accord.Some(accord.NullID("mia"))}, "mia ben"},
			{"the minutes no more", SeriesPatch{RotateMinuteTaker: accord.Some(false)}, "mia "},
		} {
			if len(w.meetings("2027-01-01T00:00", "2027-02-01T00:00")) == 0 {
				w.prepared(monday(0))
			}
			if err := change(c.p); err != nil {
				t.Fatalf("%s: %v", c.what, err)
			}
			w.is(c.what, w.duties(monday(0)), c.want)
		}
		both := SeriesPatch{FacilitatorID: accord.Some(accord.NullID("mia")), RotateFacilitator: accord.Some(true)}
		if err := change(both); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("both at once = %v, want invalid", err)
		}
		p, err := w.app.RotaTurns(w.ctx(), w.as("ana"), "strategic")
		if err != nil || len(p.Duties()) != 0 || p.Facilitator.Turns == nil {
			t.Errorf("= %+v, %v, want no duty by turn", p, err)
		}
	})
}

func TestStore_RekeyRota(t *testing.T) {
	eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
		w.weekly()
		if _, err := w.app.SkipTurn(w.ctx(), w.as("ana"), "strategic", string(monday(0)), "facilitator"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.SkipTurn(w.ctx(), w.as("ana"), "strategic", string(monday(1)), "facilitator"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.SwapTurns(w.ctx(), w.as("ana"), "strategic", string(monday(2)), "facilitator", string(monday(3))); err != nil {
			t.Fatal(err)
		}
		name := func(i int) store.RotaName { return store.RotaName{SeriesID: "strategic", OriginalStart: monday(i)} }
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			return tx.RekeyRota(ctx, "strategic", map[store.RotaName]store.RotaName{name(0): name(1), name(1): name(0), name(2): name(4)})
		})
		skips, _ := w.store.RotaSkips(w.ctx(), "strategic")
		swaps, err := w.store.RotaSwaps(w.ctx(), "strategic")
		var got []string
		for _, s := range skips {
			got = append(got, string(s.OriginalStart)+" "+s.PersonID)
		}
		slices.Sort(got)
		same(t, "skips", got, string(monday(0))+" ben", string(monday(1))+" ana")
		if err != nil || len(swaps) != 1 || swaps[0].FirstStart != monday(4) || swaps[0].SecondStart != monday(3) {
			t.Errorf("swaps = %+v, %v", swaps, err)
		}
	})
}
