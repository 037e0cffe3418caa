// Package postgres keeps a book in a schema of a PostgreSQL database, 15 or
// later, for an organization: with replicas for reads, and other nodes' books
// beside it in schemas of their own.
//
// Each write transaction begins by locking the head row, so that several
// processes may record in turn. Writes wait in a queue and go with the next
// query or the commit, in one round trip.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"comity/internal/store"
)

// Options of a store. The zero value is what a server uses.
type Options struct {
	// Schema is the schema that holds the book; "" is "comity".
	Schema string
	// Replicas are connection strings of read replicas.
	Replicas []string
	// Readers is how many reads run at once on each server; 0 means 8.
	Readers int
}

// Store is a book's schema. See [Open].
type Store struct {
	schema string
	config *pgx.ConnConfig
	where  string // for errors: host and database, no secrets

	writing  sync.Mutex
	writer   *pgx.Conn
	rendered *store.Cache

	primary  *pgxpool.Pool
	replicas []*pgxpool.Pool
	turn     atomic.Uint32
	closed   bool
}

var _ store.Store = (*Store)(nil)

// Open connects to the database that dsn names, and makes the schema when it
// is not there. The error is a [store.Fault].
func Open(ctx context.Context, dsn string, o Options) (*Store, error) {
	if o.Schema == "" {
		o.Schema = "comity"
	}
	if o.Readers == 0 {
		o.Readers = 8
	}
	if !isSchema(o.Schema) {
		return nil, &store.Fault{Kind: store.Unfit, What: fmt.Sprintf("%q is no name of a schema", o.Schema), Do: "use a-z, 0-9 and _, at most 48"}
	}
	s := &Store{schema: o.Schema, rendered: store.NewCache(true)}
	pool := func(dsn string) (*pgxpool.Pool, error) {
		c, err := pgxpool.ParseConfig(dsn)
		if err != nil {
			// The driver's words may quote the string, and with it a password.
			return nil, &store.Fault{Kind: store.Unfit, What: "the connection string of the database can't be read", Do: "write it as postgres://user@host:5432/name"}
		}
		s.prepare(c.ConnConfig)
		c.MaxConns = int32(o.Readers)
		c.MinConns = 0
		return pgxpool.NewWithConfig(ctx, c)
	}
	var err error
	if s.primary, err = pool(dsn); err != nil {
		return nil, err
	}
	s.config = s.primary.Config().ConnConfig.Copy()
	s.where = fmt.Sprintf("PostgreSQL at %s, database %s, schema %s", s.config.Host, s.config.Database, s.schema)
	for _, r := range o.Replicas {
		p, err := pool(r)
		if err != nil {
			s.Close()
			return nil, err
		}
		s.replicas = append(s.replicas, p)
	}
	if err := s.fit(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func isSchema(s string) bool {
	if s == "" || len(s) > 48 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return true
}

func (s *Store) prepare(c *pgx.ConnConfig) {
	c.RuntimeParams["search_path"] = s.schema
	c.RuntimeParams["application_name"] = "comity"
	c.RuntimeParams["standard_conforming_strings"] = "on"
	c.StatementCacheCapacity = 512
}

// fit makes the schema and refuses a server that can't keep a book.
func (s *Store) fit(ctx context.Context) error {
	conn, err := s.connect(ctx)
	if err != nil {
		return err
	}
	s.writer = conn
	var version, fsync, commit, encoding string
	err = conn.QueryRow(ctx, `SELECT current_setting('server_version_num'), current_setting('fsync'), current_setting('synchronous_commit'), current_setting('server_encoding')`).
		Scan(&version, &fsync, &commit, &encoding)
	if err != nil {
		return s.fault("ask the server for its settings", err)
	}
	n, _ := strconv.Atoi(version)
	unfit := func(what, do string) error {
		return &store.Fault{Kind: store.Unfit, What: s.where + ": " + what, Do: do}
	}
	switch {
	case n < 150000:
		return unfit("the server is older than 15", "use PostgreSQL 15 or later")
	case fsync != "on":
		return unfit("fsync is "+fsync+", and what was acknowledged could be lost", "set fsync = on")
	case commit == "off":
		return unfit("synchronous_commit is off, and what was acknowledged could be lost", "set synchronous_commit = on")
	case encoding != "UTF8":
		return unfit("the database is encoded in "+encoding, "make it with ENCODING 'UTF8'")
	}
	if _, err := conn.Exec(ctx, `CREATE SCHEMA IF NOT EXISTS `+s.schema); err != nil {
		return s.fault("make the schema", err)
	}
	return nil
}

// Describe names the server and schema.
func (s *Store) Describe() string { return s.where }

func (s *Store) connect(ctx context.Context) (*pgx.Conn, error) {
	c, err := pgx.ConnectConfig(ctx, s.config.Copy())
	if err != nil {
		return nil, s.fault("connect", err)
	}
	return c, nil
}

// Close ends all connections.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	s.primary.Close()
	for _, p := range s.replicas {
		p.Close()
	}
	if s.writer != nil {
		ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
		defer stop()
		return s.writer.Close(ctx)
	}
	return nil
}

var errClosed = &store.Fault{Kind: store.Failed, What: "the store is closed"}

// tries is how often a transaction is begun again after a passing fault.
const tries = 6

// Write implements [store.Store].
func (s *Store) Write(ctx context.Context, f func(store.Tx) error) error {
	return s.again(ctx, func(ctx context.Context) error {
		t := &tx{reader: reader{s: s, conn: s.writer, rendered: s.rendered}}
		return s.transact(ctx, t, func() error {
			rows, err := t.query(ctx, `SELECT size, generation FROM head WHERE one = 1 FOR UPDATE`)
			if err != nil {
				return err
			}
			if err := t.locate(rows); err != nil {
				return err
			}
			return f(t)
		})
	})
}

// again runs f on the writer's connection, anew after faults that pass.
func (s *Store) again(ctx context.Context, f func(context.Context) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	ctx = context.WithoutCancel(ctx)
	var err error
	for try := range tries {
		if s.closed {
			return errClosed
		}
		if try > 0 {
			time.Sleep(time.Duration(1<<try)*5*time.Millisecond + rand.N(5*time.Millisecond))
		}
		if s.writer == nil || s.writer.IsClosed() {
			if s.writer, err = s.connect(ctx); err != nil {
				s.writer = nil
				continue
			}
		}
		if err = f(ctx); err == nil || !passing(err) {
			return err
		}
	}
	return err
}

// passing says whether a transaction that failed so may fare better if it is
// begun again: it was not committed, and nothing is wrong with it.
func passing(err error) bool {
	var e *pgconn.PgError
	if errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01") {
		return true
	}
	return store.KindOf(err) == store.Lost
}

// transact runs f between BEGIN and COMMIT, each of which travels with what
// is beside it.
func (s *Store) transact(ctx context.Context, t *tx, f func() error) (err error) {
	t.queued = append(t.queued, statement{sql: `BEGIN ISOLATION LEVEL READ COMMITTED`})
	done := false
	defer func() {
		if done || t.conn.IsClosed() {
			return
		}
		if _, e := t.conn.PgConn().Exec(ctx, `ROLLBACK`).ReadAll(); e != nil {
			_ = t.conn.Close(ctx)
		}
	}()
	if err := f(); err != nil {
		return err
	}
	t.queued = append(t.queued, statement{sql: `COMMIT`})
	tag, err := t.send(ctx)
	if err != nil {
		if store.KindOf(err) == store.Lost {
			err = &store.Fault{Kind: store.Unsure, What: s.where + ": the connection was lost while committing", Err: err}
		}
		return err
	}
	if tag.String() != "COMMIT" {
		return &store.Fault{Kind: store.Failed, What: s.where + ": the transaction was rolled back by an error that was passed over"}
	}
	done = true
	return nil
}

// Migrate implements [store.Store].
func (s *Store) Migrate(ctx context.Context, steps []store.Migration) error {
	var todo []store.Migration
	// One process migrates at a time.
	turn := func(t *tx) {
		t.Queue(store.Do(`SELECT pg_advisory_xact_lock(hashtext('comity ' || current_schema()))`))
	}
	err := s.again(ctx, func(ctx context.Context) error {
		t := &tx{reader: reader{s: s, conn: s.writer, rendered: s.rendered}}
		return s.transact(ctx, t, func() (err error) {
			turn(t)
			for _, q := range store.MigrationTables() {
				t.Queue(store.Do(q))
			}
			todo, err = store.Pending(ctx, t, steps)
			return err
		})
	})
	if err != nil {
		return err
	}
	for _, m := range todo {
		err := s.again(ctx, func(ctx context.Context) error {
			t := &tx{reader: reader{s: s, conn: s.writer, rendered: s.rendered}}
			return s.transact(ctx, t, func() error {
				turn(t)
				still, err := store.Pending(ctx, t, steps)
				if err != nil || len(still) == 0 || still[0].Number != m.Number {
					return err // another process was faster
				}
				for _, q := range store.Statements(m.SQL) {
					t.Queue(store.Do(q))
					if err := t.Flush(ctx); err != nil {
						return fmt.Errorf("migration %d, %s: %w", m.Number, m.Name, err)
					}
				}
				t.Queue(store.Done(m))
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Drop implements [store.Store]; to drop a table is one step here, which waits
// for the reads that use it.
func (s *Store) Drop(ctx context.Context, generation int64, tables []string) error {
	for _, name := range tables {
		// Not on the writer's connection, which must not wait with it.
		if _, err := s.primary.Exec(ctx, fmt.Sprintf(`DROP TABLE IF EXISTS g%d_%s`, generation, name)); err != nil {
			return s.fault("remove a table of", err)
		}
	}
	return nil
}

// Check asks the server for damage that it knows of, and lets it check the
// indexes where its extension amcheck is installed.
func (s *Store) Check(ctx context.Context, found func(string)) error {
	return s.Read(ctx, 0, func(v store.View) error {
		var failures *int64
		if _, err := store.One(ctx, v, `SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()`, nil, &failures); err != nil {
			return err
		}
		if failures != nil && *failures > 0 {
			found(fmt.Sprintf("the server counts %d pages whose checksum does not hold", *failures))
		}
		var has bool
		if _, err := store.One(ctx, v, `SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'`, nil, &has); err != nil || !has {
			return err
		}
		var indexes []string
		err := store.Each(ctx, v, `SELECT i.indexrelid::regclass::text FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_am AS m ON m.oid = c.relam
			WHERE m.amname = 'btree' AND c.relnamespace = current_schema()::regnamespace AND i.indisvalid ORDER BY 1`, nil, func(r store.Rows) error {
			var name string
			err := r.Scan(&name)
			indexes = append(indexes, name)
			return err
		})
		if err != nil {
			return err
		}
		for _, name := range indexes {
			_, err := s.primary.Exec(ctx, `SELECT bt_index_check($1::text::regclass, true)`, name)
			var e *pgconn.PgError
			if errors.As(err, &e) && e.Code == "XX002" {
				found(e.Message)
			} else if err != nil {
				return s.fault("check an index of", err)
			}
		}
		return nil
	})
}

// Remove drops a schema with all that is in it; nothing happens when it is not
// there.
func Remove(ctx context.Context, dsn, schema string) error {
	if !isSchema(schema) {
		return &store.Fault{Kind: store.Unfit, What: fmt.Sprintf("%q is no name of a schema", schema)}
	}
	s := &Store{schema: schema, where: "PostgreSQL, schema " + schema}
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return s.fault("connect", err)
	}
	defer c.Close(context.WithoutCancel(ctx))
	_, err = c.Exec(ctx, "DROP SCHEMA IF EXISTS "+schema+" CASCADE")
	return s.fault("remove", err)
}
