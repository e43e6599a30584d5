package store

import (
	"context"
	"encoding/json"
	"fmt"

	"accord/internal/accord"
)

// AddMinutes keeps a version of the minutes, for ever.
func (s *Store) AddMinutes(ctx context.Context, m accord.Minutes) error {
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write minutes: %w", err)
	}
	err = rowsOf[accord.MinutesVersion](s.db).Create(ctx, &accord.MinutesVersion{
		MeetingID: m.MeetingID, Number: m.Number, Reason: m.Reason, Body: string(body), CreatedBy: m.CreatedBy, CreatedAt: m.CreatedAt,
	})
	return domainError(err, "minutes")
}

// Minutes returns a version of a meeting's minutes; 0 is the newest.
func (s *Store) Minutes(ctx context.Context, meetingID string, number int) (accord.Minutes, error) {
	var m accord.Minutes
	q := rowsOf[accord.MinutesVersion](s.db).Where("meeting_id = ?", meetingID).Order("number DESC")
	if number > 0 {
		q = q.Where("number = ?", number)
	}
	v, err := q.Take(ctx)
	if err != nil {
		return m, domainError(err, "minutes")
	}
	if err := json.Unmarshal([]byte(v.Body), &m); err != nil {
		return m, fmt.Errorf("read minutes: %w", err)
	}
	return m, nil
}
