package app

import (
	"context"
	"slices"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

const visitSubject = "exchange_visit"

// visitReportsDue asks visitors for their reports, each once, on the first
// working day after the visit. What was due while nobody ticked is asked for
// until two weeks after the report was due.
func (a *App) visitReportsDue(ctx context.Context, g glance) (next time.Time, err error) {
	waiting, err := a.store.VisitsToRemind(ctx)
	if err != nil || len(waiting) == 0 {
		return next, err
	}
	days, _, err := a.workCalendar(ctx, a.store)
	if err != nil {
		return next, err
	}
	var due []string
	for _, v := range waiting {
		p, err := a.store.Person(ctx, v.VisitorID)
		if err != nil {
			return next, err
		}
		if at := v.RemindAt(days, accord.Zone(p.TimeZone)); at.After(g.now) {
			next = sooner(next, at)
		} else {
			due = append(due, v.ID)
		}
	}
	for batch := range slices.Chunk(due, remindersOnce) {
		err := a.store.Tx(ctx, g.workspace, func(ctx context.Context, tx *store.Store) error {
			for _, id := range batch {
				if err := a.askForReport(ctx, tx, id, g.now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return next, err
		}
	}
	return next, nil
}

// askForReport queues the mail about one visit and writes down that it was.
func (a *App) askForReport(ctx context.Context, tx *store.Store, id string, now time.Time) error {
	v, err := tx.ExchangeVisit(ctx, id)
	if err != nil || !v.AwaitsReport() { // somebody was quicker
		return err
	}
	if first, err := tx.RemindedOfVisit(ctx, id, now); err != nil || !first {
		return err
	}
	d := accord.Delivery{
		Key: "visit:report:" + v.ID + ":" + string(v.ToOn), Kind: accord.MailVisitReport, PersonID: accord.NullID(v.VisitorID), SubjectType: visitSubject, SubjectID: v.ID,
	}
	p, err := tx.Person(ctx, v.VisitorID)
	if err != nil {
		return err
	}
	if v.ReminderLapsed(accord.DateOf(now, accord.Zone(p.TimeZone))) {
		d.State, d.LastError = accord.DeliverySkipped, "late"
	}
	return a.queueReminder(ctx, tx, d)
}

// checkVisitReport asks whether the reader still owes the report.
func (c *composer) checkVisitReport(ctx context.Context, d accord.Delivery) (verdict, error) {
	v, err := c.tx.ExchangeVisit(ctx, d.SubjectID)
	if err == nil && (v.Status != accord.VisitPlanned || v.ReportedAt != nil || v.VisitorID != c.person.ID) {
		return skip("settled"), nil
	}
	return send, err
}

// composeVisitReport words the mail.
func (c *composer) composeVisitReport(ctx context.Context, m accord.Mail, d accord.Delivery) (accord.Mail, error) {
	v, err := c.tx.ExchangeVisit(ctx, d.SubjectID)
	if err != nil {
		return m, err
	}
	host := c.sideName(v.HostSide)
	if v.HostID != "" {
		p, err := c.tx.Person(ctx, string(v.HostID))
		if err != nil {
			return m, err
		}
		host = p.Name
	}
	m.Args = map[string]any{"Host": host, "Day": v.ToOn, "Due": v.DueOn}
	m.Link = c.app.baseURL + "/exchange-visits/" + v.ID + "#report"
	return m, nil
}
