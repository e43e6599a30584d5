package storetest

import (
	"database/sql"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// Say writes words behind whatever stands in every text column of every table,
// past every scope: into a JSON document as one more member, elsewhere at the
// end. Left out are the columns whose name, or table.name, but matches. It gives
// the tables that have such columns and no row.
func Say(t testing.TB, url, words string, but *regexp.Regexp) (empty []string) {
	t.Helper()
	driver, at := "pgx", url
	tables := "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'text'"
	if path := sqlitePath(url); path != "" {
		driver, at = "sqlite3", "file:"+path+"?_busy_timeout=5000"
		tables = "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'TEXT'"
	}
	db := opened(t, driver, at)
	for _, place := range column(t, db, tables+" ORDER BY 1") {
		table, name, _ := strings.Cut(place, ".")
		if but.MatchString(name) || but.MatchString(place) {
			continue
		}
		if said(t, db, table, name, words) == 0 {
			empty = append(empty, place)
		}
	}
	return empty
}

func said(t testing.TB, db *sql.DB, table, name, words string) int64 {
	t.Helper()
	quoted, last := `"`+name+`"`, `,"said":`+quotedJSON(words)+`}`
	done, err := db.ExecContext(t.Context(), `UPDATE `+table+` SET `+quoted+` = CASE WHEN `+quoted+` = '{}' THEN $1
WHEN `+quoted+` LIKE '{%}' THEN substr(`+quoted+`, 1, length(`+quoted+`) - 1) || $2 ELSE `+quoted+` || $3 END`,
		"{"+last[1:], last, " "+words)
	if err != nil {
		t.Errorf("%s.%s: %v", table, name, err)
		return 1
	}
	n, err := done.RowsAffected()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func quotedJSON(text string) string {
	b, _ := json.Marshal(text) // text always marshals
	return string(b)
}
