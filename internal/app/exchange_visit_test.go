package app

import (
	"context"
	"strings"
	"testing"

	"accord/internal/accord"
	"accord/internal/store"
)

// hosted makes Sales' weekly staff meeting of a team of ana and leo alone, with a
// seat for Marketing: Mondays at 10:00 from 2027-01-04.
func (w *workplace) hosted(closed bool) accord.Series {
	w.t.Helper()
	s := w.series("strategic", "FREQ=WEEKLY;BYDAY=MO", "2027-01-04T10:00", 3*1440, 1440, 240)
	s = s.WithSeats(accord.Sales, 1)
	w.tx(workID, func(ctx context.Context, tx *store.Store) error {
		for _, id := range []string{"mia", "ben"} {
			if err := tx.DeleteTeamMember(ctx, "team", id); err != nil {
				return err
			}
		}
		team, err := tx.Team(ctx, "team")
		if err != nil {
			return err
		}
		team.Closed = closed
		if err := tx.SaveTeam(ctx, &team); err != nil {
			return err
		}
		return tx.SaveSeries(ctx, &s)
	})
	return s
}

func (w *workplace) visits(as string, q VisitQuery) []accord.VisitDetail {
	w.t.Helper()
	list, _, err := w.app.ExchangeVisits(w.ctx(), w.as(as), q, accord.Page{})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func TestVisits_seats_go_by_turn(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.hosted(false)
		w.tick()
		w.tick()
		list := w.visits("ana", VisitQuery{})
		if len(list) != 2 || list[0].VisitorID == list[1].VisitorID || list[1].FromOn != "2027-01-04" || list[0].FromOn != "2027-01-11" {
			t.Fatalf("visits of two weeks = %+v, want one a date, by turn, each once", list)
		}
		first := list[1]
		feed, err := w.app.feed(w.ctx(), w.as(first.VisitorID), "")
		if err != nil || len(feed.Meetings) != 1 {
			t.Errorf("the visitor's feed = %d meetings %v, want the visit", len(feed.Meetings), err)
		}
		if mails := strings.Join(w.queued(), ";"); !strings.Contains(mails, "meeting "+first.VisitorID+" queued") {
			t.Errorf("mails = %s, want an invitation of %s", mails, first.VisitorID)
		}
		if _, err := w.app.CallOffVisit(w.ctx(), w.as("oz"), first.ID, accord.Match{}); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("calling off another's visit = %v, want denied", err)
		}
		if _, err := w.app.CallOffVisit(w.ctx(), w.as(first.VisitorID), first.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		w.clock.set("2027-01-01T11:00")
		w.tick()
		now := w.visits("ana", VisitQuery{MeetingID: string(first.MeetingID)})
		if len(now) != 2 || now[0].Status != accord.VisitPlanned && now[1].Status != accord.VisitPlanned {
			t.Errorf("after a skip = %+v, want the next in the round", now)
		}
	})
}

func TestVisits_report(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		v, err := w.app.PlanVisit(w.ctx(), w.as("mia"), NewVisit{FromOn: "2027-01-04", ToOn: "2027-01-06", HostID: "leo", What: "Calls"})
		if err != nil || v.HostSide != accord.Sales || v.DueOn != "2027-01-13" || v.HostName != "Leo" {
			t.Fatalf("PlanVisit = %+v %v", v, err)
		}
		if _, err := w.app.PlanVisit(w.ctx(), w.as("leo"), NewVisit{VisitorID: "ben", FromOn: "2027-01-04", ToOn: "2027-01-04"}); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("planning for another = %v, want denied", err)
		}
		if _, err := w.app.PlanVisit(w.ctx(), w.as("oz"), NewVisit{FromOn: "2027-01-04", ToOn: "2027-01-04"}); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("a visitor of neither side = %v, want invalid", err)
		}
		w.clock.set("2027-01-05T17:00")
		got, err := w.app.ReportVisit(w.ctx(), w.as("mia"), v.ID, accord.Match{}, "They call every lead twice", "The spring campaign")
		if err != nil || got.State("2027-01-05", w.clock.Now()) != accord.VisitReported || got.Told != "The spring campaign" {
			t.Errorf("ReportVisit = %+v %v", got, err)
		}
		coverage, err := w.app.VisitCoverage(w.ctx(), w.as("ana"))
		if err != nil || coverage[0].Visits != 1 || coverage[0].Of != 2 || coverage[1].Visits != 0 {
			t.Errorf("VisitCoverage = %+v %v", coverage, err)
		}
	})
}

// X4: a visitor of a closed team sees the meeting's own page and what is shared
// on it; nothing else of the team exists for them.
func TestVisits_X4_of_a_closed_team(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.hosted(true)
		w.tick()
		visit := w.visits("ana", VisitQuery{From: "2027-01-04", To: "2027-01-04"})[0]
		visitor, other := visit.VisitorID, map[string]string{"mia": "ben", "ben": "mia"}[visit.VisitorID]
		for title, shared := range map[string]bool{"Pipeline openly": true, "Salaries": false} {
			i, err := w.app.ProposeAgendaItem(w.ctx(), w.as("ana"), string(visit.MeetingID), NewAgendaItem{Title: title, Kind: accord.KindInform, Side: accord.Sales, Minutes: 5})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.app.ChangeAgendaItem(w.ctx(), w.as("ana"), i.ID, accord.Match{}, AgendaPatch{Shared: accord.Some(shared)}); err != nil {
				t.Fatal(err)
			}
			if _, err := w.app.AgendaItem(w.ctx(), w.as(visitor), i.ID); accord.CodeOf(err) != accord.CodeNotFound {
				t.Errorf("the item %q by itself = %v, want not found", title, err)
			}
		}
		w.item("Secret promise", "leo", "2027-01-20")
		d, standing, err := w.app.Meeting(w.ctx(), w.as(visitor), string(visit.MeetingID))
		if err != nil || len(d.Agenda) != 1 || d.Agenda[0].Title != "Pipeline openly" || len(d.Attendance) != 1 || len(d.Opening) != 0 || d.Notes != "" || !standing.Visitor {
			t.Errorf("the visited meeting = %+v %v, want the shared item alone", d, err)
		}
		if _, _, err := w.app.Meeting(w.ctx(), w.as(other), string(visit.MeetingID)); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("the meeting for who does not visit it = %v, want not found", err)
		}
		hidden := map[string]error{}
		_, hidden["series"] = w.app.Series(w.ctx(), w.as(visitor), "strategic")
		_, hidden["backlog"] = w.app.Backlog(w.ctx(), w.as(visitor), "strategic")
		_, hidden["reports"] = w.app.RepReports(w.ctx(), w.as(visitor), string(visit.MeetingID))
		_, _, hidden["visits of the series"] = w.app.ExchangeVisits(w.ctx(), w.as(visitor), VisitQuery{SeriesID: "strategic"}, accord.Page{})
		_, _, hidden["minutes"] = w.app.Minutes(w.ctx(), w.as(visitor), string(visit.MeetingID), 0)
		for what, err := range hidden {
			if accord.CodeOf(err) != accord.CodeNotFound {
				t.Errorf("%s for the visitor = %v, want not found", what, err)
			}
		}
		if list := w.visits(visitor, VisitQuery{}); len(list) != 1 || list[0].ID != visit.ID {
			t.Errorf("the visitor's visits = %+v, want their own", list)
		}
		feed, err := w.app.feed(w.ctx(), w.as(visitor), "")
		if err != nil || len(feed.Meetings) != 1 || feed.Meetings[0].Title != "Strategic team" {
			t.Errorf("the visitor's feed = %+v %v, want the one date", feed.Meetings, err)
		}
		found, err := w.app.Search(w.ctx(), w.as(visitor), "Secret")
		if err != nil || len(found.Items) != 0 {
			t.Errorf("the visitor's search = %+v %v", found.Items, err)
		}
		if _, err := w.app.Respond(w.ctx(), w.as(visitor), string(visit.MeetingID), visitor, "yes"); err != nil {
			t.Errorf("the visitor's answer = %v", err)
		}
		if _, err := w.app.CallOffVisit(w.ctx(), w.as("ana"), visit.ID, accord.Match{}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.app.Meeting(w.ctx(), w.as(visitor), string(visit.MeetingID)); accord.CodeOf(err) != accord.CodeNotFound {
			t.Errorf("the meeting after the visit was called off = %v, want not found", err)
		}
	})
}
