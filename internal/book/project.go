package book

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"comity/internal/act"
	"comity/internal/store"
)

func joinNames(names []string) string { return strings.Join(names, " ") }

// leafHash is the hash of an act's leaf. docs/act.md §2.1.
func leafHash(audience string, header, salt []byte) tlog.Hash {
	return tlog.RecordHash(act.LeafBytes(audience, header, salt))
}

// project queues the writes that an act makes to the tables of tx's
// generation.
func (b *Book) project(ctx context.Context, tx store.Tx, a *act.Act) (err error) {
	defer recovered("project", a, &err)
	k := b.reg.kinds[a.Kind]
	var writes []store.Write
	switch {
	case a.Erased:
		if k.Erased != nil {
			writes, err = k.Erased(ctx, tx, a)
		}
	case k.Project != nil:
		writes, err = k.Project(ctx, tx, a)
	}
	if err != nil {
		return err
	}
	tx.Queue(writes...)
	if k.Erases != nil {
		return b.erase(ctx, tx, a, k)
	}
	return nil
}

// erase leaves what remains of the rows of earlier acts on a subject for an
// audience, and destroys their salts. The key is destroyed by who recorded the
// act, once that is committed. In a replay most of these acts come erased
// already; those that a rebuild had projected before are erased here.
func (b *Book) erase(ctx context.Context, tx store.Tx, by *act.Act, k *Kind) error {
	subject, audience, err := k.Erases(by)
	if err != nil {
		return err
	}
	if audience == act.Public {
		return Refuse("public acts are not erased", "correct them instead")
	}
	var gone []*act.Act
	err = store.Each(ctx, tx, `SELECT header FROM act WHERE subject = ? AND audience = ? AND idx < ? ORDER BY idx`, []any{string(subject), audience, by.Index}, func(rows store.Rows) error {
		var header []byte
		if err := rows.Scan(&header); err != nil {
			return err
		}
		h, err := act.ParseHeader(header)
		if err != nil {
			return err
		}
		gone = append(gone, &act.Act{Header: *h, Erased: true})
		return nil
	})
	if err != nil {
		return err
	}
	for _, a := range gone {
		if e := b.reg.kinds[a.Kind].Erased; e != nil {
			writes, err := e(ctx, tx, a)
			if err != nil {
				return fmt.Errorf("erase act %d, %s: %w", a.Index, a.Kind, err)
			}
			tx.Queue(writes...)
		}
	}
	if tx.At().Size <= by.Index { // it is being recorded
		tx.Queue(store.Do(`UPDATE act SET salt = NULL WHERE subject = ? AND audience = ? AND idx < ?`, string(subject), audience, by.Index))
	}
	return nil
}

// revive makes an act of its stored bytes: the body opened and brought to the
// present version, unless it is sealed or erased.
func (b *Book) revive(ctx context.Context, header, body, salt []byte) (*act.Act, error) {
	h, err := act.ParseHeader(header)
	if err != nil {
		return nil, err
	}
	a := &act.Act{Header: *h, Stored: body, Salt: salt}
	k := b.reg.kinds[a.Kind]
	if k == nil {
		return nil, fmt.Errorf("act %d is of the kind %s, which this program does not know", a.Index, a.Kind)
	}
	switch {
	case a.Audience == act.Public:
		a.Clear = body
	case salt == nil:
		a.Erased = true
		return a, nil
	case a.Audience == act.Sealed:
		return a, nil
	case b.options.Keys == nil:
		return nil, fmt.Errorf("act %d is for the audience %s, and there are no keys to open it; give the master key", a.Index, a.Audience)
	default:
		a.Clear, err = b.options.Keys.Decrypt(ctx, a.Subject, a.Audience, associated(h), body)
		if errors.Is(err, ErrErased) {
			a.Erased = true
			return a, nil
		}
		if err != nil {
			return nil, fmt.Errorf("open act %d: %w", a.Index, err)
		}
	}
	if a.Clear, err = k.Upcast(a.Version, a.Clear); err != nil {
		return nil, fmt.Errorf("act %d: %w", a.Index, err)
	}
	return a, nil
}
