package app

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// TestOpening_P4_P5 lets chance create, move, cancel, restore, skip, hold, merge
// and work on items, change series and split them, and checks at every held meeting that its opening shows
// every open item of the team, and what ended since the series last held one,
// once each (P4), and that carried counts as a model does (P5). 60 runs, 1,000
// with ACCORD_TEST_LONG.
func TestOpening_P4_P5(t *testing.T) {
	checks := "60"
	if os.Getenv("ACCORD_TEST_LONG") != "" {
		checks = "1000"
	}
	for name, value := range map[string]string{"rapid.checks": checks, "rapid.steps": "60"} {
		was := flag.Lookup(name).Value.String()
		flag.Set(name, value)
		defer flag.Set(name, was)
	}

	clock := &testClock{}
	clock.set("2027-01-04T08:00")
	s := storetest.Open(t, clock.Now)
	application := New(Config{Store: s, Clock: clock.Now, BaseURL: "https://accord.example"})
	run, held, splits := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		clock.set("2027-01-04T08:00")
		o := &openingRun{T: rt, app: application, clock: clock, ws: fmt.Sprint("w", run), ctx: context.Background()}
		(&workplace{t: t, clock: clock, store: s, app: application}).found(o.ws)
		o.begin()
		rt.Repeat(map[string]func(*rapid.T){
			"ask":      o.ask,
			"record":   o.record,
			"work":     o.work,
			"open":     o.open,
			"move":     o.move,
			"cancel":   o.cancel,
			"restore":  o.restore,
			"skip":     o.skip,
			"one-time": o.oneTime,
			"propose":  o.propose,
			"merge":    o.merge,
			"start":    o.start,
			"close":    o.close,
			"hold":     o.hold,
			"split":    o.split,
			"all":      o.all,
			"across":   o.across,
		})
		o.finish()
		held, splits = held+o.held, splits+o.splits
	})
	t.Logf("%d runs, %d meetings held, %d series split", run, held, splits)
	if held == 0 || splits == 0 {
		t.Error("no meeting was held, or no series split: the test proves nothing")
	}
}

// openingRun is one random history and what a model knows of it.
type openingRun struct {
	*rapid.T
	app    *App
	clock  *testClock
	ws     string
	ctx    context.Context
	series []string
	items  []string
	at     []string // meetings, by id
	live   string   // the running meeting

	line     map[string]string    // by series: the one that began its line
	lastHeld map[string]time.Time // by line: the start of the last held meeting
	carried  map[string]int       // by item
	shown    map[string][]string  // by meeting: the opening at its start
	openAt   map[string][]string  // by meeting: items open or blocked at its start
	held     int
	splits   int
}

// people are who acts; ana and mia lead.
var openingPeople = map[string]accord.Side{"ana": accord.Sales, "leo": accord.Sales, "mia": accord.Marketing, "ben": accord.Marketing}

func (o *openingRun) actor(id string) accord.Actor {
	return accord.Actor{WorkspaceID: o.ws, PersonID: id, Name: id, Side: openingPeople[id], Role: accord.RoleMember, TimeZone: "Europe/Berlin", Locale: "en"}
}

func (o *openingRun) anybody() accord.Actor {
	return o.actor(rapid.SampledFrom([]string{"ana", "ben", "leo", "mia"}).Draw(o.T, "who"))
}

func (o *openingRun) leader() accord.Actor { return o.actor("ana") }

// pass lets some time go by, so that no two things happen at one instant.
func (o *openingRun) pass() { o.clock.add(7 * time.Minute) }

// ok lets the domain refuse what chance tries and stops at anything else.
func (o *openingRun) ok(err error) bool {
	o.Helper()
	if err != nil && accord.CodeOf(err) == "" {
		o.Fatal(err)
	}
	return err == nil
}

func (o *openingRun) begin() {
	o.line, o.lastHeld, o.carried, o.shown, o.openAt = map[string]string{}, map[string]time.Time{}, map[string]int{}, map[string][]string{}, map[string][]string{}
	for i, rrule := range []string{"FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=2TH"} {
		d, err := o.app.CreateSeries(o.ctx, o.leader(), NewSeries{
			Title: fmt.Sprint("Series ", i), TeamID: "team",
			ScheduleInput: accord.ScheduleInput{Rrule: rrule, StartsAtLocal: "2027-01-05T10:00", TimeZone: "Europe/Berlin", DurationMinutes: 60},
		})
		if err != nil {
			o.Fatal(err)
		}
		o.series = append(o.series, d.ID)
		o.line[d.ID] = d.ID
	}
}

// ask makes an item outside a meeting: of the team, or of none.
func (o *openingRun) ask(*rapid.T) {
	o.pass()
	o.create(o.anybody(), NewActionItem{TeamID: rapid.SampledFrom([]string{"team", "team", ""}).Draw(o.T, "team")})
}

// record makes an item in a meeting, running or coming.
func (o *openingRun) record(*rapid.T) {
	o.pass()
	if len(o.at) > 0 {
		o.create(o.anybody(), NewActionItem{MeetingID: rapid.SampledFrom(o.at).Draw(o.T, "meeting")})
	}
}

func (o *openingRun) create(by accord.Actor, in NewActionItem) {
	in.Title = fmt.Sprint("Item ", len(o.items))
	in.OwnerID = rapid.SampledFrom([]string{"ana", "leo", "mia", "ben"}).Draw(o.T, "owner")
	in.ForSide = rapid.SampledFrom(accord.Sides()).Draw(o.T, "for")
	in.DueOn = o.day()
	item, err := o.app.CreateActionItem(o.ctx, by, in)
	if o.ok(err) {
		o.items = append(o.items, item.ID)
	}
}

func (o *openingRun) day() accord.Date {
	return accord.DateOf(o.clock.Now(), accord.Zone("Europe/Berlin")).AddDays(rapid.IntRange(0, 40).Draw(o.T, "days"))
}

// work does something to an item, whoever it is and whether they may or not.
func (o *openingRun) work(*rapid.T) {
	o.pass()
	if len(o.items) == 0 {
		return
	}
	id, by := rapid.SampledFrom(o.items).Draw(o.T, "item"), o.anybody()
	var err error
	switch rapid.SampledFrom([]string{
		"accept", "accept", "done", "done", "confirm", "return", "decline", "block", "unblock", "reschedule", "hand over", "drop", "keep", "undo",
	}).Draw(o.T, "verb") {
	case "accept":
		_, err = o.app.AcceptItem(o.ctx, by, id, accord.Match{}, "", "")
	case "done":
		_, err = o.app.DoneItem(o.ctx, by, id, accord.Match{})
	case "confirm":
		_, err = o.app.ConfirmItem(o.ctx, by, id, accord.Match{})
	case "return":
		_, err = o.app.ReturnItem(o.ctx, by, id, accord.Match{}, "Not yet.")
	case "decline":
		_, err = o.app.DeclineItem(o.ctx, by, id, accord.Match{}, "No time.")
	case "block":
		_, err = o.app.BlockItem(o.ctx, by, id, accord.Match{}, "Waits.")
	case "unblock":
		_, err = o.app.UnblockItem(o.ctx, by, id, accord.Match{})
	case "reschedule":
		_, err = o.app.RescheduleItem(o.ctx, by, id, accord.Match{}, o.day(), "Longer.")
	case "hand over":
		_, err = o.app.HandOverItem(o.ctx, by, id, accord.Match{}, rapid.SampledFrom([]string{"ana", "leo", "mia", "ben"}).Draw(o.T, "to"), "Yours.")
	case "drop":
		_, err = o.app.DropItem(o.ctx, by, id, accord.Match{}, "Not needed.")
	case "keep":
		_, err = o.app.KeepItem(o.ctx, by, id, accord.Match{}, "Goes on.")
	case "undo":
		o.clock.add(-6 * time.Minute) // within the ten minutes one can undo in
		_, err = o.app.UndoItem(o.ctx, by, id, 0)
		o.clock.add(6 * time.Minute)
		if _, gone := o.app.store.ActionItem(store.Within(o.ctx, o.ws), id); accord.CodeOf(gone) == accord.CodeNotFound {
			o.items = slices.DeleteFunc(o.items, func(i string) bool { return i == id }) // its making was undone
		}
	}
	o.ok(err)
}

// date draws a date of a series that is still to come, or just went by.
func (o *openingRun) date() (string, accord.SeriesDate, bool) {
	id := rapid.SampledFrom(o.series).Draw(o.T, "series")
	now := o.clock.Now()
	dates, err := o.app.Occurrences(o.ctx, o.leader(), id, now.AddDate(0, 0, -7), now.AddDate(0, 2, 0))
	if !o.ok(err) || len(dates) == 0 {
		return id, accord.SeriesDate{}, false
	}
	return id, rapid.SampledFrom(dates).Draw(o.T, "date"), true
}

func (o *openingRun) open(*rapid.T) {
	o.pass()
	series, d, ok := o.date()
	if !ok {
		return
	}
	m, made, err := o.app.OpenOccurrence(o.ctx, o.leader(), series, string(d.OriginalStart))
	if o.ok(err) && made {
		o.at = append(o.at, m.ID)
	}
}

func (o *openingRun) move(*rapid.T) {
	to := o.clock.Now().Add(time.Duration(rapid.IntRange(1, 40*24).Draw(o.T, "hours")) * time.Hour)
	o.change(OccurrenceChange{StartsAt: &to})
}

func (o *openingRun) cancel(*rapid.T) { o.change(OccurrenceChange{Status: accord.MeetingCancelled}) }

func (o *openingRun) restore(*rapid.T) { o.change(OccurrenceChange{Status: accord.MeetingScheduled}) }

func (o *openingRun) change(c OccurrenceChange) {
	o.pass()
	series, d, ok := o.date()
	if !ok {
		return
	}
	changed, _, err := o.app.ChangeOccurrence(o.ctx, o.leader(), series, string(d.OriginalStart), accord.Match{}, c)
	if o.ok(err) && changed.MeetingID != "" && !slices.Contains(o.at, string(changed.MeetingID)) {
		o.at = append(o.at, string(changed.MeetingID))
	}
}

// skip lets days go by in which nothing is held, and the worker tick.
func (o *openingRun) skip(*rapid.T) {
	o.clock.add(time.Duration(rapid.IntRange(1, 20*24).Draw(o.T, "hours")) * time.Hour)
	if rapid.Bool().Draw(o.T, "tick") {
		if _, err := o.app.look(o.ctx, glance{workspace: o.ws, now: o.app.now(), gap: true}, nil); err != nil {
			o.Fatal(err)
		}
	}
}

func (o *openingRun) oneTime(*rapid.T) {
	o.pass()
	d, err := o.app.CreateMeeting(o.ctx, o.leader(), NewMeeting{Title: "Once", StartsAt: o.clock.Now().Add(48 * time.Hour), DurationMinutes: 30, TeamID: "team"})
	if o.ok(err) {
		o.at = append(o.at, d.ID)
	}
}

func (o *openingRun) propose(*rapid.T) {
	o.pass()
	if len(o.at) == 0 {
		return
	}
	_, err := o.app.ProposeAgendaItem(o.ctx, o.anybody(), rapid.SampledFrom(o.at).Draw(o.T, "meeting"), NewAgendaItem{
		Title: "A question", Kind: accord.KindDecide, Side: rapid.SampledFrom(accord.Sides()).Draw(o.T, "side"), Minutes: 10,
	})
	o.ok(err)
}

// merge folds one agenda item into another one of its meeting.
func (o *openingRun) merge(*rapid.T) {
	o.pass()
	if len(o.at) == 0 {
		return
	}
	agenda, err := o.app.store.Agenda(store.Within(o.ctx, o.ws), rapid.SampledFrom(o.at).Draw(o.T, "meeting"))
	if err != nil {
		o.Fatal(err)
	}
	if len(agenda) > 1 {
		_, err = o.app.MergeAgendaItem(o.ctx, o.leader(), agenda[0].ID, agenda[len(agenda)-1].ID, accord.Match{})
		o.ok(err)
	}
}

func (o *openingRun) start(*rapid.T) {
	o.pass()
	if o.live != "" || len(o.at) == 0 {
		return
	}
	o.startAt(rapid.SampledFrom(o.at).Draw(o.T, "meeting"))
}

// startAt starts a meeting, if it can be, and looks at its opening.
func (o *openingRun) startAt(id string) {
	before, _, err := o.app.Meeting(o.ctx, o.leader(), id)
	if !o.ok(err) {
		return
	}
	d, err := o.app.StartMeeting(o.ctx, o.leader(), id, accord.Match{})
	if !o.ok(err) {
		return
	}
	o.live = id
	want := o.expected(d.Meeting)
	o.same("P4 the opening before the start", want, before.Opening)
	o.same("P4 the opening at the start", want, d.Opening)
	o.shown[id] = want
	for _, i := range d.Opening {
		if i.Status.Running() {
			o.openAt[id] = append(o.openAt[id], i.ID)
		}
	}
}

// hold goes on with the meetings: closes the one that runs, or starts the first
// that can be.
func (o *openingRun) hold(*rapid.T) {
	if o.live != "" {
		o.close(nil)
		return
	}
	for range o.at {
		if o.start(nil); o.live != "" {
			return
		}
	}
}

// expected is what the model says the opening of the meeting shows, by id.
func (o *openingRun) expected(m accord.Meeting) []string {
	since, ok := o.lastHeld[o.line[string(m.SeriesID)]]
	switch {
	case m.SeriesID == "":
		since = m.CreatedAt
	case !ok:
		since = time.Time{}
	}
	want := []string{}
	for _, id := range o.items {
		i := o.item(id)
		if i.TeamID == "team" && (i.Unfinished() || i.EndedAt != nil && i.EndedAt.After(since)) {
			want = append(want, id)
		}
	}
	slices.Sort(want)
	return want
}

func (o *openingRun) item(id string) accord.ActionItem {
	i, err := o.app.ActionItem(o.ctx, o.leader(), id)
	if err != nil {
		o.Fatal(err)
	}
	return i
}

// same compares an opening, once each, with the ids wanted.
func (o *openingRun) same(what string, want []string, opening []accord.OpeningItem) {
	o.Helper()
	got := []string{}
	for _, i := range opening {
		got = append(got, i.ID)
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		o.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func (o *openingRun) close(*rapid.T) {
	o.pass()
	if o.live == "" {
		return
	}
	id := o.live
	d, err := o.app.CloseMeeting(o.ctx, o.leader(), id, accord.Match{}, Closing{
		Override: true, LeftOver: rapid.SampledFrom([]string{"next", "backlog"}).Draw(o.T, "left over"),
	})
	if !o.ok(err) {
		return
	}
	o.live = ""
	o.held++
	o.same("P4 the opening of a closed meeting is as of its start", o.shown[id], d.Opening)
	if d.SeriesID != "" {
		o.lastHeld[o.line[string(d.SeriesID)]] = *d.StartedAt
	}
	for _, item := range o.openAt[id] {
		i := o.item(item)
		switch {
		case string(i.MeetingID) == id: // made there: it was new
		case d.SeriesID == "":
		case i.MeetingID == "" || o.line[string(i.SeriesID)] == o.line[string(d.SeriesID)]:
			o.carried[item]++
		}
	}
	o.known()
}

// known follows the meetings that closing opened for what was left over.
func (o *openingRun) known() {
	ctx := store.Within(o.ctx, o.ws)
	meetings, err := o.app.store.MeetingsOfSeries(ctx, o.series, time.Time{}, time.Time{}, "", farName)
	if err != nil {
		o.Fatal(err)
	}
	for _, m := range meetings {
		if !slices.Contains(o.at, m.ID) {
			o.at = append(o.at, m.ID)
		}
	}
}

// finish looks at everything once more.
func (o *openingRun) finish() {
	for id, want := range o.shown {
		d, _, err := o.app.Meeting(o.ctx, o.leader(), id)
		if err != nil {
			o.Fatal(err)
		}
		o.same("P4 the opening of an old meeting never changes", want, d.Opening)
	}
	for _, id := range o.items {
		if i := o.item(id); i.Carried != o.carried[id] {
			o.Fatalf("P5 %s was carried %d times, the model says %d", i.Ref(), i.Carried, o.carried[id])
		}
	}
}
