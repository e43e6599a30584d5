package pages

import "accord/internal/accord"

// balanceCheck is one thing a strategic team needs of a side.
type balanceCheck struct {
	OK   bool
	Side accord.Side
	Text string
}

// BalanceAnswer says how the sides stand in the team.
func (v *teamView) BalanceAnswer() string { return v.sentences(accord.AnswerBalance(*v.Balance)) }

// BalanceChecks list what the team needs of each side.
func (v *teamView) BalanceChecks() []balanceCheck {
	var checks []balanceCheck
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		s := v.Balance.Of(side)
		leader := balanceCheck{OK: !s.NeedsLeader(), Side: side, Text: v.L.T("team.balance.no_leader")}
		if leader.OK {
			leader.Text = v.L.N("team.balance.leaders", s.Leaders)
		}
		reps := balanceCheck{OK: s.NeedsRepresentatives() == 0, Side: side}
		if reps.OK {
			reps.Text = v.L.N("team.balance.reps", s.Representatives)
		} else {
			reps.Text = v.L.T("team.balance.few_reps", "Count", v.L.Int(s.Representatives), "Need", v.L.Int(accord.TeamRepresentatives))
		}
		checks = append(checks, leader, reps)
	}
	return checks
}
