package akn

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"comity/internal/resolution"
)

// namespace is the one that Akoma Ntoso gives to what Comity adds: the printed
// and cited ids, the head, the clauses and what the reading left uncertain.
const namespace = "urn:comity:akn:1"

const akomaNtosoNamespace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

// Write writes a document as Akoma Ntoso 1.0, valid by akomantoso30.xsd, in the
// manner of AKN4UN:
//
//   - preambular paragraphs are containers, operative ones <paragraph> with
//     <subparagraph> inside, sections <section>, annexes <attachment>, with eIds
//     made of the printed numbers: para_12__subpara_a, sec_III__para_7;
//   - citations are <ref>, footnotes <authorialNote> in their places, italics
//     <span class="italic">;
//   - the parts of the clauses are <inline name="phrase"> (addressee, action,
//     condition, deadline, report_to …) where they nest, and each clause stands in
//     <otherAnalysis> with its fields, which point to those elements or, where
//     spans cross, to code points of the paragraph;
//   - the head and the uncertain fields stand in <proprietary>.
//
// Document reads it back. An error is w's, or says which paragraph holds a
// character that XML cannot carry.
func Write(w io.Writer, doc resolution.Document) error {
	if err := writable(doc); err != nil {
		return err
	}
	out := &writer{out: bufio.NewWriter(w), doc: &doc, ids: map[string]bool{}}
	out.document()
	return out.out.Flush()
}

// writable refuses the characters that XML 1.0 has no way to write.
func writable(doc resolution.Document) error {
	bad := func(s string) (rune, bool) {
		for i, r := range s {
			if !allowed(r) {
				return r, true
			}
			if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
				return rune(s[i]), true // no UTF-8
			}
		}
		return 0, false
	}
	for _, p := range doc.Paragraphs {
		if r, is := bad(p.Text + p.Number + p.ID); is {
			return fmt.Errorf("paragraph %s of %s holds the character %U, which XML cannot carry; mend the source", p.ID, doc.Symbol, r)
		}
	}
	for _, n := range doc.Footnotes {
		if r, is := bad(n.Marker + n.Text); is {
			return fmt.Errorf("footnote %s of %s holds the character %U, which XML cannot carry; mend the source", n.Marker, doc.Symbol, r)
		}
	}
	for _, s := range []string{doc.Symbol, doc.Title, doc.Meeting, doc.AgendaItem, doc.Report} {
		if r, is := bad(s); is {
			return fmt.Errorf("the head of %s holds the character %U, which XML cannot carry; mend the source", doc.Symbol, r)
		}
	}
	return nil
}

type writer struct {
	out   *bufio.Writer
	doc   *resolution.Document
	ids   map[string]bool // eIds given
	noted []bool          // footnotes written at their place
	eIDs  []string        // of each paragraph
	prose []prose         // of each paragraph
}

// raw writes s as it is. An error stays with the writer until Flush gives it.
func (w *writer) raw(s string) { _, _ = w.out.WriteString(s) }

// escaper writes text and attribute values; line ends are written as numbers so
// that no reader folds them.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "&#13;", "\n", "&#10;", "\t", "&#9;")

func escape(s string) string {
	if !strings.ContainsAny(s, "&<>\"\r\n\t") {
		return s
	}
	return escaper.Replace(s)
}

// tag writes <name a="b" …>; pairs with an empty value are left out. A name
// that ends in "/" makes an empty element.
func (w *writer) tag(name string, pairs ...string) {
	name, empty := strings.CutSuffix(name, "/")
	w.raw(`<`)
	w.raw(name)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		w.raw(` `)
		w.raw(pairs[i])
		w.raw(`="`)
		w.raw(escape(pairs[i+1]))
		w.raw(`"`)
	}
	if empty {
		w.raw(`/`)
	}
	w.raw(`>`)
}

func (w *writer) end(name string) {
	w.raw("</")
	w.raw(name)
	w.raw(`>`)
}

// element writes an element that holds nothing but text.
func (w *writer) element(name, text string, pairs ...string) {
	w.tag(name, pairs...)
	w.raw(escape(text))
	w.end(name)
}

func (w *writer) newline(indent int) {
	w.raw("\n")
	for range indent {
		w.raw("  ")
	}
}

// eID gives an eId that nothing else has, from the wanted one.
func (w *writer) eID(want string) string {
	var b strings.Builder
	for _, r := range want {
		switch {
		case r <= ' ' || wideSpace(r) || r == '\'' || r == '"' || r == '<' || r == '&' || r == '#':
			b.WriteByte('-')
		default:
			b.WriteRune(r)
		}
	}
	id := b.String()
	for n := 2; w.ids[id]; n++ {
		id = b.String() + "-" + strconv.Itoa(n)
	}
	w.ids[id] = true
	return id
}

func (w *writer) document() {
	doc := w.doc
	w.noted = make([]bool, len(doc.Footnotes))
	w.raw(`<?xml version="1.0" encoding="UTF-8"?>`)
	w.newline(0)
	w.tag("akomaNtoso", "xmlns", akomaNtosoNamespace, "xmlns:comity", namespace)
	w.newline(0)
	w.tag("statement", "name", kindOf(doc), "contains", "originalVersion")
	tree := w.arrange()
	w.name(tree)
	w.meta(tree.sequential)
	w.cover()
	w.newline(1)
	w.tag("preface")
	w.tag("p")
	if number := symbolNumber(doc.Symbol); number != "" {
		w.element("docNumber", number+".")
		w.raw(` `)
	}
	w.element("docTitle", doc.Title, "refersTo", "#resolutionTitle")
	w.end("p")
	w.end("preface")
	w.body(tree)
	w.newline(0)
	w.end("statement")
	w.newline(0)
	w.end("akomaNtoso")
	w.newline(0)
}

func kindOf(doc *resolution.Document) string {
	if strings.Contains(doc.Symbol, "/DEC/") {
		return "decision"
	}
	return "resolution"
}

// symbolNumber is the number that a resolution's title is printed with: "74/177"
// for A/RES/74/177.
func symbolNumber(symbol string) string {
	for _, mark := range []string{"/RES/", "/DEC/"} {
		if _, n, ok := strings.Cut(symbol, mark); ok {
			return n
		}
	}
	return ""
}

// organName gives the organ's part of a work's URI and its name.
func organName(code string) (uri, name string) {
	switch code {
	case "GA":
		return "unga", "General Assembly"
	case "SC":
		return "unsc", "Security Council"
	case "ECOSOC":
		return "unecosoc", "Economic and Social Council"
	case "HRC":
		return "unhrc", "Human Rights Council"
	case "":
		return "un", "United Nations"
	}
	return strings.ToLower(code), code
}

func (w *writer) meta(sequential bool) {
	doc := w.doc
	organ, organTitle := organName(doc.Organ)
	date := doc.Adopted
	if date == "" {
		date = "0001-01-01"
	}
	number := strings.NewReplacer("/", "-", " ", "-", "(", "", ")", "").Replace(symbolNumber(doc.Symbol))
	if number == "" {
		number = "nn"
	}
	work := "/akn/un/statement/deliberation/" + organ + "/" + date + "/" + number + "/"
	expression := work + languageCode(doc.Language) + "@"
	level := func(name, this, uri string, dated string) {
		w.newline(3)
		w.tag(name)
		w.tag("FRBRthis/", "value", this)
		w.tag("FRBRuri/", "value", uri)
		w.tag("FRBRdate/", "date", date, "name", dated)
		w.tag("FRBRauthor/", "href", "#"+organ, "as", "#author")
		switch name {
		case "FRBRWork":
			w.tag("FRBRcountry/", "value", "un")
		case "FRBRExpression":
			w.tag("FRBRlanguage/", "language", languageCode(doc.Language))
		}
		w.end(name)
	}
	w.newline(1)
	w.tag("meta")
	w.newline(2)
	w.tag("identification", "source", "#comity")
	level("FRBRWork", work+"!main", work, "adoption")
	level("FRBRExpression", expression+"/!main", expression+"/", "adoption")
	level("FRBRManifestation", expression+"/!main.xml", expression+".xml", "adoption")
	w.newline(2)
	w.end("identification")
	w.analysis()
	w.newline(2)
	w.tag("references", "source", "#comity")
	w.tag("TLCOrganization/", "eId", w.eID(organ), "href", "/akn/ontology/organization/un/"+organ, "showAs", organTitle)
	w.tag("TLCTerm/", "eId", w.eID("resolutionTitle"), "href", "/akn/ontology/reference/un/resolutionTitle", "showAs", "Resolution title")
	w.tag("TLCRole/", "eId", w.eID("author"), "href", "/akn/ontology/role/un/author", "showAs", "Author")
	w.tag("TLCConcept/", "eId", w.eID("symbol"), "href", "/akn/ontology/reference/un/symbol", "showAs", "Symbol")
	w.tag("TLCConcept/", "eId", w.eID("comity"), "href", "/akn/ontology/concept/comity/reading", "showAs", "Comity")
	w.end("references")
	w.looseNotes()
	w.proprietary(sequential)
	w.newline(1)
	w.end("meta")
}

// looseNotes writes the footnotes that no paragraph holds a marker of.
func (w *writer) looseNotes() {
	open := false
	for i, n := range w.doc.Footnotes {
		if w.noted[i] {
			continue
		}
		if !open {
			w.newline(2)
			w.tag("notes", "source", "#comity")
			open = true
		}
		w.tag("note", "eId", w.eID("note_"+strconv.Itoa(i+1)), "marker", n.Marker, "comity:note", strconv.Itoa(i))
		w.element("p", n.Text)
		w.end("note")
	}
	if open {
		w.end("notes")
	}
}

// proprietary writes what Akoma Ntoso has no place for.
func (w *writer) proprietary(sequential bool) {
	doc := w.doc
	w.newline(2)
	w.tag("proprietary", "source", "#comity")
	w.newline(3)
	session := ""
	if doc.Session != 0 {
		session = strconv.Itoa(doc.Session)
	}
	w.tag("comity:document/", "symbol", doc.Symbol, "title", doc.Title, "organ", doc.Organ, "session", session, "adopted", doc.Adopted,
		"meeting", doc.Meeting, "agendaItem", doc.AgendaItem, "report", doc.Report, "language", doc.Language)
	for _, u := range doc.Uncertain {
		w.newline(3)
		w.element("comity:uncertain", u.Why, "paragraph", u.Paragraph, "field", u.Field)
	}
	for i, p := range doc.Paragraphs {
		at := strconv.Itoa(i)
		for _, m := range w.prose[i].crossing {
			w.newline(3)
			w.tag("comity:italic/", "paragraph", at, "start", strconv.Itoa(m[0]), "end", strconv.Itoa(m[1]))
		}
		if !sameMarkers(p, doc.Footnotes) {
			w.newline(3)
			w.tag("comity:markers", "paragraph", at)
			for _, m := range p.Footnotes {
				w.element("comity:marker", m)
			}
			w.end("comity:markers")
		}
		if !sequential {
			w.newline(3)
			w.tag("comity:order/", "paragraph", at, "id", p.ID)
		}
	}
	w.newline(2)
	w.end("proprietary")
}

// sameMarkers says whether the markers of a paragraph are those of its notes in
// their places, so that they need not be written apart.
func sameMarkers(p resolution.Paragraph, notes []resolution.Footnote) bool {
	if len(p.Footnotes) != len(p.NoteSpans) {
		return false
	}
	for i, n := range p.NoteSpans {
		if n.Footnote < 0 || n.Footnote >= len(notes) || notes[n.Footnote].Marker != p.Footnotes[i] {
			return false
		}
	}
	return true
}

func (w *writer) cover() {
	doc := w.doc
	_, organ := organName(doc.Organ)
	w.newline(1)
	w.tag("coverPage")
	line := func(name, text string, pairs ...string) {
		if text == "" {
			return
		}
		w.tag("p")
		w.element(name, text, pairs...)
		w.end("p")
	}
	line("docNumber", doc.Symbol, "refersTo", "#symbol")
	line("docAuthority", organ)
	if doc.Session != 0 {
		line("session", strconv.Itoa(doc.Session), "value", strconv.Itoa(doc.Session))
	}
	line("inline", doc.AgendaItem, "name", "agenda item")
	line("docDate", doc.Adopted, "date", doc.Adopted)
	line("inline", doc.Report, "name", "originating document")
	line("inline", doc.Meeting, "name", "adoptionMeeting")
	if doc.Symbol == "" && organ == "" {
		w.tag("p/")
	}
	w.end("coverPage")
}
