package accord

// AnswerMomentum answers "Are our projects moving?".
func AnswerMomentum(m Momentum) []Sentence {
	if m.Active == 0 {
		return []Sentence{{Key: "projects.answer.none"}}
	}
	answer := []Sentence{{Key: "projects.answer.moved", Count: m.Active, Args: map[string]any{"Moved": m.Moved}}}
	if m.Stalled > 0 {
		answer = append(answer, Sentence{Key: "projects.answer.stalled", Count: m.Stalled})
	}
	return answer
}

// Leaning is the horizon most things have, the nearer one of two that are even;
// "" where nobody said any.
func (c HorizonCounts) Leaning() Horizon {
	var most Horizon
	for _, h := range Horizons() {
		if n := c.At(h); n > 0 && (most == "" || n > c.At(most)) {
			most = h
		}
	}
	return most
}

// AnswerHorizons answers "How far do we look?": what the list forgets for its
// span, once, and else where each side leans. What is promised besides the list
// helps today's sales as well as what stands on it.
func AnswerHorizons(b, promised HorizonBalance, span HorizonSpan) []Sentence {
	weighed := b
	if span == SpanQuarter && b.Total().Said() > 0 {
		weighed = b.With(promised)
	}
	if gap := weighed.Gap(span); gap != "" {
		return []Sentence{{Key: "horizon.gap." + string(gap)}}
	}
	var answer []Sentence
	for _, side := range []Side{Sales, Marketing} {
		if h := b.Of(side).Leaning(); h != "" {
			answer = append(answer, Sentence{Key: "horizon.leans." + string(h), Side: side})
		}
	}
	if len(answer) == 0 {
		return []Sentence{{Key: "horizon.unsaid"}}
	}
	return answer
}
