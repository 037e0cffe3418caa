// Package sqlite keeps a book in one SQLite file, with nothing to install.
//
// The file is in WAL mode with synchronous=FULL: a commit is on disk when it
// returns. One connection writes; a small pool reads, each reader on a
// snapshot of its own. A lock file beside the store keeps a second process
// out. What is deleted is overwritten (secure_delete).
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	sqlite "modernc.org/sqlite"

	"comity/internal/store"
)

// Options of a store. The zero value is what a server uses.
type Options struct {
	// Readers is how many reads run at once; 0 means 4.
	Readers int
	// WriterCache and ReaderCache bound the page caches, in KiB; 0 means
	// 24 MiB for the writer and 2 MiB for each reader.
	WriterCache, ReaderCache int
}

// Store is a book's file. See [Open].
type Store struct {
	path    string
	options Options
	lock    *os.File

	writing sync.Mutex
	writer  *conn

	readers chan *conn // nil elements are connections not made yet
	closed  bool
}

var _ store.Store = (*Store)(nil)

// Open opens the store in the file path, and makes it when it is not there;
// its folder must exist. The error is a [store.Fault]: Locked when another
// process has it open, ReadOnly, Unfit on a network disk, Corrupt.
func Open(path string, o Options) (*Store, error) {
	if o.Readers == 0 {
		o.Readers = 4
	}
	if o.WriterCache == 0 {
		o.WriterCache = 24 << 10
	}
	if o.ReaderCache == 0 {
		o.ReaderCache = 2 << 10
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := fitDisk(filepath.Dir(path)); err != nil {
		return nil, err
	}
	lock, err := takeLock(path + ".lock")
	if err != nil {
		return nil, err
	}
	// SQLite would let others read it; its log takes the file's permissions.
	if f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		f.Close()
	}
	// The same durability as fsync for a file whose size is known; SQLite's
	// own builds on Linux do so. Not there on every system.
	_, _ = sqlite.Fdatasync(true)
	s := &Store{path: path, options: o, lock: lock, readers: make(chan *conn, o.Readers)}
	for range o.Readers {
		s.readers <- nil
	}
	if s.writer, err = s.connect(true); err != nil {
		lock.Close()
		return nil, err
	}
	return s, nil
}

// Describe names the file.
func (s *Store) Describe() string { return "SQLite file " + s.path }

// Path is the store's file.
func (s *Store) Path() string { return s.path }

func (s *Store) connect(write bool) (*conn, error) {
	cache := s.options.ReaderCache
	pragmas := []string{"busy_timeout(5000)", "trusted_schema(0)", "cell_size_check(1)"}
	if write {
		cache = s.options.WriterCache
		pragmas = append(pragmas, "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(1)",
			"wal_autocheckpoint(2000)", "journal_size_limit(67108864)")
	} else {
		pragmas = append(pragmas, "query_only(1)")
	}
	pragmas = append(pragmas, fmt.Sprintf("cache_size(-%d)", cache))
	q := url.Values{"_pragma": pragmas}
	dsn := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: s.path}).EscapedPath(), RawQuery: q.Encode()}).String()
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, s.fault("open", err)
	}
	raw, err := connector.Connect(context.Background())
	if err != nil {
		if f, e := os.OpenFile(s.path, os.O_RDWR, 0); e == nil {
			f.Close()
		} else if !errors.Is(e, fs.ErrNotExist) {
			return nil, s.fault("open", e)
		}
		return nil, s.fault("open", err)
	}
	return newConn(raw), nil
}

// Close waits for the writer and all readers, and closes the file.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	for range s.options.Readers {
		if c := <-s.readers; c != nil {
			c.close()
		}
	}
	close(s.readers)
	var err error
	if s.writer != nil {
		err = s.writer.close()
	}
	if e := s.lock.Close(); err == nil {
		err = e
	}
	return err
}

// Migrate carries out the steps that the store has not seen.
func (s *Store) Migrate(ctx context.Context, steps []store.Migration) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.writer == nil {
		return errClosed
	}
	t := &tx{reader: reader{c: s.writer, fault: s.fault}}
	for _, q := range store.MigrationTables() {
		if err := t.exec(ctx, q); err != nil {
			return err
		}
	}
	todo, err := store.Pending(ctx, t, steps)
	if err != nil {
		return err
	}
	for _, m := range todo {
		err := s.transact(ctx, t, func() error {
			for _, q := range store.Statements(m.SQL) {
				if err := t.exec(ctx, q); err != nil {
					return fmt.Errorf("migration %d, %s: %w", m.Number, m.Name, err)
				}
			}
			t.Queue(store.Done(m))
			return t.err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// errClosed is given after Close.
var errClosed = &store.Fault{Kind: store.Failed, What: "the store is closed"}

// Read implements [store.Store].
func (s *Store) Read(ctx context.Context, _ int64, f func(store.View) error) error {
	var c *conn
	var ok bool
	select {
	case c, ok = <-s.readers:
	case <-ctx.Done():
		return ctx.Err()
	}
	if !ok {
		return errClosed
	}
	defer func() { s.readers <- c }()
	if c == nil {
		n, err := s.connect(false)
		if err != nil {
			return err
		}
		c = n
	}
	if err := c.exec(ctx, "BEGIN"); err != nil {
		return s.fault("read", err)
	}
	defer func() {
		if err := c.exec(context.Background(), "ROLLBACK"); err != nil {
			c.close()
			c = nil
		}
	}()
	r := &reader{c: c, fault: s.fault}
	if err := r.locate(ctx); err != nil {
		return err
	}
	return f(r)
}

// Write implements [store.Store].
func (s *Store) Write(ctx context.Context, f func(store.Tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.closed {
		return errClosed
	}
	if s.writer == nil { // lost after a fault
		c, err := s.connect(true)
		if err != nil {
			return err
		}
		s.writer = c
	}
	t := &tx{reader: reader{c: s.writer, fault: s.fault}}
	return s.transact(ctx, t, func() error {
		if err := t.locate(ctx); err != nil {
			return err
		}
		return f(t)
	})
}

func (s *Store) transact(ctx context.Context, t *tx, f func() error) (err error) {
	ctx = context.WithoutCancel(ctx)
	if err := t.c.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return s.fault("write", err)
	}
	done := false
	defer func() {
		if done {
			return
		}
		// A failed statement may have ended the transaction already; then
		// ROLLBACK has nothing to do and says so. What counts is that the
		// connection is fit again.
		_ = t.c.exec(ctx, "ROLLBACK")
		if e := t.c.exec(ctx, "BEGIN IMMEDIATE"); e == nil {
			e = t.c.exec(ctx, "ROLLBACK")
			if e == nil {
				return
			}
		}
		t.c.close()
		s.writer = nil
	}()
	if err := f(); err != nil {
		return err
	}
	if t.err != nil {
		return t.err
	}
	if err := t.c.exec(ctx, "COMMIT"); err != nil {
		fault := s.fault("commit to", err)
		var e *store.Fault
		if errors.As(fault, &e) && e.Kind == store.Failed {
			e.Kind = store.Unsure // an error of reading or writing the disk
		}
		return fault
	}
	done = true
	return nil
}

// Drop deletes the rows of each table 200 at a time, pausing as long as each
// step took, and then the empty table.
func (s *Store) Drop(ctx context.Context, generation int64, tables []string) error {
	for _, name := range tables {
		table := fmt.Sprintf("g%d_%s", generation, name)
		key, err := s.keyOf(ctx, table)
		if err != nil {
			return err
		}
		if key == "" {
			continue // not there
		}
		step := fmt.Sprintf(`DELETE FROM %s WHERE (%s) IN (SELECT %s FROM %s LIMIT 200) RETURNING 1`, table, key, key, table)
		for more := true; more; {
			if err := ctx.Err(); err != nil {
				return err
			}
			began := time.Now()
			err := s.Write(ctx, func(t store.Tx) error {
				n := 0
				if err := store.Each(ctx, t, step, nil, func(store.Rows) error { n++; return nil }); err != nil {
					return err
				}
				if more = n > 0; !more {
					t.Queue(store.Do("DROP TABLE " + table))
				}
				return nil
			})
			if err != nil {
				return err
			}
			time.Sleep(time.Since(began))
		}
	}
	return nil
}

// keyOf returns the columns that name a row of table, "" when there is none.
func (s *Store) keyOf(ctx context.Context, table string) (key string, err error) {
	err = s.Read(ctx, 0, func(v store.View) error {
		var sql string
		found, err := store.One(ctx, v, `SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?`, []any{table}, &sql)
		if err != nil || !found {
			return err
		}
		if !strings.Contains(strings.ToUpper(sql), "WITHOUT ROWID") {
			key = "rowid"
			return nil
		}
		var cols []string
		err = store.Each(ctx, v, `SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk`, []any{table}, func(r store.Rows) error {
			var c string
			err := r.Scan(&c)
			cols = append(cols, c)
			return err
		})
		key = strings.Join(cols, ", ")
		return err
	})
	return key, err
}

// Check runs SQLite's own check of pages, rows and indexes.
func (s *Store) Check(ctx context.Context, found func(string)) error {
	return s.Read(ctx, 0, func(v store.View) error {
		return store.Each(ctx, v, `PRAGMA integrity_check`, nil, func(r store.Rows) error {
			var line string
			if err := r.Scan(&line); err != nil {
				return err
			}
			if line != "ok" {
				found(line)
			}
			return nil
		})
	})
}
