package programme

import (
	"comity/internal/act"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"
)

// Load reads the programme whose folder is the root of fsys: for the one that
// is built in, fs.Sub(programmes.Files, "crime-prevention"); for another,
// os.DirFS(folder). It needs programme.toml; topics.toml, organs.toml,
// bodies.toml and instruments/*.toml may be absent, which leaves those lists
// empty. Every error names the file and, where there is one, the line.
func Load(fsys fs.FS) (*Programme, error) {
	l := loader{fsys: fsys, lines: map[[2]string][]int{}}
	var head struct {
		Code    string            `toml:"code"`
		Title   string            `toml:"title"`
		Titles  map[string]string `toml:"titles"`
		Mandate string            `toml:"mandate"`
		Appeals []act.Cite        `toml:"appeals"`
	}
	if err := l.read("programme.toml", &head); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("programme: the folder has no programme.toml, so it is no programme: %w", err)
		}
		return nil, err
	}
	if head.Code == "" || head.Title == "" {
		return nil, l.at("programme.toml", 1, "a programme needs code and title")
	}
	if err := l.titles("programme.toml", 1, "the programme", head.Titles); err != nil {
		return nil, err
	}
	for _, c := range head.Appeals {
		if _, err := act.ParseCite(string(c)); err != nil {
			return nil, l.at("programme.toml", 1, "appeals: %w", err)
		}
	}
	p := &Programme{Code: head.Code, Title: head.Title, Titles: head.Titles, Mandate: head.Mandate, Appeals: head.Appeals}
	for _, step := range []func(*Programme) error{l.instruments, l.topics, l.bodies, l.organs} {
		if err := step(p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

type loader struct {
	fsys  fs.FS
	lines map[[2]string][]int // of the tables of a file, by file and name
}

// at makes an error about a line of a file.
func (l loader) at(file string, line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", file, line, fmt.Errorf(format, args...))
}

// read decodes a file into v and refuses what v has no field for.
func (l loader) read(file string, v any) error {
	data, err := fs.ReadFile(l.fsys, file)
	if err != nil {
		return err
	}
	meta, err := toml.Decode(string(data), v)
	if err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			return l.at(file, parse.Position.Line, "%s", parse.Message)
		}
		return fmt.Errorf("%s: %w", file, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		key := unknown[0][len(unknown[0])-1]
		return l.at(file, keyLine(string(data), key), "unknown key %q; take it out or mend its spelling", unknown[0].String())
	}
	return nil
}

// optional reads a file that need not be there.
func (l loader) optional(file string, v any) error {
	if err := l.read(file, v); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// line finds the line of the nth (from 0) table [[name]] of a file, 1 where there
// is none.
func (l loader) line(file, name string, nth int) int {
	of, known := l.lines[[2]string{file, name}]
	if !known {
		data, err := fs.ReadFile(l.fsys, file)
		if err != nil {
			return 1
		}
		header, n := "[["+name+"]]", 0
		for text := range strings.SplitSeq(string(data), "\n") {
			n++
			if strings.HasPrefix(strings.TrimSpace(text), header) {
				of = append(of, n)
			}
		}
		l.lines[[2]string{file, name}] = of
	}
	if nth >= len(of) {
		return 1
	}
	return of[nth]
}

// keyLine is the first line that gives key a value or opens a table of that
// name.
func keyLine(data, key string) int {
	for i, text := range strings.Split(data, "\n") {
		text = strings.TrimSpace(text)
		name, _, assigned := strings.Cut(text, "=")
		if assigned && lastPart(strings.TrimSpace(name)) == key {
			return i + 1
		}
		if strings.HasPrefix(text, "[") && lastPart(strings.Trim(text, "[] ")) == key {
			return i + 1
		}
	}
	return 1
}

func lastPart(key string) string {
	return strings.Trim(key[strings.LastIndexByte(key, '.')+1:], `" `)
}

func (l loader) instruments(p *Programme) error {
	entries, err := fs.ReadDir(l.fsys, "instruments")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	codes := names{what: "code"}
	called := names{what: "name"}
	numbers := names{what: "number"}
	fileOf := map[string]string{}
	for _, entry := range entries {
		if path.Ext(entry.Name()) != ".toml" {
			continue
		}
		file := path.Join("instruments", entry.Name())
		var i Instrument
		if err := l.read(file, &i); err != nil {
			return err
		}
		if err := l.instrument(file, i, &codes, &called); err != nil {
			return err
		}
		if err := l.lawOf(file, i, &numbers); err != nil {
			return err
		}
		fileOf[i.Code] = file
		p.Instruments = append(p.Instruments, i)
	}
	sort.Slice(p.Instruments, func(a, b int) bool { return p.Instruments[a].Code < p.Instruments[b].Code })
	for _, i := range p.Instruments {
		for _, code := range append(append([]string{}, i.Members...), i.Parent, i.with(), i.amended()) {
			if code != "" && fileOf[code] == "" {
				key := "members"
				switch code {
				case i.Parent:
					key = "parent"
				case i.with():
					key = "entry"
				case i.amended():
					key = "amended"
				}
				return l.at(fileOf[i.Code], l.keyLine(fileOf[i.Code], key), "%s names %q, and no instrument has that code", key, code)
			}
		}
	}
	return nil
}

func (l loader) keyLine(file, key string) int {
	data, _ := fs.ReadFile(l.fsys, file)
	return keyLine(string(data), key)
}

// keyLineFrom is the first line, from a line on, that gives key a value; that
// line itself where none does, as in an inline table.
func (l loader) keyLineFrom(file string, from int, key string) int {
	data, _ := fs.ReadFile(l.fsys, file)
	lines := strings.Split(string(data), "\n")
	for i := from; i < len(lines); i++ {
		name, _, assigned := strings.Cut(lines[i], "=")
		if assigned && lastPart(strings.TrimSpace(name)) == key {
			return i + 1
		}
		if strings.HasPrefix(strings.TrimSpace(lines[i]), "[[") {
			break
		}
	}
	return from
}

func (l loader) instrument(file string, i Instrument, codes, called *names) error {
	switch {
	case !isCode(i.Code):
		return l.at(file, l.keyLine(file, "code"), "code %q: a code is letters, digits and hyphens", i.Code)
	case i.Title == "":
		return l.at(file, 1, "instrument %s has no title", i.Code)
	}
	if err := codes.take(i.Code, file, l.keyLine(file, "code")); err != nil {
		return err
	}
	for _, name := range i.AllNames() {
		if err := called.take("en "+name, file, l.lineOf(file, name)); err != nil {
			return err
		}
	}
	for _, lang := range sortedKeys(i.In) {
		if !isLanguage(lang) {
			return l.at(file, l.keyLine(file, lang), "%q is no official language; it is one of ar, es, fr, ru, zh", lang)
		}
		for _, name := range i.In[lang] {
			if err := called.take(lang+" "+name, file, l.lineOf(file, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// lineOf is the first line of a file that has the text in it.
func (l loader) lineOf(file, text string) int {
	data, _ := fs.ReadFile(l.fsys, file)
	before, _, found := strings.Cut(string(data), text)
	if !found {
		return 1
	}
	return strings.Count(before, "\n") + 1
}

// names remembers where each name was first given, so that a second giving is
// refused with both places.
type names struct {
	what  string
	first map[string]string
}

func (n *names) take(name, file string, line int) error {
	if n.first == nil {
		n.first = map[string]string{}
	}
	here := fmt.Sprintf("%s:%d", file, line)
	if there, taken := n.first[name]; taken {
		return fmt.Errorf("%s: the %s %q is already given at %s; it can mean one thing only", here, n.what, name, there)
	}
	n.first[name] = here
	return nil
}

// isCode tells whether s can stand in a subject or a cite.
func isCode(s string) bool {
	if s == "" {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return true
}

func isLanguage(tag string) bool {
	switch tag {
	case "ar", "es", "fr", "ru", "zh":
		return true
	}
	return false
}

func sortedKeys(m map[string][]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
