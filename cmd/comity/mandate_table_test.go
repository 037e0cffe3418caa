package main

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"comity/internal/resolution"
)

func TestWrapLosesNothingAndKeepsTheWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("abc -/é界ف\u0301  "))).Draw(t, "text")
		width := rapid.IntRange(4, 40).Draw(t, "width")
		lines := wrap(s, width)
		for _, l := range lines {
			if w := uniseg.StringWidth(l); w > width {
				t.Fatalf("%q is %d columns wide, more than %d", l, w, width)
			}
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got := bare(strings.Join(lines, " ")); got != bare(s) {
			t.Fatalf("%q became %q", s, got)
		}
	})
}

// A mark that stands alone has no width, and is text all the same.
func TestWrapKeepsWhatHasNoWidth(t *testing.T) {
	for _, s := range []string{"aa界 \u0301", "\u0301", "\u0301 abcd \u0301", "abcd\u0301 \u0301"} {
		if got := strings.Join(wrap(s, 4), " "); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestRowsStandWithinTheWidth(t *testing.T) {
	deadline := "no later than the end of the year"
	doc := resolution.Document{Symbol: "A/RES/95/3", Title: "Lamps", Paragraphs: []resolution.Paragraph{{
		ID: "1", Part: resolution.Operative, Number: "1", Text: "x", Clauses: []resolution.Clause{{
			ID: "1:1", Paragraph: "1", Phrase: "Requests", Addressees: []string{"Secretary-General", "the keepers of all the lighthouses"}, Entities: []string{"secretary-general", "other"},
			Action: strings.Repeat("to count the lamps and ", 60), Conditions: []string{"within-existing-resources"}, Deadline: &deadline,
			Report: &resolution.Report{To: &deadline}, Topics: []resolution.Topic{{Code: "criminal-justice"}},
		}},
	}}, Uncertain: []resolution.Uncertain{{Paragraph: "1", Field: "entities", Why: "a reason that is\x1b[31m long enough to be wrapped over more than one line of the table"}}}
	for _, width := range []int{20, 60, 80, 100, 200} {
		out := string(table{width: width}.document(nil, &doc))
		for _, l := range strings.Split(out, "\n") {
			if w := uniseg.StringWidth(l); w > width {
				t.Errorf("in %d columns: %q is %d wide", width, l, w)
			}
		}
		if strings.ContainsRune(out, 0x1b) {
			t.Error("an escape of the document's reaches the terminal")
		}
		if !strings.Contains(out, "(+") {
			t.Errorf("in %d columns: a long action is cut without a word", width)
		}
		whole := strings.Join(strings.Fields(string(table{width: width, whole: true}.document(nil, &doc))), " ")
		if strings.Contains(whole, "…") {
			t.Errorf("in %d columns: cut although whole was asked for", width)
		}
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOf(rapid.RuneFrom([]rune("=+-@\t|＝ab1,\"\n"))).Draw(t, "cell")
		doc := resolution.Document{Title: cell, Paragraphs: []resolution.Paragraph{{Clauses: []resolution.Clause{{Phrase: cell, Action: cell}}}}}
		b, err := csvRows(cell, []resolution.Document{doc})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
		if err != nil || len(rows) != 1 || len(rows[0]) != len(csvColumns) {
			t.Fatalf("%q makes %d rows, %v", cell, len(rows), err)
		}
		for _, c := range rows[0] {
			if c != "" && strings.ContainsRune("=+-@\t|＝", []rune(c)[0]) {
				t.Fatalf("a cell begins like a formula: %q", c)
			}
		}
	})
}

func TestFileNames(t *testing.T) {
	for _, c := range []struct{ symbol, source, want string }{
		{"A/RES/69/197", "x.txt", "A_RES_69_197"},
		{"S/RES/1373 (2001)", "x", "S_RES_1373_(2001)"},
		{"", "dir/archive.zip/75/75_196.xml", "75_196"},
		{"../../etc/passwd", "x", "_.._etc_passwd"},
		{"", "..", "document"},
	} {
		if got := fileName(c.symbol, c.source); got != c.want {
			t.Errorf("fileName(%q, %q) = %q, want %q", c.symbol, c.source, got, c.want)
		}
	}
}
