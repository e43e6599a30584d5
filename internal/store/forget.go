package store

import (
	"context"
	"errors"
	"fmt"
)

// Forget takes what was deleted out of the files as well: on SQLite, which
// overwrites what is deleted (see [writerPragmas]), it folds the write-ahead log
// into the file and empties it; on PostgreSQL it rewrites the tables of answers.
// It reports false where somebody still reads the log: ask again a little later.
// It must not be called in a transaction.
func (s *Store) Forget(ctx context.Context) (gone bool, err error) {
	if s.inTx || ctx.Value(txKey{}) != nil {
		return false, errors.New("forget: in a transaction")
	}
	if s.dialect == Postgres {
		for _, table := range []string{"diagnostic_answers", "diagnostic_keys", "diagnostic_people"} {
			if _, err := s.shared.writerPool.ExecContext(ctx, "VACUUM FULL "+table); err != nil {
				return false, fmt.Errorf("forget: %w", err)
			}
		}
		return true, nil
	}
	return s.emptyLog(ctx)
}

// emptyLog folds the write-ahead log into the file and empties it. Nobody can
// write meanwhile, so it waits for readers only a moment.
func (s *Store) emptyLog(ctx context.Context) (gone bool, err error) {
	conn, err := s.shared.writerPool.Conn(ctx)
	if err != nil {
		return false, fmt.Errorf("forget: %w", err)
	}
	defer conn.Close()
	var patience, busy, pages, done int
	if err := conn.QueryRowContext(ctx, "PRAGMA busy_timeout").Scan(&patience); err != nil {
		return false, fmt.Errorf("forget: %w", err)
	}
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 100"); err != nil {
		return false, fmt.Errorf("forget: %w", err)
	}
	defer func() {
		_, back := conn.ExecContext(context.WithoutCancel(ctx), fmt.Sprint("PRAGMA busy_timeout = ", patience))
		err = errors.Join(err, back)
	}()
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &done); err != nil {
		return false, fmt.Errorf("forget: %w", err)
	}
	return busy == 0, nil
}
