package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"accord/internal/accord"
)

// Dialect names the database behind a store.
type Dialect string

// The two databases.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Config says which database to open.
type Config struct {
	URL   string           // sqlite:PATH or postgres://…
	Clock func() time.Time // required
	Log   *slog.Logger     // nil discards
	// Volatile lets SQLite answer before a commit is on the disk: for databases
	// that are thrown away, such as the demo's and those of tests.
	Volatile bool
	// Trace is told of every statement, for tests and measurements; nil for none.
	Trace func(query string, args []driver.NamedValue)
}

// Store runs queries. The one [Open] returns reads through a pool of read-only
// connections and writes in [Store.Tx]; the one Tx hands to its function reads
// and writes inside that transaction.
type Store struct {
	db      *gorm.DB // what queries use: the readers, or the transaction
	shared  *shared
	inTx    bool
	dialect Dialect
}

// shared is what all stores of one database have in common.
type shared struct {
	writer, reader       *gorm.DB
	writerPool, readPool *sql.DB
	clock                func() time.Time
	log                  *slog.Logger
	path                 string // of the SQLite file; "" on PostgreSQL
	url                  string // of PostgreSQL, for the connection that listens
	process              string // tells what we notify from what others do
	committed            *atomic.Pointer[func(workspaceID string)]
}

// Open connects to the database of c.URL. A missing SQLite file is created
// with its directory; the schema is [Store.Migrate]'s business.
func Open(ctx context.Context, c Config) (*Store, error) {
	if c.Clock == nil {
		return nil, errors.New("open database: no clock")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	kind, rest, _ := strings.Cut(c.URL, ":")
	var s *Store
	var err error
	switch kind {
	case "sqlite":
		s, err = openSQLite(ctx, strings.TrimPrefix(rest, "//"), c.Volatile, c.Trace)
	case "postgres", "postgresql":
		s, err = openPostgres(c.URL, c.Trace)
	default:
		return nil, errors.New("open database: want sqlite:PATH or postgres://…")
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s.shared.clock, s.shared.log = c.Clock, c.Log
	s.shared.committed = &atomic.Pointer[func(workspaceID string)]{}
	if err := s.connect(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), s.Close())
	}
	return s, nil
}

// connect puts gorm over both pools.
func (s *Store) connect(ctx context.Context) error {
	for _, p := range []struct {
		pool *sql.DB
		db   **gorm.DB
	}{{s.shared.writerPool, &s.shared.writer}, {s.shared.readPool, &s.shared.reader}} {
		if err := p.pool.PingContext(ctx); err != nil {
			return err
		}
		db, err := gorm.Open(s.dialector(p.pool), s.gormConfig())
		if err != nil {
			return err
		}
		if err := db.Use(scopePlugin{}); err != nil {
			return err
		}
		*p.db = db
	}
	s.db = s.shared.reader
	return nil
}

// gormConfig is the same for readers and writer. GORM's own logger stays off:
// errors are returned, and its texts would hold values. Statements are prepared
// and kept by the drivers, per connection.
func (s *Store) gormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction:   true,
		TranslateError:           true,
		DisableNestedTransaction: true,
		DisableAutomaticPing:     true,
		Logger:                   logger.Discard,
		NowFunc:                  func() time.Time { return accord.Instant(s.shared.clock()) },
	}
}

// Dialect says which database it is.
func (s *Store) Dialect() Dialect { return s.dialect }

// Path is the SQLite file; "" on PostgreSQL.
func (s *Store) Path() string { return s.shared.path }

// Now is the store's clock, normalised as everything stored is.
func (s *Store) Now() time.Time { return accord.Instant(s.shared.clock()) }

// Ping reaches the database through both pools.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.shared.readPool.PingContext(ctx); err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	if err := s.shared.writerPool.PingContext(ctx); err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	return nil
}

// Version is the database's own version, for doctor and version.
func (s *Store) Version(ctx context.Context) (string, error) {
	query := "SELECT sqlite_version()"
	if s.dialect == Postgres {
		query = "SHOW server_version"
	}
	var v string
	if err := s.shared.readPool.QueryRowContext(ctx, query).Scan(&v); err != nil {
		return "", fmt.Errorf("read database version: %w", err)
	}
	return v, nil
}

// Close ends both pools. On SQLite the last one to close folds the WAL in.
func (s *Store) Close() error {
	return errors.Join(s.shared.readPool.Close(), s.shared.writerPool.Close())
}

// WithClock returns the same store under another clock: the demo company lives
// half a year in seconds.
func (s *Store) WithClock(clock func() time.Time) *Store {
	sh := *s.shared
	sh.clock, sh.committed = clock, &atomic.Pointer[func(workspaceID string)]{}
	sh.committed.Store(s.shared.committed.Load()) // until it is given one of its own
	now := &gorm.Session{NowFunc: func() time.Time { return accord.Instant(clock()) }}
	sh.writer, sh.reader = s.shared.writer.Session(now), s.shared.reader.Session(now)
	return &Store{db: sh.reader, shared: &sh, dialect: s.dialect}
}
