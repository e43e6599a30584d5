package api

import (
	"errors"
	"slices"
	"strconv"

	"accord/internal/accord"
)

// one is the answer with a single resource and its ETag, the quoted version.
type one[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// answer wraps a resource at a version.
func answer[T any](v T, version int) *one[T] {
	return &one[T]{ETag: etag(version), Body: v}
}

// opened is [one] with a status of its own: 201 the first time, 200 after.
type opened[T any] struct {
	Status int
	ETag   string `header:"ETag"`
	Body   T
}

// bare is the answer with a thing that has no version.
type bare[T any] struct{ Body T }

// nothing is the answer 204.
type nothing struct{}

func etag(version int) string { return strconv.Quote(strconv.Itoa(version)) }

// ByID is the input of an operation on one resource.
type ByID struct {
	ID string `path:"id" maxLength:"64"`
}

// Paged is embedded in the input of every list.
type Paged struct {
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200" doc:"How many at most"`
	Cursor string `query:"cursor" maxLength:"600" doc:"next_cursor of the answer before"`
}

// items is the answer with a page of a list.
type items[T any] struct {
	Body struct {
		Items      []T     `json:"items"`
		NextCursor *string `json:"next_cursor" doc:"null on the last page"`
	}
}

// page gives the page the input asks for; a cursor that is not ours is a
// field error.
func (p Paged) page() (accord.Page, error) {
	after, err := accord.DecodeCursor(p.Cursor)
	if err != nil {
		return accord.Page{}, err
	}
	return accord.Page{Limit: p.Limit, After: after}, nil
}

// listed wraps a page of a list; next is where the following one starts, nil
// on the last (see [accord.Page]).
func listed[T any](list []T, next []string) *items[T] {
	out := &items[T]{}
	out.Body.Items = list
	if len(next) > 0 {
		c := accord.EncodeCursor(next)
		out.Body.NextCursor = &c
	}
	return out
}

// listedFrom pages a short list that was read whole: the page begins after the
// thing with the cursor's id.
func listedFrom[T any](list []T, p accord.Page, id func(T) string) *items[T] {
	if len(p.After) > 0 {
		at := slices.IndexFunc(list, func(v T) bool { return id(v) == p.After[0] })
		list = list[at+1:]
	}
	return listed(accord.Cut(list[:min(len(list), p.Limit+1)], p, func(v T) []string { return []string{id(v)} }))
}

// restated shows the state a stale write missed as the resource itself is shown.
func restated[T, B any](err error, show func(T) B) error {
	if e, ok := errors.AsType[*accord.Error](err); ok {
		if current, ok := e.Current.(T); ok {
			e.Current = show(current)
		}
	}
	return err
}
