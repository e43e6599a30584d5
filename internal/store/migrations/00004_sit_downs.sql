-- Counterpart sit-downs: two private lists, revealed together (X2).

-- +goose Up
CREATE TABLE sit_downs (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    sales_id TEXT NOT NULL,
    marketing_id TEXT NOT NULL,
    sales_ready_at TIMESTAMP,
    marketing_ready_at TIMESTAMP,
    revealed_at TIMESTAMP,
    sales_version INTEGER NOT NULL DEFAULT 1,
    marketing_version INTEGER NOT NULL DEFAULT 1,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, sales_id) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, marketing_id) REFERENCES people (workspace_id, id)
);
CREATE INDEX sit_downs_of_pair ON sit_downs (workspace_id, sales_id, marketing_id, revealed_at);
-- One at a time for two people.
CREATE UNIQUE INDEX sit_downs_private ON sit_downs (workspace_id, sales_id, marketing_id) WHERE revealed_at IS NULL;

CREATE TABLE sit_down_priorities (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    sit_down_id TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing')),
    rank INTEGER NOT NULL,
    title TEXT NOT NULL,
    horizon TEXT NOT NULL CHECK (horizon IN ('now', 'quarter', 'year', 'beyond')),
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, sit_down_id) REFERENCES sit_downs (workspace_id, id)
);
CREATE INDEX sit_down_priorities_of ON sit_down_priorities (workspace_id, sit_down_id);

CREATE TABLE sit_down_answers (
    workspace_id TEXT NOT NULL,
    sit_down_id TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing')),
    question TEXT NOT NULL CHECK (question IN ('same_page', 'leads', 'feedback', 'plans')),
    score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
    words TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, sit_down_id, side, question),
    FOREIGN KEY (workspace_id, sit_down_id) REFERENCES sit_downs (workspace_id, id)
);

-- How the two lists belong together; a priority in no row is unknown to the other side.
CREATE TABLE sit_down_pairs (
    workspace_id TEXT NOT NULL,
    sit_down_id TEXT NOT NULL,
    sales_priority_id TEXT NOT NULL,
    marketing_priority_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('same', 'supports', 'conflicts')),
    suggested BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (workspace_id, sit_down_id, sales_priority_id),
    FOREIGN KEY (workspace_id, sit_down_id) REFERENCES sit_downs (workspace_id, id),
    FOREIGN KEY (workspace_id, sales_priority_id) REFERENCES sit_down_priorities (workspace_id, id),
    FOREIGN KEY (workspace_id, marketing_priority_id) REFERENCES sit_down_priorities (workspace_id, id)
);

-- What became of each gap.
CREATE TABLE sit_down_outcomes (
    workspace_id TEXT NOT NULL,
    sit_down_id TEXT NOT NULL,
    gap TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('action_item', 'agenda_item', 'leave')),
    action_item_id TEXT,
    agenda_item_id TEXT,
    ended_by TEXT NOT NULL,
    ended_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, sit_down_id, gap),
    FOREIGN KEY (workspace_id, sit_down_id) REFERENCES sit_downs (workspace_id, id),
    FOREIGN KEY (workspace_id, action_item_id) REFERENCES action_items (workspace_id, id),
    FOREIGN KEY (workspace_id, agenda_item_id) REFERENCES agenda_items (workspace_id, id)
);

-- +goose Down
SELECT 1;
