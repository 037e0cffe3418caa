package akn

import (
	"strconv"
	"strings"

	"comity/internal/resolution"
	"comity/internal/resolution/source"
)

// numbering composes printed numbers: "(a)" below "12." is "12(a)", and where
// the sections of a resolution number anew, "7." in section III is "III.7".
type numbering struct {
	part   resolution.Part
	top    string   // the last number of the first level, "12"
	below  []string // enumerators open below it, "(a)", "(i)"
	ahead  []mark   // every paragraph so far
	roman  string
	letter string
	anew   map[string]bool // by place: its sections, or the parts of a section
	last   mark            // the last number of the first level
}

// mark is one paragraph's number before sections are known to number anew.
type mark struct {
	roman, letter string
	number        string
	value         int
}

// heading notes the number of a section: a roman numeral, or a capital letter
// for a part of one.
func (n *numbering) heading(b source.Block) {
	n.top, n.below = "", nil
	if b.Part == "" {
		return
	}
	if b.Role == source.AnnexHead {
		n.roman, n.letter, n.last = "", "", mark{}
		return
	}
	label := b.Number
	if label == "" {
		label = b.Text // some files give a section's number as a heading
	}
	switch s := strings.TrimSuffix(label, "."); {
	case s != "" && strings.Trim(s, "IVX") == "":
		n.roman, n.letter = s, ""
	case len(s) == 1 && s[0] >= 'A' && s[0] <= 'H':
		n.letter = s
	default:
		return
	}
}

// paragraph takes the next paragraph's printed number and gives the composed
// one, still without its section.
func (n *numbering) paragraph(part resolution.Part, printed string, level int) string {
	if part != n.part {
		if part != resolution.Preamble && n.part != resolution.Preamble {
			n.last = mark{}
		}
		n.part, n.top, n.below = part, "", nil
	}
	number := n.compose(printed, level)
	n.ahead = append(n.ahead, mark{roman: n.roman, letter: n.letter, number: number})
	return number
}

func (n *numbering) compose(printed string, level int) string {
	if printed == "" {
		return ""
	}
	if !strings.HasPrefix(printed, "(") {
		n.top, n.below = strings.TrimRight(printed, " .-–\u200E\u200F"), nil
		if k, err := strconv.Atoi(n.top); err == nil {
			n.count(k)
		}
		return n.top
	}
	switch {
	case level > 1 && n.top != "":
		n.below = append(n.below[:min(level-2, len(n.below))], printed)
	default:
		n.nest(printed)
	}
	return n.top + strings.Join(n.below, "")
}

// nest finds the depth of an enumerator among those open: it follows one of
// them, or it is the first of a new level.
func (n *numbering) nest(printed string) {
	for d := len(n.below) - 1; d >= 0; d-- {
		if follows(n.below[d], printed) {
			n.below = append(n.below[:d], printed)
			return
		}
	}
	if first(printed) || len(n.below) == 0 {
		n.below = append(n.below, printed)
		return
	}
	n.below[len(n.below)-1] = printed
}

// count notes where a number of the first level begins anew: between sections,
// or between the parts of one.
func (n *numbering) count(k int) {
	if n.anew == nil {
		n.anew = map[string]bool{}
	}
	if l := n.last; k <= l.value && n.part != resolution.Preamble {
		if n.roman != l.roman {
			n.anew[string(n.part)] = true
		} else if n.letter != l.letter {
			n.anew[string(n.part)+"."+n.roman] = true
		}
	}
	n.last = mark{roman: n.roman, letter: n.letter, value: k}
}

// finish puts the sections before the numbers where they number anew.
func (n *numbering) finish(doc GoldDocument) GoldDocument {
	for i := range doc.Paragraphs {
		p, m := &doc.Paragraphs[i], n.ahead[i]
		if p.Part == resolution.Preamble || m.number == "" || m.number[0] == '(' {
			continue
		}
		if m.letter != "" && n.anew[string(p.Part)+"."+m.roman] {
			p.Number = m.letter + "." + p.Number
		}
		if m.roman != "" && n.anew[string(p.Part)] {
			p.Number = m.roman + "." + p.Number
		}
	}
	return doc
}

func inner(enumerator string) string { return strings.Trim(enumerator, "()") }

// first says whether an enumerator begins a level.
func first(e string) bool {
	switch inner(e) {
	case "a", "i", "A", "I", "1", "أ", "а":
		return true
	}
	return false
}

// follows says whether an enumerator comes next after another: b after a, ii
// after i, aa after z, 3 after 2.
func follows(before, after string) bool {
	b, a := inner(before), inner(after)
	if x, err := strconv.Atoi(b); err == nil {
		y, err := strconv.Atoi(a)
		return err == nil && y == x+1
	}
	if x := romanValue(b); x > 0 && romanValue(a) == x+1 && (len(b) > 1 || len(a) > 1 || b == "i" && a == "ii") {
		return true
	}
	if len(b) == 0 || strings.Trim(b, b[:1]) != "" || len(a) == 0 || strings.Trim(a, a[:1]) != "" {
		return false
	}
	if b[0] == 'z' {
		return a[0] == 'a' && len(a) == len(b)+1
	}
	return a[0] == b[0]+1 && len(a) == len(b)
}

// romanValue reads a small roman numeral in lower case; 0 where it is none.
func romanValue(s string) int {
	total, before := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		var v int
		switch s[i] {
		case 'i':
			v = 1
		case 'v':
			v = 5
		case 'x':
			v = 10
		case 'l':
			v = 50
		default:
			return 0
		}
		if v < before {
			total -= v
		} else {
			total += v
		}
		before = v
	}
	return total
}
