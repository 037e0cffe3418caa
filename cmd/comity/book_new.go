package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"comity/internal/keyring"
	"comity/internal/store/sqlite"
)

// bookNewCommand makes a node: its keys, where they are not there yet, and an
// empty book.
type bookNewCommand struct {
	nodeFlags
	Name string `help:"The node's name, which its heads carry." required:"" placeholder:"comity.example.org"`
}

// Run makes what is missing and prints the verifier key, which the node
// publishes.
func (c *bookNewCommand) Run(ctx context.Context, io streams) error {
	for _, folder := range []struct {
		path string
		mode fs.FileMode
	}{{c.Data, 0o750}, {c.Keys, 0o700}} {
		if err := os.MkdirAll(folder.path, folder.mode); err != nil {
			return fmt.Errorf("make the folder %s: %w", folder.path, err)
		}
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
	if path := filepath.Join(c.Data, "book.sqlite"); c.Postgres == "" {
		if _, err := os.Stat(path); err == nil {
			return fmt.Errorf("there is a book in %s already", c.Data)
		}
		s, err := sqlite.Open(path, sqlite.Options{})
		if err != nil {
			return err
		}
		if err := s.Close(); err != nil {
			return err
		}
	}
	n, err := c.open(ctx, nil)
	if err != nil {
		return err
	}
	defer n.close()
	_, err = fmt.Fprintf(io.out, "%s holds %d acts\nverifier key: %s\n", n.store.Describe(), n.book.Size(), public)
	return err
}
