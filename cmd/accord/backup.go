package main

import (
	"errors"
	"fmt"

	"accord/internal/store"
)

// backupCmd is accord backup.
type backupCmd struct {
	File string `arg:"" help:"File to write; it must not exist."`
}

// errPgDump is what to do where the database has its own tools.
var errPgDump = errors.New("with PostgreSQL use its own tools: pg_dump --format=custom --file=FILE \"$ACCORD_DATABASE_URL\", and pg_restore --clean --if-exists")

// Run copies the database while others use it.
func (c backupCmd) Run(e *env) error {
	return e.withStore(func(db *store.Store) error {
		if db.Dialect() == store.Postgres {
			return errPgDump
		}
		if err := db.CopyTo(e.ctx, c.File); err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "%s holds the database as of now. Keep accord.secret with it.\n", c.File)
		return nil
	})
}

// restoreCmd is accord restore.
type restoreCmd struct {
	File string `arg:"" help:"File written by accord backup." type:"existingfile"`
}

// Run puts a backup in the database's place.
func (c restoreCmd) Run(e *env) error {
	s, err := e.flags.check()
	if err != nil {
		return err
	}
	if s.sqlitePath == "" {
		return errPgDump
	}
	kept, err := store.Restore(e.ctx, store.Config{URL: s.databaseURL, Clock: e.clock, Log: e.logger(s)}, c.File)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s is restored from %s.\n", s.sqlitePath, c.File)
	if kept != "" {
		fmt.Fprintf(e.stdout, "The database before it is kept as %s.\n", kept)
	}
	return nil
}
