-- The room's tables. Lists in a column stand in lines, composite values as JSON;
-- days are ISO text, "" where there is none.

-- Requests. audience is that of the State and the Office; stage is where a request
-- stands for those who appraise, status where it stands for others. since is the day
-- from which the present target's days are counted, with the days left out in which
-- the State was asked; entered is the day on which the book first had the request; open is the day since which it is asked, "" for not.
-- diligence is what due diligence waits for: assess, approve, or the day until which it is approved.
CREATE TABLE {assistance_request} (
  id        TEXT PRIMARY KEY,
  idx       INTEGER NOT NULL,
  act       TEXT NOT NULL,
  audience  TEXT NOT NULL,
  party     TEXT NOT NULL,
  region    TEXT NOT NULL,
  received  TEXT NOT NULL,
  entered   TEXT NOT NULL,
  reference TEXT NOT NULL,
  title     TEXT NOT NULL,
  language  TEXT NOT NULL,
  topic     TEXT NOT NULL,
  urgency   TEXT NOT NULL,
  status    TEXT NOT NULL,
  stage     TEXT NOT NULL,
  since     TEXT NOT NULL,
  open      TEXT NOT NULL,
  suspended TEXT NOT NULL,
  diligence TEXT NOT NULL,
  own       INTEGER NOT NULL,
  outcome   TEXT NOT NULL,
  office    TEXT NOT NULL,
  published TEXT NOT NULL,
  cites     TEXT NOT NULL,
  body      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX {assistance_request_idx} ON {assistance_request} (idx);
CREATE INDEX {assistance_request_party} ON {assistance_request} (party, idx);
CREATE INDEX {assistance_request_stage} ON {assistance_request} (stage, idx);
CREATE INDEX {assistance_request_late} ON {assistance_request} (stage, open, since, id, audience);
CREATE INDEX {assistance_request_diligence} ON {assistance_request} (diligence, idx);
CREATE INDEX {assistance_request_office} ON {assistance_request} (office, idx);
CREATE INDEX {assistance_request_published} ON {assistance_request} (published, id);
CREATE INDEX {assistance_request_count} ON {assistance_request} (topic, region, received, entered);
CREATE INDEX {assistance_request_reference} ON {assistance_request} (party, reference);

-- Topics and kinds of help of a request, for filters.
CREATE TABLE {assistance_tag} (
  tag     TEXT NOT NULL,
  idx     INTEGER NOT NULL,
  request TEXT NOT NULL,
  PRIMARY KEY (tag, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX {assistance_tag_request} ON {assistance_tag} (request);

-- Steps: acts on requests, each for its own audience.
CREATE TABLE {assistance_step} (
  request  TEXT NOT NULL,
  idx      INTEGER NOT NULL,
  act      TEXT NOT NULL,
  kind     TEXT NOT NULL,
  day      TEXT NOT NULL,
  audience TEXT NOT NULL,
  standing TEXT NOT NULL,
  person   TEXT NOT NULL,
  corrects TEXT NOT NULL,
  source   TEXT NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (request, idx)
) STRICT, WITHOUT ROWID;

-- Networks with their contact points and joint work, and the roster of experts.
-- part: network, contact, joint, expert. Of network and expert the last one stands.
CREATE TABLE {assistance_part} (
  subject  TEXT NOT NULL,
  part     TEXT NOT NULL,
  idx      INTEGER NOT NULL,
  act      TEXT NOT NULL,
  audience TEXT NOT NULL,
  day      TEXT NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (subject, part, idx)
) STRICT, WITHOUT ROWID;
