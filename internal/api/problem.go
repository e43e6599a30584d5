package api

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"accord/internal/accord"
)

// Problem is every answer of 400 or more below /api/ (RFC 9457). It never
// holds a value that was sent: it may be a secret.
type Problem struct { //nolint:errname // RFC 9457 calls it so
	Type    string           `json:"type"`
	Title   string           `json:"title"`
	Status  int              `json:"status"`
	Detail  string           `json:"detail"`
	Errors  []FieldProblem   `json:"errors,omitempty" doc:"What is wrong with which field"`
	Rule    string           `json:"rule,omitempty" doc:"The rule that forbids it, P3"`
	Missing []accord.Missing `json:"missing,omitempty" doc:"What the closing of a meeting lacks"`
	Current any              `json:"current,omitempty" doc:"The state a stale write missed"`
	ID      string           `json:"request_id,omitempty" doc:"Of a failure of the server: names the line in its log"`
}

// FieldProblem says what is wrong with one field.
type FieldProblem struct {
	Location string `json:"location"`
	Message  string `json:"message"`
}

// NewProblem makes a problem of a status.
func NewProblem(status int, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: title(status), Status: status, Detail: detail}
}

// Error gives the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus tells huma the status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType tells huma the media type.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// JSON is the problem as it is sent.
func (p *Problem) JSON() []byte {
	var b bytes.Buffer
	if err := marshal(&b, p); err != nil { // current may hold what cannot be written
		q := *p
		q.Current = nil
		_ = marshal(&b, q)
	}
	return b.Bytes()
}

func title(status int) string {
	if t := http.StatusText(status); t != "" {
		return t
	}
	return "Error"
}

// statuses of the domain's codes; anything else is a failure of ours.
var statuses = map[accord.Code]int{
	accord.CodeInvalid:         http.StatusUnprocessableEntity,
	accord.CodeNotFound:        http.StatusNotFound,
	accord.CodeConflict:        http.StatusConflict,
	accord.CodeDenied:          http.StatusForbidden,
	accord.CodeUnauthenticated: http.StatusUnauthorized,
	accord.CodeStale:           http.StatusPreconditionFailed,
	accord.CodeLimited:         http.StatusTooManyRequests,
}

// ProblemOf turns any error into its problem; ok is false for a failure of
// ours, whose text stays in the log.
func ProblemOf(err error) (p *Problem, ok bool) {
	if p, is := errors.AsType[*Problem](err); is {
		return p, true
	}
	e, is := errors.AsType[*accord.Error](err)
	status := 0
	if is {
		status = statuses[e.Code]
	}
	if status == 0 {
		return NewProblem(http.StatusInternalServerError, "Something failed on our side. Nothing was saved."), false
	}
	p = NewProblem(status, e.Message())
	p.Rule, p.Missing = e.Rule, e.Missing
	if e.Current != nil {
		p.Current = e.Current
	}
	for _, f := range e.Fields {
		p.Errors = append(p.Errors, FieldProblem{Location: f.Location, Message: f.Message()})
	}
	return p, true
}

// problem is [ProblemOf] that calls the sides what the workspace does, and logs
// failures under the request's id.
func (a *API) problem(ctx context.Context, err error) *Problem {
	p, ok := ProblemOf(a.naming(ctx, err))
	if !ok {
		p.ID = accord.RequestID(ctx)
		a.log.ErrorContext(ctx, "api: request failed", "request_id", p.ID, "error", err)
	}
	return p
}

// naming puts the workspace's names of the sides into an error of the domain.
func (a *API) naming(ctx context.Context, err error) error {
	e, is := errors.AsType[*accord.Error](err)
	isSide := func(arg any) bool { side, is := arg.(accord.Side); return is && side != accord.Neutral }
	if !is || !slices.ContainsFunc(e.Args, isSide) {
		return err
	}
	w, failed := a.app.Workspace(ctx, actorOf(ctx))
	if failed != nil {
		return err
	}
	named := *e
	named.Args = slices.Clone(e.Args)
	for i, arg := range named.Args {
		switch arg {
		case accord.Sales:
			named.Args[i] = cmp.Or(w.SalesName, "Sales")
		case accord.Marketing:
			named.Args[i] = cmp.Or(w.MarketingName, "Marketing")
		}
	}
	return &named
}

// transform turns what huma found wrong with a request into our problem.
func transform(_ huma.Context, _ string, v any) (any, error) {
	if m, ok := v.(*huma.ErrorModel); ok {
		return humaProblem(m), nil
	}
	return v, nil
}

func humaProblem(m *huma.ErrorModel) *Problem {
	p := NewProblem(m.Status, "Some fields need another look.")
	if m.Status == http.StatusBadRequest {
		p.Detail = "The body is not JSON, or has something behind it."
		return p
	}
	if m.Status != http.StatusUnprocessableEntity {
		p.Detail = m.Detail
		return p
	}
	for _, e := range m.Errors {
		p.Errors = append(p.Errors, fieldProblem(e.Location, e.Message))
	}
	return p
}

const requiredPrefix, requiredSuffix = "expected required property ", " to be present"

// fieldProblem names the field as the domain does, without "body.", and says
// sentences instead of fragments.
func fieldProblem(location, message string) FieldProblem {
	_, field, _ := strings.Cut(location, ".")
	switch name, ok := strings.CutPrefix(message, requiredPrefix); {
	case ok:
		name = strings.TrimSuffix(name, requiredSuffix)
		return FieldProblem{Location: strings.TrimPrefix(field+"."+name, "."), Message: "Give a value."}
	case message == "unexpected property":
		message = "There is no such field."
	case strings.HasPrefix(message, "json:"): // names Go types
		message = "This is not of the kind expected."
	default:
		message = strings.ToUpper(message[:min(1, len(message))]) + message[min(1, len(message)):] + "."
	}
	if field == "" {
		field = location
	}
	return FieldProblem{Location: field, Message: message}
}
