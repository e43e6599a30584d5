package pages

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
)

func (p *Pages) tellIntel(c echo.Context) error {
	form := NewForm(c)
	i, _, err := p.app.TellIntel(c.Request().Context(), Actor(c), accord.IntelDraft{
		Text: form.Get("text"), HeardFrom: form.Get("heard_from"), ToldOn: accord.Date(form.Get("told_on")),
	})
	if form.Failed(err) {
		return p.showIntel(c, form.Status(), form, BlankForm(form.L))
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.T("intel.told_flash", "Ref", i.Ref(), "Day", form.L.Day(i.DueOn)), intelPath+"/"+i.Ref()+"/undo")
	return p.SeeOther(c, intelPath)
}

// intelItemView is one thing told, with its answer and what it became.
type intelItemView struct {
	Base
	I      accord.IntelDetail
	Form   *Form
	Turn   *Form
	Series []Option // whose backlog it can go to
}

// Chip is its state.
func (v *intelItemView) Chip() Chip { return v.intelChip(v.I.IntelItem) }

// Answers says whether the reader may answer.
func (v *intelItemView) Answers() bool { return v.CanEdit && v.Actor.Side == accord.Marketing }

// AnswerOptions are the answers.
func (v *intelItemView) AnswerOptions() []Option {
	var options []Option
	for _, a := range accord.IntelAnswers() {
		options = append(options, Option{Value: string(a), Label: v.L.T("intel.answer." + string(a)), Hint: v.L.T("intel.answer_hint." + string(a))})
	}
	return options
}

func (p *Pages) intelItem(c echo.Context) error { return p.showIntelItem(c, nil, nil) }

func (p *Pages) showIntelItem(c echo.Context, form, turn *Form) error {
	ctx, actor := c.Request().Context(), Actor(c)
	i, err := p.app.IntelItem(ctx, actor, c.Param("ref"))
	if err != nil {
		return err
	}
	l := Localizer(c)
	if turn == nil {
		turn = BlankForm(l)
	}
	if form == nil {
		form = BlankForm(l, "answer", string(i.Answer), "why", i.Why, "version", strconv.Itoa(i.Version))
	}
	status := max(form.Status(), turn.Status())
	v := &intelItemView{Base: p.Base(c, "alignment", ""), I: i, Form: form, Turn: turn}
	v.Title = i.Ref()
	if v.Series, err = p.proposableSeries(c); err != nil {
		return err
	}
	return p.Page(c, status, "intel_item", v)
}

// proposableSeries are the running series to choose from.
func (p *Pages) proposableSeries(c echo.Context) ([]Option, error) {
	list, _, err := p.app.SeriesList(c.Request().Context(), Actor(c), accord.SeriesFilter{}, accord.Page{Limit: 200})
	var options []Option
	for _, s := range list {
		if s.Status != accord.SeriesEnded {
			options = append(options, Option{Value: s.ID, Label: s.Title})
		}
	}
	return options, err
}

func (p *Pages) answerIntel(c echo.Context) error {
	form := NewForm(c)
	i, err := p.app.AnswerIntel(c.Request().Context(), Actor(c), c.Param("ref"), form.Match(), accord.IntelAnswer(form.Get("answer")), form.Get("why"))
	if form.Failed(err) {
		return p.showIntelItem(c, form, nil)
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.T("intel.answered_flash", "Ref", i.Ref()), intelPath+"/"+i.Ref()+"/undo")
	return p.SeeOther(c, intelPath)
}

func (p *Pages) intelToItem(c echo.Context) error {
	form := NewForm(c)
	item, err := p.app.IntelToItem(c.Request().Context(), Actor(c), c.Param("ref"))
	if form.Failed(err) {
		return p.showIntelItem(c, nil, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.T("intel.item_flash", "Ref", item.Ref()), "")
	return p.SeeOther(c, itemPath(item))
}

func (p *Pages) intelToProposal(c echo.Context) error {
	form := NewForm(c)
	_, err := p.app.IntelToProposal(c.Request().Context(), Actor(c), c.Param("ref"), form.Get("series_id"))
	if form.Failed(err) {
		return p.showIntelItem(c, nil, form)
	}
	if err != nil {
		return err
	}
	p.Flash(c, form.L.T("intel.proposal_flash"), "")
	return p.SeeOther(c, intelPath+"/"+c.Param("ref"))
}

func (p *Pages) undoIntel(c echo.Context) error {
	_, err := p.app.UndoIntel(c.Request().Context(), Actor(c), c.Param("ref"))
	if err := p.TookBack(c, "intel.undone", err); err != nil {
		return err
	}
	return p.SeeOther(c, intelPath)
}
