-- The register's tables. Lists in a column stand in lines; days are ISO text, ""
-- where there is none.

-- One row a resolution or decision that is known by a text, by the programme's
-- outline, or both. sort is the order of lists, the newest first, then symbol;
-- numbered is the symbol's own order.
CREATE TABLE {mandate_document} (
  symbol      TEXT PRIMARY KEY,
  sort        TEXT NOT NULL,
  numbered    TEXT NOT NULL,
  organ       TEXT NOT NULL,
  session     INTEGER NOT NULL,
  year        INTEGER NOT NULL,
  adopted     TEXT NOT NULL,
  title       TEXT NOT NULL,
  language    TEXT NOT NULL,
  folded      TEXT NOT NULL,
  meeting     TEXT NOT NULL,
  agenda_item TEXT NOT NULL,
  report      TEXT NOT NULL,
  languages   TEXT NOT NULL,
  preamble    INTEGER NOT NULL,
  operative   INTEGER NOT NULL,
  annex       INTEGER NOT NULL,
  clauses     INTEGER NOT NULL,
  uncertain   INTEGER NOT NULL,
  outlined    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX {mandate_document_sort} ON {mandate_document} (sort);
CREATE UNIQUE INDEX {mandate_document_numbered} ON {mandate_document} (numbered);
CREATE INDEX {mandate_document_organ} ON {mandate_document} (organ, session, sort);
CREATE INDEX {mandate_document_year} ON {mandate_document} (year, sort);
CREATE INDEX {mandate_document_folded} ON {mandate_document} (folded, adopted);

-- The text in each language, as it was last read. places are its paragraphs in
-- the order of the text.
CREATE TABLE {mandate_reading} (
  symbol    TEXT NOT NULL,
  language  TEXT NOT NULL,
  idx       INTEGER NOT NULL,
  act       TEXT NOT NULL,
  day       TEXT NOT NULL,
  title     TEXT NOT NULL,
  content   TEXT NOT NULL,
  blob      TEXT NOT NULL,
  file      TEXT NOT NULL,
  media     TEXT NOT NULL,
  size      INTEGER NOT NULL,
  reader    TEXT NOT NULL,
  replaces  TEXT NOT NULL,
  places    TEXT NOT NULL,
  footnotes TEXT NOT NULL,
  doubts    TEXT NOT NULL,
  remaining INTEGER NOT NULL,
  PRIMARY KEY (symbol, language)
) STRICT, WITHOUT ROWID;
CREATE INDEX {mandate_reading_language} ON {mandate_reading} (language, symbol);

-- Paragraphs of the leading text: the English one where there is one, else the
-- first that came. Others are numbered by it.
CREATE TABLE {mandate_paragraph} (
  symbol TEXT NOT NULL,
  place  TEXT NOT NULL,
  ord    INTEGER NOT NULL,
  part   TEXT NOT NULL,
  number TEXT NOT NULL,
  PRIMARY KEY (symbol, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX {mandate_paragraph_ord} ON {mandate_paragraph} (symbol, ord);

CREATE TABLE {mandate_text} (
  symbol    TEXT NOT NULL,
  place     TEXT NOT NULL,
  language  TEXT NOT NULL,
  idx       INTEGER NOT NULL,
  part      TEXT NOT NULL,
  number    TEXT NOT NULL,
  phrase    TEXT NOT NULL,
  text      TEXT NOT NULL,
  footnotes TEXT NOT NULL,
  PRIMARY KEY (symbol, place, language)
) STRICT, WITHOUT ROWID;

-- Which provisions a paragraph cites.
CREATE TABLE {mandate_cite} (
  symbol       TEXT NOT NULL,
  place        TEXT NOT NULL,
  language     TEXT NOT NULL,
  cited        TEXT NOT NULL,
  cited_place  TEXT NOT NULL,
  PRIMARY KEY (symbol, place, language, cited, cited_place)
) STRICT, WITHOUT ROWID;
CREATE INDEX {mandate_cite_cited} ON {mandate_cite} (cited, cited_place, symbol, place);

-- Clauses, as read and as persons corrected them. gone: the reading that was
-- cited; the present one has it no more. idx is the act that says it.
CREATE TABLE {mandate_clause} (
  symbol      TEXT NOT NULL,
  place       TEXT NOT NULL,
  n           INTEGER NOT NULL,
  sort        TEXT NOT NULL,
  ord         INTEGER NOT NULL,
  gone        INTEGER NOT NULL,
  phrase      TEXT NOT NULL,
  force       TEXT NOT NULL,
  action      TEXT NOT NULL,
  addressees  TEXT NOT NULL,
  entities    TEXT NOT NULL,
  bodies      TEXT NOT NULL,
  conditions  TEXT NOT NULL,
  topics      TEXT NOT NULL,
  deadline    TEXT NOT NULL,
  reports     INTEGER NOT NULL,
  report_to   TEXT NOT NULL,
  report_at   TEXT NOT NULL,
  report_on   TEXT NOT NULL,
  due         TEXT NOT NULL,
  due_exact   TEXT NOT NULL,
  due_body    TEXT NOT NULL,
  due_session INTEGER NOT NULL,
  status      TEXT NOT NULL,
  office      TEXT NOT NULL,
  unit        TEXT NOT NULL,
  since       TEXT NOT NULL,
  effect      TEXT NOT NULL,
  effect_by   TEXT NOT NULL,
  effect_day  TEXT NOT NULL,
  shared      TEXT NOT NULL,
  coordinator TEXT NOT NULL,
  corrected   TEXT NOT NULL,
  idx         INTEGER NOT NULL,
  PRIMARY KEY (symbol, place, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX {mandate_clause_sort} ON {mandate_clause} (sort);
CREATE INDEX {mandate_clause_due} ON {mandate_clause} (due, sort);
-- The home page asks for the next reports alone, among many clauses that name a day.
CREATE INDEX {mandate_clause_report} ON {mandate_clause} (due, sort) WHERE reports = 1 AND gone = 0;

-- What clauses are found by, one row a value; the same for each clause in one row;
-- and how many clauses have it, alone and with each other value, so that no list
-- has to count.
CREATE TABLE {mandate_tag} (
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  sort  TEXT NOT NULL,
  PRIMARY KEY (field, value, sort)
) STRICT, WITHOUT ROWID;
CREATE TABLE {mandate_facet} (
  sort TEXT PRIMARY KEY,
  tags TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE {mandate_count} (
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  n     INTEGER NOT NULL,
  PRIMARY KEY (field, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE {mandate_pair} (
  field      TEXT NOT NULL,
  value      TEXT NOT NULL,
  with_field TEXT NOT NULL,
  with_value TEXT NOT NULL,
  n          INTEGER NOT NULL,
  PRIMARY KEY (field, value, with_field, with_value)
) STRICT, WITHOUT ROWID;

-- Everything that persons said of clauses and paragraphs. about, code and body are
-- "" once the body was erased; corrected is the index of the act that corrected
-- it, or -1.
CREATE TABLE {mandate_entry} (
  idx       INTEGER PRIMARY KEY,
  act       TEXT NOT NULL,
  kind      TEXT NOT NULL,
  subject   TEXT NOT NULL,
  symbol    TEXT NOT NULL,
  place     TEXT NOT NULL,
  n         INTEGER NOT NULL,
  audience  TEXT NOT NULL,
  party     TEXT NOT NULL,
  person    TEXT NOT NULL,
  standing  TEXT NOT NULL,
  day       TEXT NOT NULL,
  recorded  INTEGER NOT NULL,
  about     TEXT NOT NULL,
  code      TEXT NOT NULL,
  body      TEXT NOT NULL,
  corrected INTEGER NOT NULL
) STRICT;
CREATE INDEX {mandate_entry_clause} ON {mandate_entry} (symbol, place, n, kind, idx);
CREATE INDEX {mandate_entry_act} ON {mandate_entry} (act);
CREATE INDEX {mandate_entry_kind} ON {mandate_entry} (kind, code, idx);

-- Fields that a person reads otherwise than the program.
CREATE TABLE {mandate_correction} (
  symbol TEXT NOT NULL,
  place  TEXT NOT NULL,
  n      INTEGER NOT NULL,
  field  TEXT NOT NULL,
  body   TEXT NOT NULL,
  PRIMARY KEY (symbol, place, n, field)
) STRICT, WITHOUT ROWID;

-- Which earlier paragraph one carries on; origin "" where a person found none.
CREATE TABLE {mandate_renewal} (
  symbol       TEXT NOT NULL,
  place        TEXT NOT NULL,
  origin       TEXT NOT NULL,
  origin_place TEXT NOT NULL,
  class        TEXT NOT NULL,
  likeness     INTEGER NOT NULL,
  state        TEXT NOT NULL,
  idx          INTEGER NOT NULL,
  PRIMARY KEY (symbol, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX {mandate_renewal_origin} ON {mandate_renewal} (origin, origin_place, symbol, place);

-- What the programme says of a paragraph in its own words.
CREATE TABLE {mandate_outline} (
  symbol   TEXT NOT NULL,
  place    TEXT NOT NULL,
  ord      INTEGER NOT NULL,
  topics   TEXT NOT NULL,
  asks     TEXT NOT NULL,
  evidence TEXT NOT NULL,
  folder   TEXT NOT NULL,
  idx      INTEGER NOT NULL,
  PRIMARY KEY (symbol, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE {mandate_summary} (
  symbol   TEXT NOT NULL,
  place    TEXT NOT NULL,
  language TEXT NOT NULL,
  text     TEXT NOT NULL,
  made     TEXT NOT NULL,
  PRIMARY KEY (symbol, place, language)
) STRICT, WITHOUT ROWID;
