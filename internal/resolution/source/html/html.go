// Package html takes an HTML page apart into Blocks: as the United Nations
// publishes it and as word processors write it. It reads tag by tag and never
// holds a tree, so that its memory is that of the text. Numbers of ordered
// lists become printed numbers, links between a marker and a note become
// footnotes, cells of tables are marked as such.
package html

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"comity/internal/resolution/source"
)

// maxToken is the longest tag or text between two tags that is read, in bytes.
const maxToken = 8 << 20

// Read takes the page apart. It refuses, with the line and the reason, what is
// larger or deeper than source's limits.
func Read(name string, data []byte) (source.Source, error) {
	if len(data) > source.MaxText {
		return source.Source{}, source.TooLarge(name, "", int64(len(data)), source.MaxText)
	}
	text, doubt, err := decode(name, data)
	if err != nil {
		return source.Source{}, err
	}
	r := &reader{name: name, line: 1, targets: map[string]string{}, more: map[int][]string{}, note: -1}
	if doubt != "" {
		r.doubts = append(r.doubts, doubt)
	}
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(maxToken)
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return source.Source{}, &source.Refused{Name: name, Where: fmt.Sprintf("line %d", r.line), Why: "one tag or text is longer than any page's", Hint: "give the resolution as text, XML, DOCX or PDF", Err: err}
			}
			break
		}
		raw := z.Raw()
		if err := r.token(z, kind); err != nil {
			return source.Source{}, err
		}
		r.line += bytes.Count(raw, []byte("\n"))
	}
	r.closeTo(0)
	r.flush()
	r.joinNotes()
	r.bindNotes()
	return source.Source{Name: name, Kind: source.HTML, Blocks: r.blocks, Head: r.head, Doubts: r.doubts}, nil
}

// decode turns the page into UTF-8 by its mark, its own bytes, or what its
// <meta> states, in this order: pages that state a wrong encoding are common,
// text that is valid UTF-8 by chance is not.
func decode(name string, data []byte) (text, doubt string, err error) {
	if !utf8.Valid(data) {
		head := data[:min(len(data), 1024)]
		stated := bytes.Contains(bytes.ToLower(head), []byte("charset"))
		if enc, label, _ := charset.DetermineEncoding(head, ""); stated && label != "utf-8" {
			out, err := enc.NewDecoder().Bytes(data)
			if err == nil {
				return source.NFC(string(out)), "", nil
			}
		}
	}
	d, err := source.Decode(name, data)
	if err != nil {
		return "", "", err
	}
	if d.Guessed {
		doubt = fmt.Sprintf("the page is not UTF-8 and does not state its encoding; it was read as %s, which is a guess", d.Encoding)
	}
	return d.Text, doubt, nil
}

// element is an open element that changes how text inside it is read.
type element struct {
	tag                       string
	italic, raised, pre, note bool
	skip                      bool
	list                      *list
	cellFrom                  int // blocks that stood before this cell
}

// list is an open list.
type list struct {
	kind string // "1", "a", "A", "i", "I"; "" for a list without numbers
	next int
}

// reader is the state of one reading.
type reader struct {
	name   string
	line   int
	head   source.Head
	doubts []string

	stack  []element
	build  source.Builder
	blocks []source.Block
	texts  int

	number  string   // number of a list item whose first block is yet to come
	depth   int      // its level
	ids     []string // ids met since the last block
	broken  bool     // a <br> was the last thing read
	anchor  *anchor
	marker  string            // the block being built is a footnote with this marker
	targets map[string]string // target of a reference to a footnote: its marker
	blockID [][]string        // ids of each block
	more    map[int][]string  // further paragraphs of a footnote, by its block
	note    int               // index of the footnote block of the open note element, -1 none
}

// blockTags begin and end a block of text.
var blockTags = set("address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul title")

// skipTags hold no text of the page.
var skipTags = set("head script style template noscript svg math select button textarea object iframe canvas audio video del")

// voidTags are never closed.
var voidTags = set("area base br col embed hr img input link meta param source track wbr")

// implied says which open elements a start tag closes, as HTML lets end tags
// be left out; the search ends at scope.
var implied = map[string]struct{ closes, scope map[string]bool }{
	"li": {set("li"), set("ol ul")},
	"td": {set("td th"), set("tr table")},
	"th": {set("td th"), set("tr table")},
	"tr": {set("tr"), set("table")},
	"dd": {set("dd dt"), set("dl")},
	"dt": {set("dd dt"), set("dl")},
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func (r *reader) token(z *html.Tokenizer, kind html.TokenType) error {
	switch kind {
	case html.TextToken:
		r.text(string(z.Text()))
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := z.TagName()
		tag := string(name)
		if i := strings.IndexByte(tag, ':'); i >= 0 && tag[:i] != "o" {
			tag = tag[i+1:]
		}
		attrs := map[string]string{}
		for more {
			var k, v []byte
			k, v, more = z.TagAttr()
			if len(attrs) < 64 {
				attrs[string(k)] = string(v)
			}
		}
		return r.start(tag, attrs, kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		name, _ := z.TagName()
		r.end(string(name))
	}
	if n := len(r.blocks); n > source.MaxBlocks {
		return source.TooMany(r.name, fmt.Sprintf("line %d", r.line), n)
	}
	if r.texts > source.MaxText {
		return source.TooLarge(r.name, fmt.Sprintf("line %d", r.line), int64(r.texts), source.MaxText)
	}
	return nil
}

// start reads a start tag.
func (r *reader) start(tag string, attrs map[string]string, selfClosing bool) error {
	if tag == "html" && r.head.Language == "" {
		r.head.Language, _, _ = strings.Cut(strings.ToLower(attrs["lang"]), "-")
	}
	if r.skipping() && tag != "title" && tag != "body" {
		if !voidTags[tag] && !selfClosing {
			r.stack = append(r.stack, element{tag: tag, skip: true})
		}
		return r.tooDeep()
	}
	if tag == "body" { // also where </head> was left out
		r.closeTo(0)
	}
	for _, k := range []string{"id", "name"} {
		if v := attrs[k]; v != "" && tag != "meta" && tag != "input" && len(r.ids) < 64 {
			defer func() { r.ids = append(r.ids, v) }()
		}
	}
	if blockTags[tag] {
		r.closeImplied("p", nil)
		if rule, ok := implied[tag]; ok {
			for t := range rule.closes {
				r.closeImplied(t, rule.scope)
			}
		}
		r.flush()
	}
	switch tag {
	case "br":
		if r.broken {
			r.flush()
		}
		r.broken = true
		r.write(" ")
		return nil
	case "a":
		r.closeAnchor()
		r.openAnchor(attrs)
	}
	if voidTags[tag] || selfClosing && !blockTags[tag] {
		return nil
	}
	r.stack = append(r.stack, r.element(tag, attrs))
	return r.tooDeep()
}

// element works out what a start tag changes.
func (r *reader) element(tag string, attrs map[string]string) element {
	e := element{tag: tag, cellFrom: -1}
	if n := len(r.stack); n > 0 && !r.stack[n-1].skip {
		up := r.stack[n-1]
		e.italic, e.raised, e.pre, e.note, e.skip = up.italic, up.raised, up.pre, up.note, up.skip
	}
	css := strings.ReplaceAll(strings.ToLower(attrs["style"]), " ", "")
	_, hidden := attrs["hidden"]
	switch {
	case tag == "title":
		e.skip = false
		return e
	case skipTags[tag], hidden, strings.Contains(css, "display:none"), strings.Contains(css, "mso-hide:all"), tag == "div" && attrs["title"] == "footer":
		e.skip = true
		return e
	}
	switch tag {
	case "i", "em", "cite", "var", "dfn":
		e.italic = true
	case "sup":
		e.raised = true
	case "pre":
		e.pre = true
	case "ol":
		e.list = &list{kind: listKind(attrs["type"], css), next: atoi(attrs["start"], 1)}
	case "ul", "menu":
		e.list = &list{}
	case "li":
		r.item(attrs["value"])
	case "td", "th":
		e.cellFrom = len(r.blocks)
	}
	switch {
	case strings.Contains(css, "font-style:italic"):
		e.italic = true
	case strings.Contains(css, "font-style:normal"):
		e.italic = false
	}
	if strings.Contains(css, "vertical-align:super") {
		e.raised = true
	}
	if strings.Contains(css, "mso-element:footnote") && !strings.Contains(css, "mso-element:footnote-list") || noteID(attrs["id"]) {
		e.note, r.note = true, -1
	}
	return e
}

// end reads an end tag: it closes the element and all that was left open in it.
func (r *reader) end(tag string) {
	if i := strings.IndexByte(tag, ':'); i >= 0 && tag[:i] != "o" {
		tag = tag[i+1:]
	}
	if tag == "a" {
		r.closeAnchor()
	}
	for i := len(r.stack) - 1; i >= 0; i-- {
		if r.stack[i].tag == tag {
			r.closeTo(i)
			return
		}
		if r.stack[i].tag == "td" && tag != "tr" && tag != "table" && tag != "tbody" && tag != "body" && tag != "html" {
			return // a stray end tag reaches no further than its cell
		}
	}
	if tag == "p" { // </p> alone is an empty paragraph
		r.flush()
	}
}

// closeTo closes the open elements from the i-th on.
func (r *reader) closeTo(i int) {
	for n := len(r.stack) - 1; n >= i; n-- {
		e := r.stack[n]
		if blockTags[e.tag] {
			r.flush()
		}
		r.stack = r.stack[:n]
		if e.cellFrom >= 0 && len(r.blocks)-e.cellFrom >= layoutCell {
			for k := e.cellFrom; k < len(r.blocks); k++ {
				if r.blocks[k].Role == source.Cell {
					r.blocks[k].Role = source.Para
				}
			}
		}
		if e.tag == "li" {
			r.number = ""
		}
	}
}

// layoutCell is the number of paragraphs from which on a cell is the page's
// layout and not a table's.
const layoutCell = 6

func (r *reader) closeImplied(tag string, scope map[string]bool) {
	for i := len(r.stack) - 1; i >= 0; i-- {
		t := r.stack[i].tag
		if t == tag {
			r.closeTo(i)
			return
		}
		if scope[t] || scope == nil && blockTags[t] {
			return
		}
	}
}

func (r *reader) skipping() bool { return len(r.stack) > 0 && r.stack[len(r.stack)-1].skip }

func (r *reader) tooDeep() error {
	if len(r.stack) <= source.MaxDepth {
		return nil
	}
	return &source.Refused{Name: r.name, Where: fmt.Sprintf("line %d", r.line), Why: fmt.Sprintf("more than %d elements stand inside one another", source.MaxDepth), Hint: "give the resolution as text, XML, DOCX or PDF"}
}
