-- Who changed which row in which act; unlike a step it outlives undo and signatures.
CREATE TABLE edit (
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    plan TEXT NOT NULL,
    form TEXT NOT NULL,
    row_id TEXT NOT NULL,
    number INTEGER NOT NULL,        -- of the journal's line about the act
    version INTEGER NOT NULL,       -- being written
    clerk TEXT NOT NULL,            -- '' while nobody had said who works here
    act TEXT NOT NULL,              -- as the journal called it
    at TEXT NOT NULL,
    before TEXT NOT NULL,           -- JSON: what the fields that changed held, and what could not be read; null for a new row
    digest TEXT NOT NULL,
    PRIMARY KEY (unit, period, plan, form, row_id, number)
) STRICT, WITHOUT ROWID;
