package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/holiday"
	"accord/internal/store"
)

// DaysOff lists the workspace's own days off between two days, both included; a
// zero from is today, a zero to has no end.
func (a *App) DaysOff(ctx context.Context, actor accord.Actor, from, to accord.Date) ([]accord.WorkspaceDay, error) {
	ctx, err := a.read(ctx, actor, ActSeeWorkspace)
	if err != nil {
		return nil, err
	}
	w, err := a.store.Workspace(ctx)
	if err != nil {
		return nil, err
	}
	if from == "" {
		from = accord.DateOf(a.now(), accord.Zone(w.TimeZone))
	}
	days, err := a.store.WorkspaceDays(ctx)
	return slices.DeleteFunc(days, func(d accord.WorkspaceDay) bool { return d.Date < from || to != "" && d.Date > to }), err
}

// DayOff is one of them.
func (a *App) DayOff(ctx context.Context, actor accord.Actor, date accord.Date) (accord.WorkspaceDay, error) {
	ctx, err := a.read(ctx, actor, ActSeeWorkspace)
	if err != nil {
		return accord.WorkspaceDay{}, err
	}
	return a.store.WorkspaceDay(ctx, date)
}

// DaysOffEdit is a change of the workspace's own days off.
type DaysOffEdit struct {
	Put    []accord.DayOff
	Remove []accord.Date
	Match  accord.Match // what is known of the days, where it is only one
	Follow bool         // meetings that stand where their series had put them go with its dates; else they stay (S4)
}

// DaysOffChange is what such a change does, before it is saved and after.
type DaysOffChange struct {
	Affected []AffectedDate        // of the series the actor sees
	Mails    []PreviewMail         // who is told of them (S5)
	Saved    []accord.WorkspaceDay // the days off that were made, as they are stored
}

// Meetings counts the affected dates that are meetings already and can follow.
func (c DaysOffChange) Meetings() int {
	n := 0
	for _, d := range c.Affected {
		if d.MeetingID != "" && !d.Stays {
			n++
		}
	}
	return n
}

// PreviewDaysOff computes what [App.ChangeDaysOff] would do. It saves nothing.
func (a *App) PreviewDaysOff(ctx context.Context, actor accord.Actor, edit DaysOffEdit) (c DaysOffChange, err error) {
	ctx, err = a.read(ctx, actor, ActChangeWorkspace)
	if err != nil {
		return c, err
	}
	r, _, err := a.planDaysOff(ctx, a.store, edit, a.now())
	if err != nil {
		return c, err
	}
	return r.change(ctx, actor, edit.Follow)
}

// ChangeDaysOff changes the workspace's own days off. Planned dates of the
// series that observe them follow; meetings stay unless they shall follow too.
func (a *App) ChangeDaysOff(ctx context.Context, actor accord.Actor, edit DaysOffEdit) (c DaysOffChange, err error) {
	if err := Allow(actor, ActChangeWorkspace); err != nil {
		return c, err
	}
	if err := a.openBefore(ctx, actor.WorkspaceID); err != nil {
		return c, err
	}
	err = a.change(ctx, actor, ActChangeWorkspace, func(ctx context.Context, tx *store.Store, now time.Time) error {
		r, edit, err := a.planDaysOff(ctx, tx, edit, now)
		if err != nil {
			return err
		}
		if err := edit.matches(ctx, tx); err != nil {
			return err
		}
		if c, err = r.change(ctx, actor, edit.Follow); err != nil {
			return err
		}
		if err := r.open(ctx); err != nil {
			return err
		}
		if c.Saved, err = saveDaysOff(ctx, tx, actor, edit, now); err != nil {
			return err
		}
		e, err := tx.Record(ctx, daysOffEvent(actor, edit, now))
		if err != nil {
			return err
		}
		return r.carryOut(ctx, actor, e, edit.Follow)
	})
	return c, err
}

// openBefore opens what is due, so that no date that has come is planned anew.
func (a *App) openBefore(ctx context.Context, workspaceID string) error {
	_, err := a.openDue(store.Within(ctx, workspaceID), glance{workspace: workspaceID, now: a.now()})
	return err
}

// planDaysOff checks an edit and computes its reach. The edit comes back tidied.
func (a *App) planDaysOff(ctx context.Context, s *store.Store, edit DaysOffEdit, now time.Time) (*replanning, DaysOffEdit, error) {
	was, err := a.ownDays(ctx, s)
	if err != nil {
		return nil, edit, err
	}
	is := was
	is.workspace.DaysOffChangedAt = &now
	if is.days, edit, err = edited(was.days, edit, accord.DateOf(now, accord.Zone(was.workspace.TimeZone))); err != nil {
		return nil, edit, err
	}
	is.off = accord.NewDaysOff(is.days)
	r := &replanning{app: a, s: s, now: now, was: was, is: is}
	for _, d := range slices.Concat(edit.Put, named(edit.Remove)) {
		r.reach(d.Date)
	}
	return r, edit, r.compute(ctx)
}

// named makes days of dates.
func named(dates []accord.Date) []accord.DayOff {
	days := make([]accord.DayOff, len(dates))
	for i, d := range dates {
		days[i].Date = d
	}
	return days
}

// edited is the list of days after the edit, and the edit with its names
// trimmed.
func edited(days []accord.DayOff, edit DaysOffEdit, today accord.Date) ([]accord.DayOff, DaysOffEdit, error) {
	var v accord.Validation
	list := slices.Clone(days)
	edit.Put = slices.Clone(edit.Put)
	for i, d := range edit.Put {
		v.Add("", accord.CheckDayOff(d, today))
		d.Name = strings.TrimSpace(accord.Plain(d.Name))
		edit.Put[i] = d
		list = slices.DeleteFunc(list, func(o accord.DayOff) bool { return o.Date == d.Date })
		list = append(list, d)
	}
	v.Check(len(list) <= accord.MaxOwnDays, "date", "A company has at most %d days off of its own.", accord.MaxOwnDays)
	if err := v.Err(); err != nil {
		return nil, edit, err
	}
	for _, date := range edit.Remove {
		i := slices.IndexFunc(list, func(o accord.DayOff) bool { return o.Date == date })
		switch {
		case i < 0:
			return nil, edit, accord.NotFound("day off")
		case date < today:
			return nil, edit, accord.Errorf(accord.CodeConflict, "This day off is past: what was planned by it stays.").By("S4")
		}
		list = slices.Delete(list, i, i+1)
	}
	return list, edit, nil
}

// matches refuses an edit by somebody who does not know its days as they are.
func (e DaysOffEdit) matches(ctx context.Context, tx *store.Store) error {
	if !e.Match.Set || e.Match.Any {
		return nil
	}
	for _, d := range slices.Concat(e.Put, named(e.Remove)) {
		is, err := tx.WorkspaceDay(ctx, d.Date)
		if accord.CodeOf(err) == accord.CodeNotFound { // it was removed meanwhile
			return e.Match.Check(0, nil)
		}
		if err != nil {
			return err
		}
		if err := e.Match.Check(is.Version, is); err != nil {
			return err
		}
	}
	return nil
}

// saveDaysOff writes an edit and gives the days it made.
func saveDaysOff(ctx context.Context, tx *store.Store, actor accord.Actor, edit DaysOffEdit, now time.Time) ([]accord.WorkspaceDay, error) {
	version, err := tx.Number(ctx, store.CounterDayOff)
	if err != nil {
		return nil, err
	}
	saved := make([]accord.WorkspaceDay, 0, len(edit.Put))
	for _, d := range edit.Put {
		day := accord.WorkspaceDay{Date: d.Date, Name: d.Name, CreatedBy: actor.PersonID, CreatedAt: now, Version: version}
		if err := tx.PutWorkspaceDay(ctx, day); err != nil {
			return nil, err
		}
		saved = append(saved, day)
	}
	for _, date := range edit.Remove {
		if err := tx.RemoveWorkspaceDay(ctx, date); err != nil {
			return nil, err
		}
	}
	return saved, tx.StampDaysOff(ctx, now)
}

// daysOffEvent tells which days became off and which no longer are.
func daysOffEvent(actor accord.Actor, edit DaysOffEdit, now time.Time) accord.Event {
	data, err := json.Marshal(facts{"put": edit.Put, "removed": edit.Remove})
	if err != nil { // names and dates always encode
		data = []byte("{}")
	}
	return accord.Event{
		At: now, ActorID: actor.PersonID, Kind: "days_off.changed", SubjectType: "workspace", SubjectID: actor.WorkspaceID, Data: string(data),
	}
}

// planWorkingDays computes what other working days do to the dates of the year
// to come that days off move, and stamps the workspace with the change.
func (a *App) planWorkingDays(ctx context.Context, tx *store.Store, w *accord.Workspace, now time.Time) (*replanning, error) {
	was, err := a.ownDays(ctx, tx)
	if err != nil {
		return nil, err
	}
	w.DaysOffChangedAt = &now
	is := was
	is.workspace = *w
	r := &replanning{app: a, s: tx, now: now, was: was, is: is}
	today := accord.DateOf(now, accord.Zone(w.TimeZone))
	r.reach(today)
	r.reach(today.AddDays(366))
	return r, r.compute(ctx)
}

// DaysOffPage is what is off in a company, from today on.
type DaysOffPage struct {
	Own      []accord.WorkspaceDay
	Calendar string          // the name of the workspace's holiday calendar; "" for none
	Holidays []accord.DayOff // of that calendar, of the year to come
}

// DaysOffPage loads the days off to come.
func (a *App) DaysOffPage(ctx context.Context, actor accord.Actor) (p DaysOffPage, err error) {
	if p.Own, err = a.DaysOff(ctx, actor, "", ""); err != nil {
		return p, err
	}
	w, err := a.store.Workspace(store.Within(ctx, actor.WorkspaceID))
	if err != nil || w.HolidayCalendar == "" {
		return p, err
	}
	p.Calendar = calendarName(w.HolidayCalendar, actor.Locale)
	today := accord.DateOf(a.now(), accord.Zone(w.TimeZone))
	p.Holidays, err = holiday.Days(w.HolidayCalendar, today, today.AddDays(366))
	return p, err
}
