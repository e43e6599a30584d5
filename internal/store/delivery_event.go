package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// firstInLane holds for mails with nothing before them in their lane that is
// still to be sent: what somebody is told of one thing arrives in its order.
// Ids grow with time.
const firstInLane = `(d.lane = '' OR NOT EXISTS (SELECT 1 FROM deliveries earlier WHERE earlier.workspace_id = :workspace
AND earlier.person_id = d.person_id AND earlier.lane = d.lane AND earlier.id < d.id AND earlier.state IN ('queued', 'leased')))`

// QueueEvent queues a mail about a calendar event. It takes the place of those
// about the same thing to the same person that were not handed over, and their
// due time where that is sooner: several changes within a minute are one mail
// (S5). What an older one said is never sent; one that is under way, or may have
// arrived, goes before.
func (s *Store) QueueEvent(ctx context.Context, d accord.Delivery) error {
	older, err := rowsOf[accord.Delivery](s.db).
		Where("person_id = ? AND event_uid = ? AND subject_type = ? AND subject_id = ?", string(d.PersonID), d.EventUID, d.SubjectType, d.SubjectID).
		Where("state = 'queued' OR state = 'leased' AND transport_started_at IS NULL").Find(ctx)
	if err != nil {
		return domainError(err, "delivery")
	}
	now := s.Now()
	for _, o := range older {
		n, err := s.exec(ctx, `UPDATE deliveries SET state = 'withdrawn', last_error = 'superseded', lease_owner = '', lease_until = NULL,
			payload = CASE WHEN transport_started_at IS NULL THEN '{}' ELSE payload END
			WHERE workspace_id = :workspace AND id = :id AND (state = 'queued' OR state = 'leased' AND transport_started_at IS NULL)`,
			map[string]any{"id": o.ID})
		if err != nil {
			return domainError(err, "delivery")
		}
		if n > 0 && o.Attempts == 0 && o.DueAt.After(now) && o.DueAt.Before(d.DueAt) {
			d.DueAt = o.DueAt
		}
	}
	return s.Queue(ctx, d)
}

// EventTold returns the last mail about a calendar event that was handed over
// to its reader, or may have been; except is the id of one that does not count.
// Where about names a recipient, it is what that address was told. Not found
// where they were never told.
func (s *Store) EventTold(ctx context.Context, about accord.Delivery, except string) (accord.Delivery, error) {
	q := rowsOf[accord.Delivery](s.db).
		Where("person_id = ? AND event_uid = ? AND subject_type = ? AND subject_id = ? AND id <> ? AND transport_started_at IS NOT NULL",
			string(about.PersonID), about.EventUID, about.SubjectType, about.SubjectID, except)
	if about.Recipient != "" {
		q = q.Where("recipient = ?", about.Recipient)
	}
	d, err := q.Order("transport_started_at DESC, id DESC").Limit(1).Take(ctx)
	return d, domainError(err, "delivery")
}

// EventHeard reports whether any mail about a calendar event was handed over to
// its reader, or may be by now since a worker has it, and whether any was ever
// queued.
func (s *Store) EventHeard(ctx context.Context, about accord.Delivery) (told, queued bool, err error) {
	rows, err := rowsOf[accord.Delivery](s.db).
		Where("person_id = ? AND event_uid = ? AND subject_type = ? AND subject_id = ?", string(about.PersonID), about.EventUID, about.SubjectType, about.SubjectID).
		Find(ctx)
	for _, d := range rows {
		told = told || d.TransportStartedAt != nil || d.State == accord.DeliveryLeased
	}
	return told, len(rows) > 0, domainError(err, "delivery")
}

// UIDsTold returns who was told of a meeting, and under which UIDs: of each the
// person and the UID alone.
func (s *Store) UIDsTold(ctx context.Context, meetingID string) ([]accord.Delivery, error) {
	var told []accord.Delivery
	err := s.raw(ctx, `SELECT DISTINCT person_id, event_uid FROM deliveries
WHERE workspace_id = :workspace AND subject_id = :meeting AND subject_type = 'meeting' AND event_uid <> '' AND transport_started_at IS NOT NULL
ORDER BY person_id, event_uid`, map[string]any{"meeting": meetingID}).Scan(&told)
	return told, domainError(err, "delivery")
}

// FirstOfEvent returns the Message-ID of the first mail about a calendar event
// that a person was sent, "" for none: the others are threaded behind it.
func (s *Store) FirstOfEvent(ctx context.Context, personID, eventUID string) (string, error) {
	first, err := rowsOf[accord.Delivery](s.db).
		Where("person_id = ? AND event_uid = ? AND event_uid <> '' AND message_id <> '' AND transport_started_at IS NOT NULL", personID, eventUID).
		Order("id").Limit(1).Find(ctx)
	if err != nil || len(first) == 0 {
		return "", domainError(err, "delivery")
	}
	return first[0].MessageID, nil
}

// EventSuperseded reports whether a newer mail says what this one would.
func (s *Store) EventSuperseded(ctx context.Context, d accord.Delivery) (bool, error) {
	newer, err := rowsOf[accord.Delivery](s.db).
		Where("person_id = ? AND event_uid = ? AND subject_type = ? AND subject_id = ? AND id > ? AND state IN ('queued', 'leased')",
			string(d.PersonID), d.EventUID, d.SubjectType, d.SubjectID, d.ID).Limit(1).Find(ctx)
	return len(newer) > 0, domainError(err, "delivery")
}

// KeepTold writes what a mail about a calendar event is about to say, before it
// is handed over, so that the next one knows.
func (s *Store) KeepTold(ctx context.Context, d accord.Delivery) error {
	_, err := s.exec(ctx, `UPDATE deliveries SET payload = :payload, sequence = :sequence WHERE workspace_id = :workspace AND id = :id`,
		map[string]any{"payload": d.Payload, "sequence": d.Sequence, "id": d.ID})
	return domainError(err, "delivery")
}

// NextSequence returns the SEQUENCE of the next change of a series or of one of
// its dates, which has the given one: above its own, and no lower than any that
// was said under the series' UID.
func (s *Store) NextSequence(ctx context.Context, seriesID string, own int) (int, error) {
	var highest int
	err := s.raw(ctx, `SELECT COALESCE(MAX(sequence), 0) FROM (
SELECT sequence FROM series WHERE workspace_id = :workspace AND id = :id UNION ALL
SELECT sequence FROM meetings WHERE workspace_id = :workspace AND series_id = :id) said`, map[string]any{"id": seriesID}).Scan(&highest)
	return max(own+1, highest), domainError(err, "series")
}

// CancelledMeetings returns the meetings of a series that were called off.
func (s *Store) CancelledMeetings(ctx context.Context, seriesID string) ([]accord.Meeting, error) {
	meetings, err := rowsOf[accord.Meeting](s.db).Where("series_id = ? AND status = 'cancelled'", seriesID).Order("original_start").Find(ctx)
	return meetings, domainError(err, "meeting")
}

// ActiveSeriesOf returns the series of a team that go on.
func (s *Store) ActiveSeriesOf(ctx context.Context, teamID string) ([]accord.Series, error) {
	list, err := rowsOf[accord.Series](s.db).Where("team_id = ? AND status = 'active'", teamID).Order("id").Find(ctx)
	return list, domainError(err, "series")
}

// MeetingsToCome returns the scheduled meetings of a team that somebody is
// invited to and that start after now, by start.
func (s *Store) MeetingsToCome(ctx context.Context, teamID, personID string, now time.Time) ([]accord.Meeting, error) {
	var meetings []accord.Meeting
	err := s.raw(ctx, `SELECT m.* FROM meetings m JOIN meeting_people p ON p.workspace_id = m.workspace_id AND p.meeting_id = m.id
WHERE m.workspace_id = :workspace AND m.team_id = :team AND p.person_id = :person AND m.status = 'scheduled' AND m.starts_at > :now
ORDER BY m.starts_at, m.id`, map[string]any{"team": teamID, "person": personID, "now": now}).Scan(&meetings)
	return meetings, domainError(err, "meeting")
}

// MeetingsAlone returns a team's one-time meetings to come, by start.
func (s *Store) MeetingsAlone(ctx context.Context, teamID string, now time.Time) ([]accord.Meeting, error) {
	meetings, err := rowsOf[accord.Meeting](s.db).
		Where("team_id = ? AND series_id IS NULL AND status = 'scheduled' AND starts_at > ?", teamID, now).Order("starts_at, id").Find(ctx)
	return meetings, domainError(err, "meeting")
}

// MeetingPersons returns who is invited to a meeting, with their part in it, by
// name.
func (s *Store) MeetingPersons(ctx context.Context, meetingID string) ([]accord.TeamPerson, error) {
	var people []accord.TeamPerson
	err := s.raw(ctx, `SELECT p.*, mp.team_role FROM meeting_people mp
JOIN people p ON p.workspace_id = mp.workspace_id AND p.id = mp.person_id
WHERE mp.workspace_id = :workspace AND mp.meeting_id = :meeting AND p.left_at IS NULL AND p.erased_at IS NULL ORDER BY p.name, p.id`,
		map[string]any{"meeting": meetingID}).Scan(&people)
	return people, domainError(err, "meeting")
}

// SeriesAnswers returns what people answered to a whole series, by person.
func (s *Store) SeriesAnswers(ctx context.Context, seriesID string) (map[string]string, error) {
	replies, err := rowsOf[accord.SeriesReply](s.db).Where("series_id = ? AND original_start = ''", seriesID).Find(ctx)
	answers := make(map[string]string, len(replies))
	for _, r := range replies {
		answers[r.PersonID] = r.Response
	}
	return answers, domainError(err, "series")
}
