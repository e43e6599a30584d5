package api

import (
	"cmp"
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

// sideBody is one side's name, colour, lead and deputy.
type sideBody struct {
	Name     string        `json:"name"`
	Color    string        `json:"color" doc:"empty is the side's own"`
	LeadID   accord.NullID `json:"lead_id"`
	DeputyID accord.NullID `json:"deputy_id"`
}

type sidesBody struct {
	Sales     sideBody `json:"sales"`
	Marketing sideBody `json:"marketing"`
}

// workspaceBody is a workspace as the API shows it.
type workspaceBody struct {
	ID                string         `json:"id"`
	Name              string         `json:"name"`
	Sides             sidesBody      `json:"sides"`
	TimeZone          string         `json:"time_zone"`
	WorkingDays       []int          `json:"working_days" doc:"ISO weekdays, Monday is 1"`
	HolidayCalendar   accord.NullID  `json:"holiday_calendar" doc:"What new series are offered to observe; null is none"`
	SharedGoal        string         `json:"shared_goal"`
	KeptOnTimeTarget  *float64       `json:"kept_on_time_target"`
	Quorum            string         `json:"quorum" enum:"leaders,sides,none" doc:"Who of each side must be at a meeting for its decisions to stand"`
	UpdateWeekday     int            `json:"update_weekday" doc:"ISO weekday the weekly update is due on"`
	UpdateTime        string         `json:"update_time" doc:"Wall clock it is due at, in the workspace's zone"`
	Currency          string         `json:"currency" doc:"Of the revenue, by its three letters; empty for none"`
	MaxActiveProjects int            `json:"max_active_projects" doc:"Growth projects each team may have under way at once"`
	Replanned         *DaysOffEffect `json:"replanned,omitempty" doc:"Of a change: what other working days did to dates, and who is mailed"`
}

func workspaceOf(w accord.Workspace) workspaceBody {
	b := workspaceBody{
		ID: w.ID, Name: w.Name, TimeZone: w.TimeZone, HolidayCalendar: accord.NullID(w.HolidayCalendar), SharedGoal: w.SharedGoal, KeptOnTimeTarget: w.KeptOnTimeTarget,
		MaxActiveProjects: w.ActiveProjects(), Quorum: string(cmp.Or(w.Quorum, accord.QuorumLeaders)),
		Sides: sidesBody{
			Sales:     sideBody{Name: w.SalesName, Color: w.SalesColor, LeadID: w.SalesLeadID, DeputyID: w.SalesDeputyID},
			Marketing: sideBody{Name: w.MarketingName, Color: w.MarketingColor, LeadID: w.MarketingLeadID, DeputyID: w.MarketingDeputyID},
		},
	}
	updates := w.Updates()
	b.UpdateWeekday, b.UpdateTime, b.Currency = updates.Weekday, updates.Clock, w.Currency
	days := accord.WorkWeek(w.WorkingDays)
	for n := 1; n <= 7; n++ {
		if days[n%7] {
			b.WorkingDays = append(b.WorkingDays, n)
		}
	}
	return b
}

type changeSide struct {
	Name     Opt[string]        `json:"name,omitzero"`
	Color    Opt[string]        `json:"color,omitzero"`
	LeadID   Opt[accord.NullID] `json:"lead_id,omitzero"`
	DeputyID Opt[accord.NullID] `json:"deputy_id,omitzero"`
}

type changeWorkspace struct {
	Body struct {
		Name  Opt[string] `json:"name,omitzero"`
		Sides struct {
			Sales     changeSide `json:"sales,omitzero"`
			Marketing changeSide `json:"marketing,omitzero"`
		} `json:"sides,omitzero"`
		TimeZone          Opt[string]            `json:"time_zone,omitzero"`
		WorkingDays       Opt[[]int]             `json:"working_days,omitzero"`
		HolidayCalendar   Opt[string]            `json:"holiday_calendar,omitzero"`
		SharedGoal        Opt[string]            `json:"shared_goal,omitzero"`
		KeptOnTimeTarget  Opt[float64]           `json:"kept_on_time_target,omitzero"`
		Quorum            Opt[accord.QuorumRule] `json:"quorum,omitzero"`
		MaxActiveProjects Opt[int]               `json:"max_active_projects,omitzero" doc:"null for the usual five"`
		UpdateWeekday     Opt[int]               `json:"update_weekday,omitzero"`
		UpdateTime        Opt[string]            `json:"update_time,omitzero"`
		Currency          Opt[string]            `json:"currency,omitzero"`
	}
}

func registerWorkspace(a *API) {
	register(a, app.ActSeeWorkspace, op("GET", "/workspace", "Get the workspace"), a.workspace)
	register(a, app.ActChangeWorkspace, op("PATCH", "/workspace", "Change the workspace"), a.changeWorkspace)
	register(a, app.ActChangeWorkspace, op("POST", "/workspace/preview", "Preview what a change of the workspace does to dates, and who is mailed"), a.previewWorkspace)
}

func (a *API) workspace(ctx context.Context, actor accord.Actor, _ *struct{}) (*one[workspaceBody], error) {
	w, err := a.app.Workspace(ctx, actor)
	return answer(workspaceOf(w), w.Version), err
}

// patch is the change as the use case takes it.
func (in *changeWorkspace) patch() app.WorkspacePatch {
	b, sales, marketing := in.Body, in.Body.Sides.Sales, in.Body.Sides.Marketing
	patch := app.WorkspacePatch{
		Name: b.Name.Opt, TimeZone: b.TimeZone.Opt, SharedGoal: b.SharedGoal.Opt, KeptOnTimeTarget: b.KeptOnTimeTarget.Opt, Quorum: b.Quorum.Opt,
		MaxActiveProjects: b.MaxActiveProjects.Opt,
		HolidayCalendar:   b.HolidayCalendar.Opt, UpdateWeekday: b.UpdateWeekday.Opt, UpdateTime: b.UpdateTime.Opt, Currency: b.Currency.Opt,
		SalesName: sales.Name.Opt, SalesColor: sales.Color.Opt, SalesLeadID: sales.LeadID.Opt, SalesDeputyID: sales.DeputyID.Opt,
		MarketingName: marketing.Name.Opt, MarketingColor: marketing.Color.Opt,
		MarketingLeadID: marketing.LeadID.Opt, MarketingDeputyID: marketing.DeputyID.Opt,
	}
	if b.WorkingDays.Set {
		patch.WorkingDays = accord.Some(accord.FormatWorkingDays(b.WorkingDays.Value))
	}
	return patch
}

func (a *API) changeWorkspace(ctx context.Context, actor accord.Actor, in *changeWorkspace) (*one[workspaceBody], error) {
	w, c, err := a.app.ChangeWorkspace(ctx, actor, match(ctx), in.patch())
	body, effect := workspaceOf(w), daysOffAnswer(c)
	body.Replanned = &effect
	return answer(body, w.Version), restated(err, workspaceOf)
}

func (a *API) previewWorkspace(ctx context.Context, actor accord.Actor, in *changeWorkspace) (*bare[DaysOffEffect], error) {
	c, err := a.app.PreviewWorkspace(ctx, actor, match(ctx), in.patch())
	return &bare[DaysOffEffect]{Body: daysOffAnswer(c)}, restated(err, workspaceOf)
}
