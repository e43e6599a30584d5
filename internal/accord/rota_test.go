package accord

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var rotaStart = time.Date(2027, 1, 4, 10, 0, 0, 0, time.UTC)

func rotaDates(n int) []RotaDate {
	dates := make([]RotaDate, n)
	for i := range dates {
		at := rotaStart.AddDate(0, 0, 7*i)
		dates[i] = RotaDate{LocalTime(at.Format(LocalLayout)), at}
	}
	return dates
}

// rotaTeam makes people named like "s1", "m2" or "n1", all there from the start.
func rotaTeam(names ...string) []RotaPerson {
	sides := map[byte]Side{'s': Sales, 'm': Marketing, 'n': Neutral}
	var people []RotaPerson
	for _, name := range names {
		people = append(people, RotaPerson{ID: name, Side: sides[name[0]], Since: rotaStart.AddDate(-1, 0, 0)})
	}
	return people
}

func holders(turns []RotaTurn) []string {
	var list []string
	for _, t := range turns {
		list = append(list, string(t.HolderID))
	}
	return list
}

func TestRota_Turns(t *testing.T) {
	dates := rotaDates(6)
	name := func(i int) LocalTime { return dates[i].OriginalStart }
	team := rotaTeam("s1", "s2", "m1", "m2", "m3")
	skip := func(i int, id string) RotaSkip {
		return RotaSkip{Kind: RotaFacilitator, OriginalStart: name(i), PersonID: id}
	}
	swap := func(i int, a string, j int, b string) RotaSwap {
		return RotaSwap{Kind: RotaFacilitator, FirstStart: name(i), FirstID: a, SecondStart: name(j), SecondID: b}
	}
	taken := func(i int, owner, holder string) RotaTurn {
		return RotaTurn{Kind: RotaFacilitator, OriginalStart: name(i), StartsAt: dates[i].StartsAt, OwnerID: NullID(owner), HolderID: NullID(holder), Side: rotaTeam(owner)[0].Side}
	}
	for what, c := range map[string]struct {
		rota Rota
		want []string
	}{
		"sides alternate, Sales begins":            {Rota{Kind: RotaFacilitator, People: team}, []string{"s1", "m1", "s2", "m2", "s1", "m3"}},
		"Marketing begins with the minutes":        {Rota{Kind: RotaMinuteTaker, People: team}, []string{"m1", "s1", "m2", "s2", "m3", "s1"}},
		"one side alone":                           {Rota{Kind: RotaFacilitator, People: rotaTeam("m1", "m2")}, []string{"m1", "m2", "m1", "m2", "m1", "m2"}},
		"neutral people only where nobody else is": {Rota{Kind: RotaFacilitator, People: rotaTeam("n1", "m1")}, []string{"m1", "m1", "m1", "m1", "m1", "m1"}},
		"neutral people alone":                     {Rota{Kind: RotaFacilitator, People: rotaTeam("n1", "n2")}, []string{"n1", "n2", "n1", "n2", "n1", "n2"}},
		"nobody":                                   {Rota{Kind: RotaFacilitator}, []string{"", "", "", "", "", ""}},
		"passed over once, asked the next time":    {Rota{Kind: RotaFacilitator, People: team, Skips: []RotaSkip{skip(0, "s1")}}, []string{"s2", "m1", "s1", "m2", "s2", "m3"}},
		"the only one of a side passed over": {
			Rota{Kind: RotaFacilitator, People: rotaTeam("s1", "m1", "m2"), Skips: []RotaSkip{skip(0, "s1")}}, []string{"m1", "s1", "m2", "s1", "m1", "s1"},
		},
		"two do each other's turn, the round goes on":    {Rota{Kind: RotaFacilitator, People: team, Swaps: []RotaSwap{swap(0, "s1", 3, "m2")}}, []string{"m2", "m1", "s2", "s1", "s1", "m3"}},
		"a swap after a swap":                            {Rota{Kind: RotaFacilitator, People: team, Swaps: []RotaSwap{swap(0, "s1", 3, "m2"), swap(0, "m2", 1, "m1")}}, []string{"m1", "m2", "s2", "s1", "s1", "m3"}},
		"a swap of turns that are not those any more":    {Rota{Kind: RotaFacilitator, People: team, Swaps: []RotaSwap{swap(0, "s2", 3, "m2")}}, []string{"s1", "m1", "s2", "m2", "s1", "m3"}},
		"a skipped swap is void":                         {Rota{Kind: RotaFacilitator, People: team, Swaps: []RotaSwap{swap(0, "s1", 3, "m2")}, Skips: []RotaSkip{skip(0, "m2")}}, []string{"s1", "m1", "s2", "m2", "s1", "m3"}},
		"the round goes on from what was done":           {Rota{Kind: RotaFacilitator, People: team, Taken: []RotaTurn{taken(0, "s1", "s1")}}, []string{"s1", "m1", "s2", "m2", "s1", "m3"}},
		"who did another's turn keeps their own":         {Rota{Kind: RotaFacilitator, People: team, Taken: []RotaTurn{taken(0, "s1", "m1")}}, []string{"m1", "m1", "s2", "m2", "s1", "m3"}},
		"half a swap done, the other half is owed":       {Rota{Kind: RotaFacilitator, People: team, Taken: []RotaTurn{taken(0, "s1", "m2")}, Swaps: []RotaSwap{swap(0, "s1", 3, "m2")}}, []string{"m2", "m1", "s2", "s1", "s1", "m3"}},
		"P9 half a swap owed by somebody who left":       {Rota{Kind: RotaFacilitator, People: rotaTeam("s2", "m1", "m2", "m3"), Taken: []RotaTurn{taken(0, "s1", "m2")}, Swaps: []RotaSwap{swap(0, "s1", 3, "m2")}}, []string{"m2", "m1", "s2", "m2", "s2", "m3"}},
		"P9 who left is passed over, the next steps in":  {Rota{Kind: RotaFacilitator, People: rotaTeam("s2", "m1", "m2", "m3"), Taken: []RotaTurn{taken(0, "s1", "s1"), taken(1, "m1", "m1")}}, []string{"s1", "m1", "s2", "m2", "s2", "m3"}},
		"who has another duty that day is passed over":   {Rota{Kind: RotaFacilitator, People: rotaTeam("m1", "m2"), Busy: []RotaTurn{taken(0, "m1", "m1")}}, []string{"m2", "m1", "m2", "m1", "m2", "m1"}},
		"but has both where there is nobody else":        {Rota{Kind: RotaFacilitator, People: rotaTeam("m1"), Busy: []RotaTurn{taken(0, "m1", "m1")}}, []string{"m1", "m1", "m1", "m1", "m1", "m1"}},
		"a skip of another duty is none":                 {Rota{Kind: RotaMinuteTaker, People: team, Skips: []RotaSkip{skip(0, "m1")}}, []string{"m1", "s1", "m2", "s2", "m3", "s1"}},
		"a date of a swap that was called off: no swap":  {Rota{Kind: RotaFacilitator, People: team, Swaps: []RotaSwap{{Kind: RotaFacilitator, FirstStart: name(0), FirstID: "s1", SecondStart: "2027-09-01T10:00", SecondID: "m1"}}}, []string{"s1", "m1", "s2", "m2", "s1", "m3"}},
		"what was stored stays, whatever people are now": {Rota{Kind: RotaFacilitator, People: rotaTeam("m1"), Taken: []RotaTurn{taken(0, "s1", "s1")}}, []string{"s1", "m1", "m1", "m1", "m1", "m1"}},
	} {
		t.Run(what, func(t *testing.T) {
			if diff := cmp.Diff(c.want, holders(c.rota.Turns(dates))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRota_changes(t *testing.T) {
	dates := rotaDates(6)
	now := dates[0].StartsAt.Add(time.Hour)
	r := Rota{Kind: RotaFacilitator, People: rotaTeam("s1", "m1", "s2")}
	alone := Rota{Kind: RotaFacilitator, People: rotaTeam("s1")}
	skip := func(r Rota, i int) error { _, err := r.Skip(dates, dates[i].OriginalStart, "s1", now); return err }
	swap := func(i, j int) error {
		_, err := r.Swap(dates, dates[i].OriginalStart, dates[j].OriginalStart, "s1", now)
		return err
	}
	unknown := func() error { _, err := r.Skip(dates, "2030-01-01T10:00", "s1", now); return err }
	for what, c := range map[string]struct {
		err  error
		want Code
	}{
		"skip a turn to come":       {skip(r, 1), ""},
		"skip a turn that passed":   {skip(r, 0), CodeConflict},
		"skip with nobody else":     {skip(alone, 1), CodeConflict},
		"skip where there is none":  {unknown(), CodeNotFound},
		"swap two turns":            {swap(1, 2), ""},
		"swap with one that passed": {swap(1, 0), CodeConflict},
		"swap with oneself":         {swap(1, 3), CodeInvalid},
	} {
		if CodeOf(c.err) != c.want {
			t.Errorf("%s = %v, want %q", what, c.err, c.want)
		}
	}
	made, _ := r.Swap(dates, dates[1].OriginalStart, dates[2].OriginalStart, "s1", now)
	r.Swaps = append(r.Swaps, made)
	if got := holders(r.Turns(dates))[1:3]; !slices.Equal(got, []string{"s2", "m1"}) || r.Through() != dates[2].OriginalStart {
		t.Errorf("swapped = %v, through %s", got, r.Through())
	}
	again, _ := r.Swap(dates, dates[1].OriginalStart, dates[2].OriginalStart, "s1", now)
	r.Swaps = append(r.Swaps, again)
	if got := holders(r.Turns(dates))[1:3]; !slices.Equal(got, []string{"m1", "s2"}) {
		t.Errorf("swapped back = %v, want it as it was", got)
	}
	if turn, err := r.Take(dates, dates[1].OriginalStart, "s2"); err != nil || turn.OwnerID != "m1" || turn.HolderID != "s2" {
		t.Errorf("Take = %+v, %v, want s2 for m1", turn, err)
	}
}

func TestRotaPeople(t *testing.T) {
	left := rotaStart
	team := []TeamPerson{
		{Person: Person{ID: "a", Side: Sales, Role: RoleMember}, TeamRole: TeamLeader},
		{Person: Person{ID: "b", Side: Sales, Role: RoleMember}, TeamRole: TeamObserver},
		{Person: Person{ID: "c", Side: Marketing, Role: RoleObserver}, TeamRole: TeamMemberRole},
		{Person: Person{ID: "d", Side: Marketing, Role: RoleMember, LeftAt: &left}, TeamRole: TeamMemberRole},
	}
	want := []RotaPerson{{ID: "a", Side: Sales, Since: rotaStart}}
	if diff := cmp.Diff(want, RotaPeople(team, map[string]time.Time{"a": rotaStart})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRotaDates(t *testing.T) {
	var dates []SeriesDate
	for i, status := range []MeetingStatus{MeetingPlanned, MeetingCancelled, MeetingScheduled, MeetingClosed} {
		dates = append(dates, SeriesDate{OriginalStart: LocalTime(fmt.Sprint(i)), Status: status})
	}
	if got := RotaDates(dates); len(got) != 2 || got[0].OriginalStart != "0" || got[1].OriginalStart != "2" {
		t.Errorf("= %v, want the planned and the scheduled one", got)
	}
}

// genTeam draws people of both sides, in no order.
func genTeam(t *rapid.T) []RotaPerson {
	var names []string
	for _, side := range []string{"s", "m", "n"} {
		for i := range rapid.IntRange(0, 4).Draw(t, side) {
			names = append(names, fmt.Sprint(side, i))
		}
	}
	team := rotaTeam(names...)
	for i := range team {
		team[i].Since = team[i].Since.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, "since "+team[i].ID))
	}
	return rapid.Permutation(team).Draw(t, "order")
}

// sidesOf counts the people of each side.
func sidesOf(team []RotaPerson) map[Side]int {
	n := map[Side]int{}
	for _, p := range team {
		n[p.Side]++
	}
	return n
}

// Over a long run nobody has two turns more than another of their side, also
// with swaps and with skips; the sides alternate while both have people; the
// order in which people are listed and how far one looks ahead change nothing.
func TestRota_is_fair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dates := rotaDates(60)
		r := Rota{Kind: rapid.SampledFrom(RotaKinds()).Draw(t, "kind"), People: genTeam(t)}
		if len(r.People) == 0 {
			t.Skip("nobody")
		}
		now := rotaStart.Add(-time.Hour)
		skipping := rapid.Bool().Draw(t, "skipping")
		last := -20
		for range rapid.IntRange(0, 8).Draw(t, "changes") {
			i, j := rapid.IntRange(0, 35).Draw(t, "i"), rapid.IntRange(0, 59).Draw(t, "j")
			if skipping && i > last+12 {
				if skip, err := r.Skip(dates, dates[i].OriginalStart, "x", now); err == nil {
					r.Skips, last = append(r.Skips, skip), i
				}
			} else if !skipping {
				if swap, err := r.Swap(dates, dates[i].OriginalStart, dates[j].OriginalStart, "x", now); err == nil {
					r.Swaps = append(r.Swaps, swap)
				}
			}
		}
		turns := r.Turns(dates)
		sides := sidesOf(r.People)
		count := map[string]int{}
		for i, turn := range turns {
			count[string(turn.HolderID)]++
			if i > 0 && len(r.Skips) == 0 && sides[Sales] > 0 && sides[Marketing] > 0 && turns[i-1].Side != turn.Side.Other() {
				t.Fatalf("%s after %s at %s", turn.Side, turns[i-1].Side, turn.OriginalStart)
			}
		}
		for _, a := range r.People {
			for _, b := range r.People {
				if a.Side == b.Side && count[a.ID]-count[b.ID] >= 2 {
					t.Fatalf("%s has %d turns, %s %d: %v", a.ID, count[a.ID], b.ID, count[b.ID], holders(turns))
				}
			}
		}
		reordered := r
		reordered.People = slices.Clone(r.People)
		slices.Reverse(reordered.People)
		if diff := cmp.Diff(turns, reordered.Turns(dates)); diff != "" {
			t.Fatalf("the order of people matters:\n%s", diff)
		}
		far := max(1, slices.IndexFunc(dates, func(d RotaDate) bool { return d.OriginalStart == r.Through() })+1)
		if diff := cmp.Diff(turns[:far], r.Turns(dates[:far])); diff != "" {
			t.Fatalf("how far one looks matters:\n%s", diff)
		}
	})
}

// Storing the turns one by one as they are taken changes none that is to come,
// and somebody new none before their own first.
func TestRota_is_stable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dates := rotaDates(40)
		r := Rota{Kind: RotaFacilitator, People: genTeam(t)}
		sides := sidesOf(r.People)
		if sides[Sales] == 0 || sides[Marketing] == 0 {
			t.Skip("one side has nobody")
		}
		turns := r.Turns(dates)
		done := rapid.IntRange(0, 20).Draw(t, "done")
		for i := range done {
			turn, err := r.Take(dates[i:], dates[i].OriginalStart, "")
			if err != nil {
				t.Fatal(err)
			}
			r.Taken = append(r.Taken, turn)
		}
		if diff := cmp.Diff(holders(turns[done:]), holders(r.Turns(dates[done:]))); diff != "" {
			t.Fatalf("taking %d turns changed the others (-before +after):\n%s", done, diff)
		}

		joined := r
		fresh := RotaPerson{ID: "fresh", Side: rapid.SampledFrom([]Side{Sales, Marketing}).Draw(t, "side"), Since: dates[done].StartsAt.Add(-time.Hour)}
		joined.People = append(slices.Clone(r.People), fresh)
		after := holders(joined.Turns(dates[done:]))
		first := slices.Index(after, "fresh")
		if want := 2 * sides[fresh.Side]; first < want {
			t.Fatalf("the first turn of somebody new is %d, want after everybody else's of their side: %v", first, after)
		}
		if diff := cmp.Diff(holders(turns[done:])[:first], after[:first]); diff != "" {
			t.Fatalf("somebody new changed a turn before their own (-before +after):\n%s", diff)
		}

		left := r
		gone := rapid.SampledFrom(r.People).Draw(t, "left").ID
		left.People = slices.DeleteFunc(slices.Clone(r.People), func(p RotaPerson) bool { return p.ID == gone })
		if slices.Contains(holders(left.Turns(dates[done:])), gone) {
			t.Fatalf("%s left and has a turn", gone)
		}
	})
}
