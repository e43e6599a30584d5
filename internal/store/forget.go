package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// answerTables hold what must be gone once a round of the diagnostic is closed
// (X2), with the columns that would tell whose an answer was.
var answerTables = map[string][]string{
	"diagnostic_answers": {"id", "sealed"},
	"diagnostic_keys":    {"salt"},
	"diagnostic_people":  {"person_id"},
}

// Forget takes what was deleted out of the files as well: on SQLite, which
// overwrites what is deleted (see [writerPragmas]), it folds the write-ahead log
// into the file and empties it; on PostgreSQL it makes the tables of answers
// anew. It reports false where somebody still reads there: ask again a little
// later. It must not be called in a transaction.
func (s *Store) Forget(ctx context.Context) (gone bool, err error) {
	if s.inTx || ctx.Value(txKey{}) != nil {
		return false, errors.New("forget: in a transaction")
	}
	if s.dialect == Postgres {
		return s.renewTables(ctx)
	}
	return s.emptyLog(ctx)
}

// renewTables puts what is alive in the tables of answers into new files.
// VACUUM FULL would not do: as long as anybody has an old snapshot, of whatever
// table, it copies the dead rows as well. It waits for others a moment only,
// since everybody else waits behind it: a dump reads for hours. PostgreSQL
// keeps samples of what it analyses; of these columns it keeps none.
func (s *Store) renewTables(ctx context.Context) (gone bool, err error) {
	err = s.shared.writer.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		do := func(statement string) error {
			_, err := db.Statement.ConnPool.ExecContext(ctx, statement)
			return err
		}
		names := slices.Sorted(maps.Keys(answerTables))
		if err := errors.Join(do("SET LOCAL lock_timeout = '200ms'"), do("LOCK TABLE "+strings.Join(names, ", ")+" IN ACCESS EXCLUSIVE MODE")); err != nil {
			return err
		}
		for _, name := range names {
			for _, statement := range []string{
				"CREATE TEMPORARY TABLE alive ON COMMIT DROP AS SELECT * FROM " + name,
				"TRUNCATE " + name,
				"INSERT INTO " + name + " SELECT * FROM alive ORDER BY 1, 2, 3", // not in the order of answering
				"DROP TABLE alive",
				"ALTER TABLE " + name + " ALTER " + strings.Join(answerTables[name], " SET STATISTICS 0, ALTER ") + " SET STATISTICS 0",
			} {
				if err := do(statement); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if sqlState(err) == pgLockNotAvailable {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("forget: %w", err)
	}
	return true, nil
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
