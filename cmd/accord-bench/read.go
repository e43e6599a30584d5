package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"
	_ "github.com/mattn/go-sqlite3" // the reference reads by database/sql alone

	"accord/internal/accord"
)

// reading is one thing that is read both ways. Its answer is decoded into a
// typed value once, which the reference encodes for every request.
type reading struct {
	name, path string
	answer     any
}

// itemList and dashboard are the answers' shapes, for the reference to encode.
type (
	itemList struct {
		Items []struct {
			accord.ActionItem
			Ref               string `json:"ref"`
			Overdue           bool   `json:"overdue"`
			NeedsDecision     bool   `json:"needs_decision"`
			NeedsConfirmation bool   `json:"needs_confirmation"`
		} `json:"items"`
		NextCursor *string `json:"next_cursor"`
	}
	dashboard struct {
		From    string               `json:"from"`
		To      string               `json:"to"`
		AsOf    time.Time            `json:"as_of"`
		Figures map[string]splitting `json:"figures"`
	}
	splitting struct {
		Joint     figure `json:"joint"`
		Sales     figure `json:"sales"`
		Marketing figure `json:"marketing"`
	}
	figure struct {
		Numerator   int            `json:"numerator"`
		Denominator int            `json:"denominator"`
		Value       any            `json:"value"`
		Few         bool           `json:"few"`
		List        string         `json:"list"`
		Detail      map[string]int `json:"detail,omitempty"`
	}
)

func (b *bench) readings() []reading {
	return []reading{
		{"my open items", "/api/v1/action-items?owner=me&status=open,blocked", &itemList{}},
		{"a meeting, held", "/api/v1/meetings/" + b.meeting, &accord.MeetingDetail{}},
		{"a meeting, coming", "/api/v1/meetings/" + b.coming, &accord.MeetingDetail{}},
		{"the dashboard", "/api/v1/dashboard", &dashboard{}},
	}
}

// reads compares each reading with its reference, in turn.
func (b *bench) reads(ctx context.Context) error {
	db, err := sql.Open("sqlite3", "file:"+b.path+"?mode=ro&_query_only=1&_cache_size=-8000")
	if err != nil {
		return err
	}
	defer db.Close()
	fmt.Fprint(b.out, "By hand: Accord's own statements without those on the reader, prepared and replayed by database/sql, and the\n",
		"answer encoded. It shows what Accord adds to its statements, not whether better ones could be written.\n\n")
	fmt.Fprintf(b.out, "%-18s %10s %10s %10s %7s\n", "CPU µs a request", "Accord", "by hand", "statements", "ratio")
	for _, r := range b.readings() {
		if !strings.Contains(r.name, b.only) {
			continue
		}
		accordRequest := func() *httptest.ResponseRecorder { return b.get(r.path) }
		first := accordRequest()
		if first.Code != http.StatusOK {
			return fmt.Errorf("%s: %d %s", r.path, first.Code, first.Body)
		}
		if err := json.Unmarshal(first.Body.Bytes(), r.answer); err != nil {
			return fmt.Errorf("%s: %w", r.path, err)
		}
		all := b.trace.during(func() { accordRequest() })
		hand, err := newHand(ctx, db, forData(all), r.answer)
		if err != nil {
			return fmt.Errorf("%s: %w", r.path, err)
		}
		if code := hand.get().Code; code != http.StatusOK {
			return fmt.Errorf("%s by hand: %d", r.path, code)
		}
		ours, theirs := b.compare(accordRequest, hand.get)
		fmt.Fprintf(b.out, "%-18s %10.0f %10.0f %5d (%2d) %7.2f\n", r.name, ours, theirs, len(hand.stmts), len(all), ours/theirs)
		if b.statements {
			if err := hand.tell(ctx, b.out); err != nil {
				return err
			}
		}
		hand.close()
	}
	return nil
}

// tell prints what each statement costs alone.
func (h *hand) tell(ctx context.Context, out io.Writer) error {
	for _, s := range h.stmts {
		const times = 10
		start := spent()
		for range times {
			if err := s.run(ctx); err != nil {
				return err
			}
		}
		fmt.Fprintf(out, "%10d µs  %s\n", (spent()-start).Microseconds()/times, strings.Join(strings.Fields(s.query), " "))
	}
	return nil
}

func (b *bench) get(path string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, path, nil)
	r.Header.Set("Authorization", "Bearer "+b.token)
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	return w
}

// forData leaves out what only says who is asking and what they may see.
func forData(all []statement) []statement {
	return slices.DeleteFunc(slices.Clone(all), func(s statement) bool {
		for _, table := range []string{"FROM tokens", "FROM `people` WHERE (id", "FROM `team_members`", "team_members m", "FROM `teams`"} {
			if strings.Contains(s.query, table) && !strings.Contains(s.query, "meeting") {
				return true
			}
		}
		return false
	})
}

// compare alternates rounds of both and returns the median CPU of a request.
func (b *bench) compare(ours, theirs func() *httptest.ResponseRecorder) (float64, float64) {
	var a, z []float64
	for range b.pairs {
		a = append(a, cpu(b.requests, ours))
		z = append(z, cpu(b.requests, theirs))
	}
	return median(a), median(z)
}

// cpu is the process's CPU of one of n calls, in microseconds.
func cpu(n int, call func() *httptest.ResponseRecorder) float64 {
	start := spent()
	for range n {
		call()
	}
	return float64((spent() - start).Microseconds()) / float64(n)
}

// spent is the CPU time this process has used.
func spent() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // never fails for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// hand is the reference: a bare echo handler that runs prepared statements by
// database/sql, reads every row into typed values and encodes the answer.
type hand struct {
	echo  *echo.Echo
	stmts []*handStatement
}

type handStatement struct {
	query string
	stmt  *sql.Stmt
	args  []any
	dest  []any
}

func newHand(ctx context.Context, db *sql.DB, list []statement, answer any) (*hand, error) {
	h := &hand{echo: echo.New()}
	for _, s := range list {
		stmt, err := db.PrepareContext(ctx, s.query)
		if err != nil {
			return nil, err
		}
		hs := &handStatement{query: s.query, stmt: stmt, args: s.args}
		if err := hs.shape(ctx); err != nil {
			return nil, err
		}
		h.stmts = append(h.stmts, hs)
	}
	h.echo.GET("/", func(c echo.Context) error {
		for _, s := range h.stmts {
			if err := s.run(c.Request().Context()); err != nil {
				return err
			}
		}
		return c.JSON(http.StatusOK, answer)
	})
	return h, nil
}

func (h *hand) close() {
	for _, s := range h.stmts {
		_ = s.stmt.Close() // it only read
	}
}

func (h *hand) get() *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.echo.ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/", nil))
	return w
}

// shape makes a destination of the right type for each column.
func (s *handStatement) shape(ctx context.Context) error {
	rows, err := s.stmt.QueryContext(ctx, s.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	for _, t := range types {
		var dest any
		switch strings.ToUpper(t.DatabaseTypeName()) {
		case "TIMESTAMP":
			dest = new(sql.NullTime)
		case "INTEGER", "BIGINT":
			dest = new(sql.NullInt64)
		case "BOOLEAN":
			dest = new(sql.NullBool)
		default:
			dest = new(sql.NullString)
		}
		s.dest = append(s.dest, dest)
	}
	return rows.Err()
}

func (s *handStatement) run(ctx context.Context) error {
	rows, err := s.stmt.QueryContext(ctx, s.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(s.dest...); err != nil {
			return err
		}
	}
	return rows.Err()
}
