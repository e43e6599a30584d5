package accord

import (
	"errors"
	"testing"
	"time"
)

// The people of the tables: Ana sells and asked, Luis sells, Mia and Max are
// Marketing, Nora is neutral, Obi only observes.
func actorOf(id string) Actor {
	sides := map[string]Side{"ana": Sales, "luis": Sales, "mia": Marketing, "max": Marketing, "nora": Neutral, "obi": Marketing}
	a := Actor{PersonID: id, Side: sides[id], Role: RoleMember, TimeZone: "Europe/Berlin"}
	if id == "obi" {
		a.Role = RoleObserver
	}
	return a
}

func personOf(id string) Person {
	a := actorOf(id)
	return Person{ID: id, Name: id, Side: a.Side, Role: a.Role, TimeZone: a.TimeZone}
}

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC) // a Thursday

// offered is an item Ana asks of the owner, for the side, due in a week.
func offered(t *testing.T, owner string, side Side) ActionItem {
	t.Helper()
	p := personOf(owner)
	a, err := Offer(ItemDraft{Title: "Send the list", ForSide: side, DueOn: "2026-12-03"}, &p, false, actorOf("ana"), noon)
	if err != nil {
		t.Fatal(err)
	}
	a.Number = 128
	return a
}

func accepted(t *testing.T, owner string, side Side) ActionItem {
	t.Helper()
	a := offered(t, owner, side)
	if a.Status == StatusOpen {
		return a
	}
	return must(t)(a.Accept("", "", actorOf(owner), personOf(owner), noon))
}

func must(t *testing.T) func(ActionItem, error) ActionItem {
	return func(a ActionItem, err error) ActionItem {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
}

func wantCode(t *testing.T, what string, err error, want Code, rule string) {
	t.Helper()
	if CodeOf(err) != want {
		t.Errorf("%s = %v, want %q", what, err, want)
		return
	}
	if e, ok := errors.AsType[*Error](err); ok && rule != "" && e.Rule != rule {
		t.Errorf("%s names rule %q, want %q", what, e.Rule, rule)
	}
}

func TestActionItem_Offer(t *testing.T) {
	luis, obi, ana := personOf("luis"), personOf("obi"), personOf("ana")
	left := personOf("max")
	left.LeftAt = &noon
	draft := ItemDraft{Title: "Send the list", ForSide: Marketing, DueOn: "2026-12-03"}
	undated := draft
	undated.DueOn = ""
	past := draft
	past.DueOn = "2026-11-25"
	for _, c := range []struct {
		name    string
		d       ItemDraft
		owner   *Person
		present bool
		want    Status
		code    Code
	}{
		{"P1 for oneself is open at once", draft, &ana, false, StatusOpen, ""},
		{"P1 for a present owner is open at once", draft, &luis, true, StatusOpen, ""},
		{"P1 any other is proposed", draft, &luis, false, StatusProposed, ""},
		{"P1 without a due date it is not open", undated, &ana, true, StatusProposed, ""},
		{"P1 without an owner it is not open", draft, nil, true, StatusProposed, ""},
		{"P1 not due before today", past, &luis, false, "", CodeInvalid},
		{"X4 an observer owns nothing", draft, &obi, false, "", CodeInvalid},
		{"P9 nobody who left", draft, &left, false, "", CodeInvalid},
		{"a title is needed", ItemDraft{ForSide: Sales}, &luis, false, "", CodeInvalid},
		{"a side is needed", ItemDraft{Title: "x"}, &luis, false, "", CodeInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := Offer(c.d, c.owner, c.present, actorOf("ana"), noon)
			if CodeOf(err) != c.code {
				t.Fatalf("Offer = %v, want %q", err, c.code)
			}
			if c.code == "" && a.Status != c.want {
				t.Errorf("status = %s, want %s", a.Status, c.want)
			}
			if a.Status == StatusOpen && (a.OriginalDueOn != c.d.DueOn || a.OriginalDueEndsAt == nil || a.AcceptedAt == nil) {
				t.Errorf("open without an original due: %+v", a)
			}
			if c.code == "" && c.want == StatusProposed && (a.OriginalDueOn != "" || a.AcceptedAt != nil) {
				t.Errorf("proposed with an original due: %+v", a)
			}
		})
	}
}

func TestActionItem_Offer_zones(t *testing.T) {
	// 23:30 in Berlin is the next day in Tokyo, and the day before in New York.
	now := time.Date(2026, 11, 26, 22, 30, 0, 0, time.UTC)
	for zone, code := range map[string]Code{"Europe/Berlin": "", "Asia/Tokyo": CodeInvalid, "America/New_York": ""} {
		p := personOf("luis")
		p.TimeZone = zone
		_, err := Offer(ItemDraft{Title: "x", ForSide: Sales, DueOn: "2026-11-26"}, &p, false, actorOf("ana"), now)
		wantCode(t, "Offer in "+zone, err, code, "P1")
	}
	a := must(t)(Offer(ItemDraft{Title: "x", ForSide: Sales, DueOn: "2026-11-26"}, new(personOf("luis")), true, actorOf("ana"), noon))
	if want := time.Date(2026, 11, 26, 23, 0, 0, 0, time.UTC); !a.DueEndsAt.Equal(want) || !a.OriginalDueEndsAt.Equal(want) {
		t.Errorf("due ends at %s, want midnight in Berlin, %s", a.DueEndsAt, want)
	}
}

func TestActionItem_Accept(t *testing.T) {
	luis, p := actorOf("luis"), personOf("luis")
	a := offered(t, "luis", Marketing)

	t.Run("P1 another date becomes the original and is no slip", func(t *testing.T) {
		b := must(t)(a.Accept("2026-12-10", "", luis, p, noon))
		if b.OriginalDueOn != "2026-12-10" || b.DueOn != "2026-12-10" || b.AskedDueOn != "2026-12-03" || b.Slips != 0 || b.Status != StatusOpen {
			t.Errorf("Accept = %+v", b)
		}
	})
	t.Run("P1 only its owner", func(t *testing.T) {
		for _, id := range []string{"ana", "mia", "nora"} {
			_, err := a.Accept("", "", actorOf(id), personOf(id), noon)
			wantCode(t, "Accept by "+id, err, CodeDenied, "P1")
		}
	})
	t.Run("P1 not for a day that is over", func(t *testing.T) {
		_, err := a.Accept("", "", luis, p, noon.AddDate(0, 0, 9))
		wantCode(t, "Accept after the asked day", err, CodeInvalid, "P1")
		_, err = a.Accept("2026-11-25", "", luis, p, noon)
		wantCode(t, "Accept for yesterday", err, CodeInvalid, "P1")
	})
	t.Run("P1 not without a day", func(t *testing.T) {
		b := a
		b.DueOn, b.AskedDueOn = "", ""
		_, err := b.Accept("", "", luis, p, noon)
		wantCode(t, "Accept without a day", err, CodeInvalid, "P1")
	})
	t.Run("P1 only once", func(t *testing.T) {
		_, err := accepted(t, "luis", Marketing).Accept("", "", luis, p, noon)
		wantCode(t, "Accept again", err, CodeConflict, "P1")
	})
	t.Run("P3 the side is frozen at acceptance", func(t *testing.T) {
		moved := p
		moved.Side = Marketing
		if b := must(t)(a.Accept("", "", luis, moved, noon)); b.OwnerSide != Marketing || b.NeedsConfirmation() {
			t.Errorf("owner side = %s, want marketing", b.OwnerSide)
		}
	})
}

func TestActionItem_Decline(t *testing.T) {
	a := must(t)(offered(t, "luis", Marketing).Decline("No time", actorOf("luis"), noon))
	if a.Status != StatusDeclined || a.EndedAt == nil || a.EndedReason != "No time" || a.Accepted() {
		t.Errorf("Decline = %+v", a)
	}
	_, err := offered(t, "luis", Marketing).Decline("", actorOf("ana"), noon)
	wantCode(t, "Decline by the asker", err, CodeDenied, "P1")
	_, err = accepted(t, "luis", Marketing).Decline("", actorOf("luis"), noon)
	wantCode(t, "Decline a promise", err, CodeConflict, "P1")

	t.Run("P6 a promise handed over does not end by it", func(t *testing.T) {
		b := must(t)(accepted(t, "luis", Marketing).HandOver(personOf("nora"), "Away", false, actorOf("luis"), false, noon))
		b = must(t)(b.Decline("", actorOf("nora"), noon))
		if b.Status != StatusOpen || b.OwnerID != "luis" || b.OwnerSide != Sales || b.EndedAt != nil {
			t.Errorf("Decline = %+v, want it back with luis", b)
		}
	})
}

func TestActionItem_Reschedule(t *testing.T) {
	luis := actorOf("luis")
	a := accepted(t, "luis", Marketing)
	b := must(t)(a.Reschedule("2026-12-10", "Waiting for data", luis, noon))
	if b.Slips != 1 || b.OriginalDueOn != "2026-12-03" || b.DueOn != "2026-12-10" || !b.DueEndsAt.After(*a.DueEndsAt) || !b.OriginalDueEndsAt.Equal(*a.OriginalDueEndsAt) {
		t.Errorf("P2: Reschedule to later = %+v", b)
	}
	if c := must(t)(b.Reschedule("2026-12-04", "Found time", luis, noon)); c.Slips != 1 {
		t.Errorf("P2: an earlier day counts as a slip: %d", c.Slips)
	}
	for _, c := range []struct {
		name   string
		due    Date
		reason string
		by     string
		code   Code
	}{
		{"without a reason", "2026-12-10", " ", "luis", CodeInvalid},
		{"to the same day", "2026-12-03", "x", "luis", CodeInvalid},
		{"to yesterday", "2026-11-25", "x", "luis", CodeInvalid},
		{"to no day", "", "x", "luis", CodeInvalid},
		{"by the asker", "2026-12-10", "x", "ana", CodeDenied},
	} {
		_, err := a.Reschedule(c.due, c.reason, actorOf(c.by), noon)
		wantCode(t, "P2: Reschedule "+c.name, err, c.code, "P2")
	}
	_, err := offered(t, "luis", Marketing).Reschedule("2026-12-10", "x", luis, noon)
	wantCode(t, "Reschedule a proposal", err, CodeConflict, "P2")
}

func TestActionItem_HandOver(t *testing.T) {
	a := accepted(t, "luis", Marketing)
	a.Carried = 2
	t.Run("P2 the new owner accepts anew, the original stays", func(t *testing.T) {
		b := must(t)(a.HandOver(personOf("nora"), "Away", false, actorOf("ana"), false, noon))
		if b.Status != StatusProposed || b.OriginalDueOn != "2026-12-03" || b.OwnerSide != Neutral || b.NeedsDecision() {
			t.Errorf("HandOver = %+v", b)
		}
		_, err := b.Accept("2026-12-20", "", actorOf("nora"), personOf("nora"), noon)
		wantCode(t, "Accept for later without a reason", err, CodeInvalid, "P2")
		c := must(t)(b.Accept("2026-12-20", "I start in December", actorOf("nora"), personOf("nora"), noon))
		if c.Slips != 1 || c.OriginalDueOn != "2026-12-03" || c.Status != StatusOpen {
			t.Errorf("Accept = %+v", c)
		}
		late := must(t)(b.Accept("", "", actorOf("nora"), personOf("nora"), noon.AddDate(0, 1, 0)))
		if late.Slips != 0 || late.DueOn != "2026-12-03" || !late.Overdue(noon.AddDate(0, 1, 0)) {
			t.Errorf("taking over what is late keeps its day: %+v", late)
		}
	})
	t.Run("P1 at once to oneself or to somebody present", func(t *testing.T) {
		if b := must(t)(a.HandOver(personOf("ana"), "I take it", false, actorOf("ana"), false, noon)); b.Status != StatusOpen || b.OwnerID != "ana" {
			t.Errorf("HandOver to oneself = %+v", b)
		}
		if b := must(t)(a.HandOver(personOf("nora"), "She can", true, actorOf("luis"), false, noon)); b.Status != StatusOpen {
			t.Errorf("HandOver to somebody present = %s", b.Status)
		}
	})
	for _, c := range []struct {
		name, to, reason, by string
		leads                bool
		code                 Code
	}{
		{"by a leader", "nora", "x", "max", true, ""},
		{"by somebody else", "nora", "x", "max", false, CodeDenied},
		{"by an observer", "nora", "x", "obi", true, CodeDenied},
		{"without a reason", "nora", "", "luis", false, CodeInvalid},
		{"to the owner", "luis", "x", "luis", false, CodeInvalid},
		{"to an observer", "obi", "x", "luis", false, CodeInvalid},
	} {
		_, err := a.HandOver(personOf(c.to), c.reason, false, actorOf(c.by), c.leads, noon)
		wantCode(t, "HandOver "+c.name, err, c.code, "P2")
	}
	t.Run("P9 an orphan is given without a reason", func(t *testing.T) {
		o := a.Orphan(noon)
		if o.Status != StatusProposed || o.OwnerID != "" || !o.Accepted() {
			t.Fatalf("Orphan = %+v", o)
		}
		if _, err := o.HandOver(personOf("nora"), "", false, actorOf("ana"), false, noon); err != nil {
			t.Error(err)
		}
		done := must(t)(a.Done(actorOf("luis"), noon)).Orphan(noon)
		if done.OwnerID != "luis" {
			t.Error("P9: what has ended leaves its owner's name")
		}
	})
}

func TestActionItem_Work(t *testing.T) {
	luis := actorOf("luis")
	a := accepted(t, "luis", Marketing)
	b := must(t)(a.Block("No access", luis, noon))
	if b.Status != StatusBlocked || b.BlockedReason != "No access" {
		t.Errorf("Block = %+v", b)
	}
	if _, err := a.Block("", luis, noon); CodeOf(err) != CodeInvalid {
		t.Errorf("Block without a reason = %v, want invalid", err)
	}
	if c := must(t)(b.Unblock(luis, noon)); c.Status != StatusOpen || c.BlockedReason != "" {
		t.Errorf("Unblock = %+v", c)
	}
	if c := must(t)(b.Done(luis, noon)); c.Status != StatusDone || c.BlockedReason != "" || c.DoneAt == nil || c.EndedAt == nil {
		t.Errorf("Done from blocked = %+v", c)
	}
	for name, err := range map[string]error{
		"Done by the asker":  second(a.Done(actorOf("ana"), noon)),
		"Block by the asker": second(a.Block("x", actorOf("ana"), noon)),
		"Unblock by another": second(b.Unblock(actorOf("mia"), noon)),
	} {
		wantCode(t, name, err, CodeDenied, "")
	}
	for name, err := range map[string]error{
		"Done of a proposal":  second(offered(t, "luis", Marketing).Done(luis, noon)),
		"Block of a proposal": second(offered(t, "luis", Marketing).Block("x", luis, noon)),
		"Unblock when open":   second(a.Unblock(luis, noon)),
	} {
		wantCode(t, name, err, CodeConflict, "")
	}
}

func second(_ ActionItem, err error) error { return err }

func TestActionItem_Confirm(t *testing.T) {
	done := func(owner string, side Side) ActionItem {
		return must(t)(accepted(t, owner, side).Done(actorOf(owner), noon))
	}
	forMarketing := done("luis", Marketing)
	for _, c := range []struct {
		name string
		item ActionItem
		by   Actor
		code Code
	}{
		{"P3 anybody of the other side", forMarketing, actorOf("max"), ""},
		{"P3 nobody of the owner's side", forMarketing, actorOf("ana"), CodeDenied},
		{"P3 nobody neutral", forMarketing, actorOf("nora"), CodeDenied},
		{"P3 no observer", forMarketing, actorOf("obi"), CodeDenied},
		{"P3 nobody confirms their own", forMarketing, Actor{PersonID: "luis", Side: Marketing, Role: RoleAdmin}, CodeDenied},
		{"P3 an admin of another side neither", forMarketing, Actor{PersonID: "x", Side: Sales, Role: RoleAdmin}, CodeDenied},
		{"P3 a neutral owner's work is confirmed too", done("nora", Sales), actorOf("ana"), ""},
		{"P3 work for the own side is final", done("luis", Sales), actorOf("ana"), CodeConflict},
		{"P3 joint work is final", done("luis", Neutral), actorOf("mia"), CodeConflict},
		{"P3 what is open waits", accepted(t, "luis", Marketing), actorOf("mia"), CodeConflict},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := c.item.Confirm(c.by, noon)
			wantCode(t, "Confirm", err, c.code, "P3")
			if c.code == "" && (a.Status != StatusConfirmed || string(a.ConfirmedBy) != c.by.PersonID || a.SelfConfirmed) {
				t.Errorf("Confirm = %+v", a)
			}
			_, err = c.item.Return("Half of it", c.by, noon)
			wantCode(t, "Return", err, c.code, "P3")
		})
	}
	t.Run("P3 a return keeps both dates and asks for a reason", func(t *testing.T) {
		a := must(t)(forMarketing.Return("Half of it", actorOf("mia"), noon))
		if a.Status != StatusOpen || a.DoneAt != nil || a.EndedAt != nil || a.DueOn != forMarketing.DueOn || a.OriginalDueOn != forMarketing.OriginalDueOn {
			t.Errorf("Return = %+v", a)
		}
		_, err := forMarketing.Return("", actorOf("mia"), noon)
		wantCode(t, "Return without a reason", err, CodeInvalid, "P3")
	})
}

func TestActionItem_ConfirmItself(t *testing.T) {
	berlin := Zone("Europe/Berlin")
	days := WorkCalendar{Week: WorkWeek("1,2,3,4,5"), Off: NewDaysOff([]DayOff{{Date: "2026-12-01", Name: "Founders' day"}})}
	a := must(t)(accepted(t, "luis", Marketing).Done(actorOf("luis"), noon)) // a Thursday
	at := time.Date(2026, 12, 4, 23, 0, 0, 0, time.UTC)                      // the end of the next Friday in Berlin: the Tuesday is off
	if got := a.ConfirmsItselfAt(days, berlin); !got.Equal(at) {
		t.Errorf("P3: confirms itself at %s, want %s", got, at)
	}
	_, err := a.ConfirmItself(days, berlin, at.Add(-time.Microsecond))
	wantCode(t, "P3: ConfirmItself within five working days", err, CodeConflict, "P3")
	b := must(t)(a.ConfirmItself(days, berlin, at))
	if b.Status != StatusConfirmed || !b.SelfConfirmed || b.ConfirmedBy != "" {
		t.Errorf("P3: ConfirmItself = %+v", b)
	}
	own := must(t)(accepted(t, "luis", Sales).Done(actorOf("luis"), noon))
	if _, err := own.ConfirmItself(days, berlin, at); CodeOf(err) != CodeConflict {
		t.Errorf("P3: own side's work confirms itself: %v", err)
	}
}

func TestActionItem_Drop(t *testing.T) {
	luis, mia := actorOf("luis"), actorOf("mia")
	a := accepted(t, "luis", Marketing)
	t.Run("P6 the owner asks the other side, which agrees", func(t *testing.T) {
		b := must(t)(a.Drop("Not needed", luis, false, noon))
		if b.Status != StatusOpen || b.DropAskedBy != "luis" || !b.AwaitsDrop() {
			t.Fatalf("Drop = %+v, want a request", b)
		}
		_, err := b.Drop("Not needed", actorOf("ana"), false, noon)
		wantCode(t, "Drop again", err, CodeConflict, "P6")
		c := must(t)(b.Drop("", mia, false, noon))
		if c.Status != StatusDropped || c.EndedReason != "Not needed" {
			t.Errorf("the side's drop = %+v, want consent", c)
		}
	})
	t.Run("P6 the side refuses", func(t *testing.T) {
		b := must(t)(a.Drop("Not needed", luis, false, noon))
		_, err := b.RefuseDrop("We need it", luis, noon)
		wantCode(t, "RefuseDrop by the owner", err, CodeDenied, "P6")
		_, err = b.RefuseDrop("", mia, noon)
		wantCode(t, "RefuseDrop without a reason", err, CodeInvalid, "P6")
		if c := must(t)(b.RefuseDrop("We need it", mia, noon)); c.AwaitsDrop() || c.Status != StatusOpen {
			t.Errorf("RefuseDrop = %+v", c)
		}
		_, err = a.RefuseDrop("x", mia, noon)
		wantCode(t, "RefuseDrop without a request", err, CodeConflict, "P6")
	})
	t.Run("P6 the owner drops what is for their own side", func(t *testing.T) {
		if b := must(t)(accepted(t, "luis", Sales).Drop("x", luis, false, noon)); b.Status != StatusDropped {
			t.Errorf("Drop = %s", b.Status)
		}
	})
	t.Run("P6 a leader of the side it is for drops at once", func(t *testing.T) {
		if b := must(t)(a.Drop("x", mia, true, noon)); b.Status != StatusDropped {
			t.Errorf("Drop = %s", b.Status)
		}
	})
	t.Run("P9 an owner who changed sides still promised as before", func(t *testing.T) {
		changed := luis
		changed.Side = Marketing
		if b := must(t)(a.Drop("x", changed, false, noon)); b.Status != StatusOpen || !b.AwaitsDrop() {
			t.Errorf("Drop = %s, want a request", b.Status)
		}
	})
	t.Run("P6 anybody of the side it is for drops at once", func(t *testing.T) {
		if b := must(t)(a.Drop("We need it no more", mia, false, noon)); b.Status != StatusDropped || b.EndedReason == "" {
			t.Errorf("Drop = %+v, want dropped with the reason", b)
		}
		_, err := a.Drop("x", actorOf("obi"), false, noon)
		wantCode(t, "Drop by an observer of that side", err, CodeDenied, "P6")
		_, err = accepted(t, "luis", Neutral).Drop("x", mia, false, noon)
		wantCode(t, "Drop of joint work by somebody without a part in it", err, CodeDenied, "P6")
	})
	_, err := a.Drop("x", actorOf("nora"), false, noon)
	wantCode(t, "Drop by somebody who has no part in it", err, CodeDenied, "P6")
	_, err = a.Drop(" ", luis, false, noon)
	wantCode(t, "Drop without a reason", err, CodeInvalid, "P6")
	_, err = must(t)(a.Done(luis, noon)).Drop("x", luis, false, noon)
	wantCode(t, "Drop of what is done", err, CodeConflict, "P6")
	if b := must(t)(must(t)(a.Drop("x", luis, false, noon)).Done(luis, noon)); b.DropAskedBy != "" {
		t.Error("a done item still asks to be dropped")
	}
}

func TestActionItem_Carried(t *testing.T) {
	a := accepted(t, "luis", Marketing)
	a.SeriesID, a.MeetingID, a.TeamID = "s1", "m1", "t1"
	byHand := accepted(t, "luis", Marketing)
	byHand.TeamID = "t1"
	for _, c := range []struct {
		name string
		item ActionItem
		m    Meeting
		want int
	}{
		{"P5 a later meeting of its series", a, Meeting{ID: "m2", SeriesID: "s1", TeamID: "t1"}, 1},
		{"P5 not the meeting it was made in", a, Meeting{ID: "m1", SeriesID: "s1", TeamID: "t1"}, 0},
		{"P5 not another series of the team", a, Meeting{ID: "m2", SeriesID: "s2", TeamID: "t1"}, 0},
		{"P5 without a meeting any series of its team", byHand, Meeting{ID: "m2", SeriesID: "s2", TeamID: "t1"}, 1},
		{"P5 not one of another team", byHand, Meeting{ID: "m2", SeriesID: "s2", TeamID: "t2"}, 0},
		{"P5 not a one-time meeting", byHand, Meeting{ID: "m2", TeamID: "t1"}, 0},
	} {
		if got := c.item.CarriedAt(c.m).Carried; got != c.want {
			t.Errorf("%s: carried = %d, want %d", c.name, got, c.want)
		}
	}
	if got := a.CarriedAt(Meeting{ID: "m2", SeriesID: "s2", TeamID: "t1"}, "s1", "s2").Carried; got != 1 {
		t.Errorf("P5 a meeting of what the series was split into: carried = %d, want 1", got)
	}
	a.Carried = 1
	if a.NeedsDecision() {
		t.Error("P5: carried once asks for a decision")
	}
	_, err := a.Keep("x", actorOf("luis"), false, noon)
	wantCode(t, "Keep when nothing asks", err, CodeConflict, "P5")
	a.Carried = 2
	if !a.NeedsDecision() {
		t.Error("P5: carried twice asks for no decision")
	}
	_, err = a.Keep("", actorOf("luis"), false, noon)
	wantCode(t, "Keep without a reason", err, CodeInvalid, "P5")
	_, err = a.Keep("x", actorOf("mia"), false, noon)
	wantCode(t, "Keep by somebody else", err, CodeDenied, "P5")
	a = must(t)(a.Keep("Still right", actorOf("luis"), false, noon))
	if a.NeedsDecision() || a.Carried != 2 {
		t.Errorf("Keep = %+v", a)
	}
	if a.Carried = 4; !a.NeedsDecision() {
		t.Error("P5: carried twice more asks for no decision")
	}
}

func TestActionItem_Edit(t *testing.T) {
	a := offered(t, "luis", Marketing)
	b := must(t)(a.Edit(ItemDraft{Title: "Send both lists", DueOn: "2026-12-04"}, noon))
	if b.Title != "Send both lists" || b.AskedDueOn != "2026-12-04" || b.DueOn != "2026-12-04" {
		t.Errorf("Edit = %+v", b)
	}
	_, err := accepted(t, "luis", Marketing).Edit(ItemDraft{Title: "x", DueOn: "2026-12-04"}, noon)
	wantCode(t, "Edit of a promised day", err, CodeInvalid, "P2")
	_, err = a.Edit(ItemDraft{Title: " ", DueOn: a.DueOn}, noon)
	wantCode(t, "Edit to nothing", err, CodeInvalid, "")
}

func TestUndo(t *testing.T) {
	e := Event{Seq: 7, At: noon, ActorID: "luis"}
	seven := int64(7)
	wantCode(t, "Undo within ten minutes", Undo(e, 7, actorOf("luis"), noon.Add(UndoFor)), "", "")
	wantCode(t, "Undo later", Undo(e, 7, actorOf("luis"), noon.Add(UndoFor+1)), CodeConflict, "P8")
	wantCode(t, "Undo by another", Undo(e, 7, actorOf("ana"), noon), CodeDenied, "P8")
	wantCode(t, "Undo when something followed", Undo(e, 8, actorOf("luis"), noon), CodeConflict, "P8")
	wantCode(t, "Undo of an undo", Undo(Event{Seq: 8, At: noon, ActorID: "luis", Undoes: &seven}, 8, actorOf("luis"), noon), CodeConflict, "P8")
}

func TestActionItem_ResultAt(t *testing.T) {
	end := time.Date(2026, 12, 3, 23, 0, 0, 0, time.UTC)
	before := end.Add(-time.Microsecond)
	for _, c := range []struct {
		name   string
		status Status
		done   *time.Time
		at     time.Time
		want   Result
	}{
		{"P4 done in the last microsecond", StatusDone, &before, end.Add(time.Hour), ResultKeptOnTime},
		{"P4 done when the day had ended", StatusConfirmed, &end, end.Add(time.Hour), ResultKeptLate},
		{"P4 open when the day had ended", StatusBlocked, nil, end, ResultMissed},
		{"P4 open on the day", StatusOpen, nil, before, ResultRunning},
		{"P4 dropped", StatusDropped, nil, end, ResultDropped},
	} {
		a := ActionItem{Status: c.status, DoneAt: c.done, OriginalDueEndsAt: &end}
		if got := a.ResultAt(c.at); got != c.want {
			t.Errorf("%s: ResultAt = %s, want %s", c.name, got, c.want)
		}
	}
}
