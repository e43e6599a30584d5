package store

import (
	"context"

	"gorm.io/gorm/clause"

	"accord/internal/accord"
)

// OptedOut lists the kinds of mail a person does not want.
func (s *Store) OptedOut(ctx context.Context, personID string) ([]string, error) {
	rows, err := rowsOf[accord.MailOptout](s.db).Where("person_id = ?", personID).Order("kind").Find(ctx)
	kinds := make([]string, len(rows))
	for i, r := range rows {
		kinds[i] = r.Kind
	}
	return kinds, domainError(err, "mail wish")
}

// OptOut keeps a kind of mail from a person; once more changes nothing.
func (s *Store) OptOut(ctx context.Context, personID, kind string) error {
	once := clause.OnConflict{Columns: []clause.Column{{Name: "workspace_id"}, {Name: "person_id"}, {Name: "kind"}}, DoNothing: true}
	row := accord.MailOptout{WorkspaceID: workspaceOf(ctx), PersonID: personID, Kind: kind, CreatedAt: s.Now()}
	return domainError(rowsOf[accord.MailOptout](s.db, once).Create(ctx, &row), "mail wish")
}

// OptIn lets a kind of mail reach a person again.
func (s *Store) OptIn(ctx context.Context, personID, kind string) error {
	_, err := s.exec(ctx, `DELETE FROM mail_optouts WHERE workspace_id = :workspace AND person_id = :person AND kind = :kind`,
		map[string]any{"person": personID, "kind": kind})
	return domainError(err, "mail wish")
}
