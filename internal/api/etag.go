package api

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strconv"
	"strings"

	"comity/internal/store"
	"comity/internal/ui"
)

func newSalt() string { return rand.Text() }

// unchanged sets the answer's entity tag, and answers 304 where the caller has it
// already. All that an answer is made of changes with the length of the book, the
// day, the caller and what they ask for; so the tag is cheap, and weak. Search
// follows the book at its own pace and has none.
func (a *API) unchanged(w http.ResponseWriter, v *ui.Visit) bool {
	if v.URL.Path == Prefix+"/search" {
		return false
	}
	// The store's own length: another process may have written.
	var size int64
	if err := a.Node.Book.Read(v.Context(), 0, func(r store.View) error { size = r.At().Size; return nil }); err != nil {
		return false // the operation meets the same fault, and says it
	}
	h := sha256.New()
	for _, part := range []string{a.salt, strconv.FormatInt(size, 10), string(v.Today), v.Lang, v.Reader.Who.Person, v.Header.Get("Accept"), v.URL.RequestURI()} {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part))))
		h.Write([]byte(part))
	}
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:12]) + `"`
	for known := range strings.SplitSeq(v.Header.Get("If-None-Match"), ",") {
		if strings.TrimSpace(known) == tag {
			w.Header().Set("ETag", tag)
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	w.Header().Set("ETag", tag)
	return false
}
