package reading_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/resolution"
	"comity/internal/resolution/reading"
)

// TestJSONIsThatOfTheLibrary fills every field, those that are added later too,
// and holds the fast writer to encoding/json.
func TestJSONIsThatOfTheLibrary(t *testing.T) {
	documents := rapid.Make[resolution.Document]()
	rapid.Check(t, func(t *rapid.T) {
		d := documents.Draw(t, "document")
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(&d); err != nil {
			t.Fatal(err)
		}
		got := reading.AppendJSON(nil, &d)
		if !bytes.Equal(got, bytes.TrimSuffix(want.Bytes(), []byte("\n"))) {
			t.Fatalf("got  %s\nwant %s", got, want.Bytes())
		}
	})
}
