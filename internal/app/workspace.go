package app

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/holiday"
	"accord/internal/store"
)

// Workspace is the actor's company.
func (a *App) Workspace(ctx context.Context, actor accord.Actor) (accord.Workspace, error) {
	ctx, err := a.read(ctx, actor, ActSeeWorkspace)
	if err != nil {
		return accord.Workspace{}, err
	}
	return a.store.Workspace(ctx)
}

// WorkspacePatch is a change of settings.
type WorkspacePatch struct {
	Name                              accord.Opt[string]
	SalesName, MarketingName          accord.Opt[string]
	SalesColor, MarketingColor        accord.Opt[string]
	SalesLeadID, MarketingLeadID      accord.Opt[accord.NullID]
	SalesDeputyID, MarketingDeputyID  accord.Opt[accord.NullID]
	TimeZone, WorkingDays, SharedGoal accord.Opt[string]
	KeptOnTimeTarget                  accord.Opt[float64]
	Quorum                            accord.Opt[accord.QuorumRule]
	MaxActiveProjects                 accord.Opt[int]
	UpdateWeekday                     accord.Opt[int] // of the weekly update
	UpdateTime, Currency              accord.Opt[string]
	HolidayCalendar                   accord.Opt[string] // what new series observe unless they say otherwise
}

// apply gives the workspace after the change.
func (p WorkspacePatch) apply(w accord.Workspace) accord.Workspace {
	w.Name, w.SalesName, w.MarketingName = p.Name.Or(w.Name), p.SalesName.Or(w.SalesName), p.MarketingName.Or(w.MarketingName)
	w.SalesColor, w.MarketingColor = p.SalesColor.Or(w.SalesColor), p.MarketingColor.Or(w.MarketingColor)
	w.SalesLeadID, w.MarketingLeadID = p.SalesLeadID.Or(w.SalesLeadID), p.MarketingLeadID.Or(w.MarketingLeadID)
	w.SalesDeputyID, w.MarketingDeputyID = p.SalesDeputyID.Or(w.SalesDeputyID), p.MarketingDeputyID.Or(w.MarketingDeputyID)
	w.TimeZone, w.WorkingDays, w.SharedGoal = p.TimeZone.Or(w.TimeZone), p.WorkingDays.Or(w.WorkingDays), p.SharedGoal.Or(w.SharedGoal)
	w.Quorum, w.HolidayCalendar = p.Quorum.Or(w.Quorum), p.HolidayCalendar.Or(w.HolidayCalendar)
	w.MaxActiveProjects = p.MaxActiveProjects.Or(w.MaxActiveProjects)
	w.UpdateWeekday, w.UpdateTime = p.UpdateWeekday.Or(w.UpdateWeekday), strings.TrimSpace(p.UpdateTime.Or(w.UpdateTime))
	w.Currency = strings.ToUpper(strings.TrimSpace(p.Currency.Or(w.Currency)))
	if t := p.KeptOnTimeTarget; t.Set {
		w.KeptOnTimeTarget = nil
		if !t.Null {
			w.KeptOnTimeTarget = &t.Value
		}
	}
	return w
}

// ChangeWorkspace changes the settings. Changing working days or zone changes
// nothing that was promised: days ended in the zone they were promised in. Other
// working days plan anew the dates that days off move; meetings stay (S3). What that did comes
// back as well.
func (a *App) ChangeWorkspace(ctx context.Context, actor accord.Actor, m accord.Match, p WorkspacePatch) (w accord.Workspace, c DaysOffChange, err error) {
	if p.WorkingDays.Set {
		if err := Allow(actor, ActChangeWorkspace); err != nil {
			return w, c, err
		}
		if err := a.openBefore(ctx, actor.WorkspaceID); err != nil {
			return w, c, err
		}
	}
	err = a.change(ctx, actor, ActChangeWorkspace, func(ctx context.Context, tx *store.Store, now time.Time) error {
		var replanned *replanning
		if w, replanned, err = a.planWorkspace(ctx, tx, m, p, now); err != nil {
			return err
		}
		if replanned != nil {
			if c, err = replanned.change(ctx, actor, false); err != nil {
				return err
			}
			if err := replanned.open(ctx); err != nil {
				return err
			}
		}
		if err := tx.SaveWorkspace(ctx, &w); err != nil {
			return err
		}
		e, err := tx.Record(ctx, accord.Event{ActorID: actor.PersonID, Kind: "workspace.changed", SubjectType: "workspace", SubjectID: w.ID})
		if err != nil || replanned == nil {
			return err
		}
		return replanned.carryOut(ctx, actor, e, false)
	})
	return w, c, err
}

// PreviewWorkspace computes what [App.ChangeWorkspace] would do to dates, and
// who would be mailed (S5). It saves nothing.
func (a *App) PreviewWorkspace(ctx context.Context, actor accord.Actor, m accord.Match, p WorkspacePatch) (c DaysOffChange, err error) {
	ctx, err = a.read(ctx, actor, ActChangeWorkspace)
	if err != nil {
		return c, err
	}
	_, replanned, err := a.planWorkspace(ctx, a.store, m, p, a.now())
	if err != nil || replanned == nil {
		return c, err
	}
	return replanned.change(ctx, actor, false)
}

// planWorkspace gives the settings after a change, and what that does to dates;
// nil where working days stay.
func (a *App) planWorkspace(ctx context.Context, s *store.Store, m accord.Match, p WorkspacePatch, now time.Time) (accord.Workspace, *replanning, error) {
	w, err := s.Workspace(ctx)
	if err != nil {
		return w, nil, err
	}
	if err := m.Check(w.Version, w); err != nil {
		return w, nil, err
	}
	before := w.WorkingDays
	w = p.apply(w)
	if err := a.checkLeads(ctx, s, w); err != nil || w.WorkingDays == before {
		return w, nil, err
	}
	replanned, err := a.planWorkingDays(ctx, s, &w, now)
	return w, replanned, err
}

// checkLeads refuses wrong settings, and leads who are not of their side.
func (a *App) checkLeads(ctx context.Context, tx *store.Store, w accord.Workspace) error {
	var v accord.Validation
	v.Add("", w.Check())
	v.Add("", holiday.Check(w.HolidayCalendar))
	for _, l := range []struct {
		field string
		side  accord.Side
		id    accord.NullID
	}{
		{"sales_lead_id", accord.Sales, w.SalesLeadID},
		{"marketing_lead_id", accord.Marketing, w.MarketingLeadID},
		{"sales_deputy_id", accord.Sales, w.SalesDeputyID},
		{"marketing_deputy_id", accord.Marketing, w.MarketingDeputyID},
	} {
		if l.id == "" {
			continue
		}
		p, err := personNamed(ctx, tx, l.field, string(l.id))
		if err != nil && accord.CodeOf(err) != accord.CodeInvalid {
			return err
		}
		v.Add("", err)
		v.Check(err != nil || p.Active() && p.Side == l.side, l.field, "Choose somebody of this side.")
		v.Check(err != nil || p.Role != accord.RoleObserver, l.field, "Choose somebody who is here and does more than observe.")
	}
	v.Check(w.SalesLeadID == "" || w.SalesLeadID != w.SalesDeputyID, "sales_deputy_id", "The lead cannot be the deputy.")
	v.Check(w.MarketingLeadID == "" || w.MarketingLeadID != w.MarketingDeputyID, "marketing_deputy_id", "The lead cannot be the deputy.")
	return v.Err()
}
