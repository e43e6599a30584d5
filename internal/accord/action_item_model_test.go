package accord

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// itemModel says what product.md says of an action item, in its own words:
// tables of what is possible when and by whom, days as plain numbers.
type itemModel struct {
	state          string
	owner, back    string // back: who gets it when the new owner declines
	as, backAs     string // the side they promised as
	asker, forSide string
	orig, due      int // days from the first; -1 is none
	slips          int
	carried, kept  int
	drop           string // who asked to drop it
	doneAt         int
	silent         bool
}

// possible is the life of an item: which verbs its states know.
var possible = map[string]string{
	"proposed":  "accept decline hand drop edit",
	"open":      "block done new hand drop edit",
	"blocked":   "unblock done new hand drop edit",
	"done":      "confirm return",
	"confirmed": "",
	"declined":  "",
	"dropped":   "",
}

// modelStep is one thing somebody tries.
type modelStep struct {
	verb, by, to string
	day          int // the due day named, or -1
	reason       bool
	leads        bool
	today        int
}

var modelSides = map[string]string{"ana": "sales", "luis": "sales", "mia": "marketing", "max": "marketing", "nora": "neutral", "obi": "marketing"}

// try gives the item afterwards and whether the rules allow it at all.
func (m itemModel) try(s modelStep) (itemModel, bool) {
	own, part := s.by == m.owner, s.by != "obi" && (s.by == m.owner || s.by == m.asker || s.leads)
	speaks := modelSides[s.by]
	if own {
		speaks = m.as
	}
	consents := s.by != "obi" && (m.forSide == "neutral" || speaks == m.forSide)
	judges := s.by != "obi" && m.forSide != "neutral" && modelSides[s.by] == m.forSide && !own && m.as != m.forSide
	knows := func(verb string) bool { return slices.Contains(strings.Fields(possible[m.state]), verb) }
	alive := knows("drop")
	switch s.verb {
	case "accept":
		due := m.due
		if s.day >= 0 {
			due = s.day
		}
		switch {
		case !knows("accept") || !own || due < 0:
			return m, false
		case m.orig < 0 && due < s.today, m.orig >= 0 && due != m.due && (due < s.today || !s.reason):
			return m, false
		}
		return m.open(due), true
	case "decline":
		if !knows("decline") || !own {
			return m, false
		}
		switch {
		case m.back != "":
			m.owner, m.as = m.back, m.backAs
			return m.open(m.due), true
		case m.orig >= 0:
			m.owner = ""
		default:
			m.state = "declined"
		}
		return m, true
	case "block", "unblock":
		if !knows(s.verb) || !own || s.verb == "block" && !s.reason {
			return m, false
		}
		m.state = map[string]string{"block": "blocked", "unblock": "open"}[s.verb]
		return m, true
	case "done":
		if !knows("done") || !own {
			return m, false
		}
		m.state, m.doneAt, m.drop = "done", s.today, ""
		return m, true
	case "new":
		if !knows("new") || !own || !s.reason || s.day < s.today || s.day == m.due {
			return m, false
		}
		if s.day > m.due {
			m.slips++
		}
		m.due = s.day
		return m, true
	case "hand":
		if !knows("hand") || !part || !s.reason && m.owner != "" || s.to == m.owner || s.to == "obi" {
			return m, false
		}
		if m.state == "open" || m.state == "blocked" {
			m.back, m.backAs = m.owner, m.as
		}
		m.owner, m.as, m.state, m.kept = s.to, modelSides[s.to], "proposed", m.carried
		if s.to == s.by && m.due >= 0 && (m.orig >= 0 || m.due >= s.today) {
			return m.open(m.due), true
		}
		return m, true
	case "confirm", "return":
		if !knows(s.verb) || !judges || s.verb == "return" && !s.reason {
			return m, false
		}
		m.state = map[string]string{"confirm": "confirmed", "return": "open"}[s.verb]
		return m, true
	case "silence": // five whole working days, every day is one here
		if m.state != "done" || m.forSide == "neutral" || m.as == m.forSide || s.today <= m.doneAt+5 {
			return m, false
		}
		m.state, m.silent = "confirmed", true
		return m, true
	case "drop":
		switch {
		case !knows("drop"):
			return m, false
		case m.drop != "" && consents:
			m.state = "dropped"
		case !part && (!consents || m.forSide == "neutral") || m.drop != "" || !s.reason:
			return m, false
		case consents:
			m.state = "dropped"
		default:
			m.drop = s.by
		}
		return m, true
	case "refuse":
		if !alive || m.drop == "" || !consents || !s.reason {
			return m, false
		}
		m.drop = ""
		return m, true
	case "keep":
		if !alive || m.carried < m.kept+2 || !part || !s.reason {
			return m, false
		}
		m.kept = m.carried
		return m, true
	case "carry":
		if m.state == "open" || m.state == "blocked" {
			m.carried++
		}
		return m, true
	case "leave":
		if alive {
			m.state, m.owner, m.back = "proposed", "", ""
		}
		return m, true
	}
	panic(s.verb)
}

func (m itemModel) open(due int) itemModel {
	if m.orig < 0 {
		m.orig = due
	} else if due > m.due {
		m.slips++
	}
	m.state, m.due, m.back = "open", due, ""
	return m
}

// machine does the same with the rules under test.
func machine(a ActionItem, s modelStep, now time.Time) (ActionItem, error) {
	by, reason, due := actorOf(s.by), "", Date("")
	if s.reason {
		reason = "because"
	}
	if s.day >= 0 {
		due = firstDay.AddDays(s.day)
	}
	switch s.verb {
	case "accept":
		return a.Accept(due, reason, by, personOf(s.by), now)
	case "decline":
		return a.Decline(reason, by, now)
	case "block":
		return a.Block(reason, by, now)
	case "unblock":
		return a.Unblock(by, now)
	case "done":
		return a.Done(by, now)
	case "new":
		return a.Reschedule(due, reason, by, now)
	case "hand":
		return a.HandOver(personOf(s.to), reason, false, by, s.leads, now)
	case "confirm":
		return a.Confirm(by, now)
	case "return":
		return a.Return(reason, by, now)
	case "silence":
		return a.ConfirmItself(WorkCalendar{Week: WorkingDays{true, true, true, true, true, true, true}}, Zone("Europe/Berlin"), now)
	case "drop":
		return a.Drop(reason, by, s.leads, now)
	case "refuse":
		return a.RefuseDrop(reason, by, now)
	case "keep":
		return a.Keep(reason, by, s.leads, now)
	case "carry":
		if a.Status.Running() {
			a = a.CarriedAt(Meeting{ID: "later", SeriesID: "s"})
		}
		return a, nil
	case "leave":
		return a.Orphan(now), nil
	}
	panic(s.verb)
}

const firstDay = Date("2026-11-26")

// TestActionItem_model walks random sequences and holds the machine against the
// model after every step: P1–P6 and P9. 10,000 sequences, 100,000 with ACCORD_TEST_LONG.
func TestActionItem_model(t *testing.T) {
	checks := "10000"
	if os.Getenv("ACCORD_TEST_LONG") != "" {
		checks = "100000"
	}
	was := flag.Lookup("rapid.checks").Value.String()
	flag.Set("rapid.checks", checks)
	defer flag.Set("rapid.checks", was)
	reached := map[string]int{}
	rapid.Check(t, func(t *rapid.T) { walkItem(t, reached) })
	for state := range possible {
		if reached[state] == 0 {
			t.Errorf("no sequence reached %s", state)
		}
	}
}

func walkItem(t *rapid.T, reached map[string]int) {
	names := rapid.SampledFrom([]string{"ana", "luis", "mia", "max", "nora", "obi"})
	day := rapid.IntRange(-1, 30)
	today := 0
	owner := rapid.SampledFrom([]string{"luis", "mia", "nora", "ana"}).Draw(t, "owner")
	side := rapid.SampledFrom([]string{"sales", "marketing", "neutral"}).Draw(t, "side")
	m := itemModel{state: "proposed", owner: owner, as: modelSides[owner], asker: "ana", forSide: side, orig: -1, due: day.Draw(t, "asked")}
	draft := ItemDraft{Title: "x", ForSide: Side(side)}
	if m.due >= 0 {
		draft.DueOn = firstDay.AddDays(m.due)
	}
	p := personOf(owner)
	a, err := Offer(draft, &p, false, actorOf("ana"), noon)
	if err != nil {
		t.Fatal(err)
	}
	a.SeriesID, a.MeetingID = "s", "first"
	if owner == "ana" && m.due >= 0 {
		m = m.open(m.due)
	}
	verbs := rapid.SampledFrom([]string{"accept", "accept", "decline", "block", "unblock", "done", "done", "new", "new", "hand", "hand", "confirm", "return", "silence", "drop", "drop", "refuse", "keep", "carry", "carry", "leave"})
	for range rapid.IntRange(1, 30).Draw(t, "steps") {
		s := modelStep{
			verb: verbs.Draw(t, "verb"), by: names.Draw(t, "by"), to: names.Draw(t, "to"),
			day: day.Draw(t, "day"), reason: rapid.IntRange(0, 4).Draw(t, "reason") > 0,
			leads: rapid.IntRange(0, 3).Draw(t, "leads") == 0,
		}
		if m.owner != "" && rapid.Bool().Draw(t, "by its owner") {
			s.by = m.owner
		}
		today += rapid.SampledFrom([]int{0, 0, 0, 1, 3}).Draw(t, "later")
		s.today = today
		next, allowed := m.try(s)
		b, err := machine(a, s, noon.AddDate(0, 0, today))
		if allowed != (err == nil) {
			t.Fatalf("%+v: model allows %v, machine says %v\nmodel   %+v\nmachine %+v", s, allowed, err, m, a)
		}
		if code := CodeOf(err); err != nil && code != CodeInvalid && code != CodeConflict && code != CodeDenied {
			t.Fatalf("%+v: refused with %q", s, code)
		}
		m = next
		if err == nil {
			a = b
		}
		if got := seen(a); got != m.seen() {
			t.Fatalf("after %+v\nmodel   %+v\nmachine %+v", s, m.seen(), got)
		}
		checkItem(t, a)
		reached[m.state]++
	}
}

// itemSeen is what model and machine must agree on.
type itemSeen struct {
	State, Owner, Drop          string
	Orig, Due                   Date
	Slips, Carried              int
	Asks, Waits, Silent, Closed bool
}

func (m itemModel) seen() itemSeen {
	on := func(n int) Date {
		if n < 0 {
			return ""
		}
		return firstDay.AddDays(n)
	}
	alive := strings.Contains(possible[m.state], "drop")
	s := itemSeen{
		State: m.state, Owner: m.owner, Orig: on(m.orig), Due: on(m.due), Slips: m.slips, Carried: m.carried,
		Asks: alive && m.carried >= m.kept+2, Silent: m.silent, Closed: !alive,
		Waits: m.state == "done" && m.forSide != "neutral" && m.as != m.forSide,
	}
	if alive {
		s.Drop = m.drop
	}
	return s
}

func seen(a ActionItem) itemSeen {
	s := itemSeen{
		State: string(a.Status), Owner: string(a.OwnerID), Orig: a.OriginalDueOn, Due: a.DueOn, Slips: a.Slips, Carried: a.Carried,
		Asks: a.NeedsDecision(), Waits: a.AwaitsConfirmation(), Silent: a.SelfConfirmed, Closed: a.EndedAt != nil,
	}
	if a.AwaitsDrop() {
		s.Drop = string(a.DropAskedBy)
	}
	return s
}

// checkItem holds what is true of every item at every time.
func checkItem(t *rapid.T, a ActionItem) {
	running := a.Status.Running()
	switch {
	case running && (a.OwnerID == "" || a.DueOn == ""):
		t.Fatalf("P1: %s without an owner or a due date", a.Status)
	case running && (a.OriginalDueOn == "" || a.DueEndsAt == nil || a.OriginalDueEndsAt == nil || a.AcceptedAt == nil):
		t.Fatalf("P2: %s without an original due", a.Status)
	case a.Status == StatusConfirmed && !a.NeedsConfirmation():
		t.Fatalf("P3: confirmed what needs no confirmation")
	case a.ConfirmedBy != "" && a.ConfirmedBy == a.OwnerID:
		t.Fatalf("P3: confirmed by its owner")
	case (a.DoneAt != nil) != (a.Status == StatusDone || a.Status == StatusConfirmed):
		t.Fatalf("%s with done at %v", a.Status, a.DoneAt)
	case a.DueEndsAt != nil && running && !a.DueEndsAt.Equal(a.DueOn.End(Zone(a.OwnerZone))):
		t.Fatalf("due %s ends at %s", a.DueOn, a.DueEndsAt)
	}
}
