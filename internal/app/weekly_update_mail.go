package app

import (
	"context"
	"maps"
	"strings"

	"accord/internal/accord"
)

// checkUpdate leaves out an update that its reader may not see, by the rules of
// now (X1).
func (c *composer) checkUpdate(ctx context.Context, d accord.Delivery) (verdict, error) {
	u, err := c.tx.WeeklyUpdate(ctx, accord.Week(d.SubjectID))
	switch {
	case err != nil:
		return send, err
	case u.Status != accord.UpdateSent:
		return skip("settled"), nil
	case !actorOf(c.person).ReadsUpdates():
		return skip("hidden"), nil
	}
	return send, nil
}

// composeUpdate is the update as its page shows it to the reader.
func (c *composer) composeUpdate(ctx context.Context, m accord.Mail, d accord.Delivery) (accord.Mail, error) {
	desk, err := c.app.updates(ctx, c.tx, actorOf(c.person), c.now)
	if err != nil {
		return m, err
	}
	u, err := desk.one(ctx, accord.Week(d.SubjectID))
	if err != nil {
		return m, err
	}
	_, week := u.Week().Numbers()
	m.Link = c.app.baseURL + "/updates/" + u.ID
	m.Args = map[string]any{
		"Week": week, "Sales": c.sideName(accord.Sales), "Marketing": c.sideName(accord.Marketing),
		"Names": updateNames(&u),
	}
	m.From, m.Sections = u.Signers(), c.updateSections(&u)
	return m, nil
}

// updateNames are the names an update comes from, as whom each was signed.
func updateNames(u *accord.UpdateDetail) any {
	names := []any{}
	for _, p := range u.Parts() {
		switch {
		case p.AsDeputy:
			names = append(names, accord.MailFact{Key: "updates.who.deputy", Args: map[string]any{"Deputy": p.SignedName}})
		case p.Signed():
			names = append(names, p.SignedName)
		}
	}
	switch len(names) {
	case 0:
		return accord.MailFact{Key: "mail.weekly_update.nobody"}
	case 1:
		return names[0]
	}
	return accord.MailFact{Key: "list.and", Args: map[string]any{"Most": names[0], "Last": names[1]}}
}

// updateSections are the parts of the mail: what is missing first, then what both
// sides tell, then what Accord found.
func (c *composer) updateSections(u *accord.UpdateDetail) []accord.MailSection {
	missing := accord.MailSection{Key: "mail.weekly_update.missing"}
	for _, s := range u.MissingSentences(c.workspace) {
		missing.Lines = append(missing.Lines, accord.MailLine{Said: c.fact(s)})
	}
	revenue := accord.MailSection{Key: "updates.revenue", Lines: []accord.MailLine{{Said: c.fact(u.Pace.Sentence(c.workspace.Currency))}}}
	news := accord.MailSection{Key: "updates.news"}
	for _, p := range u.Parts() {
		for line := range strings.SplitSeq(p.News, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				news.Lines = append(news.Lines, accord.MailLine{Said: whole(line), Side: p.Side})
			}
		}
	}
	kept, decided, meets := accord.FactKept, accord.FactDecision, accord.FactMeeting
	return filled(missing, c.updateLines("updates.wins", u.Wins()), revenue, c.updateLines("updates.tools", u.Tools()),
		c.updateLines("updates.asks", u.Asks()), news, c.updateLines("updates.kept", u.FactsOf(kept)),
		c.updateLines("updates.decisions", u.FactsOf(decided)), c.updateLines("updates.meetings", u.FactsOf(meets)))
}

// fact is a sentence as mails say it.
func (c *composer) fact(s accord.Sentence) accord.MailFact {
	args := map[string]any{}
	maps.Copy(args, s.Args)
	if s.Side != "" {
		args["Side"] = c.sideName(s.Side)
	}
	return accord.MailFact{Key: s.Key, Args: args}
}

// updateLines are lines of an update in a mail, each with where it leads.
func (c *composer) updateLines(key string, lines []accord.WeeklyUpdateLine) accord.MailSection {
	s := accord.MailSection{Key: key}
	for _, l := range lines {
		line := accord.MailLine{Text: l.Text, Side: l.Side}
		if l.Kind.Written() {
			line.Said = whole(l.Text)
		}
		switch {
		case l.Kind == accord.FactKept:
			line.Link = c.app.baseURL + "/action-items/" + l.SubjectID
		case l.Kind == accord.FactDecision:
			line.Link = c.app.baseURL + "/decisions/" + l.SubjectID
		case l.Kind == accord.FactMeeting:
			line.Link, line.At = c.app.baseURL+l.SubjectID, *l.StartsAt
		case l.ActionItemID != "":
			line.Link = c.app.baseURL + "/action-items/" + string(l.ActionItemID)
		}
		switch {
		case l.Kind == accord.LineWin && l.Detail != "":
			line.Facts = []accord.MailFact{{Key: "mail.weekly_update.helped", Args: map[string]any{"Text": l.Detail}}}
		case l.Kind == accord.LineAsk:
			line.Facts = []accord.MailFact{{Key: "mail.weekly_update.asked", Args: map[string]any{"Side": c.sideName(l.Side), "Other": c.sideName(l.Side.Other())}}}
		case l.Detail != "":
			line.Facts = []accord.MailFact{whole(l.Detail)}
		}
		s.Lines = append(s.Lines, line)
	}
	return s
}

// whole is what somebody wrote, uncut: other texts of people are titles, which
// lead to a page with all of it.
func whole(text string) accord.MailFact {
	return accord.MailFact{Key: "mail.weekly_update.whole", Args: map[string]any{"Text": text}}
}
