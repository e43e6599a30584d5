package store

import (
	"context"

	"gorm.io/gorm"

	"accord/internal/accord"
)

// Meeting returns one meeting.
func (s *Store) Meeting(ctx context.Context, id string) (accord.Meeting, error) {
	m, err := gorm.G[accord.Meeting](s.db).Where("id = ?", id).Take(ctx)
	return m, domainError(err, "meeting")
}

// MeetingAt returns the meeting of a series by its original start; not found
// where the occurrence is only planned.
func (s *Store) MeetingAt(ctx context.Context, seriesID string, originalStart accord.LocalTime) (accord.Meeting, error) {
	m, err := gorm.G[accord.Meeting](s.db).Where("series_id = ? AND original_start = ?", seriesID, originalStart).Take(ctx)
	return m, domainError(err, "meeting")
}

// CreateMeeting adds a meeting; a second one for the same occurrence is a
// conflict.
func (s *Store) CreateMeeting(ctx context.Context, m *accord.Meeting) error {
	return domainError(gorm.G[accord.Meeting](s.db).Create(ctx, m), "meeting")
}

// SaveMeeting writes the meeting and raises its version; stale where somebody
// was faster.
func (s *Store) SaveMeeting(ctx context.Context, m *accord.Meeting) error {
	m.Version++
	return save(ctx, s, "meeting", m.ID, m.Version, *m)
}

// MeetingPeople returns who belongs to a meeting, by person.
func (s *Store) MeetingPeople(ctx context.Context, meetingID string) ([]accord.MeetingPerson, error) {
	people, err := gorm.G[accord.MeetingPerson](s.db).Where("meeting_id = ?", meetingID).Order("person_id").Find(ctx)
	return people, domainError(err, "meeting")
}

// LastHeld returns the meeting the series last held before now; not found
// where it held none.
func (s *Store) LastHeld(ctx context.Context, seriesID string) (accord.Meeting, error) {
	m, err := gorm.G[accord.Meeting](s.db).Where("series_id = ? AND status = 'closed' AND started_at IS NOT NULL", seriesID).
		Order("started_at DESC").Take(ctx)
	return m, domainError(err, "meeting")
}
