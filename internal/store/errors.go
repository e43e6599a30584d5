package store

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"accord/internal/accord"
)

// The SQLSTATEs that mean something to us.
const (
	pgUniqueViolation      = "23505"
	pgForeignKeyViolation  = "23503"
	pgSerializationFailure = "40001"
	pgDeadlock             = "40P01"
	pgLockNotAvailable     = "55P03"
)

// domainError turns what the database says about a thing ("action item") into
// the domain's error: absent is not found, a second one is a conflict, a
// reference to something absent is not found. Everything else stays as it is,
// an internal failure.
func domainError(err error, what string) error {
	switch {
	case err == nil, accord.CodeOf(err) != "":
		return err
	case errors.Is(err, gorm.ErrRecordNotFound):
		return accord.NotFound(what)
	case isUnique(err):
		return accord.Errorf(accord.CodeConflict, "There is already such a %s.", what)
	case isForeignKey(err):
		return accord.Errorf(accord.CodeConflict, "The %s names something that is not there.", what)
	default:
		return err
	}
}

// changed checks a versioned UPDATE: it must have found its row. Zero rows
// means that somebody changed it meanwhile.
func changed(rows int, err error, what string) error {
	if err == nil && rows == 0 {
		return accord.Errorf(accord.CodeStale, "Somebody has changed the %s meanwhile.", what)
	}
	return domainError(err, what)
}

// isUnique reports a violated unique index or primary key.
func isUnique(err error) bool {
	if errors.Is(err, gorm.ErrDuplicatedKey) || sqlState(err) == pgUniqueViolation {
		return true
	}
	e, ok := errors.AsType[sqlite3.Error](err)
	return ok && (e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey)
}

// isForeignKey reports a reference to a row that is not there.
func isForeignKey(err error) bool {
	if errors.Is(err, gorm.ErrForeignKeyViolated) || sqlState(err) == pgForeignKeyViolation {
		return true
	}
	e, ok := errors.AsType[sqlite3.Error](err)
	return ok && e.ExtendedCode == sqlite3.ErrConstraintForeignKey
}

// sqlState is PostgreSQL's code of err, or "".
func sqlState(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}
