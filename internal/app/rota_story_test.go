package app

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
)

// rotaStory is a random story of a series whose duties go by turn.
type rotaStory struct {
	*workplace
	rng  *rand.Rand
	past map[string]string // who did what at a meeting that has started
	told []string          // what happened, for a failure
	did  map[string]int    // how often each thing worked
}

func (s *rotaStory) turnsOf(kind accord.RotaKind) []Turn {
	s.t.Helper()
	p, err := s.app.RotaTurns(s.ctx(), s.as("ana"), "strategic")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, duty := range p.Duties() {
		if duty.Kind == kind {
			return duty.Turns
		}
	}
	return nil
}

func holderAt(turns []Turn, name accord.LocalTime) string {
	for _, t := range turns {
		if t.OriginalStart == name {
			return t.Holder.ID
		}
	}
	return ""
}

// step does one thing at random.
func (s *rotaStory) step() {
	s.t.Helper()
	kind := accord.RotaKinds()[s.rng.IntN(2)]
	turns := s.turnsOf(kind)
	if len(turns) < 6 {
		s.t.Fatalf("%d turns to come, want 6: %v", len(turns), s.told)
	}
	at, with := turns[s.rng.IntN(5)], turns[s.rng.IntN(6)]
	name := string(at.OriginalStart)
	act := []string{"skip", "skip", "swap", "swap", "undo", "prepare", "prepare", "by hand", "cancel", "restore", "leave", "join", "start", "split"}[s.rng.IntN(14)]
	admin := s.admin()
	var err error
	switch act {
	case "skip":
		if _, err = s.app.SkipTurn(s.ctx(), s.as("ana"), "strategic", name, string(kind)); err == nil && holderAt(s.turnsOf(kind), at.OriginalStart) == at.Holder.ID {
			s.t.Errorf("%s was passed over at %s and has the turn: %v", at.Holder.ID, name, s.told)
		}
	case "swap":
		if _, err = s.app.SwapTurns(s.ctx(), s.as("ana"), "strategic", name, string(kind), string(with.OriginalStart)); err == nil {
			now := s.turnsOf(kind)
			if holderAt(now, at.OriginalStart) != with.Holder.ID || holderAt(now, with.OriginalStart) != at.Holder.ID {
				s.t.Errorf("%s and %s of %s are not swapped: %v", name, with.OriginalStart, kind, s.told)
			}
		}
	case "undo":
		_, err = s.app.UndoSkip(s.ctx(), s.as("ana"), "strategic", name, string(kind))
	case "prepare":
		_, _, err = s.app.OpenOccurrence(s.ctx(), s.as("ana"), at.SeriesID, name)
	case "by hand":
		if err = accord.NotFound("meeting"); at.MeetingID != "" {
			who := []string{"ana", "mia", ""}[s.rng.IntN(3)]
			_, err = s.app.ChangeMeeting(s.ctx(), s.as("ana"), string(at.MeetingID), accord.Match{}, MeetingPatch{FacilitatorID: accord.Some(who)})
		}
	case "cancel":
		_, _, err = s.app.ChangeOccurrence(s.ctx(), s.as("ana"), at.SeriesID, name, accord.Match{}, OccurrenceChange{Status: accord.MeetingCancelled})
	case "restore":
		err = s.restore()
	case "leave":
		_, err = s.app.RemoveTeamMember(s.ctx(), admin, "team", []string{"ben", "leo"}[s.rng.IntN(2)], accord.Match{})
	case "join":
		_, err = s.app.SetTeamMember(s.ctx(), admin, "team", []string{"ben", "leo"}[s.rng.IntN(2)], accord.TeamMemberRole, accord.Match{})
	case "start":
		err = s.start()
	case "split":
		_, err = s.app.ChangeSeries(s.ctx(), s.as("ana"), at.SeriesID, accord.Match{}, SeriesPatch{
			Title: accord.Some(fmt.Sprint("Part ", len(s.told))), SeriesScope: SeriesScope{Scope: "following", From: name},
		})
	}
	if err == nil {
		s.did[act]++
	}
	s.told = append(s.told, fmt.Sprintf("%s %s %s: %v", act, kind, name, err))
	refused := []accord.Code{"", accord.CodeInvalid, accord.CodeConflict, accord.CodeNotFound}
	if !slices.Contains(refused, accord.CodeOf(err)) {
		s.t.Fatalf("a failure of ours: %v", s.told)
	}
}

// restore brings back the first date that was called off.
func (s *rotaStory) restore() error {
	list, err := s.store.Lineage(s.ctx(), "strategic")
	for _, part := range list {
		rows, _ := s.store.CancelledMeetings(s.ctx(), part.ID)
		for _, m := range rows {
			if m.StartsAt.After(s.clock.Now()) {
				_, _, err := s.app.ChangeOccurrence(s.ctx(), s.as("ana"), part.ID, string(m.OriginalStart), accord.Match{}, OccurrenceChange{Status: accord.MeetingScheduled})
				return err
			}
		}
	}
	if err == nil {
		err = accord.NotFound("date")
	}
	return err
}

// start holds the next meeting: time goes on until it begins.
func (s *rotaStory) start() error {
	next := s.turnsOf(fac)[0]
	s.clock.add(next.StartsAt.Sub(s.clock.Now()))
	m, _, err := s.app.OpenOccurrence(s.ctx(), s.as("ana"), next.SeriesID, string(next.OriginalStart))
	if err != nil {
		return err
	}
	_, err = s.app.StartMeeting(s.ctx(), s.as("ana"), m.ID, accord.Match{})
	s.clock.add(2 * time.Hour)
	return err
}

// check holds what must be true at any time.
func (s *rotaStory) check() {
	s.t.Helper()
	team, err := s.store.TeamPeople(s.ctx(), "team")
	if err != nil {
		s.t.Fatal(err)
	}
	member := func(id string) bool {
		return slices.ContainsFunc(team, func(p accord.TeamPerson) bool { return p.ID == id && p.Facilitates() })
	}
	for _, kind := range accord.RotaKinds() {
		turns := s.turnsOf(kind)
		for i, t := range turns {
			passed := slices.ContainsFunc(t.Skipped, func(p PersonName) bool { return p.ID == t.Holder.ID })
			if !t.ByHand && (!member(t.Holder.ID) || passed) {
				s.t.Errorf("P9 %s of %s has %q, who left or is passed over: %v", kind, t.OriginalStart, t.Holder.ID, s.told)
			}
			if t.MeetingID != "" {
				m, err := s.store.Meeting(s.ctx(), string(t.MeetingID))
				if err != nil || string(m.Holder(kind)) != t.Holder.ID {
					s.t.Errorf("%s of %s: the meeting names %q, the rota %q, %v: %v", kind, t.OriginalStart, m.Holder(kind), t.Holder.ID, err, s.told)
				}
			}
			if kind == fac && i > 0 && len(t.Skipped) == 0 && len(turns[i-1].Skipped) == 0 && t.Side == turns[i-1].Side {
				s.t.Errorf("%s follows %s at %s: %v", t.Side, t.Side, t.OriginalStart, s.told)
			}
		}
	}
	now := map[string]string{}
	taken, err := s.store.RotaTurns(s.ctx(), "strategic")
	for _, t := range taken {
		now[fmt.Sprint(t.Kind, " ", t.OriginalStart)] = fmt.Sprint(t.OwnerID, " ", t.HolderID, " ", t.Side)
	}
	for key, was := range s.past {
		if err != nil || now[key] != was {
			s.t.Errorf("%s was %q and is %q, %v: %v", key, was, now[key], err, s.told)
		}
	}
	s.past = now
}

// Whatever happens to dates, people and turns: past turns stay, meetings name
// those whose turn it is, who left or is passed over has none, the sides
// alternate, skips and swaps do what they say, and a skip taken back at once
// leaves nothing behind.
func TestApp_rota_stories(t *testing.T) {
	for story := range 3 {
		eachWorkplace(t, "2026-12-20T09:00", func(t *testing.T, w *workplace) {
			w.weekly()
			s := &rotaStory{workplace: w, rng: rand.New(rand.NewPCG(uint64(story), 9)), past: map[string]string{}, did: map[string]int{}}
			for range 50 {
				s.step()
				s.check()
				if t.Failed() {
					return
				}
			}
			before := s.turnsOf(fac)
			name := string(before[1].OriginalStart)
			if _, err := w.app.SkipTurn(w.ctx(), w.as("ana"), "strategic", name, "facilitator"); err == nil {
				if _, err := w.app.UndoSkip(w.ctx(), w.as("ana"), "strategic", name, "facilitator"); err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(before, s.turnsOf(fac)); diff != "" {
					t.Errorf("a skip taken back left something (-before +after):\n%s", diff)
				}
			}
			for _, act := range []string{"skip", "swap", "prepare", "cancel", "start", "split"} {
				if s.did[act] == 0 {
					t.Errorf("story %d never did %q: %v", story, act, s.did)
				}
			}
		})
	}
}
