package sqlite

import (
	"errors"
	"io/fs"
	"syscall"

	sqlite "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"comity/internal/store"
)

// fault sorts the driver's error and says what to do about it.
func (s *Store) fault(doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *store.Fault
	if errors.As(err, &known) {
		return err
	}
	f := &store.Fault{Kind: store.Failed, What: doing + " " + s.path + " failed", Err: err}
	code := 0
	var e *sqlite.Error
	if errors.As(err, &e) {
		code = e.Code() & 0xff
	}
	switch {
	case code == lib.SQLITE_FULL, errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		f.Kind, f.What = store.Full, "the disk of "+s.path+" is full; nothing of this was written"
		f.Do = "free space, then try again"
	case code == lib.SQLITE_READONLY, errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		f.Kind, f.What = store.ReadOnly, s.path+" can't be written: the disk or the file is read-only"
		f.Do = "give this user the right to write the file and its folder"
	case code == lib.SQLITE_BUSY, code == lib.SQLITE_LOCKED:
		f.Kind, f.What = store.Locked, s.path+" is held by another process"
		f.Do = "end the other process; one process has a store at a time"
	case code == lib.SQLITE_CORRUPT, code == lib.SQLITE_NOTADB:
		f.Kind, f.What = store.Corrupt, s.path+" is damaged"
		f.Do = "stop, keep the file as it is, and restore the newest backup"
	case code == lib.SQLITE_CONSTRAINT:
		f.Kind, f.What = store.Broken, "a write breaks a rule of the tables"
	case code == lib.SQLITE_CANTOPEN:
		f.What = s.path + " can't be opened"
		f.Do = "see that its folder exists and may be written"
	}
	return f
}
