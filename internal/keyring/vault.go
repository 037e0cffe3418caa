package keyring

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // database/sql driver "pgx"
	_ "modernc.org/sqlite"             // database/sql driver "sqlite"
)

// Vault keeps wrapped data keys, apart from the book.
type Vault struct {
	db       *sql.DB
	postgres bool
	where    string
}

// row is one data key in the vault. wrapped is nil once it was destroyed.
type row struct {
	id        KeyID
	pair      Pair
	master    string
	wrapped   []byte
	retired   bool
	destroyed int64 // instant, µs UTC; 0 while it lives
}

const vaultTables = `
CREATE TABLE IF NOT EXISTS data_key (
  id        BLOB PRIMARY KEY,
  subject   TEXT NOT NULL,
  audience  TEXT NOT NULL,
  made      INTEGER NOT NULL,
  master    TEXT NOT NULL,
  wrapped   BLOB,
  retired   INTEGER NOT NULL,
  destroyed INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS data_key_active ON data_key (subject, audience) WHERE retired = 0;
CREATE TABLE IF NOT EXISTS rotation (
  made        INTEGER PRIMARY KEY,
  from_master TEXT NOT NULL,
  to_master   TEXT NOT NULL,
  keys        INTEGER NOT NULL
) STRICT;
`

// OpenVault opens the vault in an SQLite file of its own, and makes it when it
// is not there. Rollback journal and secure_delete leave nothing of a destroyed
// key in the files: a journal that is kept, or a write-ahead log, would.
func OpenVault(ctx context.Context, path string) (*Vault, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	// Made beforehand, so that no moment shows it to others.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the vault of keys: %w; name a folder that exists and may be written", err)
	}
	f.Close()
	dsn := "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(DELETE)&_pragma=synchronous(EXTRA)&_pragma=secure_delete(1)&_pragma=trusted_schema(0)&_txlock=immediate"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open the vault of keys %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	return startVault(ctx, &Vault{db: db, where: path}, vaultTables)
}

// OpenPostgresVault opens the vault in a schema of its own of a PostgreSQL
// database. Keep that database's backups apart from those of the book: best
// in a database of its own, which pg_dump of the book does not read.
func OpenPostgresVault(ctx context.Context, dsn, schema string) (*Vault, error) {
	if !isSchema(schema) {
		return nil, fmt.Errorf("open the vault of keys: %q is no name of a schema; use lower-case letters, digits and _", schema)
	}
	// The library's own error may show a part of what it could not read.
	if _, err := pgx.ParseConfig(dsn); err != nil {
		return nil, errors.New("open the vault of keys: the connection string of its database can't be read; write it as postgres://user@host:5432/name")
	}
	sep := "?"
	if strings.Contains(dsn, "://") {
		if strings.Contains(dsn, "?") {
			sep = "&"
		}
		dsn += sep + "search_path=" + schema
	} else {
		dsn += " search_path=" + schema
	}
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, errors.New("open the vault of keys: the connection string of its database can't be used; write it as postgres://user@host:5432/name")
	}
	db.SetMaxOpenConns(4)
	ddl := strings.NewReplacer("BLOB", "BYTEA", "INTEGER", "BIGINT", " STRICT", "").Replace(vaultTables)
	return startVault(ctx, &Vault{db: db, postgres: true, where: "schema " + schema + " of PostgreSQL"}, "CREATE SCHEMA IF NOT EXISTS "+schema+";"+ddl)
}

func isSchema(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < 'a' || c > 'z') && c != '_' && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != "" && len(s) < 60
}

func startVault(ctx context.Context, v *Vault, ddl string) (*Vault, error) {
	if _, err := v.db.ExecContext(ctx, ddl); err != nil {
		v.db.Close()
		return nil, v.fault("open", err)
	}
	return v, nil
}

// Close closes the vault.
func (v *Vault) Close() error { return v.db.Close() }

// Describe names where the vault lies, without secrets.
func (v *Vault) Describe() string { return v.where }

func (v *Vault) fault(doing string, err error) error {
	return fmt.Errorf("%s the vault of keys, %s: %w; see that it is there, has space and may be written", doing, v.where, err)
}

// sql writes the statement as the database has it.
func (v *Vault) sql(q string) string {
	if !v.postgres {
		return q
	}
	var b strings.Builder
	n := 0
	for _, c := range q {
		if c == '?' {
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

const selectKey = `SELECT id, subject, audience, master, wrapped, retired, destroyed FROM data_key `

type querier interface {
	QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row
}

func (v *Vault) one(ctx context.Context, q querier, where string, args ...any) (row, bool, error) {
	var r row
	var id []byte
	var retired int64
	err := q.QueryRowContext(ctx, v.sql(selectKey+where), args...).
		Scan(&id, &r.pair.Subject, &r.pair.Audience, &r.master, &r.wrapped, &retired, &r.destroyed)
	if errors.Is(err, sql.ErrNoRows) {
		return row{}, false, nil
	}
	if err != nil {
		return row{}, false, v.fault("read", err)
	}
	copy(r.id[:], id)
	r.retired = retired != 0
	return r, true, nil
}

func (v *Vault) byID(ctx context.Context, id KeyID) (row, bool, error) {
	return v.one(ctx, v.db, `WHERE id = ?`, id[:])
}

func (v *Vault) active(ctx context.Context, q querier, p Pair) (row, bool, error) {
	return v.one(ctx, q, `WHERE subject = ? AND audience = ? AND retired = 0`, p.Subject, p.Audience)
}

// within runs f in one transaction.
func (v *Vault) within(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := v.db.BeginTx(ctx, nil)
	if err != nil {
		return v.fault("write", err)
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	if err := tx.Commit(); err != nil {
		return v.fault("write", err)
	}
	return nil
}

// provide gives the active row of each pair, and stores the row that mint
// makes where there is none. All are on disk when it returns.
func (v *Vault) provide(ctx context.Context, pairs []Pair, now int64, mint func(Pair) (row, error)) ([]row, error) {
	rows := make([]row, len(pairs))
	err := v.within(ctx, func(tx *sql.Tx) error {
		for i, p := range pairs {
			r, found, err := v.active(ctx, tx, p)
			if err != nil {
				return err
			}
			if !found {
				if r, err = mint(p); err != nil {
					return err
				}
				// Another process may have been first: its key then serves.
				_, err = tx.ExecContext(ctx, v.sql(`INSERT INTO data_key (id, subject, audience, made, master, wrapped, retired, destroyed) VALUES (?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING`),
					r.id[:], p.Subject, p.Audience, now, r.master, r.wrapped)
				if err != nil {
					return v.fault("write", err)
				}
				if r, found, err = v.active(ctx, tx, p); err != nil || !found {
					return errors.Join(err, fmt.Errorf("the vault of keys, %s, lost the key that was just written; ask again", v.where))
				}
			}
			rows[i] = r
		}
		return nil
	})
	return rows, err
}

// list gives the rows of a pair, or of all pairs when p is nil, oldest first.
func (v *Vault) list(ctx context.Context, tx *sql.Tx, p *Pair) ([]row, error) {
	q, args := selectKey+`ORDER BY made, id`, []any(nil)
	if p != nil {
		q, args = selectKey+`WHERE subject = ? AND audience = ? ORDER BY made, id`, []any{p.Subject, p.Audience}
	}
	rs, err := tx.QueryContext(ctx, v.sql(q), args...)
	if err != nil {
		return nil, v.fault("read", err)
	}
	defer rs.Close()
	var rows []row
	for rs.Next() {
		var r row
		var id []byte
		var retired int64
		if err := rs.Scan(&id, &r.pair.Subject, &r.pair.Audience, &r.master, &r.wrapped, &retired, &r.destroyed); err != nil {
			return nil, v.fault("read", err)
		}
		copy(r.id[:], id)
		r.retired = retired != 0
		rows = append(rows, r)
	}
	if err := rs.Err(); err != nil {
		return nil, v.fault("read", err)
	}
	return rows, nil
}

// scrub makes the database forget what was overwritten: SQLite has done so
// (secure_delete); PostgreSQL keeps dead rows until they are vacuumed.
func (v *Vault) scrub(ctx context.Context) error {
	q := "VACUUM FULL data_key"
	if !v.postgres {
		q = "VACUUM"
	}
	if _, err := v.db.ExecContext(ctx, q); err != nil {
		return v.fault("clear", err)
	}
	return nil
}
