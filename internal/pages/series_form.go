package pages

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
	"accord/web"
)

// customFreq is the editor's choice for rules it has no fields for: the rule
// itself is typed.
const customFreq = "CUSTOM"

// weekdayCodes are the values of the day fields, from Monday.
var weekdayCodes = []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}

// The choices for a day of the month beside a weekday.
const (
	monthlyByDate = "date"    // the day of the first meeting
	anyDay        = "DAY"     // the first or last day
	workingDay    = "WORKDAY" // the first or last of Monday to Friday
)

// seriesRule makes the rule that the editor's fields describe.
func seriesRule(f *Form) string {
	freq := f.Get("freq")
	if freq == customFreq {
		return f.Get("rrule")
	}
	parts := []string{"FREQ=" + freq}
	if n := f.Get("interval"); n != "" && n != "1" {
		parts = append(parts, "INTERVAL="+n)
	}
	switch freq {
	case string(accord.Weekly):
		if days := f.All("day"); len(days) > 0 {
			parts = append(parts, "BYDAY="+strings.Join(days, ","))
			if f.Get("interval") != "1" && len(days) > 1 {
				parts = append(parts, "WKST=MO")
			}
		}
	case string(accord.Monthly):
		parts = append(parts, monthlyPart(f.Get("month_on"), f.Get("month_day")))
	}
	switch f.Get("ends") {
	case "until":
		parts = append(parts, "UNTIL="+strings.ReplaceAll(f.Get("until"), "-", ""))
	case "count":
		parts = append(parts, "COUNT="+f.Get("count"))
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ";")
}

// monthlyPart is the part of a monthly rule that names the day.
func monthlyPart(on, day string) string {
	switch {
	case on == monthlyByDate || on == "":
		return ""
	case day == anyDay:
		return "BYMONTHDAY=" + on
	case day == workingDay:
		return "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=" + on
	default:
		return "BYDAY=" + on + day
	}
}

// fillRule sets the editor's fields from a rule; one they cannot say is shown
// as it is.
func fillRule(f *Form, text string) {
	rule, err := accord.ParseRule(text)
	f.Set("freq", string(rule.Freq))
	f.Set("interval", strconv.Itoa(rule.Interval))
	f.Set("ends", "never")
	switch {
	case rule.Count > 0:
		f.Set("ends", "count")
		f.Set("count", strconv.Itoa(rule.Count))
	case rule.Until.Day:
		f.Set("ends", "until")
		f.Set("until", rule.Until.Wall.Format(time.DateOnly))
	}
	f.Set("month_on", monthlyByDate)
	f.Set("month_day", "TU")
	for _, d := range rule.ByDay {
		if rule.Freq == accord.Weekly {
			f.Values.Add("day", weekdayCode(d.Day))
		}
	}
	switch {
	case rule.Freq != accord.Monthly:
	case len(rule.ByMonthDay) == 1:
		f.Set("month_on", strconv.Itoa(rule.ByMonthDay[0]))
		f.Set("month_day", anyDay)
	case len(rule.ByDay) == 1:
		f.Set("month_on", strconv.Itoa(rule.ByDay[0].N))
		f.Set("month_day", weekdayCode(rule.ByDay[0].Day))
	case len(rule.ByDay) == 5 && len(rule.BySetPos) == 1:
		f.Set("month_on", strconv.Itoa(rule.BySetPos[0]))
		f.Set("month_day", workingDay)
	}
	again, againErr := accord.ParseRule(seriesRule(f))
	if err != nil || againErr != nil || again.String() != rule.String() || !offered(f) {
		f.Set("freq", customFreq)
		f.Set("rrule", text)
	}
}

// offered reports whether the day of the month is among the editor's choices.
func offered(f *Form) bool {
	return f.Get("freq") != string(accord.Monthly) || slices.Contains([]string{monthlyByDate, "1", "2", "3", "4", "-1"}, f.Get("month_on"))
}

func weekdayCode(d time.Weekday) string { return weekdayCodes[(int(d)+6)%7] }

// seriesInput reads the schedule from the editor's fields.
func seriesInput(f *Form) accord.ScheduleInput {
	minutes, _ := strconv.Atoi(f.Get("duration_minutes"))
	return accord.ScheduleInput{
		Rrule: seriesRule(f), StartsAtLocal: f.Get("first") + "T" + f.Get("start"), TimeZone: f.Get("time_zone"),
		DurationMinutes: minutes, MonthEnd: f.Get("month_end"),
	}
}

// newSeries reads the whole editor.
func newSeries(f *Form) app.NewSeries {
	extras := patchExtras(f, app.SeriesPatch{})
	return app.NewSeries{
		ScheduleInput: seriesInput(f), Title: f.Get("title"), TeamID: f.Get("team_id"), Purpose: f.Get("purpose"),
		Location: f.Get("location"), HolidayCalendar: f.Get("holiday_calendar"), HolidayPolicy: f.Get("holiday_policy"), Template: f.Get("template"), FacilitatorID: extras.FacilitatorID.Value,
		RotateFacilitator: extras.RotateFacilitator.Value, RotateMinuteTaker: extras.RotateMinuteTaker.Value,
		RotateRepresentatives: extras.RotateRepresentatives, HostSide: extras.HostSide, VisitingSeats: extras.VisitingSeats,
		Goal:       accord.SharedGoal{Title: extras.GoalTitle.Value, Measure: extras.GoalMeasure.Value, Target: extras.GoalTarget.Value, By: extras.GoalBy.Value},
		AskMinutes: extras.AskMinutes, RemindMinutes: extras.RemindMinutes, SendMinutes: extras.SendMinutes,
	}
}

// failSeries puts an error beside the editor's own fields and reports whether
// it was one a person can mend.
func failSeries(f *Form, err error) bool {
	if !f.Failed(err) {
		return false
	}
	rename := map[string]string{"starts_at_local": "first"}
	if f.Get("freq") != customFreq {
		rename["rrule"] = "interval"
	}
	for from, to := range rename {
		if message, ok := f.Errors[from]; ok {
			delete(f.Errors, from)
			f.Errors[to] = message
			f.Order[slices.Index(f.Order, from)] = to
		}
	}
	return true
}

// templateForm fills the editor from a template.
func templateForm(l *web.Localizer, t accord.Template, today accord.Date) *Form {
	f := BlankForm(l, "title", t.Title, "purpose", t.Purpose, "template", t.Key, "duration_minutes", strconv.Itoa(t.DurationMinutes),
		"time_zone", l.Zone().String(), "month_end", string(accord.MonthEndSkip), "count", "12")
	first := t.FirstStart(today).Floating()
	f.Set("first", first.Format(time.DateOnly))
	f.Set("start", first.Format("15:04"))
	fillRule(f, t.Rrule)
	fillExtras(f, accord.Series{
		AskMinutes: t.AskMinutes, RemindMinutes: t.RemindMinutes, SendMinutes: t.SendMinutes,
		RotateRepresentatives: t.Key == accord.TemplateRepresentativeCall,
	})
	return f
}

// seriesForm fills the editor from a stored series.
func seriesForm(l *web.Localizer, s accord.Series) *Form {
	start := s.StartsAtLocal.Floating()
	f := BlankForm(l, "title", s.Title, "purpose", s.Purpose, "location", s.Location, "team_id", s.TeamID, "count", "12",
		"duration_minutes", strconv.Itoa(s.DurationMinutes), "time_zone", s.TimeZone, "month_end", s.MonthEnd,
		"first", start.Format(time.DateOnly), "start", start.Format("15:04"), "version", strconv.Itoa(s.Version))
	fillRule(f, s.Rrule)
	fillHolidays(f, s.HolidayCalendar, s.HolidayPolicy)
	fillExtras(f, s)
	return f
}

// Lists of the editor.

func (v *seriesEditView) Freqs() []Option {
	options := make([]Option, 0, 5)
	for _, freq := range []string{string(accord.Daily), string(accord.Weekly), string(accord.Monthly), string(accord.Yearly), customFreq} {
		options = append(options, Option{Value: freq, Label: v.L.T("series.freq." + strings.ToLower(freq)), Selected: v.Form.Get("freq") == freq})
	}
	return options
}

// Days are the toggles of a weekly rule, from the reader's first day.
func (v *seriesEditView) Days() []Option {
	var options []Option
	for _, d := range v.L.Weekdays() {
		code := weekdayCode(d)
		options = append(options, Option{Value: code, Label: v.L.WeekdayShort(d), Selected: slices.Contains(v.Form.All("day"), code)})
	}
	return options
}

// Positions are the choices for the day of a monthly rule.
func (v *seriesEditView) Positions() []Option {
	var options []Option
	for _, on := range []string{monthlyByDate, "1", "2", "3", "4", "-1"} {
		options = append(options, Option{Value: on, Label: v.L.T("series.month_on." + on)})
	}
	return options
}

// MonthDays are what is counted in a month.
func (v *seriesEditView) MonthDays() []Option {
	var options []Option
	for _, d := range v.L.Weekdays() {
		options = append(options, Option{Value: weekdayCode(d), Label: v.L.Weekday(d)})
	}
	return append(options, Option{Value: workingDay, Label: v.L.T("series.month_day.workday")}, Option{Value: anyDay, Label: v.L.T("series.month_day.day")})
}

// Lengths are the usual lengths of a meeting, and the present one.
func (v *seriesEditView) Lengths() []Option {
	minutes := []int{15, 30, 45, 60, 75, 90, 120, 180, 240}
	if n, err := strconv.Atoi(v.Form.Get("duration_minutes")); err == nil && n > 0 && !slices.Contains(minutes, n) {
		minutes = append(minutes, n)
		slices.Sort(minutes)
	}
	var options []Option
	for _, n := range minutes {
		options = append(options, Option{Value: strconv.Itoa(n), Label: v.L.Minutes(n)})
	}
	return options
}

// Ends are the ways a series ends.
func (v *seriesEditView) Ends() []Option {
	var options []Option
	for _, end := range []string{"never", "until", "count"} {
		options = append(options, Option{Value: end, Label: v.L.T("series.ends." + end)})
	}
	return options
}

// MonthEnds are the policies for short months.
func (v *seriesPreviewView) MonthEnds() []Option {
	var options []Option
	for _, policy := range []accord.MonthEnd{accord.MonthEndSkip, accord.MonthEndLastDay} {
		options = append(options, Option{Value: string(policy), Label: v.L.T("series.month_end." + string(policy)), Selected: v.MonthEnd == string(policy)})
	}
	return options
}
