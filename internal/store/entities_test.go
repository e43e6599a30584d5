package store

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm/schema"

	"accord/internal/accord"
)

// entities lists every entity the store keeps. A new one is added here, and
// its table is compared with it.
func entities() []any {
	return []any{
		accord.ActionItem{},
		accord.ActionItemSpan{},
		accord.AgendaItem{},
		accord.CharterAgreement{},
		accord.CharterVersion{},
		accord.Credential{},
		accord.Decision{},
		accord.DecisionPerson{},
		accord.Delivery{},
		accord.Diagnostic{},
		accord.DiagnosticAnswer{},
		accord.DiagnosticKey{},
		accord.DiagnosticPerson{},
		accord.DiagnosticStatement{},
		accord.Event{},
		accord.Feed{},
		accord.IdempotencyKey{},
		accord.IntelItem{},
		accord.ItemNote{},
		accord.LeadBatch{},
		accord.LeadReason{},
		accord.LeadRejection{},
		accord.LeadVerdict{},
		accord.Link{},
		accord.MailOptout{},
		accord.Meeting{},
		accord.MeetingPerson{},
		accord.MeetingWord{},
		accord.MeetingLeftOver{},
		accord.MinutesVersion{},
		accord.NoteVersion{},
		accord.Person{},
		accord.Project{},
		accord.ExchangeVisit{},
		accord.RepLine{},
		accord.RepReport{},
		accord.RotaSkip{},
		accord.RotaSwap{},
		accord.RotaTurn{},
		accord.Series{},
		accord.SeriesAgendaItem{},
		accord.SeriesReply{},
		accord.Session{},
		accord.SitDown{},
		accord.SitDownAnswer{},
		accord.SitDownOutcome{},
		accord.SitDownPair{},
		accord.SitDownPriority{},
		accord.SuppressedAddress{},
		accord.Team{},
		accord.TeamMember{},
		accord.Token{},
		accord.WeeklyUpdate{},
		accord.WeeklyUpdateLine{},
		accord.WeeklyUpdatePart{},
		accord.Workspace{},
		accord.WorkspaceDay{},
	}
}

// withoutEntity are tables only hand-written SQL touches.
var withoutEntity = []string{"counters", "goose_db_version"}

// column is what a database says of one.
type column struct {
	Kind     string
	Nullable bool
	Key      int // place in the primary key, from 1
}

func TestEntities_Schema(t *testing.T) {
	eachDB(t, func(t *testing.T, s *Store) {
		tables := columnsOf(t, s)
		cache := &sync.Map{}
		known := slices.Clone(withoutEntity)
		for _, e := range entities() {
			sch, err := schema.Parse(e, cache, schema.NamingStrategy{})
			if err != nil {
				t.Fatal(err)
			}
			known = append(known, sch.Table)
			compareEntity(t, sch, tables[sch.Table])
		}
		for name, columns := range tables {
			if !slices.Contains(known, name) {
				t.Errorf("table %s has no entity", name)
			}
			if _, ok := columns[workspaceColumn]; !ok && name != workspacesTable && name != sessionsTable && name != "goose_db_version" {
				t.Errorf("table %s belongs to no workspace", name)
			}
			if c, ok := columns[workspaceColumn]; ok && name != sessionsTable && c.Key != 1 {
				t.Errorf("%s.workspace_id is part %d of the primary key, want the first", name, c.Key)
			}
		}
	})
}

// compareEntity holds one entity against its table.
func compareEntity(t *testing.T, sch *schema.Schema, columns map[string]column) {
	t.Helper()
	if len(columns) == 0 {
		t.Errorf("%s: there is no table %s", sch.Name, sch.Table)
		return
	}
	if len(sch.Relationships.Relations) > 0 {
		t.Errorf("%s has nested entities %v", sch.Name, slices.Collect(maps.Keys(sch.Relationships.Relations)))
	}
	for _, f := range sch.Fields {
		if f.Tag.Get("gorm") != "" {
			t.Errorf("%s.%s has a gorm tag", sch.Name, f.Name)
		}
		c, ok := columns[f.DBName]
		switch pointer := f.FieldType.Kind() == reflect.Pointer; {
		case !ok:
			t.Errorf("%s.%s has no column %s.%s", sch.Name, f.Name, sch.Table, f.DBName)
		case c.Kind != kindOf(f.FieldType):
			t.Errorf("%s.%s is %s, its column %s", sch.Name, f.Name, kindOf(f.FieldType), c.Kind)
		case pointer && !c.Nullable:
			t.Errorf("%s.%s may be nil, its column may not be NULL", sch.Name, f.Name)
		case !pointer && c.Nullable && !scansNull(f.FieldType):
			t.Errorf("%s.%s cannot be NULL, its column may", sch.Name, f.Name)
		}
	}
	for name := range columns {
		if sch.LookUpField(name) == nil {
			t.Errorf("%s.%s has no field in %s", sch.Table, name, sch.Name)
		}
	}
}

// scansNull reports a type that reads NULL as its zero.
func scansNull(t reflect.Type) bool {
	return slices.Contains([]reflect.Type{reflect.TypeFor[accord.NullID](), reflect.TypeFor[accord.Date](), reflect.TypeFor[[]byte]()}, t)
}

// kindOf is the kind of column a field needs.
func kindOf(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "time"
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Bool:
		return "bool"
	case t.Kind() == reflect.Float64:
		return "float"
	case t.Kind() == reflect.Int, t.Kind() == reflect.Int64:
		return "int"
	case t.Kind() == reflect.Slice:
		return "bytes"
	default:
		return t.String()
	}
}

// columnsOf reads every table of the database.
func columnsOf(t *testing.T, s *Store) map[string]map[string]column {
	t.Helper()
	query := `SELECT m.name, p.name, lower(p.type), p."notnull" = 0, p.pk FROM sqlite_master m JOIN pragma_table_info(m.name) p
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`
	if s.dialect == Postgres {
		query = `SELECT c.table_name, c.column_name, c.data_type, c.is_nullable = 'YES', coalesce(k.ordinal_position, 0)
			FROM information_schema.columns c
			LEFT JOIN information_schema.table_constraints p ON p.table_schema = c.table_schema AND p.table_name = c.table_name
				AND p.constraint_type = 'PRIMARY KEY'
			LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = p.constraint_schema
				AND k.constraint_name = p.constraint_name AND k.column_name = c.column_name
			WHERE c.table_schema = current_schema()`
	}
	rows, err := s.shared.readPool.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	tables := map[string]map[string]column{}
	for rows.Next() {
		var name, col string
		var c column
		if err := rows.Scan(&name, &col, &c.Kind, &c.Nullable, &c.Key); err != nil {
			t.Fatal(err)
		}
		c.Kind = columnKind(c.Kind)
		if tables[name] == nil {
			tables[name] = map[string]column{}
		}
		tables[name][col] = c
	}
	must(t, rows.Err())
	return tables
}

// columnKind folds both databases' names of a type.
func columnKind(name string) string {
	switch {
	case strings.HasPrefix(name, "timestamp"):
		return "time"
	case name == "bigint", name == "integer":
		return "int"
	case name == "double precision":
		return "float"
	case name == "blob", name == "bytea":
		return "bytes"
	case name == "boolean":
		return "bool"
	default:
		return name
	}
}
