package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// rotaDates bounds how many dates to come of a series a rota is computed for. A
// date farther ahead has nobody by turn until it comes nearer: one prepared for
// a far year makes no other change slow.
const rotaDates = 200

// rota is all that decides whose turn the duties of a series are, and what
// comes of it. A series that was split goes on where it was: the dates of its
// whole lineage are one round.
type rota struct {
	series accord.Series
	people []accord.TeamPerson
	rounds map[accord.RotaKind]accord.Rota
	dates  map[accord.RotaKind][]accord.RotaDate // to come, as far as was asked
	turns  map[accord.RotaKind][]accord.RotaTurn
	of     map[accord.LocalTime]accord.Series  // which series of the lineage has the date
	rows   map[accord.LocalTime]accord.Meeting // scheduled meetings to come
}

// loadRota computes the next six turns of a series and all up to the date named
// until, "" for no such date. A date counts until its end, so that a meeting
// that starts a little late has its turn; one that was never held is nobody's.
func (a *App) loadRota(ctx context.Context, s *store.Store, series accord.Series, until accord.LocalTime, now time.Time) (*rota, error) {
	r := &rota{
		series: series, rounds: map[accord.RotaKind]accord.Rota{}, dates: map[accord.RotaKind][]accord.RotaDate{},
		turns: map[accord.RotaKind][]accord.RotaTurn{}, of: map[accord.LocalTime]accord.Series{}, rows: map[accord.LocalTime]accord.Meeting{},
	}
	if err := a.readRounds(ctx, s, r); err != nil {
		return nil, err
	}
	lineage, err := s.Lineage(ctx, series.LineageID)
	if err != nil {
		return nil, err
	}
	lineage = slices.DeleteFunc(lineage, func(s accord.Series) bool { return s.Status != accord.SeriesActive || !s.HasRota() })
	for _, part := range lineage {
		rows, err := s.ScheduledMeetings(ctx, part.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range rows {
			if m.EndsAt().After(now) {
				r.rows[m.OriginalStart] = m
			}
		}
	}
	for _, round := range r.rounds {
		until = max(until, round.Through())
	}
	if err := a.readDates(ctx, s, r, lineage, until, now); err != nil {
		return nil, err
	}
	r.compute()
	return r, nil
}

// readRounds reads people, stored turns, skips and swaps.
func (a *App) readRounds(ctx context.Context, s *store.Store, r *rota) error {
	var err error
	if r.people, err = s.TeamPeople(ctx, r.series.TeamID); err != nil {
		return err
	}
	members, err := s.TeamMembers(ctx, r.series.TeamID)
	if err != nil {
		return err
	}
	taken, err := s.RotaTurns(ctx, r.series.LineageID)
	if err != nil {
		return err
	}
	skips, err := s.RotaSkips(ctx, r.series.LineageID)
	if err != nil {
		return err
	}
	swaps, err := s.RotaSwaps(ctx, r.series.LineageID)
	if err != nil {
		return err
	}
	added := make(map[string]time.Time, len(members))
	for _, m := range members {
		added[m.PersonID] = m.AddedAt
	}
	people := accord.RotaPeople(r.people, added)
	for _, kind := range accord.RotaKinds() {
		r.rounds[kind] = accord.Rota{
			Kind: kind, People: kind.Among(people), Skips: skips, Swaps: swaps,
			Taken: slices.DeleteFunc(slices.Clone(taken), func(t accord.RotaTurn) bool { return t.Kind != kind }),
		}
	}
	return nil
}

// readDates reads the dates to come of a lineage: at least six, and all up to the
// one named until and the last scheduled meeting, but none beyond rotaDates.
func (a *App) readDates(ctx context.Context, s *store.Store, r *rota, lineage []accord.Series, until accord.LocalTime, now time.Time) error {
	var end time.Time // where some part goes on unread; zero for nowhere
	for _, part := range lineage {
		from := now.Add(-time.Duration(part.DurationMinutes)*time.Minute + time.Microsecond)
		for look := nextShown; ; look = min(4*look, rotaDates) {
			dates, err := a.upcoming(ctx, s, []accord.Series{part}, from, look)
			if err != nil {
				return err
			}
			list := accord.RotaDates(dates[part.ID])
			last := len(dates[part.ID]) - 1
			enough := last+1 < look || len(list) >= nextShown && dates[part.ID][last].OriginalStart >= until && !dates[part.ID][last].StartsAt.Before(r.lastRow())
			if !enough && look < rotaDates {
				continue
			}
			if !enough && (end.IsZero() || dates[part.ID][last].StartsAt.Before(end)) {
				end = dates[part.ID][last].StartsAt
			}
			r.add(part, list)
			break
		}
	}
	for kind := range r.dates {
		slices.SortFunc(r.dates[kind], func(a, b accord.RotaDate) int {
			return cmp.Or(a.StartsAt.Compare(b.StartsAt), cmp.Compare(a.OriginalStart, b.OriginalStart))
		})
		r.dates[kind] = slices.DeleteFunc(r.dates[kind], func(d accord.RotaDate) bool { return !end.IsZero() && d.StartsAt.After(end) })
	}
	return nil
}

// lastRow is the start of the last scheduled meeting.
func (r *rota) lastRow() time.Time {
	var last time.Time
	for _, m := range r.rows {
		if m.StartsAt.After(last) {
			last = m.StartsAt
		}
	}
	return last
}

// add takes the dates of a part of the lineage into the rounds of the duties
// that go by turn there.
func (r *rota) add(part accord.Series, list []accord.RotaDate) {
	for _, d := range list {
		r.of[d.OriginalStart] = part
	}
	for _, kind := range accord.RotaKinds() {
		if part.Rotates(kind) {
			r.dates[kind] = append(r.dates[kind], list...)
		}
	}
}

// compute gives out the turns. Whom somebody chose by hand does the duty; the
// place of the one whose turn it was stays used up.
func (r *rota) compute() {
	var busy []accord.RotaTurn
	for _, kind := range accord.RotaKinds() {
		round := r.rounds[kind]
		if round.Busy = busy; kind.Represents() != accord.Neutral {
			round.Busy = nil
		}
		r.rounds[kind] = round
		turns := round.Turns(r.dates[kind])
		for i, t := range turns {
			part := r.of[t.OriginalStart]
			turns[i].SeriesID = part.ID
			if m, ok := r.rows[t.OriginalStart]; ok && m.ByHand(kind) {
				turns[i].HolderID = m.Holder(kind)
			}
		}
		r.turns[kind] = turns
		busy = append(busy, turns...)
		if kind == accord.RotaFacilitator {
			busy = append(busy, r.named()...)
		}
	}
}

// named are the facilitators of the dates where they do not go by turn.
func (r *rota) named() []accord.RotaTurn {
	var turns []accord.RotaTurn
	for name, part := range r.of {
		if part.RotateFacilitator {
			continue
		}
		holder := part.FacilitatorID
		if m, ok := r.rows[name]; ok {
			holder = m.FacilitatorID
		}
		turns = append(turns, accord.RotaTurn{Kind: accord.RotaFacilitator, OriginalStart: name, HolderID: holder})
	}
	return turns
}

// turn is the turn of a duty at a date.
func (r *rota) turn(kind accord.RotaKind, name accord.LocalTime) (accord.RotaTurn, bool) {
	i := slices.IndexFunc(r.turns[kind], func(t accord.RotaTurn) bool { return t.OriginalStart == name })
	if i < 0 {
		return accord.RotaTurn{}, false
	}
	return r.turns[kind][i], true
}

// filled gives a meeting of the lineage the people whose turn it is.
func (r *rota) filled(m accord.Meeting) accord.Meeting {
	for _, kind := range accord.RotaKinds() {
		if t, ok := r.turn(kind, m.OriginalStart); ok && !m.ByHand(kind) {
			m = m.Give(kind, t.HolderID, false)
		}
	}
	return m
}

// meetingAt is the meeting at a date of the series with its duties given out:
// that which is scheduled, or one as it would be opened.
func (r *rota) meetingAt(name accord.LocalTime) accord.Meeting {
	m, ok := r.rows[name]
	if !ok {
		m = accord.Meeting{OriginalStart: name, FacilitatorID: r.of[name].FacilitatorID}
	}
	return r.filled(m)
}

// dutiesAt says who does the duties at a date of a series: whom its meeting
// names or, while it is only planned, whose turn it is, else whom the series
// names. Mails and calendars ask here.
func (a *App) dutiesAt(ctx context.Context, s *store.Store, series accord.Series, name accord.LocalTime) (accord.Duties, error) {
	m, err := s.MeetingAt(ctx, series.ID, name)
	if accord.CodeOf(err) == accord.CodeNotFound {
		m, err = accord.Meeting{OriginalStart: name, FacilitatorID: series.FacilitatorID}, nil
		if series.HasRota() {
			r, rotaErr := a.loadRota(ctx, s, series, name, a.now())
			if rotaErr != nil {
				return accord.Duties{}, rotaErr
			}
			m = r.filled(m)
		}
	}
	if err != nil {
		return accord.Duties{}, err
	}
	return a.dutiesOf(ctx, s, m)
}

// dutiesOf names those a meeting has duties for.
func (a *App) dutiesOf(ctx context.Context, s *store.Store, m accord.Meeting) (d accord.Duties, err error) {
	for kind, duty := range map[accord.RotaKind]*accord.Duty{
		accord.RotaFacilitator: &d.Facilitator, accord.RotaMinuteTaker: &d.MinuteTaker,
		accord.RotaSalesRep: &d.SalesRep, accord.RotaMarketingRep: &d.MarketingRep,
	} {
		*duty = accord.Duty{Kind: kind, PersonID: m.Holder(kind), Side: accord.Neutral}
		if duty.PersonID == "" {
			continue
		}
		p, err := s.Person(ctx, string(duty.PersonID))
		if err != nil {
			return d, err
		}
		duty.Name, duty.Side = p.Name, p.Side
	}
	return d, nil
}
