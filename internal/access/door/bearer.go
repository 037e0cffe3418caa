package door

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/store"
)

// Scope is what a token lets a program do in its person's name.
type Scope string

// The scopes.
const (
	ReadOnly  Scope = "read"
	ReadWrite Scope = "read-write"
	// CalendarOnly opens the calendar of the person's desk and nothing else: its
	// token stands in the calendar's address, which calendar programs keep.
	CalendarOnly Scope = "calendar"
)

// bearerMark begins every token, so that one which was published by mistake is
// found by those who look for such.
const bearerMark = "comity_"

// Bearer is a token by which a program acts for a person, as lists show it.
type Bearer struct {
	ID         string
	Name       string
	Scope      Scope
	Made, Used time.Time // Used is zero before the first time
	Until      time.Time
}

// NewBearer makes a token for a person who signed in lately, and returns it as
// it is shown this once.
func (d *Door) NewBearer(ctx context.Context, s Signed, name string, scope Scope, until time.Time, from From) (token string, err error) {
	now := d.now()
	name = strings.TrimSpace(name)
	switch {
	case !s.Fresh || s.Bearer != "":
		return "", refuse("sign-in.fresh")
	case !isLabel(name):
		return "", refuse("sign-in.label")
	case scope != ReadOnly && scope != ReadWrite && scope != CalendarOnly:
		return "", refuse("sign-in.scope")
	case !until.After(now) || until.After(now.AddDate(1, 0, 0)):
		return "", refuse("sign-in.until")
	}
	t := session.NewToken()
	id, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	err = d.store.Write(ctx, func(tx store.Tx) error {
		if _, err := d.open(ctx, tx, s.Who.Person); err != nil {
			return err
		}
		tx.Queue(store.Do(`INSERT INTO door_bearer (hash, id, person, name, scope, made, until, used, ended) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)`,
			bearerHash(t), id.String(), s.Who.Person, name, string(scope), micro(now), micro(until)))
		return d.queue(tx, d.entry(seclog.TokenMade, s.Who.Person, string(scope), from))
	})
	if err != nil {
		return "", err
	}
	return bearerMark + t.Cookie(), nil
}

// isLabel: one line of 1 to 80 characters that a person gave to a thing.
func isLabel(s string) bool {
	return s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= 80 && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// bearerHash differs from a session's hash of the same bytes.
func bearerHash(t session.Token) []byte {
	h := sha256.Sum256([]byte("comity/bearer/v1\n" + t.Cookie()))
	return h[:]
}

func parseBearer(text string) (session.Token, error) {
	rest, ok := strings.CutPrefix(text, bearerMark)
	if !ok || len(rest) != base64.RawURLEncoding.EncodedLen(session.Size) {
		return session.Token{}, refuse("sign-in.token")
	}
	t, err := session.Parse(rest)
	if err != nil {
		return t, refuse("sign-in.token")
	}
	return t, nil
}

// Bearer says for whom a token acts, and notes that it was used. It is never
// fresh.
func (d *Door) Bearer(ctx context.Context, text string) (Signed, error) {
	return d.bearer(ctx, text, false)
}

// Calendar says whose calendar a token opens. No other token opens one, and such a
// token opens nothing else.
func (d *Door) Calendar(ctx context.Context, text string) (Signed, error) {
	return d.bearer(ctx, text, true)
}

func (d *Door) bearer(ctx context.Context, text string, calendar bool) (Signed, error) {
	t, err := parseBearer(text)
	if err != nil {
		return Signed{}, err
	}
	hash, now := bearerHash(t), d.now()
	var out Signed
	err = d.read(ctx, func(v store.View) error {
		out = Signed{}
		var person, scope string
		var made, until, ended int64
		found, err := store.One(ctx, v, `SELECT id, person, scope, made, until, ended FROM door_bearer WHERE hash = ?`, []any{hash}, &out.Bearer, &person, &scope, &made, &until, &ended)
		if err != nil {
			return err
		}
		if !found || ended != 0 || !now.Before(instant(until)) || calendar != (Scope(scope) == CalendarOnly) {
			return refuse("sign-in.token")
		}
		out.ReadOnly, out.Began = Scope(scope) != ReadWrite, instant(made)
		return d.person(ctx, v, person, &out)
	})
	if CodeOf(err) == "sign-in.ended" { // of the person, not of the token
		err = refuse("sign-in.token")
	}
	if err != nil {
		return Signed{}, err
	}
	d.touched.note(hash, now)
	return out, nil
}

// Bearers lists a person's tokens that hold, the newest first.
func (d *Door) Bearers(ctx context.Context, person string) (list []Bearer, err error) {
	now := d.now()
	err = d.read(ctx, func(v store.View) error {
		list = nil
		return store.Each(ctx, v, `SELECT hash, id, name, scope, made, until, used FROM door_bearer WHERE person = ? AND ended = 0 AND until > ? ORDER BY made DESC, id DESC`, []any{person, micro(now)}, func(rows store.Rows) error {
			var b Bearer
			var hash []byte
			var scope string
			var made, until, used int64
			if err := rows.Scan(&hash, &b.ID, &b.Name, &scope, &made, &until, &used); err != nil {
				return err
			}
			b.Scope, b.Made, b.Until, b.Used = Scope(scope), instant(made), instant(until), instant(used)
			if at := d.touched.last(hash); at.After(b.Used) {
				b.Used = at
			}
			list = append(list, b)
			return nil
		})
	})
	return list, err
}

// EndBearer ends a token of a person, by its id.
func (d *Door) EndBearer(ctx context.Context, person, id string, from From) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		found, err := store.One(ctx, tx, `SELECT made FROM door_bearer WHERE id = ? AND person = ? AND ended = 0`, []any{id, person}, new(int64))
		if err != nil {
			return err
		}
		if !found {
			return refuse("sign-in.gone")
		}
		tx.Queue(store.Do(`UPDATE door_bearer SET ended = ? WHERE id = ?`, micro(d.now()), id))
		return d.queue(tx, d.entry(seclog.TokenEnded, person, "", from))
	})
}
