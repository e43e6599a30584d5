package accord

import (
	"cmp"
	"maps"
)

// minutesWords are the words of minutes in one language.
type minutesWords struct {
	minutes, version, planned, held, present, excused, absent, quorum, noQuorum, goal, heard, thanks string
	opening, agenda, decisions, promises, leftOver, changes, provisional, due, nobody                string
	reportsFor, input, visits                                                                        string
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
		facilitator: "Facilitator", minuteTaker: "Minute taker", reportsFor: "Reports for %s",
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
		facilitator: "Moderation", minuteTaker: "Protokoll", reportsFor: "Berichtet für %s",
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

// minutesWordsIn are the words of a language, English where there are none; the
// sides are called what the workspace calls them.
func minutesWordsIn(locale string, workspace Workspace) minutesWords {
	w, ok := minutesIn[locale[:min(2, len(locale))]]
	if !ok {
		w = minutesIn["en"]
	}
	w.sides = maps.Clone(w.sides)
	for side, name := range map[Side]string{Sales: workspace.SalesName, Marketing: workspace.MarketingName} {
		w.sides[side] = cmp.Or(name, w.sides[side])
	}
	return w
}
