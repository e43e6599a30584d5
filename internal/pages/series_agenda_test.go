package pages

import (
	"slices"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

func seriesAgendaViews(b Base, d app.SeriesDetail) []framed {
	items := []accord.SeriesAgendaItem{
		{Title: "What did customers say?", Kind: accord.KindInform, Side: accord.Sales, Minutes: 40},
		{Title: "Which project?", Kind: accord.KindDecide, Side: accord.Marketing, Minutes: 30, Why: "Because"},
	}
	filled, wrong := BlankForm(b.L), BlankForm(b.L)
	fillAgenda(filled, items)
	fillAgenda(wrong, nil)
	wrong.Fail("agenda.0.title", "Wrong")
	return []framed{
		&seriesAgendaView{Base: b, SeriesEditor: app.SeriesEditor{SeriesDetail: d, Agenda: items}, Form: filled},
		&seriesAgendaView{Base: b, SeriesEditor: app.SeriesEditor{SeriesDetail: d}, Form: wrong},
	}
}

func titles(items []accord.SeriesAgendaItem) []string {
	list := make([]string, 0, len(items))
	for _, i := range items {
		list = append(list, i.Title)
	}
	return list
}

func TestSeriesAgenda_buttons(t *testing.T) {
	f := BlankForm(web.NewLocalizer("en", time.UTC))
	fillAgenda(f, []accord.SeriesAgendaItem{{Title: "a"}, {Title: "b"}, {Title: "c"}})
	for _, c := range []struct {
		do, added string
		want      []string
		line      int
	}{
		{"", "", []string{"a", "b", "c"}, -1},
		{"", "d", []string{"a", "b", "c", "d"}, -1},
		{"add", "", []string{"a", "b", "c", ""}, -1},
		{"up.1", "", []string{"b", "a", "c"}, 0},
		{"up.0", "", []string{"a", "b", "c"}, 0},
		{"down.1", "d", []string{"a", "c", "b", "d"}, 2},
		{"down.2", "", []string{"a", "b", "c"}, 2},
		{"remove.0", "", []string{"b", "c"}, 0},
		{"remove.7", "", []string{"a", "b", "c"}, -1},
		{"remove.x", "", []string{"a", "b", "c"}, -1},
		{"sort.1", "", []string{"a", "b", "c"}, -1},
	} {
		f.Set(agendaField(3, "title"), c.added)
		got, line := arrangeAgenda(readAgenda(f, c.do == "add"), c.do)
		if !slices.Equal(titles(got), c.want) || line != c.line {
			t.Errorf("%q with a new %q = %v at %d, want %v at %d", c.do, c.added, titles(got), line, c.want, c.line)
		}
	}
}

// A lead time is written in the largest unit that says it, and comes back;
// left alone it is no part of a change.
func TestSeriesExtras_lead_times(t *testing.T) {
	l := web.NewLocalizer("en", time.UTC)
	for minutes, want := range map[int]string{0: "0 days", 14400: "10 days", 240: "4 hours", 1500: "25 hours", 90: "90 minutes"} {
		f := seriesForm(l, accord.Series{StartsAtLocal: "2026-12-08T10:00", Rrule: "FREQ=WEEKLY", AskMinutes: minutes})
		if got := f.Get("ask_n") + " " + f.Get("ask_unit"); got != want {
			t.Errorf("%d minutes are written %s, want %s", minutes, got, want)
		}
		if got := leadMinutes(f, "ask"); got != minutes {
			t.Errorf("%s comes back as %d minutes, want %d", want, got, minutes)
		}
		if p := seriesPatch(f); p.AskMinutes.Set || p.SendMinutes.Set || !p.GoalTitle.Set {
			t.Errorf("%s left alone: %+v is set", want, p.AskMinutes)
		}
		f.Set("send_n", "soon")
		if p := seriesPatch(f); !p.SendMinutes.Set || p.SendMinutes.Value != -1 || p.AskMinutes.Value != minutes {
			t.Errorf("send %q = %+v with ask %d, want -1 and %d", "soon", p.SendMinutes, p.AskMinutes.Value, minutes)
		}
	}
}
