package app

import (
	"context"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
)

// A list asks for names once, however many people and rows it has.
func TestStatements_lists(t *testing.T) {
	f := newSitDownFixture(t)
	for _, who := range []string{"ana", "mia"} {
		f.ranks(who, "Leads from Norway", "Shorter quotes")
		f.answers(who, 2, "Too late")
		f.reveals(who)
	}
	f.must(f.store.Tx(t.Context(), "w", func(ctx context.Context, tx *store.Store) error {
		m, err := tx.Meeting(ctx, f.meeting)
		if err != nil {
			return err
		}
		s, err := tx.Series(ctx, string(m.SeriesID))
		if err != nil {
			return err
		}
		team, err := tx.TeamMembers(ctx, s.TeamID)
		if err != nil {
			return err
		}
		for _, member := range team {
			if member.PersonID == "ana" {
				continue
			}
			if err := tx.DeleteTeamMember(ctx, s.TeamID, member.PersonID); err != nil {
				return err
			}
		}
		s = s.WithSeats(accord.Sales, 2)
		return tx.SaveSeries(ctx, &s)
	}))
	ana := itemActor("ana")
	counted, sent := traced(t, f.meetingFixture)
	for _, c := range []struct {
		name        string
		most, names int
		ask         func() bool
	}{
		{"seats", 12, 3, func() bool {
			seats, err := counted.VisitSeats(t.Context(), ana)
			f.must(err)
			return len(seats) > 0 && len(seats[0].Next) > 0 && seats[0].Next[0].Name != ""
		}},
		{"sit-downs and what is in them", 8, 2, func() bool {
			rows, lists, _, err := counted.SitDownsWhole(t.Context(), ana, accord.Page{Limit: 100})
			f.must(err)
			return len(rows) == 1 && len(lists[f.id].Marketing.Priorities) == 2
		}},
	} {
		sent() // what was before
		if !c.ask() {
			t.Errorf("%s: not there", c.name)
		}
		queries, names := sent(), 0
		for _, q := range queries {
			if strings.Contains(q, "people") {
				names++
			}
		}
		if len(queries) == 0 || len(queries) > c.most || names > c.names {
			t.Errorf("%s: %d statements, %d of people; want at most %d and %d:\n%s", c.name, len(queries), names, c.most, c.names, strings.Join(queries, "\n"))
		}
	}
}
