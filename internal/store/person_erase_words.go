package store

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
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

// guards are the rows of other tables by whose version a form with these texts
// is held against what stands there, with the column that names them.
var guards = map[string][][2]string{
	"diagnostic_statements": {{"diagnostics", "diagnostic_id"}},
	"item_notes":            {{"action_items", "item_id"}},
	"lead_verdicts":         {{"lead_batches", "batch_id"}},
	"meeting_people":        {{"meetings", "meeting_id"}},
	"meeting_words":         {{"meetings", "meeting_id"}},
	"rep_lines":             {{"rep_reports", "report_id"}},
	"series_agenda_items":   {{"series", "series_id"}},
	"sit_down_answers":      {{"sit_downs", "sit_down_id"}},
	"sit_down_priorities":   {{"sit_downs", "sit_down_id"}},
	"weekly_update_lines":   {{"weekly_updates", "update_id"}},
	"weekly_update_parts":   {{"weekly_updates", "update_id"}},
}

// versioned are the tables of people's words that have a version themselves;
// those a search looks through raise it in refold.
const versioned = " agenda_items intel_items lead_batches meetings people series teams weekly_update_parts workspace_days workspaces "

// escapedInJSON is what JSON writes otherwise than it is.
var escapedInJSON = regexp.MustCompile(`[\\"<>&\x00-\x1f\x{2028}\x{2029}]+`)

// naming gives the condition for a column that may have one of the names or
// addresses in it, with its parameters: JSON is looked through for the longest
// part of a name that it writes as it is.
func naming(column string, names, addresses []string) (condition string, params map[string]any) {
	params = map[string]any{}
	conditions := []string{"1 = 0"}
	add := func(column, kind, text string) {
		parts := escapedInJSON.Split(text, -1)
		slices.SortStableFunc(parts, func(a, b string) int { return len(b) - len(a) })
		key := kind + strconv.Itoa(len(params))
		params[key] = "%" + escapeLike.Replace(parts[0]) + "%"
		conditions = append(conditions, column+" LIKE @"+key+` ESCAPE '\'`)
	}
	for _, name := range names {
		add(column, "name", name)
	}
	for _, address := range addresses { // kept in lower case, written in any
		add("LOWER("+column+")", "address", address)
	}
	return "(" + strings.Join(conditions, " OR ") + ")", params
}

// eraseWords looks through all that people wrote. Each text is changed
// wherever it stands, and the version of its row is raised.
func (s *Store) eraseWords(ctx context.Context, e accord.Eraser, p accord.Erased) error {
	for table, columns := range spoken {
		changed := map[string]bool{} // the ids of rows, where the table is searched
		for column := range strings.FieldsSeq(columns) {
			names, without := e.Said(), e.Text
			if name, ok := strings.CutPrefix(column, ":"); ok {
				column, without = name, e.JSON
			}
			switch table {
			case "deliveries":
				names, without = e.Own(), e.Payload
			case "note_versions": // neither what stands there now nor what is open: it is asked, not merged
				without = accord.Erasing(p, "…").Text
			}
			var texts []string
			condition, params := naming(column, names, p.Addresses)
			if err := s.raw(ctx, "SELECT DISTINCT "+column+" FROM "+table+ownRows(table)+condition, params).Scan(&texts); err != nil {
				return domainError(err, table)
			}
			for _, text := range texts {
				if now := without(text); now != text {
					if err := s.eraseWord(ctx, table, column, text, now, changed); err != nil {
						return domainError(err, table)
					}
				}
			}
		}
		if err := s.refold(ctx, table, slices.Sorted(maps.Keys(changed))); err != nil {
			return err
		}
	}
	return nil
}

func ownRows(table string) string {
	if table == workspacesTable {
		return " WHERE id = :workspace AND "
	}
	return " WHERE workspace_id = :workspace AND "
}

// eraseWord changes one text of a column in every row that has it, and raises
// the versions it is held against.
func (s *Store) eraseWord(ctx context.Context, table, column, was, now string, changed map[string]bool) error {
	params := map[string]any{"now": now, "was": was}
	rows := ownRows(table) + column + " = :was"
	for _, g := range guards[table] {
		sql := "UPDATE " + g[0] + " SET version = version + 1 WHERE workspace_id = :workspace AND id IN (SELECT " + g[1] + " FROM " + table + rows + ")"
		if _, err := s.exec(ctx, sql, params); err != nil {
			return err
		}
	}
	set := column + " = :now"
	switch {
	case column == "notes":
		set += ", notes_version = notes_version + 1, version = version + 1"
	case strings.Contains(versioned, " "+table+" "):
		set += ", version = version + 1"
	case searched[table] != nil:
		var ids []string
		if err := s.raw(ctx, "SELECT id FROM "+table+rows, params).Scan(&ids); err != nil {
			return err
		}
		for _, id := range ids {
			changed[id] = true
		}
	}
	_, err := s.exec(ctx, "UPDATE "+table+" SET "+set+rows, params)
	return err
}

// searched write a row anew with what a search finds it by, and raise its
// version.
var searched = map[string]func(s *Store, ctx context.Context, ids []string) error{
	"action_items":    foldAgain((*Store).SaveActionItem),
	"decisions":       foldAgain((*Store).SaveDecision),
	"exchange_visits": foldAgain((*Store).SaveExchangeVisit),
	"projects":        foldAgain((*Store).SaveProject),
	"rep_lines":       foldAgain((*Store).SaveRepLine),
}

func (s *Store) refold(ctx context.Context, table string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return searched[table](s, ctx, ids)
}

func foldAgain[T any](save func(*Store, context.Context, *T) error) func(*Store, context.Context, []string) error {
	return func(s *Store, ctx context.Context, ids []string) error {
		list, err := rowsOf[T](s.db).Where("id IN ?", ids).Find(ctx)
		if err != nil {
			return domainError(err, "text")
		}
		for i := range list {
			if err := save(s, ctx, &list[i]); err != nil {
				return err
			}
		}
		return nil
	}
}
