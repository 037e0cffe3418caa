package docx

import (
	"strings"

	"comity/internal/resolution/source"
)

// level is one level of a list: how its numbers look and where they begin.
type level struct {
	start   int
	format  string // ST_NumberFormat: "decimal", "lowerLetter", "bullet" ...
	text    string // "%1.", "(%2)"
	restart int    // level (1-based) whose number sets this one back; 0 never; -1 every higher one
	style   string // paragraph style linked to the level
	legal   bool   // all numbers in digits
}

// list is an abstract numbering definition.
type list struct {
	levels    [9]level
	styleLink string // numbering style in which the levels really stand
}

// instance is a numbering as paragraphs cite it.
type instance struct {
	list    string
	starts  map[int]int   // levels that this instance begins anew
	replace map[int]level // levels that it redefines
}

// numbering counts paragraphs as Word does: instances of one list count on
// together, save where an instance begins anew.
type numbering struct {
	lists     map[string]*list
	instances map[string]*instance
	counts    map[string]*[9]int // by list; 0 is "none yet"
	begun     map[string]bool    // instances already used
}

func newNumbering() *numbering {
	return &numbering{lists: map[string]*list{}, instances: map[string]*instance{}, counts: map[string]*[9]int{}, begun: map[string]bool{}}
}

// next counts a paragraph of an instance at a level (0-based) and returns its
// printed number: "1.", "(a)", "" for a bullet or an unknown instance.
func (n *numbering) next(id string, at int) string {
	in := n.instances[id]
	if in == nil || at < 0 || at > 8 {
		return ""
	}
	l := n.lists[in.list]
	if l == nil {
		return ""
	}
	counts := n.counts[in.list]
	if counts == nil {
		counts = new([9]int)
		for i := range counts {
			counts[i] = l.levels[i].start - 1
		}
		n.counts[in.list] = counts
	}
	if !n.begun[id] {
		n.begun[id] = true
		for i, start := range in.starts {
			counts[i] = start - 1
		}
	}
	def := func(i int) level {
		if r, ok := in.replace[i]; ok {
			return r
		}
		return l.levels[i]
	}
	for i := range at { // a level that was passed over counts as begun
		if counts[i] < def(i).start {
			counts[i] = def(i).start
		}
	}
	counts[at]++
	for i := at + 1; i < 9; i++ {
		if d := def(i); d.restart < 0 || d.restart > at {
			counts[i] = d.start - 1
		}
	}
	here := def(at)
	if here.format == "bullet" || here.format == "none" && !strings.Contains(here.text, "%") {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(here.text); i++ {
		if c := here.text[i]; c == '%' && i+1 < len(here.text) && '1' <= here.text[i+1] && here.text[i+1] <= '9' {
			i++
			k := int(here.text[i] - '1')
			format := def(k).format
			if here.legal {
				format = "decimal"
			}
			b.WriteString(source.Numeral(format, counts[k]))
		} else {
			b.WriteByte(c)
		}
	}
	return strings.TrimSpace(b.String())
}
