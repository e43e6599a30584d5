package ical

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/internal/accord"
)

func TestReadDays(t *testing.T) {
	got, err := ReadDays(read(t, "days.ics"), "2026-01-01", "2027-12-31")
	if err != nil {
		t.Fatal(err)
	}
	want := []Day{
		{"2026-01-01", "New Year"},
		{"2026-05-14", "Founders' day, and the day after"},
		{"2026-05-15", "Founders' day, and the day after"},
		{"2026-08-03", "Stock-taking"},
		{"2026-12-31", "Company break"},
		{"2027-01-01", "Company break"},
		{"2027-01-01", "New Year"},
		{"2027-01-02", "Company break"},
	}
	if diff := cmp.Diff(want, got.List); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"file: Left out, because they have a time of day: 1.", "file: Left out, because they cannot be read as days: 3."}, notTaken(got.NotTaken)); diff != "" {
		t.Errorf("not taken (-want +got):\n%s", diff)
	}
}

func TestReadDays_refuses_a_file_without_days(t *testing.T) {
	for _, name := range []string{"series_google.ics", "reply_google.ics"} {
		if _, err := ReadDays(read(t, name), "2026-01-01", "2027-12-31"); accord.CodeOf(err) != accord.CodeInvalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
}
