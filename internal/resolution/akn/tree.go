package akn

import (
	"cmp"
	"strconv"
	"strings"

	"comity/internal/resolution"
)

// node is a paragraph in the tree of the document, or a section around some.
type node struct {
	index    int    // into Document.Paragraphs; -1 for a section
	section  string // "III" for a section
	id       string // eId
	children []*node
	parent   *node // of a sub-paragraph
}

// tree is a document arranged as Akoma Ntoso wants it.
type tree struct {
	preamble   []*node
	body       []*node
	annexes    []annex
	sequential bool // reading it in order gives the paragraphs in order
}

type annex struct {
	name  string // "annex1": what stands before the first stop of the ids
	nodes []*node
	id    string // eId
}

// arrange puts the paragraphs of the document into the tree, names them, and
// finds the marks of each.
func (w *writer) arrange() tree {
	var t tree
	var order []int
	var path []*node // the open paragraph and its open sub-paragraphs
	var section *node
	w.prose = make([]prose, len(w.doc.Paragraphs))
	w.eIDs = make([]string, len(w.doc.Paragraphs))
	bodyBegun := false
	var late []int // annexed paragraphs come after all others
	for i := range w.doc.Paragraphs {
		p := &w.doc.Paragraphs[i]
		w.prose[i] = marksOf(p)
		for _, n := range p.NoteSpans {
			if n.Footnote >= 0 && n.Footnote < len(w.noted) {
				w.noted[n.Footnote] = true
			}
		}
		n := &node{index: i}
		if parent := parentOf(p, path, w.doc.Paragraphs); parent >= 0 {
			path = append(path[:parent+1], n)
			path[parent].children = append(path[parent].children, n)
		} else {
			path = append(path[:0], n)
			switch {
			case p.Part == resolution.Annex:
				name, _, _ := strings.Cut(p.ID, ".")
				if len(t.annexes) == 0 || t.annexes[len(t.annexes)-1].name != name {
					t.annexes = append(t.annexes, annex{name: name})
				}
				a := &t.annexes[len(t.annexes)-1]
				a.nodes = append(a.nodes, n)
			case p.Part == resolution.Preamble && !bodyBegun:
				t.preamble = append(t.preamble, n)
			default:
				bodyBegun = true
				if s := sectionOf(p); s == "" {
					section = nil
					t.body = append(t.body, n)
				} else {
					if section == nil || section.section != s {
						section = &node{index: -1, section: s}
						t.body = append(t.body, section)
					}
					section.children = append(section.children, n)
				}
			}
		}
		if p.Part == resolution.Annex {
			late = append(late, i)
		} else {
			order = append(order, i)
		}
	}
	t.sequential = true
	for i, index := range append(order, late...) {
		t.sequential = t.sequential && i == index
	}
	return t
}

// parentOf finds among the open paragraphs the one that a sub-paragraph belongs
// to: its id is the parent's and one more enumerator in brackets.
func parentOf(p *resolution.Paragraph, path []*node, all []resolution.Paragraph) int {
	for d := len(path) - 1; d >= 0; d-- {
		up := &all[path[d].index]
		rest, ok := strings.CutPrefix(p.ID, up.ID)
		if ok && up.Part == p.Part && len(rest) > 2 && rest[0] == '(' && rest[len(rest)-1] == ')' && strings.Count(rest, "(") == 1 {
			return d
		}
	}
	return -1
}

// sectionOf is the section in an operative paragraph's number: "III" of "III.7".
func sectionOf(p *resolution.Paragraph) string {
	if p.Part != resolution.Operative {
		return ""
	}
	at := strings.LastIndexByte(p.ID, '.')
	if at < 0 || p.ID != p.Number {
		return ""
	}
	s := p.ID[:at]
	if s == "" || strings.ContainsAny(s, "( )") || s[0] >= '0' && s[0] <= '9' {
		return ""
	}
	return s
}

// printedNumber is what is printed before a paragraph: "12." for 12, "7." for
// III.7, "(a)" for 12(a), whose parent's number is 12.
func printedNumber(number, parent string) string {
	rest := strings.TrimPrefix(number, parent)
	if rest == "" || strings.HasPrefix(rest, "(") {
		return rest
	}
	if at := strings.LastIndexByte(rest, '.'); at >= 0 && strings.Trim(rest[:at], "IVXLC.ABDEFGH") == "" {
		rest = rest[at+1:]
	}
	return rest + "."
}

// enumerator is the id's last part as eIds have it: "a" of "12(a)".
func enumerator(id, parent string) string {
	return strings.Trim(strings.TrimPrefix(id, parent), "()")
}

// name gives every paragraph its eId, and those of the marks inside it.
func (w *writer) name(t tree) {
	for _, n := range t.preamble {
		w.nameRecital(n, "")
	}
	for _, n := range t.body {
		switch {
		case n.index < 0:
			n.id = w.eID("sec_" + n.section)
			for _, c := range n.children {
				w.nameParagraph(c, n.id+"__para_", n.section+".")
			}
		case w.doc.Paragraphs[n.index].Part == resolution.Preamble:
			w.nameRecital(n, "")
		default:
			w.nameParagraph(n, "para_", "")
		}
	}
	for i := range t.annexes {
		a := &t.annexes[i]
		a.id = w.eID("att_" + strconv.Itoa(i+1))
		for _, c := range a.nodes {
			w.nameParagraph(c, a.id+"__para_", a.name+".")
		}
	}
}

func (w *writer) nameRecital(n *node, up string) {
	p := &w.doc.Paragraphs[n.index]
	if up == "" {
		n.id = w.eID("container_" + strings.TrimPrefix(p.ID, "pp"))
	} else {
		n.id = w.eID(up + "__item_" + enumerator(p.ID, w.parentID(n)))
	}
	w.nameMarks(n)
	for _, c := range n.children {
		c.parent = n
		w.nameRecital(c, n.id)
	}
}

func (w *writer) nameParagraph(n *node, within, before string) {
	p := &w.doc.Paragraphs[n.index]
	n.id = w.eID(within + enumerator(p.ID, before))
	w.nameMarks(n)
	for _, c := range n.children {
		c.parent = n
		w.nameParagraph(c, n.id+"__subpara_", p.ID)
	}
}

func (w *writer) parentID(n *node) string {
	if n.parent == nil {
		return ""
	}
	return w.doc.Paragraphs[n.parent.index].ID
}

func (w *writer) nameMarks(n *node) {
	w.eIDs[n.index] = n.id
	count := 0
	for i := range w.prose[n.index].marks {
		m := &w.prose[n.index].marks[i]
		if elementOf(m.name) == "inline" {
			count++
			m.eID = w.eID(n.id + "__inline_" + strconv.Itoa(count))
		}
	}
}

func (w *writer) body(t tree) {
	if len(t.preamble) > 0 {
		w.newline(1)
		w.tag("preamble")
		for _, n := range t.preamble {
			w.newline(2)
			w.recital(n)
		}
		w.newline(1)
		w.end("preamble")
	}
	w.newline(1)
	w.tag("mainBody")
	for _, n := range t.body {
		w.newline(2)
		switch {
		case n.index < 0:
			w.tag("section", "eId", n.id)
			w.element("num", n.section)
			for _, c := range n.children {
				w.newline(3)
				w.paragraph(c, "paragraph")
			}
			w.newline(2)
			w.end("section")
		case w.doc.Paragraphs[n.index].Part == resolution.Preamble:
			w.recital(n)
		default:
			w.paragraph(n, "paragraph")
		}
	}
	if len(t.body) == 0 {
		w.tag("p/")
	}
	w.newline(1)
	w.end("mainBody")
	if len(t.annexes) == 0 {
		return
	}
	w.newline(1)
	w.tag("attachments")
	for i, a := range t.annexes {
		w.annex(i+1, a)
	}
	w.newline(1)
	w.end("attachments")
}

func (w *writer) annex(n int, a annex) {
	w.newline(2)
	w.tag("attachment", "eId", a.id)
	w.tag("doc", "name", "annex", "contains", "originalVersion")
	w.annexMeta(n)
	w.newline(3)
	w.tag("mainBody")
	for _, c := range a.nodes {
		w.newline(4)
		w.paragraph(c, "paragraph")
	}
	w.newline(3)
	w.end("mainBody")
	w.end("doc")
	w.end("attachment")
}

// annexMeta writes the least that a document inside another must say of itself.
func (w *writer) annexMeta(n int) {
	organ, _ := organName(w.doc.Organ)
	date := w.doc.Adopted
	if date == "" {
		date = "0001-01-01"
	}
	number := strings.NewReplacer("/", "-", " ", "-", "(", "", ")", "").Replace(symbolNumber(w.doc.Symbol))
	uri := "/akn/un/statement/deliberation/" + organ + "/" + date + "/" + cmp.Or(number, "nn") + "/annex_" + strconv.Itoa(n)
	w.tag("meta")
	w.tag("identification", "source", "#comity")
	for _, level := range []string{"FRBRWork", "FRBRExpression", "FRBRManifestation"} {
		w.tag(level)
		w.tag("FRBRthis/", "value", uri)
		w.tag("FRBRuri/", "value", uri)
		w.tag("FRBRdate/", "date", date, "name", "adoption")
		w.tag("FRBRauthor/", "href", "#"+organ, "as", "#author")
		switch level {
		case "FRBRWork":
			w.tag("FRBRcountry/", "value", "un")
		case "FRBRExpression":
			w.tag("FRBRlanguage/", "language", languageCode(w.doc.Language))
		}
		w.end(level)
	}
	w.end("identification")
	w.end("meta")
}

// recital writes a preambular paragraph, with its sub-paragraphs as a list.
func (w *writer) recital(n *node) {
	p := &w.doc.Paragraphs[n.index]
	w.tag("container", "name", cmp.Or(p.Phrase, "recital"), "eId", n.id, "comity:id", p.ID, "comity:number", numberApart(p))
	w.tag("p")
	w.writeProse(n.index)
	w.end("p")
	w.items(n)
	w.end("container")
}

func (w *writer) items(n *node) {
	if len(n.children) == 0 {
		return
	}
	w.tag("blockList", "eId", w.eID(n.id+"__list_1"))
	for _, c := range n.children {
		p := &w.doc.Paragraphs[c.index]
		w.tag("item", "eId", c.id, "comity:id", p.ID, "comity:number", numberApart(p))
		w.num(c)
		w.tag("p")
		w.writeProse(c.index)
		w.end("p")
		w.items(c)
		w.end("item")
	}
	w.end("blockList")
}

// numberApart is the printed number where the id does not tell it: "-" for none.
func numberApart(p *resolution.Paragraph) string {
	switch p.Number {
	case p.ID:
		return ""
	case "":
		return "-"
	}
	return p.Number
}

func (w *writer) num(n *node) {
	above := ""
	if n.parent != nil {
		above = w.doc.Paragraphs[n.parent.index].Number
	}
	if printed := printedNumber(w.doc.Paragraphs[n.index].Number, above); printed != "" {
		w.element("num", printed)
	}
}

// paragraph writes a paragraph of the operative part or of an annex with all
// that is below it.
func (w *writer) paragraph(n *node, element string) {
	p := &w.doc.Paragraphs[n.index]
	w.tag(element, "eId", n.id, "comity:id", p.ID, "comity:number", numberApart(p))
	w.num(n)
	text := "content"
	if len(n.children) > 0 {
		text = "intro"
	}
	w.tag(text, "eId", w.eID(n.id+"__"+text))
	w.tag("p")
	w.writeProse(n.index)
	w.end("p")
	w.end(text)
	for _, c := range n.children {
		w.newline(4)
		w.paragraph(c, "subparagraph")
	}
	w.end(element)
}
