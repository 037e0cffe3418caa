package akn

import (
	"strings"
	"testing"
)

// A file as the United Nations lays it out: enumerators flat beside the numbers,
// sections that number anew, a part of a section that does not.
const flat = root + `<statement name="resolution"><preface><p><docNumber>9/9.</docNumber><docTitle>Ports</docTitle></p></preface>
<preamble><formula name="enactingFormula"><p>The Assembly,</p></formula>
<container name="Noting"><p><span class="italic">Noting</span> two things:</p></container>
<blockList eId="l"><item eId="l1"><num>(a)</num><p>One,</p></item></blockList></preamble>
<mainBody>
<paragraph class="H23"><num>I</num></paragraph><paragraph class="H23"><subheading>Lights</subheading></paragraph>
<paragraph><num>	1.</num><content><p><span class="italic">Asks</span> for:</p></content></paragraph>
<paragraph><content><p>(a)	light;<authorialNote marker="1"><p>See <a href="x">9/8</a>.</p></authorialNote></p></content></paragraph>
<paragraph><num>(h)</num><content><p>heat;</p></content></paragraph>
<paragraph><num>(i)</num><content><p>ice:</p></content></paragraph>
<paragraph><num>(i)</num><content><p>in blocks;</p></content></paragraph>
<paragraph><num>(ii)</num><content><p>crushed;<sup>1</sup></p></content></paragraph>
<paragraph class="H23"><subheading>II</subheading></paragraph>
<crossHeading refersTo="#preamble"><span class="italic">Recalling</span> salt,</crossHeading>
<paragraph><num>1.</num><content><p><span class="italic">Ends.</span></p></content></paragraph>
<paragraph class="SingleTxt"><content><p>A caption nobody numbered</p></content></paragraph>
</mainBody>
<attachments><attachment><doc name="annex"><mainBody>
<paragraph class="HCh"><content><p><docType>Annex</docType> <docTitle>Rules</docTitle></p></content></paragraph>
<paragraph><num>1.</num><content><p>Light is good.</p></content></paragraph></mainBody></doc></attachment></attachments></statement></akomaNtoso>`

func TestGold(t *testing.T) {
	g, err := GoldOf("flat.xml", []byte(flat))
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Documents) != 1 || g.Head.Title != "Ports" {
		t.Fatalf("%+v", g)
	}
	var got []string
	for _, p := range g.Documents[0].Paragraphs {
		got = append(got, string(p.Part)+" "+p.Number+" "+p.Text+" "+strings.Join(p.Notes, ","))
	}
	want := []string{
		"preamble  Noting two things: ", "preamble (a) One, ",
		"operative I.1 Asks for: ", "operative I.1(a) light; 1", "operative I.1(h) heat; ", "operative I.1(i) ice: ",
		"operative I.1(i)(i) in blocks; ", "operative I.1(i)(ii) crushed; 1",
		"preamble  Recalling salt, ", "operative II.1 Ends. ", "annex 1 Light is good. ",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if n := g.Documents[0].Notes; len(n) != 1 || n[0].Text != "See 9/8." || len(n[0].Links) != 1 {
		t.Errorf("notes %+v", n)
	}
	if p := g.Documents[0].Paragraphs[0]; p.Italic != "Noting" || p.Container != "Noting" {
		t.Errorf("phrase %q, %q", p.Italic, p.Container)
	}
}

func TestPlainText(t *testing.T) {
	src, err := Source("flat.xml", []byte(flat))
	if err != nil {
		t.Fatal(err)
	}
	got := PlainText(src)
	for _, want := range []string{"9/9.\tPorts\n\nThe Assembly,\n\nNoting two things:\n\n(a)\tOne,\n\nI\n\nLights\n\n1.\tAsks for:\n\n(a) light;¹\n\n", "crushed;¹\n\n", "__________________\n\n¹ See 9/8.\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
}
