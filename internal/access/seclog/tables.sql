-- The security log: ordinary rows, kept for a time. address is "" where there
-- was none, and the network alone after 30 days; policies are joined by a space.
CREATE TABLE security_log (
  id       TEXT PRIMARY KEY,
  at       INTEGER NOT NULL,
  event    TEXT NOT NULL,
  person   TEXT NOT NULL,
  address  TEXT NOT NULL,
  shortened INTEGER NOT NULL,
  action   TEXT NOT NULL,
  subject  TEXT NOT NULL,
  policies TEXT NOT NULL,
  row_count INTEGER NOT NULL
) STRICT;
CREATE INDEX security_log_at ON security_log (at, id);
CREATE INDEX security_log_person ON security_log (person, at, id);
CREATE INDEX security_log_event ON security_log (event, at, id);
