package app

import (
	"testing"
	"time"

	"accord/internal/accord"
)

// What lists read of a prepared date is enough to tell that nothing moved it,
// in a zone other than UTC too.
func TestApp_Occurrences_a_prepared_date_is_not_moved(t *testing.T) {
	eachWorkplace(t, "2027-01-04T08:00", func(t *testing.T, w *workplace) {
		series := w.weeklyCall(func(in *NewSeries) { in.TimeZone = "America/New_York" })
		name := string(series.Next[0].OriginalStart)
		w.opened(series.ID, name)
		dates, err := w.app.Occurrences(w.ctx(), w.as("ana"), series.ID, time.Time{}, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if d := dates[0]; string(d.OriginalStart) != name || d.Status != accord.MeetingScheduled || d.Moved() {
			t.Errorf("a date prepared at its planned time = %+v, moved %t, want scheduled and not moved", d, d.Moved())
		}
	})
}
