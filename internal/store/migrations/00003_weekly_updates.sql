-- The weekly update of both leads: one a week, a part for each side, lines in it.
-- An update's id is its ISO week, '2027-W03'.

-- +goose Up
ALTER TABLE workspaces ADD COLUMN update_weekday INTEGER NOT NULL DEFAULT 5;
ALTER TABLE workspaces ADD COLUMN update_time TEXT NOT NULL DEFAULT '16:00';
ALTER TABLE workspaces ADD COLUMN currency TEXT NOT NULL DEFAULT '';

CREATE TABLE weekly_updates (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'sent', 'missed')),
    revenue_to_date DOUBLE PRECISION,
    revenue_goal DOUBLE PRECISION,
    sales_missing TEXT NOT NULL DEFAULT '',
    marketing_missing TEXT NOT NULL DEFAULT '',
    begun_at TIMESTAMP,
    as_of TEXT,
    days_elapsed INTEGER NOT NULL DEFAULT 0,
    days_total INTEGER NOT NULL DEFAULT 0,
    recipients INTEGER NOT NULL DEFAULT 0,
    sent_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE weekly_update_parts (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    update_id TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing')),
    news TEXT NOT NULL DEFAULT '',
    signed_by TEXT,
    as_deputy BOOLEAN NOT NULL DEFAULT FALSE,
    signed_at TIMESTAMP,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, update_id) REFERENCES weekly_updates (workspace_id, id),
    FOREIGN KEY (workspace_id, signed_by) REFERENCES people (workspace_id, id)
);
CREATE UNIQUE INDEX weekly_update_parts_by_side ON weekly_update_parts (workspace_id, update_id, side);

CREATE TABLE weekly_update_lines (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    update_id TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing', 'neutral')),
    kind TEXT NOT NULL CHECK (kind IN ('win', 'tool', 'ask', 'kept', 'decision', 'meeting')),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    subject_id TEXT NOT NULL DEFAULT '',
    team_id TEXT,
    action_item_id TEXT,
    starts_at TIMESTAMP,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, update_id) REFERENCES weekly_updates (workspace_id, id),
    FOREIGN KEY (workspace_id, action_item_id) REFERENCES action_items (workspace_id, id)
);
CREATE INDEX weekly_update_lines_of ON weekly_update_lines (workspace_id, update_id, position);

-- +goose Down
SELECT 1;
