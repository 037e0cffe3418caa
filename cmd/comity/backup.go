package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"comity/internal/backup"
	"comity/internal/blob"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/sqlite"
)

// newStore makes a store that is not there yet. undo, called once the store is
// closed, takes away what was made when it did not become a book.
func (f *nodeFlags) newStore(ctx context.Context) (s store.Store, undo func(err error) error, err error) {
	if f.Postgres != "" {
		undo = func(err error) error {
			return fmt.Errorf("%w (what the schema %s was filled with is no book; drop it before the next try)", err, f.Schema)
		}
		s, err := postgres.Open(ctx, f.Postgres, postgres.Options{Schema: f.Schema})
		if err != nil {
			return nil, undo, err // not s: a nil *postgres.Store is no nil store.Store
		}
		return s, undo, nil
	}
	path := filepath.Join(f.Data, "book.sqlite")
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is a book in %s already; name an empty folder with --data", f.Data)
	}
	made := []string{path, path + "-wal", path + "-shm", path + ".lock"}
	for _, folder := range []string{filepath.Join(f.Data, "blobs"), f.Data} {
		if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
			made = append(made, folder)
		}
	}
	undo = func(err error) error {
		for _, name := range made {
			e := os.Remove(name)
			if filepath.Base(name) == "blobs" {
				e = os.RemoveAll(name)
			}
			if e != nil && !errors.Is(e, fs.ErrNotExist) {
				err = fmt.Errorf("%w; remove %s before the next try: %w", err, name, e)
			}
		}
		return err
	}
	if err := os.MkdirAll(f.Data, 0o750); err != nil {
		return nil, nil, fmt.Errorf("make the folder of the store: %w", err)
	}
	store, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return nil, nil, undo(err)
	}
	return store, undo, nil
}

// filled ends a command that fills a new store: the node is closed, and what did
// not become a book is taken away.
func filled(n *node, undo func(error) error, err error) error {
	closing := n.close()
	if err != nil && undo != nil {
		err = undo(err)
	}
	return errors.Join(err, closing)
}

// openBlobs opens the folder of blobs; a node without keys has none.
func (f *nodeFlags) openBlobs(ctx context.Context, n *node) (*blob.Store, error) {
	if n.keys == nil {
		return nil, nil
	}
	return blob.Open(ctx, filepath.Join(f.Data, "blobs"), n.keys, blob.Options{})
}

// backupCommand writes a backup.
type backupCommand struct {
	nodeFlags
	Output string   `arg:"" help:"File to write." type:"path"`
	To     []string `required:"" help:"Recipients: public keys of age, age1pq1… for one that a quantum computer can't open." placeholder:"KEY"`
}

// Run writes the backup to a file that appears when it is whole.
func (c *backupCommand) Run(ctx context.Context, io streams) error {
	var to []age.Recipient
	for _, s := range c.To {
		r, err := parseRecipient(s)
		if err != nil {
			return err
		}
		to = append(to, r)
	}
	n, err := c.open(ctx, actsAlone)
	if err != nil {
		return err
	}
	defer n.close()
	out, err := openOutput(c.Output, io.out, false)
	if err != nil {
		return err
	}
	defer out.discard()
	out.own = true
	s, err := backup.Write(ctx, out, n.book, n.blobs, to, nil)
	if err != nil {
		return err
	}
	if err := out.keep(); err != nil {
		return err
	}
	fmt.Fprintf(io.err, "Backed up %s.\n", s)
	return nil
}

func parseRecipient(s string) (age.Recipient, error) {
	if r, err := age.ParseHybridRecipient(s); err == nil {
		return r, nil
	}
	r, err := age.ParseX25519Recipient(s)
	if err != nil {
		return nil, fmt.Errorf("%.30q is no recipient of age; it begins with age1pq1 or age1", s)
	}
	return r, nil
}

// restoreCommand restores a backup.
type restoreCommand struct {
	nodeFlags
	Input    string `arg:"" help:"The backup." type:"existingfile"`
	Identity string `required:"" help:"File with the age identity that opens it." type:"existingfile"`
	NewEpoch bool   `help:"Accept that acts which the witness saw are lost; the book records that and begins a new epoch."`
	Reason   string `help:"Why, with --new-epoch."`
	Person   string `help:"Your id in the book, with --new-epoch."`
	Party    string `help:"Code of the party on whose behalf you act, with --new-epoch." default:"node"`
}

// Run restores into an empty store and verifies it.
func (c *restoreCommand) Run(ctx context.Context, io streams) (err error) {
	if c.NewEpoch && c.Reason == "" {
		return errors.New("restore the backup: --new-epoch needs --reason, which the book records")
	}
	f, err := os.Open(c.Identity)
	if err != nil {
		return fmt.Errorf("read the identity: %w", err)
	}
	identities, err := age.ParseIdentities(f)
	f.Close()
	if err != nil {
		return errors.New("read the identity: the file holds none of age; name the right one")
	}
	in, err := os.Open(c.Input)
	if err != nil {
		return err
	}
	defer in.Close()
	var t backup.Target
	if c.NewEpoch {
		t.NewEpoch = &backup.NewEpoch{Reason: c.Reason, Person: c.Person, Party: c.Party}
	}
	n := &node{}
	var undo func(error) error
	defer func() { err = filled(n, undo, err) }()
	if err := c.openSecrets(ctx, n, &t.Options); err != nil {
		return err
	}
	t.Keys, t.Modules = n.keys, n.program.Modules
	if n.store, undo, err = c.newStore(ctx); err != nil {
		return err
	}
	t.Store = n.store
	if t.Blobs, err = c.openBlobs(ctx, n); err != nil {
		return err
	}
	s, err := backup.Restore(ctx, in, t, identities, func(f book.Finding) { fmt.Fprintln(io.out, f) }, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.err, "Restored %s; %d acts were erased since; the book is in epoch %d and verified.\n", s, s.Erased, s.Epoch)
	return nil
}
