package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// committedChannel is where the processes of one PostgreSQL database tell
	// each other in which workspace something was committed.
	committedChannel = "accord_committed"
	// listenAgain is how long a listener waits before it connects again.
	listenAgain = time.Second
)

// Notify tells the database's other processes that something was committed in
// the workspaces. It does nothing on SQLite, which has one process. It is no
// part of any transaction: NOTIFY in one makes all that commit wait for each
// other.
func (s *Store) Notify(ctx context.Context, workspaceIDs ...string) error {
	if s.dialect != Postgres {
		return nil
	}
	const query = "SELECT pg_notify($1, $2 || ' ' || w) FROM unnest(string_to_array($3, ' ')) AS w"
	_, err := s.shared.readPool.ExecContext(ctx, query, committedChannel, s.shared.process, strings.Join(workspaceIDs, " "))
	if err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	return nil
}

// Listen tells of what other processes notify of, on a connection of its own,
// until ctx ends. A lost connection is made again; lost is called each time it
// stands, since whatever was notified before is not heard. It returns at once on
// SQLite.
func (s *Store) Listen(ctx context.Context, lost func(), told func(workspaceID string)) {
	for s.dialect == Postgres && ctx.Err() == nil {
		err := s.listen(ctx, lost, told)
		if ctx.Err() != nil {
			return
		}
		s.shared.log.WarnContext(ctx, "store: listen", "error", err)
		timer := time.NewTimer(listenAgain)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

func (s *Store) listen(ctx context.Context, lost func(), told func(workspaceID string)) error {
	conn, err := pgx.Connect(ctx, s.shared.url)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // it may be lost already
	if _, err := conn.Exec(ctx, "LISTEN "+committedChannel); err != nil {
		return err
	}
	lost()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		if process, workspaceID, ok := strings.Cut(n.Payload, " "); ok && process != s.shared.process {
			told(workspaceID)
		}
	}
}
