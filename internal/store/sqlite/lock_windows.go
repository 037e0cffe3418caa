package sqlite

import (
	"os"
	"strings"

	"golang.org/x/sys/windows"

	"comity/internal/store"
)

// takeLock locks the file path for this process until it is closed or the
// process ends.
func takeLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, &store.Fault{Kind: store.Failed, What: "open the store's lock " + path, Err: err,
			Do: "see that the store's folder exists and may be written"}
	}
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	if err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &windows.Overlapped{}); err != nil {
		f.Close()
		return nil, &store.Fault{Kind: store.Locked, Err: err,
			What: "another comity has the store " + strings.TrimSuffix(path, ".lock") + " open",
			Do:   "end it, or work through it; one process has a store at a time"}
	}
	return f, nil
}
