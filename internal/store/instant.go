package store

import (
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/mattn/go-sqlite3"

	"accord/internal/accord"
)

// bindValue is the one place every parameter of every statement passes on its
// way to either database. Instants become UTC, cut to microseconds: SQLite
// would store the zone as text and not find the row by "at <= now", pgx would
// drop the zone without converting.
func bindValue(v any) (driver.Value, error) {
	value, err := driver.DefaultParameterConverter.ConvertValue(v)
	if err != nil {
		return nil, err
	}
	if t, ok := value.(time.Time); ok {
		return accord.Instant(t), nil
	}
	return value, nil
}

// Instant scans an expression over times (max(starts_at), coalesce(…)). A
// plain column comes back as a time from both databases; an expression is a
// string on SQLite. It is the zero time for NULL.
type Instant struct{ time.Time }

// Scan reads a time, the text SQLite keeps of one, or NULL.
func (i *Instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		i.Time = time.Time{}
		return nil
	case time.Time:
		i.Time = accord.Instant(v)
		return nil
	case []byte:
		return i.parse(string(v))
	case string:
		return i.parse(v)
	default:
		return fmt.Errorf("scan instant from %T", v)
	}
}

// parse tries the driver's own layouts.
func (i *Instant) parse(s string) error {
	for _, layout := range sqlite3.SQLiteTimestampFormats {
		if t, err := time.ParseInLocation(layout, s, time.UTC); err == nil {
			i.Time = accord.Instant(t)
			return nil
		}
	}
	return fmt.Errorf("scan instant: %q is no time", s)
}

// Value writes the column; the zero time is NULL.
func (i Instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return accord.Instant(i.Time), nil
}

// Ptr is nil for the zero time, else the instant.
func (i Instant) Ptr() *time.Time {
	if i.IsZero() {
		return nil
	}
	return &i.Time
}
