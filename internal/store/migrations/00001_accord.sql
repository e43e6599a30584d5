-- The first schema, for SQLite and PostgreSQL alike. Everything belongs to a
-- workspace: keys are (workspace_id, id), foreign keys are composite. Instants
-- are TIMESTAMP in UTC, calendar days TEXT 'YYYY-MM-DD', wall clocks TEXT
-- 'YYYY-MM-DDTHH:MM'.

-- +goose Up
CREATE TABLE workspaces (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sales_name TEXT NOT NULL,
    marketing_name TEXT NOT NULL,
    sales_color TEXT NOT NULL DEFAULT '',
    marketing_color TEXT NOT NULL DEFAULT '',
    time_zone TEXT NOT NULL,
    working_days TEXT NOT NULL,
    holiday_calendar TEXT NOT NULL DEFAULT '',
    days_off_changed_at TIMESTAMP,
    sales_lead_id TEXT,
    marketing_lead_id TEXT,
    sales_deputy_id TEXT,
    marketing_deputy_id TEXT,
    shared_goal TEXT NOT NULL DEFAULT '',
    kept_on_time_target DOUBLE PRECISION,
    quorum TEXT NOT NULL DEFAULT '',
    max_active_projects INTEGER NOT NULL DEFAULT 0,
    sample_data BOOLEAN NOT NULL DEFAULT FALSE,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL
);

-- The short numbers (A-128, D-37) and the sequence of events.
CREATE TABLE counters (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, name)
);

CREATE TABLE people (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing', 'neutral')),
    role TEXT NOT NULL CHECK (role IN ('admin', 'member', 'observer')),
    title TEXT NOT NULL DEFAULT '',
    time_zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    left_at TIMESTAMP,
    erased_at TIMESTAMP,
    digest_at TIMESTAMP,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX people_digest ON people (workspace_id, digest_at) WHERE left_at IS NULL AND erased_at IS NULL AND email <> '';
-- Addresses are stored in lower case.
CREATE UNIQUE INDEX people_by_email ON people (workspace_id, email) WHERE email <> '';
CREATE INDEX people_login ON people (email);

-- The workspace's own days off, beside those of a holiday calendar (S3).
CREATE TABLE workspace_days (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    date TEXT NOT NULL,
    name TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, date)
);

CREATE TABLE credentials (
    workspace_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, person_id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id)
);

CREATE TABLE tokens (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write')),
    hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    revoked_at TIMESTAMP,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id)
);
CREATE UNIQUE INDEX tokens_by_hash ON tokens (hash);

CREATE TABLE links (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id)
);
CREATE UNIQUE INDEX links_by_hash ON links (hash);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT,
    person_id TEXT,
    data BYTEA NOT NULL,
    user_agent TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_of_person ON sessions (workspace_id, person_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE idempotency_keys (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    person_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0,
    header TEXT NOT NULL DEFAULT '',
    body BYTEA,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, person_id, operation, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE teams (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    closed BOOLEAN NOT NULL DEFAULT FALSE,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

-- What is hidden from those who do not belong to it.
CREATE INDEX teams_closed ON teams (workspace_id, id) WHERE closed;

CREATE TABLE team_members (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('leader', 'representative', 'member', 'observer')),
    added_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, team_id, person_id),
    FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id)
);
-- With all that who may see what asks.
CREATE INDEX team_members_by_person ON team_members (workspace_id, person_id, team_id);

-- The parts of a split series share a lineage; each has a UID and a SEQUENCE of its own.
CREATE TABLE series (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    lineage_id TEXT NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0,
    team_id TEXT NOT NULL,
    title TEXT NOT NULL,
    purpose TEXT NOT NULL DEFAULT '',
    template TEXT NOT NULL DEFAULT '',
    location TEXT NOT NULL DEFAULT '',
    rrule TEXT NOT NULL,
    starts_at_local TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    duration_minutes INTEGER NOT NULL CHECK (duration_minutes > 0),
    month_end TEXT NOT NULL CHECK (month_end IN ('skip', 'last_day')),
    exdates TEXT NOT NULL DEFAULT '',
    rdates TEXT NOT NULL DEFAULT '',
    holiday_calendar TEXT NOT NULL DEFAULT '',
    holiday_policy TEXT NOT NULL DEFAULT 'keep' CHECK (holiday_policy IN ('keep', 'next', 'previous', 'skip')),
    observed_from TIMESTAMP,
    facilitator_id TEXT,
    rotate_facilitator BOOLEAN NOT NULL DEFAULT FALSE,
    rotate_minute_taker BOOLEAN NOT NULL DEFAULT FALSE,
    rotate_representatives BOOLEAN NOT NULL DEFAULT FALSE,
    host_side TEXT NOT NULL DEFAULT '' CHECK (host_side IN ('', 'sales', 'marketing')),
    visiting_seats INTEGER NOT NULL DEFAULT 0,
    ask_minutes INTEGER NOT NULL,
    remind_minutes INTEGER NOT NULL,
    send_minutes INTEGER NOT NULL,
    goal_title TEXT NOT NULL DEFAULT '',
    goal_measure TEXT NOT NULL DEFAULT '',
    goal_target TEXT NOT NULL DEFAULT '',
    goal_by TEXT,
    status TEXT NOT NULL CHECK (status IN ('active', 'ended')),
    next_starts_at TIMESTAMP,
    planned_from TIMESTAMP,
    changed_at TIMESTAMP,
    ended_at TIMESTAMP,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id),
    FOREIGN KEY (workspace_id, facilitator_id) REFERENCES people (workspace_id, id)
);
CREATE INDEX series_next ON series (next_starts_at) WHERE status = 'active';
CREATE INDEX series_of_team ON series (workspace_id, team_id);
CREATE INDEX series_of_lineage ON series (workspace_id, lineage_id);

CREATE TABLE series_agenda_items (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    series_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('decide', 'solve', 'inform', 'plan')),
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing', 'neutral')),
    minutes INTEGER NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id)
);
CREATE INDEX series_agenda_items_of_series ON series_agenda_items (workspace_id, series_id);

-- Also the table of exceptions: an occurrence somebody touched has a row.
CREATE TABLE meetings (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    series_id TEXT,
    original_start TEXT NOT NULL DEFAULT '',
    team_id TEXT,
    title TEXT NOT NULL,
    location TEXT NOT NULL DEFAULT '',
    starts_at TIMESTAMP NOT NULL,
    planned_on TEXT,
    starts_at_local TEXT NOT NULL DEFAULT '',
    duration_minutes INTEGER NOT NULL CHECK (duration_minutes > 0),
    time_zone TEXT NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0,
    changed_at TIMESTAMP,
    status TEXT NOT NULL CHECK (status IN ('scheduled', 'in_progress', 'closed', 'cancelled')),
    facilitator_id TEXT,
    minute_taker_id TEXT,
    facilitator_by_hand BOOLEAN NOT NULL DEFAULT FALSE,
    minute_taker_by_hand BOOLEAN NOT NULL DEFAULT FALSE,
    sales_rep_id TEXT,
    marketing_rep_id TEXT,
    notes TEXT NOT NULL DEFAULT '',
    notes_version INTEGER NOT NULL DEFAULT 1,
    locked_at TIMESTAMP,
    locked_by TEXT,
    waived_sides TEXT NOT NULL DEFAULT '',
    current_item_id TEXT,
    current_item_started_at TIMESTAMP,
    started_at TIMESTAMP,
    started_by TEXT,
    closed_at TIMESTAMP,
    closed_by TEXT,
    cancelled_at TIMESTAMP,
    quorum_met BOOLEAN,
    goal_title TEXT NOT NULL DEFAULT '',
    goal_measure TEXT NOT NULL DEFAULT '',
    goal_target TEXT NOT NULL DEFAULT '',
    goal_by TEXT,
    minutes_version INTEGER NOT NULL DEFAULT 0,
    left_over INTEGER NOT NULL DEFAULT 0,
    asked_at TIMESTAMP,
    reminded_at TIMESTAMP,
    agenda_sent_at TIMESTAMP,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id),
    FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id),
    FOREIGN KEY (workspace_id, facilitator_id) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, minute_taker_id) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, sales_rep_id) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, marketing_rep_id) REFERENCES people (workspace_id, id)
);
CREATE UNIQUE INDEX meetings_by_original_start ON meetings (workspace_id, series_id, original_start) WHERE series_id IS NOT NULL;
CREATE INDEX meetings_by_start ON meetings (workspace_id, starts_at);
-- The meeting a series held before another.
CREATE INDEX meetings_held_of_series ON meetings (workspace_id, series_id, started_at) WHERE status = 'closed';
CREATE INDEX meetings_of_team ON meetings (workspace_id, team_id, closed_at);
-- The held ones and the dates of series, with all that figures ask of them: the dashboard reads no row.
CREATE INDEX meetings_held ON meetings (workspace_id, starts_at, closed_at, started_at, locked_at, quorum_met, id, team_id, series_id) WHERE status = 'closed' AND started_at IS NOT NULL;
CREATE INDEX meetings_occurrences ON meetings (workspace_id, original_start, series_id, team_id, id, starts_at, duration_minutes, started_at, closed_at, cancelled_at) WHERE series_id IS NOT NULL;

-- What stood on the agenda of a held meeting and went on without an outcome (A3): it counts there, wherever it is now.
CREATE TABLE meeting_left_overs (
    workspace_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing', 'neutral')),
    items INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id, side),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);

CREATE TABLE meeting_people (
    workspace_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    side TEXT NOT NULL,
    team_role TEXT NOT NULL,
    response TEXT NOT NULL DEFAULT '' CHECK (response IN ('', 'yes', 'no', 'maybe')),
    present BOOLEAN NOT NULL DEFAULT FALSE,
    excused BOOLEAN NOT NULL DEFAULT FALSE,
    updated_at TIMESTAMP,
    reply_stamp TIMESTAMP,
    reply_comment TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, meeting_id, person_id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id)
);
CREATE INDEX meeting_people_by_person ON meeting_people (workspace_id, person_id);
CREATE INDEX meeting_people_attendance ON meeting_people (workspace_id, meeting_id, side, present, excused);

-- Answers to a whole series (original_start '') or to one of its dates that has no row yet.
CREATE TABLE series_replies (
    workspace_id TEXT NOT NULL,
    series_id TEXT NOT NULL,
    original_start TEXT NOT NULL,
    person_id TEXT NOT NULL,
    response TEXT NOT NULL CHECK (response IN ('', 'yes', 'no', 'maybe')),
    comment TEXT NOT NULL DEFAULT '',
    stamp TIMESTAMP NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, series_id, original_start, person_id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id)
);

-- Duties by turn: the turns that were taken, and what was changed about those to come.
CREATE TABLE rota_turns (
    workspace_id TEXT NOT NULL,
    series_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    original_start TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    owner_id TEXT,
    holder_id TEXT,
    side TEXT NOT NULL,
    PRIMARY KEY (workspace_id, series_id, kind, original_start),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id)
);

CREATE TABLE rota_skips (
    workspace_id TEXT NOT NULL,
    series_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    original_start TEXT NOT NULL,
    person_id TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, series_id, kind, original_start, person_id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id)
);

CREATE TABLE rota_swaps (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    series_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    first_start TEXT NOT NULL,
    first_id TEXT NOT NULL,
    second_start TEXT NOT NULL,
    second_id TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id)
);
CREATE INDEX rota_swaps_of_series ON rota_swaps (workspace_id, series_id);

-- Calendar feeds: of a person (series_id NULL) or of one series for a person.
CREATE TABLE feeds (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    series_id TEXT,
    hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    revoked_at TIMESTAMP,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id)
);
CREATE UNIQUE INDEX feeds_by_hash ON feeds (hash);
CREATE INDEX feeds_of_person ON feeds (workspace_id, person_id);

CREATE TABLE meeting_words (
    workspace_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('heard', 'thanks')),
    side TEXT NOT NULL,
    text TEXT NOT NULL,
    author_id TEXT NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id, kind, side),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);

CREATE TABLE minutes_versions (
    workspace_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, meeting_id, number),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
);

-- What notes were at each of their last versions, for merging (M1).
CREATE TABLE note_versions (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    subject_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    author_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, subject_id, number)
);

CREATE TABLE projects (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    team_id TEXT,
    title TEXT NOT NULL,
    hypothesis TEXT NOT NULL DEFAULT '',
    expected_effect TEXT NOT NULL DEFAULT '',
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing', 'neutral')),
    sponsor_sales_id TEXT,
    sponsor_marketing_id TEXT,
    horizon TEXT NOT NULL DEFAULT '' CHECK (horizon IN ('', 'now', 'quarter', 'year', 'beyond')),
    state TEXT NOT NULL CHECK (state IN ('idea', 'chosen', 'active', 'done', 'stopped')),
    learned TEXT NOT NULL DEFAULT '',
    chosen_meeting_id TEXT,
    chosen_at TIMESTAMP,
    active_at TIMESTAMP,
    ended_at TIMESTAMP,
    search_text TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id),
    FOREIGN KEY (workspace_id, sponsor_sales_id) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, sponsor_marketing_id) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, chosen_meeting_id) REFERENCES meetings (workspace_id, id)
);
CREATE INDEX projects_by_state ON projects (workspace_id, state);

CREATE TABLE agenda_items (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    series_id TEXT,
    meeting_id TEXT,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('decide', 'solve', 'inform', 'plan')),
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing', 'neutral')),
    presenter_id TEXT,
    minutes INTEGER NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    shared BOOLEAN NOT NULL DEFAULT FALSE,
    notes TEXT NOT NULL DEFAULT '',
    notes_version INTEGER NOT NULL DEFAULT 1,
    status TEXT NOT NULL CHECK (status IN ('proposed', 'accepted', 'parked', 'declined', 'merged')),
    reason TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'settled', 'continued', 'parked', 'dropped')),
    outcome_text TEXT NOT NULL DEFAULT '',
    merged_into_id TEXT,
    came_from_id TEXT,
    position INTEGER NOT NULL,
    spent_seconds INTEGER NOT NULL DEFAULT 0,
    horizon TEXT NOT NULL DEFAULT '' CHECK (horizon IN ('', 'now', 'quarter', 'year', 'beyond')),
    project_id TEXT,
    proposed_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, project_id) REFERENCES projects (workspace_id, id),
    FOREIGN KEY (workspace_id, presenter_id) REFERENCES people (workspace_id, id)
);
CREATE INDEX agenda_items_of_project ON agenda_items (workspace_id, project_id) WHERE project_id IS NOT NULL;
CREATE INDEX agenda_items_of_meeting ON agenda_items (workspace_id, meeting_id, position);
CREATE INDEX agenda_items_accepted ON agenda_items (workspace_id, meeting_id, side, minutes, outcome, id) WHERE status = 'accepted';
CREATE INDEX agenda_items_backlog ON agenda_items (workspace_id, series_id) WHERE meeting_id IS NULL;

-- Growth projects of a strategic team: ideas of either side, chosen at its meetings.
CREATE TABLE decisions (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    meeting_id TEXT,
    series_id TEXT,
    team_id TEXT,
    agenda_item_id TEXT,
    project_id TEXT,
    domain TEXT NOT NULL DEFAULT '',
    review_on TEXT,
    supersedes_id TEXT,
    provisional BOOLEAN NOT NULL DEFAULT FALSE,
    decided_on TEXT NOT NULL,
    search_text TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id),
    FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id),
    FOREIGN KEY (workspace_id, agenda_item_id) REFERENCES agenda_items (workspace_id, id),
    FOREIGN KEY (workspace_id, project_id) REFERENCES projects (workspace_id, id),
    FOREIGN KEY (workspace_id, supersedes_id) REFERENCES decisions (workspace_id, id)
);
CREATE UNIQUE INDEX decisions_by_number ON decisions (workspace_id, number);
CREATE INDEX decisions_of_meeting ON decisions (workspace_id, meeting_id);
CREATE INDEX decisions_of_project ON decisions (workspace_id, project_id) WHERE project_id IS NOT NULL;
CREATE INDEX decisions_superseding ON decisions (workspace_id, supersedes_id) WHERE supersedes_id IS NOT NULL;

CREATE TABLE decision_people (
    workspace_id TEXT NOT NULL,
    decision_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, decision_id, person_id),
    FOREIGN KEY (workspace_id, decision_id) REFERENCES decisions (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id)
);

CREATE TABLE action_items (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    details TEXT NOT NULL DEFAULT '',
    owner_id TEXT,
    owner_side TEXT NOT NULL CHECK (owner_side IN ('sales', 'marketing', 'neutral')),
    owner_zone TEXT NOT NULL,
    previous_owner_id TEXT,
    previous_owner_side TEXT NOT NULL DEFAULT '',
    previous_owner_zone TEXT NOT NULL DEFAULT '',
    asker_id TEXT NOT NULL,
    for_side TEXT NOT NULL CHECK (for_side IN ('sales', 'marketing', 'neutral')),
    team_id TEXT,
    series_id TEXT,
    meeting_id TEXT,
    agenda_item_id TEXT,
    project_id TEXT,
    horizon TEXT NOT NULL DEFAULT '' CHECK (horizon IN ('', 'now', 'quarter', 'year', 'beyond')),
    status TEXT NOT NULL CHECK (status IN ('proposed', 'open', 'blocked', 'done', 'confirmed', 'declined', 'dropped')),
    asked_due_on TEXT,
    original_due_on TEXT,
    due_on TEXT,
    original_due_ends_at TIMESTAMP,
    due_ends_at TIMESTAMP,
    slips INTEGER NOT NULL DEFAULT 0,
    carried INTEGER NOT NULL DEFAULT 0,
    kept_carried INTEGER NOT NULL DEFAULT 0,
    accepted_at TIMESTAMP,
    blocked_reason TEXT NOT NULL DEFAULT '',
    done_at TIMESTAMP,
    confirmed_at TIMESTAMP,
    confirmed_by TEXT,
    self_confirmed BOOLEAN NOT NULL DEFAULT FALSE,
    drop_asked_by TEXT,
    drop_reason TEXT NOT NULL DEFAULT '',
    drop_asked_at TIMESTAMP,
    ended_reason TEXT NOT NULL DEFAULT '',
    ended_at TIMESTAMP,
    search_text TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, owner_id) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, agenda_item_id) REFERENCES agenda_items (workspace_id, id),
    FOREIGN KEY (workspace_id, project_id) REFERENCES projects (workspace_id, id)
);
CREATE UNIQUE INDEX action_items_by_number ON action_items (workspace_id, number);
-- The running items and those due in a period, with all that figures ask of them: the dashboard reads no row.
CREATE INDEX action_items_running ON action_items (workspace_id, owner_id, due_on, due_ends_at, original_due_ends_at, owner_side, carried, accepted_at, team_id, series_id) WHERE status IN ('open', 'blocked');
CREATE INDEX action_items_unfinished_of_team ON action_items (workspace_id, team_id) WHERE status IN ('proposed', 'open', 'blocked');
CREATE INDEX action_items_ended_of_team ON action_items (workspace_id, team_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX action_items_to_accept ON action_items (workspace_id, owner_id) WHERE status = 'proposed';
CREATE INDEX action_items_to_confirm ON action_items (workspace_id, for_side, done_at) WHERE status = 'done' AND for_side <> 'neutral' AND for_side <> owner_side;
CREATE INDEX action_items_drop_asked ON action_items (workspace_id, for_side) WHERE drop_asked_by IS NOT NULL AND ended_at IS NULL;
CREATE INDEX action_items_of_meeting ON action_items (workspace_id, meeting_id);
CREATE INDEX action_items_of_project ON action_items (workspace_id, project_id) WHERE project_id IS NOT NULL;
CREATE INDEX action_items_by_original_due ON action_items (workspace_id, original_due_on, owner_side, for_side, original_due_ends_at, done_at, status, ended_at, slips, due_on, team_id, series_id) WHERE original_due_on IS NOT NULL;
CREATE INDEX action_items_made ON action_items (workspace_id, created_at, owner_side, team_id, series_id);

CREATE TABLE item_notes (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    author_id TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, item_id) REFERENCES action_items (workspace_id, id)
);
CREATE INDEX item_notes_of_item ON item_notes (workspace_id, item_id, created_at);

-- What figures ask of an item, for every stretch of its life; to_at is the year
-- 9999 while it lasts, since NULL would keep the database from its index.
CREATE TABLE action_item_spans (
    workspace_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    from_at TIMESTAMP NOT NULL,
    to_at TIMESTAMP NOT NULL,
    step TEXT NOT NULL DEFAULT '' CHECK (step IN ('', 'offer', 'done')),
    days INTEGER NOT NULL DEFAULT 0,
    next_at TIMESTAMP NOT NULL,
    next_status TEXT NOT NULL DEFAULT '',
    next_by_time BOOLEAN NOT NULL DEFAULT FALSE,
    status TEXT NOT NULL,
    owner_id TEXT,
    owner_side TEXT NOT NULL,
    for_side TEXT NOT NULL,
    team_id TEXT,
    series_id TEXT,
    project_id TEXT,
    original_due_on TEXT,
    original_due_ends_at TIMESTAMP,
    due_on TEXT,
    due_ends_at TIMESTAMP,
    accepted_at TIMESTAMP,
    done_at TIMESTAMP,
    ended_at TIMESTAMP,
    slips INTEGER NOT NULL DEFAULT 0,
    carried INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, item_id, seq),
    FOREIGN KEY (workspace_id, item_id) REFERENCES action_items (workspace_id, id)
);
CREATE INDEX action_item_spans_running ON action_item_spans (workspace_id, to_at, from_at) WHERE status IN ('open', 'blocked');
CREATE INDEX action_item_spans_by_original_due ON action_item_spans (workspace_id, original_due_on, to_at, from_at) WHERE original_due_on IS NOT NULL;
CREATE INDEX action_item_spans_made ON action_item_spans (workspace_id, created_at, to_at, from_at, owner_side, team_id, series_id);
CREATE INDEX action_item_spans_steps ON action_item_spans (workspace_id, from_at, step, owner_side, for_side, next_at, next_status, next_by_time, days, team_id, series_id) WHERE step IN ('offer', 'done');
CREATE INDEX action_item_spans_unfinished_of_team ON action_item_spans (workspace_id, team_id, to_at) WHERE status IN ('proposed', 'open', 'blocked');
CREATE INDEX action_item_spans_of_project ON action_item_spans (workspace_id, project_id, from_at) WHERE project_id IS NOT NULL;
CREATE INDEX action_item_spans_ended_of_team ON action_item_spans (workspace_id, team_id, ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE events (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    seq BIGINT NOT NULL,
    at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    meeting_id TEXT,
    team_id TEXT,
    undoes BIGINT,
    data TEXT NOT NULL,
    PRIMARY KEY (workspace_id, seq)
);
CREATE INDEX events_of_subject ON events (workspace_id, subject_id, seq);
CREATE INDEX events_of_meeting ON events (workspace_id, meeting_id, seq) WHERE meeting_id IS NOT NULL;

CREATE TABLE deliveries (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT,
    recipient TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    event_seq BIGINT,
    event_uid TEXT NOT NULL DEFAULT '',
    sequence INTEGER NOT NULL DEFAULT 0,
    lane TEXT NOT NULL DEFAULT '',
    message_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at TIMESTAMP NOT NULL,
    lease_owner TEXT NOT NULL DEFAULT '',
    lease_until TIMESTAMP,
    transport_started_at TIMESTAMP,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    no_address BOOLEAN NOT NULL DEFAULT FALSE,
    sent_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX deliveries_by_key ON deliveries (workspace_id, key);
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state IN ('queued', 'leased');
CREATE INDEX deliveries_in_lane ON deliveries (workspace_id, person_id, lane) WHERE state IN ('queued', 'leased');
CREATE INDEX deliveries_of_event ON deliveries (workspace_id, person_id, event_uid) WHERE event_uid <> '';
CREATE INDEX deliveries_refused ON deliveries (workspace_id, recipient) WHERE no_address;
CREATE INDEX deliveries_of_subject ON deliveries (workspace_id, subject_id);

-- Addresses that a server refused for good, and the kinds of mail somebody does not want.
CREATE TABLE suppressed_addresses (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    address TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, address)
);

CREATE TABLE mail_optouts (
    workspace_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, person_id, kind),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id)
);

-- +goose Down
SELECT 1;
