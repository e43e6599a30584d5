package store

import (
	"context"
	"strings"

	"accord/internal/accord"
)

// Decision returns one decision.
func (s *Store) Decision(ctx context.Context, id string) (accord.Decision, error) {
	d, err := rowsOf[accord.Decision](s.db).Where("id = ?", id).Take(ctx)
	return d, domainError(err, "decision")
}

// DecisionByNumber returns the decision people call D-number.
func (s *Store) DecisionByNumber(ctx context.Context, number int) (accord.Decision, error) {
	d, err := rowsOf[accord.Decision](s.db).Where("number = ?", number).Take(ctx)
	return d, domainError(err, "decision")
}

// CreateDecision adds a decision with those who decided it.
func (s *Store) CreateDecision(ctx context.Context, d *accord.Decision, by []string) error {
	d.SearchText = Fold(d.Text + "\n" + d.Domain)
	if err := rowsOf[accord.Decision](s.db).Create(ctx, d); err != nil {
		return domainError(err, "decision")
	}
	return s.SetDeciders(ctx, d.ID, by)
}

// SaveDecision writes the decision and raises its version; stale where somebody
// was faster.
func (s *Store) SaveDecision(ctx context.Context, d *accord.Decision) error {
	d.SearchText = Fold(d.Text + "\n" + d.Domain)
	d.Version++
	return save(ctx, s, "decision", d.ID, d.Version, *d)
}

// SetDeciders says who decided, in place of whoever was named before.
func (s *Store) SetDeciders(ctx context.Context, decisionID string, people []string) error {
	_, err := rowsOf[accord.DecisionPerson](s.db).Where("decision_id = ?", decisionID).Delete(ctx)
	if err != nil {
		return domainError(err, "decision")
	}
	for _, id := range people {
		if err := rowsOf[accord.DecisionPerson](s.db).Create(ctx, &accord.DecisionPerson{DecisionID: decisionID, PersonID: id}); err != nil {
			return domainError(err, "person")
		}
	}
	return nil
}

// DecisionFilter says which decisions the register shows.
type DecisionFilter struct {
	View      accord.View
	ID        string
	MeetingID string
	SeriesID  string
	ProjectID string
	TeamID    string
	Domain    string
	Query     string      // words, or a short number
	ReviewBy  accord.Date // to be looked at again by this day, and not replaced
	Current   bool        // not replaced by a later one
}

// replacing is the condition of a later decision l the reader sees. Where no
// view is asked, as in a meeting, a closed team's replaces none of others.
func (f DecisionFilter) replacing(params map[string]any) string {
	const seen = ` AND (l.team_id IS NULL OR l.team_id = d.team_id OR NOT EXISTS
	(SELECT 1 FROM teams t WHERE t.workspace_id = l.workspace_id AND t.id = l.team_id AND t.closed))`
	later := "l.workspace_id = d.workspace_id AND l.supersedes_id = d.id AND " + visible("l.team_id", f.View, params)
	if f.MeetingID != "" {
		later += seen
	}
	return later
}

// decisionRow is a decision joined with one of its deciders.
type decisionRow struct {
	accord.Decision
	DeciderID    accord.NullID
	DeciderName  string
	SupersededBy accord.NullID
	MeetingTitle string
}

// Decisions returns a page of decisions, the latest first, with who decided.
func (s *Store) Decisions(ctx context.Context, f DecisionFilter, p accord.Page) ([]accord.DecisionDetail, []string, error) {
	params := map[string]any{"limit": p.Limit + 1}
	where := f.where(params)
	if len(p.After) == 1 {
		number, _ := accord.ParseDecisionRef("#" + p.After[0])
		params["after"] = number
		where += " AND d.number < :after"
	}
	order := "d.number"
	if f.MeetingID != "" || f.ID != "" {
		order = "+d.number" // sort the few found, rather than walk all in order
	}
	later := f.replacing(params)
	var rows []decisionRow
	err := s.raw(ctx, `SELECT d.*, dp.person_id AS decider_id, COALESCE(pe.name, '') AS decider_name, COALESCE(m.title, '') AS meeting_title,
	(SELECT MAX(COALESCE(l.id, '')) FROM decisions l WHERE `+later+`) AS superseded_by
FROM (SELECT d.* FROM decisions d WHERE d.workspace_id = :workspace`+where+` ORDER BY `+order+` DESC LIMIT :limit) d
LEFT JOIN decision_people dp ON dp.workspace_id = :workspace AND dp.decision_id = d.id
LEFT JOIN people pe ON pe.workspace_id = :workspace AND pe.id = dp.person_id
LEFT JOIN meetings m ON m.workspace_id = :workspace AND m.id = d.meeting_id
ORDER BY d.number DESC, pe.name, pe.id`, params).Scan(&rows)
	if err != nil {
		return nil, nil, domainError(err, "decision")
	}
	list := foldDecisions(rows)
	list, next := accord.Cut(list, p, func(d accord.DecisionDetail) []string {
		return []string{strings.TrimPrefix(d.Ref(), "D-")}
	})
	return list, next, nil
}

func (f DecisionFilter) where(params map[string]any) string {
	c := newCriteria(params)
	c.and(visible("d.team_id", f.View, params))
	c.equal("d.id", f.ID)
	c.equal("d.meeting_id", f.MeetingID)
	c.equal("d.series_id", f.SeriesID)
	c.equal("d.project_id", f.ProjectID)
	c.equal("d.team_id", f.TeamID)
	c.equal("d.domain", f.Domain)
	if f.ReviewBy != "" {
		c.with("d.review_on <= :review_by", "review_by", f.ReviewBy)
	}
	if f.Current || f.ReviewBy != "" {
		c.and(`NOT EXISTS (SELECT 1 FROM decisions l WHERE ` + f.replacing(params) + `)`)
	}
	if n, ok := accord.ParseDecisionRef(f.Query); ok {
		c.with("d.number = :number", "number", n)
	} else if f.Query != "" {
		c.and(matching("d.search_text", f.Query, params))
	}
	return c.String()
}

// foldDecisions puts the rows of one decision together.
func foldDecisions(rows []decisionRow) []accord.DecisionDetail {
	var list []accord.DecisionDetail
	for _, r := range rows {
		if len(list) == 0 || list[len(list)-1].ID != r.ID {
			list = append(list, accord.DecisionDetail{
				Decision: r.Decision, DecidedBy: []string{}, DeciderNames: []string{}, SupersededBy: r.SupersededBy, MeetingTitle: r.MeetingTitle,
			})
		}
		if last := &list[len(list)-1]; r.DeciderID != "" {
			last.DecidedBy = append(last.DecidedBy, string(r.DeciderID))
			last.DeciderNames = append(last.DeciderNames, r.DeciderName)
		}
	}
	return list
}

// SetProvisional marks every decision of a meeting as made without quorum (M3).
func (s *Store) SetProvisional(ctx context.Context, meetingID string) error {
	_, err := s.exec(ctx, `UPDATE decisions SET provisional = TRUE, version = version + 1 WHERE workspace_id = :workspace AND meeting_id = :meeting`,
		map[string]any{"meeting": meetingID})
	return domainError(err, "decision")
}
