package accord

// LeadSides are the two sides that each name a sponsor.
func LeadSides() []Side { return []Side{Sales, Marketing} }

// WithSponsor is the project with somebody else answering for a side, or nobody.
func (p Project) WithSponsor(side Side, id NullID) Project {
	switch side {
	case Sales:
		p.SponsorSalesID = id
	case Marketing:
		p.SponsorMarketingID = id
	case Neutral:
	}
	return p
}

// WithoutSponsor lists the sides nobody answers for any more in a project under
// way: it cannot have begun like that, so somebody left (P9).
func (p Project) WithoutSponsor() []Side {
	var sides []Side
	for _, side := range LeadSides() {
		if p.State == ProjectActive && p.Sponsor(side) == "" {
			sides = append(sides, side)
		}
	}
	return sides
}
