package ui

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"pgregory.net/rapid"
)

func TestASheetIsCSVForSpreadsheets(t *testing.T) {
	s := Sheet{Name: "states", Columns: []Column{{Name: "name"}, {Name: "n"}, {Name: "groups"}}, Rows: []Row{
		{{Text: "Côte d’Ivoire", Link: "/x"}, {Text: "1,204", Value: 1204}, {Text: "two", Value: []string{"AG", "APG"}}},
		{{Text: "=HYPERLINK(\"http://evil\")"}, {Text: "-3", Value: -3}, {Text: "@x"}},
	}}
	var b bytes.Buffer
	if err := s.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	text, found := strings.CutPrefix(b.String(), "\ufeff")
	if !found {
		t.Error("no byte order mark: spreadsheets would misread Arabic")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"name", "n", "groups"}, {"Côte d’Ivoire", "1204", "AG; APG"}, {"'=HYPERLINK(\"http://evil\")", "-3", "'@x"}}
	for i := range want {
		if strings.Join(rows[i], "|") != strings.Join(want[i], "|") {
			t.Errorf("row %d is %q, want %q", i, rows[i], want[i])
		}
	}
}

// Whatever stands in a sheet, its JSON is JSON, in the order of the columns, and
// reads back as what was put in.
func TestASheetIsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Sheet{Name: "x", Columns: []Column{{Name: "b"}, {Name: "a"}}}
		texts := rapid.SliceOfN(rapid.String(), 0, 5).Draw(t, "texts")
		for i, text := range texts {
			s.Rows = append(s.Rows, Row{{Text: strings.ToValidUTF8(text, "")}, {Text: "shown", Value: i}})
		}
		var b bytes.Buffer
		if err := s.WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		var got struct {
			Name string
			Rows []struct {
				B string `json:"b"`
				A int    `json:"a"`
			}
		}
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatalf("%v in %s", err, b.String())
		}
		if len(got.Rows) != len(texts) {
			t.Fatalf("%d rows of %d", len(got.Rows), len(texts))
		}
		for i := range texts {
			if got.Rows[i].B != strings.ToValidUTF8(texts[i], "") || got.Rows[i].A != i {
				t.Fatalf("row %d is %+v", i, got.Rows[i])
			}
		}
		if i := bytes.Index(b.Bytes(), []byte(`"b"`)); len(texts) > 0 && i > bytes.Index(b.Bytes(), []byte(`"a"`)) {
			t.Fatal("columns stand in another order")
		}
	})
}

func TestWhatAnAcceptHeaderAsksFor(t *testing.T) {
	for header, want := range map[string]Format{
		"": HTML, "*/*": HTML,
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": HTML,
		"text/csv":                              CSV,
		"application/json":                      JSON,
		"application/json;q=0.2, text/csv;q=.9": CSV,
		"text/html;q=0.1, application/json":     JSON,
	} {
		if got := accepted(header); got != want {
			t.Errorf("%q asks for %s, got %s", header, want, got)
		}
	}
}

// The rows of a page: each cell with its column's class and language, whatever it
// holds escaped.
func TestTheRowsOfASheet(t *testing.T) {
	s := Sheet{Columns: []Column{{Name: "name", Data: true}, {Name: "hidden", Hidden: true}, {Name: "n", Number: true, Minor: true}, {Name: "state"}}, Rows: []Row{
		{{Text: "a<b", Link: `/x?a=1&b="`, Lang: "fr"}, {Text: "secret"}, {Text: "7"}, {Text: "open", Lang: "ar", Marks: []Mark{{Tone: Open, Words: "x & y"}}}},
		{{Show: templ.Raw("<b>shown</b>"), Text: "not", Link: "/not"}, {}, {Text: ""}, {Text: "it's"}},
	}}
	var b bytes.Buffer
	if err := rowsView(&s).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	want := `<tr><th scope="row" translate="no"><a href="/x?a=1&amp;b=&#34;" lang="fr" dir="auto">a&lt;b</a></th><td class="number minor">7</td>` +
		`<td><span lang="ar" dir="auto">open</span> <span class="mark open">x &amp; y</span></td></tr>` +
		`<tr><th scope="row" translate="no"><b>shown</b></th><td class="number minor"></td><td>it&#39;s</td></tr>`
	if b.String() != want {
		t.Errorf("got  %s\nwant %s", b.String(), want)
	}
}
