-- +goose Up
-- The alignment diagnostic (rule X2, docs/adr/0016). What stands in
-- diagnostic_people, _answers and _keys is deleted when a round closes.
CREATE TABLE diagnostics (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'report', 'too_few', 'called_off')),
    deadline TEXT NOT NULL,
    closes_at TIMESTAMP NOT NULL,
    remind_at TIMESTAMP,
    reminded_at TIMESTAMP,
    closed_at TIMESTAMP,
    sales_asked INTEGER NOT NULL DEFAULT 0,
    marketing_asked INTEGER NOT NULL DEFAULT 0,
    sales_answered INTEGER NOT NULL DEFAULT 0,
    marketing_answered INTEGER NOT NULL DEFAULT 0,
    series_id TEXT, -- where its largest gaps were proposed; the series may be removed since
    opened_by TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, opened_by) REFERENCES people (workspace_id, id)
);
CREATE UNIQUE INDEX diagnostics_one_open ON diagnostics (workspace_id) WHERE status = 'open';

CREATE TABLE diagnostic_statements (
    workspace_id TEXT NOT NULL,
    diagnostic_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    theme TEXT NOT NULL,
    text_en TEXT NOT NULL,
    text_de TEXT NOT NULL,
    sales_sum INTEGER NOT NULL DEFAULT 0,
    sales_count INTEGER NOT NULL DEFAULT 0,
    marketing_sum INTEGER NOT NULL DEFAULT 0,
    marketing_count INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, diagnostic_id, position),
    FOREIGN KEY (workspace_id, diagnostic_id) REFERENCES diagnostics (workspace_id, id)
);

CREATE TABLE diagnostic_people (
    workspace_id TEXT NOT NULL,
    diagnostic_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing')),
    answered BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (workspace_id, diagnostic_id, person_id),
    FOREIGN KEY (workspace_id, diagnostic_id) REFERENCES diagnostics (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id)
);

CREATE TABLE diagnostic_answers (
    workspace_id TEXT NOT NULL,
    diagnostic_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (workspace_id, diagnostic_id, id),
    FOREIGN KEY (workspace_id, diagnostic_id) REFERENCES diagnostics (workspace_id, id)
);

CREATE TABLE diagnostic_keys (
    workspace_id TEXT NOT NULL,
    diagnostic_id TEXT NOT NULL,
    salt TEXT NOT NULL,
    PRIMARY KEY (workspace_id, diagnostic_id),
    FOREIGN KEY (workspace_id, diagnostic_id) REFERENCES diagnostics (workspace_id, id)
);

-- +goose Down
SELECT 1;
