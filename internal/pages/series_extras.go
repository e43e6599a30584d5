package pages

import (
	"slices"
	"strconv"
	"strings"

	"accord/internal/accord"
	"accord/internal/app"
)

// The units of a lead time in the editor, in minutes.
var leadUnits = []struct {
	value, key string
	minutes    int
}{{"days", "series.unit.days", 24 * 60}, {"hours", "series.unit.hours", 60}, {"minutes", "series.unit.minutes", 1}}

// leadNames are the three lead times of A4 in their order.
var leadNames = []string{"ask", "remind", "send"}

// leadField is one lead time as a number and its unit.
type leadField struct {
	Name, Label, Value, Error string
	Units                     []Option
}

// ID is the field's id, as the summary of errors links to it.
func (l leadField) ID() string { return "f-" + l.Name + "_minutes" }

// Leads are the lead times of the editor.
func (v *seriesEditView) Leads() []leadField {
	fields := make([]leadField, 0, len(leadNames))
	for _, name := range leadNames {
		f := leadField{Name: name, Label: v.L.T("series." + name), Value: v.Form.Get(name + "_n"), Error: v.Form.Errors[name+"_minutes"]}
		for _, u := range leadUnits {
			// Minutes are offered where nothing else says what is stored.
			if u.minutes > 1 || v.Form.Get(name+"_unit") == u.value {
				f.Units = append(f.Units, Option{Value: u.value, Label: v.L.T(u.key), Selected: v.Form.Get(name+"_unit") == u.value})
			}
		}
		fields = append(fields, f)
	}
	return fields
}

// fillLead writes a lead time in the largest unit that says it.
func fillLead(f *Form, name string, minutes int) {
	for _, u := range leadUnits {
		if minutes%u.minutes == 0 {
			f.Set(name+"_n", strconv.Itoa(minutes/u.minutes))
			f.Set(name+"_unit", u.value)
			return
		}
	}
}

// leadMinutes reads a lead time; -1 is none.
func leadMinutes(f *Form, name string) int {
	n, err := strconv.Atoi(f.Get(name + "_n"))
	if err != nil || n < 0 || n > accord.MaxLeadMinutes {
		return -1
	}
	for _, u := range leadUnits {
		if f.Get(name+"_unit") == u.value {
			return n * u.minutes
		}
	}
	return -1
}

// fillExtras sets the fields beside schedule and words: lead times, who
// facilitates, the shared goal.
func fillExtras(f *Form, s accord.Series) {
	leads := []int{s.AskMinutes, s.RemindMinutes, s.SendMinutes}
	for i, name := range leadNames {
		fillLead(f, name, leads[i])
	}
	f.Set("leads_were", joinLeads(leads))
	f.Set("facilitator_id", string(s.FacilitatorID))
	if s.RotateFacilitator {
		f.Set("facilitator_id", byTurn)
	}
	if s.RotateMinuteTaker {
		f.Set("rotate_minute_taker", "1")
	}
	if s.RotateRepresentatives {
		f.Set("rotate_representatives", "1")
	}
	f.Set("host_side", string(s.HostSide))
	f.Set("visiting_seats", strconv.Itoa(max(1, s.VisitingSeats)))
	f.Set("goal_title", s.GoalTitle)
	f.Set("goal_measure", s.GoalMeasure)
	f.Set("goal_target", s.GoalTarget)
	f.Set("goal_by", string(s.GoalBy))
}

func joinLeads(leads []int) string {
	text := make([]string, len(leads))
	for i, n := range leads {
		text[i] = strconv.Itoa(n)
	}
	return strings.Join(text, ",")
}

// patchExtras reads them. Lead times left alone are no part of the change, so
// that a new rhythm brings its own.
func patchExtras(f *Form, p app.SeriesPatch) app.SeriesPatch {
	if _, shown := f.Values["leads_were"]; !shown {
		return p
	}
	leads := []int{leadMinutes(f, "ask"), leadMinutes(f, "remind"), leadMinutes(f, "send")}
	if joinLeads(leads) != f.Get("leads_were") {
		p.AskMinutes, p.RemindMinutes, p.SendMinutes = accord.Some(leads[0]), accord.Some(leads[1]), accord.Some(leads[2])
	}
	p.RotateFacilitator, p.RotateMinuteTaker = accord.Some(f.Get("facilitator_id") == byTurn), accord.Some(f.Has("rotate_minute_taker"))
	p.RotateRepresentatives = accord.Some(f.Has("rotate_representatives"))
	seats, _ := strconv.Atoi(f.Get("visiting_seats"))
	p.HostSide, p.VisitingSeats = accord.Some(accord.Side(f.Get("host_side"))), accord.Some(seats)
	p.FacilitatorID = accord.Some(accord.NullID(f.Get("facilitator_id")))
	if p.RotateFacilitator.Value {
		p.FacilitatorID = accord.Some(accord.NullID(""))
	}
	p.GoalTitle, p.GoalMeasure = accord.Some(f.Get("goal_title")), accord.Some(f.Get("goal_measure"))
	p.GoalTarget, p.GoalBy = accord.Some(f.Get("goal_target")), accord.Some(accord.Date(f.Get("goal_by")))
	return p
}

// Facilitators are the team by turn, nobody, its people, and whoever it is now.
func (v *seriesEditView) Facilitators() []Option {
	options := []Option{{Value: byTurn, Label: v.L.T("rota.by_turn")}, {Value: "", Label: v.L.T("series.facilitator_none"), Selected: !v.Form.Has("facilitator_id")}}
	for _, p := range v.People {
		if !p.Facilitates() {
			continue
		}
		options = append(options, Option{Value: p.ID, Label: p.Name + ", " + v.SideName(p.Side)})
	}
	now := v.Form.Get("facilitator_id")
	if v.ID == "" {
		return options
	}
	if !slices.ContainsFunc(options, func(o Option) bool { return o.Value == now }) {
		options = append(options, Option{Value: now, Label: v.L.T("series.facilitator_now")})
	}
	return options
}
