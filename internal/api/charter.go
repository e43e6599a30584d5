package api

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

func registerCharter(a *API) {
	register(a, app.ActSeeCharter, op("GET", "/charter", "Get the charter"), a.charter)
	register(a, app.ActChangeCharter, mustMatch(op("PUT", "/charter", "Make the next version of the charter")), a.putCharter)
	register(a, app.ActChangeCharter, op("POST", "/charter/definitions/{id}/agree", "Agree to a definition for one's side"), a.agreeDefinition)
	register(a, app.ActChangeCharter, op("POST", "/charter/pledge/sign", "Sign the pledge for one's side"), a.signPledge)
	register(a, app.ActChangeCharter, op("POST", "/charter/definitions/{id}/disagree", "Take one's side's agreement back, or keep what was to be removed"), a.disagreeDefinition)
	register(a, app.ActChangeCharter, op("POST", "/charter/pledge/unsign", "Take one's side's signature back, or keep the pledge"), a.unsignPledge)
	register(a, app.ActChangeCharter, op("POST", "/charter/versions/{number}/restore", "Make an earlier version's words the next one"), a.restoreCharter)
	register(a, app.ActSeeCharter, op("GET", "/charter/versions", "List the versions of the charter"), a.charterVersions)
	register(a, app.ActSeeCharter, op("GET", "/charter/versions/{number}", "Get a version of the charter"), a.charterVersion)
}

// CharterWords are the words of a charter; sent back as they were read, nothing
// changes. It is exported to be embedded: the schema takes no fields of others.
type CharterWords struct {
	Domains     []charterDomain     `json:"domains" doc:"Who decides what"`
	Definitions []charterDefinition `json:"definitions"`
	GroundRules []charterRule       `json:"ground_rules"`
	Pledge      string              `json:"pledge"`

	PledgeRemove bool `json:"pledge_remove,omitempty" doc:"The pledge goes once both sides agree to that"`
}

type charterDomain struct {
	ID       string `json:"id,omitempty" doc:"Of an entry the charter has; none makes a new one"`
	Name     string `json:"name"`
	Decides  string `json:"decides" enum:"sales,marketing,neutral" doc:"neutral is both sides together"`
	Supplies string `json:"supplies,omitempty" enum:",sales,marketing" doc:"The other side, where it supplies what the deciding one uses"`
	Note     string `json:"note,omitempty"`
}

type charterDefinition struct {
	ID       string      `json:"id,omitempty"`
	Term     string      `json:"term"`
	Text     string      `json:"text"`
	ReviewOn accord.Date `json:"review_on" doc:"When both leads look at it again"`
	Remove   bool        `json:"remove,omitempty" doc:"It goes once both sides agree to that; left out of a PUT, what the other side agreed to becomes so"`
}

type charterRule struct {
	ID       string `json:"id,omitempty"`
	Question string `json:"question"`
	Answer   string `json:"answer,omitempty"`
}

func charterWords(c accord.Charter) CharterWords {
	w := CharterWords{Domains: []charterDomain{}, Definitions: []charterDefinition{}, GroundRules: []charterRule{}, Pledge: c.Pledge, PledgeRemove: c.PledgeRemove}
	for _, d := range c.Domains {
		w.Domains = append(w.Domains, charterDomain{ID: d.ID, Name: d.Name, Decides: string(d.Decides), Supplies: string(d.Supplies), Note: d.Note})
	}
	for _, d := range c.Definitions {
		w.Definitions = append(w.Definitions, charterDefinition(d))
	}
	for _, r := range c.Rules {
		w.GroundRules = append(w.GroundRules, charterRule(r))
	}
	return w
}

// words are what somebody sent, as the use case takes it.
func (w CharterWords) words() accord.Charter {
	c := accord.Charter{Pledge: w.Pledge, PledgeRemove: w.PledgeRemove}
	for _, d := range w.Domains {
		c.Domains = append(c.Domains, accord.CharterDomain{ID: d.ID, Name: d.Name, Decides: accord.Side(d.Decides), Supplies: accord.Side(d.Supplies), Note: d.Note})
	}
	for _, d := range w.Definitions {
		c.Definitions = append(c.Definitions, accord.CharterDefinition(d))
	}
	for _, r := range w.GroundRules {
		c.Rules = append(c.Rules, accord.CharterRule(r))
	}
	return c
}

// charterAgreement is a side's yes to a definition, or its signature.
type charterAgreement struct {
	EntryID  string    `json:"entry_id" doc:"Of a definition, or pledge"`
	Side     string    `json:"side"`
	PersonID string    `json:"person_id"`
	Name     string    `json:"name"`
	At       time.Time `json:"at"`
	Version  int       `json:"version" doc:"Whose words were agreed to"`
}

// charterBody is the charter as it stands.
type charterBody struct {
	CharterWords
	Version    int                `json:"version" doc:"0 while nobody has changed what ships"`
	ChangedAt  *time.Time         `json:"changed_at"`
	ChangedBy  accord.NullID      `json:"changed_by"`
	Agreements []charterAgreement `json:"agreements" doc:"Those that hold: a change of the words withdraws them"`
	ReviewsDue []string           `json:"reviews_due" doc:"Definitions to be looked at again by now"`
	AgreesFor  string             `json:"agrees_for" doc:"The side you agree for; empty for none"`
}

func (a *API) charterOf(actor accord.Actor, c accord.CharterDetail) charterBody {
	b := charterBody{
		CharterWords: charterWords(c.Charter), Version: c.Version, ChangedAt: c.ChangedAt, ChangedBy: c.ChangedBy,
		Agreements: []charterAgreement{}, ReviewsDue: []string{}, AgreesFor: string(c.Leads),
	}
	for _, g := range c.Agreed {
		b.Agreements = append(b.Agreements, charterAgreement{
			EntryID: g.EntryID, Side: string(g.Side), PersonID: g.PersonID, Name: g.Name, At: g.AgreedAt, Version: g.Version,
		})
	}
	for _, d := range c.ReviewsDue(actor.Today(a.app.Now())) {
		b.ReviewsDue = append(b.ReviewsDue, d.ID)
	}
	return b
}

func (a *API) charterResult(actor accord.Actor, c accord.CharterDetail, err error) (*one[charterBody], error) {
	show := func(c accord.CharterDetail) charterBody { return a.charterOf(actor, c) }
	if err != nil {
		return nil, restated(err, show)
	}
	return answer(show(c), c.Version), nil
}

func (a *API) charter(ctx context.Context, actor accord.Actor, _ *struct{}) (*one[charterBody], error) {
	c, err := a.app.Charter(ctx, actor)
	return a.charterResult(actor, c, err)
}

func (a *API) putCharter(ctx context.Context, actor accord.Actor, in *struct{ Body CharterWords }) (*one[charterBody], error) {
	c, err := a.app.ChangeCharter(ctx, actor, match(ctx), in.Body.words())
	return a.charterResult(actor, c, err)
}

func (a *API) agreeDefinition(ctx context.Context, actor accord.Actor, in *ByID) (*one[charterBody], error) {
	if in.ID == accord.CharterPledge {
		return nil, accord.NotFound("definition")
	}
	c, err := a.app.AgreeCharter(ctx, actor, match(ctx), in.ID)
	return a.charterResult(actor, c, err)
}

func (a *API) signPledge(ctx context.Context, actor accord.Actor, _ *struct{}) (*one[charterBody], error) {
	c, err := a.app.AgreeCharter(ctx, actor, match(ctx), accord.CharterPledge)
	return a.charterResult(actor, c, err)
}

func (a *API) disagreeDefinition(ctx context.Context, actor accord.Actor, in *ByID) (*one[charterBody], error) {
	if in.ID == accord.CharterPledge {
		return nil, accord.NotFound("definition")
	}
	c, err := a.app.DisagreeCharter(ctx, actor, match(ctx), in.ID)
	return a.charterResult(actor, c, err)
}

func (a *API) unsignPledge(ctx context.Context, actor accord.Actor, _ *struct{}) (*one[charterBody], error) {
	c, err := a.app.DisagreeCharter(ctx, actor, match(ctx), accord.CharterPledge)
	return a.charterResult(actor, c, err)
}

func (a *API) restoreCharter(ctx context.Context, actor accord.Actor, in *struct {
	Number int `path:"number" minimum:"1"`
},
) (*one[charterBody], error) {
	c, err := a.app.RestoreCharter(ctx, actor, match(ctx), in.Number)
	return a.charterResult(actor, c, err)
}

// CharterStep is a version with what it changed. It is exported to be embedded.
type CharterStep struct {
	Number    int                    `json:"number"`
	CreatedBy string                 `json:"created_by"`
	CreatedAt time.Time              `json:"created_at"`
	Name      string                 `json:"name" doc:"Of whoever made it"`
	Changes   []accord.CharterChange `json:"changes" doc:"Against the version before, word by word"`
}

// charterStepBody is one version, whole.
type charterStepBody struct {
	CharterWords
	CharterStep
}

func (a *API) charterVersions(ctx context.Context, actor accord.Actor, in *struct{ Paged }) (*items[CharterStep], error) {
	p, err := in.page()
	if err != nil {
		return nil, err
	}
	steps, next, err := a.app.CharterVersions(ctx, actor, p)
	list := make([]CharterStep, len(steps))
	for n, s := range steps {
		list[n] = charterStepOf(s)
	}
	return listed(list, next), err
}

func charterStepOf(s app.CharterStep) CharterStep {
	return CharterStep{Number: s.Number, CreatedBy: s.CreatedBy, CreatedAt: s.CreatedAt, Name: s.Name, Changes: s.Changes}
}

func (a *API) charterVersion(ctx context.Context, actor accord.Actor, in *struct {
	Number int `path:"number" minimum:"1"`
},
) (*one[charterStepBody], error) {
	s, err := a.app.CharterVersion(ctx, actor, in.Number)
	return answer(charterStepBody{charterWords(s.Charter), charterStepOf(s)}, s.Number), err
}
