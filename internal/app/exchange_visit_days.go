package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/ical"
	"accord/internal/store"
)

// planDays saves a stay of some days with the other side.
func (a *App) planDays(ctx context.Context, tx *store.Store, actor accord.Actor, visit accord.ExchangeVisit, now time.Time) error {
	if err := a.mayPlanFor(ctx, tx, actor, visit, Standing{Actor: actor}); err != nil {
		return err
	}
	if err := checkHost(ctx, tx, visit); err != nil {
		return err
	}
	visit, err := visit.Check()
	if err != nil {
		return err
	}
	if err := tx.CreateExchangeVisit(ctx, &visit); err != nil {
		return err
	}
	e, err := a.visitEvent(ctx, tx, actor.PersonID, "exchange_visit.planned", visit, "", now)
	if err != nil {
		return err
	}
	return a.tellStay(ctx, tx, visit, "", e)
}

// checkHost refuses somebody to shadow who is not here or not of the other side.
func checkHost(ctx context.Context, tx *store.Store, visit accord.ExchangeVisit) error {
	if visit.HostID == "" {
		return nil
	}
	host, err := tx.Person(ctx, string(visit.HostID))
	if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
		return err
	}
	if err != nil || !host.Active() || host.Side != visit.HostSide {
		return accord.BadField("host_id", "Choose somebody of the other side.")
	}
	return nil
}

// VisitPatch changes days with the other side; what is not set stays.
type VisitPatch struct {
	FromOn, ToOn accord.Opt[accord.Date]
	HostID, What accord.Opt[string]
}

// ChangeVisit changes the days of a stay, whom it is with and what it is for,
// until it is over or reported. The date of a seat is its meeting's.
func (a *App) ChangeVisit(ctx context.Context, actor accord.Actor, id string, match accord.Match, p VisitPatch) (out accord.VisitDetail, err error) {
	err = a.change(ctx, actor, ActVisit, func(ctx context.Context, tx *store.Store, now time.Time) error {
		seen, err := a.oneVisit(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		was := seen.ExchangeVisit
		if err := match.Check(was.Version, seen); err != nil {
			return err
		}
		if err := a.mayPlan(ctx, tx, actor, was); err != nil {
			return err
		}
		if err := was.CheckMovable(a.today(actor)); err != nil {
			return err
		}
		v := was
		v.FromOn, v.ToOn = p.FromOn.Or(v.FromOn), p.ToOn.Or(v.ToOn)
		v.HostID, v.What = accord.NullID(p.HostID.Or(string(v.HostID))), strings.TrimSpace(p.What.Or(v.What))
		if v.HostID != was.HostID {
			if err := checkHost(ctx, tx, v); err != nil {
				return err
			}
		}
		if v, err = v.Check(); err != nil {
			return err
		}
		if v != was {
			if err := a.saveStay(ctx, tx, actor.PersonID, v, "exchange_visit.changed", string(was.HostID), now); err != nil {
				return err
			}
		}
		out, err = a.oneVisit(ctx, tx, actor, id)
		return err
	})
	return out, err
}

// saveStay writes a change of days and tells those whose calendars have them;
// hostWas is whom they were with before.
func (a *App) saveStay(ctx context.Context, tx *store.Store, by string, v accord.ExchangeVisit, kind, hostWas string, now time.Time) error {
	v.Sequence, v.ChangedAt = v.Sequence+1, &now
	if err := tx.SaveExchangeVisit(ctx, &v); err != nil {
		return err
	}
	e, err := a.visitEvent(ctx, tx, by, kind, v, "", now)
	if err != nil {
		return err
	}
	return a.tellStay(ctx, tx, v, hostWas, e)
}

// tellStay puts days into the calendars of the visitor and of whom they shadow,
// or takes them out. Each mail says what is true when it is sent.
func (a *App) tellStay(ctx context.Context, tx *store.Store, v accord.ExchangeVisit, hostWas string, e accord.Event) error {
	ids := []string{v.VisitorID, string(v.HostID), hostWas}
	slices.Sort(ids)
	var people []accord.Person
	for _, id := range slices.Compact(ids) {
		if id == "" {
			continue
		}
		p, err := tx.Person(ctx, id)
		if err != nil {
			return err
		}
		people = append(people, p)
	}
	t := topic{uid: visitUID(v.ID), subjectType: visitSubject, subjectID: v.ID, lane: v.ID, sequence: v.Sequence, off: v.Status != accord.VisitPlanned}
	return a.queueEvent(ctx, tx, accord.MailVisit, t, e, people)
}

// visitNews is what there is to say of days with the other side.
func (c *composer) visitNews(ctx context.Context, d accord.Delivery, n *news) (verdict, error) {
	v, err := c.tx.ExchangeVisit(ctx, d.SubjectID)
	if err != nil {
		return send, err
	}
	stay, err := c.app.stay(ctx, c.tx, v, c.person.Locale)
	if err != nil {
		return send, err
	}
	if accord.DateOf(c.now, accord.Zone(c.person.TimeZone)) > v.ToOn {
		return skip("past"), nil
	}
	n.sequence, n.link = max(d.Sequence, v.Sequence), c.app.baseURL+"/exchange-visits/"+v.ID
	theirs := c.person.ID == v.VisitorID || c.person.ID == string(v.HostID)
	n.says = said{Title: stay.Title, From: v.FromOn, To: v.ToOn}
	n.words = "visit"
	switch {
	case v.Status == accord.VisitPlanned && theirs:
		n.says.Method = ical.MethodRequest
		if n.knew && n.says.same(n.was) {
			return skip("settled"), nil
		}
		if n.knew && n.was.Method == ical.MethodRequest {
			n.words = "visit_changed"
		}
	case !n.knew || n.was.Method == ical.MethodCancel:
		return skip("settled"), nil
	default:
		stay.From, stay.To, stay.Title = n.was.From, n.was.To, n.was.Title
		n.says = said{Method: ical.MethodCancel, Title: n.was.Title, From: n.was.From, To: n.was.To}
		n.words = "visit_cancelled"
	}
	n.args = map[string]any{"From": n.says.From, "To": n.says.To}
	if v.What != "" && n.words != "visit_cancelled" {
		n.sections = []accord.MailSection{{Key: "mail.visit.what", Lines: []accord.MailLine{{Text: v.What}}}}
	}
	if c.app.sender == "" {
		return send, nil
	}
	stay.Sequence, stay.Organizer, stay.Attendees = n.sequence, c.organizer(), c.reader()
	stay.Modified = stamp(d, stay.Modified)
	if n.says.Method == ical.MethodCancel {
		return send, n.put(stay.Cancel())
	}
	return send, n.put(stay.Request())
}

// stay is a visit of some days as an event of whole days, in the words of the
// reader.
func (a *App) stay(ctx context.Context, s *store.Store, v accord.ExchangeVisit, locale string) (ical.Stay, error) {
	visitor, err := s.Person(ctx, v.VisitorID)
	if err != nil {
		return ical.Stay{}, err
	}
	w, err := s.Workspace(ctx)
	if err != nil {
		return ical.Stay{}, err
	}
	host := ""
	if v.HostID != "" {
		p, err := s.Person(ctx, string(v.HostID))
		if err != nil {
			return ical.Stay{}, err
		}
		host = p.Name
	}
	url := a.baseURL + "/exchange-visits/" + v.ID
	return ical.Stay{UID: visitUID(v.ID), From: v.FromOn, To: v.ToOn, Details: ical.Details{
		Title: accord.VisitTitle(w, v.HostSide, visitor.Name, host, locale), Description: describeEvent(v.What, url), URL: url,
		Sequence: v.Sequence, Modified: latest(v.CreatedAt, v.ChangedAt),
	}}, nil
}

// addStays adds the days with the other side that the actor has or hosts.
func (a *App) addStays(ctx context.Context, f *ical.Feed, actor accord.Actor) error {
	visits, err := a.store.StaysOf(ctx, actor.PersonID, accord.DateOf(f.From, time.UTC).AddDays(-accord.MaxVisitDays), accord.DateOf(f.To, time.UTC))
	if err != nil {
		return err
	}
	for _, v := range visits {
		stay, err := a.stay(ctx, a.store, v.ExchangeVisit, actor.Locale)
		if err != nil {
			return err
		}
		f.Stays = append(f.Stays, stay)
	}
	return nil
}
