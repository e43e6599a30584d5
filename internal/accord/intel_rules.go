package accord

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The limits of what is told.
const (
	MaxIntel       = 500 // characters: a sentence or two
	MaxIntelWhy    = 1000
	IntelAnswerIn  = 10 // working days Marketing has
	MaxHeardFrom   = 120
	intelItemDueIn = 10 // working days an action item made of it is asked for
)

// IntelDraft is what Sales tells.
type IntelDraft struct {
	ExternalID string
	Text       string
	HeardFrom  string
	ToldOn     Date // "" is today
}

// TellIntel makes an entry of what the market says: only somebody of Sales
// does. Marketing has ten working days from the day it is entered, also where
// it was heard before.
func TellIntel(d IntelDraft, by Actor, days WorkCalendar, zone *time.Location, now time.Time) (IntelItem, error) {
	if by.Side != Sales {
		return IntelItem{}, Errorf(CodeDenied, "Only somebody of %s can enter what the market says.", Sales)
	}
	today := DateOf(now, zone)
	i := IntelItem{
		ExternalID: strings.TrimSpace(d.ExternalID), Text: strings.TrimSpace(d.Text), HeardFrom: strings.TrimSpace(d.HeardFrom), ToldOn: d.ToldOn,
		ToldBy: by.PersonID, DueOn: days.After(today, IntelAnswerIn), CreatedAt: Instant(now), Version: 1,
	}
	if i.ToldOn == "" {
		i.ToldOn = today
	}
	i.DueEndsAt = i.DueOn.End(zone)
	var v Validation
	v.Check(i.Text != "", "text", "Say in a sentence what the market says.")
	v.Check(utf8.RuneCountInString(i.Text) <= MaxIntel, "text", "Give at most %d characters.", MaxIntel)
	v.Check(fits(i.HeardFrom, MaxHeardFrom), "heard_from", "Give at most %d characters.", MaxHeardFrom)
	v.Check(fits(i.ExternalID, MaxExternalID), "external_id", "Give at most %d characters.", MaxExternalID)
	checkBackdated(&v, "told_on", i.ToldOn, today)
	return i, v.Err()
}

// Reply is Marketing's answer; not now says why. A later answer, noted that
// becomes used, changes the words and keeps the day of the first.
func (i IntelItem) Reply(answer IntelAnswer, why string, by Actor, now time.Time) (IntelItem, error) {
	if by.Side != Marketing {
		return i, Errorf(CodeDenied, "Only somebody of %s can answer what %s tells.", Marketing, Sales)
	}
	why = strings.TrimSpace(why)
	var v Validation
	v.Check(slices.Contains(IntelAnswers(), answer), "answer", "Choose one of the three.")
	v.Check(answer != IntelNotNow || why != "", "why", "Say why not now.")
	v.Check(utf8.RuneCountInString(why) <= MaxIntelWhy, "why", "Give at most %d characters.", MaxIntelWhy)
	i.Answer, i.Why, i.AnsweredBy = answer, why, NullID(by.PersonID)
	if at := Instant(now); i.AnsweredAt == nil {
		i.AnsweredAt = &at
	}
	return i, v.Err()
}

// RemindAt is when the lead of Marketing is told that the answer is overdue:
// the morning after its day.
func (i IntelItem) RemindAt(zone *time.Location) time.Time { return morning(i.DueOn.AddDays(1), zone) }

// ActionItemDraft words an action item that follows from what was told. What
// Marketing does about it is for Sales.
func (i IntelItem) ActionItemDraft(days WorkCalendar, today Date) ItemDraft {
	details := i.Ref() + ": " + i.Text
	if i.HeardFrom != "" {
		details += " (" + i.HeardFrom + ")"
	}
	return ItemDraft{Title: Shorten(i.Text, MaxTitle), Details: details, ForSide: Sales, DueOn: days.After(today, intelItemDueIn)}
}

// Shorten cuts a text to one line of at most so many characters, at a word
// where there is one near.
func Shorten(s string, most int) string {
	s = strings.Join(strings.Fields(s), " ")
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	cut := string(runes[:most-1])
	if at := strings.LastIndex(cut, " "); at > len(cut)/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:.–-") + "…"
}
