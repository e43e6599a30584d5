package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
	"accord/internal/store"
)

// lines are given ones, each "text" or "text | detail".
func lines(texts ...string) UpdateLines {
	list := []UpdateLine{}
	for _, s := range texts {
		text, detail, ok := strings.Cut(s, " | ")
		l := UpdateLine{Text: text}
		if ok {
			l.Detail = accord.Some(detail)
		}
		list = append(list, l)
	}
	return UpdateLines{accord.Some(list)}
}

// patch changes the update of a week as somebody and wants it to work.
func (w *workplace) patch(who string, week accord.Week, p UpdatePatch) accord.UpdateDetail {
	w.t.Helper()
	d, err := w.app.ChangeUpdate(context.Background(), w.as(who), week, accord.Match{}, p)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func (w *workplace) sign(who string, week accord.Week) accord.UpdateDetail {
	w.t.Helper()
	d, err := w.app.SignUpdate(context.Background(), w.as(who), week, accord.Match{})
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func (w *workplace) setWorkspace(change func(*accord.Workspace)) {
	w.t.Helper()
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		ws, err := tx.Workspace(ctx)
		if err != nil {
			return err
		}
		change(&ws)
		return tx.SaveWorkspace(ctx, &ws)
	})
}

func (w *workplace) update(week accord.Week) accord.UpdateDetail {
	w.t.Helper()
	d, err := w.app.WeeklyUpdate(context.Background(), w.as("ana"), week)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func textsOf(list []accord.WeeklyUpdateLine) []string {
	out := []string{}
	for _, l := range list {
		out = append(out, strings.Trim(l.Text+" | "+l.Detail, "| "))
	}
	return out
}

// updateQueue lists the mails of an update as "week person state".
func (w *workplace) updateQueue() []string {
	w.t.Helper()
	list, err := w.store.Deliveries(w.ctx(), "", "", 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	out := []string{}
	for _, d := range list {
		if d.Kind == accord.MailWeeklyUpdate {
			out = append(out, d.SubjectID+" "+string(d.PersonID)+" "+string(d.State))
		}
	}
	slices.Sort(out)
	return out
}

const week3 = accord.Week("2027-W03")

func TestUpdate_Round(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		hundred, goal := 100.0, 400.0
		w.patch("ana", week3, UpdatePatch{
			Wins: lines("Kettering | The January webinar"), RevenueToDate: accord.Some(hundred), RevenueGoal: accord.Some(goal),
			Asks: lines("Three references"), News: accord.Some("Leo starts on Monday."),
		})
		d := w.patch("mia", week3, UpdatePatch{Tools: lines("Webinar | 34 leads")})
		if d.Version != 3 || d.Sales.Version != 1 || d.Marketing.Version != 1 || d.Pace.State != accord.PaceAhead {
			t.Errorf("version %d (parts %d, %d), pace %s; want 3 (1, 1), ahead", d.Version, d.Sales.Version, d.Marketing.Version, d.Pace.State)
		}
		if d = w.sign("ana", week3); d.Status != accord.UpdateDraft || d.Sales.SignedName != "Ana" {
			t.Errorf("after one signature %s by %q", d.Status, d.Sales.SignedName)
		}
		if got := w.updateQueue(); len(got) != 0 {
			t.Errorf("mailed before both signed: %v", got)
		}
		w.clock.add(60e9)
		d = w.sign("mia", week3)
		if d.Status != accord.UpdateSent || d.Recipients != 4 || len(d.UnsignedSides()) != 0 || d.AsOf != "2027-01-20" {
			t.Errorf("after both: %s to %d, as of %s", d.Status, d.Recipients, d.AsOf)
		}
		want := []string{"2027-W03 ana queued", "2027-W03 ben queued", "2027-W03 leo queued", "2027-W03 mia queued"}
		if diff := cmp.Diff(want, w.updateQueue()); diff != "" {
			t.Error(diff)
		}
		w.clock.set("2027-01-23T10:00")
		w.tick()
		if got := w.updateQueue(); len(got) != 4 {
			t.Errorf("after the deadline %d mails, want the same 4", len(got))
		}
		_, err := w.app.ChangeUpdate(t.Context(), w.as("ana"), week3, accord.Match{}, UpdatePatch{News: accord.Some("Oh")})
		if accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("change after it was sent = %v, want a conflict", err)
		}
	})
}

func TestUpdate_TwoLeadsAtOnce(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		seen := w.update(week3) // both opened the page now
		part := func(s accord.Side) accord.Match { return accord.MatchVersion(seen.Part(s).Version) }
		w.patch("ana", week3, UpdatePatch{Part: part(accord.Sales), Wins: lines("Kettering")})
		d := w.patch("mia", week3, UpdatePatch{Part: part(accord.Marketing), Tools: lines("Webinar")})
		if len(d.Wins()) != 1 || len(d.Tools()) != 1 {
			t.Fatalf("wins %v, tools %v: words were lost", d.Wins(), d.Tools())
		}
		w.setWorkspace(func(ws *accord.Workspace) { ws.SalesDeputyID = "leo" })
		_, err := w.app.ChangeUpdate(t.Context(), w.as("leo"), week3, accord.Match{}, UpdatePatch{Part: part(accord.Sales), Wins: lines("Other")})
		if accord.CodeOf(err) != accord.CodeStale {
			t.Errorf("the deputy over the lead's words = %v, want stale", err)
		}
		_, err = w.app.ChangeUpdate(t.Context(), w.as("ana"), week3, accord.MatchVersion(seen.Version), UpdatePatch{News: accord.Some("x")})
		if accord.CodeOf(err) != accord.CodeStale {
			t.Errorf("If-Match of the whole = %v, want stale", err)
		}
	})
}

func TestUpdate_Lines(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		w.patch("mia", week3, UpdatePatch{Wins: lines("Harlow | Case study")})
		d := w.patch("ana", week3, UpdatePatch{Wins: lines("Kettering | Webinar", "Harlow"), Whole: true})
		if diff := cmp.Diff([]string{"Kettering | Webinar", "Harlow | Case study"}, textsOf(d.Wins())); diff != "" {
			t.Errorf("what the other side has said, sent back: %s", diff)
		}
		w.patch("mia", week3, UpdatePatch{Asks: lines("Numbers by Friday")})
		d = w.patch("ana", week3, UpdatePatch{Wins: lines("Kettering", "Harlow"), Asks: lines("Numbers by Friday")})
		if diff := cmp.Diff([]string{"Numbers by Friday"}, textsOf(d.Sales.Asks)); diff != "" {
			t.Errorf("an ask in the other side's words is one all the same: %s", diff)
		}
		d = w.patch("ana", week3, UpdatePatch{Wins: lines("Kettering", "Harlow | The fair")})
		if diff := cmp.Diff([]string{"Kettering | Webinar", "Harlow | The fair"}, textsOf(d.Sales.Wins)); diff != "" {
			t.Errorf("a line of one's own in the other side's words: %s", diff)
		}
		d = w.patch("ana", week3, UpdatePatch{Wins: lines("Kettering", "Harlow", "Harlow"), Whole: true})
		if diff := cmp.Diff([]string{"Kettering | Webinar", "Harlow | The fair"}, textsOf(d.Sales.Wins)); diff != "" {
			t.Errorf("both sent back, each side's stays its own: %s", diff)
		}
		w.patch("ana", week3, UpdatePatch{Wins: lines("Kettering"), Asks: lines()})
		d = w.patch("ana", week3, UpdatePatch{Wins: lines("Kettering", "Ashby")})
		if diff := cmp.Diff([]string{"Kettering | Webinar", "Ashby"}, textsOf(d.Sales.Wins)); diff != "" {
			t.Errorf("a detail left alone stays: %s", diff)
		}
		w.sign("ana", week3)
		d = w.patch("ana", week3, UpdatePatch{Wins: lines("Kettering | Webinar", "Ashby")})
		if !d.Sales.Signed() || d.Sales.Version != 6 {
			t.Errorf("nothing changed: signed %v, version %d; want true, 6", d.Sales.Signed(), d.Sales.Version)
		}
		if d = w.patch("ana", week3, UpdatePatch{Wins: lines()}); d.Sales.Signed() || len(d.Sales.Wins) != 0 {
			t.Errorf("after a change: signed %v with %v; want the signature taken back", d.Sales.Signed(), d.Sales.Wins)
		}
		w.sign("ana", week3)
		if d = w.patch("mia", week3, UpdatePatch{RevenueToDate: accord.Some(1.005)}); d.Sales.Signed() || *d.RevenueToDate != 1 && *d.RevenueToDate != 1.01 {
			t.Errorf("revenue by the other side: signed %v, %v; it is Sales' to sign anew", d.Sales.Signed(), *d.RevenueToDate)
		}
	})
}

// P8: a name is taken back by an event that says which one it takes back, while
// nothing is sent.
func TestUpdate_SignatureTakenBack(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		w.setWorkspace(func(ws *accord.Workspace) { ws.SalesDeputyID = "leo" })
		unsign := func(who string) (accord.UpdateDetail, error) {
			return w.app.UnsignUpdate(t.Context(), w.as(who), week3, accord.Match{})
		}
		w.patch("mia", week3, UpdatePatch{News: accord.Some("Well")})
		if _, err := unsign("mia"); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("of a part nobody signed = %v, want a conflict", err)
		}
		w.sign("ana", week3)
		if _, err := unsign("mia"); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("of the other side = %v, want a conflict: one's own is not signed", err)
		}
		d, err := unsign("leo") // the deputy, while Ana is away
		if err != nil || d.Sales.Signed() || d.Status != accord.UpdateDraft {
			t.Fatalf("signed %v, %s (%v); want it taken back", d.Sales.Signed(), d.Status, err)
		}
		w.sign("mia", week3)
		if d = w.update(week3); d.Status != accord.UpdateDraft {
			t.Errorf("with Marketing's name alone it is %s, want a draft", d.Status)
		}
		if d = w.sign("ana", week3); d.Status != accord.UpdateSent {
			t.Errorf("with both names it is %s, want sent", d.Status)
		}
		if _, err := unsign("ana"); accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("of what was sent = %v, want a conflict", err)
		}
		events, err := w.app.Events(t.Context(), w.as("ana"), 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		kinds, at := []string{}, map[int64]string{}
		for _, e := range events {
			at[e.Seq] = e.Kind
			if kind, ok := strings.CutPrefix(e.Kind, "weekly_update."); ok {
				kinds = append(kinds, kind)
			}
			if e.Undoes != nil {
				kinds = append(kinds, "of "+at[*e.Undoes])
			}
		}
		want := []string{"changed", "signed", "unsigned", "of weekly_update.signed", "signed", "signed", "sent"}
		if diff := cmp.Diff(want, kinds); diff != "" {
			t.Error(diff)
		}
	})
}

func TestUpdate_Deadline(t *testing.T) {
	for _, c := range []struct {
		name   string
		before func(w *workplace) // on Wednesday
		at     accord.LocalTime
		status accord.UpdateStatus
		mails  int
		sales  accord.MissingPart
		other  accord.MissingPart
	}{
		{"nothing before the deadline", func(w *workplace) { w.patch("ana", week3, UpdatePatch{News: accord.Some("Well")}) }, "2027-01-22T15:59", accord.UpdateDraft, 0, "", ""},
		{
			"one lead away and no deputy: the other's part goes", func(w *workplace) {
				w.patch("ana", week3, UpdatePatch{News: accord.Some("Well")})
				w.sign("ana", week3)
			},
			"2027-01-22T16:00", accord.UpdateSent, 4, accord.PartSigned, accord.PartEmpty,
		},
		{"written by both, signed by nobody", func(w *workplace) {
			w.patch("ana", week3, UpdatePatch{News: accord.Some("Well")})
			w.patch("mia", week3, UpdatePatch{News: accord.Some("Fine")})
		}, "2027-01-22T16:00", accord.UpdateSent, 4, accord.PartUnsigned, accord.PartUnsigned},
		{"a side without lead", func(w *workplace) {
			w.setWorkspace(func(ws *accord.Workspace) { ws.MarketingLeadID = "" })
			w.patch("ana", week3, UpdatePatch{News: accord.Some("Well")})
			w.sign("ana", week3)
		}, "2027-01-22T16:00", accord.UpdateSent, 4, accord.PartSigned, accord.PartNoLead},
		{"another deadline", func(w *workplace) {
			w.patch("ana", week3, UpdatePatch{News: accord.Some("Well")})
			w.setWorkspace(func(ws *accord.Workspace) { ws.UpdateWeekday, ws.UpdateTime = 4, "09:30" })
		}, "2027-01-21T09:30", accord.UpdateSent, 4, accord.PartUnsigned, accord.PartEmpty},
		{"begun and emptied: missed when the week ends", func(w *workplace) {
			w.patch("ana", week3, UpdatePatch{News: accord.Some("Well")})
			w.patch("ana", week3, UpdatePatch{News: accord.Some("")})
		}, "2027-01-24T23:59", accord.UpdateDraft, 0, "", ""},
		{"and it is over", func(w *workplace) {
			w.patch("ana", week3, UpdatePatch{News: accord.Some("Well")})
			w.patch("ana", week3, UpdatePatch{News: accord.Some("")})
		}, "2027-01-25T00:00", accord.UpdateMissed, 0, "", ""},
		{"a day late is mailed", func(w *workplace) { w.patch("ana", week3, UpdatePatch{News: accord.Some("Well")}) }, "2027-01-23T16:00", accord.UpdateSent, 4, accord.PartUnsigned, accord.PartEmpty},
		{"a week late is kept, not mailed", func(w *workplace) { w.patch("ana", week3, UpdatePatch{News: accord.Some("Well")}) }, "2027-01-29T17:00", accord.UpdateSent, 0, accord.PartUnsigned, accord.PartEmpty},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
				c.before(w)
				w.clock.set(c.at)
				w.tick()
				d := w.update(week3)
				if d.Status != c.status || d.Recipients != c.mails || d.SalesMissing != c.sales || d.MarketingMissing != c.other {
					t.Errorf("at %s: %s to %d, missing %q and %q; want %s to %d, %q and %q", c.at, d.Status, d.Recipients, d.SalesMissing, d.MarketingMissing, c.status, c.mails, c.sales, c.other)
				}
			})
		})
	}
}

func TestUpdate_WrittenAfterTheDeadline(t *testing.T) {
	eachWorkplace(t, "2027-01-23T10:00", func(t *testing.T, w *workplace) { // Saturday
		w.patch("ana", week3, UpdatePatch{News: accord.Some("Late, but here")})
		w.tick()
		if d := w.update(week3); d.Status != accord.UpdateDraft {
			t.Fatalf("just begun: %s, want time to finish it", d.Status)
		}
		w.clock.set("2027-01-25T00:00")
		w.tick()
		if d := w.update(week3); d.Status != accord.UpdateSent || d.Recipients != 4 || d.Pace.AsOf != "2027-01-24" {
			t.Errorf("when the week ends: %s to %d as of %s; want sent to 4 as of its Sunday", d.Status, d.Recipients, d.Pace.AsOf)
		}
	})
}

func TestUpdate_Missed(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		w.clock.set("2027-02-10T10:00")
		w.tick()
		if list, err := w.app.WeeklyUpdates(t.Context(), w.as("ana"), "", 10); err != nil || len(list) != 0 {
			t.Fatalf("a company that never began has %d weeks (%v), want none", len(list), err)
		}
		w.patch("ana", "2027-W06", UpdatePatch{News: accord.Some("The first")})
		w.clock.set("2027-03-03T10:00") // an outage of three weeks
		w.tick()
		list, err := w.app.WeeklyUpdates(t.Context(), w.as("ben"), "", 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range list {
			got = append(got, d.ID+" "+string(d.Status))
		}
		if diff := cmp.Diff([]string{"2027-W08 missed", "2027-W07 missed", "2027-W06 sent"}, got); diff != "" {
			t.Error(diff)
		}
		want := []string{"2027-W06 ana skipped", "2027-W06 ben skipped", "2027-W06 leo skipped", "2027-W06 mia skipped"}
		if diff := cmp.Diff(want, w.updateQueue()); diff != "" {
			t.Errorf("nothing is dropped in silence: %s", diff)
		}
	})
}

func TestUpdate_WhoMay(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			oz, err := tx.Person(ctx, "oz")
			if err != nil {
				return err
			}
			oz.Role = accord.RoleObserver
			if err := tx.SavePerson(ctx, &oz); err != nil {
				return err
			}
			ben, err := tx.Person(ctx, "ben")
			ben.Role = accord.RoleAdmin
			if err != nil {
				return err
			}
			return tx.SavePerson(ctx, &ben)
		})
		w.patch("ana", week3, UpdatePatch{News: accord.Some("Secret until sent")})
		news := UpdatePatch{News: accord.Some("x")}
		for _, c := range []struct {
			who         string
			patch       UpdatePatch
			read, write accord.Code
			sign        accord.Code
		}{
			{"ben", news, "", "", accord.CodeDenied}, // an admin of Marketing, not its lead
			{"ben", UpdatePatch{Side: accord.Sales, News: accord.Some("Secret until sent")}, "", "", accord.CodeDenied},
			{"mia", UpdatePatch{Side: accord.Sales, News: accord.Some("y")}, "", accord.CodeDenied, ""},
			{"leo", news, accord.CodeNotFound, accord.CodeNotFound, accord.CodeNotFound},
			{"oz", news, accord.CodeDenied, accord.CodeDenied, accord.CodeDenied},
		} {
			_, err := w.app.WeeklyUpdate(t.Context(), w.as(c.who), week3)
			if accord.CodeOf(err) != c.read {
				t.Errorf("%s reads the draft = %v, want %q", c.who, err, c.read)
			}
			if _, err = w.app.ChangeUpdate(t.Context(), w.as(c.who), week3, accord.Match{}, c.patch); accord.CodeOf(err) != c.write {
				t.Errorf("%s writes %v = %v, want %q", c.who, c.patch.Side, err, c.write)
			}
			if _, err = w.app.SignUpdate(t.Context(), w.as(c.who), week3, accord.Match{}); accord.CodeOf(err) != c.sign {
				t.Errorf("%s signs = %v, want %q", c.who, err, c.sign)
			}
		}
		w.sign("ana", week3)
		for who, want := range map[string]accord.Code{"leo": "", "oz": accord.CodeDenied, "ana": ""} {
			_, err := w.app.WeeklyUpdate(t.Context(), w.as(who), week3)
			if accord.CodeOf(err) != want {
				t.Errorf("%s reads what was sent = %v, want %q", who, err, want)
			}
		}
		for _, week := range []accord.Week{"2027-W02", "2027-W04"} {
			if _, err := w.app.ChangeUpdate(t.Context(), w.as("ana"), week, accord.Match{}, news); accord.CodeOf(err) != accord.CodeNotFound {
				t.Errorf("writing %s = %v, want not found", week, err)
			}
		}
	})
}

// X1: the words of a draft are in no event.
func TestUpdate_EventsCarryNoWords(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		w.patch("ana", week3, UpdatePatch{News: accord.Some("Zebra"), Wins: lines("Zebra | Zebra"), Asks: lines("Zebra"), RevenueToDate: accord.Some(774411.0)})
		events, err := w.app.Events(t.Context(), w.as("leo"), 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		kinds := []string{}
		for _, e := range events {
			if strings.Contains(e.Data, "Zebra") || strings.Contains(e.Data, "774411") {
				t.Errorf("%s tells %s", e.Kind, e.Data)
			}
			if strings.HasPrefix(e.Kind, "weekly_update.") {
				kinds = append(kinds, e.Kind)
			}
		}
		if diff := cmp.Diff([]string{"weekly_update.changed"}, kinds); diff != "" {
			t.Error(diff)
		}
	})
}

func TestUpdate_Facts(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		done := func(at accord.LocalTime, team accord.NullID) func(*accord.ActionItem) {
			return func(i *accord.ActionItem) {
				t := accord.Instant(at.In(accord.Zone("Europe/Berlin")))
				i.Status, i.DoneAt, i.TeamID = accord.StatusDone, &t, team
			}
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			if err := store.Insert(ctx, tx, accord.Team{ID: "closed", Name: "Closed", Closed: true, Version: 1, CreatedAt: tx.Now()}); err != nil {
				return err
			}
			return store.Insert(ctx, tx, accord.TeamMember{TeamID: "closed", PersonID: "ana", Role: accord.TeamLeader, AddedAt: tx.Now()})
		})
		w.item("Before the last deadline", "leo", "2027-01-15", done("2027-01-15T15:59", "team"))
		w.item("After it", "leo", "2027-01-15", done("2027-01-15T16:00", "team"))
		w.item("Of nobody's team", "leo", "2027-01-15", done("2027-01-19T10:00", ""))
		w.item("Of a closed team", "ana", "2027-01-15", done("2027-01-19T10:00", "closed"))
		w.item("Open", "leo", "2027-01-25")
		w.series("weekly", "FREQ=WEEKLY;BYDAY=TH", "2027-01-07T10:00", 60, 30, 10)
		want := []string{"A-2 After it", "A-3 Of nobody's team", "Strategic team", "Strategic team"}
		if diff := cmp.Diff(want, textsOf(w.update(week3).Facts)); diff != "" {
			t.Errorf("facts of the draft, whatever its reader sees more: %s", diff)
		}
		w.patch("ana", week3, UpdatePatch{News: accord.Some("x")})
		w.clock.set("2027-01-22T16:00")
		w.tick()
		sent := textsOf(w.update(week3).Facts)
		if diff := cmp.Diff([]string{"A-2 After it", "A-3 Of nobody's team", "Strategic team"}, sent); diff != "" {
			t.Errorf("frozen: %s", diff)
		}
		w.item("Later", "leo", "2027-01-25", done("2027-01-22T17:00", "team"))
		if diff := cmp.Diff(sent, textsOf(w.update(week3).Facts)); diff != "" {
			t.Errorf("what was sent stays: %s", diff)
		}
		w.clock.set("2027-01-25T10:00")
		if got := textsOf(w.update("2027-W04").Facts); len(got) == 0 || got[0] != "A-6 Later" {
			t.Errorf("the next update begins where the last was sent: %v", got)
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			team, err := tx.Team(ctx, "team")
			if err != nil {
				return err
			}
			team.Closed = true
			return tx.SaveTeam(ctx, &team)
		})
		d, err := w.app.WeeklyUpdate(t.Context(), w.as("oz"), week3)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Facts) != 3 {
			t.Errorf("oz of the team sees %v", textsOf(d.Facts))
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.LeaveTeams(ctx, "oz") })
		if d, err = w.app.WeeklyUpdate(t.Context(), w.as("oz"), week3); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"A-3 Of nobody's team"}, textsOf(d.Facts)); diff != "" {
			t.Errorf("X1 of a team that was closed since: %s", diff)
		}
	})
}

func TestUpdate_GoalOfTheQuarter(t *testing.T) {
	eachWorkplace(t, "2027-03-24T10:00", func(t *testing.T, w *workplace) {
		w.patch("ana", "2027-W12", UpdatePatch{RevenueToDate: accord.Some(90.0), RevenueGoal: accord.Some(100.0)})
		w.clock.set("2027-04-02T10:00") // the quarter ended on the Wednesday
		w.tick()
		d := w.update("2027-W13")
		if d.RevenueGoal == nil || *d.RevenueGoal != 100 || d.RevenueToDate != nil {
			t.Errorf("goal %v, revenue %v; want the quarter's goal taken over and no revenue", d.RevenueGoal, d.RevenueToDate)
		}
		d = w.patch("ana", "2027-W13", UpdatePatch{RevenueToDate: accord.Some(94.0)})
		if d.Pace.State != accord.PaceEnded || d.Pace.Share != 0.94 {
			t.Errorf("in the week the quarter changes: %s at %v, want ended at 0.94", d.Pace.State, d.Pace.Share)
		}
		w.clock.set("2027-04-06T10:00")
		w.tick()
		if d = w.update("2027-W14"); d.RevenueGoal != nil || d.Pace.Quarter != "2027-Q2" {
			t.Errorf("the new quarter has goal %v (%s), want none yet", d.RevenueGoal, d.Pace.Quarter)
		}
	})
}

func TestUpdate_Ask(t *testing.T) {
	eachWorkplace(t, "2027-01-20T10:00", func(t *testing.T, w *workplace) {
		d := w.patch("ana", week3, UpdatePatch{Asks: lines("Three references", strings.Repeat("long ", 50))})
		ask := d.Sales.Asks[0]
		item, err := w.app.AskInUpdate(t.Context(), w.as("ana"), week3, ask.ID)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(item.Title, " ", item.OwnerID, " ", item.ForSide, " ", item.Status, " ", item.AskedDueOn)
		if want := "Three references mia sales proposed 2027-01-27"; got != want {
			t.Errorf("item = %q, want %q", got, want)
		}
		made := w.update(week3)
		if made.Version != d.Version+1 || made.Sales.Version != d.Sales.Version {
			t.Errorf("version %d (part %d) with an item, was %d (%d); want it raised, and the part left", made.Version, made.Sales.Version, d.Version, d.Sales.Version)
		}
		_, err = w.app.AskInUpdate(t.Context(), w.as("mia"), week3, ask.ID)
		if accord.CodeOf(err) != accord.CodeConflict {
			t.Errorf("again = %v, want a conflict: it is made once", err)
		}
		if _, err := w.app.UndoItem(t.Context(), w.as("ana"), item.ID, 0); err != nil {
			t.Fatalf("P8 the item taken back = %v", err)
		}
		if back := w.update(week3); back.Version != made.Version+1 {
			t.Errorf("version %d with the item taken back, was %d; want it raised", back.Version, made.Version)
		}
		if item, err = w.app.AskInUpdate(t.Context(), w.as("ana"), week3, ask.ID); err != nil || item.OwnerID != "mia" {
			t.Errorf("made again after that = %+v, %v", item, err)
		}
		long, err := w.app.AskInUpdate(t.Context(), w.as("ana"), week3, d.Sales.Asks[1].ID)
		if err != nil || len([]rune(long.Title)) > accord.MaxTitle || !strings.HasSuffix(long.Title, "…") || len(long.Details) < 240 {
			t.Errorf("a long ask = %q with %q (%v)", long.Title, long.Details, err)
		}
		d = w.patch("ana", week3, UpdatePatch{Asks: lines("Another")})
		if len(d.Sales.Asks) != 3 || d.Sales.Asks[1].ActionItemID == "" {
			t.Errorf("asks that became items stay: %v", textsOf(d.Sales.Asks))
		}
		_, err = w.app.AskInUpdate(t.Context(), w.as("leo"), week3, d.Sales.Asks[0].ID)
		if accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("by somebody who does not see the draft = %v, want not found", err)
		}
		w.setWorkspace(func(ws *accord.Workspace) { ws.MarketingLeadID = "" })
		if item, err = w.app.AskInUpdate(t.Context(), w.as("ana"), week3, d.Sales.Asks[0].ID); err != nil || item.OwnerID != "" {
			t.Errorf("of a side without lead: owner %q (%v), want nobody", item.OwnerID, err)
		}
		_, err = w.app.AskInUpdate(t.Context(), w.as("ana"), week3, "nothing")
		if accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("no such ask = %v", err)
		}
	})
}
