-- The city decides more than how packages stand.
ALTER TABLE decision RENAME TO decision_before;

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

INSERT INTO decision (identity, number, act, targets, keep, reason, by, at, package, digest)
SELECT identity, number, act, targets, keep, reason, by, at, package, digest FROM decision_before;

DROP TABLE decision_before;

-- What a decision says beside its columns, for those that say more.
CREATE TABLE decision_detail (
    identity TEXT PRIMARY KEY,
    body TEXT NOT NULL,             -- canonical JSON
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;
