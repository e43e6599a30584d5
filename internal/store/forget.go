package store

import (
	"context"
	"errors"
	"fmt"
)

// errBusy says that a reader still needs the write-ahead log.
var errBusy = errors.New("the write-ahead log is still read")

// Forget takes what was deleted out of the files as well: on SQLite, which
// overwrites what is deleted (see [writerPragmas]), it folds the write-ahead log
// into the file and empties it; on PostgreSQL it rewrites the tables of answers.
// It must not be called in a transaction.
func (s *Store) Forget(ctx context.Context) error {
	if s.inTx || ctx.Value(txKey{}) != nil {
		return errors.New("forget: in a transaction")
	}
	if s.dialect == Postgres {
		for _, table := range []string{"diagnostic_answers", "diagnostic_keys", "diagnostic_people"} {
			if _, err := s.shared.writerPool.ExecContext(ctx, "VACUUM FULL "+table); err != nil {
				return fmt.Errorf("forget: %w", err)
			}
		}
		return nil
	}
	var busy, pages, done int
	if err := s.shared.writerPool.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &done); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	if busy != 0 {
		return fmt.Errorf("forget: %w", errBusy)
	}
	return nil
}
