-- Who signs in, and how: ordinary rows, no part of the book, of replays or of
-- its backups. Instants are microseconds of UTC, 0 for none. Passwords, codes
-- and tokens are kept as hashes, secrets of one-time codes encrypted.

-- One row a person who may sign in. password is '' where there is none; totp
-- is the encrypted secret, totp_step the step of the last code taken; failures
-- counts wrong second factors in a row; until enrol_until a first second factor
-- may be set by whoever knows the password; closed is when an administrator
-- closed the account.
CREATE TABLE door_account (
  person       TEXT PRIMARY KEY,
  password     TEXT NOT NULL,
  password_set INTEGER NOT NULL,
  totp         BLOB,
  totp_step    INTEGER NOT NULL,
  failures     INTEGER NOT NULL,
  enrol_until  INTEGER NOT NULL,
  closed       INTEGER NOT NULL,
  made         INTEGER NOT NULL
) STRICT;

-- By what a person is named when signing in; folded is unique.
CREATE TABLE door_name (
  folded TEXT PRIMARY KEY,
  shown  TEXT NOT NULL,
  person TEXT NOT NULL
) STRICT;
CREATE INDEX door_name_person ON door_name (person, folded);

CREATE TABLE door_recovery (
  person TEXT NOT NULL,
  hash   BLOB NOT NULL,
  PRIMARY KEY (person, hash)
) STRICT;

-- flags are those of WebAuthn's authenticator data; transports are joined by a
-- space.
CREATE TABLE door_passkey (
  id         BLOB PRIMARY KEY,
  person     TEXT NOT NULL,
  key        BLOB NOT NULL,
  aaguid     BLOB NOT NULL,
  count      INTEGER NOT NULL,
  flags      INTEGER NOT NULL,
  transports TEXT NOT NULL,
  name       TEXT NOT NULL,
  made       INTEGER NOT NULL,
  used       INTEGER NOT NULL
) STRICT;
CREATE INDEX door_passkey_person ON door_passkey (person, made, id);

-- Accounts at OpenID providers.
CREATE TABLE door_identity (
  issuer  TEXT NOT NULL,
  subject TEXT NOT NULL,
  person  TEXT NOT NULL,
  made    INTEGER NOT NULL,
  used    INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT;
CREATE INDEX door_identity_person ON door_identity (person, issuer, subject);

CREATE TABLE door_session (
  hash    BLOB PRIMARY KEY,
  id      TEXT NOT NULL,
  person  TEXT NOT NULL,
  method  TEXT NOT NULL,
  began   INTEGER NOT NULL,
  seen    INTEGER NOT NULL,
  ended   INTEGER NOT NULL,
  network TEXT NOT NULL,
  device  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX door_session_id ON door_session (id);
CREATE INDEX door_session_person ON door_session (person, began, id);

-- A ceremony between two of its pages. state is JSON and holds no secret in
-- clear.
CREATE TABLE door_step (
  hash   BLOB PRIMARY KEY,
  kind   TEXT NOT NULL,
  person TEXT NOT NULL,
  until  INTEGER NOT NULL,
  tries  INTEGER NOT NULL,
  state  BLOB NOT NULL
) STRICT;
CREATE INDEX door_step_until ON door_step (until, hash);
CREATE INDEX door_step_person ON door_step (person, hash);

CREATE TABLE door_invitation (
  hash   BLOB PRIMARY KEY,
  person TEXT NOT NULL,
  by_id  TEXT NOT NULL,
  made   INTEGER NOT NULL,
  until  INTEGER NOT NULL
) STRICT;
CREATE INDEX door_invitation_person ON door_invitation (person, hash);

-- Tokens by which programs act for a person.
CREATE TABLE door_bearer (
  hash   BLOB PRIMARY KEY,
  id     TEXT NOT NULL,
  person TEXT NOT NULL,
  name   TEXT NOT NULL,
  scope  TEXT NOT NULL,
  made   INTEGER NOT NULL,
  until  INTEGER NOT NULL,
  used   INTEGER NOT NULL,
  ended  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX door_bearer_id ON door_bearer (id);
CREATE INDEX door_bearer_person ON door_bearer (person, made, id);
