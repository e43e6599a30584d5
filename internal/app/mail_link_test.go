package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// offered is an action item of Mia's that waits for Leo's answer.
func offered(i *accord.ActionItem) {
	i.Status, i.AcceptedAt, i.OriginalDueOn, i.OriginalDueEndsAt, i.DueEndsAt = accord.StatusProposed, nil, "", nil, nil
}

// mailed queues a mail about an item, delivers it and gives the mail.
func (w *workplace) itemMail(what string, items ...accord.ActionItem) accord.Mail {
	w.t.Helper()
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		for _, i := range items {
			err := tx.Queue(ctx, accord.Delivery{
				Key: what + i.ID + w.clock.Now().String(), Kind: accord.MailItem + what, PersonID: i.OwnerID, Recipient: "x", SubjectType: "action_item", SubjectID: i.ID,
				Payload: pack(payload{By: "Mia", Due: i.DueOn}),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	box := &postbox{}
	if err := w.app.Deliver(context.Background(), box); err != nil {
		w.t.Fatal(err)
	}
	if len(box.mails) != 1 {
		w.t.Fatalf("%d mails went out, want 1: %v", len(box.mails), w.queued())
	}
	return box.mails[0]
}

// links gives the tokens of a mail by their words.
func links(m accord.Mail) map[string]string {
	all := append([]accord.MailAction{{Key: m.LinkKey, Link: m.Link}}, m.Actions...)
	for _, s := range m.Sections {
		for _, l := range s.Lines {
			all = append(all, l.Actions...)
		}
	}
	tokens := map[string]string{}
	for _, a := range all {
		if _, token, ok := strings.Cut(a.Link, "https://accord.example/p/"); ok {
			tokens[strings.TrimPrefix(a.Key, "mail.act.")] = token
		}
	}
	return tokens
}

func (w *workplace) person(id string, set func(*accord.Person)) {
	w.t.Helper()
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		p, err := tx.Person(ctx, id)
		if err != nil {
			return err
		}
		set(&p)
		return tx.SavePerson(ctx, &p)
	})
}

func (w *workplace) loaded(id string) accord.ActionItem {
	w.t.Helper()
	i, err := w.store.ActionItem(w.ctx(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return i
}

// use acts by a link, on the item as it is now.
func (w *workplace) use(token string, in MailAnswer) error {
	p, err := w.app.MailLink(context.Background(), token)
	if err == nil {
		in.Version = p.Item.Version
		_, err = w.app.UseMailLink(context.Background(), token, in)
	}
	return err
}

func TestMailLink_P1_AnswersFromTheMail(t *testing.T) {
	for _, c := range []struct {
		link   string
		in     MailAnswer
		status accord.Status
		due    accord.Date
	}{
		{"accept", MailAnswer{}, accord.StatusOpen, "2026-12-01"},
		{"date", MailAnswer{DueOn: "2026-12-04"}, accord.StatusOpen, "2026-12-04"},
		{"decline", MailAnswer{Reason: "No time"}, accord.StatusDeclined, "2026-12-01"},
	} {
		t.Run(c.link, func(t *testing.T) {
			eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
				item := w.item("Call the clinics", "leo", "2026-12-01", offered)
				token := links(w.itemMail(accord.ItemAsked, item))[c.link]
				page, err := w.app.MailLink(context.Background(), token)
				if err != nil || !page.Open || page.Person.ID != "leo" || page.Asker != "Mia" || page.Item.ID != item.ID {
					t.Fatalf("MailLink() = %+v, %v, want Leo's open page", page, err)
				}
				if got := w.loaded(item.ID); got.Status != accord.StatusProposed {
					t.Errorf("looking made it %s", got.Status)
				}
				if err := w.use(token, c.in); err != nil {
					t.Fatal(err)
				}
				if got := w.loaded(item.ID); got.Status != c.status || got.DueOn != c.due || got.Slips != 0 {
					t.Errorf("item = %s due %s, %d slips, want %s due %s", got.Status, got.DueOn, got.Slips, c.status, c.due)
				}
				// Once more, and by the other links: nothing happens, and nothing is wrong.
				before := w.loaded(item.ID)
				page, err = w.app.UseMailLink(context.Background(), token, MailAnswer{Version: before.Version, DueOn: "2026-12-09", Reason: "x"})
				if c.link != "date" && (err != nil || page.Open || w.loaded(item.ID).Version != before.Version) {
					t.Errorf("a second time = %v, open %v, want it as it is", err, page.Open)
				}
			})
		})
	}
}

func TestMailLink_P2_P3_DoneAndAnotherDate(t *testing.T) {
	eachWorkplace(t, "2026-12-02T12:00", func(t *testing.T, w *workplace) {
		item := w.item("Call the clinics", "leo", "2026-12-01")
		m := w.itemMail(accord.ItemOverdue, item)
		got := links(m)
		if m.LinkKey != "mail.act.done" || got["done"] == "" || got["date"] == "" || len(got) != 2 {
			t.Fatalf("links = %v by %q, want done as the button, and another date", got, m.LinkKey)
		}
		if err := w.use(got["date"], MailAnswer{DueOn: "2026-12-04"}); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("P2: another date without a reason = %v, want invalid", err)
		}
		if err := w.use(got["date"], MailAnswer{Reason: "They are away"}); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("another date without a date = %v, want invalid", err)
		}
		if err := w.use(got["date"], MailAnswer{DueOn: "2026-12-04", Reason: "They are away"}); err != nil {
			t.Fatal(err)
		}
		if i := w.loaded(item.ID); i.DueOn != "2026-12-04" || i.Slips != 1 || i.OriginalDueOn != "2026-12-01" {
			t.Errorf("item due %s, %d slips, originally %s", i.DueOn, i.Slips, i.OriginalDueOn)
		}
		if _, err := w.app.UseMailLink(context.Background(), got["done"], MailAnswer{Version: item.Version}); accord.CodeOf(err) != accord.CodeStale {
			t.Errorf("done on an old page = %v, want stale", err)
		}
		if err := w.use(got["done"], MailAnswer{}); err != nil || w.loaded(item.ID).Status != accord.StatusDone {
			t.Errorf("done = %v, item %s", err, w.loaded(item.ID).Status)
		}
		events, err := w.store.EventsAfter(w.ctx(), 0, 100)
		if err != nil || len(events) == 0 || events[len(events)-1].ActorID != "leo" {
			t.Errorf("events = %+v, %v, want Leo's", events, err)
		}
	})
}

func TestMailLink_Dead(t *testing.T) {
	w := func(change func(w *workplace, item accord.ActionItem)) error {
		var err error
		eachWorkplace(t, "2026-11-23T12:00", func(_ *testing.T, w *workplace) {
			item := w.item("Call the clinics", "leo", "2026-12-01", offered)
			token := links(w.itemMail(accord.ItemAsked, item))["accept"]
			change(w, item)
			_, err = w.app.UseMailLink(context.Background(), token, MailAnswer{Version: 1})
			if err != nil && w.loaded(item.ID).Status != accord.StatusProposed {
				t.Errorf("a dead link made it %s", w.loaded(item.ID).Status)
			}
		})
		return err
	}
	person := func(set func(*accord.Person)) func(*workplace, accord.ActionItem) {
		return func(w *workplace, _ accord.ActionItem) { w.person("leo", set) }
	}
	for name, change := range map[string]func(*workplace, accord.ActionItem){
		"too old":               func(w *workplace, _ accord.ActionItem) { w.clock.add(accord.MailLinkLife) },
		"the person left":       person(func(p *accord.Person) { p.LeftAt = &p.CreatedAt }),
		"another address":       person(func(p *accord.Person) { p.Email = "new@example.com" }),
		"observers promise not": person(func(p *accord.Person) { p.Role = accord.RoleObserver }),
		"another secret":        func(w *workplace, _ accord.ActionItem) { w.app.secret = []byte("other") },
		"a team they are not of, closed": func(w *workplace, _ accord.ActionItem) {
			w.tx(workID, func(ctx context.Context, tx *store.Store) error {
				team, err := tx.Team(ctx, "team")
				if err != nil {
					return err
				}
				team.Closed = true
				if err := tx.SaveTeam(ctx, &team); err != nil {
					return err
				}
				return tx.DeleteTeamMember(ctx, "team", "leo")
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			if err := w(change); accord.CodeOf(err) != accord.CodeNotFound {
				t.Errorf("UseMailLink() = %v, want not found", err)
			}
		})
	}
	t.Run("handed over meanwhile: nothing to do", func(t *testing.T) {
		if err := w(func(w *workplace, item accord.ActionItem) {
			w.tx(workID, func(ctx context.Context, tx *store.Store) error {
				item.OwnerID = "ana"
				return tx.SaveActionItem(ctx, &item)
			})
		}); err != nil {
			t.Errorf("UseMailLink() = %v, want nil", err)
		}
	})
}

// No letter of a token can be changed, and no token of one purpose serves another.
func TestMailLink_Forged(t *testing.T) {
	a := New(Config{Clock: time.Now, Secret: []byte("secret")})
	l := accord.MailLink{WorkspaceID: "w", PersonID: "p", Purpose: accord.LinkAccept, SubjectID: "i", ExpiresAt: time.Now().Add(time.Hour)}
	token := a.signLink(l, "p@example.com")
	if got, err := a.readLink(token); err != nil || got.Purpose != accord.LinkAccept || got.SubjectID != "i" {
		t.Fatalf("readLink() = %+v, %v", got, err)
	}
	for i := range token {
		forged := token[:i] + string(token[i]^1) + token[i+1:]
		// The last letter of a signature carries bits that are none of it.
		if _, err := a.readLink(forged); err == nil && i != len(token)-1 {
			t.Errorf("readLink(%q) took a changed letter at %d", forged, i)
		}
	}
	for _, bad := range []string{"", ".", "1.", "1.x", strings.Repeat("a", 10_000), token + "x", "2" + token[1:], token[:len(token)-23]} {
		if _, err := a.readLink(bad); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("readLink(%.40q) = %v, want not found", bad, err)
		}
	}
	stop := a.signLink(accord.MailLink{WorkspaceID: "w", PersonID: "p", Purpose: accord.LinkStop, Detail: accord.WishDigest}, "p@example.com")
	if _, err := a.MailLink(t.Context(), stop); accord.CodeOf(err) != accord.CodeNotFound {
		t.Errorf("a link that stops mail answers: %v", err)
	}
	if _, err := a.MailStop(t.Context(), token); accord.CodeOf(err) != accord.CodeNotFound {
		t.Errorf("a link that answers stops mail: %v", err)
	}
}

func TestMailLink_RSVP(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		now := accord.Instant(w.clock.Now())
		m := accord.Meeting{
			ID: "meet", TeamID: "team", Title: "Strategic team", StartsAt: now.Add(48 * time.Hour), DurationMinutes: 60, TimeZone: "Europe/Berlin",
			Status: accord.MeetingScheduled, NotesVersion: 1, CreatedBy: "ana", CreatedAt: now, Version: 1,
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			if err := tx.CreateMeeting(ctx, &m); err != nil {
				return err
			}
			people, err := tx.TeamAsInvited(ctx, "team", m.ID)
			if err != nil {
				return err
			}
			if err := tx.Invite(ctx, people); err != nil {
				return err
			}
			return w.app.inviteMeeting(ctx, tx, accord.MailMeeting, m, accord.Event{Seq: 1, ActorID: "ana"})
		})
		tokens := links(w.invitation("oz@example.com"))
		for _, answer := range []string{"yes", "no", "maybe"} {
			if err := w.use(tokens[answer], MailAnswer{}); err != nil {
				t.Fatal(err)
			}
			p, err := w.app.MailLink(context.Background(), tokens[answer])
			if err != nil || p.Response != answer || p.Open {
				t.Errorf("%s: response %q, open %v, %v", answer, p.Response, p.Open, err)
			}
		}
		w.clock.add(49 * time.Hour)
		if err := w.use(tokens["yes"], MailAnswer{}); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("after the meeting = %v, want not found", err)
		}
	})
}

// invitation delivers what is queued and gives the one mail to an address.
func (w *workplace) invitation(to string) accord.Mail {
	w.t.Helper()
	w.clock.add(inviteDelay)
	box := &postbox{}
	if err := w.app.Deliver(context.Background(), box); err != nil {
		w.t.Fatal(err)
	}
	mails := slices.DeleteFunc(box.mails, func(m accord.Mail) bool { return m.Address != to })
	if len(mails) != 1 {
		w.t.Fatalf("%d mails to %s, want 1: %v", len(mails), to, w.queued())
	}
	return mails[0]
}

// An answer to the whole series is its dates' until one of them gets another.
func TestMailLink_RSVPToASeries(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		s := w.weeklyCall()
		m := w.invitation("leo@example.com")
		tokens := links(m)
		if m.Question != "mail.question_series" || len(tokens) != 3 {
			t.Fatalf("links = %v under %q, want three answers to the series", tokens, m.Question)
		}
		p, err := w.app.MailLink(context.Background(), tokens["maybe"])
		if err != nil || !p.Open || p.Series.ID != s.ID || p.Rule == "" || p.Person.ID != "leo" {
			t.Fatalf("MailLink() = %+v, %v, want Leo's open page", p, err)
		}
		for _, answer := range []string{"yes", "no", "maybe"} {
			if err := w.use(tokens[answer], MailAnswer{}); err != nil {
				t.Fatal(err)
			}
			if p, err := w.app.MailLink(context.Background(), tokens[answer]); err != nil || p.Response != answer || p.Open {
				t.Errorf("%s: response %q, open %v, %v", answer, p.Response, p.Open, err)
			}
		}
		w.opened(s.ID, "2027-01-05T10:00") // else it would be removed
		if _, err := w.app.EndSeries(context.Background(), w.as("ana"), s.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		if err := w.use(tokens["yes"], MailAnswer{}); err != nil {
			t.Errorf("an ended series = %v, want nothing to do", err)
		}
		if gone := w.invitation("leo@example.com"); len(gone.Actions) != 0 {
			t.Errorf("an ended series asks for answers: %v", gone.Actions)
		}
		w.tx(workID, func(ctx context.Context, tx *store.Store) error { return tx.DeleteTeamMember(ctx, "team", "leo") })
		if err := w.use(tokens["yes"], MailAnswer{}); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("who left the team = %v, want not found", err)
		}
	})
}

func TestMailStop(t *testing.T) {
	eachWorkplace(t, "2026-11-23T12:00", func(t *testing.T, w *workplace) {
		first, second := w.item("One", "leo", "2026-11-20"), w.item("Two", "leo", "2026-11-20")
		m := w.itemMail(accord.ItemOverdue, first)
		_, token, _ := strings.Cut(m.Stop, "https://accord.example/u/")
		if m.StopKind != accord.WishReminders || token == "" {
			t.Fatalf("Stop = %q of %q, want reminders to be stoppable", m.Stop, m.StopKind)
		}
		if s, err := w.app.MailStop(context.Background(), token); err != nil || s.Stopped || s.Kind != accord.WishReminders {
			t.Fatalf("MailStop() = %+v, %v", s, err)
		}
		w.clock.add(400 * 24 * time.Hour) // such a link never gets too old
		for range 2 {
			if s, err := w.app.StopMail(context.Background(), token); err != nil || !s.Stopped {
				t.Fatalf("StopMail() = %+v, %v", s, err)
			}
		}
		w.clock.add(-400 * 24 * time.Hour)
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			return tx.Queue(ctx, accord.Delivery{Key: "k2", Kind: accord.MailItem + accord.ItemOverdue, PersonID: "leo", Recipient: "x", SubjectType: "action_item", SubjectID: second.ID, Payload: pack(payload{Due: second.DueOn})})
		})
		box := &postbox{}
		if err := w.app.Deliver(context.Background(), box); err != nil || len(box.mails) != 0 {
			t.Errorf("%d reminders went out to who does not want them, %v", len(box.mails), err)
		}
		if got := w.queued(); !slices.Contains(got, "action_item.overdue leo skipped") {
			t.Errorf("mails = %v, want one left out", got)
		}
		// What is asked of them still comes, and cannot be stopped.
		asked := w.item("Three", "leo", "2026-12-20", offered)
		if m := w.itemMail(accord.ItemAsked, asked); m.Stop != "" {
			t.Errorf("a request can be stopped: %q", m.Stop)
		}
		leo := accord.Actor{WorkspaceID: workID, PersonID: "leo", Role: accord.RoleMember}
		if err := w.app.WishMail(context.Background(), leo, accord.WishReminders, true); err != nil {
			t.Fatal(err)
		}
		if wishes, err := w.app.MailWishes(context.Background(), leo); err != nil || !wishes[accord.WishReminders] || wishes[accord.WishDigest] || len(wishes) != 6 {
			t.Errorf("MailWishes() = %v, %v, want reminders and no digest of four", wishes, err)
		}
		if err := w.app.WishMail(context.Background(), leo, "minutes", false); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("stopping minutes = %v, want invalid", err)
		}
		// Two kinds in one mail: neither can be stopped by it.
		third := w.item("Four", "leo", "2026-11-20")
		w.tx(workID, func(ctx context.Context, tx *store.Store) error {
			return tx.Queue(ctx, accord.Delivery{Key: "k3", Kind: accord.MailItem + accord.ItemNoted, PersonID: "leo", Recipient: "x", SubjectType: "action_item", SubjectID: second.ID})
		})
		if m := w.itemMail(accord.ItemOverdue, third); m.Stop != "" || len(m.Sections) != 2 {
			t.Errorf("Stop = %q in a mail of %d parts, want none", m.Stop, len(m.Sections))
		}
	})
}
