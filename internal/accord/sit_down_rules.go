package accord

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The limits of a sit-down.
const (
	MaxPriorities   = 7    // a side
	MaxAnswerScore  = 5    // from 1
	MaxAnswerWords  = 1000 // characters
	AnswersFarApart = 2    // from this distance on two answers are a gap
)

// BeginSitDown makes a sit-down of two counterparts, one of each side, by one of
// them or an admin.
func BeginSitDown(sales, marketing Person, by Actor, now time.Time) (SitDown, error) {
	var v Validation
	v.Add("sales_id", counterpart(sales, Sales))
	v.Add("marketing_id", counterpart(marketing, Marketing))
	s := SitDown{
		SalesID: sales.ID, MarketingID: marketing.ID, SalesVersion: 1, MarketingVersion: 1,
		CreatedBy: by.PersonID, CreatedAt: Instant(now), Version: 1,
	}
	if err := v.Err(); err != nil {
		return s, err
	}
	if s.SideOf(by.PersonID) == "" && !by.Admin() {
		return s, Errorf(CodeDenied, "You can begin a sit-down of your own, with a counterpart from the other side.").By("X4")
	}
	return s, nil
}

// counterpart checks somebody for one side of a sit-down.
func counterpart(p Person, side Side) error {
	switch {
	case p.Side != side:
		return Errorf(CodeInvalid, "Choose somebody of this side.")
	case !p.Active() || p.Role == RoleObserver:
		return Errorf(CodeInvalid, "Choose somebody who is here and takes part.")
	}
	return nil
}

// Writing is the side whose part the actor may write now: only the counterparts
// write, and only until the reveal (X2).
func (s SitDown) Writing(by Actor) (Side, error) {
	side := s.SideOf(by.PersonID)
	switch {
	case side == "":
		return "", Errorf(CodeDenied, "Only the two counterparts write in their sit-down.").By("X2")
	case s.RevealedAt != nil:
		return "", Errorf(CodeConflict, "Both lists are revealed and stay as they are; the next sit-down takes them on.").By("X2")
	}
	return side, nil
}

// Judging checks that the actor may pair the lists and end gaps: a counterpart,
// after the reveal.
func (s SitDown) Judging(by Actor) error {
	switch {
	case s.SideOf(by.PersonID) == "":
		return Errorf(CodeDenied, "Only the two counterparts say how their lists belong together.").By("X4")
	case s.RevealedAt == nil:
		return Errorf(CodeConflict, "The lists are still apart: first both reveal.").By("X2")
	}
	return nil
}

// Cancelling checks that the actor may call the sit-down off: a counterpart or
// an admin, until the reveal.
func (s SitDown) Cancelling(by Actor) error {
	switch {
	case s.SideOf(by.PersonID) == "" && !by.Admin():
		return Errorf(CodeDenied, "Only the two counterparts or an admin call a sit-down off.").By("X4")
	case s.RevealedAt != nil:
		return Errorf(CodeConflict, "It has been revealed, and stays.").By("X2")
	}
	return nil
}

// Reveal says that a side is ready; the lists are revealed when both are (X2).
// Saying it again changes nothing. written is how many priorities the side has.
func (s SitDown) Reveal(by Actor, written int, now time.Time) (SitDown, error) {
	side := s.SideOf(by.PersonID)
	switch {
	case side == "":
		return s, Errorf(CodeDenied, "Only the two counterparts reveal their lists.").By("X2")
	case s.RevealedAt != nil:
		return s, nil
	case written == 0:
		return s, Errorf(CodeConflict, "Put at least one priority on your list before you reveal it.").By("X2")
	}
	at := Instant(now)
	switch {
	case side == Sales && s.SalesReadyAt == nil:
		s.SalesReadyAt = &at
	case side == Marketing && s.MarketingReadyAt == nil:
		s.MarketingReadyAt = &at
	}
	if s.SalesReadyAt != nil && s.MarketingReadyAt != nil {
		s.RevealedAt = &at
	}
	return s, nil
}

// NotReady takes back that a side is ready, as long as the other side is not:
// what has been revealed stays revealed (X2).
func (s SitDown) NotReady(by Actor) (SitDown, error) {
	side, err := s.Writing(by)
	if err != nil {
		return s, err
	}
	if side == Sales {
		s.SalesReadyAt = nil
	} else {
		s.MarketingReadyAt = nil
	}
	return s, nil
}

// RankPriorities checks one side's list and gives it its ranks, as it stands. A
// side that has said reveal keeps something to be revealed.
func (s SitDown) RankPriorities(side Side, list []SitDownPriority) ([]SitDownPriority, error) {
	var v Validation
	v.Check(len(list) <= MaxPriorities, "priorities", "Rank at most %d priorities: what matters most is the point.", MaxPriorities)
	v.Check(len(list) > 0 || !s.Ready(side), "priorities", "You have said reveal: keep at least one priority.")
	seen := map[string]bool{}
	for i := range list {
		p := &list[i]
		p.SitDownID, p.Side, p.Rank, p.Title = s.ID, side, i+1, strings.TrimSpace(p.Title)
		at := fmt.Sprintf("priorities[%d].", i)
		v.Check(p.Title != "", at+"title", "Say what the priority is.")
		v.Check(utf8.RuneCountInString(p.Title) <= MaxTitle, at+"title", "Keep it under %d characters.", MaxTitle)
		v.Check(p.Title == "" || !seen[strings.ToLower(p.Title)], at+"title", "This priority is on your list twice.")
		v.Check(slices.Contains(Horizons(), p.Horizon), at+"horizon", "Choose now, quarter, year or beyond.")
		seen[strings.ToLower(p.Title)] = true
	}
	return list, v.Err()
}

// Answer checks one side's answers; a question may be left out.
func (s SitDown) Answer(side Side, list []SitDownAnswer) ([]SitDownAnswer, error) {
	var v Validation
	seen := map[SitDownQuestion]bool{}
	for i := range list {
		a := &list[i]
		a.SitDownID, a.Side, a.Words = s.ID, side, strings.TrimSpace(a.Words)
		at := fmt.Sprintf("answers[%d].", i)
		v.Check(slices.Contains(SitDownQuestions(), a.Question), at+"question", "Choose one of the four questions.")
		v.Check(!seen[a.Question], at+"question", "Answer each question once.")
		v.Check(a.Score >= 1 && a.Score <= MaxAnswerScore, at+"score", "Choose 1 to %d.", MaxAnswerScore)
		v.Check(utf8.RuneCountInString(a.Words) <= MaxAnswerWords, at+"words", "Keep it under %d characters.", MaxAnswerWords)
		seen[a.Question] = true
	}
	return list, v.Err()
}

// PairUp checks pairs set by hand: of this sit-down's lists, each priority once.
func (s SitDown) PairUp(sales, marketing []SitDownPriority, pairs []SitDownPair) ([]SitDownPair, error) {
	var v Validation
	known := func(list []SitDownPriority, id string) bool {
		return slices.ContainsFunc(list, func(p SitDownPriority) bool { return p.ID == id })
	}
	seen := map[string]bool{}
	for i := range pairs {
		p := &pairs[i]
		p.SitDownID = s.ID
		at := fmt.Sprintf("pairs[%d].", i)
		v.Check(known(sales, p.SalesPriorityID), at+"sales_priority_id", "Choose a priority of this list.")
		v.Check(known(marketing, p.MarketingPriorityID), at+"marketing_priority_id", "Choose a priority of this list.")
		v.Check(!seen[p.SalesPriorityID], at+"sales_priority_id", "Pair each priority once.")
		v.Check(!seen[p.MarketingPriorityID], at+"marketing_priority_id", "Pair each priority once.")
		v.Check(slices.Contains(PairKinds(), p.Kind), at+"kind", "Choose same, supports or conflicts.")
		seen[p.SalesPriorityID], seen[p.MarketingPriorityID] = true, true
	}
	return pairs, v.Err()
}
