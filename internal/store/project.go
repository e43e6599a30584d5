package store

import (
	"context"
	"time"

	"accord/internal/accord"
)

// Project returns one growth project.
func (s *Store) Project(ctx context.Context, id string) (accord.Project, error) {
	p, err := rowsOf[accord.Project](s.db).Where("id = ?", id).Take(ctx)
	return p, domainError(err, "project")
}

// CreateProject adds a growth project.
func (s *Store) CreateProject(ctx context.Context, p *accord.Project) error {
	p.SearchText = projectSearchText(*p)
	return domainError(rowsOf[accord.Project](s.db).Create(ctx, p), "project")
}

// SaveProject writes the project and raises its version; stale where somebody
// was faster.
func (s *Store) SaveProject(ctx context.Context, p *accord.Project) error {
	p.SearchText = projectSearchText(*p)
	p.Version++
	return save(ctx, s, "project", p.ID, p.Version, *p)
}

// DeleteProject takes away an idea whose writing down was taken back.
func (s *Store) DeleteProject(ctx context.Context, id string) error {
	_, err := rowsOf[accord.Project](s.db).Where("id = ?", id).Delete(ctx)
	return domainError(err, "project")
}

// ProjectInUse reports whether an action item serves the project, or a decision
// or an agenda item is about it.
func (s *Store) ProjectInUse(ctx context.Context, id string) (bool, error) {
	var n int
	err := s.raw(ctx, `SELECT (SELECT COUNT(*) FROM action_items WHERE workspace_id = :workspace AND project_id = :id)
 + (SELECT COUNT(*) FROM decisions WHERE workspace_id = :workspace AND project_id = :id)
 + (SELECT COUNT(*) FROM agenda_items WHERE workspace_id = :workspace AND project_id = :id)`, map[string]any{"id": id}).Scan(&n)
	return n > 0, domainError(err, "project")
}

// ProjectsSponsoredBy lists the projects that go on which somebody answers for.
func (s *Store) ProjectsSponsoredBy(ctx context.Context, personID string) ([]accord.Project, error) {
	list, err := rowsOf[accord.Project](s.db).Where("(sponsor_sales_id = ? OR sponsor_marketing_id = ?) AND state NOT IN ('done', 'stopped')", personID, personID).
		Order("id").Find(ctx)
	return list, domainError(err, "project")
}

func projectSearchText(p accord.Project) string {
	return Fold(p.Title + "\n" + p.Hypothesis + "\n" + p.ExpectedEffect + "\n" + p.Learned)
}

// withoutSponsor is said of a project p under way that somebody of a side no
// longer answers for (P9).
const withoutSponsor = "p.state = 'active' AND (p.sponsor_sales_id IS NULL OR p.sponsor_marketing_id IS NULL)"

// ProjectFilter says which growth projects a list has.
type ProjectFilter struct {
	View   accord.View
	ID     string
	State  accord.ProjectState // "" for any
	Side   accord.Side         // whose idea it was
	TeamID string
	Query  string
	Going  bool // chosen or under way
	Ended  bool // done or stopped
	Orphan bool // under way without a sponsor of each side (P9)
}

// ProjectRows returns a page of growth projects, the newest first, with what is
// promised for them and the names a page shows. What the view does not see
// counts for nothing.
func (s *Store) ProjectRows(ctx context.Context, f ProjectFilter, p accord.Page) ([]accord.ProjectRow, []string, error) {
	params := map[string]any{"limit": p.Limit + 1}
	where := f.where(params)
	if len(p.After) == 1 {
		params["after"] = p.After[0]
		where += " AND p.id < :after"
	}
	seen := " AND " + visible("i.team_id", f.View, params)
	var rows []accord.ProjectRow
	err := s.raw(ctx, `SELECT p.*, COALESCE(s.name, '') AS sales_name, COALESCE(m.name, '') AS marketing_name, COALESCE(t.name, '') AS team_name,
	(SELECT COUNT(*) FROM action_items i WHERE i.workspace_id = p.workspace_id AND i.project_id = p.id AND i.status IN ('open', 'blocked')`+seen+`) AS promised,
	(SELECT COUNT(*) FROM action_items i WHERE i.workspace_id = p.workspace_id AND i.project_id = p.id AND i.status IN ('done', 'confirmed')`+seen+`) AS kept
FROM (SELECT p.* FROM projects p WHERE p.workspace_id = :workspace`+where+` ORDER BY p.id DESC LIMIT :limit) p
LEFT JOIN people s ON s.workspace_id = :workspace AND s.id = p.sponsor_sales_id
LEFT JOIN people m ON m.workspace_id = :workspace AND m.id = p.sponsor_marketing_id
LEFT JOIN teams t ON t.workspace_id = :workspace AND t.id = p.team_id
ORDER BY p.id DESC`, params).Scan(&rows)
	if err != nil {
		return nil, nil, domainError(err, "project")
	}
	rows, next := accord.Cut(rows, p, func(r accord.ProjectRow) []string { return []string{r.ID} })
	return rows, next, nil
}

func (f ProjectFilter) where(params map[string]any) string {
	c := newCriteria(params)
	c.and(visible("p.team_id", f.View, params))
	c.equal("p.id", f.ID)
	c.equal("p.state", string(f.State))
	c.equal("p.side", string(f.Side))
	c.equal("p.team_id", f.TeamID)
	if f.Going {
		c.and("p.state IN ('chosen', 'active')")
	}
	if f.Ended {
		c.and("p.state IN ('done', 'stopped')")
	}
	if f.Orphan {
		c.and(withoutSponsor)
	}
	if f.Query != "" {
		c.and(matching("p.search_text", f.Query, params))
	}
	return c.String()
}

// ActiveProjects counts the projects of a team that are under way.
func (s *Store) ActiveProjects(ctx context.Context, teamID accord.NullID) (int, error) {
	var n int
	err := s.raw(ctx, `SELECT COUNT(*) FROM projects WHERE workspace_id = :workspace AND team_id = :team AND state = 'active'`,
		map[string]any{"team": teamID}).Scan(&n)
	return n, domainError(err, "project")
}

// ChoosingMeeting is the meeting of a team at which, or after which, a project
// of since can be chosen: one that runs, or was closed since; "" for none.
func (s *Store) ChoosingMeeting(ctx context.Context, teamID accord.NullID, since time.Time) (string, error) {
	var ids []string
	err := s.raw(ctx, `SELECT id FROM meetings WHERE workspace_id = :workspace AND team_id = :team AND started_at IS NOT NULL
AND (status = 'in_progress' OR status = 'closed' AND closed_at >= :since) ORDER BY started_at DESC LIMIT 1`,
		map[string]any{"team": teamID, "since": accord.Instant(since)}).Scan(&ids)
	if err != nil || len(ids) == 0 {
		return "", domainError(err, "meeting")
	}
	return ids[0], nil
}

// StrategicTeams lists the teams that hold meetings after the strategic team's
// template and, where none does, all that hold meetings in series.
func (s *Store) StrategicTeams(ctx context.Context, v accord.View) ([]string, error) {
	params := map[string]any{}
	var ids []string
	err := s.raw(ctx, `SELECT team_id FROM series WHERE workspace_id = :workspace AND status = 'active' AND template = 'strategic_team' AND `+
		visible("team_id", v, params)+` GROUP BY team_id ORDER BY MIN(created_at), team_id`, params).Scan(&ids)
	if err != nil || len(ids) > 0 {
		return ids, domainError(err, "team")
	}
	err = s.raw(ctx, `SELECT team_id FROM series WHERE workspace_id = :workspace AND status = 'active' AND `+
		visible("team_id", v, params)+` GROUP BY team_id ORDER BY MIN(created_at), team_id`, params).Scan(&ids)
	return ids, domainError(err, "team")
}

// GoingProjects returns the projects that have not ended, those under way and
// the chosen ones first, then the newest ideas, at most so many.
func (s *Store) GoingProjects(ctx context.Context, v accord.View, most int) ([]accord.Project, error) {
	params := map[string]any{"most": most}
	var list []accord.Project
	err := s.raw(ctx, `SELECT p.* FROM projects p WHERE p.workspace_id = :workspace AND p.state NOT IN ('done', 'stopped') AND `+visible("p.team_id", v, params)+`
ORDER BY CASE p.state WHEN 'active' THEN 0 WHEN 'chosen' THEN 1 ELSE 2 END, p.id DESC LIMIT :most`, params).Scan(&list)
	return list, domainError(err, "project")
}

// ProjectsWithin returns the projects that were written down by to and had not
// ended by from, but for ideas nothing was ever promised for: there may be any
// number of these. The newest are first.
func (s *Store) ProjectsWithin(ctx context.Context, v accord.View, from, to time.Time) ([]accord.Project, error) {
	params := map[string]any{"from": accord.Instant(from), "to": accord.Instant(to)}
	var list []accord.Project
	err := s.raw(ctx, `SELECT p.* FROM projects p WHERE p.workspace_id = :workspace AND p.created_at <= :to AND (p.ended_at IS NULL OR p.ended_at >= :from)
AND (p.chosen_at IS NOT NULL OR EXISTS (SELECT 1 FROM action_item_spans sp WHERE sp.workspace_id = p.workspace_id AND sp.project_id = p.id))
AND `+visible("p.team_id", v, params)+` ORDER BY p.id DESC`, params).Scan(&list)
	return list, domainError(err, "project")
}

// CountIdeas counts the projects that were ideas at an instant.
func (s *Store) CountIdeas(ctx context.Context, v accord.View, at time.Time) (int, error) {
	params := map[string]any{"at": accord.Instant(at)}
	var n int
	err := s.raw(ctx, `SELECT COUNT(*) FROM projects p WHERE p.workspace_id = :workspace AND p.created_at <= :at AND (p.chosen_at IS NULL OR p.chosen_at > :at)
AND (p.ended_at IS NULL OR p.ended_at > :at) AND `+visible("p.team_id", v, params), params).Scan(&n)
	return n, domainError(err, "project")
}

// ProjectSpans are the stretches, in the lives of action items that served the
// projects the view sees, that reach into the time from from to to.
func (s *Store) ProjectSpans(ctx context.Context, v accord.View, from, to time.Time) ([]accord.ProjectSpan, error) {
	params := map[string]any{"from": accord.Instant(from), "to": accord.Instant(to)}
	var spans []accord.ProjectSpan
	err := s.raw(ctx, `SELECT sp.project_id, sp.from_at, sp.to_at, sp.step, sp.next_at, sp.next_status, sp.status, sp.owner_side
FROM action_item_spans sp WHERE sp.workspace_id = :workspace AND sp.project_id IS NOT NULL AND sp.from_at <= :to AND sp.to_at >= :from
AND `+visible("sp.team_id", v, params)+` ORDER BY sp.item_id, sp.seq`, params).Scan(&spans)
	return spans, domainError(err, "span")
}
