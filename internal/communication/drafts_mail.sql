-- How far each mailbox was read, and how the last reading went: fault is "" where
-- it went well.
CREATE TABLE communication_mailbox (
  name     TEXT PRIMARY KEY,
  validity INTEGER NOT NULL,
  uid      INTEGER NOT NULL,
  looked   INTEGER NOT NULL,
  fault    TEXT NOT NULL
) STRICT;
-- Mails that became replies to look at, so that none becomes two. mark is the
-- SHA-256 of the mail.
CREATE TABLE communication_mail (
  mark  TEXT PRIMARY KEY,
  draft TEXT NOT NULL,
  at    INTEGER NOT NULL
) STRICT;
