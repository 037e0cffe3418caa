package book

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
)

// callRow is what is kept of a call with a key.
type callRow struct {
	first, count int64
	digest       []byte
}

// sum guards a row of calls against damage.
func (r callRow) sum(person, key string) []byte {
	s := sha256.Sum256(fmt.Appendf(nil, "%q %q %d %d %x", person, key, r.first, r.count, r.digest))
	return s[:8]
}

// lookUpKeys finds which of the group's calls were recorded before, in one
// query.
func (g *groupWriter) lookUpKeys(ctx context.Context, tx store.Tx) error {
	g.keys, g.known = nil, nil
	var args []any
	for _, p := range g.group {
		if p.call.Key != "" {
			args = append(args, p.call.Person, p.call.Key)
		}
	}
	if args == nil {
		return nil
	}
	g.keys, g.known = make(map[callKey]*pending, len(args)/2), map[callKey]callRow{}
	n := 1
	for n < len(args)/2 {
		n *= 2
	}
	for len(args) < 2*n { // a few statements serve all sizes
		args = append(args, args[0], args[1])
	}
	return store.Each(ctx, tx, lookUpCalls(n), args, func(rows store.Rows) error {
		var k callKey
		var r callRow
		if err := rows.Scan(&k.person, &k.key, &r.first, &r.count, &r.digest); err != nil {
			return err
		}
		g.known[k] = r
		return nil
	})
}

func lookUpCalls(n int) string {
	return `SELECT person, key, first, count, digest FROM call WHERE (person, key) IN (VALUES (?, ?)` + strings.Repeat(", (?, ?)", n-1) + `)`
}

// repeated answers a call that was recorded before as the first time, or
// refuses it when the key was used for another.
func (g *groupWriter) repeated(ctx context.Context, tx store.Tx, p *pending) (bool, error) {
	if p.call.Key == "" {
		return false, nil
	}
	k := callKey{p.call.Person, p.call.Key}
	if q := g.keys[k]; q != nil && q.refused == nil { // earlier in this group
		if q.canonical != p.canonical {
			return false, duplicate(p.call.Key)
		}
		p.receipt = q.receipt
		p.receipt.Again = true
		return true, nil
	}
	row, found := g.known[k]
	if !found {
		g.keys[k] = p
		return false, nil
	}
	r := Receipt{Again: true, Size: row.first + row.count}
	var salts [][]byte
	erased := false
	err := store.Each(ctx, tx, `SELECT header, salt FROM act WHERE idx >= ? AND idx < ? ORDER BY idx`, []any{row.first, row.first + row.count}, func(rows store.Rows) error {
		var header, salt []byte
		if err := rows.Scan(&header, &salt); err != nil {
			return err
		}
		h, err := act.ParseHeader(header)
		if err != nil {
			return err
		}
		erased = erased || h.Audience != act.Public && salt == nil
		r.Acts, salts = append(r.Acts, *h), append(salts, salt)
		return nil
	})
	if err != nil {
		return false, err
	}
	// What was erased can't be compared any more.
	if !erased && !bytes.Equal(row.digest, g.b.digest(p.canonical, salts)) {
		return false, duplicate(p.call.Key)
	}
	p.receipt = r
	return true, nil
}

func duplicate(key string) error {
	return says.refusal(Duplicate, "book.key-used", "key", key)
}
