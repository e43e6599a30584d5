package pages

import (
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// mostHits bounds the days off that a preview names one by one.
const mostHits = 8

// calendarOptions are the holiday calendars to choose from, by name, after
// none of them.
func calendarOptions(b Base, list []app.HolidayCalendar) []Option {
	options := make([]Option, 0, len(list)+1)
	options = append(options, Option{Value: "", Label: b.L.T("days_off.field_calendar_none")})
	for _, c := range list {
		options = append(options, Option{Value: c.Code, Label: c.Name})
	}
	return options
}

// Policies are what a series can do with a date on a day off.
func (v *seriesEditView) Policies() []Option {
	var options []Option
	for _, p := range []accord.HolidayPolicy{accord.HolidayKeep, accord.HolidayNext, accord.HolidayPrevious, accord.HolidaySkip} {
		options = append(options, Option{Value: string(p), Label: v.L.T("days_off.policy." + string(p))})
	}
	return options
}

// fillHolidays sets the fields for days off.
func fillHolidays(f *Form, calendar string, policy accord.HolidayPolicy) {
	f.Set("holiday_calendar", calendar)
	f.Set("holiday_policy", string(policy))
}

// patchHolidays reads them; a form without them changes nothing.
func patchHolidays(f *Form, p app.SeriesPatch) app.SeriesPatch {
	if _, shown := f.Values["holiday_policy"]; shown {
		p.HolidayCalendar, p.HolidayPolicy = accord.Some(f.Get("holiday_calendar")), accord.Some(f.Get("holiday_policy"))
	}
	return p
}

// hitTexts say of each date on a day off what becomes of it (S3).
func hitTexts(b Base, hits []accord.HolidayHit, zone *time.Location) []string {
	texts := make([]string, 0, len(hits))
	for _, h := range hits {
		day, key := b.L.Day(h.OriginalStart.Date()), "days_off.hit.skipped"
		to := ""
		if h.StartsAt != nil {
			landing := accord.DateOf(*h.StartsAt, zone)
			to, key = b.L.Day(landing), "days_off.hit.moved"
			switch {
			case landing == h.OriginalStart.Date():
				key = "days_off.hit.kept"
			case h.LandsOn != nil:
				key = "days_off.hit.shared"
			}
		}
		texts = append(texts, b.L.T(key, "Day", day, "Name", h.Name, "To", to))
	}
	return texts
}

// Hits are the dates of the preview that are on days off; More is how many
// others there are.
func (v *seriesPreviewView) Hits() []string {
	return hitTexts(v.Base, v.HolidaysHit[:min(len(v.HolidaysHit), mostHits)], accord.Zone(v.Zone))
}

// MoreHits counts those that are not named.
func (v *seriesPreviewView) MoreHits() int { return max(0, len(v.HolidaysHit)-mostHits) }

// dayOffChip says that a day off moved a date, and which; nil for any other.
func dayOffChip(b Base, d accord.SeriesDate, zone *time.Location) *Chip {
	if !d.Shifted(zone) {
		return nil
	}
	chip := &Chip{Kind: "soon", Icon: "calendar-clock", Text: b.L.T("days_off.chip.unnamed")}
	switch {
	case d.DayOff != "" && d.LandsOn != "":
		chip.Text = b.L.T("days_off.chip.shared", "Name", d.DayOff)
	case d.DayOff != "":
		chip.Text = b.L.T("days_off.chip.moved", "Name", d.DayOff)
	}
	return chip
}

// LeftOut are the dates among the next ones that a day off leaves out.
func (v *seriesShowView) LeftOut() []string {
	var hits []accord.HolidayHit
	for _, h := range v.HolidaysHit {
		if h.StartsAt == nil {
			hits = append(hits, h)
		}
	}
	return hitTexts(v.Base, hits, accord.Zone(v.TimeZone))
}

// DaysOff says what the series does with a date on a day off; "" where it
// keeps all.
func (v *seriesShowView) DaysOff() string {
	if !v.Observes() {
		return ""
	}
	said := v.L.T("days_off.said." + string(v.HolidayPolicy))
	if v.CalendarName != "" {
		said += " " + v.L.T("days_off.said_of", "Calendar", v.CalendarName)
	}
	return said
}
