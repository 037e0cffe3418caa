-- Ordinary rows: no part of the book, of replays or of backups.

-- Work to do: mail, imports and the like. id is the key under which it was
-- handed in; due is when it may be taken, or taken again when a lease runs
-- out; lease is who has it; payload names things by id, and holds no body.
CREATE TABLE job (
  queue   TEXT NOT NULL,
  id      TEXT NOT NULL,
  state   TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
  due     INTEGER NOT NULL,
  made    INTEGER NOT NULL,
  tries   INTEGER NOT NULL,
  lease   TEXT NOT NULL,
  fault   TEXT NOT NULL,
  payload BLOB NOT NULL,
  PRIMARY KEY (queue, id)
) STRICT;
CREATE INDEX job_due ON job (queue, state, due, id);
