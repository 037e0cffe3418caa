//go:build unix

package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"comity/internal/store"
)

// takeLock locks the file path for this process until it is closed or the
// process ends, however it ends.
func takeLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	switch {
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return nil, &store.Fault{Kind: store.ReadOnly, Err: err,
			What: "the store's lock " + path + " can't be written: the disk or the folder is read-only",
			Do:   "give this user the right to write the folder"}
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return nil, &store.Fault{Kind: store.Full, Err: err, What: "the disk of " + path + " is full", Do: "free space, then try again"}
	case err != nil:
		return nil, &store.Fault{Kind: store.Failed, What: "open the store's lock " + path, Err: err,
			Do: "see that the store's folder exists"}
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		holder := make([]byte, 32)
		n, _ := f.ReadAt(holder, 0)
		f.Close()
		who := ""
		if pid := strings.TrimSpace(string(holder[:n])); pid != "" {
			who = ", process " + pid + ","
		}
		return nil, &store.Fault{Kind: store.Locked, Err: err,
			What: "another comity" + who + " has the store " + strings.TrimSuffix(path, ".lock") + " open",
			Do:   "end it, or work through it; one process has a store at a time"}
	}
	_ = f.Truncate(0) // the number only helps the reader of the error above
	_, _ = fmt.Fprintf(f, "%d\n", os.Getpid())
	return f, nil
}
