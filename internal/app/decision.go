package app

import (
	"context"
	"strings"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// NewDecision is something that was settled.
type NewDecision struct {
	Text         string
	AgendaItemID string
	ProjectID    string // the growth project it is about
	ReviewOn     accord.Date
	Domain       string
	As           accord.RecordedAs // where the domain is the other side's
	Supersedes   string            // id or number of an older decision, "D-12"
	DecidedBy    []string
}

// RecordDecision writes a decision of a running meeting into the register with
// the next number. Without names those present decided it.
func (a *App) RecordDecision(ctx context.Context, actor accord.Actor, meetingID string, in NewDecision) (accord.DecisionDetail, error) {
	var out accord.DecisionDetail
	err := a.atMeeting(ctx, actor, ActRecord, meetingID, mayRecord, func(ctx context.Context, t *meetingTx) error {
		if err := t.m.Open(); err != nil {
			return err
		}
		if err := t.m.Running(); err != nil {
			return err
		}
		d := accord.Decision{
			ID: store.NewID(), Text: strings.TrimSpace(in.Text), MeetingID: accord.NullID(t.m.ID), SeriesID: t.m.SeriesID, TeamID: t.m.TeamID,
			AgendaItemID: accord.NullID(in.AgendaItemID), ProjectID: accord.NullID(in.ProjectID), Domain: strings.TrimSpace(in.Domain), ReviewOn: in.ReviewOn,
			DecidedOn: accord.DateOf(t.now, accord.Zone(t.m.TimeZone)), CreatedBy: t.by.PersonID, CreatedAt: t.now, Version: 1,
		}
		if err := t.checkDecision(ctx, &d, in); err != nil {
			return err
		}
		var err error
		if d.Number, err = t.tx.Number(ctx, store.CounterDecision); err != nil {
			return err
		}
		people, err := t.deciders(ctx, in.DecidedBy)
		if err != nil {
			return err
		}
		if err := t.place(ctx, &d, in.As, people); err != nil {
			return err
		}
		if err := t.tx.CreateDecision(ctx, &d, people); err != nil {
			return err
		}
		if _, err := t.record(ctx, "decision.made", "decision", d.ID, decisionFacts(d)); err != nil {
			return err
		}
		out, err = a.oneDecision(ctx, t.tx, actor, d.ID)
		return err
	})
	return out, err
}

// decisionFacts is what events tell of a decision.
func decisionFacts(d accord.Decision) facts {
	f := facts{"number": d.Number, "text": d.Text, "supersedes_id": d.SupersedesID}
	if d.InputFor != "" {
		f["input_for"] = d.InputFor
	}
	return f
}

// checkDecision checks a decision's words and what it refers to.
func (t *meetingTx) checkDecision(ctx context.Context, d *accord.Decision, in NewDecision) error {
	var v accord.Validation
	v.Add("", d.Check())
	if in.AgendaItemID != "" {
		item, err := t.tx.AgendaItem(ctx, in.AgendaItemID)
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return err
		}
		v.Check(err == nil && string(item.MeetingID) == t.m.ID, "agenda_item_id", "There is no such agenda item in this meeting.")
	}
	if in.ProjectID != "" {
		v.Add("", t.app.seesProject(ctx, t.tx, t.by, in.ProjectID, d.TeamID))
	}
	if in.Supersedes != "" {
		old, err := t.app.findDecision(ctx, t.tx, t.by, in.Supersedes)
		if err != nil && accord.CodeOf(err) != accord.CodeNotFound {
			return err
		}
		v.Check(err == nil, "supersedes", "There is no such decision.")
		if err == nil {
			replaced, err := d.Supersedes(old)
			v.Add("supersedes", err)
			*d = replaced
		}
	}
	return v.Err()
}

// deciders checks who is named as having decided; nobody named means everybody
// present.
func (t *meetingTx) deciders(ctx context.Context, ids []string) ([]string, error) {
	people, err := t.tx.MeetingPeople(ctx, t.m.ID)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		for _, p := range people {
			if p.Present && p.TeamRole != accord.TeamObserver {
				ids = append(ids, p.PersonID)
			}
		}
		return ids, nil
	}
	return ids, checkPeople(ctx, t.tx, "decided_by", ids)
}

// checkPeople checks that everybody named is of this workspace, each once.
func checkPeople(ctx context.Context, tx *store.Store, location string, ids []string) error {
	var v accord.Validation
	seen := map[string]bool{}
	for _, id := range ids {
		_, err := personNamed(ctx, tx, location, id)
		if err != nil && accord.CodeOf(err) != accord.CodeInvalid {
			return err
		}
		v.Add("", err)
		v.Check(!seen[id], location, "Name everybody once.")
		seen[id] = true
	}
	return v.Err()
}

// findDecision finds a decision by id or by what people call it, "D-37".
func (a *App) findDecision(ctx context.Context, s *store.Store, actor accord.Actor, ref string) (accord.Decision, error) {
	var d accord.Decision
	var err error
	if n, ok := accord.ParseDecisionRef(ref); ok && strings.Contains(ref, "-") {
		d, err = s.DecisionByNumber(ctx, n)
	} else {
		d, err = s.Decision(ctx, ref)
	}
	if err != nil {
		return d, err
	}
	return d, a.seesTeam(ctx, s, actor, d.TeamID, "decision")
}

// oneDecision is a decision with its deciders, as the actor sees it.
func (a *App) oneDecision(ctx context.Context, s *store.Store, actor accord.Actor, id string) (accord.DecisionDetail, error) {
	view, err := a.view(ctx, s, actor)
	if err != nil {
		return accord.DecisionDetail{}, err
	}
	list, _, err := s.Decisions(ctx, store.DecisionFilter{View: view, ID: id}, accord.Page{Limit: 1})
	if err == nil && len(list) == 0 {
		err = accord.NotFound("decision")
	}
	if err != nil {
		return accord.DecisionDetail{}, err
	}
	return list[0], nil
}

// Decision gives one decision by id or number.
func (a *App) Decision(ctx context.Context, actor accord.Actor, ref string) (accord.DecisionDetail, error) {
	ctx, err := a.read(ctx, actor, ActSeeDecisions)
	if err != nil {
		return accord.DecisionDetail{}, err
	}
	d, err := a.findDecision(ctx, a.store, actor, ref)
	if err != nil {
		return accord.DecisionDetail{}, err
	}
	return a.oneDecision(ctx, a.store, actor, d.ID)
}

// DecisionQuery says what part of the register somebody asks for.
type DecisionQuery struct {
	Query     string
	SeriesID  string
	TeamID    string
	MeetingID string
	ProjectID string
	Domain    string
	ReviewBy  accord.Date // to be looked at again by this day
	Current   bool        // leaves out what a later decision replaced
}

// Decisions lists the register, the latest first.
func (a *App) Decisions(ctx context.Context, actor accord.Actor, q DecisionQuery, p accord.Page) ([]accord.DecisionDetail, []string, error) {
	ctx, view, err := a.see(ctx, actor, ActSeeDecisions)
	if err != nil {
		return nil, nil, err
	}
	return a.store.Decisions(ctx, store.DecisionFilter{
		View: view, Query: q.Query, SeriesID: q.SeriesID, TeamID: q.TeamID, MeetingID: q.MeetingID, ProjectID: q.ProjectID, Domain: q.Domain, ReviewBy: q.ReviewBy, Current: q.Current,
	}, p)
}

// DecisionPatch changes a decision; what is not set stays.
type DecisionPatch struct {
	Text       accord.Opt[string]
	ReviewOn   accord.Opt[accord.Date]
	Domain     accord.Opt[string]
	As         accord.RecordedAs // where the domain is the other side's, or to say otherwise
	Supersedes accord.Opt[string]
	Project    accord.Opt[accord.NullID]
	DecidedBy  accord.Opt[[]string]
}

// ChangeDecision changes a decision: while its meeting runs those who record it
// mend its words; afterwards the words stay (M4) and whoever runs the meeting
// sets the review date, the domain and what it replaces.
func (a *App) ChangeDecision(ctx context.Context, actor accord.Actor, ref string, match accord.Match, p DecisionPatch) (accord.DecisionDetail, error) {
	var out accord.DecisionDetail
	err := a.change(ctx, actor, ActRecord, func(ctx context.Context, tx *store.Store, now time.Time) error {
		d, err := a.findDecision(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		if err := match.Check(d.Version, d); err != nil {
			return err
		}
		head, standing, err := a.loadMeeting(ctx, tx, actor, string(d.MeetingID), now)
		if err != nil {
			return err
		}
		t := &meetingTx{app: a, tx: tx, by: actor, now: now, head: head, m: head.Meeting, standing: standing}
		if err := t.changeDecision(ctx, d, p); err != nil {
			return err
		}
		out, err = a.oneDecision(ctx, tx, actor, d.ID)
		return err
	})
	return out, err
}

func (t *meetingTx) changeDecision(ctx context.Context, d accord.Decision, p DecisionPatch) error {
	if err := t.mayChangeDecision(d, p); err != nil {
		return err
	}
	domain := d.Domain
	d.Text, d.Domain = strings.TrimSpace(p.Text.Or(d.Text)), strings.TrimSpace(p.Domain.Or(d.Domain))
	d.ReviewOn, d.ProjectID = p.ReviewOn.Or(d.ReviewOn), p.Project.Or(d.ProjectID)
	if p.Supersedes.Set {
		d.SupersedesID = ""
	}
	if err := t.checkDecision(ctx, &d, NewDecision{Supersedes: p.Supersedes.Value, ProjectID: string(p.Project.Value)}); err != nil {
		return err
	}
	if d.Domain != domain || p.As != accord.AsUnsaid || d.InputFor != "" && p.Supersedes.Set {
		if err := t.placeAgain(ctx, &d, domain, p); err != nil {
			return err
		}
	}
	if err := t.tx.SaveDecision(ctx, &d); err != nil {
		return err
	}
	if err := t.setDeciders(ctx, d.ID, p.DecidedBy); err != nil {
		return err
	}
	_, err := t.record(ctx, "decision.changed", "decision", d.ID, decisionFacts(d))
	return err
}

// mayChangeDecision refuses to change what the minutes of a closed meeting say
// (M4), and anything by whoever may not.
func (t *meetingTx) mayChangeDecision(d accord.Decision, p DecisionPatch) error {
	if t.m.Status != accord.MeetingClosed {
		return mayRecord.check(t.standing)
	}
	if p.Text.Set && strings.TrimSpace(p.Text.Value) != d.Text || p.DecidedBy.Set {
		return accord.Errorf(accord.CodeConflict, "The minutes are closed: a later decision replaces this one.").By("M4")
	}
	return mayRun.check(t.standing)
}

// setDeciders names who decided, where a change says so.
func (t *meetingTx) setDeciders(ctx context.Context, id string, by accord.Opt[[]string]) error {
	if !by.Set {
		return nil
	}
	if err := checkPeople(ctx, t.tx, "decided_by", by.Value); err != nil {
		return err
	}
	return t.tx.SetDeciders(ctx, id, by.Value)
}
