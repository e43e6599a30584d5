package app

import (
	"testing"

	"accord/internal/accord"
)

// X4: people of the team propose, and guests; observers do not, invited or not.
func TestStanding_Proposes(t *testing.T) {
	member, observer := accord.Actor{Role: accord.RoleMember}, accord.Actor{Role: accord.RoleObserver}
	for _, c := range []struct {
		name string
		s    Standing
		want bool
	}{
		{"a member of the team", Standing{Actor: member, TeamRole: accord.TeamMemberRole}, true},
		{"a guest", Standing{Actor: member, Invited: true}, true},
		{"an observer of the team", Standing{Actor: member, TeamRole: accord.TeamObserver}, false},
		{"an observer of the team who is invited", Standing{Actor: member, TeamRole: accord.TeamObserver, Invited: true}, false},
		{"an admin who observes the team", Standing{Actor: accord.Actor{Role: accord.RoleAdmin}, TeamRole: accord.TeamObserver}, true},
		{"an observer of the workspace who is invited", Standing{Actor: observer, TeamRole: accord.TeamMemberRole, Invited: true}, false},
		{"a visitor", Standing{Actor: member, Visitor: true}, false},
		{"anybody else", Standing{Actor: member}, false},
	} {
		if got := c.s.Proposes(); got != c.want {
			t.Errorf("Proposes of %s = %v, want %v", c.name, got, c.want)
		}
	}
}

// X4 where it is asked: oz observes the team and is invited to all its meetings.
func TestProposeAgendaItem_X4_an_invited_observer(t *testing.T) {
	eachWorkplace(t, "2027-01-01T09:00", func(t *testing.T, w *workplace) {
		w.monthly()
		m := w.prepared("2027-01-12T10:00")
		if people, err := w.store.MeetingPeople(w.ctx(), m.ID); err != nil || len(people) != 5 {
			t.Fatalf("invited = %d %v, want all five", len(people), err)
		}
		in := NewAgendaItem{Title: "A word", Kind: accord.KindInform, Side: accord.Sales, Minutes: 5}
		if _, err := w.app.ProposeAgendaItem(w.ctx(), w.as("oz"), m.ID, in); accord.CodeOf(err) != accord.CodeDenied {
			t.Errorf("ProposeAgendaItem of an observer = %v, want denied", err)
		}
		if _, err := w.app.ProposeAgendaItem(w.ctx(), w.as("leo"), m.ID, in); err != nil {
			t.Errorf("ProposeAgendaItem of a member = %v", err)
		}
	})
}
