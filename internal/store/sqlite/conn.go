package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"

	"comity/internal/store"
)

// conn is one connection with its prepared statements. The driver is used
// directly: each connection has one user at a time, and the pool of
// database/sql would cost half as much again as the statements.
type conn struct {
	raw      driver.Conn
	prepared map[string]*statement
	rendered *store.Cache
}

// statement is prepared once and reset after each use.
type statement struct {
	raw  driver.Stmt
	busy bool
}

// maxPrepared bounds the statements kept on a connection.
const maxPrepared = 400

func newConn(raw driver.Conn) *conn {
	return &conn{raw: raw, prepared: map[string]*statement{}, rendered: store.NewCache(false)}
}

func (c *conn) close() error {
	c.forget()
	return c.raw.Close()
}

// forget closes the prepared statements that nothing uses.
func (c *conn) forget() {
	for q, s := range c.prepared {
		if !s.busy {
			_ = s.raw.Close()
			delete(c.prepared, q)
		}
	}
}

// prepare returns the statement for sql, kept for the next time unless an
// open answer is using it.
func (c *conn) prepare(ctx context.Context, sql string) (s *statement, kept bool, err error) {
	if s, ok := c.prepared[sql]; ok {
		if !s.busy {
			return s, true, nil
		}
		raw, err := c.raw.(driver.ConnPrepareContext).PrepareContext(ctx, sql)
		return &statement{raw: raw}, false, err
	}
	raw, err := c.raw.(driver.ConnPrepareContext).PrepareContext(ctx, sql)
	if err != nil {
		return nil, false, err
	}
	if len(c.prepared) >= maxPrepared {
		c.forget()
	}
	s = &statement{raw: raw}
	c.prepared[sql] = s
	return s, true, nil
}

func (c *conn) exec(ctx context.Context, sql string, args ...any) error {
	s, kept, err := c.prepare(ctx, sql)
	if err != nil {
		return err
	}
	if !kept {
		defer s.raw.Close()
	}
	named, err := values(args)
	if err != nil {
		return err
	}
	_, err = s.raw.(driver.StmtExecContext).ExecContext(ctx, named)
	return err
}

func (c *conn) query(ctx context.Context, sql string, args []any) (*rows, error) {
	s, kept, err := c.prepare(ctx, sql)
	if err != nil {
		return nil, err
	}
	named, err := values(args)
	if err == nil {
		var raw driver.Rows
		if raw, err = s.raw.(driver.StmtQueryContext).QueryContext(ctx, named); err == nil {
			s.busy = true
			return &rows{raw: raw, from: s, kept: kept, row: make([]driver.Value, len(raw.Columns()))}, nil
		}
	}
	if !kept {
		_ = s.raw.Close()
	}
	return nil, err
}

// values turns arguments into those that the driver takes.
func values(args []any) ([]driver.NamedValue, error) {
	if len(args) == 0 {
		return nil, nil
	}
	out := make([]driver.NamedValue, len(args))
	for i, a := range args {
		out[i].Ordinal = i + 1
		switch a := a.(type) {
		case nil, int64, string, float64:
			out[i].Value = a
		case []byte:
			if a != nil {
				out[i].Value = a
			}
		case int:
			out[i].Value = int64(a)
		case bool:
			v := int64(0)
			if a {
				v = 1
			}
			out[i].Value = v
		default:
			return nil, fmt.Errorf("argument %d has type %T; a statement takes int64, int, string, []byte, float64, bool or nil", i+1, a)
		}
	}
	return out, nil
}

// rows implements [store.Rows].
type rows struct {
	raw    driver.Rows
	from   *statement
	kept   bool
	row    []driver.Value
	err    error
	closed bool
	fault  func(string, error) error
}

func (r *rows) Next() bool {
	if r.closed || r.err != nil {
		return false
	}
	if err := r.raw.Next(r.row); err != nil {
		if !errors.Is(err, io.EOF) {
			r.err = r.fault("read", err)
		}
		_ = r.Close()
		return false
	}
	return true
}

func (r *rows) Columns() []string { return r.raw.Columns() }

func (r *rows) Scan(dest ...any) error {
	if len(dest) != len(r.row) {
		return fmt.Errorf("a row has %d columns, %d were asked for", len(r.row), len(dest))
	}
	for i, d := range dest {
		if err := assign(d, r.row[i]); err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return nil
}

func assign(dest any, v driver.Value) error {
	var ok bool
	switch d := dest.(type) {
	case *any:
		*d, ok = v, true
	case *int64:
		*d, ok = v.(int64)
	case *int:
		var n int64
		n, ok = v.(int64)
		*d = int(n)
	case *bool:
		var n int64
		n, ok = v.(int64)
		*d = n != 0
	case *string:
		*d, ok = v.(string)
	case *float64:
		*d, ok = v.(float64)
	case *[]byte:
		if v == nil {
			*d, ok = nil, true
		} else if *d, ok = v.([]byte); ok && *d == nil {
			*d = []byte{}
		}
	case **int64:
		if n, is := v.(int64); is {
			*d, ok = &n, true
		} else {
			*d, ok = nil, v == nil
		}
	case **string:
		if s, is := v.(string); is {
			*d, ok = &s, true
		} else {
			*d, ok = nil, v == nil
		}
	default:
		return fmt.Errorf("a row can't be read into %T", dest)
	}
	if !ok {
		return fmt.Errorf("a value of type %T can't be read into %T", v, dest)
	}
	return nil
}

func (r *rows) Close() error {
	if !r.closed {
		r.closed = true
		err := r.raw.Close()
		r.from.busy = false
		if !r.kept {
			_ = r.from.raw.Close()
		}
		if err != nil && r.err == nil {
			r.err = r.fault("read", err)
		}
	}
	return r.err
}

// reader implements [store.View] on a connection inside a transaction.
type reader struct {
	c     *conn
	at    store.Position
	named int64 // the generation in braces
	fault func(string, error) error
}

func (r *reader) locate(ctx context.Context) error {
	found, err := store.One(ctx, r, `SELECT size, generation FROM head WHERE one = 1`, nil, &r.at.Size, &r.at.Generation)
	if err == nil && !found {
		r.at = store.Position{}
	}
	r.named = r.at.Generation
	return err
}

func (r *reader) At() store.Position { return r.at }

func (r *reader) In(generation int64) store.View {
	other := *r
	other.named = generation
	return &other
}

func (r *reader) Query(ctx context.Context, sql string, args ...any) (store.Rows, error) {
	rows, err := r.c.query(ctx, r.c.rendered.Render(sql, r.named), args)
	if err != nil {
		return nil, r.fault("read", fmt.Errorf("%w in %s", err, short(sql)))
	}
	rows.fault = r.fault
	return rows, nil
}

// short cuts a statement to what an error needs.
func short(sql string) string {
	s := strings.Join(strings.Fields(sql), " ")
	if len(s) > 80 {
		s = s[:80] + "…"
	}
	return s
}

// tx implements [store.Tx]. SQLite carries out each write at once; the first
// that fails stops the rest.
type tx struct {
	reader
	err   error
	depth int
	outer *tx // for Writing: shares its err and depth
}

func (t *tx) root() *tx {
	for t.outer != nil {
		t = t.outer
	}
	return t
}

func (t *tx) exec(ctx context.Context, sql string, args ...any) error {
	if err := t.c.exec(ctx, t.c.rendered.Render(sql, t.named), args...); err != nil {
		return t.fault("write", fmt.Errorf("%w in %s", err, short(sql)))
	}
	return nil
}

func (t *tx) Queue(writes ...store.Write) {
	r := t.root()
	for _, w := range writes {
		if r.err != nil {
			return
		}
		r.err = t.exec(context.Background(), w.SQL, w.Args...)
	}
}

func (t *tx) Flush(context.Context) error { return t.root().err }

func (t *tx) Query(ctx context.Context, sql string, args ...any) (store.Rows, error) {
	if err := t.root().err; err != nil {
		return nil, err
	}
	return t.reader.Query(ctx, sql, args...)
}

func (t *tx) Writing(generation int64) store.Tx {
	other := &tx{reader: t.reader, outer: t.root()}
	other.named = generation
	return other
}

func (t *tx) Try(ctx context.Context, f func() error) error {
	r := t.root()
	if r.err != nil {
		return r.err
	}
	r.depth++
	defer func() { r.depth-- }()
	name := fmt.Sprintf("s%d", r.depth)
	if err := t.exec(ctx, "SAVEPOINT "+name); err != nil {
		return err
	}
	err := f()
	if err == nil {
		err = r.err
	}
	if err == nil {
		return t.exec(ctx, "RELEASE "+name)
	}
	r.err = nil
	if e := t.exec(ctx, "ROLLBACK TO "+name); e != nil {
		r.err = e
		return errors.Join(err, e)
	}
	if e := t.exec(ctx, "RELEASE "+name); e != nil {
		r.err = e
	}
	return err
}
