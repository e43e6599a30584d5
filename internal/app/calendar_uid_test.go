package app

import (
	"testing"

	"accord/internal/ical"
	"accord/internal/store"
)

func TestUID_namesOneThingForLife(t *testing.T) {
	id := store.NewID()
	tests := []struct {
		uid  string
		want string
		ok   bool
	}{
		{seriesUID(id), id, true},
		{meetingUID(id), id, true},
		{"0190C1E2-AAAA-7000-8000-00000000000F@ACCORD", "0190c1e2-aaaa-7000-8000-00000000000f", true},
		{id + "@google.com", "", false},
		{id, "", false},
	}
	for _, tt := range tests {
		if got, ok := uidID(tt.uid); ok != tt.ok || ok && got != tt.want {
			t.Errorf("uidID(%q) = %q, %v; want %q, %v", tt.uid, got, ok, tt.want, tt.ok)
		}
	}
	single := ical.Series{UID: seriesUID(id)}.UIDOf("2027-01-12T10:00")
	if uid, slot := ical.SplitUID(single); uid != seriesUID(id) || slot != "2027-01-12T10:00" {
		t.Errorf("SplitUID(%q) = %q, %q; want the series' UID and its original start", single, uid, slot)
	}
}
