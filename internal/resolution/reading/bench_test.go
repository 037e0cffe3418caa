package reading_test

import (
	"context"
	"io/fs"
	"testing"

	"comity/internal/programme"
	"comity/internal/resolution/reading"
	"comity/internal/testshared"
	"comity/programmes"
)

func newReader(tb testing.TB) *reading.Reader {
	tb.Helper()
	folder, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		tb.Fatal(err)
	}
	p, err := programme.Load(folder)
	if err != nil {
		tb.Fatal(err)
	}
	r := reading.New(p)
	tb.Cleanup(func() { r.Close() })
	return r
}

// BenchmarkPublished reads the 1,646 published files, clauses and JSON included.
func BenchmarkPublished(b *testing.B) {
	path := testshared.Dir(b, "resolutions", "unxml-ga-74-78.zip")
	r := newReader(b)
	opts := reading.Options{Render: func(r *reading.Result) ([]byte, error) {
		var b []byte
		for i := range r.Documents {
			b = reading.AppendJSON(b, &r.Documents[i])
		}
		return b, nil
	}}
	for b.Loop() {
		if err := r.Files(context.Background(), []string{path}, opts, func(reading.Result) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
