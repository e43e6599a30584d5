package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/store"
)

// weeklyCall is a call every Tuesday at 10:00 in Berlin.
func (w *workplace) weeklyCall(change ...func(*NewSeries)) SeriesDetail {
	w.t.Helper()
	in := NewSeries{
		Title: "Weekly call", TeamID: "team", Template: "representative_call",
		RotateRepresentatives: accord.Some(false), // whose turn it is mails of its own
		ScheduleInput:         accord.ScheduleInput{Rrule: "FREQ=WEEKLY;BYDAY=TU", StartsAtLocal: "2027-01-05T10:00", TimeZone: "Europe/Berlin", DurationMinutes: 30},
	}
	for _, f := range change {
		f(&in)
	}
	d, err := w.app.CreateSeries(w.ctx(), w.as("ana"), in)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func (w *workplace) opened(seriesID, name string) accord.Meeting {
	w.t.Helper()
	m, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), seriesID, name)
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

func (w *workplace) occurs(seriesID, name string, c OccurrenceChange) {
	w.t.Helper()
	if _, _, err := w.app.ChangeOccurrence(w.ctx(), w.as("ana"), seriesID, name, accord.Match{}, c); err != nil {
		w.t.Fatal(err)
	}
}

func (w *workplace) movedTo(seriesID, name string, to accord.LocalTime) {
	w.t.Helper()
	at := to.In(accord.Zone("Europe/Berlin"))
	w.occurs(seriesID, name, OccurrenceChange{StartsAt: &at})
}

func (w *workplace) changes(id string, p SeriesPatch) ChangedSeries {
	w.t.Helper()
	d, err := w.app.ChangeSeries(w.ctx(), w.as("ana"), id, accord.Match{}, p)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func following(from string, p SeriesPatch) SeriesPatch {
	p.SeriesScope = SeriesScope{Scope: "following", From: from}
	return p
}

// rowsOfSeries tells every meeting of a series as "original start, start in
// its zone, status".
func (w *workplace) rowsOfSeries(id string) []string {
	w.t.Helper()
	list, err := w.store.MeetingsOf(w.ctx(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	rows := []string{}
	for _, m := range list {
		rows = append(rows, fmt.Sprintf("%s at %s %s", m.OriginalStart, accord.LocalTimeOf(m.StartsAt, accord.Zone(m.TimeZone)), m.Status))
	}
	return rows
}

func (w *workplace) hasRows(what, id string, want ...string) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.rowsOfSeries(id)); diff != "" {
		w.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// kinds lists the events about a thing since the given one.
func (w *workplace) kinds(subject string, after int64) []string {
	w.t.Helper()
	events, err := w.store.EventsAfter(w.ctx(), after, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	var list []string
	for _, e := range events {
		if e.SubjectID == subject {
			list = append(list, e.Kind)
		}
	}
	return list
}

func (w *workplace) lastEvent() int64 {
	w.t.Helper()
	events, err := w.store.EventsAfter(w.ctx(), 0, 10_000)
	if err != nil {
		w.t.Fatal(err)
	}
	return events[len(events)-1].Seq
}

// guest invites somebody who is not of the team.
func (w *workplace) guest(id, meetingID string) {
	w.t.Helper()
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		err := store.Insert(ctx, tx, accord.Person{
			WorkspaceID: workID, ID: id, Name: strings.ToUpper(id[:1]) + id[1:], Email: id + "@example.com", Side: accord.Sales,
			Role: accord.RoleMember, TimeZone: "Europe/Berlin", Locale: "en", Version: 1, CreatedAt: accord.Instant(w.clock.Now()),
		})
		if err != nil {
			return err
		}
		return tx.Invite(ctx, []accord.MeetingPerson{{MeetingID: meetingID, PersonID: id, Side: accord.Sales}})
	})
}

// mails remembers what is queued, and lists what is queued later, oldest first.
func (w *workplace) mails() func() []accord.Delivery {
	w.t.Helper()
	all := func() []accord.Delivery {
		list, err := w.store.Deliveries(w.ctx(), "", "", 1000)
		if err != nil {
			w.t.Fatal(err)
		}
		slices.Reverse(list)
		return list
	}
	seen := len(all())
	return func() []accord.Delivery { return all()[seen:] }
}
