package pages

import (
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/app"
)

// mailLinkViews are the pages behind the links of mails, in all their states.
func mailLinkViews(b Base) []framed {
	var views []framed
	add := func(purpose accord.LinkPurpose, detail string, open bool, set func(*mailLinkView)) {
		v := &mailLinkView{formView: formView{b, BlankForm(b.L, "version", "3")}, Link: "/p/x", MailLinkPage: app.MailLinkPage{
			Link: accord.MailLink{Purpose: purpose, Detail: detail}, Person: maya2(), Workspace: accord.Workspace{Name: "Northwind"}, Open: open,
		}}
		set(v)
		v.Title = v.Headline()
		views = append(views, v)
	}
	item := func(status accord.Status, due accord.Date) func(*mailLinkView) {
		return func(v *mailLinkView) {
			v.Item = accord.ActionItem{ID: "i", Number: 31, Title: "List the <renewals>", OwnerID: accord.NullID(maya2().ID), Status: status, DueOn: due}
			v.Asker = "Bo"
		}
	}
	add(accord.LinkAccept, "", true, item(accord.StatusProposed, "2027-01-15"))
	add(accord.LinkAccept, "", true, item(accord.StatusProposed, ""))
	add(accord.LinkDecline, "", true, item(accord.StatusProposed, "2027-01-15"))
	add(accord.LinkDate, "", true, item(accord.StatusProposed, "2027-01-15"))
	add(accord.LinkDate, "", true, func(v *mailLinkView) {
		item(accord.StatusOpen, "2027-01-15")(v)
		v.Item.OriginalDueOn = "2027-01-15"
		v.Form.Fail("reason", "Say why.")
	})
	add(accord.LinkDone, "", true, item(accord.StatusOpen, "2027-01-15"))
	for _, s := range []accord.Status{
		accord.StatusProposed, accord.StatusOpen, accord.StatusBlocked, accord.StatusDone, accord.StatusConfirmed, accord.StatusDeclined, accord.StatusDropped,
	} {
		add(accord.LinkDone, "", false, item(s, "2027-01-15"))
	}
	add(accord.LinkAccept, "", false, func(v *mailLinkView) {
		item(accord.StatusOpen, "2027-01-15")(v)
		v.Item.OwnerID = "another"
	})
	for _, answer := range []string{"yes", "maybe", "no"} {
		add(accord.LinkRSVP, answer, true, meetingAt(accord.MeetingScheduled, "maybe"))
		add(accord.LinkRSVP, answer, false, meetingAt(accord.MeetingScheduled, answer))
	}
	add(accord.LinkRSVP, "yes", true, meetingAt(accord.MeetingScheduled, ""))
	for _, s := range []accord.MeetingStatus{accord.MeetingInProgress, accord.MeetingClosed, accord.MeetingCancelled} {
		add(accord.LinkRSVP, "yes", false, meetingAt(s, "no"))
	}
	series := func(status accord.SeriesStatus, response string) func(*mailLinkView) {
		return func(v *mailLinkView) {
			v.Series, v.Rule, v.Response = accord.Series{ID: "s", Title: "Strategic team", Status: status, Location: "Room 1"}, "On the second Tuesday", response
		}
	}
	add(accord.LinkSeries, "yes", true, series(accord.SeriesActive, "no"))
	add(accord.LinkSeries, "yes", false, series(accord.SeriesActive, "yes"))
	add(accord.LinkSeries, "no", false, series(accord.SeriesEnded, ""))
	add(accord.LinkAccept, "", false, func(v *mailLinkView) { v.Dead = true })
	return views
}

func meetingAt(status accord.MeetingStatus, response string) func(*mailLinkView) {
	return func(v *mailLinkView) {
		v.Meeting = accord.Meeting{ID: "m", Title: "Strategic team", StartsAt: testNow, Status: status, Location: "Room 1"}
		v.Response = response
	}
}

// Each purpose asks for what it needs, and has one button.
func TestMailLinkView_OneButton(t *testing.T) {
	p := testPages(t)
	for i, v := range mailLinkViews(testBase("en")) {
		v := v.(*mailLinkView)
		v.Actor = accord.Actor{}
		html, err := p.render.Page("mail_link", v)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		if v.Open {
			want = 1
		}
		if got := strings.Count(string(html), "<form class=\"form\" method=\"post\""); got != want {
			t.Errorf("page %d (%s) has %d forms, want %d", i, v.Title, got, want)
		}
	}
}
