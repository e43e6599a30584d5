package accord

import (
	"fmt"
	"strings"
)

// minutesWords are the words of minutes in one language.
type minutesWords struct {
	minutes, version, planned, held, present, excused, absent, quorum, noQuorum, goal, heard, thanks string
	opening, agenda, decisions, promises, leftOver, changes, provisional, due, nobody                string
	salesRep, marketingRep, input, visits                                                            string
	facilitator, minuteTaker                                                                         string
	review, toNext, toBacklog, none                                                                  string
	sides                                                                                            map[Side]string
	outcomes                                                                                         map[Outcome]string
	results                                                                                          map[Result]string
	reports                                                                                          string
	repKinds                                                                                         map[RepKind]string
	became                                                                                           map[RepTurn]string
}

var minutesIn = map[string]minutesWords{
	"en": {
		minutes: "Minutes", version: "Version %d", planned: "Planned", held: "Held", present: "Present", excused: "Excused", absent: "Absent",
		quorum: "With quorum", noQuorum: "Without quorum: decisions are provisional", goal: "Shared goal", heard: "Heard", thanks: "Thanks",
		opening: "What was promised before", agenda: "Agenda", decisions: "Decisions", promises: "Promises", leftOver: "Left over", changes: "Changed in this version",
		input: "input for", provisional: "provisional", due: "due", nobody: "nobody yet", review: "review on", toNext: "next meeting", toBacklog: "backlog", none: "None.",
		facilitator: "Facilitator", minuteTaker: "Minute taker", salesRep: "Reports for Sales", marketingRep: "Reports for Marketing",
		visits:   " visits ",
		sides:    map[Side]string{Sales: "Sales", Marketing: "Marketing", Neutral: "joint"},
		outcomes: map[Outcome]string{OutcomeSettled: "settled", OutcomeContinued: "continued", OutcomeParked: "parked", OutcomeDropped: "dropped"},
		results: map[Result]string{
			ResultKeptOnTime: "kept on time", ResultKeptLate: "kept late", ResultMissed: "late", ResultDropped: "dropped", ResultRunning: "running",
		},
		reports: "Reports", repKinds: map[RepKind]string{RepActivity: "Activity", RepProblem: "Problem", RepCare: "Care", RepConcern: "Concern"},
		became: map[RepTurn]string{RepActionItem: "action item", RepIntel: "intelligence", RepProposal: "proposal", RepNothing: "heard"},
	},
	"de": {
		minutes: "Protokoll", version: "Fassung %d", planned: "Geplant", held: "Gehalten", present: "Anwesend", excused: "Entschuldigt", absent: "Abwesend",
		quorum: "Beschlussfähig", noQuorum: "Nicht beschlussfähig: Beschlüsse sind vorläufig", goal: "Gemeinsames Ziel", heard: "Gehört", thanks: "Dank",
		opening: "Was zuvor zugesagt war", agenda: "Tagesordnung", decisions: "Beschlüsse", promises: "Zusagen", leftOver: "Übrig geblieben", changes: "In dieser Fassung geändert",
		input: "Beitrag für", provisional: "vorläufig", due: "fällig", nobody: "noch niemand", review: "Wiedervorlage", toNext: "nächste Besprechung", toBacklog: "Themenspeicher", none: "Keine.",
		facilitator: "Moderation", minuteTaker: "Protokoll", salesRep: "Berichtet für den Vertrieb", marketingRep: "Berichtet für das Marketing",
		visits:   " zu Besuch: ",
		sides:    map[Side]string{Sales: "Vertrieb", Marketing: "Marketing", Neutral: "gemeinsam"},
		outcomes: map[Outcome]string{OutcomeSettled: "erledigt", OutcomeContinued: "fortgesetzt", OutcomeParked: "geparkt", OutcomeDropped: "fallen gelassen"},
		results: map[Result]string{
			ResultKeptOnTime: "pünktlich gehalten", ResultKeptLate: "später gehalten", ResultMissed: "verspätet", ResultDropped: "aufgegeben", ResultRunning: "läuft",
		},
		reports: "Berichte", repKinds: map[RepKind]string{RepActivity: "Aktivität", RepProblem: "Problem", RepCare: "Anliegen", RepConcern: "Sorge"},
		became: map[RepTurn]string{RepActionItem: "Aufgabe", RepIntel: "Marktwissen", RepProposal: "Vorschlag", RepNothing: "gehört"},
	},
}

// minutesWordsIn are the words of a language, English where there are none.
func minutesWordsIn(locale string) minutesWords {
	w, ok := minutesIn[locale[:min(2, len(locale))]]
	if !ok {
		w = minutesIn["en"]
	}
	return w
}

// Markdown writes the minutes as CommonMark, in English or German.
func (m Minutes) Markdown(locale string) string {
	w := minutesWordsIn(locale)
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
	duties := m.Duties()
	for _, d := range []struct{ word, name string }{
		{w.facilitator, duties.Facilitator.Name},
		{w.minuteTaker, duties.MinuteTaker.Name},
		{w.salesRep, duties.SalesRep.Name},
		{w.marketingRep, duties.MarketingRep.Name},
	} {
		if d.name != "" {
			fmt.Fprintf(b, "- **%s:** %s\n", d.word, oneLine(d.name))
		}
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
