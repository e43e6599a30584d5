package store

import (
	"context"
	"errors"
	"testing"

	"accord/internal/accord"
)

// shellWorld gives company a one closed team with a running meeting, a series,
// an action item and a decision, and as much without a team.
func shellWorld(t *testing.T, s *Store) context.Context {
	t.Helper()
	twoCompanies(t, s)
	must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
		team := accord.Team{WorkspaceID: "a", ID: "closed", Name: "Board", Closed: true, CreatedAt: start}
		if err := rowsOf[accord.Team](tx.db).Create(ctx, &team); err != nil {
			return err
		}
		for i, teamID := range []accord.NullID{"", "closed"} {
			id := "open" + string(teamID)
			meeting := accord.Meeting{ID: id, TeamID: teamID, Title: "Review", StartsAt: start, DurationMinutes: 30, TimeZone: "UTC", Status: accord.MeetingInProgress, CreatedBy: "ann", CreatedAt: start}
			item := accord.ActionItem{ID: id, Number: i + 1, Title: "Call Müller", TeamID: teamID, OwnerSide: accord.Sales, OwnerZone: "UTC", AskerID: "ann", ForSide: accord.Sales, Status: accord.StatusProposed, CreatedAt: start, UpdatedAt: start}
			decision := accord.Decision{ID: id, Number: i + 1, Text: "Call within a day", TeamID: teamID, DecidedOn: "2027-01-04", SearchText: Fold("Call within a day"), CreatedBy: "ann", CreatedAt: start}
			if err := tx.CreateMeeting(ctx, &meeting); err != nil {
				return err
			}
			if err := tx.CreateActionItem(ctx, &item); err != nil {
				return err
			}
			if err := rowsOf[accord.Decision](tx.db).Create(ctx, &decision); err != nil {
				return err
			}
		}
		return nil
	}))
	return Within(t.Context(), "a")
}

func TestLiveMeetings_X4_counts_only_what_one_is_part_of_and_sees(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		ctx := shellWorld(t, s)
		live := func(person string, view accord.View, want int) {
			t.Helper()
			if n, err := s.LiveMeetings(ctx, view, person); err != nil || n != want {
				t.Errorf("LiveMeetings(%+v, %s) = %d, %v, want %d", view, person, n, err, want)
			}
		}
		live("ann", accord.View{}, 0)
		must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
			return errors.Join(
				tx.Invite(ctx, []accord.MeetingPerson{{MeetingID: "open", PersonID: "ann", Side: accord.Sales}}),
				rowsOf[accord.TeamMember](tx.db).Create(ctx, &accord.TeamMember{TeamID: "closed", PersonID: "ann", Role: accord.TeamMemberRole, AddedAt: start}),
			)
		}))
		for want, view := range map[int]accord.View{
			2: {}, 1: {Hidden: []string{"closed"}}, 0: {OnlyTeams: true},
		} {
			live("ann", view, want)
		}
	})
}

func TestSearch(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		ctx := shellWorld(t, s)
		hidden := accord.View{Hidden: []string{"closed"}}
		for _, tt := range []struct {
			q                        string
			view                     accord.View
			items, decisions, people int
		}{
			{"muller", accord.View{}, 2, 0, 0},
			{"CALL", hidden, 1, 1, 0},
			{"call day", accord.View{}, 0, 2, 0},
			{"A-2", accord.View{}, 1, 0, 0},
			{"A-2", hidden, 0, 0, 0},
			{"d1", hidden, 0, 1, 0},
			{"ann", hidden, 0, 0, 1},
			{"cy", accord.View{}, 0, 0, 0},
			{"%", accord.View{}, 0, 0, 0},
			{"  ", accord.View{}, 0, 0, 0},
		} {
			found, err := s.Search(ctx, tt.view, "ann", tt.q)
			if err != nil || len(found.Items) != tt.items || len(found.Decisions) != tt.decisions || len(found.People) != tt.people {
				t.Errorf("Search(%q, %+v) = %d items, %d decisions, %d people, %v; want %d, %d, %d", tt.q, tt.view,
					len(found.Items), len(found.Decisions), len(found.People), err, tt.items, tt.decisions, tt.people)
			}
		}
	})
}
