package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"gorm.io/gorm"

	"accord/internal/accord"
)

func TestShellCounts_X4_counts_only_what_one_sees(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		twoCompanies(t, s)
		past, ahead := start.Add(-time.Hour), start.Add(time.Hour)
		items := []accord.ActionItem{
			{OwnerID: "ann", Status: accord.StatusOpen, DueEndsAt: &past, ForSide: accord.Sales},
			{OwnerID: "ann", Status: accord.StatusBlocked, DueEndsAt: &past, ForSide: accord.Sales},
			{OwnerID: "ann", Status: accord.StatusOpen, DueEndsAt: &ahead, ForSide: accord.Sales},
			{Status: accord.StatusOpen, DueEndsAt: &past, ForSide: accord.Sales},
			{OwnerID: "ann", Status: accord.StatusProposed, ForSide: accord.Marketing},
			{OwnerSide: accord.Marketing, Status: accord.StatusDone, ForSide: accord.Sales},
			{OwnerSide: accord.Marketing, Status: accord.StatusDone, ForSide: accord.Marketing},
			{OwnerSide: accord.Marketing, Status: accord.StatusDone, ForSide: accord.Sales, TeamID: "closed"},
			{OwnerSide: accord.Marketing, Status: accord.StatusOpen, ForSide: accord.Sales, DropAskedAt: &past, DropAskedBy: "x"},
		}
		must(t, s.Tx(t.Context(), "a", func(ctx context.Context, tx *Store) error {
			team := accord.Team{WorkspaceID: "a", ID: "closed", Name: "Board", Closed: true, CreatedAt: start}
			if err := gorm.G[accord.Team](tx.db).Create(ctx, &team); err != nil {
				return err
			}
			for i, item := range items {
				item.WorkspaceID, item.ID, item.Number = "a", fmt.Sprint(i), i+1
				if item.OwnerSide == "" {
					item.OwnerSide = accord.Sales
				}
				item.OwnerZone, item.AskerID, item.CreatedAt, item.UpdatedAt = "UTC", "ann", start, start
				if err := gorm.G[accord.ActionItem](tx.db).Create(ctx, &item); err != nil {
					return err
				}
			}
			return nil
		}))
		ctx := Within(t.Context(), "a")
		ann := accord.Actor{WorkspaceID: "a", PersonID: "ann", Side: accord.Sales, Role: accord.RoleMember}
		got, err := s.ShellCounts(ctx, ann, accord.View{Hidden: []string{"closed"}}, start)
		if want := (accord.ShellCounts{Overdue: 2, Waiting: 3}); err != nil || got != want {
			t.Errorf("ShellCounts = %+v, %v, want %+v", got, err, want)
		}
		got, err = s.ShellCounts(ctx, ann, accord.View{}, start)
		if want := (accord.ShellCounts{Overdue: 2, Waiting: 4}); err != nil || got != want {
			t.Errorf("ShellCounts of one who sees the closed team = %+v, %v, want %+v", got, err, want)
		}
		ann.Role = accord.RoleObserver
		got, err = s.ShellCounts(ctx, ann, accord.View{OnlyTeams: true, Hidden: []string{"closed"}}, start)
		if want := (accord.ShellCounts{Overdue: 2, Waiting: 1}); err != nil || got != want {
			t.Errorf("ShellCounts of an observer = %+v, %v, want %+v", got, err, want)
		}
	})
}
