package renewal

import (
	"strings"
	"unicode"
)

// Piece is a run of words that a difference keeps, takes out or puts in. A word
// carries the space before it: the texts of the pieces, put together and
// trimmed, are the texts that were compared.
type Piece struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// Op says what a Piece does.
type Op string

// The operations of a difference.
const (
	Equal  Op = "="
	Delete Op = "-"
	Insert Op = "+"
)

// Diff gives the difference of two texts word by word: the pieces marked Equal
// and Delete are the old text, those marked Equal and Insert the new (white
// space folded). Punctuation at a word's end is a word of its own, so that a
// comma for a full stop does not change the word before it.
func Diff(before, after string) []Piece {
	a, b := tokens(before), tokens(after)
	var pieces []Piece
	for _, e := range script(a, b) {
		if n := len(pieces) - 1; n >= 0 && pieces[n].Op == e.op {
			pieces[n].Text += e.token
			continue
		}
		pieces = append(pieces, Piece{e.op, e.token})
	}
	return pieces
}

// Apply applies a difference to the old text and gives the new one; ok is false
// where the text is not the one that the difference was made of.
func Apply(before string, diff []Piece) (after string, ok bool) {
	rest := strings.Join(tokens(before), "")
	var out strings.Builder
	for _, p := range diff {
		if p.Op != Insert {
			if rest, ok = strings.CutPrefix(rest, p.Text); !ok {
				return "", false
			}
		}
		if p.Op != Delete {
			out.WriteString(p.Text)
		}
	}
	return strings.TrimSpace(out.String()), rest == ""
}

// tokens cuts a text into words, each with a space before it; punctuation that
// ends a word is a token of its own.
func tokens(s string) []string {
	var out []string
	for _, f := range strings.Fields(s) {
		core := strings.TrimRightFunc(f, closing)
		if core == "" || core == f {
			out = append(out, " "+f)
			continue
		}
		out = append(out, " "+core, f[len(core):])
	}
	return out
}

// closing tells the punctuation that stands at the end of words.
func closing(r rune) bool {
	switch r {
	case ',', ';', ':', '.', '!', '?', '،', '؛', '。', '，', '；', '：', '、':
		return true
	}
	return false
}

// terms are the words by which texts are compared: lower case, without
// punctuation.
func terms(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}
