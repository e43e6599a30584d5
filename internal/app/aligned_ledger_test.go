package app

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"accord/internal/accord"
)

// instruments are how all of them stood at an instant.
type instruments struct {
	Update     accord.WeeklyUpdateState
	SitDown    accord.SitDownState
	Diagnostic accord.DiagnosticState
	Charter    accord.CharterState
	Projects   accord.ProjectCounts
	Intel      accord.IntelligenceState
	Visits     accord.ExchangeState
	Lines      []accord.AlignedLine
}

// ledger is the oracle: what the events up to an instant say, read from the
// first to the last for every figure anew.
type ledger struct {
	w      *alignedPlace
	events []accord.Event
	asOf   time.Time
	zone   *time.Location
	today  string
}

func newLedger(w *alignedPlace, events []accord.Event, asOf time.Time) *ledger {
	l := &ledger{w: w, asOf: asOf, zone: accord.Zone("Europe/Berlin")}
	l.today = asOf.In(l.zone).Format(time.DateOnly)
	undone := map[int64]bool{}
	for _, e := range events {
		if e.Undoes != nil {
			undone[*e.Undoes] = true
		}
	}
	for _, e := range events {
		if !e.At.After(asOf) && e.Undoes == nil && !undone[e.Seq] {
			l.events = append(l.events, e)
		}
	}
	return l
}

// each reads the events of a feature, and what they carry into data.
func each[T any](l *ledger, feature string, fn func(what string, e accord.Event, data T)) {
	for _, e := range l.events {
		what, ok := strings.CutPrefix(e.Kind, feature+".")
		if !ok {
			continue
		}
		var data T
		if err := json.Unmarshal([]byte(e.Data), &data); err != nil {
			l.w.t.Fatal(err)
		}
		fn(what, e, data)
	}
}

func (l *ledger) instruments() instruments {
	s := instruments{
		Update: l.updates(), SitDown: l.sitDowns(), Diagnostic: l.diagnostics(), Charter: l.charter(), Projects: l.projects(), Intel: l.intel(), Visits: l.visits(),
	}
	for _, line := range []*accord.AlignedLine{
		s.Projects.Aligned(), s.SitDown.Aligned(), s.Diagnostic.Aligned(), s.Charter.Aligned(), s.Intel.Aligned(), s.Update.Aligned(), s.Visits.Aligned(),
	} {
		if line != nil {
			s.Lines = append(s.Lines, *line)
		}
	}
	return s
}

// weekOf names the ISO week a day lies in, and its Monday.
func weekOf(day time.Time) (string, time.Time) {
	monday := day
	for monday.Weekday() != time.Monday {
		monday = monday.AddDate(0, 0, -1)
	}
	year, week := monday.ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, week), monday
}

func (l *ledger) day() time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, l.today, l.zone)
	return t
}

// updates counts the weeks sent and missed up to the twelfth back, and who has
// not signed this week's.
func (l *ledger) updates() accord.WeeklyUpdateState {
	current, monday := weekOf(l.day())
	type fact struct {
		Side     string   `json:"side"`
		Unsigned []string `json:"unsigned"`
		Begun    *bool    `json:"begun"`
	}
	sent, first := map[string]bool{}, ""
	signed := map[string]bool{}
	var begun time.Time
	each(l, "weekly_update", func(what string, e accord.Event, d fact) {
		if first == "" || e.SubjectID < first {
			first = e.SubjectID
		}
		sent[e.SubjectID] = sent[e.SubjectID] || what == "sent"
		if e.SubjectID != current {
			return
		}
		if what == "signed" {
			signed[d.Side] = true
		}
		for _, side := range d.Unsigned {
			signed[side] = false
		}
		switch {
		case d.Begun == nil:
		case !*d.Begun:
			begun = time.Time{}
		case begun.IsZero():
			begun = e.At
		}
	})
	s := accord.WeeklyUpdateState{Week: accord.Week(current), Status: accord.UpdateDraft}
	friday := monday.AddDate(0, 0, 4).Add(16 * time.Hour)
	s.Begun = !begun.IsZero() || sent[current]
	if begun.IsZero() {
		begun = l.asOf // were it begun now
	}
	if s.DueAt = friday; !begun.Before(friday) {
		s.DueAt = monday.AddDate(0, 0, 7)
	}
	if sent[current] {
		s.Status = accord.UpdateSent
	} else {
		for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
			if !signed[string(side)] {
				s.Unsigned = append(s.Unsigned, side)
			}
		}
	}
	running, lapsing := true, true
	for n, week := 0, monday; first != ""; week = week.AddDate(0, 0, -7) {
		name, _ := weekOf(week)
		if name < first {
			break
		}
		if name == current && !sent[name] {
			continue
		}
		if running = running && sent[name]; running {
			s.Streak++
		}
		if lapsing = lapsing && !sent[name]; lapsing {
			s.Lapse++
		}
		if n < 12 && sent[name] {
			s.Sent++
		} else if n < 12 {
			s.Missed++
		}
		n++
	}
	s.DueAt = accord.Instant(s.DueAt)
	return s
}

// diagnostics finds the round that was open, and the last two reports: their
// figures are means of what the reports keep.
func (l *ledger) diagnostics() (s accord.DiagnosticState) {
	var reported []accord.ClosedRound
	each(l, "diagnostic", func(what string, e accord.Event, d struct{ Outcome string }) {
		switch what {
		case "opened":
			s.Open = &accord.Diagnostic{ID: e.SubjectID, Status: accord.DiagnosticOpen, OpenedBy: e.ActorID, OpenedAt: e.At}
		case "closed":
			s.Open = nil
			if d.Outcome == "report" {
				reported = append(reported, accord.ClosedRound{ID: e.SubjectID, ClosedAt: e.At, AlignmentFigures: l.report(e.SubjectID)})
			}
		}
	})
	if n := len(reported); n > 0 {
		s.Last = &reported[n-1]
		if n > 1 {
			s.Before = &reported[n-2].AlignmentFigures
		}
	}
	return s
}

func (l *ledger) report(id string) (f accord.AlignmentFigures) {
	statements, err := l.w.store.DiagnosticStatements(l.w.ctx(), id)
	if err != nil {
		l.w.t.Fatal(err)
	}
	for _, st := range statements {
		f.Level += float64(st.SalesSum+st.MarketingSum) / float64(st.SalesCount+st.MarketingCount)
		cross := st.SalesSum*st.MarketingCount - st.MarketingSum*st.SalesCount
		f.Gap += float64(max(cross, -cross)) / float64(st.SalesCount*st.MarketingCount)
	}
	f.Level, f.Gap = f.Level/float64(len(statements)), f.Gap/float64(len(statements))
	return f
}

func (l *ledger) charter() (s accord.CharterState) {
	reviews := map[string]string{}
	agreed := map[string]map[string]bool{"sales": {}, "marketing": {}}
	each(l, "charter", func(what string, e accord.Event, d struct {
		Version, Unanswered int
		Definitions         map[string]string
		Withdrawn           []string
		Side                string
	},
	) {
		switch what {
		case "changed":
			s.Version, s.Unanswered, reviews = d.Version, d.Unanswered, d.Definitions
			for _, id := range d.Withdrawn {
				delete(agreed["sales"], id)
				delete(agreed["marketing"], id)
			}
		case "agreed", "signed":
			if what == "agreed" && e.SubjectID == accord.CharterPledge {
				break // to remove it
			}
			agreed[d.Side][e.SubjectID] = true
		}
	})
	if s.Version == 0 { // what ships, which nobody has touched
		s.Definitions, s.Unanswered = len(l.w.ships.Definitions), len(l.w.ships.Rules)
		return s
	}
	for id, day := range reviews {
		s.Definitions++
		if agreed["sales"][id] && agreed["marketing"][id] {
			s.Settled++
		}
		if day <= l.today {
			s.Due = append(s.Due, accord.CharterDefinition{})
		}
	}
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		if agreed[string(side)][accord.CharterPledge] {
			s.Signed = append(s.Signed, side)
		}
	}
	return s
}

func (l *ledger) projects() (c accord.ProjectCounts) {
	month := accord.Date(l.today[:8] + "01")
	for _, p := range momentumByHand(l.w.t, l.events, []accord.Date{month}, l.asOf, l.zone) {
		switch p.pace {
		case "idea":
			c.Ideas++
		case "moved", "promised", "begun", "stalled":
			c.Active++
			if p.pace == "moved" {
				c.Moved++
			}
			if !p.owed && !p.fresh { // whatever was done before in the month
				c.Stalled++
			}
		}
	}
	c.Limit = accord.MaxActiveProjects
	return c
}

func (l *ledger) intel() (s accord.IntelligenceState) {
	type thing struct {
		on       string
		due      time.Time
		lead     bool
		waiting  int
		answered bool
	}
	things := map[string]*thing{}
	put := func(what string, e accord.Event, d struct {
		ServedOn string `json:"served_on"`
		DueOn    string `json:"due_on"`
		Count    int
		Accepted int
		Rejected int
	},
	) {
		switch what {
		case "served":
			things[e.SubjectID] = &thing{on: d.ServedOn, lead: true, waiting: d.Count}
		case "judged":
			things[e.SubjectID].waiting = l.count(e.SubjectID) - d.Accepted - d.Rejected
		case "told":
			due, _ := time.ParseInLocation(time.DateOnly, d.DueOn, l.zone)
			things[e.SubjectID] = &thing{on: d.DueOn, due: due.AddDate(0, 0, 1)}
		case "answered":
			things[e.SubjectID].answered = true
		}
	}
	each(l, "lead_batch", put)
	each(l, "intel", put)
	for _, x := range things {
		s.Told, s.Served = s.Told || !x.lead, s.Served || x.lead
		since, _ := time.Parse(time.DateOnly, x.on)
		today, _ := time.Parse(time.DateOnly, l.today)
		days := int(today.Sub(since).Hours() / 24)
		switch {
		case x.lead && x.waiting > 0:
			s.LeadsWaiting += x.waiting
			s.OldestBatchAge = max(s.OldestBatchAge, days)
		case !x.lead && !x.answered:
			s.Unanswered++
			if !l.asOf.Before(x.due) {
				s.Overdue++
				s.OldestDaysLate = max(s.OldestDaysLate, days)
			}
		}
	}
	s.Flow = oracleFlow(l.w.t, l.events, l.asOf, 4, l.zone)
	return s
}

// count is how many leads a batch has.
func (l *ledger) count(id string) (n int) {
	each(l, "lead_batch", func(what string, e accord.Event, d struct{ Count int }) {
		if what == "served" && e.SubjectID == id {
			n = d.Count
		}
	})
	return n
}
