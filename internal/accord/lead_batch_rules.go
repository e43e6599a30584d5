package accord

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The limits of a batch.
const (
	MaxLeads      = 1_000_000 // leads in one batch
	MaxSource     = 120       // characters
	MaxLeadNote   = 1000      // characters
	MaxExternalID = 120       // characters
	MaxBackdated  = 366       // days: how long ago something may have happened that is entered today
)

// LeadDraft is what Marketing says of a batch.
type LeadDraft struct {
	ExternalID string
	ServedOn   Date // "" is today
	Source     string
	Count      int
	Note       string
}

// ServeLeads makes a batch: only somebody of Marketing does. today is the day
// in the workspace's zone.
func ServeLeads(d LeadDraft, by Actor, today Date, now time.Time) (LeadBatch, error) {
	if by.Side != Marketing {
		return LeadBatch{}, Errorf(CodeDenied, "Only somebody of %s can enter a batch of leads.", Marketing)
	}
	b := LeadBatch{
		ExternalID: strings.TrimSpace(d.ExternalID), ServedOn: d.ServedOn, Source: strings.TrimSpace(d.Source), Count: d.Count,
		Note: strings.TrimSpace(d.Note), ServedBy: by.PersonID, CreatedAt: Instant(now), Version: 1,
	}
	if b.ServedOn == "" {
		b.ServedOn = today
	}
	var v Validation
	checkBackdated(&v, "served_on", b.ServedOn, today)
	v.Check(b.Source != "", "source", "Say where the leads come from.")
	v.Check(fits(b.Source, MaxSource), "source", "Give at most %d characters.", MaxSource)
	v.Check(b.Count >= 1 && b.Count <= MaxLeads, "count", "Give a whole number from %d to %d.", 1, MaxLeads)
	v.Check(utf8.RuneCountInString(b.Note) <= MaxLeadNote, "note", "Give at most %d characters.", MaxLeadNote)
	v.Check(fits(b.ExternalID, MaxExternalID), "external_id", "Give at most %d characters.", MaxExternalID)
	return b, v.Err()
}

// checkBackdated refuses a day to come, and one that is long ago.
func checkBackdated(v *Validation, location string, d, today Date) {
	if _, err := ParseDate(string(d)); err != nil {
		v.Add(location, err)
		return
	}
	v.Check(d <= today, location, "Choose today or a day before.")
	v.Check(d >= today.AddDays(-MaxBackdated), location, "Choose a day of the last %d days.", MaxBackdated)
}

// VerdictDraft is what Sales says of a batch: of the whole of it, so that a
// second verdict adds nothing to the first but takes its place.
type VerdictDraft struct {
	Accepted   int
	Rejections []LeadRejection
	Note       string
}

// Judge gives the batch under a verdict, and the verdict: only somebody of
// Sales judges. A verdict may leave leads waiting; what was judged once can be
// judged otherwise, but does not wait again. reasons are those of the list.
func (b LeadBatch) Judge(d VerdictDraft, reasons []LeadReason, by Actor, now time.Time) (LeadBatch, LeadVerdict, error) {
	if by.Side != Sales {
		return b, LeadVerdict{}, Errorf(CodeDenied, "Only somebody of %s can judge leads.", Sales)
	}
	var v Validation
	verdict := LeadVerdict{BatchID: b.ID, Accepted: d.Accepted, Note: strings.TrimSpace(d.Note), JudgedBy: by.PersonID, JudgedAt: Instant(now)}
	v.Check(d.Accepted >= 0 && d.Accepted <= b.Count, "accepted", "Give a whole number from %d to %d.", 0, b.Count)
	v.Check(utf8.RuneCountInString(verdict.Note) <= MaxLeadNote, "note", "Give at most %d characters.", MaxLeadNote)
	var seen []string
	for _, r := range d.Rejections {
		known := slices.ContainsFunc(reasons, func(l LeadReason) bool { return l.ID == r.ReasonID })
		v.Check(known, "rejections", "Choose reasons of the list.")
		v.Check(!slices.Contains(seen, r.ReasonID), "rejections", "Name every reason once.")
		inside := r.Count >= 0 && r.Count <= b.Count
		v.Check(inside, "rejections", "Give a whole number from %d to %d.", 0, b.Count)
		if inside {
			verdict.Rejected += r.Count
		}
		seen = append(seen, r.ReasonID)
	}
	if err := v.Err(); err != nil {
		return b, verdict, err
	}
	judged := verdict.Accepted + verdict.Rejected
	v.Check(judged > 0, "accepted", "Say how many you accept or reject.")
	v.Check(judged <= b.Count, "accepted", "That is %d leads, but %s has %d.", judged, b.Ref(), b.Count)
	v.Check(judged == 0 || judged >= b.Judged(), "accepted", "%d leads of %s are judged already; judge at least as many.", b.Judged(), b.Ref())
	b.Accepted, b.Rejected, b.JudgedAt, b.JudgedBy = verdict.Accepted, verdict.Rejected, &verdict.JudgedAt, NullID(by.PersonID)
	return b, verdict, v.Err()
}

// Under gives the batch as an earlier verdict left it; nil is as it was served.
func (b LeadBatch) Under(v *LeadVerdict) LeadBatch {
	b.Accepted, b.Rejected, b.JudgedAt, b.JudgedBy = 0, 0, nil, ""
	if v != nil {
		b.Accepted, b.Rejected, b.JudgedAt, b.JudgedBy = v.Accepted, v.Rejected, &v.JudgedAt, NullID(v.JudgedBy)
	}
	return b
}
