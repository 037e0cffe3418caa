package web

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"strings"
	"time"

	"comity/internal/access/session"
	"comity/internal/guard"
	"comity/internal/store"
	"comity/internal/ui"
)

// What was typed into a form by someone whose session had ended is kept for an
// hour, encrypted by the node's keys, under the hash of a token that the browser
// has, and given back to the same person alone: others may use the browser. Where
// no session tells whose it is, whoever signs in there next has it, and only so
// much is kept that nobody unknown fills the disk. It is ordinary rows: no act,
// and in no backup.

//go:embed kept.sql
var keptTables string

// Steps are the site's own tables.
func Steps() []store.Migration {
	return []store.Migration{{Series: "web", Number: 1, Name: "what was typed", SQL: keptTables}}
}

const (
	cookieKept   = "kept"
	keptFor      = time.Hour
	keptSubject  = "node/forms"
	keptAudience = "node"
	mostKept     = 1 << 18 // bytes of one form
	mostNobodys  = 1 << 16 // of one of nobody in particular
	mostForms    = 1000    // kept at once, beyond which nobody's are not
	mostOfAll    = 4000    // beyond which none are
)

// keep keeps the posted values of a form, without secrets and files.
func (s *Site) keep(w http.ResponseWriter, v *ui.Visit) {
	if s.Keys == nil || v.PostForm == nil {
		return
	}
	values := url.Values{}
	for name, given := range v.PostForm {
		if name != "password" && name != "code" {
			values[name] = given
		}
	}
	typed := values.Encode()
	if len(typed) > mostKept {
		return
	}
	person, err := s.was(v)
	if err != nil {
		s.Log.Error("finding whose form is kept", "pattern", v.Pattern, "error", err)
		return
	}
	most := mostOfAll
	if person == "" {
		most = mostForms
	}
	if room, err := s.room(v.Context(), most); err != nil || !room || person == "" && len(typed) > mostNobodys {
		return
	}
	clear := []byte(person + "\n" + typed)
	token := session.NewToken()
	hash := token.Hash()
	hidden, err := s.Keys.Encrypt(v.Context(), keptSubject, keptAudience, keptAbout(hash, v.URL.Path), clear)
	if err == nil {
		err = s.Node.Book.Store().Write(v.Context(), func(tx store.Tx) error {
			tx.Queue(
				store.Do(`INSERT INTO kept_form (hash, path, hidden, until) VALUES (?, ?, ?, ?)`, hash[:], v.URL.Path, hidden, s.Now().Add(keptFor).UnixMicro()))
			return nil
		})
	}
	if err != nil {
		s.Log.Error("keeping a form", "pattern", v.Pattern, "error", err)
		return
	}
	s.setCookie(w, s.Guard.CookieName(cookieKept), token.Cookie(), keptFor)
}

// was is the person whose session the browser still names, "" where it names none.
func (s *Site) was(v *ui.Visit) (person string, err error) {
	c, err := v.Cookie(s.Guard.CookieName(guard.CookieSession))
	if err != nil || s.Door == nil {
		return "", nil //nolint:nilerr // no cookie: nobody
	}
	token, err := session.Parse(c.Value)
	if err != nil {
		return "", nil //nolint:nilerr // not a token of ours: nobody
	}
	return s.Door.Was(v.Context(), token)
}

// Forget deletes the forms that were kept long enough.
func Forget(ctx context.Context, s store.Store, now time.Time) error {
	return s.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`DELETE FROM kept_form WHERE until < ?`, now.UnixMicro()))
		return nil
	})
}

// room says whether fewer than most forms are kept.
func (s *Site) room(ctx context.Context, most int) (bool, error) {
	var n int
	err := s.Node.Book.Read(ctx, store.Latest, func(r store.View) error {
		_, err := store.One(ctx, r, `SELECT COUNT(*) FROM kept_form WHERE until >= ?`, []any{s.Now().UnixMicro()}, &n)
		return err
	})
	return n < most, err
}

// keptAbout binds the hidden values to their row.
func keptAbout(hash session.Hash, path string) []byte {
	return append([]byte("comity/form/v1\x00"+path+"\x00"), hash[:]...)
}

// kept gives back what was kept for this browser and page, once.
func (s *Site) kept(ctx context.Context, w http.ResponseWriter, v *ui.Visit) (url.Values, error) {
	c, err := v.Cookie(s.Guard.CookieName(cookieKept))
	if err != nil || s.Keys == nil {
		return nil, nil //nolint:nilerr // nothing was kept
	}
	token, err := session.Parse(c.Value)
	if err != nil {
		return nil, nil //nolint:nilerr // not a token of ours
	}
	hash := token.Hash()
	var path string
	var hidden []byte
	var found bool
	err = s.Node.Book.Read(ctx, store.Latest, func(r store.View) (err error) {
		found, err = store.One(ctx, r, `SELECT path, hidden FROM kept_form WHERE hash = ? AND until >= ?`, []any{hash[:], s.Now().UnixMicro()}, &path, &hidden)
		return err
	})
	if err != nil || !found || path != v.URL.Path {
		return nil, err
	}
	clear, err := s.Keys.Decrypt(ctx, keptSubject, keptAudience, keptAbout(hash, path), hidden)
	if err != nil {
		return nil, err
	}
	person, typed, _ := strings.Cut(string(clear), "\n")
	if person != "" && person != v.Reader.Who.Person {
		return nil, nil
	}
	s.setCookie(w, s.Guard.CookieName(cookieKept), "", 0)
	err = s.Node.Book.Store().Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`DELETE FROM kept_form WHERE hash = ?`, hash[:]))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return url.ParseQuery(typed)
}
