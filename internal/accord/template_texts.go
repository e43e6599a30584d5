package accord

// strategicTeam is the monthly meeting of chosen people of both sides that
// finds and carries what lets the company grow.
func strategicTeam() templateSource {
	return templateSource{
		key:     TemplateStrategicTeam,
		title:   inBoth{"Strategic team", "Strategieteam"},
		purpose: inBoth{"Chosen people from both sides find the work that lets the company grow, and answer to each other for it.", "Ausgewählte Leute beider Seiten finden die Arbeit, die das Unternehmen wachsen lässt, und stehen einander dafür ein."},
		rrule:   "FREQ=MONTHLY;BYDAY=2TU", start: "10:00", minutes: 60,
		agenda: []sourceItem{
			{KindInform, Neutral, 10, inBoth{"What did we promise, and what did we hear last time?", "Was haben wir zugesagt, und was haben wir letztes Mal gehört?"}, inBoth{"Every meeting begins with the promises of the one before and the goal we share.", "Jede Besprechung beginnt mit den Zusagen der vorigen und dem gemeinsamen Ziel."}},
			{KindInform, Sales, 10, inBoth{"What are customers telling us right now?", "Was sagen uns die Kunden gerade?"}, inBoth{"Sales hears the market first; Marketing needs it unfiltered.", "Der Vertrieb hört den Markt zuerst; das Marketing braucht es ungefiltert."}},
			{KindInform, Marketing, 10, inBoth{"What are we building, and whom will it help?", "Woran bauen wir, und wem hilft es?"}, inBoth{"Sales can only use what it knows is coming.", "Der Vertrieb kann nur nutzen, wovon er weiß."}},
			{KindDecide, Neutral, 15, inBoth{"Which project helps the company grow most, and what do we drop for it?", "Welches Projekt lässt das Unternehmen am meisten wachsen, und was lassen wir dafür?"}, inBoth{"A team that chooses nothing changes nothing.", "Ein Team, das nichts auswählt, ändert nichts."}},
			{KindSolve, Neutral, 10, inBoth{"What stands in the way between our two sides?", "Was steht zwischen unseren beiden Seiten im Weg?"}, inBoth{"Small frictions are cheap while they are young.", "Kleine Reibungen sind billig, solange sie jung sind."}},
			{KindPlan, Neutral, 5, inBoth{"Who does what, by when?", "Wer tut was, bis wann?"}, inBoth{"Read the promises back before anybody leaves.", "Die Zusagen vorlesen, bevor jemand geht."}},
		},
	}
}

// representativeCall is the weekly call of one person of each side.
func representativeCall() templateSource {
	return templateSource{
		key:     TemplateRepresentativeCall,
		title:   inBoth{"Representative call", "Gespräch der Vertretungen"},
		purpose: inBoth{"One representative of each side reports what is going on: activities, problems, cares and concerns.", "Je eine Vertretung beider Seiten berichtet, was los ist: Aktivitäten, Probleme, Anliegen und Sorgen."},
		rrule:   "FREQ=WEEKLY;BYDAY=MO", start: "09:30", minutes: 30,
		agenda: []sourceItem{
			{KindInform, Sales, 8, inBoth{"Sales: what did we do, and what went wrong?", "Vertrieb: Was haben wir getan, und was ging schief?"}, inBoth{"Activities and problems of the week, without polish.", "Aktivitäten und Probleme der Woche, ungeschönt."}},
			{KindInform, Marketing, 8, inBoth{"Marketing: what did we do, and what went wrong?", "Marketing: Was haben wir getan, und was ging schief?"}, inBoth{"Activities and problems of the week, without polish.", "Aktivitäten und Probleme der Woche, ungeschönt."}},
			{KindSolve, Neutral, 9, inBoth{"What do we care or worry about that the other side can change?", "Welches Anliegen oder welche Sorge kann die andere Seite ändern?"}, inBoth{"A concern said early is a problem spared.", "Eine früh genannte Sorge erspart ein Problem."}},
			{KindPlan, Neutral, 5, inBoth{"Who helps whom this week?", "Wer hilft diese Woche wem?"}, inBoth{"One promise from each side is enough.", "Eine Zusage von jeder Seite genügt."}},
		},
	}
}

// sitDownTemplate is two counterparts with both priority lists on the table.
func sitDownTemplate() templateSource {
	return templateSource{
		key:     "counterpart_sit_down",
		title:   inBoth{"Counterpart sit-down", "Gegenüber am Tisch"},
		purpose: inBoth{"Two counterparts lay both priority lists side by side and answer four questions honestly.", "Zwei Gegenüber legen beide Prioritätenlisten nebeneinander und beantworten ehrlich vier Fragen."},
		rrule:   "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", start: "14:00", minutes: 45,
		agenda: []sourceItem{
			{KindInform, Sales, 8, inBoth{"What comes first for Sales?", "Was steht beim Vertrieb zuoberst?"}, inBoth{"The list itself, in order, not a summary of it.", "Die Liste selbst, in ihrer Reihenfolge, keine Zusammenfassung."}},
			{KindInform, Marketing, 8, inBoth{"What comes first for Marketing?", "Was steht beim Marketing zuoberst?"}, inBoth{"The list itself, in order, not a summary of it.", "Die Liste selbst, in ihrer Reihenfolge, keine Zusammenfassung."}},
			{KindDecide, Neutral, 7, inBoth{"Are we on the same page?", "Ziehen wir am selben Strang?"}, inBoth{"Name what stands on one list only.", "Benennen, was nur auf einer Liste steht."}},
			{KindSolve, Marketing, 7, inBoth{"Does Marketing bring the leads and the support Sales needs?", "Bringt das Marketing die Kontakte und die Unterstützung, die der Vertrieb braucht?"}, inBoth{"Sales judges, with examples.", "Der Vertrieb urteilt, mit Beispielen."}},
			{KindSolve, Sales, 7, inBoth{"Does Sales bring the feedback and the knowledge Marketing needs?", "Bringt der Vertrieb die Rückmeldungen und das Wissen, die das Marketing braucht?"}, inBoth{"Marketing judges, with examples.", "Das Marketing urteilt, mit Beispielen."}},
			{KindPlan, Neutral, 8, inBoth{"Which plan of ours is bringing revenue, and what is its next step?", "Welcher gemeinsame Plan bringt Umsatz, und was ist sein nächster Schritt?"}, inBoth{"Plans that nobody carries out are wishes.", "Pläne, die niemand ausführt, sind Wünsche."}},
		},
	}
}

// exchangeVisit is a seat in the other side's weekly staff meeting.
func exchangeVisit() templateSource {
	return templateSource{
		key:     TemplateExchangeVisit,
		title:   inBoth{"Exchange visit", "Besuch bei der anderen Seite"},
		purpose: inBoth{"One person of the other side has a seat in the weekly staff meeting, listens, and takes home what their own side should know.", "Eine Person der anderen Seite sitzt in der wöchentlichen Teamrunde, hört zu und nimmt mit, was die eigene Seite wissen sollte."},
		rrule:   "FREQ=WEEKLY;BYDAY=WE", start: "11:00", minutes: 30,
		agenda: []sourceItem{
			{KindInform, Neutral, 12, inBoth{"What is the hosting side working on?", "Woran arbeitet die gastgebende Seite?"}, inBoth{"The guest sees the work as it is, not as it is reported.", "Der Gast sieht die Arbeit, wie sie ist, nicht wie sie berichtet wird."}},
			{KindInform, Sales, 5, inBoth{"What should Sales know or tell?", "Was sollte der Vertrieb wissen oder sagen?"}, inBoth{"As guest or as host: one thing heard in the field.", "Als Gast oder Gastgeber: eine Beobachtung von draußen."}},
			{KindInform, Marketing, 5, inBoth{"What should Marketing know or tell?", "Was sollte das Marketing wissen oder sagen?"}, inBoth{"As guest or as host: one thing that is coming.", "Als Gast oder Gastgeber: eine Sache, die kommt."}},
			{KindPlan, Neutral, 8, inBoth{"What does the guest take home, and who is told?", "Was nimmt der Gast mit, und wem wird es erzählt?"}, inBoth{"A visit counts when the other side hears of it.", "Ein Besuch zählt, wenn die andere Seite davon hört."}},
		},
	}
}

// alignmentReview is the quarterly look at how the sides work together.
func alignmentReview() templateSource {
	return templateSource{
		key:     "alignment_review",
		title:   inBoth{"Alignment review", "Blick auf die Zusammenarbeit"},
		purpose: inBoth{"Once a quarter both sides look at how they work together: promises kept, horizons, who decides what.", "Einmal im Quartal sehen beide Seiten an, wie sie zusammenarbeiten: gehaltene Zusagen, Horizonte, wer was entscheidet."},
		rrule:   "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TH", start: "13:00", minutes: 90,
		agenda: []sourceItem{
			{KindInform, Neutral, 15, inBoth{"How well did we keep our promises this quarter?", "Wie gut haben wir unsere Zusagen dieses Quartal gehalten?"}, inBoth{"The joint figure first, then each side's.", "Zuerst die gemeinsame Zahl, dann die der Seiten."}},
			{KindSolve, Sales, 15, inBoth{"Sales: where does the long view cost us today's business?", "Vertrieb: Wo kostet uns der lange Blick das heutige Geschäft?"}, inBoth{"Today's quota and next year's brand pull in different directions; say where.", "Die Quote von heute und die Marke von morgen ziehen in verschiedene Richtungen; sagen, wo."}},
			{KindSolve, Marketing, 15, inBoth{"Marketing: where does today's quota cost us tomorrow's customers?", "Marketing: Wo kostet uns die heutige Quote die Kunden von morgen?"}, inBoth{"The same tension, seen from the other end.", "Dieselbe Spannung, vom anderen Ende her."}},
			{KindDecide, Neutral, 20, inBoth{"Who decides what, and does it still fit?", "Wer entscheidet was, und passt es noch?"}, inBoth{"Most quarrels are about a decision nobody owns.", "Die meisten Streitfälle drehen sich um eine Entscheidung, die niemandem gehört."}},
			{KindDecide, Neutral, 15, inBoth{"Which shared goal do we take into the next quarter?", "Welches gemeinsame Ziel nehmen wir ins nächste Quartal?"}, inBoth{"One goal with a measure, a target and a day.", "Ein Ziel mit Maß, Zielwert und Tag."}},
			{KindPlan, Neutral, 10, inBoth{"What does each side promise the other?", "Was sagt jede Seite der anderen zu?"}, inBoth{"One promise a side, with an owner and a day.", "Eine Zusage je Seite, mit Namen und Tag."}},
		},
	}
}
