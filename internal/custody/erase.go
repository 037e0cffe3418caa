package custody

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/keyring"
	"comity/internal/store"
)

// Authoriser is what book.Options.Authorise is.
type Authoriser func(ctx context.Context, r store.Reader, a *act.Act) error

// Guard refuses a body that was encrypted under a key which an erasure has
// destroyed since: it was prepared before the erasure and would come after it.
// Asked again, it is encrypted anew. next decides the rest; nil allows all.
func Guard(next Authoriser) Authoriser {
	return func(ctx context.Context, r store.Reader, a *act.Act) error {
		if a.Audience != act.Public && a.Audience != act.Sealed {
			id, err := keyring.BodyKey(a.Stored)
			if err != nil {
				return err
			}
			found, err := store.One(ctx, r, `SELECT idx FROM {erased_key} WHERE key = ?`, []any{id.String()}, new(int64))
			if err != nil {
				return err
			}
			if found {
				return says.Refuse("custody.on-its-way")
			}
		}
		if next == nil {
			return nil
		}
		return next(ctx, r, a)
	}
}

// Erasure is the confirmation of a proposal by a second person.
type Erasure struct {
	Proposal act.Subject // "erasure/…"
	Person   string      // who confirms
	Party    string
	Day      act.Day
}

// Erase carries out what was proposed: the keys are retired, so that later
// bodies get new ones; the act is recorded, which purges the rows; the store's
// files are cleared; and the keys are destroyed. When it fails after the act was
// recorded, Enforce finishes it. Copies at peers and downloads are beyond reach.
func Erase(ctx context.Context, b *book.Book, k *keyring.Keyring, e Erasure) (book.Receipt, error) {
	var body ErasureBody
	var about string
	err := b.Read(ctx, 0, func(v store.View) error {
		found, err := store.One(ctx, v, `SELECT about, audience, rule, proposer FROM {erasure} WHERE erasure = ?`, []any{string(e.Proposal)},
			&about, &body.Audience, &body.Rule, &body.Proposer)
		if err == nil && !found {
			err = says.Refuse("custody.unproposed")
		}
		return err
	})
	if err != nil {
		return book.Receipt{}, err
	}
	body.About = act.Subject(about)
	ids, err := k.Living(ctx, keyring.Pair{Subject: about, Audience: body.Audience})
	if err != nil {
		return book.Receipt{}, err
	}
	for _, id := range ids {
		body.Keys = append(body.Keys, id.String())
	}
	if err := k.Retire(ctx, ids); err != nil {
		return book.Receipt{}, err
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return book.Receipt{}, err
	}
	receipt, err := b.Record(ctx, book.Call{Key: "erase " + act.HashOf([]byte(e.Proposal)).String()[7:57], Person: e.Person, Command: eraseCommand, Acts: []book.Draft{{
		Kind: "book.erased", Subject: e.Proposal, Party: e.Party, Standing: act.Own, Day: e.Day, Audience: act.Public, Body: raw}}})
	if err != nil {
		return receipt, err
	}
	return receipt, finish(ctx, b, k, ids)
}

// finish clears the store's files and destroys the keys, in this order: while a
// key lives, the next start knows that there is something to finish.
func finish(ctx context.Context, b *book.Book, k *keyring.Keyring, ids []keyring.KeyID) error {
	unfinished := func(what string, err error) error {
		return fmt.Errorf("the erasure was recorded, but %s; start the node again, which finishes it: %w", what, err)
	}
	// A rebuild leaves the tables of the past generation for a moment, and in
	// them what was just purged from those that serve.
	if err := b.Drop(ctx); err != nil {
		return unfinished("past tables are not removed yet", err)
	}
	if s, ok := b.Store().(interface{ Scrub(context.Context) error }); ok {
		if err := s.Scrub(ctx); err != nil {
			return unfinished("the store's files are not cleared yet", err)
		}
	}
	if err := k.Destroy(ctx, ids); err != nil {
		return unfinished("its keys are not destroyed yet", err)
	}
	return nil
}

// Enforce destroys the keys that erasures in the book name and that still
// live: after a crash between act and key, or when an older vault was put back.
// It runs before the node serves, and returns how many it destroyed.
func Enforce(ctx context.Context, b *book.Book, k *keyring.Keyring) (int, error) {
	var names []string
	err := b.Read(ctx, 0, func(v store.View) error {
		names = names[:0]
		return store.Each(ctx, v, `SELECT key FROM {erased_key} ORDER BY key`, nil, func(r store.Rows) error {
			var name string
			err := r.Scan(&name)
			names = append(names, name)
			return err
		})
	})
	if err != nil {
		return 0, err
	}
	var living []keyring.KeyID
	for _, n := range names {
		id, err := keyring.ParseKeyID(n)
		if err != nil {
			return 0, err
		}
		switch destroyed, err := k.Destroyed(ctx, id); {
		case errors.Is(err, keyring.ErrNoKey): // another vault's
		case err != nil:
			return 0, err
		case !destroyed:
			living = append(living, id)
		}
	}
	if len(living) == 0 {
		return 0, nil
	}
	return len(living), finish(ctx, b, k, living)
}
