package accord

import (
	"strings"
	"testing"
)

func TestAnswerBalance(t *testing.T) {
	full := SideStrength{Leaders: 1, Representatives: 2}
	for name, c := range map[string]struct {
		sales, marketing SideStrength
		want             string
		wants            int // more people of Marketing
	}{
		"even":               {full, full, "team.balance.even", 0},
		"one to two":         {SideStrength{1, 2, 3}, full, "team.balance.even", 0},
		"beyond one to two":  {SideStrength{1, 2, 4}, full, "team.balance.uneven", 1},
		"no representatives": {full, SideStrength{Leaders: 2}, "team.balance.missing", 0},
		"neither":            {SideStrength{1, 2, 5}, SideStrength{Members: 1}, "team.balance.missing team.balance.uneven", 3},
		"nobody":             {full, SideStrength{}, "team.balance.missing team.balance.uneven", 2},
	} {
		b := TeamBalance{Sales: c.sales, Marketing: c.marketing, Neutral: SideStrength{Members: 9}}
		var keys []string
		for _, s := range AnswerBalance(b) {
			keys = append(keys, s.Key)
		}
		if got := strings.Join(keys, " "); got != c.want || b.Wants(Marketing) != c.wants {
			t.Errorf("%s: %s, %d more wanted; want %s, %d", name, got, b.Wants(Marketing), c.want, c.wants)
		}
		if c.wants > 0 {
			if b.Marketing.Members += c.wants; b.Uneven() != "" {
				t.Errorf("%s: still uneven with what was asked for", name)
			}
		}
	}
}
