package jobs_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/jobs"
	"accord/internal/store"
	"accord/internal/store/scratch"
	"accord/internal/store/storetest"
)

// clockZones are zones with half and quarter hours, changes at midnight, of half
// an hour, to the other hemisphere's time, by Ramadan, or none at all, and on
// either side of the date line.
var clockZones = []string{
	"Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "America/Havana", "America/Santiago", "Africa/Cairo",
	"Pacific/Apia", "Pacific/Kiritimati", "America/St_Johns", "Asia/Tehran", "Europe/Dublin", "Africa/Casablanca",
	"Asia/Gaza", "America/New_York", "Europe/Berlin", "Europe/London", "Asia/Kolkata", "Asia/Beirut", "America/Sao_Paulo",
	"America/Los_Angeles", "Australia/Adelaide", "Pacific/Auckland", "Asia/Tokyo", "America/Nuuk", "Pacific/Easter",
	"Pacific/Norfolk", "Europe/Chisinau", "America/Asuncion", "Pacific/Marquesas", "UTC",
}

// clockTimes are the times of day at which the zones' series meet: many in the
// hour that clocks skip or repeat there.
var clockTimes = []string{
	"02:15", "10:00", "02:50", "00:30", "00:30", "00:15", "10:00", "08:00", "02:30", "00:30", "01:30", "02:30",
	"02:15", "02:30", "02:30", "01:15", "09:30", "00:30", "10:00", "01:30", "02:30", "02:45", "10:00", "23:30", "22:15",
	"02:30", "02:30", "00:45", "09:15", "12:00",
}

// clockWeekdays are those on which clocks change there, mostly Sundays.
var clockWeekdays = map[string]time.Weekday{"Africa/Cairo": time.Friday, "Asia/Gaza": time.Saturday, "Asia/Tehran": time.Wednesday, "America/Nuuk": time.Saturday, "Pacific/Easter": time.Saturday}

type clockSeries struct {
	rhythm
	id, zone string
	dates    []time.Time // wall clocks
	length   time.Duration
}

type clockItem struct {
	id, ws, zone, workZone, working string
	due                             time.Time // its day
	done                            time.Time
}

// clockWorld is a database with companies whose series, people and items are in
// thirty zones, and what is due there.
type clockWorld struct {
	t     *testing.T
	store *store.Store
	clock func() time.Time
	begin time.Time
	end   time.Time
	down  outage
	items []clockItem

	perCompany int
	want       map[string]expected
}

func (w *clockWorld) companyOf(zone int) string { return fmt.Sprint("w", zone/w.perCompany) }

// clockPlan says how a world comes about.
type clockPlan struct {
	length    time.Duration
	rhythms   []rhythm
	itemEvery time.Duration
	// perCompany is how many of the zones are in one company.
	perCompany int
	down       outage
}

// newClockWorld fills the database at its clock's now, which must be midnight.
func newClockWorld(t *testing.T, s *store.Store, clock func() time.Time, p clockPlan) *clockWorld {
	t.Helper()
	w := &clockWorld{t: t, store: s, clock: clock, begin: clock(), down: p.down, perCompany: p.perCompany, want: map[string]expected{}}
	w.end = w.begin.Add(p.length)
	for first := 0; first < len(clockZones); first += w.perCompany {
		ws := w.companyOf(first)
		err := s.Tx(t.Context(), ws, func(ctx context.Context, tx *store.Store) error {
			working := "1,2,3,4,5"
			if first == w.perCompany { // Apia's company works as in Cairo
				working = "7,1,2,3,4"
			}
			if err := w.company(ctx, tx, ws, clockZones[first], working); err != nil {
				return err
			}
			for i := first; i < min(first+w.perCompany, len(clockZones)); i++ {
				if err := w.zone(ctx, tx, i, p.rhythms[i%len(p.rhythms)]); err != nil {
					return err
				}
				if err := w.zoneItems(ctx, tx, i, clockZones[first], working, p.itemEvery); err != nil {
					return err
				}
			}
			_, err := tx.Record(ctx, accord.Event{ActorID: accord.SystemID, Kind: "workspace.created", SubjectType: "workspace", SubjectID: ws})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func (w *clockWorld) app() *app.App {
	return app.New(app.Config{Store: w.store, Clock: w.clock, BaseURL: "https://accord.example"})
}

// company makes a company with a team: a leader of each side and an observer.
func (w *clockWorld) company(ctx context.Context, tx *store.Store, ws, zone, working string) error {
	now := accord.Instant(w.begin)
	if err := tx.CreateWorkspace(ctx, &accord.Workspace{
		ID: ws, Name: ws, SalesName: "Sales", MarketingName: "Marketing", TimeZone: zone, WorkingDays: working, Version: 1, CreatedAt: now,
	}); err != nil {
		return err
	}
	if err := store.Insert(ctx, tx, accord.Team{WorkspaceID: ws, ID: "team", Name: "Team", Version: 1, CreatedAt: now}); err != nil {
		return err
	}
	for _, p := range []accord.Person{{ID: "sal", Side: accord.Sales}, {ID: "mar", Side: accord.Marketing}, {ID: "obs", Side: accord.Neutral}} {
		p.WorkspaceID, p.Name, p.Email, p.Role, p.TimeZone, p.Locale = ws, p.ID, p.ID+"@"+ws+".example.com", accord.RoleMember, zone, "en"
		p.Version, p.CreatedAt = 1, now
		role := accord.TeamLeader
		if p.ID == "obs" {
			role = accord.TeamObserver
		}
		if err := store.Insert(ctx, tx, p); err != nil {
			return err
		}
		if err := store.Insert(ctx, tx, accord.TeamMember{WorkspaceID: ws, TeamID: "team", PersonID: p.ID, Role: role, AddedAt: now}); err != nil {
			return err
		}
	}
	return nil
}

// zone makes the series of the ith zone and expects what is due of it. Its first
// date is far enough ahead for all lead times.
func (w *clockWorld) zone(ctx context.Context, tx *store.Store, i int, r rhythm) error {
	zone := clockZones[i]
	at, err := time.Parse("15:04", clockTimes[i])
	if err != nil {
		return err
	}
	clock := at.Sub(at.Truncate(aDay))
	weekday := clockWeekdays[zone]
	dates := r.dates(w.begin.Add(r.lead[0]+2*aDay), w.end.Add(12*7*aDay), weekday, clock)
	rule := strings.ReplaceAll(r.rule, "?", strings.ToUpper(weekday.String()[:2]))
	s := accord.Series{
		WorkspaceID: w.companyOf(i), ID: fmt.Sprintf("s%02d", i), TeamID: "team", Title: zone, Rrule: rule,
		StartsAtLocal: accord.LocalTime(dates[0].Format(accord.LocalLayout)), TimeZone: zone, DurationMinutes: 60, MonthEnd: "skip",
		AskMinutes: int(r.lead[0].Minutes()), RemindMinutes: int(r.lead[1].Minutes()), SendMinutes: int(r.lead[2].Minutes()),
		Status: accord.SeriesActive, CreatedBy: "sal", CreatedAt: accord.Instant(w.begin), Version: 1,
	}
	if err := tx.CreateSeries(ctx, &s); err != nil {
		return err
	}
	err = tx.SetSeriesAgenda(ctx, s.ID, []accord.SeriesAgendaItem{
		{Title: "Numbers", Kind: accord.KindInform, Side: accord.Sales, Minutes: 10}, {Title: "Leads", Kind: accord.KindSolve, Side: accord.Marketing, Minutes: 10},
	})
	if err != nil {
		return err
	}
	w.meetingDue(clockSeries{rhythm: r, id: s.ID, zone: zone, dates: dates, length: time.Hour}, w.down, w.end)
	next := wallIn(zone, dates[0])
	return tx.PlanSeries(ctx, s.ID, &next)
}

// zoneItems makes the action items of the ith zone, promised already, and plans
// when each is done: before anybody is reminded, on its day, or after it.
func (w *clockWorld) zoneItems(ctx context.Context, tx *store.Store, i int, workZone, working string, every time.Duration) error {
	zone, now := clockZones[i], accord.Instant(w.begin)
	var rows []accord.ActionItem
	n := 0
	for due := w.begin.Add(3*aDay + time.Duration(i%7)*aDay); due.Before(w.end.Add(5 * aDay)); due = due.Add(every) {
		n++
		c := clockItem{id: fmt.Sprintf("i%02d-%03d", i, n), ws: w.companyOf(i), zone: zone, workZone: workZone, working: working, due: due}
		c.done = due.Add([]time.Duration{-2 * aDay, 0, 3 * aDay}[n%3] + 15*time.Hour + 7*time.Minute + 17*time.Second)
		if !c.done.Before(w.down.from) && c.done.Before(w.down.to.Add(time.Hour)) { // nobody can, while it is down
			c.done = w.down.to.Add(time.Hour + time.Duration(i*100+n)*time.Second)
		}
		on := accord.Date(due.Format(time.DateOnly))
		ends := accord.Instant(wallIn(zone, due.Add(aDay)))
		rows = append(rows, accord.ActionItem{
			ID: c.id, Number: i*1000 + n, Title: c.id, OwnerID: "sal", OwnerSide: accord.Sales, OwnerZone: zone, AskerID: "mar", ForSide: accord.Marketing,
			TeamID: "team", Status: accord.StatusOpen, AskedDueOn: on, OriginalDueOn: on, DueOn: on, OriginalDueEndsAt: &ends, DueEndsAt: &ends,
			AcceptedAt: &now, CreatedAt: now, UpdatedAt: now, Version: 1,
		})
		w.items = append(w.items, c)
		w.itemDue(c, w.down, w.end)
	}
	return store.Bulk(ctx, tx, rows)
}

// doing are the items by when they are done.
func (w *clockWorld) doing() []clockItem {
	list := slices.DeleteFunc(slices.Clone(w.items), func(i clockItem) bool { return !i.done.Before(w.end) })
	slices.SortFunc(list, func(a, b clockItem) int { return a.done.Compare(b.done) })
	return list
}

// does has the owner say that the item is done.
func (w *clockWorld) does(a *app.App, i clockItem) {
	w.t.Helper()
	owner := accord.Actor{WorkspaceID: i.ws, PersonID: "sal", Name: "sal", Role: accord.RoleMember, Side: accord.Sales, TimeZone: i.zone, Locale: "en"}
	if _, err := a.DoneItem(context.Background(), owner, i.id, accord.Match{}); err != nil {
		w.t.Fatal(err)
	}
}

// check compares what happened with what was due: each once, none of it more
// than a minute late, nothing else.
func (w *clockWorld) check() {
	w.t.Helper()
	got := map[string]expected{}
	for first := 0; first < len(clockZones); first += w.perCompany {
		w.happened(w.companyOf(first), got)
	}
	wrong := 0
	complain := func(format string, args ...any) {
		if wrong++; wrong <= 20 {
			w.t.Errorf(format, args...)
		}
	}
	counts := map[string]int{}
	for name, want := range w.want {
		kind, _, _ := strings.Cut(name, " ")
		counts[strings.TrimSpace(kind+" "+want.state)]++
		e, ok := got[name]
		switch late := e.at.Sub(want.at); {
		case !ok:
			complain("%s was due at %s and did not happen", name, want.at)
		case late < 0 || late > time.Minute:
			complain("%s was due at %s and happened at %s, %s late", name, want.at, e.at, late)
		case e.state != want.state:
			complain("%s at %s is %q, want %q", name, want.at, e.state, want.state)
		}
	}
	for name, e := range got {
		if _, ok := w.want[name]; !ok {
			complain("%s (%s) happened at %s and was not due", name, e.state, e.at)
		}
	}
	if wrong > 20 {
		w.t.Errorf("and %d more", wrong-20)
	}
	w.t.Logf("%d due: %v", len(w.want), counts)
}

// happened reads what a company's database tells of.
func (w *clockWorld) happened(ws string, got map[string]expected) {
	w.t.Helper()
	ctx := store.Within(context.Background(), ws)
	add := func(name string, e expected) {
		if _, twice := got[name]; twice {
			w.t.Errorf("%s happened twice", name)
		}
		got[name] = e
	}
	meetings, err := w.store.MeetingsBetween(ctx, accord.View{}, "", w.begin, w.end.AddDate(2, 0, 0))
	if err != nil {
		w.t.Fatal(err)
	}
	names := map[string]string{}
	for _, m := range meetings {
		names[m.ID] = string(m.SeriesID) + " " + string(m.OriginalStart)
		add("open "+names[m.ID], expected{at: m.CreatedAt})
	}
	for before := ""; ; {
		page, err := w.store.Deliveries(ctx, "", before, 1000)
		if err != nil {
			w.t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, d := range page {
			before = d.ID
			state := string(d.State)
			if d.State == accord.DeliverySkipped {
				state += " " + d.LastError
			}
			switch d.Kind {
			case accord.MailProposalsWanted, accord.MailProposalsMissing, accord.MailAgenda, accord.MailAgendaOpen:
				add(d.Kind+" "+names[d.SubjectID]+" "+string(d.PersonID), expected{d.CreatedAt, state})
			case accord.MailItem + accord.ItemDueTomorrow, accord.MailItem + accord.ItemOverdue:
				add(d.Kind+" "+d.SubjectID, expected{d.CreatedAt, state})
			}
		}
	}
	for _, i := range w.items {
		if i.ws != ws {
			continue
		}
		item, err := w.store.ActionItem(ctx, i.id)
		if err != nil {
			w.t.Fatal(err)
		}
		if item.SelfConfirmed {
			add("confirmed "+i.id, expected{at: *item.ConfirmedAt})
		}
	}
}

// lived lets the world live to its end under cron, in a bubble whose time is
// nobody's, with the outage.
func (w *clockWorld) lived() {
	w.t.Helper()
	log := slog.New(slog.DiscardHandler)
	var a *app.App
	up := func() *jobs.Runner {
		a = w.app()
		r, err := jobs.Start(context.Background(), log, jobs.Job{Name: "tick", Every: 30 * time.Second, Run: a.Tick})
		if err != nil {
			w.t.Fatal(err)
		}
		return r
	}
	until := func(t time.Time) { time.Sleep(t.Sub(w.clock())) }
	runner, doing := up(), w.doing()
	live := func(to time.Time) {
		for len(doing) > 0 && doing[0].done.Before(to) {
			until(doing[0].done)
			w.does(a, doing[0])
			doing = doing[1:]
		}
		until(to)
	}
	if !w.down.from.IsZero() {
		live(w.down.from.Add(-time.Millisecond)) // at from itself a tick and the end of ticks would race
		runner.Stop()
		until(w.down.to)
		runner = up()
	}
	live(w.end.Add(-time.Millisecond))
	runner.Stop()
	a.Wait()
}

// inBubble runs fn where time is the test's own and starts at begin.
func inBubble(t *testing.T, url string, begin time.Time, fn func(t *testing.T, s *store.Store, clock func() time.Time)) {
	migrate(t, url)
	synctest.Test(t, func(t *testing.T) {
		shift := time.Until(begin)
		clock := func() time.Time { return time.Now().Add(shift) }
		s, err := store.Open(context.Background(), store.Config{URL: url, Clock: clock, Volatile: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		fn(t, s, clock)
	})
}

// migrate brings the database to its schema in the world's time: in a test's own
// time the five minutes another process may keep the lock are over at once.
func migrate(t *testing.T, url string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: url, Clock: time.Now, Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func yearRhythms() []rhythm {
	weekly := rhythm{rule: "FREQ=WEEKLY;BYDAY=?", lead: shortLead, weekly: 1}
	biweekly := rhythm{rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=?", lead: shortLead, weekly: 2}
	second := rhythm{rule: "FREQ=MONTHLY;BYDAY=2?", lead: longLead, months: 1, nth: 2}
	last := rhythm{rule: "FREQ=MONTHLY;BYDAY=-1?", lead: longLead, months: 1, nth: -1}
	daily := rhythm{rule: "FREQ=DAILY", lead: [3]time.Duration{aDay, 12 * time.Hour, time.Hour}, daily: true}
	list := []rhythm{weekly, second, last, biweekly, weekly, second, biweekly, last, last, second}
	return slices.Concat(list, []rhythm{daily}, list, list[:9])
}

// A year by ticks of half a minute, over both changes of clocks of every zone
// that has them, with a week down in which some change.
func TestClock_S6_AYearByHalfMinutes(t *testing.T) {
	t.Parallel()
	began := time.Now()
	begin := time.Date(2026, time.September, 1, 0, 0, 0, 0, time.UTC)
	inBubble(t, storetest.File(t), begin, func(t *testing.T, s *store.Store, clock func() time.Time) {
		w := newClockWorld(t, s, clock, clockPlan{
			length: 365 * aDay, rhythms: yearRhythms(), itemEvery: 17 * aDay, perCompany: 6,
			down: outage{time.Date(2026, time.October, 20, 3, 0, 0, 0, time.UTC), time.Date(2026, time.October, 27, 3, 0, 0, 0, time.UTC)},
		})
		w.lived()
		w.check()
	})
	t.Logf("%s", time.Since(began).Round(time.Millisecond))
}

func TestClock_S6_AWeekOnPostgres(t *testing.T) {
	t.Parallel()
	url := scratch.Postgres(t)
	if url == "" {
		t.Skip(scratch.PostgresVar + " is not set")
	}
	began := time.Now()
	begin := time.Date(2026, time.October, 21, 0, 0, 0, 0, time.UTC)
	inBubble(t, url, begin, func(t *testing.T, s *store.Store, clock func() time.Time) {
		w := newClockWorld(t, s, clock, clockPlan{length: 7 * aDay, rhythms: yearRhythms(), itemEvery: 2 * aDay, perCompany: 6})
		w.lived()
		w.check()
	})
	t.Logf("%s", time.Since(began).Round(time.Millisecond))
}

// Ten years, from due time to due time: a process that slept in between finds at
// each what is due at it, and nothing else.
func TestClock_S6_TenYearsFromDueTimeToDueTime(t *testing.T) {
	t.Parallel()
	began := time.Now()
	now := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := storetest.Open(t, clock)
	w := newClockWorld(t, s, clock, clockPlan{length: 10 * 365 * aDay, itemEvery: 250 * aDay, perCompany: 15, rhythms: []rhythm{
		{rule: "FREQ=MONTHLY;INTERVAL=6;BYDAY=2?", lead: longLead, months: 6, nth: 2},
		{rule: "FREQ=MONTHLY;INTERVAL=6;BYDAY=-1?", lead: longLead, months: 6, nth: -1},
		{rule: "FREQ=MONTHLY;INTERVAL=5;BYDAY=1?", lead: [3]time.Duration{60 * aDay, 30 * aDay, time.Hour}, months: 5, nth: 1},
		{rule: "FREQ=WEEKLY;INTERVAL=23;BYDAY=?", lead: shortLead, weekly: 23},
	}})
	a, doing := w.app(), w.doing()
	for _, at := range w.instants() {
		for len(doing) > 0 && doing[0].done.Before(at) {
			now = doing[0].done
			w.does(a, doing[0])
			doing = doing[1:]
		}
		now = at
		if err := a.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	now = w.end
	w.check()
	t.Logf("%s for %d instants", time.Since(began).Round(time.Millisecond), len(w.instants()))
}
