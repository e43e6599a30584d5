package pages

import (
	"strings"
	"testing"
	"time"

	"accord/internal/accord"
	"accord/internal/app"
)

// deliveriesExample is a queue with a mail of every kind and state.
func deliveriesExample(b Base) *deliveriesView {
	at := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	v := &deliveriesView{Base: b, State: accord.DeliveryFailed, Pager: Pager{L: b.L, Next: "/settings/deliveries?before=x"}, Tried: &app.MailTest{Result: app.MailUnreachable, To: "ana@example.com", Answer: "dial <tcp>: refused"}}
	v.List = app.DeliveryList{Suppressed: []accord.SuppressedAddress{{Address: "gone@example.com", Reason: "550 5.1.1 no such user", CreatedAt: at}}, Counts: map[accord.DeliveryState]int{accord.DeliveryFailed: 1200}, Names: map[accord.NullID]string{"p": "Ana"}}
	kinds := []string{
		accord.MailInvitation, accord.MailPassword, accord.MailProposalsWanted, accord.MailProposalsMissing, accord.MailAgenda,
		accord.MailAgendaOpen, accord.MailMinutes, accord.MailMinutesCorrected, accord.MailSeries, accord.MailMeeting,
		accord.MailMeetingMoved, accord.MailMeetingCancelled, accord.MailSeriesEnded, accord.MailUninvited, accord.MailDigest, accord.MailItem + accord.ItemAsked, accord.MailItem + accord.ItemOverdue,
		accord.MailItem + accord.ItemDone, accord.MailItem + accord.ItemKept, accord.MailItem + accord.ItemSelfConfirmed,
	}
	reasons := []string{"left", "no_address", "invented", "quiet", "hidden", "settled", "past", "late", "used", "in_minutes", "held", "unlocked", "crashed", "superseded", "unheard", "opted_out", "suppressed", "unknown_kind", "550 <no such user>"}
	states := v.States()
	for i, kind := range kinds {
		v.List.Rows = append(v.List.Rows, accord.Delivery{
			ID: kind, Kind: kind, PersonID: "p", Recipient: "ana@example.com", State: states[i%len(states)], DueAt: at, Attempts: i,
			LastError: reasons[i%len(reasons)],
		})
	}
	return v
}

func TestDeliveriesView_Again(t *testing.T) {
	for name, c := range map[string]struct {
		delivery accord.Delivery
		want     bool
	}{
		"failed":                     {accord.Delivery{State: accord.DeliveryFailed, LastError: "550 no"}, true},
		"left out too late":          {accord.Delivery{State: accord.DeliverySkipped, LastError: "late"}, true},
		"left out where it is quiet": {accord.Delivery{State: accord.DeliverySkipped, LastError: "quiet"}, false},
		"left out, invented":         {accord.Delivery{State: accord.DeliverySkipped, LastError: "invented"}, false},
		"sent":                       {accord.Delivery{State: accord.DeliverySent}, false},
	} {
		if got := (deliveriesView{}).Again(c.delivery); got != c.want {
			t.Errorf("%s: Again = %v, want %v", name, got, c.want)
		}
	}
}

func TestDeliveriesView_KnowsEveryKindAndReason(t *testing.T) {
	for _, locale := range []string{"en", "de"} {
		v := views(locale)["deliveries"][1].(*deliveriesView)
		for _, d := range v.List.Rows {
			if kind := v.Kind(d); strings.HasPrefix(kind, "[") {
				t.Errorf("%s: kind %s has no words", locale, d.Kind)
			}
			if reason := v.Reason(d); reason == d.LastError && !strings.HasPrefix(reason, "550") {
				t.Errorf("%s: reason %s has no words", locale, d.LastError)
			}
		}
	}
}
