package store

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"accord/internal/accord"
)

// spoken are the columns people's words stand in, by table; a name behind ":"
// holds JSON. The server's test of P9 holds the list against the schema.
var spoken = map[string]string{
	"action_items":          "title details blocked_reason drop_reason ended_reason",
	"agenda_items":          "title why notes reason outcome_text",
	"charter_versions":      ":body",
	"decisions":             "text domain",
	"deliveries":            ":payload last_error",
	"diagnostic_statements": "text_en text_de",
	"events":                ":data",
	"exchange_visits":       "what learned told",
	"intel_items":           "text heard_from why",
	"item_notes":            "text",
	"lead_batches":          "source note",
	"lead_reasons":          "text",
	"lead_verdicts":         "note",
	"meeting_people":        "reply_comment",
	"meeting_words":         "text",
	"meetings":              "title location notes goal_title goal_measure goal_target",
	"minutes_versions":      "reason",
	"note_versions":         "text",
	"people":                "title",
	"projects":              "title hypothesis expected_effect learned",
	"rep_lines":             "text",
	"series":                "title purpose location goal_title goal_measure goal_target",
	"series_agenda_items":   "title why",
	"series_replies":        "comment",
	"sit_down_answers":      "words",
	"sit_down_priorities":   "title",
	"suppressed_addresses":  "reason",
	"teams":                 "name",
	"tokens":                "name",
	"weekly_update_lines":   "text detail",
	"weekly_update_parts":   "news",
	"workspace_days":        "name",
	"workspaces":            "shared_goal",
}

// ErasePerson takes the name and address a person had out of everything where
// they stand as text, and puts the pseudonym there (P9). What somebody else was
// told or agreed to stays, without the name; what only the person had goes:
// their ways in, their comments on invitations, their side of a sit-down that
// was never revealed, an invitation to a diagnostic they did not answer.
func (s *Store) ErasePerson(ctx context.Context, was accord.Person, pseudonym string) error {
	e := accord.Erasing(was, pseudonym)
	for _, step := range []func() error{
		func() error { return s.forgetOwn(ctx, was) },
		func() error { return s.eraseAnswers(ctx, was) },
		func() error { return s.eraseWords(ctx, e, was) },
		func() error { return s.refold(ctx, was) },
		func() error { return s.eraseFromMinutes(ctx, e, was) },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
	}
	return nil
}

// forgetOwn deletes what only the person had.
func (s *Store) forgetOwn(ctx context.Context, was accord.Person) error {
	params := map[string]any{"person": was.ID, "address": was.Email}
	list := []string{
		`UPDATE deliveries SET recipient = '', payload = '{}', last_error = '' WHERE workspace_id = :workspace AND person_id = @person`,
		`UPDATE meeting_people SET reply_comment = '' WHERE workspace_id = :workspace AND person_id = @person`,
		`UPDATE series_replies SET comment = '' WHERE workspace_id = :workspace AND person_id = @person`,
		`DELETE FROM diagnostic_people WHERE workspace_id = :workspace AND person_id = @person AND NOT answered`,
	}
	for _, table := range []string{"credentials", "links", "tokens", "feeds", "idempotency_keys", "mail_optouts"} {
		list = append(list, `DELETE FROM `+table+` WHERE workspace_id = :workspace AND person_id = @person`)
	}
	for _, side := range []string{"sales", "marketing"} {
		for _, table := range []string{"sit_down_priorities", "sit_down_answers"} {
			list = append(list, `DELETE FROM `+table+` WHERE workspace_id = :workspace AND side = '`+side+`'
AND sit_down_id IN (SELECT id FROM sit_downs WHERE workspace_id = :workspace AND `+side+`_id = @person AND revealed_at IS NULL)`)
		}
	}
	if was.Email != "" {
		list = append(list, `UPDATE deliveries SET recipient = '' WHERE workspace_id = :workspace AND recipient = @address`,
			`DELETE FROM suppressed_addresses WHERE workspace_id = :workspace AND address = @address`)
	}
	for _, sql := range list {
		if _, err := s.exec(ctx, sql, params); err != nil {
			return domainError(err, "person")
		}
	}
	return nil
}

// eraseAnswers forgets the answers kept for a repeat that name the person.
func (s *Store) eraseAnswers(ctx context.Context, was accord.Person) error {
	keys, err := rowsOf[accord.IdempotencyKey](s.db).Where("status > 0").Find(ctx)
	for _, k := range keys {
		if !inJSON(string(k.Body), was.Name) && !inJSON(string(k.Body), was.Email) {
			continue
		}
		_, err := s.exec(ctx, `DELETE FROM idempotency_keys
WHERE workspace_id = :workspace AND person_id = :person AND operation = :operation AND key = :key`,
			map[string]any{"person": k.PersonID, "operation": k.Operation, "key": k.Key})
		if err != nil {
			return domainError(err, "key")
		}
	}
	return domainError(err, "key")
}

func inJSON(document, text string) bool {
	quoted, _ := json.Marshal(text) // text always marshals
	return text != "" && strings.Contains(document, string(quoted[1:len(quoted)-1]))
}

// escapedInJSON is what JSON writes otherwise than it is.
var escapedInJSON = regexp.MustCompile(`[\\"<>&\x00-\x1f\x{2028}\x{2029}]+`)

// naming gives the condition for a column that may name the person, with its
// parameters: JSON is looked through for the longest part of the name that it
// writes as it is.
func naming(column string, was accord.Person) (condition string, params map[string]any) {
	like := func(text string) string {
		parts := escapedInJSON.Split(text, -1)
		slices.SortStableFunc(parts, func(a, b string) int { return len(b) - len(a) })
		return "%" + escapeLike.Replace(parts[0]) + "%"
	}
	params = map[string]any{"name": like(was.Name)}
	condition = column + ` LIKE @name ESCAPE '\'`
	if was.Email != "" { // kept in lower case, written in any
		params["address"] = like(was.Email)
		condition += ` OR LOWER(` + column + `) LIKE @address ESCAPE '\'`
	}
	return "(" + condition + ")", params
}

// eraseWords looks through all that people wrote. Each text is changed
// wherever it stands.
func (s *Store) eraseWords(ctx context.Context, e accord.Eraser, was accord.Person) error {
	for table, columns := range spoken {
		own := " WHERE workspace_id = :workspace AND "
		if table == workspacesTable {
			own = " WHERE id = :workspace AND "
		}
		for column := range strings.FieldsSeq(columns) {
			without := e.Text
			if name, ok := strings.CutPrefix(column, ":"); ok {
				column, without = name, e.JSON
			}
			var texts []string
			condition, params := naming(column, was)
			if err := s.raw(ctx, "SELECT DISTINCT "+column+" FROM "+table+own+condition, params).Scan(&texts); err != nil {
				return domainError(err, table)
			}
			for _, text := range texts {
				if _, err := s.exec(ctx, "UPDATE "+table+" SET "+column+" = :now"+own+column+" = :was",
					map[string]any{"now": without(text), "was": text}); err != nil {
					return domainError(err, table)
				}
			}
		}
	}
	return nil
}

// refold writes anew what a search would find the name by; whoever has an old
// version of it open is told.
func (s *Store) refold(ctx context.Context, was accord.Person) error {
	folded := was
	folded.Name, folded.Email = Fold(was.Name), Fold(was.Email)
	for _, again := range []func(context.Context, string, map[string]any) error{
		foldAgain(s, s.SaveActionItem), foldAgain(s, s.SaveDecision), foldAgain(s, s.SaveProject),
		foldAgain(s, s.SaveRepLine), foldAgain(s, s.SaveExchangeVisit),
	} {
		condition, params := naming("search_text", folded)
		if err := again(ctx, condition, params); err != nil {
			return err
		}
	}
	return nil
}

func foldAgain[T any](s *Store, save func(context.Context, *T) error) func(context.Context, string, map[string]any) error {
	return func(ctx context.Context, condition string, params map[string]any) error {
		list, err := rowsOf[T](s.db).Where(condition, params).Find(ctx)
		if err != nil {
			return domainError(err, "text")
		}
		for i := range list {
			if err := save(ctx, &list[i]); err != nil {
				return err
			}
		}
		return nil
	}
}

// eraseFromMinutes goes by the person's id where the minutes have one, so that
// namesakes keep their name.
func (s *Store) eraseFromMinutes(ctx context.Context, e accord.Eraser, was accord.Person) error {
	var versions []accord.MinutesVersion
	condition, params := naming("v.body", was)
	err := s.raw(ctx, `SELECT v.* FROM minutes_versions v WHERE v.workspace_id = :workspace AND `+condition, params).Scan(&versions)
	for _, v := range versions {
		var m accord.Minutes
		if err := json.Unmarshal([]byte(v.Body), &m); err != nil {
			return fmt.Errorf("read minutes: %w", err)
		}
		body, err := json.Marshal(m.Erase(e))
		if err != nil {
			return fmt.Errorf("write minutes: %w", err)
		}
		_, err = s.exec(ctx, `UPDATE minutes_versions SET body = :body WHERE workspace_id = :workspace AND meeting_id = :meeting AND number = :number`,
			map[string]any{"body": string(body), "meeting": v.MeetingID, "number": v.Number})
		if err != nil {
			return domainError(err, "minutes")
		}
	}
	return domainError(err, "minutes")
}
