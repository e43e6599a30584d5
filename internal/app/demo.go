package app

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// DemoPassword is everybody's password in the demo company.
const DemoPassword = "demo-of-accord"

// demoWeeks is how long the demo company has worked together.
const demoWeeks = 26

// DemoLogin is somebody a visitor may sign in as.
type DemoLogin struct {
	Name, Email, What string
}

// demo lets a company live through half a year by the use cases themselves,
// under a clock of its own. What happens is drawn from a fixed seed: every demo
// is the same, relative to now.
type demo struct {
	app       *App // under the demo's clock
	at, now   time.Time
	rng       *rand.Rand
	acts      acts
	order     int
	password  string // everybody's
	workspace accord.Workspace
	people    map[string]accord.Person // by first name
	teams     map[string]string        // id by name
	used      map[string]int           // which texts of a list were taken
	projects  map[string]string        // id by title
	decided   map[string]string        // id of a decision by its words
}

// act is something that is to happen.
type act struct {
	at    time.Time
	order int // of those at one time, the first planned comes first
	do    func(ctx context.Context) error
}

// acts is a heap of what is to happen, the earliest first.
type acts []act

// Len is part of a heap.
func (q acts) Len() int { return len(q) }

// Less is part of a heap.
func (q acts) Less(i, j int) bool {
	return cmp.Or(q[i].at.Compare(q[j].at), cmp.Compare(q[i].order, q[j].order)) < 0
}

// Swap is part of a heap.
func (q acts) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push is part of a heap.
func (q *acts) Push(x any) { *q = append(*q, x.(act)) } //nolint:forcetypeassert // only acts are pushed

// Pop is part of a heap.
func (q *acts) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// plan puts something into the future; what would happen after now does not.
func (d *demo) plan(at time.Time, do func(ctx context.Context) error) {
	d.order++
	heap.Push(&d.acts, act{at, d.order, do})
}

// Demo makes the demo company in an empty database and returns who to sign in
// as.
func (a *App) Demo(ctx context.Context) ([]DemoLogin, error) {
	if _, err := a.liveDemo(ctx, DemoPassword); err != nil {
		return nil, err
	}
	a.demo = true
	return demoLogins(), nil
}

// liveDemo makes the demo company, everybody with that password, and returns
// its workspace; also where it failed on the way.
func (a *App) liveDemo(ctx context.Context, password string) (workspaceID string, err error) {
	d := &demo{
		now: a.now(), rng: rand.New(rand.NewPCG(7, 11)), //nolint:gosec // a story, no secret
		password: password, people: map[string]accord.Person{}, teams: map[string]string{}, used: map[string]int{},
		projects: map[string]string{}, decided: map[string]string{},
	}
	d.at = d.now.AddDate(0, 0, -7*demoWeeks)
	clock := func() time.Time { return d.at }
	d.app = &App{store: a.store.WithClock(clock), clock: clock, log: slog.New(slog.DiscardHandler), baseURL: a.baseURL, secret: a.secret, hasher: a.hasher}
	ctx = WithoutMail(ctx)
	if err := d.found(ctx); err != nil {
		return d.workspace.ID, fmt.Errorf("found the company: %w", err)
	}
	if err := d.makeSeries(ctx); err != nil {
		return d.workspace.ID, fmt.Errorf("make its series: %w", err)
	}
	d.askAround()
	d.visitReports()
	d.serveAndTell()
	d.projectIdeas()
	d.askRounds()
	d.sitDown()
	if err := d.updates(ctx); err != nil {
		return d.workspace.ID, err
	}
	d.charterStory()
	if err := d.live(ctx); err != nil {
		return d.workspace.ID, err
	}
	d.app.Wait()
	return d.workspace.ID, nil
}

// live lets everything planned happen until now.
func (d *demo) live(ctx context.Context) error {
	for len(d.acts) > 0 {
		next, _ := heap.Pop(&d.acts).(act)
		if next.at.After(d.now) {
			continue
		}
		d.at = next.at
		if err := next.do(ctx); err != nil {
			return fmt.Errorf("on %s: %w", next.at.Format(time.DateTime), err)
		}
	}
	d.at = d.now
	return nil
}

// as is one of the company's people, acting.
func (d *demo) as(first string) accord.Actor { return actorOf(d.people[first]) }

// found makes the company, its people and its teams.
func (d *demo) found(ctx context.Context) error {
	founder := demoPeople()[0]
	p, err := d.app.found(ctx, Founder{
		Company: demoCompany, Name: founder.name, Email: founder.email(), Password: d.password, Side: founder.side,
		TimeZone: demoZone, Locale: "en",
	}, true)
	if err != nil {
		return err
	}
	if p, err = d.app.ChangePerson(ctx, actorOf(p), p.ID, accord.Match{}, PersonPatch{Title: accord.Some(founder.title)}); err != nil {
		return err
	}
	d.workspace.ID = p.WorkspaceID
	d.people[founder.first()] = p
	hash, err := d.app.hasher.hash(ctx, d.password)
	if err != nil {
		return err
	}
	for _, n := range demoPeople()[1:] {
		p, _, err := d.app.AddPerson(ctx, d.as(founder.first()), NewPerson{
			Name: n.name, Email: n.email(), Side: n.side, Role: n.role, Title: n.title, TimeZone: demoZone, Locale: "en",
		}, false)
		if err != nil {
			return err
		}
		d.people[n.first()] = p
		err = d.app.store.Tx(ctx, p.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
			return d.app.savePassword(ctx, tx, p.ID, hash, "", p.ID)
		})
		if err != nil {
			return err
		}
	}
	return d.organise(ctx)
}

// organise names the side leads and makes the teams.
func (d *demo) organise(ctx context.Context) error {
	admin := d.as("Ana")
	_, _, err := d.app.ChangeWorkspace(ctx, admin, accord.Match{}, WorkspacePatch{
		SalesLeadID: accord.Some(accord.NullID(d.people["Ana"].ID)), MarketingLeadID: accord.Some(accord.NullID(d.people["Greta"].ID)),
		KeptOnTimeTarget: accord.Some(0.8), SharedGoal: accord.Some("Forty new laboratories a quarter"),
	})
	if err != nil {
		return err
	}
	for _, t := range demoTeams() {
		team, err := d.app.CreateTeam(ctx, admin, t.name, false)
		if err != nil {
			return err
		}
		d.teams[t.name] = team.ID
		for _, m := range t.members {
			if _, err := d.app.SetTeamMember(ctx, admin, team.ID, d.people[m.first].ID, m.role, accord.Match{}); err != nil {
				return fmt.Errorf("%s in %s: %w", m.first, t.name, err)
			}
		}
	}
	return nil
}
