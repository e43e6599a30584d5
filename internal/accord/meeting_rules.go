package accord

import (
	"slices"
	"strings"
	"time"
)

// Lock fixes the agenda (A3). It needs an item from each side, or waive.
func (m Meeting) Lock(items []AgendaItem, waive bool, by string, now time.Time) (Meeting, error) {
	missing := MissingSides(items)
	switch {
	case m.Status != MeetingScheduled:
		return m, Errorf(CodeConflict, "Only the agenda of a scheduled meeting can be locked; this one is %s.", m.Status).By("A3")
	case m.LockedAt != nil:
		return m, Errorf(CodeConflict, "The agenda is locked already.").By("A3")
	case len(missing) > 0 && !waive:
		return m, Errorf(CodeConflict, "The agenda has no item from %s. Add one, or lock it with a waiver.", joinSides(missing)).By("A3")
	}
	return m.locked(missing, by, now), nil
}

func (m Meeting) locked(missing []Side, by string, now time.Time) Meeting {
	m.LockedAt, m.LockedBy, m.WaivedSides = &now, NullID(by), joinSides(missing)
	return m
}

func joinSides(sides []Side) string {
	words := make([]string, len(sides))
	for i, s := range sides {
		words[i] = string(s)
	}
	return strings.Join(words, ",")
}

// Unlock opens a locked agenda again before the meeting starts.
func (m Meeting) Unlock() (Meeting, error) {
	if m.Status != MeetingScheduled || m.LockedAt == nil {
		return m, Errorf(CodeConflict, "Only a locked agenda of a scheduled meeting can be opened again.").By("A3")
	}
	m.LockedAt, m.LockedBy, m.WaivedSides = nil, "", ""
	return m, nil
}

// Start begins a scheduled meeting at any time; the planned time stays. An
// unlocked agenda locks, a missing side is recorded as waived (A3).
func (m Meeting) Start(items []AgendaItem, by string, now time.Time) (Meeting, error) {
	if m.Status != MeetingScheduled {
		return m, Errorf(CodeConflict, "Only a scheduled meeting can start; this one is %s.", m.Status)
	}
	if m.LockedAt == nil {
		m = m.locked(MissingSides(items), by, now)
	}
	m.Status, m.StartedAt, m.StartedBy = MeetingInProgress, &now, NullID(by)
	return m, nil
}

// Cancel calls off a scheduled meeting; Restore takes that back.
func (m Meeting) Cancel(now time.Time) (Meeting, error) {
	if m.Status != MeetingScheduled {
		return m, Errorf(CodeConflict, "Only a scheduled meeting can be cancelled; this one is %s.", m.Status).By("S4")
	}
	m.Status, m.CancelledAt = MeetingCancelled, &now
	return m, nil
}

// Restore brings a cancelled meeting back to its time.
func (m Meeting) Restore() (Meeting, error) {
	if m.Status != MeetingCancelled {
		return m, Errorf(CodeConflict, "Only a cancelled meeting can be restored; this one is %s.", m.Status).By("S4")
	}
	m.Status, m.CancelledAt = MeetingScheduled, nil
	return m, nil
}

// Move gives a scheduled meeting another start; its original start stays its
// name (S4).
func (m Meeting) Move(startsAt time.Time) (Meeting, error) {
	if m.Status != MeetingScheduled {
		return m, Errorf(CodeConflict, "Only a scheduled meeting can be moved; this one is %s.", m.Status).By("S4")
	}
	m.StartsAt = Instant(startsAt)
	return m, nil
}

// The codes of what a closing may miss (M2).
const (
	MissingAttendance = "nobody_present"
	MissingOutcome    = "no_outcome"
	MissingOwner      = "no_owner"
	MissingDue        = "no_due_date"
)

// ClosingMissing lists what M2 finds missing: nobody present, an agenda item
// without outcome that no decision or action item names, an action item without
// due date (overridable) or owner (not).
func ClosingMissing(m Meeting, people []MeetingPerson, agenda []AgendaItem, decisions []Decision, items []ActionItem) []Missing {
	missing := []Missing{}
	if !slices.ContainsFunc(people, func(p MeetingPerson) bool { return p.Present }) {
		missing = append(missing, Missing{Code: MissingAttendance, SubjectID: m.ID, Overridable: true})
	}
	named := map[NullID]bool{}
	for _, d := range decisions {
		named[d.AgendaItemID] = true
	}
	for _, i := range items {
		named[i.AgendaItemID] = true
	}
	for _, i := range agenda {
		if i.Status == AgendaAccepted && i.Outcome == "" && !named[NullID(i.ID)] {
			missing = append(missing, Missing{Code: MissingOutcome, SubjectID: i.ID, Overridable: true})
		}
	}
	for _, i := range items {
		switch {
		case i.Status == StatusDeclined || i.Status == StatusDropped:
		case i.OwnerID == "":
			missing = append(missing, Missing{Code: MissingOwner, SubjectID: i.ID})
		case i.DueOn == "" && i.AskedDueOn == "":
			missing = append(missing, Missing{Code: MissingDue, SubjectID: i.ID, Overridable: true})
		}
	}
	return missing
}

// Close ends a running meeting. What is missing stops it unless every part of
// it may be overridden and override is set (M2); quorum is M3's.
func (m Meeting) Close(missing []Missing, override, quorum bool, by string, now time.Time) (Meeting, error) {
	if m.Status != MeetingInProgress {
		return m, Errorf(CodeConflict, "Only a running meeting can be closed; this one is %s.", m.Status)
	}
	hard := slices.ContainsFunc(missing, func(x Missing) bool { return !x.Overridable })
	if len(missing) > 0 && (hard || !override) {
		err := Errorf(CodeConflict, "Something is missing before this meeting can close.").By("M2")
		err.Missing = missing
		return m, err
	}
	m.Status, m.ClosedAt, m.ClosedBy = MeetingClosed, &now, NullID(by)
	m.QuorumMet, m.MinutesVersion = &quorum, 1
	m.CurrentItemID, m.CurrentItemStartedAt = "", nil
	return m, nil
}

// HasQuorum reports whether those were present whom the workspace asks for
// (M3): at least one leader of each side, unless it chose less. Its deputies
// count as leaders of their side. A meeting without a team has no leaders: there
// anybody counts for their side.
func (m Meeting) HasQuorum(people []MeetingPerson, w Workspace) bool {
	if w.Quorum == QuorumNone {
		return true
	}
	anybody := w.Quorum == QuorumSides || m.TeamID == ""
	has := map[Side]bool{}
	for _, p := range people {
		deputy := p.PersonID != "" && (NullID(p.PersonID) == w.SalesDeputyID || NullID(p.PersonID) == w.MarketingDeputyID)
		if p.Present && (p.TeamRole == TeamLeader || deputy || anybody) {
			has[p.Side] = true
		}
	}
	return has[Sales] && has[Marketing]
}

// Attended notes in a running meeting that somebody is there, or was excused.
func (p MeetingPerson) Attended(m Meeting, present, excused bool, now time.Time) (MeetingPerson, error) {
	switch {
	case m.Status == MeetingClosed:
		return p, Errorf(CodeConflict, "The meeting is closed; its minutes change by a correction.").By("M4")
	case m.Status != MeetingInProgress:
		return p, Errorf(CodeConflict, "Attendance is taken from the start of the meeting until its closing.")
	}
	p.Present, p.Excused, p.UpdatedAt = present, excused && !present, &now
	return p, nil
}

// Responded notes somebody's answer to the invitation.
func (p MeetingPerson) Responded(m Meeting, response string, now time.Time) (MeetingPerson, error) {
	var v Validation
	v.Check(response == "" || response == "yes" || response == "no" || response == "maybe", "response", "Answer yes, no or maybe.")
	if err := v.Err(); err != nil {
		return p, err
	}
	if m.Status != MeetingScheduled {
		return p, Errorf(CodeConflict, "Only a scheduled meeting takes answers; this one is %s.", m.Status)
	}
	p.Response, p.UpdatedAt = response, &now
	return p, nil
}

// Open refuses any change of a meeting that is over (M4).
func (m Meeting) Open() error {
	switch m.Status {
	case MeetingClosed:
		return Errorf(CodeConflict, "The meeting is closed; its minutes change by a correction.").By("M4")
	case MeetingCancelled:
		return Errorf(CodeConflict, "The meeting is cancelled.").By("S4")
	default:
		return nil
	}
}

// AgendaOpen refuses a change of the agenda once it is locked (A3); at the
// running meeting it goes on.
func (m Meeting) AgendaOpen() error {
	if m.Status == MeetingScheduled && m.LockedAt != nil {
		return Errorf(CodeConflict, "The agenda is locked; open it again to change it.").By("A3")
	}
	return m.Open()
}

// Running refuses what only happens while the meeting runs.
func (m Meeting) Running() error {
	if m.Status != MeetingInProgress {
		return Errorf(CodeConflict, "This happens while the meeting runs; it is %s.", m.Status)
	}
	return nil
}

// GoTo turns to another agenda item and gives back the seconds spent on the one
// before, with its id; "" turns to none.
func (m Meeting) GoTo(itemID string, now time.Time) (next Meeting, left string, spent int, err error) {
	if err := m.Running(); err != nil {
		return m, "", 0, err
	}
	left = string(m.CurrentItemID)
	if left != "" && m.CurrentItemStartedAt != nil {
		spent = max(0, int(now.Sub(*m.CurrentItemStartedAt).Seconds()))
	}
	m.CurrentItemID, m.CurrentItemStartedAt = NullID(itemID), &now
	if itemID == "" {
		m.CurrentItemStartedAt = nil
	}
	return m, left, spent, nil
}

// MaxMeetingMinutes bounds a meeting's length.
const MaxMeetingMinutes = 24 * 60

// Check validates the words and times of a meeting.
func (m Meeting) Check() error {
	var v Validation
	v.Check(strings.TrimSpace(m.Title) != "", "title", "Give it a title.")
	v.Check(len(m.Title) <= 200, "title", "Keep it under 200 characters.")
	v.Check(len(m.Location) <= 200, "location", "Keep it under 200 characters.")
	v.Check(m.DurationMinutes >= 1 && m.DurationMinutes <= MaxMeetingMinutes, "duration_minutes", "A meeting takes 1 to %d minutes.", MaxMeetingMinutes)
	v.Check(m.StartsAt.Year() >= 1900 && m.StartsAt.Year() <= 2200, "starts_at", "Give a time between 1900 and 2200.")
	v.Check(len(m.Notes) <= MaxNotes, "notes", "Keep it under 8 KiB.")
	return v.Err()
}
