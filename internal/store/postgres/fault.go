package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"comity/internal/store"
)

// fault sorts the driver's error and says what to do about it; nil stays nil.
func (s *Store) fault(doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *store.Fault
	if errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	f := &store.Fault{Kind: store.Failed, What: doing + " " + s.where + " failed", Err: err}
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		var connecting *pgconn.ConnectError
		var network net.Error
		if errors.As(err, &connecting) || errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
			errors.Is(err, net.ErrClosed) || strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "closed pool") {
			f.Kind, f.What = store.Lost, s.where+" can't be reached"
			f.Do = "see that the server runs and that this host may connect"
		}
		return f
	}
	switch {
	case strings.HasPrefix(e.Code, "23"):
		f.Kind, f.What = store.Broken, "a write breaks a rule of the tables"
	case e.Code == "53100":
		f.Kind, f.What, f.Do = store.Full, "the disk of "+s.where+" is full; nothing of this was written", "free space, then try again"
	case e.Code == "25006":
		f.Kind, f.What, f.Do = store.ReadOnly, s.where+" takes no writes: it is a standby or read-only", "connect to the primary"
	case e.Code == "XX001", e.Code == "XX002":
		f.Kind, f.What, f.Do = store.Corrupt, s.where+" is damaged", "stop, and restore the newest backup"
	case strings.HasPrefix(e.Code, "08"), e.Code == "57P01", e.Code == "57P02", e.Code == "57P03", e.Code == "53300":
		f.Kind, f.What, f.Do = store.Lost, s.where+" can't be reached", "see that the server runs and that this host may connect"
	}
	return f
}
