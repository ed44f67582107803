-- What a clerk wrote on a cell for those who work here.
CREATE TABLE note (
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    plan TEXT NOT NULL,
    form TEXT NOT NULL,
    row_id TEXT NOT NULL,
    field TEXT NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (unit, period, plan, form, row_id, field)
) STRICT, WITHOUT ROWID;
