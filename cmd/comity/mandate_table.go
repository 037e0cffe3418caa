package main

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"comity/internal/resolution"
)

// table prints documents for people, within a width in columns.
type table struct {
	width int
	whole bool // long actions are not shortened
	bold  bool // phrases in bold type
}

// Bounds of the table.
const (
	narrow   = 80 // below this width a clause is printed as a list of fields
	maxLines = 7  // lines of an action before the rest is counted instead
	pad      = "  "
)

// document appends a document: its head, a row for each clause, and what is
// uncertain.
func (t table) document(b []byte, d *resolution.Document) []byte {
	head := clean(d.Symbol)
	if d.Title != "" {
		head = strings.TrimLeft(head+"  "+clean(d.Title), " ")
	}
	for _, l := range wrap(head, t.width) {
		b = t.strong(b, l, l)
		b = append(b, '\n')
	}
	b = t.wrapped(b, "", clean(about(d)))
	clauses := 0
	var rows [][]string
	for i := range d.Paragraphs {
		p := &d.Paragraphs[i]
		for k := range p.Clauses {
			clauses++
			rows = append(rows, t.clause(p, &p.Clauses[k]))
		}
		if len(p.Clauses) == 0 && p.Part == resolution.Operative {
			rows = append(rows, []string{clean(p.Number), clean(p.Phrase), "", t.shortened(clean(strings.TrimPrefix(p.Text, p.Phrase))), "", ""})
		}
	}
	b = append(b, '\n')
	if t.width < narrow {
		b = t.fields(b, rows)
	} else {
		b = t.rows(b, rows)
	}
	if len(d.Uncertain) > 0 {
		b = fmt.Appendf(b, "Uncertain (%d):\n", len(d.Uncertain))
		for _, u := range d.Uncertain {
			place := u.Paragraph
			if place == "" {
				place = "document"
			}
			b = t.wrapped(b, pad, clean(place+", "+u.Field+": "+u.Why))
		}
		b = append(b, '\n')
	}
	return b
}

// about says in one line what a document is.
func about(d *resolution.Document) string {
	var parts []string
	add := func(format string, s string) {
		if s != "" {
			parts = append(parts, fmt.Sprintf(format, s))
		}
	}
	add("%s", d.Organ)
	if d.Session > 0 {
		parts = append(parts, fmt.Sprintf("session %d", d.Session))
	}
	add("adopted %s", d.Adopted)
	add("%s", d.Meeting)
	add("agenda item %s", d.AgendaItem)
	add("on the report %s", d.Report)
	add("language %s", d.Language)
	count := map[resolution.Part]int{}
	clauses := 0
	for i := range d.Paragraphs {
		count[d.Paragraphs[i].Part]++
		clauses += len(d.Paragraphs[i].Clauses)
	}
	parts = append(parts, fmt.Sprintf("%d preambular, %d operative, %d annex paragraphs, %d clauses, %d footnotes",
		count[resolution.Preamble], count[resolution.Operative], count[resolution.Annex], clauses, len(d.Footnotes)))
	return strings.Join(parts, " · ")
}

// columns are the table's headings and the share of the width that each gets.
var columns = []struct {
	name  string
	share int
}{{"Clause", 0}, {"Phrase", 13}, {"Addressees", 19}, {"Action", 37}, {"When and how", 18}, {"Topics", 13}}

// clause returns a clause's cells.
func (t table) clause(p *resolution.Paragraph, c *resolution.Clause) []string {
	number := c.Paragraph
	if len(p.Clauses) > 1 {
		number = c.ID
	}
	addressees := make([]string, len(c.Addressees))
	for i, a := range c.Addressees {
		if addressees[i] = a; i < len(c.Entities) && c.Entities[i] != "other" && !strings.EqualFold(c.Entities[i], strings.ReplaceAll(a, " ", "-")) {
			addressees[i] += " [" + c.Entities[i] + "]"
		}
	}
	var how []string
	if c.Deadline != nil {
		how = append(how, "by: "+*c.Deadline)
	}
	if c.Report != nil {
		report := "report"
		for _, part := range []struct {
			word string
			s    *string
		}{{"to", c.Report.To}, {"at", c.Report.At}, {"on", c.Report.On}} {
			if part.s != nil {
				report += " " + part.word + " " + *part.s
			}
		}
		how = append(how, report)
	}
	how = append(how, c.Conditions...)
	topics := make([]string, len(c.Topics))
	for i, topic := range c.Topics {
		topics[i] = topic.Code
	}
	return []string{clean(number), clean(c.Phrase), clean(strings.Join(addressees, "; ")), t.shortened(clean(c.Action)), clean(strings.Join(how, "; ")), clean(strings.Join(topics, ", "))}
}

// shortened cuts a long action and says how much was cut and where the rest is.
func (t table) shortened(s string) string {
	if t.whole {
		return s
	}
	words := strings.Fields(s)
	room := maxLines * t.width * 40 / 100
	if t.width < narrow {
		room = maxLines * t.width
	}
	n := 0
	for i, w := range words {
		if n += len([]rune(w)) + 1; n > room {
			return strings.Join(words[:i], " ") + fmt.Sprintf(" … (+%d words)", len(words)-i)
		}
	}
	return s
}

// rows appends cells side by side.
func (t table) rows(b []byte, rows [][]string) []byte {
	widths := make([]int, len(columns))
	widths[0] = len(columns[0].name)
	for _, r := range rows {
		widths[0] = min(max(widths[0], columnsOf(r[0])), 14)
	}
	left := t.width - widths[0] - len(pad)*(len(columns)-1)
	shares := 0
	used := make([]int, len(columns)) // the width that a column can use at most
	for i, c := range columns {
		shares += c.share
		used[i] = len(c.name)
		for _, r := range rows {
			used[i] = max(used[i], columnsOf(r[i]))
		}
	}
	spare := 0
	for i, c := range columns {
		if i > 0 {
			if widths[i] = left * c.share / shares; used[i] < widths[i] {
				spare += widths[i] - used[i]
				widths[i] = used[i]
			}
		}
	}
	widths[3] += spare
	names := make([]string, len(columns))
	rule := make([]string, len(columns))
	for i, c := range columns {
		names[i], rule[i] = c.name, strings.Repeat("─", widths[i])
	}
	b = t.row(b, names, widths)
	b = t.row(b, rule, widths)
	for _, r := range rows {
		b = t.row(b, r, widths)
	}
	return append(b, '\n')
}

// row appends one row, each cell wrapped within its column.
func (t table) row(b []byte, cells []string, widths []int) []byte {
	lines := make([][]string, len(cells))
	most := 1
	for i, c := range cells {
		lines[i] = wrap(c, widths[i])
		most = max(most, len(lines[i]))
	}
	for n := range most {
		start, blank := len(b), 0
		for i := range cells {
			s := ""
			if n < len(lines[i]) {
				s = lines[i][n]
			}
			if i > 0 {
				blank += len(pad)
			}
			if s != "" {
				b = append(b, strings.Repeat(" ", blank)...)
				if i == 1 {
					b = t.strong(b, s, s)
				} else {
					b = append(b, s...)
				}
				blank = 0
			}
			blank += widths[i] - columnsOf(s)
		}
		if len(b) == start && most > 1 {
			continue
		}
		b = append(b, '\n')
	}
	return b
}

// fields appends cells one below the other, for narrow terminals.
func (t table) fields(b []byte, rows [][]string) []byte {
	for _, r := range rows {
		b = t.strong(b, r[0]+" "+r[1], r[0]+" "+r[1])
		b = append(b, '\n')
		for i := 2; i < len(columns); i++ {
			if r[i] != "" {
				b = t.wrapped(b, pad, columns[i].name+": "+r[i])
			}
		}
		b = append(b, '\n')
	}
	return b
}

// wrapped appends text in lines, each behind an indent.
func (t table) wrapped(b []byte, indent, s string) []byte {
	for i, l := range wrap(s, t.width-2*len(indent)) {
		b = append(b, indent...)
		if i > 0 {
			b = append(b, indent...)
		}
		b = append(append(b, l...), '\n')
	}
	return b
}

func (t table) strong(b []byte, s, plain string) []byte {
	if !t.bold {
		return append(b, plain...)
	}
	return append(append(append(b, "\x1b[1m"...), s...), "\x1b[0m"...)
}

// wrap parts s into lines of at most width columns, between words where it can.
func wrap(s string, width int) []string {
	width = max(width, 4)
	var lines []string
	var line strings.Builder
	used := 0
	for _, word := range strings.Fields(s) {
		w := columnsOf(word)
		if line.Len() > 0 && used+1+w > width {
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		}
		for w > width { // a word longer than the line
			head, rest := cutWidth(word, width)
			lines = append(lines, head)
			word, w = rest, columnsOf(rest)
		}
		if line.Len() > 0 {
			line.WriteByte(' ')
			used++
		}
		line.WriteString(word)
		used += w
	}
	if line.Len() > 0 || len(lines) == 0 { // a mark alone has no width
		lines = append(lines, line.String())
	}
	return lines
}

// columnsOf is the width of s on a terminal. Most text is ASCII, for which no
// table needs to be asked.
func columnsOf(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return uniseg.StringWidth(s)
		}
	}
	return len(s)
}

// cutWidth cuts s so that head fits into width columns: behind the last hyphen
// that does, or else behind the last character.
func cutWidth(s string, width int) (head, rest string) {
	state, used, rest := -1, 0, s
	for rest != "" {
		_, next, w, st := uniseg.FirstGraphemeClusterInString(rest, state)
		if used+w > width && used > 0 {
			break
		}
		used, rest, state = used+w, next, st
	}
	head = s[:len(s)-len(rest)]
	if i := strings.LastIndexAny(head, "-/;"); i > 0 && i < len(head)-1 { // better behind a hyphen
		return s[:i+1], s[i+1:]
	}
	return head, rest
}

// clean takes out of a document's text what a terminal would obey: control
// characters and marks that turn the direction of writing.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}

// cleanLines does the same for a message of several lines.
func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = clean(lines[i])
	}
	return strings.Join(lines, "\n")
}
