package app

import (
	"context"

	"accord/internal/accord"
	"accord/internal/store"
)

// place asks the charter whether what is recorded under the decision's domain
// is a decision, or input for the side that decides there, and says so on it.
func (t *meetingTx) place(ctx context.Context, d *accord.Decision, as accord.RecordedAs, deciders []string) error {
	var sides []accord.Side
	if t.by.Side == accord.Neutral && len(deciders) > 0 {
		people, err := t.tx.People(ctx)
		if err != nil {
			return err
		}
		for _, p := range people {
			for _, id := range deciders {
				if p.ID == id {
					sides = append(sides, p.Side)
				}
			}
		}
	}
	c, err := t.app.charterNaming(ctx, t.tx, t.by, d.Domain)
	if err != nil {
		return err
	}
	if d.InputFor, err = c.Place(d.Domain, as, t.by.Side, sides); err != nil {
		return err
	}
	if d.InputFor != "" && d.SupersedesID != "" {
		return accord.BadField("supersedes", "Input replaces no decision.")
	}
	return nil
}

// charterNaming is the charter whose domains a name is looked up in. What ships
// is known by its names in every language.
func (a *App) charterNaming(ctx context.Context, s *store.Store, actor accord.Actor, name string) (accord.Charter, error) {
	if name == "" {
		return accord.Charter{}, nil
	}
	c, err := a.charter(ctx, s, actor, a.now())
	if err != nil || c.Version > 0 {
		return c.Charter, err
	}
	w, err := s.Workspace(ctx)
	for _, locale := range accord.Locales() {
		for _, d := range accord.CharterTemplate(locale, w, "").Domains {
			if _, known := c.DomainNamed(d.Name); !known {
				c.Domains = append(c.Domains, d)
			}
		}
	}
	return c.Charter, err
}

// placeAgain is [meetingTx.place] for a change: what was input stays so while
// its domain does and nobody says otherwise.
func (t *meetingTx) placeAgain(ctx context.Context, d *accord.Decision, domain string, p DecisionPatch) error {
	as := p.As
	if as == accord.AsUnsaid && d.InputFor != "" && d.Domain == domain {
		as = accord.AsInput
	}
	deciders := p.DecidedBy.Value
	if !p.DecidedBy.Set {
		detail, err := t.app.oneDecision(ctx, t.tx, t.by, d.ID)
		if err != nil {
			return err
		}
		deciders = detail.DecidedBy
	}
	return t.place(ctx, d, as, deciders)
}

// CharterDomains lists who decides what, for the domains of decisions; nothing
// to who does not read the charter.
func (a *App) CharterDomains(ctx context.Context, actor accord.Actor) ([]accord.CharterDomain, error) {
	c, err := a.Charter(ctx, actor)
	if accord.CodeOf(err) == accord.CodeDenied {
		return nil, nil
	}
	return c.Domains, err
}
