package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/blob"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

// blobKeys are keys of tests that can also name files.
type blobKeys struct{ *booktest.Keys }

func (blobKeys) Mac(context.Context, string) (func([]byte) [32]byte, error) {
	return sha256.Sum256, nil
}

// A file is stored for those alone who could enter an act that names it; what the
// others send leaves nothing behind.
func TestAFileIsStoredForWhoMayEnterIt(t *testing.T) {
	keys := &booktest.Keys{}
	n := newMatrixNode(t, matrixNow, func(_ *program, o *book.Options) {
		if k, ok := o.Keys.(*booktest.Keys); ok {
			keys = k
		}
	})
	dir := t.TempDir()
	blobs, err := blob.Open(t.Context(), dir, blobKeys{keys}, blob.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rooms := &module.Node{Book: n.book, Blobs: blobs, Programme: n.program.Programme, Parties: n.program.Parties, Lists: n.program.Lists, Policies: n.program.Policies}
	stored := func() (count int) {
		_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				count++
			}
			return err
		})
		return count
	}
	for _, c := range []struct {
		role, subject, audience string
		may                     bool
	}{
		{"officer", "treaty/untoc/FRA", act.Public, true},
		{"officer", "treaty/untoc/FRA", "own-fra", false},
		{"officer", "treaty/untoc/FRA", act.Sealed, false},
		{"officer", "nothing/x", act.Public, false},
		{"auditor", "treaty/untoc/FRA", act.Public, false},
		{"signed in without a role", "treaty/untoc/FRA", act.Public, false},
		{"donor Norway", "treaty/untoc/FRA", act.Public, false},
		{"expert on France", "treaty/untoc/FRA", act.Public, false},
		{"public", "treaty/untoc/FRA", act.Public, false},
	} {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		file, err := form.CreateFormFile("file", "letter.pdf")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = file.Write([]byte(c.role + c.subject + c.audience))
		_ = form.Close()
		r := httptest.NewRequest(http.MethodPost, "http://matrix.example/", &b)
		r.Header.Set("Content-Type", form.FormDataContentType())
		v := &ui.Visit{Request: r, Today: n.today()}
		v.Reader.May = func(action string, what access.What) access.Decision {
			return n.program.Policies.May(v.Reader.Who, action, what, v.Today)
		}
		for i := range matrix {
			if matrix[i].name == c.role && matrix[i].person != "" {
				err := n.book.Read(t.Context(), 0, func(view store.View) (err error) {
					v.Reader.Who, err = access.LoadWho(t.Context(), view, matrix[i].person)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		before := stored()
		hash, _, err := rooms.Upload(v, act.Subject(c.subject), c.audience, "file")
		switch {
		case c.may && (err != nil || hash == "" || stored() == before):
			t.Errorf("%s for %s, %s: %q, %v", c.role, c.subject, c.audience, hash, err)
		case !c.may && (!errors.Is(err, ui.ErrNotAllowed) || stored() != before):
			t.Errorf("%s for %s, %s: %v, and %d files more", c.role, c.subject, c.audience, err, stored()-before)
		}
	}
}
