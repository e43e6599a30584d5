package accord

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The bounds of a round.
const (
	DiagnosticMinimum  = 3   // answers a side, or there is no report (X2)
	DiagnosticDays     = 14  // until the deadline, unless another is named
	DiagnosticLongest  = 60  // days until the deadline
	MaxStatement       = 240 // characters of a statement
	diagnosticBest     = 5   // the scale goes from 1 to 5
	diagnosticProposed = 3   // gaps that become proposals
	remindDays         = 2   // before the deadline
	remindHour         = 9
)

// Opens makes the round open with its deadline: the end of a day in the
// workspace's zone, from tomorrow on. Without a day it is a working day in two
// weeks.
func (d Diagnostic) Opens(deadline Date, days WorkCalendar, zone *time.Location, now time.Time) (Diagnostic, error) {
	today := DateOf(now, zone)
	if deadline == "" {
		deadline = days.In(today, DiagnosticDays)
	}
	day, err := ParseDate(string(deadline))
	var v Validation
	v.Add("deadline", err)
	if err == nil {
		v.Check(day > today && day <= today.AddDays(DiagnosticLongest), "deadline", "Choose a day from tomorrow on, at most %d days from now.", DiagnosticLongest)
	}
	if err := v.Err(); err != nil {
		return d, err
	}
	d.Status, d.Deadline, d.ClosesAt, d.OpenedAt, d.Version = DiagnosticOpen, day, day.End(zone), now, 1
	d.RemindAt = diagnosticReminder(day, zone, now)
	return d, nil
}

// diagnosticReminder is when those who have not answered are reminded, once:
// two days before the deadline at nine in the morning, in a short round the day
// before or the day itself, never within half a day of the opening.
func diagnosticReminder(deadline Date, zone *time.Location, now time.Time) *time.Time {
	for ahead := remindDays; ahead >= 0; ahead-- {
		day := deadline.AddDays(-ahead).Time()
		at := Instant(Resolve(day.Add(remindHour*time.Hour), zone))
		if at.Sub(now) >= 12*time.Hour {
			return &at
		}
	}
	return nil
}

// Over reports whether the round takes no answers any more.
func (d Diagnostic) Over(now time.Time) bool {
	return d.Status != DiagnosticOpen || !now.Before(d.ClosesAt)
}

// Takes reports whether the round still takes answers.
func (d Diagnostic) Takes(now time.Time) error {
	if d.Over(now) {
		return Errorf(CodeConflict, "This round is over: it takes no answers any more.").By("X2")
	}
	return nil
}

// May reports whether the round can be closed: its deadline has passed, or
// nobody is left who has not answered (X2).
func (d Diagnostic) May(now time.Time, waiting int) error {
	switch {
	case d.Status != DiagnosticOpen:
		return Errorf(CodeConflict, "This round is closed.").By("X2")
	case waiting > 0 && now.Before(d.ClosesAt):
		return Errorf(CodeConflict, "A round closes when everybody has answered, or at its deadline.").By("X2")
	}
	return nil
}

// Ballot is what one person answered, without who: a score a statement, in the
// order of the statements.
type Ballot struct {
	Side   Side
	Scores []int
}

// Close ends the round with what was answered. With three answers a side the
// statements come back with their sums, and the round has its report; else
// nothing of the answers is kept (X2).
func (d Diagnostic) Close(now time.Time, statements []DiagnosticStatement, ballots []Ballot) (Diagnostic, []DiagnosticStatement) {
	sums := slices.Clone(statements)
	for _, b := range ballots {
		count := &d.SalesAnswered
		if b.Side == Marketing {
			count = &d.MarketingAnswered
		}
		*count++
		for i := range sums {
			sums[i] = sums[i].add(b.Side, b.Scores[i])
		}
	}
	d.Status, d.ClosedAt, d.Outcome = DiagnosticClosed, &now, DiagnosticReported
	if d.SalesAnswered < DiagnosticMinimum || d.MarketingAnswered < DiagnosticMinimum {
		d.Outcome = DiagnosticTooFew
		return d, statements
	}
	return d, sums
}

// CallOff ends an open round before its time, without a report.
func (d Diagnostic) CallOff(now time.Time) (Diagnostic, error) {
	if d.Status != DiagnosticOpen {
		return d, Errorf(CodeConflict, "This round is closed.").By("X2")
	}
	d.Status, d.Outcome, d.ClosedAt = DiagnosticClosed, DiagnosticCalledOff, &now
	return d, nil
}

func (s DiagnosticStatement) add(side Side, score int) DiagnosticStatement {
	if side == Marketing {
		s.MarketingSum, s.MarketingCount = s.MarketingSum+score, s.MarketingCount+1
	} else {
		s.SalesSum, s.SalesCount = s.SalesSum+score, s.SalesCount+1
	}
	return s
}

// CheckStatements validates the words of a round's statements.
func CheckStatements(statements []DiagnosticStatement) error {
	var v Validation
	for _, s := range statements {
		for _, words := range []struct{ at, text string }{{s.Name + "_en", s.TextEn}, {s.Name + "_de", s.TextDe}} {
			v.Check(strings.TrimSpace(words.text) != "", words.at, "Say what is to be judged.")
			v.Check(utf8.RuneCountInString(words.text) <= MaxStatement, words.at, "Keep it under %d characters.", MaxStatement)
		}
	}
	return v.Err()
}

// Scores reads what somebody answered, by the statements' keys: each from 1 to
// 5, none left out, so that no statement is answered by fewer than the others.
func Scores(statements []DiagnosticStatement, answers map[string]int) ([]int, error) {
	var v Validation
	scores := make([]int, len(statements))
	known := map[string]bool{}
	for i, s := range statements {
		score, ok := answers[s.Name]
		known[s.Name], scores[i] = true, score
		switch {
		case !ok:
			v.Check(false, "answers."+s.Name, "Statement %d has no answer yet.", s.Position)
		case score < 1 || score > diagnosticBest:
			v.Check(false, "answers."+s.Name, "Answer from 1 to 5.")
		}
	}
	for name := range answers {
		v.Check(known[name], "answers", "There is no such statement in this round.")
	}
	return scores, v.Err()
}
