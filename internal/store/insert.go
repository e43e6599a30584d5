package store

import (
	"context"
)

// insertBatch keeps one INSERT below the parameters SQLite takes.
const insertBatch = 200

// Insert adds rows of one entity in the running transaction, as they are. It is
// for seeds and tests, which make what use cases would have made one by one;
// use cases have methods that say what they do.
func Insert[T any](ctx context.Context, tx *Store, rows ...T) error {
	if len(rows) == 0 {
		return nil
	}
	return domainError(rowsOf[T](tx.db).CreateInBatches(ctx, &rows, insertBatch), "row")
}
