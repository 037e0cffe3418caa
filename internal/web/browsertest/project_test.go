package browsertest

import (
	"strings"
	"testing"
)

// The pages of a project by keyboard alone: every stop is seen, in English on a wide
// screen and in Arabic on a phone.
func TestAProjectByKeyboardAlone(t *testing.T) {
	for _, c := range []struct {
		lang  string
		width int64
	}{{"en", 1280}, {"ar", 390}} {
		tab := signedInAs(t, c.lang, "officer")
		tab.Width(c.width)
		for _, path := range []string{"/projects/LIGHTS-KEEPERS", "/programmes/LIGHTS", "/projects/-/new/concept", "/projects/LIGHTS-KEEPERS/do/framework", "/projects/LIGHTS-KEEPERS/do/delivered", "/projects/LIGHTS-KEEPERS/do/delivered?kind=training",
			"/projects/LIGHTS-KEEPERS/do/reported?indicator=trained", "/projects/LIGHTS-KEEPERS/do/indicator?measure=percentage", "/projects/LIGHTS-KEEPERS/risks", "/projects/LIGHTS-KEEPERS/form"} {
			tab.OpenWell(path)
			tab.Well()
			tab.Fits()
			want := tab.Stops()
			for i := range want {
				tab.Keys("\t")
				if at := tab.Focus(); !at.Seen || at.Tag == "" {
					t.Errorf("%s %s: stop %d of %d, %+v, is not to be seen", c.lang, path, i+1, want, at)
				}
			}
		}
		tab.Quiet()
	}
}

// Rows are added without scripts, and nothing typed is lost; Enter sends the form, and
// asks for no row.
func TestRowsOfAFormWithoutScripts(t *testing.T) {
	tab := signedIn(t, "officer")
	tab.Scripts(false)
	defer tab.Scripts(true)
	title, code := label(t, "project.concept.title"), say(t, "en", "word.code")
	tab.OpenWell("/projects/-/new/concept")
	tab.Fill(code, "WATCH-1")
	tab.Fill(title, "A watch of lights")
	rows := strings.Count(tab.HTML(), `name="locations.`)
	tab.ClickIn(label(t, "project.concept.locations"), say(t, "en", "project.more-rows"))
	if got := tab.Value(title); got != "A watch of lights" {
		t.Errorf("the title is %q", got)
	}
	if now := strings.Count(tab.HTML(), `name="locations.`); now <= rows {
		t.Errorf("there are %d fields of locations, there were %d", now, rows)
	}
	if !strings.HasSuffix(tab.Address(), "#f-locations-rows") {
		t.Errorf("the page is at %s, not where the rows are", tab.Address())
	}
	tab.FocusOn(`[name="title"]`)
	tab.Enter()
	tab.Sees(say(t, "en", "form.faulty"))
	if got := tab.Value(code); got != "WATCH-1" {
		t.Errorf("the code is %q", got)
	}
}
