package accord

import "time"

// Workspace is one company's data; nothing crosses it. Its id is short, since
// it leads every key.
type Workspace struct {
	ID                string     `json:"id"`
	Name              string     `json:"name"`
	SalesName         string     `json:"sales_name"`
	MarketingName     string     `json:"marketing_name"`
	SalesColor        string     `json:"sales_color"` // one of SideColors; "" is the side's own
	MarketingColor    string     `json:"marketing_color"`
	TimeZone          string     `json:"time_zone"`        // IANA
	WorkingDays       string     `json:"working_days"`     // ISO weekdays, "1,2,3,4,5" is Monday to Friday
	HolidayCalendar   string     `json:"holiday_calendar"` // what new series observe unless they say otherwise; "" for none
	DaysOffChangedAt  *time.Time `json:"-"`                // when the workspace's own days off last changed
	SalesLeadID       NullID     `json:"sales_lead_id"`
	MarketingLeadID   NullID     `json:"marketing_lead_id"`
	SalesDeputyID     NullID     `json:"sales_deputy_id"`
	MarketingDeputyID NullID     `json:"marketing_deputy_id"`
	SharedGoal        string     `json:"shared_goal"`
	KeptOnTimeTarget  *float64   `json:"kept_on_time_target"` // 0…1; nil draws no goal line
	Quorum            QuorumRule `json:"quorum"`              // M3; "" is QuorumLeaders
	MaxActiveProjects int        `json:"max_active_projects"` // growth projects a team has under way at once; 0 is MaxActiveProjects
	UpdateWeekday     int        `json:"update_weekday"`      // ISO; the weekly update is due on it, 0 is Friday
	UpdateTime        string     `json:"update_time"`         // wall clock it is due at, "" is 16:00
	Currency          string     `json:"currency"`            // ISO 4217, of the revenue; "" for none
	SampleData        bool       `json:"sample_data"`         // made by set-up as a sample company, removable
	Version           int        `json:"version"`
	CreatedAt         time.Time  `json:"created_at"`
}

// QuorumRule says who must have been at a meeting for its decisions to stand (M3).
type QuorumRule string

// The quorums a company can choose.
const (
	QuorumLeaders QuorumRule = "leaders" // a leader of each side; unless another is chosen
	QuorumSides   QuorumRule = "sides"   // somebody of each side
	QuorumNone    QuorumRule = "none"    // whoever comes decides
)

// Quorums lists them, the strictest first.
func Quorums() []QuorumRule { return []QuorumRule{QuorumLeaders, QuorumSides, QuorumNone} }

// Side is the dimension everything is seen in: who owes, and for whom.
type Side string

// The sides. Neutral is leadership, operations, a facilitator; said of work it
// means for both, and is shown as "joint".
const (
	Sales     Side = "sales"
	Marketing Side = "marketing"
	Neutral   Side = "neutral"
)

// Sides lists every side in the order they are shown.
func Sides() []Side { return []Side{Sales, Neutral, Marketing} }

// Valid reports whether s is one of the three sides.
func (s Side) Valid() bool { return s == Sales || s == Marketing || s == Neutral }

// Other returns the counterpart of Sales or Marketing; Neutral has none and
// stays Neutral.
func (s Side) Other() Side {
	switch s {
	case Sales:
		return Marketing
	case Marketing:
		return Sales
	default:
		return Neutral
	}
}
