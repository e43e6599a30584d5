package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// A key belongs to a person and an operation for 24 hours; what failed is not
// kept, and takes back what it did.
func TestOnce(t *testing.T) {
	eachWorkplace(t, "2026-11-20T09:00", func(t *testing.T, w *workplace) {
		runs := 0
		once := func(who, operation, body string) (Answer, bool, error) {
			return w.app.Once(w.ctx(), w.as(who), RequestKey{Operation: operation, Key: "k", BodyHash: body}, func(context.Context) (Answer, error) {
				runs++
				return Answer{Status: 201, ETag: `"1"`, Body: []byte(body)}, nil
			})
		}
		for _, c := range []struct {
			name, who, operation, body string
			runs                       int
			repeat                     bool
			code                       accord.Code
		}{
			{"the first time", "ana", "POST /series", "a", 1, false, ""},
			{"again", "ana", "POST /series", "a", 1, true, ""},
			{"with another body", "ana", "POST /series", "b", 1, true, accord.CodeInvalid},
			{"by somebody else", "mia", "POST /series", "b", 2, false, ""},
			{"on another path", "ana", "POST /meetings", "b", 3, false, ""},
		} {
			got, repeat, err := once(c.who, c.operation, c.body)
			if runs != c.runs || repeat != c.repeat || accord.CodeOf(err) != c.code || err == nil && string(got.Body) != c.body {
				t.Errorf("%s = %+v, repeat %v, %v after %d runs; want %d runs, repeat %v, %q", c.name, got, repeat, err, runs, c.runs, c.repeat, c.code)
			}
		}
		w.clock.add(24*time.Hour - time.Minute)
		if _, repeat, err := once("ana", "POST /series", "a"); err != nil || !repeat {
			t.Errorf("within 24 hours = repeat %v, %v", repeat, err)
		}
		w.clock.add(time.Minute)
		if _, repeat, err := once("ana", "POST /series", "b"); err != nil || repeat || runs != 4 {
			t.Errorf("after 24 hours = repeat %v, %v after %d runs, want it run anew", repeat, err, runs)
		}

		fails := errors.New("refused")
		for range 2 {
			_, repeat, err := w.app.Once(w.ctx(), w.as("ana"), RequestKey{Operation: "POST /teams", Key: "k", BodyHash: "a"}, func(ctx context.Context) (Answer, error) {
				if _, err := w.app.CreateSeries(ctx, w.as("ana"), secondTuesday()); err != nil {
					t.Fatal(err)
				}
				return Answer{}, fails
			})
			if !errors.Is(err, fails) || repeat {
				t.Errorf("what fails = repeat %v, %v, want it tried again", repeat, err)
			}
		}
		list, _, err := w.app.SeriesList(store.Within(w.ctx(), workID), w.as("ana"), accord.SeriesFilter{}, accord.DefaultPage)
		if err != nil || len(list) != 0 {
			t.Errorf("what failed left %d series, %v", len(list), err)
		}
	})
}
