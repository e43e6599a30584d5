package pages

import (
	"strconv"

	"accord/internal/accord"
)

// ScoreOptions are the answers to a question.
func (v *sitDownView) ScoreOptions() []Option {
	options := make([]Option, 0, accord.MaxAnswerScore)
	for n := 1; n <= accord.MaxAnswerScore; n++ {
		options = append(options, Option{Value: strconv.Itoa(n), Label: v.L.T("sit_downs.score." + strconv.Itoa(n))})
	}
	return options
}

// sitDownLine is one row of one's own list.
type sitDownLine struct {
	N           string
	Title       Field
	Horizon     Field
	First, Last bool
}

// Lines are the rows of one's own list, as many as it may have.
func (v *sitDownView) Lines() []sitDownLine {
	lines := make([]sitDownLine, 0, accord.MaxPriorities)
	for i := range accord.MaxPriorities {
		n := strconv.Itoa(i + 1)
		lines = append(lines, sitDownLine{
			N: n, Title: v.Form.Text("title_"+n, v.L.T("sit_downs.priority", "N", n)).Long(accord.MaxTitle, 0),
			Horizon: v.Form.Select("horizon_"+n, v.L.T("sit_downs.horizon", "N", n), v.HorizonChoices()), First: i == 0, Last: i == accord.MaxPriorities-1,
		})
	}
	return lines
}

// Questions are the four, in their order.
func (v *sitDownView) Questions() []accord.SitDownQuestion { return accord.SitDownQuestions() }

// Unanswered counts the questions the reader has said nothing to.
func (v *sitDownView) Unanswered() int {
	return len(accord.SitDownQuestions()) - len(v.own().Answers)
}

// Written reports whether the reader has anything to reveal.
func (v *sitDownView) Written() bool { return len(v.own().Priorities) > 0 }

// NameOf is a counterpart's name.
func (v *sitDownView) NameOf(side accord.Side) string {
	if side == accord.Marketing {
		return v.D.MarketingName
	}
	return v.D.SalesName
}

// Parties are the two sides, in the order they are shown.
func (v *sitDownView) Parties() []accord.Side { return []accord.Side{accord.Sales, accord.Marketing} }
