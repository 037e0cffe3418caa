package seclog

import (
	"context"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"comity/internal/act"
	"comity/internal/store"
)

//go:embed tables.sql
var tables string

// Steps are the log's table, in a series of its own.
func Steps() []store.Migration {
	return []store.Migration{{Series: "security-log", Number: 1, Name: "the security log", SQL: tables}}
}

// Log is the log in a store. It judges nobody: who reads it must be allowed to
// read what is written for oversight.
type Log struct {
	store  store.Store
	months Months
	now    func() time.Time
}

// Open opens the log, and makes it where there is none. months says how long
// entries are kept, nil as usual; now is the clock, nil the system's.
func Open(ctx context.Context, s store.Store, months Months, now func() time.Time) (*Log, error) {
	if months == nil {
		months = Usual()
	}
	if now == nil {
		now = time.Now
	}
	if err := s.Migrate(ctx, Steps()); err != nil {
		return nil, fmt.Errorf("open the security log: %w", err)
	}
	return &Log{store: s, months: months, now: now}, nil
}

// Write is the write that enters e, for a transaction in which what it tells of
// is done as well. An entry without an instant gets the present one.
func (l *Log) Write(e Entry) (store.Write, error) {
	if e.At.IsZero() {
		e.At = l.now().UTC()
	}
	if err := e.Check(); err != nil {
		return store.Write{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return store.Write{}, fmt.Errorf("name an entry of the security log: %w", err)
	}
	return store.Do(`INSERT INTO security_log (id, at, event, person, address, shortened, action, subject, policies, row_count) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
		id.String(), e.At.UnixMicro(), string(e.Event), e.Person, addressText(e.Address), e.Action, string(e.Subject), strings.Join(e.Policies, " "), e.Rows), nil
}

// Append enters entries by themselves.
func (l *Log) Append(ctx context.Context, entries ...Entry) error {
	writes := make([]store.Write, len(entries))
	for i, e := range entries {
		var err error
		if writes[i], err = l.Write(e); err != nil {
			return err
		}
	}
	err := l.store.Write(ctx, func(tx store.Tx) error { tx.Queue(writes...); return nil })
	if err != nil {
		return fmt.Errorf("write the security log: %w", err)
	}
	return nil
}

// Filter says which entries are read; its zero value reads all.
type Filter struct {
	Event  Event  // "" for all
	Person string // "" for all
	// From is the first instant, Until the first that is not read any more.
	From, Until time.Time
	// Most is how many entries are read at most: 1 to 1,000, 0 for 100.
	Most int
	// After is the cursor that an earlier page gave, "" for the first page.
	After string
}

// Page is entries, the newest first.
type Page struct {
	Entries []Entry
	// Next is the cursor of the page that follows, "" after the last.
	Next string
}

// Read reads a page, and enters that reader read the log.
func (l *Log) Read(ctx context.Context, reader string, f Filter) (Page, error) {
	p, err := l.page(ctx, f)
	if err != nil {
		return Page{}, err
	}
	return p, l.Append(ctx, Entry{Event: LogRead, Person: reader, Rows: len(p.Entries)})
}

func (l *Log) page(ctx context.Context, f Filter) (p Page, err error) {
	if f.Most <= 0 {
		f.Most = 100
	}
	f.Most = min(f.Most, 1000)
	where, args := []string{"1 = 1"}, []any{}
	and := func(sql string, more ...any) { where, args = append(where, sql), append(args, more...) }
	if f.Event != "" {
		and("event = ?", string(f.Event))
	}
	if f.Person != "" {
		and("person = ?", f.Person)
	}
	if !f.From.IsZero() {
		and("at >= ?", f.From.UnixMicro())
	}
	if !f.Until.IsZero() {
		and("at < ?", f.Until.UnixMicro())
	}
	if f.After != "" {
		at, id, err := readCursor(f.After)
		if err != nil {
			return Page{}, err
		}
		and("(at, id) < (?, ?)", at, id)
	}
	now := l.now()
	err = l.store.Read(ctx, store.Latest, func(v store.View) error {
		p = Page{}
		n, last := 0, ""
		return store.Each(ctx, v, `SELECT id, at, event, person, address, action, subject, policies, row_count FROM security_log WHERE `+
			strings.Join(where, " AND ")+` ORDER BY at DESC, id DESC LIMIT `+strconv.Itoa(f.Most+1), args, func(rows store.Rows) error {
			var e Entry
			var id, event, address, subject, policies string
			var at int64
			if err := rows.Scan(&id, &at, &event, &e.Person, &address, &e.Action, &subject, &policies, &e.Rows); err != nil {
				return err
			}
			if n++; n > f.Most {
				p.Next = last
				return nil
			}
			last = cursor(at, id)
			e.At, e.Event, e.Subject, e.Policies = time.UnixMicro(at).UTC(), Event(event), act.Subject(subject), strings.Fields(policies)
			e.Address, _ = netip.ParseAddr(address)
			// What is overdue is not shown, whether or not it was deleted yet.
			if kept, ok := e.Kept(now, l.months); ok {
				p.Entries = append(p.Entries, kept)
			}
			return nil
		})
	})
	if err != nil {
		return Page{}, fmt.Errorf("read the security log: %w", err)
	}
	return p, nil
}

// Prune deletes what was kept long enough and shortens addresses that are older
// than 30 days, a thousand rows at a time, so that nobody waits for it long.
func (l *Log) Prune(ctx context.Context) error {
	now := l.now()
	// Months are of several lengths: three days more, so that nothing is
	// deleted before Kept says so.
	ago := func(months int) int64 { return now.AddDate(0, -months, -3).UnixMicro() }
	longest, others, args := 0, "at <= ?", []any{int64(0)}
	for e, n := range l.months {
		longest = max(longest, n)
		others, args = others+" AND event <> ?", append(args, string(e))
		if err := l.delete(ctx, `event = ? AND at <= ?`, string(e), ago(n)); err != nil {
			return err
		}
	}
	args[0] = ago(longest)
	if err := l.delete(ctx, others, args...); err != nil {
		return err
	}
	return l.shorten(ctx, now.AddDate(0, 0, -AddressDays).UnixMicro())
}

// batch is how many rows one transaction of a pruning changes.
const batch = 1000

func (l *Log) delete(ctx context.Context, where string, args ...any) error {
	for {
		n := 0
		err := l.store.Write(ctx, func(tx store.Tx) error {
			var ids []any
			n = 0
			err := store.Each(ctx, tx, `SELECT id FROM security_log WHERE `+where+` ORDER BY at, id LIMIT `+strconv.Itoa(batch), args, func(rows store.Rows) error {
				var id string
				err := rows.Scan(&id)
				ids = append(ids, id)
				return err
			})
			for _, id := range ids {
				tx.Queue(store.Do(`DELETE FROM security_log WHERE id = ?`, id))
			}
			n = len(ids)
			return err
		})
		if err != nil {
			return fmt.Errorf("prune the security log: %w", err)
		}
		if n < batch {
			return nil
		}
	}
}

func (l *Log) shorten(ctx context.Context, before int64) error {
	for {
		n := 0
		err := l.store.Write(ctx, func(tx store.Tx) error {
			n = 0
			type row struct{ id, address string }
			var found []row
			err := store.Each(ctx, tx, `SELECT id, address FROM security_log WHERE at <= ? AND shortened = 0 ORDER BY at, id LIMIT `+strconv.Itoa(batch), []any{before}, func(rows store.Rows) error {
				var r row
				err := rows.Scan(&r.id, &r.address)
				found = append(found, r)
				return err
			})
			for _, r := range found {
				a, _ := netip.ParseAddr(r.address)
				tx.Queue(store.Do(`UPDATE security_log SET address = ?, shortened = 1 WHERE id = ?`, addressText(Network(a)), r.id))
			}
			n = len(found)
			return err
		})
		if err != nil {
			return fmt.Errorf("shorten addresses of the security log: %w", err)
		}
		if n < batch {
			return nil
		}
	}
}

func addressText(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.Unmap().WithZone("").String()
}

func cursor(at int64, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(at, 10) + " " + id))
}

// ErrCursor says that a page's cursor is none that the log gave.
var ErrCursor = errors.New("this is no place in the security log; begin with its first page")

func readCursor(s string) (at int64, id string, err error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) > 80 {
		return 0, "", ErrCursor
	}
	n, id, ok := strings.Cut(string(b), " ")
	if at, err = strconv.ParseInt(n, 10, 64); err != nil || !ok || !isID(id) {
		return 0, "", ErrCursor
	}
	return at, id, nil
}
