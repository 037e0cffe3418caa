package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"filippo.io/age"
)

// keyIdentityCommand makes the pair of keys that backups are encrypted to. It
// belongs to whoever keeps the backups, not to the node.
type keyIdentityCommand struct {
	Out string `required:"" placeholder:"FILE" help:"File of the secret half; keep it where the backups are not."`
}

// Run writes the secret half to a file that only its owner reads, and prints
// the public half.
func (c keyIdentityCommand) Run(io streams) error {
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return fmt.Errorf("make an identity for backups: %w", err)
	}
	f, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make an identity for backups: there is a file %s already, and backups may need it; name another one", c.Out)
	}
	if err != nil {
		return fmt.Errorf("make an identity for backups: %w", err)
	}
	_, err = fmt.Fprintf(f, "# opens the backups encrypted to\n# %s\n%s\n", id.Recipient(), id)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", c.Out, err)
	}
	_, err = fmt.Fprintln(io.out, id.Recipient())
	return err
}
