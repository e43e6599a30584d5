package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// minSQLite is the first version without the WAL-reset bug, as
// sqlite3.Version's number: 3.51.3.
const minSQLite = 3051003

// How many connections read at once. Beyond four the slowest answers get
// slower by a factor of eight and nothing gets faster.
const (
	sqliteReaders   = 4
	postgresReaders = 8
	postgresWriters = 8
)

// Pragmas come by DSN only, so that every new connection has them. FULL is
// said aloud: the driver means NORMAL in WAL mode, which loses acknowledged
// commits when the power goes. Immediate transactions and the one connection
// make writers queue instead of failing with BUSY. The driver keeps prepared
// statements by connection, so gorm need not: its own would be prepared again
// in every transaction. What is deleted is overwritten, so that the answers of a
// closed diagnostic are nowhere in the file (X2, docs/adr/0016).
const (
	writerPragmas = "_journal_mode=WAL&_synchronous=FULL&_secure_delete=on&_foreign_keys=1&_busy_timeout=5000&_txlock=immediate&_cache_size=-8000&_stmt_cache_size=100"
	readerPragmas = "mode=ro&_query_only=1&_foreign_keys=1&_busy_timeout=5000&_cache_size=-8000&_stmt_cache_size=100"
)

func openSQLite(ctx context.Context, path string, volatile bool, trace tracer) (*Store, error) {
	if _, number, _ := sqlite3.Version(); number < minSQLite {
		return nil, errors.New("this build has SQLite before 3.51.3, which can corrupt its write-ahead log")
	}
	if path == "" || path == ":memory:" {
		return nil, errors.New("want sqlite:PATH, the path of a file")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, err
	}
	// For its owner alone; SQLite gives the files beside it the same rights.
	if f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err != nil { //nolint:gosec // the operator names it
		return nil, err
	} else if err := f.Close(); err != nil {
		return nil, err
	}
	file, pragmas := sqliteFile(path), writerPragmas
	if volatile {
		pragmas = strings.Replace(pragmas, "_synchronous=FULL", "_synchronous=OFF", 1)
	}
	writer := sql.OpenDB(sqliteConnector{file + "?" + pragmas, trace})
	writer.SetMaxOpenConns(1)
	// The writer makes the file and its WAL, without which no reader opens.
	if err := writer.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), writer.Close())
	}
	reader := sql.OpenDB(sqliteConnector{file + "?" + readerPragmas, trace})
	reader.SetMaxOpenConns(sqliteReaders)
	reader.SetMaxIdleConns(sqliteReaders)
	return &Store{dialect: SQLite, shared: &shared{writerPool: writer, readPool: reader, path: path}}, nil
}

// sqliteFile writes a path as a URI, since it may hold what a URI reads as
// syntax.
func sqliteFile(path string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String()
}

// sqliteConnector opens connections that normalise their parameters.
type sqliteConnector struct {
	dsn   string
	trace tracer
}

// Connect opens one connection.
func (c sqliteConnector) Connect(context.Context) (driver.Conn, error) {
	conn, err := (&sqlite3.SQLiteDriver{}).Open(c.dsn)
	if err != nil {
		return nil, err
	}
	return &sqliteConn{conn.(*sqlite3.SQLiteConn), c.trace}, nil
}

// Driver is what database/sql asks for.
func (sqliteConnector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

// sqliteConn is the driver's connection with our way of binding values.
type sqliteConn struct {
	*sqlite3.SQLiteConn
	trace tracer
}

// QueryContext runs a query.
func (c *sqliteConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.trace.tell(query, args)
	return c.SQLiteConn.QueryContext(ctx, query, args)
}

// ExecContext runs a statement that returns nothing.
func (c *sqliteConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.trace.tell(query, args)
	return c.SQLiteConn.ExecContext(ctx, query, args)
}

// CheckNamedValue normalises one parameter; see [bindValue].
func (*sqliteConn) CheckNamedValue(v *driver.NamedValue) (err error) {
	v.Value, err = bindValue(v.Value)
	return err
}

// tracer is told of every statement.
type tracer func(query string, args []driver.NamedValue)

func (t tracer) tell(query string, args []driver.NamedValue) {
	if t != nil {
		t(query, args)
	}
}

// dialector gives gorm the pool with the dialect of the database.
func (s *Store) dialector(pool *sql.DB) gorm.Dialector {
	if s.dialect == Postgres {
		return postgres.New(postgres.Config{Conn: pool})
	}
	return sqlite.New(sqlite.Config{Conn: pool})
}
