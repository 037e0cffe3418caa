package sqlite

import (
	"context"
	"errors"
)

// Scrub takes what was deleted or written over out of the files: the
// write-ahead log is carried into the file and cut to nothing. The file itself
// has it no more, by secure_delete. It waits for readers of older states.
func (s *Store) Scrub(ctx context.Context) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.closed {
		return errors.New("clear the store: it is closed")
	}
	rows, err := s.writer.query(ctx, "PRAGMA wal_checkpoint(TRUNCATE)", nil)
	if err != nil {
		return s.fault("clear", err)
	}
	var busy, log, done int64
	if rows.Next() {
		err = rows.Scan(&busy, &log, &done)
	}
	if e := rows.Close(); err == nil {
		err = e
	}
	if err == nil && busy != 0 {
		err = errors.New("a reader holds an older state; try again")
	}
	if err != nil {
		return s.fault("clear", err)
	}
	return nil
}
