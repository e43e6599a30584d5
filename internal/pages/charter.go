package pages

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"accord/internal/accord"
	"accord/internal/app"
)

func (p *Pages) charterRoutes() []Route {
	return []Route{
		{http.MethodGet, "/alignment/charter", app.ActSeeCharter, p.charter},
		{http.MethodPost, "/alignment/charter", app.ActChangeCharter, p.saveCharter},
		{http.MethodGet, "/alignment/charter/edit", app.ActChangeCharter, p.editCharter},
		{http.MethodPost, "/alignment/charter/agree", app.ActChangeCharter, p.agreeCharter},
		{http.MethodPost, "/alignment/charter/disagree", app.ActChangeCharter, p.disagreeCharter},
		{http.MethodPost, "/alignment/charter/restore", app.ActChangeCharter, p.restoreCharter},
		{http.MethodGet, "/alignment/charter/history", app.ActSeeCharter, p.charterHistory},
		{http.MethodGet, "/alignment/charter/print", app.ActSeeCharter, p.charterReading},
		{http.MethodGet, "/alignment/charter/domains.csv", app.ActSeeCharter, p.charterDomains},
		{http.MethodGet, "/alignment/charter/definitions.csv", app.ActSeeCharter, p.charterDefinitions},
	}
}

// charterView is the charter as it stands, or as a document to print.
type charterView struct {
	Base
	C    accord.CharterDetail
	S    accord.CharterState
	Form *Form // what kept an agreement from being given
}

func (p *Pages) charterView(c echo.Context) (*charterView, error) {
	charter, err := p.app.Charter(c.Request().Context(), Actor(c))
	v := &charterView{Base: p.Base(c, "alignment", "charter.title"), C: charter, Form: BlankForm(Localizer(c))}
	v.S = charter.State(v.Today)
	return v, err
}

// Decider says who decides in a domain.
func (b Base) Decider(d accord.CharterDomain) string {
	switch {
	case d.Decides == accord.Neutral:
		return b.L.T("charter.both_decide")
	case d.Supplies != "":
		return b.L.T("charter.supplies", "Supplier", b.SideName(d.Supplies), "User", b.SideName(d.Decides))
	}
	return b.L.T("charter.decides", "Side", b.SideName(d.Decides))
}

// Due reports whether a definition is to be looked at again.
func (v *charterView) Due(d accord.CharterDefinition) bool { return d.ReviewOn <= v.Today }

// Leaderless are the sides nobody can agree for, in words; "" for none. Only who
// changes the charter is told.
func (v *charterView) Leaderless() string {
	var names []string
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		if lead, deputy := v.Workspace.Lead(side); v.C.Edits && lead+deputy == "" && v.C.Leads != side {
			names = append(names, v.SideName(side))
		}
	}
	return v.L.Join(names)
}

// Yes is a side's agreement to an entry in words, with the sign of the side.
func (v *charterView) Yes(entryID string, side accord.Side) Mark {
	a := v.C.AgreedBy(entryID, side)
	if a == nil {
		key := "charter.not_agreed"
		if v.C.Leaving(entryID) {
			key = "charter.not_removed"
		} else if entryID == accord.CharterPledge {
			key = "charter.not_signed"
		}
		return v.MarkText(side, v.L.T(key, "Side", v.SideName(side)))
	}
	return v.MarkText(side, v.L.T("charter.agreed_by", "Name", a.Name, "Day", v.L.Date(v.L.DateOf(a.AgreedAt))))
}

// Waits reports whether something waits for the reader's agreement.
func (v *charterView) Waits() bool { return len(v.S.Asked) > 0 || v.S.AsksPledge }

// Summary says in a line how far both sides agree.
func (v *charterView) Summary() string {
	agreed := v.L.N("charter.summary", v.S.Definitions, "Settled", v.S.Settled)
	switch len(v.S.Signed) {
	case 0:
		return agreed + " " + v.L.T("charter.summary_unsigned")
	case 1:
		return agreed + " " + v.L.T("charter.summary_signed_by", "Side", v.SideName(v.S.Signed[0]))
	}
	return agreed + " " + v.L.T("charter.summary_signed")
}

func (p *Pages) charter(c echo.Context) error {
	v, err := p.charterView(c)
	if err != nil {
		return err
	}
	return p.Page(c, http.StatusOK, "charter", v)
}

func (p *Pages) charterReading(c echo.Context) error {
	v, err := p.charterView(c)
	if err != nil {
		return err
	}
	return p.Page(c, http.StatusOK, "charter_print", v)
}

// agreeCharter agrees to a definition or signs the pledge; to other words than
// were read it does not.
func (p *Pages) agreeCharter(c echo.Context) error {
	form := NewForm(c)
	_, err := p.app.AgreeCharter(c.Request().Context(), Actor(c), formMatch(form), form.Get("entry"))
	said := "charter.agreed_now"
	if form.Get("entry") == accord.CharterPledge {
		said = "charter.signed_now"
	}
	return p.charterAgain(c, form, err, said)
}

// disagreeCharter takes the reader's agreement back, or keeps what was to go.
func (p *Pages) disagreeCharter(c echo.Context) error {
	form := NewForm(c)
	_, err := p.app.DisagreeCharter(c.Request().Context(), Actor(c), formMatch(form), form.Get("entry"))
	return p.charterAgain(c, form, err, "charter.disagreed_now")
}

// restoreCharter makes the words of an earlier version the next one.
func (p *Pages) restoreCharter(c echo.Context) error {
	form := NewForm(c)
	number, _ := strconv.Atoi(form.Get("number"))
	_, err := p.app.RestoreCharter(c.Request().Context(), Actor(c), formMatch(form), number)
	return p.charterAgain(c, form, err, "charter.restored", "Number", number)
}

// charterAgain shows the charter after it was changed, or what kept it from that.
func (p *Pages) charterAgain(c echo.Context, form *Form, err error, said string, data ...any) error {
	if !form.Failed(err) {
		return p.back(c, err, "/alignment/charter", said, data...)
	}
	v, err := p.charterView(c)
	if err != nil {
		return err
	}
	v.Form = form
	return p.Page(c, form.Status(), "charter", v)
}

func (p *Pages) charterDomains(c echo.Context) error {
	v, err := p.charterView(c)
	if err != nil {
		return err
	}
	rows := make([][]string, 0, len(v.C.Domains))
	for _, d := range v.C.Domains {
		rows = append(rows, []string{d.Name, v.Decider(d), d.Note})
	}
	return p.CSV(c, "charter-domains.csv", []string{v.L.T("charter.domain"), v.L.T("charter.who_decides"), v.L.T("charter.note")}, rows)
}

func (p *Pages) charterDefinitions(c echo.Context) error {
	v, err := p.charterView(c)
	if err != nil {
		return err
	}
	header := []string{v.L.T("charter.term"), v.L.T("charter.meaning"), v.L.T("charter.review_on")}
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		header = append(header, v.L.T("charter.csv_agreed", "Side", v.SideName(side)), v.L.T("charter.csv_agreed_at", "Side", v.SideName(side)))
	}
	rows := make([][]string, 0, len(v.C.Definitions))
	for _, d := range v.C.Definitions {
		row := []string{d.Term, d.Text, string(d.ReviewOn)}
		for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
			name, at := "", ""
			if a := v.C.AgreedBy(d.ID, side); a != nil {
				name, at = a.Name, string(v.L.DateOf(a.AgreedAt))
			}
			row = append(row, name, at)
		}
		rows = append(rows, row)
	}
	return p.CSV(c, "charter-definitions.csv", header, rows)
}

// charterHistoryView is a page of the versions, each with what it changed.
type charterHistoryView struct {
	Base
	Steps   []app.CharterStep
	Version int  // the newest
	Edits   bool // the reader may restore an earlier one
	Mailed  string
	Pager   Pager
}

// Shown is a value of a field as people read it.
func (v *charterHistoryView) Shown(field, value string) string {
	switch {
	case value == "":
		return ""
	case field == "decides" && accord.Side(value) == accord.Neutral:
		return v.L.T("charter.both_decide")
	case field == "decides" || field == "supplies":
		return v.SideName(accord.Side(value))
	case field == "review_on":
		return v.L.Date(accord.Date(value))
	case field == "removal":
		return v.L.T("charter.removal_" + value)
	}
	return value
}

// ByWord reports whether a field is compared word by word, not as a whole.
func (v *charterHistoryView) ByWord(field string) bool {
	return field != "decides" && field != "supplies" && field != "review_on" && field != "removal"
}

func (p *Pages) charterHistory(c echo.Context) error {
	after, err := accord.DecodeCursor(c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	steps, next, err := p.app.CharterVersions(c.Request().Context(), Actor(c), accord.Page{Limit: 20, After: after})
	if err != nil {
		return err
	}
	v := &charterHistoryView{Base: p.Base(c, "alignment", "charter.history"), Steps: steps, Pager: Pager{L: Localizer(c)}}
	if err := p.mayRestore(c, v); err != nil {
		return err
	}
	if len(next) > 0 {
		v.Pager.Next = "/alignment/charter/history?cursor=" + accord.EncodeCursor(next)
	}
	return p.Page(c, http.StatusOK, "charter_history", v)
}

// mayRestore says on the history whether its reader may restore a version, and
// who is mailed then.
func (p *Pages) mayRestore(c echo.Context, v *charterHistoryView) error {
	charter, err := p.app.Charter(c.Request().Context(), Actor(c))
	if v.Version, v.Edits = charter.Version, charter.Edits; err != nil || !v.Edits {
		return err
	}
	people, err := p.app.CharterMails(c.Request().Context(), Actor(c))
	v.Mailed = (&charterEditView{formView: formView{Base: v.Base}, Mailed: people}).MailedNames()
	return err
}
