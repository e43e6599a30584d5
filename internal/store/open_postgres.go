package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

func openPostgres(url string, trace tracer) (*Store, error) {
	pool := func(size int, readOnly string) (*sql.DB, error) {
		config, err := pgx.ParseConfig(url)
		if err != nil {
			return nil, err // pgx leaves the password out of it
		}
		config.RuntimeParams["timezone"] = "UTC"
		config.RuntimeParams["default_transaction_read_only"] = readOnly
		db := sql.OpenDB(postgresConnector{stdlib.GetConnector(*config), trace})
		db.SetMaxOpenConns(size)
		db.SetMaxIdleConns(size)
		return db, nil
	}
	writer, err := pool(postgresWriters, "off")
	if err != nil {
		return nil, err
	}
	reader, err := pool(postgresReaders, "on")
	if err != nil {
		return nil, err
	}
	return &Store{dialect: Postgres, shared: &shared{writerPool: writer, readPool: reader, url: url, process: rand.Text()}}, nil
}

// postgresConnector opens connections that normalise their parameters.
type postgresConnector struct {
	driver.Connector
	trace tracer
}

// Connect opens one connection.
func (c postgresConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &postgresConn{conn.(*stdlib.Conn), c.trace}, nil
}

// postgresConn is pgx's connection with our way of binding values.
type postgresConn struct {
	*stdlib.Conn
	trace tracer
}

// QueryContext runs a query.
func (c *postgresConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.trace.tell(query, args)
	return c.Conn.QueryContext(ctx, query, args)
}

// ExecContext runs a statement that returns nothing.
func (c *postgresConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.trace.tell(query, args)
	return c.Conn.ExecContext(ctx, query, args)
}

// CheckNamedValue normalises one parameter; see [bindValue].
func (*postgresConn) CheckNamedValue(v *driver.NamedValue) (err error) {
	v.Value, err = bindValue(v.Value)
	return err
}
