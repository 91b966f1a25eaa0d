-- Truth: events and the kept bytes they name. Never updated, never deleted.
CREATE TABLE events (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL, -- UTC epoch milliseconds, the server's clock
    recorded_at INTEGER NOT NULL, -- UTC epoch milliseconds, the desk's clock
    type        TEXT NOT NULL,
    environment TEXT,
    service     TEXT,
    promotion   TEXT,
    actor       TEXT,
    source      TEXT NOT NULL,
    key         TEXT NOT NULL UNIQUE,
    body        TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX events_by_place ON events (environment, service, at);

CREATE TABLE kept_bytes (
    sha256   TEXT PRIMARY KEY,
    length   INTEGER NOT NULL,
    deflated BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

-- Computed from the events in the same transaction; a rebuild gives the same rows.
CREATE TABLE deployments (
    id          TEXT NOT NULL,
    environment TEXT NOT NULL,
    service     TEXT NOT NULL,
    digest      TEXT,
    started     INTEGER,
    ended       INTEGER,
    outcome     TEXT,
    kind        TEXT,
    source      TEXT NOT NULL,
    PRIMARY KEY (environment, service, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_steps (
    environment TEXT NOT NULL,
    name        TEXT NOT NULL,
    service     TEXT,
    promotion   TEXT,
    actor       TEXT,
    intent_at   INTEGER,
    intent      TEXT,
    outcome     TEXT,
    settled_at  INTEGER,
    result      TEXT,
    PRIMARY KEY (environment, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_open ON journal_steps (environment, name) WHERE outcome IS NULL;

CREATE TABLE assessments (
    event       INTEGER PRIMARY KEY,
    hash        TEXT NOT NULL,
    environment TEXT NOT NULL,
    service     TEXT NOT NULL,
    digest      TEXT NOT NULL,
    actor       TEXT,
    input       TEXT NOT NULL,
    findings    TEXT NOT NULL,
    engine      TEXT NOT NULL,
    at          INTEGER NOT NULL
) STRICT;
CREATE INDEX assessments_by_hash ON assessments (hash, at);

CREATE TABLE marks (
    environment   TEXT PRIMARY KEY,
    namespace_uid TEXT NOT NULL,
    records       INTEGER NOT NULL,
    fence         INTEGER NOT NULL,
    at            INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
