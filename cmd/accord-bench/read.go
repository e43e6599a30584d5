package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"syscall"
	"time"
)

// reading is one thing that is read both ways, by its path at Accord and at the
// reference.
type reading struct{ name, ours, theirs string }

func (b *bench) readings() []reading {
	return []reading{
		{"my open items", "/api/v1/action-items?owner=me&status=open,blocked", "/items"},
		{"a meeting, held", "/api/v1/meetings/" + b.meeting, "/meetings/" + b.meeting},
		{"a meeting, coming", "/api/v1/meetings/" + b.coming, "/meetings/" + b.coming},
		{"the dashboard", "/api/v1/dashboard", "/dashboard"},
	}
}

// reads compares each reading with its reference, in turn, once both give the
// same answer.
func (b *bench) reads(ctx context.Context) error {
	h, err := newHand(b.path, b.owner.WorkspaceID, b.owner.ID)
	if err != nil {
		return err
	}
	defer h.close()
	fmt.Fprint(b.out, "By hand: a bare echo handler, SQL in its best form, the same answer; nobody is asked who they are.\n\n")
	fmt.Fprintf(b.out, "%-18s %10s %10s %10s %10s %7s\n", "CPU µs a request", "Accord", "by hand", "bytes", "statements", "ratio")
	for _, r := range b.readings() {
		if !b.wants(r.name) {
			continue
		}
		if err := b.read(ctx, h, r); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	return nil
}

func (b *bench) read(ctx context.Context, h *hand, r reading) error {
	ours, theirs := b.get(r.ours), h.get(r.theirs)
	if ours.Code != http.StatusOK || theirs.Code != http.StatusOK {
		return fmt.Errorf("answers %d, by hand %d: %.300s", ours.Code, theirs.Code, ours.Body)
	}
	if err := sameAnswer(ours.Body.Bytes(), theirs.Body.Bytes()); err != nil {
		return err
	}
	sent := b.trace.during(func() { b.get(r.ours) })
	a, z := b.compare(func() { b.get(r.ours) }, func() { h.get(r.theirs) })
	fmt.Fprintf(b.out, "%-18s %10.0f %10.0f %10d %10d %7.2f\n", r.name, a, z, ours.Body.Len(), len(sent), a/z)
	if b.statements {
		return h.tell(ctx, b.out, sent)
	}
	return nil
}

// tell prints what each of Accord's statements costs alone.
func (h *hand) tell(ctx context.Context, out io.Writer, sent []statement) error {
	for _, s := range sent {
		const times = 10
		var took time.Duration
		for n := range times + 1 {
			start := spent()
			if err := h.drain(ctx, s); err != nil {
				return err
			}
			if n > 0 { // the first one prepares
				took += spent() - start
			}
		}
		fmt.Fprintf(out, "%10d µs  %s\n", took.Microseconds()/times, strings.Join(strings.Fields(s.query), " "))
	}
	return nil
}

// drain runs a statement and throws its rows away.
func (h *hand) drain(ctx context.Context, s statement) error {
	stmt, err := h.stmt(ctx, s.query) //nolint:sqlclosecheck // kept for the next request
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(ctx, s.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

func (b *bench) get(path string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, path, nil)
	r.Header.Set("Authorization", "Bearer "+b.token)
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	return w
}

// round is how many requests a round has: fewer where they are long.
func (b *bench) round(call func()) int {
	const most = 2 * time.Second // of CPU
	start := spent()
	call()
	return max(1, min(b.requests, int(most/max(spent()-start, time.Microsecond))))
}

// compare alternates rounds of both and returns the median CPU of a request.
func (b *bench) compare(ours, theirs func()) (float64, float64) {
	n := b.round(ours)
	var a, z []float64
	for range b.pairs {
		a = append(a, cpu(n, ours))
		z = append(z, cpu(n, theirs))
	}
	return median(a), median(z)
}

// cpu is the process's CPU of one of n calls, in microseconds.
func cpu(n int, call func()) float64 {
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
