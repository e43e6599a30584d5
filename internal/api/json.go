package api

import (
	"encoding/json"
	"strings"
)

// unmarshal is strict about what stands behind the value; unknown fields are
// found by the schema.
func unmarshal(data []byte, v any) error { return json.Unmarshal(data, v) }

// marshalText is v as the operations answer it, for a stream.
func marshalText(v any) (string, error) {
	var b strings.Builder
	err := marshal(&b, v)
	return strings.TrimSpace(b.String()), err
}
