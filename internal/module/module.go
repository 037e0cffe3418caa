// Package module has the shape in which a part of the program hands itself over:
// its kinds and tables, what it is called, which paragraphs it serves, what of it
// can be found, its pages and its operations of the API. Reading of acts stands
// here where several faces do it alike (open.go).
package module

import (
	"context"
	"fmt"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
)

// Module is one part of the program, as a value: a package and one line in the
// program's list.
type Module struct {
	// Title is what people call it, in English; it is translated under the
	// key "module." and the record's name.
	Title string
	// Serves are the paragraphs that it carries out: "A/RES/69/197#4".
	Serves []act.Cite
	// Record is what it brings to the book; its name is the module's.
	Record book.Module
	// Found says what each of its acts gives to search; nil: nothing.
	Found Source
	// FoundIn is Found for acts that open or close what earlier acts said; nil:
	// nothing.
	FoundIn SourceIn
	// Keeps hands over the files that its ordinary rows name, as drafts do: they are
	// not collected as files that no act cites. nil: it has none.
	Keeps func(ctx context.Context, r store.Reader, keep func(act.Hash)) error
	// Pages makes its pages on a node; nil: it has none.
	Pages func(*Node) Pages
	// API registers its operations, with endpoint.Op; nil: it has none.
	API func(*Node, huma.API)
}

// Records gives what modules bring to the book, or says which of them is
// declared wrongly: a name twice, no title, a cite outside the grammar, or a
// kind that does not bear its module's name before the first full stop.
func Records(modules ...Module) ([]book.Module, error) {
	seen := map[string]bool{}
	var out []book.Module
	for _, m := range modules {
		name := m.Record.Name
		bad := func(format string, args ...any) error {
			return fmt.Errorf("module %q is declared wrongly: %s; correct the declaration", name, fmt.Sprintf(format, args...))
		}
		switch {
		case name == "":
			return nil, bad("it has no name")
		case seen[name]:
			return nil, bad("another module has the name")
		case m.Title == "":
			return nil, bad("it has no title")
		}
		seen[name] = true
		for _, c := range m.Serves {
			if _, err := act.ParseCite(string(c)); err != nil {
				return nil, bad("it serves %q: %v", c, err)
			}
		}
		for i := range m.Record.Kinds {
			if k := m.Record.Kinds[i].Name; !strings.HasPrefix(k, name+".") {
				return nil, bad("its kind %s is not named %s.…", k, name)
			}
		}
		out = append(out, m.Record)
	}
	return out, nil
}
