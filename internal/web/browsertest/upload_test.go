package browsertest

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"comity/internal/i18n"
)

// A file over the limit: the page's script says so before it is sent. Without scripts
// it is sent, and the form comes back with the limit beside the file and what was
// typed; a smaller one then goes through. So on every kind of form.
func TestAFileOverTheLimit(t *testing.T) {
	open(t) // or skip
	long := filepath.Join(t.TempDir(), "film.pdf")
	if err := os.WriteFile(long, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(long, 1<<30); err != nil { // takes no place on the disk
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, lang, user, path, file, typed, value, send, most string
	}{
		{"a text", "ar", "officer", "/mandates/import", "register.file", "word.symbol", "A/RES/99/1", "register.import", "128"},
		{"a status", "ru", "officer", "/paragraphs/A/RES/95/12/11", "register.evidence-file", "register.evidence-document", "A/95/7", "do.record", "64"},
		{"a treaty's list", "zh", "officer", "/treaties/import", "take.file", "word.source", "CN.1.2041", "take.look", "16"},
		{"a project's document", "es", "officer", "/projects/LIGHTS-KEEPERS/do/document", "kind.project.document.file", "kind.project.document.title", "Luces", "do.record", "64"},
		{"a delivery's file", "ar", "officer", "/projects/LIGHTS-KEEPERS/do/delivered?kind=study", "kind.project.delivered.files", "kind.project.delivered.title", "Lamps", "do.record", "64"},
		{"a request's file", "fr", "mission", "/assistance/new", "kind.assistance.requested.files 1", "kind.assistance.requested.title", "Lampes", "assistance.send", "64"},
		{"any act", "fr", "mission", "/acts/new/treaty.deposit", "kind.act.document", "act-form.reference", "NV 7", "do.record", "64"},
	} {
		t.Run(c.name, func(t *testing.T) {
			word := func(id string, args ...i18n.Args) string {
				id, number, counted := strings.Cut(id, " ") // one of several fields of a name
				if counted {
					number = " " + number
				}
				return say(t, c.lang, id, args...) + number
			}
			most := i18n.Args{"Most": c.most}
			tab := signedInAs(t, c.lang, c.user)
			tab.OpenWell(c.path)
			if to := regexp.MustCompile(`/clauses/status\?[^"]+`).FindString(tab.HTML()); to != "" {
				c.path = html.UnescapeString(to)
				tab.OpenWell(c.path)
			}
			tab.Sees(word("form.most", most))
			tab.Attach(word(c.file), long)
			tab.Sees(word("form.too-large-here", most))
			tab.Well()
			tab.Quiet()
			tab.Scripts(false)
			tab.OpenWell(c.path)
			tab.Fill(word(c.typed), c.value)
			tab.Attach(word(c.file), long)
			tab.Click(word(c.send))
			tab.Sees(word("form.too-long", most))
			if got := tab.Value(word(c.typed)); got != c.value {
				t.Errorf("what was typed came back as %q", got)
			}
			tab.Width(390)
			tab.Fits()
			if folder := os.Getenv("COMITY_LOOK"); folder != "" {
				tab.Picture(filepath.Join(folder, c.user+"-"+c.lang+".png"))
			}
			tab.Scripts(true)
		})
	}
}
