package book

import (
	"context"
	"fmt"

	"comity/internal/store"
)

// verifyTables replays the book into tables of its own and compares them with
// those that serve, on one snapshot.
func (b *Book) verifyTables(ctx context.Context, r *report, progress func(int64)) (err error) {
	b.rebuild.Lock()
	defer b.rebuild.Unlock()
	err = b.store.Read(ctx, 0, func(v store.View) error {
		var mark, names string
		found, err := store.One(ctx, v, `SELECT mark, tables FROM generation WHERE n = ? AND state = 'serving'`, []any{v.At().Generation}, &mark, &names)
		if err == nil && (!found || mark != b.reg.mark || names != joinNames(b.reg.tables)) {
			r.all("the serving tables, of generation %d, were made by other declarations, or their row is damaged: rebuild them", v.At().Generation)
		}
		return err
	})
	if err != nil {
		return err
	}
	scratch, err := b.nextGeneration(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if e := b.abandon(scratch); err == nil {
			err = e
		}
		if e := b.Drop(ctx); err == nil {
			err = e
		}
	}()
	at, err := b.catchUp(ctx, scratch, 0, func(done, _ int64) { progress(done) })
	if err != nil {
		return err
	}
	// Between two groups: the last acts, and the snapshot on which both are
	// compared. The comparing goes on while others record.
	began := make(chan struct{})
	compared := make(chan error, 1)
	pause := b.pause(ctx, func() {
		err := b.store.Write(ctx, func(tx store.Tx) error {
			_, err := b.replayRest(ctx, tx, scratch, at)
			return err
		})
		if err != nil {
			compared <- err
			return
		}
		go func() {
			compared <- b.store.Read(ctx, 0, func(v store.View) error {
				select {
				case <-began:
				default:
					close(began)
				}
				return b.compare(ctx, v, scratch, r)
			})
		}()
		select {
		case <-began:
		case err := <-compared: // it could not begin
			compared <- err
		}
	})
	if pause != nil {
		return pause
	}
	return <-compared
}

// compare names the rows that only one of two generations has.
func (b *Book) compare(ctx context.Context, v store.View, scratch int64, r *report) error {
	serving := v.At().Generation
	for _, table := range b.reg.tables {
		for _, way := range []struct {
			has, lacks int64
			what       string
		}{
			{serving, scratch, "no replay makes this row of the table"},
			{scratch, serving, "a replay makes this row, which is missing from the table"},
		} {
			query := fmt.Sprintf(`SELECT * FROM g%d_%s EXCEPT SELECT * FROM g%d_%s`, way.has, table, way.lacks, table)
			err := store.Each(ctx, v, query, nil, func(rows store.Rows) error {
				r.all("%s %s: %s", way.what, table, printRow(rows))
				return nil
			})
			if err != nil {
				return err
			}
		}
		// EXCEPT compares sets; a table may hold a row twice only when it has
		// no key.
		var have, want int64
		if _, err := store.One(ctx, v, fmt.Sprintf(`SELECT count(*) FROM g%d_%s`, serving, table), nil, &have); err != nil {
			return err
		}
		if _, err := store.One(ctx, v, fmt.Sprintf(`SELECT count(*) FROM g%d_%s`, scratch, table), nil, &want); err != nil {
			return err
		}
		if have != want {
			r.all("the table %s has %d rows, a replay makes %d", table, have, want)
		}
	}
	return nil
}

// printRow names a row by its first column, which is part of its key. The rest
// may come from bodies that are not for everyone who reads a terminal.
func printRow(rows store.Rows) string {
	columns := rows.Columns()
	values := make([]any, len(columns))
	dest := make([]any, len(columns))
	for i := range values {
		dest[i] = &values[i]
	}
	if err := rows.Scan(dest...); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s %.60q", columns[0], fmt.Sprint(values[0]))
}
