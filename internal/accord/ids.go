package accord

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// NullID is a reference that may be absent: "" in Go, NULL in the database (so
// that composite foreign keys hold) and null in JSON.
type NullID string

// Scan reads the column.
func (n *NullID) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*n = ""
	case string:
		*n = NullID(v)
	case []byte:
		*n = NullID(v)
	default:
		return fmt.Errorf("scan id from %T", v)
	}
	return nil
}

// Value writes the column.
func (n NullID) Value() (driver.Value, error) {
	if n == "" {
		return nil, nil
	}
	return string(n), nil
}

// MarshalJSON writes null for an absent reference.
func (n NullID) MarshalJSON() ([]byte, error) {
	if n == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(n))
}
