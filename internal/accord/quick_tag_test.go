package accord

import "testing"

func TestTakeProject(t *testing.T) {
	projects := []Project{
		{ID: "north", Title: "Laboratories in the north"},
		{ID: "rent", Title: "Rent before you buy"},
		{ID: "uni", Title: "Universities: “rent” the new model"},
		{ID: "süd", Title: "Händler im Süden"},
	}
	for _, c := range []struct {
		line, rest string
		id         NullID
	}{
		{"List them #north @luis fri", "List them @luis fri", "north"},
		{"List them #NORTH, please", "List them please", "north"},
		{"Ask them #rent", "Ask them #rent", ""}, // of two, neither
		{"Ask them #rent-univ", "Ask them", "uni"},
		{"Ask them #sud", "Ask them", "süd"},
		{"Ticket #4711 #hand", "Ticket #4711", "süd"},
		{"Ask them #n", "Ask them #n", ""}, // one letter is none
		{"Ask them # north", "Ask them # north", ""},
		{"Two  spaces stay", "Two  spaces stay", ""},
		{"#west", "#west", ""},
	} {
		if rest, id := TakeProject(c.line, projects); rest != c.rest || id != c.id {
			t.Errorf("TakeProject(%q) = %q, %q, want %q, %q", c.line, rest, id, c.rest, c.id)
		}
	}
}

func TestTakeHorizon(t *testing.T) {
	for line, want := range map[string]struct {
		rest string
		h    Horizon
	}{
		"Plan the fair #year @ben fri": {"Plan the fair @ben fri", HorizonYear},
		"Messe planen #Quartal.":       {"Messe planen", HorizonQuarter},
		"Call them #now #year":         {"Call them #year", HorizonNow},
		"Ask about the #years":         {"Ask about the #years", ""},
		"Five years from now":          {"Five years from now", ""},
	} {
		if rest, h := TakeHorizon(line); rest != want.rest || h != want.h {
			t.Errorf("TakeHorizon(%q) = %q, %q, want %q, %q", line, rest, h, want.rest, want.h)
		}
	}
}
