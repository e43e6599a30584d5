package app

import (
	"context"

	"accord/internal/accord"
)

// rota is the series with its duties by turn or not. Who names a facilitator
// ends the turns, who begins turns names nobody; both at once is refused by
// [accord.Series.CheckRota].
func (p SeriesPatch) rota(s accord.Series) accord.Series {
	s.RotateFacilitator, s.RotateMinuteTaker = p.RotateFacilitator.Or(s.RotateFacilitator), p.RotateMinuteTaker.Or(s.RotateMinuteTaker)
	named := p.FacilitatorID.Set && p.FacilitatorID.Value != ""
	switch {
	case named && !p.RotateFacilitator.Set:
		s.RotateFacilitator = false
	case !named && p.RotateFacilitator.Set && p.RotateFacilitator.Value:
		s.FacilitatorID = ""
		return s
	}
	s.FacilitatorID = p.FacilitatorID.Or(s.FacilitatorID)
	return s
}

// choseDuties fills what somebody gave back to the rota, and tells who has a
// duty at the meeting or has it no more. e is the change.
func (t *meetingTx) choseDuties(ctx context.Context, before accord.Meeting, e accord.Event) error {
	if err := t.app.mailDuties(ctx, t.tx, before, t.m, e); err != nil {
		return err
	}
	if t.m.SeriesID == "" || t.m.Status != accord.MeetingScheduled {
		return nil
	}
	series, err := t.tx.Series(ctx, string(t.m.SeriesID))
	if err != nil || !series.HasRota() {
		return err
	}
	if err := t.app.fillRota(ctx, t.tx, series, t.by.PersonID, t.now); err != nil {
		return err
	}
	t.m, err = t.tx.Meeting(ctx, t.m.ID)
	return err
}
