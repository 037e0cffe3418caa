// Package i18n holds what the program says, in the six languages of the United
// Nations: Arabic, Chinese, English, French, Russian and Spanish. Sentences lie
// in catalogues, one file a language and a part; code names a sentence by its id
// and gives it values. Numbers and days are written as the language writes them,
// always in Western digits.
//
// A catalogue is checked by Faults: nothing missing, nothing left in English, no
// plural form or value forgotten. The language Pseudo shows what is not in a
// catalogue at all: every sentence that is comes out ⟦ín bráckéts⟧.
package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

//go:embed catalogue/*.toml
var files embed.FS

// English is the language that others fall back to.
const English = "en"

// Pseudo is a language for tests, made of English.
const Pseudo = "en-XA"

// languages are the six, in the order of their English names.
var languages = [...]string{"ar", "zh", "en", "fr", "ru", "es"}

// names are the languages' names for themselves.
var names = map[string]string{
	"ar": "العربية", "zh": "中文", "en": "English", "fr": "Français", "ru": "Русский", "es": "Español",
	Pseudo: "⟦Éñglísh⟧",
}

// Languages returns the six languages in the order in which the United Nations
// lists them: by their English names.
func Languages() []string { return append([]string(nil), languages[:]...) }

// Name is a language's name for itself.
func Name(lang string) string { return names[lang] }

// Rtl says whether a language is written from right to left.
func Rtl(lang string) bool { return lang == "ar" }

// Catalogue is every sentence in every language. It may be shared.
type Catalogue struct {
	fsys    fs.FS
	files   map[string][]string // by language
	tongues map[string]*tongue
}

// tongue is one language's sentences, read when one is first said.
type tongue struct {
	once     sync.Once
	messages map[string]*Message // by id
	places   map[string]string   // id → file
	fault    error
}

// Load opens the catalogues that are built into the program, once: they never
// change, and every face has the same. A language is read when it is first
// spoken, or with [Catalogue.ReadAll]; that each can be read is held by a test.
func Load() (*Catalogue, error) { return builtIn() }

var builtIn = sync.OnceValues(func() (*Catalogue, error) {
	sub, err := fs.Sub(files, "catalogue")
	if err != nil {
		return nil, err
	}
	return open(sub)
})

// Read reads the catalogues of a folder: files PART.LANGUAGE.toml, and same.toml,
// which lists by language the ids of sentences that equal the English ones.
func Read(fsys fs.FS) (*Catalogue, error) {
	c, err := open(fsys)
	if err != nil {
		return nil, err
	}
	return c, c.ReadAll()
}

// open finds the catalogues of a folder and reads the English ones.
func open(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{fsys: fsys, files: map[string][]string{}, tongues: map[string]*tongue{Pseudo: {}}}
	for _, lang := range languages {
		c.tongues[lang] = &tongue{}
	}
	found, err := fs.Glob(fsys, "*.*.toml")
	if err != nil {
		return nil, err
	}
	for _, file := range found {
		parts := strings.Split(path.Base(file), ".")
		lang := parts[len(parts)-2]
		if names[lang] == "" || lang == Pseudo {
			return nil, fmt.Errorf("reading the catalogue %s: %q is none of the six languages", file, lang)
		}
		c.files[lang] = append(c.files[lang], file)
	}
	english := c.tongue(English)
	if english.fault == nil && len(english.messages) == 0 {
		return nil, errors.New("reading the catalogues: there is no English one")
	}
	return c, english.fault
}

// ReadAll reads the languages that have not been spoken yet.
func (c *Catalogue) ReadAll() error {
	for _, lang := range languages {
		if err := c.tongue(lang).fault; err != nil {
			return err
		}
	}
	_, err := c.same()
	return err
}

// tongue is a language's sentences, which are read first where that was not done.
func (c *Catalogue) tongue(lang string) *tongue {
	t := c.tongues[lang]
	t.once.Do(func() {
		t.messages, t.places = map[string]*Message{}, map[string]string{}
		if lang == Pseudo {
			t.makePseudo(c.in(English))
			return
		}
		for _, file := range c.files[lang] {
			if err := t.read(c.fsys, lang, file); err != nil {
				t.fault = fmt.Errorf("reading the catalogue %s: %w", file, err)
				return
			}
		}
	})
	return t
}

// in are a language's sentences by id.
func (c *Catalogue) in(lang string) map[string]*Message { return c.tongue(lang).messages }

func (t *tongue) read(fsys fs.FS, lang, file string) error {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return err
	}
	var said map[string]any
	if err := toml.Unmarshal(data, &said); err != nil {
		return err
	}
	var messages []*Message
	if err := gather(&messages, "", said); err != nil {
		return err
	}
	for _, m := range messages {
		if t.messages[m.ID] != nil {
			return fmt.Errorf("the sentence %q is given twice in %q", m.ID, lang)
		}
		if err := closed(m); err != nil {
			return err
		}
		typeset(lang, m)
		t.messages[m.ID], t.places[m.ID] = m, file
	}
	return nil
}

// same are the sentences that a language writes as English does, by language.
func (c *Catalogue) same() (map[string]map[string]bool, error) {
	same := map[string]map[string]bool{}
	data, err := fs.ReadFile(c.fsys, "same.toml")
	if errors.Is(err, fs.ErrNotExist) {
		return same, nil
	}
	var lists map[string][]string
	if err == nil {
		err = toml.Unmarshal(data, &lists)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the catalogue same.toml: %w", err)
	}
	for lang, ids := range lists {
		same[lang] = map[string]bool{}
		for _, id := range ids {
			same[lang][id] = true
		}
	}
	return same, nil
}

// Has says whether there is a sentence of this id.
func (c *Catalogue) Has(id string) bool { return c.in(English)[id] != nil }
