package accord

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// SideColors are the hues a side can have; "" is the side's own, blue for Sales
// and amber for Marketing.
func SideColors() []string { return []string{"blue", "amber", "teal", "violet"} }

// SideNames are what the workspace calls Sales and Marketing.
func (w Workspace) SideNames() (sales, marketing string) { return w.SalesName, w.MarketingName }

// Check refuses a workspace whose settings are wrong.
func (w Workspace) Check() error {
	var v Validation
	text := func(location, s string, most int, need bool) {
		v.Check(!need || strings.TrimSpace(s) != "", location, "Give a name.")
		v.Check(fits(s, most), location, "Give at most %d characters.", most)
	}
	text("name", w.Name, 120, true)
	text("sales_name", w.SalesName, 40, true)
	text("marketing_name", w.MarketingName, 40, true)
	for location, c := range map[string]string{"sales_color": w.SalesColor, "marketing_color": w.MarketingColor} {
		v.Check(c == "" || slices.Contains(SideColors(), c), location, "Choose one of the colours.")
	}
	v.Check(w.SalesColor == "" || w.SalesColor != w.MarketingColor, "marketing_color", "Choose another colour than the other side's.")
	_, err := LoadZone(w.TimeZone)
	v.Add("time_zone", err)
	_, err = ParseWorkingDays(w.WorkingDays)
	v.Add("working_days", err)
	v.Check(utf8.RuneCountInString(w.SharedGoal) <= 500, "shared_goal", "Give at most %d characters.", 500)
	v.Check(w.Quorum == "" || slices.Contains(Quorums(), w.Quorum), "quorum", "Choose leaders, sides or none.")
	w.checkUpdates(&v)
	v.Check(w.MaxActiveProjects >= 0 && w.MaxActiveProjects <= 50, "max_active_projects", "Give 1 to 50 projects.")
	t := w.KeptOnTimeTarget
	v.Check(t == nil || *t > 0 && *t <= 1, "kept_on_time_target", "Give a share above 0 and up to 1.")
	return v.Err()
}

// FormatWorkingDays writes ISO weekdays in order, each once.
func FormatWorkingDays(days []int) string {
	days = slices.Clone(days)
	slices.Sort(days)
	parts := make([]string, 0, len(days))
	for _, d := range slices.Compact(days) {
		parts = append(parts, strconv.Itoa(d))
	}
	return strings.Join(parts, ",")
}

// Speakers are those who are told what concerns both leads, Sales' first: the
// lead of each side, or the deputy of one without.
func (w Workspace) Speakers() []NullID {
	var list []NullID
	for _, side := range []Side{Sales, Marketing} {
		if lead, deputy := w.Lead(side); lead+deputy != "" {
			list = append(list, cmp.Or(lead, deputy))
		}
	}
	return list
}

// Lead returns the lead and the deputy of a side; "" for none.
func (w Workspace) Lead(side Side) (lead, deputy NullID) {
	switch side {
	case Sales:
		return w.SalesLeadID, w.SalesDeputyID
	case Marketing:
		return w.MarketingLeadID, w.MarketingDeputyID
	default:
		return "", ""
	}
}

// LeadsSide reports whether the person leads that side, or is the deputy of
// whoever does.
func (w Workspace) LeadsSide(personID string, side Side) bool {
	lead, deputy := w.Lead(side)
	return personID != "" && (NullID(personID) == lead || NullID(personID) == deputy)
}

// Leads reports whether the person leads a side of the workspace, or is the
// deputy of somebody who does.
func (w Workspace) Leads(personID string) bool {
	return w.LeadsSide(personID, Sales) || w.LeadsSide(personID, Marketing)
}
