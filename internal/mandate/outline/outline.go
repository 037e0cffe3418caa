// Package outline is what the programme's resolutions ask, paragraph by
// paragraph, in the programme's own words: so that a fresh installation knows its
// mandates without the texts of the United Nations. A text that is imported
// joins its outline by symbol and number.
package outline

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/BurntSushi/toml"

	"comity/internal/act"
)

// MostWords is the length of a summary, in words, that may not be exceeded.
const MostWords = 30

// Outline is one resolution.
type Outline struct {
	Symbol     string // "A/RES/69/197"
	Source     string
	AsOf       act.Day
	File       string
	Paragraphs []Paragraph

	// Translations says of each further language how its summaries were made:
	// "own, unreviewed".
	Translations map[string]string
}

// Paragraph is one operative paragraph.
type Paragraph struct {
	Number   string // as printed, without its stop; the part of a cite after #
	Topics   []string
	Asks     []Ask
	Evidence []string // codes of the list evidence that could show that it was done
	Line     int      // in the outline's file

	text map[string]string
}

// Ask is one clause of the paragraph: with which force it is asked, and of whom.
type Ask struct {
	Force string   `toml:"force"` // a code of the list force
	To    []string `toml:"to"`    // parties, codes of the list addressee, or states-parties:INSTRUMENT; empty where nobody is asked
}

// In returns the summary in a language, or else in English; is says in which.
func (p Paragraph) In(lang string) (text, is string) {
	if text := p.text[lang]; text != "" {
		return text, lang
	}
	return p.text["en"], "en"
}

// Find returns the paragraph of a number.
func (o *Outline) Find(number string) (Paragraph, bool) {
	for _, p := range o.Paragraphs {
		if p.Number == number {
			return p, true
		}
	}
	return Paragraph{}, false
}

// Load reads the outlines of a programme's folder, mandates/SYMBOL.toml and
// their translations mandates/SYMBOL.LANGUAGE.toml, by file name. Errors name
// the file, and the line where one is at fault.
func Load(fsys fs.FS) ([]*Outline, error) {
	files, err := fs.Glob(fsys, "mandates/*.toml")
	if err != nil {
		return nil, fmt.Errorf("looking for outlines of mandates: %w", err)
	}
	var outlines []*Outline
	byStem := map[string]*Outline{}
	for _, file := range files {
		if strings.Contains(stem(file), ".") {
			continue
		}
		o, err := read(fsys, file)
		if err != nil {
			return nil, err
		}
		outlines = append(outlines, o)
		byStem[stem(file)] = o
	}
	for _, file := range files {
		base, lang, translated := strings.Cut(stem(file), ".")
		if !translated {
			continue
		}
		o := byStem[base]
		if o == nil {
			return nil, fmt.Errorf("%s: there is no outline mandates/%s.toml that it could translate", file, base)
		}
		if err := o.translate(fsys, file, lang); err != nil {
			return nil, err
		}
	}
	return outlines, nil
}

func stem(file string) string { return strings.TrimSuffix(path.Base(file), ".toml") }

// decode reads a file strictly.
func decode(fsys fs.FS, file string, v any) (string, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", file, err)
	}
	meta, err := toml.Decode(string(data), v)
	if err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			return "", fmt.Errorf("%s:%d: %s", file, parse.Position.Line, parse.Message)
		}
		return "", fmt.Errorf("%s: %w", file, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return "", fmt.Errorf("%s: unknown key %q; take it out or mend its spelling", file, unknown[0].String())
	}
	return string(data), nil
}

func read(fsys fs.FS, file string) (*Outline, error) {
	var in struct {
		Symbol    string `toml:"symbol"`
		Source    string `toml:"source"`
		AsOf      string `toml:"as_of"`
		Paragraph []struct {
			Number   string   `toml:"number"`
			Topics   []string `toml:"topics"`
			Asks     []Ask    `toml:"asks"`
			Evidence []string `toml:"evidence"`
			Text     string   `toml:"text"`
		} `toml:"paragraph"`
	}
	data, err := decode(fsys, file, &in)
	if err != nil {
		return nil, err
	}
	day, err := act.ParseDay(in.AsOf)
	if err != nil {
		return nil, fmt.Errorf("%s: as_of: %w", file, err)
	}
	if in.Symbol == "" || in.Source == "" {
		return nil, fmt.Errorf("%s: an outline needs symbol and source", file)
	}
	o := &Outline{Symbol: in.Symbol, Source: in.Source, AsOf: day, File: file, Translations: map[string]string{}}
	lines := tableLines(data)
	for i, p := range in.Paragraph {
		bad := func(format string, args ...any) error {
			return fmt.Errorf("%s:%d: paragraph %q: %s", file, lines[i], p.Number, fmt.Sprintf(format, args...))
		}
		switch _, twice := o.Find(p.Number); {
		case p.Number == "":
			return nil, bad("it has no number")
		case twice:
			return nil, bad("it is given twice")
		case len(p.Asks) == 0:
			return nil, bad("it has no asks; a paragraph that asks nothing of anybody has the force state")
		case p.Text == "":
			return nil, bad("it has no text")
		case len(strings.Fields(p.Text)) > MostWords:
			return nil, bad("its text has %d words, at most %d may stand", len(strings.Fields(p.Text)), MostWords)
		}
		o.Paragraphs = append(o.Paragraphs, Paragraph{Number: p.Number, Topics: p.Topics, Asks: p.Asks, Evidence: p.Evidence,
			Line: lines[i], text: map[string]string{"en": p.Text}})
	}
	return o, nil
}

// tableLines are the lines on which the tables [[paragraph]] begin.
func tableLines(data string) []int {
	var lines []int
	for i, line := range strings.Split(data, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "[[paragraph]]") {
			lines = append(lines, i+1)
		}
	}
	return lines
}

func (o *Outline) translate(fsys fs.FS, file, lang string) error {
	var in struct {
		Translation string            `toml:"translation"`
		Text        map[string]string `toml:"text"`
	}
	if _, err := decode(fsys, file, &in); err != nil {
		return err
	}
	if in.Translation == "" {
		return fmt.Errorf("%s: it does not say how the translation was made; write translation = \"own, unreviewed\"", file)
	}
	for number := range in.Text {
		if _, ok := o.Find(number); !ok {
			return fmt.Errorf("%s: %s has no paragraph %q", file, o.Symbol, number)
		}
	}
	for _, p := range o.Paragraphs {
		if in.Text[p.Number] == "" {
			return fmt.Errorf("%s: paragraph %q is not translated", file, p.Number)
		}
		p.text[lang] = in.Text[p.Number]
	}
	o.Translations[lang] = in.Translation
	return nil
}
