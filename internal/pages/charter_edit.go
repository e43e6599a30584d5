package pages

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
)

// spareRows is how many empty rows follow the entries of a kind, for new ones.
const spareRows = 2

// charterEditView is the charter as a form. Its rows are numbered from 0.
type charterEditView struct {
	formView
	Domains, Definitions, Rules charterRows
	Mailed                      []accord.Person // where what was agreed is changed
}

// MailedNames are their names.
func (v *charterEditView) MailedNames() string {
	names := make([]string, len(v.Mailed))
	for i, p := range v.Mailed {
		names[i] = p.Name
	}
	return v.L.Join(names)
}

// charterRows are the rows of a kind of entry.
type charterRows struct{ Filled, Spare []int }

func rowsFrom(filled int) charterRows {
	r := charterRows{}
	for i := range filled + spareRows {
		if i < filled {
			r.Filled = append(r.Filled, i)
		} else {
			r.Spare = append(r.Spare, i)
		}
	}
	return r
}

// DeciderOptions are the ways in which a domain can be decided.
func (v *charterEditView) DeciderOptions() []Option {
	options := make([]Option, 0, 5)
	for _, d := range []accord.CharterDomain{
		{Decides: accord.Sales},
		{Decides: accord.Marketing},
		{Decides: accord.Neutral},
		{Decides: accord.Marketing, Supplies: accord.Sales},
		{Decides: accord.Sales, Supplies: accord.Marketing},
	} {
		options = append(options, Option{Value: deciderValue(d), Label: v.Decider(d)})
	}
	return options
}

// deciderValue is who decides as one value of a form: "sales", "sales>marketing"
// where Sales supplies what Marketing uses.
func deciderValue(d accord.CharterDomain) string {
	if d.Supplies != "" {
		return string(d.Supplies) + ">" + string(d.Decides)
	}
	return string(d.Decides)
}

func (p *Pages) editCharter(c echo.Context) error {
	charter, err := p.app.Charter(c.Request().Context(), Actor(c))
	if err == nil {
		err = charter.MayEdit()
	}
	if err != nil {
		return err
	}
	return p.charterForm(c, charterForm(BlankForm(Localizer(c)), charter))
}

// charterForm fills the form with the charter as it stands.
func charterForm(form *Form, c accord.CharterDetail) *Form {
	form.Set("version", strconv.Itoa(c.Version))
	for i, d := range c.Domains {
		form.setRow("domains", i, "id", d.ID, "name", d.Name, "decides", deciderValue(d), "note", d.Note)
	}
	for i, d := range c.Definitions {
		form.setRow("definitions", i, "id", d.ID, "term", d.Term, "text", d.Text, "review_on", string(d.ReviewOn), "remove", ticked(d.Remove))
	}
	for i, r := range c.Rules {
		form.setRow("ground_rules", i, "id", r.ID, "question", r.Question, "answer", r.Answer)
	}
	form.Set("pledge", c.Pledge)
	form.Set("pledge_remove", ticked(c.PledgeRemove))
	return form
}

// ticked is the value of a checkbox.
func ticked(yes bool) string {
	if yes {
		return "1"
	}
	return ""
}

func (f *Form) setRow(part string, i int, values ...string) {
	for n := 0; n+1 < len(values); n += 2 {
		f.Set(fmt.Sprintf("%s.%d.%s", part, i, values[n]), values[n+1])
	}
}

// charterForm shows the form; new definitions are looked at again in half a
// year unless somebody says otherwise.
func (p *Pages) charterForm(c echo.Context, form *Form) error {
	v := &charterEditView{formView: formView{p.Base(c, "alignment", "charter.edit"), form}}
	v.Domains, v.Definitions, v.Rules = rowsFrom(form.rows("domains")), rowsFrom(form.rows("definitions")), rowsFrom(form.rows("ground_rules"))
	for _, i := range v.Definitions.Spare {
		form.setRow("definitions", i, "review_on", string(v.Today.AddDays(accord.CharterReviewAfter)))
	}
	var err error
	if v.Mailed, err = p.app.CharterMails(c.Request().Context(), Actor(c)); err != nil {
		return err
	}
	return p.Page(c, form.Status(), "charter_edit", v)
}

// rows counts the rows of a kind up to the last one that is not empty.
func (f *Form) rows(part string) int {
	n := 0
	for name := range f.Values {
		var i int
		rest, ok := strings.CutPrefix(name, part+".")
		if !ok {
			continue
		}
		if _, err := fmt.Sscanf(rest, "%d.", &i); err == nil && i >= n && i < maxRows && f.words(part, i) {
			n = i + 1
		}
	}
	return n
}

// maxRows bounds the rows a form can send.
const maxRows = 100

// words reports whether anybody wrote something in a row.
func (f *Form) words(part string, i int) bool {
	return slices.ContainsFunc([]string{"id", "name", "note", "term", "text", "question", "answer"}, func(field string) bool {
		return f.Has(fmt.Sprintf("%s.%d.%s", part, i, field))
	})
}

// charterTyped reads the charter out of the form, without the rows that were
// left empty or are to go; at gives the row of each entry, "domains.0." for the
// first.
func charterTyped(form *Form) (c accord.Charter, at map[string]string) {
	at = map[string]string{}
	each := func(part string, take func(get func(field string) string) int) {
		for i := range form.rows(part) {
			row := fmt.Sprintf("%s.%d.", part, i)
			if form.words(part, i) && !form.Has(row+"remove") {
				at[fmt.Sprintf("%s.%d.", part, take(func(field string) string { return form.Get(row + field) })-1)] = row
			}
		}
	}
	each("domains", func(get func(string) string) int {
		d := accord.CharterDomain{ID: get("id"), Name: get("name"), Note: get("note"), Decides: accord.Side(get("decides"))}
		if supplier, user, ok := strings.Cut(get("decides"), ">"); ok {
			d.Supplies, d.Decides = accord.Side(supplier), accord.Side(user)
		}
		c.Domains = append(c.Domains, d)
		return len(c.Domains)
	})
	each("definitions", func(get func(string) string) int {
		c.Definitions = append(c.Definitions, accord.CharterDefinition{ID: get("id"), Term: get("term"), Text: get("text"), ReviewOn: accord.Date(get("review_on"))})
		return len(c.Definitions)
	})
	each("ground_rules", func(get func(string) string) int {
		c.Rules = append(c.Rules, accord.CharterRule{ID: get("id"), Question: get("question"), Answer: get("answer")})
		return len(c.Rules)
	})
	c.Pledge, c.PledgeRemove = form.Get("pledge"), form.Has("pledge_remove")
	return c, at
}

// inRows moves the errors of entries to the rows of the form they came from.
func inRows(err error, at map[string]string) error {
	e, ok := errors.AsType[*accord.Error](err)
	if !ok || len(e.Fields) == 0 {
		return err
	}
	moved := *e
	moved.Fields = slices.Clone(e.Fields)
	for i, f := range moved.Fields {
		if dot := strings.LastIndex(f.Location, "."); dot > 0 && at[f.Location[:dot+1]] != "" {
			moved.Fields[i].Location = at[f.Location[:dot+1]] + f.Location[dot+1:]
		}
	}
	return &moved
}

func (p *Pages) saveCharter(c echo.Context) error {
	form := NewForm(c)
	charter, at := charterTyped(form)
	_, err := p.app.ChangeCharter(c.Request().Context(), Actor(c), formMatch(form), charter)
	if form.Failed(inRows(err, at)) {
		return p.charterForm(c, form)
	}
	return p.back(c, err, "/alignment/charter", "charter.saved")
}
