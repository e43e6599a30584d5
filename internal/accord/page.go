package accord

import (
	"encoding/base64"
	"encoding/json"
)

// Page asks for a part of a list: at most Limit things that come after the
// thing whose sort keys are After (nil: from the start). A query fetches one
// more than Limit to know whether there is a next page, see [Cut].
type Page struct {
	Limit int
	After []string
}

// DefaultPage is the first page of the usual length.
var DefaultPage = Page{Limit: 50}

// Cut splits the Limit+1 things a query fetched into the page and the sort keys
// of its last thing, from which the next page goes on; nil keys where this
// is the last page.
func Cut[T any](list []T, p Page, keys func(T) []string) ([]T, []string) {
	if p.Limit <= 0 || len(list) <= p.Limit {
		return list, nil
	}
	list = list[:p.Limit]
	return list, keys(list[len(list)-1])
}

// EncodeCursor makes sort keys opaque.
func EncodeCursor(keys []string) string {
	b, _ := json.Marshal(keys) // strings always marshal
	return base64.RawURLEncoding.EncodeToString(b)
}

// DecodeCursor reads what [EncodeCursor] made; "" is no cursor. Keys go into
// queries as parameters only: a caller may have made the cursor up.
func DecodeCursor(s string) ([]string, error) {
	if s == "" {
		return nil, nil
	}
	var keys []string
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(b, &keys)
	}
	if err != nil || len(keys) == 0 || len(keys) > 4 {
		var v Validation
		v.Check(false, "cursor", "This cursor is not one of ours: take next_cursor of the answer before.")
		return nil, v.Err()
	}
	return keys, nil
}
