package accord

import "time"

// SitDown is a counterpart sit-down: one person of each side writes down what
// matters most to them, for themselves alone, and both look at the two lists
// together once both have said so (X2).
type SitDown struct {
	WorkspaceID      string     `json:"-"`
	ID               string     `json:"id"`
	SalesID          string     `json:"sales_id"`
	MarketingID      string     `json:"marketing_id"`
	SalesReadyAt     *time.Time `json:"sales_ready_at"` // when Sales said reveal
	MarketingReadyAt *time.Time `json:"marketing_ready_at"`
	RevealedAt       *time.Time `json:"revealed_at"` // when both had
	SalesVersion     int        `json:"-"`           // of what Sales wrote; the other side never sees it move
	MarketingVersion int        `json:"-"`
	CreatedBy        string     `json:"created_by"`
	CreatedAt        time.Time  `json:"created_at"`
	Version          int        `json:"version"`
}

// SitDownPriority is one line of one side's list; the first has rank 1.
type SitDownPriority struct {
	WorkspaceID string  `json:"-"`
	ID          string  `json:"id"`
	SitDownID   string  `json:"-"`
	Side        Side    `json:"-"`
	Rank        int     `json:"rank"`
	Title       string  `json:"title"`
	Horizon     Horizon `json:"horizon"`
}

// SitDownQuestion is one of the four questions both sides answer.
type SitDownQuestion string

// The four questions of the first source.
const (
	QuestionSamePage SitDownQuestion = "same_page" // are Sales and Marketing on the same page?
	QuestionLeads    SitDownQuestion = "leads"     // does Marketing give the leads and support Sales needs?
	QuestionFeedback SitDownQuestion = "feedback"  // does Sales give the feedback and intelligence Marketing needs?
	QuestionPlans    SitDownQuestion = "plans"     // are mutual plans being executed that bring revenue?
)

// SitDownQuestions lists them in the order they are asked.
func SitDownQuestions() []SitDownQuestion {
	return []SitDownQuestion{QuestionSamePage, QuestionLeads, QuestionFeedback, QuestionPlans}
}

// SitDownAnswer is what one side says to one question: 1 (not at all) to 5
// (fully), and words.
type SitDownAnswer struct {
	WorkspaceID string          `json:"-"`
	SitDownID   string          `json:"-"`
	Side        Side            `json:"-"`
	Question    SitDownQuestion `json:"question"`
	Score       int             `json:"score"`
	Words       string          `json:"words"`
}

// PairKind says how a priority of Sales and one of Marketing belong together.
type PairKind string

// The kinds of pairs. A priority in none is unknown to the other side.
const (
	PairSame      PairKind = "same"
	PairSupports  PairKind = "supports"
	PairConflicts PairKind = "conflicts"
)

// PairKinds lists them in the order they are offered.
func PairKinds() []PairKind { return []PairKind{PairSame, PairSupports, PairConflicts} }

// SitDownPair joins a priority of each side; each is in one pair at most.
type SitDownPair struct {
	WorkspaceID         string   `json:"-"`
	SitDownID           string   `json:"-"`
	SalesPriorityID     string   `json:"sales_priority_id"`
	MarketingPriorityID string   `json:"marketing_priority_id"`
	Kind                PairKind `json:"kind"`
	Suggested           bool     `json:"suggested"` // by likeness, and set by nobody since
}

// Same reports whether two pairs say the same.
func (p SitDownPair) Same(o SitDownPair) bool {
	return p.SalesPriorityID == o.SalesPriorityID && p.MarketingPriorityID == o.MarketingPriorityID && p.Kind == o.Kind
}

// GapEnd is how a gap ended.
type GapEnd string

// The ends of a gap; "" is still open.
const (
	GapActionItem GapEnd = "action_item"
	GapAgendaItem GapEnd = "agenda_item"
	GapLeft       GapEnd = "leave"
)

// GapDueDays is when an action item that ends a gap is due unless somebody says
// otherwise.
const GapDueDays = 14

// SitDownOutcome is what became of one gap.
type SitDownOutcome struct {
	WorkspaceID  string
	SitDownID    string
	Gap          string // the gap's key
	Outcome      GapEnd
	ActionItemID NullID
	AgendaItemID NullID
	EndedBy      string
	EndedAt      time.Time
}

// SitDownPart is what one side wrote.
type SitDownPart struct {
	Priorities []SitDownPriority `json:"priorities"`
	Answers    []SitDownAnswer   `json:"answers"`
}

// SitDownRow is a sit-down as a list shows it; its figures exist only after the
// reveal.
type SitDownRow struct {
	SitDown
	SalesName     string          `json:"sales_name"`
	MarketingName string          `json:"marketing_name"`
	State         SitDownStage    `json:"state"`
	Mine          Side            `json:"mine"` // the reader's part; "" for others
	Figures       *SitDownFigures `json:"figures,omitempty"`
}

// SitDownDetail is a sit-down as one reader may see it: until the reveal their
// own part alone, for others that it exists.
type SitDownDetail struct {
	SitDownRow
	Sales     *SitDownPart   `json:"sales,omitempty"`
	Marketing *SitDownPart   `json:"marketing,omitempty"`
	Pairs     []SitDownPair  `json:"pairs"`
	Gaps      []SitDownGap   `json:"gaps"`
	Trend     []SitDownPoint `json:"trend"` // the pair's revealed sit-downs up to this one, the earliest first
}

// Lists are both parts of a revealed sit-down, as its figures read them.
func (d SitDownDetail) Lists() SitDownLists {
	l := SitDownLists{Pairs: d.Pairs}
	if d.Sales != nil {
		l.Sales = *d.Sales
	}
	if d.Marketing != nil {
		l.Marketing = *d.Marketing
	}
	return l
}

// SitDownStage says whether the lists are still apart.
type SitDownStage string

// The stages of a sit-down.
const (
	SitDownPrivate  SitDownStage = "private"
	SitDownRevealed SitDownStage = "revealed"
)

// Stage is where the sit-down is.
func (s SitDown) Stage() SitDownStage {
	if s.RevealedAt != nil {
		return SitDownRevealed
	}
	return SitDownPrivate
}

// SideOf is the side whose counterpart the person is here, "" for others.
func (s SitDown) SideOf(personID string) Side {
	switch personID {
	case "":
		return ""
	case s.SalesID:
		return Sales
	case s.MarketingID:
		return Marketing
	}
	return ""
}

// VersionFor is the version a reader sees: it moves with what they may see and
// stays where the other side writes in private.
func (s SitDown) VersionFor(side Side) int {
	switch side {
	case Sales:
		return s.Version + s.SalesVersion
	case Marketing:
		return s.Version + s.MarketingVersion
	default:
	}
	return s.Version
}

// Ready reports whether the side has said reveal.
func (s SitDown) Ready(side Side) bool {
	return side == Sales && s.SalesReadyAt != nil || side == Marketing && s.MarketingReadyAt != nil
}

// SitDownState is what a strip of the dashboard says of the sit-downs.
type SitDownState struct {
	Any       bool            `json:"any"`        // the company has had one, or has begun one
	Offer     bool            `json:"offer"`      // none yet, and the reader could begin one
	WaitingID string          `json:"waiting_id"` // one whose reveal waits for the reader; "" for none
	LastID    string          `json:"last_id"`    // the one revealed last; "" for none
	LastOn    *time.Time      `json:"last_on"`
	Figures   *SitDownFigures `json:"figures"` // of the one revealed last
}

// MailSitDown leads the kinds of mail about a sit-down, "sit_down.begun". They
// carry names and a link, never a word of either list (X2).
const MailSitDown = "sit_down."

// What a mail about a sit-down says; the kind is [MailSitDown] and this.
const (
	SitDownBegun  = "begun"    // a counterpart would like to compare lists
	SitDownReady  = "ready"    // the other side is ready, and waits
	SitDownOpened = "revealed" // both lists can be read
)
