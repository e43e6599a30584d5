package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
)

func TestApp_ChangeSeries_S4_following(t *testing.T) {
	eachWorkplace(t, "2027-01-04T09:00", func(t *testing.T, w *workplace) {
		d := w.weeklyCall()
		held := w.opened(d.ID, "2027-01-12T10:00")
		w.clock.set("2027-01-12T10:00")
		if _, err := w.app.StartMeeting(w.ctx(), w.as("ana"), held.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.app.CloseMeeting(w.ctx(), w.as("ana"), held.ID, accord.Match{}, Closing{Override: true}); err != nil {
			t.Fatal(err)
		}
		w.clock.set("2027-01-25T12:00") // the 5th and the 19th came and went while nobody ticked
		before := w.opened(d.ID, "2027-02-02T10:00")
		follows := w.opened(d.ID, "2027-02-09T10:00")
		w.movedTo(d.ID, "2027-02-16T10:00", "2027-02-18T15:00")
		w.occurs(d.ID, "2027-02-23T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		matter := accord.AgendaItem{Title: "Trade fair", Kind: accord.KindDecide, Side: accord.Sales, Minutes: 10}
		if _, err := w.app.AddToBacklog(w.ctx(), w.as("ana"), d.ID, matter); err != nil {
			t.Fatal(err)
		}
		held, _ = w.store.Meeting(w.ctx(), held.ID)
		seq := w.lastEvent()

		c := w.changes(d.ID, following("2027-02-09T10:00", SeriesPatch{StartsAtLocal: accord.Some("2027-01-05T14:00"), Title: accord.Some("Late call")}))
		if c.Successor == nil {
			t.Fatal("S4: nothing was split")
		}
		next := *c.Successor
		if c.Rrule != "FREQ=WEEKLY;UNTIL=20270202;BYDAY=TU" || c.Sequence != 1 || c.Title != "Weekly call" || c.Status != accord.SeriesActive || c.WentOn == nil || c.WentOn.ID != next.ID {
			t.Errorf("what ends = %s, sequence %d, %s, %s, went on as %+v", c.Rrule, c.Sequence, c.Title, c.Status, c.WentOn)
		}
		if next.Rrule != "FREQ=WEEKLY;BYDAY=TU" || next.StartsAtLocal != "2027-02-09T14:00" || next.Sequence != 0 || next.LineageID != d.ID || next.Title != "Late call" || next.CameFrom == nil {
			t.Errorf("what goes on = %s from %s, sequence %d, of %s, %s", next.Rrule, next.StartsAtLocal, next.Sequence, next.LineageID, next.Title)
		}
		w.hasRows("S4: what is past stays", d.ID, "2027-01-05T10:00 at 2027-01-05T10:00 scheduled", "2027-01-12T10:00 at 2027-01-12T10:00 closed",
			"2027-01-19T10:00 at 2027-01-19T10:00 scheduled", "2027-02-02T10:00 at 2027-02-02T10:00 scheduled")
		w.hasRows("S4: exceptions go along", next.ID, "2027-02-09T14:00 at 2027-02-09T14:00 scheduled",
			"2027-02-16T14:00 at 2027-02-18T15:00 scheduled", "2027-02-23T14:00 at 2027-02-23T14:00 cancelled")
		if now, _ := w.store.Meeting(w.ctx(), held.ID); !cmp.Equal(now, held) {
			t.Errorf("S4: the closed meeting changed: %s", cmp.Diff(held, now))
		}
		if w.next(d.ID) != "2027-01-26T10:00" || w.next(next.ID) != "2027-02-09T14:00" {
			t.Errorf("next = %s, %s", w.next(d.ID), w.next(next.ID))
		}
		m, _ := w.store.Meeting(w.ctx(), follows.ID)
		if m.Sequence != 1 || m.ChangedAt == nil || m.Title != "Late call" {
			t.Errorf("the meeting that follows = sequence %d, changed %v, %q", m.Sequence, m.ChangedAt, m.Title)
		}
		if m, _ := w.store.Meeting(w.ctx(), before.ID); m.Title != "Weekly call" || m.Sequence != 0 {
			t.Errorf("S4: one before the cut = %q, sequence %d", m.Title, m.Sequence)
		}
		agenda, _ := w.store.Agenda(w.ctx(), follows.ID)
		old, _ := w.store.SeriesAgenda(w.ctx(), d.ID)
		lines, _ := w.store.SeriesAgenda(w.ctx(), next.ID)
		if len(agenda) == 0 || string(agenda[0].SeriesID) != next.ID || len(lines) == 0 || len(lines) != len(old) {
			t.Errorf("agenda of %s, template of %d lines after %d", agenda[0].SeriesID, len(lines), len(old))
		}
		for _, id := range []string{d.ID, next.ID} {
			if list, err := w.app.Backlog(w.ctx(), w.as("ana"), id); err != nil || len(list) != 1 || string(list[0].SeriesID) != next.ID {
				t.Errorf("backlog of %s = %+v, %v, want the one of the successor", id, list, err)
			}
		}
		w.clock.set("2027-02-10T09:00")
		page, err := w.app.SeriesPage(w.ctx(), w.as("leo"), next.ID)
		if err != nil {
			t.Fatal(err)
		}
		var past []string
		for _, p := range page.Past {
			past = append(past, string(p.OriginalStart)+map[bool]string{true: " before"}[p.SeriesID == d.ID])
		}
		if want := []string{"2027-02-09T14:00", "2027-02-02T10:00 before", "2027-01-26T10:00 before", "2027-01-19T10:00 before", "2027-01-12T10:00 before", "2027-01-05T10:00 before"}; !slices.Equal(past, want) {
			t.Errorf("history = %v, want %v", past, want)
		}
		if got := w.kinds(d.ID, seq); !slices.Equal(got, []string{"series.split"}) {
			t.Errorf("events of what ends = %v", got)
		}
		if got := w.kinds(follows.ID, seq); !slices.Equal(got, []string{"meeting.moved"}) {
			t.Errorf("events of the meeting that follows = %v", got)
		}
	})
}

// Both halves are told, the one that ends first; guests of a meeting that moves
// hear of it; a preview says so before (S5).
func TestApp_ChangeSeries_S5_who_is_mailed(t *testing.T) {
	eachWorkplace(t, "2027-01-25T12:00", func(t *testing.T, w *workplace) {
		d := w.weeklyCall(func(n *NewSeries) { n.StartsAtLocal = "2027-01-26T10:00" })
		m := w.opened(d.ID, "2027-02-09T10:00")
		w.guest("gil", m.ID)
		w.opened(d.ID, "2027-02-16T10:00")
		queued := w.mails()
		p := following("2027-02-09T10:00", SeriesPatch{StartsAtLocal: accord.Some("2027-01-26T14:00")})
		preview, err := w.app.PreviewChange(w.ctx(), w.as("ana"), d.ID, accord.Match{}, p)
		if err != nil {
			t.Fatal(err)
		}
		if got := queued(); len(got) != 0 {
			t.Errorf("the preview mailed %v", got)
		}
		if list, _, _ := w.app.SeriesList(w.ctx(), w.as("ana"), accord.SeriesFilter{}, accord.DefaultPage); len(list) != 1 {
			t.Errorf("the preview saved %d series", len(list))
		}
		c := w.changes(d.ID, p)
		if got, want := names(preview.Next), names(c.Successor.Next); !slices.Equal(got, want) {
			t.Errorf("previewed %v, made %v", got, want)
		}
		mailed := map[accord.NullID][]string{}
		for _, x := range queued() {
			if x.SubjectType == "meeting" && x.SubjectID != m.ID {
				t.Errorf("mail about %s", x.SubjectID)
			}
			mailed[x.PersonID] = append(mailed[x.PersonID], x.Kind)
		}
		two := []string{accord.MailSeriesEnded, accord.MailSeries}
		want := map[accord.NullID][]string{"ana": two, "leo": two, "mia": two, "ben": two, "oz": two, "gil": {accord.MailMeetingMoved}}
		if diff := cmp.Diff(want, mailed); diff != "" {
			t.Errorf("S5 mails (-want +got):\n%s", diff)
		}
		var announced []string
		for _, x := range preview.Mails {
			announced = append(announced, x.PersonID)
			if x.Twice != (x.PersonID != "gil") {
				t.Errorf("S5: %s is announced twice %v", x.PersonID, x.Twice)
			}
		}
		slices.Sort(announced)
		if !slices.Equal(announced, []string{"ana", "ben", "gil", "leo", "mia", "oz"}) {
			t.Errorf("S5: announced %v", announced)
		}
		queued = w.mails()
		w.changes(c.Successor.ID, SeriesPatch{Purpose: accord.Some("To hear each other")})
		if got := queued(); len(got) != 0 {
			t.Errorf("S5: words alone mailed %v", got)
		}
	})
}

// Trap 15: a change of all of a series keeps what was moved and called off, and
// what hangs on it.
func TestApp_ChangeSeries_S4_all_keeps_exceptions(t *testing.T) {
	eachWorkplace(t, "2027-01-25T12:00", func(t *testing.T, w *workplace) {
		d := w.weeklyCall(func(n *NewSeries) { n.StartsAtLocal = "2027-01-26T10:00" })
		w.movedTo(d.ID, "2027-02-02T10:00", "2027-02-04T16:00")
		w.occurs(d.ID, "2027-02-09T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		m := w.opened(d.ID, "2027-02-16T10:00")
		if _, err := w.app.ProposeAgendaItem(w.ctx(), w.as("leo"), m.ID, NewAgendaItem{Title: "Prices", Kind: accord.KindDecide, Side: accord.Sales, Minutes: 10}); err != nil {
			t.Fatal(err)
		}
		count := func() int { list, _ := w.store.Agenda(w.ctx(), m.ID); return len(list) }
		items := count()
		c := w.changes(d.ID, SeriesPatch{Rrule: accord.Some("FREQ=WEEKLY;BYDAY=WE"), StartsAtLocal: accord.Some("2027-01-27T09:00"), DurationMinutes: accord.Some(45)})
		if c.Successor != nil || c.Sequence != 1 {
			t.Errorf("in place: successor %v, sequence %d", c.Successor, c.Sequence)
		}
		w.hasRows("S4", d.ID, "2027-02-03T09:00 at 2027-02-04T16:00 scheduled", "2027-02-10T09:00 at 2027-02-10T09:00 cancelled", "2027-02-17T09:00 at 2027-02-17T09:00 scheduled")
		got, _ := w.store.Meeting(w.ctx(), m.ID)
		if count() != items || got.DurationMinutes != 45 || got.PlannedOn != "2027-02-17" {
			t.Errorf("S4: %d agenda items of %d, %d minutes, planned on %s", count(), items, got.DurationMinutes, got.PlannedOn)
		}
		if list := w.between(d.ID, "2027-01-25T00:00", "2027-02-20T00:00"); !slices.Equal(list, []string{
			"2027-01-27T09:00 planned", "2027-02-03T09:00 scheduled", "2027-02-10T09:00 cancelled", "2027-02-17T09:00 scheduled",
		}) {
			t.Errorf("S4: dates = %v: doubled or lost", list)
		}
	})
}

// Trap 6: names that rows still have are taken over without meeting them. A
// series that keeps its instants from Samoa to American Samoa has every date
// on the day before, at the same hour.
func TestApp_ChangeSeries_S4_names_shift_by_one(t *testing.T) {
	eachWorkplace(t, "2027-01-25T12:00", func(t *testing.T, w *workplace) {
		d := w.weeklyCall(func(n *NewSeries) {
			n.Rrule, n.StartsAtLocal, n.TimeZone = "FREQ=DAILY", "2027-01-28T10:00", "Pacific/Apia"
		})
		ids := map[string]string{}
		for _, day := range []string{"29", "30", "31"} {
			ids[day] = w.opened(d.ID, "2027-01-"+day+"T10:00").ID
		}
		at := ids["30"]
		was, _ := w.store.Meeting(w.ctx(), at)
		w.changes(d.ID, SeriesPatch{TimeZone: accord.Some("Pacific/Pago_Pago"), SeriesScope: SeriesScope{KeepInstants: true}})
		w.hasRows("S4: the moments stay", d.ID, "2027-01-28T10:00 at 2027-01-28T10:00 scheduled", "2027-01-29T10:00 at 2027-01-29T10:00 scheduled", "2027-01-30T10:00 at 2027-01-30T10:00 scheduled")
		m, _ := w.store.Meeting(w.ctx(), at)
		if m.OriginalStart != "2027-01-29T10:00" || !m.StartsAt.Equal(was.StartsAt) || m.TimeZone != "Pacific/Pago_Pago" {
			t.Errorf("the 30th is %s at %s in %s", m.OriginalStart, m.StartsAt, m.TimeZone)
		}
		// And back by the wall clock: the names stay, the moments move.
		w.changes(d.ID, SeriesPatch{TimeZone: accord.Some("Pacific/Apia")})
		m, _ = w.store.Meeting(w.ctx(), at)
		if m.OriginalStart != "2027-01-29T10:00" || m.StartsAt.Equal(was.StartsAt) || m.TimeZone != "Pacific/Apia" {
			t.Errorf("S4: the wall clock = %s at %s in %s", m.OriginalStart, m.StartsAt, m.TimeZone)
		}
	})
}

// Trap 4: a series has one end. What is left of a COUNT goes along, and a new
// end takes the old one away.
func TestApp_ChangeSeries_S4_one_end(t *testing.T) {
	eachWorkplace(t, "2027-01-25T12:00", func(t *testing.T, w *workplace) {
		d := w.weeklyCall(func(n *NewSeries) { n.Rrule, n.StartsAtLocal = "FREQ=WEEKLY;COUNT=6;BYDAY=TU", "2027-01-26T10:00" })
		c := w.changes(d.ID, following("2027-02-09T10:00", SeriesPatch{DurationMinutes: accord.Some(60)}))
		if got := w.between(d.ID, "2027-01-01T00:00", "2028-01-01T00:00"); len(got) != 2 {
			t.Errorf("what ends has %v, want two dates", got)
		}
		if got := w.between(c.Successor.ID, "2027-01-01T00:00", "2028-01-01T00:00"); len(got) != 4 || got[0] != "2027-02-09T10:00 planned" {
			t.Errorf("what goes on has %v, want the four left", got)
		}
		c = w.changes(c.Successor.ID, SeriesPatch{Rrule: accord.Some("FREQ=WEEKLY;UNTIL=20270330;BYDAY=TU")})
		if got := w.between(c.ID, "2027-01-01T00:00", "2028-01-01T00:00"); len(got) != 8 || strings.Contains(c.Rrule, "COUNT") {
			t.Errorf("until the end of March = %v by %s, want eight dates", got, c.Rrule)
		}
	})
}

// Trap 14: what is changed at one date leaves all other exceptions alone.
func TestApp_ChangeOccurrence_S4_one_date_alone(t *testing.T) {
	eachWorkplace(t, "2027-01-25T12:00", func(t *testing.T, w *workplace) {
		d := w.weeklyCall(func(n *NewSeries) { n.StartsAtLocal = "2027-01-26T10:00" })
		w.movedTo(d.ID, "2027-02-02T10:00", "2027-02-04T16:00")
		w.occurs(d.ID, "2027-02-09T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		w.opened(d.ID, "2027-02-16T10:00")
		rows := w.rowsOfSeries(d.ID)
		w.occurs(d.ID, "2027-02-23T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		w.occurs(d.ID, "2027-02-23T10:00", OccurrenceChange{Status: accord.MeetingScheduled})
		w.movedTo(d.ID, "2027-02-23T10:00", "2027-02-24T10:00")
		w.hasRows("S4", d.ID, append(rows, "2027-02-23T10:00 at 2027-02-24T10:00 scheduled")...)
		if s, _ := w.store.Series(w.ctx(), d.ID); s.Sequence != 0 || s.Version != d.Version {
			t.Errorf("S4: one date made the series sequence %d, version %d", s.Sequence, s.Version)
		}
	})
}

// What the new dates leave out is listed, kept unless it is given up.
func TestApp_ChangeSeries_S4_listed(t *testing.T) {
	eachWorkplace(t, "2027-01-25T12:00", func(t *testing.T, w *workplace) {
		d := w.weeklyCall(func(n *NewSeries) { n.StartsAtLocal = "2027-01-26T10:00" })
		w.opened(d.ID, "2027-02-02T10:00")
		w.movedTo(d.ID, "2027-02-16T10:00", "2027-02-18T15:00")
		w.occurs(d.ID, "2027-02-23T10:00", OccurrenceChange{Status: accord.MeetingCancelled})
		p := SeriesPatch{Rrule: accord.Some("FREQ=MONTHLY;BYDAY=2TU")}
		p.Drop = []string{"2027-02-02T10:00"}
		preview, err := w.app.PreviewChange(w.ctx(), w.as("mia"), d.ID, accord.Match{}, p)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range preview.Listed {
			got = append(got, fmt.Sprint(l.OriginalStart, " ", l.What, " ", l.Drop))
		}
		if !slices.Equal(got, []string{"2027-02-02T10:00 prepared true", "2027-02-16T10:00 moved false", "2027-02-23T10:00 cancelled false"}) {
			t.Errorf("S4 listed = %v", got)
		}
		queued := w.mails()
		w.changes(d.ID, p)
		w.hasRows("S4", d.ID, "2027-02-02T10:00 at 2027-02-02T10:00 cancelled", "2027-02-16T10:00 at 2027-02-18T15:00 scheduled", "2027-02-23T10:00 at 2027-02-23T10:00 cancelled")
		kinds := map[string]int{}
		for _, x := range queued() {
			kinds[x.Kind]++
		}
		if diff := cmp.Diff(map[string]int{accord.MailSeries: 5, accord.MailMeetingMoved: 5}, kinds); diff != "" {
			t.Errorf("S5 mails (-want +got):\n%s", diff)
		}
	})
}

func TestApp_ChangeSeries_S4_refuses(t *testing.T) {
	eachWorkplace(t, "2027-01-25T12:00", func(t *testing.T, w *workplace) {
		d := w.weeklyCall(func(n *NewSeries) { n.StartsAtLocal = "2027-01-19T10:00" })
		w.opened(d.ID, "2027-02-02T10:00")
		title := accord.Some("Other")
		for name, c := range map[string]struct {
			p     SeriesPatch
			code  accord.Code
			field string
		}{
			"an unknown scope":           {SeriesPatch{Title: title, SeriesScope: SeriesScope{Scope: "this"}}, accord.CodeInvalid, "scope"},
			"following without from":     {following("", SeriesPatch{Title: title}), accord.CodeInvalid, "from"},
			"from that is no time":       {following("soon", SeriesPatch{Title: title}), accord.CodeInvalid, "from"},
			"from that is no date":       {following("2027-02-03T10:00", SeriesPatch{Title: title}), accord.CodeInvalid, "from"},
			"from without following":     {SeriesPatch{Title: title, SeriesScope: SeriesScope{From: "2027-02-02T10:00"}}, accord.CodeInvalid, "from"},
			"from in the past":           {following("2027-01-19T10:00", SeriesPatch{Title: title}), accord.CodeConflict, ""},
			"drop that is no time":       {SeriesPatch{Title: title, SeriesScope: SeriesScope{Drop: []string{"x"}}}, accord.CodeInvalid, "drop"},
			"drop of what has its date":  {SeriesPatch{Title: title, SeriesScope: SeriesScope{Drop: []string{"2027-02-02T10:00"}}}, accord.CodeInvalid, "drop"},
			"instants the rule cannot":   {SeriesPatch{Rrule: accord.Some("FREQ=MONTHLY;BYDAY=2TU"), TimeZone: accord.Some("Asia/Tokyo"), SeriesScope: SeriesScope{KeepInstants: true}}, accord.CodeInvalid, "time_zone"},
			"a rule that has no dates":   {following("2027-02-02T10:00", SeriesPatch{Rrule: accord.Some("FREQ=WEEKLY;UNTIL=20270101;BYDAY=TU")}), accord.CodeInvalid, "rrule"},
			"a title that is not there ": {following("2027-02-02T10:00", SeriesPatch{Title: accord.Some("")}), accord.CodeInvalid, "title"},
		} {
			for how, err := range map[string]error{
				"change": func() error {
					_, err := w.app.ChangeSeries(w.ctx(), w.as("ana"), d.ID, accord.Match{}, c.p)
					return err
				}(),
				"preview": func() error {
					_, err := w.app.PreviewChange(w.ctx(), w.as("ana"), d.ID, accord.Match{}, c.p)
					return err
				}(),
			} {
				e, _ := errors.AsType[*accord.Error](err)
				if accord.CodeOf(err) != c.code || c.field != "" && (len(e.Fields) != 1 || e.Fields[0].Location != c.field) {
					t.Errorf("%s of %s = %v, want %s at %q", how, name, err, c.code, c.field)
				}
			}
		}
		for _, who := range []string{"leo", "oz"} {
			p := following("2027-02-02T10:00", SeriesPatch{Title: title})
			if _, err := w.app.ChangeSeries(w.ctx(), w.as(who), d.ID, accord.Match{}, p); accord.CodeOf(err) != accord.CodeDenied {
				t.Errorf("X4 split by %s = %v, want denied", who, err)
			}
			if _, err := w.app.PreviewChange(w.ctx(), w.as(who), d.ID, accord.Match{}, p); accord.CodeOf(err) != accord.CodeDenied {
				t.Errorf("X4 preview of a split by %s = %v, want denied", who, err)
			}
		}
		w.hasRows("nothing was saved", d.ID, "2027-02-02T10:00 at 2027-02-02T10:00 scheduled")
	})
}
