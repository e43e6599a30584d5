package app

import (
	"slices"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
)

// bothAgree gives a charter whose entries both leads agreed to.
func bothAgree(t *testing.T) *meetingFixture {
	f := charterFixture(t)
	for _, who := range []string{"ana", "mia"} {
		for _, d := range f.charter(who).Definitions {
			_, err := f.app.AgreeCharter(f.Context(), itemActor(who), accord.Match{}, d.ID)
			f.must(err)
		}
		_, err := f.app.AgreeCharter(f.Context(), itemActor(who), accord.Match{}, accord.CharterPledge)
		f.must(err)
	}
	return f
}

// One lead alone takes nothing out that the other agreed to.
func TestCharter_removal_waits_for_the_other_side(t *testing.T) {
	f := bothAgree(t)
	ctx := f.Context()
	const lead, hand = "qualified_lead", "hand_over"
	empty := f.charter("ana").Charter
	empty.Definitions, empty.Pledge = nil, ""
	c, err := f.app.ChangeCharter(ctx, itemActor("ana"), accord.Match{}, empty)
	f.must(err)
	if len(c.Definitions) != 3 || !c.Leaving(lead) || !c.PledgeRemove || c.Pledge == "" || agreed(c, lead) != "ana" || agreed(c, accord.CharterPledge) != "ana" {
		t.Fatalf("after one lead emptied it: %d definitions, pledge %q; agreed by %q, want all kept and Marketing asked", len(c.Definitions), c.Pledge, agreed(c, lead))
	}
	if s := f.charter("ana").State("2027-01-05"); s.PledgeGoes {
		t.Errorf("state for who asked for it = %+v, want nothing about the pledge", s)
	}
	if s := f.charter("mia").State("2027-01-05"); s.Definitions != 3 || len(s.Asked) != 3 || len(s.Signed) != 0 || !s.PledgeGoes {
		t.Errorf("Marketing is asked for %d of %d, signed %v; want all 3", len(s.Asked), s.Definitions, s.Signed)
	}
	mails, err := f.store.Deliveries(store.Within(ctx, "w"), "", "", 200)
	f.must(err)
	mails = slices.DeleteFunc(mails, func(d accord.Delivery) bool { return d.Kind != accord.MailCharterChanged })
	if len(mails) != 1 || mails[0].PersonID != "mia" {
		t.Errorf("%d mails, want one to the other lead", len(mails))
	}
	c, err = f.app.ChangeCharter(ctx, itemActor("ana"), accord.Match{}, c.Charter)
	if err != nil || c.Version != 2 {
		t.Errorf("saved again as it was read: version %d, %v, want 2", c.Version, err)
	}
	c, err = f.app.AgreeCharter(ctx, itemActor("mia"), accord.Match{}, lead)
	f.must(err)
	if _, there := c.Definition(lead); there || len(c.Definitions) != 2 {
		t.Errorf("both agreed to remove it, and it is there: %v", c.Definitions)
	}
	c, err = f.app.AgreeCharter(ctx, itemActor("mia"), accord.Match{}, accord.CharterPledge)
	f.must(err)
	if c.Pledge != "" || c.PledgeRemove {
		t.Errorf("the pledge = %q, want it gone once both agreed", c.Pledge)
	}
	c, err = f.app.DisagreeCharter(ctx, itemActor("mia"), accord.Match{}, hand)
	f.must(err)
	if c.Leaving(hand) || agreed(c, hand) != "mia" {
		t.Errorf("kept after all: leaving %v, agreed by %q; want it to stay and Sales asked", c.Leaving(hand), agreed(c, hand))
	}
	now := c.Charter
	now.Definitions = append(slices.Clone(now.Definitions), accord.CharterDefinition{Term: "Own", Text: "x", ReviewOn: "2027-06-01"})
	c, err = f.app.ChangeCharter(ctx, itemActor("ana"), accord.Match{}, now)
	f.must(err)
	c, err = f.app.ChangeCharter(ctx, itemActor("ana"), accord.Match{}, now)
	f.must(err)
	if got := len(c.Definitions); got != 3 {
		t.Errorf("%d definitions: what nobody else agreed to goes at once", got)
	}
}

func TestCharter_agreement_taken_back(t *testing.T) {
	f := bothAgree(t)
	ctx := f.Context()
	c, err := f.app.DisagreeCharter(ctx, itemActor("ana"), accord.Match{}, "hand_over")
	f.must(err)
	if agreed(c, "hand_over") != "mia" {
		t.Errorf("agreed by %q, want Marketing alone", agreed(c, "hand_over"))
	}
	_, err = f.app.DisagreeCharter(ctx, itemActor("ana"), accord.Match{}, "hand_over")
	if accord.CodeOf(err) != accord.CodeConflict {
		t.Errorf("once more = %v, want a conflict", err)
	}
	if _, err = f.app.DisagreeCharter(ctx, itemActor("adm"), accord.Match{}, "hand_over"); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("by who agrees for no side = %v, want denied", err)
	}
	events, err := f.app.Events(ctx, itemActor("ana"), 0, 1000)
	f.must(err)
	last := events[len(events)-1]
	if last.Kind != "charter.unagreed" || last.Undoes == nil {
		t.Errorf("the event = %s taking back %v, want it to name the agreement (P8)", last.Kind, last.Undoes)
	}
}

func TestCharter_restore(t *testing.T) {
	f := bothAgree(t)
	ctx := f.Context()
	first := f.charter("ana")
	changed := first.Charter
	changed.Definitions = slices.Clone(changed.Definitions)
	changed.Definitions[0].Text, changed.Pledge, changed.Rules = "Other words.", "We try.", changed.Rules[1:]
	_, err := f.app.ChangeCharter(ctx, itemActor("ana"), accord.Match{}, changed)
	f.must(err)
	c, err := f.app.RestoreCharter(ctx, itemActor("mia"), accord.Match{}, first.Version)
	f.must(err)
	if !c.Same(first.Charter) || c.Version != 3 || agreed(c, "qualified_lead") != "mia" || agreed(c, accord.CharterPledge) != "" {
		t.Errorf("restored as version %d, agreed by %q and %q; want the first words, to be agreed to again", c.Version, agreed(c, "qualified_lead"), agreed(c, accord.CharterPledge))
	}
	if _, err := f.app.RestoreCharter(ctx, itemActor("mia"), accord.Match{}, 9); accord.CodeOf(err) != accord.CodeNotFound {
		t.Errorf("a version there is not = %v", err)
	}
}
