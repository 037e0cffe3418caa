package search

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"

	"comity/internal/search/query"
)

// cursor is where a page ended: the score and ID of its last document. It
// holds nothing that the reader has not seen.
type cursor struct {
	score int64
	id    string
}

const sumSize = 8

// sumOf binds a cursor to its question and its reader.
func sumOf(req Request) [sumSize]byte {
	b, err := json.Marshal([]any{version, req.Query, req.Language, req.Audiences})
	if err != nil {
		panic(err) // strings only
	}
	sum := sha256.Sum256(b)
	return [sumSize]byte(sum[:sumSize])
}

func sealCursor(req Request, last scored) string {
	sum := sumOf(req)
	b := append(sum[:], binary.BigEndian.AppendUint64(nil, uint64(last.score))...)
	return base64.RawURLEncoding.EncodeToString(append(b, last.id...))
}

// openCursor reads the place of the page before; nil on the first page.
func openCursor(req Request) (*cursor, error) {
	if req.After == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(req.After)
	if err != nil || len(b) <= sumSize+8 || [sumSize]byte(b[:sumSize]) != sumOf(req) {
		return nil, errCursor("the mark of the next page belongs to another question")
	}
	return &cursor{int64(binary.BigEndian.Uint64(b[sumSize:])), string(b[sumSize+8:])}, nil
}

func errCursor(what string) error {
	return &query.Error{Code: "cursor", What: what, Do: "begin with the first page again"}
}
