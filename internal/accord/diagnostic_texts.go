package accord

import (
	"slices"
	"strconv"
)

// The themes of the diagnostic, in the order they are asked.
const (
	ThemeGoal         = "shared_goal"
	ThemeLeads        = "leads"
	ThemeIntelligence = "intelligence"
	ThemeHorizons     = "horizons"
	ThemeTrust        = "trust"
)

// DiagnosticThemes lists the themes in order.
func DiagnosticThemes() []string {
	return []string{ThemeGoal, ThemeLeads, ThemeIntelligence, ThemeHorizons, ThemeTrust}
}

// shippedStatements are the twenty statements a workspace starts from. Each is
// so worded that agreeing is good, and that both sides can judge it.
var shippedStatements = map[string][]inBoth{
	ThemeGoal: {
		{"Both sides work towards one goal that we could all name.", "Beide Seiten arbeiten auf ein Ziel hin, das wir alle nennen könnten."},
		{"I know what the other side has to achieve this quarter.", "Ich weiß, was die andere Seite in diesem Quartal erreichen muss."},
		{"When our aims collide, we settle it together instead of each alone.", "Wenn unsere Ziele sich widersprechen, klären wir das gemeinsam statt jede Seite für sich."},
		{"A success of one side is celebrated as a success of both.", "Ein Erfolg der einen Seite wird als Erfolg beider gefeiert."},
	},
	ThemeLeads: {
		{"Both sides mean the same when they say that a lead is good.", "Beide Seiten meinen dasselbe, wenn sie einen Lead gut nennen."},
		{"Leads are handed over with all that is needed to call them.", "Leads werden mit allem übergeben, was für den Anruf nötig ist."},
		{"Leads that were handed over are followed up quickly.", "Übergebene Leads werden zügig nachverfolgt."},
		{"We learn, lead by lead, what became of them and why.", "Wir erfahren von Lead zu Lead, was daraus wurde und warum."},
	},
	ThemeIntelligence: {
		{"What customers tell one side reaches the other while it is still news.", "Was Kunden der einen Seite erzählen, erreicht die andere, solange es neu ist."},
		{"What we know of market and competitors helps in conversations with customers.", "Was wir über Markt und Wettbewerb wissen, hilft in Gesprächen mit Kunden."},
		{"Whoever reports something from the market hears what was done with it.", "Wer etwas aus dem Markt meldet, hört, was damit geschah."},
		{"Campaigns and material sound the way our customers talk.", "Kampagnen und Unterlagen klingen so, wie unsere Kunden reden."},
	},
	ThemeHorizons: {
		{"We give today's deals and next year's demand the weight each deserves.", "Wir geben den Abschlüssen von heute und der Nachfrage von morgen jeweils das Gewicht, das sie verdienen."},
		{"Long-term work is not dropped whenever a quarter gets tight.", "Langfristige Arbeit wird nicht fallen gelassen, sobald ein Quartal knapp wird."},
		{"Urgent help for a deal is there when it is needed.", "Dringende Hilfe für einen Abschluss ist da, wenn sie gebraucht wird."},
		{"Each side tells the other of its plans early enough to act on them.", "Jede Seite erzählt der anderen so früh von ihren Plänen, dass sie darauf reagieren kann."},
	},
	ThemeTrust: {
		{"What the other side promises us is kept.", "Was die andere Seite uns zusagt, wird gehalten."},
		{"We can say to each other's face what goes wrong.", "Wir können einander ins Gesicht sagen, was schiefläuft."},
		{"I understand what a working day on the other side is like.", "Ich verstehe, wie ein Arbeitstag auf der anderen Seite aussieht."},
		{"When something fails, we look for the cause and not for the culprit.", "Wenn etwas misslingt, suchen wir die Ursache und nicht die Schuldigen."},
	},
}

// ShippedStatements gives the twenty statements that ship with Accord, four a
// theme, as a round would have them.
func ShippedStatements() []DiagnosticStatement {
	var list []DiagnosticStatement
	for _, theme := range DiagnosticThemes() {
		for i, text := range shippedStatements[theme] {
			list = append(list, DiagnosticStatement{
				Position: len(list) + 1, Name: theme + "_" + strconv.Itoa(i+1), Theme: theme, TextEn: text.en, TextDe: text.de,
			})
		}
	}
	return list
}

// StatementWords are other words for one statement, in both languages.
type StatementWords struct{ Name, En, De string }

// Reworded gives the statements with other words; a key that no statement has is
// a field error.
func Reworded(statements []DiagnosticStatement, words []StatementWords) ([]DiagnosticStatement, error) {
	var v Validation
	list := slices.Clone(statements)
	for _, w := range words {
		i := slices.IndexFunc(list, func(s DiagnosticStatement) bool { return s.Name == w.Name })
		if i < 0 {
			v.Check(false, "statements", "There is no such statement.")
			continue
		}
		list[i].TextEn, list[i].TextDe = w.En, w.De
	}
	v.Add("", CheckStatements(list))
	return list, v.Err()
}
