package app

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// ideas writes an idea of the team down, ready to begin.
func (f *meetingFixture) ideas(by, title string, edit ...func(*ProjectPatch)) accord.ProjectRow {
	f.Helper()
	in := ProjectPatch{
		Title: accord.Some(title), Hypothesis: accord.Some("They ask for us"), ExpectedEffect: accord.Some("€ 200,000 a year"),
		SponsorSales: accord.Some(accord.NullID("ana")), SponsorMktg: accord.Some(accord.NullID("mia")), Horizon: accord.Some(accord.HorizonYear),
	}
	for _, e := range edit {
		e(&in)
	}
	p, err := f.app.CreateProject(f.Context(), itemActor(by), in)
	f.must(err)
	return p
}

// goes moves a project on.
func (f *meetingFixture) goes(by, id string, to accord.ProjectState) (accord.ProjectRow, error) {
	return f.app.ChangeProject(f.Context(), itemActor(by), id, anyVersion, ProjectPatch{State: accord.Some(to), Learned: learnedFor(to)})
}

func learnedFor(to accord.ProjectState) (learned accord.Opt[string]) {
	if to.Ended() {
		learned = accord.Some("Ask earlier")
	}
	return learned
}

func TestProjects_life(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	p := f.ideas("max", "Laboratories in the north")
	if p.TeamID != "board" || p.Side != accord.Marketing || p.State != accord.ProjectIdea {
		t.Errorf("idea = %+v, want one of Marketing for the board", p.Project)
	}
	if _, err := f.goes("ana", p.ID, accord.ProjectChosen); accord.CodeOf(err) != accord.CodeConflict {
		t.Errorf("chosen without a meeting = %v, want conflict", err)
	}
	f.start("mia")
	if _, err := f.goes("luis", p.ID, accord.ProjectChosen); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("chosen by a member = %v, want denied", err)
	}
	p, err := f.goes("mia", p.ID, accord.ProjectChosen)
	f.must(err)
	if string(p.ChosenMeetingID) != f.meeting {
		t.Errorf("chosen at %q, want the running meeting", p.ChosenMeetingID)
	}
	d, err := f.app.RecordDecision(ctx, itemActor("ana"), f.meeting, NewDecision{Text: "We go north", ProjectID: p.ID})
	f.must(err)
	item, err := f.app.CreateActionItem(ctx, itemActor("ana"), NewActionItem{
		ItemDraft: accord.ItemDraft{Title: "List them", ForSide: accord.Marketing, DueOn: "2027-02-01", Horizon: accord.HorizonQuarter}, OwnerID: "ana", ProjectID: p.ID,
	})
	f.must(err)
	if item.TeamID != "board" || string(item.ProjectID) != p.ID || item.Horizon != accord.HorizonQuarter {
		t.Errorf("item = %+v, want the project's team", item)
	}
	p, err = f.goes("mia", p.ID, accord.ProjectActive)
	f.must(err)
	if p.IsStalled(f.now.AddDate(0, 0, 9)) || p.Promised != 1 {
		t.Errorf("promised %d, want one promise and it not stalled", p.Promised)
	}
	_, err = f.app.DoneItem(ctx, itemActor("ana"), item.ID, anyVersion)
	f.must(err)
	if p, err = f.app.Project(ctx, itemActor("zoe"), p.ID); err != nil || !p.IsStalled(f.now.AddDate(0, 0, 9)) || p.Kept != 1 {
		t.Errorf("after the last promise: %+v, %v, want it stalled", p, err)
	}
	decisions, _, err := f.app.Decisions(ctx, itemActor("zoe"), DecisionQuery{ProjectID: p.ID}, accord.DefaultPage)
	f.must(err)
	items, _, err := f.app.ActionItems(ctx, itemActor("zoe"), ItemQuery{ProjectID: p.ID}, accord.DefaultPage)
	f.must(err)
	if len(decisions) != 1 || decisions[0].ID != d.ID || len(items) != 1 {
		t.Errorf("of the project: %d decisions, %d items, want one each", len(decisions), len(items))
	}
	if _, err := f.app.ChangeProject(ctx, itemActor("mia"), p.ID, anyVersion, ProjectPatch{State: accord.Some(accord.ProjectDone)}); accord.CodeOf(err) != accord.CodeInvalid {
		t.Errorf("done without what was learned = %v, want invalid", err)
	}
	p, err = f.goes("mia", p.ID, accord.ProjectDone)
	f.must(err)
	if _, err := f.app.ChangeProject(ctx, itemActor("ana"), p.ID, anyVersion, ProjectPatch{Title: accord.Some("x")}); accord.CodeOf(err) != accord.CodeConflict {
		t.Errorf("other words after the end = %v, want conflict", err)
	}
	var kinds []string
	events, err := f.store.EventsAfter(store.Within(ctx, "w"), 0, 1000)
	f.must(err)
	for _, e := range events {
		if e.SubjectID == p.ID {
			kinds = append(kinds, e.Kind)
		}
	}
	if got := strings.Join(kinds, " "); got != "project.created project.chosen project.started project.done" {
		t.Errorf("events = %s", got)
	}
}

func TestProjects_limitsAndSight(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	f.start("mia")
	two := accord.Some(2)
	_, _, err := f.app.ChangeWorkspace(ctx, itemActor("adm"), anyVersion, WorkspacePatch{MaxActiveProjects: two, SalesName: accord.Some("Sales"), MarketingName: accord.Some("Marketing")})
	f.must(err)
	for n := range 3 {
		p := f.ideas("ana", fmt.Sprint("Project ", n))
		_, err := f.goes("ana", p.ID, accord.ProjectChosen)
		f.must(err)
		_, err = f.goes("ana", p.ID, accord.ProjectActive)
		if want := map[bool]accord.Code{true: accord.CodeConflict}[n == 2]; accord.CodeOf(err) != want {
			t.Errorf("project %d begins = %v, want %q", n, err, want)
		}
	}
	hidden := f.ideas("luis", "Secret plan", func(p *ProjectPatch) {
		p.TeamID, p.SponsorSales = accord.Some(accord.NullID("secret")), accord.Some(accord.NullID("luis"))
	})
	if _, err := f.app.Project(ctx, itemActor("ana"), hidden.ID); accord.CodeOf(err) != accord.CodeNotFound {
		t.Errorf("a closed team's project = %v for others, want not found", err)
	}
	if _, err := f.app.ChangeProject(ctx, itemActor("adm"), hidden.ID, anyVersion, ProjectPatch{Title: accord.Some("x")}); accord.CodeOf(err) != accord.CodeNotFound {
		t.Errorf("changed by an outsider = %v, want not found", err)
	}
	list, _, err := f.app.Projects(ctx, itemActor("ana"), ProjectQuery{Query: "plan"}, accord.DefaultPage)
	if err != nil || len(list) != 0 {
		t.Errorf("search finds %v, %v, want nothing of the closed team", list, err)
	}
	found, err := f.app.Search(ctx, itemActor("ana"), "plan")
	if err != nil || len(found.Projects) != 0 {
		t.Errorf("Search finds %v, %v", found.Projects, err)
	}
	if found, err = f.app.Search(ctx, itemActor("luis"), "secret plan"); err != nil || len(found.Projects) != 1 {
		t.Errorf("Search of its people finds %v, %v, want it", found.Projects, err)
	}
	for name, in := range map[string]NewActionItem{
		"not seen":     {OwnerID: "ana", ProjectID: hidden.ID},
		"of no one":    {OwnerID: "ana", ProjectID: "none"},
		"another team": {OwnerID: "luis", ProjectID: hidden.ID, TeamID: "team"},
	} {
		in.ItemDraft = accord.ItemDraft{Title: "x", ForSide: accord.Sales}
		by := "luis"
		if name != "another team" {
			by = "ana"
		}
		if _, err := f.app.CreateActionItem(ctx, itemActor(by), in); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("item for a project %s = %v, want invalid", name, err)
		}
	}
	for name, edit := range map[string]ProjectPatch{
		"sponsor of the other side": {SponsorSales: accord.Some(accord.NullID("mia"))},
		"sponsor who observes":      {SponsorMktg: accord.Some(accord.NullID("obi"))},
		"no title":                  {Title: accord.Some(" ")},
		"no such team":              {TeamID: accord.Some(accord.NullID("none"))},
		"no such horizon":           {Horizon: accord.Some(accord.Horizon("soon"))},
	} {
		if _, err := f.app.CreateProject(ctx, itemActor("ana"), edit); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("%s = %v, want invalid", name, err)
		}
	}
	if _, err := f.app.CreateProject(ctx, itemActor("obi"), ProjectPatch{Title: accord.Some("x")}); accord.CodeOf(err) != accord.CodeDenied {
		t.Errorf("an idea of an observer = %v, want denied", err)
	}
	state, err := f.app.ProjectState(ctx, itemActor("ana"), time.Time{})
	if err != nil || state.Active != 2 || state.Stalled != 0 || state.Limit != 2 {
		t.Errorf("ProjectState = %+v, %v, want none stalled that has just begun", state, err)
	}
	f.now = f.now.AddDate(0, 0, 9)
	if state, err = f.app.ProjectState(ctx, itemActor("ana"), time.Time{}); err != nil || state.Stalled != 2 {
		t.Errorf("nine days later: %+v, %v, want both stalled", state, err)
	}
}

// The momentum of any past date is what the event log says, counted by hand.
func TestProjectMomentum_oracle(t *testing.T) {
	f := newMeetingFixture(t)
	ctx := f.Context()
	f.start("mia", "luis", "max")
	rng := rand.New(rand.NewPCG(3, 5))
	start := f.now
	var projects, items []string
	for range 220 {
		f.now = f.now.Add(time.Duration(1+rng.IntN(40)) * time.Hour)
		switch pick := rng.IntN(10); {
		case pick == 0 || len(projects) == 0:
			projects = append(projects, f.ideas("ana", "Project").ID)
		case pick < 4:
			to := accord.ProjectStates()[1+rng.IntN(4)]
			_, _ = f.goes("ana", projects[rng.IntN(len(projects))], to) // many are refused
		case pick < 7:
			owner := []string{"ana", "mia"}[rng.IntN(2)]
			item, err := f.app.CreateActionItem(ctx, itemActor(owner), NewActionItem{
				ItemDraft: accord.ItemDraft{Title: "x", ForSide: accord.Sales, DueOn: accord.DateOf(f.now, time.UTC).AddDays(9)},
				OwnerID:   owner, ProjectID: projects[rng.IntN(len(projects))],
			})
			f.must(err)
			items = append(items, item.ID)
		case len(items) > 0:
			id := items[rng.IntN(len(items))]
			for _, who := range []string{"ana", "mia"} { // one of them owns it, or may return it
				_, _ = f.app.DoneItem(ctx, itemActor(who), id, anyVersion)
			}
			if rng.IntN(3) == 0 {
				f.now = f.now.Add(time.Hour)
				_, _ = f.app.ReturnItem(ctx, itemActor("ana"), id, anyVersion, "not yet")
			}
		}
	}
	events, err := f.store.EventsAfter(store.Within(ctx, "w"), 0, 10_000)
	f.must(err)
	for range 25 {
		asOf := accord.Instant(start.Add(time.Duration(rng.Int64N(int64(f.now.Sub(start))))))
		got, err := f.app.ProjectMomentum(ctx, itemActor("zoe"), 4, asOf)
		f.must(err)
		want := momentumByHand(t, events, got.Months, asOf, time.UTC)
		for _, row := range got.Rows {
			for i, month := range row.Months {
				key := row.Project.ID + " " + string(got.Months[i])
				if w := want[key]; string(month.Pace) != w.pace || month.Done != w.done {
					t.Errorf("as of %s, %s = %s %d, the events say %v", asOf, key, month.Pace, month.Done, w)
				}
			}
		}
	}
}

// handMonth is one project in one month, counted by hand.
type handMonth struct {
	pace  string
	done  int
	owed  bool // something is promised for it at the end
	fresh bool // it has just begun then
}

// momentumByHand reads the log up to asOf, once a project and month. Months begin
// in the zone.
func momentumByHand(t *testing.T, events []accord.Event, months []accord.Date, asOf time.Time, zone *time.Location) map[string]handMonth {
	t.Helper()
	want := map[string]handMonth{}
	ids := map[string]bool{}
	for _, e := range events {
		if strings.HasPrefix(e.Kind, "project.") && !e.At.After(asOf) {
			ids[e.SubjectID] = true
		}
	}
	for id := range ids {
		for _, month := range months {
			year, m, _ := month.Time().Date()
			first, end := time.Date(year, m, 1, 0, 0, 0, 0, zone), time.Date(year, m+1, 1, 0, 0, 0, 0, zone)
			state, ended, begun, done, running := "", time.Time{}, time.Time{}, map[string]time.Time{}, map[string]bool{}
			of := map[string]string{}
			for _, e := range events {
				if e.At.After(asOf) || !e.At.Before(end) {
					continue
				}
				if e.SubjectID == id && e.Kind != "project.changed" {
					state = map[string]string{"created": "idea", "chosen": "chosen", "started": "active", "done": "done", "stopped": "stopped"}[strings.TrimPrefix(e.Kind, "project.")]
					ended = e.At
					if state == "active" {
						begun = e.At
					}
				}
				if e.SubjectType != "action_item" {
					continue
				}
				var d struct{ Changes map[string][2]any }
				if err := json.Unmarshal([]byte(e.Data), &d); err != nil {
					t.Fatal(err)
				}
				if c, ok := d.Changes["project_id"]; ok {
					of[e.SubjectID] = fmt.Sprint(c[1])
				}
				c, ok := d.Changes["status"]
				if !ok || of[e.SubjectID] != id {
					continue
				}
				if c[1] != "confirmed" { // what was returned, or is done again
					delete(done, e.SubjectID)
				}
				if c[1] == "done" && !e.At.Before(first) {
					done[e.SubjectID] = e.At
				}
				running[e.SubjectID] = slices.Contains([]string{"open", "blocked"}, fmt.Sprint(c[1]))
			}
			at, working := end.Add(-time.Microsecond), 0
			if at.After(asOf) {
				at = asOf
			}
			for d := begun.AddDate(0, 0, 1); !begun.IsZero() && !d.After(at); d = d.AddDate(0, 0, 1) {
				if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
					working++
				}
			}
			fresh := working < 3
			pace := state
			owed := slices.Contains(slices.Collect(func(yield func(bool) bool) {
				for _, r := range running {
					if !yield(r) {
						return
					}
				}
			}), true)
			switch {
			case state == "active" && len(done) > 0:
				pace = "moved"
			case state == "active" && owed:
				pace = "promised"
			case state == "active" && fresh:
				pace = "begun"
			case state == "active":
				pace = "stalled"
			case (state == "done" || state == "stopped") && ended.Before(first), first.After(asOf):
				pace = ""
			}
			want[id+" "+string(month)] = handMonth{pace, len(done), owed, fresh}
		}
	}
	return want
}
