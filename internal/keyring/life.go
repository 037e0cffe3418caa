package keyring

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Living lists the data keys of a pair that are not destroyed, oldest first.
func (k *Keyring) Living(ctx context.Context, p Pair) (ids []KeyID, err error) {
	err = k.vault.within(ctx, func(tx *sql.Tx) error {
		rows, err := k.vault.list(ctx, tx, &p)
		for _, r := range rows {
			if r.wrapped != nil {
				ids = append(ids, r.id)
			}
		}
		return err
	})
	return ids, err
}

// Destroyed says whether a key was destroyed. The error is ErrNoKey when the
// vault never had it.
func (k *Keyring) Destroyed(ctx context.Context, id KeyID) (bool, error) {
	r, found, err := k.vault.byID(ctx, id)
	if err == nil && !found {
		err = fmt.Errorf("look for the data key %s: %s: %w", id, k.vault.where, ErrNoKey)
	}
	return err == nil && r.wrapped == nil, err
}

// Retire ends the use of keys for new bodies; what they encrypted can still be
// read. The next body of the pair gets a new key.
func (k *Keyring) Retire(ctx context.Context, ids []KeyID) error {
	err := k.vault.within(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			if _, err := tx.ExecContext(ctx, k.vault.sql(`UPDATE data_key SET retired = 1 WHERE id = ?`), id[:]); err != nil {
				return k.vault.fault("write", err)
			}
		}
		return nil
	})
	k.forget(ids)
	return err
}

// Destroy destroys data keys: when it returns nil, no file of the vault holds
// them, wrapped or not, and what they encrypted can't be read again. A row
// without key stays, so that a body is known to be erased and not lost. Ids
// that the vault doesn't have are refused, destroyed ones passed over.
// PostgreSQL's write-ahead log and its archives keep the wrapped key until
// they are recycled: docs/act.md §4.
func (k *Keyring) Destroy(ctx context.Context, ids []KeyID) error {
	now := k.options.Now().UnixMicro()
	err := k.vault.within(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			res, err := tx.ExecContext(ctx, k.vault.sql(`UPDATE data_key SET wrapped = NULL, retired = 1, destroyed = CASE WHEN destroyed = 0 THEN CAST(? AS BIGINT) ELSE destroyed END WHERE id = ?`), now, id[:])
			if err != nil {
				return k.vault.fault("write", err)
			}
			if n, err := res.RowsAffected(); err != nil || n != 1 {
				return fmt.Errorf("destroy the data key %s: the vault, %s, does not have it; put the right vault back", id, k.vault.where)
			}
		}
		return nil
	})
	k.forget(ids)
	if err != nil {
		return err
	}
	return k.vault.scrub(ctx)
}

func (k *Keyring) forget(ids []KeyID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, id := range ids {
		if e := k.keys[id]; e != nil {
			k.drop(e)
		}
	}
}

// Rotation is what a change of the master key did.
type Rotation struct {
	From, To string // ids of the master keys
	Keys     int64  // data keys wrapped anew
}

// Rotations lists the changes of the master key that the vault went through,
// oldest first.
func (k *Keyring) Rotations(ctx context.Context) (all []Rotation, err error) {
	rows, err := k.vault.db.QueryContext(ctx, k.vault.sql(`SELECT from_master, to_master, keys FROM rotation ORDER BY made, from_master`))
	if err != nil {
		return nil, k.vault.fault("read", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Rotation
		if err := rows.Scan(&r.From, &r.To, &r.Keys); err != nil {
			return nil, k.vault.fault("read", err)
		}
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		return nil, k.vault.fault("read", err)
	}
	return all, nil
}

// Rotate wraps every data key by another master key, in one transaction, and
// keeps a row that says so. The vault's files forget the old wrappings. The old
// master key may be destroyed afterwards.
func (k *Keyring) Rotate(ctx context.Context, to Master) (Rotation, error) {
	from := k.currentMaster()
	rot := Rotation{From: from.ID(), To: to.ID()}
	if from.ID() == to.ID() {
		return rot, errors.New("change the master key: the new one is the old one; make another with comity key new")
	}
	err := k.vault.within(ctx, func(tx *sql.Tx) error {
		rows, err := k.vault.list(ctx, tx, nil)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.wrapped == nil {
				continue
			}
			secret, err := from.Unwrap(r.wrapped, wrapData(r.id, r.pair))
			if err != nil {
				return fmt.Errorf("change the master key: data key %s: %w", r.id, err)
			}
			wrapped, err := to.Wrap(secret, wrapData(r.id, r.pair))
			clear(secret)
			if err != nil {
				return fmt.Errorf("change the master key: data key %s: %w", r.id, err)
			}
			if _, err := tx.ExecContext(ctx, k.vault.sql(`UPDATE data_key SET wrapped = ?, master = ? WHERE id = ?`), wrapped, to.ID(), r.id[:]); err != nil {
				return k.vault.fault("write", err)
			}
			rot.Keys++
		}
		if _, err := tx.ExecContext(ctx, k.vault.sql(`INSERT INTO rotation (made, from_master, to_master, keys) VALUES (?, ?, ?, ?)`),
			k.options.Now().UnixMicro(), rot.From, rot.To, rot.Keys); err != nil {
			return k.vault.fault("write", err)
		}
		return nil
	})
	if err != nil {
		return rot, err
	}
	k.mu.Lock()
	k.master = to
	k.mu.Unlock()
	return rot, k.vault.scrub(ctx)
}
