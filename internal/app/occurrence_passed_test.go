package app

import (
	"slices"
	"testing"

	"accord/internal/accord"
)

// Whatever is changed while dates have come and gone that nobody opened: the
// worker finds them afterwards (S6).
func TestPlanNext_S6_LosesNoDateThatPassedUnopened(t *testing.T) {
	const next = "2027-01-25T10:00"
	for name, c := range map[string]struct {
		change func(w *workplace) error
		want   string
	}{
		"a date to come is called off": {func(w *workplace) error {
			_, _, err := w.app.ChangeOccurrence(w.ctx(), w.as("ana"), "strategic", next, accord.Match{}, OccurrenceChange{Status: accord.MeetingCancelled})
			return err
		}, "cancelled"},
		"a meeting begins before its time": {func(w *workplace) error {
			m, _, err := w.app.OpenOccurrence(w.ctx(), w.as("ana"), "strategic", next)
			if err != nil {
				return err
			}
			w.propose(m, accord.Sales, accord.AgendaAccepted)
			w.propose(m, accord.Marketing, accord.AgendaAccepted)
			_, err = w.app.StartMeeting(w.ctx(), w.as("ana"), m.ID, accord.Match{})
			return err
		}, "in_progress"},
		"the series gets another title": {func(w *workplace) error {
			_, err := w.app.ChangeSeries(w.ctx(), w.as("ana"), "strategic", accord.Match{}, SeriesPatch{Title: accord.Some("Another")})
			if err != nil {
				return err
			}
			_, _, err = w.app.OpenOccurrence(w.ctx(), w.as("ana"), "strategic", next)
			return err
		}, "scheduled"},
	} {
		t.Run(name, func(t *testing.T) {
			eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
				w.series("strategic", "FREQ=WEEKLY;BYDAY=MO", "2027-01-04T10:00", 1440, 720, 60)
				w.clock.set("2027-01-18T12:00")
				if err := c.change(w); err != nil {
					t.Fatal(err)
				}
				w.tick()
				w.tick()
				want := []string{"2027-01-04T10:00 scheduled", "2027-01-11T10:00 scheduled", "2027-01-18T10:00 scheduled", next + " " + c.want}
				if got := w.meetings("2027-01-01T00:00", "2027-01-31T00:00"); !slices.Equal(got, want) {
					t.Errorf("S6 meetings = %q, want %q", got, want)
				}
			})
		})
	}
}
