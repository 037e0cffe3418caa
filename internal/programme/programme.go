// Package programme reads a programme's own data from its folder: what it is
// called, the treaties its texts name, its topics, the bodies it addresses and
// the organs whose resolutions carry it. Loading is strict: an unknown key, a
// missing field or a name that would mean two things is refused with its file
// and line. See docs/programme-data.md for the form of each file.
package programme

import (
	"cmp"
	"slices"

	"comity/internal/act"
)

// Programme is one programme as its folder describes it. It is read-only after
// Load and may be shared.
type Programme struct {
	Code    string            // "crime-prevention", the folder's name
	Title   string            // English
	Titles  map[string]string // in the other official languages, by tag, each of which is there
	Mandate string            // symbol of the resolution that the programme rests on

	// Appeals are the paragraphs that appeal to States to join the programme's
	// treaties.
	Appeals []act.Cite

	Instruments []Instrument // by code
	Topics      []Topic      // as the file has them
	Bodies      []Body       // as the file has them
	Organs      []Organ      // as the file has them
}

// Instrument is a treaty or protocol, or a group of them that texts name
// together ("the Protocols thereto").
type Instrument struct {
	Code  string `toml:"code"`  // "UNTOC"
	Title string `toml:"title"` // official English title
	Short string `toml:"short"` // the shortest name that is not ambiguous

	// Names are further ways in which English texts call it, without the
	// article. No two instruments share a name.
	Names []string `toml:"names"`
	// In holds its names in other languages, by language tag (ar, es, fr, ru, zh).
	In map[string][]string `toml:"in"`

	Members   []string `toml:"members"`    // codes, for a group
	Parent    string   `toml:"parent"`     // code of the treaty that a protocol supplements or amends
	Adopted   string   `toml:"adopted"`    // ISO date of the text's adoption or opening; a year where the day is not a fact of ours
	AdoptedBy string   `toml:"adopted_by"` // symbol of the resolution that adopted it, if one did

	// Number in the United Nations' collection of multilateral treaties:
	// "XVIII-12-a"; "" where it is deposited elsewhere.
	Number string `toml:"number"`
	// Depositaries are the codes of parties; where there are several, each
	// keeps a record of its own.
	Depositaries []string `toml:"depositaries"`
	Rules        *Rules   `toml:"rules"`
	Law          *Law     `toml:"law"`
}

// TitleIn is its title in a language, or the English one; in is the language of
// what it gives.
func (i *Instrument) TitleIn(lang string) (title, in string) {
	if names := i.In[lang]; len(names) > 0 {
		return names[0], lang
	}
	return i.Title, "en"
}

// ShortIn is its shortest name in a language, or the English one; in is the
// language of what it gives.
func (i *Instrument) ShortIn(lang string) (short, in string) {
	if names := i.In[lang]; len(names) > 0 {
		return slices.MinFunc(names, func(a, b string) int { return cmp.Compare(len(a), len(b)) }), lang
	}
	return cmp.Or(i.Short, i.Title), "en"
}

// Group says whether i stands for several instruments.
func (i Instrument) Group() bool { return len(i.Members) > 0 }

// AllNames returns the title, the short name and the further English names,
// in that order, none twice.
func (i Instrument) AllNames() []string {
	names := make([]string, 0, len(i.Names)+2)
	seen := map[string]bool{"": true}
	for _, name := range append([]string{i.Title, i.Short}, i.Names...) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// Topic is a subject that the programme's clauses are about.
type Topic struct {
	Code  string `toml:"code"`
	Title string `toml:"title"` // English
	// Titles are those in the other official languages, by tag, each of which
	// is there.
	Titles map[string]string `toml:"titles"`
	// Words mark the topic: words or phrases in lower case. A phrase also
	// matches the plural of its last word; "*" after a word stands for any ending.
	Words []string `toml:"words"`
	// Except are longer phrases in which a word of the list does not mean the
	// topic ("corruption of data").
	Except []string `toml:"except"`
}

// In returns the topic's title in a language or, where it has none, in English,
// and the language that it is in, so that a page can mark it.
func (t Topic) In(lang string) (title, is string) { return titleIn(t.Titles, lang, t.Title) }

func titleIn(titles map[string]string, lang, english string) (title, is string) {
	if title := titles[lang]; title != "" {
		return title, lang
	}
	return english, "en"
}

// Body is an actor that clauses address, with every name that texts use for it.
type Body struct {
	Code  string   `toml:"code"`
	Names []string `toml:"names"`
}

// Organ is a body whose resolutions and decisions are read or cited.
type Organ struct {
	Code string `toml:"code"` // "GA", "CTOC-COP"
	// Names by language tag, the full name first; the first English name is
	// the one that is shown.
	Names map[string][]string `toml:"names"`
	// Resolution and Decision are the symbol's form, where {n} is the number as
	// printed ("69/197"), {s} its part before the stroke and {i} the one after.
	// Empty where the organ has none or they have no settled symbol.
	Resolution string `toml:"resolution"`
	Decision   string `toml:"decision"`
	// Numbering says how the organ numbers them: NumberSession "69/197",
	// NumberYear "2014/20", NumberSerial "1373 (2001)".
	Numbering string `toml:"numbering"`
	// Prefixes are the beginnings of symbols of the organ's own resolutions and
	// decisions, by which a document shows whose it is.
	Prefixes []string `toml:"prefixes"`
	// Reports are forms of the symbols of its reports, where {} stands for
	// figures ("E/{}/30"): a resolution found in one is the organ's.
	Reports []string `toml:"reports"`
	// Roman says that its earlier resolutions carry a session in Roman
	// numerals, as "194 (III)".
	Roman bool `toml:"roman"`
	// First is the year in which session 1 began, PerYear the number of regular
	// sessions a year: with them a date tells whose resolution a number is.
	// Zero where sessions do not follow the calendar.
	First   int `toml:"first"`
	PerYear int `toml:"per_year"`
}

// The ways of numbering resolutions.
const (
	NumberSession = "session" // session, stroke, serial: 69/197
	NumberYear    = "year"    // year, stroke, serial: 2014/20
	NumberSerial  = "serial"  // serial, year in parentheses: 1373 (2001)
)

// Name returns the organ's first English name.
func (o Organ) Name() string {
	if names := o.Names["en"]; len(names) > 0 {
		return names[0]
	}
	return o.Code
}

// In returns the programme's title in a language or, where it has none, in
// English, and the language that it is in.
func (p *Programme) In(lang string) (title, is string) { return titleIn(p.Titles, lang, p.Title) }

// Instrument returns the instrument with that code.
func (p *Programme) Instrument(code string) (Instrument, bool) {
	for _, i := range p.Instruments {
		if i.Code == code {
			return i, true
		}
	}
	return Instrument{}, false
}

// Topic returns the topic with that code.
func (p *Programme) Topic(code string) (Topic, bool) {
	for _, t := range p.Topics {
		if t.Code == code {
			return t, true
		}
	}
	return Topic{}, false
}

// Organ returns the organ with that code.
func (p *Programme) Organ(code string) (Organ, bool) {
	for _, o := range p.Organs {
		if o.Code == code {
			return o, true
		}
	}
	return Organ{}, false
}
