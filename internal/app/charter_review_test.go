package app

import (
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

func TestCharterReview_both_leads_are_told_once(t *testing.T) {
	f := charterFixture(t)
	ctx := f.Context()
	c := f.charter("ana").Charter
	c.Definitions[0].ReviewOn = "2027-02-01"
	_, err := f.app.ChangeCharter(ctx, itemActor("ana"), accord.Match{}, c)
	f.must(err)
	told := func() string {
		mails, err := f.store.Deliveries(store.Within(ctx, "w"), "", "", 200)
		f.must(err)
		var who []string
		for _, d := range mails {
			if d.Kind == accord.MailCharterReview {
				who = append([]string{string(d.PersonID)}, who...)
			}
		}
		return strings.Join(who, ",")
	}
	look := func(at string) time.Time {
		t.Helper()
		now, err := time.Parse(time.RFC3339, at)
		f.must(err)
		f.now = now
		next, err := f.app.charterReviewsDue(store.Within(ctx, "w"), glance{workspace: "w", now: now})
		f.must(err)
		return next
	}
	if next := look("2027-02-01T07:59:00Z"); told() != "" || next.Format(time.RFC3339) != "2027-02-01T08:00:00Z" {
		t.Errorf("a minute early told %q, next %s", told(), next)
	}
	for _, at := range []string{"2027-02-01T08:00:00Z", "2027-02-01T08:01:00Z", "2027-02-20T08:00:00Z"} {
		if look(at); told() != "ana,mia" {
			t.Errorf("at %s told %q, want both leads once", at, told())
		}
	}
	mails := &postbox{}
	f.now = time.Date(2027, 2, 1, 8, 5, 0, 0, time.UTC)
	f.must(f.app.Deliver(ctx, mails))
	n := 0
	for _, m := range mails.mails {
		if m.Kind == accord.MailCharterReview {
			n++
			if m.Args["Term"] != "Qualified lead" || !strings.HasSuffix(m.Link, "/alignment/charter#d-qualified_lead") {
				t.Errorf("mail = %+v", m)
			}
		}
	}
	if n != 2 {
		t.Errorf("%d mails went out, want one to each lead", n)
	}
}
