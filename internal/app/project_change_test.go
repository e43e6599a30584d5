package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// underway writes an idea down, chooses it at the running meeting and begins it.
func (f *meetingFixture) underway(title string) accord.ProjectRow {
	f.Helper()
	p := f.ideas("ana", title)
	for _, to := range []accord.ProjectState{accord.ProjectChosen, accord.ProjectActive} {
		var err error
		p, err = f.goes("ana", p.ID, to)
		f.must(err)
	}
	return p
}

func TestUndoProject(t *testing.T) {
	eachMeeting(t, func(f *meetingFixture) {
		ctx, ana := f.Context(), itemActor("ana")
		f.start("mia")
		p := f.underway("Laboratories in the north")
		if _, err := f.goes("ana", p.ID, accord.ProjectStopped); err != nil {
			f.Fatal(err)
		}
		if _, _, err := f.app.UndoProject(ctx, itemActor("mia"), p.ID); accord.CodeOf(err) != accord.CodeDenied {
			f.Errorf("P8 undone by another = %v, want denied", err)
		}
		row, gone, err := f.app.UndoProject(ctx, ana, p.ID)
		if err != nil || gone || row.State != accord.ProjectActive || row.EndedAt != nil || row.Learned != "" || !row.ActiveAt.Equal(*p.ActiveAt) {
			f.Errorf("after the undo: %+v, %v, want it under way as it was", row.Project, err)
		}
		state, err := f.app.ProjectState(ctx, ana, time.Time{})
		if err != nil || state.Active != 1 {
			f.Errorf("figures after the undo = %+v, %v, want the pair ignored", state, err)
		}
		// The change before is then the last that stands.
		if row, _, err = f.app.UndoProject(ctx, ana, p.ID); err != nil || row.State != accord.ProjectChosen || row.ActiveAt != nil {
			f.Errorf("second undo = %+v, %v, want it chosen", row.Project, err)
		}
		f.now = f.now.Add(11 * time.Minute)
		if _, _, err := f.app.UndoProject(ctx, ana, p.ID); accord.CodeOf(err) != accord.CodeConflict {
			f.Errorf("P8 undone after eleven minutes = %v, want conflict", err)
		}
		may, err := f.app.ProjectMay(ctx, ana, row.Project)
		if err != nil || may.Undo {
			f.Errorf("may = %+v, %v, want no undo any more", may, err)
		}
		if _, err = f.app.ChangeProject(ctx, ana, p.ID, anyVersion, ProjectPatch{Title: accord.Some("The north")}); err != nil {
			f.Fatal(err)
		}
		if row, _, err = f.app.UndoProject(ctx, ana, p.ID); err != nil || row.Title != "Laboratories in the north" {
			f.Errorf("words undone = %q, %v", row.Title, err)
		}

		idea := f.ideas("max", "Rent before you buy")
		if _, gone, err := f.app.UndoProject(ctx, itemActor("max"), idea.ID); err != nil || !gone {
			f.Errorf("an idea taken back: gone %v, %v", gone, err)
		}
		if _, err := f.app.Project(ctx, ana, idea.ID); accord.CodeOf(err) != accord.CodeNotFound {
			f.Errorf("the idea afterwards = %v, want not found", err)
		}
		idea = f.ideas("max", "Lend one")
		f.asks("mia", "mia", func(n *NewActionItem) { n.TeamID, n.ProjectID = "board", idea.ID })
		if _, _, err := f.app.UndoProject(ctx, itemActor("max"), idea.ID); accord.CodeOf(err) != accord.CodeConflict {
			f.Errorf("P8 an idea somebody serves, taken back = %v, want conflict", err)
		}
		var kinds []string
		events, err := f.store.EventsAfter(store.Within(ctx, "w"), 0, 1000)
		f.must(err)
		for _, e := range events {
			if e.SubjectID == p.ID {
				kinds = append(kinds, strings.TrimPrefix(e.Kind, "project."))
			}
		}
		if got := strings.Join(kinds, " "); got != "created chosen started stopped undone undone changed undone" {
			f.Errorf("events = %s", got)
		}
	})
}

// What is stopped by mistake only comes back while there is room for it.
func TestUndoProject_noRoom(t *testing.T) {
	f := newMeetingFixture(t)
	f.start("mia")
	_, _, err := f.app.ChangeWorkspace(f.Context(), itemActor("adm"), anyVersion, WorkspacePatch{MaxActiveProjects: accord.Some(1)})
	f.must(err)
	p := f.underway("One")
	_, err = f.goes("ana", p.ID, accord.ProjectStopped)
	f.must(err)
	f.underway("Two")
	if _, _, err := f.app.UndoProject(f.Context(), itemActor("ana"), p.ID); accord.CodeOf(err) != accord.CodeConflict {
		t.Errorf("undo without room = %v, want conflict", err)
	}
}

// P9: a sponsor who leaves, observes or changes side leaves the project without
// one, for both leads to see, until somebody of the side takes it.
func TestProjects_sponsorLeaves(t *testing.T) {
	for name, leave := range map[string]PersonPatch{
		"P9 deactivated":   {Active: accord.Some(false)},
		"P9 observes":      {Role: accord.Some(accord.RoleObserver)},
		"P9 changes sides": {Side: accord.Some(accord.Sales)},
	} {
		t.Run(name, func(t *testing.T) {
			eachMeeting(t, func(f *meetingFixture) {
				ctx, adm := f.Context(), itemActor("adm")
				_, _, err := f.app.ChangeWorkspace(ctx, adm, anyVersion, WorkspacePatch{SalesLeadID: accord.Some(accord.NullID("ana")), MarketingLeadID: accord.Some(accord.NullID("mia"))})
				f.must(err)
				f.start("mia")
				p := f.underway("Laboratories in the north")
				max := func(in *ProjectPatch) { in.SponsorMktg = accord.Some(accord.NullID("max")) }
				_, err = f.app.ChangeProject(ctx, itemActor("ana"), p.ID, anyVersion, ProjectPatch{SponsorMktg: accord.Some(accord.NullID("max"))})
				f.must(err)
				ended := f.ideas("ana", "Ended", max)
				_, err = f.goes("ana", ended.ID, accord.ProjectStopped)
				f.must(err)
				if _, err := f.app.ChangePerson(ctx, adm, "max", anyVersion, leave); err != nil {
					f.Fatal(err)
				}
				p, err = f.app.Project(ctx, adm, p.ID)
				if err != nil || !slices.Equal(p.WithoutSponsor(), []accord.Side{accord.Marketing}) {
					f.Errorf("without sponsor = %v, %v, want Marketing", p.WithoutSponsor(), err)
				}
				if ended, err = f.app.Project(ctx, adm, ended.ID); err != nil || ended.SponsorMarketingID != "max" {
					f.Errorf("an ended project's sponsor = %q, %v, want the past as it was", ended.SponsorMarketingID, err)
				}
				for who, want := range map[string]int{"ana": 1, "mia": 1, "luis": 0} {
					w, err := f.app.WaitingFor(ctx, itemActor(who))
					if err != nil || len(w.Projects) != want || w.Count() != want {
						f.Errorf("%d projects wait for %s, %v, want %d", len(w.Projects), who, err, want)
					}
					_, counts, err := f.app.Shell(ctx, itemActor(who))
					if err != nil || counts.Waiting != want {
						f.Errorf("the sidebar counts %d for %s, %v, want %d", counts.Waiting, who, err, want)
					}
					if got := f.digestOfProjects(who); len(got) != want {
						f.Errorf("the week's mail of %s lists %v, want %d", who, got, want)
					}
					if rows, err := f.app.Unsponsored(ctx, itemActor(who), "board"); err != nil || len(rows) != 1 || rows[0].ID != p.ID {
						f.Errorf("the opening shows %s %v, %v, want the project", who, rows, err)
					}
				}
				if rows, err := f.app.Unsponsored(ctx, itemActor("obi"), ""); err != nil || len(rows) != 0 {
					f.Errorf("the opening of a meeting without team has %v, %v, want none", rows, err)
				}
				if _, _, err := f.app.UndoProject(ctx, adm, p.ID); accord.CodeOf(err) != accord.CodeConflict {
					f.Errorf("P8 undone = %v, want conflict", err)
				}
				p, err = f.app.ChangeProject(ctx, itemActor("mia"), p.ID, anyVersion, ProjectPatch{SponsorMktg: accord.Some(accord.NullID("mia"))})
				if err != nil || len(p.WithoutSponsor()) != 0 {
					f.Errorf("another sponsor: %v, %v", p.WithoutSponsor(), err)
				}
				if rows, err := f.app.Unsponsored(ctx, itemActor("ana"), "board"); err != nil || len(rows) != 0 || len(f.digestOfProjects("mia")) != 0 {
					f.Errorf("with another sponsor the opening has %v, %v, want none, and none in the week's mail", rows, err)
				}
			})
		})
	}
}

// digestOfProjects are the growth projects in the week's mail of somebody.
func (f *meetingFixture) digestOfProjects(who string) (titles []string) {
	f.Helper()
	person, err := f.store.Person(store.Within(f.Context(), "w"), who)
	f.must(err)
	sections, err := f.app.digestOf(store.Within(f.Context(), "w"), person, accord.DigestWeek(f.now, time.UTC), f.now)
	f.must(err)
	for _, s := range sections {
		for _, l := range s.Lines {
			if s.Key == "mail.digest.projects" {
				titles = append(titles, l.Text+" "+l.Facts[0].Key)
			}
		}
	}
	return titles
}

// M1: whoever follows the meeting is told at once that a project of its team was
// chosen, and of another team's nothing.
func TestProjects_followed(t *testing.T) {
	f := newMeetingFixture(t)
	f.start("mia")
	f.team("other", false, map[string]accord.TeamRole{"ana": accord.TeamLeader})
	ours := f.ideas("ana", "North")
	theirs := f.ideas("ana", "South", func(in *ProjectPatch) { in.TeamID = accord.Some(accord.NullID("other")) })
	follows := Following{MeetingID: f.meeting, Who: func(context.Context) (accord.Actor, error) { return itemActor("mia"), nil }}
	first, err := f.app.liveChange(f.Context(), follows, -1)
	f.must(err)
	_, err = f.app.ChangeProject(f.Context(), itemActor("ana"), theirs.ID, anyVersion, ProjectPatch{Hypothesis: accord.Some("They wait for us")})
	f.must(err)
	if c, err := f.app.liveChange(f.Context(), follows, first.Seq); err != nil || len(c.Events) != 0 {
		t.Errorf("told after a change elsewhere = %+v, %v, want nothing", c.Events, err)
	}
	_, err = f.goes("ana", ours.ID, accord.ProjectChosen)
	f.must(err)
	c, err := f.app.liveChange(f.Context(), follows, first.Seq)
	if err != nil || len(c.Events) != 1 || c.Events[0].SubjectID != ours.ID {
		t.Errorf("told after the choice = %+v, %v, want its event", c.Events, err)
	}
}

func TestLeave_projects(t *testing.T) {
	f := newMeetingFixture(t)
	ctx, adm := f.Context(), itemActor("adm")
	p := f.ideas("ana", "North", func(in *ProjectPatch) { in.SponsorSales = accord.Some(accord.NullID("luis")) })
	open, err := f.app.OpenOf(ctx, adm, "luis")
	if err != nil || len(open.Projects) != 1 {
		t.Fatalf("luis would leave %d projects, %v, want one", len(open.Projects), err)
	}
	for _, heir := range []string{"mia", "obi", "luis"} {
		if _, err := f.app.Leave(ctx, adm, "luis", map[string]string{p.ID: heir}); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("given to %s = %v, want invalid", heir, err)
		}
	}
	_, err = f.app.Leave(ctx, adm, "luis", map[string]string{p.ID: "zoe"})
	f.must(err)
	if p, err = f.app.Project(ctx, adm, p.ID); err != nil || p.SponsorSalesID != "zoe" {
		t.Errorf("sponsor = %q, %v, want zoe", p.SponsorSalesID, err)
	}
}

// The bar of a running meeting puts what it records on a project, by #word.
func TestReadQuick_project(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	p := f.ideas("ana", "Laboratories in the north")
	f.ideas("luis", "Secret north", func(in *ProjectPatch) {
		in.TeamID, in.SponsorSales = accord.Some(accord.NullID("secret")), accord.Some(accord.NullID("luis"))
	})
	over := f.ideas("ana", "North pole")
	_, err := f.goes("ana", over.ID, accord.ProjectStopped)
	f.must(err)
	f.start("mia")
	q, err := f.app.ReadQuick(ctx, itemActor("ana"), f.meeting, "List them #year @mia fri #north")
	want := accord.Quick{Title: "List them", OwnerID: "mia", DueOn: "2027-01-08", ProjectID: accord.NullID(p.ID), Horizon: accord.HorizonYear}
	if err != nil || q != want {
		t.Errorf("ReadQuick = %+v, %v, want %+v", q, err, want)
	}
	rest, id, err := f.app.ReadProject(ctx, itemActor("ana"), "We go #north this year")
	if err != nil || rest != "We go this year" || string(id) != p.ID {
		t.Errorf("ReadProject = %q, %q, %v", rest, id, err)
	}
	// Of two that fit, the reader who sees both gets neither.
	if q, err = f.app.ReadQuick(ctx, itemActor("luis"), f.meeting, "List them #north"); err != nil || q.ProjectID != "" || q.Title != "List them #north" {
		t.Errorf("ReadQuick of somebody who sees two = %+v, %v", q, err)
	}
}

// How far promises look, by owner's side, of a team, of projects, of two people.
func TestPromisedHorizons(t *testing.T) {
	eachMeeting(t, func(f *meetingFixture) {
		ctx := f.Context()
		p := f.ideas("ana", "North")
		far := func(project string, h accord.Horizon) func(*NewActionItem) {
			return func(n *NewActionItem) { n.TeamID, n.ProjectID, n.Horizon = "board", project, h }
		}
		f.asks("ana", "ana", far(p.ID, accord.HorizonNow))
		f.asks("ana", "ana", far(p.ID, accord.HorizonYear))
		f.asks("mia", "mia", far("", accord.HorizonBeyond))
		f.asks("mia", "mia", far("", ""))
		f.asks("luis", "luis", func(n *NewActionItem) { n.TeamID, n.Horizon = "secret", accord.HorizonNow })
		f.asks("ana", "luis", far(p.ID, accord.HorizonNow)) // not accepted yet: no promise
		for name, c := range map[string]struct {
			by   string
			q    PromiseQuery
			want string
		}{
			"all as ana sees":  {"ana", PromiseQuery{}, "{1 0 1 0 0} {0 0 0 1 1}"},
			"all as luis sees": {"luis", PromiseQuery{}, "{2 0 1 0 0} {0 0 0 1 1}"},
			"for projects":     {"ana", PromiseQuery{ForProjects: true}, "{1 0 1 0 0} {0 0 0 0 0}"},
			"of the board":     {"luis", PromiseQuery{TeamID: "board"}, "{1 0 1 0 0} {0 0 0 1 1}"},
			"of two":           {"luis", PromiseQuery{OwnerIDs: []string{"luis", "mia"}}, "{1 0 0 0 0} {0 0 0 1 1}"},
		} {
			b, err := f.app.PromisedHorizons(ctx, itemActor(c.by), c.q)
			if got := fmt.Sprint(b.Sales, b.Marketing); err != nil || got != c.want {
				f.Errorf("%s = %s, %v, want %s", name, got, err, c.want)
			}
		}
		if _, err := f.goes("ana", p.ID, accord.ProjectStopped); err != nil {
			f.Fatal(err)
		}
		if b, err := f.app.PromisedHorizons(ctx, itemActor("ana"), PromiseQuery{ForProjects: true}); err != nil || !b.Empty() {
			f.Errorf("for a project that ended: %+v, %v, want nothing", b, err)
		}
	})
}

// How far agendas should look is known by the rhythm of their series.
func TestHorizonSpan(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	for rule, want := range map[string]accord.HorizonSpan{
		"FREQ=WEEKLY": "", "FREQ=MONTHLY": accord.SpanMonth, "FREQ=WEEKLY;INTERVAL=4": accord.SpanMonth, "FREQ=MONTHLY;INTERVAL=3": accord.SpanQuarter, "FREQ=YEARLY": accord.SpanQuarter,
	} {
		s, err := f.app.CreateSeries(ctx, itemActor("ana"), NewSeries{
			Title: "S", TeamID: "board", ScheduleInput: accord.ScheduleInput{Rrule: rule, StartsAtLocal: "2027-02-02T10:00", TimeZone: "UTC", DurationMinutes: 60},
		})
		f.must(err)
		if got, err := f.app.HorizonSpan(ctx, itemActor("zoe"), s.ID); err != nil || got != want {
			t.Errorf("HorizonSpan(%s) = %q, %v, want %q", rule, got, err, want)
		}
	}
	if got, err := f.app.HorizonSpan(ctx, itemActor("obi"), ""); err != nil || got != "" {
		t.Errorf("HorizonSpan of a one-time meeting = %q, %v", got, err)
	}
}

func TestTeamBalance(t *testing.T) {
	eachMeeting(t, func(f *meetingFixture) {
		ctx := f.Context()
		b, strategic, err := f.app.TeamBalance(ctx, itemActor("zoe"), "board")
		if err != nil || !strategic || b.Balanced() || b.Sales != (accord.SideStrength{Leaders: 1, Members: 1}) || b.Marketing != b.Sales {
			f.Errorf("TeamBalance(board) = %+v, %v, %v", b, strategic, err)
		}
		for _, p := range []string{"luis", "zoe", "max", "nora"} { // nora is of neither side
			_, err := f.app.SetTeamMember(ctx, itemActor("adm"), "board", p, accord.TeamRepresentative, anyVersion)
			f.must(err)
		}
		if b, _, err = f.app.TeamBalance(ctx, itemActor("ana"), "board"); err != nil || b.Sales.Representatives != 2 || b.Marketing.NeedsRepresentatives() != 1 || b.Neutral.People() != 1 {
			f.Errorf("TeamBalance(board) = %+v, %v", b, err)
		}
		if _, strategic, err = f.app.TeamBalance(ctx, itemActor("ana"), "team"); err != nil || strategic {
			f.Errorf("a team without meetings chooses projects: %v, %v", strategic, err)
		}
		if _, _, err = f.app.TeamBalance(ctx, itemActor("ana"), "secret"); accord.CodeOf(err) != accord.CodeNotFound {
			f.Errorf("X4 TeamBalance of a closed team = %v, want not found", err)
		}
	})
}

// What the months say in words and figures, on both databases.
func TestProjectMomentum_databases(t *testing.T) {
	eachMeeting(t, func(f *meetingFixture) {
		ctx, ana := f.Context(), itemActor("ana")
		f.start("mia")
		p := f.underway("North")
		item := f.asks("ana", "ana", func(n *NewActionItem) { n.TeamID, n.ProjectID = "board", p.ID })
		paces := func() string {
			m, err := f.app.ProjectMomentum(ctx, itemActor("zoe"), 3, time.Time{})
			f.must(err)
			var got []string
			for _, month := range m.Rows[len(m.Rows)-1].Months {
				got = append(got, fmt.Sprint(month.Pace, month.Done))
			}
			return fmt.Sprint(got, m.Active, m.Moved, m.Stalled, m.Done[2])
		}
		if got := paces(); got != "[0 0 promised0] 1 0 0 {0 0 0}" {
			f.Errorf("promised: %s", got)
		}
		f.now = time.Date(2027, 2, 3, 9, 0, 0, 0, time.UTC)
		_, err := f.app.DoneItem(ctx, ana, item.ID, anyVersion)
		f.must(err)
		if got := paces(); got != "[0 promised0 moved1] 1 1 1 {1 0 0}" {
			f.Errorf("a month later: %s", got)
		}
		f.now = f.now.AddDate(0, 1, 0)
		if got := paces(); got != "[promised0 moved1 stalled0] 1 0 1 {0 0 0}" {
			f.Errorf("two months later: %s", got)
		}
		_, err = f.goes("ana", p.ID, accord.ProjectDone)
		f.must(err)
		if got := paces(); got != "[promised0 moved1 done0] 0 0 0 {0 0 0}" {
			f.Errorf("done: %s", got)
		}
		if _, err := f.app.ProjectMomentum(ctx, ana, 37, time.Time{}); accord.CodeOf(err) != accord.CodeInvalid {
			f.Errorf("37 months = %v, want invalid", err)
		}
		found, err := f.app.Search(ctx, ana, "north")
		if err != nil || len(found.Projects) != 1 {
			f.Errorf("Search finds %d, %v", len(found.Projects), err)
		}
	})
}

// However many ideas are written down after it, a project under way counts.
func TestProjects_manyIdeas(t *testing.T) {
	eachMeeting(t, func(f *meetingFixture) {
		ctx, ana := f.Context(), itemActor("ana")
		f.start("mia")
		p := f.underway("Laboratories in the north")
		f.must(f.store.Tx(ctx, "w", func(ctx context.Context, tx *store.Store) error {
			for n := range 210 {
				idea := accord.Project{
					ID: store.NewID(), TeamID: "board", Title: fmt.Sprint("North ", n), Side: accord.Sales, State: accord.ProjectIdea, CreatedBy: "ana", CreatedAt: f.now, Version: 1,
				}
				if err := tx.CreateProject(ctx, &idea); err != nil {
					return err
				}
			}
			return nil
		}))
		state, err := f.app.ProjectState(ctx, ana, time.Time{})
		if err != nil || state.Active != 1 || state.Ideas != 210 {
			f.Errorf("ProjectState = %+v, %v, want 1 active of 210 ideas", state, err)
		}
		m, err := f.app.ProjectMomentum(ctx, ana, 6, time.Time{})
		if err != nil || len(m.Rows) != 1 || m.Rows[0].Project.ID != p.ID {
			f.Errorf("the momentum has %d rows, %v, want the one under way", len(m.Rows), err)
		}
		going, err := f.app.GoingProjects(ctx, ana)
		if err != nil || len(going) != mostGoing || going[0].ID != p.ID {
			f.Errorf("to choose from: %d, %v, want the one under way first", len(going), err)
		}
		rows, _, err := f.app.Projects(ctx, ana, ProjectQuery{Going: true}, accord.DefaultPage)
		if err != nil || len(rows) != 1 || rows[0].ID != p.ID {
			f.Errorf("under way: %d, %v, want one", len(rows), err)
		}
	})
}

// A project is proposed once; taking that back takes the proposal, not the idea.
func TestProposeProject(t *testing.T) {
	eachMeeting(t, func(f *meetingFixture) {
		ctx, max := f.Context(), itemActor("max")
		idea := f.ideas("max", "Rent before you buy")
		propose := func(by string) ProjectProposal {
			f.Helper()
			p, err := f.app.ProposeProject(ctx, itemActor(by), idea.ID, "Do we choose “%s”?")
			f.must(err)
			return p
		}
		first := propose("max")
		if string(first.At.MeetingID) != f.meeting || first.Item.Status != accord.AgendaProposed || first.Item.Side != accord.Marketing || string(first.Item.ProjectID) != idea.ID {
			f.Errorf("proposal = %+v, want one of Marketing for the prepared meeting", first)
		}
		if again := propose("mia"); again.Item.ID != first.Item.ID {
			f.Errorf("proposed again = %s, want the first %s", again.Item.ID, first.Item.ID)
		}
		may, err := f.app.ProjectMay(ctx, max, idea.Project)
		if err != nil || may.Proposal == nil || may.Proposal.At.Title != "Pipeline review" || !may.Undo || may.Undoes != projectProposed {
			f.Errorf("may = %+v, %v, want the proposal and its undo", may, err)
		}
		if row, gone, err := f.app.UndoProject(ctx, max, idea.ID); err != nil || gone || row.ID != idea.ID {
			f.Errorf("undo = %+v, gone %v, %v, want the idea to stay", row.Project, gone, err)
		}
		d, _, err := f.app.Meeting(ctx, max, f.meeting)
		f.must(err)
		for _, i := range d.Agenda {
			if i.ID == first.Item.ID {
				f.Error("the proposal stands on the agenda after it was taken back")
			}
		}
		second := propose("max")
		_, err = f.app.AcceptAgendaItem(ctx, itemActor("mia"), second.Item.ID, anyVersion)
		f.must(err)
		if _, _, err := f.app.UndoProject(ctx, max, idea.ID); accord.CodeOf(err) != accord.CodeConflict {
			f.Errorf("P8 an accepted proposal taken back = %v, want conflict", err)
		}
		if _, err := f.app.Project(ctx, max, idea.ID); err != nil {
			f.Errorf("the idea afterwards = %v", err)
		}

		f.start("mia")
		other := f.ideas("max", "Lend one")
		kept, err := f.app.ProposeProject(ctx, max, other.ID, "%s")
		if err != nil || kept.At.MeetingID != "" || kept.Item.MeetingID != "" || kept.At.StartsAt.IsZero() {
			f.Errorf("without a prepared meeting = %+v, %v, want the backlog and the next date", kept, err)
		}
	})
}
