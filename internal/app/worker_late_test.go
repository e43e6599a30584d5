package app

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"accord/internal/accord"
)

// The policy is told to operators as it stands in the code.
func TestCatchUps_StandInTheDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range catchUps() {
		if row := fmt.Sprintf("| %s | %s | %s |\n", c.Due, c.Late, c.Reason); !strings.Contains(string(text), row) {
			t.Errorf("docs/operations.md lacks %q", row)
		}
	}
}

// Down over the time to ask: only the reminder still says something, and the ask
// is written down for everybody it would have gone to.
func TestTick_S6_AStepThatWasOvertakenIsWrittenDown(t *testing.T) {
	eachWorkplace(t, "2026-11-21T12:00", func(t *testing.T, w *workplace) {
		w.monthly()
		w.clock.set("2026-12-03T12:00") // asks were due on 28 November, reminders today at ten
		w.tick()
		same(t, "S6 mails", w.queued(),
			"proposals_missing ana queued", "proposals_missing ben queued", "proposals_missing leo queued", "proposals_missing mia queued",
			"proposals_wanted ana skipped", "proposals_wanted ben skipped", "proposals_wanted leo skipped", "proposals_wanted mia skipped")
		late, err := w.store.Deliveries(w.ctx(), accord.DeliverySkipped, "", 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range late {
			if d.LastError != "late" {
				t.Errorf("%s is left out as %q, want late", d.Key, d.LastError)
			}
		}
	})
}

// A date that was planned after its time to ask never had one.
func TestTick_S6_WhatWasNeverDueIsNotWrittenDown(t *testing.T) {
	eachWorkplace(t, "2026-12-03T12:00", func(t *testing.T, w *workplace) {
		w.monthly() // made five days before its next date
		w.tick()
		same(t, "mails", w.queued(),
			"proposals_missing ana queued", "proposals_missing ben queued", "proposals_missing leo queued", "proposals_missing mia queued")
	})
}

func TestTick_S6_AReminderThatLostItsPointIsWrittenDown(t *testing.T) {
	eachWorkplace(t, "2026-11-18T07:00", func(t *testing.T, w *workplace) {
		w.item("Write the brief", "leo", "2026-11-21")
		w.item("Moved to today", "leo", "2026-11-21", func(i *accord.ActionItem) {
			i.OriginalDueOn, i.UpdatedAt = "2026-11-19", accord.Instant(accord.LocalTime("2026-11-21T08:00").In(accord.Zone("Europe/Berlin")))
		})
		w.clock.set("2026-11-21T09:00")
		w.tick()
		w.tick()
		same(t, "queue on the due day", w.queued(), "action_item.due_tomorrow leo skipped")
		w.clock.set("2026-12-15T09:00") // three weeks down
		w.tick()
		same(t, "queue weeks later", w.queued(), "action_item.due_tomorrow leo skipped",
			"action_item.overdue leo skipped", "action_item.overdue leo skipped")
	})
}
