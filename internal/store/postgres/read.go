package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"comity/internal/store"
)

// replicaWait is how long a read waits for a replica to come as far as it
// asks, before it goes to the primary.
const replicaWait = 150 * time.Millisecond

// Read implements [store.Store]: on a replica where there are any, on the
// primary when none has come as far as seen, or the latest is asked for.
func (s *Store) Read(ctx context.Context, seen int64, f func(store.View) error) error {
	var err error
	for try := range tries {
		if try > 0 {
			time.Sleep(time.Duration(1<<try) * 5 * time.Millisecond)
		}
		if err = s.readOnce(ctx, seen, f); err == nil || ctx.Err() != nil || !passing(err) && !gone(err) {
			return err
		}
	}
	return err
}

// gone: a projected table was dropped between the snapshot and the query,
// because its generation has passed.
func gone(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == "42P01"
}

// errBehind says that a replica has not come as far as was asked.
var errBehind = errors.New("the replica is behind")

func (s *Store) readOnce(ctx context.Context, seen int64, f func(store.View) error) error {
	if n := len(s.replicas); n > 0 && seen != store.Latest {
		pool := s.replicas[int(s.turn.Add(1))%n]
		for until := time.Now().Add(replicaWait); ; time.Sleep(5 * time.Millisecond) {
			err := s.on(ctx, pool, seen, f)
			switch {
			case errors.Is(err, errBehind) && time.Now().Before(until):
				continue
			case errors.Is(err, errBehind), store.KindOf(err) == store.Lost:
				// to the primary
			default:
				return err
			}
			break
		}
	}
	err := s.on(ctx, s.primary, seen, f)
	if errors.Is(err, errBehind) {
		return &store.Fault{Kind: store.Failed, What: s.where + " is shorter than what was read before", Do: "see whether an older store was put back"}
	}
	return err
}

func (s *Store) on(ctx context.Context, pool *pgxpool.Pool, seen int64, f func(store.View) error) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return s.fault("read", err)
	}
	defer conn.Release() // destroys a connection that is still in a transaction
	t := &tx{reader: reader{s: s, conn: conn.Conn(), rendered: store.NewCache(true)}}
	t.queued = append(t.queued, statement{sql: `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`})
	rows, err := t.query(ctx, `SELECT size, generation FROM head WHERE one = 1`)
	if err == nil {
		err = t.locate(rows)
	}
	if err == nil && t.at.Size < seen {
		err = errBehind
	}
	if err == nil {
		err = f(&t.reader)
	}
	if !conn.Conn().IsClosed() {
		if _, e := conn.Conn().PgConn().Exec(context.WithoutCancel(ctx), `ROLLBACK`).ReadAll(); err == nil {
			err = s.fault("read", e)
		}
	}
	return err
}
