package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// rowsView writes the rows of a sheet. It is written by hand: a page has
// thousands of cells, and templates make several components and a map of classes
// for each, half of what such a page takes.
func rowsView(s *Sheet) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		shown := s.shown()
		open := make([]string, len(shown)) // the tags before each column's cells
		for i, c := range shown {
			open[i] = cellTag(&s.Columns[c], i == 0)
		}
		out := rowWriter{ctx: ctx, w: w}
		for _, row := range s.Rows {
			out.put("<tr>")
			for i, c := range shown {
				out.put(open[i])
				out.cell(&row[c])
				if i == 0 {
					out.put("</th>")
				} else {
					out.put("</td>")
				}
			}
			out.put("</tr>")
		}
		return out.err
	})
}

// cellTag begins the cells of a column; the first column's name their rows.
func cellTag(c *Column, first bool) string {
	tag := "<td"
	if first {
		tag = `<th scope="row"`
	}
	if class := columnClass(c); class != "" {
		tag += ` class="` + class + `"`
	}
	if c.Data {
		tag += ` translate="no"`
	}
	return tag + ">"
}

// rowWriter writes until a write fails.
type rowWriter struct {
	ctx context.Context
	w   io.Writer
	err error
}

func (o *rowWriter) put(raw string) {
	if o.err == nil {
		_, o.err = io.WriteString(o.w, raw)
	}
}

func (o *rowWriter) text(s string) { o.put(templ.EscapeString(s)) }

func (o *rowWriter) cell(c *Cell) {
	switch {
	case c.Show != nil:
		if o.err == nil {
			o.err = c.Show.Render(o.ctx, o.w)
		}
	case c.Link != "":
		o.put(`<a href="`)
		o.text(c.Link)
		o.put(`"`)
		o.language(c.Lang)
		o.put(">")
		o.text(c.Text)
		o.put("</a>")
	case c.Lang != "":
		o.put("<span")
		o.language(c.Lang)
		o.put(">")
		o.text(c.Text)
		o.put("</span>")
	default:
		o.text(c.Text)
	}
	for _, m := range c.Marks {
		o.put(` <span class="mark `)
		o.text(string(m.Tone))
		o.put(`">`)
		o.text(m.Words)
		o.put("</span>")
	}
}

func (o *rowWriter) language(lang string) {
	if lang != "" {
		o.put(` lang="`)
		o.text(lang)
		o.put(`" dir="auto"`)
	}
}
