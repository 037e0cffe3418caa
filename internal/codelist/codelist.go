// Package codelist keeps the lists from which coded fields take their codes:
// channels, kinds of help, kinds of evidence, regions and so on. A list is a
// table in the programme's folder codelists; a code has the days between which
// it may be used, so that an act is always judged by the list of its own day,
// and a label in each of the six languages. A code that has been used is ended,
// never taken out.
package codelist

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/codelist/sheet"
)

// Languages are those in which labels are kept, in the order of the columns.
var languages = [...]string{"ar", "en", "es", "fr", "ru", "zh"}

var columns = append([]string{"code", "parent", "from", "until"}, languages[:]...)

// codeForm is what a code may look like: it stands in acts and in addresses.
var codeForm = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$`)

// Entry is one code of a list during a run of days. The same code may have a
// further entry on other days, with other labels.
type Entry struct {
	Code   string
	Parent string // a code of the same list, "" at the top
	Span   sheet.Span
	labels [len(languages)]string
}

// Label is the label in a language (BCP 47, one of the six), or else in
// English; is says in which language it is.
func (e Entry) Label(lang string) (label, is string) {
	if i := slices.Index(languages[:], lang); i >= 0 && e.labels[i] != "" {
		return e.labels[i], lang
	}
	return e.labels[slices.Index(languages[:], "en")], "en"
}

// List is one list of codes in the order in which it is shown.
type List struct {
	Name    string
	Version int // rises with every change
	Source  string
	AsOf    act.Day
	Entries []Entry
	byCode  map[string][]int // places in Entries
}

// Find returns the entry that a code has on a day. The empty day asks for an
// entry that is still open.
func (l *List) Find(code string, day act.Day) (Entry, bool) {
	for _, i := range l.byCode[code] {
		if l.Entries[i].Span.Has(day) {
			return l.Entries[i], true
		}
	}
	return Entry{}, false
}

// On returns the entries of a day, in the order of the list.
func (l *List) On(day act.Day) []Entry {
	var on []Entry
	for _, e := range l.Entries {
		if e.Span.Has(day) {
			on = append(on, e)
		}
	}
	return on
}

// Within says whether a code lies in another, or is it, on a day.
func (l *List) Within(code, whole string, day act.Day) bool {
	for range len(l.Entries) {
		e, ok := l.Find(code, day)
		if !ok {
			return false
		}
		if code == whole {
			return true
		}
		code = e.Parent
	}
	return false
}

// Lists is all lists of a programme, by name. It is read-only after Load and
// may be shared; it serves as the act.Lists by which bodies of acts are checked.
type Lists map[string]*List

var _ act.Lists = Lists(nil)

// Has says whether a code stood in a list on a day; a list that does not exist
// has no codes.
func (ls Lists) Has(list, code string, day act.Day) bool {
	l := ls[list]
	if l == nil {
		return false
	}
	_, ok := l.Find(code, day)
	return ok
}

// Names are the names of the lists in their order.
func (ls Lists) Names() []string { return slices.Sorted(maps.Keys(ls)) }

// Load reads every codelists/*.csv of fsys, a programme's folder. One faulty
// line refuses the whole; the error names file and line.
func Load(fsys fs.FS) (Lists, error) {
	files, err := fs.Glob(fsys, "codelists/*.csv")
	if err != nil {
		return nil, fmt.Errorf("looking for code lists: %w", err)
	}
	lists := Lists{}
	for _, file := range files {
		l, err := load(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("loading the code lists: %w", err)
		}
		lists[l.Name] = l
	}
	return lists, nil
}

func load(fsys fs.FS, file string) (*List, error) {
	s, err := sheet.Read(fsys, file, columns...)
	if err != nil {
		return nil, err
	}
	l := &List{Name: strings.TrimSuffix(path.Base(file), ".csv"), Version: s.Version, Source: s.Source, AsOf: s.AsOf, byCode: map[string][]int{}}
	if l.Version == 0 {
		return nil, fmt.Errorf("%s:1: a code list says its version: a line \"# version: 1\"", file)
	}
	for _, row := range s.Rows {
		if err := l.add(row); err != nil {
			return nil, err
		}
	}
	return l, l.checkParents(s)
}

func (l *List) add(row sheet.Row) error {
	span, err := row.Span()
	if err != nil {
		return err
	}
	e := Entry{Code: row.Get("code"), Parent: row.Get("parent"), Span: span}
	if !codeForm.MatchString(e.Code) {
		return row.Errorf("code %q: a code has 1 to 64 letters, digits, points and hyphens, and begins and ends with a letter or digit", e.Code)
	}
	for i, lang := range languages {
		if e.labels[i] = row.Get(lang); e.labels[i] == "" {
			return row.Errorf("code %q has no label in %q", e.Code, lang)
		}
	}
	for _, i := range l.byCode[e.Code] {
		if l.Entries[i].Span.Meets(span) {
			return row.Errorf("code %q is given twice for the same days", e.Code)
		}
	}
	l.byCode[e.Code] = append(l.byCode[e.Code], len(l.Entries))
	l.Entries = append(l.Entries, e)
	return nil
}

func (l *List) checkParents(s *sheet.Sheet) error {
	for i, row := range s.Rows {
		parent := l.Entries[i].Parent
		for range len(l.Entries) {
			if parent == "" {
				break
			}
			places := l.byCode[parent]
			if len(places) == 0 {
				return row.Errorf("code %q lies in %q, which is no code of the list", l.Entries[i].Code, parent)
			}
			parent = l.Entries[places[0]].Parent
		}
		if parent != "" {
			return row.Errorf("code %q lies in itself, by way of its parents", l.Entries[i].Code)
		}
	}
	return nil
}
