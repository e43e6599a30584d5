package accord

import "slices"

// Horizon says when work is to show its effect: Sales lives by today's quota,
// Marketing by a brand over years, and a joint list needs both. "" is not said.
type Horizon string

// The horizons, the nearest first.
const (
	HorizonNow     Horizon = "now"     // within two weeks
	HorizonQuarter Horizon = "quarter" // within the quarter
	HorizonYear    Horizon = "year"
	HorizonBeyond  Horizon = "beyond"
)

// Horizons lists them, the nearest first.
func Horizons() []Horizon {
	return []Horizon{HorizonNow, HorizonQuarter, HorizonYear, HorizonBeyond}
}

// Check refuses a horizon that is none; "" is allowed.
func (h Horizon) Check() error {
	var v Validation
	v.Check(h == "" || slices.Contains(Horizons(), h), "horizon", "Choose now, quarter, year or beyond.")
	return v.Err()
}
