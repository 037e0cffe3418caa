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
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
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

// Catalogue is every sentence in every language. It is read-only after Load.
type Catalogue struct {
	bundle   *goi18n.Bundle
	messages map[string]map[string]*goi18n.Message // by language and id
	same     map[string]map[string]bool            // sentences that a language writes as English does
	places   map[string]string                     // id → file of the English sentence
}

// Load reads the catalogues that are built into the program, once: they never
// change, and every face has the same.
func Load() (*Catalogue, error) { return builtIn() }

var builtIn = sync.OnceValues(func() (*Catalogue, error) {
	sub, err := fs.Sub(files, "catalogue")
	if err != nil {
		return nil, err
	}
	return Read(sub)
})

// Read reads the catalogues of a folder: files PART.LANGUAGE.toml, and same.toml,
// which lists by language the ids of sentences that equal the English ones.
func Read(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{
		bundle:   goi18n.NewBundle(language.English),
		messages: map[string]map[string]*goi18n.Message{},
		same:     map[string]map[string]bool{},
		places:   map[string]string{},
	}
	found, err := fs.Glob(fsys, "*.*.toml")
	if err != nil {
		return nil, err
	}
	for _, file := range found {
		if err := c.read(fsys, file); err != nil {
			return nil, fmt.Errorf("reading the catalogue %s: %w", file, err)
		}
	}
	if err := c.readSame(fsys); err != nil {
		return nil, fmt.Errorf("reading the catalogue same.toml: %w", err)
	}
	if len(c.messages[English]) == 0 {
		return nil, errors.New("reading the catalogues: there is no English one")
	}
	return c, c.addPseudo()
}

func (c *Catalogue) read(fsys fs.FS, file string) error {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return err
	}
	parts := strings.Split(path.Base(file), ".")
	lang := parts[len(parts)-2]
	if names[lang] == "" || lang == Pseudo {
		return fmt.Errorf("%q is none of the six languages", lang)
	}
	parsed, err := goi18n.ParseMessageFileBytes(data, file, map[string]goi18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err != nil {
		return err
	}
	if c.messages[lang] == nil {
		c.messages[lang] = map[string]*goi18n.Message{}
	}
	for _, m := range parsed.Messages {
		if c.messages[lang][m.ID] != nil {
			return fmt.Errorf("the sentence %q is given twice in %q", m.ID, lang)
		}
		typeset(lang, m)
		c.messages[lang][m.ID] = m
		if lang == English {
			c.places[m.ID] = file
		}
	}
	return c.bundle.AddMessages(language.Make(lang), parsed.Messages...)
}

func (c *Catalogue) readSame(fsys fs.FS) error {
	data, err := fs.ReadFile(fsys, "same.toml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var lists map[string][]string
	if err := toml.Unmarshal(data, &lists); err != nil {
		return err
	}
	for lang, ids := range lists {
		c.same[lang] = map[string]bool{}
		for _, id := range ids {
			c.same[lang][id] = true
		}
	}
	return nil
}

// Has says whether there is a sentence of this id.
func (c *Catalogue) Has(id string) bool { return c.messages[English][id] != nil }
