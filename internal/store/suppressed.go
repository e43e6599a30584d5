package store

import (
	"context"

	"gorm.io/gorm/clause"

	"accord/internal/accord"
)

// Suppressed reports whether nothing is mailed to the address any more.
func (s *Store) Suppressed(ctx context.Context, address string) (bool, error) {
	rows, err := rowsOf[accord.SuppressedAddress](s.db).Where("address = ?", address).Limit(1).Find(ctx)
	return len(rows) > 0, domainError(err, "address")
}

// SuppressedAddresses lists them, by address.
func (s *Store) SuppressedAddresses(ctx context.Context) ([]accord.SuppressedAddress, error) {
	rows, err := rowsOf[accord.SuppressedAddress](s.db).Where("1 = 1").Order("address").Find(ctx)
	return rows, domainError(err, "address")
}

// Suppress ends mail to an address; once more changes nothing. The reason is
// what the server said.
func (s *Store) Suppress(ctx context.Context, address, reason string) error {
	once := clause.OnConflict{Columns: []clause.Column{{Name: "workspace_id"}, {Name: "address"}}, DoNothing: true}
	row := accord.SuppressedAddress{WorkspaceID: workspaceOf(ctx), Address: address, Reason: plainText(reason), CreatedAt: s.Now()}
	return domainError(rowsOf[accord.SuppressedAddress](s.db, once).Create(ctx, &row), "address")
}

// Allow lets mail reach an address again and forgets its refusals; found says
// that it was suppressed.
func (s *Store) Allow(ctx context.Context, address string) (found bool, err error) {
	params := map[string]any{"address": address}
	if _, err := s.exec(ctx, `UPDATE deliveries SET no_address = :no WHERE workspace_id = :workspace AND recipient = :address AND no_address`,
		map[string]any{"address": address, "no": false}); err != nil {
		return false, domainError(err, "address")
	}
	n, err := s.exec(ctx, `DELETE FROM suppressed_addresses WHERE workspace_id = :workspace AND address = :address`, params)
	return n > 0, domainError(err, "address")
}

// Refusals counts the mails a server refused since there is nobody at the
// address; what was gathered into one counts once.
func (s *Store) Refusals(ctx context.Context, address string) (int, error) {
	var n int
	err := s.raw(ctx, `SELECT COUNT(DISTINCT message_id) FROM deliveries WHERE workspace_id = :workspace AND recipient = :address AND no_address`,
		map[string]any{"address": address}).Scan(&n)
	return n, domainError(err, "address")
}
