package akn

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"comity/internal/resolution"
	"comity/internal/resolution/structure"
)

// invented is a resolution of an assembly that does not exist, with everything
// that a document can hold.
func invented() resolution.Document {
	by := "by 2031"
	to := "the Harbour Council"
	return resolution.Document{
		Symbol: "A/RES/101/7", Title: "Lights & buoys <small>", Organ: "GA", Session: 101, Adopted: "2046-11-02",
		Meeting: "12th plenary meeting", AgendaItem: "72 (b)", Report: "A/101/9", Language: "en",
		Paragraphs: []resolution.Paragraph{
			{ID: "pp1", Part: resolution.Preamble, Text: "Recalling its resolution 100/3,", Phrase: "Recalling",
				Emphasis: []resolution.Span{{0, 9}}, CiteSpans: []resolution.Cite{{Symbol: "A/RES/101/7#1(a)", Span: resolution.Span{10, 24}}, {Symbol: "A/RES/100/3", Span: resolution.Span{25, 30}}},
				NoteSpans: []resolution.Note{{Footnote: 0, At: 30}}, Footnotes: []string{"1"}},
			{ID: "pp1(a)", Part: resolution.Preamble, Number: "(a)", Text: "The first point,", Footnotes: []string{}},
			{ID: "1", Part: resolution.Operative, Number: "1", Text: "Requests the Harbour Council to repair, by 2031, the lights “of the north”;",
				Phrase: "Requests", Emphasis: []resolution.Span{{0, 8}, {30, 45}}, Footnotes: []string{"1", "9"},
				NoteSpans: []resolution.Note{{Footnote: 0, At: 28}},
				Clauses: []resolution.Clause{{ID: "1:1", Paragraph: "1", Index: 1, Phrase: "Requests", Verb: "request", Force: resolution.Request,
					Addressees: []string{"Harbour Council"}, Entities: []string{"other"}, Action: "to repair, by 2031, the lights “of the north”",
					Deadline: &by, Report: &resolution.Report{To: &to},
					Spans: map[string]resolution.Span{"phrase": {0, 8}, "addressees.0": {13, 28}, "action": {29, 74}, "deadline": {40, 47}},
					Rules: map[string]string{"phrase": "opening-verb"}}}},
			{ID: "1(a)", Part: resolution.Operative, Number: "1(a)", Text: "In the morning;", Footnotes: []string{}},
			{ID: "1(a)(i)", Part: resolution.Operative, Number: "1(a)(i)", Text: "Early;", Footnotes: []string{}},
			{ID: "II.1", Part: resolution.Operative, Number: "II.1", Text: "Décide de rien;", Footnotes: []string{}},
			{ID: "op1", Part: resolution.Operative, Text: "Decides to meet again.", Footnotes: []string{}},
			{ID: "annex1.1", Part: resolution.Annex, Number: "1", Text: "The lights are red.", Footnotes: []string{}},
			{ID: "annex1.1(b)", Part: resolution.Annex, Number: "1(b)", Text: "Or green.", Footnotes: []string{}},
		},
		Footnotes: []resolution.Footnote{{Marker: "1", Text: "See A/99/1 & Corr.1.", CiteSpans: []resolution.Cite{{Symbol: "A/99/1", Span: resolution.Span{4, 10}}}}, {Marker: "18", Text: "Nobody points here."}},
		Uncertain: []resolution.Uncertain{{Paragraph: "1", Field: "footnotes", Why: "the marker 9 has no note\nin this file"}},
	}
}

// ignored are the fields that are read from the text again.
var ignored = cmp.Options{
	cmpopts.IgnoreFields(resolution.Paragraph{}, "Phrase", "Clauses", "Cites", "CiteSpans"),
	cmpopts.IgnoreFields(resolution.Footnote{}, "Cites", "CiteSpans"),
	cmpopts.EquateEmpty(),
}

func written(t interface{ Fatal(...any) }, doc resolution.Document) []byte {
	var b bytes.Buffer
	if err := Write(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWrittenAndReadAgain(t *testing.T) {
	doc := invented()
	data := written(t, doc)
	got, ok, err := Document("own.xml", data)
	if err != nil || !ok {
		t.Fatalf("ok %v, %v", ok, err)
	}
	if diff := cmp.Diff(doc, got, ignored); diff != "" {
		t.Errorf("%s\n%s", diff, data)
	}
	if diff := sameTokens("own.xml", data); diff != "" {
		t.Error(diff)
	}
}

func TestEIdsSayTheNumbers(t *testing.T) {
	data := string(written(t, invented()))
	for _, want := range []string{
		`<container name="Recalling" eId="container_1"`, `eId="container_1__item_a"`, `eId="para_1"`, `eId="para_1__subpara_a"`,
		`eId="para_1__subpara_a__subpara_i"`, `<section eId="sec_II"><num>II</num>`, `eId="sec_II__para_1"`, `eId="att_1__para_1__subpara_b"`,
		`<num>1.</num>`, `<num>(i)</num>`, `<inline name="addressee" eId="para_1__inline_2">Harbour Council</inline>`,
		`<ref href="#para_1__subpara_a">its resolution</ref>`,
		`<ref href="https://undocs.org/A/RES/100/3">100/3</ref>`, `<noteRef href="#authorialNote_1" marker="1"`,
		`<comity:deadline href="#para_1__inline_4">by 2031</comity:deadline>`,
	} {
		if !strings.Contains(data, want) {
			t.Errorf("lacks %s", want)
		}
	}
	if t.Failed() {
		t.Log(data)
	}
}

func TestWriteRefusesWhatXMLCannotCarry(t *testing.T) {
	doc := invented()
	doc.Paragraphs[2].Text = "Requests\x07 silence;"
	if err := Write(new(bytes.Buffer), doc); err == nil || !strings.Contains(err.Error(), "paragraph 1 of A/RES/101/7 holds the character U+0007") {
		t.Errorf("got %v", err)
	}
}

// FuzzDocument: whatever the input, reading it ends, and what is read can be
// written and read again.
func FuzzDocument(f *testing.F) {
	own := string(written(f, invented()))
	f.Add(own)
	f.Add(own[:len(own)/2])
	f.Add(strings.Replace(own, "comity:note=\"0\"", "comity:note=\"99999999\"", 1))
	f.Add(strings.Replace(own, "comity:id=\"1\"", "comity:id=\"1(a)\"", 1))
	f.Fuzz(func(t *testing.T, in string) {
		doc, ok, err := Document("fuzz.xml", []byte(in))
		if err != nil || !ok {
			return
		}
		for _, p := range doc.Paragraphs {
			n := utf8.RuneCountInString(p.Text)
			for _, m := range p.NoteSpans {
				if m.At < 0 || m.At > n {
					t.Errorf("note at %d of %d", m.At, n)
				}
			}
		}
		data := written(t, doc)
		again, ok, err := Document("fuzz.xml", data)
		if err != nil || !ok {
			t.Fatalf("ok %v, %v", ok, err)
		}
		if len(again.Paragraphs) != len(doc.Paragraphs) {
			t.Errorf("%d paragraphs, then %d", len(doc.Paragraphs), len(again.Paragraphs))
		}
	})
}

func TestDocumentLeavesOtherHandsAlone(t *testing.T) {
	for _, in := range []string{"", "text", root + "</akomaNtoso>"} {
		if _, ok, err := Document("x", []byte(in)); ok || err != nil {
			t.Errorf("%q: ok %v, %v", in, ok, err)
		}
	}
	data := written(t, invented())
	if _, _, err := Document("x", data[:len(data)/2]); err == nil {
		t.Error("half a file was read without an error")
	}
}

// TestAnyDocumentComesBack: whatever the texts, spans and notes, reading gives
// what was written.
func TestAnyDocumentComesBack(t *testing.T) {
	words := rapid.SampledFrom([]string{"Requests", "the", "État", "“sea”", "<b>", "&amp;", "海", "é", "]]>", "a\tb", "\u200f", "x\r", "🌊"})
	rapid.Check(t, func(t *rapid.T) {
		doc := resolution.Document{Symbol: "A/RES/1/1", Language: "en"}
		notes := rapid.IntRange(0, 3).Draw(t, "notes")
		for i := range notes {
			doc.Footnotes = append(doc.Footnotes, resolution.Footnote{Marker: fmt.Sprint(i), Text: strings.Join(rapid.SliceOf(words).Draw(t, "note"), " ")})
		}
		ids := []string{"pp1", "pp1(a)", "1", "1(a)", "1(a)(i)", "2", "I.1", "II.1", "annex1.1", "annex2.4", "op1", "2(b)", "annexp3"}
		for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom(ids), func(s string) string { return s }).Draw(t, "ids") {
			p := resolution.Paragraph{ID: id, Part: resolution.Operative, Number: rapid.SampledFrom([]string{"", id, "7"}).Draw(t, "number")}
			switch {
			case strings.HasPrefix(id, "pp"):
				p.Part = resolution.Preamble
			case strings.HasPrefix(id, "annex"):
				p.Part = resolution.Annex
			}
			p.Text = strings.Join(rapid.SliceOf(words).Draw(t, "text"), " ")
			n := len([]rune(p.Text))
			span := func() resolution.Span {
				a, b := rapid.IntRange(0, n).Draw(t, "a"), rapid.IntRange(0, n).Draw(t, "b")
				return resolution.Span{min(a, b), max(a, b)}
			}
			last := 0
			for range rapid.IntRange(0, 3).Draw(t, "italics") {
				if s := span(); s[0] >= last && s[1] > s[0] {
					p.Emphasis = append(p.Emphasis, s)
					last = s[1] + 1
				}
			}
			c := resolution.Clause{ID: id + ":1", Spans: map[string]resolution.Span{}}
			for _, f := range []string{"phrase", "addressees.0", "action", "deadline", "conditions.0", "cites.0", "report.to"} {
				c.Spans[f] = span()
			}
			p.Clauses = []resolution.Clause{c, c}
			p.CiteSpans = []resolution.Cite{{Symbol: "S/RES/1373 (2001)", Span: span()}, {Symbol: "UNTOC#18.15", Span: span()}}
			if notes > 0 {
				for range rapid.IntRange(0, 2).Draw(t, "markers") {
					p.NoteSpans = append(p.NoteSpans, resolution.Note{Footnote: rapid.IntRange(0, notes-1).Draw(t, "which"), At: rapid.IntRange(0, n).Draw(t, "at")})
				}
				slices.SortStableFunc(p.NoteSpans, func(a, b resolution.Note) int { return a.At - b.At })
			}
			p.Footnotes = rapid.SliceOfN(rapid.SampledFrom([]string{"0", "1", "*"}), 0, 2).Draw(t, "marks")
			doc.Paragraphs = append(doc.Paragraphs, p)
		}
		data := written(t, doc)
		got, ok, err := Document("own.xml", data)
		if err != nil || !ok {
			t.Fatalf("ok %v, %v\n%s", ok, err, data)
		}
		if diff := cmp.Diff(doc, got, ignored); diff != "" {
			t.Fatalf("%s\n%s", diff, data)
		}
		for _, id := range eIDs.FindAllString(string(data), -1) {
			if strings.Count(string(data), " "+id) > 1 {
				t.Fatalf("%s twice\n%s", id, data)
			}
		}
	})
}

var eIDs = regexp.MustCompile(`eId="[^"]*"`)

// TestPublishedComeBack reads every published file, writes it and reads it again.
func TestPublishedComeBack(t *testing.T) {
	if testing.Short() {
		t.Skip("reads and writes 75 MB")
	}
	var documents atomic.Int64
	published(t, func(name string, data []byte) {
		src, err := Source(name, data)
		if err != nil {
			t.Error(err)
			return
		}
		docs, err := structure.Read(src)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		for _, doc := range docs {
			documents.Add(1)
			var b bytes.Buffer
			if err := Write(&b, doc); err != nil {
				t.Error(err)
				continue
			}
			got, ok, err := Document(name, b.Bytes())
			if err != nil || !ok {
				t.Errorf("%s: ok %v, %v", name, ok, err)
				continue
			}
			if diff := cmp.Diff(doc, got, ignored); diff != "" {
				t.Errorf("%s: %.1500s", name, diff)
			}
		}
	})
	if n := documents.Load(); n < 1600 {
		t.Errorf("%d documents only", n)
	}
}

// InventedForSchema writes the invented documents for the test of validity.
func InventedForSchema(t *testing.T) [][]byte {
	t.Helper()
	return [][]byte{
		written(t, invented()),
		written(t, resolution.Document{}),
		written(t, resolution.Document{Symbol: "S/RES/1 (1946)", Paragraphs: invented().Paragraphs[7:]}),
	}
}
