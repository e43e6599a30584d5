package main

import (
	"errors"
	"fmt"
	"log/slog"

	"accord/internal/app"
	"accord/internal/store"
)

// logger logs to standard error, as the settings say.
func (e *env) logger(s settings) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.logLevel}
	if s.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(e.stderr, options))
	}
	return slog.New(slog.NewTextHandler(e.stderr, options))
}

// openStore opens the database for a command. An empty one is migrated; an
// older one stops every command but serve and migrate.
func (e *env) openStore(s settings) (*store.Store, error) {
	db, err := store.Open(e.ctx, store.Config{URL: s.databaseURL, Clock: e.clock, Log: e.logger(s)})
	if err != nil {
		return nil, err
	}
	if err := e.upToDate(db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (e *env) upToDate(db *store.Store) error {
	st, err := db.SchemaStatus(e.ctx)
	switch {
	case err != nil:
		return err
	case st.Newer():
		return fmt.Errorf("the database has schema %d, this program knows %d: use the newer program, or restore a backup", st.Current, st.Latest)
	case st.Empty():
		_, err = db.Migrate(e.ctx)
		return err
	case len(st.Pending) > 0:
		return errors.New("the database is older than this program: run accord migrate up")
	}
	return nil
}

// withApp runs fn over the use cases of an up-to-date database.
func (e *env) withApp(fn func(a *app.App, db *store.Store, s settings) error) (err error) {
	s, err := e.flags.check()
	if err != nil {
		return err
	}
	secret, err := s.secretKey()
	if err != nil {
		return err
	}
	db, err := e.openStore(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	a := app.New(app.Config{Store: db, Clock: e.clock, Log: e.logger(s), BaseURL: s.publicURL(s.listen), Secret: secret, MailFrom: s.mailFrom})
	return fn(a, db, s)
}
