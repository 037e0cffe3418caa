package web

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"time"

	"comity/internal/access/session"
	"comity/internal/store"
	"comity/internal/ui"
)

// What was typed into a form by someone whose session had ended is kept for an
// hour, encrypted by the node's keys, under the hash of a token that the browser
// has. It is ordinary rows: no act, and in no backup.

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
	clear := []byte(values.Encode())
	if len(clear) > mostKept {
		return
	}
	token := session.NewToken()
	hash := token.Hash()
	hidden, err := s.Keys.Encrypt(v.Context(), keptSubject, keptAudience, keptAbout(hash, v.URL.Path), clear)
	if err == nil {
		err = s.Node.Book.Store().Write(v.Context(), func(tx store.Tx) error {
			tx.Queue(
				store.Do(`DELETE FROM kept_form WHERE until < ?`, s.Now().UnixMicro()),
				store.Do(`INSERT INTO kept_form (hash, path, hidden, until) VALUES (?, ?, ?, ?)`, hash[:], v.URL.Path, hidden, s.Now().Add(keptFor).UnixMicro()))
			return nil
		})
	}
	if err != nil {
		s.Log.Error("keeping a form", "path", v.URL.Path, "error", err)
		return
	}
	s.setCookie(w, s.cookieName(cookieKept), token.Cookie(), keptFor)
}

// keptAbout binds the hidden values to their row.
func keptAbout(hash session.Hash, path string) []byte {
	return append([]byte("comity/form/v1\x00"+path+"\x00"), hash[:]...)
}

// kept gives back what was kept for this browser and page, once.
func (s *Site) kept(ctx context.Context, w http.ResponseWriter, v *ui.Visit) (url.Values, error) {
	c, err := v.Cookie(s.cookieName(cookieKept))
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
	s.setCookie(w, s.cookieName(cookieKept), "", 0)
	err = s.Node.Book.Store().Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`DELETE FROM kept_form WHERE hash = ?`, hash[:]))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return url.ParseQuery(string(clear))
}
