// Package app holds the use cases, one method each: authorise, load, apply the
// rule, save. What a use case changes, the event that tells of it and the mail
// it causes are written in one transaction. Nothing here speaks HTTP or SQL.
package app

import (
	"context"
	"log/slog"
	"net/mail"
	"sync"
	"sync/atomic"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// Config is what an [App] needs.
type Config struct {
	Store   *store.Store
	Clock   func() time.Time // the only clock
	Log     *slog.Logger
	BaseURL string // "https://accord.example", without a slash at the end
	Secret  []byte // signs what leaves the database: the set-up link

	// MailFrom is the sender of all mail, "Accord <accord@example.com>": the
	// organizer of every invitation. Without one, mail invites in words alone.
	MailFrom string
	// Mailer sends the test mail; nil where no mail server is named.
	Mailer Sender
}

// App is Accord's use cases over one database.
type App struct {
	store   *store.Store
	clock   func() time.Time
	log     *slog.Logger
	baseURL string
	secret  []byte
	sender  string // the bare address of MailFrom
	mailer  Sender // nil for none
	demo    bool   // it serves the demo company
	hasher  *hasher
	running sync.WaitGroup // what is done behind answers, see behind
	live    live           // who follows meetings

	swept atomic.Pointer[time.Time] // when sessions were last cleared, see sweep
	watch watch                     // what the worker remembers between ticks

	forget atomic.Bool // whether deleted answers may still be in the files, see diagnosticsDue
}

// New puts an App together.
func New(c Config) *App {
	log := c.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	a := &App{store: c.Store, clock: c.Clock, log: log, baseURL: c.BaseURL, secret: c.Secret, mailer: c.Mailer, hasher: newHasher()}
	if from, err := mail.ParseAddress(c.MailFrom); err == nil {
		a.sender = from.Address
	}
	a.forget.Store(true) // the process before may have died before it did
	if a.store != nil {
		a.store.OnCommit(a.Committed)
	}
	return a
}

// Now is the instant it is, for answers that say what follows from it.
func (a *App) Now() time.Time { return a.now() }

// now is the instant a use case happens at, as it will be stored.
func (a *App) now() time.Time { return accord.Instant(a.clock()) }

// read authorises a look at something and returns a context scoped to the
// actor's workspace, for queries on a.store.
func (a *App) read(ctx context.Context, actor accord.Actor, act Action) (context.Context, error) {
	if err := Allow(actor, act); err != nil {
		return nil, err
	}
	return store.Within(ctx, actor.WorkspaceID), nil
}

// change authorises a change and runs fn in one write transaction of the
// actor's workspace, with the instant it happens at.
func (a *App) change(ctx context.Context, actor accord.Actor, act Action, fn func(ctx context.Context, tx *store.Store, now time.Time) error) error {
	if err := Allow(actor, act); err != nil {
		return err
	}
	return a.store.Tx(ctx, actor.WorkspaceID, func(ctx context.Context, tx *store.Store) error {
		return fn(ctx, tx, a.now())
	})
}
