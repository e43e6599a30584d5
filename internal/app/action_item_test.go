package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/store"
	"accord/internal/store/storetest"
)

// itemFixture is a workspace with both sides, an open and a closed team, and a
// clock that moves when it is told to.
type itemFixture struct {
	*testing.T
	app   *App
	store *store.Store
	now   time.Time
}

// The people: ana leads the team, luis sells; mia leads Marketing, max is of
// it; nora is neutral; adm administers; obi observes; zoe sells and belongs to
// no team.
var itemPeople = []accord.Person{
	{ID: "ana", Side: accord.Sales, Role: accord.RoleMember},
	{ID: "luis", Side: accord.Sales, Role: accord.RoleMember},
	{ID: "mia", Side: accord.Marketing, Role: accord.RoleMember},
	{ID: "max", Side: accord.Marketing, Role: accord.RoleMember},
	{ID: "nora", Side: accord.Neutral, Role: accord.RoleMember},
	{ID: "adm", Side: accord.Neutral, Role: accord.RoleAdmin},
	{ID: "obi", Side: accord.Marketing, Role: accord.RoleObserver},
	{ID: "zoe", Side: accord.Sales, Role: accord.RoleMember},
}

func newItemFixture(t *testing.T) *itemFixture {
	t.Helper()
	f := &itemFixture{T: t, now: storetest.Start}
	f.fill(storetest.Open(t, f.clock))
	return f
}

func (f *itemFixture) clock() time.Time { return f.now }

// fill puts the people and two teams into an empty store.
func (f *itemFixture) fill(s *store.Store) {
	f.Helper()
	f.store, f.app = s, New(Config{Store: s, Clock: f.clock, BaseURL: "https://accord.example"})
	f.tx(func(ctx context.Context, tx *store.Store) error {
		w := accord.Workspace{ID: "w", Name: "Co", SalesName: "Sales", MarketingName: "Marketing", TimeZone: "UTC", WorkingDays: "1,2,3,4,5", MarketingLeadID: "mia", Version: 1, CreatedAt: f.now}
		if err := store.Insert(ctx, tx, w); err != nil {
			return err
		}
		people := slices.Clone(itemPeople)
		for i, p := range people {
			people[i].Name, people[i].Email = strings.ToUpper(p.ID[:1])+p.ID[1:], p.ID+"@example.com"
			people[i].TimeZone, people[i].Locale, people[i].Version, people[i].CreatedAt = "UTC", "en", 1, f.now
		}
		return store.Insert(ctx, tx, people...)
	})
	f.team("team", false, map[string]accord.TeamRole{"ana": accord.TeamLeader, "luis": accord.TeamMemberRole, "mia": accord.TeamMemberRole, "obi": accord.TeamObserver})
	f.team("secret", true, map[string]accord.TeamRole{"luis": accord.TeamLeader, "mia": accord.TeamMemberRole})
}

func (f *itemFixture) tx(fn func(ctx context.Context, tx *store.Store) error) {
	f.Helper()
	if err := f.store.Tx(context.Background(), "w", fn); err != nil {
		f.Fatal(err)
	}
}

func (f *itemFixture) team(id string, closed bool, members map[string]accord.TeamRole) {
	f.Helper()
	f.tx(func(ctx context.Context, tx *store.Store) error {
		if err := store.Insert(ctx, tx, accord.Team{ID: id, Name: id, Closed: closed, Version: 1, CreatedAt: f.now}); err != nil {
			return err
		}
		for person, role := range members {
			if err := store.Insert(ctx, tx, accord.TeamMember{TeamID: id, PersonID: person, Role: role, AddedAt: f.now}); err != nil {
				return err
			}
		}
		return nil
	})
}

// meeting makes a meeting of the team, running since now, with those present.
func (f *itemFixture) meeting(id string, present ...string) accord.Meeting {
	f.Helper()
	m := accord.Meeting{
		ID: id, TeamID: "team", Title: id, StartsAt: f.now, DurationMinutes: 60, TimeZone: "UTC",
		Status: accord.MeetingInProgress, StartedAt: &f.now, NotesVersion: 1, CreatedBy: "ana", CreatedAt: f.now, Version: 1,
	}
	started := f.now
	m.StartedAt = &started
	f.tx(func(ctx context.Context, tx *store.Store) error {
		if err := tx.CreateMeeting(ctx, &m); err != nil {
			return err
		}
		people := make([]accord.MeetingPerson, 0, len(present))
		for _, p := range present {
			people = append(people, accord.MeetingPerson{MeetingID: id, PersonID: p, Side: accord.Sales, TeamRole: accord.TeamMemberRole, Present: true})
		}
		return store.Insert(ctx, tx, people...)
	})
	return m
}

func itemActor(id string) accord.Actor {
	i := slices.IndexFunc(itemPeople, func(p accord.Person) bool { return p.ID == id })
	p := itemPeople[i]
	return accord.Actor{WorkspaceID: "w", PersonID: id, Name: id, Side: p.Side, Role: p.Role, TimeZone: "UTC", Locale: "en"}
}

// asks makes an item of the owner for Marketing, due in a week.
func (f *itemFixture) asks(by, owner string, edit ...func(*NewActionItem)) accord.ActionItem {
	f.Helper()
	in := NewActionItem{ItemDraft: accord.ItemDraft{Title: "Send the list", ForSide: accord.Marketing, DueOn: "2027-01-11"}, OwnerID: owner, TeamID: "team"}
	for _, e := range edit {
		e(&in)
	}
	return f.ok(f.app.CreateActionItem(f.Context(), itemActor(by), in))
}

func (f *itemFixture) ok(i accord.ActionItem, err error) accord.ActionItem {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
	return i
}

// any makes no claim about the version.
var anyVersion accord.Match

// verb does one thing to an item by its name in the API.
func (f *itemFixture) verb(verb, by, ref string) (accord.ActionItem, error) {
	ctx, actor, m := f.Context(), itemActor(by), anyVersion
	switch verb {
	case "accept":
		return f.app.AcceptItem(ctx, actor, ref, m, "", "")
	case "decline":
		return f.app.DeclineItem(ctx, actor, ref, m, "No time")
	case "block":
		return f.app.BlockItem(ctx, actor, ref, m, "No access")
	case "unblock":
		return f.app.UnblockItem(ctx, actor, ref, m)
	case "done":
		return f.app.DoneItem(ctx, actor, ref, m)
	case "confirm":
		return f.app.ConfirmItem(ctx, actor, ref, m)
	case "return":
		return f.app.ReturnItem(ctx, actor, ref, m, "Half of it")
	case "drop":
		return f.app.DropItem(ctx, actor, ref, m, "Not needed")
	case "keep":
		return f.app.KeepItem(ctx, actor, ref, m, "We need it")
	case "reschedule":
		return f.app.RescheduleItem(ctx, actor, ref, m, "2027-01-20", "Waiting for data")
	case "hand over":
		return f.app.HandOverItem(ctx, actor, ref, m, "nora", "Away")
	case "edit":
		return f.app.EditItem(ctx, actor, ref, m, ItemPatch{Title: accord.Some("Send both lists")})
	case "note":
		_, err := f.app.AddItemNote(ctx, actor, ref, "Half done")
		return accord.ActionItem{}, err
	case "undo":
		return f.app.UndoItem(ctx, actor, ref, 0)
	}
	panic(verb)
}

// mails gives what is queued about the item, "asked luis".
func (f *itemFixture) mails(id string, state accord.DeliveryState) string {
	f.Helper()
	list, err := f.store.Deliveries(store.Within(f.Context(), "w"), state, "", 100)
	if err != nil {
		f.Fatal(err)
	}
	var found []string
	for _, d := range list {
		if d.SubjectID == id {
			found = append(found, strings.TrimPrefix(d.Kind, accord.MailItem)+" "+string(d.PersonID))
		}
	}
	slices.Sort(found)
	return strings.Join(found, ", ")
}

// TestActionItem_may asks each verb of everybody, from the state it is for.
func TestActionItem_may(t *testing.T) {
	everybody := []string{"ana", "luis", "mia", "max", "nora", "adm", "obi", "zoe"}
	// nora asks luis for Marketing; ana leads the team, mia leads Marketing.
	for _, c := range []struct {
		verb, state string
		may         string
	}{
		{"accept", "proposed", "luis"},
		{"decline", "proposed", "luis"},
		{"block", "open", "luis"},
		{"unblock", "blocked", "luis"},
		{"done", "open", "luis"},
		{"done", "blocked", "luis"},
		{"reschedule", "open", "luis"},
		{"hand over", "open", "ana luis nora adm"},
		{"edit", "open", "ana luis nora adm"},
		{"note", "open", "ana luis nora adm"},
		{"drop", "open", "ana luis nora adm mia max"}, // P6: Marketing, whom it is for, at once; the others ask
		{"confirm", "done", "mia max"},
		{"return", "done", "mia max"},
		{"drop", "drop asked", "mia max"},
		{"keep", "drop asked", "mia max"},
		{"keep", "carried", "ana luis nora adm"},
	} {
		t.Run(c.verb+" when "+c.state, func(t *testing.T) {
			f := newItemFixture(t)
			for _, by := range everybody {
				item := f.asks("nora", "luis")
				f.lead(item.ID, c.state)
				_, err := f.verb(c.verb, by, item.ID)
				if slices.Contains(strings.Fields(c.may), by) {
					if err != nil {
						t.Errorf("%s(%s) = %v, want it done", c.verb, by, err)
					}
				} else if code := accord.CodeOf(err); code != accord.CodeDenied && (c.verb != "drop" || code != accord.CodeConflict) {
					t.Errorf("%s(%s) = %v, want denied", c.verb, by, err)
				}
			}
		})
	}
}

// lead brings a proposed item into a state.
func (f *itemFixture) lead(id, state string) {
	f.Helper()
	for _, verb := range map[string][]string{
		"open": {"accept"}, "blocked": {"accept", "block"}, "done": {"accept", "done"}, "drop asked": {"accept", "drop"}, "carried": {"accept"},
	}[state] {
		f.ok(f.verb(verb, "luis", id))
	}
	if state == "carried" {
		f.tx(func(ctx context.Context, tx *store.Store) error {
			i, err := tx.ActionItem(ctx, id)
			if err != nil {
				return err
			}
			i.Carried = 2
			return tx.SaveActionItem(ctx, &i)
		})
	}
}

func TestActionItem_create(t *testing.T) {
	f := newItemFixture(t)
	if i := f.asks("luis", "luis"); i.Status != accord.StatusOpen || i.Number != 1 || i.OriginalDueOn != "2027-01-11" {
		t.Errorf("P1 for oneself: %+v", i)
	}
	if i := f.asks("ana", "luis"); i.Status != accord.StatusProposed || i.Number != 2 || i.Ref() != "A-2" {
		t.Errorf("P1, P7 for another: %+v", i)
	}
	m := f.meeting("m", "ana", "luis")
	inMeeting := func(in *NewActionItem) { in.MeetingID, in.TeamID = m.ID, "" }
	if i := f.asks("ana", "luis", inMeeting); i.Status != accord.StatusOpen || i.TeamID != "team" || string(i.MeetingID) != m.ID {
		t.Errorf("P1 for an owner present in the running meeting: %+v", i)
	}
	if i := f.asks("ana", "mia", inMeeting); i.Status != accord.StatusProposed {
		t.Errorf("P1 for an owner absent from it: %+v", i)
	}
	if i := f.asks("ana", "luis"); i.Status != accord.StatusProposed {
		t.Errorf("P1: made outside the running meeting it is %s, want proposed", i.Status)
	}
	for _, c := range []struct {
		name, by string
		edit     func(*NewActionItem)
		code     accord.Code
	}{
		{"recorded by somebody absent", "zoe", inMeeting, accord.CodeDenied},
		{"recorded by an admin", "adm", inMeeting, ""},
		{"X4 by an observer", "obi", nil, accord.CodeDenied},
		{"X4 of a closed team one does not see", "ana", func(in *NewActionItem) { in.TeamID = "secret" }, accord.CodeInvalid},
		{"X4 of a closed team one is of", "luis", func(in *NewActionItem) { in.TeamID = "secret" }, ""},
		{"X4 to somebody who does not see the team", "mia", func(in *NewActionItem) { in.TeamID, in.OwnerID = "secret", "max" }, accord.CodeInvalid},
		{"to nobody there is", "ana", func(in *NewActionItem) { in.OwnerID = "none" }, accord.CodeInvalid},
		{"of no such meeting", "ana", func(in *NewActionItem) { in.MeetingID = "none" }, accord.CodeInvalid},
		{"without a title", "ana", func(in *NewActionItem) { in.Title = " " }, accord.CodeInvalid},
	} {
		in := NewActionItem{ItemDraft: accord.ItemDraft{Title: "x", ForSide: accord.Sales, DueOn: "2027-01-11"}, OwnerID: "luis"}
		if c.edit != nil {
			c.edit(&in)
		}
		if _, err := f.app.CreateActionItem(t.Context(), itemActor(c.by), in); accord.CodeOf(err) != c.code {
			t.Errorf("%s = %v, want %q", c.name, err, c.code)
		}
	}
	f.tx(func(ctx context.Context, tx *store.Store) error {
		m.Status = accord.MeetingClosed
		return tx.SaveMeeting(ctx, &m)
	})
	in := NewActionItem{ItemDraft: accord.ItemDraft{Title: "x", ForSide: accord.Sales}, MeetingID: m.ID}
	if _, err := f.app.CreateActionItem(t.Context(), itemActor("ana"), in); accord.CodeOf(err) != accord.CodeConflict {
		t.Errorf("M4: added to a closed meeting = %v, want conflict", err)
	}
}

func TestActionItem_visible(t *testing.T) {
	f := newItemFixture(t)
	item := f.asks("luis", "mia", func(in *NewActionItem) { in.TeamID = "secret" })
	byHand := f.asks("luis", "mia", func(in *NewActionItem) { in.TeamID = "" })
	for by, want := range map[string][2]accord.Code{
		"luis": {"", ""}, "mia": {"", ""}, "ana": {accord.CodeNotFound, ""}, "adm": {accord.CodeNotFound, ""},
		"obi": {accord.CodeNotFound, accord.CodeNotFound},
	} {
		for n, i := range []accord.ActionItem{item, byHand} {
			for _, ref := range []string{i.ID, i.Ref()} {
				if _, err := f.app.ActionItem(t.Context(), itemActor(by), ref); accord.CodeOf(err) != want[n] {
					t.Errorf("X4: ActionItem(%s, %s) = %v, want %q", by, ref, err, want[n])
				}
			}
		}
		if want[0] == accord.CodeNotFound && by != "obi" {
			if _, err := f.verb("note", by, item.ID); accord.CodeOf(err) != accord.CodeNotFound {
				t.Errorf("X4: note(%s) = %v, want not found", by, err)
			}
			list, _, err := f.app.ActionItems(t.Context(), itemActor(by), ItemQuery{Query: "list"}, accord.DefaultPage)
			if err != nil || len(list) != 1 {
				t.Errorf("X4: %s finds %d items, %v, want the one of no team", by, len(list), err)
			}
		}
	}
}

// TestActionItem_mail says what each change mails, and to whom.
func TestActionItem_mail(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps string // verb by, verb by
		want  string
	}{
		{"asked", "", "asked luis"},
		{"accepted", "accept luis", "accepted nora, asked luis"},
		{"declined", "decline luis", "asked luis, declined nora"},
		{"done for Marketing waits for their lead", "accept luis, done luis", "accepted nora, asked luis, done mia"},
		{"confirmed", "accept luis, done luis, confirm max", "accepted nora, asked luis, confirmed luis, done mia"},
		{"returned", "accept luis, done luis, return mia", "accepted nora, asked luis, done mia, returned luis"},
		{"asked to be dropped", "accept luis, drop luis", "accepted nora, asked luis, drop_asked mia"},
		{"dropped", "accept luis, drop luis, drop mia", "accepted nora, asked luis, drop_asked mia, dropped luis, dropped nora"},
		{"kept", "accept luis, drop luis, keep mia", "accepted nora, asked luis, drop_asked mia, kept luis"},
		{"a new date", "accept luis, reschedule luis", "accepted nora, asked luis, rescheduled nora"},
		{"handed over to nora", "accept luis, hand over luis", "accepted nora, asked luis, handed_over nora"},
		{"a note", "note luis", "asked luis, noted nora"},
		{"blocked mails nobody", "accept luis, block luis, unblock luis", "accepted nora, asked luis"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newItemFixture(t)
			item := f.asks("nora", "luis")
			for step := range strings.SplitSeq(c.steps, ", ") {
				if verb, by, ok := lastCut(step); ok {
					f.ok(f.verb(verb, by, item.ID))
				}
			}
			if got := f.mails(item.ID, accord.DeliveryQueued); got != c.want {
				t.Errorf("queued %q, want %q", got, c.want)
			}
		})
	}
}

// lastCut splits "hand over luis" before its last word.
func lastCut(s string) (verb, by string, ok bool) {
	i := strings.LastIndex(s, " ")
	if i < 0 {
		return "", "", false
	}
	return s[:i], s[i+1:], true
}

func TestActionItem_quiet(t *testing.T) {
	f := newItemFixture(t)
	in := NewActionItem{ItemDraft: accord.ItemDraft{Title: "x", ForSide: accord.Sales}, OwnerID: "luis"}
	item := f.ok(f.app.CreateActionItem(WithoutMail(t.Context()), itemActor("ana"), in))
	if got := f.mails(item.ID, ""); got != "" {
		t.Errorf("queued %q although nobody was to be told", got)
	}
}

func wantItemCode(t *testing.T, what string, err error, want accord.Code) {
	t.Helper()
	if accord.CodeOf(err) != want {
		t.Errorf("%s = %v, want %q", what, err, want)
	}
}

func TestActionItem_stale(t *testing.T) {
	f := newItemFixture(t)
	item := f.asks("ana", "luis")
	f.ok(f.verb("accept", "luis", item.ID))
	_, err := f.app.DoneItem(t.Context(), itemActor("luis"), item.ID, accord.MatchVersion(item.Version))
	wantItemCode(t, "Done at the version before", err, accord.CodeStale)
}

func TestConfirmSilentItems(t *testing.T) {
	f := newItemFixture(t) // a Monday, 09:00
	item := f.asks("luis", "luis")
	f.ok(f.verb("done", "luis", item.ID))
	f.now = time.Date(2027, 1, 11, 23, 59, 59, 0, time.UTC)
	if n, err := f.app.ConfirmSilentItems(t.Context(), "w"); n != 0 || err != nil {
		t.Errorf("P3: within five working days confirmed %d, %v", n, err)
	}
	f.now = f.now.Add(time.Second)
	if n, err := f.app.ConfirmSilentItems(t.Context(), "w"); n != 1 || err != nil {
		t.Errorf("P3: after five working days confirmed %d, %v", n, err)
	}
	i, _ := f.app.ActionItem(t.Context(), itemActor("luis"), item.ID)
	if i.Status != accord.StatusConfirmed || !i.SelfConfirmed || i.ConfirmedBy != "" {
		t.Errorf("P3: %+v", i)
	}
	events, _ := f.app.ItemEvents(t.Context(), itemActor("luis"), item.ID)
	if last := events[len(events)-1]; last.Kind != "action_item.self_confirmed" || last.ActorID != accord.SystemID {
		t.Errorf("P3: it says %+v", last)
	}
	if n, _ := f.app.ConfirmSilentItems(t.Context(), "w"); n != 0 {
		t.Errorf("P3: confirmed %d again", n)
	}
}

func TestReleaseItems(t *testing.T) {
	f := newItemFixture(t)
	given, left, done := f.asks("luis", "luis"), f.asks("luis", "luis"), f.asks("luis", "luis")
	f.ok(f.verb("done", "luis", done.ID))
	f.tx(func(ctx context.Context, tx *store.Store) error {
		p, err := tx.Person(ctx, "luis")
		if err != nil {
			return err
		}
		return f.app.releaseItems(ctx, tx, itemActor("adm"), p, map[string]string{given.ID: "nora"}, f.now)
	})
	at := func(id string) accord.ActionItem {
		return f.ok(f.app.ActionItem(t.Context(), itemActor("ana"), id))
	}
	if i := at(given.ID); i.OwnerID != "nora" || i.Status != accord.StatusProposed || i.OriginalDueOn == "" {
		t.Errorf("P9: given away = %+v", i)
	}
	if i := at(left.ID); i.OwnerID != "" || i.Status != accord.StatusProposed {
		t.Errorf("P9: left without owner = %+v", i)
	}
	if i := at(done.ID); i.OwnerID != "luis" {
		t.Errorf("P9: the past leaves its name: %+v", i)
	}
	once, err := f.app.CreateMeeting(t.Context(), itemActor("ana"), NewMeeting{Title: "Next", TeamID: "team", StartsAt: f.now.Add(time.Hour), DurationMinutes: 30})
	if err != nil || len(once.Opening) < 2 || once.Opening[0].ID != left.ID {
		t.Errorf("P9: the opening begins with %+v, %v, want what has no owner", once.Opening, err)
	}
	w, err := f.app.WaitingFor(t.Context(), itemActor("mia"))
	if err != nil || len(w.Orphans) != 1 || w.Orphans[0].ID != left.ID {
		t.Errorf("P9: waiting for the side lead = %+v, %v", w.Orphans, err)
	}
}

// P8: the spans figures read can be made again from the events alone.
func TestActionItem_spansFromEvents(t *testing.T) {
	f := newItemFixture(t)
	item := f.asks("ana", "luis")
	for _, step := range []string{"accept luis", "reschedule luis", "block luis", "undo luis", "drop luis", "keep mia", "hand over luis", "accept nora", "edit ana", "done nora", "return mia", "done nora", "undo nora"} {
		verb, by, _ := lastCut(step)
		f.now = f.now.Add(time.Minute)
		f.ok(f.verb(verb, by, item.ID))
	}
	ctx := store.Within(t.Context(), "w")
	stored, err := f.store.ItemSpans(ctx, item.ID)
	if err != nil {
		t.Fatal(err)
	}
	events, err := f.store.Events(ctx, item.ID)
	if err != nil {
		t.Fatal(err)
	}
	var told []accord.ActionItemSpan
	state := accord.ActionItem{WorkspaceID: "w", ID: item.ID, CreatedAt: item.CreatedAt}
	for _, e := range standingEvents(events) {
		data, err := accord.ItemEventOf(e)
		if err != nil {
			t.Fatal(err)
		}
		before := state.Status
		if state, err = data.Changes.Forth(state); err != nil {
			t.Fatal(err)
		}
		span := accord.SpanOf(state, before, e.Seq, e.At)
		if n := len(told); n > 0 {
			if !span.Differs(told[n-1]) {
				continue
			}
			told[n-1].ToAt = span.FromAt
			for i := range told {
				if state.Status != before && told[i].NextAt.Equal(accord.Forever()) {
					told[i].NextAt, told[i].NextStatus = span.FromAt, span.Status
				}
			}
		}
		told = append(told, span)
	}
	if d := cmp.Diff(told, stored); d != "" {
		t.Errorf("P8: spans told by the events and stored (-told +stored):\n%s", d)
	}
	now := f.ok(f.app.ActionItem(t.Context(), itemActor("ana"), item.ID))
	want, _ := json.Marshal(now.DueOn)
	if got, _ := json.Marshal(state.DueOn); string(got) != string(want) || state.Status != now.Status || state.Slips != now.Slips {
		t.Errorf("P8: told %+v, stored %+v", state, now)
	}
}
