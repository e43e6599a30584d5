package accord

import "strings"

// CharterTemplate is the charter that ships, in the reader's language and with
// the workspace's names of the sides. It holds until somebody changes it.
func CharterTemplate(locale string, w Workspace, today Date) Charter {
	side := map[Side]inBoth{Sales: {"Sales", "Vertrieb"}, Marketing: {"Marketing", "Marketing"}}
	name := func(s Side, own string) string {
		if own != "" {
			return own
		}
		return side[s].in(locale)
	}
	names := strings.NewReplacer("{S}", name(Sales, w.SalesName), "{M}", name(Marketing, w.MarketingName))
	in := func(t inBoth) string { return names.Replace(t.in(locale)) }
	var c Charter
	for _, d := range charterDomains() {
		c.Domains = append(c.Domains, CharterDomain{ID: d.id, Name: in(d.name), Decides: d.decides, Supplies: d.supplies, Note: in(d.note)})
	}
	for _, d := range charterDefinitions() {
		c.Definitions = append(c.Definitions, CharterDefinition{ID: d.id, Term: in(d.term), Text: in(d.text), ReviewOn: today.AddDays(CharterReviewAfter)})
	}
	for _, q := range charterQuestions() {
		c.Rules = append(c.Rules, CharterRule{ID: q.id, Question: in(q.question)})
	}
	c.Pledge = in(charterPledge())
	return c
}

// charterDomain is a domain that ships; "{S}" and "{M}" are the sides' names.
type charterDomain struct {
	id                string
	decides, supplies Side
	name, note        inBoth
}

func charterDomains() []charterDomain {
	return []charterDomain{
		{
			"lead_quality", Sales, "",
			inBoth{"Lead quality", "Lead-Qualität"},
			inBoth{"{M} serves the leads, {S} judges them: accepted, or sent back with a reason.", "{M} liefert die Leads, {S} urteilt: angenommen, oder mit Grund zurückgegeben."},
		},
		{
			"copy_and_plans", Marketing, "",
			inBoth{"Copy and plans", "Texte und Pläne"},
			inBoth{"{S} says what customers ask for; {M} chooses words, pictures, channels and dates.", "{S} sagt, wonach Kunden fragen; {M} wählt Worte, Bilder, Kanäle und Termine."},
		},
		{
			"market_intelligence", Marketing, Sales,
			inBoth{"Market intelligence", "Marktwissen"},
			inBoth{"What customers and competitors say goes over as it was heard, and comes back with what was made of it.", "Was Kunden und Wettbewerb sagen, geht so weiter, wie es gehört wurde, und kommt zurück mit dem, was daraus wurde."},
		},
		{
			"definitions", Neutral, "",
			inBoth{"Definitions", "Begriffe"},
			inBoth{"What a word means is agreed by both leads; one alone changes nothing.", "Was ein Wort bedeutet, vereinbaren beide Leitungen; eine allein ändert nichts."},
		},
	}
}

// charterDefinition is a definition that ships.
type charterDefinition struct {
	id         string
	term, text inBoth
}

func charterDefinitions() []charterDefinition {
	return []charterDefinition{
		{
			"qualified_lead",
			inBoth{"Qualified lead", "Qualifizierter Lead"},
			inBoth{
				"A person at a company we want as a customer, with a need we can meet, who asked to hear from us and can be reached. Anything less is a contact.",
				"Eine Person in einem Unternehmen, das wir als Kunden wollen, mit einem Bedarf, den wir decken können, die von uns hören möchte und erreichbar ist. Alles darunter ist ein Kontakt.",
			},
		},
		{
			"hand_over",
			inBoth{"Hand-over", "Übergabe"},
			inBoth{
				"A lead is handed over once {S} can see name, way to reach the person and what they asked for. From then on {S} answers for it and calls within one working day.",
				"Ein Lead ist übergeben, sobald {S} Name, Erreichbarkeit und Anliegen sieht. Ab dann ist {S} zuständig und ruft innerhalb eines Arbeitstags an.",
			},
		},
		{
			"new_customer",
			inBoth{"New customer", "Neukunde"},
			inBoth{
				"A company that signed for the first time, or again after two years. It counts on the day of the signature, once, for both sides.",
				"Ein Unternehmen, das zum ersten Mal unterschrieben hat, oder nach zwei Jahren wieder. Es zählt am Tag der Unterschrift, einmal, für beide Seiten.",
			},
		},
	}
}

// charterQuestion is a question of whose ground is whose.
type charterQuestion struct {
	id       string
	question inBoth
}

func charterQuestions() []charterQuestion {
	return []charterQuestion{
		{"customer_contact", inBoth{"Who may speak with a customer, and who hears of it before and after?", "Wer darf mit einem Kunden sprechen, und wer erfährt vorher und nachher davon?"}},
		{"cold_lead", inBoth{"Nobody has called a lead in time: who takes it back, and who is told?", "Ein Lead wurde nicht rechtzeitig angerufen: Wer nimmt ihn zurück, und wer erfährt es?"}},
		{"own_material", inBoth{"What may {S} change in a text or a slide for one customer, and what stays as it is?", "Was darf {S} an einem Text oder einer Folie für einen Kunden ändern, und was bleibt, wie es ist?"}},
		{"promises_outside", inBoth{"Who promises prices, dates and features to the outside, and whom do they ask first?", "Wer sagt nach außen Preise, Termine und Funktionen zu, und wen fragt diese Person vorher?"}},
		{"same_money", inBoth{"This quarter's quota and next year's brand want the same money: how do we choose?", "Die Quote dieses Quartals und die Marke des nächsten Jahres wollen dasselbe Geld: Wie wählen wir?"}},
		{"disagreement", inBoth{"When we disagree, whom do we tell first, and what is never said in front of others?", "Wenn wir uneins sind: Wem sagen wir es zuerst, und was sagen wir nie vor anderen?"}},
	}
}

func charterPledge() inBoth {
	return inBoth{
		`We lead {S} and {M} of one company and share its goal.

We come to our meetings, and come prepared. What we promise each other we keep, or say early that we cannot. We judge the other side's work by what was agreed. What stands between us we say to each other first.

Each of us spends time in the other's work, so that we know what we ask for.`,
		`Wir leiten {S} und {M} eines Unternehmens und haben ein gemeinsames Ziel.

Wir kommen zu unseren Besprechungen, und zwar vorbereitet. Was wir einander zusagen, halten wir, oder sagen früh, dass es nicht geht. Die Arbeit der anderen Seite messen wir an dem, was vereinbart war. Was zwischen uns steht, sagen wir zuerst einander.

Beide verbringen wir Zeit in der Arbeit der anderen Seite, damit wir wissen, was wir verlangen.`,
	}
}
