package accord

import (
	"slices"
	"strings"
	"time"
)

// UpdatePartDetail is a side's part with its lines and who signed it.
type UpdatePartDetail struct {
	WeeklyUpdatePart
	SignedName string             `json:"signed_name"`
	LeadName   string             `json:"-"` // "" where the side has none
	DeputyName string             `json:"-"`
	Wins       []WeeklyUpdateLine `json:"wins"`
	Tools      []WeeklyUpdateLine `json:"tools"`
	Asks       []WeeklyUpdateLine `json:"asks"`
}

// Written reports whether the side has written anything.
func (p UpdatePartDetail) Written() bool {
	return p.News != "" || len(p.Wins)+len(p.Tools)+len(p.Asks) > 0
}

// Lines are all lines of the part.
func (p UpdatePartDetail) Lines() []WeeklyUpdateLine { return slices.Concat(p.Wins, p.Tools, p.Asks) }

// UpdateDetail is an update with all that stands in it.
type UpdateDetail struct {
	WeeklyUpdate
	Sales     UpdatePartDetail   `json:"-"`
	Marketing UpdatePartDetail   `json:"-"`
	Facts     []WeeklyUpdateLine `json:"-"`
	Pace      RevenuePace        `json:"pace"`
	DueAt     time.Time          `json:"due_at"` // when it is, or was, sent at the latest
}

// Part is the part of a side.
func (d *UpdateDetail) Part(side Side) *UpdatePartDetail {
	if side == Marketing {
		return &d.Marketing
	}
	return &d.Sales
}

// Parts are both, Sales first.
func (d *UpdateDetail) Parts() []*UpdatePartDetail {
	return []*UpdatePartDetail{&d.Sales, &d.Marketing}
}

// Wins are those of both sides.
func (d *UpdateDetail) Wins() []WeeklyUpdateLine {
	return slices.Concat(d.Sales.Wins, d.Marketing.Wins)
}

// Tools are those of both sides.
func (d *UpdateDetail) Tools() []WeeklyUpdateLine {
	return slices.Concat(d.Sales.Tools, d.Marketing.Tools)
}

// Asks are those of both sides.
func (d *UpdateDetail) Asks() []WeeklyUpdateLine {
	return slices.Concat(d.Sales.Asks, d.Marketing.Asks)
}

// FactsOf are the facts of a kind.
func (d *UpdateDetail) FactsOf(kind UpdateLineKind) []WeeklyUpdateLine {
	return slices.DeleteFunc(slices.Clone(d.Facts), func(l WeeklyUpdateLine) bool { return l.Kind != kind })
}

// AddLine puts a line where it belongs.
func (d *UpdateDetail) AddLine(l WeeklyUpdateLine) {
	p := d.Part(l.Side)
	switch l.Kind {
	case LineWin:
		p.Wins = append(p.Wins, l)
	case LineTool:
		p.Tools = append(p.Tools, l)
	case LineAsk:
		p.Asks = append(p.Asks, l)
	default:
		d.Facts = append(d.Facts, l)
	}
}

// Begun reports whether anything stands in it, by hand or by signature. What
// Accord found, and a goal taken over, is nothing.
func (d *UpdateDetail) Begun() bool {
	return d.RevenueToDate != nil || slices.ContainsFunc(d.Parts(), func(p *UpdatePartDetail) bool { return p.Written() || p.Signed() })
}

// Says reports whether a side has told anything: the revenue is Sales' to tell.
func (d *UpdateDetail) Says(side Side) bool {
	return d.Part(side).Written() || side == Sales && d.RevenueToDate != nil
}

// Complete reports whether both names are under it: it is sent at once.
func (d *UpdateDetail) Complete() bool { return d.Sales.Signed() && d.Marketing.Signed() }

// UnsignedSides are the sides whose name is missing.
func (d *UpdateDetail) UnsignedSides() []Side {
	sides := []Side{}
	for _, p := range d.Parts() {
		if !p.Signed() {
			sides = append(sides, p.Side)
		}
	}
	return sides
}

// Missing says why a side's name is not under it, by the workspace as it is now;
// of a sent one, as it was then.
func (d *UpdateDetail) Missing(side Side, w Workspace) MissingPart {
	if d.Status != UpdateDraft {
		if side == Marketing {
			return d.MarketingMissing
		}
		return d.SalesMissing
	}
	p := d.Part(side)
	lead, deputy := w.Lead(side)
	switch {
	case p.Signed():
		return PartSigned
	case lead == "" && deputy == "":
		return PartNoLead
	case p.Written():
		return PartUnsigned
	}
	return PartEmpty
}

// Close ends an update that is due, or complete: sent where anything stands in
// it, missed where nothing does.
func (d *UpdateDetail) Close(w Workspace, now time.Time) WeeklyUpdate {
	u := d.WeeklyUpdate
	if !d.Begun() {
		u.Status = UpdateMissed
		return u
	}
	at := Instant(now)
	u.SalesMissing, u.MarketingMissing = d.Missing(Sales, w), d.Missing(Marketing, w)
	u.Status, u.SentAt = UpdateSent, &at
	u.AsOf, u.DaysElapsed, u.DaysTotal = d.Pace.AsOf, d.Pace.Elapsed, d.Pace.Total
	return u
}

// Signers are the names an update comes from, Sales first.
func (d *UpdateDetail) Signers() []string {
	names := []string{}
	for _, p := range d.Parts() {
		if p.Signed() {
			names = append(names, p.SignedName)
		}
	}
	return names
}

// UpdateWeek is one week of the archive.
type UpdateWeek struct {
	Week   Week
	Update *UpdateDetail // nil where nothing is kept of the week
}

// Status is the week's; one of which nothing is kept was missed.
func (w UpdateWeek) Status() UpdateStatus {
	if w.Update == nil {
		return UpdateMissed
	}
	return w.Update.Status
}

// ArchiveWeeks is how many weeks the archive shows.
const ArchiveWeeks = 52

// UpdateArchive lays the weeks from the first update to the current one out, the
// latest first, at most [ArchiveWeeks]. Weeks without an update are in it, since
// they were missed; the current one only where somebody has begun it and the
// reader sees it.
func UpdateArchive(list []UpdateDetail, current Week) []UpdateWeek {
	weeks := []UpdateWeek{}
	if len(list) == 0 {
		return weeks
	}
	by, first := map[Week]*UpdateDetail{}, current
	for i := range list {
		by[list[i].Week()] = &list[i]
		first = min(first, list[i].Week())
	}
	for w := current; w >= first && len(weeks) < ArchiveWeeks; w = w.Add(-1) {
		if w != current || by[w] != nil {
			weeks = append(weeks, UpdateWeek{w, by[w]})
		}
	}
	return weeks
}

// News is what both sides tell, Sales first.
func (d *UpdateDetail) News() string {
	news := []string{}
	for _, p := range d.Parts() {
		if p.News != "" {
			news = append(news, p.News)
		}
	}
	return strings.Join(news, newsBreak)
}

// newsBreak stands between the news of both sides.
const newsBreak = "\n\n"

// OwnNews are a side's news out of those of both, as [UpdateDetail.News] joins
// them; the other side's are left out where they came back word for word.
func (d *UpdateDetail) OwnNews(side Side, given string) string {
	theirs := d.Part(side.Other()).News
	switch {
	case theirs == "":
		return given
	case given == theirs:
		return ""
	case side == Sales:
		return strings.TrimSuffix(given, newsBreak+theirs)
	}
	return strings.TrimPrefix(given, theirs+newsBreak)
}
