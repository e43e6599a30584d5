package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// visiting is the condition under which a person has a seat at the meeting m,
// also where that was called off: it opens a closed team's meeting to its visitors, and nothing else of the team
// (X4). Needs :person.
const visiting = `EXISTS (SELECT 1 FROM exchange_visits v WHERE v.workspace_id = m.workspace_id AND v.meeting_id = m.id
	AND v.visitor_id = :person AND v.status <> 'skipped')`

// Visits reports whether a person has a seat at a meeting.
func (s *Store) Visits(ctx context.Context, meetingID, personID string) (bool, error) {
	n, err := rowsOf[accord.ExchangeVisit](s.db).
		Where("meeting_id = ? AND visitor_id = ? AND status <> 'skipped'", meetingID, personID).Limit(1).Find(ctx)
	return len(n) > 0, domainError(err, "visit")
}

// VisitFilter says which visits a list has.
type VisitFilter struct {
	View      accord.View
	PersonID  string // sees their own, whatever the view
	ID        string
	LineageID string
	MeetingID string
	VisitorID string
	From, To  accord.Date // whose first day lies in [From, To]; "" is open
	Query     string      // words of what it was for and of its report
	Stays     bool        // only days that are planned or made, without a meeting
}

// where is the condition of the visits v, of the series r, as somebody may see
// them: those to a closed team are its people's, the visitor's and the host's.
func (f VisitFilter) where(params map[string]any) string {
	params["person"] = f.PersonID
	c := newCriteria(params)
	c.and("(v.visitor_id = :person OR v.host_id = :person OR " + visible("r.team_id", f.View, params) + ")")
	c.equal("v.id", f.ID)
	c.equal("r.lineage_id", f.LineageID)
	c.equal("v.meeting_id", f.MeetingID)
	c.equal("v.visitor_id", f.VisitorID)
	if f.From != "" {
		c.with("v.from_on >= :from", "from", string(f.From))
	}
	if f.To != "" {
		c.with("v.from_on <= :to", "to", string(f.To))
	}
	if f.Query != "" {
		c.and(matching("v.search_text", f.Query, params))
	}
	if f.Stays {
		c.and("v.meeting_id IS NULL AND v.status = 'planned'")
	}
	return c.String()
}

// ExchangeVisits returns a page of visits, the latest first; all of them where
// the page has no limit.
func (s *Store) ExchangeVisits(ctx context.Context, f VisitFilter, p accord.Page) ([]accord.VisitDetail, []string, error) {
	params := map[string]any{}
	where, limit := f.where(params), ""
	if len(p.After) == 2 {
		params["day"], params["after"] = p.After[0], p.After[1]
		where += " AND (v.from_on < :day OR v.from_on = :day AND v.id < :after)"
	}
	if p.Limit > 0 {
		params["limit"], limit = p.Limit+1, " LIMIT :limit"
	}
	var list []accord.VisitDetail
	err := s.raw(ctx, `SELECT v.*, p.name AS visitor_name, p.left_at AS visitor_left_at, COALESCE(h.name, '') AS host_name, COALESCE(r.title, '') AS series_title,
	m.starts_at AS starts_at, COALESCE(m.time_zone, '') AS time_zone
FROM exchange_visits v
JOIN people p ON p.workspace_id = v.workspace_id AND p.id = v.visitor_id
LEFT JOIN people h ON h.workspace_id = v.workspace_id AND h.id = v.host_id
LEFT JOIN series r ON r.workspace_id = v.workspace_id AND r.id = v.series_id
LEFT JOIN meetings m ON m.workspace_id = v.workspace_id AND m.id = v.meeting_id
WHERE v.workspace_id = :workspace`+where+` ORDER BY v.from_on DESC, v.id DESC`+limit, params).Scan(&list)
	if err != nil {
		return nil, nil, domainError(err, "visit")
	}
	list, next := accord.Cut(list, p, func(v accord.VisitDetail) []string { return []string{string(v.FromOn), v.ID} })
	return list, next, nil
}

// ExchangeVisit returns one visit.
func (s *Store) ExchangeVisit(ctx context.Context, id string) (accord.ExchangeVisit, error) {
	v, err := rowsOf[accord.ExchangeVisit](s.db).Where("id = ?", id).Take(ctx)
	return v, domainError(err, "visit")
}

// CreateExchangeVisit adds a visit; a second seat of the same person at a
// meeting is a conflict.
func (s *Store) CreateExchangeVisit(ctx context.Context, v *accord.ExchangeVisit) error {
	v.SearchText = visitSearchText(*v)
	return domainError(rowsOf[accord.ExchangeVisit](s.db).Create(ctx, v), "visit")
}

// SaveExchangeVisit writes a visit and raises its version.
func (s *Store) SaveExchangeVisit(ctx context.Context, v *accord.ExchangeVisit) error {
	v.Version++
	v.SearchText = visitSearchText(*v)
	return save(ctx, s, "visit", v.ID, v.Version, *v)
}

func visitSearchText(v accord.ExchangeVisit) string {
	return Fold(v.What + "\n" + v.Learned + "\n" + v.Told)
}

// VisitsOfLineage returns every visit of a series and what it was split from,
// oldest first.
func (s *Store) VisitsOfLineage(ctx context.Context, lineageID string) ([]accord.ExchangeVisit, error) {
	var list []accord.ExchangeVisit
	err := s.raw(ctx, `SELECT r.* FROM exchange_visits r WHERE r.workspace_id = :workspace AND `+ofLineage+` ORDER BY r.from_on, r.id`,
		map[string]any{"lineage": lineageID}).Scan(&list)
	return list, domainError(err, "visit")
}

// VisitsOfMeeting returns the visits to a meeting that nobody gave up.
func (s *Store) VisitsOfMeeting(ctx context.Context, meetingID string) ([]accord.ExchangeVisit, error) {
	list, err := rowsOf[accord.ExchangeVisit](s.db).Where("meeting_id = ? AND status <> 'skipped'", meetingID).Order("id").Find(ctx)
	return list, domainError(err, "visit")
}

// VisitsOfPerson returns the planned visits that somebody makes or hosts and that
// have not ended by the day.
func (s *Store) VisitsOfPerson(ctx context.Context, personID string, today accord.Date) ([]accord.ExchangeVisit, error) {
	list, err := rowsOf[accord.ExchangeVisit](s.db).
		Where("(visitor_id = ? OR host_id = ?) AND status = 'planned' AND to_on >= ?", personID, personID, string(today)).Order("from_on, id").Find(ctx)
	return list, domainError(err, "visit")
}

// StaysOf returns the days with the other side that somebody has or hosts,
// within the period.
func (s *Store) StaysOf(ctx context.Context, personID string, from, to accord.Date) ([]accord.VisitDetail, error) {
	list, _, err := s.ExchangeVisits(ctx, VisitFilter{View: accord.View{OnlyTeams: true}, PersonID: personID, From: from, To: to, Stays: true}, accord.Page{})
	return list, err
}

// VisitedSeries returns the active series with seats for visitors.
func (s *Store) VisitedSeries(ctx context.Context) ([]accord.Series, error) {
	list, err := rowsOf[accord.Series](s.db).Where("status = 'active' AND visiting_seats > 0 AND host_side <> ''").Order("id").Find(ctx)
	return list, domainError(err, "series")
}

// VisitsToRemind returns the visits whose report has neither come nor been asked
// for.
func (s *Store) VisitsToRemind(ctx context.Context) ([]accord.ExchangeVisit, error) {
	list, err := rowsOf[accord.ExchangeVisit](s.db).
		Where("status = 'planned' AND reported_at IS NULL AND reminded_at IS NULL").Order("due_on, id").Find(ctx)
	return list, domainError(err, "visit")
}

// VisitEvents returns the events of every visit, oldest first.
func (s *Store) VisitEvents(ctx context.Context) ([]accord.Event, error) {
	var events []accord.Event
	err := s.raw(ctx, `SELECT e.* FROM exchange_visits v JOIN events e ON e.workspace_id = v.workspace_id AND e.subject_id = v.id
WHERE v.workspace_id = :workspace ORDER BY e.seq`, nil).Scan(&events)
	return events, domainError(err, "event")
}

// PeopleChanged returns the changes of people after an instant, oldest first.
func (s *Store) PeopleChanged(ctx context.Context, after time.Time) ([]accord.Event, error) {
	var events []accord.Event
	err := s.raw(ctx, `SELECT e.* FROM people p JOIN events e ON e.workspace_id = p.workspace_id AND e.subject_id = p.id
WHERE p.workspace_id = :workspace AND e.kind = 'person.changed' AND e.at > :after ORDER BY e.seq`, map[string]any{"after": after}).Scan(&events)
	return events, domainError(err, "event")
}

// PeopleOfSide returns the people of a side who were here at the instant and may
// visit: observers do not.
func (s *Store) PeopleOfSide(ctx context.Context, side accord.Side, at time.Time) ([]accord.Person, error) {
	list, err := rowsOf[accord.Person](s.db).
		Where("side = ? AND created_at <= ? AND (left_at IS NULL OR left_at > ?) AND role <> 'observer'", side, accord.Instant(at), accord.Instant(at)).
		Order("name, id").Find(ctx)
	return list, domainError(err, "person")
}

// Uninvite takes somebody out of a meeting to come.
func (s *Store) Uninvite(ctx context.Context, meetingID, personID string) error {
	_, err := rowsOf[accord.MeetingPerson](s.db).Where("meeting_id = ? AND person_id = ?", meetingID, personID).Delete(ctx)
	return domainError(err, "meeting")
}
