package app

import (
	"context"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// askDiagnostic queues the mail that asks for answers, to everybody a round
// asks but whoever opened it, who has it before them.
func (a *App) askDiagnostic(ctx context.Context, tx *store.Store, d accord.Diagnostic, by accord.Actor, asked []accord.Person) error {
	if quiet(ctx) {
		return nil
	}
	for _, p := range asked {
		if p.ID == by.PersonID {
			continue
		}
		if err := queueDiagnostic(ctx, tx, accord.MailDiagnostic, d, p, by.Name); err != nil {
			return err
		}
	}
	return nil
}

func queueDiagnostic(ctx context.Context, tx *store.Store, kind string, d accord.Diagnostic, p accord.Person, by string) error {
	return tx.Queue(ctx, accord.Delivery{
		Key: "diagnostic:" + d.ID + ":" + kind + ":" + p.ID, Kind: kind, PersonID: accord.NullID(p.ID), Recipient: p.Email,
		SubjectType: "diagnostic", SubjectID: d.ID, Payload: pack(payload{By: by}),
	})
}

// remindDiagnostic queues the one reminder, to those who have not answered.
func (a *App) remindDiagnostic(ctx context.Context, tx *store.Store, d accord.Diagnostic, now time.Time) error {
	if first, err := tx.DiagnosticReminded(ctx, d.ID, now); err != nil || !first || quiet(ctx) {
		return err
	}
	people, err := tx.DiagnosticPeople(ctx, d.ID)
	if err != nil {
		return err
	}
	for _, asked := range people {
		if asked.Answered {
			continue
		}
		p, err := tx.Person(ctx, asked.PersonID)
		if err != nil {
			return err
		}
		if !p.Active() || p.Email == "" {
			continue
		}
		if err := queueDiagnostic(ctx, tx, accord.MailDiagnosticReminder, d, p, ""); err != nil {
			return err
		}
	}
	return nil
}

// tellReport queues the mail that there is a report, to everybody who may read
// it, whether they have answered or not: whom it goes to tells nothing (X2).
func (a *App) tellReport(ctx context.Context, tx *store.Store, d accord.Diagnostic) error {
	if quiet(ctx) {
		return nil
	}
	people, err := tx.People(ctx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Active() || p.Email == "" || p.Role == accord.RoleObserver {
			continue
		}
		if err := queueDiagnostic(ctx, tx, accord.MailDiagnosticReport, d, p, ""); err != nil {
			return err
		}
	}
	return nil
}

// checkDiagnostic leaves out a mail that asks for what was answered, or for what
// nobody takes any more.
func (c *composer) checkDiagnostic(ctx context.Context, d accord.Delivery) (verdict, error) {
	round, err := c.tx.Diagnostic(ctx, d.SubjectID)
	if err != nil {
		return send, err
	}
	if d.Kind == accord.MailDiagnosticReport {
		if c.person.Role == accord.RoleObserver {
			return skip("hidden"), nil
		}
		return send, nil
	}
	if round.Over(c.now) {
		return skip("past"), nil
	}
	asked, err := c.tx.DiagnosticAsked(ctx, round.ID, c.person.ID)
	switch {
	case err != nil:
		return send, err
	case asked.Answered:
		return skip("settled"), nil
	}
	return send, nil
}

// composeDiagnostic asks for answers; the button opens the questions without a
// sign-in.
func (c *composer) composeDiagnostic(ctx context.Context, m accord.Mail, d accord.Delivery) (accord.Mail, error) {
	round, err := c.tx.Diagnostic(ctx, d.SubjectID)
	if err != nil {
		return m, err
	}
	if d.Kind == accord.MailDiagnosticReport {
		return c.composeReport(ctx, m, round)
	}
	p, err := unpack(d)
	if err != nil {
		return m, err
	}
	m.Args = map[string]any{"By": p.By, "Until": round.Deadline, "Workspace": c.workspace.Name}
	m.Link = c.app.baseURL + "/a/" + c.app.signLink(accord.MailLink{
		WorkspaceID: c.workspace.ID, PersonID: c.person.ID, Purpose: accord.LinkDiagnostic, SubjectID: round.ID, ExpiresAt: round.ClosesAt,
	}, c.person.Email)
	return m, nil
}

// composeReport says level and gap, never one without the other, and where the
// sides are furthest apart.
func (c *composer) composeReport(ctx context.Context, m accord.Mail, round accord.Diagnostic) (accord.Mail, error) {
	statements, err := c.tx.DiagnosticStatements(ctx, round.ID)
	if err != nil {
		return m, err
	}
	report, err := round.Report(statements)
	if err != nil {
		return m, err
	}
	m.Link = c.app.baseURL + "/alignment/" + round.ID + "/report"
	m.Args = map[string]any{
		"Level": accord.Mean(report.Level), "Gap": accord.Mean(report.Gap), "Answered": round.SalesAnswered + round.MarketingAnswered,
		"Asked": round.SalesAsked + round.MarketingAsked, "Workspace": c.workspace.Name,
	}
	gaps := accord.MailSection{Key: "mail.diagnostic_report.gaps"}
	for _, s := range report.ToDiscuss() {
		fact := accord.MailFact{Key: "diagnostic.level_gap", Args: map[string]any{"Level": accord.Mean(s.Level), "Gap": accord.Mean(s.Gap)}}
		gaps.Lines = append(gaps.Lines, accord.MailLine{Text: s.Text(c.person.Locale), Facts: []accord.MailFact{fact}})
	}
	m.Sections = filled(gaps)
	return m, nil
}
