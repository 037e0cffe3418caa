-- The kernel's tables. docs/act.md §2.3.

-- One row: where the book stands. edge holds the hashes of the complete
-- subtrees at the right edge, the largest first; note is the signed head.
CREATE TABLE head (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  size       INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  epoch      INTEGER NOT NULL,
  instant    INTEGER NOT NULL,
  root       BLOB NOT NULL,
  edge       BLOB NOT NULL,
  note       BLOB NOT NULL
) STRICT;

-- One row an act: id, kind, subject, audience and recorded are projections of
-- the header's bytes.
CREATE TABLE act (
  idx      INTEGER PRIMARY KEY,
  id       TEXT NOT NULL,
  kind     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  audience TEXT NOT NULL,
  recorded INTEGER NOT NULL,
  header   BLOB NOT NULL,
  body     BLOB NOT NULL,
  salt     BLOB,
  leaf     BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX act_id ON act (id);
CREATE INDEX act_subject ON act (subject, idx);

CREATE TABLE cite (
  cite TEXT NOT NULL,
  idx  INTEGER NOT NULL,
  PRIMARY KEY (cite, idx)
) STRICT, WITHOUT ROWID;

-- Hashes of complete runs of 256, 65,536, … leaves: level 8, 16, …
CREATE TABLE node (
  level INTEGER NOT NULL,
  n     INTEGER NOT NULL,
  hash  BLOB NOT NULL,
  PRIMARY KEY (level, n)
) STRICT, WITHOUT ROWID;

-- Which kinds and versions the book holds, so that an older program knows at
-- once that it can't read it.
CREATE TABLE kind (
  name    TEXT NOT NULL,
  version INTEGER NOT NULL,
  first   INTEGER NOT NULL,
  PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;

-- Calls with an idempotency key: which acts they made. sum guards the row.
CREATE TABLE call (
  person TEXT NOT NULL,
  key    TEXT NOT NULL,
  first  INTEGER NOT NULL,
  count  INTEGER NOT NULL,
  digest BLOB NOT NULL,
  sum    BLOB NOT NULL,
  PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;

-- Generations of the projected tables: mark says which declarations made
-- them, tables lists their names, size how many acts they hold while building.
CREATE TABLE generation (
  n      INTEGER PRIMARY KEY,
  state  TEXT NOT NULL CHECK (state IN ('building', 'serving', 'dropping')),
  mark   TEXT NOT NULL,
  tables TEXT NOT NULL,
  size   INTEGER NOT NULL
) STRICT;

-- Those who follow the book, and how far they have come.
CREATE TABLE consumer (
  name     TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
