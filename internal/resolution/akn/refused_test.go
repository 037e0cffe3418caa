package akn

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"comity/internal/resolution/source"
)

const root = `<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">`

func TestSourceRefuses(t *testing.T) {
	deep := strings.Repeat("<container>", maxDepth+1)
	for name, c := range map[string]struct{ in, why string }{
		"nothing":               {"", "no XML element"},
		"plain text":            {"The Assembly of Invented Ports,", "outside its root"},
		"another document":      {"<html></html>", "begins with <html>"},
		"another namespace":     {`<akomaNtoso xmlns="urn:x"/>`, `"urn:x"`},
		"cut off in an element": {root + "\n<statement><mainBody><p>The rest is mis", "line 2: ends inside <p>"},
		"cut off in a tag":      {root + "<stat", "cut off inside the tag <stat"},
		"cut off in a value":    {root + `<p class="`, "cut off inside the attribute class"},
		"crossed tags":          {root + "<p><i></p></i></akomaNtoso>", "closes <p> where <i> is open"},
		"two roots":             {root + "</akomaNtoso><akomaNtoso/>", "second root"},
		"a billion laughs":      {`<!DOCTYPE x [<!ENTITY a "aaaa">]>` + root + "&a;</akomaNtoso>", "document type declaration"},
		"an unknown entity":     {root + "<p>&nbsp;</p></akomaNtoso>", `"&nbsp;`},
		"a naked ampersand":     {root + "<p>A & B</p></akomaNtoso>", "reference"},
		"a forbidden number":    {root + "<p>&#0;</p></akomaNtoso>", "reference"},
		"a control character":   {root + "<p>\x01</p></akomaNtoso>", "0x01"},
		"no UTF-8":              {root + "<p>\xff</p></akomaNtoso>", "not valid UTF-8"},
		"UTF-16":                {"\xff\xfe<\x00", "UTF-16"},
		"another encoding":      {`<?xml version="1.0" encoding="ISO-8859-1"?>` + root + "</akomaNtoso>", "ISO-8859-1"},
		"too deep":              {root + deep, "more than 128 deep"},
		"an attribute twice":    {root + `<p a="1" a="2"/></akomaNtoso>`, "attribute a twice"},
		"no quotation marks":    {root + `<p a=1/></akomaNtoso>`, "quotation marks"},
		"'<' in a value":        {root + `<p a="<"/></akomaNtoso>`, "'<' in the attribute"},
		"']]>' in text":         {root + "<p>]]></p></akomaNtoso>", "']]>'"},
		"'--' in a comment":     {root + "<!-- -- --></akomaNtoso>", "'--' inside"},
		"an open comment":       {root + "<!-- </akomaNtoso>", "inside a comment"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Source("bad.xml", []byte(c.in))
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("got %v, want a SyntaxError", err)
			}
			if !strings.Contains(err.Error(), c.why) {
				t.Errorf("got %q, want it to say %q", err, c.why)
			}
		})
	}
}

func FuzzSource(f *testing.F) {
	f.Add(root + `<statement name="resolution"><preface><p><docNumber>1/2.</docNumber><docTitle>Ports</docTitle></p></preface>` +
		`<preamble><formula name="enactingFormula"><p>The Assembly,</p></formula><container name="Noting"><p><span class="italic">Noting</span> one,<authorialNote marker="1"><p>See <a href="x">1/1</a>.</p></authorialNote></p></container></preamble>` +
		`<mainBody><paragraph><num>1.</num><list><intro><p>Asks:</p></intro><point><num>(a)</num><content><p>To sail;</p></content></point></list></paragraph></mainBody></statement></akomaNtoso>`)
	f.Add(root + "<p>a<sup>7</sup>&amp;&#xE9;<![CDATA[<x>]]><!-- c --><?pi?></p></akomaNtoso>")
	f.Add(root + "<table><tr><td>1<sup>a</sup></td></tr></table><paragraph class='FootnoteText'><p><sup>a</sup>Note</p></paragraph></akomaNtoso>")
	f.Add(root + "<authorialNote marker='*'><p>x<authorialNote marker='2'>y</authorialNote></p></authorialNote></akomaNtoso>")
	f.Add(root + "<num>I</num><coverPage><p>a<eol/>b</p></coverPage><attachment><num>2.</num></attachment></akomaNtoso>")
	f.Add(`<!DOCTYPE a><a/>`)
	f.Add(root + "<p>e\u0301<i>\u0301</i></p></akomaNtoso>")
	f.Fuzz(func(t *testing.T, in string) {
		src, err := Source("fuzz.xml", []byte(in))
		if err != nil {
			return
		}
		for _, b := range src.Blocks {
			check(t, b)
		}
		PlainText(src)
		if _, err := GoldOf("fuzz.xml", []byte(in)); err != nil {
			t.Errorf("Source takes it, GoldOf does not: %v", err)
		}
		if diff := sameTokens("fuzz.xml", []byte(in)); diff != "" && !tolerated(diff) {
			t.Errorf("%s", diff)
		}
	})
}

// tolerated are the differences to encoding/xml that the standard leaves open or
// where encoding/xml knows more (names outside ASCII, namespaces).
func tolerated(diff string) bool {
	return strings.Contains(diff, "XML syntax error") || strings.Contains(diff, "xml:")
}

func check(t *testing.T, b source.Block) {
	if !utf8.ValidString(b.Text) {
		t.Errorf("%q is not UTF-8", b.Text)
	}
	if b.Text != strings.TrimSpace(b.Text) || strings.ContainsAny(b.Text, "\t\r\n") {
		t.Errorf("%q is not folded", b.Text)
	}
	last := 0
	for _, n := range b.Notes {
		if n.At < last || n.At > len(b.Text) {
			t.Errorf("note at %d of %q, after %d", n.At, b.Text, last)
		}
		last = n.At
	}
	for _, s := range b.Italic {
		if s.Start < 0 || s.Start > s.End || s.End > len(b.Text) {
			t.Errorf("italics %v of %q", s, b.Text)
		}
	}
	for _, l := range b.Links {
		if l.Start < 0 || l.Start > l.End || l.End > len(b.Text) {
			t.Errorf("link %v of %q", l, b.Text)
		}
	}
}
