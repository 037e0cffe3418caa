package html_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"comity/internal/resolution/source"
	"comity/internal/resolution/source/html"
)

// shown writes blocks as "role number|text" with footnote markers in brackets
// and italics between underscores.
func shown(blocks []source.Block) []string {
	var out []string
	for _, b := range blocks {
		marks := map[int]string{}
		for _, s := range b.Italic {
			marks[s.Start] += "_"
			marks[s.End] = "_" + marks[s.End]
		}
		for _, n := range b.Notes {
			marks[n.At] += "[" + n.Marker + "]"
		}
		var t strings.Builder
		for i := 0; i <= len(b.Text); i++ {
			t.WriteString(marks[i])
			if i < len(b.Text) {
				t.WriteByte(b.Text[i])
			}
		}
		out = append(out, fmt.Sprintf("%s %s|%s", b.Role, b.Number, t.String()))
	}
	return out
}

func TestPagesAsTheyAreWritten(t *testing.T) {
	for _, c := range []struct {
		name, page string
		want       []string
	}{
		{"paragraphs, italics, entities, white space", "<!DOCTYPE html><html><head><title>A/RES/1/1</title><style>p{}</style></head><body>\n<h2>Title</h2><p>1.&nbsp;\n<i>Requests</i>  the <b>Office</b> &amp; others;<p>2. <em>Urges</em> States;</body></html>",
			[]string{"heading |Title", "para |1.\u00a0 _Requests_ the Office & others;", "para |2. _Urges_ States;"}},
		{"ordered lists number their items", `<ol><li>one<li>two<ol type="a"><li>a</li><li><p>b</p><p>b goes on</p></li></ol></li><li value="7">seven</ol><ol start="4" style="list-style-type: lower-roman"><li>iv</ol><ul><li>dot</ul>`,
			[]string{"para 1.|one", "para 2.|two", "para (a)|a", "para (b)|b", "para |b goes on", "para 7.|seven", "para (iv)|iv", "para |dot"}},
		{"footnotes as LibreOffice writes them", `<p>Rules,<sup><a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></sup> and</p>` +
			`<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a> See <i>Annals</i>.</p><p>More.</p></div>`,
			[]string{"para |Rules,[1] and", "footnote 1|See _Annals_. More."}},
		{"footnotes as Word writes them", `<p class=MsoNormal>Rules,<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a> and</p>` +
			`<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> Ibid.</p></div></div><p>after</p>`,
			[]string{"para |Rules,[1] and", "footnote 1|Ibid.", "para |after"}},
		{"footnotes as a list with ways back", `<p>Rules<sup id="r1"><a href="#n1">1</a></sup>.</p><ol><li id="n1">Resolution 1/1. <a href="#r1">↩</a></li></ol>`,
			[]string{"para |Rules[1].", "footnote 1|Resolution 1/1."}},
		{"footnotes typed by hand", `<p>Rules,<sup>2</sup> Title<sup>*</sup></p><p><sup>2</sup> Resolution 1/1.</p>`,
			[]string{"para |Rules,[2] Title[*]", "footnote 2|Resolution 1/1."}},
		{"ordinals and powers are no footnotes", `<p>the 1<sup>st</sup> of 5 km<sup>2</sup></p>`,
			[]string{"para |the 1st of 5 km2"}},
		{"a plain link in the text stays text", `<p>see <a href="#p5">5</a> and <a href="https://example.org/">1/2</a></p>`,
			[]string{"para |see 5 and 1/2"}},
		{"tables have cells, layout does not", `<table><tr><td>United Nations<td>A/RES/1/1</table><table><tr><td><p>1<p>2<p>3<p>4<p>5<p>6</td></tr></table>`,
			[]string{"cell |United Nations", "cell |A/RES/1/1", "para |1", "para |2", "para |3", "para |4", "para |5", "para |6"}},
		{"two line breaks end a paragraph, one does not", `1. one<br>goes on<br><br>2. two<br/> <br/>3.`,
			[]string{"para |1. one goes on", "para |2. two", "para |3."}},
		{"preformatted lines", "<pre>1. one\n   goes on\n\n2. two</pre>",
			[]string{"line |1. one", "line |goes on", "line |", "line |2. two"}},
		{"what is hidden, scripted or deleted is not text", `<script>var a = "<p>x";</script><p style="display: none">no</p><p hidden>no</p><p>yes<del>no</del><span style="mso-hide:all">no</span></p><div title="footer"><p>2/3</p></div>`,
			[]string{"para |yes"}},
		{"list marks that Word types", `<p><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><i><span lang=EN-GB>Notes</span></i> it</p>`,
			[]string{"para |1.\u00a0\u00a0 _Notes_ it"}},
		{"tags left open or crossed", `<div><p><i>Urges<b> all</i> States</b><div>next</div></p></div></div><p>end`,
			[]string{"para |_Urges all_ States", "para |next", "para |end"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, err := html.Read("x.html", []byte(c.page))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, shown(src.Blocks)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWhatAPageSaysOfItself(t *testing.T) {
	src, err := html.Read("x", []byte("<html lang='FR-fr'><head><title> Rapport \n annuel</title><meta charset=iso-8859-1></head><body><p>pri\xe8re"))
	if err != nil {
		t.Fatal(err)
	}
	if src.Head.Title != "Rapport annuel" || src.Head.Language != "fr" || src.Blocks[0].Text != "prière" || len(src.Doubts) > 0 {
		t.Errorf("got %+v", src)
	}
	if src, _ = html.Read("x", []byte("<p>pri\x8are “")); len(src.Doubts) == 0 {
		t.Error("a guessed encoding is not reported")
	}
}

func TestBadPagesAreRefusedWithTheirPlace(t *testing.T) {
	for _, c := range []struct{ name, page, why string }{
		{"too deep", "<html>\n" + strings.Repeat("<span>", 300), "line 2: more than"},
		{"endless tag", "<p>\n<a title='" + strings.Repeat("x", 9<<20), "line 2"},
		{"long", strings.Repeat("<p>word</p>\n", 3<<20), "no more than 32 MB"},
	} {
		_, err := html.Read("x.html", []byte(c.page))
		var r *source.Refused
		if !errors.As(err, &r) || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: got %v, want a refusal that says %q", c.name, err, c.why)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("<p>1. <i>Requests</i><sup><a href='#n'>1</a></sup><li id=n>1. x"))
	f.Add([]byte("<table><td><ol type=a><li><a name=x href=#x><sup>*</sup></table></a>"))
	f.Add([]byte("<head><title><svg></head><body><pre>\n\n<br><br>"))
	f.Add([]byte("<div id=ftn1><sup>1</sup><p>a<p>b</div><div id=ftn2>"))
	f.Fuzz(func(t *testing.T, page []byte) {
		src, err := html.Read("x", page)
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
			for _, s := range b.Italic {
				if s.Start < 0 || s.Start > s.End || s.End > len(b.Text) {
					t.Fatalf("italics outside their text: %+v", b)
				}
			}
		}
	})
}
