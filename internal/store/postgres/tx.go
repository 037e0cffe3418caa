package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"comity/internal/store"
)

// statement is one that waits in the queue, rendered.
type statement struct {
	sql  string
	args []any
	ddl  bool // what follows may need what it makes, so it ends a round trip
}

// piece is how many of the queue go in one round trip.
func piece(queued []statement) int {
	n := min(most, len(queued))
	for i, q := range queued[:n] {
		if q.ddl {
			return i + 1
		}
	}
	return n
}

// reader implements [store.View] on a connection inside a transaction.
type reader struct {
	s        *Store
	conn     *pgx.Conn
	rendered *store.Cache
	at       store.Position
	named    int64
}

func (r *reader) At() store.Position { return r.at }

func (r *reader) In(generation int64) store.View {
	other := *r
	other.named = generation
	return &other
}

func (r *reader) locate(rows store.Rows) error {
	if rows.Next() {
		if err := rows.Scan(&r.at.Size, &r.at.Generation); err != nil {
			rows.Close()
			return err
		}
	}
	r.named = r.at.Generation
	return rows.Close()
}

func (r *reader) Query(ctx context.Context, sql string, args ...any) (store.Rows, error) {
	got, err := r.conn.Query(ctx, r.rendered.Render(sql, r.named), values(args)...)
	if err != nil {
		return nil, r.s.fault("read", fmt.Errorf("%w in %s", err, short(sql)))
	}
	return &rows{Rows: got, s: r.s, sql: sql}, nil
}

// values turns the arguments that the driver would take otherwise: a yes or
// no is a number in the common subset.
func values(args []any) []any {
	for i, a := range args {
		if b, ok := a.(bool); ok {
			args = append([]any(nil), args...)
			args[i] = int64(0)
			if b {
				args[i] = int64(1)
			}
		}
	}
	return args
}

func short(sql string) string {
	s := strings.Join(strings.Fields(sql), " ")
	if len(s) > 80 {
		s = s[:80] + "…"
	}
	return s
}

// rows implements [store.Rows].
type rows struct {
	pgx.Rows
	s     *Store
	sql   string
	batch pgx.BatchResults // the round trip that brought the rows; may be nil
}

func (r *rows) Columns() []string {
	var out []string
	for _, f := range r.FieldDescriptions() {
		out = append(out, f.Name)
	}
	return out
}

func (r *rows) Scan(dest ...any) error {
	for i, d := range dest {
		if b, ok := d.(*bool); ok { // read as the number that it is
			var n int64
			dest = append([]any(nil), dest...)
			dest[i] = &n
			if err := r.Scan(dest...); err != nil {
				return err
			}
			*b = n != 0
			return nil
		}
	}
	return r.Rows.Scan(dest...)
}

func (r *rows) Close() error {
	r.Rows.Close()
	err := r.Rows.Err()
	if r.batch != nil {
		if e := r.batch.Close(); err == nil {
			err = e
		}
		r.batch = nil
	}
	if err != nil {
		return r.s.fault("read", fmt.Errorf("%w in %s", err, short(r.sql)))
	}
	return nil
}

// tx implements [store.Tx].
type tx struct {
	reader
	queued []statement
	depth  int
	outer  *tx // for Writing: whose queue it uses
}

func (t *tx) root() *tx {
	for t.outer != nil {
		t = t.outer
	}
	return t
}

func (t *tx) Queue(writes ...store.Write) {
	r := t.root()
	for _, w := range writes {
		sql := w.SQL
		ddl := strings.HasPrefix(sql, "CREATE ")
		if ddl {
			sql = store.Postgres(sql)
		}
		r.queued = append(r.queued, statement{t.rendered.Render(sql, t.named), values(w.Args), ddl})
	}
}

// most bounds the statements of one round trip, and with it the memory that
// their answers take.
const most = 2000

// send carries out the queue and returns the last answer.
func (t *tx) send(ctx context.Context) (tag pgconn.CommandTag, err error) {
	for len(t.queued) > 0 {
		part := t.queued[:piece(t.queued)]
		t.queued = t.queued[len(part):]
		b := &pgx.Batch{}
		for _, q := range part {
			b.Queue(q.sql, q.args...)
		}
		answers := t.conn.SendBatch(ctx, b)
		for _, q := range part {
			if tag, err = answers.Exec(); err != nil {
				err = t.s.fault("write", fmt.Errorf("%w in %s", err, short(q.sql)))
				break
			}
		}
		if e := answers.Close(); err == nil && e != nil {
			err = t.s.fault("write", e)
		}
		if err != nil {
			t.queued = nil
			return tag, err
		}
	}
	t.queued = nil
	return tag, nil
}

func (t *tx) Flush(ctx context.Context) error {
	_, err := t.root().send(ctx)
	return err
}

func (t *tx) Query(ctx context.Context, sql string, args ...any) (store.Rows, error) {
	return t.query(ctx, t.rendered.Render(sql, t.named), args...)
}

// query sends the queue and a rendered query in one round trip.
func (t *tx) query(ctx context.Context, sql string, args ...any) (store.Rows, error) {
	r := t.root()
	if len(r.queued) == 0 {
		got, err := t.conn.Query(ctx, sql, values(args)...)
		if err != nil {
			return nil, t.s.fault("read", fmt.Errorf("%w in %s", err, short(sql)))
		}
		return &rows{Rows: got, s: t.s, sql: sql}, nil
	}
	if n := piece(r.queued); n < len(r.queued) || r.queued[n-1].ddl {
		if _, err := r.send(ctx); err != nil {
			return nil, err
		}
		return t.query(ctx, sql, args...)
	}
	b := &pgx.Batch{}
	for _, q := range r.queued {
		b.Queue(q.sql, q.args...)
	}
	b.Queue(sql, values(args)...)
	part := r.queued
	r.queued = nil
	answers := t.conn.SendBatch(ctx, b)
	for _, q := range part {
		if _, err := answers.Exec(); err != nil {
			_ = answers.Close()
			return nil, t.s.fault("write", fmt.Errorf("%w in %s", err, short(q.sql)))
		}
	}
	got, err := answers.Query()
	if err != nil {
		_ = answers.Close()
		return nil, t.s.fault("read", fmt.Errorf("%w in %s", err, short(sql)))
	}
	return &rows{Rows: got, s: t.s, sql: sql, batch: answers}, nil
}

func (t *tx) In(generation int64) store.View { return t.writing(generation) }

func (t *tx) Writing(generation int64) store.Tx { return t.writing(generation) }

func (t *tx) writing(generation int64) *tx {
	other := &tx{reader: t.reader, outer: t.root()}
	other.named = generation
	return other
}

func (t *tx) Try(ctx context.Context, f func() error) error {
	r := t.root()
	r.depth++
	defer func() { r.depth-- }()
	name := fmt.Sprintf("s%d", r.depth)
	// Sent before f begins: a statement of f that can't even be prepared
	// aborts the transaction, and the savepoint must stand by then.
	r.queued = append(r.queued, statement{sql: "SAVEPOINT " + name})
	if err := t.Flush(ctx); err != nil {
		return err
	}
	err := f()
	if err == nil {
		r.queued = append(r.queued, statement{sql: "RELEASE " + name})
		if err = t.Flush(ctx); err == nil {
			return nil
		}
	}
	r.queued = nil
	// Nothing can be prepared while the transaction is aborted.
	if _, e := t.conn.PgConn().Exec(ctx, "ROLLBACK TO "+name+"; RELEASE "+name).ReadAll(); e != nil {
		return errors.Join(err, t.s.fault("write", e))
	}
	return err
}
