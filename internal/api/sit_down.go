package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerSitDowns(a *API) {
	register(a, app.ActSeeSitDowns, op("GET", "/sit-downs", "List sit-downs"), a.listSitDowns)
	register(a, app.ActSitDown, created(op("POST", "/sit-downs", "Begin a sit-down")), a.beginSitDown)
	register(a, app.ActSeeSitDowns, op("GET", "/sit-downs/{id}", "Get a sit-down"), a.sitDown)
	register(a, app.ActSitDown, op("PUT", "/sit-downs/{id}/priorities", "Rank your priorities"), a.rankPriorities)
	register(a, app.ActSitDown, op("PUT", "/sit-downs/{id}/answers", "Answer the four questions"), a.answerSitDown)
	register(a, app.ActSitDown, op("POST", "/sit-downs/{id}/reveal", "Say that you are ready to reveal"), a.revealSitDown)
	register(a, app.ActSitDown, op("PUT", "/sit-downs/{id}/pairs", "Pair the priorities"), a.pairPriorities)
	register(a, app.ActSitDown, op("POST", "/sit-downs/{id}/gaps", "End a gap"), a.endGap)
	register(a, app.ActSitDown, op("POST", "/sit-downs/{id}/undo", "Undo the end of a gap, the pairs or your being ready"), a.undoSitDown)
	register(a, app.ActSitDown, op("DELETE", "/sit-downs/{id}", "Call a sit-down off"), a.callOffSitDown)
}

type sitDownAnswer = one[accord.SitDownDetail]

func sitDownResult(d accord.SitDownDetail, err error) (*sitDownAnswer, error) {
	if err != nil {
		return nil, err
	}
	return answer(d, d.Version), nil
}

func (a *API) listSitDowns(ctx context.Context, actor accord.Actor, in *Paged) (*items[accord.SitDownRow], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	list, next, err := a.app.SitDowns(ctx, actor, p)
	return listed(list, next), err
}

type beginSitDownInput struct {
	Body struct {
		SalesID     string `json:"sales_id,omitempty" maxLength:"64" doc:"You, if you are of Sales and leave it out"`
		MarketingID string `json:"marketing_id,omitempty" maxLength:"64" doc:"You, if you are of Marketing and leave it out"`
	}
}

func (a *API) beginSitDown(ctx context.Context, actor accord.Actor, in *beginSitDownInput) (*sitDownAnswer, error) {
	return sitDownResult(a.app.BeginSitDown(ctx, actor, app.NewSitDown{SalesID: in.Body.SalesID, MarketingID: in.Body.MarketingID}))
}

func (a *API) sitDown(ctx context.Context, actor accord.Actor, in *ByID) (*sitDownAnswer, error) {
	return sitDownResult(a.app.SitDown(ctx, actor, in.ID))
}

// priorityBody is one line of a list, as somebody sends it.
type priorityBody struct {
	Title   string         `json:"title"`
	Horizon accord.Horizon `json:"horizon" enum:"now,quarter,year,beyond"`
}

type rankPrioritiesInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Priorities []priorityBody `json:"priorities" doc:"The most important first, at most seven"`
	}
}

func (a *API) rankPriorities(ctx context.Context, actor accord.Actor, in *rankPrioritiesInput) (*sitDownAnswer, error) {
	list := make([]accord.SitDownPriority, len(in.Body.Priorities))
	for i, p := range in.Body.Priorities {
		list[i] = accord.SitDownPriority{Title: p.Title, Horizon: p.Horizon}
	}
	return sitDownResult(a.app.RankPriorities(ctx, actor, in.ID, match(ctx), list))
}

// sitDownAnswerBody is one answer, as somebody sends it.
type sitDownAnswerBody struct {
	Question accord.SitDownQuestion `json:"question" enum:"same_page,leads,feedback,plans"`
	Score    int                    `json:"score" doc:"1, not at all, to 5, fully"`
	Words    string                 `json:"words,omitempty"`
}

type answerSitDownInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Answers []sitDownAnswerBody `json:"answers"`
	}
}

func (a *API) answerSitDown(ctx context.Context, actor accord.Actor, in *answerSitDownInput) (*sitDownAnswer, error) {
	list := make([]accord.SitDownAnswer, len(in.Body.Answers))
	for i, n := range in.Body.Answers {
		list[i] = accord.SitDownAnswer{Question: n.Question, Score: n.Score, Words: n.Words}
	}
	return sitDownResult(a.app.AnswerSitDown(ctx, actor, in.ID, match(ctx), list))
}

func (a *API) revealSitDown(ctx context.Context, actor accord.Actor, in *ByID) (*sitDownAnswer, error) {
	return sitDownResult(a.app.RevealSitDown(ctx, actor, in.ID, match(ctx)))
}

// pairBody is one pair, as somebody sets it.
type pairBody struct {
	SalesPriorityID     string          `json:"sales_priority_id"`
	MarketingPriorityID string          `json:"marketing_priority_id"`
	Kind                accord.PairKind `json:"kind" enum:"same,supports,conflicts"`
}

type pairPrioritiesInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Pairs []pairBody `json:"pairs" doc:"All of them; a priority in none is unknown to the other side"`
	}
}

func (a *API) pairPriorities(ctx context.Context, actor accord.Actor, in *pairPrioritiesInput) (*sitDownAnswer, error) {
	list := make([]accord.SitDownPair, len(in.Body.Pairs))
	for i, p := range in.Body.Pairs {
		list[i] = accord.SitDownPair{SalesPriorityID: p.SalesPriorityID, MarketingPriorityID: p.MarketingPriorityID, Kind: p.Kind}
	}
	return sitDownResult(a.app.PairPriorities(ctx, actor, in.ID, match(ctx), list))
}

type endGapInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Gap       string        `json:"gap" doc:"Its key"`
		Outcome   accord.GapEnd `json:"outcome" enum:"action_item,agenda_item,leave"`
		Title     string        `json:"title,omitempty" doc:"Of what it becomes"`
		OwnerID   string        `json:"owner_id,omitempty" doc:"Of the action item"`
		DueOn     accord.Date   `json:"due_on,omitempty"`
		ForSide   accord.Side   `json:"for_side,omitempty" enum:"sales,marketing,neutral"`
		SeriesID  string        `json:"series_id,omitempty" doc:"Whose backlog it is proposed for"`
		MeetingID string        `json:"meeting_id,omitempty" doc:"Or the meeting"`
		Minutes   int           `json:"minutes,omitempty" doc:"On the agenda; 15 unless given"`
	}
}

func (a *API) endGap(ctx context.Context, actor accord.Actor, in *endGapInput) (*sitDownAnswer, error) {
	b := in.Body
	return sitDownResult(a.app.EndSitDownGap(ctx, actor, in.ID, app.EndGap{
		Gap: b.Gap, Outcome: b.Outcome, Title: b.Title, OwnerID: b.OwnerID, DueOn: b.DueOn, ForSide: b.ForSide,
		SeriesID: b.SeriesID, MeetingID: b.MeetingID, Minutes: b.Minutes,
	}))
}

type undoSitDownInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"1000" doc:"Where a matter leaves an agenda: why, for whoever runs the meeting"`
	}
}

func (a *API) undoSitDown(ctx context.Context, actor accord.Actor, in *undoSitDownInput) (*sitDownAnswer, error) {
	return sitDownResult(a.app.UndoSitDown(ctx, actor, in.ID, in.Body.Reason))
}

func (a *API) callOffSitDown(ctx context.Context, actor accord.Actor, in *ByID) (*nothing, error) {
	return nil, a.app.CallOffSitDown(ctx, actor, in.ID, match(ctx))
}
