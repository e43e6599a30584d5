-- Representative calls and exchange visits.

-- +goose Up
-- What the representative of a side reports at a meeting: one report a side, its lines below.
CREATE TABLE rep_reports (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing')),
    author_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, author_id) REFERENCES people (workspace_id, id)
);
CREATE UNIQUE INDEX rep_reports_by_side ON rep_reports (workspace_id, meeting_id, side);

CREATE TABLE rep_lines (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    report_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    series_id TEXT,
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing')),
    kind TEXT NOT NULL CHECK (kind IN ('activity', 'problem', 'care', 'concern')),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    search_text TEXT NOT NULL DEFAULT '',
    said_on TEXT NOT NULL,
    became TEXT NOT NULL DEFAULT '' CHECK (became IN ('', 'action_item', 'intel', 'proposal', 'nothing')),
    became_id TEXT,
    became_by TEXT,
    became_at TIMESTAMP,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, report_id) REFERENCES rep_reports (workspace_id, id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id)
);
CREATE INDEX rep_lines_of_meeting ON rep_lines (workspace_id, meeting_id);
-- The concerns a series still has before it.
CREATE INDEX rep_lines_open ON rep_lines (workspace_id, series_id) WHERE kind = 'concern' AND became = '';

-- Somebody of one side with the other: at one of their staff meetings, or for some days.
CREATE TABLE exchange_visits (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    series_id TEXT,
    meeting_id TEXT,
    original_start TEXT NOT NULL DEFAULT '',
    host_side TEXT NOT NULL CHECK (host_side IN ('sales', 'marketing')),
    host_id TEXT,
    visitor_id TEXT NOT NULL,
    visitor_side TEXT NOT NULL CHECK (visitor_side IN ('sales', 'marketing')),
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    what TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN ('planned', 'skipped', 'cancelled')),
    learned TEXT NOT NULL DEFAULT '',
    told TEXT NOT NULL DEFAULT '',
    due_on TEXT NOT NULL,
    reported_at TIMESTAMP,
    reminded_at TIMESTAMP,
    off_at TIMESTAMP,
    sequence INTEGER NOT NULL DEFAULT 0,
    changed_at TIMESTAMP,
    search_text TEXT NOT NULL DEFAULT '',
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id),
    FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
    FOREIGN KEY (workspace_id, host_id) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, visitor_id) REFERENCES people (workspace_id, id)
);
-- A person sits once in a meeting.
CREATE UNIQUE INDEX exchange_visits_by_seat ON exchange_visits (workspace_id, meeting_id, visitor_id) WHERE meeting_id IS NOT NULL AND status = 'planned';
CREATE INDEX exchange_visits_by_day ON exchange_visits (workspace_id, from_on, id);
CREATE INDEX exchange_visits_of_series ON exchange_visits (workspace_id, series_id);
CREATE INDEX exchange_visits_by_visitor ON exchange_visits (workspace_id, visitor_id);
CREATE INDEX exchange_visits_due ON exchange_visits (workspace_id, to_on) WHERE status = 'planned' AND reported_at IS NULL AND reminded_at IS NULL;

-- +goose Down
DROP TABLE exchange_visits;
DROP TABLE rep_lines;
DROP TABLE rep_reports;
