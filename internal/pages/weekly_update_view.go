package pages

import (
	"net/http"
	"strconv"

	"accord/internal/accord"
)

// blankLines is how many empty lines a list of the form has to write in.
const blankLines = 2

// updateInput is one line of a list in the form.
type updateInput struct {
	Text, Detail, Label, DetailLabel, What, Whose string
}

// updateList is a list of the form: wins, tools or asks.
type updateList struct {
	Kind, Field, Legend, Hint, Error string
	Detailed                         bool
	Rows                             []updateInput
}

// Lists are the lists a side writes. Marketing begins with its tools, Sales with
// its customers; either may tell of both.
func (v *updateView) Lists() []updateList {
	kinds := []accord.UpdateLineKind{accord.LineWin, accord.LineTool, accord.LineAsk}
	if v.Side == accord.Marketing {
		kinds = []accord.UpdateLineKind{accord.LineTool, accord.LineWin, accord.LineAsk}
	}
	lists := make([]updateList, 0, len(kinds))
	for _, kind := range kinds {
		key := "updates." + kind.Field()
		l := updateList{
			Kind: string(kind), Field: kind.Field(), Legend: v.L.T(key), Hint: v.L.T(key + "_hint"), Error: v.Form.Errors[kind.Field()],
			Detailed: kind != accord.LineAsk,
		}
		if kind == accord.LineAsk {
			l.Legend = v.L.T("updates.asks_of", "Side", v.SideName(v.Side.Other()))
		}
		texts, details := v.Form.All(l.Kind), v.Form.All(l.Kind+"_detail")
		for i := range min(len(texts)+blankLines, accord.MaxUpdateLines) {
			row := updateInput{Label: v.L.T(key+"_line", "N", i+1)}
			if l.Detailed {
				row.What, row.Whose = v.L.T(key+"_what"), v.L.T(key+"_whose")
			}
			if l.Detailed {
				row.DetailLabel = v.L.T(key+"_detail_line", "N", i+1)
			}
			if i < len(texts) {
				row.Text = texts[i]
			}
			if i < len(details) {
				row.Detail = details[i]
			}
			l.Rows = append(l.Rows, row)
		}
		lists = append(lists, l)
	}
	return lists
}

// Signs reports whether the reader can sign the part they write.
func (v *updateView) Signs() bool { return v.Workspace.UpdateSide(v.Actor.PersonID) == v.Side }

// Mine is the part the form is of, as it is stored.
func (v *updateView) Mine() *accord.UpdatePartDetail { return v.D.Part(v.Side) }

// Theirs is the part of the other side.
func (v *updateView) Theirs() *accord.UpdatePartDetail { return v.D.Part(v.Side.Other()) }

// Sends reports whether the reader's signature sends the update.
func (v *updateView) Sends() bool { return v.Signs() && v.Theirs().Signed() }

// SignLabel is what the button that signs says: how many are mailed, where it
// sends.
func (v *updateView) SignLabel() string {
	switch {
	case v.Form.Errors["sign"] != "" && !v.Sends():
		return v.L.T("updates.sign_empty")
	case v.Sends():
		return v.L.N("updates.sign_send", len(v.Readers))
	case v.Mine().Signed():
		return v.L.T("updates.sign_again")
	}
	return v.L.T("updates.sign")
}

// ReaderNames are those who are mailed.
func (v *updateView) ReaderNames() string {
	names := make([]string, len(v.Readers))
	for i, r := range v.Readers {
		names[i] = r.Name
	}
	return v.L.Join(names)
}

// MakesItems reports whether the reader may make action items of asks.
func (v *updateView) MakesItems() bool { return v.CanEdit && v.Workspace.SeesDrafts(v.Actor) }

// Draft reports whether it is not sent yet.
func (v *updateView) Draft() bool { return v.D.Status == accord.UpdateDraft }

// Conflict reports whether what was typed met somebody else's words.
func (v *updateView) Conflict() bool { return v.Form != nil && v.Form.Status() == http.StatusConflict }

// Pace is the revenue in words.
func (v *updateView) Pace() string { return v.Say(v.D.Pace.Sentence(v.Workspace.Currency)) }

// From are the names it comes from, as whom each was signed.
func (v *updateView) From() string {
	names := []string{}
	for _, p := range v.D.Parts() {
		switch {
		case p.AsDeputy:
			names = append(names, v.L.T("updates.who.deputy", "Deputy", p.SignedName))
		case p.Signed():
			names = append(names, p.SignedName)
		}
	}
	return v.L.Join(names)
}

// RevenueHint says which days of the quarter the revenue is of.
func (v *updateView) RevenueHint() string {
	if v.D.Pace.To < v.D.Week().Sunday() {
		return v.L.T("updates.revenue_hint_ends", "To", v.L.Day(v.D.Pace.To))
	}
	return v.L.T("updates.revenue_hint")
}

// Waits says how each side stands.
func (v *updateView) Waits() []updateWait {
	list := []updateWait{}
	for _, p := range v.D.Parts() {
		list = append(list, updateWait{OK: p.Signed(), Text: v.Say(v.D.WaitSentence(p.Side, v.Workspace)), Side: p.Side})
	}
	return list
}

// Leaderless reports whether a side has nobody to sign for it.
func (v *updateView) Leaderless() bool {
	return v.D.Missing(accord.Sales, v.Workspace) == accord.PartNoLead || v.D.Missing(accord.Marketing, v.Workspace) == accord.PartNoLead
}

// updateWait is how a side stands.
type updateWait struct {
	OK   bool
	Text string
	Side accord.Side
}

// AskNote says what an ask becomes with one click.
func (v *updateView) AskNote(side accord.Side) string {
	ask := v.Asks[side]
	if ask.Owner.ID == "" {
		return v.L.T("updates.ask_nobody", "Side", v.SideName(side.Other()), "Due", v.L.ShortDay(ask.DueOn))
	}
	return v.L.T("updates.ask_becomes", "Name", ask.Owner.Name, "Due", v.L.ShortDay(ask.DueOn))
}

// Sections are what stands in the update to be read, in the order of the mail.
func (v *updateView) Sections() []updateSection {
	d := &v.D
	list := []updateSection{
		{Key: "updates.wins", Lines: d.Wins()}, {Key: "updates.tools", Lines: d.Tools()}, {Key: "updates.asks", Lines: d.Asks(), Asks: true},
	}
	return append(list, v.facts()...)
}

// facts are what Accord found.
func (v *updateView) facts() []updateSection {
	return []updateSection{
		{Key: "updates.kept", Lines: v.D.FactsOf(accord.FactKept), Path: "/action-items/"},
		{Key: "updates.decisions", Lines: v.D.FactsOf(accord.FactDecision), Path: "/decisions/"},
		{Key: "updates.meetings", Lines: v.D.FactsOf(accord.FactMeeting)},
	}
}

// Facts are what Accord found, where there is any.
func (v *updateView) Facts() []updateSection {
	list := []updateSection{}
	for _, s := range v.facts() {
		if len(s.Lines) > 0 {
			list = append(list, s)
		}
	}
	return list
}

// updateSection is a list of the update to read.
type updateSection struct {
	Key   string
	Lines []accord.WeeklyUpdateLine
	Path  string // what leads to a fact's page
	Asks  bool
}

// Href is where a fact's page is; "" for none.
func (s updateSection) Href(l accord.WeeklyUpdateLine) string {
	switch {
	case l.ActionItemID != "":
		return "/action-items/" + string(l.ActionItemID)
	case l.SubjectID == "":
		return ""
	}
	return s.Path + l.SubjectID
}

// PartVersion is the version the form stands on.
func (v *updateView) PartVersion() string {
	if v.Form.Has("version") {
		return v.Form.Get("version")
	}
	return strconv.Itoa(v.Mine().Version)
}
