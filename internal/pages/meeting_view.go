package pages

import (
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
)

// Path is the meeting's address.
func (v *meetingView) Path() string { return "/meetings/" + v.D.ID }

// Start is when the meeting begins, for the reader.
func (v *meetingView) Start() When { return v.When(v.D.StartsAt, v.D.TimeZone) }

// Far says how far the meeting is from today.
func (v *meetingView) Far() string { return v.L.Relative(v.Today, v.L.DateOf(v.D.StartsAt)) }

// Prepares reports whether the agenda can still change before the meeting.
func (v *meetingView) Prepares() bool { return v.D.Status == accord.MeetingScheduled }

// Orders reports whether the reader may put the agenda in order now.
func (v *meetingView) Orders() bool { return v.S.Runs() && v.D.AgendaOpen() == nil }

// Proposes reports whether the reader may propose now.
func (v *meetingView) Proposes() bool { return v.S.Proposes() && v.D.Open() == nil }

// Items are the items on the agenda, in order.
func (v *meetingView) Items() []accord.AgendaItem {
	return v.with(accord.AgendaAccepted, "")
}

// Proposals are the proposals of a side.
func (v *meetingView) Proposals(side accord.Side) []accord.AgendaItem {
	return v.with(accord.AgendaProposed, side)
}

// Declined are the reader's own proposals that were declined, with the reason.
func (v *meetingView) Declined() []accord.AgendaItem {
	return slices.DeleteFunc(v.with(accord.AgendaDeclined, ""), func(i accord.AgendaItem) bool { return i.ProposedBy != v.Actor.PersonID })
}

func (v *meetingView) with(status accord.AgendaStatus, side accord.Side) []accord.AgendaItem {
	var items []accord.AgendaItem
	for _, i := range v.D.Agenda {
		if i.Status == status && (side == "" || i.Side == side) {
			items = append(items, i)
		}
	}
	return items
}

// Missing are the sides without an item on the agenda (A3), by name.
func (v *meetingView) Missing() []string {
	var names []string
	for _, s := range accord.MissingSides(v.D.Agenda) {
		names = append(names, v.SideName(s))
	}
	return names
}

// MissingText names the sides without an item.
func (v *meetingView) MissingText() string { return v.L.Join(v.Missing()) }

// WaivedText names the sides whose item was waived.
func (v *meetingView) WaivedText() string {
	var names []string
	for side := range strings.SplitSeq(v.D.WaivedSides, ",") {
		names = append(names, v.SideName(accord.Side(side)))
	}
	return v.L.Join(names)
}

// Mine are the promises of the opening the reader owns: what they report.
func (v *meetingView) Mine() []accord.OpeningItem {
	var mine []accord.OpeningItem
	for _, i := range v.D.Opening {
		if string(i.OwnerID) == v.Actor.PersonID {
			mine = append(mine, i)
		}
	}
	return mine
}

// Me is the reader's own part in the meeting.
func (v *meetingView) Me() accord.MeetingPerson {
	for _, a := range v.D.Attendance {
		if a.PersonID == v.Actor.PersonID {
			return a.MeetingPerson
		}
	}
	return accord.MeetingPerson{}
}

// Responds reports whether the reader can answer the invitation.
func (v *meetingView) Responds() bool {
	return v.Prepares() && (v.S.Invited || v.S.TeamRole != "")
}

// Name is the name of a person of the workspace.
func (v *meetingView) Name(id any) string { return nameOf(v.People, id) }

// SideOf is the side of a person of the workspace.
func (v *meetingView) SideOf(id any) accord.Side {
	for _, p := range v.People {
		if p.ID == idText(id) {
			return p.Side
		}
	}
	return accord.Neutral
}

func nameOf(people []accord.Person, id any) string {
	for _, p := range people {
		if p.ID == idText(id) {
			return p.Name
		}
	}
	return ""
}

// idText takes an id of either type.
func idText(id any) string {
	switch id := id.(type) {
	case string:
		return id
	case accord.NullID:
		return string(id)
	}
	return ""
}

// PersonOptions are those who can own or present something, after an empty one.
func (v *meetingView) PersonOptions() []Option {
	options := []Option{{Label: v.L.T("meeting.nobody")}}
	for _, p := range v.People {
		if p.Role != accord.RoleObserver && p.Active() {
			options = append(options, Option{Value: p.ID, Label: p.Name})
		}
	}
	return options
}

// Guests are those who are not of the meeting yet.
func (v *meetingView) Guests() []accord.Person {
	var guests []accord.Person
	for _, p := range v.People {
		here := slices.ContainsFunc(v.D.Attendance, func(a accord.Attendee) bool { return a.PersonID == p.ID })
		if !here && p.Active() {
			guests = append(guests, p)
		}
	}
	return guests
}

// KindOptions are what an item can be for.
func (v *meetingView) KindOptions() []Option { return kindOptions(v.Base) }

func kindOptions(b Base) []Option {
	var options []Option
	for _, k := range []accord.AgendaKind{accord.KindDecide, accord.KindSolve, accord.KindInform, accord.KindPlan} {
		options = append(options, Option{Value: string(k), Label: b.L.Word(k)})
	}
	return options
}

// Share is a part of the meeting's length in per cent, for the bar of minutes.
func (v *meetingView) Share(minutes int) int {
	m := v.D.AgendaMinutes
	return minutes * 100 / max(1, m.Length, m.Total())
}

// Elapsed is the time since an instant as "24:10", for pages without script.
func (b Base) Elapsed(since *time.Time) string {
	if since == nil {
		return ""
	}
	return clockText(int(b.Now.Sub(*since).Seconds()))
}
