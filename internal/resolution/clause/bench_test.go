package clause

import "testing"

// BenchmarkParagraph reads the labelled paragraphs one after another; ns/op is
// for one paragraph.
func BenchmarkParagraph(b *testing.B) {
	all := labels(b)
	r := NewReader(knownBodies(b), knownInstruments())
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		p := &all[n%len(all)]
		n++
		r.Paragraph(p.Num, p.Text, nil, nil)
	}
}
