package accord

// What a strategic team needs of each side, and how uneven the sides may be.
const (
	TeamLeaders         = 1
	TeamRepresentatives = 2
	TeamUneven          = 2 // the larger side has at most so many times the people of the smaller
)

// SideStrength is how many people of one side a team has; observers do not
// count.
type SideStrength struct {
	Leaders         int `json:"leaders"`
	Representatives int `json:"representatives"`
	Members         int `json:"members"`
}

// People counts all of them.
func (s SideStrength) People() int { return s.Leaders + s.Representatives + s.Members }

// NeedsLeader reports whether the side lacks a leader.
func (s SideStrength) NeedsLeader() bool { return s.Leaders < TeamLeaders }

// NeedsRepresentatives is how many representatives the side lacks.
func (s SideStrength) NeedsRepresentatives() int {
	return max(0, TeamRepresentatives-s.Representatives)
}

// TeamBalance is how the sides stand in a team.
type TeamBalance struct {
	Sales     SideStrength `json:"sales"`
	Neutral   SideStrength `json:"neutral"`
	Marketing SideStrength `json:"marketing"`
}

// TeamBalanceOf counts the people of a team by side; those who left do not
// count.
func TeamBalanceOf(people []TeamPerson) TeamBalance {
	var b TeamBalance
	for _, p := range people {
		if !p.Active() || p.Role == RoleObserver {
			continue
		}
		side := b.side(p.Side)
		switch p.TeamRole {
		case TeamLeader:
			side.Leaders++
		case TeamRepresentative:
			side.Representatives++
		case TeamMemberRole:
			side.Members++
		case TeamObserver:
		}
	}
	return b
}

// StaffOf is the side whose own team this is: nobody of the other side works in
// it. "" is a team of both, or of neither.
func (b TeamBalance) StaffOf() Side {
	switch sales, marketing := b.Sales.People(), b.Marketing.People(); {
	case sales > 0 && marketing == 0:
		return Sales
	case marketing > 0 && sales == 0:
		return Marketing
	}
	return ""
}

func (b *TeamBalance) side(side Side) *SideStrength {
	switch side {
	case Sales:
		return &b.Sales
	case Marketing:
		return &b.Marketing
	default:
		return &b.Neutral
	}
}

// Of gives the strength of a side.
func (b TeamBalance) Of(side Side) SideStrength { return *b.side(side) }

// Uneven gives the smaller side where the other has more than twice its people,
// else "".
func (b TeamBalance) Uneven() Side {
	sales, marketing := b.Sales.People(), b.Marketing.People()
	switch {
	case sales > TeamUneven*marketing:
		return Marketing
	case marketing > TeamUneven*sales:
		return Sales
	}
	return ""
}

// Wants is how many more people a side needs so that the other has no more than
// twice as many.
func (b TeamBalance) Wants(side Side) int {
	others := b.Of(side.Other()).People()
	return max(0, (others+TeamUneven-1)/TeamUneven-b.Of(side).People())
}

// Complete reports whether each side has its leader and representatives.
func (b TeamBalance) Complete() bool {
	for _, s := range []SideStrength{b.Sales, b.Marketing} {
		if s.NeedsLeader() || s.NeedsRepresentatives() > 0 {
			return false
		}
	}
	return true
}

// Balanced reports whether each side has its leader and representatives and
// neither outweighs the other.
func (b TeamBalance) Balanced() bool { return b.Complete() && b.Uneven() == "" }

// AnswerBalance says how the sides stand in a team, and what makes it fair.
func AnswerBalance(b TeamBalance) []Sentence {
	if b.Balanced() {
		return []Sentence{{Key: "team.balance.even"}}
	}
	var answer []Sentence
	if !b.Complete() {
		answer = append(answer, Sentence{Key: "team.balance.missing"})
	}
	if side := b.Uneven(); side != "" {
		answer = append(answer, Sentence{
			Key: "team.balance.uneven", Side: side, Count: b.Wants(side),
			Args: map[string]any{"People": b.Of(side).People(), "Others": b.Of(side.Other()).People()},
		})
	}
	return answer
}
