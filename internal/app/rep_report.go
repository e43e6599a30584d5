package app

import (
	"context"
	"slices"

	"accord/internal/accord"
	"accord/internal/store"
)

// mayReport are the people of a meeting: the representative whose turn it is,
// and who stands in for them.
var mayReport = right{func(s Standing) bool {
	return s.Proposes() || s.Records()
}, "Only people of the meeting can report at it."}

// RepReports gives what the representatives report at a meeting, Sales first.
func (a *App) RepReports(ctx context.Context, actor accord.Actor, meetingID string) ([]accord.RepReportDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeMeetings)
	if err != nil {
		return nil, err
	}
	if _, _, err := a.loadMeeting(ctx, a.store, actor, meetingID, a.now()); err != nil {
		return nil, err
	}
	return a.store.RepReports(ctx, meetingID)
}

// Report keeps what a side reports at a meeting, in place of what it reported
// before: lines that were turned into something stay. side "" is the actor's
// own; whoever runs the meeting may write for either. What match names is the
// version the writer saw, 0 for none: a line somebody else wrote meanwhile is
// not lost (M1).
func (a *App) Report(ctx context.Context, actor accord.Actor, meetingID string, side accord.Side, words accord.RepWords, match accord.Match) (accord.RepReportDetail, error) {
	var out accord.RepReportDetail
	err := a.atMeeting(ctx, actor, ActReport, meetingID, mayReport, func(ctx context.Context, t *meetingTx) error {
		side, err := reportSide(t.standing, side)
		if err != nil {
			return err
		}
		if err := t.m.CheckReported(); err != nil {
			return err
		}
		said, err := words.Lines()
		if err != nil {
			return err
		}
		r, err := t.repReport(ctx, side, match)
		if err != nil {
			return err
		}
		if err := t.retell(ctx, r, said); err != nil {
			return err
		}
		if _, err := t.record(ctx, "rep_report.made", "rep_report", r.ID, facts{"side": side, "lines": len(said)}); err != nil {
			return err
		}
		out, err = oneReport(ctx, t.tx, meetingID, side)
		return err
	})
	return out, err
}

// reportSide is the side a report is of.
func reportSide(standing Standing, side accord.Side) (accord.Side, error) {
	own := standing.Actor.Side
	if side == "" {
		side = own
	}
	var v accord.Validation
	v.Check(side == accord.Sales || side == accord.Marketing, "side", "Say whose report it is: sales or marketing.")
	if err := v.Err(); err != nil {
		return side, err
	}
	if side != own && !standing.Runs() {
		return side, accord.Errorf(accord.CodeDenied, "Everybody reports for their own side.").By("X4")
	}
	return side, nil
}

// repReport is the side's report at this meeting, a new one where it has none.
func (t *meetingTx) repReport(ctx context.Context, side accord.Side, match accord.Match) (accord.RepReportDetail, error) {
	r, err := oneReport(ctx, t.tx, t.m.ID, side)
	if err := match.Check(r.Version, r); err != nil {
		return r, err
	}
	if accord.CodeOf(err) != accord.CodeNotFound {
		r.AuthorID, r.UpdatedAt = t.by.PersonID, t.now
		if err == nil {
			err = t.tx.SaveRepReport(ctx, &r.RepReport)
		}
		return r, err
	}
	r.RepReport = accord.RepReport{
		ID: store.NewID(), MeetingID: t.m.ID, Side: side, AuthorID: t.by.PersonID, CreatedAt: t.now, UpdatedAt: t.now, Version: 1,
	}
	return r, t.tx.CreateRepReport(ctx, &r.RepReport)
}

// retell writes the lines of a report anew.
func (t *meetingTx) retell(ctx context.Context, r accord.RepReportDetail, said []accord.RepLine) error {
	kept, added, gone := accord.Retell(r.Lines, said)
	for _, l := range gone {
		if err := t.tx.DeleteRepLine(ctx, l.ID); err != nil {
			return err
		}
	}
	for _, l := range kept {
		if !slices.Contains(r.Lines, l) {
			if err := t.tx.SaveRepLine(ctx, &l); err != nil {
				return err
			}
		}
	}
	for _, l := range added {
		l.ID, l.ReportID, l.MeetingID, l.SeriesID, l.Side = store.NewID(), r.ID, t.m.ID, t.m.SeriesID, r.Side
		l.SaidOn = accord.DateOf(t.m.StartsAt, accord.Zone(t.m.TimeZone))
		l.CreatedBy, l.CreatedAt, l.Version = t.by.PersonID, t.now, 1
		if err := t.tx.CreateRepLine(ctx, &l); err != nil {
			return err
		}
	}
	return nil
}

func oneReport(ctx context.Context, s *store.Store, meetingID string, side accord.Side) (accord.RepReportDetail, error) {
	list, err := s.RepReports(ctx, meetingID)
	if err != nil {
		return accord.RepReportDetail{}, err
	}
	for _, r := range list {
		if r.Side == side {
			return r, nil
		}
	}
	return accord.RepReportDetail{}, accord.NotFound("report")
}

// OpenConcerns gives the concerns that were said in a series and that nothing
// came of yet, the oldest first.
func (a *App) OpenConcerns(ctx context.Context, actor accord.Actor, seriesID string) ([]accord.RepLine, error) {
	series, ctx, err := a.seriesToRead(ctx, actor, seriesID)
	if err != nil {
		return nil, err
	}
	return a.store.OpenConcerns(ctx, series.LineageID)
}

// RepLines gives all that was reported in a series, the latest call first.
func (a *App) RepLines(ctx context.Context, actor accord.Actor, seriesID string) ([]accord.RepLine, error) {
	series, ctx, err := a.seriesToRead(ctx, actor, seriesID)
	if err != nil {
		return nil, err
	}
	return a.store.RepLinesOf(ctx, series.LineageID)
}

func (a *App) seriesToRead(ctx context.Context, actor accord.Actor, id string) (accord.Series, context.Context, error) {
	ctx, err := a.read(ctx, actor, ActSeeSeries)
	if err != nil {
		return accord.Series{}, nil, err
	}
	series, _, err := a.seriesFor(ctx, a.store, actor, id)
	return series, ctx, err
}

// RepCall is a meeting's representative call as its page shows it.
type RepCall struct {
	Call     bool // it is one: a series with representatives, or something was reported
	Reports  []accord.RepReportDetail
	Earlier  []accord.RepLine // concerns of earlier calls that nothing came of yet
	MayWrite []accord.Side    // whose report the actor may write now
	MayTurn  bool             // the actor may turn lines into something
}

// RepCall gives what the representatives report at a meeting, with the concerns
// of earlier calls that are still there.
func (a *App) RepCall(ctx context.Context, actor accord.Actor, meetingID string) (c RepCall, err error) {
	ctx, err = a.read(ctx, actor, ActSeeMeetings)
	if err != nil {
		return c, err
	}
	head, standing, err := a.loadMeeting(ctx, a.store, actor, meetingID, a.now())
	if err != nil {
		return c, err
	}
	if c.Reports, err = a.store.RepReports(ctx, meetingID); err != nil {
		return c, err
	}
	c.Call = len(c.Reports) > 0
	c.MayTurn = mayReport.has(standing)
	if head.SeriesID != "" {
		series, err := a.store.Series(ctx, string(head.SeriesID))
		if err != nil {
			return c, err
		}
		c.Call = c.Call || series.RotateRepresentatives || series.Template == accord.TemplateRepresentativeCall
		lines, err := a.store.OpenConcerns(ctx, series.LineageID)
		if err != nil {
			return c, err
		}
		c.Earlier = accord.OpenConcerns(lines, meetingID)
	}
	for _, side := range []accord.Side{accord.Sales, accord.Marketing} {
		if _, err := reportSide(standing, side); err == nil && c.MayTurn && head.CheckReported() == nil {
			c.MayWrite = append(c.MayWrite, side)
		}
	}
	return c, nil
}

// today is the day it is for the actor.
func (a *App) today(actor accord.Actor) accord.Date {
	return accord.DateOf(a.now(), accord.Zone(actor.TimeZone))
}
