package accord

import (
	"fmt"
	"strings"
)

// Markdown writes the minutes as CommonMark, in English or German, in the
// workspace's words for its sides.
func (m Minutes) Markdown(locale string, workspace Workspace) string {
	w := minutesWordsIn(locale, workspace)
	b := &strings.Builder{}
	zone := Zone(m.TimeZone)
	fmt.Fprintf(b, "# %s: %s\n\n", w.minutes, oneLine(m.Title))
	fmt.Fprintf(b, "%s, %s–%s (%s). %s.\n", m.StartedAt.In(zone).Format("2006-01-02"), m.StartedAt.In(zone).Format("15:04"),
		m.ClosedAt.In(zone).Format("15:04"), m.TimeZone, fmt.Sprintf(w.version, m.Number))
	quorum := w.quorum
	if !m.QuorumMet {
		quorum = w.noQuorum
	}
	fmt.Fprintf(b, "%s.\n", quorum)
	m.writeChanges(b, w)
	m.writePeople(b, w)
	m.writeWords(b, w)
	section(b, w.promises, m.ActionItems, w.none, func(p MinutesPromise) string { return p.line(w) })
	section(b, w.decisions, m.Decisions, w.none, func(d MinutesDecision) string { return d.line(w) })
	m.writeReports(b, w)
	m.writeAgenda(b, w)
	if len(m.Opening) > 0 {
		section(b, w.opening, m.Opening, "", func(p MinutesPromise) string { return p.line(w) })
	}
	if len(m.LeftOver) > 0 {
		section(b, w.leftOver, m.LeftOver, "", func(l MinutesLeftOver) string {
			to := w.toNext
			if l.To == LeftOverBacklog {
				to = w.toBacklog
			}
			return oneLine(l.Title) + " → " + to
		})
	}
	return b.String()
}

// section writes a heading with a list below it, or what stands for none.
func section[T any](b *strings.Builder, heading string, list []T, none string, line func(T) string) {
	fmt.Fprintf(b, "\n## %s\n\n", heading)
	if len(list) == 0 {
		fmt.Fprintln(b, none)
	}
	for _, x := range list {
		fmt.Fprintf(b, "- %s\n", line(x))
	}
}

func (m Minutes) writeChanges(b *strings.Builder, w minutesWords) {
	if len(m.Changes) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n", w.changes, oneLine(m.Reason))
	for _, c := range m.Changes {
		fmt.Fprintf(b, "- %s %s: ~~%s~~ %s\n", oneLine(c.Subject), c.Field, oneLine(c.Before), oneLine(c.After))
	}
}

func (m Minutes) writePeople(b *strings.Builder, w minutesWords) {
	groups := map[string][]string{}
	for _, p := range m.Attendance {
		key := w.absent
		switch {
		case p.Present:
			key = w.present
		case p.Excused:
			key = w.excused
		}
		groups[key] = append(groups[key], fmt.Sprintf("%s (%s)", oneLine(p.Name), w.sides[p.Side]))
	}
	fmt.Fprintln(b)
	for _, d := range m.Duties().in(w) {
		fmt.Fprintf(b, "- **%s:** %s\n", d.word, oneLine(d.name))
	}
	for _, key := range []string{w.present, w.excused, w.absent} {
		if len(groups[key]) > 0 {
			fmt.Fprintf(b, "- **%s:** %s\n", key, strings.Join(groups[key], ", "))
		}
	}
}

func (m Minutes) writeWords(b *strings.Builder, w minutesWords) {
	if m.SharedGoal != nil {
		fmt.Fprintf(b, "- **%s:** %s\n", w.goal, oneLine(strings.Join(filledWords(m.SharedGoal.Title, m.SharedGoal.Measure, m.SharedGoal.Target, string(m.SharedGoal.By)), ", ")))
	}
	for _, part := range []struct {
		word string
		said []SideText
	}{{w.heard, m.Heard}, {w.thanks, m.Thanks}} {
		for _, s := range part.said {
			fmt.Fprintf(b, "- **%s, %s:** %s\n", part.word, w.sides[s.Side], oneLine(s.Text))
		}
	}
}

func (m Minutes) writeAgenda(b *strings.Builder, w minutesWords) {
	fmt.Fprintf(b, "\n## %s\n", w.agenda)
	for n, i := range m.Agenda {
		fmt.Fprintf(b, "\n### %d. %s\n\n%s", n+1, oneLine(i.Title), w.sides[i.Side])
		if i.Outcome != "" {
			fmt.Fprintf(b, ", %s", w.outcomes[i.Outcome])
		}
		if i.OutcomeText != "" {
			fmt.Fprintf(b, ": %s", oneLine(i.OutcomeText))
		}
		fmt.Fprintln(b)
		if i.Notes != "" {
			fmt.Fprintf(b, "\n%s\n", strings.TrimSpace(i.Notes))
		}
	}
	if m.Notes != "" {
		fmt.Fprintf(b, "\n%s\n", strings.TrimSpace(m.Notes))
	}
}

func (p MinutesPromise) line(w minutesWords) string {
	owner := p.OwnerName
	if owner == "" {
		owner = w.nobody
	}
	s := fmt.Sprintf("%s %s — %s", p.Ref, oneLine(p.Title), oneLine(owner))
	if p.DueOn != "" {
		s += fmt.Sprintf(", %s %s", w.due, p.DueOn)
	}
	if p.Result != "" {
		s += " (" + w.results[p.Result] + ")"
	}
	return s
}

func (d MinutesDecision) line(w minutesWords) string {
	s := fmt.Sprintf("%s %s", d.Ref, oneLine(d.Text))
	var facts []string
	if len(d.DecidedBy) > 0 {
		facts = append(facts, strings.Join(d.DecidedBy, ", "))
	}
	if d.InputFor != "" {
		facts = append(facts, w.input+" "+w.sides[d.InputFor])
	}
	if d.Provisional {
		facts = append(facts, w.provisional)
	}
	if d.ReviewOn != "" {
		facts = append(facts, w.review+" "+string(d.ReviewOn))
	}
	if len(facts) > 0 {
		s += " (" + strings.Join(facts, "; ") + ")"
	}
	return s
}

// oneLine keeps what people wrote from breaking out of its line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func filledWords(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}
