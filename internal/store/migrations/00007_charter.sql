-- The charter: every version of its words, and who agreed to them for a side.

-- +goose Up
CREATE TABLE charter_versions (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, created_by) REFERENCES people (workspace_id, id)
);
CREATE UNIQUE INDEX charter_versions_by_number ON charter_versions (workspace_id, number);

-- entry_id is of a definition in the body, or 'pledge'.
CREATE TABLE charter_agreements (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('sales', 'marketing')),
    version INTEGER NOT NULL,
    person_id TEXT NOT NULL,
    agreed_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people (workspace_id, id)
);
-- A side agrees once to the words as they are.
CREATE UNIQUE INDEX charter_agreements_held ON charter_agreements (workspace_id, entry_id, side) WHERE withdrawn_at IS NULL;

-- The side a decision is input for; '' for a decision.
ALTER TABLE decisions ADD COLUMN input_for TEXT NOT NULL DEFAULT '' CHECK (input_for IN ('', 'sales', 'marketing'));

-- +goose Down
ALTER TABLE decisions DROP COLUMN input_for;
DROP TABLE charter_agreements;
DROP TABLE charter_versions;
