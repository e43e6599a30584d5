package accord

// AlignedTone says how a line of "Are we aligned?" stands.
type AlignedTone string

// The tones, the most pressing first.
const (
	AlignedYours  AlignedTone = "yours"  // the reader can do it now
	AlignedMissed AlignedTone = "missed" // somebody let it pass
	AlignedDue    AlignedTone = "due"    // it waits, in time
	AlignedFine   AlignedTone = "fine"
)

// AlignedLine is what the dashboard says of one of the instruments by which both
// sides see whether they pull the same way.
type AlignedLine struct {
	Instrument string // "update", "sit_down", …: the message key of its name
	Path       string // where it is
	Tone       AlignedTone
	Says       Sentence
}

// aligned makes a line; the sentence's key is that of the instrument and what
// there is to say.
func aligned(instrument, path string, tone AlignedTone, says string, count int, args ...any) *AlignedLine {
	s := Sentence{Key: "aligned." + instrument + "." + says, Count: count, Args: map[string]any{}}
	for i := 0; i+1 < len(args); i += 2 {
		name, _ := args[i].(string)
		s.Args[name] = args[i+1]
	}
	return &AlignedLine{Instrument: instrument, Path: path, Tone: tone, Says: s}
}

// Aligned says how the weekly update stands; nil where there is nothing to say.
// Where nobody ever began one, it is offered to those who would. A week that
// went without one is said before whom this week's waits for.
func (s WeeklyUpdateState) Aligned() *AlignedLine {
	const what, path = "update", "/updates"
	switch used := s.Begun || s.Sent+s.Missed > 0; {
	case s.Week == "" || !used && s.Yours == "":
		return nil
	case !used:
		return aligned(what, path, AlignedYours, "offer", 0)
	case s.Yours != "" && s.Lapse > 0:
		return aligned(what, path, AlignedYours, "yours_missed", s.Lapse, "At", s.DueAt)
	case s.Yours != "" && !s.Begun:
		return aligned(what, path, AlignedYours, "yours_unbegun", 0, "At", s.DueAt)
	case s.Yours != "":
		return aligned(what, path, AlignedYours, "yours", 0, "At", s.DueAt)
	case s.Lapse > 0:
		return aligned(what, path, AlignedMissed, "missed", s.Missed, "All", s.Sent+s.Missed)
	case !s.Begun && len(s.Unsigned) > 0:
		return aligned(what, path, AlignedDue, "unbegun", 0, "At", s.DueAt)
	case len(s.Unsigned) == 1:
		return aligned(what, path, AlignedDue, "waits", 0, "Other", s.Unsigned[0])
	case len(s.Unsigned) > 1:
		return aligned(what, path, AlignedDue, "unsigned", 0, "At", s.DueAt)
	case s.Missed > 0:
		return aligned(what, path, AlignedMissed, "missed", s.Missed, "All", s.Sent+s.Missed)
	case s.Sent > 0:
		return aligned(what, path, AlignedFine, "streak", s.Streak)
	}
	return nil
}

// Aligned says how the sit-downs stand; nil where there is nothing to say.
func (s SitDownState) Aligned() *AlignedLine {
	const what, path = "sit_down", "/sit-downs"
	switch {
	case s.Offer:
		return aligned(what, path, AlignedYours, "offer", 0)
	case s.WaitingID != "":
		return aligned(what, path+"/"+s.WaitingID, AlignedYours, "reveal", 0)
	case s.Figures == nil:
		return nil
	case s.Figures.OpenGaps > 0:
		return aligned(what, path+"/"+s.LastID, AlignedDue, "gaps", s.Figures.OpenGaps, "Shared", s.Figures.Shared, "All", s.Figures.Total)
	}
	return aligned(what, path+"/"+s.LastID, AlignedFine, "shared", 0, "Shared", s.Figures.Shared, "All", s.Figures.Total)
}

// Aligned says how the charter stands; nil where nobody has written one, or it
// defines nothing.
func (s CharterState) Aligned() *AlignedLine {
	const what, path = "charter", "/alignment/charter"
	switch {
	case s.Version == 0 || s.Definitions == 0 && len(s.Asked) == 0 && !s.AsksPledge:
		return nil
	case len(s.Asked) > 0:
		return aligned(what, path, AlignedYours, "asked", len(s.Asked))
	case s.PledgeGoes:
		return aligned(what, path, AlignedYours, "pledge_goes", 0)
	case s.AsksPledge:
		return aligned(what, path, AlignedYours, "pledge", 0)
	case len(s.Due) > 0:
		return aligned(what, path, AlignedMissed, "due", len(s.Due))
	case s.Settled < s.Definitions:
		return aligned(what, path, AlignedDue, "settled", s.Definitions, "Settled", s.Settled)
	}
	return aligned(what, path, AlignedFine, "agreed", s.Definitions)
}

// ProjectCounts are the numbers of growth projects the dashboard speaks of.
type ProjectCounts struct {
	Active  int `json:"active"`
	Limit   int `json:"limit"`
	Moved   int `json:"moved"`   // this month
	Stalled int `json:"stalled"` // nothing is promised for them
	Ideas   int `json:"ideas"`   // wait for a meeting
}

// Aligned says how the growth projects stand; nil where there are none.
func (c ProjectCounts) Aligned() *AlignedLine {
	const what, path = "projects", "/projects"
	switch {
	case c.Stalled > 0:
		return aligned(what, path, AlignedMissed, "stalled", c.Stalled, "All", c.Active)
	case c.Active > 0:
		return aligned(what, path, AlignedFine, "moved", c.Active, "Moved", c.Moved)
	case c.Ideas > 0:
		return aligned(what, path, AlignedDue, "ideas", c.Ideas)
	}
	return nil
}

// Aligned says how the diagnostic stands; nil where there never was a round.
func (s DiagnosticState) Aligned() *AlignedLine {
	const what, path = "diagnostic", "/alignment"
	switch {
	case s.Open != nil && s.Mine:
		return aligned(what, path+"/"+s.Open.ID+"/answer", AlignedYours, "yours", 0)
	case s.Open != nil && s.Asked == 0:
		return aligned(what, path, AlignedDue, "was_open", 0)
	case s.Open != nil:
		return aligned(what, path, AlignedDue, "open", 0, "Answered", s.Answered, "Asked", s.Asked)
	case s.Last != nil:
		return aligned(what, path, AlignedFine, "report", 0, "Level", s.Last.Level, "Gap", s.Last.Gap)
	}
	return nil
}

// Aligned says how leads and intelligence stand; nil where neither is used.
func (s IntelligenceState) Aligned() *AlignedLine {
	const what, path = "intel", "/alignment/intel"
	switch {
	case !s.Used():
		return nil
	case s.Overdue > 0:
		return aligned(what, path+"?show=told&state=overdue", AlignedMissed, "overdue", s.Overdue, "Days", DaySpan(s.OldestDaysLate), "Owner", Marketing, "Other", Sales)
	case s.LeadsWaiting > 0:
		return aligned(what, path+"?show=leads&state=waiting", AlignedDue, "leads", s.LeadsWaiting, "Days", DaySpan(s.OldestBatchAge), "Other", Sales)
	case s.Unanswered > 0:
		return aligned(what, path+"?show=told&state=waiting", AlignedDue, "unanswered", s.Unanswered, "Other", Sales)
	case !s.Served:
		return aligned(what, path, AlignedFine, "told_answered", 0)
	case !s.Told:
		return aligned(what, path, AlignedFine, "leads_judged", 0)
	}
	return aligned(what, path, AlignedFine, "answered", 0)
}
