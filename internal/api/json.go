package api

import (
	"bytes"
	"encoding/json"
	"strings"
)

// unmarshal is strict about what stands behind the value; unknown fields are
// found by the schema. Texts come out as [accord.Plain] has them: encoding/json
// mends UTF-8 by itself.
func unmarshal(data []byte, v any) error { return json.Unmarshal(withoutNUL(data), v) }

// withoutNUL leaves the escaped NULs of a JSON text out. A backslash that is
// escaped itself escapes nothing.
func withoutNUL(data []byte) []byte {
	nul := []byte(`\u0000`)
	if !bytes.Contains(data, nul) {
		return data
	}
	kept := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		switch {
		case bytes.HasPrefix(data[i:], nul):
			i += len(nul) - 1
		case data[i] == '\\' && i+1 < len(data):
			kept = append(kept, data[i], data[i+1])
			i++
		default:
			kept = append(kept, data[i])
		}
	}
	return kept
}

// marshalText is v as the operations answer it, for a stream.
func marshalText(v any) (string, error) {
	var b strings.Builder
	err := marshal(&b, v)
	return strings.TrimSpace(b.String()), err
}
