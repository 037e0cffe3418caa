package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Scrub takes what was deleted or written over out of the tables' files: each
// table of the schema is written anew, and the server brings all to disk. The
// write-ahead log keeps the old rows until its segments are used again, and
// its archives as long as they are kept. Tables are locked one after another
// while they are copied.
func (s *Store) Scrub(ctx context.Context) error {
	rows, err := s.primary.Query(ctx, `SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY tablename`, s.schema)
	if err != nil {
		return s.fault("clear", err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return s.fault("clear", err)
	}
	for _, t := range tables {
		if _, err := s.primary.Exec(ctx, "VACUUM FULL "+pgx.Identifier{s.schema, t}.Sanitize()); err != nil {
			return s.fault("clear", err)
		}
	}
	// Only some roles may ask for a checkpoint; the server makes one by itself.
	_, _ = s.primary.Exec(ctx, "CHECKPOINT")
	return nil
}
