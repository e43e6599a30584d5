package pages

import "accord/internal/accord"

// visitViews are the pages of exchange visits: nothing yet, something of
// everything, before and after the report.
func visitViews(b Base) map[string][]framed {
	seat := accord.VisitDetail{
		ExchangeVisit: accord.ExchangeVisit{
			ID: "v", VisitorID: b.Actor.PersonID, VisitorSide: accord.Sales, HostSide: accord.Marketing, MeetingID: "m", SeriesID: "s",
			FromOn: b.Today.AddDays(-2), ToOn: b.Today.AddDays(-2), DueOn: b.Today.AddDays(5), Status: accord.VisitPlanned, What: "Calls",
		},
		VisitorName: "Maya", SeriesTitle: "Marketing weekly",
	}
	days, off := seat, seat
	days.MeetingID, days.ToOn, days.HostName, days.Learned, days.Told, days.ReportedAt = "", b.Today, "Tom", "Much", "Little", &testNow
	off.Status = accord.VisitSkipped
	late := seat
	late.DueOn = b.Today.AddDays(-1)
	rows := []visitRow{b.visitRow(seat), b.visitRow(days), b.visitRow(off), b.visitRow(late)}
	coverage := []accord.VisitCoverage{{Host: accord.Sales, Visitors: []string{}, Of: 3}, {Host: accord.Marketing, Visits: 2, Reported: 1, Visitors: []string{"x"}, Of: 4}}
	one := func(v accord.VisitDetail) *visitView {
		return &visitView{Base: b, Form: BlankForm(b.L), V: b.visitRow(v), State: v.State(b.Today, b.Now)}
	}
	coming := seat
	coming.FromOn = b.Today.AddDays(3)
	shared := one(seat)
	shared.Meeting = &accord.MeetingDetail{Meeting: accord.Meeting{StartsAt: testNow, TimeZone: "Europe/Berlin", Location: "Room 2"}, Agenda: []accord.AgendaItem{{Title: "Pipeline", Minutes: 5}}}
	planner, swaps := one(days), one(seat)
	planner.V.ReportedAt, planner.Plans, planner.Failed = nil, true, "change"
	swaps.Plans, swaps.State, swaps.Swaps = true, accord.VisitComing, []Option{{Value: "x", Label: "Tue, Tom"}}
	taken := accord.SeatTaken{VisitID: "v", VisitorID: "x", Name: "Tom", Side: accord.Marketing}
	seats := []accord.SeatDate{
		{SeriesTitle: "Marketing weekly", HostSide: accord.Marketing, StartsAt: testNow, TimeZone: "Europe/Berlin", Seats: 1, Visits: []accord.SeatTaken{taken}},
		{SeriesTitle: "Marketing weekly", HostSide: b.Actor.Side.Other(), StartsAt: testNow, TimeZone: "Europe/Berlin", Seats: 2, Next: []accord.SeatTaken{taken}},
		{SeriesTitle: "Marketing weekly", HostSide: b.Actor.Side.Other(), StartsAt: testNow, TimeZone: "Europe/Berlin", Seats: 2},
	}
	return map[string][]framed{
		"exchange_visits": {
			&visitsView{Base: b, Form: BlankForm(b.L)},
			&visitsView{Base: b, Form: BlankForm(b.L), Rows: rows, Coverage: coverage, Seats: seats, People: []accord.Person{maya2()}},
			&visitsView{Base: b, Form: BlankForm(b.L), Seat: true, Seats: seats, Coverage: []accord.VisitCoverage{{Host: accord.Sales, Visitors: []string{}}}},
		},
		"exchange_visit": {one(seat), one(days), one(off), one(coming), shared, planner, swaps},
	}
}
