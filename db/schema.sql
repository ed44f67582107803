-- The whole current schema of one installation's store, version 6. A change goes into this file and into
-- migrations/NNNN_verb.sql; a test holds the two equal.
--
-- Times are text: ISO 8601, UTC, whole seconds, Z. Digests are 64 lower-case hex digits.
-- A `digest` column without a comment covers every other column of its row (store/rows.py), so that verify finds any
-- change that did not come through the program.
-- Indexes are led by unit and period: a package or a sheet is then one contiguous run of pages.

CREATE TABLE migration (
    number INTEGER PRIMARY KEY,     -- equals PRAGMA user_version after it ran; the schema itself is 1
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE office (
    one INTEGER PRIMARY KEY CHECK (one = 1),    -- a store belongs to one office
    role TEXT NOT NULL CHECK (role IN ('city', 'unit')),
    unit TEXT NOT NULL,
    installation TEXT NOT NULL,     -- UUID; never moves to another PC
    epoch INTEGER NOT NULL,         -- 1, 2, ...; a planned change of PC gets a new one from the city
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE obligation (
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    plan TEXT NOT NULL,
    form TEXT NOT NULL,
    due TEXT NOT NULL,              -- date, inclusive
    digest TEXT NOT NULL,
    PRIMARY KEY (unit, period, plan, form)
) STRICT, WITHOUT ROWID;

-- What a unit is filling in. One row is one record of the submission being written.
CREATE TABLE entry (
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    plan TEXT NOT NULL,
    form TEXT NOT NULL,
    row_id TEXT NOT NULL,           -- UUIDv7, kept for ever across periods and plans
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),     -- 1: a tombstone, because the city may know the row
    carried INTEGER NOT NULL CHECK (carried IN (0, 1)),     -- 1: came from an earlier period at first opening
    wrong TEXT NOT NULL,            -- canonical JSON: field key -> what the clerk typed that cannot be read
    body TEXT NOT NULL,             -- the record's canonical JSON line
    digest TEXT NOT NULL,           -- over body, wrong and carried; the other columns stand in the body
    PRIMARY KEY (unit, period, plan, form, row_id)
) STRICT, WITHOUT ROWID;

-- Registers whose rows of an earlier period have been taken over: done once for each period.
CREATE TABLE carry (
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    plan TEXT NOT NULL,
    form TEXT NOT NULL,
    from_plan TEXT NOT NULL,
    from_period TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (unit, period, plan, form)
) STRICT, WITHOUT ROWID;

CREATE TABLE submission (
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    plan TEXT NOT NULL,
    version INTEGER NOT NULL,       -- the version being written, or last sealed
    state TEXT NOT NULL CHECK (state IN ('draft', 'signed', 'exported', 'received', 'returned', 'accepted')),
    reason TEXT NOT NULL,           -- why it was last reopened or returned
    digest TEXT NOT NULL,
    PRIMARY KEY (unit, period, plan)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    plan TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('filler', 'reviewer', 'head')),
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    content TEXT NOT NULL,          -- digest of the entries as they stood when the person signed
    digest TEXT NOT NULL,
    PRIMARY KEY (unit, period, plan, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE explanation (
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    plan TEXT NOT NULL,
    finding TEXT NOT NULL,
    text TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (unit, period, plan, finding)
) STRICT, WITHOUT ROWID;

-- Every package sent or received, kept for ever; its file is packages/<identity>.asice.
CREATE TABLE package (
    id INTEGER PRIMARY KEY,         -- of this store alone; leads the revisions, never leaves
    identity TEXT NOT NULL UNIQUE,  -- digest of the signed manifest
    content TEXT NOT NULL,          -- digest of what was reported, without the files for people
    kind TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    unit TEXT NOT NULL,             -- the sender
    plan TEXT NOT NULL,             -- '' and 0 in this and the next columns when the kind has none
    period TEXT NOT NULL,
    period_end TEXT NOT NULL,       -- date, inclusive
    version INTEGER NOT NULL,
    installation TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    prev TEXT NOT NULL,
    task_pack INTEGER NOT NULL,
    catalogue TEXT NOT NULL,
    certificate TEXT NOT NULL,      -- fingerprint of the signer's
    trust_version INTEGER NOT NULL, -- of the trust list that it was verified against
    actor TEXT NOT NULL,            -- who received or sealed it
    at TEXT NOT NULL,               -- when it was received or sealed
    exported_at TEXT NOT NULL,      -- '' until a copy left; always '' for what came in
    receipt TEXT NOT NULL,          -- identity of the city's receipt, '' until it came
    file_name TEXT NOT NULL,        -- as the sender named the file
    file_digest TEXT NOT NULL,
    line_count INTEGER NOT NULL,
    added INTEGER NOT NULL,         -- rows against the next lower version held when it was merged
    changed INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE INDEX package_by_unit ON package (unit, period, plan, version);

-- What the packages say. No other index: a merge appends one run of pages.
CREATE TABLE revision (
    package INTEGER NOT NULL REFERENCES package (id),
    form TEXT NOT NULL,
    row_id TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    body TEXT NOT NULL,             -- the record's canonical JSON line, as signed
    digest BLOB NOT NULL,           -- of the body, 32 bytes
    PRIMARY KEY (package, form, row_id)
) STRICT, WITHOUT ROWID;

-- The files that the records of a package name.
CREATE TABLE package_attachment (
    package INTEGER NOT NULL REFERENCES package (id),
    sha256 TEXT NOT NULL,
    enclosed INTEGER NOT NULL CHECK (enclosed IN (0, 1)),   -- 0: the package counts on an earlier one for it
    digest TEXT NOT NULL,
    PRIMARY KEY (package, sha256)
) STRICT, WITHOUT ROWID;

-- Files held, at attachments/ab/<sha256>.
CREATE TABLE attachment (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the city decided. How packages stand, and what the city has set, follows from packages and decisions alone.
CREATE TABLE decision (
    identity TEXT PRIMARY KEY,      -- digest of its canonical JSON
    number INTEGER NOT NULL,        -- the city's own count; of two about one thing the higher stands
    act TEXT NOT NULL CHECK (act IN (
        'receive', 'accept', 'return', 'withdraw', 'restore', 'resolve',
        'admit', 'revoke', 'rotate', 'extend', 'adjudicate', 'choose', 'allocate'
    )),
    targets TEXT NOT NULL,          -- JSON list of package identities, sorted
    keep TEXT NOT NULL,             -- identity of the package that a resolve keeps, else ''
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    package TEXT NOT NULL,          -- identity of the signed package that carries it, '' until it is signed
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a decision says beside its columns, for those that say more.
CREATE TABLE decision_detail (
    identity TEXT PRIMARY KEY,
    body TEXT NOT NULL,             -- canonical JSON
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Figures computed before; a merge or an entry deletes those that rest on a register it touched.
CREATE TABLE figure (
    indicator TEXT NOT NULL,
    unit TEXT NOT NULL,             -- '' for the city's own figure
    as_of TEXT NOT NULL,
    accepted_only INTEGER NOT NULL,
    registers TEXT NOT NULL,        -- JSON list of the registers it rests on
    body TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (indicator, unit, as_of, accepted_only)
) STRICT, WITHOUT ROWID;

-- What a clerk wrote on a cell for those who work here; no package carries it.
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

-- Acts of a clerk that can be taken back; none outlives a signature.
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

-- Pages of submissions seen on paper. No act of the city: figures and standings never rest on it.
CREATE TABLE paper (
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    plan TEXT NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,          -- content digest that the page carries
    paper TEXT NOT NULL,            -- which paper about the submission; '' for its report
    pages INTEGER NOT NULL,         -- of the whole print
    page INTEGER NOT NULL,
    scan TEXT NOT NULL,             -- digest of the scanned file; '' for a check code typed by hand
    place INTEGER NOT NULL,         -- which picture of that file, from 1; 0 for a check code
    file_name TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (unit, period, plan, version, content, paper, pages, page, scan)
) STRICT, WITHOUT ROWID;

-- Who did what; append-only.
CREATE TABLE journal (
    number INTEGER PRIMARY KEY,     -- 1, 2, 3, ... without a gap
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    detail TEXT NOT NULL,           -- canonical JSON
    hash TEXT NOT NULL              -- SHA-256 over the hash before (64 zeros first) and this event's canonical JSON
) STRICT;

CREATE TRIGGER journal_keeps_lines BEFORE UPDATE ON journal
BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_keeps_length BEFORE DELETE ON journal
BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;
