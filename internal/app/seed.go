package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// SeedSize says how much test data [App.Seed] makes.
type SeedSize struct {
	People, Series, Meetings, Actions int
	Seed                              uint64 // the same seed gives the same data, relative to now
}

// SeedPassword is everybody's password in test data.
const SeedPassword = "correct horse battery"

// seeder makes test data in memory, by the domain's own rules, and writes it at
// the end in large batches.
type seeder struct {
	size      SeedSize
	rng       *rand.Rand
	now       time.Time
	zone      *time.Location
	days      accord.WorkingDays
	ids       int
	workspace accord.Workspace

	people    []accord.Person
	teams     []accord.Team
	members   []accord.TeamMember
	teamOf    [][]accord.Person // by team
	series    []accord.Series
	meetings  []accord.Meeting // of one series after the other, oldest first
	invited   []accord.MeetingPerson
	agenda    []accord.AgendaItem
	decisions []accord.Decision
	items     []accord.ActionItem
	facts     []fact
	lastSeq   int64
}

// fact is one event with the span it begins; both get their number when all
// are put in order.
type fact struct {
	event accord.Event
	span  *accord.ActionItemSpan
}

// Seed fills an empty workspace with test data: people of both sides in teams,
// series with a past, their meetings, and action items whose life was lived by
// the rules, with all events and spans.
func (a *App) Seed(ctx context.Context, w accord.Workspace, size SeedSize) error {
	if size.People < 4 || size.Series < 1 || size.Meetings < 0 || size.Actions < 0 {
		return accord.Errorf(accord.CodeInvalid, "Test data needs at least four people and one series.")
	}
	hash, err := a.hasher.hash(ctx, SeedPassword)
	if err != nil {
		return err
	}
	s := &seeder{
		size: size, now: a.now(), zone: accord.Zone(w.TimeZone), days: accord.WorkWeek(w.WorkingDays), workspace: w,
		rng: rand.New(rand.NewPCG(size.Seed, 1)), //nolint:gosec // test data
	}
	s.makePeople()
	s.makeSeries()
	s.makeItems()
	return a.saveSeed(ctx, s, hash)
}

// id makes the next id, in the form of a UUIDv7.
func (s *seeder) id() string {
	s.ids++
	return fmt.Sprintf("01900000-%04x-7000-8000-%012x", s.size.Seed&0xffff, s.ids)
}

func pick[T any](s *seeder, list []T) T { return list[s.rng.IntN(len(list))] }

// chance is true in so many of a hundred cases.
func (s *seeder) chance(percent int) bool { return s.rng.IntN(100) < percent }

// between is a time in a range of hours after t.
func (s *seeder) between(t time.Time, least, most int) time.Time {
	return t.Add(time.Duration(least*60+s.rng.IntN((most-least)*60+1)) * time.Minute)
}

// began is when the seeded company started, before every meeting.
func (s *seeder) began() time.Time { return s.now.AddDate(-4, 0, 0) }

// makePeople gives people to both sides and puts eight of them into each team.
func (s *seeder) makePeople() {
	for i := range s.size.People {
		side := accord.Sides()[[]int{0, 2}[i%2]]
		if i%20 == 18 {
			side = accord.Neutral
		}
		p := accord.Person{
			ID: s.id(), Name: seedName(i), Email: fmt.Sprintf("person%d@example.com", i+1), Side: side, Role: accord.RoleMember,
			TimeZone: s.workspace.TimeZone, Locale: "en", Version: 1, CreatedAt: s.began(),
		}
		if i == 0 {
			p.Role = accord.RoleAdmin
		}
		s.people = append(s.people, p)
	}
	const perTeam = 8
	for i := range (s.size.Series + 1) / 2 {
		team := accord.Team{ID: s.id(), Name: fmt.Sprintf("%s %d", pick(s, seedTeams), i+1), Version: 1, CreatedAt: s.began()}
		var of []accord.Person
		for j := range min(perTeam, len(s.people)) {
			p := s.people[(i*perTeam+j)%len(s.people)]
			role := accord.TeamMemberRole
			if j < 2 {
				role = accord.TeamLeader
			}
			of = append(of, p)
			s.members = append(s.members, accord.TeamMember{TeamID: team.ID, PersonID: p.ID, Role: role, AddedAt: s.began()})
		}
		s.teams, s.teamOf = append(s.teams, team), append(s.teamOf, of)
	}
}

// saveSeed writes everything, in batches small enough to leave others a turn.
func (a *App) saveSeed(ctx context.Context, s *seeder, hash string) error {
	var last int64
	err := a.store.Tx(ctx, s.workspace.ID, func(ctx context.Context, tx *store.Store) (err error) {
		last, err = tx.Counter(ctx, store.CounterEvent)
		return err
	})
	if err != nil {
		return err
	}
	s.number(last)
	credentials := make([]accord.Credential, len(s.people))
	for i, p := range s.people {
		credentials[i] = accord.Credential{PersonID: p.ID, PasswordHash: hash, ChangedAt: s.began()}
	}
	events, spans := make([]accord.Event, len(s.facts)), make([]accord.ActionItemSpan, 0, len(s.facts))
	for i, f := range s.facts {
		events[i] = f.event
		if f.span != nil {
			spans = append(spans, *f.span)
		}
	}
	// Rows that lie together in the database are written together.
	slices.SortStableFunc(spans, func(a, b accord.ActionItemSpan) int { return strings.Compare(a.ItemID, b.ItemID) })
	for _, save := range []func() error{
		func() error { return seedRows(ctx, a, s, s.people) }, func() error { return seedRows(ctx, a, s, credentials) },
		func() error { return seedRows(ctx, a, s, s.teams) }, func() error { return seedRows(ctx, a, s, s.members) },
		func() error { return seedRows(ctx, a, s, s.series) }, func() error { return seedRows(ctx, a, s, s.meetings) },
		func() error { return seedRows(ctx, a, s, s.invited) }, func() error { return seedRows(ctx, a, s, s.agenda) },
		func() error { return seedRows(ctx, a, s, s.decisions) }, func() error { return seedRows(ctx, a, s, s.items) },
		func() error { return seedRows(ctx, a, s, spans) }, func() error { return seedRows(ctx, a, s, events) },
		func() error { return a.seedCounters(ctx, s) },
	} {
		if err := save(); err != nil {
			return err
		}
	}
	return nil
}

// number puts everything that happened in order and numbers it after the last
// event there is.
func (s *seeder) number(last int64) {
	s.lastSeq = last + int64(len(s.facts))
	slices.SortStableFunc(s.facts, func(a, b fact) int { return a.event.At.Compare(b.event.At) })
	for i := range s.facts {
		s.facts[i].event.Seq = last + int64(i+1)
		if span := s.facts[i].span; span != nil {
			span.Seq = last + int64(i+1)
		}
	}
}

func seedRows[T any](ctx context.Context, a *App, s *seeder, rows []T) error {
	const batch = 20_000
	for chunk := range slices.Chunk(rows, batch) {
		err := a.store.Tx(ctx, s.workspace.ID, func(ctx context.Context, tx *store.Store) error { return store.Bulk(ctx, tx, chunk) })
		if err != nil {
			return err
		}
	}
	return nil
}

// seedCounters lets numbers go on after the last one made, and names the side
// leads.
func (a *App) seedCounters(ctx context.Context, s *seeder) error {
	return a.store.Tx(ctx, s.workspace.ID, func(ctx context.Context, tx *store.Store) error {
		for name, last := range map[string]int64{
			store.CounterActionItem: int64(len(s.items)), store.CounterDecision: int64(len(s.decisions)), store.CounterEvent: s.lastSeq,
		} {
			if err := tx.SetCounter(ctx, name, last); err != nil {
				return err
			}
		}
		w, err := tx.Workspace(ctx)
		if err != nil {
			return err
		}
		w.SalesLeadID, w.MarketingLeadID = accord.NullID(s.people[0].ID), accord.NullID(s.people[1].ID)
		return tx.SaveWorkspace(ctx, &w)
	})
}
