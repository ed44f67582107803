-- Acts of a clerk that can be taken back.
CREATE TABLE step (
    number INTEGER PRIMARY KEY,     -- rises; the newest that is not undone is the next to be
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    plan TEXT NOT NULL,
    form TEXT NOT NULL,             -- '' for an explanation
    row_id TEXT NOT NULL,           -- where to look after an undo: a row, or a finding
    field TEXT NOT NULL,            -- '' for the row itself
    name TEXT NOT NULL,             -- as the journal called the act
    at TEXT NOT NULL,
    undone INTEGER NOT NULL CHECK (undone IN (0, 1)),
    size INTEGER NOT NULL,          -- of states
    states TEXT NOT NULL,           -- Base64 of compressed JSON: of every row what it is now, by digest, and its other state
    digest TEXT NOT NULL
) STRICT;

CREATE INDEX step_by_submission ON step (unit, period, plan, undone, number);
