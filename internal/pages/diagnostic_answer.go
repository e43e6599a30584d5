package pages

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

// questionsView is the twenty statements for one person, made for a phone: by
// session, or by the link of a mail.
type questionsView struct {
	formView
	app.DiagnosticDetail
	Action string // where the form goes
	Back   string // "" by link
	Name   string // whose answer it is
	Again  bool   // somebody who has answered does it again
	Dead   bool   // the link does not work
	Themes []diagnosticTheme
}

// State says what the page is about.
func (v *questionsView) State() string {
	switch {
	case v.Dead:
		return "dead"
	case v.DiagnosticDetail.Takes(v.Now) != nil:
		return "over"
	case !v.Mine:
		return "not_asked"
	case v.MineAnswered && !v.Again && !v.Form.Bad():
		return "answered"
	}
	return "ask"
}

// Question is a statement with the scale below it.
type Question struct {
	accord.DiagnosticStatement
	Text   string
	Field  Field
	Scores []Option
}

// Ask gives a statement as a field; nothing but what was just typed is chosen.
func (v *questionsView) Ask(s accord.DiagnosticStatement) Question {
	var options []Option
	for n := 1; n <= 5; n++ {
		value := strconv.Itoa(n)
		options = append(options, Option{Value: value, Label: v.L.T("diagnostic.score." + value)})
	}
	f := v.Form.Radio("answers."+s.Name, s.Text(v.L.Locale()), options)
	return Question{DiagnosticStatement: s, Text: f.Label, Field: f, Scores: f.Options}
}

func (p *Pages) diagnosticQuestions(c echo.Context) error { return p.showQuestions(c, nil) }

func (p *Pages) showQuestions(c echo.Context, form *Form) error {
	d, err := p.app.Diagnostic(c.Request().Context(), Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	v := &questionsView{DiagnosticDetail: d, Action: "/alignment/" + d.ID + "/answer", Back: "/alignment", Name: Actor(c).Name}
	return p.sendQuestions(c, v, form)
}

func (p *Pages) sendQuestions(c echo.Context, v *questionsView, form *Form) error {
	status := http.StatusOK
	if form == nil {
		form = BlankForm(Localizer(c))
	} else {
		status = form.Status()
	}
	if v.Dead {
		status = http.StatusNotFound
	}
	v.formView = formView{p.Base(c, "alignment", "diagnostic.questions"), form}
	v.Again, v.Themes = c.QueryParam("again") != "", themed(v.Statements)
	return p.Page(c, status, "diagnostic_answer", v)
}

// answersOf reads the form by the keys of the statements; what is no number is
// no answer from 1 to 5.
func answersOf(form *Form) map[string]int {
	answers := map[string]int{}
	for _, s := range accord.ShippedStatements() {
		if value := form.Get("answers." + s.Name); value != "" {
			answers[s.Name], _ = strconv.Atoi(value)
		}
	}
	return answers
}

func (p *Pages) answerDiagnostic(c echo.Context) error {
	form := NewForm(c)
	d, err := p.app.AnswerDiagnostic(c.Request().Context(), Actor(c), c.Param("id"), answersOf(form))
	if form.Failed(err) {
		return p.showQuestions(c, form)
	}
	if err != nil {
		return err
	}
	if d.Status == accord.DiagnosticClosed {
		p.Flash(c, Localizer(c).T("diagnostic.thanks_last"), "")
		if d.Figures != nil {
			return p.SeeOther(c, "/alignment/"+d.ID+"/report")
		}
		return p.SeeOther(c, "/alignment")
	}
	return p.SeeOther(c, "/alignment/"+d.ID+"/answer")
}

func (p *Pages) questionsByLink(c echo.Context) error {
	page, err := p.app.DiagnosticByLink(c.Request().Context(), c.Param("token"))
	return p.showByLink(c, page, nil, err)
}

func (p *Pages) answerByLink(c echo.Context) error {
	form := NewForm(c)
	page, err := p.app.AnswerByLink(c.Request().Context(), c.Param("token"), answersOf(form))
	if err == nil {
		return p.SeeOther(c, "/a/"+c.Param("token"))
	}
	if page.Person.ID != "" {
		forReader(c, page.Person, page.Workspace)
		form.L = Localizer(c)
	}
	if form.Failed(err) {
		return p.showByLink(c, page, form, nil)
	}
	return p.showByLink(c, page, nil, err)
}

// showByLink shows the questions to whom a link was sent, in their language.
func (p *Pages) showByLink(c echo.Context, page app.DiagnosticLink, form *Form, err error) error {
	dead := isDead(err)
	if err != nil && !dead {
		return err
	}
	if dead {
		page = app.DiagnosticLink{}
	}
	forReader(c, page.Person, page.Workspace)
	return p.sendQuestions(c, &questionsView{
		DiagnosticDetail: page.DiagnosticDetail, Action: "/a/" + c.Param("token"), Name: page.Person.Name, Dead: dead,
	}, form)
}
