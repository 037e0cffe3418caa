package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"comity/internal/resolution"
	"comity/internal/resolution/renewal"
)

var classes = []renewal.Class{renewal.Kept, renewal.Amended, renewal.Merged, renewal.Split, renewal.Dropped, renewal.New}

// headings of the parts of a resolution.
var headings = map[resolution.Part]string{resolution.Preamble: "PREAMBLE", resolution.Operative: "OPERATIVE PARAGRAPHS", resolution.Annex: "ANNEX"}

// comparisonPage prints comparisons for people, within a width in columns.
type comparisonPage struct {
	width   int
	colour  bool
	changed bool // leave out what was kept
	b       bytes.Buffer
}

// comparisonWidth is the terminal's, or what the environment says, or 80.
func comparisonWidth(w io.Writer, path string) int {
	if _, ok := terminal(w); (ok && path == "") || os.Getenv("COLUMNS") != "" {
		return outputWidth(w, path)
	}
	return 80
}

// comparison writes a head with both titles and the counts, then each change.
func (p *comparisonPage) comparison(c renewal.Comparison, oldTitle, newTitle string) {
	p.block("", c.Old+" → "+c.New)
	p.block("  old  ", c.Old+" "+oldTitle)
	p.block("  new  ", c.New+" "+newTitle)
	p.b.WriteByte('\n')
	for _, class := range classes {
		fmt.Fprintf(&p.b, "  %-8s %4d\n", class, c.Count[class])
	}
	var part resolution.Part
	for _, ch := range c.Changes {
		if p.changed && ch.Class == renewal.Kept {
			continue
		}
		if ch.Part != part {
			part = ch.Part
			fmt.Fprintf(&p.b, "\n%s\n", headings[part])
		}
		p.change(ch)
	}
	p.b.WriteByte('\n')
}

func (p *comparisonPage) change(ch renewal.Change) {
	moved := ""
	if ch.Moved {
		moved = ", moved"
	}
	switch ch.Class {
	case renewal.Kept:
		head := fmt.Sprintf("  = %s → %s  kept%s: ", placeIDs(ch.Old), placeIDs(ch.New), moved)
		text, _ := cutWidth(ch.NewText(), max(20, p.width-columnsOf(head)-2))
		if len(text) < len(ch.NewText()) {
			text = strings.TrimRight(text, " ") + " …"
		}
		p.b.WriteString(head + text + "\n")
	case renewal.Dropped:
		fmt.Fprintf(&p.b, "  - %s  dropped\n", placeIDs(ch.Old))
		p.block("      ", changeMarks(ch))
	case renewal.New:
		fmt.Fprintf(&p.b, "  + %s  new\n", placeIDs(ch.New))
		p.block("      ", changeMarks(ch))
	default:
		fmt.Fprintf(&p.b, "  ~ %s → %s  %s%s, %d %% of words changed\n", placeIDs(ch.Old), placeIDs(ch.New), ch.Class, moved, changedShare(ch))
		p.block("      ", changeMarks(ch))
	}
}

// block writes text after a lead, its further lines indented as far.
func (p *comparisonPage) block(lead, text string) {
	indent := strings.Repeat(" ", columnsOf(lead))
	open := ""
	for i, line := range wrap(text, max(20, p.width-len(indent))) {
		if p.colour {
			line, open = painted(line, open)
		}
		if i > 0 {
			lead = indent
		}
		p.b.WriteString(lead + line + "\n")
	}
}

// painted colours the marks of one line; open is the colour that the line before
// left open. Colour ends with the line, so that an indentation is never struck.
func painted(line, open string) (out, left string) {
	const red, green, plain = "\x1b[31;9m", "\x1b[32;4m", "\x1b[0m"
	for _, m := range []struct{ mark, start string }{{"[-", red}, {"{+", green}} {
		if strings.LastIndex(line, m.mark) > strings.LastIndex(line, closingMark(m.mark)) {
			left = m.start
		}
	}
	if left == "" && !strings.Contains(line, "-]") && !strings.Contains(line, "+}") {
		left = open
	}
	out = open + strings.NewReplacer("[-", red+"[-", "-]", "-]"+plain, "{+", green+"{+", "+}", "+}"+plain).Replace(line)
	if left != "" {
		out += plain
	}
	return out, left
}

func closingMark(m string) string {
	if m == "[-" {
		return "-]"
	}
	return "+}"
}

// changeMarks is a change in plain marks.
func changeMarks(ch renewal.Change) string {
	switch ch.Class {
	case renewal.Kept:
		return ""
	case renewal.Dropped:
		return "[-" + ch.OldText() + "-]"
	case renewal.New:
		return "{+" + ch.NewText() + "+}"
	}
	return renewal.Marked(ch.Diff, renewal.Plain)
}

// changedShare is the share of the words of both texts that were taken out or
// put in, in per cent.
func changedShare(ch renewal.Change) int {
	switch ch.Class {
	case renewal.Kept:
		return 0
	case renewal.Dropped, renewal.New:
		return 100
	}
	changed, all := 0, 0
	for _, d := range ch.Diff {
		n := len(strings.Fields(d.Text))
		if d.Op == renewal.Equal {
			all += 2 * n
			continue
		}
		changed, all = changed+n, all+n
	}
	return int(math.Round(100 * float64(changed) / float64(max(1, all))))
}

func placeIDs(places []renewal.Place) string {
	var out []string
	for _, p := range places {
		out = append(out, p.ID)
	}
	return strings.Join(out, " + ")
}

// comparisonCSV writes a row for each change, as RFC 4180 has it.
func comparisonCSV(c renewal.Chain, changed bool) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := [][]string{{"old", "new", "part", "class", "old_id", "new_id", "percent_changed", "change"}}
	for _, cmp := range c.Comparisons {
		for _, ch := range cmp.Changes {
			if !changed || ch.Class != renewal.Kept {
				rows = append(rows, []string{cmp.Old, cmp.New, string(ch.Part), string(ch.Class), placeIDs(ch.Old), placeIDs(ch.New), strconv.Itoa(changedShare(ch)), changeMarks(ch)})
			}
		}
	}
	for _, row := range rows {
		for i := range row {
			row[i] = guarded(row[i])
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// onePart leaves the changes of one part, and counts them again.
func onePart(c *renewal.Chain, part resolution.Part) {
	for i := range c.Comparisons {
		cmp := &c.Comparisons[i]
		left := []renewal.Change{}
		cmp.Count = map[renewal.Class]int{}
		for _, ch := range cmp.Changes {
			if ch.Part == part {
				left = append(left, ch)
				cmp.Count[ch.Class]++
			}
		}
		cmp.Changes = left
	}
	since := []renewal.Since{}
	for _, s := range c.Since {
		if s.Part == part {
			since = append(since, s)
		}
	}
	c.Since = since
}

// hardlyAlike says whether less than one in twenty of a comparison's changes
// keeps or amends a paragraph.
func hardlyAlike(c renewal.Comparison) bool {
	all := 0
	for _, n := range c.Count {
		all += n
	}
	same := all - c.Count[renewal.Dropped] - c.Count[renewal.New]
	return all > 0 && 20*same < all
}
