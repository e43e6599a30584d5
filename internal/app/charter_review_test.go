package app

import (
	"slices"
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

// Both leads hear that what was agreed is worded otherwise, whoever did it
// apart; changes of a minute are one mail, and nobody is told of what was agreed
// again meanwhile.
func TestCharterChanged_both_leads_are_told(t *testing.T) {
	f := charterFixture(t)
	ctx := f.Context()
	const lead, hand = "qualified_lead", "hand_over"
	told := func() string {
		f.now = f.now.Add(2 * time.Minute)
		box := &postbox{}
		f.must(f.app.Deliver(ctx, box))
		var out []string
		for _, m := range box.mails {
			if m.Kind != accord.MailCharterChanged {
				continue
			}
			line := m.Name + " by " + m.Args["By"].(string) + ":"
			for _, l := range m.Sections[0].Lines {
				line += " " + l.Text + l.Said.Key
				for _, fact := range l.Facts {
					if side, ok := fact.Args["Side"]; ok {
						line += " -" + side.(string)
					}
				}
			}
			out = append(out, line)
		}
		slices.Sort(out)
		return strings.Join(out, "; ")
	}
	change := func(who string, words func(c *accord.Charter)) {
		t.Helper()
		c := f.charter(who).Charter
		c.Definitions = slices.Clone(c.Definitions)
		words(&c)
		_, err := f.app.ChangeCharter(ctx, itemActor(who), accord.Match{}, c)
		f.must(err)
	}
	change("ana", func(c *accord.Charter) { c.Definitions[0].Text = "First words." })
	if got := told(); got != "" {
		t.Errorf("before anybody agreed told %q", got)
	}
	for _, who := range []string{"ana", "mia"} {
		for _, entry := range []string{lead, hand, accord.CharterPledge} {
			_, err := f.app.AgreeCharter(ctx, itemActor(who), accord.Match{}, entry)
			f.must(err)
		}
	}
	change("adm", func(c *accord.Charter) { c.Rules = c.Rules[1:] })
	if got := told(); got != "" {
		t.Errorf("of a ground rule nobody agrees to told %q", got)
	}
	change("ana", func(c *accord.Charter) { c.Definitions[0].Text = "Other words." })
	change("ana", func(c *accord.Charter) { c.Definitions[1].Text = "Other words." })
	if got, want := told(), "Mia by ana: Qualified lead -Marketing Hand-over -Marketing"; got != want {
		t.Errorf("told %q, want %q: one mail for a minute", got, want)
	}
	change("adm", func(c *accord.Charter) { c.Pledge = "We try." })
	_, err := f.app.AgreeCharter(ctx, itemActor("mia"), accord.Match{}, lead)
	f.must(err)
	const again = " Hand-over -Marketing charter.pledge -Sales -Marketing"
	if got, want := told(), "Ana by adm:"+again+"; Mia by adm:"+again; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
	for _, who := range []string{"ana", "mia"} {
		for _, entry := range []string{hand, accord.CharterPledge} {
			_, err := f.app.AgreeCharter(ctx, itemActor(who), accord.Match{}, entry)
			f.must(err)
		}
	}
	change("mia", func(c *accord.Charter) { c.Definitions[0].Text = "And others." })
	_, err = f.app.AgreeCharter(ctx, itemActor("ana"), accord.Match{}, lead)
	f.must(err)
	if got := told(); got != "" {
		t.Errorf("agreed before the minute was over, told %q", got)
	}
	people, err := f.app.CharterMails(ctx, itemActor("mia"))
	if err != nil || len(people) != 1 || people[0].ID != "ana" {
		t.Errorf("who would be mailed for Mia's change: %v %v, want Ana", people, err)
	}
}
