package citation

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// wordIndex holds names by their first character, longest first.
type wordIndex map[rune][]named

type named struct{ name, code string }

func (x wordIndex) add(name, code string) {
	first, _ := utf8.DecodeRuneInString(name)
	x[first] = append(x[first], named{name, code})
}

func (x wordIndex) sort() {
	for _, list := range x {
		sort.Slice(list, func(i, j int) bool {
			if len(list[i].name) != len(list[j].name) {
				return len(list[i].name) > len(list[j].name)
			}
			return list[i].name < list[j].name
		})
	}
}

// at returns the longest name that stands at byte i of text, as whole words.
func (x wordIndex) at(text string, i int) (named, bool) {
	first, _ := utf8.DecodeRuneInString(text[i:])
	for _, n := range x[first] {
		if strings.HasPrefix(text[i:], n.name) && (first >= 0x2E80 || !letterAt(text, i+len(n.name))) {
			return n, true
		}
	}
	return named{}, false
}

// all returns the names in text in order, none inside another.
func (x wordIndex) all(text string) []mention {
	var out []mention
	inWord := false
	for i, r := range text {
		if len(out) > 0 && i < out[len(out)-1].end {
			continue
		}
		starts := !inWord || r >= 0x0600 // Arabic and Chinese names follow particles without a space
		inWord = r != ' ' && letterAt(text, i)
		if !starts || x[r] == nil {
			continue
		}
		if n, ok := x.at(text, i); ok {
			out = append(out, mention{i, i + len(n.name), n.code})
		}
	}
	return out
}

// mention is an organ or an instrument named in a text.
type mention struct {
	start, end int
	code       string
}

// organsNamed are the organs named in the text, looked for once.
func (s *scan) organsNamed() []mention {
	if !s.lookedFor {
		s.lookedFor = true
		s.mentions = s.names[s.ctx.Language].all(s.text)
	}
	return s.mentions
}
