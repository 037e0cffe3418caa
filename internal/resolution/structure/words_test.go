package structure

import (
	"os"
	"strings"
	"testing"
	"unicode"

	"comity/internal/testshared"
)

// printedLetters are the letters and digits of a file, lower case, with the line
// on which each stands. Raised digits are left out: they are markers.
type printedLetters struct {
	letters []rune
	lines   []int // of each letter
	starts  []int // of each line: its first letter
}

func lettersOfLines(lines []string) printedLetters {
	var p printedLetters
	for i, l := range lines {
		p.starts = append(p.starts, len(p.letters))
		for _, r := range l {
			if unicode.IsLetter(r) || r >= '0' && r <= '9' {
				p.letters = append(p.letters, unicode.ToLower(r))
				p.lines = append(p.lines, i)
			}
		}
	}
	p.starts = append(p.starts, len(p.letters))
	return p
}

// follow finds a paragraph's letters in the file from a place on, in order. What
// it may leave out there is whole lines, and up to two digits, a marker. It
// returns the place behind the last letter and the lines it went through.
func (p *printedLetters) follow(text []rune, from int) (end int, used map[int]bool, ok bool) {
	used = map[int]bool{}
	at, k := from, 0
	entered := map[int]int{} // line → letters of the text found when it was entered
	for k < len(text) {
		if at >= len(p.letters) {
			return 0, nil, false
		}
		line := p.lines[at]
		if p.starts[line] == at {
			entered[line] = k
		}
		if p.letters[at] == text[k] {
			used[line] = true
			at, k = at+1, k+1
			continue
		}
		if d := p.letters[at]; d >= '0' && d <= '9' && p.starts[line] != at {
			at++
			continue
		}
		begun, known := entered[line]
		if !known || k == 0 { // the paragraph's first line must be its own
			return 0, nil, false
		}
		k, at = begun, p.starts[line+1]
		delete(used, line)
	}
	return at, used, true
}

// TestEveryWordOfThePDF joins the lines of an extracted resolution in another
// way than the reader does, letter by letter: each paragraph's letters stand in
// the file in this order, nothing between them but whole lines and markers; and
// each line between the first paragraph and the last belongs to a paragraph, to
// a footnote, or to the page.
func TestEveryWordOfThePDF(t *testing.T) {
	data, err := os.ReadFile(testshared.Dir(t, "resolutions", "A_RES_69_197.txt"))
	if err != nil {
		t.Fatal(err)
	}
	docs, err := Read(linesOf(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	for i, l := range lines { // the paragraph's number and its list mark
		l = strings.TrimLeft(l, "- ")
		if n := digits(l); n > 0 && strings.HasPrefix(l[n:], ".") {
			l = l[n:]
		}
		lines[i] = l
	}
	file := lettersOfLines(lines)
	covered := map[int]bool{}
	last := 0
	for _, p := range docs[0].Paragraphs {
		text := lettersOfLines([]string{p.Text}).letters
		found := false
		for _, start := range file.starts {
			end, used, ok := 0, map[int]bool(nil), false
			if start >= last {
				end, used, ok = file.follow(text, start)
			}
			if ok {
				found = true
				last = end
				for l := range used {
					covered[l] = true
				}
				break
			}
		}
		if !found {
			t.Errorf("the letters of %s are not in the file in this order behind the paragraph before: %s", p.ID, clip(p.Text))
		}
	}
	notes := ""
	for _, f := range docs[0].Footnotes {
		notes += string(lettersOfLines([]string{f.Text}).letters) + "|"
	}
	first, final := len(lines), 0
	for l := range covered {
		first, final = min(first, l), max(final, l)
	}
	for i := first; i <= final; i++ {
		own := string(file.letters[file.starts[i]:file.starts[i+1]])
		if covered[i] || own == "" || strings.Contains(notes, strings.TrimLeft(own, "0123456789")) {
			continue
		}
		if !pageMark(lines[i]) && !bareNumber(strings.TrimSpace(lines[i])) && !ownSymbol(strings.TrimSpace(lines[i]), docs[0].Symbol, flat(docs[0].Title)) {
			t.Errorf("line %d is in no paragraph, footnote or running head: %s", i+1, clip(lines[i]))
		}
	}
}
