-- What was typed into a form while its reader had to sign in again.
CREATE TABLE kept_form (
  hash   BLOB PRIMARY KEY,
  path   TEXT NOT NULL,
  hidden BLOB NOT NULL,
  until  INTEGER NOT NULL
) STRICT;
