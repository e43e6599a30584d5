package pages

import (
	"strings"
	"testing"

	"accord/internal/accord"
)

func TestHorizons_card(t *testing.T) {
	for locale, want := range map[string]struct{ gap, promised string }{
		"en": {"Nothing here helps today's sales. What would show within two weeks?", "Sales: 2 now and 1 not said"},
		"de": {"Nichts davon hilft dem heutigen Verkauf. Was würde in zwei Wochen wirken?", "Vertrieb: 2 jetzt und 1 nicht gesagt"},
	} {
		b := testBase(locale)
		mix := accord.HorizonMix([]accord.HorizonOf{{Side: accord.Sales, Horizon: accord.HorizonYear}, {Side: accord.Marketing, Horizon: accord.HorizonBeyond}})
		alone := b.horizons(mix, accord.HorizonBalance{}, accord.SpanQuarter)
		if alone.Answer != want.gap || len(alone.Promised) != 0 {
			t.Errorf("%s: a list of far things says %q, %v; want %q", locale, alone.Answer, alone.Promised, want.gap)
		}
		promised := accord.HorizonBalance{Sales: accord.HorizonCounts{Now: 2, Unsaid: 1}}
		card := b.horizons(mix, promised, accord.SpanQuarter)
		if card.Answer == want.gap || len(card.Promised) != 1 || card.Promised[0].Text != want.promised {
			t.Errorf("%s: with promises for today %q, %v; want %q and no gap", locale, card.Answer, card.Promised, want.promised)
		}
		if strings.Contains(card.Answer, "horizon.") {
			t.Errorf("%s: %q lacks a text", locale, card.Answer)
		}
		if marks := b.promisedMarks(accord.HorizonBalance{Sales: accord.HorizonCounts{Unsaid: 4}}); marks != nil {
			t.Errorf("%s: promises nobody said the horizon of = %v, want nothing", locale, marks)
		}
		if b.horizons(accord.HorizonBalance{}, promised, accord.SpanMonth) != nil {
			t.Error("an empty list has a card")
		}
	}
}
