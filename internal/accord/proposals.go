package accord

// SidesWithoutProposal lists the sides nobody has proposed anything for yet,
// Sales first (A4). A proposal counts though it is not accepted; one declined,
// parked or merged away does not, nor does what the series' own agenda brings.
func SidesWithoutProposal(items []AgendaItem) []Side {
	var missing []Side
	for _, side := range []Side{Sales, Marketing} {
		found := false
		for _, i := range items {
			found = found || i.Side == side && i.ProposedBy != SystemID && (i.Status == AgendaProposed || i.Status == AgendaAccepted)
		}
		if !found {
			missing = append(missing, side)
		}
	}
	return missing
}
