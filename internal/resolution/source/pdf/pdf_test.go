package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"comity/internal/resolution/source"
	"comity/internal/resolution/source/pdf"
)

// at prints text at a place in a size.
type at struct {
	x, y, size float64
	text       string
}

// printed makes a PDF with one page for each list of texts, in Times.
func printed(pages ...[]at) []byte {
	var out bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&out, format, args...)
		out.WriteString("\nendobj\n")
	}
	out.WriteString("%PDF-1.4\n")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 4+2*i)
	}
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[%s]/Count %d>>", kids, len(pages))
	object("<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>")
	for i, p := range pages {
		var text strings.Builder
		for _, t := range p {
			fmt.Fprintf(&text, "BT /F1 %g Tf %g %g Td (%s) Tj ET\n", t.size, t.x, t.y, strings.NewReplacer("\\", "\\\\", "(", "\\(", ")", "\\)").Replace(t.text))
		}
		object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>", 5+2*i)
		object("<</Length %d>>stream\n%s\nendstream", text.Len(), text.String())
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes()
}

// shown writes blocks as "role number|text" with footnote markers in brackets.
func shown(blocks []source.Block) []string {
	var out []string
	for _, b := range blocks {
		text := b.Text
		for i := len(b.Notes) - 1; i >= 0; i-- {
			n := b.Notes[i]
			text = text[:n.At] + "[" + n.Marker + "]" + text[n.At:]
		}
		out = append(out, fmt.Sprintf("%s %s|%s", b.Role, b.Number, text))
	}
	return out
}

func TestPagesAsTheyArePrinted(t *testing.T) {
	engine := &pdf.Engine{Workers: 1}
	defer engine.Close()
	running := func(n int) []at { return []at{{57, 800, 9, "A/RES/1/1"}, {500, 30, 9, fmt.Sprintf("%d/3", n)}} }
	var columns []at
	for i := range 6 {
		y := 700 - 12*float64(i)
		columns = append(columns, at{57, y, 10, fmt.Sprintf("left column line %d of the text", i+1)}, at{310, y, 10, fmt.Sprintf("right column line %d of it", i+1)})
	}
	for _, c := range []struct {
		name  string
		pages [][]at
		want  []string
	}{
		{"lines, and a gap between paragraphs",
			[][]at{{{57, 700, 10, "1. Requests the Office to count all the"}, {57, 688, 10, "reports of the year;"}, {57, 660, 10, "2. Urges States to answer."}, {57, 648, 10, "Soon."}}},
			[]string{"line |1. Requests the Office to count all the", "line |reports of the year;", "line |", "line |2. Urges States to answer.", "line |Soon."}},
		{"raised digits and small type at the foot",
			[][]at{{{57, 700, 10, "Recalling the Rules,"}, {143, 703.5, 6, "1"}, {149, 700, 10, "and noting the report"}, {57, 688, 10, "of the year,"}, {57, 676, 10, "Noting more,"},
				{57, 80, 5, "1"}, {62, 77, 8, "Resolution 1/1, annex, which is"}, {57, 68, 8, "long."}, {57, 59, 8, "2 Ibid."}}},
			[]string{"line |Recalling the Rules,[1] and noting the report", "line |of the year,", "line |Noting more,", "footnote 1|Resolution 1/1, annex, which is long.", "footnote 2|Ibid."}},
		{"a note that goes on overleaf",
			[][]at{{{57, 700, 10, "Recalling the Rules of the Assembly of Examples,"}, {57, 70, 8, "1 See the Annals of the"}}, {{57, 700, 10, "Noting the report of the year on examples,"}, {57, 70, 8, "Assembly."}, {57, 60, 8, "2 Ibid."}}},
			[]string{"line |Recalling the Rules of the Assembly of Examples,", "footnote 1|See the Annals of the Assembly.", "pagebreak |", "line |Noting the report of the year on examples,", "footnote 2|Ibid."}},
		{"running heads and page numbers are left out, but for the first head",
			[][]at{append(running(1), at{57, 700, 10, "one"}), append(running(2), at{57, 700, 10, "two"}), append(running(3), at{57, 700, 10, "three"})},
			[]string{"line |A/RES/1/1", "line |", "line |one", "pagebreak |", "line |two", "pagebreak |", "line |three"}},
		{"columns are read one after the other",
			[][]at{columns},
			[]string{"line |left column line 1 of the text", "line |left column line 2 of the text", "line |left column line 3 of the text", "line |left column line 4 of the text", "line |left column line 5 of the text", "line |left column line 6 of the text",
				"line |", "line |right column line 1 of it", "line |right column line 2 of it", "line |right column line 3 of it", "line |right column line 4 of it", "line |right column line 5 of it", "line |right column line 6 of it"}},
		{"a power is no footnote, an ordinal neither",
			[][]at{{{57, 700, 10, "40 km"}, {82.5, 703.5, 6, "2"}, {90, 700, 10, "on the 5"}, {122.5, 703.5, 6, "th"}, {133, 700, 10, "day"}}},
			[]string{"line |40 km2 on the 5th day"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, err := engine.Read(context.Background(), "x.pdf", printed(c.pages...))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, shown(src.Blocks)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestBadPDFsAreRefused(t *testing.T) {
	engine := &pdf.Engine{Workers: 1}
	defer engine.Close()
	good := printed([]at{{57, 700, 10, "text"}})
	locked := bytes.Replace(good, []byte("trailer<<"), []byte("trailer<</Encrypt<</Filter/Standard/V 1/R 2/P -4/O("+strings.Repeat("o", 32)+")/U("+strings.Repeat("u", 32)+")>>/ID[(a)(a)]"), 1)
	for _, c := range []struct {
		name string
		data []byte
		why  string
	}{
		{"garbage", []byte("%PDF-1.7\nnothing more"), "damaged or cut off"},
		{"encrypted", locked, "encrypted"},
		{"pictures only", printed([]at{}), "only pictures"},
	} {
		_, err := engine.Read(context.Background(), "x.pdf", c.data)
		var r *source.Refused
		if !errors.As(err, &r) || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: got %v, want a refusal that says %q", c.name, err, c.why)
		}
	}
}

func TestTheReaderStops(t *testing.T) {
	engine := &pdf.Engine{Workers: 1}
	defer engine.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := engine.Read(ctx, "x.pdf", printed([]at{{57, 700, 10, "text"}})); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the cancellation", err)
	}
}

func BenchmarkRead(b *testing.B) {
	engine := &pdf.Engine{Workers: 1}
	defer engine.Close()
	var page []at
	for i := range 50 {
		page = append(page, at{57, 780 - 14*float64(i), 10, "Requests the Office to count all the reports of the year and to publish them in time"})
	}
	data := printed(page)
	for b.Loop() {
		if _, err := engine.Read(context.Background(), "x", data); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzRead(f *testing.F) {
	engine := &pdf.Engine{Workers: 1}
	f.Cleanup(func() { engine.Close() })
	good := printed([]at{{57, 700, 10, "1. Requests"}, {100, 703, 6, "1"}, {57, 60, 8, "1 Ibid."}}, []at{{57, 700, -10, "x"}})
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add(bytes.Replace(good, []byte("Tf"), []byte("Tf 1e9 0 0 1e-9 0 0 cm"), -1))
	f.Add(bytes.Replace(good, []byte("/Count 2"), []byte("/Count 99999999"), 1))
	f.Add(bytes.Replace(good, []byte("/Kids["), []byte("/Kids[2 0 R "), 1))
	f.Fuzz(func(t *testing.T, data []byte) {
		src, err := engine.Read(context.Background(), "x", data)
		if err != nil {
			var r *source.Refused
			if !errors.As(err, &r) {
				t.Fatalf("an error that is no refusal: %v", err)
			}
			return
		}
		for _, b := range src.Blocks {
			for _, n := range b.Notes {
				if n.At < 0 || n.At > len(b.Text) {
					t.Fatalf("note outside its text: %+v", b)
				}
			}
		}
	})
}
