package app

import (
	"fmt"

	"accord/internal/store"
)

// The words test data is made of.
var (
	seedFirst     = []string{"Ana", "Ben", "Carla", "David", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jan", "Kira", "Luis", "Mara", "Nils", "Olga", "Paul"}
	seedLast      = []string{"Adler", "Brandt", "Costa", "Dietz", "Engel", "Fuchs", "Gruber", "Haas", "Ivanov", "Jung", "Keller", "Lang", "Meyer"}
	seedTeams     = []string{"Enterprise", "Mid-market", "Partner", "Launch", "Region North", "Region South", "Renewals", "Field"}
	seedQuestions = []string{
		"Which leads were worth calling?", "What do customers say about the price?", "Where do demos stall?",
		"What does the campaign need from the field?", "Which story won last month?", "What do we stop doing?",
	}
	seedDecisions = []string{
		"A lead counts as qualified when budget and date are known.", "Case studies come first, brochures last.",
		"Follow up within one working day.", "The webinar series goes on for another quarter.",
	}
	seedVerbs   = []string{"Draft", "Send", "Review", "Collect", "Agree on", "Measure", "Update", "Translate", "Present", "Rehearse"}
	seedThings  = []string{"the case study of the spring deal", "the list of stalled demos", "the price sheet", "feedback on the landing page", "the partner kit", "ten customer quotes", "the trade fair plan", "the lead report", "the onboarding mail", "the battle card"}
	seedReasons = []string{"The customer asked for more time.", "Legal has not answered yet.", "The plan changed.", "Two people are ill.", "It waits for the new prices."}
)

// seedName gives each person another name for as long as there are any.
func seedName(i int) string {
	name := seedFirst[i%len(seedFirst)] + " " + seedLast[(i/len(seedFirst)+i)%len(seedLast)]
	if round := i / (len(seedFirst) * len(seedLast)); round > 0 {
		name += fmt.Sprintf(" %d", round+1)
	}
	return name
}

// foldText is how texts are searched.
func foldText(s string) string { return store.Fold(s) }
