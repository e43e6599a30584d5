package main

import (
	"errors"
	"fmt"

	"accord/internal/store"
)

// migrateCmd is accord migrate.
type migrateCmd struct {
	Up     migrateUpCmd     `cmd:"" help:"Bring the schema up to date; an SQLite database is copied beside itself first."`
	Status migrateStatusCmd `cmd:"" help:"Show how far the schema is."`
}

type (
	migrateUpCmd     struct{}
	migrateStatusCmd struct{}
)

// Run brings the schema up to date.
func (migrateUpCmd) Run(e *env) error {
	return e.withStore(func(db *store.Store) error {
		versions, err := db.Migrate(e.ctx)
		for _, v := range versions {
			fmt.Fprintf(e.stdout, "applied %d\n", v)
		}
		if err == nil && len(versions) == 0 {
			fmt.Fprintln(e.stdout, "The schema is up to date.")
		}
		return err
	})
}

// Run shows how far the schema is.
func (migrateStatusCmd) Run(e *env) error {
	return e.withStore(func(db *store.Store) error {
		st, err := db.SchemaStatus(e.ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "schema %d, this program knows %d\n", st.Current, st.Latest)
		for _, p := range st.Pending {
			fmt.Fprintf(e.stdout, "pending %s\n", p)
		}
		if st.Newer() {
			return errors.New("the database is newer than this program")
		}
		return nil
	})
}

// withStore runs fn over the database as it is.
func (e *env) withStore(fn func(db *store.Store) error) (err error) {
	s, err := e.flags.check()
	if err != nil {
		return err
	}
	db, err := store.Open(e.ctx, store.Config{URL: s.databaseURL, Clock: e.clock, Log: e.logger(s)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return fn(db)
}
