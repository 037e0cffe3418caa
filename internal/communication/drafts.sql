-- Answers that a State or an officer is typing and has not sent: ordinary rows, no
-- acts, in no backup, and gone when they are sent.
CREATE TABLE communication_typed (
  id        TEXT PRIMARY KEY,
  code      TEXT NOT NULL,
  party     TEXT NOT NULL,
  n         INTEGER NOT NULL,
  standing  TEXT NOT NULL,
  person    TEXT NOT NULL,
  authority TEXT NOT NULL,
  language  TEXT NOT NULL,
  note      TEXT NOT NULL,
  source    TEXT NOT NULL,
  scan      TEXT NOT NULL,
  changes   INTEGER NOT NULL,
  updated   INTEGER NOT NULL
) STRICT;
CREATE INDEX communication_typed_party ON communication_typed (party, id);
CREATE TABLE communication_typed_answer (
  id       TEXT NOT NULL,
  question TEXT NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (id, question)
) STRICT;
-- Mails that were not taken for their sender's, with the reason.
CREATE TABLE communication_aside (
  id      TEXT PRIMARY KEY,
  code    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  sender  TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason  TEXT NOT NULL
) STRICT;
CREATE INDEX communication_aside_code ON communication_aside (code, at);
