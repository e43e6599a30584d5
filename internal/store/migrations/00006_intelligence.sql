-- Leads that Marketing serves and Sales judges, and what Sales says of the
-- market with Marketing's answers.

-- +goose Up

-- Why a lead is rejected. A row without text is one that ships, named in the
-- reader's language; none at all is the list as it ships.
CREATE TABLE lead_reasons (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,
    retired BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (workspace_id, id)
);

-- accepted, rejected and judged_* are those of the verdict that stands.
CREATE TABLE lead_batches (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    external_id TEXT NOT NULL DEFAULT '',
    served_on TEXT NOT NULL,
    source TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    note TEXT NOT NULL DEFAULT '',
    served_by TEXT NOT NULL,
    accepted INTEGER NOT NULL DEFAULT 0 CHECK (accepted >= 0),
    rejected INTEGER NOT NULL DEFAULT 0 CHECK (rejected >= 0),
    judged_at TIMESTAMP,
    judged_by TEXT,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, served_by) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, judged_by) REFERENCES people (workspace_id, id),
    CHECK (accepted + rejected <= count)
);
CREATE UNIQUE INDEX lead_batches_by_number ON lead_batches (workspace_id, number);
CREATE UNIQUE INDEX lead_batches_by_external_id ON lead_batches (workspace_id, external_id) WHERE external_id <> '';
CREATE INDEX lead_batches_by_day ON lead_batches (workspace_id, served_on);

-- Every verdict says how the whole batch stands, so that the latest before an
-- instant is how it stood then.
CREATE TABLE lead_verdicts (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    accepted INTEGER NOT NULL CHECK (accepted >= 0),
    rejected INTEGER NOT NULL CHECK (rejected >= 0),
    note TEXT NOT NULL DEFAULT '',
    judged_by TEXT NOT NULL,
    judged_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, batch_id) REFERENCES lead_batches (workspace_id, id),
    FOREIGN KEY (workspace_id, judged_by) REFERENCES people (workspace_id, id)
);
CREATE UNIQUE INDEX lead_verdicts_of_batch ON lead_verdicts (workspace_id, batch_id, number);

CREATE TABLE lead_rejections (
    workspace_id TEXT NOT NULL,
    verdict_id TEXT NOT NULL,
    reason_id TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (workspace_id, verdict_id, reason_id),
    FOREIGN KEY (workspace_id, verdict_id) REFERENCES lead_verdicts (workspace_id, id),
    FOREIGN KEY (workspace_id, reason_id) REFERENCES lead_reasons (workspace_id, id)
);

-- answered_at is that of the first answer; a later one changes the words.
CREATE TABLE intel_items (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    external_id TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL,
    heard_from TEXT NOT NULL DEFAULT '',
    told_on TEXT NOT NULL,
    told_by TEXT NOT NULL,
    due_on TEXT NOT NULL,
    due_ends_at TIMESTAMP NOT NULL,
    answer TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'used', 'noted', 'not_now')),
    why TEXT NOT NULL DEFAULT '',
    answered_by TEXT,
    answered_at TIMESTAMP,
    reminded_at TIMESTAMP,
    action_item_id TEXT,
    agenda_item_id TEXT,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, told_by) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, answered_by) REFERENCES people (workspace_id, id),
    FOREIGN KEY (workspace_id, action_item_id) REFERENCES action_items (workspace_id, id),
    FOREIGN KEY (workspace_id, agenda_item_id) REFERENCES agenda_items (workspace_id, id)
);
CREATE UNIQUE INDEX intel_items_by_number ON intel_items (workspace_id, number);
CREATE UNIQUE INDEX intel_items_by_external_id ON intel_items (workspace_id, external_id) WHERE external_id <> '';
CREATE INDEX intel_items_by_day ON intel_items (workspace_id, told_on);
CREATE INDEX intel_items_unanswered ON intel_items (workspace_id, due_ends_at) WHERE answered_at IS NULL;
CREATE INDEX intel_items_turned ON intel_items (workspace_id, action_item_id) WHERE action_item_id IS NOT NULL;

-- +goose Down
SELECT 1;
