package mandate

import (
	"fmt"
	"strconv"
	"strings"

	"comity/internal/act"
)

// Ref names a document, a paragraph of it or a clause of that.
type Ref struct {
	Symbol string // "A/RES/69/197"
	Place  string // "29", "12(a)", "pp3"; "" for the document
	Clause int    // from 1; 0 for the paragraph
}

// Types of the register's subjects.
const (
	documentType  = "document"
	paragraphType = "paragraph"
	clauseType    = "clause"
)

// Subject is the subject of acts about it: document/A_RES_69_197,
// paragraph/A_RES_69_197/29, clause/A_RES_69_197/29/2. It is "" where the name
// would be longer than a subject may be.
func (r Ref) Subject() act.Subject {
	var s act.Subject
	var err error
	switch {
	case r.Place == "":
		s, err = act.NewSubject(documentType, r.Symbol)
	case r.Clause == 0:
		s, err = act.NewSubject(paragraphType, r.Symbol, r.Place)
	default:
		s, err = act.NewSubject(clauseType, r.Symbol, r.Place, strconv.Itoa(r.Clause))
	}
	if err != nil {
		return ""
	}
	return s
}

// Cite is how acts cite it: A/RES/69/197#29:2. ok is false for a place that can't
// be cited: one of several paragraphs that bear the same number.
func (r Ref) Cite() (c act.Cite, ok bool) {
	c, err := act.ParseCite(r.String())
	return c, err == nil
}

// String is the cite, or what it would be.
func (r Ref) String() string {
	s := r.Symbol
	if r.Place != "" {
		s += "#" + r.Place
	}
	if r.Clause > 0 {
		s += ":" + strconv.Itoa(r.Clause)
	}
	return s
}

// RefOf reads what a subject names; the error says what is wrong with it.
func RefOf(s act.Subject) (r Ref, err error) {
	bad := func() (Ref, error) {
		return Ref{}, fmt.Errorf("the subject %s names no document, paragraph or clause; write document/A_RES_69_197, paragraph/A_RES_69_197/29 or clause/A_RES_69_197/29/2", s)
	}
	names, err := s.Names()
	if err != nil {
		return bad()
	}
	parts := map[string]int{documentType: 1, paragraphType: 2, clauseType: 3}[s.Type()]
	if parts == 0 || len(names) != parts {
		return bad()
	}
	r.Symbol = names[0]
	if parts > 1 {
		r.Place = names[1]
	}
	if parts > 2 {
		if r.Clause, err = strconv.Atoi(names[2]); err != nil || r.Clause < 1 || r.Clause > 9999 {
			return bad()
		}
	}
	if r.Subject() != s {
		return bad()
	}
	return r, nil
}

// RefOfCite reads what a cite names.
func RefOfCite(c act.Cite) Ref { return Ref{c.Symbol(), c.Place(), c.Clause()} }

// natural is a symbol with its numbers padded, so that A/RES/9/1 sorts before
// A/RES/69/197.
func natural(symbol string) string {
	var b strings.Builder
	for i := 0; i < len(symbol); {
		j := i
		for j < len(symbol) && symbol[j] >= '0' && symbol[j] <= '9' {
			j++
		}
		if j == i {
			b.WriteByte(symbol[i])
			i++
			continue
		}
		if n := j - i; n < 4 {
			b.WriteString("0000"[n:])
		}
		b.WriteString(symbol[i:j])
		i = j
	}
	return b.String()
}

// newestFirst is the key by which documents are listed, ascending: the newest
// adopted first, those of one day by symbol, those without a day last.
func newestFirst(adopted act.Day, symbol string) string {
	day := 0
	if len(adopted) == len("2006-01-02") {
		day, _ = strconv.Atoi(strings.ReplaceAll(string(adopted), "-", ""))
	}
	return fmt.Sprintf("%08d %s", 99999999-day, natural(symbol))
}

// placeInOrder is the key of a clause in the register's order: its document's, the
// paragraph's place in the text, the clause's in the paragraph, and its number.
func placeInOrder(document string, ord, at, n int) string {
	return fmt.Sprintf("%s %05d.%03d.%d", document, ord, at, n)
}

// foldedTitle is a title without what may differ from print to print.
func foldedTitle(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return strings.ContainsRune(" \u00a0-‐‑–—,.;:()'’“”\"", r)
	}), " ")
}

// split reads a list that join wrote. Codes may hold spaces, so lists are kept in
// lines.
func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func join(list []string) string { return strings.Join(list, "\n") }
