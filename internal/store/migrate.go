package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// MigrationTables are the tables of steps that a store has seen, for the
// stores' own Migrate: the book's steps, and those of other series.
func MigrationTables() []string {
	return []string{
		`CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sum TEXT NOT NULL) STRICT`,
		`CREATE TABLE IF NOT EXISTS series_migration (series TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, sum TEXT NOT NULL, PRIMARY KEY (series, number)) STRICT`,
	}
}

// Pending returns the steps that the store has not seen, for the stores'
// own Migrate. Steps must be of one series and numbered 1, 2, 3 …
func Pending(ctx context.Context, r Reader, steps []Migration) ([]Migration, error) {
	seen, query := 0, `SELECT number, name, sum FROM migration ORDER BY number`
	var args []any
	if len(steps) > 0 && steps[0].Series != "" {
		query, args = `SELECT number, name, sum FROM series_migration WHERE series = ? ORDER BY number`, []any{steps[0].Series}
	}
	err := Each(ctx, r, query, args, func(rows Rows) error {
		var number int
		var name, sum string
		if err := rows.Scan(&number, &name, &sum); err != nil {
			return err
		}
		if number > len(steps) {
			return &Fault{Kind: Unfit, What: fmt.Sprintf("the store was brought to step %d (%s) by a newer comity; this one knows %d", number, name, len(steps)),
				Do: "run the newer program"}
		}
		if s := steps[number-1]; s.Name != name || sumOf(s) != sum {
			return &Fault{Kind: Unfit, What: fmt.Sprintf("step %d of the store was %q with other statements than this program's %q", number, name, s.Name),
				Do: "run the program that made the store, or one that follows it"}
		}
		seen = number
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, s := range steps {
		if s.Series != steps[0].Series {
			return nil, fmt.Errorf("migration %q is of the series %q among steps of %q; migrate each series by itself", s.Name, s.Series, steps[0].Series)
		}
		if s.Number != i+1 {
			return nil, fmt.Errorf("migration %q has number %d in place %d; steps are numbered from 1 without gaps", s.Name, s.Number, i+1)
		}
	}
	return steps[seen:], nil
}

// Done is the write that marks a step as carried out.
func Done(m Migration) Write {
	if m.Series != "" {
		return Do(`INSERT INTO series_migration (series, number, name, sum) VALUES (?, ?, ?, ?)`, m.Series, m.Number, m.Name, sumOf(m))
	}
	return Do(`INSERT INTO migration (number, name, sum) VALUES (?, ?, ?)`, m.Number, m.Name, sumOf(m))
}

func sumOf(m Migration) string {
	sum := sha256.Sum256([]byte(m.SQL))
	return hex.EncodeToString(sum[:8])
}
