package bench

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	random "math/rand/v2"
	"runtime"
	"time"

	"comity/internal/act"
	"comity/internal/store"
)

// bareFrom is the first index of rows that are written bare: far behind the
// book's end, so that they stand in the same tables and can be removed again.
const bareFrom = int64(1) << 40

// bare writes the same rows as the book, with the same indexes, and nothing
// more: no header is built, nothing is hashed, checked, decided or signed.
type bare struct {
	store store.Store
	calls chan *bareCall
	next  int64
	done  chan struct{}
}

type bareCall struct {
	rows   []bareRow
	answer chan error
}

type bareRow struct {
	id, subject, cite string
	header, body      []byte
	leaf              [32]byte
	amount            int64
}

func newBare(s store.Store) *bare {
	b := &bare{store: s, calls: make(chan *bareCall, 256), next: bareFrom, done: make(chan struct{})}
	go b.write()
	return b
}

// bareRows makes rows as long as those of the book.
func bareRows(r *random.Rand, n int) ([]bareRow, error) {
	out := make([]bareRow, n)
	for i := range out {
		d := draft(r)
		id, err := act.NewID()
		if err != nil {
			return nil, err
		}
		out[i] = bareRow{id: id, subject: string(d.Subject), cite: string(d.Cites[0]), body: d.Body, amount: 1}
		h := act.Header{Index: bareFrom, ID: id, Kind: d.Kind, Version: 1, Subject: d.Subject, Party: d.Party, Person: person,
			Standing: d.Standing, Day: d.Day, Cites: d.Cites, Audience: d.Audience}
		out[i].header = act.AppendHeader(nil, &h)
		if _, err := rand.Read(out[i].leaf[:]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// record writes rows and returns when they are on disk.
func (b *bare) record(rows []bareRow) error {
	c := &bareCall{rows: rows, answer: make(chan error, 1)}
	b.calls <- c
	return <-c.answer
}

// write groups calls as the book does.
func (b *bare) write() {
	defer close(b.done)
	last := 0
	for first := range b.calls {
		group := []*bareCall{first}
		for idle := 0; ; {
			select {
			case c, ok := <-b.calls:
				if ok {
					group = append(group, c)
					idle = 0
					continue
				}
			default:
			}
			if len(group) >= last || idle == 3 {
				break
			}
			idle++
			runtime.Gosched()
		}
		last = len(group)
		err := b.store.Write(context.Background(), func(tx store.Tx) error {
			next := b.next
			now := time.Now().UnixMicro()
			for _, c := range group {
				for i := range c.rows {
					r := &c.rows[i]
					tx.Queue(
						store.Do(`INSERT INTO act (idx, id, kind, subject, audience, recorded, header, body, salt, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
							next, r.id, "bench.entry", r.subject, "public", now, r.header, r.body, nil, r.leaf[:]),
						store.Do(`INSERT INTO cite (cite, idx) VALUES (?, ?)`, r.cite, next),
						store.Do(insertRow, next, r.subject, r.amount, text))
					next++
				}
			}
			return tx.Flush(context.Background())
		})
		for _, c := range group {
			if err == nil {
				b.next += int64(len(c.rows))
			}
			c.answer <- err
		}
	}
}

// close ends the writer and removes the rows.
func (b *bare) close(ctx context.Context) error {
	close(b.calls)
	<-b.done
	for from := bareFrom; from < b.next; from += 2000 {
		err := b.store.Write(ctx, func(tx store.Tx) error {
			tx.Queue(store.Do(`DELETE FROM {bench_row} WHERE idx >= ? AND idx < ?`, from, from+2000),
				store.Do(`DELETE FROM act WHERE idx >= ? AND idx < ?`, from, from+2000))
			return nil
		})
		if err != nil {
			return err
		}
	}
	return b.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`DELETE FROM cite WHERE idx >= ?`, bareFrom))
		return nil
	})
}

// seeded returns a source of its own for each writer.
func seeded(n uint64) *random.Rand {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], n)
	return random.New(random.NewChaCha8(seed))
}
