package accord

import (
	"strings"
	"testing"
)

func share(numerator, denominator int) Figure { return ratio(numerator, denominator) }

func keys(answer []Sentence) string {
	var parts []string
	for _, s := range answer {
		part := strings.TrimPrefix(s.Key, "dashboard.")
		if s.Side != "" {
			part += ":" + string(s.Side)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

func TestAnswers(t *testing.T) {
	goal := 0.8
	of := func(joint, sales, marketing Figure) Split {
		return Split{Joint: joint, Sales: sales, Marketing: marketing}
	}
	before := of(share(60, 100), share(30, 50), share(30, 50))
	ages := func(sales, marketing, old int) Split {
		joint := ratio(sales+marketing, 20)
		joint.Buckets = []Bucket{{Group: "current", Name: "31-60", Count: old}}
		return of(joint, ratio(sales, 10), ratio(marketing, 10))
	}
	for _, c := range []struct{ name, got, want string }{
		{"no data", keys(AnswerPromises(Split{}, before, &goal)), "promises.none"},
		{"few", keys(AnswerPromises(of(share(2, 4), share(2, 4), Figure{}), before, &goal)), "promises.few"},
		{
			"more, about the goal", keys(AnswerPromises(of(share(80, 100), share(42, 50), share(38, 50)), before, &goal)),
			"promises.more promises.above_goal:sales promises.under_goal:marketing",
		},
		{"no goal", keys(AnswerPromises(of(share(60, 100), share(30, 50), share(30, 50)), before, nil)), "promises.same"},
		{"at the goal", keys(AnswerPromises(of(share(50, 100), share(40, 50), share(1, 4)), before, &goal)), "promises.less promises.at_goal:sales"},
		{"nothing to compare with", keys(AnswerPromises(of(share(50, 100), Figure{}, Figure{}), Split{}, nil)), "promises.alone"},
		{"nothing overdue", keys(AnswerOverdue(ages(0, 0, 0))), "overdue.none"},
		{"one owes more", keys(AnswerOverdue(ages(4, 7, 1))), "overdue.more:marketing overdue.old"},
		{"even", keys(AnswerOverdue(ages(3, 3, 0))), "overdue.even"},
		{"nothing owed", keys(AnswerOwed([]Owed{{Sales, Sales, 3, 3}, {Sales, Marketing, 0, 0}})), "owed.none"},
		{"both owed", keys(AnswerOwed([]Owed{{Sales, Sales, 3, 3}, {Sales, Marketing, 0, 2}, {Marketing, Sales, 5, 6}})), "owed.kept:sales owed.kept:marketing"},
		{"nobody has anything", keys(AnswerLoad([]Load{{Name: "Ada"}})), "load.none"},
		{"one has most, one has room", keys(AnswerLoad([]Load{{Name: "Ada", Overdue: 3, Later: 5}, {Name: "Bo", Week: 4}, {Name: "Cy", Later: 1}})), "load.most_late load.room"},
		{"even load", keys(AnswerLoad([]Load{{Name: "Ada", Week: 4}, {Name: "Bo", Week: 4}})), "load.even"},
		{"as planned", keys(AnswerCadence(Tally{Occurrences: 9})), "cadence.all"},
		{"missed and moved", keys(AnswerCadence(Tally{Occurrences: 9, Missed: 2, Moved: 1})), "cadence.missed cadence.moved"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("answer = %q, want %q", c.got, c.want)
			}
		})
	}
}
