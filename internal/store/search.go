package store

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"accord/internal/accord"
)

// SearchEach is how many of a kind a search gives at most.
const SearchEach = 8

var decisionRef = regexp.MustCompile(`^\s*[dD]\s*-?\s*([0-9]{1,9})\s*$`)

// Search finds action items, decisions and projects by their words or their
// number, what representatives and visitors reported by its words, and people and
// series by their name: of each the nearest few that the person's view sees.
func (s *Store) Search(ctx context.Context, view accord.View, personID, q string) (accord.Found, error) {
	var found accord.Found
	if strings.TrimSpace(q) == "" {
		return found, nil
	}
	var err error
	if found.Items, _, err = s.ActionItems(ctx, ItemFilter{View: view, Query: q, Newest: true}, accord.Page{Limit: SearchEach}); err != nil {
		return found, err
	}
	if found.Decisions, err = s.searchDecisions(ctx, view, q); err != nil {
		return found, err
	}
	if found.People, err = s.searchPeople(ctx, q); err != nil {
		return found, err
	}
	if found.Projects, _, err = s.ProjectRows(ctx, ProjectFilter{View: view, Query: q}, accord.Page{Limit: SearchEach}); err != nil {
		return found, err
	}
	if found.Reports, err = s.searchReports(ctx, view, q); err != nil {
		return found, err
	}
	if found.Visits, _, err = s.ExchangeVisits(ctx, VisitFilter{View: view, PersonID: personID, Query: q}, accord.Page{Limit: SearchEach}); err != nil {
		return found, err
	}
	found.Series, err = s.searchSeries(ctx, view, q)
	return found, err
}

func (s *Store) searchDecisions(ctx context.Context, view accord.View, q string) ([]accord.Decision, error) {
	params := map[string]any{"limit": SearchEach}
	condition := ""
	if m := decisionRef.FindStringSubmatch(q); m != nil {
		params["number"], _ = strconv.Atoi(m[1])
		condition = "d.number = :number"
	} else {
		condition = matching("d.search_text", q, params)
	}
	var list []accord.Decision
	err := s.raw(ctx, "SELECT d.* FROM decisions d WHERE d.workspace_id = :workspace AND "+condition+" AND "+
		visible("d.team_id", view, params)+" ORDER BY d.number DESC LIMIT :limit", params).Scan(&list)
	return list, domainError(err, "decision")
}

// searchPeople folds names in Go: a company has few people, and no column of
// theirs is folded.
func (s *Store) searchPeople(ctx context.Context, q string) ([]accord.Person, error) {
	var all, near []accord.Person
	err := s.raw(ctx, "SELECT p.* FROM people p WHERE p.workspace_id = :workspace AND p.erased_at IS NULL ORDER BY p.name", nil).Scan(&all)
	for _, p := range all {
		if len(near) < SearchEach && HasWords(p.Name, q) {
			near = append(near, p)
		}
	}
	return near, domainError(err, "person")
}

func (s *Store) searchSeries(ctx context.Context, view accord.View, q string) ([]accord.Series, error) {
	params := map[string]any{}
	var all, near []accord.Series
	err := s.raw(ctx, "SELECT r.* FROM series r WHERE r.workspace_id = :workspace AND "+visible("r.team_id", view, params)+
		" ORDER BY r.status, r.title", params).Scan(&all)
	for _, r := range all {
		if len(near) < SearchEach && HasWords(r.Title, q) {
			near = append(near, r)
		}
	}
	return near, domainError(err, "series")
}

// HasWords reports whether the text has every word of q, however it is written.
func HasWords(text, q string) bool {
	text = Fold(text)
	for w := range strings.FieldsSeq(Fold(q)) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
