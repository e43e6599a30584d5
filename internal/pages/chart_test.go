package pages

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"html/template"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name string, got template.HTML) {
	t.Helper()
	path := filepath.Join("testdata", name+".html")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s changed (-want +got); look at it, then go test -update:\n%s", name, diff)
	}
	wellFormed(t, string(got))
}

// wellFormed reads the chart as XML, which a forgotten end tag or an unescaped
// text breaks.
func wellFormed(t *testing.T, s string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("chart is not well-formed: %v\n%s", err, s)
		}
	}
}

func percentText(share float64) string { return fmt.Sprintf("%.0f%%", share*100) }

func point(kept, due int) Point {
	if due == 0 {
		return Point{}
	}
	v := float64(kept) / float64(due)
	p := Point{Value: &v, Few: due < accord.FewItems, ChartMark: ChartMark{Href: "/action-items?week=1"}}
	p.Text = percentText(v)
	if p.Few {
		p.Text = fmt.Sprintf("%d/%d", kept, due)
	}
	return p
}

func lineChart(sales, marketing [][2]int) LineChart {
	c := LineChart{
		Title: "Kept on time by week due", Answer: "More than before.", Percent: percentText,
		Lines: []Line{{Side: accord.Sales, Name: "Sales"}, {Side: accord.Marketing, Name: "Marketing"}},
		Table: ChartTable{Summary: "Show as table", Columns: []Column{{Label: "Week of"}, {"Sales", accord.Sales}, {"Marketing", accord.Marketing}}},
	}
	for i := range sales {
		a, b := point(sales[i][0], sales[i][1]), point(marketing[i][0], marketing[i][1])
		c.Labels = append(c.Labels, fmt.Sprintf("%d Sep", 7+i))
		c.Lines[0].Points = append(c.Lines[0].Points, a)
		c.Lines[1].Points = append(c.Lines[1].Points, b)
		c.Table.Rows = append(c.Table.Rows, ChartRow{Label: c.Labels[i], Cells: []ChartMark{a.ChartMark, b.ChartMark}})
	}
	return c
}

func TestLineChart(t *testing.T) {
	goal := 0.8
	full := lineChart([][2]int{{5, 8}, {6, 8}, {7, 9}, {8, 9}}, [][2]int{{4, 8}, {2, 3}, {0, 0}, {9, 10}})
	full.Goal, full.GoalTag = &goal, "Goal 80%"
	golden(t, "line", full.HTML())
	golden(t, "line_empty", lineChart(nil, nil).HTML())
	golden(t, "line_one_point", lineChart([][2]int{{5, 5}}, [][2]int{{0, 0}}).HTML())
	golden(t, "line_no_data", lineChart([][2]int{{0, 0}, {0, 0}}, [][2]int{{0, 0}, {0, 0}}).HTML())
	hostile := lineChart([][2]int{{5, 5}}, [][2]int{{5, 5}})
	hostile.Lines[0].Name, hostile.Labels[0] = `<script>"x"</script>`, `"><img src=x>`
	if s := string(hostile.HTML()); strings.Contains(s, "<script>") || strings.Contains(s, "<img") {
		t.Errorf("a name reaches the page unescaped:\n%s", s)
	}
	wellFormed(t, string(hostile.HTML()))
}

func TestLineChart_ends(t *testing.T) {
	for _, c := range [][2]float64{{80, 80}, {80, 78}, {78, 80}, {100, 100}, {0, 0}, {99, 90}, {10, 90}} {
		a, b := apart(c[0], c[1])
		if math.Abs(a-b) < endHeight || a < 0 || b < 0 || a > 100 || b > 100 {
			t.Errorf("apart(%v) = %v, %v; the labels touch or leave the plot", c, a, b)
		}
		if (c[0] > c[1]) != (a > b) && c[0] != c[1] {
			t.Errorf("apart(%v) = %v, %v: changed places", c, a, b)
		}
	}
}

func TestSpineChart(t *testing.T) {
	c := SpineChart{
		Sales: "Sales", Marketing: "Marketing", Heading: "Days late", TotalLabel: "All overdue", Neither: "1 more of neither side",
		Rows: []SpineRow{
			{Label: "1 to 7", Sales: 2, Marketing: 3, SalesHref: "/action-items?side=sales", MarketingHref: "/action-items?side=marketing"},
			{Label: "Over 60", Marketing: 1_000_000_000},
		},
		Total: SpineRow{Label: "All overdue", Sales: 2, Marketing: 1_000_000_003},
		Table: ChartTable{Summary: "Show as table"},
	}
	golden(t, "spine", c.HTML())
	golden(t, "spine_empty", SpineChart{}.HTML())
	golden(t, "spine_zero", SpineChart{Sales: "Sales", Marketing: "Marketing", Rows: []SpineRow{{Label: "1 to 7"}}}.HTML())
}

func TestLoadChart(t *testing.T) {
	c := LoadChart{
		Overdue: "Overdue", Week: "Due in 7 days", Later: "Later", Table: ChartTable{Summary: "Show as table"},
		People: []LoadRow{
			{Initials: "HW", Side: accord.Marketing, Name: "Hanna Weiss", Counts: [3]int{3, 2, 3}, Late: "3 late", Summary: "of 8 open", Href: "/action-items?owner=1"},
			{Initials: "DP", Side: accord.Sales, Name: "Dev <Patel>", Counts: [3]int{0, 0, 2}, Summary: "2 open"},
			{Initials: "NO", Side: accord.Neutral, Name: "Nobody's", Summary: "0 open"},
		},
	}
	golden(t, "load", c.HTML())
	golden(t, "load_empty", LoadChart{}.HTML())
}

func TestCadenceChart(t *testing.T) {
	c := CadenceChart{
		Months: []string{"Sep", "", "Oct", "", ""},
		Rows: []CadenceRow{{Name: "Pipeline review", Href: "/series/1", Weeks: []CadenceWeek{
			{State: accord.CadenceHeld, Text: "Held 7 Sep", Href: "/meetings/1"},
			{State: accord.CadenceMoved, Text: "Moved"},
			{State: accord.CadenceMissed, Text: "Missed"},
			{},
			{State: accord.CadencePlanned, Text: "Planned"},
		}}},
		Key:   []CadenceKey{{accord.CadenceHeld, "Held"}, {accord.CadenceMissed, "Missed"}},
		Table: ChartTable{Summary: "Show as table"},
	}
	golden(t, "cadence", c.HTML())
	golden(t, "cadence_empty", CadenceChart{}.HTML())
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{math.NaN(): "0", math.Inf(1): "0", 1e9: "1000000000", 33.333: "33.33", -0.001: "0"} {
		if got := number(v); strings.TrimPrefix(got, "-") != want {
			t.Errorf("number(%v) = %s, want %s", v, got, want)
		}
	}
}
