package pages

import (
	"strconv"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// UpdateDays are the days the weekly update can be due on, Monday first: weeks
// are those of ISO 8601.
func (v settingsView) UpdateDays() []Option {
	options := make([]Option, 0, 7)
	for n := 1; n <= 7; n++ {
		options = append(options, Option{Value: strconv.Itoa(n), Label: v.L.Weekday(time.Weekday(n % 7))})
	}
	return options
}

// fillUpdates fills in when the weekly update is due.
func fillUpdates(form *Form, w accord.Workspace) {
	s := w.Updates()
	form.Set("update_weekday", strconv.Itoa(s.Weekday))
	form.Set("update_time", s.Clock)
	form.Set("currency", w.Currency)
}

// updatesPatch reads those fields; a form without them changes nothing.
func updatesPatch(form *Form, patch *app.WorkspacePatch) {
	if _, shown := form.Values["update_weekday"]; !shown {
		return
	}
	day, err := strconv.Atoi(form.Get("update_weekday"))
	if err != nil {
		day = -1 // refused like any other wrong day
	}
	patch.UpdateWeekday, patch.UpdateTime, patch.Currency = accord.Some(day), accord.Some(form.Get("update_time")), accord.Some(form.Get("currency"))
}
