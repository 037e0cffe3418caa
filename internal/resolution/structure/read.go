package structure

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"comity/internal/resolution"
	"comity/internal/resolution/source"
)

// NotAResolution says that a text has not what makes a resolution, decision or
// declaration.
type NotAResolution struct {
	Name string   // of the source
	Want []string // what was looked for and not found
}

func (e *NotAResolution) Error() string {
	return fmt.Sprintf("%s: not read as a resolution, decision or declaration: %s", e.Name, strings.Join(e.Want, "; "))
}

// Read reads a source into its Documents: all fields but phrases, clauses and
// citations. What the text leaves open stands in Uncertain. A text that is no
// resolution, decision or declaration is a *NotAResolution error.
func Read(src source.Source) ([]resolution.Document, error) {
	lang := languageOf(src)
	t := tongueOf(lang)
	pieces, notes, printed := takeApart(src, t)
	raws := split(pieces, t)
	if len(raws) == 0 {
		raws = declaration(pieces, src.Head, t)
	}
	if len(raws) == 0 {
		return nil, &NotAResolution{src.Name, []string{
			`no enacting formula such as "The General Assembly," was found`,
			"no number or symbol of a resolution with paragraphs that act was found",
		}}
	}
	docs := make([]resolution.Document, 0, len(raws))
	from := 0
	for k, r := range raws {
		until := len(src.Blocks)
		if k+1 < len(raws) {
			until = beginOf(raws[k+1])
		}
		own := between(notes, from, until, k+1 == len(raws))
		from = until
		var before *resolution.Document
		if k > 0 && !ownTitle(r.head) {
			before = &docs[k-1]
		}
		docs = append(docs, assemble(r, own, src, before, printed, lang, t))
	}
	if len(docs) == 1 && len(docs[0].Paragraphs) == 0 {
		return nil, &NotAResolution{src.Name, []string{"no paragraph was found behind its head"}}
	}
	return docs, nil
}

// ownTitle says whether a head names its resolution by a symbol or a number;
// a part of a composite resolution has a letter only.
func ownTitle(head []piece) bool {
	for i := range head {
		if _, _, _, ok := docTitle(head[i].text); ok || len(head[i].text) < 60 && resolutionSymbol(head[i].text) != "" {
			return true
		}
	}
	return false
}

func languageOf(src source.Source) string {
	lang := language(func(yield func(string) bool) {
		for i := range src.Blocks {
			if !yield(src.Blocks[i].Text) {
				return
			}
		}
	})
	if lang == "" {
		lang = src.Head.Language
	}
	if lang == "" {
		lang = "en"
	}
	return lang
}

// takeApart makes pieces and footnotes of the source's blocks. printed says that
// the source knows lines only.
func takeApart(src source.Source, t *tongue) (pieces []piece, notes []note, printedLines bool) {
	for i := range src.Blocks {
		if src.Blocks[i].Role == source.Line && strings.TrimSpace(src.Blocks[i].Text) != "" {
			printedLines = true
			break
		}
	}
	if !printedLines {
		pieces, notes = fromParagraphs(src.Blocks)
		return pieces, notes, false
	}
	blocks := make([]source.Block, len(src.Blocks))
	copy(blocks, src.Blocks)
	for i := range blocks {
		b := &blocks[i]
		if b.Role == source.Footnote {
			notes = append(notes, note{b.Number, fold(rich{text: b.Text}).text, i, b.Line})
			*b = source.Block{Role: source.PageBreak}
		}
	}
	lines := printed(blocks)
	from := headEnd(lines, t)
	symbol, title := ownHead(lines[:from])
	setAsideFurniture(lines, from, symbol, title, src.Kind == source.PDF, t)
	m := mannerOf(lines)
	lifted := liftNotes(lines, from, &m, t)
	notes = append(notes, lifted...)
	countNumbers(lines, from, &m, t)
	return joinLines(lines, &m, t), notes, true
}

// headEnd returns the index of the line of the first enacting formula, or 0.
func headEnd(lines []line, t *tongue) int {
	for i := range lines {
		if i > 400 {
			break
		}
		text := lines[i].text
		if len(text) > 600 {
			continue
		}
		if _, w, ok := formula(text); ok && (w == len(text) || t.opener(text[w:]) > 0) {
			return i
		}
		if i+1 < len(lines) && lines[i+1].gap == none && len(text) < 200 {
			if _, w, ok := formula(text + " " + lines[i+1].text); ok && w > len(text) {
				return i
			}
		}
	}
	return 0
}

// ownHead reads symbol and title from the lines of the head, to know them again
// in running heads.
func ownHead(lines []line) (symbol, title string) {
	for i := range lines {
		if symbol == "" {
			symbol = resolutionSymbol(lines[i].text)
		}
		if _, first, _, ok := docTitle(lines[i].text); ok && title == "" {
			title = first
			for k := i + 1; k < len(lines) && k < i+8; k++ {
				title += " " + lines[k].text
			}
		}
	}
	return symbol, title
}

// fromParagraphs makes pieces of blocks whose paragraphs are known.
func fromParagraphs(blocks []source.Block) (pieces []piece, notes []note) {
	pieces = make([]piece, 0, len(blocks))
	for i := range blocks {
		b := &blocks[i]
		r := fold(rich{b.Text, b.Notes, b.Italic})
		switch b.Role {
		case source.PageBreak:
			continue
		case source.Footnote:
			notes = append(notes, note{strings.TrimSpace(b.Number), r.text, i, b.Line})
			continue
		}
		p := piece{rich: r, heading: b.Role == source.Heading, annex: b.Role == source.AnnexHead, cell: b.Role == source.Cell, part: b.Part, gap: apart, no: b.Line, block: i}
		label := strings.TrimSpace(b.Number)
		if label == "" && !p.heading && !p.annex && !p.cell {
			label, p.rich = labelOf(p.rich)
		} else if label != "" {
			if _, bullet := cutBullet(label + " "); bullet {
				label = ""
			}
		}
		if label != "" {
			p.number, p.sub = labelParts(label)
		}
		if p.number != "" && p.sub == "" {
			if s, ok := readSub(p.text); ok && ordinal(s.text, alpha) == 1 {
				p.sub = s.text
				p.rich = cut(p.rich, s.width)
			}
		}
		pieces = append(pieces, p)
	}
	return pieces, notes
}

// labelOf cuts a typed label from the beginning of a paragraph.
func labelOf(r rich) (string, rich) {
	if n, ok := readNumber(r.text); ok {
		return strings.TrimSpace(r.text[:n.width]), cut(r, n.width)
	}
	if s, ok := readSub(r.text); ok {
		return "(" + s.text + ")", cut(r, s.width)
	}
	return "", r
}

// labelParts reads a label that stands apart: "12." is a number, "(a)" a
// sub-paragraph's label.
func labelParts(label string) (number, sub string) {
	if n, ok := readNumber(label + " "); ok {
		return fmt.Sprint(n.n), ""
	}
	if s, ok := readSub(label + " "); ok {
		return "", s.text
	}
	return strings.Trim(label, ". \t"), ""
}

func beginOf(r raw) int {
	if len(r.head) > 0 {
		return r.head[0].block
	}
	if len(r.body) > 0 {
		return r.body[0].block
	}
	return 0
}

func between(notes []note, from, until int, last bool) []note {
	var out []note
	for _, n := range notes {
		if n.at >= from && (last || n.at < until) {
			out = append(out, n)
		}
	}
	return out
}

// assemble makes a Document of its pieces and footnotes.
func assemble(r raw, notes []note, src source.Source, before *resolution.Document, printed bool, lang string, t *tongue) resolution.Document {
	doc := resolution.Document{Organ: r.organ, Language: lang}
	titles := readHead(&doc, r.head, src.Head, before, t)
	reader := bodyReader{tongue: t, symbol: doc.Symbol}
	reader.read(r.body)
	entries := reader.entries

	known := make(map[string]bool, len(notes))
	for _, n := range notes {
		known[n.marker] = true
	}
	texts := make([]rich, 0, len(titles)+len(entries))
	for _, p := range titles {
		texts = append(texts, p.rich)
	}
	for i := range entries {
		texts = append(texts, entries[i].rich)
	}
	findMarkers(texts, known, printed || unreferenced(texts, known), t)

	ids, numbers, doubts := identify(entries)
	b := newBinder(notes, &doc)
	for i := range titles {
		for _, n := range texts[i].notes {
			b.bind(n.Marker, titles[i].block)
		}
		titles[i].rich = texts[i]
	}
	if doc.Title != "" && len(titles) > 0 {
		cleanTitle(&doc, titles, t)
	}
	doc.Paragraphs = make([]resolution.Paragraph, len(entries))
	for i := range entries {
		doc.Paragraphs[i] = b.paragraph(&entries[i], texts[len(titles)+i], ids[i], numbers[i])
	}
	b.rest()
	doc.Uncertain = append(doc.Uncertain, doubts...)
	if len(r.body) > 0 {
		narrated(&doc, r.body[0].text, t)
	}
	closing(&doc, &reader, src.Head, before)
	return doc
}

// unreferenced says whether a footnote is known that no marker of the markup
// leads to, so that its marker may stand in the text as plain digits.
func unreferenced(texts []rich, known map[string]bool) bool {
	if len(known) == 0 {
		return false
	}
	seen := make(map[string]bool, len(known))
	for i := range texts {
		for _, n := range texts[i].notes {
			seen[n.Marker] = true
		}
	}
	for m := range known {
		if !seen[m] {
			return true
		}
	}
	return false
}

func cleanTitle(doc *resolution.Document, titles []piece, t *tongue) {
	for _, p := range titles {
		if len(p.notes) > 0 && !titles[0].empty() {
			if clean := titleText(titles, strings.HasSuffix(doc.Symbol, " "+titles[0].text[:1]), t); clean != "" {
				doc.Title = clean
			}
			return
		}
	}
}

// paragraph makes a Paragraph of an entry whose markers are taken out.
func (b *binder) paragraph(e *entry, r rich, id, number string) resolution.Paragraph {
	p := resolution.Paragraph{ID: id, Part: e.part, Number: number, Text: r.text}
	at := codePoints(r.text)
	for _, n := range r.notes {
		k, ok := b.bind(n.Marker, e.block)
		if !ok {
			b.doc.Uncertain = append(b.doc.Uncertain, resolution.Uncertain{Paragraph: id, Field: "footnotes",
				Why: "the marker " + n.Marker + where(e.no) + " has no footnote"})
			continue
		}
		p.Footnotes = append(p.Footnotes, n.Marker)
		p.NoteSpans = append(p.NoteSpans, resolution.Note{Footnote: k, At: at(n.At)})
	}
	for _, s := range r.italic {
		p.Emphasis = append(p.Emphasis, resolution.Span{at(s.Start), at(s.End)})
	}
	return p
}

// codePoints returns a function from bytes of s to code points, to be asked in
// any order.
func codePoints(s string) func(int) int {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	return func(at int) int {
		at = min(max(at, 0), len(s))
		if ascii {
			return at
		}
		return utf8.RuneCountInString(s[:at])
	}
}

// closing fills what the end of a document tells, and reports what is missing.
func closing(doc *resolution.Document, reader *bodyReader, hints source.Head, before *resolution.Document) {
	if reader.meeting != "" {
		doc.Meeting = reader.meeting
	}
	if doc.Adopted == "" {
		doc.Adopted = reader.date
	}
	if doc.Adopted == "" && before == nil {
		doc.Adopted = hints.Adopted
	}
	for _, f := range [...]struct{ name, value, why string }{
		{"symbol", doc.Symbol, "the text shows no symbol, nor a number and an organ to make it of"},
		{"title", doc.Title, "no title was found before the enacting formula"},
		{"adopted", doc.Adopted, "no date of adoption was found in the head or behind the last paragraph"},
	} {
		if f.value == "" && !(f.name == "title" && doc.Organ == "SC") { // the Security Council gives none
			doc.Uncertain = append(doc.Uncertain, resolution.Uncertain{Field: f.name, Why: f.why})
		}
	}
}
