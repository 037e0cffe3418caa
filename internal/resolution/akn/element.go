package akn

import "bytes"

// element says what an element means to the reader.
type element uint8

const (
	inline        element = iota // text goes into the run around it
	block                        // a new run begins and ends with it
	container                    // holds blocks
	silent                       // neither it nor what is in it is text of the document
	lineBreak                    // <eol>
	number                       // <num>: a number, apart from the text
	noteElement                  // <authorialNote>
	superscript                  // <sup>: the marker of a note printed elsewhere
	emphasis                     // <span class="italic">, <i>
	anchor                       // <a>, <ref>
	cell                         // <td>, <th>
	metaElement                  // <meta>
	paragraphLike                // <paragraph>, <point>, <item> ...: nests, has a number
	sectionLike                  // <section>, <part> ...: has a number and a heading, states no depth
	heading                      // <heading>, <subheading>
	prefaceNumber                // <docNumber>
)

// meaning gives the meaning of an element of Akoma Ntoso by its local name.
func meaning(local []byte) element {
	switch string(local) {
	case "p", "listIntroduction", "listWrapUp", "crossHeading", "li", "caption", "longTitle", "block":
		return block
	case "heading", "subheading":
		return heading
	case "num":
		return number
	case "authorialNote":
		return noteElement
	case "sup":
		return superscript
	case "span", "i", "em":
		return emphasis
	case "a", "ref", "mref", "rref":
		return anchor
	case "td", "th":
		return cell
	case "meta":
		return metaElement
	case "img", "quorum", "toc":
		return silent
	case "eol", "br":
		return lineBreak
	case "docNumber":
		return prefaceNumber
	case "paragraph", "point", "subparagraph", "item", "indent", "alinea", "clause", "subclause":
		return paragraphLike
	case "section", "subsection", "part", "subpart", "chapter", "title", "article", "division":
		return sectionLike
	case "akomaNtoso", "statement", "doc", "documentCollection", "components", "component", "collectionBody",
		"documentRef", "coverPage", "preface", "preamble", "mainBody", "body", "conclusions", "attachments", "attachment",
		"content", "container", "formula", "list", "sublist", "intro", "wrapUp", "wrap", "blockList", "table", "tr",
		"hcontainer", "tblock", "blockContainer", "recitals", "recital", "citations", "citation", "ul", "ol", "judgment",
		"act", "bill", "debate", "documentSection", "officialGazette", "portion", "amendment", "debateReport":
		return container
	}
	return inline
}

// region is a part of the document that decides how blocks in it are read.
type region uint8

const (
	elsewhere  region = iota
	cover             // coverPage, conclusions: one line to each break
	preface           // number and title
	preamble          // preambular paragraphs
	operative         // the body
	attachment        // annexes
)

func (r region) part() string {
	switch r {
	case preamble:
		return "preamble"
	case operative:
		return "operative"
	case attachment:
		return "annex"
	}
	return ""
}

// regionOf gives the region that an element opens; ok is false for those that
// stay in the one around them.
func regionOf(local []byte) (r region, ok bool) {
	switch string(local) {
	case "coverPage", "conclusions":
		return cover, true
	case "preface":
		return preface, true
	case "preamble":
		return preamble, true
	case "mainBody", "body":
		return operative, true
	case "attachment":
		return attachment, true
	case "component":
		return elsewhere, true
	}
	return 0, false
}

// localName cuts the prefix off a name.
func localName(name []byte) (prefix, local []byte) {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return nil, name
}
