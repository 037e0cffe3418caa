-- Requests that are being typed: ordinary rows, forgotten when they are sent. An id
-- becomes that of the request. fields are the form's values as JSON.
CREATE TABLE assistance_draft (
  id       TEXT PRIMARY KEY,
  party    TEXT NOT NULL,
  standing TEXT NOT NULL,
  person   TEXT NOT NULL,
  corrects TEXT NOT NULL,
  fields   TEXT NOT NULL,
  updated  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX assistance_draft_party ON assistance_draft (party, id);
