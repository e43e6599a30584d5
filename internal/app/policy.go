package app

import (
	"slices"

	"accord/internal/accord"
)

// Action is what a route does. Every route names one; [Allow] says who may.
type Action string

// The actions. What a person may do to one particular thing (its owner, a
// leader of its team) is asked of a [Standing] or of the rule itself.
const (
	ActPublic          Action = "public"                  // nobody needs to be signed in
	ActOwnAccount      Action = "account.own"             // one's own name, zone, password, sessions
	ActPassword        Action = "account.password"        // one's own password, by session only
	ActTokens          Action = "account.tokens"          // one's own tokens, by session only
	ActSeeFeeds        Action = "feeds.see"               // one's own calendar feeds
	ActFeeds           Action = "feeds.change"            // make, renew, revoke them
	ActSeeSelf         Action = "account.see"             // who one is
	ActSeeWorkspace    Action = "workspace.see"           //
	ActChangeWorkspace Action = "workspace.change"        // settings, backups, deliveries
	ActRemoveSample    Action = "workspace.remove_sample" // the sample company, by session
	ActSeePeople       Action = "people.see"
	ActChangePeople    Action = "people.change"
	ActSeeTeams        Action = "teams.see"
	ActChangeTeams     Action = "teams.change"
	ActStepIn          Action = "teams.step_in" // an admin into a closed team, by session
	ActSeeSeries       Action = "series.see"
	ActChangeSeries    Action = "series.change"
	ActTurn            Action = "series.turn" // skip and swap turns: one's own, or as a leader
	ActSeeMeetings     Action = "meetings.see"
	ActRespond         Action = "meetings.respond" // RSVP: observers too
	ActPropose         Action = "agenda.propose"
	ActRunMeeting      Action = "meetings.run"
	ActRecord          Action = "meetings.record" // notes, decisions, attendance, words
	ActSeeDecisions    Action = "decisions.see"
	ActSeeItems        Action = "action_items.see"
	ActChangeItems     Action = "action_items.change"
	ActSeeUpdates      Action = "updates.see"   // weekly updates that were sent
	ActWriteUpdates    Action = "updates.write" // leads, their deputies and admins: see Workspace.WritesUpdate
	ActSeeProjects     Action = "projects.see"
	ActChangeProjects  Action = "projects.change"
	ActSeeDashboard    Action = "dashboard.see"
	ActSeeEvents       Action = "events.see"
	ActAudit           Action = "events.audit" // everybody's events

	ActSeeDiagnostics   Action = "diagnostics.see"
	ActOpenDiagnostic   Action = "diagnostics.open"   // side leads, their deputies and admins
	ActAnswerDiagnostic Action = "diagnostics.answer" // observers too: their own answers

	ActSeeSitDowns   Action = "sit_downs.see"
	ActSitDown       Action = "sit_downs.change" // begin, write one's part, reveal, pair, end gaps
	ActSeeCharter    Action = "charter.see"
	ActChangeCharter Action = "charter.change" // edit, agree, sign: leads of the sides, deputies, admins

	// Leads and market intelligence; which side may is asked of the rule.
	ActSeeIntelligence  Action = "intelligence.see"
	ActServeLeads       Action = "leads.serve"
	ActJudgeLeads       Action = "leads.judge"
	ActEditLeadReasons  Action = "leads.reasons"
	ActTellIntel        Action = "intel.tell"
	ActAnswerIntel      Action = "intel.answer"
	ActTurnIntel        Action = "intel.turn" // into an action item or a proposal
	ActUndoIntelligence Action = "intelligence.undo"

	ActReport    Action = "rep_reports.change" // report at a call, turn what was said into something
	ActSeeVisits Action = "exchange_visits.see"
	ActVisit     Action = "exchange_visits.change"
)

// requirement is what the role and the token must be for an action.
type requirement struct {
	write       bool // a read token is not enough
	sessionOnly bool // no token at all: a token makes no tokens
	roles       []accord.Role
}

func everybody() []accord.Role {
	return []accord.Role{accord.RoleAdmin, accord.RoleMember, accord.RoleObserver}
}

func members() []accord.Role { return []accord.Role{accord.RoleAdmin, accord.RoleMember} }

func admins() []accord.Role { return []accord.Role{accord.RoleAdmin} }

// policy is the table of product rule X4; a route whose action is not in it
// stops the start.
var policy = map[Action]requirement{
	ActPublic:          {},
	ActOwnAccount:      {write: true, roles: everybody()},
	ActPassword:        {write: true, sessionOnly: true, roles: everybody()},
	ActTokens:          {write: true, sessionOnly: true, roles: everybody()},
	ActSeeFeeds:        {roles: everybody()},
	ActFeeds:           {write: true, roles: everybody()},
	ActSeeSelf:         {roles: everybody()},
	ActSeeWorkspace:    {roles: everybody()},
	ActChangeWorkspace: {write: true, roles: admins()},
	ActRemoveSample:    {write: true, sessionOnly: true, roles: admins()},
	ActSeePeople:       {roles: everybody()},
	ActChangePeople:    {write: true, roles: admins()},
	ActSeeTeams:        {roles: everybody()},
	ActChangeTeams:     {write: true, roles: admins()},
	ActStepIn:          {write: true, sessionOnly: true, roles: admins()},
	ActSeeSeries:       {roles: everybody()},
	ActChangeSeries:    {write: true, roles: members()},
	ActTurn:            {write: true, roles: members()},
	ActSeeMeetings:     {roles: everybody()},
	ActRespond:         {write: true, roles: everybody()},
	ActPropose:         {write: true, roles: members()},
	ActRunMeeting:      {write: true, roles: members()},
	ActRecord:          {write: true, roles: members()},
	ActSeeDecisions:    {roles: everybody()},
	ActSeeItems:        {roles: everybody()},
	ActChangeItems:     {write: true, roles: members()},
	ActSeeUpdates:      {roles: members()},
	ActWriteUpdates:    {write: true, roles: members()},
	ActSeeProjects:     {roles: everybody()},
	ActChangeProjects:  {write: true, roles: members()},
	ActSeeDashboard:    {roles: everybody()},
	ActSeeEvents:       {roles: everybody()},
	ActAudit:           {roles: admins()},

	ActSeeDiagnostics:   {roles: everybody()},
	ActOpenDiagnostic:   {write: true, roles: members()},
	ActAnswerDiagnostic: {write: true, roles: everybody()},

	ActSeeSitDowns:   {roles: members()},
	ActSitDown:       {write: true, roles: members()},
	ActSeeCharter:    {roles: members()},
	ActChangeCharter: {write: true, roles: members()},

	ActSeeIntelligence:  {roles: members()},
	ActServeLeads:       {write: true, roles: members()},
	ActJudgeLeads:       {write: true, roles: members()},
	ActEditLeadReasons:  {write: true, roles: members()},
	ActTellIntel:        {write: true, roles: members()},
	ActAnswerIntel:      {write: true, roles: members()},
	ActTurnIntel:        {write: true, roles: members()},
	ActUndoIntelligence: {write: true, roles: members()},

	ActReport:    {write: true, roles: members()},
	ActSeeVisits: {roles: everybody()},
	ActVisit:     {write: true, roles: members()},
}

// Known reports whether the policy has the action.
func Known(act Action) bool {
	_, ok := policy[act]
	return ok
}

// Allow reports whether the actor's role and token permit the action at all:
// unauthenticated for nobody, denied for the rest.
func Allow(actor accord.Actor, act Action) error {
	need, ok := policy[act]
	switch {
	case !ok:
		return accord.Errorf(accord.CodeDenied, "This is not open to anybody.")
	case act == ActPublic:
		return nil
	case actor.PersonID == "":
		return accord.Errorf(accord.CodeUnauthenticated, "Sign in first.")
	case need.sessionOnly && actor.TokenScope != "":
		return accord.Errorf(accord.CodeDenied, "A token cannot do this; sign in with your password.").By("X4")
	case need.write && actor.TokenScope == "read":
		return accord.Errorf(accord.CodeDenied, "This token may only read.").By("X4")
	case !slices.Contains(need.roles, actor.Role):
		return accord.Errorf(accord.CodeDenied, "Your role does not allow this; an admin of your workspace can help.").By("X4")
	}
	return nil
}

// Standing is what somebody is to one team and, where there is one, to one of
// its meetings.
type Standing struct {
	Actor       accord.Actor
	TeamRole    accord.TeamRole // "" where they are not of the team
	Facilitator bool
	MinuteTaker bool
	Invited     bool
	Present     bool
	Visitor     bool // of a closed team: sees what is shared, and does nothing
}

// Leads reports whether they may make, change, move, cancel and end: leaders of
// the team and admins.
func (s Standing) Leads() bool { return s.Actor.Admin() || s.TeamRole == accord.TeamLeader }

// Runs reports whether they may accept, order, lock, start, close and publish:
// leaders of the team, the facilitator and admins.
func (s Standing) Runs() bool { return s.Leads() || s.Facilitator }

// Proposes reports whether they may propose agenda items: people of the team
// and those invited. Observers, of the workspace or of the team, write nothing:
// being invited as one of the team changes that no more than being of it.
func (s Standing) Proposes() bool {
	if s.Actor.Role == accord.RoleObserver {
		return false
	}
	return s.Runs() || s.TeamRole != accord.TeamObserver && (s.Invited || s.TeamRole != "")
}

// Records reports whether they may write notes, decisions, action items and
// attendance while the meeting runs: everybody present, the minute taker, and
// those who run it.
func (s Standing) Records() bool {
	if s.Actor.Role == accord.RoleObserver {
		return false
	}
	return s.Runs() || s.MinuteTaker || s.Present && s.TeamRole != accord.TeamObserver
}
