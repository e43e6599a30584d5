package pages

import "accord/internal/accord"

// alignedRow is one line of "Are we aligned?".
type alignedRow struct {
	Name, Text, Href, Icon string
	OK                     bool
}

// aligned lays out what is due, missed or revealed of the instruments; what the
// reader can do comes first, then what somebody let pass.
func (v *dashboardView) aligned() {
	icons := map[accord.AlignedTone]string{
		accord.AlignedYours: "pencil", accord.AlignedMissed: "circle-alert", accord.AlignedDue: "circle-dashed", accord.AlignedFine: "circle-check",
	}
	for _, tone := range []accord.AlignedTone{accord.AlignedYours, accord.AlignedMissed, accord.AlignedDue, accord.AlignedFine} {
		for _, line := range v.Aligned {
			if line.Tone == tone {
				v.Strip = append(v.Strip, alignedRow{
					Name: v.L.T("aligned." + line.Instrument), Text: v.sentences([]accord.Sentence{line.Says}), Href: line.Path,
					Icon: icons[tone], OK: tone == accord.AlignedFine,
				})
			}
		}
	}
}
