package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/custody"
	"comity/internal/keyring"
)

// keyCommand holds what can be done with a node's keys.
type keyCommand struct {
	New      keyNewCommand      `cmd:"" help:"Make the signing key and the master key of a new node."`
	Change   keyChangeCommand   `cmd:"" help:"Change the master key: all data keys are wrapped anew."`
	Identity keyIdentityCommand `cmd:"" help:"Make the pair of keys that backups are encrypted to; prints the public one."`
	Check    keyCheckCommand    `cmd:"" help:"See that the master key opens every data key of the vault."`
}

// keyNewCommand makes the keys of a node.
type keyNewCommand struct {
	nodeFlags
	Name string `required:"" help:"The node's name, such as comity.example.org."`
}

// Run makes the keys, and prints the verifier's, which is public.
func (c *keyNewCommand) Run(ctx context.Context, io streams) error {
	if err := os.MkdirAll(c.Keys, 0o700); err != nil {
		return fmt.Errorf("make the folder of keys: %w", err)
	}
	_, public, err := keyring.CreateSigner(filepath.Join(c.Keys, "signing.key"), c.Data, c.Name)
	if err != nil {
		return err
	}
	var master keyring.Master
	if c.Master != "" {
		master, err = c.openMaster(true)
	} else {
		master, err = keyring.CreateMaster(filepath.Join(c.Keys, "master.key"), c.Data)
	}
	if err != nil {
		return err
	}
	if err := c.makeVault(ctx); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%s\n", public)
	fmt.Fprintf(io.err, "The line above is the verifier key: publish it.\nThe keys are in %s (master key %s). Keep a copy of that folder apart from backups of the book: without it, what is not public can't be read.\n", c.Keys, master.ID())
	return nil
}

// keyChangeCommand changes the master key.
type keyChangeCommand struct {
	nodeFlags
	Person string `required:"" help:"Your id in the book."`
	Party  string `required:"" help:"Code of the party on whose behalf you act."`
	To     string `help:"Address of the new key in a PKCS#11 token; without it a new file takes the old one's place." placeholder:"pkcs11:…"`
}

// Run wraps all data keys by a new master key, puts it in the old one's place,
// and records that. A run that broke off is finished by the next, which then
// changes nothing more.
func (c *keyChangeCommand) Run(ctx context.Context, io streams) (err error) {
	// What the act will say is looked over before anything is changed.
	h := act.Header{ID: "00000000-0000-7000-8000-000000000000", Kind: "book.key-changed", Version: 1, Subject: "book/node", Party: c.Party, Person: c.Person,
		Standing: act.Own, Day: act.DayOf(time.Now()), Audience: act.Public}
	if err := h.Check(); err != nil {
		return fmt.Errorf("change the master key: %w", err)
	}
	path := filepath.Join(c.Keys, "master.key")
	if err := c.finish(ctx, path); err != nil {
		return err
	}
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	if n.keys == nil {
		return errors.New("change the master key: the node has none; make it with comity key new")
	}
	if err := n.may(ctx, c.Person, "book.key-changed", access.What{Subject: nodeSubject(n), Party: c.Party, Standing: act.Own, Audience: act.Public}); err != nil {
		return fmt.Errorf("change the master key: nothing was changed: %w", err)
	}
	if recorded, err := c.record(ctx, n); err != nil || recorded > 0 {
		if err == nil {
			fmt.Fprintln(io.out, "An earlier change, which had broken off, is finished and recorded. Run the command again for another.")
		}
		return err
	}
	next, err := c.next(path)
	if err != nil {
		return err
	}
	rot, err := n.keys.Rotate(ctx, next)
	if err != nil {
		return err
	}
	if c.To == "" {
		if err := os.Rename(path+".new", path); err != nil {
			return fmt.Errorf("put the new master key in place: %w; rename %s.new to %s", err, path, path)
		}
	}
	if _, err := c.record(ctx, n); err != nil {
		return fmt.Errorf("the master key was changed, but the book does not say so yet; run the command again: %w", err)
	}
	fmt.Fprintf(io.out, "%d data keys are wrapped by the master key %s now; destroy all copies of %s.\n", rot.Keys, rot.To, rot.From)
	return nil
}

func nodeSubject(n *node) act.Subject {
	return act.Subject("book/" + act.EscapeName(n.verifier.Name()))
}

// record enters the vault's changes of the master key that the book does not
// have yet, and returns how many.
func (c *keyChangeCommand) record(ctx context.Context, n *node) (int, error) {
	rotations, err := n.keys.Rotations(ctx)
	if err != nil {
		return 0, err
	}
	subject := nodeSubject(n)
	known := map[string]bool{}
	for from := int64(0); ; {
		acts, err := n.book.OnSubject(ctx, subject, book.Page{From: from, Limit: 1000})
		if err != nil {
			return 0, err
		}
		if len(acts) == 0 {
			break
		}
		for _, a := range acts {
			var body struct{ From, To string }
			if a.Kind == "book.key-changed" {
				if err := a.Decode(&body); err != nil {
					return 0, err
				}
				known[body.From+" "+body.To] = true
			}
			from = a.Index + 1
		}
	}
	var drafts []book.Draft
	for _, r := range rotations {
		if !known[r.From+" "+r.To] {
			drafts = append(drafts, book.Draft{Kind: "book.key-changed", Subject: subject, Party: c.Party, Standing: act.Own, Day: act.DayOf(time.Now()),
				Audience: act.Public, Body: fmt.Appendf(nil, `{"from":%q,"to":%q,"keys":%d}`, r.From, r.To, r.Keys)})
		}
	}
	if len(drafts) == 0 {
		return 0, nil
	}
	_, err = n.book.Record(ctx, book.Call{Person: c.Person, Command: custody.KeyChangeCommand, Acts: drafts})
	return len(drafts), err
}

// next makes the new key: in a token, or in a file beside the old one.
func (c *keyChangeCommand) next(path string) (keyring.Master, error) {
	if c.To != "" {
		return openToken(c.To, true)
	}
	if c.Master != "" {
		return nil, errors.New("change the master key: it is in a token; name the new key's address with --to")
	}
	return keyring.CreateMaster(path+".new", c.Data)
}

// finish puts a new key in place that an earlier run left beside the old one:
// the vault tells which of them opens it.
func (c *keyChangeCommand) finish(ctx context.Context, path string) error {
	if _, err := os.Stat(path + ".new"); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	next, err := keyring.OpenMaster(path+".new", c.Data)
	if err != nil {
		return err
	}
	v, err := c.openVault(ctx)
	if err != nil {
		return err
	}
	defer v.Close()
	rotations, err := keyring.New(next, v, keyring.Options{}).Rotations(ctx)
	if err != nil {
		return err
	}
	if n := len(rotations); n == 0 || rotations[n-1].To != next.ID() {
		return os.Remove(path + ".new") // it had come to nothing yet
	}
	return os.Rename(path+".new", path)
}

// keyCheckCommand opens every data key.
type keyCheckCommand struct{ nodeFlags }

// Run names each data key that does not open.
func (c *keyCheckCommand) Run(ctx context.Context, io streams) error {
	m, err := c.openMaster(false)
	if err == nil && m == nil {
		err = errors.New("check the keys: the node has no master key; make it with comity key new")
	}
	if err != nil {
		return err
	}
	v, err := c.openVault(ctx)
	if err != nil {
		return err
	}
	defer v.Close()
	faults := 0
	err = keyring.New(m, v, keyring.Options{}).Check(ctx, func(s string) {
		faults++
		fmt.Fprintln(io.out, s)
	})
	if err == nil && faults > 0 {
		err = errFaults
	}
	return err
}

// openServing opens the node as it serves: erasures that a crash left
// unfinished are carried out first.
func (f *nodeFlags) openServing(ctx context.Context) (*node, error) {
	n, err := f.open(ctx, nil)
	if err != nil || n.keys == nil {
		return n, err
	}
	if _, err := custody.Enforce(ctx, n.book, n.keys); err != nil {
		return nil, errors.Join(err, n.close())
	}
	return n, nil
}
