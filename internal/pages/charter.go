package pages

import (
	"net/http"

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
		if entryID == accord.CharterPledge {
			key = "charter.not_signed"
		}
		return v.MarkText(side, v.L.T(key, "Side", v.SideName(side)))
	}
	return v.MarkText(side, v.L.T("charter.agreed_by", "Name", a.Name, "Day", v.L.Date(v.L.DateOf(a.AgreedAt))))
}

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
	if form.Failed(err) {
		v, err := p.charterView(c)
		if err != nil {
			return err
		}
		v.Form = form
		return p.Page(c, form.Status(), "charter", v)
	}
	said := "charter.agreed_now"
	if form.Get("entry") == accord.CharterPledge {
		said = "charter.signed_now"
	}
	return p.back(c, err, "/alignment/charter", said)
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
	Steps []app.CharterStep
	Pager Pager
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
	}
	return value
}

// ByWord reports whether a field is compared word by word, not as a whole.
func (v *charterHistoryView) ByWord(field string) bool {
	return field != "decides" && field != "supplies" && field != "review_on"
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
	if len(next) > 0 {
		v.Pager.Next = "/alignment/charter/history?cursor=" + accord.EncodeCursor(next)
	}
	return p.Page(c, http.StatusOK, "charter_history", v)
}
