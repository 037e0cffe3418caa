package renewal

import (
	"fmt"
	"io"
	"strings"
)

// Marks set off what a difference takes out and puts in.
type Marks struct {
	DeleteOpen, DeleteClose, InsertOpen, InsertClose string
}

// Plain marks with brackets: [-old-]{+new+}.
var Plain = Marks{"[-", "-]", "{+", "+}"}

// Colour marks for a terminal, red struck through and green underlined, and keeps
// the brackets for those who do not see colours.
var Colour = Marks{"\x1b[31;9m[-", "-]\x1b[0m", "\x1b[32;4m{+", "+}\x1b[0m"}

// Marked writes a difference as one text. Spaces stay outside the marks.
func Marked(diff []Piece, m Marks) string {
	var b strings.Builder
	for _, p := range diff {
		body := strings.TrimLeft(p.Text, " ")
		if len(body) < len(p.Text) && b.Len() > 0 {
			b.WriteByte(' ')
		}
		switch p.Op {
		case Delete:
			b.WriteString(m.DeleteOpen + body + m.DeleteClose)
		case Insert:
			b.WriteString(m.InsertOpen + body + m.InsertClose)
		default:
			b.WriteString(body)
		}
	}
	return b.String()
}

// WriteText writes a comparison for a person to read: a line of counts, then
// every change with its numbers; kept paragraphs give one line, amended ones the
// text with its marks.
func (c Comparison) WriteText(w io.Writer, m Marks) error {
	p := printer{w: w}
	p.line("%s → %s: %s", c.Old, c.New, c.counts())
	for _, ch := range c.Changes {
		moved := ""
		if ch.Moved {
			moved = ", moved"
		}
		switch ch.Class {
		case Kept:
			p.line("  = %s → %s  kept%s: %s", ids(ch.Old), ids(ch.New), moved, opening(ch.NewText()))
		case Dropped:
			p.line("  - %s  dropped: %s", ids(ch.Old), m.DeleteOpen+ch.OldText()+m.DeleteClose)
		case New:
			p.line("  + %s  new: %s", ids(ch.New), m.InsertOpen+ch.NewText()+m.InsertClose)
		default:
			p.line("  ~ %s → %s  %s%s: %s", ids(ch.Old), ids(ch.New), ch.Class, moved, Marked(ch.Diff, m))
		}
	}
	return p.err
}

func (c Comparison) counts() string {
	var parts []string
	for _, class := range []Class{Kept, Amended, Merged, Split, Dropped, New} {
		if n := c.Count[class]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, class))
		}
	}
	if len(parts) == 0 {
		return "nothing to compare"
	}
	return strings.Join(parts, ", ")
}

// WriteText writes the comparisons of a chain, and since when each paragraph of
// the last resolution stands.
func (c Chain) WriteText(w io.Writer, m Marks) error {
	for _, cmp := range c.Comparisons {
		if err := cmp.WriteText(w, m); err != nil {
			return err
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
	}
	p := printer{w: w}
	if len(c.Since) > 0 {
		p.line("Since when each paragraph stands:")
	}
	for _, s := range c.Since {
		unchanged := ""
		if s.Unchanged.Symbol != s.First.Symbol {
			unchanged = fmt.Sprintf(", in these words since %s#%s", s.Unchanged.Symbol, s.Unchanged.ID)
		}
		p.line("  %-10s %s#%s%s: %s", s.Place.ID, s.First.Symbol, s.First.ID, unchanged, opening(s.Place.Text))
	}
	return p.err
}

func ids(places []Place) string {
	var out []string
	for _, p := range places {
		out = append(out, p.ID)
	}
	return strings.Join(out, " + ")
}

// opening is the beginning of a text, cut between words.
func opening(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n++; n > most {
			if at := strings.LastIndexByte(s[:i], ' '); at > 0 {
				i = at
			}
			return s[:i] + " …"
		}
	}
	return s
}

type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}
