package app

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// TeamDetail is a team with its people, leaders first.
type TeamDetail struct {
	accord.Team
	Members []accord.TeamMember `json:"members"`
}

// Teams lists the teams the actor may see, with their people.
func (a *App) Teams(ctx context.Context, actor accord.Actor) ([]TeamDetail, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeTeams)
	if err != nil {
		return nil, err
	}
	teams, err := a.store.Teams(ctx)
	if err != nil {
		return nil, err
	}
	members, err := a.store.AllTeamMembers(ctx)
	if err != nil {
		return nil, err
	}
	of := map[string][]accord.TeamMember{}
	for _, m := range members {
		of[m.TeamID] = append(of[m.TeamID], m)
	}
	var list []TeamDetail
	for _, t := range teams {
		if view.Sees(t.ID) {
			list = append(list, TeamDetail{Team: t, Members: of[t.ID]})
		}
	}
	return list, nil
}

// ClosedTeams names the closed teams an admin does not belong to and may step
// into; nothing else of them is told.
func (a *App) ClosedTeams(ctx context.Context, actor accord.Actor) ([]accord.Team, error) {
	ctx, view, err := a.see(ctx, actor, ActChangeTeams)
	if err != nil {
		return nil, err
	}
	teams, err := a.store.Teams(ctx)
	if err != nil {
		return nil, err
	}
	var hidden []accord.Team
	for _, t := range teams {
		if !view.Sees(t.ID) {
			hidden = append(hidden, t)
		}
	}
	return hidden, nil
}

// Team returns one team with its people.
func (a *App) Team(ctx context.Context, actor accord.Actor, id string) (TeamDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeTeams)
	if err != nil {
		return TeamDetail{}, err
	}
	return a.teamDetail(ctx, a.store, actor, id)
}

// TeamInvitations lists the series and one-time meetings to come whose
// invitation goes to whoever joins the team, to them alone, and which are called
// off for whoever leaves it (S5). Only those who may change the team get it.
func (a *App) TeamInvitations(ctx context.Context, actor accord.Actor, id string) ([]string, error) {
	ctx, err := a.read(ctx, actor, ActChangeTeams)
	if err != nil {
		return nil, err
	}
	if err := a.seesTeam(ctx, a.store, actor, accord.NullID(id), "team"); err != nil {
		return nil, err
	}
	series, err := a.store.ActiveSeriesOf(ctx, id)
	if err != nil {
		return nil, err
	}
	titles := make([]string, 0, len(series))
	for _, s := range series {
		titles = append(titles, s.Title)
	}
	meetings, err := a.store.MeetingsAlone(ctx, id, a.now())
	for _, m := range meetings {
		titles = append(titles, m.Title)
	}
	return titles, err
}

func (a *App) teamDetail(ctx context.Context, s *store.Store, actor accord.Actor, id string) (d TeamDetail, err error) {
	if err = a.seesTeam(ctx, s, actor, accord.NullID(id), "team"); err != nil {
		return d, err
	}
	if d.Team, err = s.Team(ctx, id); err != nil {
		return d, err
	}
	d.Members, err = s.TeamMembers(ctx, id)
	return d, err
}

// CreateTeam makes a team. Of a closed one whoever makes it is the leader:
// nobody else could see it.
func (a *App) CreateTeam(ctx context.Context, actor accord.Actor, name string, closed bool) (d TeamDetail, err error) {
	err = a.change(ctx, actor, ActChangeTeams, func(ctx context.Context, tx *store.Store, now time.Time) error {
		t := accord.Team{ID: store.NewID(), Name: strings.TrimSpace(name), Closed: closed, Version: 1, CreatedAt: now}
		if err := t.Check(); err != nil {
			return err
		}
		if err := tx.CreateTeam(ctx, &t); err != nil {
			return err
		}
		if closed {
			leader := accord.TeamMember{TeamID: t.ID, PersonID: actor.PersonID, Role: accord.TeamLeader, AddedAt: now}
			if err := tx.PutTeamMember(ctx, leader); err != nil {
				return err
			}
		}
		if err := recordTeam(ctx, tx, actor, "team.created", t.ID, ""); err != nil {
			return err
		}
		d, err = a.teamDetail(ctx, tx, actor, t.ID)
		return err
	})
	return d, err
}

func recordTeam(ctx context.Context, tx *store.Store, actor accord.Actor, kind, teamID, data string) error {
	_, err := tx.Record(ctx, accord.Event{
		ActorID: actor.PersonID, Kind: kind, SubjectType: "team", SubjectID: teamID, TeamID: accord.NullID(teamID), Data: data,
	})
	return err
}

// ChangeTeam renames, closes or opens a team.
func (a *App) ChangeTeam(ctx context.Context, actor accord.Actor, id string, m accord.Match, name accord.Opt[string], closed accord.Opt[bool]) (d TeamDetail, err error) {
	err = a.changeTeam(ctx, actor, id, m, "team.changed", "", func(ctx context.Context, tx *store.Store, t *accord.Team, now time.Time) error {
		was := t.Closed
		t.Name, t.Closed = strings.TrimSpace(name.Or(t.Name)), closed.Or(t.Closed)
		if err := t.Check(); err != nil || was || !t.Closed {
			return err
		}
		if err := a.callOffGuests(ctx, tx, actor, id, now); err != nil {
			return err
		}
		if err := tx.SaveTeam(ctx, t); err != nil { // what follows asks who still sees the team
			return err
		}
		if err := tx.UninviteGuests(ctx, id); err != nil {
			return err
		}
		return a.releaseOfTeam(ctx, tx, actor, id, now)
	}, &d)
	return d, err
}

// callOffGuests tells the calendars of a team's guests that they are not invited
// any more, while they still are.
func (a *App) callOffGuests(ctx context.Context, tx *store.Store, actor accord.Actor, teamID string, now time.Time) error {
	guests, err := tx.Guests(ctx, teamID, now)
	if err != nil {
		return err
	}
	for _, id := range guests {
		p, err := tx.Person(ctx, id)
		if err != nil {
			return err
		}
		meetings, err := tx.MeetingsToCome(ctx, teamID, id, now)
		if err != nil {
			return err
		}
		for _, m := range meetings {
			t, err := a.meetingTopic(ctx, tx, m)
			if err != nil {
				return err
			}
			t.off = true
			if err := a.queueEvent(ctx, tx, accord.MailUninvited, t, accord.Event{ActorID: actor.PersonID}, []accord.Person{p}); err != nil {
				return err
			}
		}
	}
	return nil
}

// releaseOfTeam takes what a closed team has from those who can no longer see
// it: it stands without owner or presenter, as if they had left (P9).
func (a *App) releaseOfTeam(ctx context.Context, tx *store.Store, actor accord.Actor, teamID string, now time.Time) error {
	items, err := tx.UnfinishedOfTeam(ctx, teamID)
	if err != nil {
		return err
	}
	for _, item := range items {
		can, err := a.canOwn(ctx, tx, item.OwnerID, item.TeamID)
		if err == nil && !can {
			err = a.releaseItem(ctx, &itemWork{tx: tx, actor: actor, now: now, item: item}, "")
		}
		if err != nil {
			return err
		}
	}
	list, err := tx.PresentationsFromOutside(ctx, teamID)
	if err != nil {
		return err
	}
	return a.givePresentations(ctx, tx, actor, list, nil)
}

// changeTeam is what every change of a team has in common. Its people count as
// part of the team: they raise its version.
func (a *App) changeTeam(ctx context.Context, actor accord.Actor, id string, m accord.Match, kind, data string,
	fn func(ctx context.Context, tx *store.Store, t *accord.Team, now time.Time) error, d *TeamDetail,
) error {
	return a.change(ctx, actor, ActChangeTeams, func(ctx context.Context, tx *store.Store, now time.Time) (err error) {
		if *d, err = a.teamDetail(ctx, tx, actor, id); err != nil {
			return err
		}
		if err := m.Check(d.Version, *d); err != nil {
			return err
		}
		t := d.Team
		if err := fn(ctx, tx, &t, now); err != nil {
			return err
		}
		if err := tx.SaveTeam(ctx, &t); err != nil {
			return err
		}
		if err := recordTeam(ctx, tx, actor, kind, id, data); err != nil {
			return err
		}
		d.Team = t
		d.Members, err = tx.TeamMembers(ctx, id)
		return err
	})
}

// SetTeamMember puts a person into a team, or gives them another role there.
func (a *App) SetTeamMember(ctx context.Context, actor accord.Actor, id, personID string, role accord.TeamRole, m accord.Match) (d TeamDetail, err error) {
	about := jsonObject("person_id", personID, "role", role)
	err = a.changeTeam(ctx, actor, id, m, "team.member_set", about, func(ctx context.Context, tx *store.Store, _ *accord.Team, now time.Time) error {
		p, err := tx.Person(ctx, personID)
		if err != nil {
			return err
		}
		var v accord.Validation
		v.Check(role.Valid(), "role", "Choose a role.")
		v.Check(p.Role != accord.RoleObserver || role == accord.TeamObserver, "role", "%s is an observer and can only observe a team.", p.Name)
		if err := v.Err(); err != nil {
			return err
		}
		if !p.Active() {
			return accord.Errorf(accord.CodeConflict, "%s has left; choose somebody who is here.", p.Name).By("P9")
		}
		if err := a.joinTeam(ctx, tx, actor, accord.TeamMember{TeamID: id, PersonID: personID, Role: role, AddedAt: now}); err != nil {
			return err
		}
		return a.fillTeam(ctx, tx, id, actor.PersonID, now)
	}, &d)
	return d, err
}

// joinTeam puts somebody into a team and its meetings to come, and invites them
// unless they are of it already.
func (a *App) joinTeam(ctx context.Context, tx *store.Store, actor accord.Actor, m accord.TeamMember) error {
	was, err := tx.TeamRole(ctx, m.TeamID, m.PersonID)
	if err != nil {
		return err
	}
	if err := tx.PutTeamMember(ctx, m); err != nil {
		return err
	}
	if err := tx.InviteMember(ctx, m); err != nil || was != "" {
		return err
	}
	return a.tellMember(ctx, tx, actor, m.TeamID, m.PersonID, true)
}

// tellMember tells the calendar of somebody who joins or leaves a team. Who
// leaves is told while they are still invited to its meetings to come.
func (a *App) tellMember(ctx context.Context, tx *store.Store, actor accord.Actor, teamID, personID string, joins bool) error {
	p, err := tx.Person(ctx, personID)
	if err != nil {
		return err
	}
	meetings, err := tx.MeetingsToCome(ctx, teamID, personID, a.now())
	if err != nil {
		return err
	}
	return a.inviteMember(ctx, tx, teamID, p, joins, accord.Event{ActorID: actor.PersonID}, meetings)
}

// tellTeamsOf tells the calendar of somebody who has a new address, or who
// leaves, of all their teams.
func (a *App) tellTeamsOf(ctx context.Context, tx *store.Store, actor accord.Actor, personID string, joins bool) error {
	teams, err := tx.TeamsOf(ctx, personID)
	if err != nil {
		return err
	}
	for _, id := range teams {
		if err := a.tellMember(ctx, tx, actor, id, personID, joins); err != nil {
			return err
		}
	}
	return nil
}

// RemoveTeamMember takes a person out of a team and its meetings to come. Of a
// closed team they see nothing more, and what they had there is released.
func (a *App) RemoveTeamMember(ctx context.Context, actor accord.Actor, id, personID string, m accord.Match) (d TeamDetail, err error) {
	about := jsonObject("person_id", personID)
	err = a.changeTeam(ctx, actor, id, m, "team.member_removed", about, func(ctx context.Context, tx *store.Store, t *accord.Team, now time.Time) error {
		if err := a.tellMember(ctx, tx, actor, id, personID, false); err != nil {
			return err
		}
		if err := tx.DeleteTeamMember(ctx, id, personID); err != nil {
			return err
		}
		if err := a.fillTeam(ctx, tx, id, actor.PersonID, now); err != nil || !t.Closed {
			return err
		}
		return a.releaseOfTeam(ctx, tx, actor, id, now)
	}, &d)
	return d, err
}

// StepIn makes an admin one of the people of a closed team. It is an event the
// others see (X4).
func (a *App) StepIn(ctx context.Context, actor accord.Actor, id string) error {
	return a.change(ctx, actor, ActStepIn, func(ctx context.Context, tx *store.Store, now time.Time) error {
		t, err := tx.Team(ctx, id)
		if err != nil {
			return err
		}
		if role, err := tx.TeamRole(ctx, id, actor.PersonID); err != nil || role != "" || !t.Closed {
			return err
		}
		if err := a.joinTeam(ctx, tx, actor, accord.TeamMember{TeamID: id, PersonID: actor.PersonID, Role: accord.TeamMemberRole, AddedAt: now}); err != nil {
			return err
		}
		if err := a.fillTeam(ctx, tx, id, actor.PersonID, now); err != nil {
			return err
		}
		if err := tx.SaveTeam(ctx, &t); err != nil {
			return err
		}
		return recordTeam(ctx, tx, actor, "team.stepped_in", id, jsonObject("person_id", actor.PersonID))
	})
}
