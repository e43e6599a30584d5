package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"accord/internal/accord"
)

// revealedFact is what the events say of a sit-down from its reveal on.
type revealedFact struct {
	id                           string
	at                           time.Time
	Sales, Marketing             []string
	SalesScores, MarketingScores map[string]int
	Pairs                        []map[string]any
	Gap                          string
	ended                        map[string]bool
}

// revealed are the sit-downs, by when they were revealed.
func (l *ledger) revealed() (list []*revealedFact) {
	of := map[string]*revealedFact{}
	each(l, "sit_down", func(what string, e accord.Event, raw map[string]json.RawMessage) {
		var d revealedFact
		for name, into := range map[string]any{
			"sales": &d.Sales, "marketing": &d.Marketing, "sales_scores": &d.SalesScores, "marketing_scores": &d.MarketingScores, "pairs": &d.Pairs, "gap": &d.Gap,
		} {
			if raw[name] != nil {
				if err := json.Unmarshal(raw[name], into); err != nil {
					l.w.t.Fatal(err)
				}
			}
		}
		switch {
		case what == "revealed":
			d.id, d.at, d.ended = e.SubjectID, e.At, map[string]bool{}
			of[d.id] = &d
			list = append(list, &d)
		case of[e.SubjectID] == nil:
		case what == "paired":
			of[e.SubjectID].Pairs = d.Pairs
		case what == "gap_ended":
			of[e.SubjectID].ended[d.Gap] = true
		}
	})
	return list
}

// sitDowns finds the one revealed last.
func (l *ledger) sitDowns() (s accord.SitDownState) {
	list := l.revealed()
	if len(list) == 0 {
		return s
	}
	last := list[len(list)-1]
	f := last.figures()
	return accord.SitDownState{Any: true, LastID: last.id, LastOn: &last.at, Figures: &f}
}

// figures count what the lists share.
func (last *revealedFact) figures() accord.SitDownFigures {
	ended := last.ended
	f := accord.SitDownFigures{Supports: 0}
	places, paired := 0, map[string]bool{}
	gap := func(key string) {
		f.Gaps++
		if !ended[key] {
			f.OpenGaps++
		}
	}
	for _, p := range last.Pairs {
		mine, theirs := fmt.Sprint(p["sales_priority_id"]), fmt.Sprint(p["marketing_priority_id"])
		paired[mine], paired[theirs] = true, true
		switch p["kind"] {
		case "same":
			f.Shared++
			apart := slices.Index(last.Sales, mine) - slices.Index(last.Marketing, theirs)
			places += max(apart, -apart)
		case "supports":
			f.Supports++
		case "conflicts":
			f.Conflicts++
			gap("pair-" + mine + "-" + theirs)
		}
	}
	for _, id := range last.Sales {
		if f.Total++; !paired[id] {
			f.OnlySales++
			gap("priority-" + id)
		}
	}
	for _, id := range last.Marketing {
		if f.Total++; !paired[id] {
			f.OnlyMarketing++
			gap("priority-" + id)
		}
	}
	f.Total -= f.Shared
	for q, score := range last.SalesScores {
		if other, ok := last.MarketingScores[q]; ok && max(score-other, other-score) >= 2 {
			gap("answer-" + q)
		}
	}
	if f.Shared > 0 {
		mean := float64(places) / float64(f.Shared)
		f.RankGap = &mean
	}
	return f
}

// keeps compares what is kept of the past, with no day to ask for: how a sit-down
// and those before it came out, the pace of every update that was sent, and how
// far what is promised now looks.
func (l *ledger) keeps() {
	t, w := l.w.t, l.w
	t.Helper()
	equal := func(what string, want, got any) {
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Errorf("%s (-events +shown):\n%s", what, diff)
		}
	}
	trends := map[string][]accord.SitDownPoint{}
	for _, r := range l.revealed() {
		d, err := w.app.SitDown(w.ctx(), w.as("ida"), r.id)
		if err != nil {
			t.Fatal(err)
		}
		f, pair := r.figures(), d.SalesID+d.MarketingID
		trends[pair] = append(trends[pair], accord.SitDownPoint{ID: r.id, RevealedAt: r.at, Shared: f.Shared, Total: f.Total, RankGap: f.RankGap})
		equal("the figures of a sit-down", &f, d.Figures)
		equal("the trend of a pair", trends[pair], d.Trend)
	}
	for week, want := range l.paces() {
		u, err := w.app.WeeklyUpdate(w.ctx(), w.as("ida"), week)
		if err != nil {
			t.Fatal(err)
		}
		equal(fmt.Sprint("the pace of ", week), want, u.Pace)
	}
	got, err := w.app.PromisedHorizons(w.ctx(), w.as("ida"), PromiseQuery{})
	if err != nil {
		t.Fatal(err)
	}
	equal("how far promises look", l.promised(), got)
}

// paces are those of the updates that were sent, on the working days of their
// quarters, which are Monday to Friday but for dayOff.
func (l *ledger) paces() map[accord.Week]accord.RevenuePace {
	list := map[accord.Week]accord.RevenuePace{}
	each(l, "weekly_update", func(what string, e accord.Event, d struct {
		ToDate *float64 `json:"revenue_to_date"`
		Goal   *float64 `json:"revenue_goal"`
	},
	) {
		if what != "sent" {
			return
		}
		monday := accord.Week(e.SubjectID).Monday().Time()
		q := (int(monday.Month()) - 1) / 3
		from := time.Date(monday.Year(), time.Month(3*q+1), 1, 0, 0, 0, 0, time.UTC)
		to := from.AddDate(0, 3, -1)
		p := accord.RevenuePace{Quarter: fmt.Sprintf("%d-Q%d", from.Year(), q+1), From: accord.Date(from.Format(time.DateOnly)), To: accord.Date(to.Format(time.DateOnly))}
		p.AsOf = min(accord.Date(e.At.In(l.zone).Format(time.DateOnly)), accord.Date(monday.AddDate(0, 0, 6).Format(time.DateOnly)))
		for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
			if on := accord.Date(day.Format(time.DateOnly)); day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && on != dayOff {
				p.Total++
				if on <= p.AsOf {
					p.Elapsed++
				}
			}
		}
		list[accord.Week(e.SubjectID)] = paceByHand(p, d.ToDate, d.Goal)
	})
	return list
}

// dayOff is the company's own.
const dayOff accord.Date = "2026-12-24"

func paceByHand(p accord.RevenuePace, toDate, goal *float64) accord.RevenuePace {
	if toDate != nil {
		p.ToDate = *toDate
	}
	if goal != nil {
		p.Goal = *goal
	}
	switch {
	case toDate == nil:
		p.State = accord.PaceUntold
		return p
	case goal == nil:
		p.State = accord.PaceNoGoal
		return p
	case p.Goal == 0:
		p.State = accord.PaceZeroGoal
		return p
	}
	p.Share, p.Even = p.ToDate/p.Goal, p.Goal
	if p.AsOf <= p.To {
		p.Even = float64(int64(p.Goal*float64(p.Elapsed)/float64(p.Total)*100+0.5)) / 100
	}
	p.Ahead = float64(int64((p.ToDate-p.Even)*100+map[bool]float64{true: 0.5, false: -0.5}[p.ToDate >= p.Even])) / 100
	switch {
	case p.AsOf > p.To:
		p.State = accord.PaceEnded
	case p.Ahead > 0:
		p.State = accord.PaceAhead
	case p.Ahead < 0:
		p.State = accord.PaceBehind
	default:
		p.State = accord.PaceOn
	}
	return p
}

// promised weighs what is open by how far it looks, by the side that owes it.
func (l *ledger) promised() (b accord.HorizonBalance) {
	items := map[string]accord.ActionItem{}
	for _, e := range l.events {
		if e.SubjectType != "action_item" {
			continue
		}
		d, err := accord.ItemEventOf(e)
		if err != nil {
			l.w.t.Fatal(err)
		}
		if items[e.SubjectID], err = d.Changes.Forth(items[e.SubjectID]); err != nil {
			l.w.t.Fatal(err)
		}
	}
	for _, i := range items {
		if i.Status == accord.StatusOpen || i.Status == accord.StatusBlocked {
			b.Add(accord.HorizonOf{Side: i.OwnerSide, Horizon: i.Horizon}, 1)
		}
	}
	return b
}
