package docx

import (
	"strconv"
	"strings"
)

// style is what a paragraph or character style says; "" and nil: nothing.
type style struct {
	name    string
	based   string
	italic  *bool
	super   *bool
	hidden  *bool
	num     string // numbering instance
	ilvl    int
	outline int // 1 ... 9 for headings, 0 none
}

// load reads the parts that the document's text depends on.
func (d *document) load() error {
	d.styles, d.numbering = map[string]*style{}, newNumbering()
	if err := d.pack.open(d.part("styles"), d.readStyles); err != nil {
		return err
	}
	if err := d.pack.open(d.part("numbering"), d.readNumbering); err != nil {
		return err
	}
	return d.pack.open(d.part("settings"), func(s *stream) error {
		return s.each(func(e element) error {
			switch e.local {
			case "footnotePr":
				return s.children(d.footnotes.property(s))
			case "endnotePr":
				return s.children(d.endnotes.property(s))
			}
			return nil
		})
	})
}

func (d *document) readStyles(s *stream) error {
	var st *style
	return s.each(func(e element) error {
		if e.local == "style" {
			st = &style{}
			d.styles[e.attr("styleId")] = st
		}
		if st == nil {
			return nil
		}
		switch e.local {
		case "name":
			st.name = strings.ToLower(e.attr("val"))
		case "basedOn":
			st.based = e.attr("val")
		case "i":
			on := e.on()
			st.italic = &on
		case "vanish":
			on := e.on()
			st.hidden = &on
		case "vertAlign":
			on := e.attr("val") == "superscript"
			st.super = &on
		case "numId":
			st.num = e.attr("val")
		case "ilvl":
			st.ilvl, _ = strconv.Atoi(e.attr("val"))
		case "outlineLvl":
			if n, err := strconv.Atoi(e.attr("val")); err == nil && n < 9 {
				st.outline = n + 1
			}
		}
		return nil
	})
}

// up walks a style and those it is based on, the nearest first, until fn says
// that it found what it sought. A circle of styles ends after 32 steps.
func (d *document) up(id string, fn func(*style) bool) {
	for range 32 {
		st := d.styles[id]
		if st == nil || fn(st) {
			return
		}
		id = st.based
	}
}

// toggle looks a property up in a character style, then in a paragraph style.
func (d *document) toggle(run, para string, of func(*style) *bool) bool {
	on := false
	for _, id := range []string{run, para} {
		found := false
		d.up(id, func(st *style) bool {
			if v := of(st); v != nil {
				on, found = *v, true
			}
			return found
		})
		if found {
			break
		}
	}
	return on
}

// heading says whether a paragraph style makes a heading.
func (d *document) heading(id string) bool {
	is := false
	d.up(id, func(st *style) bool {
		is = st.outline > 0 || strings.HasPrefix(st.name, "heading ") || strings.HasPrefix(st.name, "_ h_") || strings.HasPrefix(st.name, "_ h ") || st.name == "title"
		return is
	})
	return is
}

func (d *document) readNumbering(s *stream) error {
	n := d.numbering
	err := s.each(func(e element) error {
		switch e.local {
		case "abstractNum":
			l := &list{}
			for i := range l.levels {
				l.levels[i] = level{start: 1, format: "decimal", restart: -1}
			}
			n.lists[e.attr("abstractNumId")] = l
			return s.children(func(e element) error {
				switch e.local {
				case "lvl":
					i, lvl, err := readLevel(s, e)
					if 0 <= i && i < 9 {
						l.levels[i] = lvl
					}
					return err
				case "numStyleLink":
					l.styleLink = e.attr("val")
				}
				return s.skip()
			})
		case "num":
			in := &instance{starts: map[int]int{}, replace: map[int]level{}}
			n.instances[e.attr("numId")] = in
			return s.children(func(e element) error {
				switch e.local {
				case "abstractNumId":
					in.list = e.attr("val")
				case "lvlOverride":
					at, _ := strconv.Atoi(e.attr("ilvl"))
					return s.children(func(e element) error {
						switch e.local {
						case "startOverride":
							if start, err := strconv.Atoi(e.attr("val")); err == nil {
								in.starts[at] = start
							}
						case "lvl":
							_, lvl, err := readLevel(s, e)
							in.replace[at] = lvl
							return err
						}
						return s.skip()
					})
				}
				return s.skip()
			})
		}
		return nil
	})
	// A list may stand in a numbering style that cites another list.
	for _, l := range n.lists {
		if st := d.styles[l.styleLink]; st != nil {
			if in := n.instances[st.num]; in != nil && n.lists[in.list] != nil && n.lists[in.list] != l {
				l.levels = n.lists[in.list].levels
			}
		}
	}
	return err
}

func readLevel(s *stream, e element) (int, level, error) {
	at, err := strconv.Atoi(e.attr("ilvl"))
	if err != nil {
		at = -1
	}
	l := level{start: 1, format: "decimal", restart: -1}
	err = s.children(func(e element) error {
		switch e.local {
		case "start":
			l.start, _ = strconv.Atoi(e.attr("val"))
		case "numFmt":
			l.format = e.attr("val")
		case "lvlText":
			l.text = e.attr("val")
		case "lvlRestart":
			l.restart, _ = strconv.Atoi(e.attr("val"))
		case "pStyle":
			l.style = e.attr("val")
		case "isLgl":
			l.legal = e.on()
		case "AlternateContent": // a format given twice: the newer reading first
			return s.skip()
		}
		return s.skip()
	})
	return at, l, err
}
