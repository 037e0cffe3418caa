package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"comity/internal/book"
)

// doctorCommand looks over a node in seconds: its folders, keys, store, head
// and witness. What takes longer is the verification's.
type doctorCommand struct{ nodeFlags }

// leastFree is the free space below which a disk is named, in bytes.
const leastFree = 1 << 30

// Run prints a line for each thing looked at, and ends with exit code 1 when
// one is not well.
func (c *doctorCommand) Run(ctx context.Context, io streams) error {
	sick := 0
	say := func(what string, err error) {
		if err != nil {
			sick++
			fmt.Fprintf(io.out, "fault  %s: %v\n", what, err)
			return
		}
		fmt.Fprintf(io.out, "well   %s\n", what)
	}
	fmt.Fprintf(io.out, "       %s, %s/%s, %d processors\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	say("the folder of keys is closed to others", closedFolder(c.Keys))
	for _, folder := range []string{c.Data, c.Keys} {
		if folder == c.Data && c.Postgres != "" {
			continue
		}
		free, err := freeSpace(folder)
		if err == nil && free < leastFree {
			err = fmt.Errorf("%d MB are left; free some, or move to a larger disk", free>>20)
		}
		say("space on the disk of "+folder, err)
	}
	n, err := c.open(ctx, func(o *book.Options) { o.Untrusted, o.Outdated = true, true })
	say("keys, vault, witness and store can be opened", err)
	if err != nil {
		return errFaults
	}
	defer n.close()
	if n.keys != nil {
		var found []error
		err := n.keys.Check(ctx, func(s string) { found = append(found, errors.New(s)) })
		say("the master key opens the vault's keys", errors.Join(append(found, err)...))
	}
	var found []error
	_, err = n.book.Verify(ctx, []book.Check{book.CheckHead, book.CheckWitness}, func(f book.Finding) { found = append(found, errors.New(f.String())) }, nil)
	say(fmt.Sprintf("head and witness of %d acts in %s", n.book.Size(), n.store.Describe()), errors.Join(append(found, err)...))
	say("tables are of this program's version", n.book.Outdated(ctx))
	if sick > 0 {
		return errFaults
	}
	return nil
}

// closedFolder refuses a folder that others may enter.
func closedFolder(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s has the permissions %#o; make it the owner's alone (chmod 700 %s)", path, info.Mode().Perm(), filepath.Clean(path))
	}
	return nil
}
