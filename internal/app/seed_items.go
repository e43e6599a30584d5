package app

import (
	"encoding/json"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// life is one action item while it is lived: the item as it is, and the span it
// is in.
type life struct {
	s    *seeder
	item accord.ActionItem
	span *accord.ActionItemSpan
	same []*accord.ActionItemSpan // those of the status it has
}

// step is something that is to happen to an item at a time.
type step struct {
	at     time.Time
	verb   string
	reason string
	by     accord.Actor
	rule   func(accord.ActionItem) (accord.ActionItem, error)
}

// makeItems spreads the action items over the held meetings and lives each.
func (s *seeder) makeItems() {
	var held []int
	for i, m := range s.meetings {
		if m.Held() {
			held = append(held, i)
		}
	}
	slices.SortStableFunc(held, func(a, b int) int { return s.meetings[a].StartsAt.Compare(s.meetings[b].StartsAt) })
	teams := make(map[string]int, len(s.teams))
	for i, t := range s.teams {
		teams[t.ID] = i
	}
	for n := range s.size.Actions {
		if len(held) == 0 {
			return
		}
		at := held[n*len(held)/s.size.Actions]
		s.liveItem(at, s.teamOf[teams[string(s.meetings[at].TeamID)]])
	}
}

// liveItem makes one item in a meeting and lets happen to it what happens to
// most: done on time, done late after a slip, dropped, or still running.
func (s *seeder) liveItem(meeting int, team []accord.Person) {
	m := s.meetings[meeting]
	owner, asker := pick(s, team), actorOf(pick(s, team))
	made := s.between(m.StartsAt, 0, 1)
	due := accord.DateOf(made, s.zone).AddDays(5 + s.rng.IntN(24))
	forSide := owner.Side
	if s.chance(45) {
		forSide = owner.Side.Other()
	}
	draft := accord.ItemDraft{Title: pick(s, seedVerbs) + " " + pick(s, seedThings), ForSide: forSide, DueOn: due}
	l := &life{s: s}
	item, err := accord.Offer(draft, &owner, s.chance(90), asker, made)
	if err != nil || made.After(s.now) {
		return
	}
	item.ID, item.Number, item.TeamID, item.SeriesID, item.MeetingID = s.id(), len(s.items)+1, m.TeamID, m.SeriesID, accord.NullID(m.ID)
	item.SearchText = store.ItemSearchText(item)
	l.saved(item, step{at: made, verb: itemCreated, by: asker})
	steps := append(s.course(item, owner, team), s.carries(meeting, item)...)
	slices.SortStableFunc(steps, func(a, b step) int { return a.at.Compare(b.at) })
	for _, st := range steps {
		if st.at.After(s.now) {
			break
		}
		next, err := st.rule(l.item)
		if err != nil || st.verb == itemCarried && next.Carried == l.item.Carried {
			continue // it had ended by then
		}
		next.Version++
		l.saved(next, st)
	}
	s.items = append(s.items, l.item)
}

// course is what is to happen to an item.
func (s *seeder) course(item accord.ActionItem, owner accord.Person, team []accord.Person) []step {
	var steps []step
	own, due := actorOf(owner), item.DueOn
	at := s.between(item.CreatedAt, 2, 40)
	if item.Status == accord.StatusProposed {
		steps = append(steps, step{at, itemAccepted, "", own, func(a accord.ActionItem) (accord.ActionItem, error) {
			return a.Accept("", "", own, owner, at)
		}})
	}
	dueAt := due.End(s.zone).Add(-6 * time.Hour)
	switch p := s.rng.IntN(100); {
	case p < 68: // on time
		steps = append(steps, s.doneAt(s.between(at, 1, max(1, int(dueAt.Sub(at).Hours()))), own, team, item)...)
	case p < 88: // late, half of them with a new date
		if s.chance(50) {
			moved, later := dueAt.Add(-20*time.Hour), due.AddDays(3+s.rng.IntN(12))
			steps = append(steps, step{moved, itemRescheduled, pick(s, seedReasons), own, func(a accord.ActionItem) (accord.ActionItem, error) {
				return a.Reschedule(later, "Later than thought.", own, moved)
			}})
		}
		steps = append(steps, s.doneAt(s.between(dueAt, 12, 20*24), own, team, item)...)
	case p < 92: // very late
		steps = append(steps, s.doneAt(s.between(dueAt, 20*24, 90*24), own, team, item)...)
	case p < 97: // given up
		when := s.between(at, 24, 20*24)
		steps = append(steps, step{when, itemDropped, pick(s, seedReasons), own, func(a accord.ActionItem) (accord.ActionItem, error) {
			return a.Drop("No longer needed.", own, false, when)
		}})
	case p < 98:
		when := s.between(at, 24, 6*24)
		steps = append(steps, step{when, itemBlocked, pick(s, seedReasons), own, func(a accord.ActionItem) (accord.ActionItem, error) {
			return a.Block("Waits for others.", own, when)
		}})
	}
	return steps
}

// doneAt is done at a time and, where the other side has to agree, confirmed by
// one of them or by silence.
func (s *seeder) doneAt(at time.Time, own accord.Actor, team []accord.Person, item accord.ActionItem) []step {
	steps := []step{{at, itemDone, "", own, func(a accord.ActionItem) (accord.ActionItem, error) { return a.Done(own, at) }}}
	i := slices.IndexFunc(team, func(p accord.Person) bool { return item.Judges(actorOf(p)) })
	if i >= 0 && s.chance(85) {
		judge, when := actorOf(team[i]), s.between(at, 2, 70)
		return append(steps, step{when, itemConfirmed, "", judge, func(a accord.ActionItem) (accord.ActionItem, error) { return a.Confirm(judge, when) }})
	}
	silent := s.days.After(accord.DateOf(at, s.zone), accord.SilentDays).End(s.zone).Add(time.Minute)
	return append(steps, step{silent, itemSelfConfirmed, "", accord.System(s.workspace.ID), func(a accord.ActionItem) (accord.ActionItem, error) {
		return a.ConfirmItself(accord.WorkCalendar{Week: s.days}, s.zone, silent)
	}})
}

// carries are the held meetings of the series after the one an item came from.
func (s *seeder) carries(meeting int, item accord.ActionItem) []step {
	var steps []step
	for _, m := range s.meetings[meeting+1:] {
		if m.SeriesID != item.SeriesID || !m.Held() {
			break
		}
		steps = append(steps, step{*m.StartedAt, itemCarried, "", accord.System(s.workspace.ID), func(a accord.ActionItem) (accord.ActionItem, error) {
			if !a.Unfinished() {
				return a, nil
			}
			return a.CarriedAt(m), nil
		}})
	}
	return steps
}

// saved notes the event of a change and the span it begins, as saveItem and
// SaveSpan do one at a time.
func (l *life) saved(next accord.ActionItem, st step) {
	before := l.item
	data, _ := json.Marshal(accord.ItemEvent{Number: next.Number, Title: next.Title, Reason: st.reason, Changes: accord.ChangesOf(before, next)})
	f := fact{event: accord.Event{
		At: accord.Instant(st.at), ActorID: st.by.PersonID, Kind: itemKind + st.verb, SubjectType: "action_item", SubjectID: next.ID,
		MeetingID: next.MeetingID, TeamID: next.TeamID, Data: string(data),
	}}
	span := accord.SpanOf(next, before.Status, 0, st.at)
	if l.span == nil || span.Differs(*l.span) {
		if l.span != nil {
			l.end(span, next.SelfConfirmed)
		}
		l.span, f.span, l.same = &span, &span, append(l.same, &span)
	}
	l.item = next
	l.s.facts = append(l.s.facts, f)
}

// end ends the span the item is in where the next one begins; where the status
// changes, every span that had it notes so.
func (l *life) end(next accord.ActionItemSpan, byTime bool) {
	l.span.ToAt = next.FromAt
	if next.Status == l.span.Status {
		return
	}
	for _, s := range l.same {
		s.NextAt, s.NextStatus, s.NextByTime = next.FromAt, next.Status, byTime && next.Status == accord.StatusConfirmed
	}
	l.same = nil
}
