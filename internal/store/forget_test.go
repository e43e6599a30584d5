package store

import (
	"testing"

	"accord/internal/store/scratch"
)

// Forget waits for nobody who still reads the log: it says so, and is done when
// asked again. The writer's patience is as it was.
func TestStore_Forget_WhileRead(t *testing.T) {
	s := openTest(t, scratch.SQLite(t, nil))
	_, err := s.Migrate(t.Context())
	must(t, err)
	reading, err := s.shared.readPool.BeginTx(t.Context(), nil)
	must(t, err)
	var n int
	must(t, reading.QueryRowContext(t.Context(), "SELECT count(*) FROM events").Scan(&n))
	_, err = s.shared.writerPool.ExecContext(t.Context(), "CREATE TABLE written_meanwhile (id INTEGER)")
	must(t, err)
	if gone, err := s.Forget(t.Context()); gone || err != nil {
		t.Errorf("beside a reader: gone = %v, %v", gone, err)
	}
	must(t, reading.Rollback())
	if gone, err := s.Forget(t.Context()); !gone || err != nil {
		t.Errorf("after the reader: gone = %v, %v", gone, err)
	}
	var patience int
	must(t, s.shared.writerPool.QueryRowContext(t.Context(), "PRAGMA busy_timeout").Scan(&patience))
	if patience != 5000 {
		t.Errorf("busy_timeout = %d ms, want 5000", patience)
	}
}

// Forget works on both databases.
func TestStore_Forget(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		if gone, err := s.Forget(t.Context()); !gone || err != nil {
			t.Errorf("gone = %v, %v", gone, err)
		}
	})
}
