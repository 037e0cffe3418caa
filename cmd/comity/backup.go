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

// newStore makes a store that is not there yet.
func (f *nodeFlags) newStore(ctx context.Context) (store.Store, error) {
	if f.Postgres != "" {
		return postgres.Open(ctx, f.Postgres, postgres.Options{Schema: f.Schema})
	}
	if err := os.MkdirAll(f.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the store: %w", err)
	}
	path := filepath.Join(f.Data, "book.sqlite")
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is a book in %s; name an empty folder with --data", f.Data)
	}
	return sqlite.Open(path, sqlite.Options{})
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
	n, err := c.open(ctx, nil)
	if err != nil {
		return err
	}
	defer n.close()
	blobs, err := c.openBlobs(ctx, n)
	if err != nil {
		return err
	}
	out, err := openOutput(c.Output, io.out, false)
	if err != nil {
		return err
	}
	defer out.discard()
	s, err := backup.Write(ctx, out, n.book, blobs, to, nil)
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
	defer func() { err = errors.Join(err, n.close()) }()
	if err := c.openSecrets(ctx, n, &t.Options); err != nil {
		return err
	}
	t.Keys, t.Modules = n.keys, n.program.Modules
	if n.store, err = c.newStore(ctx); err != nil {
		return err
	}
	t.Store = n.store
	if t.Blobs, err = c.openBlobs(ctx, n); err != nil {
		return err
	}
	s, err := backup.Restore(ctx, in, t, identities, func(f book.Finding) { fmt.Fprintln(io.out, f) }, nil)
	if err != nil {
		return fmt.Errorf("%w (what was filled so far is no book; remove it before the next try)", err)
	}
	fmt.Fprintf(io.err, "Restored %s; %d acts were erased since; the book is in epoch %d and verified.\n", s, s.Erased, s.Epoch)
	return nil
}
