package api

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerUpdates(a *API) {
	register(a, app.ActSeeUpdates, op("GET", "/updates", "List weekly updates"), a.listUpdates)
	register(a, app.ActWriteUpdates, created(op("POST", "/updates", "Begin the weekly update")), a.beginUpdate)
	register(a, app.ActSeeUpdates, op("GET", "/updates/{iso_week}", "Get a weekly update"), a.update)
	register(a, app.ActWriteUpdates, op("PATCH", "/updates/{iso_week}", "Change a weekly update"), a.changeUpdate)
	register(a, app.ActWriteUpdates, op("POST", "/updates/{iso_week}/sign", "Sign a weekly update"), a.signUpdate)
	register(a, app.ActWriteUpdates, op("POST", "/updates/{iso_week}/unsign", "Take one's signature back, while the update is not sent"), a.unsignUpdate)
	register(a, app.ActWriteUpdates, created(op("POST", "/updates/{iso_week}/asks/{line_id}/action-item", "Make an action item of an ask")), a.askInUpdate)
}

// updateLine is a line as it is written: its text alone, or with a detail.
type updateLine struct {
	Text   string             `json:"text"`
	Detail accord.Opt[string] `json:"detail"`
}

// UnmarshalJSON reads a text, or an object with a text and a detail.
func (l *updateLine) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(b), []byte(`"`)) {
		return json.Unmarshal(b, &l.Text)
	}
	type plain updateLine
	return json.Unmarshal(b, (*plain)(l))
}

// Schema is that of a text, or of an object.
func (updateLine) Schema(huma.Registry) *huma.Schema {
	text := &huma.Schema{Type: huma.TypeString}
	object := &huma.Schema{
		Type: huma.TypeObject, Required: []string{"text"}, AdditionalProperties: false,
		Properties: map[string]*huma.Schema{
			"text":   {Type: huma.TypeString},
			"detail": {Type: huma.TypeString, Description: "Of a win the marketing that helped, of a tool what it contributed"},
		},
	}
	object.PrecomputeMessages()
	return &huma.Schema{OneOf: []*huma.Schema{text, object}}
}

// updatePart is a side's part as the API answers it.
type updatePart struct {
	News       string                    `json:"news"`
	Wins       []accord.WeeklyUpdateLine `json:"wins"`
	Tools      []accord.WeeklyUpdateLine `json:"tools"`
	Asks       []accord.WeeklyUpdateLine `json:"asks"`
	SignedBy   accord.NullID             `json:"signed_by"`
	SignedName string                    `json:"signed_name"`
	AsDeputy   bool                      `json:"as_deputy"`
	SignedAt   *time.Time                `json:"signed_at"`
	Version    int                       `json:"version"`
}

type updateParts struct {
	Sales     updatePart `json:"sales"`
	Marketing updatePart `json:"marketing"`
}

// updateBody is a weekly update as the API answers it.
type updateBody struct {
	IsoWeek       string                    `json:"iso_week"`
	Status        string                    `json:"status" enum:"draft,sent,missed"`
	Wins          []string                  `json:"wins"`
	RevenueToDate *float64                  `json:"revenue_to_date"`
	RevenueGoal   *float64                  `json:"revenue_goal"`
	Pace          accord.RevenuePace        `json:"pace"`
	Tools         []string                  `json:"tools"`
	Asks          []string                  `json:"asks"`
	News          string                    `json:"news"`
	Parts         updateParts               `json:"parts" doc:"What each side wrote, with who signed it"`
	Facts         []accord.WeeklyUpdateLine `json:"facts" doc:"What Accord found: promises kept, decisions, next meetings"`
	Missing       []string                  `json:"missing" doc:"The sides whose name is not under it"`
	DueAt         time.Time                 `json:"due_at"`
	SentAt        *time.Time                `json:"sent_at"`
	Recipients    int                       `json:"recipients"`
	Version       int                       `json:"version"`
}

func texts(lines []accord.WeeklyUpdateLine) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.Text
	}
	return out
}

func updatePartOf(p accord.UpdatePartDetail) updatePart {
	return updatePart{
		News: p.News, Wins: p.Wins, Tools: p.Tools, Asks: p.Asks,
		SignedBy: p.SignedBy, SignedName: p.SignedName, AsDeputy: p.AsDeputy, SignedAt: p.SignedAt, Version: p.Version,
	}
}

func updateOf(d accord.UpdateDetail) updateBody {
	b := updateBody{
		IsoWeek: d.ID, Status: string(d.Status), Wins: texts(d.Wins()), Tools: texts(d.Tools()), Asks: texts(d.Asks()), News: d.News(),
		RevenueToDate: d.RevenueToDate, RevenueGoal: d.RevenueGoal, Pace: d.Pace, Facts: d.Facts, DueAt: d.DueAt, SentAt: d.SentAt,
		Parts:      updateParts{Sales: updatePartOf(d.Sales), Marketing: updatePartOf(d.Marketing)},
		Recipients: d.Recipients, Version: d.Version,
	}
	for _, side := range d.UnsignedSides() {
		b.Missing = append(b.Missing, string(side))
	}
	return b
}

func updateResult(d accord.UpdateDetail, err error) (*one[updateBody], error) {
	return answer(updateOf(d), d.Version), restated(err, updateOf)
}

// UpdateFields are what a body writes into a side's part.
type UpdateFields struct {
	Side          accord.Side       `json:"side,omitempty" enum:"sales,marketing" doc:"Whose part; your own unless given"`
	Wins          Opt[[]updateLine] `json:"wins,omitzero" doc:"Customers won: texts, or text and detail"`
	RevenueToDate Opt[float64]      `json:"revenue_to_date,omitzero"`
	RevenueGoal   Opt[float64]      `json:"revenue_goal,omitzero"`
	Tools         Opt[[]updateLine] `json:"tools,omitzero"`
	Asks          Opt[[]updateLine] `json:"asks,omitzero"`
	News          Opt[string]       `json:"news,omitzero"`
}

func (f UpdateFields) patch() app.UpdatePatch {
	return app.UpdatePatch{
		Side: f.Side, Wins: linesOf(f.Wins), Tools: linesOf(f.Tools), Asks: linesOf(f.Asks), News: f.News.Opt,
		RevenueToDate: f.RevenueToDate.Opt, RevenueGoal: f.RevenueGoal.Opt, Whole: true,
	}
}

func linesOf(given Opt[[]updateLine]) app.UpdateLines {
	lines := make([]app.UpdateLine, len(given.Value))
	for i, l := range given.Value {
		lines[i] = app.UpdateLine{Text: l.Text, Detail: l.Detail}
	}
	return app.UpdateLines{Opt: accord.Opt[[]app.UpdateLine]{Set: given.Set, Null: given.Null, Value: lines}}
}

type beginUpdate struct {
	Body struct {
		IsoWeek string `json:"iso_week,omitempty" doc:"The current week, which is meant without one"`
		UpdateFields
	}
}

// ByWeek is the input of an operation on the update of a week.
type ByWeek struct {
	IsoWeek string `path:"iso_week" maxLength:"10" doc:"2027-W03"`
}

// week reads the path; what is no week does not exist.
func (in ByWeek) week() (accord.Week, error) {
	w, err := accord.ParseWeek(in.IsoWeek)
	if err != nil {
		return "", accord.NotFound("weekly update")
	}
	return w, nil
}

type changeUpdate struct {
	ByWeek
	Body UpdateFields
}

func (a *API) listUpdates(ctx context.Context, actor accord.Actor, in *struct{ Paged }) (*items[updateBody], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	before := ""
	if len(p.After) > 0 {
		before = p.After[0]
	}
	list, err := a.app.WeeklyUpdates(ctx, actor, accord.Week(before), p.Limit+1)
	if err != nil {
		return nil, err
	}
	list, next := accord.Cut(list, p, func(d accord.UpdateDetail) []string { return []string{d.ID} })
	bodies := make([]updateBody, len(list))
	for i, d := range list {
		bodies[i] = updateOf(d)
	}
	return listed(bodies, next), nil
}

func (a *API) update(ctx context.Context, actor accord.Actor, in *ByWeek) (*one[updateBody], error) {
	week, err := in.week()
	if err != nil {
		return nil, err
	}
	return updateResult(a.app.WeeklyUpdate(ctx, actor, week))
}

func (a *API) beginUpdate(ctx context.Context, actor accord.Actor, in *beginUpdate) (*one[updateBody], error) {
	var week accord.Week
	if in.Body.IsoWeek != "" {
		var err error
		if week, err = accord.ParseWeek(in.Body.IsoWeek); err != nil {
			return nil, accord.BadField("iso_week", "Give a week as YYYY-Www, for example 2027-W03.")
		}
	}
	return updateResult(a.app.BeginUpdate(ctx, actor, week, in.Body.patch()))
}

func (a *API) changeUpdate(ctx context.Context, actor accord.Actor, in *changeUpdate) (*one[updateBody], error) {
	week, err := in.week()
	if err != nil {
		return nil, err
	}
	return updateResult(a.app.ChangeUpdate(ctx, actor, week, match(ctx), in.Body.patch()))
}

func (a *API) signUpdate(ctx context.Context, actor accord.Actor, in *ByWeek) (*one[updateBody], error) {
	week, err := in.week()
	if err != nil {
		return nil, err
	}
	return updateResult(a.app.SignUpdate(ctx, actor, week, match(ctx)))
}

func (a *API) unsignUpdate(ctx context.Context, actor accord.Actor, in *ByWeek) (*one[updateBody], error) {
	week, err := in.week()
	if err != nil {
		return nil, err
	}
	return updateResult(a.app.UnsignUpdate(ctx, actor, week, match(ctx)))
}

type askInUpdate struct {
	ByWeek
	LineID string `path:"line_id" maxLength:"64"`
}

func (a *API) askInUpdate(ctx context.Context, actor accord.Actor, in *askInUpdate) (*one[itemBody], error) {
	week, err := in.week()
	if err != nil {
		return nil, err
	}
	return a.itemResult(a.app.AskInUpdate(ctx, actor, week, in.LineID))
}
