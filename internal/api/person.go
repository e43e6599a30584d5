package api

import (
	"context"

	"accord/internal/accord"
	"accord/internal/app"
)

// me is who the token belongs to.
type me struct {
	ID       string      `json:"id"`
	Name     string      `json:"name"`
	Email    string      `json:"email"`
	Side     accord.Side `json:"side"`
	Role     accord.Role `json:"role"`
	TimeZone string      `json:"time_zone"`
	Locale   string      `json:"locale"`
}

// personBody is a person as the API shows them.
type personBody struct {
	accord.Person
	Active bool `json:"active"`
}

func personOf(p accord.Person) personBody { return personBody{Person: p, Active: p.Active()} }

type peopleQuery struct {
	Paged
	Side   string `query:"side" enum:"sales,marketing,neutral" doc:"Only people of this side"`
	Active string `query:"active" enum:"true,false" doc:"Only who is here, or who left"`
}

type addPerson struct {
	Body struct {
		Name     string      `json:"name" maxLength:"120"`
		Email    string      `json:"email,omitempty" maxLength:"254" doc:"Without one they are only a name"`
		Side     accord.Side `json:"side" enum:"sales,marketing,neutral"`
		Role     accord.Role `json:"role,omitempty" enum:"admin,member,observer" doc:"member where it is missing"`
		Title    string      `json:"title,omitempty" maxLength:"120"`
		TimeZone string      `json:"time_zone,omitempty" maxLength:"64" doc:"The workspace's where it is missing"`
		Locale   string      `json:"locale,omitempty" enum:"en,en-US,de"`
	}
}

type changePerson struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Name     Opt[string]      `json:"name,omitzero"`
		Email    Opt[string]      `json:"email,omitzero"`
		Side     Opt[accord.Side] `json:"side,omitzero"`
		Role     Opt[accord.Role] `json:"role,omitzero"`
		Title    Opt[string]      `json:"title,omitzero"`
		TimeZone Opt[string]      `json:"time_zone,omitzero"`
		Locale   Opt[string]      `json:"locale,omitzero"`
		Active   Opt[bool]        `json:"active,omitzero" doc:"false lets them leave: what they have open stands without owner"`
	}
}

func registerPeople(a *API) {
	register(a, app.ActSeeSelf, op("GET", "/me", "Who am I"), a.me)
	register(a, app.ActSeePeople, op("GET", "/people", "List people"), a.people)
	register(a, app.ActChangePeople, created(op("POST", "/people", "Add a person")), a.addPerson)
	register(a, app.ActSeePeople, op("GET", "/people/{id}", "Get a person"), a.person)
	register(a, app.ActChangePeople, op("PATCH", "/people/{id}", "Change a person"), a.changePerson)
}

func (a *API) me(ctx context.Context, actor accord.Actor, _ *struct{}) (*one[me], error) {
	p, err := a.app.Me(ctx, actor)
	body := me{ID: p.ID, Name: p.Name, Email: p.Email, Side: p.Side, Role: p.Role, TimeZone: p.TimeZone, Locale: p.Locale}
	return answer(body, p.Version), err
}

func (a *API) people(ctx context.Context, actor accord.Actor, in *peopleQuery) (*items[personBody], error) {
	page, err := in.page()
	if err != nil {
		return nil, err
	}
	list, err := a.app.People(ctx, actor)
	var found []personBody
	for _, p := range list {
		if (in.Side == "" || string(p.Side) == in.Side) && (in.Active == "" || p.Active() == (in.Active == "true")) {
			found = append(found, personOf(p))
		}
	}
	return listedFrom(found, page, func(p personBody) string { return p.ID }), err
}

func (a *API) addPerson(ctx context.Context, actor accord.Actor, in *addPerson) (*one[personBody], error) {
	b := in.Body
	if b.Role == "" {
		b.Role = accord.RoleMember
	}
	p, _, err := a.app.AddPerson(ctx, actor, app.NewPerson{
		Name: b.Name, Email: b.Email, Side: b.Side, Role: b.Role, Title: b.Title, TimeZone: b.TimeZone, Locale: b.Locale,
	}, true)
	return answer(personOf(p), p.Version), err
}

func (a *API) person(ctx context.Context, actor accord.Actor, in *ByID) (*one[personBody], error) {
	p, err := a.app.Person(ctx, actor, in.ID)
	return answer(personOf(p), p.Version), err
}

func (a *API) changePerson(ctx context.Context, actor accord.Actor, in *changePerson) (*one[personBody], error) {
	b := in.Body
	p, err := a.app.ChangePerson(ctx, actor, in.ID, match(ctx), app.PersonPatch{
		Name: b.Name.Opt, Email: b.Email.Opt, Side: b.Side.Opt, Role: b.Role.Opt, Title: b.Title.Opt,
		TimeZone: b.TimeZone.Opt, Locale: b.Locale.Opt, Active: b.Active.Opt,
	})
	return answer(personOf(p), p.Version), restated(err, personOf)
}
