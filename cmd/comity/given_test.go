package main

import (
	"testing"

	"comity/internal/act"
)

// What a module says is there before any act is a type for which it has a page, and
// one that some kind of act is about.
func TestGivenSubjectsHavePages(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	about := map[string]bool{}
	for _, k := range n.book.Kinds() {
		for _, typ := range k.Form().Subjects {
			about[typ] = true
		}
	}
	shown := map[string]bool{}
	for _, m := range n.program.Parts {
		if m.Pages == nil {
			continue
		}
		p := m.Pages(n.options.Node)
		for _, typ := range p.Given {
			for _, local := range []string{"x", "x/1", "x/1/1", "untoc"} {
				if to := p.Subject(typ + "/" + local); act.Subject(typ+"/"+local).Type() == typ && to != "" {
					shown[typ] = true
				}
			}
			if !shown[typ] || !about[typ] {
				t.Errorf("module %s says that %q is there before any act: page %v, kinds about it %v", m.Record.Name, typ, shown[typ], about[typ])
			}
		}
	}
	for _, typ := range []string{"clause", "document", "paragraph", "treaty"} {
		if !shown[typ] {
			t.Errorf("no module says that %q is there before any act", typ)
		}
	}
}
