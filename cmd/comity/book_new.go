package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"comity/internal/book"
	"comity/internal/keyring"
)

// bookNewCommand makes a node: its keys, where they are not there yet, and an
// empty book.
type bookNewCommand struct {
	nodeFlags
	Name string `help:"The node's name, which its heads carry." required:"" placeholder:"comity.example.org"`
}

// Run makes what is missing and prints the verifier key, which the node
// publishes.
func (c *bookNewCommand) Run(ctx context.Context, io streams) (err error) {
	if err := os.MkdirAll(c.Keys, 0o700); err != nil {
		return fmt.Errorf("make the folder %s: %w", c.Keys, err)
	}
	signing := filepath.Join(c.Keys, "signing.key")
	if _, err := os.Stat(signing); errors.Is(err, fs.ErrNotExist) {
		if _, _, err := keyring.CreateSigner(signing, c.Data, c.Name); err != nil {
			return err
		}
	}
	signer, public, err := keyring.OpenSigner(signing, c.Data)
	if err != nil {
		return err
	}
	if signer.Name() != c.Name {
		return fmt.Errorf("the signing key %s is of %s, not of %s; name another folder of keys", signing, signer.Name(), c.Name)
	}
	master := filepath.Join(c.Keys, "master.key")
	if _, err := os.Stat(master); c.Master == "" && errors.Is(err, fs.ErrNotExist) {
		if _, err := keyring.CreateMaster(master, c.Data); err != nil {
			return err
		}
	}
	if err := c.makeVault(ctx); err != nil {
		return err
	}
	n := &node{}
	var undo func(error) error
	defer func() { err = filled(n, undo, err) }()
	var o book.Options
	if err := c.openSecrets(ctx, n, &o); err != nil {
		return err
	}
	if n.store, undo, err = c.newStore(ctx); err != nil {
		return err
	}
	if n.book, err = book.Open(ctx, n.store, o, n.program.Modules...); err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "%s holds %d acts\nverifier key: %s\n", n.store.Describe(), n.book.Size(), public)
	return err
}
