package reading_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"comity/internal/resolution"
	"comity/internal/resolution/akn"
	"comity/internal/resolution/reading"
	"comity/internal/testshared"
)

// TestWrittenAndReadAgain holds what is written as Akoma Ntoso and read again to
// what was read first: the same JSON, for every published file.
func TestWrittenAndReadAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 1,646 files twice; run without -short")
	}
	path := testshared.Dir(t, "resolutions", "unxml-ga-74-78.zip")
	r := newReader(t)
	var differ atomic.Int64
	n := 0
	opts := reading.Options{Read: func(ctx context.Context, name string, data []byte) ([]resolution.Document, error) {
		docs, err := r.Read(ctx, name, data)
		if err != nil {
			return nil, err
		}
		for i := range docs {
			var b bytes.Buffer
			if err := akn.Write(&b, docs[i]); err != nil {
				return nil, err
			}
			again, err := r.Read(ctx, name, b.Bytes())
			if err != nil {
				return nil, err
			}
			first, err := json.Marshal(docs[i : i+1])
			if err != nil {
				return nil, err
			}
			second, err := json.Marshal(again)
			if err != nil {
				return nil, err
			}
			if !bytes.Equal(first, second) {
				if differ.Add(1) < 6 {
					return nil, fmt.Errorf("%s, %s is not the same again:\n%s", name, docs[i].Symbol, cmp.Diff(docs[i:i+1], again))
				}
				return nil, fmt.Errorf("%s, %s is not the same again", name, docs[i].Symbol)
			}
		}
		return docs, nil
	}}
	err := r.Files(context.Background(), []string{path}, opts, func(res reading.Result) error {
		if n++; res.Err != nil {
			t.Error(res.Err)
		}
		return nil
	})
	if err != nil || n != 1646 {
		t.Errorf("%d files, %v", n, err)
	}
}
