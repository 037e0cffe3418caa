-- The room's tables. Lists in a column stand in lines, composite values as JSON;
-- days are ISO text, "" where there is none. Amounts are minor units; NULL is
-- unknown, which is not 0.

CREATE TABLE {project_programme} (
  code     TEXT PRIMARY KEY,
  idx      INTEGER NOT NULL,
  act      TEXT NOT NULL,
  audience TEXT NOT NULL,
  level    TEXT NOT NULL,
  title    TEXT NOT NULL,
  language TEXT NOT NULL,
  summary  TEXT NOT NULL,
  region   TEXT NOT NULL,
  office   TEXT NOT NULL,
  states   TEXT NOT NULL,
  topics   TEXT NOT NULL,
  starts   TEXT NOT NULL,
  ends     TEXT NOT NULL,
  above    TEXT NOT NULL,
  cites    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What lies under which programme: a project or programme may lie under several.
CREATE TABLE {project_above} (
  parent TEXT NOT NULL,
  child  TEXT NOT NULL,
  PRIMARY KEY (parent, child)
) STRICT, WITHOUT ROWID;
CREATE INDEX {project_above_child} ON {project_above} (child, parent);

-- Projects. open: everybody reads it. source and source_id: from where it was taken
-- in.
CREATE TABLE {project_project} (
  code        TEXT PRIMARY KEY,
  idx         INTEGER NOT NULL,
  act         TEXT NOT NULL,
  audience    TEXT NOT NULL,
  open        INTEGER NOT NULL,
  status      TEXT NOT NULL,
  title       TEXT NOT NULL,
  language    TEXT NOT NULL,
  summary     TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  office      TEXT NOT NULL,
  states      TEXT NOT NULL,
  signatories TEXT NOT NULL,
  partners    TEXT NOT NULL,
  topics      TEXT NOT NULL,
  targets     TEXT NOT NULL,
  purposes    TEXT NOT NULL,
  markers     TEXT NOT NULL,
  locations   TEXT NOT NULL,
  above       TEXT NOT NULL,
  starts      TEXT NOT NULL,
  ends        TEXT NOT NULL,
  currency    TEXT NOT NULL,
  required    INTEGER,
  available   INTEGER,
  spent       INTEGER,
  cites       TEXT NOT NULL,
  source      TEXT NOT NULL,
  source_id   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX {project_project_idx} ON {project_project} (idx);
CREATE INDEX {project_project_status} ON {project_project} (status, idx);
CREATE INDEX {project_project_office} ON {project_project} (office, idx);
CREATE INDEX {project_project_source} ON {project_project} (source, source_id);

-- idx is the project's, so that the last recorded of a State are found without
-- looking through the others.
CREATE TABLE {project_state} (
  state TEXT NOT NULL,
  code  TEXT NOT NULL,
  idx   INTEGER NOT NULL,
  PRIMARY KEY (state, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX {project_state_last} ON {project_state} (state, idx);
CREATE INDEX {project_state_code} ON {project_state} (code);

CREATE TABLE {project_topic} (
  topic TEXT NOT NULL,
  code  TEXT NOT NULL,
  idx   INTEGER NOT NULL,
  PRIMARY KEY (topic, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX {project_topic_last} ON {project_topic} (topic, idx);
CREATE INDEX {project_topic_code} ON {project_topic} (code);

-- What was done with a programme, project or file on an office, act by act.
CREATE TABLE {project_entry} (
  idx      INTEGER PRIMARY KEY,
  about    TEXT NOT NULL,
  kind     TEXT NOT NULL,
  act      TEXT NOT NULL,
  audience TEXT NOT NULL,
  person   TEXT NOT NULL,
  party    TEXT NOT NULL,
  standing TEXT NOT NULL,
  day      TEXT NOT NULL,
  body     TEXT NOT NULL
) STRICT;
CREATE INDEX {project_entry_about} ON {project_entry} (about, idx);

CREATE TABLE {project_indicator} (
  subject  TEXT PRIMARY KEY,
  owner    TEXT NOT NULL,
  idx      INTEGER NOT NULL,
  act      TEXT NOT NULL,
  audience TEXT NOT NULL,
  measure  TEXT NOT NULL,
  body     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX {project_indicator_owner} ON {project_indicator} (owner, subject);

-- Which indicator counts towards which above it.
CREATE TABLE {project_serves} (
  parent TEXT NOT NULL,
  child  TEXT NOT NULL,
  PRIMARY KEY (parent, child)
) STRICT, WITHOUT ROWID;
CREATE INDEX {project_serves_child} ON {project_serves} (child);

-- What was reported of an indicator for a period and place. approved is the day on
-- which it was, "" while it is not; what is approved is locked.
CREATE TABLE {project_report} (
  indicator TEXT NOT NULL,
  starts    TEXT NOT NULL,
  ends      TEXT NOT NULL,
  place     TEXT NOT NULL,
  owner     TEXT NOT NULL,
  idx       INTEGER NOT NULL,
  act       TEXT NOT NULL,
  audience  TEXT NOT NULL,
  person    TEXT NOT NULL,
  party     TEXT NOT NULL,
  standing  TEXT NOT NULL,
  value     TEXT NOT NULL,
  pieces    TEXT NOT NULL,
  note      TEXT NOT NULL,
  approved  TEXT NOT NULL,
  approver  TEXT NOT NULL,
  PRIMARY KEY (indicator, starts, ends, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX {project_report_owner} ON {project_report} (owner, approved);
CREATE INDEX {project_report_waits} ON {project_report} (approved, indicator, starts);

CREATE TABLE {project_delivery} (
  project  TEXT NOT NULL,
  n        INTEGER NOT NULL,
  idx      INTEGER NOT NULL,
  act      TEXT NOT NULL,
  audience TEXT NOT NULL,
  person   TEXT NOT NULL,
  party    TEXT NOT NULL,
  standing TEXT NOT NULL,
  day      TEXT NOT NULL,
  kind     TEXT NOT NULL,
  starts   TEXT NOT NULL,
  ends     TEXT NOT NULL,
  cites    TEXT NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (project, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX {project_delivery_idx} ON {project_delivery} (idx);

-- Which request a delivery or project answers: for its State and the secretariat.
CREATE TABLE {project_tie} (
  idx      INTEGER PRIMARY KEY,
  subject  TEXT NOT NULL,
  request  TEXT NOT NULL,
  project  TEXT NOT NULL,
  act      TEXT NOT NULL,
  audience TEXT NOT NULL,
  note     TEXT NOT NULL
) STRICT;
CREATE INDEX {project_tie_request} ON {project_tie} (request);
CREATE INDEX {project_tie_project} ON {project_tie} (project, idx);

CREATE TABLE {project_finding} (
  owner    TEXT NOT NULL,
  n        INTEGER NOT NULL,
  idx      INTEGER NOT NULL,
  act      TEXT NOT NULL,
  audience TEXT NOT NULL,
  party    TEXT NOT NULL,
  day      TEXT NOT NULL,
  kind     TEXT NOT NULL,
  topics   TEXT NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (owner, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX {project_finding_idx} ON {project_finding} (idx);
CREATE TABLE {project_finding_topic} (
  topic TEXT NOT NULL,
  idx   INTEGER NOT NULL,
  owner TEXT NOT NULL,
  n     INTEGER NOT NULL,
  PRIMARY KEY (topic, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX {project_finding_topic_of} ON {project_finding_topic} (owner, n);

-- Files on opening and closing offices. agreed: yes, no, "" while it is undecided.
CREATE TABLE {project_office} (
  office   TEXT NOT NULL,
  n        INTEGER NOT NULL,
  idx      INTEGER NOT NULL,
  act      TEXT NOT NULL,
  audience TEXT NOT NULL,
  person   TEXT NOT NULL,
  day      TEXT NOT NULL,
  purpose  TEXT NOT NULL,
  body     TEXT NOT NULL,
  agreed   TEXT NOT NULL,
  decided  TEXT NOT NULL,
  begins   TEXT NOT NULL,
  reason   TEXT NOT NULL,
  open     INTEGER NOT NULL,
  PRIMARY KEY (office, n)
) STRICT, WITHOUT ROWID;
