package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// testClock is a clock a test moves.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// set moves the clock to a wall-clock time in Berlin, where the test company is.
func (c *testClock) set(local accord.LocalTime) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = local.In(accord.Zone("Europe/Berlin"))
}

func (c *testClock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// workplace is a company with a strategic team: Ana and Leo of Sales, Mia and
// Ben of Marketing, Oz who observes; Ana and Mia lead.
type workplace struct {
	t     *testing.T
	clock *testClock
	store *store.Store
	app   *App
	seq   int
}

const workID = "w1"

// eachWorkplace runs fn on both databases, at the clock's wall-clock time.
func eachWorkplace(t *testing.T, local accord.LocalTime, fn func(t *testing.T, w *workplace)) {
	t.Helper()
	clock := &testClock{}
	clock.set(local)
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		clock.set(local)
		w := &workplace{t: t, clock: clock, store: s}
		w.app = New(Config{Store: s, Clock: clock.Now, BaseURL: "https://accord.example", MailFrom: "Accord <accord@example.com>"})
		w.found(workID)
		fn(t, w)
	}, clock.Now)
}

// found makes the company in a workspace.
func (w *workplace) found(workspaceID string) {
	now := accord.Instant(w.clock.Now())
	w.tx(workspaceID, func(ctx context.Context, tx *store.Store) error {
		err := tx.CreateWorkspace(ctx, &accord.Workspace{
			ID: workspaceID, Name: "Nordwind", SalesName: "Sales", MarketingName: "Marketing", TimeZone: "Europe/Berlin",
			WorkingDays: "1,2,3,4,5", SalesLeadID: "ana", MarketingLeadID: "mia", Version: 1, CreatedAt: now,
		})
		if err != nil {
			return err
		}
		err = store.Insert(ctx, tx, accord.Team{WorkspaceID: workspaceID, ID: "team", Name: "Strategic team", Version: 1, CreatedAt: now})
		if err != nil {
			return err
		}
		for _, p := range []struct {
			id   string
			side accord.Side
			role accord.TeamRole
		}{
			{"ana", accord.Sales, accord.TeamLeader},
			{"leo", accord.Sales, accord.TeamMemberRole},
			{"mia", accord.Marketing, accord.TeamLeader},
			{"ben", accord.Marketing, accord.TeamMemberRole},
			{"oz", accord.Neutral, accord.TeamObserver},
		} {
			if err := store.Insert(ctx, tx, accord.Person{
				WorkspaceID: workspaceID, ID: p.id, Name: strings.ToUpper(p.id[:1]) + p.id[1:], Email: p.id + "@example.com", Side: p.side,
				Role: accord.RoleMember, TimeZone: "Europe/Berlin", Locale: "en", Version: 1, CreatedAt: now,
			}); err != nil {
				return err
			}
			if err := store.Insert(ctx, tx, accord.TeamMember{WorkspaceID: workspaceID, TeamID: "team", PersonID: p.id, Role: p.role, AddedAt: now}); err != nil {
				return err
			}
			if err := tx.OptOut(ctx, p.id, accord.WishDigest); err != nil { // tests of it say otherwise
				return err
			}
		}
		return nil
	})
}

// tx writes as every use case does: with an event, by which the worker notices.
func (w *workplace) tx(workspaceID string, fn func(ctx context.Context, tx *store.Store) error) {
	w.t.Helper()
	err := w.store.Tx(context.Background(), workspaceID, func(ctx context.Context, tx *store.Store) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		_, err := tx.Record(ctx, accord.Event{ActorID: accord.SystemID, Kind: "workspace.changed", SubjectType: "workspace", SubjectID: workspaceID})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *workplace) ctx() context.Context { return store.Within(context.Background(), workID) }

// monthly makes the strategic team's series: every second Tuesday of a month,
// 10:00 in Berlin, an hour, asked ten, five and two days ahead.
func (w *workplace) monthly() accord.Series {
	return w.series("strategic", "FREQ=MONTHLY;BYDAY=2TU", "2026-01-13T10:00", 10*1440, 5*1440, 2*1440)
}

func (w *workplace) series(id, rrule string, start accord.LocalTime, ask, remind, send int) accord.Series {
	w.t.Helper()
	s := accord.Series{
		WorkspaceID: workID, ID: id, TeamID: "team", Title: "Strategic team", Rrule: rrule, StartsAtLocal: start, TimeZone: "Europe/Berlin",
		DurationMinutes: 60, MonthEnd: "skip", AskMinutes: ask, RemindMinutes: remind, SendMinutes: send, Status: accord.SeriesActive,
		CreatedBy: "ana", CreatedAt: accord.Instant(w.clock.Now()), Version: 1,
	}
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		if err := tx.CreateSeries(ctx, &s); err != nil {
			return err
		}
		return w.app.planNext(ctx, tx, s, s.CreatedAt)
	})
	return s
}

// item makes an open action item of the team.
func (w *workplace) item(title string, owner string, due accord.Date, change ...func(*accord.ActionItem)) accord.ActionItem {
	w.t.Helper()
	w.seq++
	ends := accord.Instant(due.End(accord.Zone("Europe/Berlin")))
	now := accord.Instant(w.clock.Now())
	i := accord.ActionItem{
		WorkspaceID: workID, ID: fmt.Sprint("item", w.seq), Number: w.seq, Title: title, OwnerID: accord.NullID(owner), OwnerSide: accord.Sales,
		OwnerZone: "Europe/Berlin", AskerID: "mia", ForSide: accord.Marketing, TeamID: "team", Status: accord.StatusOpen,
		AskedDueOn: due, OriginalDueOn: due, DueOn: due, OriginalDueEndsAt: &ends, DueEndsAt: &ends, AcceptedAt: &now,
		CreatedAt: now, UpdatedAt: now, Version: 1,
	}
	for _, f := range change {
		f(&i)
	}
	w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.CreateActionItem(ctx, &i) })
	return i
}

func (w *workplace) tick() {
	w.t.Helper()
	if err := w.app.Tick(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

// meetings lists the meetings of a series as "original start status".
func (w *workplace) meetings(from, to accord.LocalTime) []string {
	w.t.Helper()
	zone := accord.Zone("Europe/Berlin")
	list, err := w.store.MeetingsOfSeries(w.ctx(), []string{"strategic"}, from.In(zone), to.In(zone), from, to)
	if err != nil {
		w.t.Fatal(err)
	}
	out := []string{}
	for _, m := range list {
		out = append(out, string(m.OriginalStart)+" "+string(m.Status))
	}
	slices.Sort(out)
	return out
}

func (w *workplace) meeting(name accord.LocalTime) accord.Meeting {
	w.t.Helper()
	m, err := w.store.MeetingAt(w.ctx(), "strategic", name)
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// propose puts an agenda item of a side on a meeting.
func (w *workplace) propose(m accord.Meeting, side accord.Side, status accord.AgendaStatus) {
	w.t.Helper()
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		return tx.CreateAgendaItem(ctx, &accord.AgendaItem{
			WorkspaceID: workID, ID: store.NewID(), SeriesID: m.SeriesID, MeetingID: accord.NullID(m.ID), Title: "A question of " + string(side),
			Kind: accord.KindDecide, Side: side, Minutes: 10, NotesVersion: 1, Status: status, ProposedBy: "leo",
			CreatedAt: accord.Instant(w.clock.Now()), Version: 1,
		})
	})
}

// queued lists the mails as "kind person state", in order.
func (w *workplace) queued() []string {
	w.t.Helper()
	list, err := w.store.Deliveries(w.ctx(), "", "", 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	out := make([]string, 0, len(list))
	for _, d := range list {
		out = append(out, d.Kind+" "+string(d.PersonID)+" "+string(d.State))
	}
	slices.Sort(out)
	return out
}

// postbox is a sender that keeps what it gets, or fails as told.
type postbox struct {
	mu    sync.Mutex
	mails []accord.Mail
	fail  func(m accord.Mail) error
}

func (p *postbox) Send(_ context.Context, m accord.Mail) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		if err := p.fail(m); err != nil {
			return err
		}
	}
	p.mails = append(p.mails, m)
	return nil
}

// got lists the mails as "kind address", in order, and empties the box.
func (p *postbox) got() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]string, 0, len(p.mails))
	for _, m := range p.mails {
		out = append(out, m.Kind+" "+m.Address)
	}
	slices.Sort(out)
	p.mails = nil
	return out
}
