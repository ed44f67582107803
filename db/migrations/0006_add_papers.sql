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
