package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// RotaPage is whose turn the duties of a series were and will be.
type RotaPage struct {
	Facilitator, MinuteTaker RotaDuty
	SalesRep, MarketingRep   RotaDuty
	TimeZone                 string // of the series
}

// Duties are those that go by turn.
func (p RotaPage) Duties() []RotaDuty {
	return slices.DeleteFunc([]RotaDuty{p.Facilitator, p.MinuteTaker, p.SalesRep, p.MarketingRep}, func(d RotaDuty) bool { return !d.ByTurn })
}

// RotaDuty is one duty of a series with its next turns and the last ones.
type RotaDuty struct {
	Kind   accord.RotaKind
	ByTurn bool
	Takers int           // how many take turns
	Alone  []accord.Side // the one side that has takers while the other has none
	Turns  []Turn        // the next six
	Past   []Turn        // the last six, newest first
}

// Turn is a duty at a date with everybody's name.
type Turn struct {
	accord.RotaTurn
	Owner, Holder PersonName
	MeetingID     accord.NullID
	ByHand        bool         // the meeting names somebody whom a person chose
	Skipped       []PersonName // passed over at this date
	Next          PersonName   // who would have the turn if it were skipped; nobody where it cannot be
	Told          []PersonName // who would be mailed then
	MaySkip       bool         // the actor may
	MaySwap       bool
	MayRestore    bool
}

// Swapped reports whether somebody else does the turn than whose it is.
func (t Turn) Swapped() bool { return t.HolderID != t.OwnerID && !t.ByHand }

// PersonName is somebody as lists show them.
type PersonName struct {
	ID   string
	Name string
	Side accord.Side
}

// RotaTurns returns the next six turns of the duties of a series, and who did
// them the last six times.
func (a *App) RotaTurns(ctx context.Context, actor accord.Actor, seriesID string) (RotaPage, error) {
	ctx, err := a.read(ctx, actor, ActSeeSeries)
	if err != nil {
		return RotaPage{}, err
	}
	series, standing, err := a.seriesFor(ctx, a.store, actor, seriesID)
	if err != nil {
		return RotaPage{}, err
	}
	return a.rotaPage(ctx, a.store, standing, series, a.now())
}

func (a *App) rotaPage(ctx context.Context, s *store.Store, standing Standing, series accord.Series, now time.Time) (p RotaPage, err error) {
	p.TimeZone = series.TimeZone
	duties := []*RotaDuty{&p.Facilitator, &p.MinuteTaker, &p.SalesRep, &p.MarketingRep}
	for i, kind := range accord.RotaKinds() {
		*duties[i] = RotaDuty{Kind: kind, ByTurn: series.Rotates(kind), Turns: []Turn{}, Past: []Turn{}}
	}
	if !series.HasRota() {
		return p, nil
	}
	r, err := a.loadRota(ctx, s, series, "", now)
	if err != nil {
		return p, err
	}
	everybody, err := s.People(ctx)
	if err != nil {
		return p, err
	}
	named := map[accord.NullID]PersonName{"": {}}
	for _, person := range everybody {
		named[accord.NullID(person.ID)] = PersonName{ID: person.ID, Name: person.Name, Side: person.Side}
	}
	for _, d := range duties {
		if d.ByTurn {
			r.fill(d, standing, named, now)
		}
	}
	return p, nil
}

// fill writes the turns of a duty.
func (r *rota) fill(d *RotaDuty, standing Standing, named map[accord.NullID]PersonName, now time.Time) {
	sides := map[accord.Side]bool{}
	for _, p := range r.rounds[d.Kind].People {
		if p.Side != accord.Neutral {
			sides[p.Side] = true
		}
	}
	d.Takers = len(r.rounds[d.Kind].People)
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		if d.Kind.Represents() == accord.Neutral && sides[side] && !sides[side.Other()] {
			d.Alone = append(d.Alone, side)
		}
	}
	for _, t := range r.turns[d.Kind][:min(nextShown, len(r.turns[d.Kind]))] {
		d.Turns = append(d.Turns, r.toCome(t, standing, named, now))
	}
	taken := r.rounds[d.Kind].Taken
	for _, t := range slices.Backward(taken[max(0, len(taken)-nextShown):]) {
		d.Past = append(d.Past, Turn{RotaTurn: t, Owner: named[t.OwnerID], Holder: named[t.HolderID]})
	}
}

// toCome is a turn to come with all that can be done about it.
func (r *rota) toCome(t accord.RotaTurn, standing Standing, named map[accord.NullID]PersonName, now time.Time) Turn {
	turn := Turn{RotaTurn: t, Owner: named[t.OwnerID], Holder: named[t.HolderID]}
	m, opened := r.rows[t.OriginalStart]
	turn.MeetingID, turn.ByHand = accord.NullID(m.ID), opened && m.ByHand(t.Kind)
	skips := r.skipsOf(t.Kind, t.OriginalStart)
	for _, s := range skips {
		turn.Skipped = append(turn.Skipped, named[accord.NullID(s.PersonID)])
	}
	if !t.StartsAt.After(now) {
		return turn
	}
	if len(skips) > 0 {
		last := skips[len(skips)-1]
		turn.MayRestore = standing.Leads() || slices.Contains([]string{last.PersonID, last.CreatedBy}, standing.Actor.PersonID)
	}
	if !standing.turns(t) || turn.ByHand || t.HolderID == "" {
		return turn
	}
	after, ok := r.skipping(t, now)
	if turn.MaySkip = ok; ok {
		next, _ := after.turn(t.Kind, t.OriginalStart)
		turn.Next, turn.Told = named[next.HolderID], r.told(after, standing.Actor.PersonID, named)
	}
	turn.MaySwap = len(r.turns[t.Kind]) > 1
	return turn
}

// skipping is the rota as it would be after a skip, as far as it is shown or
// changes a meeting; false where nobody else could take the turn.
func (r *rota) skipping(t accord.RotaTurn, now time.Time) (*rota, bool) {
	after := *r
	after.dates, after.rounds, after.turns = r.near(), map[accord.RotaKind]accord.Rota{}, map[accord.RotaKind][]accord.RotaTurn{}
	skip, err := r.rounds[t.Kind].Skip(after.dates[t.Kind], t.OriginalStart, "", now)
	if err != nil {
		return nil, false
	}
	for kind, round := range r.rounds {
		if kind == t.Kind {
			round.Skips = append(slices.Clone(round.Skips), skip)
		}
		after.rounds[kind] = round
	}
	after.compute()
	return &after, true
}

// near are the dates that are shown, those up to the last meeting and those up
// to the last swap, which may change the turns before it. Both duties are given
// out as far as the other.
func (r *rota) near() map[accord.RotaKind][]accord.RotaDate {
	var end time.Time
	for kind, dates := range r.dates {
		through := r.rounds[kind].Through()
		for i, d := range dates {
			_, opened := r.rows[d.OriginalStart]
			if (i < nextShown || opened || d.OriginalStart == through) && d.StartsAt.After(end) {
				end = d.StartsAt
			}
		}
	}
	near := map[accord.RotaKind][]accord.RotaDate{}
	for kind, dates := range r.dates {
		near[kind] = slices.DeleteFunc(slices.Clone(dates), func(d accord.RotaDate) bool { return d.StartsAt.After(end) })
	}
	return near
}

// told names whose part changes at a meeting they are invited to, whoever acts
// excepted.
func (r *rota) told(after *rota, actorID string, named map[accord.NullID]PersonName) []PersonName {
	var told []PersonName
	seen := map[accord.NullID]bool{"": true, accord.NullID(actorID): true}
	for _, name := range r.turnDates() {
		was, ok := r.rows[name]
		if !ok {
			continue
		}
		is := after.filled(was)
		for _, kind := range accord.RotaKinds() {
			for _, id := range []accord.NullID{was.Holder(kind), is.Holder(kind)} {
				if !seen[id] && dutyNames(was, string(id)) != dutyNames(is, string(id)) {
					seen[id] = true
					told = append(told, named[id])
				}
			}
		}
	}
	return told
}
