package pages

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// actionItemView is the page of one action item.
type actionItemView struct {
	Base
	app.ItemDetail
	Form         *Form  // of the verb that failed, or blank
	Open         string // the verb whose form is open
	People       []Option
	Projects     []Option
	ProjectTitle string // of the one it serves, where the reader sees it
}

func (p *Pages) actionItem(c echo.Context) error {
	view, err := p.actionItemView(c)
	if err != nil {
		return err
	}
	view.Form, view.Open = BlankForm(view.L), c.QueryParam("do")
	return p.Page(c, http.StatusOK, "action_item", view)
}

func (p *Pages) actionItemView(c echo.Context) (*actionItemView, error) {
	detail, err := p.app.ItemDetail(c.Request().Context(), Actor(c), c.Param("id"))
	if err != nil {
		return nil, err
	}
	view := &actionItemView{Base: p.Base(c, "action-items", ""), ItemDetail: detail}
	view.Base.Title = detail.Ref() + " " + detail.ActionItem.Title
	if err := p.itemProject(c, view); err != nil {
		return nil, err
	}
	if detail.May["hand-over"] {
		view.People, err = p.personOptions(c, "action_items.choose")
		view.People = slices.DeleteFunc(view.People, func(o Option) bool { return o.Value != "" && o.Value == string(detail.OwnerID) })
	}
	return view, err
}

// FormFor is the form of a verb: what was typed where it failed, or a blank one
// with the first values.
func (v *actionItemView) FormFor(verb string) *Form {
	if v.Open == verb && v.Form.Bad() {
		v.Form.Scope = verb + "-"
		return v.Form
	}
	form := BlankForm(v.L)
	form.Scope = verb + "-"
	switch verb {
	case "accept":
		form.Set("due_on", string(v.DueOn))
	case "edit":
		form.Set("title", v.ActionItem.Title)
		form.Set("details", v.Details)
		form.Set("project_id", string(v.ProjectID))
		form.Set("horizon", string(v.Horizon))
		form.Set("due_on", string(v.DueOn))
		form.Set("version", strconv.Itoa(v.ActionItem.Version))
	}
	return form
}

// Lost reports whether what failed has no place on the page any more: somebody
// was faster, and its message stands on top.
func (v *actionItemView) Lost() bool { return v.Form.Bad() && !v.May[v.Open] }

// Verb is one thing the reader may do, as the partial "item-verb" takes it.
type Verb struct {
	*actionItemView
	Name, Icon string
	Form       *Form
	Primary    bool
	Plain      bool // needs no form: a button alone
	Expanded   bool
	Fields     []Field
}

// Verbs lists what the reader may do, the likeliest first.
func (v *actionItemView) Verbs() []Verb {
	l := v.L
	reason := func(f *Form, key string) Field { return f.Area("reason", l.T(key)).Long(accord.MaxReason, 2) }
	why := func(f *Form) []Field { return []Field{reason(f, "action_items.why").Need()} }
	var verbs []Verb
	add := func(verb Verb, fields func(*Form) []Field) {
		if !v.May[verb.Name] {
			return
		}
		verb.actionItemView, verb.Form, verb.Expanded, verb.Primary = v, v.FormFor(verb.Name), v.Open == verb.Name, len(verbs) == 0
		if fields != nil {
			verb.Fields = fields(verb.Form)
		}
		verbs = append(verbs, verb)
	}
	add(Verb{Name: "accept", Icon: "check"}, func(f *Form) []Field {
		due := f.Input("date", "due_on", l.T("action_items.promise_for")).Between(string(v.Today), "").Need()
		if v.Accepted() {
			return []Field{due, reason(f, "action_items.why_other_day")}
		}
		return []Field{due.Hint(l.T("action_items.promise_hint"))}
	})
	add(Verb{Name: "done", Icon: "check", Plain: true}, nil)
	add(Verb{Name: "confirm", Icon: "check-check", Plain: true}, nil)
	if !v.AwaitsDrop() {
		add(Verb{Name: "return", Icon: "undo-2"}, why)
	}
	add(Verb{Name: "unblock", Icon: "play", Plain: true}, nil)
	add(Verb{Name: "reschedule", Icon: "calendar-clock"}, func(f *Form) []Field {
		return []Field{f.Input("date", "due_on", l.T("action_items.new_day")).Between(string(v.Today), "").Need(), reason(f, "action_items.why").Need()}
	})
	add(Verb{Name: "hand-over", Icon: "user-round-plus"}, func(f *Form) []Field {
		fields := []Field{f.Person("owner_id", l.T("action_items.new_owner"), v.People).Need()}
		if v.OwnerID != "" {
			fields = append(fields, reason(f, "action_items.why").Need())
		}
		return fields
	})
	add(Verb{Name: "block", Icon: "octagon-pause"}, why)
	add(Verb{Name: "decline", Icon: "x"}, func(f *Form) []Field { return []Field{reason(f, "action_items.why_optional")} })
	add(Verb{Name: "keep", Icon: "shield-check"}, why)
	add(Verb{Name: "drop", Icon: "circle-slash", Plain: v.Agrees()}, why)
	add(Verb{Name: "edit", Icon: "pencil"}, func(f *Form) []Field {
		fields := []Field{
			f.Text("title", l.T("action_items.what")).Long(accord.MaxTitle, 0).Need(),
			f.Area("details", l.T("action_items.details")).Long(accord.MaxDetails, 4),
			f.Select("horizon", l.T("horizon.label"), v.HorizonOptions()),
		}
		if len(v.Projects) > 0 {
			fields = append(fields, f.Select("project_id", l.T("projects.project"), v.Projects))
		}
		if v.Status == accord.StatusProposed && !v.Accepted() {
			fields = append(fields, f.Input("date", "due_on", l.T("action_items.asked_for")))
		}
		return fields
	})
	return verbs
}

// Agrees reports whether dropping would be the consent to a request (P6).
func (v *actionItemView) Agrees() bool {
	return v.AwaitsDrop() && v.Consents(v.Actor)
}

// Label names the verb; where its meaning depends on the item, so does its name.
func (v Verb) Label() string {
	key := "action_items.do." + v.Name
	switch {
	case v.Name == "drop" && v.AwaitsDrop():
		key = "action_items.do.agree_drop"
	case v.Name == "drop" && !v.Consents(v.Actor):
		key = "action_items.do.ask_drop"
	case v.Name == "keep" && v.AwaitsDrop():
		key = "action_items.do.refuse_drop"
	case v.Name == "hand-over" && v.OwnerID == "":
		key = "action_items.do.give"
	}
	return v.L.T(key)
}

// Told says who is mailed (S5), "" for nobody.
func (v Verb) Told() string {
	if v.Name == "hand-over" {
		return v.L.T("action_items.mails_new_owner")
	}
	if names := v.Mails[v.Name]; len(names) > 0 {
		return v.L.T("action_items.mails", "Names", v.L.Join(names))
	}
	return ""
}

// itemVerb answers the POST of one verb: back to where it was pressed, or the
// page again with what was typed.
func (p *Pages) itemVerb(verb string) echo.HandlerFunc {
	return func(c echo.Context) error {
		form := NewForm(c)
		item, err := p.doItem(c, verb, form)
		if form.Failed(err) {
			view, err := p.actionItemView(c)
			if err != nil {
				return err
			}
			view.Form, view.Open = form, verb
			return p.Page(c, form.Status(), "action_item", view)
		}
		if err != nil {
			return err
		}
		back := form.Get("back")
		if back == "" {
			back = c.QueryParam("back")
		}
		if back == "" {
			back = itemPath(item)
		}
		back = p.stillThere(c, verb, item, localPath(back))
		p.flashItem(c, verb, item, back)
		return p.SeeOther(c, back)
	}
}

// stillThere leads elsewhere where the page to go back to is that of an item
// whose making was taken back.
func (p *Pages) stillThere(c echo.Context, verb string, item accord.ActionItem, back string) string {
	if verb != "undo" || back != itemPath(item) {
		return back
	}
	if _, err := p.app.ActionItem(c.Request().Context(), Actor(c), item.ID); accord.CodeOf(err) == accord.CodeNotFound {
		return "/action-items"
	}
	return back
}

func itemPath(i accord.ActionItem) string { return "/action-items/" + i.Ref() }

// flashItem says what was done, with the way to take it back.
func (p *Pages) flashItem(c echo.Context, verb string, item accord.ActionItem, back string) {
	l, undo := Localizer(c), ""
	if verb != "undo" && verb != "note" {
		undo = itemPath(item) + "/undo?back=" + queryEscape(back)
	}
	key := "action_items.did." + verb
	if verb == "drop" && item.Status != accord.StatusDropped {
		key = "action_items.did.ask_drop"
	}
	p.Flash(c, l.T(key, "Ref", item.Ref(), "Title", item.Title), undo)
}

// doItem calls the use case of a verb.
func (p *Pages) doItem(c echo.Context, verb string, form *Form) (accord.ActionItem, error) {
	ctx, actor, ref, reason := c.Request().Context(), Actor(c), c.Param("id"), form.Get("reason")
	var m accord.Match
	due := accord.Date(form.Get("due_on"))
	if due != "" {
		if _, err := accord.ParseDate(string(due)); err != nil {
			var v accord.Validation
			v.Add("due_on", err)
			return accord.ActionItem{}, v.Err()
		}
	}
	switch verb {
	case "accept":
		return p.app.AcceptItem(ctx, actor, ref, m, due, reason)
	case "decline":
		return p.app.DeclineItem(ctx, actor, ref, m, reason)
	case "block":
		return p.app.BlockItem(ctx, actor, ref, m, reason)
	case "unblock":
		return p.app.UnblockItem(ctx, actor, ref, m)
	case "done":
		return p.app.DoneItem(ctx, actor, ref, m)
	case "confirm":
		return p.app.ConfirmItem(ctx, actor, ref, m)
	case "return":
		return p.app.ReturnItem(ctx, actor, ref, m, reason)
	case "drop":
		return p.app.DropItem(ctx, actor, ref, m, reason)
	case "keep":
		return p.app.KeepItem(ctx, actor, ref, m, reason)
	case "reschedule":
		return p.app.RescheduleItem(ctx, actor, ref, m, due, reason)
	case "hand-over":
		return p.app.HandOverItem(ctx, actor, ref, m, form.Get("owner_id"), reason)
	case "edit":
		return p.editItem(c, form, due)
	case "note":
		if _, err := p.app.AddItemNote(ctx, actor, ref, form.Get("text")); err != nil {
			return accord.ActionItem{}, err
		}
		return p.app.ActionItem(ctx, actor, ref)
	case "undo":
		return p.app.UndoItem(ctx, actor, ref, 0)
	}
	return accord.ActionItem{}, accord.NotFound("action item")
}

func (p *Pages) editItem(c echo.Context, form *Form, due accord.Date) (accord.ActionItem, error) {
	patch := app.ItemPatch{Title: accord.Some(form.Get("title")), Details: accord.Some(form.Get("details"))}
	if _, asked := form.Values["due_on"]; asked {
		patch.DueOn = accord.Some(due)
	}
	if _, asked := form.Values["horizon"]; asked {
		patch.Horizon = accord.Some(accord.Horizon(form.Get("horizon")))
	}
	if _, asked := form.Values["project_id"]; asked {
		patch.Project = accord.Some(accord.NullID(form.Get("project_id")))
	}
	return p.app.EditItem(c.Request().Context(), Actor(c), c.Param("id"), formMatch(form), patch)
}
