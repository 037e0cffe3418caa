package store

import "context"

// Position says which state of the book a reader or writer stands on.
type Position struct {
	// Size is the number of acts in the book.
	Size int64
	// Generation numbers the projected tables that serve; 0 before the first.
	Generation int64
}

// Rows are the rows of one answer. Close may be called more than once and
// must be called before the next query of the same reader.
type Rows interface {
	// Next steps to the next row and says whether there is one.
	Next() bool
	// Scan copies the row's columns into *int64, *int, *string, *[]byte,
	// *float64, *bool, *any, or **int64 and **string where NULL may stand.
	// *[]byte takes NULL as nil; the bytes belong to the caller.
	Scan(dest ...any) error
	// Columns names the answer's columns.
	Columns() []string
	// Close ends the answer and returns the first error met on the way.
	Close() error
}

// Reader asks questions of one state of the store.
type Reader interface {
	// Query runs one statement of the common subset; args are int64, int,
	// string, []byte, float64, bool or nil.
	Query(ctx context.Context, sql string, args ...any) (Rows, error)
}

// View is a Reader that knows where it stands.
type View interface {
	Reader
	// At returns the position of the state that is read.
	At() Position
	// In returns the same view with braces naming another generation.
	In(generation int64) View
}

// Write is one statement that changes rows, as a value.
type Write struct {
	SQL  string
	Args []any
}

// Do makes a Write.
func Do(sql string, args ...any) Write { return Write{SQL: sql, Args: args} }

// Tx is the one write transaction.
type Tx interface {
	View
	// Queue takes writes that are carried out in order, at the latest before
	// the next query is answered or the transaction commits. A write that
	// fails shows there, as the error of that query, Flush or commit.
	Queue(writes ...Write)
	// Flush carries out what is queued.
	Flush(ctx context.Context) error
	// Try runs f under a savepoint: what f wrote stays when f and all its
	// writes succeed, and is undone when either fails, whose error is
	// returned.
	Try(ctx context.Context, f func() error) error
	// Writing returns the same transaction with braces naming another
	// generation.
	Writing(generation int64) Tx
}

// Migration is one numbered step of the kernel's tables and ordinary rows.
type Migration struct {
	// Series names the package whose tables the step makes, [a-z-]+; steps of
	// each series are numbered by themselves. "" is the book's.
	Series string
	Number int
	Name   string
	// SQL is a script of DDL in SQLite's STRICT dialect, statements ended by
	// semicolons; see [Statements] for how PostgreSQL reads it.
	SQL string
}

// Latest as seen reads the state that the last commit left, never a
// replica's that is behind: ordinary rows have no place in the book by which a
// reader could name what it must see.
const Latest int64 = -1

// Store keeps one book.
type Store interface {
	// Migrate brings the tables of one series of steps up to date, each step
	// in a transaction of its own. A store with steps unknown here is refused.
	Migrate(ctx context.Context, steps []Migration) error
	// Read runs f on one snapshot whose size is at least seen, or that is the
	// newest where seen is [Latest]. f may be run
	// again from its start after a passing fault, so it must only gather.
	Read(ctx context.Context, seen int64, f func(View) error) error
	// Write runs f in the one write transaction and commits when f returns
	// nil. f may be run again from its start after a passing fault. When the
	// connection was lost while committing, the error has kind [Unsure].
	Write(ctx context.Context, f func(Tx) error) error
	// Drop removes projected tables of a generation in small steps, so that
	// neither readers nor the writer wait long. Names are without braces.
	Drop(ctx context.Context, generation int64, tables []string) error
	// Check looks for damage of the store's own structures and calls found
	// for each fault, in words.
	Check(ctx context.Context, found func(string)) error
	// Describe names the store and where it lies, without secrets.
	Describe() string
	Close() error
}

// One reads the first row of a query into dest and says whether there was one.
func One(ctx context.Context, r Reader, sql string, args []any, dest ...any) (bool, error) {
	rows, err := r.Query(ctx, sql, args...)
	if err != nil {
		return false, err
	}
	found := rows.Next()
	if found {
		if err := rows.Scan(dest...); err != nil {
			rows.Close()
			return false, err
		}
	}
	return found, rows.Close()
}

// Each calls f for every row of a query.
func Each(ctx context.Context, r Reader, sql string, args []any, f func(Rows) error) error {
	rows, err := r.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := f(rows); err != nil {
			rows.Close()
			return err
		}
	}
	return rows.Close()
}
