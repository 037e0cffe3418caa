package docx

import (
	"strconv"
	"strings"
)

// level is one level of a list: how its numbers look and where they begin.
type level struct {
	start   int
	format  string // ST_NumberFormat: "decimal", "lowerLetter", "bullet" ...
	text    string // "%1.", "(%2)"
	restart int    // level (1-based) whose number sets this one back; 0 never; -1 every higher one
	style   string // paragraph style linked to the level
	legal   bool   // all numbers in digits
}

// list is an abstract numbering definition.
type list struct {
	levels    [9]level
	styleLink string // numbering style in which the levels really stand
}

// instance is a numbering as paragraphs cite it.
type instance struct {
	list    string
	starts  map[int]int   // levels that this instance begins anew
	replace map[int]level // levels that it redefines
}

// numbering counts paragraphs as Word does: instances of one list count on
// together, save where an instance begins anew.
type numbering struct {
	lists     map[string]*list
	instances map[string]*instance
	counts    map[string]*[9]int // by list; 0 is "none yet"
	begun     map[string]bool    // instances already used
}

func newNumbering() *numbering {
	return &numbering{lists: map[string]*list{}, instances: map[string]*instance{}, counts: map[string]*[9]int{}, begun: map[string]bool{}}
}

// next counts a paragraph of an instance at a level (0-based) and returns its
// printed number: "1.", "(a)", "" for a bullet or an unknown instance.
func (n *numbering) next(id string, at int) string {
	in := n.instances[id]
	if in == nil || at < 0 || at > 8 {
		return ""
	}
	l := n.lists[in.list]
	if l == nil {
		return ""
	}
	counts := n.counts[in.list]
	if counts == nil {
		counts = new([9]int)
		for i := range counts {
			counts[i] = l.levels[i].start - 1
		}
		n.counts[in.list] = counts
	}
	if !n.begun[id] {
		n.begun[id] = true
		for i, start := range in.starts {
			counts[i] = start - 1
		}
	}
	def := func(i int) level {
		if r, ok := in.replace[i]; ok {
			return r
		}
		return l.levels[i]
	}
	for i := range at { // a level that was passed over counts as begun
		if counts[i] < def(i).start {
			counts[i] = def(i).start
		}
	}
	counts[at]++
	for i := at + 1; i < 9; i++ {
		if d := def(i); d.restart < 0 || d.restart > at {
			counts[i] = d.start - 1
		}
	}
	here := def(at)
	if here.format == "bullet" || here.format == "none" && !strings.Contains(here.text, "%") {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(here.text); i++ {
		if c := here.text[i]; c == '%' && i+1 < len(here.text) && '1' <= here.text[i+1] && here.text[i+1] <= '9' {
			i++
			k := int(here.text[i] - '1')
			format := def(k).format
			if here.legal {
				format = "decimal"
			}
			b.WriteString(Format(format, counts[k]))
		} else {
			b.WriteByte(c)
		}
	}
	return strings.TrimSpace(b.String())
}

// Format writes n in a number format of WordprocessingML (ST_NumberFormat).
// A format that is not known is written in digits.
func Format(format string, n int) string {
	if n < 1 || n > 1<<15 {
		if format == "none" {
			return ""
		}
		return strconv.Itoa(n)
	}
	switch format {
	case "none":
		return ""
	case "lowerLetter":
		return letters("abcdefghijklmnopqrstuvwxyz", n)
	case "upperLetter":
		return letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ", n)
	case "russianLower":
		return letters("абвгдежзиклмнопрстуфхцчшщыэюя", n)
	case "russianUpper":
		return letters("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ", n)
	case "arabicAbjad":
		return letters("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ", n)
	case "arabicAlpha":
		return letters("أبتثجحخدذرزسشصضطظعغفقكلمنهوي", n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "ideographDigital":
		return chinese(n)
	case "chicago":
		signs := []string{"*", "†", "‡", "§"}
		return strings.Repeat(signs[(n-1)%4], min((n-1)/4+1, 64))
	}
	return strconv.Itoa(n)
}

// letters writes n as Word does past the alphabet's end: a ... z, aa, bb.
func letters(alphabet string, n int) string {
	a := []rune(alphabet)
	return strings.Repeat(string(a[(n-1)%len(a)]), min((n-1)/len(a)+1, 64))
}

func roman(n int) string {
	var b strings.Builder
	for _, d := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= d.value {
			b.WriteString(d.sign)
			n -= d.value
		}
	}
	return b.String()
}

// chinese writes n up to 99 in Chinese numerals, past that in digits.
func chinese(n int) string {
	digits := []rune("零一二三四五六七八九")
	switch {
	case n < 10:
		return string(digits[n])
	case n < 20 && n == 10:
		return "十"
	case n < 20:
		return "十" + string(digits[n-10])
	case n < 100 && n%10 == 0:
		return string(digits[n/10]) + "十"
	case n < 100:
		return string(digits[n/10]) + "十" + string(digits[n%10])
	}
	return strconv.Itoa(n)
}
