package door

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"comity/internal/access"
	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/store"
)

// Signed is somebody who is signed in, by a session or by a token.
type Signed struct {
	// Who holds the person's roles, accreditations and delegations, as the
	// policies ask for them.
	Who      access.Who
	Name     string // for the page's head; never to be logged
	Language string // the one the person chose, "" for none

	// Session is the id by which the session is listed, "" for a token.
	Session string
	Method  session.Method
	Began   time.Time
	// Fresh: the person signed in within the last minutes, and may change
	// credentials, roles and what can't be undone.
	Fresh bool
	// Enrol: the person came in by a recovery code and is to set a second
	// factor; [Door.BeginEnrolment] lets them.
	Enrol bool

	// Bearer is the token's id, "" for a session; ReadOnly its scope.
	Bearer   string
	ReadOnly bool

	hash []byte
}

// longestDevice is how much of what a browser says of itself is kept, in bytes.
const longestDevice = 200

func device(s string) string {
	s = strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s), "")
	if len(s) > longestDevice {
		s = s[:longestDevice]
		for !utf8.ValidString(s) {
			s = s[:len(s)-1]
		}
	}
	return s
}

// begin starts a session in a transaction and enters it in the log.
func (d *Door) begin(tx store.Tx, person string, m session.Method, from From) (session.Token, error) {
	s, token := session.Begin(person, m, d.now())
	id, err := uuid.NewV7()
	if err != nil {
		return token, err
	}
	network := ""
	if n := seclog.Network(from.Address); n.IsValid() {
		network = n.String()
	}
	tx.Queue(store.Do(`INSERT INTO door_session (hash, id, person, method, began, seen, ended, network, device) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)`,
		s.Hash[:], id.String(), person, string(m), micro(s.Began), micro(s.Seen), network, device(from.Device)))
	return token, d.queue(tx, d.entry(seclog.SignedIn, person, string(m), from))
}

// Session says who a session's token belongs to, and notes that it was used. A
// session that ended in whatever way is refused alike.
func (d *Door) Session(ctx context.Context, token session.Token) (Signed, error) {
	var out Signed
	now := d.now()
	hash := hashOf(token)
	err := d.read(ctx, func(v store.View) error {
		out = Signed{hash: hash}
		s, id, err := d.sessionRow(ctx, v, hash)
		if err != nil {
			return err
		}
		if !s.Alive(now, d.options.Limits) {
			return refuse("sign-in.ended")
		}
		out.Session, out.Method, out.Began = id, s.Method, s.Began
		out.Fresh = s.Fresh(now, d.options.Limits)
		out.Enrol = s.Method == session.Recovery
		return d.person(ctx, v, s.Person, &out)
	})
	if err != nil {
		return Signed{}, err
	}
	d.touched.note(hash, now)
	return out, nil
}

// Was is the person whom a session belonged to, whether it holds or has ended
// within the last day; "" for a token of no such session.
func (d *Door) Was(ctx context.Context, token session.Token) (person string, err error) {
	err = d.read(ctx, func(v store.View) error {
		_, err := store.One(ctx, v, `SELECT person FROM door_session WHERE hash = ?`, []any{hashOf(token)}, &person)
		return err
	})
	return person, err
}

// sessionRow reads a session, whose last use may still be in memory alone.
func (d *Door) sessionRow(ctx context.Context, r store.Reader, hash []byte) (s session.Session, id string, err error) {
	var began, seen, ended int64
	var method string
	found, err := store.One(ctx, r, `SELECT id, person, method, began, seen, ended FROM door_session WHERE hash = ?`, []any{hash}, &id, &s.Person, &method, &began, &seen, &ended)
	if err == nil && !found {
		err = refuse("sign-in.ended")
	}
	if err != nil {
		return s, "", err
	}
	s.Hash, s.Method = session.Hash(hash), session.Method(method)
	s.Began, s.Seen, s.Ended = instant(began), instant(seen), instant(ended)
	s.Touch(d.touched.last(hash))
	return s, id, nil
}

// person fills in who somebody is; one who is no longer there, or whose account
// was closed, is signed out.
func (d *Door) person(ctx context.Context, r store.Reader, person string, out *Signed) (err error) {
	var closed int64
	found, err := store.One(ctx, r, `SELECT p.name, p.language, a.closed FROM {person} AS p JOIN door_account AS a ON a.person = p.person WHERE p.person = ? AND p.erased = 0`,
		[]any{person}, &out.Name, &out.Language, &closed)
	if err != nil {
		return err
	}
	if !found || closed != 0 {
		return refuse("sign-in.ended")
	}
	out.Who, err = access.LoadWho(ctx, r, person)
	return err
}

// SignOut ends a session. One that has ended already stays so.
func (d *Door) SignOut(ctx context.Context, token session.Token, from From) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		var person string
		found, err := store.One(ctx, tx, `SELECT person FROM door_session WHERE hash = ? AND ended = 0`, []any{hashOf(token)}, &person)
		if err != nil || !found {
			return err
		}
		tx.Queue(store.Do(`UPDATE door_session SET ended = ? WHERE hash = ?`, micro(d.now()), hashOf(token)))
		return d.queue(tx, d.entry(seclog.SignedOut, person, "", from))
	})
}

// OpenSession is a session as its person, or an administrator, sees it in a list.
type OpenSession struct {
	ID          string
	Method      session.Method
	Began, Seen time.Time
	Network     string // the network from which it began, not the whole address
	Device      string
}

// Sessions lists the sessions of a person that hold, the newest first.
func (d *Door) Sessions(ctx context.Context, person string) (list []OpenSession, err error) {
	now := d.now()
	err = d.read(ctx, func(v store.View) error {
		list = nil
		return store.Each(ctx, v, `SELECT hash, id, method, began, seen, network, device FROM door_session WHERE person = ? AND ended = 0 ORDER BY began DESC, id DESC`, []any{person}, func(rows store.Rows) error {
			var o OpenSession
			var hash []byte
			var method string
			var began, seen int64
			if err := rows.Scan(&hash, &o.ID, &method, &began, &seen, &o.Network, &o.Device); err != nil {
				return err
			}
			s := session.Session{Person: person, Began: instant(began), Seen: instant(seen)}
			s.Touch(d.touched.last(hash))
			o.Method, o.Began, o.Seen = session.Method(method), s.Began, s.Seen
			if s.Alive(now, d.options.Limits) {
				list = append(list, o)
			}
			return nil
		})
	})
	return list, err
}

// EndSession ends one session of a person, by its id; "sign-in.gone" where it
// is not theirs or has ended. by is who ends it, the person or an administrator.
func (d *Door) EndSession(ctx context.Context, person, id, by string, from From) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		found, err := store.One(ctx, tx, `SELECT began FROM door_session WHERE id = ? AND person = ? AND ended = 0`, []any{id, person}, new(int64))
		if err != nil {
			return err
		}
		if !found {
			return refuse("sign-in.gone")
		}
		tx.Queue(store.Do(`UPDATE door_session SET ended = ? WHERE id = ?`, micro(d.now()), id))
		return d.queue(tx, d.entryOf(seclog.SessionEnded, person, by, "", from))
	})
}

// EndSessions ends all sessions of a person. by is who ends them.
func (d *Door) EndSessions(ctx context.Context, person, by string, from From) error {
	return d.store.Write(ctx, func(tx store.Tx) error { return d.endAll(ctx, tx, person, by, nil, from) })
}

// endAll ends a person's sessions but the one of hash keep.
func (d *Door) endAll(ctx context.Context, tx store.Tx, person, by string, keep []byte, from From) error {
	if keep == nil {
		keep = []byte{}
	}
	var n int
	if _, err := store.One(ctx, tx, `SELECT count(*) FROM door_session WHERE person = ? AND ended = 0 AND hash <> ?`, []any{person, keep}, &n); err != nil || n == 0 {
		return err
	}
	tx.Queue(store.Do(`UPDATE door_session SET ended = ? WHERE person = ? AND ended = 0 AND hash <> ?`, micro(d.now()), person, keep))
	return d.queue(tx, d.entryOf(seclog.SessionEnded, person, by, "all", from))
}
