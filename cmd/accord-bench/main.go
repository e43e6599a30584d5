// Command accord-bench measures Accord against hand-written SQL in the same
// run: it seeds a database, asks for my open items, a meeting and the dashboard
// through the whole server, and through a bare echo handler that gives the same
// answers by SQL in its best form, in turn, and prints the CPU of each and the
// ratio. It compares creating and closing an item, one durable commit each, with
// bare durable commits; what reading costs with ten times the history; and, given
// the program, how soon it answers and the memory it needs. What the figures mean
// stands in docs/performance.md. Absolute figures do not travel to another
// machine; ratios do.
package main

import (
	"context"
	"database/sql/driver"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/server"
	"accord/internal/store"
)

// options are the flags.
type options struct {
	items, pairs, requests int
	keep, profile, only    string
	statements             bool
	accord                 string
	size                   app.SeedSize
}

func main() {
	var o options
	flag.IntVar(&o.items, "items", 100_000, "action items to seed")
	flag.IntVar(&o.pairs, "pairs", 7, "pairs of rounds, of which the median counts")
	flag.IntVar(&o.requests, "requests", 200, "requests a round")
	flag.StringVar(&o.keep, "keep", "", "folder to keep the seeded database in, for the next run")
	flag.StringVar(&o.profile, "profile", "", "file for a CPU profile of Accord's rounds")
	flag.StringVar(&o.only, "only", "", "measure only what has this in its name")
	flag.BoolVar(&o.statements, "statements", false, "print what each statement costs")
	flag.StringVar(&o.accord, "accord", "", "the program to start, for how long that takes and the memory it needs")
	flag.Parse()
	o.size = app.SeedSize{People: 200, Series: 500}
	if err := run(context.Background(), o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "accord-bench:", err)
		os.Exit(1)
	}
}

// bench is a served, seeded database.
type bench struct {
	options
	out     io.Writer
	path    string
	store   *store.Store
	app     *app.App
	handler http.Handler
	trace   *trace
	owner   accord.Person // with the most running items
	token   string
	meeting string // a held one
	coming  string // one being prepared
}

// trace collects the statements of one request.
type trace struct {
	sync.Mutex
	on         bool
	statements []statement
}

type statement struct {
	query string
	args  []any
}

func (t *trace) tell(query string, args []driver.NamedValue) {
	t.Lock()
	defer t.Unlock()
	if !t.on {
		return
	}
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a.Value
	}
	t.statements = append(t.statements, statement{query, values})
}

// during collects what fn sends to the database.
func (t *trace) during(fn func()) []statement {
	t.Lock()
	t.on, t.statements = true, nil
	t.Unlock()
	fn()
	t.Lock()
	defer t.Unlock()
	t.on = false
	return slices.Clone(t.statements)
}

func run(ctx context.Context, o options, out io.Writer) (err error) {
	dir := o.keep
	if dir == "" {
		if dir, err = os.MkdirTemp("", "accord-bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	b := &bench{options: o, out: out, path: filepath.Join(dir, "accord.db"), trace: &trace{}}
	if err := b.open(ctx); err != nil {
		return err
	}
	defer b.store.Close()
	if err := b.seed(ctx); err != nil {
		return err
	}
	if err := b.choose(ctx); err != nil {
		return err
	}
	stop, err := b.startProfile()
	if err != nil {
		return err
	}
	defer stop()
	if err := b.reads(ctx); err != nil {
		return err
	}
	if b.wants("create, close") {
		if err := b.writes(ctx); err != nil {
			return err
		}
	}
	if b.wants("growth") {
		if err := b.growth(ctx); err != nil {
			return err
		}
	}
	if b.accord != "" && b.wants("start") {
		return b.start(ctx)
	}
	return nil
}

// wants reports whether something of that name is to be measured.
func (b *bench) wants(name string) bool { return strings.Contains(name, b.only) }

func (b *bench) startProfile() (func(), error) {
	if b.profile == "" {
		return func() {}, nil
	}
	f, err := os.Create(b.profile)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		if err := f.Close(); err != nil {
			fmt.Fprintln(b.out, "the profile is not whole:", err)
		}
	}, nil
}

// open opens the database and puts the server over it.
func (b *bench) open(ctx context.Context) (err error) {
	b.store, err = store.Open(ctx, store.Config{URL: "sqlite:" + b.path, Clock: time.Now, Trace: b.trace.tell})
	if err != nil {
		return err
	}
	if _, err := b.store.Migrate(ctx); err != nil {
		return err
	}
	const base, secret = "http://localhost:8080", "0123456789abcdef0123456789abcdef"
	b.app = app.New(app.Config{Store: b.store, Clock: time.Now, BaseURL: base, Secret: []byte(secret)})
	srv, err := server.New(server.Config{App: b.app, Store: b.store, Clock: time.Now, BaseURL: base, Secret: []byte(secret)})
	if err != nil {
		return err
	}
	b.handler = srv.Handler()
	return nil
}

// seed fills the database, unless an earlier run did.
func (b *bench) seed(ctx context.Context) error {
	ids, err := b.store.WorkspaceIDs(ctx)
	if err != nil || len(ids) > 0 {
		return err
	}
	w, err := b.app.OperatorAddWorkspace(ctx, "Measured company", "Europe/Berlin")
	if err != nil {
		return err
	}
	size := b.size
	size.Meetings, size.Actions, size.Seed = b.items/5, b.items, 1
	start := time.Now()
	if err := b.app.Seed(ctx, w, size); err != nil {
		return err
	}
	fmt.Fprintf(b.out, "seeded %d people, %d series, %d meetings, %d action items in %.0f s\n\n",
		size.People, size.Series, size.Meetings, size.Actions, time.Since(start).Seconds())
	return nil
}

// choose takes the person who owes most, and two meetings of their team.
func (b *bench) choose(ctx context.Context) error {
	w, err := b.app.OperatorWorkspace(ctx, "")
	if err != nil {
		return err
	}
	admin, err := b.person(ctx, w, "person1@example.com")
	if err != nil {
		return err
	}
	scoped := store.Within(ctx, w.ID)
	people, err := b.store.People(scoped)
	if err != nil {
		return err
	}
	most := -1
	for _, p := range people {
		owed, err := b.store.UnfinishedOf(scoped, p.ID)
		if err != nil {
			return err
		}
		if len(owed) > most {
			most, b.owner = len(owed), p
		}
	}
	for status, id := range map[accord.MeetingStatus]*string{accord.MeetingClosed: &b.meeting, accord.MeetingScheduled: &b.coming} {
		list, _, err := b.app.Meetings(ctx, admin, app.MeetingQuery{From: time.Now().AddDate(0, -3, 0), Status: status}, accord.Page{Limit: 1})
		if err != nil || len(list) == 0 {
			return errors.Join(fmt.Errorf("no %s meeting", status), err)
		}
		*id = list[0].ID
	}
	b.token, err = b.app.OperatorToken(ctx, w, b.owner.Email, "bench", "write")
	return err
}

// person is somebody as an actor.
func (b *bench) person(ctx context.Context, w accord.Workspace, email string) (accord.Actor, error) {
	people, err := b.store.People(store.Within(ctx, w.ID))
	i := slices.IndexFunc(people, func(p accord.Person) bool { return p.Email == email })
	if err != nil || i < 0 {
		return accord.Actor{}, errors.Join(errors.New("no admin"), err)
	}
	return b.app.SessionActor(ctx, w.ID, people[i].ID)
}
