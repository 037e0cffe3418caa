-- The room's tables. Lists in a column stand in lines, composite values as JSON;
-- days are ISO text, "" where there is none.

-- Calls. status: draft, cleared, circulated, closed. deadline is the call's, with
-- its extensions; sort lists the newest drafted last act first.
CREATE TABLE {communication_call} (
  code       TEXT PRIMARY KEY,
  idx        INTEGER NOT NULL,
  act        TEXT NOT NULL,
  audience   TEXT NOT NULL,
  reference  TEXT NOT NULL,
  channel    TEXT NOT NULL,
  original   TEXT NOT NULL,
  languages  TEXT NOT NULL,
  asked      TEXT NOT NULL,
  asked_group TEXT NOT NULL,
  instrument TEXT NOT NULL,
  parties    TEXT NOT NULL,
  deadline   TEXT NOT NULL,
  open       INTEGER NOT NULL,
  status     TEXT NOT NULL,
  drafted_by TEXT NOT NULL,
  cleared_by TEXT NOT NULL,
  sent       TEXT NOT NULL,
  closed     TEXT NOT NULL,
  cites      TEXT NOT NULL,
  questions  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX {communication_call_idx} ON {communication_call} (idx);

CREATE TABLE {communication_words} (
  code      TEXT NOT NULL,
  language  TEXT NOT NULL,
  title     TEXT NOT NULL,
  letter    TEXT NOT NULL,
  questions TEXT NOT NULL,
  worded_by TEXT NOT NULL,
  PRIMARY KEY (code, language)
) STRICT, WITHOUT ROWID;

-- Which provisions a call rests on.
CREATE TABLE {communication_rests} (
  cite TEXT NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (cite, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX {communication_rests_code} ON {communication_rests} (code);

-- Who was asked, and how it reached them. region is the regional group that day.
CREATE TABLE {communication_addressee} (
  code      TEXT NOT NULL,
  party     TEXT NOT NULL,
  idx       INTEGER NOT NULL,
  audience  TEXT NOT NULL,
  sent      TEXT NOT NULL,
  channel   TEXT NOT NULL,
  reference TEXT NOT NULL,
  proof     TEXT NOT NULL,
  region    TEXT NOT NULL,
  deadline  TEXT NOT NULL,
  PRIMARY KEY (code, party)
) STRICT, WITHOUT ROWID;
CREATE INDEX {communication_addressee_party} ON {communication_addressee} (party, code);

CREATE TABLE {communication_reminder} (
  idx       INTEGER PRIMARY KEY,
  code      TEXT NOT NULL,
  party     TEXT NOT NULL,
  audience  TEXT NOT NULL,
  day       TEXT NOT NULL,
  channel   TEXT NOT NULL,
  reference TEXT NOT NULL
) STRICT;
CREATE INDEX {communication_reminder_code} ON {communication_reminder} (code, party, idx);

-- Replies; a State may have several to one call. extent is "" while the State
-- has said nothing of release; withdrawn is the day on which the last ended.
CREATE TABLE {communication_reply} (
  code      TEXT NOT NULL,
  party     TEXT NOT NULL,
  n         INTEGER NOT NULL,
  idx       INTEGER NOT NULL,
  act       TEXT NOT NULL,
  audience  TEXT NOT NULL,
  person    TEXT NOT NULL,
  standing  TEXT NOT NULL,
  source    TEXT NOT NULL,
  day       TEXT NOT NULL,
  confirmed TEXT NOT NULL,
  authority TEXT NOT NULL,
  language  TEXT NOT NULL,
  note      TEXT NOT NULL,
  scan      TEXT NOT NULL,
  extent    TEXT NOT NULL,
  quote     INTEGER NOT NULL,
  released  TEXT NOT NULL,
  withdrawn TEXT NOT NULL,
  PRIMARY KEY (code, party, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX {communication_reply_party} ON {communication_reply} (party, code, n);

-- Answers as they stand. open: released to everybody; quoted: leave to quote.
-- What is written anew after a release is closed until it is released again.
CREATE TABLE {communication_answer} (
  code     TEXT NOT NULL,
  question TEXT NOT NULL,
  party    TEXT NOT NULL,
  n        INTEGER NOT NULL,
  idx      INTEGER NOT NULL,
  audience TEXT NOT NULL,
  language TEXT NOT NULL,
  text     TEXT NOT NULL,
  value    TEXT NOT NULL,
  laws     TEXT NOT NULL,
  figures  TEXT NOT NULL,
  files    TEXT NOT NULL,
  bank     TEXT NOT NULL,
  open     INTEGER NOT NULL,
  quoted   INTEGER NOT NULL,
  PRIMARY KEY (code, question, party, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX {communication_answer_reply} ON {communication_answer} (code, party, n, question);

CREATE TABLE {communication_translation} (
  code     TEXT NOT NULL,
  party    TEXT NOT NULL,
  n        INTEGER NOT NULL,
  question TEXT NOT NULL,
  language TEXT NOT NULL,
  idx      INTEGER NOT NULL,
  official INTEGER NOT NULL,
  author   TEXT NOT NULL,
  text     TEXT NOT NULL,
  PRIMARY KEY (code, party, n, question, language)
) STRICT, WITHOUT ROWID;

-- What became of answers that were offered to registers. act is the id of the act
-- that took one.
CREATE TABLE {communication_settled} (
  code     TEXT NOT NULL,
  party    TEXT NOT NULL,
  n        INTEGER NOT NULL,
  question TEXT NOT NULL,
  type     TEXT NOT NULL,
  idx      INTEGER NOT NULL,
  day      TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  act      TEXT NOT NULL,
  PRIMARY KEY (code, party, n, question, type)
) STRICT, WITHOUT ROWID;

-- A State's bank: its own cleared answers, and by which provisions they are found.
CREATE TABLE {communication_bank} (
  party     TEXT NOT NULL,
  name      TEXT NOT NULL,
  idx       INTEGER NOT NULL,
  audience  TEXT NOT NULL,
  day       TEXT NOT NULL,
  ended     TEXT NOT NULL,
  body      TEXT NOT NULL,
  PRIMARY KEY (party, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE {communication_banked} (
  party TEXT NOT NULL,
  cite  TEXT NOT NULL,
  name  TEXT NOT NULL,
  PRIMARY KEY (party, cite, name)
) STRICT, WITHOUT ROWID;

-- Summaries by question and language, and what each sentence rests on.
CREATE TABLE {communication_summary} (
  code       TEXT NOT NULL,
  question   TEXT NOT NULL,
  language   TEXT NOT NULL,
  idx        INTEGER NOT NULL,
  act        TEXT NOT NULL,
  audience   TEXT NOT NULL,
  person     TEXT NOT NULL,
  day        TEXT NOT NULL,
  cleared    TEXT NOT NULL,
  PRIMARY KEY (code, question, language)
) STRICT, WITHOUT ROWID;
CREATE TABLE {communication_sentence} (
  code     TEXT NOT NULL,
  question TEXT NOT NULL,
  language TEXT NOT NULL,
  ord      INTEGER NOT NULL,
  text     TEXT NOT NULL,
  PRIMARY KEY (code, question, language, ord)
) STRICT, WITHOUT ROWID;
CREATE TABLE {communication_source} (
  code     TEXT NOT NULL,
  question TEXT NOT NULL,
  language TEXT NOT NULL,
  ord      INTEGER NOT NULL,
  party    TEXT NOT NULL,
  n        INTEGER NOT NULL,
  PRIMARY KEY (code, question, language, ord, party, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX {communication_source_reply} ON {communication_source} (code, party, n);
