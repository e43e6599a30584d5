package app

import (
	"context"
	"strings"

	"accord/internal/accord"
)

// composeMeeting words a mail about a meeting: an ask, a reminder, the agenda,
// the minutes, a change of its time.
func (c *composer) composeMeeting(ctx context.Context, m accord.Mail, d accord.Delivery) (accord.Mail, error) {
	meeting, err := c.tx.Meeting(ctx, d.SubjectID)
	if err != nil {
		return m, err
	}
	p, err := unpack(d)
	if err != nil {
		return m, err
	}
	m.Link = c.app.baseURL + "/meetings/" + meeting.ID
	day := meeting.StartsAt
	if meeting.StartedAt != nil {
		day = *meeting.StartedAt
	}
	m.Args = map[string]any{
		"Title": meeting.Title, "Start": meeting.StartsAt, "Day": accord.DateOf(day, accord.Zone(meeting.TimeZone)),
		"By": p.By, "Reason": p.Reason,
	}
	t, err := c.app.meetingTopic(ctx, c.tx, meeting)
	if err != nil {
		return m, err
	}
	if m.Thread, err = c.tx.FirstOfEvent(ctx, c.person.ID, t.uid); err != nil {
		return m, err
	}
	switch d.Kind {
	case accord.MailAgenda:
		m.Actions, m.Question = c.rsvpLinks(meeting), "mail.question"
		m.Sections, err = c.agendaSections(ctx, meeting)
	case accord.MailAgendaOpen:
		m.Args["Side"], err = c.missingSides(ctx, meeting)
	case accord.MailMinutes, accord.MailMinutesCorrected:
		m.Sections, err = c.minutesSections(ctx, meeting)
	}
	return m, err
}

// sideName is what the workspace calls a side.
func (c *composer) sideName(s accord.Side) any {
	switch {
	case s == accord.Sales && c.workspace.SalesName != "":
		return c.workspace.SalesName
	case s == accord.Marketing && c.workspace.MarketingName != "":
		return c.workspace.MarketingName
	default:
		return s
	}
}

// missingSides names the sides without an item on the agenda.
func (c *composer) missingSides(ctx context.Context, meeting accord.Meeting) (string, error) {
	agenda, err := c.tx.Agenda(ctx, meeting.ID)
	var names []string
	for _, s := range accord.MissingSides(agenda) {
		names = append(names, string(s))
		if name, ok := c.sideName(s).(string); ok {
			names[len(names)-1] = name
		}
	}
	return strings.Join(names, ", "), err
}

// agendaSections are the agenda and what the reader has promised the team.
func (c *composer) agendaSections(ctx context.Context, meeting accord.Meeting) ([]accord.MailSection, error) {
	agenda, err := c.tx.Agenda(ctx, meeting.ID)
	if err != nil {
		return nil, err
	}
	onIt := accord.MailSection{Key: "mail.agenda.items"}
	for _, i := range agenda {
		if i.Status != accord.AgendaAccepted {
			continue
		}
		onIt.Lines = append(onIt.Lines, accord.MailLine{Text: i.Title, Side: i.Side, Facts: []accord.MailFact{
			{Key: "mail.fact.minutes", Args: map[string]any{"Minutes": i.Minutes, "Side": c.sideName(i.Side)}},
		}})
	}
	own, err := c.ownPromises(ctx, meeting)
	return filled(onIt, accord.MailSection{Key: "mail.agenda.promises", Lines: own}), err
}

// ownPromises lists what the reader still owes the team, and of a meeting what
// was asked of them there.
func (c *composer) ownPromises(ctx context.Context, meeting accord.Meeting) ([]accord.MailLine, error) {
	items, err := c.tx.PromisesOf(ctx, c.person.ID, meeting.ID, meeting.TeamID)
	lines := make([]accord.MailLine, 0, len(items))
	for _, i := range items {
		l := c.line(i)
		l.Actions = c.answerLinks(i)
		lines = append(lines, l)
	}
	return lines, err
}

// minutesSections are the reader's own promises, the decisions, and what the
// others promised.
func (c *composer) minutesSections(ctx context.Context, meeting accord.Meeting) ([]accord.MailSection, error) {
	own, err := c.ownPromises(ctx, meeting)
	if err != nil {
		return nil, err
	}
	decisions, err := c.tx.MailedDecisions(ctx, meeting.ID)
	if err != nil {
		return nil, err
	}
	settled := accord.MailSection{Key: "mail.minutes.decisions"}
	for _, d := range decisions {
		l := accord.MailLine{Text: d.Ref() + " " + d.Text, Link: c.app.baseURL + "/decisions/" + d.ID}
		if d.Provisional {
			l.Facts = []accord.MailFact{{Key: "mail.fact.provisional"}}
		}
		if d.InputFor != "" {
			l.Facts = append(l.Facts, accord.MailFact{Key: "mail.fact.input", Args: map[string]any{"Side": c.sideName(d.InputFor)}})
		}
		settled.Lines = append(settled.Lines, l)
	}
	others, err := c.othersPromises(ctx, meeting)
	return filled(accord.MailSection{Key: "mail.minutes.promises", Lines: own}, settled,
		accord.MailSection{Key: "mail.minutes.others", Lines: others}), err
}

// othersPromises lists what was asked of others in the meeting.
func (c *composer) othersPromises(ctx context.Context, meeting accord.Meeting) ([]accord.MailLine, error) {
	items, err := c.tx.ItemsOfMeeting(ctx, meeting.ID)
	if err != nil {
		return nil, err
	}
	var lines []accord.MailLine
	for _, i := range items {
		if string(i.OwnerID) == c.person.ID || !i.Unfinished() {
			continue
		}
		l := c.line(i)
		if i.OwnerID != "" {
			owner, err := c.tx.Person(ctx, string(i.OwnerID))
			if err != nil {
				return nil, err
			}
			l.Facts = append(l.Facts, accord.MailFact{Key: "mail.fact.owner", Args: map[string]any{"Name": owner.Name}})
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// filled leaves out the sections without a line.
func filled(sections ...accord.MailSection) []accord.MailSection {
	var out []accord.MailSection
	for _, s := range sections {
		if len(s.Lines) > 0 {
			out = append(out, s)
		}
	}
	return out
}
