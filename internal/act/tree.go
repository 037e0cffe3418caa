package act

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxInput is the length of a client's JSON at most, in bytes: white space and
// escapes may make it longer than the body that it becomes.
const MaxInput = 4 * MaxBody

const maxDepth = 16

type nodeKind byte

const (
	nullNode nodeKind = iota
	boolNode
	numberNode
	stringNode
	arrayNode
	objectNode
)

var nodeNames = [...]string{"null", "true or false", "a number", "a string", "an array", "an object"}

// node is one JSON value with its place in the input.
type node struct {
	kind    nodeKind
	text    string // of a string: its value; of a number or boolean: its literal
	at      int    // byte offset
	members []member
	items   []node
}

type member struct {
	key string
	at  int
	val node
}

// place is a path into the tree, as a chain from the leaf.
type place struct {
	up  *place
	key string
}

// String is the place as a JSON pointer, RFC 6901.
func (p *place) String() string {
	if p == nil {
		return ""
	}
	return p.up.String() + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(p.key)
}

// treeReader reads JSON strictly: no byte but the grammar's, no key twice, no
// NUL, no broken UTF-8 or lone surrogate, text in form NFC.
type treeReader struct {
	src    string
	at     int
	faults located
}

// located collects faults with the byte where each stands.
type located struct {
	list Faults
	ats  []int
}

func (l *located) add(at int, v Invalid) {
	// Kept in the order of the input: faults come nearly sorted.
	i := len(l.ats)
	for i > 0 && l.ats[i-1] > at {
		i--
	}
	l.ats = append(l.ats, 0)
	l.list = append(l.list, Invalid{})
	copy(l.ats[i+1:], l.ats[i:])
	copy(l.list[i+1:], l.list[i:])
	l.ats[i], l.list[i] = at, v
}

// maxFaults bounds the answer to a hostile input.
const maxFaults = 100

func (l *located) full() bool { return len(l.list) >= maxFaults }

type syntaxError struct{ v Invalid }

// readTree gives the tree, and the faults of form that leave it readable. A
// break of JSON's grammar is the only fault returned, without a tree. An input
// of more than most bytes is not read.
func readTree(src []byte, most int) (n node, faults located, ok bool) {
	r := &treeReader{src: string(src)}
	if len(src) > most {
		r.faults.add(0, tooLong(len(src), most))
		return node{}, r.faults, false
	}
	defer func() {
		switch e := recover().(type) {
		case nil:
		case syntaxError:
			n, faults, ok = node{}, located{list: Faults{e.v}, ats: []int{0}}, false
		default:
			panic(e)
		}
	}()
	r.space()
	n = r.value(nil, 0)
	r.space()
	if r.at < len(r.src) {
		r.syntax("the end of the input was expected")
	}
	return n, r.faults, true
}

// tooLong refuses an input that has more bytes than are read. Who reads it from
// a file need not read further than one byte too many.
func tooLong(have, most int) Invalid {
	return Invalid{Code: "body.long",
		Why:  fmt.Sprintf("the input has %d bytes or more, at most %d are read", have, most),
		Do:   "put bulk into a file and name it",
		Args: map[string]string{"have": strconv.Itoa(have), "most": strconv.Itoa(most)}}
}

func (r *treeReader) syntax(why string) {
	at := min(r.at, len(r.src))
	before := r.src[:at]
	line := 1 + strings.Count(before, "\n")
	column := 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	panic(syntaxError{Invalid{Code: "body.syntax", What: "",
		Why:  fmt.Sprintf("line %d, column %d: %s", line, column, why),
		Do:   "write JSON as RFC 8259 has it",
		Args: map[string]string{"line": strconv.Itoa(line), "column": strconv.Itoa(column)}}})
}

func (r *treeReader) space() {
	for r.at < len(r.src) {
		switch r.src[r.at] {
		case ' ', '\t', '\n', '\r':
			r.at++
		default:
			return
		}
	}
}

func (r *treeReader) peek() byte {
	if r.at < len(r.src) {
		return r.src[r.at]
	}
	return 0
}

func (r *treeReader) value(p *place, depth int) node {
	if depth > maxDepth {
		r.syntax(fmt.Sprintf("values are nested deeper than %d", maxDepth))
	}
	start := r.at
	switch c := r.peek(); {
	case c == '{':
		return r.object(p, depth)
	case c == '[':
		return r.array(p, depth)
	case c == '"':
		return node{kind: stringNode, at: start, text: r.str(p)}
	case c == '-' || c >= '0' && c <= '9':
		return node{kind: numberNode, at: start, text: r.number()}
	}
	for _, lit := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(r.src[r.at:], lit) {
			r.at += len(lit)
			if lit == "null" {
				return node{kind: nullNode, at: start, text: lit}
			}
			return node{kind: boolNode, at: start, text: lit}
		}
	}
	r.syntax("a value was expected")
	return node{}
}

func (r *treeReader) object(p *place, depth int) node {
	n := node{kind: objectNode, at: r.at}
	r.at++
	r.space()
	if r.peek() == '}' {
		r.at++
		return n
	}
	for {
		if r.peek() != '"' {
			r.syntax("a key in quotation marks was expected")
		}
		at := r.at
		key := r.str(p)
		r.space()
		if r.peek() != ':' {
			r.syntax("a colon was expected")
		}
		r.at++
		r.space()
		v := r.value(&place{p, key}, depth+1)
		twice := false
		for i := range n.members {
			twice = twice || n.members[i].key == key
		}
		if twice {
			if !r.faults.full() {
				r.faults.add(at, Invalid{Code: "body.twice", Where: (&place{p, key}).String(),
					Why: "the key stands twice", Do: "write it once"})
			}
		} else {
			n.members = append(n.members, member{key, at, v})
		}
		r.space()
		switch r.peek() {
		case ',':
			r.at++
			r.space()
		case '}':
			r.at++
			return n
		default:
			r.syntax("a comma or } was expected")
		}
		if len(n.members) > 1000 {
			r.syntax("an object has more than 1,000 members")
		}
	}
}

func (r *treeReader) array(p *place, depth int) node {
	n := node{kind: arrayNode, at: r.at}
	r.at++
	r.space()
	if r.peek() == ']' {
		r.at++
		return n
	}
	for {
		n.items = append(n.items, r.value(&place{p, strconv.Itoa(len(n.items))}, depth+1))
		r.space()
		switch r.peek() {
		case ',':
			r.at++
			r.space()
		case ']':
			r.at++
			return n
		default:
			r.syntax("a comma or ] was expected")
		}
	}
}

func (r *treeReader) number() string {
	start := r.at
	digits := func() {
		from := r.at
		for r.at < len(r.src) && r.src[r.at] >= '0' && r.src[r.at] <= '9' {
			r.at++
		}
		if r.at == from {
			r.syntax("a digit was expected")
		}
	}
	if r.peek() == '-' {
		r.at++
	}
	if r.peek() == '0' {
		r.at++
	} else {
		digits()
	}
	if r.peek() == '.' {
		r.at++
		digits()
	}
	if c := r.peek(); c == 'e' || c == 'E' {
		r.at++
		if c := r.peek(); c == '+' || c == '-' {
			r.at++
		}
		digits()
	}
	return r.src[start:r.at]
}

// str reads a string and notes NUL, broken UTF-8 and text that is not NFC.
func (r *treeReader) str(p *place) string {
	start := r.at
	r.at++
	var b []byte // only once an escape was seen
	from := r.at
	for {
		if r.at >= len(r.src) {
			r.syntax("the string does not end")
		}
		c := r.src[r.at]
		if c == '"' {
			break
		}
		if c < 0x20 {
			r.syntax("a control character stands in a string unescaped")
		}
		if c != '\\' {
			r.at++
			continue
		}
		b = append(b, r.src[from:r.at]...)
		b = r.escape(b)
		from = r.at
	}
	s := r.src[from:r.at]
	if b != nil {
		s = string(append(b, s...))
	}
	r.at++
	if v, bad := badText(s); bad && !r.faults.full() {
		v.Where = p.String()
		r.faults.add(start, v)
	}
	return s
}

// badText finds what no text in a body may have.
func badText(s string) (Invalid, bool) {
	switch {
	case strings.IndexByte(s, 0) >= 0:
		return Invalid{Code: "text.nul", What: s, Why: "the text has a NUL character", Do: "remove it"}, true
	case !utf8.ValidString(s):
		return Invalid{Code: "text.utf8", What: s, Why: "the text is not UTF-8", Do: "save it in UTF-8"}, true
	case !isNFC(s):
		return Invalid{Code: "text.nfc", What: s, Why: "the text is not in Unicode's form NFC", Do: "compose its characters (NFC) before sending it"}, true
	}
	return Invalid{}, false
}

func (r *treeReader) escape(b []byte) []byte {
	r.at++
	c := r.peek()
	r.at++
	switch c {
	case '"', '\\', '/':
		return append(b, c)
	case 'b':
		return append(b, '\b')
	case 'f':
		return append(b, '\f')
	case 'n':
		return append(b, '\n')
	case 'r':
		return append(b, '\r')
	case 't':
		return append(b, '\t')
	case 'u':
		u := r.hex4()
		if !utf16.IsSurrogate(u) {
			return utf8.AppendRune(b, u)
		}
		if strings.HasPrefix(r.src[r.at:], `\u`) {
			r.at += 2
			if pair := utf16.DecodeRune(u, r.hex4()); pair != utf8.RuneError {
				return utf8.AppendRune(b, pair)
			}
		}
		r.syntax("half of a surrogate pair stands alone")
	default:
		r.at--
		r.syntax("this escape is unknown")
	}
	return b
}

func (r *treeReader) hex4() rune {
	if r.at+4 > len(r.src) {
		r.syntax("four hex digits were expected")
	}
	n, err := strconv.ParseUint(r.src[r.at:r.at+4], 16, 32)
	if err != nil {
		r.syntax("four hex digits were expected")
	}
	r.at += 4
	return rune(n)
}
