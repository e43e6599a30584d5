package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/mattn/go-sqlite3"
)

// SQLiteVersion is the version of SQLite in this binary.
func SQLiteVersion() string {
	v, _, _ := sqlite3.Version()
	return v
}

// CopyTo writes a consistent copy of an SQLite database into a file that does
// not exist yet, while others read and write.
func (s *Store) CopyTo(ctx context.Context, file string) error {
	if s.dialect != SQLite {
		return errors.New("only an SQLite database is copied into a file")
	}
	return copySQLite(ctx, s.shared.path, file)
}

// copySQLite uses a connection of its own: neither a reader's, which may write
// nothing at all, nor the writer's, which others wait for. The copy only reads.
func copySQLite(ctx context.Context, from, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("copy database: %s exists", to)
	}
	pool := sql.OpenDB(sqliteConnector{dsn: sqliteFile(from) + "?mode=rw&_busy_timeout=5000"})
	defer pool.Close()
	if _, err := pool.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	if err := os.Chmod(to, 0o600); err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	return syncFile(to)
}

// syncFile makes a finished file survive a power cut.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // a file we wrote
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Restore puts a backup in the place of the SQLite database of c and returns
// under which name the old one is kept, "" where there was none. The backup is
// checked first, and copied, so that it stays. A database somebody still uses
// is not replaced.
func Restore(ctx context.Context, c Config, backup string) (kept string, err error) {
	target, err := Open(ctx, c) // makes the directory; an empty file is fine
	if err != nil {
		return "", err
	}
	path, now := target.Path(), target.Now()
	st, err := target.SchemaStatus(ctx)
	if err = errors.Join(err, target.Close()); err != nil {
		return "", fmt.Errorf("look at the database to replace: %w", err)
	}
	if err := checkBackup(ctx, c, backup); err != nil {
		return "", fmt.Errorf("%s cannot be restored: %w", backup, err)
	}
	incoming := path + ".incoming"
	if err := os.Remove(incoming); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err := copySQLite(ctx, backup, incoming); err != nil {
		return "", err
	}
	if err := aloneOn(ctx, path); err != nil {
		return "", errors.Join(err, os.Remove(incoming))
	}
	if !st.Empty() {
		kept = fmt.Sprintf("%s.before-restore-%s", path, now.Format("20060102T150405.000000"))
		if err := os.Rename(path, kept); err != nil {
			return "", err
		}
	}
	return kept, os.Rename(incoming, path)
}

// checkBackup refuses a file that is no whole database of ours, or newer than
// the program. It only reads.
func checkBackup(ctx context.Context, c Config, file string) error {
	pool := sql.OpenDB(sqliteConnector{dsn: sqliteFile(file) + "?mode=ro&_query_only=1&_busy_timeout=5000"})
	defer pool.Close()
	if err := wholeSQLite(ctx, pool); err != nil {
		return err
	}
	var version int64
	err := pool.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied = 1 AND EXISTS (SELECT 1 FROM workspaces)").Scan(&version)
	if err != nil {
		return errors.New("it is no database of Accord, or it is empty")
	}
	latest, err := latestSchema(ctx, c)
	if err == nil && version > latest {
		err = fmt.Errorf("it has schema %d, this program knows %d", version, latest)
	}
	return err
}

// latestSchema is the newest schema the program knows.
func latestSchema(ctx context.Context, c Config) (int64, error) {
	s, err := Open(ctx, c)
	if err != nil {
		return 0, err
	}
	st, err := s.SchemaStatus(ctx)
	return st.Latest, errors.Join(err, s.Close())
}

// aloneOn fails while any other connection has the database open, and folds
// its WAL in: the file alone is then the database.
func aloneOn(ctx context.Context, path string) error {
	pool := sql.OpenDB(sqliteConnector{dsn: sqliteFile(path) + "?mode=rw&_locking_mode=EXCLUSIVE&_busy_timeout=500"})
	pool.SetMaxOpenConns(1)
	defer pool.Close()
	if _, err := pool.ExecContext(ctx, "PRAGMA journal_mode=DELETE"); err != nil {
		return errors.New("the database is in use: stop accord first")
	}
	var mode string
	if err := pool.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil || mode != "delete" {
		return errors.New("the database is in use: stop accord first")
	}
	return nil
}

// Verify reads the whole database for damage. On PostgreSQL, which has its own
// tools for it, it reads one table.
func (s *Store) Verify(ctx context.Context) error {
	if s.dialect == Postgres {
		_, err := s.WorkspaceIDs(ctx)
		return err
	}
	return wholeSQLite(ctx, s.shared.readPool)
}

// wholeSQLite fails on a damaged file and on rows that refer to nothing.
func wholeSQLite(ctx context.Context, pool *sql.DB) error {
	var result string
	if err := pool.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&result); err != nil || result != "ok" {
		return errors.Join(errors.New("it is no whole SQLite database"), err)
	}
	var broken int
	if err := pool.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&broken); err != nil || broken > 0 {
		return errors.Join(fmt.Errorf("%d rows refer to what is not there", broken), err)
	}
	return nil
}
