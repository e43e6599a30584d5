package app

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
)

// sitDownFixture is a sit-down of ana of Sales and mia of Marketing.
type sitDownFixture struct {
	*meetingFixture
	id string
}

func newSitDownFixture(t *testing.T) *sitDownFixture {
	t.Helper()
	f := &sitDownFixture{meetingFixture: newMeetingFixture(t)}
	d, err := f.app.BeginSitDown(f.Context(), itemActor("ana"), NewSitDown{MarketingID: "mia"})
	f.must(err)
	f.id = d.ID
	return f
}

func (f *sitDownFixture) ranks(who string, titles ...string) {
	f.Helper()
	var list []accord.SitDownPriority
	for _, title := range titles {
		list = append(list, accord.SitDownPriority{Title: title, Horizon: accord.HorizonQuarter})
	}
	_, err := f.app.RankPriorities(f.Context(), itemActor(who), f.id, accord.Match{}, list)
	f.must(err)
}

func (f *sitDownFixture) answers(who string, score int, words string) {
	f.Helper()
	_, err := f.app.AnswerSitDown(f.Context(), itemActor(who), f.id, accord.Match{}, []accord.SitDownAnswer{{Question: accord.QuestionLeads, Score: score, Words: words}})
	f.must(err)
}

func (f *sitDownFixture) reveals(who string) accord.SitDownDetail {
	f.Helper()
	d, err := f.app.RevealSitDown(f.Context(), itemActor(who), f.id, accord.Match{})
	f.must(err)
	return d
}

func (f *sitDownFixture) sees(who string) accord.SitDownDetail {
	f.Helper()
	d, err := f.app.SitDown(f.Context(), itemActor(who), f.id)
	f.must(err)
	return d
}

func TestSitDown_Round(t *testing.T) {
	f := newSitDownFixture(t)
	f.ranks("ana", "Qualified leads from Norway", "Shorter quotes")
	f.ranks("mia", "A launch page", "Leads from Norway, qualified")
	f.answers("ana", 1, "too few")
	f.answers("mia", 4, "plenty")
	if d := f.reveals("ana"); d.State != accord.SitDownPrivate || d.Marketing != nil || d.Figures != nil {
		t.Errorf("X2: after one side's reveal = %+v", d)
	}
	d := f.reveals("mia")
	if d.State != accord.SitDownRevealed || d.Figures.Shared != 1 || d.Figures.Total != 3 || *d.Figures.RankGap != 1 || len(d.Gaps) != 3 || len(d.Trend) != 1 {
		t.Fatalf("revealed = %+v %+v", d, d.Figures)
	}
	for _, who := range []string{"zoe", "nora", "adm", "ana"} { // X4: members see it
		if d := f.sees(who); d.Sales == nil || d.Marketing == nil {
			t.Errorf("%s sees %+v after the reveal", who, d)
		}
	}
	end := func(who string, in EndGap) (accord.SitDownDetail, error) {
		return f.app.EndSitDownGap(f.Context(), itemActor(who), f.id, in)
	}
	if _, err := end("zoe", EndGap{Gap: d.Gaps[0].Key, Outcome: accord.GapLeft}); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("X4: a gap ended by a third = %v, want denied", err)
	}
	if _, err := end("ana", EndGap{Gap: d.Gaps[0].Key, Outcome: accord.GapActionItem}); accord.CodeOf(err) != accord.CodeInvalid {
		t.Errorf("an action item without words = %v, want invalid", err)
	}
	if got := f.sees("ana"); got.Gaps[0].Outcome != "" || got.Version != d.Version-d.MarketingVersion+d.SalesVersion {
		t.Errorf("after that %+v at %d", got.Gaps[0], got.Version)
	}
	after, err := end("ana", EndGap{
		Gap: d.Gaps[0].Key, Outcome: accord.GapActionItem, Title: "Show Marketing the quotes", OwnerID: "ana", ForSide: accord.Marketing,
		DueOn: accord.DateOf(f.now.AddDate(0, 0, 7), time.UTC),
	})
	f.must(err)
	if item, err := f.app.ActionItem(f.Context(), itemActor("ana"), string(after.Gaps[0].ActionItemID)); err != nil || item.Title != "Show Marketing the quotes" || item.Status != accord.StatusOpen {
		t.Errorf("the gap became %+v, %v", item, err)
	}
	_, err = end("mia", EndGap{Gap: d.Gaps[1].Key, Outcome: accord.GapAgendaItem, Title: "Why a launch page?", SeriesID: f.series})
	f.must(err)
	if backlog, err := f.app.Backlog(f.Context(), itemActor("mia"), f.series); err != nil || len(backlog) != 1 || backlog[0].Title != "Why a launch page?" {
		t.Errorf("the backlog has %+v, %v", backlog, err)
	}
	after, err = end("mia", EndGap{Gap: "answer-leads", Outcome: accord.GapAgendaItem, Title: "What is a lead?", MeetingID: f.meeting})
	f.must(err)
	if after.Figures.OpenGaps != 0 || after.Gaps[2].AgendaItemID == "" {
		t.Errorf("%d gaps are open, want none: %+v", after.Figures.OpenGaps, after.Gaps)
	}
	if _, err := end("ana", EndGap{Gap: "answer-leads", Outcome: accord.GapLeft}); accord.CodeOf(err) != accord.CodeConflict {
		t.Errorf("a gap ended twice = %v, want conflict", err)
	}
	f.goesOn()
}

// goesOn begins the next one, which takes on from the list before.
func (f *sitDownFixture) goesOn() {
	f.Helper()
	earlier, err := f.app.EarlierPriorities(f.Context(), itemActor("mia"))
	f.must(err)
	if len(earlier) != 2 || earlier[0].Title != "A launch page" {
		f.Errorf("the next one goes on from %+v", earlier)
	}
	f.now = f.now.AddDate(0, 0, 14)
	next, err := f.app.BeginSitDown(f.Context(), itemActor("mia"), NewSitDown{SalesID: "ana"})
	f.must(err)
	if _, err := f.app.BeginSitDown(f.Context(), itemActor("ana"), NewSitDown{MarketingID: "mia"}); accord.CodeOf(err) != accord.CodeConflict {
		f.Errorf("a second private one = %v, want conflict", err)
	}
	first := f.id
	f.id = next.ID
	f.ranks("ana", "Leads", "Quotes")
	f.ranks("mia", "Leads", "Quotes")
	f.reveals("mia")
	d := f.reveals("ana")
	if len(d.Trend) != 2 || d.Trend[0].ID != first || d.Trend[0].Shared != 1 || d.Trend[1].Shared != 2 || *d.Trend[1].RankGap != 0 {
		f.Errorf("the trend is %+v", d.Trend)
	}
	f.id = first
	if d := f.sees("ana"); len(d.Trend) != 1 {
		f.Errorf("the earlier one's trend reaches to %d, want to itself", len(d.Trend))
	}
}

func TestSitDown_WhoMay(t *testing.T) {
	f := newSitDownFixture(t)
	list := []accord.SitDownPriority{{Title: "x", Horizon: accord.HorizonNow}}
	for _, who := range []string{"luis", "adm", "nora"} {
		if _, err := f.app.RankPriorities(f.Context(), itemActor(who), f.id, accord.Match{}, list); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("X2: %s ranks = %v, want denied", who, err)
		}
		if _, err := f.app.AnswerSitDown(f.Context(), itemActor(who), f.id, accord.Match{}, nil); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("X2: %s answers = %v, want denied", who, err)
		}
		if _, err := f.app.RevealSitDown(f.Context(), itemActor(who), f.id, accord.Match{}); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("X2: %s reveals = %v, want denied", who, err)
		}
		if d := f.sees(who); d.Sales != nil || d.Marketing != nil || d.SalesName != "Ana" {
			t.Errorf("X2: %s sees %+v, want that it exists", who, d)
		}
	}
	if _, err := f.app.SitDown(f.Context(), itemActor("obi"), f.id); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("X4: an observer sees it: %v, want denied", err)
	}
	if _, _, err := f.app.SitDowns(f.Context(), itemActor("obi"), accord.DefaultPage); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("X4: an observer lists them: %v, want denied", err)
	}
	if err := f.app.CallOffSitDown(f.Context(), itemActor("luis"), f.id, accord.Match{}); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("X4: called off by a third = %v, want denied", err)
	}
	f.ranks("ana", "words")
	f.must(f.app.CallOffSitDown(f.Context(), itemActor("adm"), f.id, accord.Match{}))
	if _, err := f.app.SitDown(f.Context(), itemActor("ana"), f.id); accord.CodeOf(err) != accord.CodeNotFound {
		t.Errorf("called off, and yet %v", err)
	}
}

func TestSitDown_Stale(t *testing.T) {
	f := newSitDownFixture(t)
	was := f.sees("ana")
	f.ranks("mia", "theirs")
	list := []accord.SitDownPriority{{Title: "mine", Horizon: accord.HorizonNow}}
	if _, err := f.app.RankPriorities(f.Context(), itemActor("ana"), f.id, accord.MatchVersion(was.Version), list); err != nil {
		t.Errorf("X2: the other side's writing is in the way: %v", err)
	}
	_, err := f.app.RankPriorities(f.Context(), itemActor("ana"), f.id, accord.MatchVersion(was.Version), list)
	if accord.CodeOf(err) != accord.CodeStale {
		t.Errorf("one's own writing meanwhile = %v, want stale", err)
	}
}

func TestSitDown_State(t *testing.T) {
	f := newMeetingFixture(t)
	state := func(who string) accord.SitDownState {
		t.Helper()
		s, err := f.app.SitDownState(f.Context(), itemActor(who), time.Time{})
		f.must(err)
		return s
	}
	for who, want := range map[string]bool{"ana": true, "max": true, "adm": true, "nora": false} {
		if got := state(who); got.Offer != want || got.Any {
			t.Errorf("%s is offered one: %v, want %v", who, got.Offer, want)
		}
	}
	d, err := f.app.BeginSitDown(f.Context(), itemActor("ana"), NewSitDown{MarketingID: "mia"})
	f.must(err)
	s := &sitDownFixture{f, d.ID}
	s.ranks("ana", "a")
	s.ranks("mia", "a")
	s.reveals("ana")
	if a, m := state("ana"), state("mia"); a.WaitingID != "" || m.WaitingID != d.ID || a.Offer || a.Figures != nil {
		t.Errorf("it waits for %+v, %+v, want for mia", a, m)
	}
	s.reveals("mia")
	if got := state("zoe"); got.LastID != d.ID || got.Figures == nil || got.Figures.Shared != 1 {
		t.Errorf("the last one = %+v", got)
	}
}

// X2: what the events of a sit-down carry.
func TestSitDown_EventsCarryNoWords(t *testing.T) {
	f := newSitDownFixture(t)
	f.ranks("ana", "hidden zebra")
	f.answers("ana", 2, "hidden zebra")
	f.reveals("ana")
	for _, who := range []string{"ana", "mia", "adm"} {
		list, err := f.app.Events(f.Context(), itemActor(who), 0, 1000)
		f.must(err)
		b, _ := json.Marshal(list)
		if strings.Contains(string(b), "zebra") {
			t.Errorf("X2: events tell %s: %s", who, b)
		}
	}
}
