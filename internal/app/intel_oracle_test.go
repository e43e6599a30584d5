package app

import (
	gocmp "cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"accord/internal/accord"
	"accord/internal/store"
)

// The figures of any past instant are those an oracle finds that reads nothing
// but the events (P8), undone ones left out.
func TestIntelligenceFlow_oracle(t *testing.T) {
	f := newItemFixture(t)
	rng := seeded(t)
	begin := f.now
	var batches []accord.LeadBatchDetail
	var told []accord.IntelDetail
	for range 150 {
		f.now = f.now.Add(time.Duration(rng.IntN(20*60)) * time.Minute)
		today := accord.DateOf(f.now, time.UTC)
		switch rng.IntN(6) {
		case 0, 1:
			b, _, err := f.app.ServeLeads(f.Context(), itemActor("mia"), accord.LeadDraft{Source: "x", Count: 1 + rng.IntN(50), ServedOn: today.AddDays(-rng.IntN(9))})
			f.must(err)
			batches = append(batches, b)
		case 2, 3:
			i, _, err := f.app.TellIntel(f.Context(), itemActor("ana"), accord.IntelDraft{Text: "x", ToldOn: today.AddDays(-rng.IntN(9))})
			f.must(err)
			told = append(told, i)
		case 4:
			if len(batches) > 0 {
				n := rng.IntN(len(batches))
				b, err := f.app.LeadBatch(f.Context(), itemActor("ana"), batches[n].ID)
				f.must(err)
				judged := b.Judged() + rng.IntN(b.Waiting()+1)
				accepted := rng.IntN(judged + 1)
				if judged > 0 {
					_, err = f.app.JudgeLeads(f.Context(), itemActor("ana"), b.ID, anyVersion, Verdict{Accepted: accepted, Rejections: []accord.LeadRejection{{ReasonID: []string{"no_need", "no_budget"}[rng.IntN(2)], Count: judged - accepted}}})
					f.must(err)
				}
				if judged > 0 && rng.IntN(3) == 0 {
					_, err = f.app.UndoLeads(f.Context(), itemActor("ana"), b.ID)
					f.must(err)
				}
			}
		default:
			if len(told) > 0 {
				i := told[rng.IntN(len(told))]
				_, err := f.app.AnswerIntel(f.Context(), itemActor("mia"), i.ID, anyVersion, accord.IntelNoted, "")
				f.must(err)
				if rng.IntN(3) == 0 {
					_, err = f.app.UndoIntel(f.Context(), itemActor("mia"), i.ID)
					f.must(err)
				}
			}
		}
	}
	events, err := f.store.EventsAfter(store.Within(f.Context(), "w"), 0, 10_000)
	f.must(err)
	for range 60 {
		asOf := begin.Add(time.Duration(rng.Int64N(int64(f.now.Sub(begin)))))
		got, err := f.app.IntelligenceFlow(f.Context(), itemActor("zoe"), 6, asOf)
		f.must(err)
		if diff := cmp.Diff(oracleFlow(t, events, asOf, 6, time.UTC), got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("as of %v (-events +flow):\n%s", asOf, diff)
		}
	}
}

// oracleFlow counts every week, and all of them together, from the events alone.
func oracleFlow(t *testing.T, events []accord.Event, asOf time.Time, weeks int, zone *time.Location) (f accord.Flow) {
	t.Helper()
	monday := accord.DateOf(asOf, zone)
	for monday.Time().Weekday() != time.Monday {
		monday = monday.AddDays(-1)
	}
	for n := range weeks {
		from := monday.AddDays(7 * (n + 1 - weeks))
		w := oracleDays(t, events, asOf, from, from.AddDays(6), zone)
		w.Monday = from
		f.Weeks = append(f.Weeks, w)
	}
	first := monday.AddDays(7 * (1 - weeks))
	f.Total = oracleDays(t, events, asOf, first, monday.AddDays(6), zone)
	f.Reasons = oracleReasons(t, events, asOf, first)
	return f
}

// oracleReasons counts why leads served on the day or later were rejected.
func oracleReasons(t *testing.T, events []accord.Event, asOf time.Time, from accord.Date) []accord.LeadRejection {
	t.Helper()
	undone := map[int64]bool{}
	for _, e := range events {
		if e.Undoes != nil {
			undone[*e.Undoes] = true
		}
	}
	counts, last := map[string]int{}, map[string]map[string]int{}
	for _, e := range events {
		var d struct {
			ServedOn   accord.Date `json:"served_on"`
			Rejections map[string]int
		}
		if !strings.HasPrefix(e.Kind, "lead_batch.") || undone[e.Seq] || e.Undoes != nil || e.At.After(asOf) {
			continue
		}
		if err := json.Unmarshal([]byte(e.Data), &d); err != nil {
			t.Fatal(err)
		}
		switch {
		case e.Kind == "lead_batch.served" && d.ServedOn >= from:
			last[e.SubjectID] = map[string]int{}
		case e.Kind == "lead_batch.judged" && last[e.SubjectID] != nil:
			last[e.SubjectID] = d.Rejections
		}
	}
	for _, rejections := range last {
		for reason, n := range rejections {
			counts[reason] += n
		}
	}
	var list []accord.LeadRejection
	for reason, n := range counts {
		list = append(list, accord.LeadRejection{ReasonID: reason, Count: n})
	}
	slices.SortFunc(list, func(a, b accord.LeadRejection) int {
		return gocmp.Or(b.Count-a.Count, strings.Compare(a.ReasonID, b.ReasonID))
	})
	return list
}

// oracleDays counts what began in some days.
func oracleDays(t *testing.T, events []accord.Event, asOf time.Time, from, to accord.Date, zone *time.Location) accord.FlowWeek {
	t.Helper()
	undone := map[int64]bool{}
	for _, e := range events {
		if e.Undoes != nil {
			undone[*e.Undoes] = true
		}
	}
	type fact struct {
		ServedOn, ToldOn, DueOn   accord.Date
		Count, Accepted, Rejected int
	}
	type thing struct {
		on                        accord.Date
		count, accepted, rejected int
		due                       time.Time
		answered                  *time.Time
	}
	things := map[string]*thing{}
	for _, e := range events {
		if undone[e.Seq] || e.Undoes != nil || e.At.After(asOf) {
			continue
		}
		var d fact
		if err := json.Unmarshal([]byte(strings.NewReplacer("served_on", "ServedOn", "told_on", "ToldOn", "due_on", "DueOn").Replace(e.Data)), &d); err != nil {
			t.Fatal(err)
		}
		switch e.Kind {
		case "lead_batch.served":
			things[e.SubjectID] = &thing{on: d.ServedOn, count: d.Count}
		case "lead_batch.judged":
			things[e.SubjectID].accepted, things[e.SubjectID].rejected = d.Accepted, d.Rejected
		case "intel.told":
			things[e.SubjectID] = &thing{on: d.ToldOn, due: d.DueOn.End(zone)}
		case "intel.answered":
			if i := things[e.SubjectID]; i.answered == nil {
				at := e.At
				i.answered = &at
			}
		}
	}
	var w accord.FlowWeek
	for _, x := range things {
		switch {
		case x.on < from || x.on > to:
		case x.count > 0:
			w.Batches, w.Served, w.Accepted, w.Rejected = w.Batches+1, w.Served+x.count, w.Accepted+x.accepted, w.Rejected+x.rejected
		default:
			w.Told++
			switch {
			case x.answered != nil && x.answered.Before(x.due):
				w.InTime++
			case x.answered != nil:
				w.Late++
			case !asOf.Before(x.due):
				w.Missed++
			}
		}
	}
	return w
}
