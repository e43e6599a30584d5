package app

import (
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// Sides are the two sides as the set-up names them, with the leaders it adds.
type Sides struct {
	SalesName, MarketingName string
	Leaders                  []NewPerson // of the sides that the one who sets up does not lead
}

// SideLeader is a leader who was added, with the link that invites them; "" for
// somebody without an address.
type SideLeader struct {
	accord.Person
	Link string
}

// SetupSides names the sides, adds their leaders and invites them, all together
// or nothing: whoever mends one field sends the whole form again. Wrong fields
// of a leader are named lead_SIDE_FIELD.
func (a *App) SetupSides(ctx context.Context, actor accord.Actor, in Sides) (leaders []SideLeader, err error) {
	err = a.store.Joined(ctx, actor.WorkspaceID, func(ctx context.Context, _ *store.Store) error {
		leaders = nil
		patch := WorkspacePatch{SalesName: accord.Some(in.SalesName), MarketingName: accord.Some(in.MarketingName)}
		patch.lead(actor.Side, actor.PersonID)
		var v accord.Validation
		for _, n := range in.Leaders {
			p, link, err := a.AddPerson(ctx, actor, n, true)
			if accord.CodeOf(err) == accord.CodeInvalid {
				v.Under("lead_"+string(n.Side)+"_", err)
				continue
			}
			if err != nil {
				return err
			}
			patch.lead(n.Side, p.ID)
			leaders = append(leaders, SideLeader{Person: p, Link: link})
		}
		_, _, err := a.ChangeWorkspace(ctx, actor, accord.Match{}, patch)
		if code := accord.CodeOf(err); err != nil && code != accord.CodeInvalid {
			return err
		}
		v.Add("", err)
		return v.Err()
	})
	return leaders, err
}

// lead makes a person the leader of their side; neither side leaves it as it is.
func (p *WorkspacePatch) lead(side accord.Side, personID string) {
	switch side {
	case accord.Sales:
		p.SalesLeadID = accord.Some(accord.NullID(personID))
	case accord.Marketing:
		p.MarketingLeadID = accord.Some(accord.NullID(personID))
	}
}

// SetupTeam makes the first team, led by whoever sets up and by the leaders of
// both sides.
func (a *App) SetupTeam(ctx context.Context, actor accord.Actor, name string) (d TeamDetail, err error) {
	err = a.store.Joined(ctx, actor.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
		w, err := tx.Workspace(ctx)
		if err != nil {
			return err
		}
		if d, err = a.CreateTeam(ctx, actor, name, false); err != nil {
			return err
		}
		leaders := map[string]bool{actor.PersonID: true, string(w.SalesLeadID): true, string(w.MarketingLeadID): true}
		delete(leaders, "")
		for id := range leaders {
			if d, err = a.SetTeamMember(ctx, actor, d.ID, id, accord.TeamLeader, accord.Match{}); err != nil {
				return err
			}
		}
		return nil
	})
	return d, err
}
