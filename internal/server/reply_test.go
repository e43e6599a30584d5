package server

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/internal/store"
)

// replied is an iTIP REPLY as calendar programs write it; change replaces pairs
// of texts in it.
func replied(uid, address, answer string, change ...string) string {
	text := strings.NewReplacer("{uid}", uid, "{address}", address, "{answer}", answer).Replace(`BEGIN:VCALENDAR
METHOD:REPLY
PRODID:-//Somebody//Calendar//EN
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;PARTSTAT={answer};CN="Somebody":MAILTO:{address}
UID:{uid}
DTSTAMP:20270104T080000Z
SEQUENCE:0
END:VEVENT
END:VCALENDAR
`)
	return strings.ReplaceAll(strings.NewReplacer(change...).Replace(text), "\n", "\r\n")
}

const slotLine = "END:VEVENT"

// atSlot makes the answer one to a date.
func atSlot(line string) []string { return []string{slotLine, line + "\n" + slotLine} }

// hand hands a reply in.
func (c *company) hand(as, body string, want int) map[string]any {
	c.t.Helper()
	status, got, _ := c.call(as, "POST", "/calendar/replies", body, "Content-Type", "text/calendar; charset=utf-8")
	if status != want {
		c.t.Errorf("POST /calendar/replies as %s = %d %v, want %d", as, status, got, want)
	}
	items, _ := got["items"].([]any)
	if len(items) == 0 {
		return got
	}
	return items[0].(map[string]any)
}

// answerAt opens a date and says what the person answered there.
func (c *company) answerAt(seriesID, slot string, person accord.Actor) string {
	c.t.Helper()
	m := id(c.made("admin", "/series/"+seriesID+"/occurrences/"+slot+"/open", ``))
	return c.answerTo(m, person)
}

func (c *company) answerTo(meetingID string, person accord.Actor) string {
	c.t.Helper()
	people, err := c.store.MeetingPeople(store.Within(c.t.Context(), c.workspace), meetingID)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, p := range people {
		if p.PersonID == person.PersonID {
			return p.Response
		}
	}
	return "not invited"
}

func newRepliesCompany(t *testing.T) (c *company, series, uid string) {
	c = newCompany(t)
	c.now = time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	series = c.furnish("acme", "TU", "2027-01-05T10:00")["series"]
	return c, series, series + "@accord"
}

func TestReply_WholeSeries(t *testing.T) {
	c, series, uid := newRepliesCompany(t)
	open := id(c.made("admin", "/series/"+series+"/occurrences/2027-01-12T10:00/open", ``))
	got := c.hand("member", replied(uid, "Bo@ACME.test", "ACCEPTED"), 200)
	if got["taken"] != true || got["response"] != "yes" || got["series_id"] != series || got["original_start"] != "" || got["person_id"] != c.member.PersonID {
		t.Errorf("a reply = %v, want it taken for the series", got)
	}
	if got := c.answerTo(open, c.member); got != "yes" {
		t.Errorf("the answer at an opened date = %q, want yes", got)
	}
	if got := c.answerAt(series, "2027-01-19T10:00", c.member); got != "yes" {
		t.Errorf("the answer at a date opened later = %q, want yes", got)
	}
	if got := c.answerAt(series, "2027-01-26T10:00", c.admin); got != "" {
		t.Errorf("somebody else's answer = %q, want none", got)
	}
	c.hand("member", replied(uid, "bo@acme.test", "TENTATIVE", "T080000Z", "T083000Z"), 200)
	if got := c.answerTo(open, c.member); got != "maybe" {
		t.Errorf("after another answer to the series the one at a date = %q, want maybe", got)
	}
}

// Trap 14: an answer to one date is to that date only, and one to the series
// leaves it alone.
func TestReply_OneDate(t *testing.T) {
	c, series, uid := newRepliesCompany(t)
	open := id(c.made("admin", "/series/"+series+"/occurrences/2027-01-12T10:00/open", ``))
	for _, tt := range []struct{ uid, line, slot string }{
		{uid, "RECURRENCE-ID;TZID=Europe/Berlin:20270112T100000", "2027-01-12T10:00"},
		{uid, "RECURRENCE-ID:20270119T090000Z", "2027-01-19T10:00"},
		{uid, "RECURRENCE-ID;TZID=W. Europe Standard Time:20270126T100000", "2027-01-26T10:00"},
		{series + "-20270202T1000@accord", "COMMENT:On a train", "2027-02-02T10:00"},
	} {
		if got := c.hand("member", replied(tt.uid, "bo@acme.test", "DECLINED", atSlot(tt.line)...), 200); got["taken"] != true || got["original_start"] != tt.slot {
			t.Errorf("%s: %v, want it taken at %s", tt.line, got, tt.slot)
		}
	}
	c.hand("member", replied(uid, "bo@acme.test", "ACCEPTED", "T080000Z", "T083000Z"), 200)
	for slot, want := range map[string]string{"2027-01-19T10:00": "no", "2027-01-26T10:00": "no", "2027-02-02T10:00": "no", "2027-02-09T10:00": "yes"} {
		if got := c.answerAt(series, slot, c.member); got != want {
			t.Errorf("the answer at %s = %q, want %q", slot, got, want)
		}
	}
	if got := c.answerTo(open, c.member); got != "no" {
		t.Errorf("the answer at the opened date = %q, want no", got)
	}
	if got := c.hand("member", replied(uid, "bo@acme.test", "DECLINED", atSlot("RECURRENCE-ID:20270120T090000Z")...), 422); got["errors"] == nil {
		t.Errorf("a date the series has not = %v, want an error on the file", got)
	}
}

func TestReply_Older(t *testing.T) {
	c, series, uid := newRepliesCompany(t)
	date := atSlot("RECURRENCE-ID;TZID=Europe/Berlin:20270112T100000")
	open := id(c.made("admin", "/series/"+series+"/occurrences/2027-01-12T10:00/open", ``))
	c.hand("member", replied(uid, "bo@acme.test", "DECLINED", date...), 200)
	if got := c.hand("member", replied(uid, "bo@acme.test", "ACCEPTED", append(date, "T080000Z", "T075959Z")...), 200); got["taken"] != false {
		t.Errorf("an older answer = %v, want it left aside", got)
	}
	if got := c.answerTo(open, c.member); got != "no" {
		t.Errorf("after an older answer = %q, want no", got)
	}
	// What was said on the page since counts.
	c.call("member", "PUT", "/meetings/"+open+"/attendance/"+c.member.PersonID, `{"response":"maybe"}`)
	if got := c.hand("member", replied(uid, "bo@acme.test", "ACCEPTED", append(date, "T080000Z", "T083000Z")...), 200); got["taken"] != false {
		t.Errorf("an answer older than the one on the page = %v, want it left aside", got)
	}
	// An answer to a date as it was before it changed.
	err := c.store.Tx(t.Context(), c.workspace, func(ctx context.Context, tx *store.Store) error {
		m, err := tx.Meeting(ctx, open)
		m.Sequence = 2
		if err == nil {
			err = tx.SaveMeeting(ctx, &m)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for sequence, want := range map[string]bool{"1": false, "2": true} {
		later := slices.Concat(date, []string{"T080000Z", "T170000Z", "SEQUENCE:0", "SEQUENCE:" + sequence})
		if got := c.hand("member", replied(uid, "bo@acme.test", "ACCEPTED", later...), 200); got["taken"] != want {
			t.Errorf("an answer with SEQUENCE %s = %v, want taken %v", sequence, got, want)
		}
	}
	// A stamp of tomorrow does not outlast what is said today.
	c.now = c.now.Add(10 * time.Hour)
	c.hand("member", replied(uid, "bo@acme.test", "DECLINED", append(date, "20270104T080000Z", "20280104T080000Z", "SEQUENCE:0", "SEQUENCE:2")...), 200)
	c.now = c.now.Add(time.Hour)
	if status, _, _ := c.call("member", "PUT", "/meetings/"+open+"/attendance/"+c.member.PersonID, `{"response":"yes"}`); status != 200 || c.answerTo(open, c.member) != "yes" {
		t.Errorf("answering on the page afterwards = %d", status)
	}
}

// X1, X4: one's own answer, an admin anybody's, nobody's to what they do not see.
func TestReply_Whose(t *testing.T) {
	c, series, uid := newRepliesCompany(t)
	c.hand("member", replied(uid, "ana@acme.test", "DECLINED"), 403)
	if got := c.hand("admin", replied(uid, "bo@acme.test", "DECLINED"), 200); got["person_id"] != c.member.PersonID || got["taken"] != true {
		t.Errorf("an admin hands in Bo's answer = %v", got)
	}
	if got := c.answerAt(series, "2027-01-19T10:00", c.member); got != "no" {
		t.Errorf("Bo's answer = %q, want no", got)
	}
	c.hand("admin", replied(uid, "nobody@acme.test", "DECLINED"), 422)
	c.hand("read", replied(uid, "ana@acme.test", "DECLINED"), 403)
	nothing := c.hand("observer", replied("01900000-0000-7000-8000-000000000000@accord", "cy@acme.test", "ACCEPTED"), 422)
	for _, other := range []string{uid, series + "@google.com", "x"} {
		if got := c.hand("observer", replied(other, "cy@acme.test", "ACCEPTED"), 422); strip(fmt.Sprint(got)) != strip(fmt.Sprint(nothing)) {
			t.Errorf("an answer to what one does not see = %v, to nothing = %v: they must read alike", got, nothing)
		}
	}
	outsider, _, err := c.app.AddPerson(t.Context(), c.admin, app.NewPerson{Name: "Di", Email: "di@acme.test", Side: accord.Sales, Role: accord.RoleMember}, true)
	if err != nil {
		t.Fatal(err)
	}
	c.hand("admin", replied(uid, outsider.Email, "ACCEPTED"), 403) // sees the series, is not invited to it
}

func TestReply_Refused(t *testing.T) {
	c, _, uid := newRepliesCompany(t)
	for name, body := range map[string]string{
		"COUNTER":     replied(uid, "bo@acme.test", "TENTATIVE", "METHOD:REPLY", "METHOD:COUNTER"),
		"REQUEST":     replied(uid, "bo@acme.test", "ACCEPTED", "METHOD:REPLY", "METHOD:REQUEST"),
		"DELEGATED":   replied(uid, "bo@acme.test", "DELEGATED"),
		"no file":     "",
		"no calendar": "hello",
	} {
		got := c.hand("member", body, 422)
		if !strings.Contains(fmt.Sprint(got["errors"]), "location:file") {
			t.Errorf("%s = %v, want an error on the file", name, got)
		}
	}
	if status, _, _ := c.call("member", "POST", "/calendar/replies", replied(uid, "bo@acme.test", "ACCEPTED")); status != 415 {
		t.Errorf("a reply of no type = %d, want 415", status)
	}
	running := atSlot("RECURRENCE-ID;TZID=Europe/Berlin:20270105T100000") // started by furnish
	c.hand("member", replied(uid, "bo@acme.test", "ACCEPTED", running...), 409)
}

// Trap 12: an answer invites nobody anew and raises no SEQUENCE.
func TestReply_TellsNobody(t *testing.T) {
	c, series, uid := newRepliesCompany(t)
	within := store.Within(t.Context(), c.workspace)
	before, err := c.store.Series(within, series)
	if err != nil {
		t.Fatal(err)
	}
	mails := c.deliveries()
	c.hand("member", replied(uid, "bo@acme.test", "ACCEPTED"), 200)
	c.hand("member", replied(uid, "bo@acme.test", "DECLINED", atSlot("RECURRENCE-ID:20270119T090000Z")...), 200)
	after, err := c.store.Series(within, series)
	if err != nil || after.Sequence != before.Sequence || after.Version != before.Version {
		t.Errorf("the series after two answers = %+v, want it as it was", after)
	}
	if got := c.deliveries(); got != mails {
		t.Errorf("two answers queued %d mails, want none", got-mails)
	}
}

func TestReply_OneTimeMeeting(t *testing.T) {
	c, _, _ := newRepliesCompany(t)
	m := id(c.made("admin", "/meetings", `{"title":"Once","starts_at":"2027-02-01T10:00:00Z","duration_minutes":30,"people":["`+c.member.PersonID+`"]}`))
	c.hand("member", replied(m+"@accord", "bo@acme.test", "ACCEPTED"), 200)
	if got := c.answerTo(m, c.member); got != "yes" {
		t.Errorf("the answer = %q, want yes", got)
	}
}

// deliveries counts the mails that were queued.
func (c *company) deliveries() int {
	c.t.Helper()
	list, err := c.store.Deliveries(store.Within(c.t.Context(), c.workspace), "", "", 10_000)
	if err != nil {
		c.t.Fatal(err)
	}
	return len(list)
}

func TestReply_Pages(t *testing.T) {
	c, series, uid := newRepliesCompany(t)
	b := c.browser()
	b.want(303, "POST", "/login", fields("email", "ana@acme.test", "password", "correct horse"))
	b.want(303, "POST", "/account/replies", upload("file", replied(uid, "ana@acme.test", "TENTATIVE")))
	if page := b.want(200, "GET", "/account/calendar", ""); !strings.Contains(page, "Your answer is kept. acme series: Maybe.") {
		t.Error("the page does not say what became of the answer")
	}
	for name, file := range map[string]string{"no file": "", "a picture": "\x89PNG", "an invitation": replied(uid, "ana@acme.test", "ACCEPTED", "REPLY", "REQUEST")} {
		if page := b.want(422, "POST", "/account/replies", upload("file", file)); !strings.Contains(page, `href="#f-file"`) {
			t.Errorf("%s: no error by the field", name)
		}
	}
	pressed := func(path, answer string) bool {
		page := b.want(200, "GET", path, "")
		return strings.Contains(page, `value="`+answer+`" aria-pressed="true"`)
	}
	if !pressed("/series/"+series, "maybe") {
		t.Error("the series' page does not show the answer")
	}
	b.want(303, "POST", "/series/"+series+"/respond", fields("response", "yes"))
	b.want(303, "POST", "/series/"+series+"/2027-01-19T10:00/respond", fields("response", "no"))
	if !pressed("/series/"+series, "yes") || !pressed("/series/"+series+"/2027-01-19T10:00", "no") || !pressed("/series/"+series+"/2027-01-26T10:00", "yes") {
		t.Error("the pages do not show the answers given there")
	}
	if got := c.answerAt(series, "2027-01-19T10:00", c.admin); got != "no" {
		t.Errorf("the answer at the date = %q, want no", got)
	}
}
