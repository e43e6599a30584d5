package store

import (
	"context"

	"accord/internal/accord"
)

// keptNoteVersions is how many versions of one text stay for merging.
const keptNoteVersions = 100

// NoteText returns what notes were at one of their versions; not found where
// that is too long ago.
func (s *Store) NoteText(ctx context.Context, subjectID string, number int) (string, error) {
	v, err := rowsOf[accord.NoteVersion](s.db).Where("subject_id = ? AND number = ?", subjectID, number).Take(ctx)
	return v.Text, domainError(err, "note")
}

// KeepNoteText keeps what notes were at a version, and lets the oldest go.
func (s *Store) KeepNoteText(ctx context.Context, v accord.NoteVersion) error {
	_, err := s.exec(ctx, `INSERT INTO note_versions (workspace_id, subject_id, number, text, author_id, created_at)
VALUES (:workspace, :subject, :number, :text, :author, :at) ON CONFLICT (workspace_id, subject_id, number) DO NOTHING`,
		map[string]any{"subject": v.SubjectID, "number": v.Number, "text": v.Text, "author": v.AuthorID, "at": v.CreatedAt})
	if err != nil {
		return domainError(err, "note")
	}
	_, err = s.exec(ctx, `DELETE FROM note_versions WHERE workspace_id = :workspace AND subject_id = :subject AND number <= :oldest`,
		map[string]any{"subject": v.SubjectID, "oldest": v.Number - keptNoteVersions})
	return domainError(err, "note")
}

// NoteAuthor names who wrote a version of notes; not found where that is too
// long ago.
func (s *Store) NoteAuthor(ctx context.Context, subjectID string, number int) (string, error) {
	var name string
	err := s.raw(ctx, `SELECT p.name FROM note_versions v JOIN people p ON p.workspace_id = v.workspace_id AND p.id = v.author_id
WHERE v.workspace_id = :workspace AND v.subject_id = :subject AND v.number = :number`,
		map[string]any{"subject": subjectID, "number": number}).One(&name, "note")
	return name, domainError(err, "note")
}
